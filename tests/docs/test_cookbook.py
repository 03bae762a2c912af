"""Every query of the cookbook gives what the page says, on each engine."""

from __future__ import annotations

import pytest

from graph.store import Store

from .cookbook import PAGE, Recipe, output, recipes

ALL = recipes(PAGE.read_text(encoding="utf-8"))


def test_the_cookbook_is_a_book() -> None:
    assert len(ALL) >= 15
    assert len({r.title for r in ALL}) == len(ALL)


@pytest.mark.parametrize("recipe", ALL, ids=[r.title for r in ALL])
def test_a_recipe_gives_what_the_page_shows(gaza: Store, recipe: Recipe) -> None:
    assert output(gaza, recipe.query) == recipe.output


@pytest.mark.parametrize("recipe", ALL, ids=[r.title for r in ALL])
def test_a_recipe_shows_something(recipe: Recipe) -> None:
    if "REQUIRES*2..5]->(m)" not in recipe.query:  # the five articles close no ring, and that is an answer too
        assert len(recipe.output.splitlines()) > 1
