"""How an edge type looks. The looks are the registry's; here they are made ready to draw."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from schema.relations import EDGE_TYPES, Look

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PLAIN = Look("", "")


def relation_id(name: str) -> str:
    """One spelling for an edge type: CONDITIONS_ON, conditions_on and conditions-on are the same."""
    return name.strip().lower().replace("_", "-")


MAIN: tuple[str, ...] = (*(relation_id(edge.type) for edge in EDGE_TYPES if edge.primary), "requires")
"""The relations that are drawn unless the reader switches them off, in the order of the legend."""


@dataclass(frozen=True, slots=True)
class Style:
    """A look that is safe to draw: colours are #rrggbb, `dash` is lengths of line and gap in pixels."""

    relation: str
    label: str
    phrase: str
    light: str
    dark: str
    dash: tuple[int, ...]
    end: str

    @property
    def main(self) -> bool:
        return self.relation in MAIN


def style_of(relation: str, looks: Mapping[str, Look]) -> Style:
    """The style of a relation, from looks by edge type; one without a look is grey and goes by its own words."""
    look = {relation_id(name): look for name, look in looks.items()}.get(relation, _PLAIN)
    words = relation.replace("-", " ")
    return Style(
        relation=relation,
        label=look.label or words.capitalize(),
        phrase=look.phrase or words,
        light=look.light if _COLOUR.fullmatch(look.light) else _PLAIN.light,
        dark=look.dark if _COLOUR.fullmatch(look.dark) else _PLAIN.dark,
        dash=look.dash,
        end=look.end,
    )


def rank(relation: str) -> tuple[int, str]:
    """Sort key of the legend: the main relations first, the others by name."""
    return (MAIN.index(relation) if relation in MAIN else len(MAIN), relation)
