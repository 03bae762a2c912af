"""Judgements that a person makes at the store: made, listed and taken back, each with its view in one transaction.

    judge(store, [judged_same(store, "netanyahu", "bibi", because="…")])
    withdraw(store, [id])

What a data set's files hold is judged there: it comes and goes with a load.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from schema.errors import JudgementError, NotFound
from schema.ids import judgement_id
from schema.records import CLAIM_PREFIX, Judgement

from . import cypher
from .cypher import with_names
from .loads.judged import (
    Judged,
    data_version,
    delete_judgements,
    read_judgements,
    settle,
    things_of,
    write_judgements,
)
from .loads.ledger import loads, now, prepare, read_meta
from .lock import writer_lock
from .store import Store, Tx
from .units import read_measures, reconcile

T = TypeVar("T")
CLAIMS_CALLED = "MATCH (c:Claim) WHERE c.key = $name RETURN c.id AS id, c.dataset AS dataset ORDER BY dataset, id"
LISTED = """
MATCH (j:Judgement)-[:OF]->(t)
RETURN j.id AS id, collect({id: t.id, name: coalesce(t.name, t.statement, t.title, t.id)}) AS targets
"""


def judge(store: Store, new: Sequence[Judged], before: Callable[[Tx], T]) -> T:
    """Write judgements and bring the view to them: all or nothing. `before` reads in the same transaction, first.

    Raises JudgementError for what contradicts an earlier judgement or the record, or is judged already.
    """

    def work(tx: Tx) -> T:
        found = before(tx)
        _refuse_known(read_judgements(tx), new)
        write_judgements(tx, new)
        return found

    return _settled(store, f"{new[0].kind} of {new[0].targets[0]}", work)


def withdraw(store: Store, ids: Sequence[str], kinds: Sequence[str]) -> list[Judged]:
    """Take judgements of these kinds back, as if they had never been. Raises NotFound or JudgementError."""

    def work(tx: Tx) -> list[Judged]:
        known = {j.id: j for j in read_judgements(tx) if j.kind in kinds}
        for id_ in ids:
            if id_ not in known:
                have = ", ".join(known) or "none"
                raise NotFound(f"no judgement of this kind has the id {id_!r}", hint=f"there are: {have}")
            if known[id_].dataset:
                raise JudgementError(f"{id_} stands in the files of {known[id_].dataset}",
                                     hint="take it out of judgements.yaml and load again")  # fmt: skip
        delete_judgements(tx, ids)
        return [known[id_] for id_ in ids]

    return _settled(store, "taking a judgement back", work)


def _settled(store: Store, what: str, work: Callable[[Tx], T]) -> T:
    prepare(store)
    with writer_lock(store, what) as guard:
        unfinished(store)

        def all_of_it(tx: Tx) -> T:
            guard(tx)
            done = work(tx)
            units = settle(tx)
            reconcile(tx, units, read_measures(tx))
            tx.do(cypher.META_WRITE, {"properties": {"data_version": data_version(tx, _last_load(tx))}})
            return done

        return store.write(all_of_it)


def unfinished(store: Store) -> None:
    """Raises JudgementError while a load is unfinished, or the view is not derived."""
    if read_meta(store).get("view") == "pending" or any(p["state"] == "running" for p in loads(store)):
        raise JudgementError("a load is not finished, or was broken off", hint="finish it, or: parley load --undo")


def _last_load(tx: Tx) -> str:
    done = [p["id"] for p in (row["properties"] for row in tx.rows(cypher.LOADS)) if p["state"] == "done"]
    return str(done[-1]) if done else ""


def _refuse_known(known: Sequence[Judged], new: Sequence[Judged]) -> None:
    stands = {(j.kind, frozenset(j.targets)): j.id for j in known}
    for judged in new:
        if (earlier := stands.get((judged.kind, frozenset(judged.targets)))) is not None:
            raise JudgementError(f"{' and '.join(judged.targets)}: judged {judged.kind} already, by {earlier}")


# ---- what is judged


def new_judgement(
    kind: str, label: str, targets: Sequence[str], because: str, by: str | None = None, source: str | None = None
) -> Judged:
    """Raises ValueError (pydantic's) for what a fact file could not say either."""
    pair = list(targets)
    record = Judgement.model_validate(
        {kind: pair if len(pair) > 1 else CLAIM_PREFIX + pair[0] if label == "Claim" else pair[0],
         "because": because, "by": by, "at": now()})  # fmt: skip
    id_ = judgement_id(kind, targets, "")
    return Judged(id_, kind, label, tuple(targets), record.because, record.by, record.at, source)


def about_pair(
    store: Store, kind: str, first: str, second: str, because: str, by: str | None = None, source: str | None = None
) -> Judged:
    """A judgement that two actors or measures are the `same`, or `different`. Raises NotFound or JudgementError."""
    things = things_of(store, (first, second))
    for id_ in (first, second):
        if id_ not in things:
            raise NotFound(f"no actor and no measure has the id {id_!r}", hint="parley same --proposed shows candidates")
    if first == second:
        raise JudgementError(f"{first} is one thing already")
    proof = None if source is None else target_of(store, source)[1]
    return new_judgement(kind, things[first].label, (first, second), because, by, proof)


def target_of(store: Store, name: str) -> tuple[str, str]:
    """The label and id of what `name` names: a claim by id or key, a source by id. Raises NotFound, or JudgementError
    where it names several."""
    key = name.removeprefix(CLAIM_PREFIX)
    claims = [row["id"] for row in store.rows(with_names(cypher.EXISTING, label="Claim"), {"ids": [key]})]
    keyed = store.rows(CLAIMS_CALLED, {"name": key})
    found = [("Claim", id_) for id_ in dict.fromkeys([*claims, *(row["id"] for row in keyed)])]
    if key == name:
        found += [("Source", r["id"]) for r in store.rows(with_names(cypher.EXISTING, label="Source"), {"ids": [name]})]
    if not found:
        raise NotFound(f"no claim has the id or key {name!r}, and no source the id", hint="see /claims and /sources")
    if len(found) > 1:
        which = ", ".join(f"{label.lower()} {id_}" for label, id_ in found)
        raise JudgementError(f"{name!r} names several: {which}", hint="name a claim by its id")
    return found[0]


def listed(store: Store, *kinds: str) -> list[dict[str, Any]]:
    """Judgements of these kinds, oldest first, with the names of what they are about."""
    names = {row["id"]: {t["id"]: t["name"] for t in row["targets"]} for row in store.rows(LISTED)}
    return [
        {
            "id": j.id, "kind": j.kind, "because": j.because, "by": j.by, "at": j.at, "source": j.source,
            "dataset": j.dataset or None, "on": j.label,
            "targets": [{"id": t, "name": names.get(j.id, {}).get(t)} for t in j.targets],
        }
        for j in read_judgements(store) if j.kind in kinds
    ]  # fmt: skip


