"""The precondition graph in memory: who makes which measure wait for what, claim by claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..derive import BASES

OWN = ("demanded", "procedural")
"""Kinds of condition that the holder sets itself, and could drop."""
JUDGED = ("analytic", "constitutive", "enabling")
"""Kinds that the holder says are so: to drop one, it would have to judge otherwise."""
PARALLEL = "parallel"
STEP_KINDS = (*OWN, *JUDGED)
"""Kinds that make one measure wait for another. Of two in parallel neither waits."""


@dataclass(frozen=True, slots=True)
class Group:
    """What is wanted together. `others`: events, claims and what must not be; they are waited for, but no steps."""

    measures: frozenset[str]
    others: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """One claim that `measure` waits for one of `groups`, alternatives of conjunctions.

    `holders`: who says so; where the text makes it nobody's position, the outlet or source whose word it is (`unheld`).
    """

    claim: str
    measure: str
    holders: tuple[str, ...]
    kind: str
    groups: tuple[Group, ...]
    basis: str = "stated"
    imputed: bool = False
    certainty: float = 1.0
    strength: str = "moderate"
    unheld: bool = False

    @property
    def requirements(self) -> frozenset[str]:
        return frozenset().union(*(group.measures for group in self.groups))

    def without(self, requirement: str) -> tuple[Group, ...]:
        """Groups that do with something else."""
        return tuple(g for g in self.groups if requirement not in g.measures)

    def does_with(self, other: str, requirement: str) -> bool:
        """Whether it states `other` as an alternative to `requirement`."""
        return any(other in g.measures for g in self.without(requirement))


@dataclass(frozen=True, slots=True)
class Preconditions:
    """Conditions, and what of the registry bears on them. Made by `reading`, or by hand."""

    conditions: tuple[Condition, ...]
    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """SPECIALISES: what holds up the wider measure holds up the narrower one."""
    alternatives: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Measure → what may stand in for it (ALTERNATIVE_FOR, the other way round)."""
    principals: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Actor → all for whom it speaks, at any remove."""
    contested: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """(measure, requirement) → who rejects that the one needs the other."""

    def one_party(self, holders: Iterable[str]) -> bool:
        """Whether all of them speak for one."""
        voices = [self.principals.get(h, frozenset()) | {h} for h in holders]
        return not voices or bool(frozenset.intersection(*voices))

    def needs(self, kinds: Iterable[str] = STEP_KINDS) -> dict[tuple[str, str], list[Condition]]:
        """(measure, requirement) → the conditions of these kinds that name it."""
        wanted = set(kinds)
        found: dict[tuple[str, str], list[Condition]] = defaultdict(list)
        for condition in self.conditions:
            if condition.kind in wanted:
                for requirement in condition.requirements - {condition.measure}:
                    found[condition.measure, requirement].append(condition)
        return found

    def replaces(self, one: str, other: str) -> bool:
        """Whether the registry states one of the two as an alternative for the other."""
        return one in self.alternatives.get(other, ()) or other in self.alternatives.get(one, ())


TIERS = ("hard", "constitutive", "inferred", "soft")


def tier(condition: Condition) -> int:
    """How much a condition binds, as a place in TIERS: stated, of parts of a whole, read into the text, only helpful."""
    if condition.kind == "enabling":
        return 3
    if condition.basis != "stated":
        return 2
    return 1 if condition.kind == "constitutive" else 0


def firmest(conditions: Iterable[Condition]) -> list[Condition]:
    """Those that bind most first."""
    return sorted(conditions, key=lambda c: (tier(c), BASES.index(c.basis), c.imputed, -c.certainty, c.claim))
