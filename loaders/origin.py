"""Texts that have one origin, by the sentences that they share: a copy, an agency's report in several papers.

    same_origin({"herald": text, "gazette": text}) → [("gazette", "herald")]

Exact sentences are compared, in small letters and without punctuation; shorter ones than `WORDS` words are common
property. A quotation that two texts share does not make them one: `SENTENCES` and a `SHARE` of the shorter text are
needed. Cost: linear in sentences, and in the pairs of texts that share any.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations

from graph.corpus import Corpus
from schema.records import Source

from .sentences import sentences
from .spans import words

WORDS, SENTENCES, SHARE = 8, 2, 0.2


def prints(text: str, language: str = "en") -> frozenset[bytes]:
    """A hash of each long sentence; a text that stands twice in itself has each once."""
    found = set()
    for span in sentences(text, language):
        said = [text[w.start : w.end].casefold() for w in words(text, span)]
        if len(said) >= WORDS:
            found.add(hashlib.blake2b(" ".join(said).encode(), digest_size=8).digest())
    return frozenset(found)


def same_origin(printed: Mapping[str, frozenset[bytes]]) -> list[tuple[str, str]]:
    """Pairs of texts of one origin, by name."""
    holders: dict[bytes, list[str]] = defaultdict(list)
    for name in sorted(printed):
        for one in printed[name]:
            holders[one].append(name)
    shared = Counter(pair for names in holders.values() for pair in combinations(names, 2))
    return sorted(
        (a, b) for (a, b), count in shared.items()
        if count >= SENTENCES and count >= SHARE * min(len(printed[a]), len(printed[b]))
    )  # fmt: skip


def with_origins(sources: Iterable[Source], corpus: Corpus) -> dict[str, Source]:
    """Sources whose texts are at hand and have one origin, saying so; those that say it already stay as they are."""
    known = {source.id: source for source in sources}
    texts = {id_: text for id_, s in known.items() if (text := corpus.text(s.sha256)) is not None}
    pairs = same_origin({id_: prints(text, known[id_].language) for id_, text in texts.items()}) if len(texts) > 1 else []
    changed: dict[str, Source] = {}
    for a, b in pairs:
        if b not in known[a].same_origin_as and a not in known[b].same_origin_as:
            one = changed.get(b, known[b])
            changed[b] = one.model_copy(update={"same_origin_as": (*one.same_origin_as, a)})
    return changed
