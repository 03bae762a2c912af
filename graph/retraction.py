"""Retraction: claims, or all claims of a source, that no longer count. Nothing is deleted; the view follows.

    retract(store, ["k12", "a-source"], reason="…", dry_run=True) → Retraction, with what falls
    graph.judging.withdraw(store, [id], ("retracted",))             takes it back
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from schema.errors import JudgementError

from . import cypher
from .cascade import Cascade, what_falls
from .judging import judge, new_judgement, target_of, unfinished
from .loads.judged import Judged
from .store import Store, Tx
from .units import chunks


@dataclass(slots=True)
class Retraction:
    """What was retracted, or (`dry_run`) would be, and what falls with it."""

    judgements: list[Judged]
    falls: Cascade
    dry_run: bool = False

    def as_json(self) -> dict[str, Any]:
        made = [
            {"id": j.id, "target": j.targets[0], "on": j.label, "because": j.because, "by": j.by, "at": j.at}
            for j in self.judgements
        ]  # fmt: skip
        return {"dry_run": self.dry_run, "retracted": made, **asdict(self.falls)}


def retract(
    store: Store, names: Sequence[str], reason: str, by: str | None = None, *, dry_run: bool = False
) -> Retraction:
    """Retract claims (by id or key) and sources (by id), in one transaction. Raises NotFound or JudgementError."""
    targets = dict.fromkeys(target_of(store, name) for name in names)
    new = [new_judgement("retracted", label, (id_,), reason, by) for label, id_ in targets]

    def falling(tx: Tx) -> Cascade:
        return what_falls(tx, _standing(tx, new))

    if dry_run:
        unfinished(store)
        return Retraction(new, store.read(falling), dry_run=True)
    return Retraction(new, judge(store, new, falling))


def _standing(tx: Tx, new: Sequence[Judged]) -> set[str]:
    """The claims that are retracted by it. Raises JudgementError where there is none: all are retracted already."""
    sources = [t for j in new if j.label == "Source" for t in j.targets]
    ids = {t for j in new if j.label == "Claim" for t in j.targets}
    ids |= {row["id"] for row in tx.rows(cypher.CLAIMS_OF_SOURCES, {"ids": sources})}
    standing = {row["id"] for part in chunks(sorted(ids)) for row in tx.rows(cypher.STANDING_CLAIMS, {"ids": part})}
    if not standing:
        what = ", ".join(t for j in new for t in j.targets)
        raise JudgementError(f"{what}: no claim of it is on record that is not retracted or superseded already")
    return standing
