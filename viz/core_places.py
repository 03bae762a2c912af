"""Places for the core: a search over exchanges of slots that keeps lines short, apart, and clear of nodes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from viz.figure import Figure
from viz.grid import STEP_X, Floats, Ints
from viz.routes import Point, bends, crossed

Bits: TypeAlias = npt.NDArray[np.uint64]

WORK = 25_000_000
"""Words of bits compared per arrangement, 0.2 s: keeps dense figures from taking minutes. Twice as many won nothing."""

CALL = 20_000
"""What one evaluation costs besides, in the same unit, so that a figure of ten lines does not get a million rounds."""

CANDIDATES = 5
"""How many of the best placements are tried with their lines bent."""

_CROSSING, _THROUGH, _LENGTH, _LEANING = 1.0, 6.0, 1 / 250, 2.2
"""Weights of the cost. Through another node hurts most. Tried on the Gaza data (94 lines in the core), lines that still
run through a node: 12 at 3.0, 5 at 5.0, 3 at 6.0."""


def core_points(drawn: Figure, core: list[str], slots: Floats) -> dict[str, Point]:
    """Iterated local search over exchanges of slots, all exchanges of a node at once."""
    if not core:
        return {}
    index = {key: i for i, key in enumerate(core)}
    ends = np.array(
        sorted({(index[a.start], index[a.end]) for a in drawn.lines if a.core and a.main and a.start != a.end})
    )
    ends = ends.reshape(-1, 2)
    target = _columns(drawn, core, slots)
    search = _Search(slots, ends, target)
    places = search.run(_start(core, ends, target, slots))
    found = [{key: (float(slots[s, 0]), float(slots[s, 1])) for key, s in zip(core, p, strict=True)} for p in places]
    return min(found, key=lambda points: _faults(drawn, points))


def _faults(drawn: Figure, points: dict[str, Point]) -> int:
    """How often a line runs through a node although it bends: what straight lines cannot tell about a placement."""
    inner = Figure(
        tuple(n for n in drawn.nodes if n.core), tuple(line for line in drawn.lines if line.core and line.main)
    )
    return len(crossed(inner, points, bends(inner, points), core=True))


def _columns(drawn: Figure, core: list[str], slots: Floats) -> Floats:
    """The x that each node's leaning asks for. Actors spread over the whole width by rank, measures over the middle."""
    width = float(slots[:, 0].max())
    nodes = [drawn.by_key[key] for key in core]
    target = np.zeros(len(core))
    for measures, share in ((False, 1.0), (True, 0.7)):
        group = [i for i, node in enumerate(nodes) if node.is_measure is measures]
        group.sort(key=lambda i: (nodes[i].leaning or 0.0, nodes[i].key))
        ranks = np.linspace(-1, 1, len(group)) if len(group) > 1 else np.zeros(len(group))
        for i, place in zip(group, ranks, strict=True):
            # half by rank, half by value: ranks alone would tear apart those who lean alike
            target[i] = width * share * (0.5 * place + 0.5 * (nodes[i].leaning or 0.0))
    return target


def _start(core: list[str], ends: Ints, target: Floats, slots: Floats) -> Ints:
    """The best connected first, each to the free slot nearest to its column and to its neighbours' height."""
    near: defaultdict[int, list[int]] = defaultdict(list)
    for a, b in ends.tolist():
        near[a].append(b)
        near[b].append(a)
    free = np.ones(len(slots), dtype=bool)
    place = np.full(len(core), -1)
    for i in sorted(range(len(core)), key=lambda i: (-len(near[i]), core[i])):
        placed = [place[j] for j in near[i] if place[j] >= 0]
        height = float(slots[placed, 1].mean()) if placed else 0.0
        cost = np.abs(slots[:, 0] - target[i]) + 0.8 * np.abs(slots[:, 1] - height)
        place[i] = int(np.argmin(np.where(free, cost, np.inf)))
        free[place[i]] = False
    return place


@dataclass(frozen=True, slots=True)
class _Tables:
    """What a placement costs, looked up: `segment[s, t]` numbers the straight line between two slots."""

    segment: Ints
    length: Floats
    cross: Bits
    """Row per segment, a bit per segment that it crosses."""
    through: Bits
    """Row per segment, a bit per slot that it runs through."""


class _Search:
    """Exchanges the slots of nodes, or moves a node to a free slot, as long as that lowers the cost."""

    def __init__(self, slots: Floats, ends: Ints, target: Floats) -> None:
        self.ends, self.nodes = ends, len(target)
        self.tables = _tables(slots)
        self.misfit = _LEANING * (np.abs(slots[None, :, 0] - target[:, None]) / STEP_X) ** 1.5
        self.rng = np.random.default_rng(7)
        self.budget = WORK

    def cost(self, places: Ints) -> Floats:
        """Cost of each row of `places` (k, nodes). A segment's row of bits meets the bits of all segments in use."""
        rows = np.arange(len(places))[:, None]
        segments = self.tables.segment[places[:, self.ends[:, 0]], places[:, self.ends[:, 1]]]
        drawn = np.zeros((len(places), len(self.tables.length)), dtype=bool)
        drawn[rows, segments] = True
        taken = np.zeros((len(places), self.misfit.shape[1]), dtype=bool)
        taken[rows, places] = True
        crossings = _common(self.tables.cross[segments], _packed(drawn)) / 2
        hits = _common(self.tables.through[segments], _packed(taken))
        length = self.tables.length[segments].sum(1)
        self.budget -= CALL + segments.size * self.tables.cross.shape[1]
        total: Floats = (
            _CROSSING * crossings
            + _THROUGH * hits
            + _LENGTH * length
            + self.misfit[np.arange(self.nodes), places].sum(1)
        )
        return total

    def exchanges(self, place: Ints, i: int) -> Ints:
        """All placements (slots, nodes) in which node `i` has another slot and whoever had it has that of `i`."""
        count = self.misfit.shape[1]
        places = np.repeat(place[None, :], count, axis=0)
        places[place, np.arange(self.nodes)] = place[i]
        places[:, i] = np.arange(count)
        return places

    def descend(self, place: Ints) -> tuple[Ints, float]:
        """Down to a placement that no single exchange betters, or to the end of the budget."""
        best = float(self.cost(place[None, :])[0])
        improved = True
        while improved and self.budget > 0:
            improved = False
            for i in range(self.nodes):
                places = self.exchanges(place, i)
                costs = self.cost(places)
                lowest = int(np.argmin(costs))
                if costs[lowest] < best - 1e-9:
                    place, best, improved = places[lowest], float(costs[lowest]), True
        return place, best

    def run(self, place: Ints) -> list[Ints]:
        """Descend, then shake the best and descend again while the budget lasts; the best few optima, best first."""
        if not len(self.ends):
            return [place]
        first, lowest = self.descend(place)
        found: list[tuple[float, Ints]] = [(lowest, first)]
        while self.budget > 0:
            shaken = found[0][1].copy()
            chosen = self.rng.choice(self.nodes, size=min(self.nodes, 5), replace=False)
            shaken[chosen] = shaken[np.roll(chosen, 1)]
            again, cost = self.descend(shaken)
            if all(not np.array_equal(again, other) for _, other in found):
                found = sorted([*found, (cost, again)], key=lambda each: each[0])[:CANDIDATES]
        return [each for _, each in found]


def _tables(slots: Floats) -> _Tables:
    count = len(slots)
    first, second = np.triu_indices(count, 1)
    segment = np.zeros((count, count), dtype=np.int64)
    segment[first, second] = segment[second, first] = np.arange(len(first))
    a, b = slots[first], slots[second]
    length = np.hypot(*(b - a).T)
    through = np.zeros((len(first), count), dtype=bool)
    for s in range(count):
        ours = (first == s) | (second == s)
        through[:, s] = (_distance(slots[s] + (0.0, 6.0), a, b) < 28) & ~ours
    side = np.sign(_turn(a[:, None], b[:, None], slots[None, :])).astype(np.int8)  # (segments, slots)
    splits = side[:, first] * side[:, second] < 0
    return _Tables(segment, length, _packed(splits & splits.T), _packed(through))


def _packed(flags: npt.NDArray[np.bool_]) -> Bits:
    """Rows of flags as rows of 64-bit words."""
    padded = np.zeros((len(flags), -(-flags.shape[1] // 64) * 64), dtype=bool)
    padded[:, : flags.shape[1]] = flags
    words: Bits = np.packbits(padded, axis=1).view(np.uint64)
    return words


def _common(rows: Bits, mask: Bits) -> Floats:
    """For each mask (k, words), how many bits its rows (k, n, words) have in common with it, all in all."""
    counts: Floats = np.bitwise_count(rows & mask[:, None, :]).sum((1, 2), dtype=np.float64)
    return counts


def _turn(a: Floats, b: Floats, c: Floats) -> Floats:
    """Twice the area of the triangle, signed by its sense of rotation; zero, rounded, where c lies on the line."""
    area: Floats = (b[..., 0] - a[..., 0]) * (c[..., 1] - a[..., 1]) - (b[..., 1] - a[..., 1]) * (c[..., 0] - a[..., 0])
    return np.round(area, 3)


def _distance(point: Floats, a: Floats, b: Floats) -> Floats:
    """Distance of a point to segments, in a space in which a card of 128 × 56 is about a circle of 28."""
    flat = np.array([0.44, 1.0])
    p, a, b = point * flat, a * flat, b * flat
    d = b - a
    t = np.clip(((p - a) * d).sum(1) / np.maximum((d**2).sum(1), 1e-9), 0, 1)
    nearest: Floats = np.hypot(*(a + t[:, None] * d - p).T)
    return nearest
