"""Stretches of a text, by code-point offsets, and the words in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from schema.records import MAX_PHRASE_WORDS

_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*")


class Span(NamedTuple):
    """Code points `start` up to, not including, `end`."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def words(text: str, within: Span) -> Iterator[Span]:
    """The words of a stretch of text; “U.S.”, “20-point” and “3.5” count as one."""
    return (Span(*found.span()) for found in _WORD.finditer(text, *within))


def phrase(text: str, span: Span) -> str:
    """The first words of a stretch, as many as may be quoted, with … where it goes on."""
    found = list(words(text, span))
    if len(found) <= MAX_PHRASE_WORDS:
        return text[span.start : span.end]
    return f"{text[span.start : found[MAX_PHRASE_WORDS - 1].end]} …"


def same_words(text: str, within: Span) -> tuple[str, ...]:
    """What two copies of one text have in common: the words, without case, blanks and punctuation."""
    return tuple(text[word.start : word.end].casefold() for word in words(text, within))


def outside(text: str, within: Span, covered: Iterable[Span]) -> list[Span]:
    """The runs of words of a stretch that none of `covered` touches."""
    spans = sorted(span for span in covered if span.overlaps(within))
    found: list[Span] = []
    open_run = False
    for word in words(text, within):
        if any(span.overlaps(word) for span in spans):
            open_run = False
        elif open_run:
            found[-1] = Span(found[-1].start, word.end)
        else:
            found.append(word)
            open_run = True
    return found
