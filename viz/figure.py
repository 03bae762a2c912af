"""A picture as nodes and lines: what is placed, routed and drawn.

A line is one position, or one pair of measures of which the first waits for the second, however many hold that.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from viz import words
from viz.kinds import Kind, kind_of
from viz.looks import MAIN, rank, relation_id
from viz.picture import Entity, Picture, Position, Requirement

LEANING = {"supports": 1.0, "opposes": -1.0, "conditions-on": -0.15, "mediates": 0.35}
"""Where a stance pulls on the axis from against (−1) to for (+1). A condition is no opposition: near the middle."""

CORE_NODES = 36
"""How many nodes the first picture has at most. Tried on 24–60: at 36, 12 px labels keep 10 px on a 1440 px screen."""


@dataclass(frozen=True, slots=True)
class Node:
    """A node: `weight` counts the passages behind its main lines, `leaning` is −1 (against) to 1 (for), or None."""

    key: str
    name: str
    kind: Kind
    short: str
    note: str
    aliases: tuple[str, ...]
    weight: int
    leaning: float | None
    core: bool
    vague: bool = False

    @property
    def is_measure(self) -> bool:
        return self.kind.shape == "card"


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two nodes. Either `position` or `requirements` holds what it stands for."""

    id: str
    start: str
    end: str
    relation: str
    claims: tuple[str, ...]
    passages: int
    core: bool
    position: Position | None = None
    requirements: tuple[Requirement, ...] = ()

    @property
    def main(self) -> bool:
        return self.relation in MAIN

    @property
    def imputed(self) -> bool:
        return self.position.imputed if self.position else all(r.imputed for r in self.requirements)

    @property
    def inherited(self) -> bool:
        return bool(self.position and self.position.inherited)

    @property
    def stated(self) -> bool:
        bases = [self.position.basis] if self.position else [r.basis for r in self.requirements]
        return any(basis in ("stated", "") for basis in bases)


@dataclass(frozen=True)
class Figure:
    """Nodes and lines, both in an order that depends on the data alone."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    relations: tuple[str, ...] = field(default=())

    @cached_property
    def by_key(self) -> dict[str, Node]:
        return {node.key: node for node in self.nodes}


def figure(picture: Picture, core_nodes: int = CORE_NODES) -> Figure:
    """Nodes for all entities, lines for all positions and preconditions; the best connected are marked as core."""
    passages = {claim.id: max(1, len(claim.passages)) for claim in picture.claims}
    bare = _lines(picture, passages)
    core = _core(bare, core_nodes)
    lines = tuple(
        Line(
            n.id,
            n.start,
            n.end,
            n.relation,
            n.claims,
            n.passages,
            n.start in core and n.end in core,
            n.position,
            n.requirements,
        )
        for n in bare
    )
    leaning = _leanings(lines)
    weight: Counter[str] = Counter()
    for line in lines:
        if line.main:
            weight[line.start] += line.passages
            weight[line.end] += line.passages
    nodes = [
        _node(entity, weight[entity.key], leaning.get(entity.key), entity.key in core) for entity in picture.entities
    ]
    nodes.sort(key=lambda n: n.key)
    relations = tuple(sorted({line.relation for line in lines} | set(MAIN), key=rank))
    return Figure(tuple(nodes), lines, relations)


def _node(entity: Entity, weight: int, leaning: float | None, core: bool) -> Node:
    name = words.clean(entity.ref.name)
    aliases = tuple(words.clean(alias) for alias in entity.aliases)
    note = words.clean(entity.note) if entity.note else ""
    return Node(entity.key, name, kind_of(entity.ref.kind), words.initials(name), note, aliases, weight, leaning, core,
                entity.vague)  # fmt: skip


def _lines(picture: Picture, passages: dict[str, int]) -> list[Line]:
    lines: dict[str, Line] = {}

    def add(start: str, end: str, relation: str, claims: tuple[str, ...], position: Position | None,
            requirements: tuple[Requirement, ...]) -> None:  # fmt: skip
        ident, count = _line_id(start, relation, end), sum(passages.get(claim, 1) for claim in claims) or 1
        while ident in lines:  # two items that say the same are still two lines
            ident += "+"
        lines[ident] = Line(ident, start, end, relation, claims, count, False, position, requirements)

    for position in sorted(picture.positions, key=lambda p: (p.actor.key, p.stance, p.object.key)):
        add(position.actor.key, position.object.key, relation_id(position.stance), position.claims, position, ())
    pairs: defaultdict[tuple[str, str], list[Requirement]] = defaultdict(list)
    for requirement in picture.requirements:
        pairs[(requirement.measure.key, requirement.requires.key)].append(requirement)
    for (start, end), held in sorted(pairs.items()):
        claims = tuple(dict.fromkeys(claim for requirement in held for claim in requirement.claims))
        add(start, end, "requires", claims, None, tuple(held))
    return list(lines.values())


def _line_id(start: str, relation: str, end: str) -> str:
    """An id that depends on the content alone, so that a link to it lives through a rebuild."""
    return "line-" + hashlib.sha256("\0".join((start, relation, end)).encode()).hexdigest()[:12]


def _leanings(lines: tuple[Line, ...]) -> dict[str, float]:
    """Mean pull of a node's stances: of an actor those it takes, of a measure those taken on it."""
    pulls: defaultdict[str, list[float]] = defaultdict(list)
    for line in lines:
        if line.relation in LEANING and line.position:
            for key in (line.start, line.end):
                pulls[key].append(LEANING[line.relation])
    return {key: sum(values) / len(values) for key, values in pulls.items()}


def _core(lines: list[Line], budget: int) -> frozenset[str]:
    """The nodes of the first picture: the most contested, best connected measures and those who take stances on them.

    Measures are taken in order of how many take a stance on them and how divided they are, each with its actors,
    until the budget is used up. A small picture is taken whole.
    """
    main = [line for line in lines if line.main]
    everyone = {key for line in main for key in (line.start, line.end)}
    if len(everyone) <= budget * 1.25:
        return frozenset(everyone)
    stances: defaultdict[str, list[Line]] = defaultdict(list)
    for line in main:
        if line.position:
            stances[line.end].append(line)
    reach = Counter(line.start for line in main if line.position)
    needed = Counter(key for line in main if not line.position for key in (line.start, line.end))

    def worth(key: str) -> tuple[float, str]:
        counts = Counter(line.relation for line in stances[key])
        divided = min(counts["supports"], counts["opposes"] + counts["conditions-on"])
        known = sum(reach[line.start] > 1 for line in stances[key])
        return (-(len(stances[key]) + 2 * divided + 0.5 * known + 0.5 * needed[key]), key)

    core: set[str] = set()
    for key in sorted(stances, key=worth):
        wanted = {key, *(line.start for line in stances[key])}
        if len(core | wanted) <= budget:
            core |= wanted
    return frozenset(core)
