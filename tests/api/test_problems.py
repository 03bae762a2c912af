"""Every error has a status."""

from __future__ import annotations

import re

from api.problems import STATUS, status_of
from schema import errors
from schema.errors import ParleyError


def leaves(cls: type[ParleyError]) -> list[type[ParleyError]]:
    below = [leaf for sub in cls.__subclasses__() if sub.__module__ == "schema.errors" for leaf in leaves(sub)]
    return below or [cls]


def test_each_leaf_of_the_tree_is_in_the_table() -> None:
    assert [leaf.__name__ for leaf in leaves(ParleyError) if leaf not in STATUS] == []


def test_the_drawn_tree_is_the_real_one() -> None:
    drawn = set(re.findall(r"[├└]── (\w+)", errors.__doc__ or ""))
    real = {name for name, cls in vars(errors).items() if isinstance(cls, type) and issubclass(cls, ParleyError)}
    assert drawn == real - {"ParleyError"}


def test_a_subclass_has_the_status_of_its_nearest_parent() -> None:
    class Odd(errors.NotFound):
        pass

    assert status_of(Odd("x")) == 404
