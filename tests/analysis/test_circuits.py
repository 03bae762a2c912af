"""Circuits, against networkx on small graphs of every density, and what happens at the bounds."""

from __future__ import annotations

from random import Random

import networkx as nx
import pytest

from graph.analysis.circuits import Bounds, components, elementary_circuits, rotated

NO_BOUND = Bounds(count=10**6, seconds=60)


def drawn(random: Random) -> dict[str, set[str]]:
    nodes = [str(n) for n in range(random.randrange(1, 8))]
    return {a: {b for b in nodes if random.random() < density} for density in [random.random()] for a in nodes}


@pytest.mark.parametrize("seed", range(4))
def test_circuits_are_those_of_networkx_at_every_length(seed: int) -> None:
    random, total = Random(seed), 0
    for _ in range(150):
        successors = drawn(random)
        known = nx.DiGraph([(a, b) for a, others in successors.items() for b in others])
        for length in (None, 2, 3, 4, 6, 7):
            found = elementary_circuits(successors, Bounds(length, 10**6, 60)).found
            expected = {rotated(c) for c in nx.simple_cycles(known, length) if len(c) > 1}
            assert {rotated(c) for c in found} == expected, (successors, length)
            assert len(found) == len(expected), "one of them twice"
            total += len(found)
    assert total > 2000


def test_components_are_those_of_networkx() -> None:
    random = Random(7)
    for _ in range(300):
        successors = drawn(random)
        known: nx.DiGraph[str] = nx.DiGraph()
        known.add_nodes_from(successors)
        known.add_edges_from((a, b) for a, others in successors.items() for b in others)
        assert {*map(frozenset, components(successors))} == {*map(frozenset, nx.strongly_connected_components(known))}


def test_a_search_that_is_stopped_has_the_short_ones_and_says_up_to_where() -> None:
    nodes = [str(n) for n in range(12)]
    everything = {a: {b for b in nodes if b != a} for a in nodes}
    found = elementary_circuits(everything, Bounds(count=1000, seconds=60))
    assert (found.stopped, found.complete_to, len(found.found)) == ("count", 3, 1000)
    assert sum(len(c) <= 3 for c in found.found) == 66 + 440
    assert elementary_circuits(everything, Bounds(count=10**9, seconds=0.3)).stopped == "time"
    bounded = elementary_circuits(everything, Bounds(3, 1000, 60))
    assert (bounded.stopped, bounded.complete_to, len(bounded.found)) == (None, None, 506)


def test_a_long_ring_is_found_and_chains_may_be_long() -> None:
    ring = {str(n): {str((n + 1) % 3000)} for n in range(3000)}
    assert [len(c) for c in elementary_circuits(ring, NO_BOUND).found] == [3000]
    assert elementary_circuits({str(n): {str(n + 1)} for n in range(50_000)}, NO_BOUND).found == []


def test_dead_ends_are_walked_once() -> None:
    """A ring with a thicket beside it from which nothing leads back but through the ring's own nodes."""
    thicket = [f"t{n}" for n in range(14)]
    successors = {a: {b for b in thicket if b != a} for a in thicket}
    successors |= {"x": {"y", *thicket}, "y": {"x"}, "z": {"x"}}
    assert [rotated(c) for c in elementary_circuits(successors, Bounds(2, 1000, 60)).found if "x" in c] == [("x", "y")]
