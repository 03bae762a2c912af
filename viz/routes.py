"""How lines bend: each gets the curvature that keeps it clear of nodes, names and other lines.

A line is vis-network's curvedCW or curvedCCW, a quadratic curve that one number describes; `static/geometry.js` has the
same formula.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from viz.figure import Figure, Line, Node

Point: TypeAlias = tuple[float, float]
Floats: TypeAlias = npt.NDArray[np.float64]
Raster: TypeAlias = npt.NDArray[np.int32]

CHOICES = tuple(sign * size for size in (0.05, 0.11, 0.17, 0.24, 0.32, 0.42, 0.53) for sign in (1, -1))
"""Roundnesses that are tried. More than 0.55 swings so far out that the eye loses the line."""

LIMIT = 3_000
"""Lines above which every one stays nearly straight: at 0.2 ms a line, more would be felt, and nothing is legible."""

_SAMPLES = 40
_CELL = 8.0


def control(a: Point, b: Point, roundness: float) -> Point:
    """The control point of the quadratic curve from a to b, by vis-network's formula."""
    size, length = abs(roundness), math.hypot(b[0] - a[0], b[1] - a[1])
    angle = math.atan2(a[1] - b[1], b[0] - a[0])
    turned = angle + (0.5 - size / 2 if roundness >= 0 else 0.5 + size / 2) * math.pi
    reach = (size / 2 + 0.5) * length
    return a[0] + reach * math.sin(turned), a[1] + reach * math.cos(turned)


def bends(drawn: Figure, points: Mapping[str, Point]) -> dict[str, float]:
    """A roundness for each line; longest first, since short ones have fewer ways."""
    if len(drawn.lines) > LIMIT:
        return {line.id: 0.05 for line in drawn.lines}
    router = _Router(drawn.nodes, points)

    def urgency(line: Line) -> tuple[bool, bool, float, str]:
        return not line.core, not line.main, -math.dist(points[line.start], points[line.end]), line.id

    return {line.id: router.bend(line) for line in sorted(drawn.lines, key=urgency)}


def crossed(
    drawn: Figure, points: Mapping[str, Point], chosen: Mapping[str, float], *, core: bool
) -> list[tuple[str, str]]:
    """(line id, node key) of each main line that still runs through a node's shape."""
    nodes = tuple(node for node in drawn.nodes if node.core or not core)
    router = _Router(nodes, points)
    found = []
    for line in drawn.lines:
        if line.main and line.start != line.end and (line.core or not core):
            x, y, _ = router.cells(line, (chosen[line.id],))
            met = router.met(router.shapes, line, x, y)
            found += [(line.id, nodes[i - 1].key) for i in np.unique(met[met > 0])]
    return found


class _Router:
    """A raster of what stands where, and of where lines run already, so that the next ones keep off."""

    def __init__(self, nodes: tuple[Node, ...], points: Mapping[str, Point]) -> None:
        self.points = points
        self.index = {node.key: i + 1 for i, node in enumerate(nodes)}
        at = np.array([points[node.key] for node in nodes]).reshape(-1, 2)
        self.low: Floats = at.min(0) - 90.0 if len(at) else np.zeros(2)
        self.high: Floats = at.max(0) + 90.0 if len(at) else np.zeros(2)
        self.corner = self.low - 300.0
        size = tuple(int(side) for side in (self.high + 300.0 - self.corner) / _CELL + 1)
        self.shapes = np.zeros(size, dtype=np.int32)
        self.names = np.zeros(size, dtype=np.int32)
        self.lines = np.zeros(size, dtype=np.int32)
        self.taken: defaultdict[tuple[str, str], set[float]] = defaultdict(set)
        for node in nodes:
            x, y = points[node.key]
            if node.is_measure:
                self._stamp(self.shapes, node.key, (x - 65, y - 31, x + 65, y + 31))
            else:
                self._stamp(self.shapes, node.key, (x - 26, y - 26, x + 26, y + 26))
                half, below = min(len(node.name), 18) * 3.4, 30 if len(node.name) > 18 else 16
                self._stamp(self.names, node.key, (x - half, y + 28, x + half, y + 28 + below))

    def _stamp(self, raster: Raster, key: str, box: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = ((np.array(box) - np.tile(self.corner, 2)) / _CELL).round().astype(int)
        raster[x0:x1, y0:y1] = self.index[key]

    def cells(self, line: Line, roundnesses: tuple[float, ...]) -> tuple[Raster, Raster, Floats]:
        """Cells (choices, samples) under the curves, and the points themselves (choices, samples, 2)."""
        a, b = np.array(self.points[line.start]), np.array(self.points[line.end])
        via = np.array([control(self.points[line.start], self.points[line.end], r) for r in roundnesses])[:, None, :]
        t = np.linspace(0.04, 0.96, _SAMPLES)[None, :, None]
        curve: Floats = (1 - t) ** 2 * a + 2 * t * (1 - t) * via + t**2 * b
        cells = ((curve - self.corner) / _CELL).astype(np.int32).clip(0, np.array(self.shapes.shape) - 1)
        return cells[..., 0], cells[..., 1], curve

    def met(self, raster: Raster, line: Line, x: Raster, y: Raster) -> Raster:
        """What of a raster lies under the curves, the line's own ends left out."""
        found = raster[x, y]
        own = (self.index.get(line.start, -1), self.index.get(line.end, -1))
        return np.where((found == own[0]) | (found == own[1]), 0, found)

    def bend(self, line: Line) -> float:
        """The cheapest roundness of a line; it is remembered as used."""
        if line.start == line.end:
            return 0.5
        flip = line.start > line.end  # seen from the other end, the same side has the other sign
        taken = self.taken[(min(line.start, line.end), max(line.start, line.end))]
        choices = tuple(c for c in CHOICES if (-c if flip else c) not in taken) or CHOICES
        x, y, curve = self.cells(line, choices)
        inside = (self.met(self.shapes, line, x, y) > 0).sum(1)
        names = (self.met(self.names, line, x, y) > 0).sum(1)
        crowded = self.lines[x[:, 6:-6], y[:, 6:-6]].sum(1)
        outside = ((curve < self.low) | (curve > self.high)).any(-1).sum(1)
        size = np.abs(np.array(choices))
        cost = 8 * size + 5 * (inside > 0) + 0.8 * inside + 0.4 * np.minimum(names, 4) + 0.2 * crowded + 0.7 * outside
        if any(abs(used) < 0.2 for used in taken):
            cost = cost + 3 * (size < 0.15)  # parallel lines bow apart
        best = int(np.argmin(cost))
        np.add.at(self.lines, (x[best], y[best]), 1)
        taken.add(-choices[best] if flip else choices[best])
        return choices[best]
