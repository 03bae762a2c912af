"""Which claims of one holder are opposite: the edges CONTRADICTS and REVISES, apart from storage.

    between = Between(ties)
    between.add(claim) … ; between.edges()

What is opposite to what stands in `schema.opposites`. Two claims are one holder's if, each rolled up by who speaks for
whom at that time, they share an actor; a proposition that nobody holds is that of whoever affirms it. Opposite claims
whose times overlap, or are not known, contradict each other; where the dates leave no overlap, the newer revises the
older. Different holders never do either: they disagree.

Cost: claims are compared only within a holder, an object and a proposition, and there only with their opposites.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from schema.ids import edge_id
from schema.opposites import EXCLUSIVE, FREE_OF_TARGETS, STATEMENTS, Said, says
from schema.records import Actor, last_day
from schema.relations import RELATION

from .derive import BASES, End, ViewEdge

EVER, NEVER = "0000-00-00", "9999-99-99"


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a claim holds as far as is known; without a bound where there is none."""

    start: str = EVER
    end: str = NEVER

    def meets(self, other: Period) -> bool:
        return self.start <= other.end and other.start <= self.end

    @property
    def bounded(self) -> bool:
        return self.start != EVER and self.end != NEVER


def period_of(
    said: tuple[str | None, str | None], valid: tuple[str | None, str | None], precision: str | None,
    published: str | None = None,
) -> Period:  # fmt: skip
    """When a claim holds. Valid time goes before the time of saying; nothing is said after it was `published`."""
    start = valid[0] or said[0] or EVER
    end = valid[1] or said[1] or said[0] or NEVER
    if precision == "not-before":
        end = valid[1] or NEVER
    elif precision == "not-after":
        start, end = EVER, valid[1] or said[1] or valid[0] or said[0] or NEVER
    if published and end == NEVER and valid[0] is None:
        end = max(last_day(published), start)
    return Period(start if start <= end else EVER, end)  # said today of what held until yesterday


@dataclass(frozen=True, slots=True)
class Range:
    """A figure as a range of numbers; `about` ones are a tenth wider on each side."""

    low: float
    high: float
    open_low: bool = False
    open_high: bool = False

    @classmethod
    def of(cls, value: float, value_to: float | None, comparator: str | None) -> Range:
        high = value if value_to is None else value_to
        if comparator == "~":
            return cls(value - abs(value) / 10, high + abs(high) / 10)
        if comparator in (">", ">="):
            return cls(value, float("inf"), open_low=comparator == ">")
        if comparator in ("<", "<="):
            return cls(float("-inf"), high, open_high=comparator == "<")
        return cls(value, high)

    def apart(self, other: Range) -> bool:
        return self._below(other) or other._below(self)

    def _below(self, other: Range) -> bool:
        return self.high < other.low or (self.high == other.low and (self.open_high or other.open_low))


@dataclass(frozen=True, slots=True)
class Stated:
    """What must be known of a claim to compare it with others."""

    id: str
    source: str
    relation: str
    holders: tuple[str, ...]
    about: tuple[tuple[End, bool], ...]
    origin: tuple[str, ...] = ()
    """Who affirms it, nearest the origin: the speakers of the deepest level, else the outlet or the source."""
    speakers: tuple[str, ...] = ()
    """All speakers from level 1 on."""
    targets: frozenset[str] = frozenset()
    conditions: frozenset[tuple[str, int, bool]] = frozenset()
    modality: str = "asserted"
    negated: bool = False
    embedded: bool = False
    accepted: bool = True
    scope: str | None = None
    judgement: str | None = None
    strength: str = "moderate"
    basis: str = "stated"
    imputed: bool = False
    figure: tuple[Range, str | None, str | None] | None = None
    """Range, unit, what it is a figure of."""
    period: Period = Period()

    @property
    def counts(self) -> bool:
        """Whether it states something: a proposition that is only mentioned, asked or denied does not."""
        return self.accepted and not self.embedded and self.modality not in ("questioned", "denied")

    @property
    def foreseen(self) -> bool:
        """Somebody expects it of its holder: a forecast is no stance."""
        return self.modality in ("expected", "threatened") and self.relation not in ("expects", "warns", "threatens")

    def contrary(self, object_: str) -> bool:
        return any(flag for end, flag in self.about if end.id == object_)

    def said_of(self, object_: str) -> Iterator[Said]:
        """The propositions of an object, with negation and contrary alias worked in."""
        turned = self.contrary(object_)
        own = says(self.relation)
        for said in own[:1] if self.negated else own:
            yield Said(said.name, said.contrary != turned, said.positive != self.negated)

    def wants(self, object_: str) -> int:
        """For it (1), against it (−1) or neither, without condition."""
        if self.conditions:
            return 0
        found = [s for s in self.said_of(object_) if s.name == "wanted" and s.positive]
        return (-1 if found[0].contrary else 1) if found else 0

    def rest(self, object_: str) -> frozenset[tuple[str, bool]]:
        """Its other objects."""
        return frozenset((end.id, flag) for end, flag in self.about if end.id != object_)


@dataclass(slots=True)
class Ties:
    """Who speaks for whom, from when to when: speaker → (principal, from, to)."""

    principals: Mapping[str, Iterable[tuple[str, str | None, str | None]]] = field(default_factory=dict)
    _mouths: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list), init=False, compare=False)

    def __post_init__(self) -> None:
        for speaker, links in self.principals.items():
            for principal, _, _ in links:
                self._mouths[principal].append(speaker)

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> Ties:
        found: dict[str, list[tuple[str, str | None, str | None]]] = {}
        for actor in actors:
            links = [*actor.represents, *(x for x in (*actor.member_of, *actor.part_of) if x.speaks_for)]
            if links:
                found[actor.id] = [(x.actor, x.start, x.end) for x in links]
        return cls(found)

    def rolled_up(self, actor: str, period: Period = Period()) -> frozenset[str]:
        """The actor and all whom it speaks for in that time."""
        seen, todo = {actor}, [actor]
        while todo:
            for principal, start, end in self.principals.get(todo.pop(), ()):
                if principal not in seen and Period(start or EVER, end or NEVER).meets(period):
                    seen.add(principal)
                    todo.append(principal)
        return frozenset(seen)

    def family(self, actors: Iterable[str]) -> set[str]:
        """Everybody who may share a holder with one of them, at any time."""
        seen: set[str] = set()
        todo = [p for actor in actors for p in self.rolled_up(actor)]
        while todo:
            if (here := todo.pop()) not in seen:
                seen.add(here)
                todo += self._mouths.get(here, ())
        return seen

    def holders(self, claim: Stated) -> frozenset[str]:
        """The actors whose position a claim is. What several jointly do not hold is all of theirs together."""
        if claim.negated and len(claim.holders) > 1:
            return frozenset(("+".join(sorted(claim.holders)),))
        own = claim.holders or claim.origin
        found = frozenset(a for holder in own for a in self.rolled_up(holder, claim.period))
        return found | {"+".join(sorted(claim.holders))} if len(claim.holders) > 1 else found

    def asserters(self, claim: Stated) -> frozenset[str]:
        """Who says that it is so: its speakers, and its holder where it is a stance or statement of its own."""
        names = set(claim.speakers)
        if not claim.imputed and (RELATION[claim.relation].stance_or_condition or claim.relation in STATEMENTS):
            names.update(claim.holders)
        return frozenset(a for name in names for a in self.rolled_up(name, claim.period))


def opposite(a: Stated, b: Stated, object_: str) -> str | None:
    """Why two claims of one holder about one object are opposite: negation, contrary or figure; None if they are not."""
    if a.conditions != b.conditions or a.foreseen or b.foreseen:
        return None
    if _figures_apart(a, b, object_):
        return "figure"
    for x, y in product(a.said_of(object_), b.said_of(object_)):
        if x.name == y.name and (why := _clash(x, y)) and _comparable(a, b, object_, x.name, why):
            return why
    return None


def _clash(x: Said, y: Said) -> str | None:
    if x.contrary == y.contrary:
        return None if x.positive == y.positive else "negation"
    return "contrary" if x.positive and y.positive and x.name in EXCLUSIVE else None


def _comparable(a: Stated, b: Stated, object_: str, name: str, why: str) -> bool:
    """Whether the propositions are of the same things: some and some do not exclude each other, some and any do."""
    scopes = {a.scope, b.scope}
    if "some" in scopes and scopes != {"some", "any"}:
        return False
    if name in FREE_OF_TARGETS:
        return True
    same = a.rest(object_) == b.rest(object_) and (a.targets == b.targets or not (a.targets and b.targets))
    return same and (why == "contrary" or (a.figure == b.figure and a.judgement == b.judgement))


def _figures_apart(a: Stated, b: Stated, object_: str) -> bool:
    """The same thing at the same time (or in one text), with figures that cannot both be right."""
    if a.figure is None or b.figure is None or a.relation != b.relation or a.negated or b.negated:
        return False
    same = a.figure[1:] == b.figure[1:] and a.rest(object_) == b.rest(object_) and a.targets == b.targets
    same = same and a.contrary(object_) == b.contrary(object_)
    timed = a.source == b.source or (a.period.bounded and b.period.bounded)
    return same and timed and a.period.meets(b.period) and a.figure[0].apart(b.figure[0])


def denies(denial: Stated, denied: Stated, said: Stated, ties: Ties) -> bool:
    """Whether a denial denies what its own holder asserts in `said`: the denied claim, or another of the same."""
    if said.id != denied.id:
        parts = ("relation", "targets", "conditions", "negated", "judgement", "figure")
        if any(getattr(said, p) != getattr(denied, p) for p in parts) or set(said.about) != set(denied.about):
            return False
        if not ties.holders(said) & ties.holders(denied):
            return False
    return bool(ties.holders(denial) & ties.asserters(said))


@dataclass(slots=True)
class _Found:
    why: set[str] = field(default_factory=set)
    holders: set[str] = field(default_factory=set)
    objects: set[str] = field(default_factory=set)


class Between:
    """Gathers claims and finds those that are opposite."""

    def __init__(self, ties: Ties) -> None:
        self.ties = ties
        self.claims: dict[str, Stated] = {}
        self._groups: dict[tuple[str, str, str], dict[Said, list[Stated]]] = defaultdict(lambda: defaultdict(list))
        self._figures: dict[tuple[str, str, str], list[Stated]] = defaultdict(list)
        self._denials: list[Stated] = []

    def add(self, claim: Stated) -> None:
        if not claim.accepted or not says(claim.relation) or claim.id in self.claims:
            return
        self.claims[claim.id] = claim
        if not claim.counts:
            return
        if claim.relation == "denies" and not claim.negated:
            self._denials.append(claim)
        holders = self.ties.holders(claim)
        for end, _ in claim.about:
            for holder in holders:
                for said in claim.said_of(end.id):
                    self._groups[holder, end.id, said.name][said].append(claim)
            if claim.figure:
                for holder in holders if claim.holders else (*holders, ""):
                    self._figures[holder, end.id, claim.relation].append(claim)

    def edges(self) -> list[ViewEdge]:
        """CONTRADICTS and REVISES between the claims that were added, sorted."""
        found: dict[tuple[str, str], _Found] = defaultdict(_Found)
        for a, b, why, holder, object_ in (*self._opposites(), *self._apart(), *self._denied()):
            pair = found[min(a.id, b.id), max(a.id, b.id)]
            pair.why.add(why)
            pair.objects.add(object_)
            if a.holders and b.holders and holder:
                pair.holders.add(holder)
        edges = [self._edge(self.claims[a], self.claims[b], one) for (a, b), one in found.items()]
        return sorted((e for e in edges if e is not None), key=lambda e: (e.type, e.start, e.end))

    def _opposites(self) -> Iterator[tuple[Stated, Stated, str, str, str]]:
        for (holder, object_, name), by_said in self._groups.items():
            for x, y in _clashing(name):
                for a, b in product(by_said.get(x, ()), by_said.get(y, ())):
                    if a.id != b.id and (why := opposite(a, b, object_)):
                        yield a, b, why, holder, object_

    def _apart(self) -> Iterator[tuple[Stated, Stated, str, str, str]]:
        for (holder, object_, _), claims in self._figures.items():
            ordered = sorted(claims, key=lambda c: c.id)
            for place, a in enumerate(ordered):
                for b in ordered[place + 1 :]:
                    if opposite(a, b, object_) == "figure":
                        yield a, b, "figure", holder, object_

    def _denied(self) -> Iterator[tuple[Stated, Stated, str, str, str]]:
        by_object: dict[tuple[str, str], list[Stated]] = defaultdict(list)
        wanted = {(self.claims[e.id].relation, o.id) for d in self._denials for e, _ in d.about if e.id in self.claims
                  for o, _ in self.claims[e.id].about}  # fmt: skip
        for claim in self.claims.values():
            if claim.counts:
                for end, _ in claim.about:
                    if (claim.relation, end.id) in wanted:
                        by_object[claim.relation, end.id].append(claim)
        for denial in self._denials:
            for denied in (self.claims[e.id] for e, _ in denial.about if e.id in self.claims):
                for object_ in {end.id for end, _ in denied.about}:
                    for said in by_object[denied.relation, object_]:
                        if said.id != denial.id and denies(denial, denied, said, self.ties):
                            yield denial, said, "denial", "", object_

    def _edge(self, a: Stated, b: Stated, found: _Found) -> ViewEdge | None:
        type_ = "CONTRADICTS"
        if not a.period.meets(b.period):
            if found.why == {"figure"}:
                return None
            type_ = "REVISES"
            a, b = (a, b) if a.period.start > b.period.start else (b, a)
        properties: dict[str, Any] = {
            "claims": [a.id, b.id], "why": sorted(found.why), "objects": sorted(found.objects),
            "sources": sorted({a.source, b.source}), "basis": max(a.basis, b.basis, key=BASES.index),
            "imputed": a.imputed or b.imputed,
        }  # fmt: skip
        if holders := sorted(h for h in found.holders if "+" not in h):
            properties["holders"] = holders
        return ViewEdge(edge_id(type_, a.id, b.id), type_, End("Claim", a.id), End("Claim", b.id), ("", ""), properties)


def _clashing(name: str) -> Iterator[tuple[Said, Said]]:
    """Pairs of propositions of a name that exclude each other."""
    for contrary in (False, True):
        yield Said(name, contrary), Said(name, contrary, positive=False)
    if name in EXCLUSIVE:
        yield Said(name), Said(name, contrary=True)
