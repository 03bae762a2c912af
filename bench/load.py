"""Loading: Parley's first load of a generated data set beside a loop that a user would tune by hand.

    python -m bench.load                     200 000 claims on the embedded engine
    python -m bench.load --claims 50000
    python -m bench.load --store bolt://…    on a Neo4j whose graph may be deleted (PARLEY_STORE_USER, …_PASSWORD)

Both begin with files and an empty store and end with the same nodes and edges. Parley reads fact files, validates every
record, gives ids, keeps a Load record and derives the view. The loop knows all of that already: it reads rows that were
written for it beforehand, the view's edges among them, and sends them in UNWIND batches over the same driver, of the
size that was fastest for it with fewer claims. Each runs in a process of its own, whose peak of resident memory is shown.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import logging
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph import loads
from graph.codec import EdgeRow, encode_claim, encode_entity, label_of, record_digest
from graph.cypher import schema_statements
from graph.derive import Measures
from graph.store import Store, Tx, open_store
from graph.units import read_measures
from loaders.factset import read_folder
from schema.records import Source

from . import generate
from .loader import target

DATES = ("said_from", "said_to", "valid_from", "valid_to", "first_said", "last_said", "from", "to")
BATCHES = (500, 1000, 2000, 5000, 10_000)
TUNING_CLAIMS = 10_000
Row = dict[str, Any]

# What someone who knows both engines would write: a claim with all its edges in one statement, ends by unique index.
CLAIMS = """
UNWIND $rows AS row
MATCH (h:Actor {id: row.holder})
MATCH (o:Measure {id: row.object})
MATCH (s:Source {id: row.source})
CREATE (c:Claim) SET c = row.claim
CREATE (p:Passage) SET p = row.passage
CREATE (c)-[:HELD_BY {pos: 0}]->(h)
CREATE (c)-[:ABOUT {pos: 0, contrary: false}]->(o)
CREATE (c)-[:ATTRIBUTED_TO {level: 0, verb: 'reports', pos: -1}]->(s)
CREATE (c)-[:EVIDENCED_BY {pos: 0}]->(p)
CREATE (p)-[:IN]->(s)
"""
NODES = "UNWIND $rows AS row CREATE (n:{labels}) SET n = row"
EDGES = """
UNWIND $rows AS row
MATCH (a:{start} {{id: row.start}})
MATCH (b:{end} {{id: row.end}})
CREATE (a)-[e:{type}]->(b) SET e = row.properties
"""


# ---- the rows of the loop, written beforehand


def write_rows(folder: Path, rows: Path) -> None:
    """Everything that Parley would write, as the rows of the loop."""
    facts = read_folder(folder)
    kinds = {e.id: label_of(e) for e in facts.entities}
    sources = {e.id: e for e in facts.entities if isinstance(e, Source)}
    with rows.open("w", encoding="utf-8") as out:

        def put(kind: str, row: object) -> None:
            out.write(json.dumps([kind, row], default=str) + "\n")

        links: list[EdgeRow] = []
        for entity in facts.entities:
            found = encode_entity(entity, kinds.__getitem__, facts.claim_ids.__getitem__)
            node = found.nodes[0]
            labels = f"{node.label}:{node.sublabel}" if node.sublabel else node.label
            extra = {"datasets": ["synthetic"], "digest": record_digest(entity), "load": "l"}
            put(f"node {labels}", {**node.properties, **extra})
            links += found.edges
        for edge in links:
            put(f"edge {edge.type} {edge.start_label} {edge.end_label}",
                {"start": edge.start, "end": edge.end, "properties": edge.properties})  # fmt: skip
        for claim in facts.claims():
            id_ = facts.claim_ids[claim.key]
            source = sources[claim.source]
            encoded = encode_claim(claim, id_, source, kind_of=kinds.__getitem__, claim_of=str, imputed=False)
            now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            extra = {"dataset": "synthetic", "digest": record_digest(claim), "load": "l", "recorded_at": now}
            put("claim", {
                "claim": {**encoded.nodes[0].properties, **extra},
                "passage": {**encoded.nodes[1].properties, "load": "l"},
                "holder": claim.holder[0], "object": claim.about[0].id, "source": claim.source,
            })  # fmt: skip
        view_edges = loads.view_of(facts).edges(_measures(links))
        for view in sorted(view_edges, key=lambda e: (e.type, e.start, e.end, e.id)):  # whole batches of one type
            put(f"edge {view.type} {view.start.label} {view.end.label}",
                {"start": view.start.id, "end": view.end.id,
                 "properties": {"id": view.id, **view.properties}})  # fmt: skip


def _measures(links: Iterable[EdgeRow]) -> Measures:
    parents: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if link.type == "SPECIALISES":
            parents[link.start].append(link.end)
    return Measures({k: tuple(v) for k, v in parents.items()})


# ---- the two, each in a process of its own


def run_parley(store: Store, folder: Path) -> int:
    return loads.load(store, read_folder(folder)).view_edges


def run_loop(store: Store, rows: Path, size: int) -> int:
    store.script(schema_statements())
    written = 0
    for kind, batch in _batches(rows, size):
        text = _statement(kind)

        def work(tx: Tx, text: str = text, batch: list[Row] = batch) -> None:
            tx.do(text, {"rows": batch})

        store.write(work)
        written += len(batch) if kind.startswith("edge") else 0
    return written


def _statement(kind: str) -> str:
    word, *rest = kind.split()
    if word == "claim":
        return CLAIMS
    return NODES.format(labels=rest[0]) if word == "node" else EDGES.format(type=rest[0], start=rest[1], end=rest[2])


def _batches(rows: Path, size: int) -> Iterator[tuple[str, list[Row]]]:
    kind, batch = "", list[Row]()
    with rows.open(encoding="utf-8") as file:
        for line in file:
            found, row = json.loads(line)
            if batch and (found != kind or len(batch) == size):
                yield kind, batch
                batch = []
            kind = found
            batch.append(_dated(row))
    if batch:
        yield kind, batch


def _dated(row: Row) -> Row:
    for part in (row, *(row[name] for name in ("claim", "properties") if name in row)):
        for name in DATES:
            if isinstance(part.get(name), str):
                part[name] = dt.date.fromisoformat(part[name])
    return row


def child(what: str, store: str, data: Path, size: int) -> None:
    """Empty the store, run, and say seconds, megabytes and what is there then."""
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)
    with open_store(target(store)) as opened:
        loads.wipe(opened)
        began = time.monotonic()
        edges = run_parley(opened, data) if what == "parley" else run_loop(opened, data, size)
        seconds = time.monotonic() - began
        counts = {
            "nodes": "MATCH (n) WHERE NOT n:Lock AND NOT n:Load AND NOT n:Meta AND NOT n:DataSet RETURN count(n) AS n",
            "edges": "MATCH ()-[e]->() RETURN count(e) AS n",
        }
        found = {name: opened.rows(text)[0]["n"] for name, text in counts.items()}
        opened.read(read_measures)
    print(json.dumps({"seconds": round(seconds, 2), "mb": round(_peak()), "view": edges, **found}))


def _peak() -> float:
    """The most resident memory of this process, in MB; `ru_maxrss` would be that of who started it, if that was more."""
    if (status := Path("/proc/self/status")).exists():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20  # macOS counts bytes


def _run(what: str, store: str, data: Path, size: int = 0) -> dict[str, float]:
    words = [
        sys.executable, "-m", "bench.load", "--child", what, "--store", store, "--data", str(data), "--batch", str(size)
    ]  # fmt: skip
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=os.environ)
    if done.returncode:
        raise SystemExit(f"{what}: {done.stderr[-2000:]}")
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _tune(store: str, folder: Path) -> int:
    """The batch with which the loop is fastest."""
    generate.write(folder / "few", generate.Size.of(TUNING_CLAIMS))
    write_rows(folder / "few", folder / "few.jsonl")
    seconds = {}
    for size in BATCHES:
        seconds[size] = _run("loop", store or f"embedded:{folder / f'few-{size}'}", folder / "few.jsonl", size)[
            "seconds"
        ]
        print(
            f"loop, batches of {size:6}: {TUNING_CLAIMS / seconds[size]:6.0f} claims/s at {TUNING_CLAIMS} claims",
            flush=True,
        )
    return min(BATCHES, key=seconds.__getitem__)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--store", default="", help="a Bolt address; the embedded engine without one")
    parser.add_argument("--batch", type=int, default=0, help="rows in a batch of the loop; the fastest without it")
    parser.add_argument("--child", choices=("parley", "loop"), help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(options.child, options.store, options.data, options.batch)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = options.batch or _tune(options.store, folder)
        generate.write(folder / "facts", generate.Size.of(options.claims))
        write_rows(folder / "facts", folder / "rows.jsonl")
        found = {}
        for what, data in (("loop", folder / "rows.jsonl"), ("parley", folder / "facts")):
            found[what] = _run(what, options.store or f"embedded:{folder / what}", data, size)
    for what, row in found.items():
        rate = options.claims / row["seconds"]
        print(f"{what:7} {row['seconds']:8.1f} s {rate:8.0f} claims/s {row['mb']:5.0f} MB of memory "
              f"{row['nodes']:.0f} nodes {row['edges']:.0f} edges")  # fmt: skip
    print(f"parley runs at {found['loop']['seconds'] / found['parley']['seconds']:.2f} of the loop's speed")


if __name__ == "__main__":
    main()
