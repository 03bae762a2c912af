"""The judgements that a load brings, together with those that are in the store already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from schema.records import Actor, Claim, Measure

from ..derive import Measures
from ..identity import Thing, unite
from ..store import Store, Tx
from ..units import Unit
from .judged import (
    Judged,
    delete_judgements,
    judged_of,
    pairs_of,
    read_judgements,
    retracted_ids,
    settle,
    things_of,
    write_judgements,
)
from .ledger import Facts
from .undo import snapshot


class FiledJudgements:
    """The judgements over a load: those of its files, and what else lies in the store."""

    def __init__(self, store: Store, facts: Facts, kinds: Mapping[str, str], load: str) -> None:
        stored = read_judgements(store)
        self.kept = [j for j in stored if j.dataset != facts.dataset.id]
        self.before = {j.id: j for j in stored if j.dataset == facts.dataset.id}
        given = [judged_of(j, facts.dataset.id, kinds, facts.claim_ids, load) for j in facts.judgements]
        self.filed = {j.id: self._as_before(j) for j in given}
        self.claims, self.sources = retracted_ids((*self.kept, *self.filed.values()))
        self.store, self.facts, self.load = store, facts, load

    def _as_before(self, judged: Judged) -> Judged:
        before = self.before.get(judged.id)
        return before if before and replace(before, load=judged.load) == judged else judged

    def __bool__(self) -> bool:
        """Whether there are any, or were."""
        return bool(self.kept or self.before or self.filed)

    @property
    def changes(self) -> int:
        """How many are new, other than before, or gone."""
        ids = self.before.keys() | self.filed.keys()
        return sum(self.before.get(id_) != self.filed.get(id_) for id_ in ids)

    def retracts(self, id_: str, claim: Claim) -> bool:
        falls = id_ in self.claims or claim.source in self.sources
        return falls and claim.status not in ("retracted", "superseded")

    def check(self) -> None:
        """Raises JudgementError, before anything is written, for judgements that cannot all be true."""
        pairs = pairs_of((*self.kept, *self.filed.values()))
        if not pairs:
            return
        here = _things_in(self.facts)
        elsewhere = {t for p in pairs for t in (p.first, p.second)}.difference(here)
        unite(pairs, {**here, **things_of(self.store, elsewhere)}, _measures_in(self.facts))

    def apply(self, tx: Tx) -> set[Unit]:
        """Write those of the files, and bring the marks of all to what they say."""
        new = [j for id_, j in self.filed.items() if self.before.get(id_) != j]
        gone = [id_ for id_, j in self.before.items() if self.filed.get(id_) != j]
        snapshot(tx, self.load, [("Judgement", id_) for id_ in gone])
        delete_judgements(tx, gone)
        write_judgements(tx, new)
        return settle(tx)


def _things_in(facts: Facts) -> dict[str, Thing]:
    found = {}
    for e in facts.entities:
        if isinstance(e, Actor):
            found[e.id] = Thing("Actor", e.id, e.name, e.kind, e.quantifier, e.anonymous)
        elif isinstance(e, Measure):
            found[e.id] = Thing("Measure", e.id, e.name)
    return found


def _measures_in(facts: Facts) -> Measures:
    measures = [e for e in facts.entities if isinstance(e, Measure)]
    excludes: dict[str, tuple[str, ...]] = {}
    for measure in measures:
        for start, end in ((measure.id, other) for other in measure.excludes):
            excludes[start] = (*excludes.get(start, ()), end)
            excludes[end] = (*excludes.get(end, ()), start)
    return Measures({m.id: m.specialises for m in measures if m.specialises}, excludes)
