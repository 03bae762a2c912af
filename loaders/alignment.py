"""Which claim of one coder is which claim of another: one to one, as alike as possible on the whole.

Two claims may be two readings of one if they stand in one sentence, and share an object, or the class of relation and
a holder (or have neither holder nor object). Of all ways to pair them that one is taken whose pairs are most alike in
sum (a maximum-weight matching), so that a claim does not take another's partner because it comes first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set

import networkx as nx

from .coding import Coded, Dimension, Labels

WEIGHTS: dict[Dimension, int] = {
    "object": 4, "relation": 3, "holder": 3, "class": 2, "condition": 1, "modality": 1, "speaker": 1,
}  # fmt: skip
"""What a claim is about, what it says of that and who holds it tell it from its neighbours; the rest decides ties."""
SCALE = 360_360
"""Shares of up to 15 labels are whole numbers of it: sums are exact, and equal ones equal on every machine."""

Pair = tuple[Coded, Coded]


def align(a: Sequence[Coded], b: Sequence[Coded]) -> list[Pair]:
    """The pairs, by where they stand. Neither the order of claims nor which coder comes first changes them."""
    ours, theirs = sorted(a, key=_content), sorted(b, key=_content)
    swapped = [_content(c) for c in theirs] < [_content(c) for c in ours]
    first, second = (theirs, ours) if swapped else (ours, theirs)
    graph: nx.Graph[tuple[int, int]] = nx.Graph()
    for i, j in _neighbours(first, second):
        if comparable(first[i], second[j]):
            graph.add_edge((0, i), (1, j), weight=likeness(first[i], second[j]))
    found = sorted(tuple(sorted(edge)) for edge in nx.max_weight_matching(graph))
    pairs = [(first[i], second[j]) for (_, i), (_, j) in found]
    return [(other, one) for one, other in pairs] if swapped else pairs


def likeness(one: Coded, other: Coded) -> int:
    """How alike two claims are: the weighted shares of labels in common, of sentences and of the further fields.

    No two claims of one data set say the same, so that a claim is most alike to itself.
    """
    same = sum(weight * _share(one.labels[name], other.labels[name]) for name, weight in WEIGHTS.items())
    return same + _share(one.sentences, other.sentences) + _share(_further(one), _further(other))


def _further(coded: Coded) -> frozenset[tuple[str, str]]:
    return frozenset((name, label) for name, labels in coded.further.items() for label in labels)


def _share(one: Set[object], other: Set[object]) -> int:
    both = len(one | other)
    return SCALE * len(one & other) // both if both else SCALE


def comparable(one: Coded, other: Coded) -> bool:
    """Whether two claims of one sentence may be two readings of one."""

    def common(name: Dimension) -> Labels:
        return one.labels[name] & other.labels[name]

    bare = not any(c.labels["object"] or c.labels["holder"] for c in (one, other))
    return bool(common("object") or (common("class") and (common("holder") or bare)))


def _neighbours(first: Sequence[Coded], second: Sequence[Coded]) -> Iterator[tuple[int, int]]:
    """Places of claims that stand in one sentence."""
    by_sentence: dict[int, list[int]] = defaultdict(list)
    for j, coded in enumerate(second):
        for sentence in coded.sentences:
            by_sentence[sentence].append(j)
    for i, coded in enumerate(first):
        for j in sorted({j for sentence in coded.sentences for j in by_sentence[sentence]}):
            yield i, j


def _content(coded: Coded) -> tuple[list[int], str]:
    """By where it stands, then by what it says; the key only where all else is the same."""
    claim = coded.claim
    rest = claim.model_dump_json(exclude={"key", "source", "coder", "note"})
    return sorted(coded.sentences), f"{rest} {claim.key}"
