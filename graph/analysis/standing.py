"""Blockades and silence as REST and the command line answer them."""

from __future__ import annotations

from collections.abc import Iterable

from ..reader import Item, Reader, Scope
from .blockades import PATTERNS, Blockade, Silence, Stand, blockades, silences
from .evidence import Evidence
from .reading import read_situation

POSITIONS_CYPHER = """
MATCH (a:Actor)-[e]->(m:Measure)
WHERE m.id IN $measures AND a.id IN $actors
RETURN a.name AS actor, type(e) AS does, m.name AS measure, e.claims AS claims ORDER BY measure, actor, does
"""
DOES = {
    "SUPPORTS": "is for", "OPPOSES": "is against", "CONDITIONS_ON": "sets conditions on", "DEMANDS": "demands",
    "PRESSURES": "presses for", "REQUIRES": "says what is needed for", "PARALLEL": "wants something side by side with",
    "REJECTS": "rejects what is said to be needed for", "DECLINES": "declines", "LACKS": "lacks the means for",
    "HINDERS": "hinders", "CARRIED_OUT": "has carried out", "CLAIMS_AUTHORITY": "says that it decides on",
}  # fmt: skip
SENSE = {
    "waiting": "one waits for what another holds back, or holds back what another demands",
    "opposed": "one is for what another is against",
    "order": "they want the same steps in another order",
    "nobody": "no way to what is required is both open and accepted",
    "deed": "a deed stands against what is required",
    "authority": "two claim the same decision",
}


def blockade_report(reader: Reader, scope: Scope, *, texts: bool = False) -> Item:
    """`GET /blockades`, by pattern. `readings`: which of them need what others say of a holder."""
    found = blockades(read_situation(reader, scope))
    evidence = Evidence(reader)
    sides = [s for b in found for s in b.sides]
    evidence.look_up([*_named(sides), *(m for b in found for m in b.measures)], (c for s in sides for c in s.claims))
    return {
        "blockades": [_blockade(evidence, b, texts=texts) for b in found],
        "patterns": {p: sum(b.pattern == p for b in found) for p in PATTERNS},
        "readings": {"said": [b.id for b in found if not b.imputed], "imputed": [b.id for b in found if b.imputed]},
    }  # fmt: skip


def silence_report(reader: Reader, scope: Scope, *, texts: bool = False) -> Item:
    """`GET /silence`."""
    found = silences(read_situation(reader, scope))
    evidence = Evidence(reader)
    ids = {i for s in found for i in (s.actor, s.measure, *(x for c in s.waiting for x in (c.measure, *c.holders)))}
    claims = {c.claim for s in found for c in s.waiting} | {c for s in found for x in s.others_say for c in x.claims}
    evidence.look_up([*ids, *_named(x for s in found for x in s.others_say)], claims)
    return {"silences": [_silence(evidence, s, texts=texts) for s in found]}


def _named(stands: Iterable[Stand]) -> list[str]:
    return [i for s in stands for i in (s.actor, s.measure)]


def _stand(evidence: Evidence, stand: Stand, *, texts: bool) -> Item:
    return {
        "actor": stand.actor, "does": stand.does.lower(), "measure": stand.measure, "inherited": stand.inherited,
        "imputed": stand.imputed, "claims": list(stand.claims), "passages": evidence.passages(stand.claims, texts=texts),
        "sentence": f"{evidence.name(stand.actor)} {DOES.get(stand.does, stand.does.lower())} “{evidence.name(stand.measure)}”",
    }  # fmt: skip


def _blockade(evidence: Evidence, found: Blockade, *, texts: bool) -> Item:
    sides = [_stand(evidence, s, texts=texts) for s in found.sides]
    actors = sorted({s.actor for s in found.sides})
    said = "; ".join(dict.fromkeys(s["sentence"] for s in sides))
    return {
        "id": found.id, "pattern": found.pattern, "measures": list(found.measures), "actors": actors,
        "imputed": found.imputed, "sides": sides, "sentence": f"{said}: {SENSE[found.pattern]}.",
        "names": evidence.shown([*found.measures, *_named(found.sides)]), "cypher": POSITIONS_CYPHER,
        "parameters": {"measures": sorted({*found.measures, *(s.measure for s in found.sides)}), "actors": actors},
    }  # fmt: skip


def _silence(evidence: Evidence, found: Silence, *, texts: bool) -> Item:
    claims = list(dict.fromkeys(c.claim for c in found.waiting))
    holders = sorted({h for c in found.waiting for h in c.holders})
    measures = sorted({c.measure for c in found.waiting})
    others = f"; others say what it thinks ({len(found.others_say)})" if found.others_say else ""
    return {
        "actor": found.actor, "measure": found.measure, "addressed": found.addressed, "holders": holders,
        "before": measures, "claims": claims, "passages": evidence.passages(claims, texts=texts),
        "others_say": [_stand(evidence, s, texts=texts) for s in found.others_say],
        "sentence": f"{evidence.name(found.actor)} has taken no position on “{evidence.name(found.measure)}”, for which "
                    f"{evidence.parts(measures)} {'waits' if len(measures) == 1 else 'wait'} according to "
                    f"{evidence.listed(holders)}{others}.",
        "names": evidence.shown([found.actor, found.measure, *holders, *measures]), "cypher": POSITIONS_CYPHER,
        "parameters": {"measures": [found.measure], "actors": [found.actor]},
    }  # fmt: skip
