"""The kinds of entity: what the legend calls them and the shape they have. Order is that of the legend."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """`shape` is one of those that `static/shapes.js` can draw."""

    id: str
    one: str
    many: str
    shape: str


KINDS: tuple[Kind, ...] = (
    Kind("state", "State", "States", "square"),
    Kind("person", "Person", "Persons", "circle"),
    Kind("organisation", "Organisation", "Organisations", "hexagon"),
    Kind("international-body", "International body", "International bodies", "octagon"),
    Kind("armed-group", "Armed group", "Armed groups", "triangle"),
    Kind("force", "Force", "Forces", "shield"),
    Kind("group", "Group", "Groups", "cluster"),
    Kind("outlet", "Outlet", "Outlets", "sheet"),
    Kind("actor", "Actor", "Other actors", "diamond"),
    Kind("measure", "Measure", "Measures", "card"),
    Kind("place", "Place", "Places", "pin"),
    Kind("event", "Event", "Events", "flag"),
    Kind("claim", "Statement", "Statements", "sheet"),
)
_BY_ID = {kind.id: kind for kind in KINDS}


def kind_of(name: str) -> Kind:
    """The kind that a label of the graph names ("ArmedGroup", "state"); a plain actor for one that is not known."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower().replace("_", "-").replace(" ", "-")
    return _BY_ID.get(spaced, _BY_ID["actor"])
