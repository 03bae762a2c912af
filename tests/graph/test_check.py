"""`check` finds each thing that must never be, and nothing in a sound store: on each engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from bench.generate import Fields, Size
from graph.check import check
from graph.invariants import INVARIANTS
from graph.loads import load, rebuild_view, undo
from graph.store import Store
from loaders.factset import FactSet
from tests.conftest import empty
from tests.records import datasets

from .facts import claim, generated, made, vary

SOME = settings(
    max_examples=12,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
WITH_TEXTS = {"a passage matches its text", "a text is the one that was coded"}
"""Tested with texts, in `test_texts`."""

WORLD: dict[str, list[Fields]] = {
    "actors": [
        {"id": "north", "name": "Northland", "kind": "State", "part_of": ["union"]},
        {"id": "south", "name": "Southland", "kind": "State"},
        {"id": "union", "name": "The Union", "kind": "Group"},
        {"id": "envoy", "name": "An envoy", "kind": "Person",
         "represents": [{"actor": "north", "role": "speaks-for", "claims": ["speaks"]}]},
    ],
    "measures": [
        {"id": "patrols", "name": "Patrols"}, {"id": "night-patrols", "name": "Night patrols", "specialises": ["patrols"]},
        {"id": "inspection", "name": "Inspection", "component_of": ["patrols"]},
    ],
    "places": [{"id": "strait", "name": "The strait"}, {"id": "narrows", "name": "The narrows", "located_in": "strait"}],
    "sources": [{"id": "report", "sha256": "a" * 64}, {"id": "other", "sha256": "b" * 64}],
}  # fmt: skip
CLAIMS: list[Fields] = [
    claim("for", "supports", "north", "night-patrols", attributed_to="envoy", said_from="2031-02-01"),
    claim("waits", "conditions-on", "south", "patrols", condition_kind="demanded",
          conditions=[{"id": "inspection", "group": 1}]),
    claim("speaks", "represents", "envoy", "north"),
    claim("said", "controls", "south", "strait", embedded=True),
    claim("denied", "denies", "south", "claim:said"),
]  # fmt: skip

BREAKS: dict[str, tuple[str, ...]] = {
    "every load is finished": ("MATCH (l:Load) SET l.state = 'running'",),
    "the view is current": ("MATCH (m:Meta {id: 'graph'}) SET m.view = 'pending'",),
    "an id is one node": ("CREATE (:Place {id: 'north', name: 'x', datasets: ['made']})",),
    "nothing is part or a kind of itself": (
        "MATCH (a:Actor {id: 'union'}), (b:Actor {id: 'north'}) CREATE (a)-[:PART_OF {background: true, pos: 0}]->(b)",
        "MATCH (a:Measure {id: 'patrols'}), (b:Measure {id: 'night-patrols'}) CREATE (a)-[:SPECIALISES {pos: 0}]->(b)",
        "MATCH (a:Measure {id: 'patrols'}), (b:Measure {id: 'inspection'}) CREATE (a)-[:COMPONENT_OF {pos: 0}]->(b)",
        "MATCH (a:Place {id: 'strait'}) CREATE (a)-[:LOCATED_IN {pos: 0}]->(a)",
    ),
    "a tie between actors has claims or is background": (
        "MATCH (:Actor)-[e:REPRESENTS]->(:Actor) REMOVE e.claims",
        "MATCH (:Actor)-[e:PART_OF]->(:Actor) SET e.background = false",
        "MATCH (a:Actor {id: 'south'}), (b:Actor {id: 'union'}) CREATE (a)-[:MEMBER_OF]->(b)",
    ),
    "a tie between actors names claims that exist": (
        "MATCH (:Actor)-[e:REPRESENTS]->(:Actor) SET e.claims = ['c0']",
        "MATCH (c:Claim {key: 'speaks'}) DETACH DELETE c",
    ),
    "a claim is a record that can be read": (
        "MATCH (c:Claim {key: 'for'}) SET c.certainty = 7.0",
        "MATCH (c:Claim {key: 'for'}) SET c.relation = 'befriends'",
        "MATCH (c:Claim {key: 'for'}) REMOVE c.statement",
        "MATCH (:Claim {key: 'waits'})-[e:ON_CONDITION]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
    ),
    "an id is the hash of what it stands for": (
        "MATCH (c:Claim {key: 'for'})-[e:HELD_BY]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
        "MATCH (c:Claim {key: 'for'}) SET c.modality = 'expected'",
        "MATCH (c:Claim {key: 'for'}) SET c.said_from = date('2031-02-02')",
        "MATCH (c:Claim {key: 'for'})-[e:ATTRIBUTED_TO]->(:Actor) SET e.level = 2",
        "MATCH (:Claim {key: 'waits'})-[e:ON_CONDITION]->() SET e.group = 2",
        "MATCH (:Claim {key: 'for'})-[e:ABOUT]->() SET e.contrary = true",
        "MATCH (c:Claim {key: 'for'}), (m:Measure {id: 'inspection'}) CREATE (c)-[:ABOUT {pos: 1, contrary: false}]->(m)",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.phrase = 'words for'",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.start = p.start + 1",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.end = p.end - 1",
        "MATCH (s:Source {id: 'report'}) SET s.sha256 = 'c'",
    ),
    "what follows from a claim is as it follows": (
        "MATCH (c:Claim {key: 'for'}) SET c.imputed = true",
        "MATCH (c:Claim {key: 'for'}) SET c.polarity = -1",
        "MATCH (:Actor {id: 'envoy'})-[e:REPRESENTS]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
    ),
    "a claim is attributed to its source": (
        "MATCH (:Claim {key: 'for'})-[e:ATTRIBUTED_TO]->(:Source) WITH collect(e) AS es UNWIND es AS e DELETE e",
    ),
    "a claim that left its files is superseded": ("MATCH (c:Claim {key: 'for'}) SET c.superseded_at = '2031-01-01'",),
    "an accepted claim has a passage": (
        "MATCH (:Claim {key: 'for'})-[e:EVIDENCED_BY]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
        "MATCH (:Claim {key: 'said'})-[:EVIDENCED_BY]->(p) DETACH DELETE p",
    ),
    "a passage lies in its claim's source": (
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.source = 'other'",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(:Passage)-[e:IN]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
        "MATCH (c:Claim {key: 'for'}) SET c.source = 'other'",
    ),
    "a passage proves a claim": (
        "CREATE (:Passage {id: 'p0', source: 'report', start: 1, end: 9, phrase: 'words'})",
        "MATCH (c:Claim {key: 'denied'}) DETACH DELETE c",
    ),
    "a passage has a place and at most 12 words": (
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.end = p.start",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.start = -1",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) REMOVE p.phrase",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.phrase = 'a b c d e f g h i j k l m'",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.end = p.start + 3",
        "MATCH (:Claim {key: 'for'})-[:EVIDENCED_BY]->(p) SET p.end = p.start + size(p.phrase), p.sha256 = 'c'",
    ),
    "an edge of the view stands on accepted claims": (
        *(f"MATCH (c:Claim {{key: 'for'}}) SET c.status = '{status}'"
          for status in ("proposed", "rejected", "retracted", "superseded")),
        "MATCH (c:Claim {key: 'for'}) SET c.embedded = true",
        "MATCH (c:Claim {key: 'for'}) SET c.negated = true",
        "MATCH (c:Claim {key: 'for'}) SET c.modality = 'questioned'",
        "MATCH (c:Claim {key: 'for'}) SET c.modality = 'denied'",
        "MATCH (c:Claim {key: 'for'}) DETACH DELETE c",
        "MATCH (:Actor)-[e:SUPPORTS]->() SET e.claims = []",
        "MATCH (:Measure)-[e:REQUIRES]->() REMOVE e.claims",
        "MATCH (c:Claim {key: 'said'}), (:Actor)-[e:SUPPORTS]->() SET e.claims = [c.id]",
        "MATCH (:Actor)-[e:SUPPORTS]->() SET e.claims = ['c0']",
    ),
    "the view is what the claims give": (
        "MATCH (:Actor)-[e:WAITS_FOR]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
        "MATCH (:Measure)-[e:REQUIRES]->() SET e.certainty = 0.1",
        "MATCH (:Actor)-[e:SUPPORTS {inherited: true}]->() SET e.inherited = false",
        "MATCH (c:Claim {key: 'waits'}), (:Actor)-[e:SUPPORTS]->() SET e.claims = e.claims + [c.id]",
        "MATCH (:Actor)-[e:CONDITIONS_ON]->() SET e.id = 'e0'",
        "MATCH (a:Actor)-[e:CONDITIONS_ON]->(m) CREATE (a)-[f:CONDITIONS_ON]->(m) SET f = properties(e)",
        "MATCH (c:Claim {key: 'for'}), (a:Actor {id: 'south'}), (m:Measure {id: 'patrols'}) "
        "CREATE (a)-[:OPPOSES {id: 'e0', claims: [c.id]}]->(m)",
        "MATCH (a:Actor {id: 'south'}), (p:Place {id: 'strait'}), (c:Claim {key: 'said'}) "
        "CREATE (a)-[:CONTROLS {id: 'e0', claims: [c.id]}]->(p)",
        "MATCH (:Measure)-[e:SPECIALISES]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
        "MATCH (c:Claim {key: 'for'}) SET c.certainty = 0.5",
    ),
}  # fmt: skip
CASES = [(name, text) for name, texts in BREAKS.items() for text in texts]


def test_each_invariant_is_broken_here() -> None:
    assert set(BREAKS) | WITH_TEXTS == {i.name for i in INVARIANTS}
    assert len({i.name for i in INVARIANTS}) == len(INVARIANTS)


@pytest.fixture
def sound(store: Store, tmp_path: Path) -> Store:
    load(store, made(tmp_path, WORLD, CLAIMS))
    report = check(store)
    assert (report.findings, report.claims, report.passages) == ([], 5, 5)
    assert report.edges > 5
    return store


@pytest.mark.parametrize(("name", "text"), CASES, ids=[f"{name}: {text}" for name, text in CASES])
def test_what_must_never_be_is_named(sound: Store, name: str, text: str) -> None:
    before = sound.rows("MATCH (n) RETURN count(n) AS n")
    sound.write(lambda tx: tx.do(text))
    report = check(sound)
    assert report.invariants[name] > 0, (before, report.findings)
    assert any(f.invariant == name and len(f.what) > 5 for f in report.findings)


@SOME
@given(facts=datasets())
def test_a_sound_graph_has_no_finding(store: Store, facts: FactSet) -> None:
    empty(store)
    load(store, facts)
    assert check(store).findings == []


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_whatever_is_loaded_changed_taken_back_or_rebuilt(store: Store, tmp_path: Path, seed: int) -> None:
    size = Size(claims=150, actors=12, measures=25, events=6, places=4, rich=True)
    headings, some = generated(size, seed)
    load(store, made(tmp_path / "one", headings, some))
    first = check(store)
    assert (first.findings, first.passages) == ([], 150)
    for turn in range(2):
        load(store, made(tmp_path / f"turn{turn}", *vary(headings, some, 10 * seed + turn)))
        assert check(store).findings == []
    undo(store)
    assert check(store).findings == []
    rebuild_view(store)
    assert check(store).findings == []
