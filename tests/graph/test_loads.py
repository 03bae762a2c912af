"""Loading: the same files, changed files, several data sets, several transactions."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from bench.generate import Fields, Size
from graph.export import read_facts
from graph.loads import load, loads, read_meta, undo
from graph.store import Store
from graph.units import dump_view
from loaders.factset import FactSet, read_folder
from schema.errors import LoadConflict

from .dump import dump
from .facts import SHA, claim, expected_view, folder, generated, made, vary

SMALL = Size(claims=120, actors=15, measures=24, events=6, places=4, rich=True)
OF_THE_RUN = ("load", "recorded_at", "superseded_at")
"""Properties that differ between two loads of the same."""


def view(store: Store) -> list[str]:
    return store.read(dump_view)


def same_records(store: Store, facts: FactSet) -> None:
    """What is read back equals what was loaded."""
    back = read_facts(store, facts.dataset.id)
    assert back.dataset == facts.dataset
    assert back.claim_ids == facts.claim_ids
    assert {e.id: e for e in back.entities} == {e.id: e for e in facts.entities}
    assert {c.key: c for c in back.claims()} == {c.key: c for c in facts.claims()}


def test_loading_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    facts = made(tmp_path, *generated(SMALL))
    first = load(store, facts)
    assert first.claims_created == SMALL.claims
    before = dump(store, without=("Lock",))
    again = load(store, facts)
    assert (again.changed, again.claims_unchanged, again.load) == (0, SMALL.claims, "")
    assert dump(store, without=("Lock",)) == before
    assert [r["state"] for r in loads(store)] == ["done"]


def test_order_of_files_and_records_does_not_matter(store: Store, tmp_path: Path) -> None:
    headings, claims = generated(SMALL)
    load(store, made(tmp_path / "a", headings, claims))
    first = dump(store, forget=(*OF_THE_RUN, "digest")), view(store)
    shuffled = {h: Random(1).sample(records, len(records)) for h, records in headings.items()}
    place = folder(tmp_path / "b", shuffled, Random(2).sample(claims, len(claims)), name="made")
    lines = (place / "claims" / "all.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    (place / "claims" / "all.jsonl").unlink()
    for n in range(3):
        (place / "claims" / f"{9 - n}.jsonl").write_text("".join(lines[n::3]), encoding="utf-8")
    _wipe(store)
    load(store, read_folder(place))
    assert (dump(store, forget=(*OF_THE_RUN, "digest")), view(store)) == first


def _wipe(store: Store) -> None:
    store.write(lambda tx: tx.do("MATCH (n) DETACH DELETE n"))


@pytest.mark.parametrize("batch", [10_000, 40])
def test_changed_files_give_the_view_of_a_fresh_load(store: Store, tmp_path: Path, batch: int) -> None:
    versions = [generated(SMALL, seed=3)]
    versions += [vary(*versions[0], seed=n) for n in range(2)]
    versions.append(versions[0])  # what had left returns
    for number, (headings, claims) in enumerate(versions):
        facts = made(tmp_path / str(number), headings, claims)
        load(store, facts, batch=batch)
        assert view(store) == expected_view(facts)
        same_records(store, facts)
    states = store.rows("MATCH (c:Claim) RETURN c.superseded_at IS NULL AS held, count(*) AS n")
    assert {r["held"] for r in states} == {True, False}


def test_entities_that_left_are_in_no_data_set_and_carry_no_view(store: Store, tmp_path: Path) -> None:
    headings: dict[str, list[Fields]] = {
        "actors": [{"id": "ann", "name": "Ann", "kind": "Person"}],
        "measures": [{"id": "wide", "name": "Wide"}, {"id": "narrow", "name": "Narrow", "specialises": ["wide"]}],
        "sources": [{"id": "report", "sha256": SHA}],
    }
    claims = [claim("a", "opposes", "ann", "wide")]
    load(store, made(tmp_path / "1", headings, claims))
    assert len(view(store)) == 2
    headings["measures"] = headings["measures"][:1]
    report = load(store, made(tmp_path / "2", headings, claims))
    assert report.entities_left == 1
    assert len(view(store)) == 1
    assert store.rows("MATCH (m:Measure {id: 'narrow'}) RETURN m.datasets AS d")[0]["d"] == []


def test_ties_name_the_claims_behind_them_after_those_changed(store: Store, tmp_path: Path) -> None:
    def actors(office: str) -> dict[str, list[Fields]]:
        tie = {"actor": "land", "role": "leads", "claims": ["a"], "office": office, "from": "2024", "to": "2025-06"}
        return {
            "actors": [{"id": "land", "name": "Land", "kind": "State"},
                       {"id": "ann", "name": "Ann", "kind": "Person", "represents": [tie]}],
            "measures": [{"id": "wide", "name": "Wide"}],
            "sources": [{"id": "report", "sha256": SHA}],
        }  # fmt: skip

    for number, holder in enumerate(("ann", "land")):
        facts = made(tmp_path / str(number), actors("head"), [claim("a", "supports", holder, "wide")])
        load(store, facts)
        (row,) = store.rows("MATCH (:Actor)-[e:REPRESENTS]->(:Actor) RETURN e.claims AS claims, e.from AS since")
        assert row == {"claims": [facts.claim_ids["a"]], "since": "2024-01-01"}
        same_records(store, facts)


def test_a_passage_gets_its_hash_when_the_text_is_found_and_goes_when_nobody_quotes_it(
    store: Store, tmp_path: Path
) -> None:
    headings: dict[str, list[Fields]] = {
        "actors": [{"id": "ann", "name": "Ann", "kind": "Person"}],
        "measures": [{"id": "wide", "name": "Wide"}],
        "sources": [{"id": "report", "sha256": SHA}],
    }
    changes: list[Fields] = [{}, {"sha256": "b" * 64}, {"start": 1}]
    states = []
    for number, change in enumerate(changes):
        one = claim("a", "supports", "ann", "wide")
        one["passages"] = [{"start": 0, "end": 90, "phrase": "some words", **change}]
        facts = made(tmp_path / str(number), headings, [one])
        load(store, facts)
        assert store.rows("MATCH (p:Passage) RETURN count(p) AS n, count(p.sha256) AS hashed") == [
            {"n": 1, "hashed": int(number == 1)}
        ]
        same_records(store, facts)
        states.append(dump(store))
    for state in (*states[1::-1], []):
        undo(store)
        assert dump(store) == state


def test_two_data_sets_in_one_store(store: Store, tmp_path: Path) -> None:
    headings, claims = generated(SMALL, seed=5)
    keys = [c["key"] for c in claims]
    one = [c for c in claims if int(c["source"].split("-")[1]) % 2 == 0]
    two = [c for c in claims if int(c["source"].split("-")[1]) % 2]
    one, two = _closed(one), _closed(two)
    assert len(keys) > len(one) > 40
    assert len(two) > 40
    a = made(tmp_path / "a", headings, one, name="first")
    b = made(tmp_path / "b", headings, two, name="second")
    load(store, a)
    load(store, b)
    assert view(store) == expected_view(a, b)
    empty = made(tmp_path / "c", headings, [], name="first")
    load(store, empty)
    assert view(store) == expected_view(b, empty)
    same_records(store, b)


def _closed(claims: list[Fields]) -> list[Fields]:
    """Without claims that refer to others: those may be in the other data set."""
    return [c for c in claims if "claim:" not in repr(c)]


def test_a_conflict_names_both_data_sets_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    def one(name: str, place: str) -> FactSet:
        headings: dict[str, list[Fields]] = {
            "actors": [{"id": "ann", "name": name, "kind": "Person"}],
            "measures": [{"id": "wide", "name": "Wide"}],
            "sources": [{"id": "report", "sha256": SHA}],
        }
        return made(tmp_path / place, headings, [claim("a", "supports", "ann", "wide")], name=place)

    load(store, one("Ann", "first"))
    before = dump(store, without=("Lock",))
    with pytest.raises(LoadConflict, match=r"ann .*second.*first"):
        load(store, one("Anna", "second"))
    with pytest.raises(LoadConflict, match=r"claim .*second.*first"):
        load(store, one("Ann", "second"))
    assert dump(store, without=("Lock",)) == before


def test_an_id_cannot_become_another_kind_of_thing(store: Store, tmp_path: Path) -> None:
    sources = [{"id": "report", "sha256": SHA}]
    ann = {"actors": [{"id": "ann", "name": "Ann", "kind": "Person"}], "sources": sources}
    load(store, made(tmp_path / "1", ann, []))
    with pytest.raises(LoadConflict, match="ann is a Actor in the store and a Measure"):
        load(store, made(tmp_path / "2", {"measures": [{"id": "ann", "name": "Ann"}], "sources": sources}, []))


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(store: Store, tmp_path: Path) -> None:
    headings, claims = generated(SMALL)
    facts = made(tmp_path / "a", headings, claims)
    report = load(store, facts, dry_run=True)
    assert (report.dry_run, report.claims_created, report.entities_created) == (True, SMALL.claims, len(facts.entities))
    assert dump(store, without=()) == []
    load(store, facts)
    before = dump(store, without=())
    changed = made(tmp_path / "b", *vary(headings, claims, seed=1))
    dry = load(store, changed, dry_run=True)
    assert dump(store, without=()) == before
    real = load(store, changed)
    for name in ("claims_created", "claims_changed", "claims_superseded", "entities_changed", "entities_left"):
        assert getattr(dry, name) == getattr(real, name)


@pytest.mark.parametrize("changed", [False, True])
def test_many_transactions_give_the_graph_of_one(store: Store, tmp_path: Path, *, changed: bool) -> None:
    versions = [made(tmp_path / "a", *generated(SMALL, seed=7))]
    if changed:
        versions.append(made(tmp_path / "b", *vary(*generated(SMALL, seed=7), seed=2)))
    graphs = []
    for batch in (10_000, 30):
        _wipe(store)
        reports = [load(store, facts, batch=batch) for facts in versions]
        assert (reports[-1].transactions > 3) == (batch == 30)
        assert read_meta(store)["view"] == "current"
        graphs.append(dump(store, forget=OF_THE_RUN, without=("Lock", "Load", "Meta", "Revision")))
    assert graphs[0] == graphs[1]
