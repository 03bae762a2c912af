"""The edges between claims a second time: every pair of records compared, as docs/contradictions.md describes it.

Slow and plain; nothing is taken from `graph`, nor from the table in `schema.opposites`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise, permutations
from typing import Any

from schema.ids import edge_id
from schema.records import Actor, Claim, Figure, Source, last_day
from schema.relations import RELATION

from .oracle import World, lines_of

FIRST, LAST = "0000", "9999-99-99"
FOR = ("supports", "proposes", "demands", "pressures", "agrees-to")
SILENT = ("conditions-on", "requires", "threatens", "represents", "member-of", "part-of")
SPEAKING = ("warns", "expects", "assesses", "denies", "rejects", "distrusts", "claims-authority", "threatens")
Fact = tuple[str, bool, bool]
"""What is said, whether of the contrary, whether it is so."""


class Opposites:
    """All pairs."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.actors = {e.id: e for e in world.entities.values() if isinstance(e, Actor)}
        self.sources = {e.id: e for e in world.entities.values() if isinstance(e, Source)}
        self.claims = {id_: (claim, resolve) for id_, claim, resolve in world.claims if claim.status == "accepted"}

        for name in ("objects", "conditions", "facts", "holders", "asserters", "days"):  # each is asked for every pair
            setattr(self, name, lru_cache(maxsize=None)(getattr(self, name)))

    def lines(self) -> list[str]:
        return lines_of(self.edges())

    def edges(self) -> Iterator[tuple[str, str, str, str, dict[str, Any]]]:
        for a, b in self.sharing():
            reasons, holders, objects = set(), set(), set()
            for why, who, what in self.reasons(a, b):
                reasons.add(why)
                holders |= who
                objects.add(what)
            if not reasons:
                continue
            first, second, type_ = a, b, "CONTRADICTS"
            (start, end), (other_start, other_end) = self.days(a), self.days(b)
            if start > other_end or other_start > end:
                if reasons == {"figure"}:
                    continue
                type_ = "REVISES"
                if other_start > start:
                    first, second = b, a
            one, two = self.claims[a][0], self.claims[b][0]
            levels = ["stated", "implied", "inferred"]
            yield type_, first, second, "Claim", {
                "id": edge_id(type_, first, second), "claims": [first, second], "why": sorted(reasons),
                "objects": sorted(objects), "sources": sorted({one.source, two.source}),
                "basis": levels[max(levels.index(one.basis), levels.index(two.basis))],
                "imputed": self.world.imputed(one) or self.world.imputed(two), "holders": sorted(holders) or None,
            }  # fmt: skip

    def sharing(self) -> list[tuple[str, str]]:
        """Pairs about one object, or one about a claim about it: no others can be opposite."""
        about: dict[str, set[str]] = defaultdict(set)
        for id_ in self.claims:
            for object_ in self.objects(id_):
                about[object_].add(id_)
                for beyond in self.objects(object_) if object_ in self.claims else ():
                    about[beyond].add(id_)
        return sorted({pair for ids in about.values() for pair in combinations(sorted(ids), 2)})

    # ---- one pair

    def reasons(self, a: str, b: str) -> Iterator[tuple[str, set[str], str]]:
        one, two = self.claims[a][0], self.claims[b][0]
        if self.counts(one) and self.counts(two):
            shared = self.holders(a) & self.holders(b)
            named = {h for h in shared if "+" not in h} if one.holder and two.holder else set()
            for object_ in self.objects(a).keys() & self.objects(b).keys():
                if shared and (why := self.opposite(a, b, object_)):
                    yield why, named, object_
                if not one.holder and not two.holder and self.figures_apart(a, b) and self.alike(a, b):
                    yield "figure", set(), object_
        for n, d in permutations((a, b)):
            yield from ((("denial", set(), o)) for o in self.denied(n, d))

    def counts(self, claim: Claim) -> bool:
        return not claim.embedded and claim.modality not in ("questioned", "denied") and claim.relation not in SILENT

    def objects(self, id_: str) -> dict[str, bool]:
        claim, resolve = self.claims[id_]
        found: dict[str, bool] = {}
        for ref in claim.about:
            found[resolve(ref.id)] = found.get(resolve(ref.id), False) or ref.contrary
        return found

    def conditions(self, id_: str) -> set[tuple[str, int, bool]]:
        claim, resolve = self.claims[id_]
        return {(resolve(c.id), c.group, c.negated) for c in claim.conditions}

    def alike(self, a: str, b: str) -> bool:
        """Equal conditions, and neither of them only foreseen by somebody."""
        if self.conditions(a) != self.conditions(b):
            return False
        for claim in (self.claims[a][0], self.claims[b][0]):
            own = claim.relation in ("expects", "warns", "threatens")
            if claim.modality in ("expected", "threatened") and not own:
                return False
        return True

    def opposite(self, a: str, b: str, object_: str) -> str | None:
        if not self.alike(a, b):
            return None
        if self.figures_apart(a, b):
            return "figure"
        one, two = self.claims[a][0], self.claims[b][0]
        scopes = {one.scope, two.scope}
        if "some" in scopes and "any" not in scopes:
            return None
        for name, contrary, so in self.facts(a, object_):
            for other, turned, also in self.facts(b, object_):
                if name != other:
                    continue
                same = name == "for" or self.same_ends(a, b, object_)
                alike = name == "for" or (one.figure, one.judgement) == (two.figure, two.judgement)
                if contrary == turned and so != also and same and alike:
                    return "negation"
                if contrary != turned and so and also and same and name in ("for", "foresees", "carries-out"):
                    return "contrary"
        return None

    def facts(self, id_: str, object_: str) -> list[Fact]:
        claim = self.claims[id_][0]
        turned = self.objects(id_)[object_]
        own = {"supports": ("for", turned, True), "opposes": ("for", not turned, True),
               "rejects": ("for", not turned, True), "expects": ("foresees", turned, True)}  # fmt: skip
        first: Fact = own.get(claim.relation, (claim.relation, turned, True))
        if claim.negated:
            return [(first[0], first[1], False)]
        found = [first]
        if claim.relation in FOR:
            found.append(("for", turned, True))
        if claim.relation == "declines":
            found += [("for", not turned, True), ("carries-out", turned, False), ("participates-in", turned, False)]
        if claim.relation == "warns":
            found.append(("foresees", turned, True))
        return found

    def same_ends(self, a: str, b: str, object_: str) -> bool:
        one, two = self.claims[a][0], self.claims[b][0]
        rest = [{(o, c) for o, c in self.objects(i).items() if o != object_} for i in (a, b)]
        to, towards = {t.id for t in one.towards}, {t.id for t in two.towards}
        return rest[0] == rest[1] and (to == towards or not to or not towards)

    def figures_apart(self, a: str, b: str) -> bool:
        one, two = self.claims[a][0], self.claims[b][0]
        if not one.figure or not two.figure or one.negated or two.negated or one.relation != two.relation:
            return False
        if (one.figure.unit, one.figure.of) != (two.figure.unit, two.figure.of) or self.objects(a) != self.objects(b):
            return False
        if {t.id for t in one.towards} != {t.id for t in two.towards}:
            return False
        (start, end), (other_start, other_end) = self.days(a), self.days(b)
        known = FIRST not in (start, other_start) and LAST not in (end, other_end)
        if not (one.source == two.source or known) or start > other_end or other_start > end:
            return False
        return not any(_within(x, one.figure) and _within(x, two.figure) for x in _samples(one.figure, two.figure))

    def denied(self, n: str, said: str) -> Iterator[str]:
        denial, claim = self.claims[n][0], self.claims[said][0]
        if denial.relation != "denies" or denial.negated or not self.counts(denial) or not self.counts(claim):
            return
        for c in self.objects(n):
            if c not in self.claims or self.claims[c][0].relation in SILENT:
                continue
            if not self.same_proposition(c, said):
                continue
            if self.holders(n) & self.asserters(said):
                yield from self.objects(c)

    def same_proposition(self, c: str, said: str) -> bool:
        if c == said:
            return True
        one, two = self.claims[c][0], self.claims[said][0]
        return (
            (one.relation, one.negated, one.judgement, one.figure) == (two.relation, two.negated, two.judgement, two.figure)
            and self.objects(c) == self.objects(said) and self.conditions(c) == self.conditions(said)
            and {t.id for t in one.towards} == {t.id for t in two.towards} and bool(self.holders(c) & self.holders(said))
        )  # fmt: skip

    # ---- who, and when

    def rolled_up(self, actor: str, days: tuple[str, str]) -> set[str]:
        found = {actor}
        for _ in self.actors:
            for one in [self.actors[a] for a in found if a in self.actors]:
                for link in (*one.represents, *(m for m in (*one.member_of, *one.part_of) if m.speaks_for)):
                    if (link.start or FIRST) <= days[1] and days[0] <= (link.end or LAST):
                        found.add(link.actor)
        return found

    def holders(self, id_: str) -> set[str]:
        claim, days = self.claims[id_][0], self.days(id_)
        jointly = "+".join(sorted(claim.holder))
        if len(claim.holder) > 1 and claim.negated:
            return {jointly}
        if claim.holder:
            own = list(claim.holder)
        elif claim.attributed_to:
            deepest = max(s.level for s in claim.attributed_to)
            own = [s.id for s in claim.attributed_to if s.level == deepest]
        else:
            own = [self.sources[claim.source].outlet or claim.source]
        found = {a for one in own for a in self.rolled_up(one, days)}
        return found | {jointly} if len(claim.holder) > 1 else found

    def asserters(self, id_: str) -> set[str]:
        claim = self.claims[id_][0]
        names = {s.id for s in claim.attributed_to}
        if (RELATION[claim.relation].stance_or_condition or claim.relation in SPEAKING) and not self.world.imputed(claim):
            names |= set(claim.holder)
        return {a for one in names for a in self.rolled_up(one, self.days(id_))}

    def days(self, id_: str) -> tuple[str, str]:
        claim = self.claims[id_][0]
        start = claim.valid_from or claim.said_from or FIRST
        end = claim.valid_to or claim.said_to or claim.said_from or LAST
        if claim.date_precision == "not-before":
            end = claim.valid_to or LAST
        if claim.date_precision == "not-after":
            start = FIRST
            end = claim.valid_to or claim.said_to or claim.valid_from or claim.said_from or LAST
        source = self.sources[claim.source]
        if end == LAST and source.published and source.published_precision != "not-before" and not claim.valid_from:
            end = max(last_day(source.published), start)
        return (start, end) if start <= end else (FIRST, end)


def _bounds(figure: Figure) -> tuple[float, float]:
    high = figure.value if figure.value_to is None else figure.value_to
    if figure.comparator == "~":
        return figure.value - abs(figure.value) / 10, high + abs(high) / 10
    low = float("-inf") if figure.comparator in ("<", "<=") else figure.value
    return low, float("inf") if figure.comparator in (">", ">=") else high


def _within(x: float, figure: Figure) -> bool:
    low, high = _bounds(figure)
    if (figure.comparator == ">" and x == low) or (figure.comparator == "<" and x == high):
        return False
    return low <= x <= high


def _samples(*figures: Figure) -> list[float]:
    """Every bound, and a number between each two: if no sample is in both ranges, no number is."""
    ends = sorted({b for f in figures for b in _bounds(f) if abs(b) != float("inf")})
    return [*ends, *((x + y) / 2 for x, y in pairwise(ends)), ends[0] - 1, ends[-1] + 1]
