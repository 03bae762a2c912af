"""Synthetic data sets of any size, the same for the same seed, as a folder of JSON Lines.

    python -m bench.generate FOLDER --claims 200000
    python -m bench.generate FOLDER --claims 5000 --rich

Plain claims have one holder, one object, one passage: three edges beside the one to their source. Rich ones use all that
a claim can have (conditions, contraries, several holders, claims about claims, measures that specialise and exclude each
other), for tests. Holders and objects are drawn unevenly, as in real texts: a few are in most of the claims.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from schema.kinds import ACTOR_KINDS
from schema.relations import RELATION, RELATIONS, Relation

Fields = dict[str, Any]
PLAIN_RELATIONS = ("supports", "opposes", "demands", "proposes", "agrees-to", "participates-in", "lacks", "hinders")
CLAIMS_PER_SOURCE = 20
_WORDS = [
    "the",
    "council",
    "has",
    "agreed",
    "that",
    "talks",
    "on",
    "this",
    "step",
    "may",
    "begin",
    "once",
    "all",
    "sides",
    "have",
    "signed",
    "the",
    "text",
]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of everything. 20 500 shared nodes go with 200 000 claims."""

    claims: int
    actors: int
    measures: int
    events: int
    places: int
    rich: bool = False

    @classmethod
    def of(cls, claims: int, *, rich: bool = False) -> Size:
        """Shared nodes in the proportions of real sets: a tenth of the claims, at least a few."""
        part = max(claims // 200_000 * 1000, claims // 200, 8)
        return cls(claims, actors=3 * part, measures=6 * part, events=part, places=max(part // 2, 4), rich=rich)

    @property
    def sources(self) -> int:
        return -(-self.claims // CLAIMS_PER_SOURCE)


def _hash(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _one(random: Random, count: int) -> int:
    """An index below `count`, small ones far more often: with a share of 1/√rank."""
    return int(count * random.random() ** 2)


def _day(random: Random) -> str:
    return f"2025-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"


def _some(random: Random, share: float) -> bool:
    return random.random() < share


# ---- entities


def entities(size: Size, seed: int = 0) -> Iterator[tuple[str, Fields]]:
    """(heading, record) of all entities."""
    random = Random(f"entities {seed}")
    for n in range(size.places):
        yield "places", {"id": f"place-{n}", "name": f"Place {n}"}
    for n in range(size.events):
        yield "events", {"id": f"event-{n}", "name": f"Event {n}", "from": _day(random)}
    for n in range(size.actors):
        yield "actors", _actor(random, n, size)
    for n in range(size.measures):
        yield "measures", _measure(random, n, size)
    for n in range(size.sources):
        yield "sources", {"id": f"source-{n}", "title": f"Report {n}", "sha256": _hash("source", n)}


def _actor(random: Random, n: int, size: Size) -> Fields:
    actor: Fields = {"id": f"actor-{n}", "name": f"Actor {n}", "aliases": [f"A-{n}"], "kind": ACTOR_KINDS[n % 8]}
    if size.rich and n:
        if _some(random, 0.2):
            actor["represents"] = [{"actor": f"actor-{random.randrange(n)}", "role": "leads", "background": True}]
        if _some(random, 0.2):
            link = {"actor": f"actor-{random.randrange(n)}", "speaks_for": _some(random, 0.5), "background": True}
            actor["member_of"] = [link]
        if _some(random, 0.1):
            actor["part_of"] = [f"actor-{random.randrange(n)}"]
    return actor


def _measure(random: Random, n: int, size: Size) -> Fields:
    measure: Fields = {"id": f"measure-{n}", "name": f"Measure {n}", "contrary_aliases": [f"No measure {n}"]}
    if n and _some(random, 0.4):
        parents = {_one(random, n) for _ in range(2 if size.rich and _some(random, 0.2) else 1)}
        measure["specialises"] = [f"measure-{p}" for p in sorted(parents)]
    if size.rich and n:
        if _some(random, 0.1):
            measure["excludes"] = [f"measure-{random.randrange(n)}"]
        if _some(random, 0.1):
            measure["component_of"] = [f"measure-{random.randrange(n)}"]
        if _some(random, 0.1):
            measure["involves"] = [f"actor-{random.randrange(size.actors)}", f"place-{random.randrange(size.places)}"]
    return measure


# ---- claims


def claims(size: Size, seed: int = 0) -> Iterator[Fields]:
    """All claims, no two of which say the same."""
    random = Random(f"claims {seed}")
    said: set[str] = set()
    for n in range(size.claims):
        if n % CLAIMS_PER_SOURCE == 0:
            said.clear()
        while True:
            claim = _rich(random, n, size) if size.rich else _plain(random, size)
            content = json.dumps(claim, sort_keys=True)
            if content not in said:
                break
        said.add(content)
        yield {"key": f"k{n}", "source": f"source-{n // CLAIMS_PER_SOURCE}", **claim, **_proof(random, n)}


def _proof(random: Random, n: int) -> Fields:
    first = random.randrange(len(_WORDS) - 8)
    start = n % CLAIMS_PER_SOURCE * 200
    phrase = " ".join(_WORDS[first : first + 6])
    passage = {"start": start, "end": start + 150, "sha256": _hash("passage", n), "phrase": phrase}
    return {"statement": f"Proposition {n} of the report.", "certainty": random.randrange(5, 11) / 10,
            "passages": [passage]}  # fmt: skip


def _plain(random: Random, size: Size) -> Fields:
    return {
        "relation": random.choice(PLAIN_RELATIONS),
        "holder": [f"actor-{_one(random, size.actors)}"],
        "about": [f"measure-{_one(random, size.measures)}"],
        "said_from": _day(random),
    }


def _rich(random: Random, n: int, size: Size) -> Fields:
    relation = random.choice(RELATIONS)
    if n < 50 and "Measure" not in relation.objects:
        relation = RELATION["supports"]
    holders = random.choice([0, 1, 1, 1, 1, 1, 2, 3])
    claim: Fields = {
        "relation": relation.name,
        "holder": _distinct(f"actor-{_one(random, size.actors)}" for _ in range(holders)),
        "about": _objects(random, relation, n, size),
        "modality": random.choice(["asserted"] * 6 + ["expected", "demanded", "threatened", "denied", "questioned"]),
        "basis": random.choice(["stated", "stated", "implied", "inferred"]),
        "status": random.choice(["accepted"] * 9 + ["proposed", "rejected", "retracted"]),
        "negated": _some(random, 0.08),
        "embedded": _some(random, 0.08),
        **_conditions(random, relation, n, size),
        **_dates(random),
    }
    if relation.towards and _some(random, 0.5):
        claim["towards"] = _distinct(f"actor-{_one(random, size.actors)}" for _ in range(random.choice([1, 1, 2])))
    if relation.judged:
        claim["judgement"] = random.choice(["good", "bad"])
    if _some(random, 0.4):
        claim["attributed_to"] = _distinct(
            f"actor-{_one(random, size.actors)}" for _ in range(random.choice([1, 1, 2]))
        )
    if _some(random, 0.1):
        claim["on_behalf_of"] = [f"actor-{_one(random, size.actors)}"]
    return claim


def _distinct(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _objects(random: Random, relation: Relation, n: int, size: Size) -> list[Any]:
    kinds = [kind for kind in relation.objects if kind != "Claim" or n >= 50]
    if "Measure" in kinds:
        kinds += ["Measure"] * 3
    kind = random.choice(kinds)
    if kind == "Claim":
        return [f"claim:k{random.randrange(n)}"]
    if kind != "Measure":
        counts = {"Actor": size.actors, "Event": size.events, "Place": size.places}
        return [f"{kind.lower()}-{_one(random, counts[kind])}"]
    found = {f"measure-{_one(random, size.measures)}" for _ in range(random.choice([1, 1, 1, 2]))}
    return [{"id": id_, "contrary": _some(random, 0.2)} for id_ in sorted(found)]


def _conditions(random: Random, relation: Relation, n: int, size: Size) -> Fields:
    must = relation.name in ("conditions-on", "requires")
    if not relation.conditions or not (must or _some(random, 0.4)):
        return {}
    ends = [f"measure-{_one(random, size.measures)}" for _ in range(random.choice([1, 1, 2, 3]))]
    if _some(random, 0.1):
        ends.append(f"event-{_one(random, size.events)}")
    if n >= 50 and _some(random, 0.05):
        ends.append(f"claim:k{random.randrange(n)}")
    parts = [{"id": id_, "group": random.choice([1, 1, 2]), "negated": _some(random, 0.1)} for id_ in _distinct(ends)]
    return {"conditions": parts, "condition_kind": random.choice(relation.conditions)}


def _dates(random: Random) -> Fields:
    dates: Fields = {}
    if _some(random, 0.7):
        day = _day(random)
        dates["said_from"] = random.choice([day, day, day[:7], day[:4]])
    if _some(random, 0.2):
        dates["valid_to"] = _day(random)
    return dates


# ---- files


def write(folder: Path, size: Size, seed: int = 0, name: str = "synthetic") -> None:
    """The whole data set as files."""
    (folder / "claims").mkdir(parents=True, exist_ok=True)
    (folder / "dataset.yaml").write_text(f"id: {name}\ntitle: Generated\ninvented: true\n", encoding="utf-8")
    headings: dict[str, list[Fields]] = {}
    for heading, record in entities(size, seed):
        headings.setdefault(heading, []).append(record)
    for heading, records in headings.items():
        _lines(folder / f"{heading}.jsonl", records)
    _lines(folder / "claims" / "all.jsonl", claims(size, seed))


def _lines(path: Path, records: Iterable[Fields]) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.generate", description="Write a synthetic data set")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rich", action="store_true", help="use everything that a claim can have")
    chosen = parser.parse_args()
    write(chosen.folder, Size.of(chosen.claims, rich=chosen.rich), chosen.seed)


if __name__ == "__main__":
    main()
