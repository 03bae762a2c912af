"""Data sets for tests: made of records as a person would write them, through the loader that everyone uses."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from bench.generate import Fields, Size, claims, entities
from loaders.factset import FactSet, read_folder
from schema.kinds import ACTOR_KINDS
from schema.records import CLAIM_PREFIX, Claim

from .opposing import Opposites
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


def held(entities: Entities, claims: Iterable[Fields], name: str = "made") -> FactSet:
    """A data set in memory, its files gone."""
    with tempfile.TemporaryDirectory() as place:
        facts = made(Path(place), entities, claims, name)
        records = list(facts.claims())
    return FactSet(facts.dataset, facts.digest, facts.entities, facts.claim_ids, lambda: iter(records))


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
    found = world(*facts)
    return sorted((*View(found).lines(), *Opposites(found).lines()))


def vary(headings: Entities, claims: list[Fields], seed: int) -> tuple[dict[str, list[Fields]], list[Fields]]:
    """The same data set some edits later: claims changed, dropped and new, hierarchies, kinds and spokespersons changed."""
    random = Random(f"vary {seed}")
    changed = {heading: [dict(r) for r in records] for heading, records in headings.items()}
    for actor in changed["actors"]:
        number = int(actor["id"].split("-")[1])
        if random.random() < 0.2:
            actor["kind"] = random.choice(ACTOR_KINDS)
        if random.random() < 0.2 and number:
            link = {"actor": f"actor-{random.randrange(number)}", "role": "speaks-for", "background": True}
            actor["represents"] = random.choice([[], [link]])
    for measure in changed["measures"]:
        number = int(measure["id"].split("-")[1])
        if random.random() < 0.3 and number:
            measure["specialises"] = [f"measure-{random.randrange(number)}"]
        if random.random() < 0.1:
            measure.pop("excludes", None)
    return changed, _vary_claims(claims, random, len(changed["actors"]), len(changed["measures"]))


def _vary_claims(claims: list[Fields], random: Random, actors: int, measures: int) -> list[Fields]:
    kept: dict[str, Fields] = {}
    for given in claims:
        one = dict(given)
        dice = random.random()
        if dice < 0.1 or any(name not in kept for name in _named(one)):
            continue
        if dice < 0.2:
            one["certainty"] = random.randrange(1, 5) / 10
        elif dice < 0.3:
            one["holder"] = [f"actor-{random.randrange(actors)}"]
        elif dice < 0.35:
            one["status"] = "retracted"
        kept[one["key"]] = one
    for number in range(len(claims) // 10):
        about = f"measure-{random.randrange(measures)}"
        new = claim(f"new{number}", random.choice(["supports", "opposes"]), f"actor-{random.randrange(actors)}", about)
        kept[new["key"]] = {**new, "source": claims[0]["source"], "said_from": f"2026-01-{number % 28 + 1:02d}"}
    said: dict[str, Fields] = {}
    for one in kept.values():  # an edit may have made two that say the same
        content = {
            k: v for k, v in one.items() if k not in ("key", "statement", "passages", "certainty", "basis", "status")
        }
        said.setdefault(json.dumps(content, sort_keys=True), one)
    keys = {one["key"] for one in said.values()}
    grown = True
    while grown:
        gone = {k for k in keys if any(name not in keys for name in _named(kept[k]))}
        keys, grown = keys - gone, bool(gone)
    return [kept[k] for k in kept if k in keys]


def _named(one: Fields) -> list[str]:
    return re.findall(r'"claim:([^"]+)"', json.dumps(one))
