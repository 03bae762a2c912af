"""A retracted claim no longer counts, nothing else changes, and taking it back leaves no trace."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.generate import Fields
from graph.cascade import SEEN
from graph.check import check
from graph.corpus import Corpus
from graph.export import read_facts, view_edges
from graph.judging import listed, withdraw
from graph.loads import load, rebuild_view, undo
from graph.reader import Reader
from graph.retraction import Retraction, retract
from graph.store import Store
from schema.errors import JudgementError, NotFound
from schema.records import Judgement, Source

from .dump import dump
from .facts import SHA, claim, expected_view, generated, held, made
from .test_loads import SMALL, view

HEADINGS: dict[str, list[Fields]] = {
    "actors": [
        {"id": "north", "name": "North", "kind": "State"}, {"id": "south", "name": "South", "kind": "State"},
        {"id": "envoy", "name": "Envoy", "kind": "Person",
         "represents": [{"actor": "north", "role": "speaks-for", "claims": ["office"]}]},
    ],
    "measures": [{"id": m, "name": m.title()} for m in ("truce", "retreat", "aid")],
    "sources": [{"id": "report", "title": "Report", "sha256": SHA}, {"id": "letter", "title": "Letter", "sha256": "b" * 64}],
}  # fmt: skip
CLAIMS = [
    claim("office", "represents", "envoy", "north"),
    claim("for", "supports", "north", "truce", certainty=0.9),
    claim("for2", "supports", "north", "truce", source="letter", certainty=0.5),
    claim("against", "opposes", "south", "aid"),
    claim("said", "supports", "north", "aid", attributed_to=["envoy"], source="letter"),
    claim("first", "conditions-on", "north", "truce", conditions=["retreat"], condition_kind="demanded"),
    claim("then", "conditions-on", "south", "retreat", conditions=["truce"], condition_kind="demanded"),
    claim("denial", "denies", "south", "claim:for"),
]


def lines(edges: list[dict[str, Any]]) -> set[str]:
    return {f"{e['start']['id']} {e['type']} {e['end']['id']}" for e in edges}


@pytest.fixture
def talks(store: Store) -> Store:
    load(store, held(HEADINGS, CLAIMS))
    return store


def without(found: Retraction) -> dict[str, Any]:
    """What falls, apart from when it was decided."""
    falls = found.as_json()
    return {k: v for k, v in falls.items() if k not in ("dry_run", "retracted")}


def test_a_claim_retracted_leaves_its_edges(talks: Store) -> None:
    found = retract(talks, ["against"], "misread", "A. Reader")
    assert lines(found.falls.lost) == {"south OPPOSES aid"}
    assert [(a["actor"]["id"], a["stance"], a["was"], a["now"]) for a in found.falls.answers] == [
        ("south", "supports", "no", "unknown"), ("south", "opposes", "yes", "unknown"),
    ]  # fmt: skip
    assert "OPPOSES" not in {e.type for e in view_edges(talks)}
    item = next(i for i in Reader(talks).claims(_any(), status="retracted")["items"])
    assert (item["key"], item["status"]) == ("against", "retracted")
    assert item["retracted"]["because"] == "misread"
    assert item["retracted"]["by"] == "A. Reader"
    assert check(talks, Corpus()).findings == []


def _any() -> Any:  # noqa: ANN401  a Scope
    from graph.reader import Scope

    return Scope()


def test_an_edge_with_another_proof_gets_weaker(talks: Store) -> None:
    found = retract(talks, ["letter"], "withdrawn by its publisher")
    (weaker,) = [e for e in found.falls.weaker if e["type"] == "SUPPORTS"]
    assert (weaker["was"]["source_count"], weaker["now"]["source_count"]) == (2, 1)
    assert lines(found.falls.lost) == {"north SUPPORTS aid"}
    kept = retract(talks, ["for"], "misread").falls
    assert lines(kept.lost) == {"north SUPPORTS truce"}


def test_a_ring_dissolves_with_its_last_need(talks: Store) -> None:
    found = retract(talks, ["first"], "misread", dry_run=True)
    assert [[m["id"] for m in ring] for ring in found.falls.rings] == [["retreat", "truce"]]
    more = [*CLAIMS, claim("too", "requires", None, "truce", conditions=["retreat"], condition_kind="analytic")]
    load(talks, held(HEADINGS, more))
    assert retract(talks, ["first"], "misread", dry_run=True).falls.rings == []


def test_who_speaks_for_whom_falls_with_its_last_claim(talks: Store) -> None:
    found = retract(talks, ["office"], "he has left")
    assert found.falls.ties == [{"type": "REPRESENTS", "start": "envoy", "end": "north"}]
    (weaker,) = found.falls.weaker
    assert (weaker["end"]["id"], weaker["was"]["imputed"], weaker["now"]["imputed"]) == ("aid", False, True)
    assert next(e for e in view_edges(talks) if e.end == "aid" and e.type == "SUPPORTS").properties["imputed"]
    assert Reader(talks).entity("Actor", "envoy")["represents"] == []


def test_a_dry_run_writes_nothing_and_says_what_the_run_says(talks: Store) -> None:
    before = dump(talks, without=())
    planned = retract(talks, ["for", "letter"], "misread", dry_run=True)
    assert dump(talks, without=()) == before
    assert without(planned) == without(retract(talks, ["for", "letter"], "misread"))


@pytest.mark.parametrize("seed", range(4))
def test_taken_back_it_leaves_no_trace(store: Store, tmp_path: Path, seed: int) -> None:
    facts = made(tmp_path, *generated(SMALL, seed=seed))
    load(store, facts)
    before = dump(store)
    random = Random(seed)
    sources = [e.id for e in facts.entities if isinstance(e, Source)]
    present = {e.properties["id"]: e.properties for e in view_edges(store)}
    found = retract(store, [*random.sample(sorted(facts.claim_ids), 8), random.choice(sources)], "a test")
    fallen = {c["id"] for c in found.falls.claims}
    left = {e.properties["id"]: e.properties for e in view_edges(store)}
    assert {e["id"] for e in found.falls.lost} == present.keys() - left.keys()
    assert not left.keys() - present.keys()
    assert not any(fallen.intersection(e["claims"]) for e in left.values())
    differing = {i for i, e in left.items() if any(e.get(n) != present[i].get(n) for n in SEEN)}
    assert {e["id"] for e in found.falls.weaker} == differing
    retracted = dump(store)
    edges = view(store)
    rebuild_view(store)
    assert view(store) == edges
    assert check(store, Corpus()).findings == []
    assert load(store, facts).changed == 0
    assert dump(store) == retracted
    withdraw(store, [j.id for j in found.judgements], ["retracted"])
    assert dump(store) == before
    assert view(store) == expected_view(facts)


def test_a_changed_claim_stays_retracted(talks: Store) -> None:
    (made_,) = retract(talks, ["against"], "misread").judgements
    changed = [c | {"certainty": 0.4} if c["key"] == "against" else c for c in CLAIMS]
    report = load(talks, held(HEADINGS, changed))
    assert (report.claims_changed, report.claims_superseded) == (1, 0)
    assert "OPPOSES" not in {e.type for e in view_edges(talks)}
    gone = [c for c in CLAIMS if c["key"] != "against"]
    assert load(talks, held(HEADINGS, gone)).claims_superseded == 1
    assert load(talks, held(HEADINGS, gone)).changed == 0
    load(talks, held(HEADINGS, changed))
    assert "OPPOSES" not in {e.type for e in view_edges(talks)}
    assert check(talks, Corpus()).findings == []
    withdraw(talks, [made_.id], ["retracted"])
    assert view(talks) == expected_view(held(HEADINGS, changed))


def test_a_load_taken_back_leaves_it_retracted(talks: Store) -> None:
    facts = held(HEADINGS, [c | {"certainty": 0.4} if c["key"] == "against" else c for c in CLAIMS])
    load(talks, facts)
    retract(talks, ["against"], "misread")
    undo(talks)
    assert "OPPOSES" not in {e.type for e in view_edges(talks)}
    assert read_facts(talks, "made").judgements[0].because == "misread"
    undo(talks)
    load(talks, held(HEADINGS, CLAIMS))
    assert "OPPOSES" not in {e.type for e in view_edges(talks)}
    assert check(talks, Corpus()).findings == []


def test_what_cannot_be_retracted_is_named(talks: Store) -> None:
    with pytest.raises(NotFound, match="no claim has the id or key 'nothing'"):
        retract(talks, ["nothing"], "why")
    retract(talks, ["against"], "misread")
    with pytest.raises(JudgementError, match="not retracted or superseded already"):
        retract(talks, ["against"], "again")
    with pytest.raises(NotFound, match="no judgement of this kind"):
        withdraw(talks, ["jnone"], ["retracted"])
    assert [j["because"] for j in listed(talks, "retracted")] == ["misread"]


def test_a_retraction_of_the_files_comes_and_goes_with_them(talks: Store) -> None:
    plain = dump(talks, without=("Lock", "Load", "Meta", "DataSet"))
    facts = held(HEADINGS, CLAIMS)
    facts.judgements.append(Judgement(retracted="claim:against", because="misread", by="A. Reader", at="2026-02-03"))
    facts.digest = "another"
    assert load(talks, facts).judgements_changed == 1
    assert "OPPOSES" not in {e.type for e in view_edges(talks)}
    assert read_facts(talks, "made").judgements == facts.judgements
    (item,) = listed(talks, "retracted")
    with pytest.raises(JudgementError, match="stands in the files of made"):
        withdraw(talks, [item["id"]], ["retracted"])
    marked = dump(talks)
    load(talks, held(HEADINGS, CLAIMS))
    assert dump(talks, without=("Lock", "Load", "Meta", "DataSet", "Revision")) == plain
    undo(talks)
    assert dump(talks) == marked
    undo(talks)
    assert dump(talks, without=("Lock", "Load", "Meta", "DataSet")) == plain


def test_a_first_load_with_a_retraction(store: Store) -> None:
    facts = held(HEADINGS, CLAIMS)
    facts.judgements.append(Judgement(retracted="letter", because="withdrawn"))
    load(store, facts)
    once = view(store)
    undo(store)
    assert dump(store) == []
    load(store, facts, batch=3)
    assert view(store) == once
    assert not any("letter" in e.properties["sources"] for e in view_edges(store))
    assert check(store, Corpus()).findings == []
