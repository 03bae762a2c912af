"""Rows into the graph: nodes, edges, whole claims, and the rewriting of what changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from schema.errors import LoadError

from .. import cypher
from ..codec import EdgeRow, Encoded, NodeRow, Properties
from ..cypher import with_names
from ..store import Tx
from ..units import chunks, main_label


def write_nodes(tx: Tx, nodes: Sequence[NodeRow], template: str) -> None:
    """Run `template` for the nodes, one statement for each second label: a label cannot be a parameter."""
    groups: dict[str | None, list[Properties]] = defaultdict(list)
    for node in nodes:
        groups[node.sublabel].append(node.properties)
    for sublabel, rows in sorted(groups.items(), key=lambda item: item[0] or ""):
        text = template
        if sublabel and "CREATE" in template:
            text = with_names(cypher.CREATE_NODES, labels=f"Actor:{sublabel}")
        for part in chunks(rows):
            tx.do(text, {"rows": list(part)})


def write_edges(tx: Tx, edges: Iterable[EdgeRow]) -> None:
    """Create edges, those of one type and ends in one statement, sorted by their end: fewer deadlocks."""
    groups: dict[tuple[str, str, str], list[EdgeRow]] = defaultdict(list)
    for edge in edges:
        groups[edge.type, edge.start_label, edge.end_label].append(edge)
    for (type_, start, end), group in sorted(groups.items()):
        text = with_names(cypher.CREATE_EDGES, type=type_, start=start, end=end)
        group.sort(key=lambda e: (e.end, e.start))
        for part in chunks(group):
            tx.do(text, {"rows": [{"start": e.start, "end": e.end, "properties": e.properties} for e in part]})


def create_passages(tx: Tx, passages: Sequence[NodeRow]) -> None:
    write_nodes(tx, passages, with_names(cypher.CREATE_NODES, labels="Passage"))
    write_edges(tx, [EdgeRow("IN", "Passage", p.id, "Source", str(p.properties["source"])) for p in passages])


def create_claims(tx: Tx, claims: Sequence[Encoded], passages: Mapping[str, NodeRow]) -> None:
    """Create claims that are not there yet, with their edges and their own new passages.

    Claims of one shape, if they are many and their ends few, are made with everything in one statement: beside a
    statement for each type of edge, which has to look every claim up again, it takes half the time (`bench/load.py`).
    All others share the statements by type, since Neo4j plans each text that it has not seen.
    `passages`: those that one claim alone quotes and that are not there yet.
    """
    groups: dict[_Shape, list[Encoded]] = defaultdict(list)
    for claim in claims:
        groups[_shape(claim, passages)].append(claim)
    rest: list[Encoded] = []
    for shape, group in groups.items():
        if len(group) >= MANY and len(shape) <= FEW_ENDS:
            _create_shaped(tx, shape, group, passages)
        else:
            rest += group
    _create_by_type(tx, rest, passages)
    write_edges(tx, [e for claim in claims for e in claim.edges if e.end_label == "Claim"])


MANY, FEW_ENDS = 100, 6
"""A statement of their own is for at least so many claims with at most so many ends: Neo4j took longer than a minute to
plan one with ten ends."""


def _own_edges(claim: Encoded) -> list[EdgeRow]:
    """Without those of its passages, and those to claims, which may stand in the same batch."""
    return [e for e in claim.edges if e.type != "IN" and e.end_label != "Claim"]


def _create_by_type(tx: Tx, claims: list[Encoded], passages: Mapping[str, NodeRow]) -> None:
    own = {e.end for claim in claims for e in claim.edges if e.type == "EVIDENCED_BY"}
    create_passages(tx, [passages[id_] for id_ in sorted(own) if id_ in passages])
    write_nodes(tx, [claim.nodes[0] for claim in claims], with_names(cypher.CREATE_NODES, labels="Claim"))
    write_edges(tx, [e for claim in claims for e in _own_edges(claim)])


class _Edge(NamedTuple):
    """One edge of a shape: its type, where it ends, and its properties if they hold no text of the claim's own."""

    type: str
    end: str
    """A label; NEW for a passage that is made with its claim; OWN for the claim's source."""
    constant: tuple[tuple[str, Any], ...] | None


_Shape = tuple[_Edge, ...]
_NEW, _OWN = "+", "="
_TEXTS = frozenset(("as_said", "role"))


def _shape(claim: Encoded, passages: Mapping[str, NodeRow]) -> _Shape:
    source = claim.nodes[0].properties["source"]
    edges = []
    for e in _own_edges(claim):
        end = e.end_label
        if e.type == "EVIDENCED_BY" and e.end in passages:
            end = _NEW
        elif end == "Source" and e.end == source:
            end = _OWN
        free = not _TEXTS.isdisjoint(e.properties) or e.properties.get("level", 0) > 0
        edges.append(_Edge(e.type, end, None if free else tuple(e.properties.items())))
    return tuple(edges)


def _create_shaped(tx: Tx, shape: _Shape, claims: list[Encoded], passages: Mapping[str, NodeRow]) -> None:
    text = _statement(shape)
    constants = {f"c{i}": dict(edge.constant) for i, edge in enumerate(shape) if edge.constant is not None}
    for part in chunks(claims):
        rows = [_row(claim, shape, passages) for claim in part]
        made = tx.rows(text, {"rows": rows, **constants})[0]["made"]
        if made != len(rows):
            raise LoadError(f"only {made} of {len(rows)} claims found the nodes that they point to")


def _row(claim: Encoded, shape: _Shape, passages: Mapping[str, NodeRow]) -> Properties:
    edges, node = _own_edges(claim), claim.nodes[0].properties
    pairs = list(zip(shape, edges, strict=True))
    return {
        "claim": node, "source": node["source"],
        "ends": [passages[e.end].properties if kind.end == _NEW else e.end for kind, e in pairs],
        "edges": [e.properties if kind.constant is None else None for kind, e in pairs],
    }  # fmt: skip


def _statement(shape: _Shape) -> str:
    """The statement for claims with these edges, in this order."""
    lines = ["UNWIND $rows AS row", "MATCH (s:Source {id: row.source})"]
    for i, edge in enumerate(shape):
        if edge.end not in (_NEW, _OWN):
            lines.append(with_names(f"MATCH (n{i}:$$LABEL {{id: row.ends[{i}]}})", label=edge.end))
    lines.append("CREATE (c:Claim) SET c = row.claim")
    for i, edge in enumerate(shape):
        if edge.end == _NEW:
            lines.append(f"CREATE (n{i}:Passage)-[:IN]->(s) SET n{i} = row.ends[{i}]")
        end = "s" if edge.end == _OWN else f"n{i}"
        if edge.constant is None:
            lines.append(with_names(f"CREATE (c)-[e{i}:$$TYPE]->({end}) SET e{i} = row.edges[{i}]", type=edge.type))
        else:  # a map out of the row costs the embedded engine a third of the whole statement
            names = ", ".join(f"{name}: $c{i}.{name}" for name, _ in edge.constant)
            lines.append(with_names(f"CREATE (c)-[:$$TYPE {{{names}}}]->({end})", type=edge.type))
    return "\n".join([*lines, "RETURN count(c) AS made"])


def delete_out_edges(tx: Tx, label: str, ids: Sequence[str], types: Sequence[str]) -> None:
    if ids:
        tx.do(with_names(cypher.DELETE_OUT_EDGES, label=label), {"ids": list(ids), "types": list(types)})


def rewrite(tx: Tx, encoded: Encoded) -> None:
    """An entity's node and structural edges as its record says now."""
    (node,) = encoded.nodes
    delete_out_edges(tx, node.label, [node.id], cypher.STRUCTURE_TYPES)
    if node.label == "Actor":
        relabel(tx, node)
    tx.do(with_names(cypher.UPDATE_NODES, label=node.label), {"rows": [node.properties]})
    write_edges(tx, encoded.edges)


def relabel(tx: Tx, node: NodeRow) -> None:
    """Give an actor another kind. The node is made anew with all its edges: the embedded engine cannot remove a label
    from a node under a unique constraint."""
    found = tx.rows(with_names(cypher.ENTITY_NODES, label="Actor"), {"ids": [node.id]})
    if not found or found[0]["properties"].get("kind") == node.sublabel:
        return
    edges = tx.rows(with_names(cypher.ALL_EDGES_OF, label="Actor"), {"id": node.id})
    tx.do(with_names(cypher.DELETE_NODES, label="Actor"), {"ids": [node.id]})
    write_nodes(tx, [node], cypher.CREATE_NODES)
    here = ("Actor", node.id)
    rows = []
    for e in edges:
        there = (main_label(e["labels"]), str(e["id"]))
        (start_label, start), (end_label, end) = (here, there) if e["out"] else (there, here)
        rows.append(EdgeRow(e["type"], start_label, start, end_label, end, as_dates(e["properties"])))
    write_edges(tx, rows)


_DATE_PROPERTIES = ("said_from", "said_to", "valid_from", "valid_to", "from", "to", "first_said", "last_said")


def as_dates(properties: Properties) -> Properties:
    return {
        k: dt.date.fromisoformat(v) if k in _DATE_PROPERTIES and isinstance(v, str) else v
        for k, v in properties.items()
    }
