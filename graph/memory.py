"""Python's search for unreachable rings of objects, which long work on many records does not need so often."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator

_OFTEN = 100_000
"""New objects between two searches, 700 as a rule: with those, half of the time that Python spends on loading 20 000
claims went into searching their records, of which none is ever unreachable in a ring."""


@contextlib.contextmanager
def seldom_searched() -> Iterator[None]:
    """Search less often while the block runs; what nobody refers to is freed at once as always."""
    before = gc.get_threshold()
    gc.set_threshold(_OFTEN, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
