"""A text's sentences.

    sentences(text, "en") → [Span(0, 42), …]

The rules are those of sentencex: kept up, with abbreviations of many languages, offsets in code points, no model to
fetch. On the five bundled articles it and syntok cut alike but in two places: sentencex keeps all that stands in one
pair of quotation marks together, which hides what is coded inside; so it is given the text without them. The
requirements hold it at one version, for counts of sentences to stay comparable; `SPLITTER` names it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import pairwise

from sentencex import get_sentence_boundaries

from .spans import Span, words

SPLITTER = f"sentencex {version('sentencex')}"

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_QUOTES = frozenset('"“”„‟«»‹›')


def sentences(text: str, language: str = "en") -> list[Span]:
    """Every sentence that has a word, without the blanks around it. A line break always ends one."""
    return [span for line in _LINE.finditer(text) for span in _of_line(text, Span(*line.span()), language)]


@dataclass(frozen=True, slots=True)
class Grid:
    """A text's sentences, to find those that a passage touches: those of which it has at least one word."""

    text: str
    sentences: tuple[Span, ...]
    _words: tuple[Span, ...]
    _owners: tuple[int, ...]

    @classmethod
    def of(cls, text: str, language: str = "en") -> Grid:
        found = sentences(text, language)
        owned = [(word, place) for place, span in enumerate(found) for word in words(text, span)]
        return cls(text, tuple(found), tuple(word for word, _ in owned), tuple(place for _, place in owned))

    def touched(self, spans: Iterable[Span]) -> frozenset[int]:
        """Places of the sentences that one of `spans` touches."""
        return frozenset(place for span in spans for place in self._owners[slice(*self._touched(span))])

    def _touched(self, span: Span) -> tuple[int, int]:
        first = bisect_right(self._words, span.start, key=lambda word: word.end)
        return first, bisect_left(self._words, span.end, key=lambda word: word.start)


def _of_line(text: str, line: Span, language: str) -> Iterator[Span]:
    kept = [i for i in range(*line) if text[i] not in _QUOTES]
    cuts = [line.start]
    for boundary in get_sentence_boundaries(language, "".join(text[i] for i in kept))[:-1]:
        cut = kept[boundary["end_index"] - 1] + 1
        while not text[cut - 1].isspace() and cut < line.end and text[cut] in _QUOTES:  # a mark that closes
            cut += 1
        cuts.append(cut)
    for start, end in pairwise((*cuts, line.end)):
        span = _trimmed(text, start, end)
        if next(words(text, span), None):
            yield span


def _trimmed(text: str, start: int, end: int) -> Span:
    part = text[start:end]
    return Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))
