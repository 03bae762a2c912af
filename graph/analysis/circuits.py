"""Elementary circuits of a directed graph: every ring once, no node twice in one.

Strongly connected components: Tarjan, "Depth-first search and linear graph algorithms" (1972), O(n + e). Circuits:
Johnson, "Finding all the elementary circuits of a directed graph" (1975), each found from its first node in the graph of
the nodes from there on; his blocking of nodes in the form for bounded length, by locks: Gupta and Suzumura, "Finding
all bounded-length simple cycles in a directed graph" (2021). With a bound k and c circuits O((c + n)·(k - 1)·d^k) for
out-degree d at worst, O((n + e)·(c + 1)) without one. Two cuts make short bounds cheap in large graphs: a node is
entered only if the way back to the first node is known to be short enough, and where that way is longer than half the
circuit it is looked for only when half of the circuit has been walked, so that d^(k/2) steps do.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

Stopped = Literal["count", "time"]
FIRST_BOUND = 3
"""Circuits of up to three nodes are looked for first, then up to twice as many, and so on: a search that is stopped has
found the short ones. Doubling, since each bound walks again what the one before walked."""


@dataclass(slots=True)
class Circuits:
    """`found`, each beginning with its first node in the order of the graph. `stopped`: what ended the search before
    its end; `complete_to`: every circuit of up to that many nodes is there (None: every one within the bound)."""

    found: list[tuple[str, ...]] = field(default_factory=list)
    stopped: Stopped | None = None
    complete_to: int | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """When a search ends: circuits longer than `length` nodes are left out, the others until `count` or `seconds`."""

    length: int | None = None
    count: int = 1000
    seconds: float = 5.0


DEFAULT = Bounds()


def elementary_circuits(
    successors: Mapping[str, Iterable[str]], bounds: Bounds = DEFAULT,
    keep: Callable[[tuple[str, ...]], bool] = lambda _: True,
) -> Circuits:  # fmt: skip
    """The circuits that `keep` wants, short ones first; a loop of one node to itself is none."""
    graph = _Graph.of(successors)
    result = Circuits()
    deadline = time.monotonic() + bounds.seconds
    longest = min(bounds.length or graph.size, graph.size)
    done = 1
    while done < longest and result.stopped is None:
        bound = min(max(FIRST_BOUND, 2 * done), longest)
        for circuit in graph.circuits(bound, deadline):
            if circuit is None:
                result.stopped = "time"
                break
            named = tuple(graph.names[i] for i in circuit)
            if len(circuit) > done and keep(named):
                if len(result.found) == bounds.count:
                    result.stopped = "count"
                    break
                result.found.append(named)
        else:
            done = bound
    result.complete_to = done if result.stopped else None
    return result


@dataclass(slots=True)
class _Graph:
    """What lies on circuits, nodes as numbers: those with many neighbours first, so that they are soon out of the way."""

    names: list[str]
    forward: list[set[int]]
    backward: list[set[int]]
    size: int
    """Of the largest component."""

    @classmethod
    def of(cls, successors: Mapping[str, Iterable[str]]) -> _Graph:
        parts = [p for p in components(successors) if len(p) > 1]
        inside = {name: number for number, part in enumerate(parts) for name in part}
        kept = {a: {b for b in successors[a] if inside.get(b) == part and b != a} for a, part in inside.items()}
        degree = Counter(chain.from_iterable(kept.values()))
        names = sorted(kept, key=lambda a: (-degree[a] - len(kept[a]), a))
        number = {name: i for i, name in enumerate(names)}
        forward = [{number[b] for b in kept[a]} for a in names]
        backward: list[set[int]] = [set() for _ in names]
        for a, others in enumerate(forward):
            for b in others:
                backward[b].add(a)
        return cls(names, forward, backward, max(map(len, parts), default=0))

    def circuits(self, bound: int, deadline: float) -> Iterator[tuple[int, ...] | None]:
        """Circuits of up to `bound` nodes; None when the time is over."""
        rest = _Graph(self.names, [set(f) for f in self.forward], [set(b) for b in self.backward], self.size)
        for start in range(len(self.names)):
            if time.monotonic() > deadline:
                yield None
                return
            yield from rest._from(start, bound, deadline)
            rest._without(start)

    def _without(self, node: int) -> None:
        for before in self.backward[node]:
            self.forward[before].discard(node)
        for after in self.forward[node]:
            self.backward[after].discard(node)

    def _from(self, start: int, bound: int, deadline: float) -> Iterator[tuple[int, ...] | None]:
        """Those that hold `start`."""
        half = bound // 2 if bound <= 2 * FIRST_BOUND else bound
        back = self._ways_back(start, half)
        if not back or not self._meet(start, max(1, bound - half), back):
            return
        path, lock, closed = [start], {start: 0}, [False]
        waiting: dict[int, set[int]] = defaultdict(set)
        todo = [iter(self.forward[start])]
        turns = 0
        while todo:
            turns += 1
            if not turns % 4096 and time.monotonic() > deadline:
                yield None
                return
            length = len(path)
            for node in todo[-1]:
                if node == start:
                    yield tuple(path)
                    closed[-1] = True
                elif length < lock.get(node, bound):
                    left = bound - length
                    if left <= half and back.get(node, bound) > left:
                        continue
                    path.append(node)
                    lock[node] = length
                    closed.append(False)
                    todo.append(iter(self.forward[node]))
                    break
            else:
                todo.pop()
                node, any_closed = path.pop(), closed.pop()
                if any_closed:
                    if closed:
                        closed[-1] = True
                    _unlock(node, bound, lock, waiting, path)
                else:
                    for other in self.forward[node]:
                        waiting[other].add(node)

    def _ways_back(self, start: int, most: int) -> dict[int, int]:
        """How many steps from each node to `start`, as far as `most`."""
        steps = {start: 0}
        edge = {start}
        for distance in range(1, most + 1):
            edge = set().union(*map(self.backward.__getitem__, edge)).difference(steps)
            if not edge:
                break
            steps.update(dict.fromkeys(edge, distance))
        del steps[start]
        return steps

    def _meet(self, start: int, most: int, back: Mapping[int, int]) -> bool:
        """Whether any of `back` is at most so many steps from `start`."""
        edge, seen = {start}, {start}
        for _ in range(most):
            edge = set().union(*map(self.forward.__getitem__, edge)) - seen
            if not edge.isdisjoint(back):
                return True
            seen |= edge
        return False


def _unlock(
    node: int, bound: int, lock: dict[int, int], waiting: Mapping[int, set[int]], path: Collection[int]
) -> None:
    """`node` has a way back: it, and what was locked for want of one, may be entered again.

    By how much earlier is known from below only: the way that was found need not be the shortest on another path.
    """
    todo = [(1, node)]
    while todo:
        steps, here = todo.pop()
        if lock.get(here, bound) < bound - steps + 1:
            lock[here] = bound - steps + 1
            todo.extend((steps + 1, other) for other in waiting.get(here, ()) if other not in path)


def components(successors: Mapping[str, Iterable[str]]) -> list[list[str]]:
    """Strongly connected components, iteratively; those that others lead to come first."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    stack: list[str] = []
    waiting: set[str] = set()
    found: list[list[str]] = []
    for root in successors:
        if root in order:
            continue
        todo = [(root, iter(successors.get(root, ())))]
        order[root] = low[root] = len(order)
        stack.append(root)
        waiting.add(root)
        while todo:
            node, rest = todo[-1]
            for other in rest:
                if other not in order:
                    order[other] = low[other] = len(order)
                    stack.append(other)
                    waiting.add(other)
                    todo.append((other, iter(successors.get(other, ()))))
                    break
                if other in waiting:
                    low[node] = min(low[node], order[other])
            else:
                todo.pop()
                if todo:
                    low[todo[-1][0]] = min(low[todo[-1][0]], low[node])
                if low[node] == order[node]:
                    found.append(_taken(stack, waiting, node))
    return found


def _taken(stack: list[str], waiting: set[str], until: str) -> list[str]:
    part: list[str] = []
    while not part or part[-1] != until:
        part.append(stack.pop())
        waiting.discard(part[-1])
    return part


def rotated(ring: Sequence[str]) -> tuple[str, ...]:
    """The same ring from its least node on: how two are compared."""
    at = min(range(len(ring)), key=lambda i: ring[i])
    return (*ring[at:], *ring[:at])
