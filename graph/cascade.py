"""What falls with some claims: edges of the view, rings of the precondition graph, answers.

    what_falls(tx, {claim ids}) → Cascade

Nothing is written: the view of the units that the claims touch is derived twice, with them and without them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.relations import EDGE, EDGE_TYPES

from . import cypher
from .cypher import with_names
from .derive import ViewEdge
from .loads.touched import Tie, imputed_anew, units_of_claims
from .store import Tx
from .units import derived, read_measures, united

Item = dict[str, Any]
STANCES = {"SUPPORTS": "OPPOSES", "OPPOSES": "SUPPORTS"}
RING_STEPS = 8
"""Longest ring that is looked for: the longest of the bundled data set has five steps."""
MAX_RINGS = 200
SEEN = ("source_count", "certainty", "basis", "imputed", "inherited", "conditional", "disputed", "current")
"""What a reader sees of an edge and a claim's fall may change."""

STATEMENTS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
RETURN c.id AS id, c.key AS key, c.source AS source, c.status AS status, c.statement AS statement ORDER BY source, key
"""
NEEDS = """
MATCH (m:Measure)-[e:REQUIRES]->(n:Measure)
WHERE e.kind <> 'parallel'
RETURN e.id AS id, m.id AS start, n.id AS end
"""
NAMES = "UNWIND $ids AS id MATCH (n:$$LABEL {id: id}) RETURN n.id AS id, coalesce(n.name, n.statement) AS name"


@dataclass(slots=True)
class Cascade:
    """What falls. An edge is {id, type, start, end} with ids and names; `weaker` has `was` and `now` beside it."""

    claims: list[Item] = field(default_factory=list)
    lost: list[Item] = field(default_factory=list)
    weaker: list[Item] = field(default_factory=list)
    rings: list[list[Item]] = field(default_factory=list)
    ties: list[Item] = field(default_factory=list)
    answers: list[Item] = field(default_factory=list)


def what_falls(tx: Tx, claims: Collection[str]) -> Cascade:
    """What would fall if these claims did not count."""
    measures, ties = read_measures(tx), _ties(tx, claims)
    imputed = imputed_anew(tx, ties) if ties else {}
    units = united(tx, units_of_claims(tx, sorted({*claims, *imputed})), measures)
    before, after = derived(tx, units, measures), derived(tx, units, measures, claims, imputed)
    found = Cascade(tx.rows(STATEMENTS, {"ids": sorted(claims)}))
    lost = [edge for id_, edge in before.items() if id_ not in after]
    rings = dissolved(tx, lost)
    ends = {(end.label, end.id) for edge in before.values() for end in (edge.start, edge.end)}
    names = _names(tx, [*ends, *(("Measure", m) for ring in rings for m in ring)])
    found.lost = [_edge(edge, names) for edge in _in_order(lost)]
    for edge in _in_order(e for id_, e in before.items() if id_ in after):
        if changes := _changes(edge, after[edge.id]):
            found.weaker.append({**_edge(edge, names), **changes})
    found.rings = [[{"id": m, "name": names.get(m)} for m in ring] for ring in rings]
    found.ties = [{"type": type_, "start": start, "end": end} for type_, start, end, _ in ties]
    found.answers = _answers(before, after, names)
    return found


def _in_order(edges: Iterable[ViewEdge]) -> list[ViewEdge]:
    return sorted(edges, key=lambda e: (e.type, e.start.id, e.end.id, e.id))


def _names(tx: Tx, ends: Iterable[tuple[str, str]]) -> dict[str, str]:
    by_label: dict[str, set[str]] = defaultdict(set)
    for label, id_ in ends:
        by_label[label].add(id_)
    return {
        row["id"]: row["name"]
        for label, ids in by_label.items() for row in tx.rows(with_names(NAMES, label=label), {"ids": sorted(ids)})
    }  # fmt: skip


def _edge(edge: ViewEdge, names: Mapping[str, str]) -> Item:
    start, end = ({"id": e.id, "name": names.get(e.id)} for e in (edge.start, edge.end))
    more = {k: edge.properties[k] for k in ("holder", "before", "inherited", "contrary") if edge.properties.get(k)}
    return {"id": edge.id, "type": edge.type, "start": start, "end": end, **more}


def _changes(before: ViewEdge, after: ViewEdge) -> Item:
    names = [n for n in SEEN if before.properties.get(n) != after.properties.get(n)]
    if not names:
        return {}
    return {side: {n: e.properties.get(n) for n in names} for side, e in (("was", before), ("now", after))}


# ---- rings


def dissolved(tx: Tx, lost: Iterable[ViewEdge]) -> list[list[str]]:
    """Rings of the precondition graph that are none any more: a need in them has lost all its edges."""
    falling = {e.id for e in lost if e.type == "REQUIRES"}
    rows = tx.rows(NEEDS) if falling else []
    needs = {(row["start"], row["end"]) for row in rows}
    gone = needs - {(row["start"], row["end"]) for row in rows if row["id"] not in falling}
    parents = read_measures(tx).parents if gone else {}
    steps: dict[str, set[str]] = defaultdict(set)
    for start, end in (*needs, *((low, high) for low, highs in parents.items() for high in highs)):
        steps[start].add(end)
    found = {_turned(ring) for start, end in sorted(gone) for ring in rings_through(start, end, steps)}
    return [list(ring) for ring in sorted(found, key=lambda r: (len(r), r))]


def rings_through(start: str, end: str, steps: Mapping[str, Collection[str]]) -> Iterator[list[str]]:
    """Rings without a repeated measure that go from `start` to `end` at once, at most MAX_RINGS of them."""
    found = 0
    todo = [[start, end]]
    while todo and found < MAX_RINGS:
        path = todo.pop()
        for following in sorted(steps.get(path[-1], ())):
            if following == start:
                found += 1
                yield path
            elif following not in path and len(path) < RING_STEPS:
                todo.append([*path, following])


def _turned(ring: list[str]) -> tuple[str, ...]:
    """The ring from its smallest measure on: found twice, it is the same."""
    at = ring.index(min(ring))
    return (*ring[at:], *ring[:at])


# ---- ties and answers


def _ties(tx: Tx, claims: Collection[str]) -> list[Tie]:
    """Ties between actors that lose their last claim: who speaks for whom."""
    retracted = {row["id"] for row in tx.rows(cypher.RETRACTED_CLAIMS)} | set(claims)
    return [
        (row["type"], row["start"], row["end"], row["pos"])
        for row in tx.rows(cypher.TIES_OF_CLAIMS)
        if row["claims"] and not row["fallen"] and retracted.issuperset(row["claims"])
    ]


def _answers(before: Mapping[str, ViewEdge], after: Mapping[str, ViewEdge], names: Mapping[str, str]) -> list[Item]:
    """Questions "does ACTOR … OBJECT?" whose answer changes, of what is stated."""
    was, now = _by_pair(before.values()), _by_pair(after.values())
    found = []
    for (actor, object_), edges in sorted(was.items()):
        for stance in (e.type for e in EDGE_TYPES if e.type in edges or STANCES.get(e.type) in edges):
            old, new = verdict(stance, edges), verdict(stance, now.get((actor, object_), {}))
            if old != new:
                found.append({
                    "actor": {"id": actor, "name": names.get(actor)}, "stance": EDGE[stance].stance,
                    "object": {"id": object_, "name": names.get(object_)}, "was": old, "now": new,
                })  # fmt: skip
    return found


def _by_pair(edges: Iterable[ViewEdge]) -> dict[tuple[str, str], dict[str, ViewEdge]]:
    found: dict[tuple[str, str], dict[str, ViewEdge]] = defaultdict(dict)
    for edge in edges:
        if edge.type in EDGE and edge.properties["basis"] == "stated" and not edge.properties.get("contrary"):
            found[edge.start.id, edge.end.id][edge.type] = edge
    return found


def verdict(stance: str, edges: Mapping[str, ViewEdge]) -> str:
    """The answer that the edges of an actor to an object give."""
    bound = "SUPPORTS" in edges and edges["SUPPORTS"].properties["conditional"]
    if stance not in STANCES:
        return "yes" if stance in edges else "unknown"
    if stance in edges and not (stance == "SUPPORTS" and bound):
        return "yes"
    if "CONDITIONS_ON" in edges or bound:
        return "conditional"
    return "no" if STANCES[stance] in edges else "unknown"
