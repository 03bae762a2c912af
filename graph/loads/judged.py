"""Judgements over the record: the marks that they leave, brought to what stands.

A judgement is a node of its own; what it changes is marked and can be unmarked: a retracted claim has the status of its
file in `filed`, a tie between actors whose claims are all retracted is `fallen`, and one of two things that are the same
has the other in `same_as`. `settle` compares marks and judgements, so that it may be called after anything.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from schema.ids import digest, judgement_id
from schema.records import CLAIM_PREFIX, Judgement

from .. import cypher
from ..codec import Properties
from ..cypher import with_names
from ..derive import End
from ..identity import Identity, Pair, Thing, unite
from ..store import Store, Tx
from ..units import Unit, chunks, read_measures
from .touched import impute_again, units_of_claims

UNITABLE = ("Actor", "Measure")
RETRACTABLE = ("Claim", "Source")


@dataclass(frozen=True, slots=True)
class Judged:
    """A judgement as it lies in the store. `dataset`: whose files hold it, "" for one that was made here."""

    id: str
    kind: str
    label: str
    targets: tuple[str, ...]
    because: str
    by: str | None = None
    at: str | None = None
    source: str | None = None
    dataset: str = ""
    load: str = ""

    @property
    def properties(self) -> Properties:
        given = {name: getattr(self, name) for name in self.__slots__}
        return {k: list(v) if k == "targets" else v for k, v in given.items() if v}

    @classmethod
    def of(cls, properties: Mapping[str, Any]) -> Judged:
        return cls(**{**properties, "targets": tuple(properties["targets"])})


def judged_of(
    record: Judgement, dataset: str, kinds: Mapping[str, str], claim_ids: Mapping[str, str], load: str = ""
) -> Judged:
    """A judgement of files. `kinds`: the label of an id; `claim_ids`: key → id."""

    def resolve(reference: str) -> str:
        return claim_ids[reference.removeprefix(CLAIM_PREFIX)] if reference.startswith(CLAIM_PREFIX) else reference

    targets = tuple(map(resolve, record.targets))
    label = kinds.get(record.targets[0], "Claim")
    source = record.source and resolve(record.source)
    id_ = judgement_id(record.kind, targets, dataset)
    return Judged(id_, record.kind, label, targets, record.because, record.by, record.at, source, dataset, load)


def read_judgements(at: Tx | Store) -> list[Judged]:
    return [Judged.of(row["properties"]) for row in at.rows(cypher.JUDGEMENTS)]


def write_judgements(tx: Tx, new: Iterable[Judged]) -> None:
    rows = [j.properties for j in new]
    tx.do(with_names(cypher.CREATE_NODES, labels="Judgement"), {"rows": rows})


def delete_judgements(tx: Tx, ids: Sequence[str]) -> None:
    tx.do(cypher.JUDGEMENT_DELETE, {"ids": list(ids)})


def data_version(tx: Tx, load: str) -> str:
    """Of the load and the judgements over it: what readers keep is of one version."""
    ids = sorted(j.id for j in read_judgements(tx))
    return f"{load}.{digest(ids, size=4)}" if ids else load


def settle(tx: Tx) -> set[Unit]:
    """Bring marks to what the judgements say: the units whose edges that may change."""
    judgements = read_judgements(tx)
    _link(tx, judgements)
    units = _retract(tx, [j for j in judgements if j.kind == "retracted"])
    _mark_ties(tx)
    units |= _unite(tx, judgements)
    return units | impute_again(tx)


def _link(tx: Tx, judgements: Sequence[Judged]) -> None:
    for label in (*UNITABLE, *RETRACTABLE):
        rows = [{"id": j.id, "target": t} for j in judgements if j.label == label for t in j.targets]
        if rows:
            tx.do(with_names(cypher.JUDGEMENT_LINKS, label=label), {"rows": rows})


# ---- retraction


def retracted_ids(judgements: Iterable[Judged]) -> tuple[set[str], set[str]]:
    """Claims, and sources all of whose claims are retracted."""
    claims = {t for j in judgements if j.kind == "retracted" and j.label == "Claim" for t in j.targets}
    sources = {t for j in judgements if j.kind == "retracted" and j.label == "Source" for t in j.targets}
    return claims, sources


def _retract(tx: Tx, judgements: Sequence[Judged]) -> set[Unit]:
    claims, sources = retracted_ids(judgements)
    for row in tx.rows(cypher.CLAIMS_OF_SOURCES, {"ids": sorted(sources)}):
        claims.add(row["id"])
    rows: list[Properties] = [
        {"id": row["id"], "status": row["filed"], "filed": None}
        for row in tx.rows(cypher.RETRACTED_CLAIMS) if row["id"] not in claims
    ]  # fmt: skip
    for part in chunks(sorted(claims)):
        for row in tx.rows(cypher.STANDING_CLAIMS, {"ids": part}):
            rows.append({"id": row["id"], "status": "retracted", "filed": row["status"]})
    for some in chunks(rows):
        tx.do(with_names(cypher.PATCH_NODES, label="Claim"), {"rows": list(some)})
    return units_of_claims(tx, sorted(str(row["id"]) for row in rows))


def _mark_ties(tx: Tx) -> None:
    """A tie falls with the last claim behind it."""
    retracted = {row["id"] for row in tx.rows(cypher.RETRACTED_CLAIMS)}
    changed: dict[str, list[Properties]] = defaultdict(list)
    for row in tx.rows(cypher.TIES_OF_CLAIMS):
        falls = bool(row["claims"]) and retracted.issuperset(row["claims"])
        if falls != bool(row["fallen"]):
            changed[row["type"]].append({**row, "fallen": falls or None})
    for type_, rows in changed.items():
        tx.do(with_names(cypher.MARK_TIES, type=type_), {"rows": rows})


# ---- identity


def things_of(at: Tx | Store, ids: Iterable[str]) -> dict[str, Thing]:
    """The actors and measures among `ids`."""
    found: dict[str, Thing] = {}
    wanted = sorted(set(ids))
    for label in UNITABLE:
        for row in at.rows(with_names(cypher.THINGS, label=label), {"ids": wanted}):
            found[row["id"]] = Thing(label, **row)
    return found


def pairs_of(judgements: Iterable[Judged]) -> list[Pair]:
    return [Pair(j.id, j.kind == "same", *j.targets) for j in judgements if j.kind in ("same", "different")]


def _unite(tx: Tx, judgements: Sequence[Judged]) -> set[Unit]:
    pairs = pairs_of(judgements)
    have: dict[str, str] = {}
    labels: dict[str, str] = {}
    for label in UNITABLE:
        for row in tx.rows(with_names(cypher.SAME_AS, label=label)):
            have[row["id"]], labels[row["id"]] = row["one"], label
    things = things_of(tx, (t for p in pairs for t in (p.first, p.second)))
    want = unite(pairs, things, read_measures(tx, Identity()))
    labels |= {id_: thing.label for id_, thing in things.items()}
    moved = {id_ for id_ in (*have, *want) if have.get(id_) != want.get(id_)}
    if not moved:
        return set()
    for label in UNITABLE:
        rows = [{"id": id_, "same_as": want.get(id_)} for id_ in sorted(moved) if labels[id_] == label]
        tx.do(with_names(cypher.PATCH_NODES, label=label), {"rows": rows})
    return _units_of_moved(tx, moved, Identity(have), Identity(want))


def _units_of_moved(tx: Tx, moved: set[str], before: Identity, after: Identity) -> set[Unit]:
    """Units of all claims of the things that are joined or parted, and of measures above and below them, as they were
    and as they are."""
    ids = {other for id_ in moved for identity in (before, after) for other in identity.all(id_)}
    sides = [(identity, read_measures(tx, identity)) for identity in (before, after)]
    for identity, measures in sides:
        near = {r for id_ in ids for r in measures.reach(identity.of(id_))}
        ids |= {other for r in near for other in identity.all(r)}
    claims: set[str] = set()
    for label in UNITABLE:
        values = {"ids": sorted(ids), "types": list(cypher.CLAIM_TYPES)}
        claims |= {row["id"] for row in tx.rows(with_names(cypher.CLAIMS_TOUCHING, label=label), values)}
    units = units_of_claims(tx, sorted(claims))
    return {
        Unit(identity.of(u.holder), End(u.object.label, reached))
        for u in units for identity, measures in sides for reached in measures.reach(identity.of(u.object.id))
    } | units  # fmt: skip


