"""A small data set that is right, as files that a test then breaks."""

from __future__ import annotations

import hashlib
from pathlib import Path

import yaml

from bench.generate import Fields
from graph.corpus import Corpus
from loaders.factset import read_folder
from schema.errors import FactError, Problem

TEXT = "Ann said on Monday that the border would stay shut until the talks had ended.\nBen was against it — “never”, he said.\n"
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def good() -> dict[str, Fields]:
    """File names and what they hold."""
    return {
        "dataset.yaml": {"id": "border", "title": "Border"},
        "actors.yaml": {"actors": [
            {"id": "ann", "name": "Ann", "kind": "Person", "aliases": ["Annie"], "part_of": ["land"]},
            {"id": "ben", "name": "Ben", "kind": "Person"},
            {"id": "land", "name": "Land", "kind": "State"},
        ]},
        "measures.yaml": {"measures": [
            {"id": "opening", "name": "Opening of the border", "contrary_aliases": ["closure of the border"]},
            {"id": "talks", "name": "End of the talks"},
        ]},
        "events.yaml": {"events": [{"id": "monday", "name": "Monday"}], "places": [{"id": "gate", "name": "Gate"}]},
        "sources.yaml": {"sources": [{"id": "report", "title": "Report", "sha256": SHA}]},
        "claims/report.yaml": {"source": "report", "claims": [
            {"key": "shut", "relation": "conditions-on", "statement": "Ann ties the opening to the talks.", "holder": "ann",
             "about": "opening", "conditions": ["talks"], "condition_kind": "demanded", "attributed_to": ["ann"],
             "passages": [{"start": 0, "end": 77, "phrase": "would stay shut until the talks had ended"}]},
            {"key": "against", "relation": "opposes", "statement": "Ben is against it.", "holder": "ben", "about": "opening",
             "passages": [{"start": 78, "end": 117, "phrase": "Ben was against it — “never”"}]},
        ]},
    }  # fmt: skip


class _Plain(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  what stands twice is written twice
        return True


def write(folder: Path, files: dict[str, Fields]) -> Path:
    for name, value in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.dump(value, Dumper=_Plain, allow_unicode=True, sort_keys=False), encoding="utf-8")
    return folder


def corpus(place: Path) -> Corpus:
    """The text, at hand."""
    place.mkdir(exist_ok=True)
    (place / "report.txt").write_bytes(TEXT.encode())
    return Corpus([place])


def problems(folder: Path, texts: Corpus | None = None) -> list[Problem]:
    """What is wrong with a folder; nothing if it can be loaded."""
    try:
        read_folder(folder, corpus=texts)
    except FactError as error:
        return error.problems
    return []
