"""Misspellings: a word that nobody knows is read as a known one that lies very near, or stays unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from rapidfuzz.distance import OSA

from .english import normal, root
from .realwords import COMMON, NATIONS
from .thesaurus import THESAURUS
from .vocabulary import vocabulary
from .words import (
    ADVERBS,
    ANYONE,
    AUX,
    CONDITION_WORDS,
    CONJUNCTIONS,
    DETERMINERS,
    KIND_WORDS,
    LIGHT,
    MEASURE_WORDS,
    NEGATION,
    POSITION_WORDS,
    PREPOSITIONS,
    PRONOUNS,
    SOURCE_WORDS,
    STOP,
    TITLES,
    WH,
)

_VOWELS = set("aeiouy")
# Letters that one sound is written with; elsewhere a changed letter in a short word makes another word (Iran, Iraq).
_ALIKE = [set("ckq"), set("sz"), set("fv"), set("gj"), set("uw")]


_QUESTION_WORDS = """
many much often sources back backs claim claims claimed say says said according happen happens happened before after
until unless unlock unlocks differ differs agree agrees agreed compare difference condition conditions position please
list name show tell prior order needed required necessary possible true joining join needs between mediate conditional
dependent contingent share percent percentage percentages figure long since actor actors party parties country
countries think thinks thought stand stands view views done met fulfilled occur occurs occurred settled achieved
completed effect force begin began begun start started trust trusts confidence faith deny denies denied
"""


@cache
def _grammar_words() -> frozenset[str]:
    """Every word that the grammar itself knows."""
    classes = (
        WH, AUX, NEGATION, DETERMINERS, PREPOSITIONS, PRONOUNS, ADVERBS, ANYONE, STOP, CONDITION_WORDS, POSITION_WORDS,
        SOURCE_WORDS, MEASURE_WORDS, LIGHT, TITLES, CONJUNCTIONS, frozenset(KIND_WORDS),
    )  # fmt: skip
    return vocabulary().words.union(*classes, map(normal, _QUESTION_WORDS.split()))


@cache
def _known_roots() -> frozenset[str]:
    return frozenset(map(root, COMMON | NATIONS | _grammar_words())) | frozenset(THESAURUS)


class Speller:
    """Known words, indexed by what is left of each when one letter is taken out, so that a look-up needs no scan."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = frozenset(w for w in names if w.isalpha())
        self._roots = frozenset(map(root, self._names))
        self._index: dict[str, list[str]] = defaultdict(list)
        self._long: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self._names | {w for w in _grammar_words() if w.isalpha()}):
            if len(word) >= 3:
                for key in _shorter(word):
                    self._index[key].append(word)
            if len(word) >= 7:
                self._long[word[0], len(word)].append(word)

    def _is_word(self, word: str) -> bool:
        return word in self._names or word in _grammar_words() or word in COMMON or word in NATIONS

    def knows(self, word: str) -> bool:
        """Whether it is a known word or a form of one."""
        return self._is_word(word) or root(word) in self._roots or root(word) in _known_roots()

    def fix(self, word: str, *, first: bool = False) -> str | None:
        """The known word that `word` is a misspelling of, if there is one near enough; None if it is known or none is.

        One slip is allowed from four letters on, two from eight. Tried on the misspellings of the tests and on the
        names of states: with two slips in six letters "Norway" became a name of the data, with a changed letter in
        five "Iraq" became Iran. `first`: the word opens the question, where even a short one is a question word.
        """
        if not word.isalpha() or self._is_word(word) or len(word) < (3 if first else 4):
            return None
        form = root(word) if self.knows(word) else None  # a known word in a form that is not: "mediats"
        near = {w for key in _shorter(word) for w in self._index.get(key, ())}
        if len(word) >= 8:
            near |= {w for n in range(len(word) - 2, len(word) + 3) for w in self._long.get((word[0], n), ())}
        allowed = 2 if len(word) >= 8 else 1
        scored = []
        for other in near:
            distance = OSA.distance(word, other, score_cutoff=allowed)
            if distance <= allowed and _plausible(word, other, first=first) and form in (None, root(other)):
                scored.append((distance, other[0] != word[0], other not in self._names, other[-1] != word[-1],
                               abs(len(other) - len(word)), other))  # fmt: skip
        return min(scored)[-1] if scored else None


    def fix_inflected(self, word: str) -> tuple[str, bool] | None:
        """A misspelt word in a form of its own ("relesed", "isreals"): the known word, and whether it is a genitive."""
        if not word.isalpha() or self.knows(word):
            return None
        for ending in ("s", "es", "d", "ed", "ing"):
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= 5 and (fixed := self.fix(stem)) and fixed in self._names:
                return fixed, ending == "s"
        return None


def _shorter(word: str) -> set[str]:
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _plausible(word: str, other: str, *, first: bool) -> bool:
    """In a short word only a letter too many, too few, swapped with its neighbour or written by its sound is a slip."""
    if first and other in WH:
        return True
    if len(other) < 4:
        return len(word) > 3 and len(other) == 3 and sorted(word)[0] is not None and set(other) <= set(word)
    if len(word) > 5 or len(word) != len(other):
        return True
    different = [(a, b) for a, b in zip(word, other, strict=True) if a != b]
    if len(different) == 2:
        return different[0] == different[1][::-1]
    a, b = different[0]
    return {a, b} <= _VOWELS or any({a, b} <= group for group in _ALIKE)
