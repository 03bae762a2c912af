"""Each sentence of each source: which claims it gave, or why it gave none.

    report = coverage(read_folder(Path("my-data"), corpus=corpus), corpus)
    report.complete                     whether every sentence of every source is accounted for

A sentence is coded if a passage of a claim has at least one of its words. Else it has no claim, if entries of
`coverage.yaml` have all of its words. Else it is unaccounted for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from graph.corpus import Corpus
from schema.coverage import NoClaimReason
from schema.errors import NotFound
from schema.records import Claim, Source

from .describe import nearest
from .factset import FactSet
from .noclaim import LIVE
from .sentences import SPLITTER, Grid
from .spans import Span, outside, phrase

T = TypeVar("T")
State = Literal["coded", "no-claim", "unaccounted"]


@dataclass(frozen=True, slots=True)
class Rest:
    """Words of a sentence that neither a passage nor an entry has."""

    start: int
    end: int
    phrase: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, its first words, and what accounts for it."""

    start: int
    end: int
    phrase: str
    state: State
    claims: tuple[str, ...]
    reasons: tuple[NoClaimReason, ...]
    rest: tuple[Rest, ...]


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """`sentences` is None where the text is not at hand."""

    source: str
    title: str | None
    sentences: tuple[Sentence, ...] | None

    def count(self, state: State) -> int:
        return sum(s.state == state for s in self.sentences or ())


@dataclass(frozen=True, slots=True)
class Coverage:
    dataset: str
    splitter: str
    sources: tuple[SourceCoverage, ...]

    def count(self, state: State) -> int:
        return sum(source.count(state) for source in self.sources)

    @property
    def reasons(self) -> Counter[NoClaimReason]:
        """In how many sentences without a claim each reason stands; a few have two."""
        return Counter(r for source in self.sources for s in source.sentences or () if s.state == "no-claim" for r in s.reasons)

    @property
    def without_text(self) -> list[str]:
        return [s.source for s in self.sources if s.sentences is None]

    @property
    def complete(self) -> bool:
        """Every sentence is coded or has a reason; a source whose text is not at hand cannot be."""
        return not self.without_text and not self.count("unaccounted")


def coverage(facts: FactSet, corpus: Corpus, source: str | None = None) -> Coverage:
    """The coverage of a data set, or of one of its sources. Raises NotFound for a source that it does not have."""
    passages: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    for claim in facts.claims():
        if claim.status in LIVE:
            passages[claim.source] += [(span, claim.key) for span in spans_of(claim)]
    entries: dict[str, list[tuple[Span, NoClaimReason]]] = defaultdict(list)
    for entry in facts.no_claim:
        entries[entry.source].append((Span(entry.start, entry.end), entry.reason))
    found = [_of_source(s, corpus, passages[s.id], entries[s.id]) for s in chosen(facts, source)]
    return Coverage(facts.dataset.id, SPLITTER, tuple(found))


def chosen(facts: FactSet, source: str | None) -> list[Source]:
    """The sources of a data set, or the one with this id. Raises NotFound."""
    sources = [e for e in facts.entities if isinstance(e, Source)]
    if source is not None and source not in (known := [s.id for s in sources]):
        near = nearest(source, known) or known
        raise NotFound(f"{facts.dataset.id} has no source {source!r}", hint=f"there are: {', '.join(near)}")
    return [s for s in sources if source in (None, s.id)]


def spans_of(claim: Claim) -> list[Span]:
    return [Span(p.start, p.end) for p in claim.passages]


def _of_source(
    source: Source, corpus: Corpus, passages: list[tuple[Span, str]], entries: list[tuple[Span, NoClaimReason]]
) -> SourceCoverage:
    text = corpus.text(source.sha256)
    if text is None:
        return SourceCoverage(source.id, source.title, None)
    grid = Grid.of(text, source.language)
    claims, reasons = _by_sentence(grid, passages), _by_sentence(grid, entries)
    covered = [span for span, _ in (*passages, *entries)]
    found = (
        _sentence(text, span, tuple(claims[place]), tuple(reasons[place]), outside(text, span, covered))
        for place, span in enumerate(grid.sentences)
    )
    return SourceCoverage(source.id, source.title, tuple(found))


def _by_sentence(grid: Grid, found: Iterable[tuple[Span, T]]) -> dict[int, dict[T, None]]:
    """What stands in each sentence, once, in the order given."""
    by_sentence: dict[int, dict[T, None]] = defaultdict(dict)
    for span, what in found:
        for place in grid.touched([span]):
            by_sentence[place][what] = None
    return by_sentence


def _sentence(
    text: str, span: Span, claims: tuple[str, ...], reasons: tuple[NoClaimReason, ...], left: list[Span]
) -> Sentence:
    rest = tuple(Rest(*part, phrase(text, part)) for part in left)
    state: State = "coded" if claims else "unaccounted" if rest else "no-claim"
    return Sentence(*span, phrase(text, span), state, claims, reasons, rest)
