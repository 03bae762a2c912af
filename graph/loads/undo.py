"""Taking a load back: what it made goes, what it changed is as it was before."""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from schema.errors import LoadError

from .. import between, cypher
from ..codec import EdgeRow, NodeRow, Properties
from ..cypher import with_names
from ..lock import writer_lock
from ..store import Row, Store, Tx
from ..units import Unit, chunks, main_label, read_measures, rebuild, reconcile
from .judged import data_version, delete_judgements, settle
from .ledger import ENTITY_LABELS, LoadReport, Progress, loads, now, prepare, read_meta
from .rows import as_dates, delete_out_edges, relabel, write_edges, write_nodes
from .touched import impute_again, units_of_claims, units_of_measures

UNDO_BATCH = 2000
"""Nodes deleted in one transaction: 20 000 with dense neighbours took more than 512 MB on Neo4j."""


_RANK = {"Passage": 0}
"""Passages are put back before the claims that quote them: revisions are read in the order of their ids."""


def snapshot(tx: Tx, load_id: str, nodes: Iterable[tuple[str, str]]) -> None:
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
                    "id": f"{load_id}:{_RANK.get(label, 1)}:{label}:{node['properties']['id']}",
                    "load": load_id, "label": label,
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
        for label in ("Judgement", "Passage", *reversed(ENTITY_LABELS)):
            while self._some(lambda tx, label=label: self._remove(tx, label)):  # type: ignore[misc]
                pass
        self._write(self._settle)
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
        before, ground, units = read_measures(tx), between.read_ground(tx), set[Unit]()
        judged = {c for one in between.read_judged(tx) for c in one["claims"]}
        claims = [r["node"] for r in rows if r["label"] == "Claim"]
        entities = [r["node"] for r in rows if r["label"] in ENTITY_LABELS]
        units |= units_of_claims(tx, claims)
        for row in rows:
            self._put_back(tx, row["label"], json.loads(row["before"]))
        units |= units_of_claims(tx, claims)
        tx.do(with_names(cypher.DELETE_NODES, label="Revision"), {"ids": [r["id"] for r in rows]})
        after = read_measures(tx)
        units |= units_of_measures(tx, before, after)
        units |= units_of_claims(tx, between.uproot(tx, ground, between.read_ground(tx)))
        if any(r["label"] in ("Actor", "Source") for r in rows):
            units |= impute_again(tx)
        if not self.pending:
            reconcile(tx, units, after)
            between.judge_again(tx, judged)
        self.report.claims_changed += len(claims)
        self.report.entities_changed += len(entities)
        return len(rows)

    def _settle(self, tx: Tx) -> None:
        units = settle(tx)
        if not self.pending:
            reconcile(tx, units, read_measures(tx))

    def _put_back(self, tx: Tx, label: str, snapshot: Properties) -> None:
        properties = as_dates(snapshot["properties"])
        id_ = str(properties["id"])
        if label == "Passage" and not tx.rows(with_names(cypher.EXISTING, label=label), {"ids": [id_]}):
            write_nodes(tx, [NodeRow(label, None, properties)], with_names(cypher.CREATE_NODES, labels=label))
            write_edges(tx, [EdgeRow("IN", label, id_, "Source", str(properties["source"]))])
            return
        if label == "Judgement":
            delete_judgements(tx, [id_])
            write_nodes(tx, [NodeRow(label, None, properties)], with_names(cypher.CREATE_NODES, labels=label))
            return
        types = cypher.CLAIM_TYPES if label == "Claim" else cypher.STRUCTURE_TYPES
        delete_out_edges(tx, label, [id_], types)
        node = NodeRow(label, properties.get("kind") if label == "Actor" else None, properties)
        if label == "Actor":
            relabel(tx, node)
        tx.do(with_names(cypher.UPDATE_NODES, label=label), {"rows": [properties]})
        write_edges(tx, [
            EdgeRow(e["type"], label, id_, main_label(e["labels"]), e["id"], as_dates(e["properties"]))
            for e in snapshot["edges"] if e["type"] in types
        ])  # fmt: skip

    def _remove_claims(self, tx: Tx) -> int:
        created = with_names(cypher.CREATED_BY, label="Claim")
        ids = [r["id"] for r in tx.rows(created, {"load": self.load, "limit": self.batch})]
        units = units_of_claims(tx, ids)
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
        tx.do(cypher.LOAD_WRITE, {"id": self.load, "properties": {"state": "undone", "finished_at": now()}})
        earlier = [p for p in (r["properties"] for r in tx.rows(cypher.LOADS)) if p["state"] == "done"]
        version = earlier[-1]["id"] if earlier else ""
        properties = {"view": "current", "data_version": data_version(tx, str(version))}
        tx.do(cypher.META_WRITE, {"properties": properties})
        name = str(self.record["dataset"])
        mine = [p for p in earlier if p["dataset"] == name]
        if not mine:
            tx.do(cypher.DATASET_DELETE, {"id": name})
