"""Whether the entries of `coverage.yaml` are true: against the claims, against each other and against the texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import TYPE_CHECKING

from graph.corpus import slice_sha256
from schema.coverage import NoClaim
from schema.errors import Problem
from schema.records import Claim

from .spans import Span, same_words, words

if TYPE_CHECKING:
    from .factset import Placed

LIVE = ("accepted", "proposed")
"""A claim with another status does not account for the words that it was read from."""
_A_WORD = re.compile(r"\w")


@dataclass(slots=True)
class Entries:
    """The entries of a data set, and what stands in the way of them."""

    placed: list[Placed[NoClaim]] = field(default_factory=list)
    _passages: dict[str, list[tuple[Span, str]]] = field(default_factory=lambda: defaultdict(list))
    _sources: set[str] = field(default_factory=set)

    def add(self, placed: Placed[NoClaim]) -> None:
        self.placed.append(placed)
        self._sources.add(placed.record.source)

    def meet(self, claim: Claim) -> None:
        """Remember the passages of a claim, if an entry speaks of its source."""
        if claim.source in self._sources and claim.status in LIVE:
            self._passages[claim.source] += [(Span(p.start, p.end), claim.key) for p in claim.passages]

    def problems(self, texts: Mapping[str, str]) -> Iterator[Problem]:
        """Everything that is wrong; `texts` has the text of each source where it is at hand."""
        duplicates = _duplicates(p.record for p in self.placed)
        before: dict[str, Placed[NoClaim]] = {}
        for placed in sorted(self.placed, key=lambda p: (p.record.source, p.record.start)):
            entry, text = placed.record, texts.get(placed.record.source)
            last = before.get(entry.source)
            yield from self._overlaps(placed, last)
            before[entry.source] = placed if last is None or entry.end > last.record.end else last
            if text is not None:
                found = _faults(entry, text, duplicates[entry.source])
                yield from (Problem(placed.where(name), name, what) for name, what in found)

    def _overlaps(self, placed: Placed[NoClaim], before: Placed[NoClaim] | None) -> Iterator[Problem]:
        entry = placed.record
        keys = {key for span, key in self._passages[entry.source] if span.overlaps(Span(entry.start, entry.end))}
        for key in sorted(keys):
            yield Problem(placed.where("start"), "start", f"overlaps a passage of the claim {key}", "words without a claim")
        if before is not None and before.record.end > entry.start:
            yield Problem(placed.where("start"), "start", f"overlaps the entry at {before.where()}")


def with_hash(entry: NoClaim, text: str | None) -> NoClaim:
    if entry.sha256 or text is None:
        return entry
    return entry.model_copy(update={"sha256": slice_sha256(text[entry.start : entry.end])})


def _duplicates(entries: Iterable[NoClaim]) -> dict[str, list[Span]]:
    found: dict[str, list[Span]] = defaultdict(list)
    for entry in entries:
        if entry.reason == "duplicate":
            found[entry.source].append(Span(entry.start, entry.end))
    return found


def _faults(entry: NoClaim, text: str, duplicates: Sequence[Span]) -> Iterator[tuple[str, str]]:
    """What does not fit between an entry and its text: (field, what)."""
    if entry.end > len(text):
        yield "end", f"is {entry.end}, but the text ends at {len(text)}"
        return
    part = text[entry.start : entry.end]
    if entry.sha256 and slice_sha256(part) != entry.sha256:
        yield "sha256", f"is not that of the text's characters {entry.start} to {entry.end}"
    elif not same_words(text, Span(entry.start, entry.end)):
        yield "start", "there is no word between start and end"
    elif entry.reason == "duplicate" and not _stands_elsewhere(entry, text, duplicates):
        yield "reason", "is duplicate, but these words stand nowhere else in this text, or only in other duplicates"
    elif entry.reason == "heading" and not _is_heading(entry, text):
        yield "reason", "is heading, but these are not whole lines without a full stop, nor a line's words before a colon"


def _is_heading(entry: NoClaim, text: str) -> bool:
    line_start = text.rfind("\n", 0, entry.start) + 1
    before, after = text[line_start : entry.start], text[entry.end :].partition("\n")[0]
    lines = text[entry.start : entry.end].strip().splitlines()
    if _A_WORD.search(before):
        return False
    if lines[-1].endswith(":") or after.startswith(":"):
        return len(lines) == 1
    return not _A_WORD.search(after) and not any(line.rstrip().endswith(".") for line in lines)


def _stands_elsewhere(entry: NoClaim, text: str, duplicates: Sequence[Span]) -> bool:
    """Whether its words stand somewhere that is no duplicate itself: it is one, so that its own place is none."""
    found = _Words.of(text)
    places = found.places(found.within(Span(entry.start, entry.end)))
    return any(not any(place.overlaps(other) for other in duplicates) for place in places)


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text in one line, and where each of them stands in the text and in that line."""

    line: str
    spans: list[Span]
    offsets: list[int]

    @classmethod
    def of(cls, text: str) -> _Words:
        whole = Span(0, len(text))
        found = same_words(text, whole)
        offsets = [0, *accumulate(len(word) + 1 for word in found)]
        return cls(" ".join(("", *found, "")), list(words(text, whole)), offsets)

    def within(self, span: Span) -> str:
        first, last = (bisect_left([s.start for s in self.spans], edge) for edge in span)
        return self.line[self.offsets[first] : self.offsets[last] + 1]

    def places(self, wanted: str) -> Iterator[Span]:
        """Every stretch of the text that has the words of `wanted`, which begins and ends with a blank."""
        at = self.line.find(wanted)
        while at >= 0:
            first, last = (bisect_left(self.offsets, offset) for offset in (at, at + len(wanted) - 1))
            yield Span(self.spans[first].start, self.spans[last - 1].end)
            at = self.line.find(wanted, at + 1)
