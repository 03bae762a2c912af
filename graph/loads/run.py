"""Bringing a store to what a data set's files say, in one transaction or in a row of them."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from schema.errors import LoadError
from schema.ids import digest
from schema.records import CLAIM_PREFIX, Actor, AnyEntity, Claim, Source
from schema.relations import RELATION

from .. import between, cypher
from ..attribution import Spokespersons, is_imputed, said_in
from ..codec import Encoded, NodeRow, Properties, encode_claim, encode_dataset, encode_entity, label_of, record_digest
from ..cypher import with_names
from ..derive import End, Holders, Measures, ViewClaim, gives_edges
from ..lock import writer_lock
from ..memory import seldom_searched
from ..origins import origins
from ..store import Store, Tx
from ..units import (
    Unit,
    ahead,
    chunks,
    create_view_edges,
    drop_view,
    read_contested,
    read_measures,
    rebuild,
    reconcile,
    write_view,
)
from .filed import FiledJudgements
from .judged import data_version
from .ledger import ENTITY_LABELS, FORMAT, Facts, LoadReport, Progress, loads, now, prepare, read_meta, refuse_newer
from .plan import Plan, make_plan
from .rows import create_claims, create_passages, delete_out_edges, rewrite, write_edges, write_nodes
from .touched import impute_again, units_of_claims, units_of_measures, units_of_opinions
from .undo import snapshot

BATCH = 10_000
"""Changed claims in one transaction. 20 000 with their view took 13 s, 100 000 had not finished after 250 s."""
STEP = 2000
"""Claims in one transaction while the view waits: with a heap of 512 MB larger ones are slower (20 000 claims with
their passages: 14 s in steps of a thousand, 19 s of two thousand, 20 s of five thousand, on a busy machine)."""
T = TypeVar("T")


@dataclass(slots=True)
class _Part:
    """Claims that are written together: records, ids and rows."""

    claims: list[Claim]
    ids: list[str]
    encoded: list[Encoded]


def _quoted_once(new: list[Encoded], again: list[Encoded]) -> set[str]:
    """Passages that exactly one new claim quotes, and no changed one."""
    counts = Counter(e.end for claim in (*new, *again) for e in claim.edges if e.type == "EVIDENCED_BY")
    taken = {e.end for claim in again for e in claim.edges}
    return {id_ for id_, count in counts.items() if count == 1 and id_ not in taken}


def load(
    store: Store, facts: Facts, *, batch: int = BATCH, dry_run: bool = False, progress: Progress = lambda *_: None
) -> LoadReport:
    """Bring the store to what `facts` say. Raises LoadConflict, LoadError or StoreError; then nothing is half-written
    beyond whole transactions of the Load record."""
    began = time.monotonic()
    if dry_run:
        refuse_newer(store)
        report = _Run(store, facts, batch, lambda _: None, progress).dry()
    else:
        prepare(store)
        with writer_lock(store, f"load of {facts.dataset.id}") as guard, seldom_searched():
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
        self.fresh = False
        """Nothing but entities was in the store: then no claim or passage has to be looked for."""
        self.written: set[str] = set()
        """Passages of a fresh load, so far."""
        self.changed: set[str] = set()
        """Ids of claims that are in the store and are to be written again."""
        self.judgements = FiledJudgements(store, facts, self.kinds, self.record)

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
        return "l" + digest(self.name, self.number, self.facts.digest, now()), False

    def _record(self, tx: Tx, state: str, **more: object) -> None:
        properties = {
            "number": self.number, "dataset": self.name, "digest": self.facts.digest, "state": state,
            "claims": len(self.facts.claim_ids), "updated_at": now(), **more,
        }  # fmt: skip
        tx.do(cypher.LOAD_WRITE, {"id": self.record, "properties": properties})

    def dry(self) -> LoadReport:
        plan = make_plan(self.store, self.facts)
        self.report.dry_run = True
        self._count(plan)
        return self.report

    def _count(self, plan: Plan) -> None:
        report = self.report
        report.entities_created, report.entities_changed = len(plan.create), len(plan.update)
        report.entities_left = plan.left
        report.claims_created, report.claims_changed = len(plan.new_claims), len(plan.changed_claims)
        report.claims_superseded, report.claims_unchanged = len(plan.superseded), plan.unchanged
        report.judgements_changed = self.judgements.changes

    # ---- writing

    def go(self) -> LoadReport:
        plan = make_plan(self.store, self.facts)
        self._count(plan)
        self.changed = plan.changed_claims
        self.fresh = not self.resumed and self._is_empty()
        meta = read_meta(self.store)
        pending = meta.get("view") == "pending"
        entities = plan.create or plan.update or plan.adopt
        judged = self.judgements.changes
        if not (plan.claims or entities or judged or pending or self.resumed or self._dataset_changed()):
            self.report.load = ""
            return self.report
        self.judgements.check()
        self.pending = pending or (plan.claims > self.batch and self._is_first())
        if plan.claims <= self.batch and not self.pending:
            self._write(lambda tx: self._all_at_once(tx, plan))
            self.progress("claims", plan.claims)
        else:
            self._in_steps(plan)
        return self.report

    def _dataset_changed(self) -> bool:
        stored = {r["properties"]["id"]: r["properties"] for r in self.store.rows(cypher.DATASETS)}
        return bool(stored.get(self.name, {}).get("digest") != self.facts.digest)

    def _is_empty(self) -> bool:
        return not any(int(self.store.rows(text)[0]["n"]) for text in (cypher.CLAIM_COUNT, cypher.PASSAGE_COUNT))

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

    def _all_at_once(self, tx: Tx, plan: Plan) -> None:
        first = int(tx.rows(cypher.CLAIM_COUNT)[0]["n"]) == 0
        units = self._entities(tx, plan)
        measures = read_measures(tx)
        units |= self._claims(tx, self._prepare([c for c in self.facts.claims() if self._wanted(plan, c)]))
        units |= self._supersede(tx, plan.superseded)
        if self.judgements:
            units |= self.judgements.apply(tx)
            measures = read_measures(tx)
        elif first:
            edges = [*view_of(self.facts).edges(measures, read_contested(tx)), *between.everything(tx)]
            create_view_edges(tx, edges)
            self.report.view_edges = len(edges)
            self._finish(tx)
            return
        self.report.view_edges, _ = reconcile(tx, units, measures)
        self._finish(tx)

    def _wanted(self, plan: Plan, claim: Claim) -> bool:
        id_ = self.facts.claim_ids[claim.key]
        return id_ in plan.new_claims or id_ in plan.changed_claims

    def _in_steps(self, plan: Plan) -> None:
        self._write(lambda tx: self._first_step(tx, plan))
        measures = self.store.read(read_measures)
        viewed = Viewed(self.facts) if self.pending else None
        for part in ahead(self._parts(plan, viewed)):
            self._step(part, measures)
        for gone in chunks(plan.superseded, self.batch):
            self._write(lambda tx, gone=gone: self._superseding_step(tx, gone, measures))  # type: ignore[misc]
        if self.judgements:
            self._write(self._judging_step)
        if viewed is not None:
            self._last_steps(measures, viewed)
        self._write(self._finish)

    def _parts(self, plan: Plan, viewed: Viewed | None) -> Iterator[_Part]:
        """What is to be written, a transaction's worth at a time."""
        size = min(self.batch, STEP) if self.pending else self.batch
        claims: list[Claim] = []
        for claim in self.facts.claims():
            if viewed is not None:
                viewed.add(claim)
            if self._wanted(plan, claim):
                claims.append(claim)
                if len(claims) >= size:
                    yield self._prepare(claims)
                    claims = []
        if claims:
            yield self._prepare(claims)

    def _first_step(self, tx: Tx, plan: Plan) -> None:
        self._record(tx, "running", started_at=now())
        if self.pending:
            tx.do(cypher.META_WRITE, {"properties": {"view": "pending", "format": FORMAT}})
        units = self._entities(tx, plan)
        if not self.pending:
            reconcile(tx, units, read_measures(tx))

    def _step(self, part: _Part, measures: Measures) -> None:
        def work(tx: Tx) -> int:
            units = self._claims(tx, part)
            return 0 if self.pending else reconcile(tx, units, measures)[0]

        self.report.view_edges += self._write(work)
        self.progress("claims", len(part.claims))

    def _superseding_step(self, tx: Tx, ids: Sequence[str], measures: Measures) -> None:
        units = self._supersede(tx, ids)
        if not self.pending:
            reconcile(tx, units, measures)

    def _judging_step(self, tx: Tx) -> None:
        units = self.judgements.apply(tx)
        if not self.pending:
            reconcile(tx, units, read_measures(tx))

    def _last_steps(self, measures: Measures, viewed: Viewed) -> None:
        """The view of a first load: derived from the files where nothing else is in the store, else from the store."""
        if self._is_first() and not self.judgements:
            if self.resumed:
                drop_view(self.store, guard=self.guard)
            held = viewed.holders.edges(measures, self.store.read(read_contested))
            edges = chain(held, between.everything(self.store))
            self.report.view_edges = write_view(self.store, edges, guard=self.guard, progress=self.progress)
        else:
            self.report.view_edges = rebuild(self.store, guard=self.guard, progress=self.progress)

    def _finish(self, tx: Tx) -> None:
        self._record(tx, "done", finished_at=now())
        snapshot(tx, self.record, [("DataSet", self.name)])
        judged = {c for one in between.read_judged(tx) for c in one["claims"]}
        properties = encode_dataset(self.facts.dataset, self.facts.no_claim, self.facts.claim_ids.__getitem__)
        tx.do(cypher.DATASET_WRITE, {"id": self.name, "properties": {**properties, "digest": self.facts.digest}})
        between.judge_again(tx, judged)
        version = data_version(tx, self.record)
        tx.do(cypher.META_WRITE, {"properties": {"view": "current", "format": FORMAT, "data_version": version}})

    # ---- entities

    def _entities(self, tx: Tx, plan: Plan) -> set[Unit]:
        """Write entities; the units whose edges that may change (links between measures, who speaks for whom)."""
        before, ground = read_measures(tx), between.read_ground(tx)
        snapshot(tx, self.record, [(label_of(e), e.id) for e in plan.update])
        snapshot(tx, self.record, [(label, id_) for label, id_, _ in plan.adopt])
        for label in ENTITY_LABELS:
            created = [self._entity(e, plan) for e in plan.create if label_of(e) == label]
            write_nodes(tx, [n for e in created for n in e.nodes], with_names(cypher.CREATE_NODES, labels=label))
        for entity in plan.update:
            rewrite(tx, self._entity(entity, plan))
        write_edges(tx, [edge for e in plan.create for edge in self._entity(e, plan).edges])
        for label, id_, owners in plan.adopt:
            tx.do(with_names(cypher.PATCH_NODES, label=label), {"rows": [{"id": id_, "datasets": owners}]})
        units = units_of_measures(tx, before, read_measures(tx))
        units |= units_of_claims(tx, between.uproot(tx, ground, between.read_ground(tx)))
        if any(isinstance(e, Actor | Source) for e in plan.update) or plan.create:
            units |= impute_again(tx)
        return units

    def _entity(self, entity: AnyEntity, plan: Plan) -> Encoded:
        encoded = encode_entity(entity, self.kinds.__getitem__, self.facts.claim_ids.__getitem__)
        (node,) = encoded.nodes
        extra = {"datasets": plan.owners[entity.id], "digest": record_digest(entity), "load": self.record}
        return Encoded((NodeRow(node.label, node.sublabel, {**node.properties, **extra}),), encoded.edges)

    # ---- claims

    def _prepare(self, claims: list[Claim]) -> _Part:
        """Rows of claims, apart from any transaction."""
        ids = [self.facts.claim_ids[c.key] for c in claims]
        at = now()
        return _Part(claims, ids, [self._claim(c, id_, at) for c, id_ in zip(claims, ids, strict=True)])

    def _claims(self, tx: Tx, part: _Part) -> set[Unit]:
        """Write claims that are new or changed; the units that their edges belong to."""
        known = self.changed.intersection(part.ids)
        units: set[Unit] = set()
        quoted: set[str] = set()
        if known:
            units |= units_of_claims(tx, sorted(known))
            snapshot(tx, self.record, [("Claim", id_) for id_ in sorted(known)])
            for some in chunks(sorted(known)):
                quoted.update(r["id"] for r in tx.rows(cypher.PASSAGES_OF, {"ids": some}))
        passages = self._new_passages(tx, part.encoded)
        new = [e for e in part.encoded if e.nodes[0].id not in known]
        again = [e for e in part.encoded if e.nodes[0].id in known]
        own = _quoted_once(new, again)
        create_passages(tx, [p for id_, p in passages.items() if id_ not in own])
        create_claims(tx, new, {id_: p for id_, p in passages.items() if id_ in own})
        for some in chunks(sorted(known)):
            delete_out_edges(tx, "Claim", some, cypher.CLAIM_TYPES)
        write_nodes(tx, [e.nodes[0] for e in again], with_names(cypher.UPDATE_NODES, label="Claim"))
        write_edges(tx, [x for e in again for x in e.edges if x.type != "IN"])
        self._drop_orphans(tx, quoted)
        if not self.pending:
            units |= {u for c in part.claims for u in self._units(c)}
            opinions = [i for c, i in zip(part.claims, part.ids, strict=True) if c.relation in _ON_CLAIMS]
            units |= units_of_opinions(tx, opinions)
        return units

    def _new_passages(self, tx: Tx, encoded: list[Encoded]) -> dict[str, NodeRow]:
        """Passages that are not there yet; those that are get the hash that they lacked, if it is known now."""
        nodes: dict[str, NodeRow] = {}
        for node in (n for e in encoded for n in e.nodes[1:]):
            if node.id not in nodes or "sha256" in node.properties:
                nodes[node.id] = node
        if self.fresh:
            new = self.written.isdisjoint(nodes)
            self.written.update(nodes)
            if new:
                return nodes
        hashed: list[Properties] = []
        for part in chunks(sorted(nodes)):
            for row in tx.rows(cypher.KNOWN_PASSAGES, {"ids": part}):
                sha256 = nodes.pop(row["id"]).properties.get("sha256")
                if sha256 and row["sha256"] is None:
                    hashed.append({"id": row["id"], "sha256": sha256})
        if hashed:
            snapshot(tx, self.record, [("Passage", str(row["id"])) for row in hashed])
            for some in chunks(hashed):
                tx.do(with_names(cypher.PATCH_NODES, label="Passage"), {"rows": some})
        return nodes

    def _drop_orphans(self, tx: Tx, quoted: set[str]) -> None:
        """Passages that no claim quotes any more."""
        for part in chunks(sorted(quoted)):
            gone = [str(r["id"]) for r in tx.rows(cypher.ORPHANED_PASSAGES, {"ids": part})]
            snapshot(tx, self.record, [("Passage", id_) for id_ in gone])
            tx.do(with_names(cypher.DELETE_NODES, label="Passage"), {"ids": gone})

    def _claim(self, claim: Claim, id_: str, at: str) -> Encoded:
        encoded = encode_claim(
            claim, id_, self.sources[claim.source], kind_of=self.kinds.__getitem__,
            claim_of=self.facts.claim_ids.__getitem__, imputed=self._imputed(claim),
        )  # fmt: skip
        if self.judgements.retracts(id_, claim):
            encoded.nodes[0].properties |= {"status": "retracted", "filed": claim.status}
        encoded.nodes[0].properties |= {
            "dataset": self.name, "digest": record_digest(claim), "load": self.record, "recorded_at": at,
        }  # fmt: skip
        for passage in encoded.nodes[1:]:
            passage.properties["load"] = self.record
        return encoded

    def _imputed(self, claim: Claim) -> bool:
        speakers = [a.id for a in claim.attributed_to]
        when = said_in(claim, self.sources[claim.source])
        return is_imputed(claim.relation, claim.holder, speakers, claim.on_behalf_of, self.who, when)

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
        snapshot(tx, self.record, [("Claim", id_) for id_ in ids])
        rows = [{"id": id_, "status": "superseded", "filed": None, "superseded_at": now()} for id_ in ids]
        for part in chunks(rows):
            tx.do(with_names(cypher.PATCH_NODES, label="Claim"), {"rows": part})
        return units_of_claims(tx, ids)


class Viewed:
    """Gathers what the view needs to know of the claims of a data set, where nothing else is in the store."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.kinds = {e.id: label_of(e) for e in facts.entities}
        self.who = Spokespersons.of(e for e in facts.entities if isinstance(e, Actor))
        self._sources = {e.id: e for e in facts.entities if isinstance(e, Source)}
        self.holders = Holders()
        declared = [(e.id, other) for e in facts.entities if isinstance(e, Source) for other in e.same_origin_as]
        self._origins = origins(declared)
        self._values: dict[Any, Any] = {}
        self._ends = {id_: End(label, id_) for id_, label in self.kinds.items()}

    def add(self, claim: Claim) -> None:
        if claim.relation == "denies" and claim.status == "accepted" and not claim.embedded and not claim.negated:
            self.holders.denied |= {self._end(ref.id).id for ref in claim.about}
        if gives_edges(status=claim.status, embedded=claim.embedded, negated=claim.negated, modality=claim.modality):
            self.holders.add(self._view_claim(claim))

    def _view_claim(self, claim: Claim) -> ViewClaim:
        name, same = self._name, self._same
        speakers = [a.id for a in claim.attributed_to]
        return ViewClaim(
            id=self.facts.claim_ids[claim.key], source=name(claim.source), relation=RELATION[claim.relation].name,
            holders=same(tuple(name(h) for h in claim.holder)),
            about=same(tuple((self._end(r.id), r.contrary) for r in claim.about)),
            towards=same(tuple(name(t.id) for t in claim.towards)),
            conditions=same(tuple((self._end(c.id), c.group, c.negated) for c in claim.conditions)),
            condition_kind=claim.condition_kind, basis=sys.intern(claim.basis),
            modality=sys.intern(claim.modality), strength=sys.intern(claim.strength), certainty=same(claim.certainty),
            origin=self._origins.get(claim.source, ""),
            imputed=is_imputed(claim.relation, claim.holder, speakers, claim.on_behalf_of, self.who,
                               said_in(claim, self._sources[claim.source])),
            first=same(claim.said_from), last=same(claim.said_to), valid_to=same(claim.valid_to),
        )  # fmt: skip

    def _name(self, id_: str) -> str:
        """The one text of an id."""
        return self._ends[id_].id

    def _same(self, value: T) -> T:
        """The value that an earlier claim has already: 200 000 claims would each bring their own."""
        found: T = self._values.setdefault(value, value)
        return found

    def _end(self, reference: str) -> End:
        if reference.startswith(CLAIM_PREFIX):
            return End("Claim", self.facts.claim_ids[reference.removeprefix(CLAIM_PREFIX)])
        return self._ends[reference]


def view_of(facts: Facts) -> Holders:
    """What the view needs to know of all claims of a data set."""
    viewed = Viewed(facts)
    for claim in facts.claims():
        viewed.add(claim)
    return viewed.holders


_ON_CLAIMS = ("denies", "rejects")
