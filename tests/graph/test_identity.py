"""Two things judged to be one are one for every reader, and taken back without a trace."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.generate import Fields
from graph.ask import ask
from graph.check import check
from graph.corpus import Corpus
from graph.export import view_edges
from graph.judging import about_pair, judge, listed, withdraw
from graph.loads import load, rebuild_view, undo
from graph.proposals import proposals
from graph.reader import Filter, Reader, Scope
from graph.retraction import retract
from graph.store import Store
from loaders.factset import FactSet
from schema.errors import JudgementError, NotFound
from schema.records import Judgement

from .dump import dump
from .facts import SHA, claim, generated, held, made
from .test_loads import SMALL, view


def actor(id_: str, name: str, kind: str = "State", **more: object) -> Fields:
    return {"id": id_, "name": name, "kind": kind, **more}


HEADINGS: dict[str, list[Fields]] = {
    "actors": [
        actor("okonjo", "Ada Okonjo", "Person", aliases=["the minister"]), actor("ada", "Adaeze", "Person"),
        actor("north", "Norland"), actor("navy", "Norland Navy", "Force"), actor("fleet", "the Fleet", "Organisation"),
        actor("states", "coastal states", "Group", quantifier="many"),
        actor("aide", "an aide", "Person", anonymous=True), actor("aide2", "another aide", "Person", anonymous=True),
        actor("jpc", "JPC", "InternationalBody"), actor("commission", "Joint Patrol Commission", "InternationalBody"),
        actor("oneself", "Kingdom of Sudmark"), actor("suedmark", "Südmark"),
    ],
    "measures": [
        {"id": "patrols", "name": "joint patrols"}, {"id": "watch", "name": "coastal watch"},
        {"id": "night", "name": "night patrols", "specialises": ["patrols"]},
        {"id": "closure", "name": "closure of the strait", "excludes": ["watch"]},
        {"id": "stabilisation", "name": "stabilisation of the port"}, {"id": "port", "name": "port stabilization"},
    ],
    "sources": [{"id": "report", "title": "Report", "sha256": SHA}, {"id": "letter", "title": "Letter", "sha256": "b" * 64}],
}  # fmt: skip
CLAIMS = [
    claim("a", "supports", "okonjo", "patrols"),
    claim("b", "supports", "ada", "patrols", source="letter"),
    claim("c", "opposes", "ada", "closure"),
    claim("d", "conditions-on", "north", "watch", conditions=["night"], condition_kind="demanded"),
    claim("e", "supports", "ada", "patrols", attributed_to=["okonjo"], said_from="2031-02-01"),
    claim("f", "meets", ["okonjo", "ada"], "north"),
    claim("g", "rejects", "ada", "claim:d"),
]


@pytest.fixture
def talks(store: Store) -> Store:
    load(store, held(HEADINGS, CLAIMS))
    return store


def unite(store: Store, first: str, second: str, kind: str = "same") -> str:
    made_ = about_pair(store, kind, first, second, "a test", "B. Reader")
    judge(store, [made_], lambda _: None)
    return made_.id


def edges(store: Store) -> set[str]:
    return {f"{e.start} {e.type} {e.end}" for e in view_edges(store)}


def test_the_view_is_of_the_one(talks: Store) -> None:
    before = dump(talks)
    id_ = unite(talks, "okonjo", "ada")
    assert not any("ada" in edge.split() for edge in edges(talks))
    assert "okonjo OPPOSES closure" in edges(talks)
    (joined,) = [e.properties for e in view_edges(talks) if (e.start, e.type, e.end) == ("okonjo", "SUPPORTS", "patrols")]
    assert (joined["source_count"], joined["imputed"]) == (2, False)
    assert check(talks, Corpus()).findings == []
    united = view(talks)
    rebuild_view(talks)
    assert view(talks) == united
    withdraw(talks, [id_], ["same"])
    assert dump(talks) == before


def test_both_ids_and_all_names_lead_to_it(talks: Store) -> None:
    unite(talks, "okonjo", "ada")
    reader = Reader(talks)
    item = reader.entity("Actor", "ada")
    assert (item["id"], item["requested"], item["same_as"]) == ("okonjo", "ada", ["ada"])
    assert item["aliases"] == ["the minister", "Adaeze"]
    assert "ada" not in [a["id"] for a in reader.entities("Actor")["items"]]
    assert [a["id"] for a in reader.entities("Actor", q="adaez")["items"]] == ["okonjo"]
    by_one, by_other = (reader.positions(Filter(actor=a), Scope())["items"] for a in ("okonjo", "ada"))
    assert by_one == by_other != []
    assert reader.positions(Filter(actor="ada"), Scope(min_certainty=0.1))["items"] == by_one
    assert {c["key"] for c in reader.claims(Scope(), holder="okonjo")["items"]} == set("abcefg")
    assert reader.claims(Scope(), holder="okonjo") == reader.claims(Scope(), holder="ada")
    assert [c["holder"]["id"] for c in reader.claims(Scope(), holder="ada")["items"] if c["key"] == "b"] == ["ada"]
    for name in ("Adaeze", "Ada Okonjo"):
        found = ask(talks, f"what does {name} oppose?")
        assert [a["id"] for a in found["answers"]] == ["closure"], name
    found = ask(talks, "who supports joint patrols?")
    assert [(a["id"], a["name"], len(a["claims"])) for a in found["answers"]] == [("okonjo", "Ada Okonjo", 3)]
    assert ask(talks, "who rejects joint patrols?")["answers"] == []


def test_measures_are_united_with_what_hangs_on_them(talks: Store) -> None:
    before = dump(talks)
    id_ = unite(talks, "watch", "patrols")
    assert {"okonjo SUPPORTS watch", "okonjo OPPOSES closure", "north CONDITIONS_ON night"} <= edges(talks)
    assert not any("patrols" in edge.split() for edge in edges(talks))
    assert check(talks, Corpus()).findings == []
    for name in ("joint patrols", "coastal watch"):
        assert {a["id"] for a in ask(talks, f"who supports {name}?")["answers"]} == {"okonjo", "ada"}
    withdraw(talks, [id_], ["same"])
    assert dump(talks) == before


def test_chains_and_rings_are_one_whatever_the_order(talks: Store) -> None:
    bodies = ["navy", "fleet", "jpc", "commission"]
    pairs = [("navy", "fleet"), ("fleet", "jpc"), ("commission", "jpc")]
    plain, seen = dump(talks), set()
    for order in (pairs, pairs[::-1]):
        ids = [unite(talks, *pair) for pair in order]
        seen.add(tuple(Reader(talks).entity("Actor", id_)["id"] for id_ in bodies))
        withdraw(talks, ids, ["same"])
        assert dump(talks) == plain
    assert seen == {("commission",) * 4}
    ids = [unite(talks, *pair) for pair in [*pairs, ("jpc", "navy")]]
    withdraw(talks, ids[1:2], ["same"])
    assert {Reader(talks).entity("Actor", id_)["id"] for id_ in bodies} == {"commission"}


@pytest.mark.parametrize(("first", "second", "why"), [
    ("okonjo", "north", "of the kind Person"), ("north", "states", "of the kind"), ("okonjo", "patrols", "a measure"),
    ("night", "patrols", "specialises"), ("watch", "closure", "exclude each other"), ("north", "north", "already"),
])  # fmt: skip
def test_what_cannot_be_one_is_refused(talks: Store, first: str, second: str, why: str) -> None:
    before = dump(talks)
    with pytest.raises(JudgementError, match=why):
        unite(talks, first, second)
    assert dump(talks) == before


def test_same_and_different_exclude_each_other(talks: Store) -> None:
    first = unite(talks, "navy", "fleet")
    with pytest.raises(JudgementError, match=f"judged same already, by {first}"):
        unite(talks, "fleet", "navy")
    second = unite(talks, "fleet", "jpc")
    with pytest.raises(JudgementError, match=f"against {first}, {second}"):
        unite(talks, "navy", "jpc", "different")
    withdraw(talks, [first], ["same"])
    apart = unite(talks, "navy", "jpc", "different")
    with pytest.raises(JudgementError, match=apart):
        unite(talks, "navy", "fleet")
    with pytest.raises(NotFound):
        unite(talks, "nobody", "navy")
    assert [j["id"] for j in listed(talks, "same", "different")] == [second, apart]


def judged(*judgements: Judgement, claims: list[Fields] = CLAIMS) -> FactSet:
    facts = held(HEADINGS, claims)
    facts.judgements += judgements
    facts.digest = "with judgements"
    return facts


def test_judgements_of_files_come_and_go_with_them(talks: Store) -> None:
    plain, apart = view(talks), ("Lock", "Load", "Meta", "DataSet", "Revision")
    unite(talks, "okonjo", "ada")
    united = view(talks)
    withdraw(talks, [j["id"] for j in listed(talks, "same")], ["same"])
    before = dump(talks, without=apart)
    load(talks, judged(Judgement(same=("okonjo", "ada"), because="one")))
    assert view(talks) == united
    load(talks, held(HEADINGS, CLAIMS))
    assert (view(talks), dump(talks, without=apart)) == (plain, before)
    undo(talks)
    assert view(talks) == united
    with pytest.raises(JudgementError, match="of the kind"):
        load(talks, judged(Judgement(same=("okonjo", "north"), because="one")))
    assert view(talks) == united


def test_judgements_outlive_a_load(talks: Store) -> None:
    unite(talks, "okonjo", "ada")
    united = view(talks)
    renamed = {**HEADINGS, "actors": [a | {"description": "new"} for a in HEADINGS["actors"]]}
    load(talks, held(renamed, CLAIMS))
    assert view(talks) == united
    load(talks, held(renamed, [*CLAIMS, claim("new", "opposes", "ada", "watch")]))
    assert "okonjo OPPOSES watch" in edges(talks)
    undo(talks)
    assert view(talks) == united
    assert check(talks, Corpus()).findings == []


def test_unnamed_sources_stay_apart(talks: Store) -> None:
    assert not [c for c in proposals(talks) if "aide" in c.first + c.second]
    unite(talks, "aide", "okonjo")
    item = Reader(talks).entity("Actor", "aide")
    assert (item["id"], item["anonymous"]) == ("okonjo", False)
    assert Reader(talks).entity("Actor", "aide2")["id"] == "aide2"


def test_candidates_have_a_score_and_a_reason(talks: Store) -> None:
    found = {(c.first, c.second): c for c in proposals(talks)}
    assert found["port", "stabilisation"].score >= 0.95
    assert "initials" in found["commission", "jpc"].why
    assert ("oneself", "suedmark") in found
    assert ("navy", "north") not in found
    unite(talks, "jpc", "commission", "different")
    assert ("commission", "jpc") not in {(c.first, c.second) for c in proposals(talks)}
    assert dump(talks) == dump(talks)


@pytest.mark.parametrize("seed", range(3))
def test_taken_back_it_leaves_no_trace(store: Store, tmp_path: Path, seed: int) -> None:
    facts = made(tmp_path, *generated(SMALL, seed=seed))
    load(store, facts)
    before, random = dump(store), Random(seed)
    names = sorted(e.id for e in facts.entities if e.id.startswith(("actor", "measure")))
    ids: list[str] = []
    states = []
    while len(ids) < 4:
        state = dump(store)
        try:
            ids.append(unite(store, *random.sample(names, 2)))
            states.append(state)
        except JudgementError:
            assert dump(store) == state
    assert check(store, Corpus()).findings == []
    whole = view(store)
    rebuild_view(store)
    assert view(store) == whole
    assert load(store, facts).changed == 0
    assert view(store) == whole
    accepted = sorted(c.key for c in facts.claims() if c.status == "accepted")
    fallen = retract(store, [random.choice(accepted)], "a test")
    assert check(store, Corpus()).findings == []
    withdraw(store, [j.id for j in fallen.judgements], ["retracted"])
    for id_, state in zip(ids[::-1], states[::-1], strict=True):
        withdraw(store, [id_], ["same"])
        assert dump(store) == state
    assert dump(store) == before
