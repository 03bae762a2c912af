"""Bringing a store to what a data set's files say, and taking that back.

    load(store, facts)   → LoadReport      all of it or a row of transactions under one Load record
    undo(store)          → LoadReport      takes the last load back

A load compares digests, so that an unchanged record is not written, and a claim that left its files becomes superseded.
Up to `BATCH` changed claims are one transaction with their view. A larger load is a row of such transactions;
broken off, its record stays "running" and the next run of the same data set goes on with it. The first load of a store
writes its claims first and the view last: until then `view` of the graph's Meta node is "pending", and readers are
told.
"""

from __future__ import annotations

import datetime as dt
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

from schema.errors import LoadConflict, LoadError, StoreVersionError
from schema.ids import digest
from schema.records import CLAIM_PREFIX, Actor, AnyEntity, Claim, DataSetRecord, Source

from . import cypher
from .attribution import Spokespersons, is_imputed
from .codec import EdgeRow, Encoded, NodeRow, Properties, encode_claim, encode_entity, label_of, record_digest
from .cypher import with_names
from .derive import End, Measures, ViewClaim, derive, gives_edges
from .lock import writer_lock
from .store import Row, Store, Tx
from .units import (
    Unit,
    chunks,
    create_view_edges,
    drop_view,
    main_label,
    read_contested,
    read_measures,
    rebuild,
    reconcile,
    write_view,
)

BATCH = 10_000
"""Changed claims in one transaction. 20 000 with their view took 13 s, 100 000 had not finished after 250 s."""
UNDO_BATCH = 2000
"""Nodes deleted in one transaction: 20 000 with dense neighbours took more than 512 MB on Neo4j."""
FORMAT = 1
"""Version of how records lie in the graph; a newer one is refused."""
ENTITY_LABELS = ("Source", "Place", "Event", "Actor", "Measure")

T = TypeVar("T")
Progress = Callable[[str, int], None]
"""Called with what was done and how many of it since the last call."""


class Facts(Protocol):
    """A validated data set, as `loaders` give it: every reference resolves, every id is unique."""

    @property
    def dataset(self) -> DataSetRecord: ...
    @property
    def digest(self) -> str: ...
    @property
    def entities(self) -> Sequence[AnyEntity]: ...
    @property
    def claim_ids(self) -> Mapping[str, str]: ...
    def claims(self) -> Iterator[Claim]:
        """Every claim, such that a claim follows those that it refers to. May be called several times."""
        ...


@dataclass(slots=True)
class LoadReport:
    """What a load did, or (`dry_run`) would do. Counts of records; `seconds` by the wall clock."""

    load: str
    dataset: str
    dry_run: bool = False
    claims_created: int = 0
    claims_changed: int = 0
    claims_superseded: int = 0
    claims_unchanged: int = 0
    claims_removed: int = 0
    entities_created: int = 0
    entities_changed: int = 0
    entities_left: int = 0
    view_edges: int = 0
    transactions: int = 0
    resumed: bool = False
    seconds: float = 0.0

    @property
    def changed(self) -> int:
        return self.claims_created + self.claims_changed + self.claims_superseded


@dataclass(slots=True)
class _Plan:
    """What must be written."""

    create: list[AnyEntity] = field(default_factory=list)
    update: list[AnyEntity] = field(default_factory=list)
    adopt: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """Entities whose list of data sets changes: label, id, data sets."""
    owners: dict[str, list[str]] = field(default_factory=dict)
    """Data sets of the entities that are in the store."""
    left: int = 0
    new_claims: set[str] = field(default_factory=set)
    changed_claims: set[str] = field(default_factory=set)
    superseded: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def claims(self) -> int:
        return len(self.new_claims) + len(self.changed_claims) + len(self.superseded)


def _now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def prepare(store: Store) -> None:
    """Constraints, indexes and the Meta node; refuses a graph that a newer Parley wrote."""
    store.script(cypher.schema_statements())
    _refuse_newer(store)


def _refuse_newer(store: Store) -> None:
    meta = read_meta(store)
    if meta.get("format", FORMAT) > FORMAT:
        raise StoreVersionError("the graph was written by a newer Parley", hint="update parley, or use another store")


def read_meta(store: Store) -> Properties:
    """Of the graph: `format`, `data_version`, `view` ("current" or "pending")."""
    rows = store.rows(cypher.META)
    return rows[0]["properties"] if rows else {}


def loads(store: Store) -> list[Properties]:
    """All Load records, oldest first."""
    return [row["properties"] for row in store.rows(cypher.LOADS)]


def load(
    store: Store, facts: Facts, *, batch: int = BATCH, dry_run: bool = False, progress: Progress = lambda *_: None
) -> LoadReport:
    """Bring the store to what `facts` say. Raises LoadConflict, LoadError or StoreError; then nothing is half-written
    beyond whole transactions of the Load record."""
    began = time.monotonic()
    if dry_run:
        _refuse_newer(store)
        report = _Run(store, facts, batch, lambda _: None, progress).dry()
    else:
        prepare(store)
        with writer_lock(store, f"load of {facts.dataset.id}") as guard:
            report = _Run(store, facts, batch, guard, progress).go()
    report.seconds = round(time.monotonic() - began, 3)
    return report


class _Run:
    """One load."""

    def __init__(
        self, store: Store, facts: Facts, batch: int, guard: Callable[[Tx], None], progress: Progress
    ) -> None:
        self.store, self.facts, self.batch, self.guard, self.progress = store, facts, batch, guard, progress
        self.name = facts.dataset.id
        self.kinds = {e.id: label_of(e) for e in facts.entities}
        self.sources = {e.id: e for e in facts.entities if isinstance(e, Source)}
        self.who = Spokespersons.of(e for e in facts.entities if isinstance(e, Actor))
        self.record, self.resumed = self._open_record()
        self.report = LoadReport(self.record, self.name, resumed=self.resumed)
        self.pending = False

    # ---- the record

    def _open_record(self) -> tuple[str, bool]:
        past = loads(self.store)
        self.number = max((int(p["number"]) for p in past), default=0) + 1
        running = [p for p in past if p["state"] == "running"]
        for other in running:
            if other["dataset"] != self.name:
                raise LoadError(
                    f"a load of {other['dataset']} was broken off and is not finished",
                    hint="run it again to finish it, or take it back with: parley load --undo",
                )
            self.number = int(other["number"])
            return str(other["id"]), True
        return "l" + digest(self.name, self.number, self.facts.digest, _now()), False

    def _record(self, tx: Tx, state: str, **more: object) -> None:
        properties = {
            "number": self.number, "dataset": self.name, "digest": self.facts.digest, "state": state,
            "claims": len(self.facts.claim_ids), "updated_at": _now(), **more,
        }  # fmt: skip
        tx.do(cypher.LOAD_WRITE, {"id": self.record, "properties": properties})

    # ---- planning

    def plan(self) -> _Plan:
        plan = _Plan()
        self._plan_entities(plan)
        self._plan_claims(plan)
        self._plan_ties(plan)
        return plan

    def _plan_ties(self, plan: _Plan) -> None:
        """Actors that are as they were, while a claim behind one of their ties has got another id."""
        written = {e.id for e in (*plan.create, *plan.update)}
        for entity in self.facts.entities:
            if isinstance(entity, Actor) and entity.id not in written:
                links = (*entity.represents, *entity.member_of, *entity.part_of)
                if any(self.facts.claim_ids[key] in plan.new_claims for link in links for key in link.claims):
                    plan.update.append(entity)

    def _plan_entities(self, plan: _Plan) -> None:
        stored = {label: _by_id(self.store, label) for label in ENTITY_LABELS}
        everywhere = {id_: (label, row) for label, rows in stored.items() for id_, row in rows.items()}
        for entity in self.facts.entities:
            label, row = everywhere.get(entity.id, ("", {}))
            owners = list(row.get("datasets") or [])
            plan.owners[entity.id] = sorted({*owners, self.name})
            if not row:
                plan.create.append(entity)
            elif label == label_of(entity) and row["digest"] == record_digest(entity):
                if self.name not in owners:
                    plan.adopt.append((label, entity.id, sorted([*owners, self.name])))
            elif others := [o for o in owners if o != self.name]:
                raise LoadConflict(
                    f"{entity.id} is defined differently in the data sets {self.name} and {others[0]}",
                    hint="give one of them another id, or make the two records equal",
                )
            elif label != label_of(entity):
                raise LoadConflict(
                    f"{entity.id} is a {label} in the store and a {label_of(entity)} in {self.name}",
                    hint="give it another id: claims that are on record point to the old one",
                )
            else:
                plan.update.append(entity)
        for id_, (label, row) in everywhere.items():
            owners = list(row.get("datasets") or [])
            if self.name in owners and id_ not in self.kinds:
                plan.adopt.append((label, id_, [o for o in owners if o != self.name]))
                plan.left += 1

    def _plan_claims(self, plan: _Plan) -> None:
        rows = self.store.rows(cypher.CLAIM_STATES, {"dataset": self.name})
        stored = {r["id"]: (r["digest"], r["status"]) for r in rows}
        fresh: list[str] = []
        for claim in self.facts.claims():
            id_ = self.facts.claim_ids[claim.key]
            before = stored.pop(id_, None)
            if before is None:
                fresh.append(id_)
            elif before == (record_digest(claim), claim.status):
                plan.unchanged += 1
            else:
                plan.changed_claims.add(id_)
        plan.superseded = sorted(id_ for id_, (_, status) in stored.items() if status != "superseded")
        for part in chunks(fresh):
            for row in self.store.rows(cypher.CLAIM_OWNERS, {"ids": part}):
                raise LoadConflict(f"claim {row['id']} of {self.name} stands in the data set {row['dataset']} too")
        plan.new_claims = set(fresh)

    def dry(self) -> LoadReport:
        plan = self.plan()
        self.report.dry_run = True
        self._count(plan)
        return self.report

    def _count(self, plan: _Plan) -> None:
        report = self.report
        report.entities_created, report.entities_changed = len(plan.create), len(plan.update)
        report.entities_left = plan.left
        report.claims_created, report.claims_changed = len(plan.new_claims), len(plan.changed_claims)
        report.claims_superseded, report.claims_unchanged = len(plan.superseded), plan.unchanged

    # ---- writing

    def go(self) -> LoadReport:
        plan = self.plan()
        self._count(plan)
        meta = read_meta(self.store)
        pending = meta.get("view") == "pending"
        entities = plan.create or plan.update or plan.adopt
        if not (plan.claims or entities or pending or self.resumed or self._dataset_changed()):
            self.report.load = ""
            return self.report
        self.pending = pending or (plan.claims > self.batch and self._is_first())
        if plan.claims <= self.batch and not self.pending:
            self._write(lambda tx: self._all_at_once(tx, plan))
            self.progress("claims", plan.claims)
        else:
            self._in_steps(plan)
        return self.report

    def _dataset_changed(self) -> bool:
        stored = {r["properties"]["id"]: r["properties"] for r in self.store.rows(cypher.DATASETS)}
        return stored.get(self.name, {}).get("digest") != self.facts.digest

    def _is_first(self) -> bool:
        """No claim in the store but those of this load: its view can be derived from the files alone, at the end."""
        return int(self.store.rows(cypher.FOREIGN_CLAIMS, {"load": self.record})[0]["n"]) == 0

    def _write(self, work: Callable[[Tx], T]) -> T:
        def guarded(tx: Tx) -> T:
            self.guard(tx)
            return work(tx)

        done = self.store.write(guarded)
        self.report.transactions += 1
        return done

    def _all_at_once(self, tx: Tx, plan: _Plan) -> None:
        first = int(tx.rows(cypher.CLAIM_COUNT)[0]["n"]) == 0
        units = self._entities(tx, plan)
        measures = read_measures(tx)
        units |= self._claims(tx, [c for c in self.facts.claims() if self._wanted(plan, c)])
        units |= self._supersede(tx, plan.superseded)
        if first:
            edges = derive(view_claims(self.facts), measures, read_contested(tx))
            create_view_edges(tx, edges)
            self.report.view_edges = len(edges)
        else:
            self.report.view_edges, _ = reconcile(tx, units, measures)
        self._finish(tx)

    def _wanted(self, plan: _Plan, claim: Claim) -> bool:
        id_ = self.facts.claim_ids[claim.key]
        return id_ in plan.new_claims or id_ in plan.changed_claims

    def _in_steps(self, plan: _Plan) -> None:
        self._write(lambda tx: self._first_step(tx, plan))
        measures = self.store.read(read_measures)
        part: list[Claim] = []
        for claim in self.facts.claims():
            if self._wanted(plan, claim):
                part.append(claim)
                if len(part) >= self.batch:
                    self._step(part, measures)
                    part = []
        if part:
            self._step(part, measures)
        for gone in chunks(plan.superseded, self.batch):
            self._write(lambda tx, gone=gone: self._superseding_step(tx, gone, measures))  # type: ignore[misc]
        if self.pending:
            self._last_steps(measures)
        self._write(self._finish)

    def _first_step(self, tx: Tx, plan: _Plan) -> None:
        self._record(tx, "running", started_at=_now())
        if self.pending:
            tx.do(cypher.META_WRITE, {"properties": {"view": "pending", "format": FORMAT}})
        units = self._entities(tx, plan)
        if not self.pending:
            reconcile(tx, units, read_measures(tx))

    def _step(self, claims: list[Claim], measures: Measures) -> None:
        def work(tx: Tx) -> int:
            units = self._claims(tx, claims)
            return 0 if self.pending else reconcile(tx, units, measures)[0]

        self.report.view_edges += self._write(work)
        self.progress("claims", len(claims))

    def _superseding_step(self, tx: Tx, ids: Sequence[str], measures: Measures) -> None:
        units = self._supersede(tx, ids)
        if not self.pending:
            reconcile(tx, units, measures)

    def _last_steps(self, measures: Measures) -> None:
        """The view of a first load: derived from the files where nothing else is in the store, else from the store."""
        if self._is_first():
            if self.resumed:
                drop_view(self.store, guard=self.guard)
            edges = derive(view_claims(self.facts), measures, self.store.read(read_contested))
            write_view(self.store, edges, guard=self.guard, progress=self.progress)
            self.report.view_edges = len(edges)
        else:
            self.report.view_edges = rebuild(self.store, guard=self.guard, progress=self.progress)

    def _finish(self, tx: Tx) -> None:
        self._record(tx, "done", finished_at=_now())
        _snapshot(tx, self.record, [("DataSet", self.name)])
        properties = self.facts.dataset.model_dump(mode="json", exclude_none=True)
        tx.do(cypher.DATASET_WRITE, {"id": self.name, "properties": {**properties, "digest": self.facts.digest}})
        tx.do(cypher.META_WRITE, {"properties": {"view": "current", "format": FORMAT, "data_version": self.record}})

    # ---- entities

    def _entities(self, tx: Tx, plan: _Plan) -> set[Unit]:
        """Write entities; the units whose edges that may change (links between measures, who speaks for whom)."""
        before = read_measures(tx)
        _snapshot(tx, self.record, [(label_of(e), e.id) for e in plan.update])
        _snapshot(tx, self.record, [(label, id_) for label, id_, _ in plan.adopt])
        for label in ENTITY_LABELS:
            created = [self._entity(e, plan) for e in plan.create if label_of(e) == label]
            write_nodes(tx, [n for e in created for n in e.nodes], with_names(cypher.CREATE_NODES, labels=label))
        for entity in plan.update:
            _rewrite(tx, self._entity(entity, plan))
        write_edges(tx, [edge for e in plan.create for edge in self._entity(e, plan).edges])
        for label, id_, owners in plan.adopt:
            tx.do(with_names(cypher.PATCH_NODES, label=label), {"rows": [{"id": id_, "datasets": owners}]})
        units = _units_of_measures(tx, before, read_measures(tx))
        if any(isinstance(e, Actor) for e in plan.update) or plan.create:
            units |= _impute_again(tx)
        return units

    def _entity(self, entity: AnyEntity, plan: _Plan) -> Encoded:
        encoded = encode_entity(entity, self.kinds.__getitem__, self.facts.claim_ids.__getitem__)
        (node,) = encoded.nodes
        extra = {"datasets": plan.owners[entity.id], "digest": record_digest(entity), "load": self.record}
        return Encoded((NodeRow(node.label, node.sublabel, {**node.properties, **extra}),), encoded.edges)

    # ---- claims

    def _claims(self, tx: Tx, claims: list[Claim]) -> set[Unit]:
        """Write claims that are new or changed; the units that their edges belong to."""
        ids = [self.facts.claim_ids[c.key] for c in claims]
        existing = with_names(cypher.EXISTING, label="Claim")
        known = {r["id"] for part in chunks(ids) for r in tx.rows(existing, {"ids": part})}
        units: set[Unit] = set()
        if known:
            units |= _units_of_claims(tx, sorted(known))
            _snapshot(tx, self.record, [("Claim", id_) for id_ in sorted(known)])
        encoded = [self._claim(c, id_) for c, id_ in zip(claims, ids, strict=True)]
        passages = self._new_passages(tx, encoded)
        new_nodes = [e.nodes[0] for e in encoded if e.nodes[0].id not in known]
        write_nodes(tx, new_nodes, with_names(cypher.CREATE_NODES, labels="Claim"))
        write_nodes(tx, list(passages.values()), with_names(cypher.CREATE_NODES, labels="Passage"))
        for part in chunks(sorted(known)):
            _delete_out_edges(tx, "Claim", part, cypher.CLAIM_TYPES)
        old_nodes = [e.nodes[0] for e in encoded if e.nodes[0].id in known]
        write_nodes(tx, old_nodes, with_names(cypher.UPDATE_NODES, label="Claim"))
        write_edges(tx, [x for e in encoded for x in e.edges if x.type != "IN"])
        ins = {x.start: x for e in encoded for x in e.edges if x.type == "IN" and x.start in passages}
        write_edges(tx, list(ins.values()))
        if not self.pending:
            units |= {u for c in claims for u in self._units(c)}
            units |= _units_of_opinions(tx, [i for c, i in zip(claims, ids, strict=True) if c.relation in _ON_CLAIMS])
        return units

    def _new_passages(self, tx: Tx, encoded: list[Encoded]) -> dict[str, NodeRow]:
        nodes = {n.id: n for e in encoded for n in e.nodes[1:]}
        for part in chunks(sorted(nodes)):
            for row in tx.rows(with_names(cypher.EXISTING, label="Passage"), {"ids": part}):
                del nodes[row["id"]]
        return {
            id_: NodeRow(n.label, None, {**n.properties, "load": self.record}) for id_, n in nodes.items()
        }

    def _claim(self, claim: Claim, id_: str) -> Encoded:
        encoded = encode_claim(
            claim, id_, self.sources[claim.source], kind_of=self.kinds.__getitem__,
            claim_of=self.facts.claim_ids.__getitem__, imputed=self._imputed(claim),
        )  # fmt: skip
        extra = {"dataset": self.name, "digest": record_digest(claim), "load": self.record, "recorded_at": _now()}
        node = NodeRow("Claim", None, {**encoded.nodes[0].properties, **extra})
        return Encoded((node, *encoded.nodes[1:]), encoded.edges)

    def _imputed(self, claim: Claim) -> bool:
        speakers = [a.id for a in claim.attributed_to]
        return is_imputed(claim.relation, claim.holder, speakers, claim.on_behalf_of, self.who)

    def _units(self, claim: Claim) -> Iterator[Unit]:
        ends = [self._end(ref.id) for ref in claim.about]
        ends += [End("Actor", a) for a in (*(t.id for t in claim.towards), *claim.holder)]
        for holder in claim.holder or ("",):
            for end in ends:
                yield Unit(holder, end)

    def _end(self, reference: str) -> End:
        if reference.startswith(CLAIM_PREFIX):
            return End("Claim", self.facts.claim_ids[reference[len(CLAIM_PREFIX) :]])
        return End(self.kinds[reference], reference)

    def _supersede(self, tx: Tx, ids: Sequence[str]) -> set[Unit]:
        if not ids:
            return set()
        _snapshot(tx, self.record, [("Claim", id_) for id_ in ids])
        rows = [{"id": id_, "status": "superseded", "superseded_at": _now()} for id_ in ids]
        for part in chunks(rows):
            tx.do(with_names(cypher.PATCH_NODES, label="Claim"), {"rows": part})
        return _units_of_claims(tx, ids)


def view_claims(facts: Facts) -> Iterator[ViewClaim]:
    """What the view needs to know of the claims of a data set, where nothing else is in the store."""
    kinds = {e.id: label_of(e) for e in facts.entities}
    who = Spokespersons.of(e for e in facts.entities if isinstance(e, Actor))
    denied = {
        ref.id.removeprefix(CLAIM_PREFIX)
        for c in facts.claims()
        if c.relation == "denies" and c.status == "accepted" and not c.embedded and not c.negated
        for ref in c.about
    }

    def end(reference: str) -> End:
        if reference.startswith(CLAIM_PREFIX):
            return End("Claim", facts.claim_ids[reference.removeprefix(CLAIM_PREFIX)])
        return End(kinds[reference], reference)

    for claim in facts.claims():
        if gives_edges(status=claim.status, embedded=claim.embedded, negated=claim.negated, modality=claim.modality):
            speakers = [a.id for a in claim.attributed_to]
            yield ViewClaim(
                id=facts.claim_ids[claim.key], source=claim.source, relation=claim.relation, holders=claim.holder,
                about=tuple((end(r.id), r.contrary) for r in claim.about),
                towards=tuple(t.id for t in claim.towards),
                conditions=tuple((end(c.id), c.group, c.negated) for c in claim.conditions),
                condition_kind=claim.condition_kind, basis=claim.basis, certainty=claim.certainty,
                imputed=is_imputed(claim.relation, claim.holder, speakers, claim.on_behalf_of, who),
                first=claim.said_from, last=claim.said_to, valid_to=claim.valid_to, denied=claim.key in denied,
            )  # fmt: skip


_ON_CLAIMS = ("denies", "rejects")


def _by_id(store: Store, label: str) -> dict[str, Row]:
    return {r["id"]: r for r in store.rows(with_names(cypher.ENTITIES, label=label))}


# ---- rows


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


def _delete_out_edges(tx: Tx, label: str, ids: Sequence[str], types: Sequence[str]) -> None:
    if ids:
        tx.do(with_names(cypher.DELETE_OUT_EDGES, label=label), {"ids": list(ids), "types": list(types)})


def _rewrite(tx: Tx, encoded: Encoded) -> None:
    """An entity's node and structural edges as its record says now."""
    (node,) = encoded.nodes
    _delete_out_edges(tx, node.label, [node.id], cypher.STRUCTURE_TYPES)
    if node.label == "Actor":
        _relabel(tx, node)
    tx.do(with_names(cypher.UPDATE_NODES, label=node.label), {"rows": [node.properties]})
    write_edges(tx, encoded.edges)


def _relabel(tx: Tx, node: NodeRow) -> None:
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
        rows.append(EdgeRow(e["type"], start_label, start, end_label, end, _as_dates(e["properties"])))
    write_edges(tx, rows)


_DATE_PROPERTIES = ("said_from", "said_to", "valid_from", "valid_to", "from", "to", "first_said", "last_said")


def _as_dates(properties: Properties) -> Properties:
    return {
        k: dt.date.fromisoformat(v) if k in _DATE_PROPERTIES and isinstance(v, str) else v
        for k, v in properties.items()
    }


# ---- units


def _rows_to_units(rows: Iterable[Row]) -> set[Unit]:
    return {Unit(r["holder"], End(main_label(r["labels"]), r["object"])) for r in rows}


def _units_of_claims(tx: Tx, ids: Sequence[str]) -> set[Unit]:
    units: set[Unit] = set()
    for part in chunks(ids):
        units |= _rows_to_units(tx.rows(cypher.CLAIM_UNITS, {"ids": part}))
    return units | _units_of_opinions(tx, ids)


def _units_of_opinions(tx: Tx, ids: Sequence[str]) -> set[Unit]:
    """Units whose edges say that a claim of theirs is denied or contested."""
    units: set[Unit] = set()
    for part in chunks(ids):
        units |= _rows_to_units(tx.rows(cypher.DENIED_UNITS, {"ids": part}))
        units |= _rows_to_units(tx.rows(cypher.CONTESTED_UNITS, {"ids": part}))
    return units


def _units_of_measures(tx: Tx, before: Measures, after: Measures) -> set[Unit]:
    """Units whose edges may change since measures have another place among the others: as claims reached them before,
    and as they reach them now."""
    ids = {*before.parents, *after.parents, *before.excludes, *after.excludes}
    moved = {
        m for m in ids
        if before.parents.get(m) != after.parents.get(m) or before.excludes.get(m) != after.excludes.get(m)
    }  # fmt: skip
    if not moved:
        return set()
    reached = sorted({r for m in moved for r in (*before.reach(m), *after.reach(m))})
    units: set[Unit] = set()
    for part in chunks(reached):
        units |= _rows_to_units(tx.rows(cypher.MEASURE_UNITS, {"ids": part}))
    return {
        Unit(u.holder, End("Measure", m)) for u in units for m in (*before.reach(u.object.id), *after.reach(u.object.id))
    }


def _impute_again(tx: Tx) -> set[Unit]:
    """Bring `imputed` of claims with speakers to who speaks for whom now; the units of those that changed."""
    principals: dict[str, list[str]] = defaultdict(list)
    for row in tx.rows(cypher.SPOKESPERSONS):
        principals[row["speaker"]].append(row["principal"])
    who = Spokespersons(principals)
    changed = []
    for row in tx.rows(cypher.CHAINS):
        now = is_imputed(row["relation"], row["holders"], row["speakers"], row["principals"], who)
        if now != row["imputed"]:
            changed.append({"id": row["id"], "imputed": now})
    for part in chunks(changed):
        tx.do(with_names(cypher.PATCH_NODES, label="Claim"), {"rows": list(part)})
    return _units_of_claims(tx, [str(c["id"]) for c in changed])


# ---- taking back


def _snapshot(tx: Tx, load_id: str, nodes: Iterable[tuple[str, str]]) -> None:
    """Keep nodes as they are before a load changes them, once for each load."""
    groups: dict[str, list[str]] = defaultdict(list)
    for label, id_ in nodes:
        groups[label].append(id_)
    for label, ids in sorted(groups.items()):
        for part in chunks(ids, 1000):
            edges: dict[str, list[Row]] = defaultdict(list)
            types = {"types": list(cypher.RECORD_TYPES), "ids": list(part)}
            for row in tx.rows(with_names(cypher.ENTITY_EDGES, label=label), types):
                edges[row.pop("start")].append(row)
            found = tx.rows(with_names(cypher.ENTITY_NODES, label=label), {"ids": list(part)})
            rows = [
                {
                    "id": f"{load_id}:{label}:{node['properties']['id']}", "load": load_id, "label": label,
                    "node": node["properties"]["id"],
                    "before": json.dumps({"properties": node["properties"], "edges": edges[node["properties"]["id"]]}),
                }
                for node in found
                if node["properties"].get("load") != load_id
            ]  # fmt: skip
            kept = tx.rows(with_names(cypher.EXISTING, label="Revision"), {"ids": [r["id"] for r in rows]})
            before = {r["id"] for r in kept}
            write_nodes(tx, [NodeRow("Revision", None, r) for r in rows if r["id"] not in before],
                        with_names(cypher.CREATE_NODES, labels="Revision"))  # fmt: skip


def undo(store: Store, *, batch: int = UNDO_BATCH, progress: Progress = lambda *_: None) -> LoadReport:
    """Take the last load back, finished or broken off: what it made goes, what it changed is as it was before."""
    began = time.monotonic()
    prepare(store)
    with writer_lock(store, "load --undo") as guard:
        past = [p for p in loads(store) if p["state"] != "undone"]
        if not past:
            raise LoadError("there is no load to take back", hint="parley status lists the loads")
        last = past[-1]
        report = LoadReport(str(last["id"]), str(last["dataset"]))
        _Undo(store, last, batch, guard, progress, report).go()
    report.seconds = round(time.monotonic() - began, 3)
    return report


class _Undo:
    def __init__(
        self, store: Store, record: Properties, batch: int, guard: Callable[[Tx], None], progress: Progress,
        report: LoadReport,
    ) -> None:  # fmt: skip
        self.store, self.record, self.guard, self.progress, self.report = store, record, guard, progress, report
        self.load, self.batch = str(record["id"]), batch

    def go(self) -> None:
        self.pending = read_meta(self.store).get("view") == "pending" or self._is_only()
        self._write(self._begin)
        while self._some(self._restore):
            pass
        while self._some(self._remove_claims):
            pass
        for label in ("Passage", *reversed(ENTITY_LABELS)):
            while self._some(lambda tx, label=label: self._remove(tx, label)):  # type: ignore[misc]
                pass
        if self.pending:
            rebuild(self.store, guard=self.guard, progress=self.progress)
        self._write(self._finish)

    def _write(self, work: Callable[[Tx], Any]) -> Any:  # noqa: ANN401
        def guarded(tx: Tx) -> Any:  # noqa: ANN401
            self.guard(tx)
            return work(tx)

        self.report.transactions += 1
        return self.store.write(guarded)

    def _is_only(self) -> bool:
        """Every claim in the store is this load's, and they are more than one transaction can take: no view remains."""
        foreign = int(self.store.rows(cypher.FOREIGN_CLAIMS, {"load": self.load})[0]["n"])
        return not foreign and int(self.store.rows(cypher.CLAIM_COUNT)[0]["n"]) > self.batch

    def _begin(self, tx: Tx) -> None:
        tx.do(cypher.LOAD_WRITE, {"id": self.load, "properties": {"state": "running"}})
        if self.pending:
            tx.do(cypher.META_WRITE, {"properties": {"view": "pending"}})

    def _some(self, work: Callable[[Tx], int]) -> int:
        done: int = self._write(work)
        if done:
            self.progress("taken back", done)
        return done

    def _restore(self, tx: Tx) -> int:
        rows = tx.rows(cypher.REVISIONS, {"load": self.load, "limit": self.batch})
        before, units = read_measures(tx), set[Unit]()
        claims = [r["node"] for r in rows if r["label"] == "Claim"]
        entities = [r["node"] for r in rows if r["label"] in ENTITY_LABELS]
        units |= _units_of_claims(tx, claims)
        for row in rows:
            self._put_back(tx, row["label"], json.loads(row["before"]))
        units |= _units_of_claims(tx, claims)
        tx.do(with_names(cypher.DELETE_NODES, label="Revision"), {"ids": [r["id"] for r in rows]})
        after = read_measures(tx)
        units |= _units_of_measures(tx, before, after)
        if any(r["label"] == "Actor" for r in rows):
            units |= _impute_again(tx)
        if not self.pending:
            reconcile(tx, units, after)
        self.report.claims_changed += len(claims)
        self.report.entities_changed += len(entities)
        return len(rows)

    def _put_back(self, tx: Tx, label: str, snapshot: Properties) -> None:
        properties = _as_dates(snapshot["properties"])
        id_ = str(properties["id"])
        types = cypher.CLAIM_TYPES if label == "Claim" else cypher.STRUCTURE_TYPES
        _delete_out_edges(tx, label, [id_], types)
        node = NodeRow(label, properties.get("kind") if label == "Actor" else None, properties)
        if label == "Actor":
            _relabel(tx, node)
        tx.do(with_names(cypher.UPDATE_NODES, label=label), {"rows": [properties]})
        write_edges(tx, [
            EdgeRow(e["type"], label, id_, main_label(e["labels"]), e["id"], _as_dates(e["properties"]))
            for e in snapshot["edges"] if e["type"] in types
        ])  # fmt: skip

    def _remove_claims(self, tx: Tx) -> int:
        created = with_names(cypher.CREATED_BY, label="Claim")
        ids = [r["id"] for r in tx.rows(created, {"load": self.load, "limit": self.batch})]
        units = _units_of_claims(tx, ids)
        tx.do(with_names(cypher.DELETE_NODES, label="Claim"), {"ids": ids})
        if not self.pending:
            reconcile(tx, units, read_measures(tx))
        self.report.claims_removed += len(ids)
        return len(ids)

    def _remove(self, tx: Tx, label: str) -> int:
        rows = tx.rows(with_names(cypher.CREATED_BY, label=label), {"load": self.load, "limit": self.batch})
        tx.do(with_names(cypher.DELETE_NODES, label=label), {"ids": [r["id"] for r in rows]})
        return len(rows)

    def _finish(self, tx: Tx) -> None:
        tx.do(cypher.LOAD_WRITE, {"id": self.load, "properties": {"state": "undone", "finished_at": _now()}})
        earlier = [p for p in (r["properties"] for r in tx.rows(cypher.LOADS)) if p["state"] == "done"]
        version = earlier[-1]["id"] if earlier else ""
        tx.do(cypher.META_WRITE, {"properties": {"view": "current", "data_version": version}})
        name = str(self.record["dataset"])
        mine = [p for p in earlier if p["dataset"] == name]
        if not mine:
            tx.do(cypher.DATASET_DELETE, {"id": name})


def rebuild_view(store: Store, *, progress: Progress = lambda *_: None) -> int:
    """Drop the view and derive it again: the number of edges. See `units.rebuild`."""
    prepare(store)
    with writer_lock(store, "rebuild") as guard:

        def pending(tx: Tx) -> None:
            guard(tx)
            tx.do(cypher.META_WRITE, {"properties": {"view": "pending"}})

        count = rebuild(store, guard=pending, progress=progress)

        def done(tx: Tx) -> None:
            guard(tx)
            tx.do(cypher.META_WRITE, {"properties": {"view": "current"}})

        store.write(done)
    return count


def wipe(store: Store) -> None:
    """Delete everything in a store: for a demonstration's or a test's own."""
    with writer_lock(store, "wipe") as guard:

        def some(tx: Tx) -> int:
            guard(tx)
            rows = tx.rows(cypher.WIPE, {"limit": 5000})
            return int(rows[0]["n"]) if rows else 0

        while store.write(some):
            pass
