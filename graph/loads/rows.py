"""Rows into the graph: nodes, edges, whole claims, and the rewriting of what changed."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence

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


MANY, FEW_ENDS = 100, 6
"""A statement of their own is for at least so many claims with at most so many ends: Neo4j plans each statement anew, and
one with ten ends took it longer than a minute."""


def create_claims(tx: Tx, claims: Iterable[Encoded]) -> None:
    """Create claims that are not there yet, each with all its edges in one statement.

    Claims whose edges have the same types and ends share a statement, if they are many and their ends few. Beside a
    statement for each type of edge, which has to look every claim up again, it takes half the time: `bench/load.py`.
    """
    groups: dict[tuple[tuple[str, str], ...], list[Encoded]] = defaultdict(list)
    late: list[EdgeRow] = []
    for claim in claims:
        own = [e for e in claim.edges if e.type != "IN" and e.end_label != "Claim"]
        late += [e for e in claim.edges if e.end_label == "Claim"]  # the other may stand in the same batch
        groups[tuple((e.type, e.end_label) for e in own)].append(claim)
    rest: list[Encoded] = []
    for shape, group in sorted(groups.items()):
        if len(group) < MANY or len(shape) > FEW_ENDS:
            rest += group
            continue
        text = _shaped(shape)
        for part in chunks(group):
            rows = [_shaped_row(claim) for claim in part]
            made = tx.rows(text, {"rows": rows})[0]["made"]
            if made != len(rows):
                raise LoadError(f"only {made} of {len(rows)} claims found the nodes that they point to")
    write_nodes(tx, [claim.nodes[0] for claim in rest], with_names(cypher.CREATE_NODES, labels="Claim"))
    write_edges(tx, [e for claim in rest for e in claim.edges if e.type != "IN" and e.end_label != "Claim"])
    write_edges(tx, late)


def _shaped(shape: tuple[tuple[str, str], ...]) -> str:
    """The statement for claims with edges of these types to nodes of these labels, in this order."""
    matches = [
        with_names(f"MATCH (n{i}:$$LABEL {{id: row.ends[{i}]}})", label=label) for i, (_, label) in enumerate(shape)
    ]
    creates = [
        with_names(f"CREATE (c)-[e{i}:$$TYPE]->(n{i}) SET e{i} = row.edges[{i}]", type=type_)
        for i, (type_, _) in enumerate(shape)
    ]
    lines = ["UNWIND $rows AS row", *matches, "CREATE (c:Claim) SET c = row.claim", *creates]
    return "\n".join([*lines, "RETURN count(c) AS made"])


def _shaped_row(claim: Encoded) -> Properties:
    own = [e for e in claim.edges if e.type != "IN" and e.end_label != "Claim"]
    return {
        "claim": claim.nodes[0].properties, "ends": [e.end for e in own], "edges": [e.properties for e in own],
    }  # fmt: skip


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
