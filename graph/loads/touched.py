"""Which units of the view a change touches, and which claims are imputed after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from .. import cypher
from ..attribution import Period, Spokespersons, is_imputed, said
from ..cypher import with_names
from ..derive import End, Measures
from ..identity import Identity
from ..store import Row, Store, Tx
from ..units import Unit, chunks, main_label


def rows_to_units(rows: Iterable[Row]) -> set[Unit]:
    return {Unit(r["holder"], End(main_label(r["labels"]), r["object"])) for r in rows}


def units_of_claims(tx: Tx, ids: Sequence[str]) -> set[Unit]:
    units: set[Unit] = set()
    for part in chunks(ids):
        units |= rows_to_units(tx.rows(cypher.CLAIM_UNITS, {"ids": part}))
    return units | units_of_opinions(tx, ids)


def units_of_opinions(tx: Tx, ids: Sequence[str]) -> set[Unit]:
    """Units whose edges say that a claim of theirs is denied or contested."""
    units: set[Unit] = set()
    for part in chunks(ids):
        units |= rows_to_units(tx.rows(cypher.DENIED_UNITS, {"ids": part}))
        units |= rows_to_units(tx.rows(cypher.CONTESTED_UNITS, {"ids": part}))
    return units


def units_of_measures(tx: Tx, before: Measures, after: Measures) -> set[Unit]:
    """Units whose edges may change since measures have another place among the others: as claims reached them before,
    and as they reach them now."""
    ids = {*before.parents, *after.parents, *before.excludes, *after.excludes}
    moved = {
        m for m in ids
        if before.parents.get(m) != after.parents.get(m) or before.excludes.get(m) != after.excludes.get(m)
    }  # fmt: skip
    if not moved:
        return set()
    reached = sorted({r for m in moved for r in (*before.reach(m), *after.reach(m))})
    units: set[Unit] = set()
    for part in chunks(reached):
        units |= rows_to_units(tx.rows(cypher.MEASURE_UNITS, {"ids": part}))
    return {
        Unit(u.holder, End("Measure", m))
        for u in units
        for m in (*before.reach(u.object.id), *after.reach(u.object.id))
    }


def impute_again(tx: Tx) -> set[Unit]:
    """Bring `imputed` of claims with speakers to who speaks for whom now; the units of those that changed."""
    changed = imputed_anew(tx)
    for part in chunks([{"id": id_, "imputed": imputed} for id_, imputed in changed.items()]):
        tx.do(with_names(cypher.PATCH_NODES, label="Claim"), {"rows": list(part)})
    return units_of_claims(tx, list(changed))


Tie = tuple[str, str, str, int]
"""Type, start, end and position of a tie between actors."""


def imputed_anew(tx: Tx, without: Collection[Tie] = ()) -> dict[str, bool]:
    """Claims whose `imputed` is other than who speaks for whom makes it, apart from some ties: id → as it should be."""
    who, times = read_spokespersons(tx, without), read_times(tx)
    changed: dict[str, bool] = {}
    for row in tx.rows(cypher.CHAINS):
        when = said(row["first"], row["last"], row["precision"], *times[row["source"]])
        now = is_imputed(row["relation"], row["holders"], row["speakers"], row["principals"], who, when)
        if now != row["imputed"]:
            changed[row["id"]] = now
    return changed


def read_spokespersons(at: Tx | Store, without: Collection[Tie] = ()) -> Spokespersons:
    """Who speaks for whom, apart from some ties; those who are one, as one."""
    identity = Identity({row["id"]: row["one"] for row in at.rows(cypher.UNITED)})
    principals: dict[str, list[tuple[str, Period]]] = defaultdict(list)
    for row in at.rows(cypher.SPOKESPERSONS):
        if (row["type"], row["speaker"], row["principal"], row["pos"]) not in without:
            office = Period(row["first"], row["last"])
            principals[identity.of(row["speaker"])].append((identity.of(row["principal"]), office))
    return Spokespersons(principals, identity.of)


def read_times(at: Tx | Store) -> dict[str, tuple[str | None, str | None]]:
    """When each source was published, and how precisely that is known."""
    return {row["id"]: (row["published"], row["precision"]) for row in at.rows(cypher.SOURCE_TIMES)}
