"""The precondition graph as each engine holds it: the scope decides what counts, and it agrees with the view."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.generate import Fields, Size
from graph import loads
from graph.analysis.preconditions import Preconditions
from graph.analysis.reading import read_preconditions
from graph.analysis.report import deadlock_report, one_deadlock
from graph.analysis.standing import blockade_report, silence_report
from graph.analysis.ways import sequence_report, unlock_report
from graph.reader import Reader, Scope
from graph.store import Store
from schema import shapes
from schema.errors import NotFound

from ..graph.facts import SHA, claim, generated, held, made

ALL = Scope(basis="inferred", roll_up=False)
STORED = """
MATCH (m:Measure)-[r:REQUIRES]->(n:Measure)
RETURN m.id AS measure, n.id AS requires, r.holder AS holder, r.kind AS kind, r.group AS group, r.claims AS claims
"""


def named(heading: str, *ids: str, **more: Any) -> list[Fields]:  # noqa: ANN401
    fixed = {"kind": "State"} if heading == "actors" else {"sort": "action"}
    return [{"id": i, "name": i.title(), **fixed, **more.get(i.replace("-", "_"), {})} for i in ids]


ENTITIES = {
    "actors": named("actors", "north", "south", "envoy", envoy={
        "kind": "Person", "represents": [{"actor": "south", "role": "speaks-for", "background": True}]}),
    "measures": named("measures", "pullout", "small-pullout", "arms", "elections", "peace", "truce",
                      small_pullout={"specialises": ["pullout"]}, truce={"alternative_for": ["peace"]}),
    "sources": [{"id": "report", "sha256": SHA, "title": "Report", "published": "2026-01-05"}],
}  # fmt: skip


def waits(key: str, holder: Any, measure: str, *needs: Any, kind: str = "demanded", **more: Any) -> Fields:  # noqa: ANN401
    relation = "conditions-on" if kind in ("demanded", "procedural") else "requires"
    conditions = [n if isinstance(n, dict) else {"id": n} for n in needs]
    return claim(key, relation, holder, measure, conditions=conditions, condition_kind=kind, **more)


def test_the_graph_is_that_of_the_view(store: Store, tmp_path: Path) -> None:
    loads.load(store, made(tmp_path, *generated(Size(2000, 60, 80, 20, 10, rich=True), seed=3)))
    graph = read_preconditions(store, ALL)
    contraries = {r["id"] for r in store.rows("MATCH (c:Claim)-[:ABOUT {contrary: true}]->(:Measure) RETURN c.id AS id")}
    stored = {(r["measure"], r["requires"], r["holder"], r["kind"], c) for r in store.rows(STORED) for c in r["claims"]
              if c not in contraries}  # fmt: skip
    assert stored == steps(graph, contraries)
    assert len(stored) > 200


def steps(graph: Preconditions, contraries: set[str]) -> set[tuple[str, str, str | None, str, str]]:
    return {
        (c.measure, r, None if c.unheld else h, c.kind, c.claim)
        for c in graph.conditions for h in c.holders for r in c.requirements - {c.measure} if c.claim not in contraries
    }  # fmt: skip


@pytest.fixture
def ring(store: Store) -> Reader:
    """North: no pullout before arms; South: no arms before a small pullout, says its envoy; a day apart."""
    loads.load(store, held(ENTITIES, [
        waits("north", "north", "pullout", "arms", said_from="2026-01-01"),
        waits("south", "south", "arms", "small-pullout", said_from="2026-01-03", attributed_to=["north"], certainty=0.6),
        waits("own", "south", "elections", "peace", said_from="2026-01-02"),
        waits("other", "north", "truce", "elections", said_from="2026-01-02"),
        waits("read", "north", "peace", "elections", basis="implied"),
        claim("against", "opposes", "envoy", "peace"),
    ]))  # fmt: skip
    return Reader(store)


def rings(reader: Reader, **scope: Any) -> dict[frozenset[str], dict[str, Any]]:  # noqa: ANN401
    answer = deadlock_report(reader, Scope(**scope))
    shapes.Deadlocks.model_validate(answer)
    return {frozenset(d["measures"]): d for d in answer["deadlocks"]}


ARMS, BY_TRUCE, BY_PEACE = map(frozenset, (
    ("pullout", "small-pullout", "arms"), ("elections", "peace", "truce"), ("elections", "peace"),
))  # fmt: skip


def test_every_step_comes_with_its_passages_and_a_sentence(ring: Reader) -> None:
    found = rings(ring)[ARMS]
    assert found["holders"] == ["north", "south"]
    assert found["imputed"] is True
    by = {(s["measure"], s["requires"]): s for s in found["steps"]}
    assert by["arms", "small-pullout"]["passages"][0]["phrase"] == "words of south"
    assert by["arms", "small-pullout"]["passages"][0]["source"]["title"] == "Report"
    assert by["small-pullout", "pullout"]["kind"] == "specialises"
    assert found["weakest"] in found["steps"]
    assert found["weakest"]["measure"] == "arms"
    assert "North makes “Pullout” wait for “Arms”" in found["sentence"]
    assert {(b["measure"], *b["holders"]) for b in found["breaks"]} == {("pullout", "north"), ("arms", "south")}


def test_ways_round_say_who_opposes_them(ring: Reader) -> None:
    (escape,) = rings(ring)[BY_TRUCE]["escapes"]
    assert (escape["instead_of"], escape["by"]) == ("peace", ["peace"])
    assert [a["actor"] for a in escape["opposed_by"]] == ["envoy"]


@pytest.mark.parametrize(("scope", "there"), [
    ({}, {ARMS, BY_TRUCE}), ({"basis": "implied"}, {ARMS, BY_TRUCE, BY_PEACE}), ({"include_imputed": False}, {BY_TRUCE}),
    ({"min_certainty": 0.7}, {BY_TRUCE}), ({"as_of": "2026-01-02"}, {BY_TRUCE}), ({"as_of": "2026-01-03"}, {ARMS, BY_TRUCE}),
    ({"according_to": "north"}, {ARMS}), ({"source": "none"}, set()),
])  # fmt: skip
def test_the_scope_decides_what_counts(ring: Reader, scope: dict[str, Any], there: set[frozenset[str]]) -> None:
    assert rings(ring, **scope).keys() == there


def test_roll_up_makes_one_party_of_a_spokesman_and_whom_he_speaks_for(store: Store) -> None:
    loads.load(store, held(ENTITIES, [waits("one", "envoy", "arms", "elections"), waits("two", "south", "elections", "arms")]))
    assert rings(Reader(store)) == {}
    assert len(rings(Reader(store), roll_up=False)) == 1


def test_what_is_nobodys_position_is_the_sources(store: Store) -> None:
    loads.load(store, held(ENTITIES, [
        waits("one", None, "arms", "elections", kind="analytic"), waits("two", "south", "elections", "arms"),
    ]))  # fmt: skip
    (found,) = rings(Reader(store)).values()
    assert found["analysts"] == ["report"]
    assert found["names"]["report"] == "Report"


def test_readings_side_by_side(ring: Reader) -> None:
    answer = deadlock_report(ring, Scope())
    assert [len(answer["readings"][name]) for name in ("said", "imputed")] == [1, 1]


def test_one_by_its_id_and_none_by_another(ring: Reader) -> None:
    found = rings(ring)[ARMS]
    assert one_deadlock(ring, found["id"], Scope()) == found
    with pytest.raises(NotFound):
        one_deadlock(ring, "d0", Scope())


def test_the_cypher_shows_the_steps_that_are_stored(ring: Reader) -> None:
    found = rings(ring)[ARMS]
    rows = ring.store.rows(found["cypher"], found["parameters"])
    assert {(r["measure"], r["requires"]) for r in rows} == {("Pullout", "Arms"), ("Arms", "Small-Pullout")}
    assert {c for r in rows for c in r["claims"]} == {c for s in found["steps"] for c in s["claims"]}


def test_ways_out_come_with_passages_and_without_what_is_imputed(ring: Reader) -> None:
    found = unlock_report(ring, "arms", Scope())
    shapes.Unlocks.model_validate(found)
    assert found["state"] == "stuck"
    assert sorted((*c["parties"], c["measure"]) for s in found["sets"] for c in s["conditions"]) == [
        ("north", "pullout"), ("south", "arms"),
    ]  # fmt: skip
    assert {p["phrase"] for s in found["sets"] for c in s["conditions"] for p in c["passages"]} == {
        "words of north", "words of south"}  # fmt: skip
    assert found["said"] == {"state": "free", "sets": []}
    assert "The smallest way out: if no longer" in found["sentence"]
    with pytest.raises(NotFound):
        unlock_report(ring, "north", Scope())


def test_an_order_or_a_proof_with_passages(ring: Reader) -> None:
    found = sequence_report(ring, "truce", Scope())
    shapes.SequenceAnswer.model_validate(found)
    assert [s["measures"] for s in found["stages"]] == [["peace"], ["elections"], ["truce"]]
    assert found["sentence"] == "First “Peace”, then “Elections”, then “Truce”."
    assert [k["passages"][0]["phrase"] for s in found["stages"] for k in s["keeps"]] == ["words of own", "words of other"]
    conflict = sequence_report(ring, "pullout", Scope())
    assert not conflict["possible"]
    assert {c["measure"] for c in conflict["conflict"]} == {"pullout", "arms"}
    assert conflict["said"] == {"possible": True}


@pytest.fixture
def quarrel(store: Store) -> Reader:
    loads.load(store, held(ENTITIES, [
        waits("wait", "north", "elections", "arms", towards=["south"]), claim("for", "supports", "north", "truce"),
        claim("against", "opposes", "south", "truce", said_from="2026-01-04"),
        claim("mine", "claims-authority", "north", "peace"), claim("no-mine", "claims-authority", "envoy", "peace"),
        claim("slow", "hinders", "south", "arms"),
    ]))  # fmt: skip
    return Reader(store)


@pytest.mark.parametrize(("scope", "there"), [
    ({}, {"opposed", "deed", "authority"}), ({"min_certainty": 0.1}, {"opposed", "deed", "authority"}),
    ({"as_of": "2026-01-05"}, {"opposed", "deed", "authority"}), ({"according_to": "north"}, set()), ({"source": "none"}, set()),
])  # fmt: skip
def test_blockades_of_a_store_in_a_scope(quarrel: Reader, scope: dict[str, Any], there: set[str]) -> None:
    found = blockade_report(quarrel, Scope(**scope))
    shapes.Blockades.model_validate(found)
    assert {b["pattern"] for b in found["blockades"]} == there
    for item in found["blockades"]:
        assert all(side["passages"] for side in item["sides"])
        if item["pattern"] == "opposed":
            rows = quarrel.store.rows(item["cypher"], item["parameters"])
            assert {(r["actor"], r["does"]) for r in rows} == {("North", "SUPPORTS"), ("South", "OPPOSES")}


def test_silence_of_a_store(quarrel: Reader) -> None:
    found = silence_report(quarrel, Scope())
    shapes.Silences.model_validate(found)
    (item,) = found["silences"]
    assert (item["actor"], item["measure"], item["addressed"], item["before"]) == ("south", "arms", True, ["elections"])
    assert item["sentence"] == "South has taken no position on “Arms”, for which “Elections” waits according to North."
    assert [p["phrase"] for p in item["passages"]] == ["words of wait"]
