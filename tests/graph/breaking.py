"""Breaking a load off in the middle, between two of its transactions."""

from __future__ import annotations

from collections.abc import Callable


class Broken(Exception):
    """Stands for whatever may end a load."""


def break_after(steps: int) -> Callable[[str, int], None]:
    """A `progress` that raises Broken when it is called for the `steps`th time."""
    left = steps

    def progress(_what: str, _count: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Broken

    return progress
