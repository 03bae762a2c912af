"""Keeping the view true: deriving again what a transaction touched, or everything.

A *unit* is a holder ("" for none) and an object. `reconcile` brings the edges of some units to what their claims give,
by writing only the difference; `rebuild` drops all edges of the view and derives them again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from schema.relations import BETWEEN_TYPES, EDGE_TYPES, VIEW_TYPES

from . import between, cypher
from .cypher import with_names
from .derive import Contested, End, Holders, Measures, ViewClaim, ViewEdge, derive
from .edges import ROWS, Statement, chunks, create_statement, create_view_edges, main_label, write_difference
from .identity import Identity, read_identity
from .origins import read_origins
from .store import Row, Store, Tx

__all__ = [
    "Unit", "ahead", "chunks", "create_view_edges", "derived", "drop_view", "dump_view", "main_label", "read_contested",
    "read_measures", "read_view_claims", "rebuild", "reconcile", "united", "view_claim", "write_view",
]  # fmt: skip

T = TypeVar("T")
OBJECT_LABELS = ("Measure", "Actor", "Event", "Place", "Claim")
WAITING = 10_000
"""Edges of a whole view that wait until there are enough like them: some 1.3 MB a thousand."""
HOLDERS = 200
"""Holders in one UNWIND: each brings a list of objects."""


class Unit(NamedTuple):
    holder: str
    object: End


# ---- what the store knows


def read_measures(tx: Tx, identity: Identity | None = None) -> Measures:
    """How measures hang together, those that are one as one."""
    identity = read_identity(tx) if identity is None else identity
    parents: dict[str, list[str]] = defaultdict(list)
    excludes: dict[str, list[str]] = defaultdict(list)
    for row in tx.rows(cypher.MEASURE_LINKS):
        if row["type"] == "SPECIALISES":
            parents[row["start"]].append(row["end"])
        else:
            excludes[row["start"]].append(row["end"])
            excludes[row["end"]].append(row["start"])
    against = {k: tuple(sorted(v)) for k, v in identity.links(excludes).items()}
    return Measures(identity.links(parents), against)


def read_contested(tx: Tx, without: Collection[str] = ()) -> Contested:
    """Who rejects what, apart from the claims `without`."""
    identity = read_identity(tx)
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in tx.rows(cypher.REJECTED):
        if row["id"] not in without:
            found[identity.of(row["measure"]), identity.of(row["requirement"])].add(identity.of(row["holder"]))
    return found


def view_claim(row: Row, without: Collection[str] = ()) -> ViewClaim:
    """A row of `cypher.VIEW_CLAIMS`; denials `without` do not count."""
    return ViewClaim(
        id=row["id"],
        source=row["source"],
        relation=row["relation"],
        holders=tuple(h for _, h in sorted(row["holders"])),
        about=tuple(
            (End(main_label(labels), id_), bool(contrary)) for _, labels, id_, contrary in _in_order(row["about"])
        ),
        towards=tuple(t for _, t in sorted(row["towards"])),
        conditions=tuple(
            (End(main_label(labels), id_), group, bool(negated))
            for _, labels, id_, group, negated in _in_order(row["conditions"])
        ),
        condition_kind=row["condition_kind"],
        basis=row["basis"],
        modality=row["modality"],
        strength=row["strength"],
        certainty=row["certainty"],
        imputed=row["imputed"],
        first=row["first"],
        last=row["last"],
        valid_to=row["valid_to"],
        denied=any(d not in without for d in row["denials"]),
    )


def _in_order(rows: list[list[Any]]) -> list[list[Any]]:
    return sorted(rows, key=lambda r: (r[0], r[2]))


def read_view_claims(tx: Tx, ids: Iterable[str], without: Collection[str] = ()) -> Iterator[ViewClaim]:
    """The claims that may give edges, between the things that stand for all that are one."""
    identity, origin = read_identity(tx), read_origins(tx)
    for part in chunks(sorted(ids)):
        for row in tx.rows(cypher.VIEW_CLAIMS, {"ids": part}):
            claim = identity.claim(view_claim(row, without))
            yield replace(claim, origin=origin[claim.source]) if claim.source in origin else claim


# ---- some units


def reconcile(tx: Tx, units: Iterable[Unit], measures: Measures) -> tuple[int, int]:
    """Bring the edges of `units`, and of all that they reach, to what the claims give: (written, deleted)."""
    units = set(units)
    wanted_units = united(tx, units, measures)
    if not wanted_units:
        return 0, 0
    between.reconcile(tx, ((u.holder, u.object) for u in units))
    return write_difference(tx, derived(tx, wanted_units, measures), _present(tx, wanted_units))


def united(tx: Tx, units: Iterable[Unit], measures: Measures) -> set[Unit]:
    """The units with all that they reach, also as those of the things that stand for theirs."""
    identity = read_identity(tx)
    given = set(units)
    return _reached({*given, *(Unit(identity.of(u.holder), identity.end(u.object)) for u in given)}, measures)


def derived(
    tx: Tx, units: set[Unit], measures: Measures, without: Collection[str] = (), imputed: Mapping[str, bool] | None = None
) -> dict[str, ViewEdge]:
    """The edges of `units` as the claims give them, by id; as if the claims `without` did not count, and some were
    `imputed` or not."""
    needed = _claims_needed(tx, units, measures).difference(without)
    claims = read_view_claims(tx, needed, without)
    if imputed:
        claims = (replace(c, imputed=imputed.get(c.id, c.imputed)) for c in claims)
    edges = derive(claims, measures, read_contested(tx, without))
    keys = {(u.holder, u.object.id) for u in units}
    return {e.id: e for e in edges if e.unit in keys}


def _reached(units: Iterable[Unit], measures: Measures) -> set[Unit]:
    reached: set[Unit] = set()
    for unit in units:
        reached.add(unit)
        if unit.object.label == "Measure":
            reached |= {Unit(unit.holder, End("Measure", m)) for m in measures.reach(unit.object.id)}
    return reached


def _claims_needed(tx: Tx, units: set[Unit], measures: Measures) -> set[str]:
    around = _split(read_identity(tx), _reached(units, measures))
    ids: set[str] = set()
    for part in chunks(_grouped((u.holder, u.object.id) for u in around if u.holder), HOLDERS):
        ids.update(r["id"] for r in tx.rows(cypher.CLAIMS_OF_HOLDERS, {"rows": part}))
    loose: dict[str, list[str]] = defaultdict(list)
    for unit in sorted(around):
        if not unit.holder:
            loose[unit.object.label].append(unit.object.id)
    for label, objects in loose.items():
        for some in chunks(objects):
            ids.update(r["id"] for r in tx.rows(with_names(cypher.CLAIMS_WITHOUT_HOLDER, label=label), {"ids": some}))
    return ids


def _split(identity: Identity, units: set[Unit]) -> set[Unit]:
    """Units of the things that claims point to."""
    return {
        Unit(holder, End(unit.object.label, object_))
        for unit in units for holder in identity.all(unit.holder) for object_ in identity.all(unit.object.id)
    }  # fmt: skip


def _grouped(pairs: Iterable[tuple[str, str]]) -> list[dict[str, Any]]:
    """Rows for an UNWIND that expands each first name once: its id, and the others that are wanted of it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for first, second in sorted(pairs):
        groups[first].append(second)
    return [{"id": first, "others": others} for first, others in groups.items()]


def _present(tx: Tx, units: set[Unit]) -> dict[str, ViewEdge]:
    """The edges of these units that are in the store."""
    found: dict[str, ViewEdge] = {}
    for part in chunks(_grouped((u.holder, u.object.id) for u in units if u.holder), HOLDERS):
        _collect(found, tx.rows(cypher.HELD_EDGES, {"rows": part, "types": list(VIEW_TYPES)}))
    for part in chunks(_grouped((u.object.id, u.holder) for u in units if u.object.label == "Measure"), HOLDERS):
        _collect(found, tx.rows(cypher.NEED_EDGES, {"rows": part}))
    return found


def _collect(found: dict[str, ViewEdge], rows: list[Row]) -> None:
    for row in rows:
        properties = row["properties"]
        found[properties["id"]] = ViewEdge(
            properties["id"], row["type"], End(row["label"], row["start"]),
            End(main_label(row["labels"]), row["end"]), ("", ""), {k: v for k, v in properties.items() if k != "id"},
        )  # fmt: skip


# ---- everything


def rebuild(
    store: Store, *, guard: Callable[[Tx], None], progress: Callable[[str, int], None] = lambda *_: None
) -> int:
    """Drop the whole view and derive it again: the number of edges.

    Up to 10 000 claims in one transaction; beyond that the old view is dropped and the new one written in several, and
    `guard` (called in each) marks the graph as having its view pending.
    """
    holders, measures, contested = store.read(_everything)
    if int(store.rows(cypher.CLAIM_COUNT)[0]["n"]) <= 2 * ROWS:
        edges = [*holders.edges(measures, contested), *between.everything(store)]

        def at_once(tx: Tx) -> None:
            guard(tx)
            while _drop_some(tx):
                pass
            create_view_edges(tx, edges)

        store.write(at_once)
        return len(edges)
    drop_view(store, guard=guard)
    edges_of_all = chain(holders.edges(measures, contested), between.everything(store))
    return write_view(store, edges_of_all, guard=guard, progress=progress)


def drop_view(store: Store, *, guard: Callable[[Tx], None]) -> None:
    """Delete every edge of the view, in transactions of some thousand."""

    def some(tx: Tx) -> int:
        guard(tx)
        return _drop_some(tx)

    while store.write(some):
        pass


def write_view(
    store: Store, edges: Iterator[ViewEdge], *, guard: Callable[[Tx], None], progress: Callable[[str, int], None]
) -> int:
    """Write a whole view as it is derived, some thousand edges a transaction: how many."""
    written = 0
    for part in ahead(_by_statement(edges)):

        def some(tx: Tx, part: Statement = part) -> None:
            guard(tx)
            tx.do(*part)

        store.write(some)
        written += len(part[1]["rows"])
        progress("view", len(part[1]["rows"]))
    return written


def _by_statement(edges: Iterable[ViewEdge]) -> Iterator[Statement]:
    """Statements of up to `ROWS` edges of one type and ends, while no more than `WAITING` wait for others like them."""
    groups: dict[tuple[str, str, str], list[ViewEdge]] = defaultdict(list)
    waiting = 0
    for edge in edges:
        group = groups[edge.type, edge.start.label, edge.end.label]
        group.append(edge)
        waiting += 1
        if len(group) < ROWS and waiting == WAITING:
            group = max(groups.values(), key=len)
        if len(group) == ROWS or waiting == WAITING:
            yield create_statement(group)
            waiting -= len(group)
            group.clear()
    for group in groups.values():
        if group:
            yield create_statement(group)


def ahead(things: Iterator[T]) -> Iterator[T]:
    """The same, each made by another thread while the one before is used: rows while the engine writes."""
    with ThreadPoolExecutor(1) as pool:
        following = pool.submit(next, things, None)
        while (thing := following.result()) is not None:
            following = pool.submit(next, things, None)
            yield thing


def _everything(tx: Tx) -> tuple[Holders, Measures, Contested]:
    holders = Holders()
    for claim in read_view_claims(tx, [row["id"] for row in tx.rows(cypher.CLAIM_IDS)]):
        holders.add(claim)
    return holders, read_measures(tx), read_contested(tx)


def _drop_some(tx: Tx) -> int:
    dropped = 0
    for start in ("Actor", "Measure"):
        text = with_names(cypher.DROP_VIEW, start=start)
        rows = tx.rows(text, {"types": list(VIEW_TYPES), "limit": 2 * ROWS})
        dropped += rows[0]["n"] if rows else 0
    return dropped + between.drop_some(tx, 2 * ROWS)


def dump_view(tx: Tx) -> list[str]:
    """The view as canonical JSON lines, sorted: equal views give equal bytes."""
    lines: list[str] = []
    kinds = (("Actor", [e.type for e in EDGE_TYPES]), ("Measure", ["REQUIRES"]), ("Claim", BETWEEN_TYPES))
    for start, types in kinds:
        for type_ in types:
            for row in tx.rows(with_names(cypher.VIEW_EDGES, start=start, type=type_)):
                row["type"], row["labels"] = type_, main_label(row["labels"])
                lines.append(json.dumps(row, sort_keys=True, ensure_ascii=False))
    return sorted(lines)
