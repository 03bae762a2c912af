"""The view computed a second time, in plain Python from the records: what `graph.derive` is held against.

It asks, edge by edge, which claims give it, as the data model describes the view; nothing here is fast, and nothing is
taken from `graph`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.ids import edge_id
from schema.records import Actor, AnyEntity, Claim, Measure, Source
from schema.relations import EDGE, RELATION

FOR = {"supports", "proposes", "demands", "pressures", "agrees-to"}
AGAINST = {"opposes", "declines"}
OWN_AND_PARTIES = {"mediates", "meets", "diverges-from"}
"""Relations whose TOWARDS are ends too, even where ABOUT has some: the parties, not only the topic."""


@dataclass(slots=True)
class World:
    """The records of everything in a store."""

    claims: list[tuple[str, Claim, Callable[[str], str]]]
    """Id, record, and what turns `claim:KEY` into an id."""
    entities: dict[str, AnyEntity]
    up: dict[str, set[str]] = field(default_factory=dict)
    down: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    rivals: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    mouths: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        measures = [e for e in self.entities.values() if isinstance(e, Measure)]
        self.up = _transitive({m.id: set(m.specialises) for m in measures})
        for low, highs in self.up.items():
            for high in highs:
                self.down[high].add(low)
        for measure in measures:
            for other in measure.excludes:
                self.rivals[measure.id].add(other)
                self.rivals[other].add(measure.id)
        actors = [e for e in self.entities.values() if isinstance(e, Actor)]
        self.mouths = _transitive({a.id: set(_principals(a)) for a in actors})

    def origin(self, source: str) -> str:
        """The smallest id of all sources that are copies of one another."""
        copies = [{e.id, *e.same_origin_as} for e in self.entities.values() if isinstance(e, Source) and e.same_origin_as]
        found = {source}
        for _ in copies:
            found = found.union(*(group for group in copies if found & group))
        return min(found)

    def imputed(self, claim: Claim) -> bool:
        """The text names a speaker who is neither a holder nor speaks for one; of stances and conditions only."""
        speakers = {a.id for a in claim.attributed_to}
        if not RELATION[claim.relation].stance_or_condition or not speakers or not claim.holder:
            return False
        if set(claim.on_behalf_of) & set(claim.holder):
            return False
        own = any(s == h or h in self.mouths.get(s, ()) for s in speakers for h in claim.holder)
        return not own


def _principals(actor: Actor) -> Iterator[str]:
    yield from (link.actor for link in actor.represents)
    yield from (link.actor for link in (*actor.member_of, *actor.part_of) if link.speaks_for)


def _transitive(steps: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """All that each leads to, itself left out, by repeating until nothing is added."""
    reached = {k: set(v) for k, v in steps.items()}
    grown = True
    while grown:
        grown = False
        for found in reached.values():
            more = {b for a in found for b in reached.get(a, ())} - found
            if more:
                found |= more
                grown = True
    return {k: v - {k} for k, v in reached.items()}


def _counts(claim: Claim) -> bool:
    return (
        claim.status == "accepted"
        and not claim.embedded
        and not claim.negated
        and claim.modality not in ("questioned", "denied")
    )


@dataclass(slots=True)
class Ground:
    """Why there is an edge: the claims, which of them make it direct, which make it conditional, what they wait for."""

    claims: dict[str, Claim] = field(default_factory=dict)
    direct: set[str] = field(default_factory=set)
    free: set[str] = field(default_factory=set)
    bound: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)


def lines_of(edges: Iterable[tuple[str, str, str, str, Mapping[str, Any]]]) -> list[str]:
    """Edges (type, start, end, label of the end, properties) as text that can be compared."""
    return sorted(
        json.dumps(
            {"type": type_, "start": start, "end": end, "labels": label,
             "properties": {k: v for k, v in properties.items() if v is not None}},
            sort_keys=True, ensure_ascii=False,
        )
        for type_, start, end, label, properties in edges
    )  # fmt: skip


Key = tuple[str, str, str, tuple[tuple[str, Any], ...]]


class View:
    """All edges with their grounds."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.grounds: dict[Key, Ground] = defaultdict(Ground)
        self.labels = {id_: type(e).__name__ for id_, e in world.entities.items()}
        self.denied: set[str] = set()
        self.rejecters: dict[str, set[str]] = defaultdict(set)
        self.contested: dict[tuple[str, str], set[str]] = defaultdict(set)
        by_id = {id_: (claim, resolve) for id_, claim, resolve in world.claims}
        for id_, claim, resolve in world.claims:
            self.labels[id_] = "Claim"
            if claim.status != "accepted" or claim.negated or claim.embedded:
                continue
            for ref in claim.about:
                if claim.relation == "denies":
                    self.denied.add(resolve(ref.id))
                if claim.relation == "rejects":
                    self.rejecters[resolve(ref.id)] |= set(claim.holder)
        for id_, who in self.rejecters.items():
            rejected, resolve = by_id[id_]
            for ref in rejected.about:
                for part in rejected.conditions:
                    self.contested[resolve(ref.id), resolve(part.id)] |= who
        for id_, claim, resolve in world.claims:
            if _counts(claim):
                self._claim(id_, claim, resolve)

    def _add(
        self, type_: str, start: str, end: str, id_: str, claim: Claim, *, direct: bool = True, bound: bool = False,
        needs: Iterable[str] = (), **rest: object,
    ) -> None:  # fmt: skip
        found = self.grounds[type_, start, end, tuple(sorted(rest.items()))]
        found.claims[id_] = claim
        if direct:
            found.direct.add(id_)
        (found.bound if bound else found.free).add(id_)
        found.needs |= set(needs)

    def _claim(self, id_: str, claim: Claim, resolve: Callable[[str], str]) -> None:
        about = [(resolve(ref.id), ref.contrary) for ref in claim.about]
        conditions = [(resolve(part.id), part.group, part.negated) for part in claim.conditions]
        needs = [end for end, _, _ in conditions]
        for holder in claim.holder:
            for measure, contrary in about:
                if self.labels[measure] == "Measure":
                    self._stance(id_, claim, holder, measure, contrary, needs)
                    self._waiting(id_, claim, holder, measure, conditions)
            self._own(id_, claim, holder, about)
        self._needs(id_, claim, about, conditions)

    def _stance(self, id_: str, claim: Claim, holder: str, measure: str, contrary: bool, needs: list[str]) -> None:
        if claim.relation not in FOR | AGAINST:
            return
        favour = (claim.relation in FOR) != contrary
        bound = bool(needs)

        def add(type_: str, end: str, *, direct: bool) -> None:
            self._add(type_, holder, end, id_, claim, direct=direct, bound=bound, needs=needs)

        add("SUPPORTS" if favour else "OPPOSES", measure, direct=True)
        if claim.relation == "declines":
            return
        if favour:
            for wider in self.world.up[measure]:
                add("SUPPORTS", wider, direct=False)
            for rival in self.world.rivals[measure]:
                for narrower in {rival} | self.world.down[rival]:
                    add("OPPOSES", narrower, direct=False)
        else:
            for narrower in self.world.down[measure]:
                add("OPPOSES", narrower, direct=False)

    def _waiting(
        self, id_: str, claim: Claim, holder: str, measure: str, conditions: list[tuple[str, int, bool]]
    ) -> None:
        if claim.condition_kind not in ("demanded", "procedural"):
            return
        needs = [end for end, _, _ in conditions]
        self._add("CONDITIONS_ON", holder, measure, id_, claim, bound=True, needs=needs)
        for narrower in self.world.down[measure]:
            self._add("CONDITIONS_ON", holder, narrower, id_, claim, direct=False, bound=True, needs=needs)
        for end, _, negated in conditions:
            self._add("WAITS_FOR", holder, end, id_, claim, bound=True, before=measure, negated=negated)

    def _own(self, id_: str, claim: Claim, holder: str, about: list[tuple[str, bool]]) -> None:
        type_ = RELATION[claim.relation].edge
        if type_ is None:
            return
        ranges, bound = EDGE[type_].ranges, bool(claim.conditions)
        ends = [(end, contrary) for end, contrary in about if self.labels[end] in ranges]
        if "Actor" in ranges and (claim.relation in OWN_AND_PARTIES or not ends):
            ends += [(target.id, False) for target in claim.towards]
        if EDGE[type_].symmetric:
            later = claim.holder[claim.holder.index(holder) + 1 :]
            ends += [(other, False) for other in later]
        for end, contrary in ends:
            if end != holder:
                if contrary:
                    self._add(type_, holder, end, id_, claim, bound=bound, contrary=True)
                else:
                    self._add(type_, holder, end, id_, claim, bound=bound)

    def _needs(
        self, id_: str, claim: Claim, about: list[tuple[str, bool]], conditions: list[tuple[str, int, bool]]
    ) -> None:
        if claim.condition_kind in (None, "trigger"):
            return
        for measure, _ in about:
            for end, group, negated in conditions:
                if {self.labels[measure], self.labels[end]} == {"Measure"} and measure != end and not negated:
                    for holder in claim.holder or (None,):
                        kind = claim.condition_kind
                        self._add("REQUIRES", measure, end, id_, claim, holder=holder, kind=kind, group=group)

    # ---- properties

    def lines(self) -> list[str]:
        """As `graph.units.dump_view` writes them."""
        edges = ((k[0], k[1], k[2], self.labels[k[2]], self._properties(k)) for k in self.grounds)
        return lines_of(edges)

    def _said(self, key: Key) -> tuple[str | None, str | None]:
        claims = self.grounds[key].claims.values()
        first = min((c.said_from for c in claims if c.said_from), default=None)
        last = max((c.said_to or c.said_from or "" for c in claims), default="")
        return first, last or None

    def _properties(self, key: Key) -> dict[str, Any]:
        type_, start, end, rest = key
        ground = self.grounds[key]
        claims = list(ground.claims.values())
        first, last = self._said(key)
        basis = next(b for b in ("stated", "implied", "inferred") if any(c.basis == b for c in claims))
        properties: dict[str, Any] = {
            **dict(rest), "id": edge_id(type_, start, end, dict(rest)),
            "claims": sorted(ground.claims), "sources": sorted({c.source for c in claims}),
            "source_count": len({self.world.origin(c.source) for c in claims}), "relations": sorted({c.relation for c in claims}),
            "first_said": first, "last_said": last, "current": self._current(key, last), "disputed": self._disputed(key),
            "conditional": bool(ground.bound) and not ground.free,
            "imputed": all(self.world.imputed(c) for c in claims), "basis": basis,
            "certainty": max(c.certainty for c in claims if c.basis == basis), "inherited": not ground.direct,
            "strength": next(
                s for s in ("firm", "moderate", "tentative") if any(c.strength == s and c.basis == basis for c in claims)
            ),
            "expected": {c.modality for c in claims} == {"expected"},
            "requires": sorted(ground.needs) or None,
        }  # fmt: skip
        if type_ == "REQUIRES":
            properties["contested_by"] = sorted(self.contested[start, end]) or None
        return properties

    def _current(self, key: Key, last: str | None) -> bool:
        type_, start, end, _ = key
        claims = list(self.grounds[key].claims.values())
        dates = [d for c in claims for d in (c.said_from, c.said_to) if d]
        if dates and all(c.valid_to and c.valid_to < max(dates) for c in claims):
            return False
        given_up_by = {"SUPPORTS": ["OPPOSES"], "OPPOSES": ["SUPPORTS", "CONDITIONS_ON"], "CONDITIONS_ON": ["OPPOSES"]}
        for other in given_up_by.get(type_, ()):
            later = self._said((other, start, end, ()))[1] if (other, start, end, ()) in self.grounds else None
            if last and later and later > last:
                return False
        return True

    def _disputed(self, key: Key) -> bool:
        type_, start, end, _ = key
        if any(id_ in self.denied for id_ in self.grounds[key].claims):
            return True
        both = all((t, start, end, ()) in self.grounds for t in ("SUPPORTS", "OPPOSES"))
        return both and type_ in ("SUPPORTS", "OPPOSES")
