"""Deadlocks: every ring up to a length among many preconditions, beside networkx's simple_cycles bounded at that length.

    python -m bench.deadlocks                                  100 000 preconditions among 20 000 measures, rings of up to 6
    python -m bench.deadlocks --conditions 20000 --measures 4000 --length 5

networkx is asked on a graph of a twentieth of the size, for rings of up to three measures: it needs minutes for more. Both
find the same rings. In memory, after the graph is read; minimal unlocks are timed on 2 000 conditions.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from random import Random
from typing import TypeVar

import networkx as nx

from graph.analysis.circuits import Bounds, elementary_circuits, rotated
from graph.analysis.deadlocks import deadlocks
from graph.analysis.preconditions import STEP_KINDS, Condition, Group, Preconditions
from graph.analysis.unlocks import unlocks

T = TypeVar("T")
HOLDERS = 200
UNLOCKED = 2000
PEER, PEER_LENGTH = 20, 3


def preconditions(conditions: int, measures: int, seed: int = 0) -> Preconditions:
    """Conditions drawn evenly: no measure is left out of a ring by chance, so that there is most to search."""
    random = Random(seed)
    made = []
    for number in range(conditions):
        measure, requirement = random.sample(range(measures), 2)
        holder, groups = (f"a{random.randrange(HOLDERS)}",), (Group(frozenset([f"m{requirement}"])),)
        made.append(Condition(f"c{number}", f"m{measure}", holder, random.choice(STEP_KINDS), groups))
    return Preconditions(tuple(made))


def steps(graph: Preconditions) -> dict[str, set[str]]:
    successors: dict[str, set[str]] = {}
    for measure, requirement in graph.needs():
        successors.setdefault(measure, set()).add(requirement)
    return successors


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Processor time, which other programs do not lengthen much."""
    began = time.process_time()
    result = work()
    return time.process_time() - began, result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--conditions", type=int, default=100_000)
    parser.add_argument("--measures", type=int, default=20_000)
    parser.add_argument("--length", type=int, default=6)
    options = parser.parse_args()
    bounds = Bounds(options.length, 10**7, 600)
    graph = preconditions(options.conditions, options.measures)
    successors = steps(graph)
    circuits, rings = timed(lambda: elementary_circuits(successors, bounds).found)
    whole, found = timed(lambda: deadlocks(graph, bounds).deadlocks)
    print(f"{len(rings)} rings {circuits:.2f} s; {len(found)} deadlocks with holders, tiers and order {whole:.2f} s")
    few = steps(preconditions(options.conditions // PEER, options.measures // PEER))
    known = nx.DiGraph([(a, b) for a, others in few.items() for b in others])
    ours, rings = timed(lambda: elementary_circuits(few, Bounds(PEER_LENGTH, 10**7, 600)).found)
    theirs, cycles = timed(lambda: [*nx.simple_cycles(known, PEER_LENGTH)])
    assert {rotated(r) for r in rings} == {rotated(c) for c in cycles}
    print(f"a twentieth, {len(rings)} rings of up to {PEER_LENGTH}: {ours:.3f} s, networkx {theirs:.2f} s: "
          f"{theirs / ours:.0f} times as long")  # fmt: skip
    small = preconditions(UNLOCKED, UNLOCKED // 5, seed=1)
    took, ways = timed(lambda: unlocks(small, "m0", limit=3, seconds=10))
    print(f"unlocks on {UNLOCKED} conditions: {ways.state}, the {len(ways.sets)} lightest sets, {took:.2f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
