"""Conditions as tests write them, and what a person would find in them by trying everything."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from graph.analysis.preconditions import STEP_KINDS, Condition, Group, Preconditions


def needs(measure: str, *groups: str, by: str = "a", kind: str = "demanded", **more: Any) -> Condition:  # noqa: ANN401
    """`measure` waits for any of `groups`, each some measures with blanks between: needs("m", "x y", "z")."""
    claim = more.pop("claim", f"{by}:{measure}<{'|'.join(groups)}:{kind}")
    return Condition(claim, measure, tuple(by.split()), kind, tuple(Group(frozenset(g.split())) for g in groups), **more)


def graph(*conditions: Condition, **more: Any) -> Preconditions:  # noqa: ANN401
    return Preconditions(conditions, **more)


def some(random: Random, measures: int, conditions: int, *, alternatives: bool = True) -> Preconditions:
    """A random graph: AND and OR, several holders, a hierarchy, a measure that may stand in for another."""
    names = [f"m{n}" for n in range(measures)]
    made = []
    for number in range(conditions):
        measure = random.choice(names)
        groups = tuple(
            Group(frozenset(random.sample(names, random.randint(1, min(2, measures)))))
            for _ in range(random.choice((1, 1, 1, 2)) if alternatives else 1)
        )
        made.append(Condition(
            f"c{number}", measure, (random.choice("abc"),), random.choice(STEP_KINDS), groups,
            random.choice(("stated", "stated", "implied")), strength=random.choice(("tentative", "moderate", "firm")),
        ))  # fmt: skip
    parents = {names[n]: (names[random.randrange(n)],) for n in range(1, measures) if random.random() < 0.2}
    instead = {random.choice(names): (random.choice(names),)} if alternatives and random.random() < 0.3 else {}
    return Preconditions(tuple(made), parents, {k: v for k, v in instead.items() if (k,) != v})


def without(graph: Preconditions, dropped: Iterable[Condition]) -> Preconditions:
    gone = set(dropped)
    kept = tuple(c for c in graph.conditions if c not in gone)
    return Preconditions(kept, graph.parents, graph.alternatives, graph.principals, graph.contested)
