"""Statements found by their words, where what is said is no stance to a thing: "warns that Y could remain a flashpoint".

A claim says it if its statement, its phrases or the things that it names have every part of what was asked.
"""

from __future__ import annotations

from dataclasses import dataclass

from .english import IRREGULAR, root
from .lexicon import Lexicon
from .thesaurus import THESAURUS
from .tokens import Tokens, tokenize
from .words import GENERIC, KIND_WORDS, NEGATION, word_set

_EMPTY = word_set(
    "remain stay become could would will may might can be being been say think believe report claim something anything "
    "everything else particular following ready"
)
_SHORT = 4
"""A shorter word must stand as it is: "b" begins too many."""
_LONG = 7
"""So many letters are the same in "administer" and "administration"."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the parts that a claim must have: a thing that it names, or one of some words."""

    shown: str
    words: tuple[str, ...]
    ids: tuple[str, ...] = ()

    def parameters(self) -> dict[str, list[str]]:
        return {"words": list(self.words), "ids": list(self.ids)}


def parts(tokens: Tokens, lexicon: Lexicon) -> tuple[Part, ...]:
    """What a claim must have to say what `tokens` say."""
    found: list[Part] = []
    for concept in lexicon.concepts(tokens):
        if concept.ids:
            names = [next(iter(s)) for i in concept.ids for s in lexicon.thing_surfaces.get(i, ()) if len(s) == 1]
            text = " ".join(t.word for t in tokenize(concept.text) if t.is_word)
            found.append(Part(concept.text, tuple(sorted({_opening(text), *map(_opening, names)})), tuple(sorted(concept.ids))))
        elif not (concept.generic or concept.word in GENERIC or concept.text.casefold() in _EMPTY | KIND_WORDS.keys()):
            words = _forms({concept.text.casefold(), concept.word, *THESAURUS.get(concept.word, ())})
            found.append(Part(concept.text, tuple(sorted(map(_opening, words)))))
    return tuple(dict.fromkeys(found)) or _generic(tokens)


def _generic(tokens: Tokens) -> tuple[Part, ...]:
    """ "The plan" says little, and yet something."""
    return tuple(Part(t.text, (_opening(t.word),)) for t in tokens if t.content and t.root in GENERIC)


def known(tokens: Tokens, lexicon: Lexicon) -> bool:
    """Whether the data, or the language, has at least half of the words."""
    words = [t for t in tokens if t.content]
    return 2 * sum(lexicon.speller.knows(t.word) for t in words) >= len(words) > 0


def _forms(words: set[str]) -> set[str]:
    """The words with such forms as do not begin like them: "brought", "easing"."""
    irregular = {form for base, forms in IRREGULAR.items() if root(base) in words for form in forms}
    gerunds = {w[:-2] + "ing" for w in words if w.endswith("ed")}
    return words | irregular | gerunds


def denied(tokens: Tokens) -> bool:
    """Whether it is said that something is not so."""
    return any(t.word in NEGATION | {"no", "nobody", "without"} for t in tokens)


def _opening(word: str) -> str:
    """How the word begins in a text whose words are divided by blanks."""
    return f" {word} " if len(word) < _SHORT else f" {word[:_LONG]}"
