"""Which measures can come about if every condition is kept: an AND/OR graph, worked out from below.

A measure can come about when each of its conditions has a group of which every measure can, and when every wider measure
that it specialises can. What nobody conditions can come about at once; what waits for itself, directly or through
others, never can. That is the least model of a set of Horn clauses, found in linear time: Dowling and Gallier,
"Linear-time algorithms for testing the satisfiability of propositional Horn formulae" (1984).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from schema.ids import digest

from .preconditions import OWN, PARALLEL, STEP_KINDS, Condition, Group, Preconditions, firmest

FIRMNESS = {"tentative": 1, "moderate": 2, "firm": 3}
JUDGED_WEIGHT = 3
"""More for what a holder does not set but says is so: to drop it is to judge otherwise, not to concede."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What one party makes a measure wait for, in all the claims that say so: what it would drop as one."""

    parties: tuple[str, ...]
    measure: str
    groups: tuple[Group, ...]
    parallel: bool
    conditions: tuple[Condition, ...] = field(compare=False)
    """The firmest first."""

    @property
    def id(self) -> str:
        groups = [[sorted(g.measures), sorted(g.others)] for g in self.groups]
        return "w" + digest(self.parties, self.measure, groups, self.parallel)

    @property
    def weight(self) -> int:
        """How firm it is: the firmest of its claims."""
        return max(FIRMNESS[c.strength] + (0 if c.kind in (*OWN, PARALLEL) else JUDGED_WEIGHT) for c in self.conditions)

    @property
    def imputed(self) -> bool:
        return all(c.imputed for c in self.conditions)


def demands(graph: Preconditions, kinds: Collection[str] = STEP_KINDS) -> list[Demand]:
    """Conditions of these kinds, those of one party that say the same as one."""
    together: dict[tuple[tuple[str, ...], str, tuple[Group, ...], bool], list[Condition]] = defaultdict(list)
    for condition in graph.conditions:
        if condition.kind in kinds:
            parties = tuple(sorted({_party(graph, h) for h in condition.holders}))
            groups = tuple(sorted(set(condition.groups), key=lambda g: (sorted(g.measures), sorted(g.others))))
            together[parties, condition.measure, groups, condition.kind == PARALLEL].append(condition)
    return [Demand(*key, tuple(firmest(some))) for key, some in sorted(together.items(), key=lambda item: repr(item[0]))]


def _party(graph: Preconditions, holder: str) -> str:
    """The one for whom a holder speaks in the end, if it is one."""
    last = [p for p in graph.principals.get(holder, ()) if not graph.principals.get(p)]
    return last[0] if len(last) == 1 else holder


@dataclass(slots=True)
class Outcome:
    """`round_of`: measure → the round in which it can come about, from 0; what is missing there never can."""

    round_of: dict[str, int]
    by: dict[tuple[Demand, str], Group]
    """How a demand of which measure is met."""


class AndOr:
    """The conditions as clauses, to be asked again with some of them dropped. Measures in parallel are one."""

    def __init__(self, graph: Preconditions, wanted: Iterable[Demand]) -> None:
        self.graph = graph
        self.demands = [d for d in wanted if not d.parallel]
        self.same = _united(d for d in wanted if d.parallel)
        self.on: dict[str, list[Demand]] = defaultdict(list)
        self.above: dict[str, set[str]] = defaultdict(set)
        self.waiting: dict[str, list[tuple[Demand, Group]]] = defaultdict(list)
        self.below: dict[str, set[str]] = defaultdict(set)
        for demand in self.demands:
            self.on[self.one(demand.measure)].append(demand)
            for group in demand.groups:
                for requirement in group.measures - {demand.measure}:
                    for way in self.ways(requirement):
                        self.waiting[way].append((demand, group))
        for child, parents in graph.parents.items():
            for parent in parents:
                if self.one(child) != self.one(parent) and not graph.replaces(child, parent):
                    self.above[self.one(child)].add(self.one(parent))
                    self.below[self.one(parent)].add(self.one(child))

    def one(self, measure: str) -> str:
        return self.same.get(measure, measure)

    def ways(self, requirement: str) -> set[str]:
        """What meets a requirement: itself, or what may stand in for it."""
        return {self.one(m) for m in (requirement, *self.graph.alternatives.get(requirement, ()))}

    def outcome(self, dropped: Collection[Demand] = (), measures: Iterable[str] = ()) -> Outcome:
        """What can come about without the demands `dropped`. `measures`: others that are asked for."""
        gone = set(dropped)
        left = {m: {d for d in some if d not in gone} for m, some in self.on.items()}
        known = {*self.on, *self.waiting, *self.above, *self.below, *map(self.one, measures)}
        found = Outcome({}, {})
        following = {m for m in known if not left.get(m) and not self.above.get(m)}
        for demand in self.demands:
            if any(not g.measures - {demand.measure} for g in demand.groups):  # it waits for no measure
                left[self.one(demand.measure)].discard(demand)
                self._free(self.one(demand.measure), found, left, following)
        number = 0
        while following:
            found.round_of |= dict.fromkeys(sorted(following), number)
            here, following, number = following, set(), number + 1
            for measure in sorted(here):
                for demand, group in self.waiting.get(measure, ()):
                    if demand in left[self.one(demand.measure)] and self._met(demand, group, found):
                        found.by[demand, demand.measure] = group
                        left[self.one(demand.measure)].discard(demand)
                        self._free(self.one(demand.measure), found, left, following)
                for child in self.below.get(measure, ()):
                    self._free(child, found, left, following)
        return found

    def _met(self, demand: Demand, group: Group, found: Outcome) -> bool:
        wanted = group.measures - {demand.measure}
        return all(any(way in found.round_of for way in self.ways(r)) for r in wanted)

    def _free(self, measure: str, found: Outcome, left: dict[str, set[Demand]], following: set[str]) -> None:
        if measure not in found.round_of and not left.get(measure) and self.above[measure] <= found.round_of.keys():
            following.add(measure)

    def trap(self, goal: str, found: Outcome, dropped: Collection[Demand]) -> list[Demand]:
        """Demands that together, without any other, hold `goal` up for ever: one of them must be dropped."""
        gone, chosen = set(dropped), dict[Demand, None]()
        caught, todo = {self.one(goal)}, [self.one(goal)]
        while todo:
            here = todo.pop()
            least = min(self._holding(here, found, gone), key=lambda some: len(some[1] - caught))
            if least[0] is not None:
                chosen[least[0]] = None
            todo.extend(sorted(least[1] - caught))
            caught |= least[1]
        return list(chosen)

    def _holding(self, measure: str, found: Outcome, gone: Collection[Demand]) -> Iterator[tuple[Demand | None, set[str]]]:
        """What holds a measure up: a wider one, or a demand, with the measures that must stay out of reach for that."""
        for parent in sorted(self.above[measure] - found.round_of.keys()):
            yield None, {parent}
        for demand in self.on[measure]:
            if demand in gone:
                continue
            missing = [[self.ways(r) for r in sorted(g.measures - {demand.measure}) if self.ways(r).isdisjoint(found.round_of)]
                       for g in demand.groups]  # fmt: skip
            if all(missing):
                yield demand, set().union(*(min(some, key=len) for some in missing))


def _united(parallel: Iterable[Demand]) -> Mapping[str, str]:
    """Measure → the one that stands for all that must come at the same time."""
    over: dict[str, str] = {}

    def top(measure: str) -> str:
        while measure in over:
            measure = over[measure]
        return measure

    for demand in parallel:
        for other in sorted(demand.groups[0].measures if len(demand.groups) == 1 else ()):
            one, two = sorted((top(demand.measure), top(other)))
            if one != two:
                over[two] = one
    return {measure: top(measure) for measure in over}


def irreducible(graph: Preconditions, goal: str, conflict: Iterable[Demand]) -> list[Demand]:
    """Of demands that rule `goal` out, some that still do, none of which could be spared.

    The deletion filter of Chinneck, "Feasibility and Infeasibility in Optimization" (2008): one test for each.
    """
    kept = list(conflict)
    for demand in tuple(kept):
        fewer = [d for d in kept if d is not demand]
        network = AndOr(graph, fewer)
        if network.one(goal) not in network.outcome(measures=[goal]).round_of:
            kept = fewer
    return kept
