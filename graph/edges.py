"""Edges of the view as rows: created, changed and deleted, those of one type and ends in one statement."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from schema.kinds import ACTOR_KINDS, NODE_KINDS

from . import cypher
from .codec import Properties
from .cypher import with_names
from .derive import ViewEdge
from .store import Tx

T = TypeVar("T")
DERIVED_DATES = ("first_said", "last_said")
ROWS = 5000
"""Rows in one UNWIND: 5 to 20 thousand is best on both engines, and 5 thousand edges stay below 8 MB."""
Statement = tuple[str, dict[str, list[Properties]]]
_MAIN = {kind.label for kind in NODE_KINDS} - set(ACTOR_KINDS)


def main_label(labels: Iterable[str]) -> str:
    """The label of a node that is not its kind: ["Actor", "State"] → "Actor"."""
    return next(label for label in labels if label in _MAIN)


def chunks(rows: Sequence[T], size: int = ROWS) -> Iterator[Sequence[T]]:
    for start in range(0, len(rows), size):
        yield rows[start : start + size]


def write_difference(tx: Tx, wanted: dict[str, ViewEdge], present: dict[str, ViewEdge]) -> tuple[int, int]:
    """Bring the edges that are there to those that shall be: (written, deleted)."""
    gone = [e for id_, e in present.items() if id_ not in wanted]
    new = [e for id_, e in wanted.items() if id_ not in present]
    changed = [e for id_, e in wanted.items() if id_ in present and present[id_].properties != e.properties]
    for group in _by_ends(gone):
        _each(tx, cypher.DELETE_VIEW_EDGES, group)
    for group in _by_ends(changed):
        _each(tx, cypher.UPDATE_VIEW_EDGES, group)
    create_view_edges(tx, new)
    return len(new) + len(changed), len(gone)


def create_view_edges(tx: Tx, edges: Iterable[ViewEdge]) -> None:
    """Write edges that are not there yet."""
    for group in _by_ends(edges):
        _each(tx, cypher.CREATE_EDGES, group)


def create_statement(edges: list[ViewEdge]) -> Statement:
    first = edges[0]
    text = with_names(cypher.CREATE_EDGES, type=first.type, start=first.start.label, end=first.end.label)
    return text, {"rows": [_row(e) for e in edges]}


def _by_ends(edges: Iterable[ViewEdge]) -> list[list[ViewEdge]]:
    groups: dict[tuple[str, str, str], list[ViewEdge]] = defaultdict(list)
    for edge in edges:
        groups[edge.type, edge.start.label, edge.end.label].append(edge)
    return [sorted(groups[key], key=lambda e: (e.end.id, e.start.id, e.id)) for key in sorted(groups)]


def _each(tx: Tx, template: str, edges: list[ViewEdge]) -> None:
    first = edges[0]
    text = with_names(template, type=first.type, start=first.start.label, end=first.end.label)
    for part in chunks(edges):
        tx.do(text, {"rows": [_row(e) for e in part]})


def _row(edge: ViewEdge) -> Properties:
    return {"id": edge.id, "start": edge.start.id, "end": edge.end.id, "properties": _stored(edge)}


def _stored(edge: ViewEdge) -> Properties:
    dates = {k: dt.date.fromisoformat(edge.properties[k]) for k in DERIVED_DATES if k in edge.properties}
    return {"id": edge.id, **edge.properties, **dates}
