"""The invariants of the graph, each looked for in the store itself: what `parley check` reports."""

from __future__ import annotations

import difflib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from schema.relations import VIEW_TYPES

from . import cypher, loads
from .corpus import Corpus, slice_sha256
from .derive import derive
from .store import Store, Tx
from .units import main_label, read_contested, read_measures, read_view_claims

MAX_FINDINGS = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it must be: which invariant, what, and where (ids)."""

    invariant: str
    what: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.what}"


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`findings`, empty where all is well; `passages_verified` against a text, of `passages`."""

    findings: list[Finding]
    claims: int
    edges: int
    passages: int
    passages_verified: int


CLAIMS_WITHOUT_PASSAGE = """
MATCH (c:Claim {status: 'accepted'})
WHERE NOT EXISTS { MATCH (c)-[:EVIDENCED_BY]->(:Passage) }
RETURN c.id AS id, c.key AS key ORDER BY c.key LIMIT 100
"""
CLAIMS_WITHOUT_SOURCE = """
MATCH (c:Claim)-[:EVIDENCED_BY]->(p:Passage)
WHERE NOT EXISTS { MATCH (p)-[:IN]->(s:Source) WHERE s.id = c.source }
RETURN DISTINCT c.id AS id, c.key AS key ORDER BY c.key LIMIT 100
"""
EDGES_WITH_BAD_CLAIMS = """
MATCH (a)-[e]->(b)
WHERE type(e) IN $types
UNWIND e.claims AS id
OPTIONAL MATCH (c:Claim {id: id})
WITH e, a, b, id, c
WHERE c IS NULL OR c.status <> 'accepted' OR c.embedded OR c.negated
RETURN type(e) AS type, a.id AS start, b.id AS end, id AS claim, c.status AS status, c.embedded AS embedded LIMIT 100
"""
EDGES_WITHOUT_CLAIMS = """
MATCH (a)-[e]->(b)
WHERE type(e) IN $types AND (e.claims IS NULL OR size(e.claims) = 0)
RETURN type(e) AS type, a.id AS start, b.id AS end LIMIT 100
"""
TWINS = """
MATCH (n:$$LABEL)
WITH n.id AS id, count(*) AS n
WHERE n > 1
RETURN id, n LIMIT 100
"""
PASSAGES = """
MATCH (p:Passage)-[:IN]->(s:Source)
RETURN p.id AS id, p.start AS start, p.end AS end, p.sha256 AS sha256, p.phrase AS phrase, s.id AS source,
       s.sha256 AS text
"""


def check(store: Store, corpus: Corpus | None = None) -> CheckReport:
    """Look for everything that must never be. Reads only."""
    corpus = corpus or Corpus()
    findings: list[Finding] = [*_loads(store), *_proof(store), *_view_claims(store), *_twins(store)]
    edges, view_findings = store.read(_view)
    findings += view_findings
    passages, verified, passage_findings = _passages(store, corpus)
    findings += passage_findings
    claims = int(store.rows(cypher.ACCEPTED_CLAIMS)[0]["n"])
    return CheckReport(findings[:MAX_FINDINGS], claims, edges, passages, verified)


def _loads(store: Store) -> Iterator[Finding]:
    for record in loads.loads(store):
        if record["state"] == "running":
            yield Finding("every load is finished", f"the load of {record['dataset']} was broken off; run it again")
    if loads.read_meta(store).get("view", "current") != "current":
        yield Finding("the view is current", "it is being derived, or that was broken off; run: parley rebuild")


def _proof(store: Store) -> Iterator[Finding]:
    for row in store.rows(CLAIMS_WITHOUT_PASSAGE):
        yield Finding("an accepted claim has a passage", f"{row['key']} ({row['id']}) has none")
    for row in store.rows(CLAIMS_WITHOUT_SOURCE):
        yield Finding("a passage lies in its claim's source", f"{row['key']} ({row['id']})")


def _view_claims(store: Store) -> Iterator[Finding]:
    types = {"types": list(VIEW_TYPES)}
    for row in store.rows(EDGES_WITHOUT_CLAIMS, types):
        yield Finding("an edge of the view names its claims", f"{row['start']} {row['type']} {row['end']} names none")
    for row in store.rows(EDGES_WITH_BAD_CLAIMS, types):
        why = "does not exist" if row["status"] is None else f"is {'embedded' if row['embedded'] else row['status']}"
        what = f"{row['start']} {row['type']} {row['end']} stands on {row['claim']}, which {why}"
        yield Finding("an edge of the view stands on accepted claims", what)


def _twins(store: Store) -> Iterator[Finding]:
    for label in ("Actor", "Measure", "Event", "Place", "Source", "Passage", "Claim"):
        for row in store.rows(cypher.with_names(TWINS, label=label)):
            yield Finding("an id is one node", f"{label} {row['id']} stands {row['n']} times")


def _view(tx: Tx) -> tuple[int, list[Finding]]:
    """The view against what the claims give now."""
    ids = [row["id"] for row in tx.rows(cypher.CLAIM_IDS)]
    wanted = derive(read_view_claims(tx, ids), read_measures(tx), read_contested(tx))
    lines = sorted(_line(e.type, e.start.id, e.end.id, e.end.label, {"id": e.id, **e.properties}) for e in wanted)
    present = sorted(
        _line(row["type"], row["start"], row["end"], main_label(row["labels"]), row["properties"])
        for row in tx.rows(ALL_VIEW_EDGES, {"types": list(VIEW_TYPES)})
    )
    findings = []
    if lines != present:
        for line in difflib.unified_diff(present, lines, n=0, lineterm=""):
            if line[:1] in "+-" and line[:3] not in ("+++", "---"):
                side = "is missing" if line[0] == "+" else "should not be there"
                findings.append(Finding("the view is what the claims give", f"{line[1:200]} {side}"))
    return len(present), findings[:MAX_FINDINGS]


ALL_VIEW_EDGES = """
MATCH (a)-[e]->(b)
WHERE type(e) IN $types
RETURN type(e) AS type, a.id AS start, b.id AS end, labels(b) AS labels, properties(e) AS properties
"""


def _line(type_: str, start: str, end: str, label: str, properties: dict[str, object]) -> str:
    return json.dumps([type_, start, end, label, properties], sort_keys=True, ensure_ascii=False)


def _passages(store: Store, corpus: Corpus) -> tuple[int, int, list[Finding]]:
    rows = store.rows(PASSAGES)
    verified, findings = 0, []
    report: Callable[[str], None] = lambda what: findings.append(Finding("a passage matches its source", what))  # noqa: E731
    for row in rows:
        text = corpus.text(row["text"])
        if text is None:
            continue
        part = text[row["start"] : row["end"]]
        where = f"{row['source']} {row['start']}–{row['end']}"
        if row["sha256"] and slice_sha256(part) != row["sha256"]:
            report(f"{where}: the text there has another hash")
        elif row["phrase"] not in part:
            report(f"{where}: the phrase does not stand there")
        else:
            verified += 1
    return len(rows), verified, findings
