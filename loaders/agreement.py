"""How far two codings of the same texts agree, in figures and claim by claim.

    report = agreement(read_folder(first), read_folder(second), corpus)
    report.overall.sentences.kappa          do both find claims in the same sentences
    report.overall.dimensions["holder"].f1  do they name the same holders, sentence by sentence
    report.disagreements                    every pair of claims that differs, every claim that only one coder has

F1 compares the sets of labels that each coder gives to a sentence, over all its claims. Krippendorff's α compares the
claims that were paired (`loaders.alignment`): it says how far coders who read the same claim say the same of it, and
not how often they read the same claim, which is what κ and the numbers of claims are for.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from graph.corpus import Corpus
from schema.errors import NotFound
from schema.records import Claim, Source

from .alignment import Pair, align
from .coding import DIMENSIONS, Coded, Coding, Dimension, Labels, match
from .coverage import chosen
from .factset import FactSet
from .reliability import Overlap, Table, krippendorff_alpha
from .sentences import SPLITTER, Grid
from .spans import phrase


@dataclass(frozen=True, slots=True)
class DimensionFigures:
    """`overlap` is of the labels of sentences, `alpha` of the claims that were paired."""

    overlap: Overlap
    alpha: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """`sentences`: whether they have a claim. `paired` claims, of which `identical` differ in nothing."""

    sentences: Table
    alpha: float | None
    dimensions: Mapping[Dimension, DimensionFigures]
    claims_a: int
    claims_b: int
    paired: int
    identical: int


@dataclass(frozen=True, slots=True)
class SourceAgreement:
    source: str
    title: str | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A claim of each coder and what differs between them, or a claim that only one of them has.

    `fields`: name → labels of the first, labels of the second. The place is that of the sentence.
    """

    source: str
    start: int
    end: int
    phrase: str
    a: Claim | None
    b: Claim | None
    fields: Mapping[str, tuple[Labels, Labels]]


@dataclass(frozen=True, slots=True)
class Agreement:
    """`matched`: entities with two ids, the first coder's first. `left_out`: sources not compared, and why."""

    a: str
    b: str
    splitter: str
    overall: Figures
    sources: tuple[SourceAgreement, ...]
    disagreements: tuple[Disagreement, ...]
    matched: tuple[tuple[str, str], ...]
    left_out: Mapping[str, str]


def agreement(
    a: FactSet, b: FactSet, corpus: Corpus, *, source: str | None = None, same: Mapping[str, str] | None = None
) -> Agreement:
    """Compare two codings, in the sources that both coded or in one `source` of the first.

    `same` maps ids of `a` to ids of `b`. Raises NotFound if there is nothing to compare.
    """
    names = match(a, b, same)
    first, second = Coding(a), Coding(b, names.common)
    twins = {one: other for other, one in names.common.items()}
    compared: list[tuple[Source, _Compared]] = []
    left_out: dict[str, str] = {}
    for one in chosen(a, source):
        text = corpus.text(one.sha256)
        if why := _why_not(one.id, twins.get(one.id), first, second, text, asked=source is not None):
            left_out[one.id] = why
        elif text is not None:
            grid = Grid.of(text, one.language)
            compared.append((one, _Compared.of(grid, first.of(one.id, grid), second.of(twins[one.id], grid))))
    if not compared:
        reasons = "; ".join(f"{id_}: {why}" for id_, why in left_out.items())
        raise NotFound(f"{a.dataset.id} and {b.dataset.id} have no text to compare", hint=reasons or None)
    return Agreement(
        a.dataset.id, b.dataset.id, SPLITTER, _figures([c for _, c in compared]),
        tuple(SourceAgreement(s.id, s.title, _figures([c])) for s, c in compared),
        tuple(d for s, c in compared for d in c.disagreements(s.id)), names.matched, left_out,
    )  # fmt: skip


def _why_not(
    one: str, other: str | None, first: Coding, second: Coding, text: str | None, *, asked: bool
) -> str | None:
    if other is None:
        return "the second coding does not have this text"
    if text is None:
        return "its text is not at hand"
    if not asked and one not in first.sources():
        return "not coded by the first"
    return "not coded by the second" if not asked and other not in second.sources() else None


@dataclass(slots=True)
class _Compared:
    """One source: what each coder has in each sentence, and which claims were paired."""

    grid: Grid
    a: Sequence[Coded]
    b: Sequence[Coded]
    pairs: Sequence[Pair]
    by_sentence: list[tuple[list[Coded], list[Coded]]] = field(default_factory=list)

    @classmethod
    def of(cls, grid: Grid, a: Sequence[Coded], b: Sequence[Coded]) -> _Compared:
        found = cls(grid, a, b, align(a, b), [([], []) for _ in grid.sentences])
        for side, claims in enumerate((a, b)):
            for coded in claims:
                for place in coded.sentences:
                    found.by_sentence[place][side].append(coded)
        return found

    def labels(self, name: Dimension) -> Iterator[tuple[Labels, Labels]]:
        """Of each sentence."""
        for ours, theirs in self.by_sentence:
            yield _union(c.labels[name] for c in ours), _union(c.labels[name] for c in theirs)

    def values(self, name: Dimension) -> Iterator[tuple[Hashable, Hashable]]:
        """Of each pair of claims; of speakers the whole chain."""
        for one, other in self.pairs:
            if name == "speaker":
                yield one.further["levels"], other.further["levels"]
            else:
                yield one.labels[name], other.labels[name]

    def disagreements(self, source: str) -> list[Disagreement]:
        paired = {id(coded) for pair in self.pairs for coded in pair}
        found: list[tuple[Coded | None, Coded | None]] = [(a, b) for a, b in self.pairs if _differing(a, b)]
        found += [(a, None) for a in self.a if id(a) not in paired]
        found += [(None, b) for b in self.b if id(b) not in paired]
        return sorted((self._disagreement(source, a, b) for a, b in found), key=_place)

    def _disagreement(self, source: str, a: Coded | None, b: Coded | None) -> Disagreement:
        common = frozenset.intersection(*(c.sentences for c in (a, b) if c))
        span = self.grid.sentences[min(common)]
        fields = _differing(a, b) if a and b else {}
        return Disagreement(
            source, span.start, span.end, phrase(self.grid.text, span), a.claim if a else None, b.claim if b else None,
            fields,
        )  # fmt: skip


def _place(found: Disagreement) -> tuple[int, str, str]:
    return found.start, found.a.key if found.a else "", found.b.key if found.b else ""


def _union(sets: Iterable[Labels]) -> Labels:
    return frozenset().union(*sets)


def _differing(a: Coded, b: Coded) -> dict[str, tuple[Labels, Labels]]:
    """The fields in which two claims differ."""
    mine, yours = ({**coded.labels, **coded.further} for coded in (a, b))
    found = {name: (mine[name], yours[name]) for name in mine if mine[name] != yours[name]}
    for name, implied in (("speaker", "levels"), ("condition", "groups")):
        if name in found:
            found.pop(implied, None)
    return found


def _figures(compared: Collection[_Compared]) -> Figures:
    coded = [(bool(a), bool(b)) for c in compared for a, b in c.by_sentence]
    return Figures(
        sentences=Table.of(coded),
        alpha=krippendorff_alpha(coded),
        dimensions={
            name: DimensionFigures(
                Overlap.of(pair for c in compared for pair in c.labels(name)),
                krippendorff_alpha([pair for c in compared for pair in c.values(name)]),
            )
            for name in DIMENSIONS
        },
        claims_a=sum(len(c.a) for c in compared),
        claims_b=sum(len(c.b) for c in compared),
        paired=sum(len(c.pairs) for c in compared),
        identical=sum(not _differing(a, b) for c in compared for a, b in c.pairs),
    )
