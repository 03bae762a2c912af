"""Which actors and measures are one: what persons judged, as a map from each id to the one that stands for all.

    identity = read_identity(tx)       Identity.of("bibi") → "netanyahu", Identity.all("netanyahu") → both

Claims keep what they point to; the view, filters and questions look through this map.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from schema.errors import JudgementError

from . import cypher
from .derive import End, Measures, ViewClaim
from .store import Store, Tx

BODIES = frozenset(("Organisation", "ArmedGroup", "InternationalBody", "Force"))
"""Kinds that two coders may give one body; any other two kinds are two things."""


@dataclass(frozen=True, slots=True)
class Identity:
    """`one`: each united id but the standing one → the standing one."""

    one: Mapping[str, str] = field(default_factory=dict)
    _members: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list), init=False)

    def __post_init__(self) -> None:
        for id_, standing in sorted(self.one.items()):
            self._members[standing].append(id_)

    def of(self, id_: str) -> str:
        return self.one.get(id_, id_)

    def all(self, id_: str) -> list[str]:
        """Every id of the thing, the standing one first."""
        standing = self.of(id_)
        return [standing, *self._members.get(standing, ())]

    def all_or_none(self, id_: str | None) -> list[str] | None:
        """As a filter that may be off."""
        return None if id_ is None else self.all(id_)

    def end(self, end: End) -> End:
        return End(end.label, self.of(end.id))

    def claim(self, claim: ViewClaim) -> ViewClaim:
        """The claim as the view sees it: every end the standing one, none twice."""
        if not self.one:
            return claim
        return replace(
            claim,
            holders=tuple(dict.fromkeys(map(self.of, claim.holders))),
            about=tuple(dict.fromkeys((self.end(end), contrary) for end, contrary in claim.about)),
            towards=tuple(dict.fromkeys(map(self.of, claim.towards))),
            conditions=tuple(dict.fromkeys((self.end(end), group, no) for end, group, no in claim.conditions)),
        )

    def links(self, links: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
        """Links between things as links between the standing ones."""
        found: dict[str, dict[str, None]] = defaultdict(dict)
        for start, ends in links.items():
            found[self.of(start)].update((self.of(end), None) for end in ends if self.of(end) != self.of(start))
        return {start: tuple(ends) for start, ends in found.items() if ends}


def read_identity(tx: Tx | Store) -> Identity:
    return Identity({row["id"]: row["one"] for row in tx.rows(cypher.UNITED)})


# ---- from judgements


@dataclass(frozen=True, slots=True)
class Pair:
    """A judgement of two things: its id, whether it says that they are the same, and which."""

    judgement: str
    same: bool
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What must be known of an actor or a measure before it is united with another."""

    label: str
    id: str
    name: str
    kind: str | None = None
    quantifier: str | None = None
    anonymous: bool = False
    listed: bool = True
    """It is in the files of a data set."""


def unite(pairs: Sequence[Pair], things: Mapping[str, Thing], measures: Measures) -> dict[str, str]:
    """Each united id but the standing one → the standing one. Raises JudgementError for pairs that cannot all be true.

    Of several that are one, that stands which is in the files, is named, and is never the second of a pair; then the
    smallest id: whatever the order of the judgements.
    """
    known = [p for p in pairs if p.first in things and p.second in things]
    same = [p for p in known if p.same]
    for pair in same:
        _can_be_one(pair, things, measures)
    groups = _groups(same)
    for pair in known:
        if not pair.same and pair.second in groups.get(pair.first, ()):
            path = ", ".join(p.judgement for p in _path(same, pair.first, pair.second))
            raise JudgementError(
                f"{pair.first} and {pair.second} cannot be the same and different: {pair.judgement} against {path}",
                hint="take one of them back with --undo",
            )
    seconds = {p.second for p in same}

    def rank(id_: str) -> tuple[bool, bool, bool, str]:
        return not things[id_].listed, things[id_].anonymous, id_ in seconds, id_

    return {id_: one for group in groups.values() for id_ in group if id_ != (one := min(group, key=rank))}


def _can_be_one(pair: Pair, things: Mapping[str, Thing], measures: Measures) -> None:
    a, b = things[pair.first], things[pair.second]
    if a.label != b.label:
        raise JudgementError(f"{a.id} is a {a.label.lower()}, {b.id} a {b.label.lower()}: they cannot be one")
    if a.kind != b.kind and not {a.kind, b.kind} <= BODIES:
        raise JudgementError(f"{a.id} is of the kind {a.kind}, {b.id} of {b.kind}: they cannot be one")
    if a.quantifier != b.quantifier:
        raise JudgementError(f"{a.id} is {a.quantifier or 'one'}, {b.id} {b.quantifier or 'one'}: they cannot be one",
                             hint="a group is none of its members")  # fmt: skip
    for low, high in ((a.id, b.id), (b.id, a.id)):
        if high in measures.ancestors(low):
            raise JudgementError(f"{low} specialises {high}: they cannot be one")
    if b.id in measures.excluded_by(a.id):
        raise JudgementError(f"{a.id} and {b.id} exclude each other: they cannot be one")


def _groups(same: Iterable[Pair]) -> dict[str, set[str]]:
    groups: dict[str, set[str]] = {}
    for pair in same:
        joined = groups.get(pair.first, {pair.first}) | groups.get(pair.second, {pair.second})
        groups.update(dict.fromkeys(joined, joined))
    return groups


def _path(same: Sequence[Pair], start: str, end: str) -> list[Pair]:
    """The judgements by which two are one."""
    todo: list[tuple[str, list[Pair]]] = [(start, [])]
    seen = {start}
    while todo:
        here, path = todo.pop(0)
        if here == end:
            return path
        for pair, other in _steps(same, here):
            if other not in seen:
                seen.add(other)
                todo.append((other, [*path, pair]))
    return []


def _steps(same: Iterable[Pair], here: str) -> Iterator[tuple[Pair, str]]:
    for pair in same:
        if here in (pair.first, pair.second):
            yield pair, pair.second if here == pair.first else pair.first


