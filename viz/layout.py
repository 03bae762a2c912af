"""Where everything stands, computed beforehand and the same for the same data.

Nodes stand on a staggered grid whose steps are wider than any label, so that nothing can overlap. The core of a figure
is arranged on a small grid of its own; the long tail goes round it, which is why unfolding the tail moves nothing.
x is leaning: against on the left, for on the right. A picture has a wide arrangement and one for upright phones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from viz.core_places import core_points
from viz.figure import Figure, figure
from viz.grid import STEP_X, STEP_Y, slot_centres
from viz.picture import Picture
from viz.routes import Point, bends
from viz.tail_places import tail_points


@dataclass(frozen=True, slots=True)
class Arrangement:
    """`points`: node key to x, y in pixels; `bends`: line id to roundness, negative bends the other way."""

    points: Mapping[str, Point]
    bends: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Layout:
    """Two arrangements of one picture. Store it by data version: it is computed once, not in a request."""

    wide: Arrangement
    tall: Arrangement

    def to_json(self) -> dict[str, dict[str, dict[str, list[float] | float]]]:
        return {
            name: {"points": {key: list(point) for key, point in each.points.items()}, "bends": dict(each.bends)}
            for name, each in (("wide", self.wide), ("tall", self.tall))
        }

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Layout:
        """Read what `to_json` wrote. Raises KeyError or TypeError for anything else."""
        return cls(_arrangement(data["wide"]), _arrangement(data["tall"]))

    def fits(self, drawn: Figure) -> bool:
        """Whether it places every node and line of a figure: a stored one may be of older data."""
        return all(
            {n.key for n in drawn.nodes} <= each.points.keys()
            and {line.id for line in drawn.lines} <= each.bends.keys()
            for each in (self.wide, self.tall)
        )


def layout(picture: Picture) -> Layout:
    """Arrange a picture: under 1 s for 120 nodes, a few seconds for thousands; deterministic."""
    drawn = figure(picture)
    return Layout(wide=_arrange(drawn, aspect=1.05), tall=_arrange(drawn, aspect=0.6))


def _arrangement(data: object) -> Arrangement:
    each = cast("Mapping[str, Mapping[str, object]]", data)
    points = {key: (float(x), float(y)) for key, (x, y) in cast("Mapping[str, list[float]]", each["points"]).items()}
    return Arrangement(points, {key: float(v) for key, v in cast("Mapping[str, float]", each["bends"]).items()})


def _arrange(drawn: Figure, *, aspect: float) -> Arrangement:
    """`aspect` is width by height."""
    core = [node.key for node in drawn.nodes if node.core]
    cols = max(2, round(math.sqrt(max(len(core), 4) * 1.2 * aspect * STEP_Y / STEP_X)))
    rows = max(2, math.ceil(max(len(core), 4) * 1.15 / cols))
    slots = slot_centres(cols, rows)
    points = core_points(drawn, core, slots)
    points |= tail_points(drawn, points, aspect)
    rounded = {key: (round(x, 1), round(y, 1)) for key, (x, y) in sorted(points.items())}
    return Arrangement(rounded, bends(drawn, rounded))
