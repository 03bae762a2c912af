"""The staggered grid that nodes stand on."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]

STEP_X, STEP_Y = 152.0, 112.0
"""Pixels between slots at scale 1: a card is 128 wide, a name wraps at 132; two lines of it need 104 below a shape."""


def slot_centres(cols: int, rows: int) -> Floats:
    """Slot centres (cols·rows, 2) around the origin; every second column half a step lower."""
    return np.array(
        [
            ((c - (cols - 1) / 2) * STEP_X, (r - (rows - 1) / 2) * STEP_Y + (STEP_Y / 4 if c % 2 else -STEP_Y / 4))
            for c in range(cols)
            for r in range(rows)
        ]
    )
