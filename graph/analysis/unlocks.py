"""Unlocks: the smallest sets of conditions whose dropping lets a measure come about, and what it would open itself.

Each set that frees the measure hits every trap, a set of conditions that holds it up without any other; the smallest sets
are the minimal hitting sets of the traps (Reiter, "A theory of diagnosis from first principles", 1987). Traps are found
only as they are needed: an integer program (HiGHS) gives the lightest set that hits those known, `possible` says whether
the measure is free then, and if not, which trap was missed (implicit hitting sets: Moreno-Centeno and Karp 2013). As each
program is solved to its proven optimum, a set that frees is the lightest, and one that is the lightest of those that hold
none found before is minimal. Worst case exponential, as finding one minimum hitting set is NP-hard.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from .circuits import Stopped
from .possible import AndOr, Demand, demands
from .preconditions import Preconditions

State = Literal["free", "waits", "stuck"]


@dataclass(frozen=True, slots=True)
class Opening:
    """What would be open if the measure were done: at once, after what is opened, and what would still wait."""

    directly: tuple[str, ...]
    in_a_chain: tuple[str, ...]
    still: tuple[tuple[str, tuple[str, ...]], ...]
    """Measures that need it or what it opens, each with what else they wait for."""


@dataclass(frozen=True, slots=True)
class Unlocks:
    """`state`: nobody conditions it, or its conditions can be met in some order, or it is in or behind a ring.

    `sets`: the minimal sets that free what is stuck, the lightest first. `stopped`: there may be more.
    """

    state: State
    waits_for: tuple[Demand, ...]
    sets: tuple[tuple[Demand, ...], ...]
    opening: Opening
    stopped: Stopped | None = None

    @property
    def concessions(self) -> list[tuple[Demand, int]]:
        """Demands by how many of the sets they are in."""
        counts = Counter(d for some in self.sets for d in some)
        return sorted(counts.items(), key=lambda item: (-item[1], item[0].weight, item[0].id))


def unlocks(graph: Preconditions, measure: str, *, limit: int = 20, seconds: float = 10.0) -> Unlocks:
    wanted = demands(graph)
    network = AndOr(graph, wanted)
    held = tuple(d for m in sorted({measure, *_wider(graph, measure)}) for d in network.on.get(m, ()))
    opening = opened(graph, measure, wanted)
    if measure in network.outcome(measures=[measure]).round_of:
        return Unlocks("waits" if held else "free", held, (), opening)
    found, stopped = _minimal_sets(network, measure, limit, time.monotonic() + seconds)
    found.sort(key=lambda some: (sum(d.weight for d in some), len(some), [d.id for d in some]))
    return Unlocks("stuck", held, tuple(found), opening, stopped)


def _minimal_sets(
    network: AndOr, measure: str, limit: int, deadline: float
) -> tuple[list[tuple[Demand, ...]], Stopped | None]:
    program = _Program()
    found: list[tuple[Demand, ...]] = []
    dropped: Sequence[Demand] | None = ()
    while dropped is not None:
        outcome = network.outcome(dropped, [measure])
        if measure in outcome.round_of:
            if len(found) == limit:
                return found, "count"
            found.append(tuple(sorted(dropped, key=lambda d: d.id)))
            program.exclude(dropped)
        else:
            program.hit(network.trap(measure, outcome, dropped))
        if time.monotonic() > deadline:
            return found, "time"
        dropped = program.lightest()
    return found, None


class _Program:
    """The lightest demands that hit every trap and hold no set that was excluded: a 0-1 program."""

    def __init__(self) -> None:
        import highspy  # 13 MB that no other command needs

        self._types = highspy
        self._solver = highspy.Highs()  # type: ignore[no-untyped-call]
        self._solver.setOptionValue("output_flag", False)
        self._solver.setOptionValue("mip_rel_gap", 0.0)
        self._column: dict[Demand, int] = {}

    def hit(self, trap: Iterable[Demand]) -> None:
        columns = [self._of(d) for d in trap]
        self._solver.addRow(1, self._types.kHighsInf, len(columns), columns, [1.0] * len(columns))

    def exclude(self, some: Sequence[Demand]) -> None:
        columns = [self._of(d) for d in some]
        self._solver.addRow(-self._types.kHighsInf, len(columns) - 1, len(columns), columns, [1.0] * len(columns))

    def lightest(self) -> list[Demand] | None:
        """None if there is no such set."""
        self._solver.run()
        if self._solver.getModelStatus() != self._types.HighsModelStatus.kOptimal:
            return None
        values = self._solver.getSolution().col_value
        return [demand for demand, column in self._column.items() if values[column] > 0.5]

    def _of(self, demand: Demand) -> int:
        if demand not in self._column:
            number = self._column[demand] = len(self._column)
            self._solver.addCol(demand.weight, 0, 1, 0, [], [])
            self._solver.changeColIntegrality(number, self._types.HighsVarType.kInteger)
        return self._column[demand]


def opened(graph: Preconditions, measure: str, wanted: Iterable[Demand]) -> Opening:
    """What the measure would open if it were done and nothing else: only what waits is opened by it."""
    network = AndOr(graph, wanted)
    done = {measure, *_wider(graph, measure)}
    start = set(done)
    rounds: list[list[str]] = []
    while not rounds or rounds[-1]:
        rounds.append(sorted(m for m in network.on if m not in done and not _missing(network, m, done)))
        done.update(w for m in rounds[-1] for w in (m, *_wider(graph, m)))
    still = []
    for other in sorted(network.on.keys() - done):
        near = {r for d in network.on[other] for g in d.groups for r in g.measures if network.ways(r) & done}
        if near:
            still.append((other, tuple(sorted(_missing(network, other, done)))))
    later = tuple(m for some in rounds[1:] for m in some if m not in start)
    return Opening(tuple(rounds[0]), later, tuple(still))


def _missing(network: AndOr, measure: str, done: set[str]) -> set[str]:
    """What it waits for still, in the nearest way of each of its conditions and of those of wider measures."""
    missing: set[str] = set()
    for here in (measure, *_wider(network.graph, measure)):
        for demand in network.on.get(here, ()):
            ways = [{r for r in g.measures - {here} if network.ways(r).isdisjoint(done)} for g in demand.groups]
            missing |= min(ways, key=lambda some: (len(some), sorted(some)))
    return missing


def _wider(graph: Preconditions, measure: str) -> list[str]:
    found: dict[str, None] = {}
    todo = [measure]
    while todo:
        here = todo.pop()
        for parent in graph.parents.get(here, ()):
            if parent not in found and not graph.replaces(here, parent):
                found[parent] = None
                todo.append(parent)
    return list(found)
