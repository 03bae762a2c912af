"""Which actors or measures may be one, by their names: candidates for a person to judge, never applied by themselves.

    for candidate in proposals(store): candidate.first, candidate.second, candidate.score, candidate.why
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from rapidfuzz.distance import JaroWinkler

from schema.errors import JudgementError

from .cypher import with_names
from .derive import Measures
from .identity import Pair, Thing, read_identity, unite
from .loads.judged import pairs_of, read_judgements, things_of
from .store import Store, Tx
from .units import read_measures

ALIKE = 0.93
"""Least likeness of two words that may be one misspelt: at 0.9 the demonyms of neighbours were one."""
COMMON = 60
"""A word in more names than this brings no two of them together: otherwise all pairs would be compared."""
_SILENT = frozenset(("the", "a", "an", "of", "for", "and", "in", "on", "to", "by"))
_SPELLINGS = (("isation", "ization"), ("ise", "ize"), ("yse", "yze"), ("our", "or"), ("ence", "ense"), ("tre", "ter"))

Parts = Mapping[tuple[str, ...], int]

NAMED = """
MATCH (n:$$LABEL)
WHERE size(n.datasets) > 0
RETURN n.id AS id, n.name AS name, n.aliases AS aliases ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one: `score` up to 1, and the names that say so."""

    label: str
    first: str
    second: str
    score: float
    why: str


@dataclass(slots=True)
class _Named:
    id: str
    names: list[str]
    keys: list[tuple[str, ...]] = field(default_factory=list)


def proposals(store: Store) -> list[Candidate]:
    """The candidates that nobody has judged and that can be one, best first."""
    return store.read(_proposals)


def _proposals(tx: Tx) -> list[Candidate]:
    identity, judged = read_identity(tx), pairs_of(read_judgements(tx))
    apart = {frozenset((identity.of(p.first), identity.of(p.second))) for p in judged if not p.same}
    measures = read_measures(tx)
    found: list[Candidate] = []
    for label in ("Actor", "Measure"):
        named: dict[str, _Named] = {}
        for row in tx.rows(with_names(NAMED, label=label)):
            one = named.setdefault(identity.of(row["id"]), _Named(identity.of(row["id"]), []))
            one.names += [row["name"], *(row["aliases"] or ())]
        things = things_of(tx, named)
        for candidate in _candidates(label, list(named.values())):
            pair = frozenset((candidate.first, candidate.second))
            if pair not in apart and _may_be(candidate, things, measures):
                found.append(candidate)
    return sorted(found, key=lambda c: (-c.score, c.first, c.second))


def _may_be(candidate: Candidate, things: Mapping[str, Thing], measures: Measures) -> bool:
    if any(things[id_].anonymous for id_ in (candidate.first, candidate.second)):
        return False  # that two unnamed sources are one, or are somebody, no name can say
    try:
        unite([Pair("", True, candidate.first, candidate.second)], things, measures)
    except JudgementError:
        return False
    return True


def _candidates(label: str, named: list[_Named]) -> Iterator[Candidate]:
    by_word: dict[str, set[int]] = defaultdict(set)
    for place, one in enumerate(named):
        one.keys = [key_of(name) for name in one.names]
        for key, name in zip(one.keys, one.names, strict=True):
            for word in (*(w[:4] for w in key), initials(name)):
                by_word[word].add(place)
    parts = _parts(named) if label == "Actor" else {}
    pairs = {p for places in by_word.values() if len(places) <= COMMON for p in combinations(sorted(places), 2)}
    for a, b in sorted(pairs):
        score, why = likeness(named[a], named[b], parts)
        if score:
            yield Candidate(label, named[a].id, named[b].id, round(score, 2), why)


def _parts(named: list[_Named]) -> Parts:
    """How many things have a name that begins or ends with some words."""
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in named:
        for key in one.keys:
            for size in range(1, len(key) + 1):
                owners[key[:size]].add(one.id)
                owners[key[-size:]].add(one.id)
    return {words: len(ids) for words, ids in owners.items()}


def likeness(a: _Named, b: _Named, parts: Parts) -> tuple[float, str]:
    """The best score of any two names, and why; 0 where nothing speaks for it."""
    found = (
        _of_names(x, kx, y, ky, parts)
        for x, kx in zip(a.names, a.keys, strict=True) for y, ky in zip(b.names, b.keys, strict=True)
    )  # fmt: skip
    return max(found, key=lambda f: f[0], default=(0.0, ""))


def _of_names(x: str, kx: tuple[str, ...], y: str, ky: tuple[str, ...], parts: Parts) -> tuple[float, str]:
    pair = f"“{x}” and “{y}”"
    if not kx or not ky:
        return 0.0, pair
    if kx == ky:
        return 1.0, f"{pair} differ in spelling at most"
    if sorted(kx) == sorted(ky):
        return 0.95, f"{pair} have the same words"
    for short, long in ((x, y), (y, x)):
        if len(short) > 1 and short.replace(".", "").casefold() == initials(long):
            return 0.9, f"“{short}” are the initials of “{long}”"
    if len(kx) == len(ky) and (alike := _words_alike(kx, ky)):
        return 0.9 * alike, f"{pair} are written alike"
    small, large = sorted((kx, ky), key=len)
    if parts.get(small) == 2 and small in (large[: len(small)], large[-len(small) :]):
        return 0.7, f"of no other is the one a part of the name: {pair}"
    return 0.0, pair


def _words_alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """How alike the words are, each to its counterpart; 0 if one of them is another word."""
    scores = [1.0 if x == y else _alike(x, y) for x, y in zip(sorted(a), sorted(b), strict=True)]
    return sum(scores) / len(scores) if min(scores) >= ALIKE else 0.0


def _alike(x: str, y: str) -> float:
    if len(x) < 4 or len(y) < 4 or not (x.isalpha() and y.isalpha()):
        return 0.0
    return JaroWinkler.similarity(x, y)


def key_of(name: str) -> tuple[str, ...]:
    """The words of a name, without accents, articles, plurals and what British and American spelling differ in."""
    flat = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    words = "".join(c if c.isalnum() else " " for c in flat.replace("'", "").replace("’", "")).split()
    return tuple(_plain(w) for w in words if w not in _SILENT)


def _plain(word: str) -> str:
    for british, american in _SPELLINGS:
        if word.endswith(british) and len(word) > len(british) + 2:
            word = word.removesuffix(british) + american
    return word.removesuffix("s") if len(word) > 4 and not word.endswith("ss") else word


def initials(name: str) -> str:
    words = [w for w in name.casefold().replace("-", " ").split() if w not in _SILENT]
    return "".join(w[0] for w in words) if len(words) > 1 else name.casefold()
