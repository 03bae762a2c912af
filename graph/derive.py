"""From claims to the edges of the view: a pure function, apart from storage.

    derive(claims, measures) → the edges, sorted
    Holders().add(claim) … .edges(measures) → the same, a holder at a time, for more than fit into memory

The rules are those of the data model: which claim gives which edge (the registry says), what passes along SPECIALISES,
what a condition means, and how several claims make one edge. Every edge names all claims that it stands on.

Cost: linear in claims × (ancestors or descendants of their measures). What belongs together is a *unit*, the pair of a
holder and an object: each edge belongs to one unit and depends only on claims of the units that `Measures.reach` lists,
so that a batch derives again only what it touched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from schema.ids import edge_id
from schema.relations import EDGE, RELATION

NO_EDGE_MODALITIES = ("questioned", "denied")
BASES = ("stated", "implied", "inferred")
STRENGTHS = ("tentative", "moderate", "firm")
_REPLACES = {"SUPPORTS": ("OPPOSES",), "OPPOSES": ("SUPPORTS", "CONDITIONS_ON"), "CONDITIONS_ON": ("OPPOSES",)}
"""A later edge of these types on the same pair means that the position was given up: unconditional refusal is given up
by willingness on condition, while a condition that joins support leaves it standing."""


class End(NamedTuple):
    """An end of an edge: label and id."""

    label: str
    id: str


@dataclass(frozen=True, slots=True)
class ViewClaim:
    """What the view needs to know of a claim."""

    id: str
    source: str
    relation: str
    holders: tuple[str, ...]
    about: tuple[tuple[End, bool], ...]
    """Objects, each with whether the text speaks of its contrary."""
    towards: tuple[str, ...] = ()
    conditions: tuple[tuple[End, int, bool], ...] = ()
    """What it waits for: end, group, negated."""
    condition_kind: str | None = None
    basis: str = "stated"
    modality: str = "asserted"
    strength: str = "moderate"
    certainty: float = 1.0
    imputed: bool = False
    first: str | None = None
    last: str | None = None
    valid_to: str | None = None
    denied: bool = False
    """Some holder denies this claim."""
    origin: str = ""
    """The source that stands for all of one origin with its own; its own if empty."""


@dataclass(slots=True)
class Measures:
    """How measures hang together: SPECIALISES (id → parents) and EXCLUDES (both ways)."""

    parents: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    excludes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    _children: dict[str, list[str]] = field(default_factory=dict, init=False)
    _known: dict[tuple[str, str], list[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for child, parents in self.parents.items():
            for parent in parents:
                self._children.setdefault(parent, []).append(child)

    def ancestors(self, id_: str) -> list[str]:
        return self._cached("up", id_, lambda: _closure(id_, self.parents))

    def descendants(self, id_: str) -> list[str]:
        return self._cached("down", id_, lambda: _closure(id_, self._children))

    def excluded_by(self, id_: str) -> list[str]:
        """Measures that being for `id_` is being against."""
        others = self.excludes.get(id_, ())
        return self._cached("against", id_, lambda: _once(x for o in others for x in (o, *self.descendants(o))))

    def reach(self, id_: str) -> list[str]:
        """Every object whose edges a claim about `id_` may change; and, the other way, whose claims its edges need."""
        return self._cached("reach", id_, lambda: _once(self._near(id_)))

    def _near(self, id_: str) -> Iterator[str]:
        yield from (id_, *self.ancestors(id_), *self.descendants(id_), *self.excluded_by(id_))
        yield from self._excluding(id_)

    def _cached(self, what: str, id_: str, find: Callable[[], list[str]]) -> list[str]:
        if (found := self._known.get((what, id_))) is None:
            found = self._known[what, id_] = find()
        return found

    def _excluding(self, id_: str) -> Iterator[str]:
        for place in (id_, *self.ancestors(id_)):
            yield from self.excludes.get(place, ())


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def _closure(start: str, step: Mapping[str, Iterable[str]]) -> list[str]:
    seen: dict[str, None] = {}
    todo = list(step.get(start, ()))
    while todo:
        if (here := todo.pop()) not in seen and here != start:
            seen[here] = None
            todo.extend(step.get(here, ()))
    return list(seen)


@dataclass(frozen=True, slots=True)
class ViewEdge:
    """An edge of the view. `unit` is the pair of holder ("" for none) and object that it belongs to."""

    id: str
    type: str
    start: End
    end: End
    unit: tuple[str, str]
    properties: dict[str, Any]


class _Key(NamedTuple):
    type: str
    start: End
    end: End
    rest: tuple[tuple[str, Any], ...]  # what tells edges of one type between the same ends apart, as properties
    unit: tuple[str, str]


@dataclass(slots=True)
class _Sum:
    """What the claims of one edge come to."""

    claims: dict[str, ViewClaim] = field(default_factory=dict)
    direct: bool = False
    conditional: bool = False
    unconditional: bool = False
    requires: set[str] = field(default_factory=set)

    def add(
        self, claim: ViewClaim, *, inherited: bool, requires: Iterable[str] = (), conditional: bool = False
    ) -> None:
        self.claims[claim.id] = claim
        self.direct |= not inherited
        self.requires.update(requires)
        if conditional:
            self.conditional = True
        else:
            self.unconditional = True


Contested = Mapping[tuple[str, str], Iterable[str]]
"""(measure, requirement) → who rejects that the one needs the other."""


def derive(claims: Iterable[ViewClaim], measures: Measures, contested: Contested | None = None) -> list[ViewEdge]:
    """All edges that `claims` give. They must be accepted, not embedded, not negated; see `gives_edges`."""
    holders = Holders()
    for claim in claims:
        holders.add(claim)
    return sorted(holders.edges(measures, contested), key=lambda e: (e.type, e.start, e.end, e.id))


class Holders:
    """Claims by holder: every edge belongs to one, REQUIRES too, so that they can be derived one after the other."""

    def __init__(self) -> None:
        self._claims: dict[str, list[ViewClaim]] = defaultdict(list)
        self.denied: set[str] = set()
        """Claims that some holder denies, where that is found out only after they were added."""

    def add(self, claim: ViewClaim) -> None:
        for holder in claim.holders or ("",):
            self._claims[holder].append(claim)

    def edges(self, measures: Measures, contested: Contested | None = None) -> Iterator[ViewEdge]:
        """All edges, by holder."""
        for holder in sorted(self._claims):
            sums: dict[_Key, _Sum] = defaultdict(_Sum)
            for claim in self._claims[holder]:
                if holder:
                    _stances(claim, holder, measures, sums)
                    _own_edges(claim, holder, sums)
                _conditions(claim, holder, measures, sums)
            edges = [_edge(key, total, contested or {}, self.denied) for key, total in sums.items()]
            _judge(edges)
            yield from edges


def gives_edges(*, status: str, embedded: bool, negated: bool, modality: str) -> bool:
    """Whether a claim stands behind any edge: a proposition that is only mentioned, denied or asked does not."""
    return status == "accepted" and not embedded and not negated and modality not in NO_EDGE_MODALITIES


# ---- one claim


def _stances(claim: ViewClaim, holder: str, measures: Measures, sums: dict[_Key, _Sum]) -> None:
    stance = RELATION[claim.relation].stance
    if stance is None:
        return
    needs = [end.id for end, _, _ in claim.conditions]
    for end, contrary in claim.about:
        if end.label != "Measure":
            continue
        kind = {"SUPPORTS": "OPPOSES", "OPPOSES": "SUPPORTS"}[stance] if contrary else stance
        for type_, object_, inherited in _spread(kind, end.id, claim.relation, measures):
            key = _Key(type_, End("Actor", holder), End("Measure", object_), (), (holder, object_))
            sums[key].add(claim, inherited=inherited, requires=needs, conditional=bool(needs))


def _spread(kind: str, id_: str, relation: str, measures: Measures) -> Iterator[tuple[str, str, bool]]:
    """A stance on a measure, and what it says of others: (type, measure, inherited)."""
    yield kind, id_, False
    if relation == "declines":  # who will not join itself says nothing of wider, narrower or rival forms
        return
    if kind == "SUPPORTS":
        for parent in measures.ancestors(id_):
            yield "SUPPORTS", parent, True
        for excluded in measures.excluded_by(id_):
            yield "OPPOSES", excluded, True
    else:
        for child in measures.descendants(id_):
            yield kind, child, True


def _own_edges(claim: ViewClaim, holder: str, sums: dict[_Key, _Sum]) -> None:
    relation = RELATION[claim.relation]
    if relation.edge is None:
        return
    edge_type = EDGE[relation.edge]
    ends = [(end, contrary) for end, contrary in claim.about if end.label in edge_type.ranges]
    if "Actor" in edge_type.ranges and (not ends or claim.relation in ("mediates", "meets", "diverges-from")):
        ends += [(End("Actor", actor), False) for actor in claim.towards]
    if edge_type.symmetric:  # those who hold it together, each pair once
        ends += [(End("Actor", other), False) for other in claim.holders[claim.holders.index(holder) + 1 :]]
    for end, contrary in ends:
        if end == End("Actor", holder):
            continue
        rest = (("contrary", True),) if contrary else ()
        key = _Key(relation.edge, End("Actor", holder), end, rest, (holder, end.id))
        sums[key].add(claim, inherited=False, conditional=bool(claim.conditions))


def _conditions(claim: ViewClaim, holder: str, measures: Measures, sums: dict[_Key, _Sum]) -> None:
    if not claim.conditions or claim.condition_kind in (None, "trigger"):
        return
    demanded = claim.relation != "requires"
    for end, _ in claim.about:
        if end.label != "Measure":
            continue
        if holder and demanded:
            _waits(claim, holder, end, measures, sums)
        for required, group, negated in claim.conditions:
            if not negated and required.label == "Measure" and required.id != end.id:
                rest = (("group", group), ("holder", holder or None), ("kind", claim.condition_kind))
                sums[_Key("REQUIRES", end, required, rest, (holder, end.id))].add(claim, inherited=False)


def _waits(claim: ViewClaim, holder: str, end: End, measures: Measures, sums: dict[_Key, _Sum]) -> None:
    needs = [required.id for required, _, _ in claim.conditions]
    actor = End("Actor", holder)
    for object_, inherited in ((end.id, False), *((d, True) for d in measures.descendants(end.id))):
        key = _Key("CONDITIONS_ON", actor, End("Measure", object_), (), (holder, object_))
        sums[key].add(claim, inherited=inherited, requires=needs, conditional=True)
    for required, _, negated in claim.conditions:
        rest = (("before", end.id), ("negated", negated))
        sums[_Key("WAITS_FOR", actor, required, rest, (holder, end.id))].add(claim, inherited=False, conditional=True)


# ---- all claims of an edge


def _edge(key: _Key, total: _Sum, contested: Contested, denied: set[str]) -> ViewEdge:
    claims = sorted(total.claims.values(), key=lambda c: c.id)
    basis = min((c.basis for c in claims), key=BASES.index)
    firsts = [c.first for c in claims if c.first]
    lasts = [last for c in claims if (last := c.last or c.first)]
    sources = sorted({c.source for c in claims})
    properties: dict[str, Any] = {
        "claims": [c.id for c in claims],
        "sources": sources,
        "source_count": len({c.origin or c.source for c in claims}),
        "relations": sorted({c.relation for c in claims}),
        "first_said": min(firsts, default=None),
        "last_said": max(lasts, default=None),
        "current": not _expired(claims),
        "disputed": any(c.denied or c.id in denied for c in claims),
        "conditional": total.conditional and not total.unconditional,
        "imputed": all(c.imputed for c in claims),
        "basis": basis,
        "certainty": max(c.certainty for c in claims if c.basis == basis),
        "strength": max((c.strength for c in claims if c.basis == basis), key=STRENGTHS.index),
        "expected": all(c.modality == "expected" for c in claims),
        "inherited": not total.direct,
        **{name: value for name, value in key.rest if value is not None},
    }
    if total.requires:
        properties["requires"] = sorted(total.requires)
    if key.type == "REQUIRES" and (by := sorted(contested.get((key.start.id, key.end.id), ()))):
        properties["contested_by"] = by
    identity = edge_id(key.type, key.start.id, key.end.id, dict(key.rest))
    return ViewEdge(
        identity, key.type, key.start, key.end, key.unit, {k: v for k, v in properties.items() if v is not None}
    )


def _expired(claims: list[ViewClaim]) -> bool:
    """All of them held only until a day before the newest date that is known of them."""
    newest = max((d for c in claims for d in (c.first, c.last) if d), default=None)
    return newest is not None and all(c.valid_to is not None and c.valid_to < newest for c in claims)


def _judge(edges: list[ViewEdge]) -> None:
    """What edges of one pair say of each other: given up since (`current`), both for and against (`disputed`)."""
    pairs: dict[tuple[End, End], dict[str, ViewEdge]] = defaultdict(dict)
    for edge in edges:
        if edge.type in _REPLACES:
            pairs[edge.start, edge.end][edge.type] = edge
    for by_type in pairs.values():
        for type_, edge in by_type.items():
            said = edge.properties.get("last_said")
            for other in (by_type[t] for t in _REPLACES[type_] if t in by_type):
                later = other.properties.get("last_said")
                if said and later and later > said:
                    edge.properties["current"] = False
        if {"SUPPORTS", "OPPOSES"} <= by_type.keys():
            by_type["SUPPORTS"].properties["disputed"] = by_type["OPPOSES"].properties["disputed"] = True
