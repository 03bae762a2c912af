"""Sequence: an order of steps that keeps every condition, or the conditions that together rule it out.

Steps of one round wait only for earlier ones and may go side by side; what somebody wants in parallel is one step. Where
there is no order, the proof is an irreducible infeasible subset: conditions that rule the goal out, of which none could be
spared. Cost: linear in conditions for the order; for the proof, as often as the trap has conditions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .possible import AndOr, Demand, Outcome, demands, irreducible
from .preconditions import PARALLEL, STEP_KINDS, Preconditions


@dataclass(frozen=True, slots=True)
class Stage:
    """Measures that may go side by side, and the demands that they have kept by coming no earlier."""

    measures: tuple[str, ...]
    keeps: tuple[Demand, ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """`stages` in order, the goal in the last; or `conflict`."""

    goal: str
    stages: tuple[Stage, ...] = ()
    conflict: tuple[Demand, ...] = ()

    @property
    def possible(self) -> bool:
        return bool(self.stages)


def sequence(graph: Preconditions, goal: str) -> Sequence:
    wanted = demands(graph, (*STEP_KINDS, PARALLEL))
    network = AndOr(graph, wanted)
    outcome = network.outcome(measures=[goal])
    if network.one(goal) in outcome.round_of:
        return Sequence(goal, tuple(_stages(network, outcome, goal)))
    parallel = [d for d in wanted if d.parallel]
    trap = network.trap(goal, outcome, ())
    return Sequence(goal, conflict=tuple(irreducible(graph, goal, [*trap, *parallel])))


def _stages(network: AndOr, outcome: Outcome, goal: str) -> Iterator[Stage]:
    """Only what the goal needs, as early as it can; of alternatives, what can come first."""
    members: dict[str, set[str]] = defaultdict(set)
    for measure, one in network.same.items():
        members[one] |= {measure, one}
    before: dict[str, set[str]] = {}
    todo = [network.one(goal)]
    while todo:
        if (here := todo.pop()) not in before:
            before[here] = set(_before(network, outcome, here))
            todo.extend(sorted(before[here]))
    stage: dict[str, int] = {}
    for one in sorted(before, key=lambda m: (outcome.round_of[m], m)):
        stage[one] = 1 + max((stage[b] for b in before[one]), default=-1)
    for number in range(max(stage.values()) + 1):
        some = sorted(one for one in stage if stage[one] == number)
        keeps = [d for one in some for m in _with_wider(network, one) for d in network.on.get(m, ())]
        yield Stage(tuple(sorted({m for one in some for m in members.get(one, {one})})), tuple(dict.fromkeys(keeps)))


def _with_wider(network: AndOr, measure: str) -> list[str]:
    """It and all wider ones, whose conditions hold it up; they are no steps themselves."""
    found: dict[str, None] = {}
    todo = [measure]
    while todo:
        if (here := todo.pop()) not in found:
            found[here] = None
            todo.extend(sorted(network.above.get(here, ())))
    return list(found)


def _before(network: AndOr, outcome: Outcome, measure: str) -> Iterator[str]:
    """Measures that must come first."""
    for here in _with_wider(network, measure):
        for demand in network.on.get(here, ()):
            if group := outcome.by.get((demand, demand.measure)):
                for requirement in sorted(group.measures - {demand.measure}):
                    ways = (w for w in network.ways(requirement) if w in outcome.round_of)
                    yield min(ways, key=lambda w: (outcome.round_of[w], w))
