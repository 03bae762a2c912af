"""Places for the long tail: rings of the grid round the core, each node as near to its neighbours as is free."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from viz.figure import Figure, Line
from viz.grid import STEP_X, STEP_Y, Floats
from viz.routes import Point


def tail_points(drawn: Figure, core: Mapping[str, Point], aspect: float) -> dict[str, Point]:
    """The rest on the rings of the same grid round the core, each as near to its neighbours as is free."""
    tail = [node.key for node in drawn.nodes if node.key not in core]
    if not tail:
        return {}
    slots = _ring_slots(core, len(tail), aspect)
    near = _neighbours(drawn.lines)
    connected = [key for key in tail if near[key]]
    free = np.ones(len(slots), dtype=bool)
    points: dict[str, Point] = dict(core)
    for key in _outwards(connected, near, core):
        around = np.array([points[other] for other in near[key] if other in points] or [(0.0, 0.0)])
        centre = np.median(around, axis=0)
        lean = drawn.by_key[key].leaning or 0.0
        cost = np.hypot(*(slots - centre).T) + 0.35 * np.hypot(*slots.T) - 0.25 * lean * slots[:, 0]
        _settle(key, cost, slots, free, points)
    for key in tail:
        if not near[key]:  # nothing is said of it: below everything, row by row
            _settle(key, -slots[:, 1] * 10 + slots[:, 0] * 0.01, slots, free, points)
    return {key: points[key] for key in tail}


def _settle(key: str, cost: Floats, slots: Floats, free: npt.NDArray[np.bool_], points: dict[str, Point]) -> None:
    chosen = int(np.argmin(np.where(free, cost, np.inf)))
    free[chosen] = False
    points[key] = (float(slots[chosen, 0]), float(slots[chosen, 1]))


def _ring_slots(core: Mapping[str, Point], count: int, aspect: float) -> Floats:
    """Enough slots outside the core's box, on the core's own grid."""
    xs = [x for x, _ in core.values()] or [0.0]
    ys = [y for _, y in core.values()] or [0.0]
    total = (len(core) + count) * 1.12
    cols = math.ceil(max(math.sqrt(total * aspect * STEP_Y / STEP_X), (max(xs) - min(xs)) / STEP_X + 1 + 2))
    rows = math.ceil(max(total / cols, (max(ys) - min(ys)) / STEP_Y + 1 + 2))
    left, top = min(xs), min(ys)
    shift_x = round((cols - (max(xs) - left) / STEP_X) / 2)
    shift_y = round((rows - (max(ys) - top) / STEP_Y) / 2)
    slots = np.array(
        [
            (left + c * STEP_X, top + r * STEP_Y + (STEP_Y / 2 if c % 2 else 0.0))
            for c in range(-shift_x, cols - shift_x + 1)
            for r in range(-shift_y, rows - shift_y + 2)
        ]
    )
    inside = (
        (slots[:, 0] > left - STEP_X * 0.6) & (slots[:, 0] < max(xs) + STEP_X * 0.6)
        & (slots[:, 1] > top - STEP_Y * 0.9) & (slots[:, 1] < max(ys) + STEP_Y * 0.9)
    )  # fmt: skip
    return slots[~inside] if core else slots


def _neighbours(lines: tuple[Line, ...]) -> defaultdict[str, list[str]]:
    near: defaultdict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line.start != line.end:
            near[line.start].append(line.end)
            near[line.end].append(line.start)
    return near


def _outwards(keys: list[str], near: Mapping[str, list[str]], placed: Mapping[str, Point]) -> list[str]:
    """Breadth first from what is placed: a node comes after at least one neighbour, if it has a way to the core."""
    order: list[str] = []
    seen = set(placed)
    rest = set(keys)
    while rest:
        layer = sorted(
            (key for key in rest if any(other in seen for other in near[key])), key=lambda k: (-len(near[k]), k)
        )
        if not layer:
            layer = [min(rest, key=lambda k: (-len(near[k]), k))]
        order += layer
        seen.update(layer)
        rest.difference_update(layer)
    return order
