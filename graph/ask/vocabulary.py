"""The words for relations, from the registry, in all their inflections, found in a row of tokens."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Literal

from schema.relations import ALL_RELATIONS, EDGE_TYPES, Words

from .english import inflect, normal, plural
from .tokens import Tokens

Part = Literal["verb", "agent", "noun", "phrase"]

# "do" and "have" are helpers far oftener than verbs of their own.
_LEFT_OUT = {"do", "have no", "not want", "be against"}


@dataclass(frozen=True, slots=True)
class Match:
    """A word for a relation at tokens[start:end].

    `names`: what it may mean, edge types in capitals and relations without an edge in small letters, in the order of
    the registry. `forms`: which inflections it can be; "many" for a plural noun.
    """

    start: int
    end: int
    names: tuple[str, ...]
    part: Part
    forms: frozenset[str]
    head: str

    def is_form(self, *forms: str) -> bool:
        return bool(self.forms & set(forms))


@dataclass(slots=True)
class _Entry:
    words: tuple[str, ...]
    part: Part
    names: list[str]
    forms: set[str]
    head: str


class Vocabulary:
    """All words for relations, by their first word."""

    def __init__(self) -> None:
        self._entries: dict[str, dict[tuple[tuple[str, ...], Part], _Entry]] = defaultdict(dict)
        for edge in EDGE_TYPES:
            self._add_words(edge.type, edge.words)
        for relation in ALL_RELATIONS:
            self._add_words(relation.name, relation.words)
        self.words = frozenset(word for by_words in self._entries.values() for words, _ in by_words for word in words)

    def _add_words(self, name: str, words: Words) -> None:
        for verb in words.verbs:
            if verb not in _LEFT_OUT:
                first, *rest = verb.split()
                for form, tags in inflect(first).items():
                    self._add(name, (form, *rest), "verb", set(tags), verb)
        for part, nouns in (("agent", words.agents), ("noun", words.nouns)):
            for noun in nouns:
                *before, last = noun.split()
                self._add(name, (*before, last), part, {"one"}, noun)
                self._add(name, (*before, plural(last)), part, {"many"}, noun)
        for phrase in words.phrases:
            self._add(name, tuple(phrase.split()), "phrase", {"base"}, phrase)

    def _add(self, name: str, words: tuple[str, ...], part: str, forms: set[str], head: str) -> None:
        words = tuple(normal(w) for w in words)
        key: tuple[tuple[str, ...], Part] = (words, part)  # type: ignore[assignment]
        entry = self._entries[words[0]].setdefault(key, _Entry(words, key[1], [], set(), head))
        if name not in entry.names:
            entry.names.append(name)
        entry.forms |= forms

    def at(self, tokens: Tokens, place: int) -> list[Match]:
        """Every word for a relation that starts at `place`, the longest first."""
        if place >= len(tokens):
            return []
        found = [
            Match(place, place + len(e.words), tuple(e.names), e.part, frozenset(e.forms), e.head)
            for e in self._entries.get(tokens[place].word, {}).values()
            if all(
                place + i < len(tokens) and tokens[place + i].word == word
                for i, word in enumerate(e.words[1:], start=1)
            )
        ]
        return sorted(found, key=lambda m: -m.end)


@cache
def vocabulary() -> Vocabulary:
    """The registry's words: built once, they never change."""
    return Vocabulary()
