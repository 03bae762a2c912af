"""Data sets for tests: made of records as a person would write them, through the loader that everyone uses."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from bench.generate import Fields, Size, claims, entities
from loaders.factset import FactSet, read_folder
from schema.records import CLAIM_PREFIX, Claim

from .oracle import View, World

Entities = Mapping[str, list[Fields]]
SHA = "a" * 64


def folder(path: Path, entities: Entities, claims: Iterable[Fields], name: str = "made") -> Path:
    """Write a data set as JSON Lines."""
    (path / "claims").mkdir(parents=True, exist_ok=True)
    (path / "dataset.yaml").write_text(json.dumps({"id": name, "title": name.title()}), encoding="utf-8")
    for heading, records in entities.items():
        (path / f"{heading}.jsonl").write_text(_lines(records), encoding="utf-8")
    (path / "claims" / "all.jsonl").write_text(_lines(claims), encoding="utf-8")
    return path


def _lines(records: Iterable[Fields]) -> str:
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


def made(path: Path, entities: Entities, claims: Iterable[Fields], name: str = "made") -> FactSet:
    return read_folder(folder(path, entities, claims, name))


def generated(size: Size, seed: int = 0) -> tuple[dict[str, list[Fields]], list[Fields]]:
    """Entities by heading, and claims, of `bench.generate`."""
    headings: dict[str, list[Fields]] = {}
    for heading, record in entities(size, seed):
        headings.setdefault(heading, []).append(record)
    return headings, list(claims(size, seed))


def claim(key: str, relation: str, holder: Any, about: Any, **more: Any) -> Fields:  # noqa: ANN401
    """A claim as JSON has it, with a passage of its own."""
    at = sum(map(ord, key)) * 10
    passage = {"start": at, "end": at + 40, "phrase": f"words of {key}"}
    return {
        "key": key, "source": "report", "relation": relation, "statement": f"Statement {key}.", "holder": holder,
        "about": about, "passages": [passage], **more,
    }  # fmt: skip


def world(*facts: FactSet) -> World:
    """What the oracle needs to know of data sets that lie in one store."""
    found: list[tuple[str, Claim, Callable[[str], str]]] = []
    for one in facts:
        ids = one.claim_ids

        def resolve(reference: str, ids: Mapping[str, str] = ids) -> str:
            return ids[reference.removeprefix(CLAIM_PREFIX)] if reference.startswith(CLAIM_PREFIX) else reference

        found += [(ids[c.key], c, resolve) for c in one.claims()]
    return World(found, {e.id: e for one in facts for e in one.entities})


def expected_view(*facts: FactSet) -> list[str]:
    return View(world(*facts)).lines()
