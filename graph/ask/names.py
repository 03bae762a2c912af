"""What a name is made of: how it is looked up, and the concepts in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from .english import root
from .tokens import Tokens
from .words import DETERMINERS, GENERIC, PREPOSITIONS, TITLES

_SILENT = DETERMINERS | {"'s"}


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing with a name. `label` is Actor, Measure, Event, Place or Source; `kind` an actor's kind."""

    id: str
    name: str
    label: str
    kind: str | None = None


FIRST, LAST = "", "~"
"""Before and after every day."""


@dataclass(frozen=True, slots=True)
class Office:
    """That somebody speaks for a principal: the office, when, and whether it is known without a claim."""

    principal: str
    office: str | None = None
    first: str | None = None
    last: str | None = None
    background: bool = False


def between(terms: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """What some terms, sorted, leave out: before, between and after them; whole days are named by their ends."""
    gaps: list[tuple[str, str]] = []
    reached = FIRST
    for first, last in terms:
        if first > reached:
            gaps.append((reached, first))
        reached = max(reached, last if last == LAST else last + LAST)
    return [*gaps, (reached, LAST)] if reached < LAST else gaps


@dataclass(frozen=True, slots=True)
class Concept:
    """A part of a phrase: the things that a name in it may mean, or else the root of a word."""

    word: str
    ids: frozenset[str] = frozenset()
    text: str = ""

    @property
    def generic(self) -> bool:
        return not self.ids and self.word in GENERIC


@dataclass(slots=True)
class Pool:
    """All words and things by which a measure is named: of its names, of its contrary's names, and what it involves."""

    surfaces: list[tuple[tuple[Concept, ...], bool]] = field(default_factory=list)
    plain: set[str] = field(default_factory=set)
    contrary: set[str] = field(default_factory=set)
    things: dict[str, float] = field(default_factory=dict)
    about: set[str] = field(default_factory=set)
    """Words by which what it involves is called."""

    size: int = 0
    """How many words it has."""


@dataclass(frozen=True, slots=True)
class Position:
    """An edge of the view, for suggestions."""

    actor: str
    type: str
    object: str


def key_of(tokens: Tokens) -> tuple[str, ...]:
    """A name as it is looked up: roots without articles."""
    return tuple(t.root for t in tokens if t.is_word and t.word not in _SILENT)


def phrasal(tokens: Tokens) -> Tokens:
    """ "keep X out" is to exclude X, "pull back" is to withdraw."""
    for verbs, particles, meaning in _PHRASAL:
        verb = next((i for i, t in enumerate(tokens) if t.root in verbs), None)
        particle = next((i for i, t in enumerate(tokens) if t.word in particles), None)
        if verb is not None and particle is not None and particle > verb:
            return tuple(t.read_as(meaning) if i == verb else t for i, t in enumerate(tokens) if i != particle)
    return tokens


_PHRASAL = (
    ({"keep", "leav", "shut"}, {"out"}, "exclude"),
    ({"pull"}, {"out", "back"}, "withdraw"),
    ({"draw", "cut"}, {"down"}, "reduce"),
)


def untitled(tokens: Tokens) -> Tokens:
    """A name without what stands before or behind it: "the Israeli government", "President Macron"."""
    start, end = 0, len(tokens)
    while start < end - 1 and (tokens[start].word in TITLES or tokens[start].word in _SILENT):
        start += 1
    while end - 1 > start and (tokens[end - 1].word in TITLES or tokens[end - 1].word == "'s"):
        if tokens[end - 2].word in PREPOSITIONS | DETERMINERS:  # "Hamas in the government" is not Hamas
            break
        end -= 1
    return tokens[start:end]


def initials(name: str) -> str | None:
    words = re.findall(r"\b[A-Z][a-z]+", name)
    return root("".join(w[0] for w in words).lower()) if len(words) >= 3 else None
