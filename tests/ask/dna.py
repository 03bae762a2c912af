"""The sample of the Discourse Network Analyzer as a data set: persons hold what they agree or disagree with."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import shutil
import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

_VALUE = """
SELECT e.Value FROM DATASHORTTEXT t JOIN VARIABLES v ON v.ID = t.VariableId JOIN ENTITIES e ON e.ID = t.Entity
WHERE t.StatementId = ? AND v.Variable = ?
"""


@dataclass(frozen=True, order=True, slots=True)
class _Said:
    """What one person says in one document, however often."""

    document: int
    person: str
    organization: str
    concept: str
    agrees: int

    @property
    def measure(self) -> str:
        return self.concept.rstrip(".")


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def write_data_set(sample: Path, folder: Path) -> Path:
    """Write the data set that a file of the analyzer holds into `folder`, and give it."""
    (folder / "claims").mkdir(parents=True)
    copy = folder / "sample.dna"
    shutil.copyfile(sample, copy)  # SQLite writes beside what it opens
    with sqlite3.connect(copy) as db:
        documents = {i: (t, x, _day(d)) for i, t, x, d in db.execute("SELECT ID, Title, Text, Date FROM DOCUMENTS")}
        said = _said(db)
    copy.unlink()
    persons = sorted({(s.person, s.organization) for s in said})
    files: dict[str, object] = {
        "dataset": {"id": "dna-sample", "title": "Sample of the Discourse Network Analyzer", "language": "en"},
        "actors": {"actors": [
            *({"id": slug(p), "name": p, "kind": "Person",
               "represents": [{"actor": slug(o), "role": "speaks-for", "background": True}]} for p, o in persons),
            *({"id": slug(o), "name": o, "kind": "Organisation"} for o in sorted({o for _, o in persons})),
        ]},
        "measures": {"measures": [
            {"id": slug(m), "name": m, "sort": "state"} for m in sorted({s.measure for s in said})
        ]},
        "events": {"events": [], "places": []},
        "sources": {"sources": [
            {"id": f"doc-{i}", "title": title, "language": "en", "published": day, "published_precision": "day",
             "sha256": _sha256(text)} for i, (title, text, day) in documents.items()
        ]},
        "claims/all": {"claims": [
            _claim(n, s, places, documents[s.document]) for n, (s, places) in enumerate(sorted(said.items()))
        ]},
    }  # fmt: skip
    for name, content in files.items():
        (folder / f"{name}.yaml").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return folder


def _said(db: sqlite3.Connection) -> dict[_Said, list[tuple[int, int]]]:
    found: dict[_Said, list[tuple[int, int]]] = defaultdict(list)
    rows = db.execute("SELECT ID, DocumentId, Start, Stop FROM STATEMENTS WHERE StatementTypeId = 1").fetchall()
    for id_, document, start, stop in rows:
        person, organization, concept = (
            db.execute(_VALUE, (id_, variable)).fetchone()[0] for variable in ("person", "organization", "concept")
        )
        (agrees,) = db.execute("SELECT Value FROM DATABOOLEAN WHERE StatementId = ?", (id_,)).fetchone()
        found[_Said(document, person, organization, concept, agrees)].append((start, stop))
    return found


def _claim(n: int, said: _Said, places: list[tuple[int, int]], document: tuple[str, str, str]) -> dict[str, object]:
    _, text, day = document
    return {
        "key": f"s{n}", "source": f"doc-{said.document}", "relation": "supports" if said.agrees else "opposes",
        "holder": slug(said.person), "about": [slug(said.measure)], "said_from": day, "date_precision": "day",
        "statement": f"{said.person} {'agrees' if said.agrees else 'disagrees'} that {said.measure}.",
        "passages": [
            {"start": a, "end": b, "sha256": _sha256(text[a:b]),
             "phrase": " ".join(text[a:b].split("\n")[0].split(" ")[:8]).strip()} for a, b in places
        ],
    }  # fmt: skip


def _day(seconds: int) -> str:
    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date().isoformat()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
