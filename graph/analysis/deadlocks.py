"""Deadlocks: rings of measures of which each waits for the next.

A step of a ring is a condition that one or several hold, the way from a measure to the wider one that it specialises
(what holds up the wider holds up the narrower), or an alternative of the registry that stands in for what is required.
Rings are elementary circuits (`circuits`) of the graph of these steps; measures with alternatives stand in it twice,
since an alternative counts only where the measure itself is required, and not where a narrower one is: alternatives do
not pass down.

Cost: linear in conditions to make the graph, then that of `elementary_circuits`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, TypeVar

from schema.ids import digest

from .circuits import DEFAULT, Bounds, Stopped, elementary_circuits, rotated
from .preconditions import OWN, PARALLEL, TIERS, Condition, Group, Preconditions, firmest, tier

T = TypeVar("T")
KIND_OF, ALTERNATIVE = "specialises", "alternative"
_INSTEAD = "\0"
"""Ends the name of the second node of a measure that has alternatives: required, and had by way of one of them."""
Needs = Mapping[tuple[str, str], list[Condition]]


@dataclass(frozen=True, slots=True)
class Step:
    """`measure` waits for `requires`. `kind`: of its firmest condition, or how the registry ties the two."""

    measure: str
    requires: str
    kind: str
    conditions: tuple[Condition, ...] = ()
    """The firmest first; none where the registry makes the step."""
    contested_by: tuple[str, ...] = ()

    @property
    def tier(self) -> int:
        """Of the firmest condition; the registry's steps weaken nothing."""
        return tier(self.conditions[0]) if self.conditions else 0

    @property
    def imputed(self) -> bool:
        """Whether nobody says it for itself."""
        return bool(self.conditions) and all(c.imputed for c in self.conditions)

    @property
    def certainty(self) -> float:
        return max((c.certainty for c in self.conditions if tier(c) == self.tier), default=1.0)

    @property
    def holders(self) -> tuple[str, ...]:
        return tuple(sorted({h for c in self.conditions for h in c.holders}))


class Escape(NamedTuple):
    """`measure` would do with `by` instead of `instead_of`: a group that a claim allows, or what the registry says."""

    measure: str
    instead_of: str
    by: Group
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ring:
    steps: tuple[Step, ...]
    escapes: tuple[Escape, ...] = ()

    @property
    def id(self) -> str:
        """Of what waits for what; who says so may change."""
        return "d" + digest([[s.measure, s.requires, s.kind in (KIND_OF, ALTERNATIVE) and s.kind] for s in self.steps])

    @property
    def measures(self) -> tuple[str, ...]:
        return tuple(s.measure for s in self.steps)

    @property
    def holders(self) -> tuple[str, ...]:
        return tuple(sorted({h for s in self.steps for h in s.holders}))

    @property
    def analysts(self) -> tuple[str, ...]:
        """Holders that wait for nothing here themselves: they say what needs what."""
        own = {h for s in self.steps for c in s.conditions if c.kind in (*OWN, PARALLEL) for h in c.holders}
        return tuple(h for h in self.holders if h not in own)

    @property
    def tier(self) -> str:
        return TIERS[max(s.tier for s in self.steps)]

    @property
    def imputed(self) -> bool:
        return any(s.imputed for s in self.steps)

    @property
    def weakest(self) -> Step:
        """The step that binds least: where to begin."""
        held = [s for s in self.steps if s.conditions]
        through = {(e.measure, e.instead_of) for e in self.escapes}
        return max(held, key=lambda s: (s.tier, (s.measure, s.requires) in through, s.imputed, bool(s.contested_by),
                                        -s.certainty, -len(s.conditions)))  # fmt: skip

    @property
    def strength(self) -> tuple[object, ...]:
        """Sorts the strongest first: tier, no way round, said by the holders, certain, short."""
        certain = min(s.certainty for s in self.steps)
        tiers = max(s.tier for s in self.steps)
        return tiers, bool(self.escapes), self.imputed, -certain, len(self.steps), self.measures, self.id


@dataclass(frozen=True, slots=True)
class Deadlocks:
    """`stopped`: what ended the search early, and up to how many measures it is complete then."""

    deadlocks: tuple[Ring, ...]
    co_requisites: tuple[Ring, ...]
    stopped: Stopped | None = None
    complete_to: int | None = None


def deadlocks(graph: Preconditions, bounds: Bounds = DEFAULT) -> Deadlocks:
    """Rings held by at least two parties, the strongest first; apart from them, rings of parallel steps only."""
    waiting = _Waiting(graph)
    found = elementary_circuits(waiting.successors, bounds, waiting.is_deadlock)
    rings = sorted((waiting.ring(path) for path in found.found), key=lambda r: r.strength)
    parallel = graph.needs((PARALLEL,))
    together = elementary_circuits(_successors(parallel), bounds)
    pairs = [Ring(tuple(_step(graph, parallel[p], *p) for p in _pairs(rotated(path)))) for path in together.found]
    return Deadlocks(
        tuple(rings), tuple(sorted(pairs, key=lambda r: r.strength)), found.stopped or together.stopped, found.complete_to,
    )  # fmt: skip


def rings(graph: Preconditions, bounds: Bounds = DEFAULT) -> tuple[Ring, ...]:
    """Only the deadlocks: what a change of claims makes or dissolves is the difference of two of these, by `id`."""
    waiting = _Waiting(graph)
    found = elementary_circuits(waiting.successors, bounds, waiting.is_deadlock)
    return tuple(sorted((waiting.ring(path) for path in found.found), key=lambda r: r.strength))


class _Waiting:
    """The graph of steps, and how its circuits are read."""

    def __init__(self, graph: Preconditions) -> None:
        self.graph = graph
        self.needs: Needs = graph.needs()
        self.successors = _successors(self.needs)
        for measure, requirement in self.needs:
            if instead := self._instead(requirement):
                self.successors[measure].add(requirement + _INSTEAD)
                self.successors[requirement + _INSTEAD] = instead
        for measure, parents in graph.parents.items():
            wider = {p for p in parents if not graph.replaces(measure, p)}
            self.successors.setdefault(measure, set()).update(wider)

    def _instead(self, requirement: str) -> set[str]:
        """What stands in for it, unless it needs that anyway."""
        return {x for x in self.graph.alternatives.get(requirement, ()) if (requirement, x) not in self.needs}

    def is_deadlock(self, path: tuple[str, ...]) -> bool:
        measures = [name.removesuffix(_INSTEAD) for name in path]
        if len(set(measures)) < len(measures):
            return False
        held = [self.needs.get((a, b), []) for a, b in _pairs(measures)]
        if self.graph.one_party(h for conditions in held for c in conditions for h in c.holders):
            return False
        return not any(
            before and not after and all(c.does_with(wide, narrow) for c in before)
            for before, after, (narrow, wide) in zip(held, _turned(held), _pairs(_turned(measures)), strict=True)
        )  # a claim that would do with the wider one says more of the two than the registry

    def ring(self, path: tuple[str, ...]) -> Ring:
        names = rotated(path)
        steps: list[Step] = []
        escapes: list[Escape] = []
        for here, there in _pairs(names):
            measure, requires = here.removesuffix(_INSTEAD), there.removesuffix(_INSTEAD)
            if here.endswith(_INSTEAD):
                steps.append(Step(measure, requires, ALTERNATIVE))
            elif conditions := self.needs.get((measure, requires)):
                step = _step(self.graph, conditions, measure, requires)
                steps.append(step)
                escapes += self._escapes(step, there.endswith(_INSTEAD), names)
            else:
                steps.append(Step(measure, requires, KIND_OF))
        return Ring(tuple(steps), tuple(escapes))

    def _escapes(self, step: Step, instead: bool, names: tuple[str, ...]) -> Iterator[Escape]:
        """Ways round a step: groups without the requirement, if each of its conditions has one; alternatives."""
        if all(c.without(step.requires) for c in step.conditions):
            by: dict[Group, list[str]] = defaultdict(list)
            for condition in step.conditions:
                for group in condition.without(step.requires):
                    by[group].append(condition.claim)
            for group, claims in by.items():
                yield Escape(step.measure, step.requires, group, tuple(claims))
        taken = {name.removesuffix(_INSTEAD) for name in names}
        others = [x for x in self.graph.alternatives.get(step.requires, ()) if x not in taken]
        for other in [step.requires, *others] if instead else others:
            yield Escape(step.measure, step.requires, Group(frozenset([other])), ())


def _step(graph: Preconditions, conditions: Iterable[Condition], measure: str, requires: str) -> Step:
    """A step of all who hold it; it binds as its firmest condition without a way round."""
    first = firmest(conditions)
    first.sort(key=lambda c: bool(c.without(requires)))
    by = graph.contested.get((measure, requires), ())
    return Step(measure, requires, first[0].kind, tuple(first), tuple(sorted(by)))


def _successors(needs: Needs) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for measure, requirement in needs:
        found[measure].add(requirement)
    return found


def _pairs(names: Sequence[str]) -> Iterator[tuple[str, str]]:
    return pairwise((*names, names[0]))


def _turned(ring: list[T]) -> list[T]:
    return ring[1:] + ring[:1]
