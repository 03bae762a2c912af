"""Names, passages and plain words for what the analyses find."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ..cypher import with_names
from ..reader import NAMES, Filter, Item, Reader, Scope
from .preconditions import OWN, PARALLEL

SOURCE_NAMES = "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN s.id AS id, coalesce(s.publisher, s.title, s.id) AS name"
NAMED = ("Actor", "Measure", "Event", "Place", "Claim")
STEPS_CYPHER = """
UNWIND $steps AS step
MATCH (m:Measure {id: step[0]})-[r:REQUIRES]->(n:Measure {id: step[1]})
RETURN m.name AS measure, n.name AS requires, r.holder AS holder, r.kind AS kind, r.basis AS basis, r.claims AS claims
"""
"""The stored steps of a ring or chain, to go on from."""


@dataclass(slots=True)
class Evidence:
    """What the answers of one request show of the store, read once."""

    reader: Reader
    names: dict[str, str] = field(default_factory=dict)
    claims: dict[str, Item] = field(default_factory=dict)
    sources: dict[str, Item] = field(default_factory=dict)

    def look_up(self, ids: Iterable[str], claims: Iterable[str] = ()) -> None:
        """Read names of things and claims with their passages, before they are shown."""
        wanted = sorted(set(ids) - self.names.keys())
        for label in NAMED if wanted else ():
            rows = self.reader.store.rows(with_names(NAMES, label=label), {"ids": wanted})
            self.names |= {row["id"]: row["name"] or row["id"] for row in rows}
        rows = self.reader.store.rows(SOURCE_NAMES, {"ids": wanted}) if wanted else []
        self.names |= {row["id"]: row["name"] for row in rows}
        missing = sorted(set(claims) - self.claims.keys())
        found = self.reader.claim_items(missing) if missing else []
        self.claims |= {claim["id"]: claim for claim in found}
        unknown = sorted({claim["source"] for claim in found} - self.sources.keys())
        keep = ("id", "title", "publisher", "published")
        self.sources |= {s["id"]: {k: s.get(k) for k in keep} for s in self.reader.entity_items("Source", unknown)}

    def name(self, id_: str) -> str:
        return self.names.get(id_, id_)

    def listed(self, ids: Iterable[str]) -> str:
        return _listed([self.name(i) for i in ids])

    def shown(self, ids: Iterable[str]) -> dict[str, str]:
        return {id_: self.name(id_) for id_ in sorted(set(ids))}

    def passages(self, claims: Iterable[str], *, texts: bool = False) -> list[Item]:
        """Of each claim each passage, as `/ask` shows them; with `texts`, in its sentence where the text is at hand."""
        items = []
        for claim in (self.claims[c] for c in dict.fromkeys(claims)):
            passages = claim["passages"]
            if texts:
                passages = self.reader.with_texts(passages, sentences=True)
            for passage in passages:
                items.append({
                    "claim": claim["id"], "statement": claim["statement"], "source": self.sources[claim["source"]],
                    **{k: v for k, v in passage.items() if k not in ("source", "id", "sha256")},
                })  # fmt: skip
        return items

    def waits(self, measure: str, requires: str, kind: str, holders: Iterable[str]) -> str:
        """A step as a clause: who makes what wait for what."""
        return self.clause(f"“{self.name(measure)}”", f"“{self.name(requires)}”", kind, holders)

    def clause(self, one: str, other: str, kind: str, holders: Iterable[str]) -> str:
        who = list(holders)
        many = len(who) > 1
        if kind in OWN:
            return f"{self.listed(who)} {'make' if many else 'makes'} {one} wait for {other}"
        if kind == PARALLEL:
            return f"{self.listed(who)} {'want' if many else 'wants'} {one} and {other} side by side"
        verb = {"constitutive": "has as a part", "enabling": "rests on"}.get(kind, "needs")
        return f"according to {self.listed(who)}, {one} {verb} {other}"

    def parts(self, measures: Iterable[str], others: Iterable[str] = ()) -> str:
        return _listed([f"“{self.name(x)}”" for x in (*sorted(measures), *sorted(others))])


def _listed(names: list[str]) -> str:
    """ "A", "A and B", "A, B and C". """
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def stances_on(reader: Reader, measures: Iterable[str], scope: Scope, stance: str) -> Mapping[str, list[Item]]:
    """Positions of one kind on each of some measures."""
    found: dict[str, list[Item]] = {}
    for measure in sorted(set(measures)):
        found[measure] = reader.positions(Filter(object=measure, stance=stance), scope, limit=500)["items"]
    return found


def without_imputed(scope: Scope) -> Scope:
    values: dict[str, Any] = {name: getattr(scope, name) for name in scope.__slots__}
    return Scope(**{**values, "include_imputed": False})
