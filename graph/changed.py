"""A text that is no longer the one that was coded: whose it is, and where the passages stand in it now.

Nothing is guessed: new offsets are proposed where the passage, or its phrase, is found exactly once.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Literal, NamedTuple

from .corpus import Corpus, read_text, sentence, slice_sha256
from .store import Store

SOURCES = """
MATCH (s:Source)
WHERE size(s.datasets) > 0
RETURN s.id AS id, s.title AS title, s.sha256 AS sha256 ORDER BY id
"""
PHRASES = "MATCH (p:Passage)-[:IN]->(s:Source) RETURN s.id AS source, p.phrase AS phrase"
PASSAGES = """
MATCH (s:Source {id: $source})<-[:IN]-(p:Passage)<-[e:EVIDENCED_BY]-(c:Claim)
WHERE c.superseded_at IS NULL
RETURN c.id AS claim, c.key AS key, c.dataset AS dataset, e.pos AS place, p.start AS start, p.end AS end,
       p.sha256 AS sha256, p.phrase AS phrase
ORDER BY start, end, key, place
"""
FEWEST_WORDS = 8
"""Words that the phrases in common must have together. Of the five articles of the Gaza data none holds more than one
phrase of another, and that one has five words: a name with its office."""
_GRAM = 3
MANY_SPOTS = 1000


class Likeness(NamedTuple):
    """How many of a source's phrases stand in a text."""

    source: str
    found: int
    phrases: int


class Likenesses:
    """Finds the source that a text looks like, without comparing it with every one."""

    def __init__(self, phrases: Mapping[str, Collection[str]]) -> None:
        self._phrases = {source: set(some) for source, some in phrases.items()}
        self._with_words: dict[tuple[str, ...], set[str]] = defaultdict(set)
        self._short: set[str] = set()
        """Sources of which no phrase has words enough to look them up."""
        for source, some in self._phrases.items():
            inner = {words for phrase in some if (words := _inner(phrase))}
            for words in inner:
                self._with_words[words].add(source)
            if not inner:
                self._short.add(source)

    def of(self, text: str) -> Likeness | None:
        """The source of which the most phrases stand in `text`, if most of its phrases do."""
        words = text.split()
        grams = zip(*(islice(words, n, None) for n in range(_GRAM)), strict=False)
        likely = self._short.union(*(self._with_words.get(gram, ()) for gram in set(grams)))
        found = [like for source in sorted(likely) if (like := self._like(source, text))]
        return max(found, key=lambda like: (like.found / like.phrases, like.found), default=None)

    def _like(self, source: str, text: str) -> Likeness | None:
        common = [phrase for phrase in self._phrases[source] if phrase in text]
        like = Likeness(source, len(common), len(self._phrases[source]))
        enough = sum(len(phrase.split()) for phrase in common) >= FEWEST_WORDS
        return like if enough and 2 * like.found > like.phrases else None


def _inner(phrase: str) -> tuple[str, ...] | None:
    """Words of a phrase that stand whole in the text: its first and last may have lost a quotation mark or a stop."""
    words = tuple(phrase.split()[1:-1][:_GRAM])
    return words if len(words) == _GRAM else None


# ---- what is the same but for its bytes

BOM = b"\xef\xbb\xbf"
Rewriting = tuple[str, Callable[[bytes], bytes]]


def _normal(form: Literal["NFC", "NFD"]) -> Callable[[bytes], bytes]:
    return lambda data: unicodedata.normalize(form, data.decode()).encode()


_REWRITINGS: tuple[tuple[Rewriting, ...], ...] = (
    (("", lambda d: d), ("a byte order mark", lambda d: d.removeprefix(BOM)), ("no byte order mark", lambda d: BOM + d)),
    (("", lambda d: d), ("CRLF line ends", lambda d: d.replace(b"\r\n", b"\n")),
     ("LF line ends", lambda d: d.replace(b"\n", b"\r\n"))),
    (("", lambda d: d), ("no line end at its end", lambda d: d + b"\n"),
     ("a line end at its end", lambda d: d.removesuffix(b"\n"))),
    (("", lambda d: d), ("decomposed letters", _normal("NFC")), ("composed letters", _normal("NFD"))),
)  # fmt: skip


def rewritten(data: bytes, sha256: str) -> str | None:
    """What `data` has that the text with this hash has not, where they say the same; None where they do not."""
    for steps in product(*_REWRITINGS):
        before = data
        for _, undo in steps:
            before = undo(before)
        if hashlib.sha256(before).hexdigest() == sha256:
            return ", ".join(name for name, _ in steps if name)
    return None


# ---- where the passages stand now


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage as it is on record."""

    start: int
    end: int
    sha256: str | None
    phrase: str


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a passage would stand, and the words quoted if their blanks differ."""

    start: int
    end: int
    sha256: str
    phrase: str


State = Literal["unchanged", "moved", "edited", "ambiguous", "gone"]


@dataclass(frozen=True, slots=True)
class Relocated:
    """`spot`: where it is, or is proposed to be. `places`: where the phrase stands, if in several places.

    unchanged: as on record. moved: the same passage elsewhere. edited: the phrase stands once, the words around it are
    others, so that the sentences around it are proposed. ambiguous: in several places. gone: nowhere.
    """

    state: State
    spot: Spot | None = None
    places: tuple[int, ...] = ()


def relocate(old: Quoted, text: str) -> Relocated:
    """Where a passage stands in another version of its text."""
    part = text[old.start : old.end]
    if old.phrase in part and old.sha256 in (None, slice_sha256(part)) and old.end <= len(text):
        return Relocated("unchanged", _spot(text, old.start, old.end, old.phrase))
    spots = list(islice(_places(text, old.phrase), MANY_SPOTS))
    starts = {at for at, end in spots for at in _same(text, old, at, end)} if old.sha256 else set[int]()
    if len(starts) == 1:
        (start,) = starts
        return Relocated("moved", _spot(text, start, start + old.end - old.start, old.phrase))
    if len(spots) == 1 and not starts:
        ((at, end),) = spots
        line = max(re.split(r"[\r\n]+", text[at:end]), key=len) if "\r" in text[at:end] else text[at:end]
        return Relocated("edited", _spot(text, *sentence(text, at, end), line))  # no phrase may hold a carriage return
    return Relocated("ambiguous" if spots else "gone", places=tuple(at for at, _ in spots))


def _spot(text: str, start: int, end: int, phrase: str) -> Spot:
    return Spot(start, end, slice_sha256(text[start:end]), phrase)


def _places(text: str, phrase: str) -> Iterator[tuple[int, int]]:
    """Where a phrase stands; if nowhere, where it does with other blanks (line ends, no-break spaces)."""
    pattern = re.escape(phrase) if phrase in text else r"\s+".join(map(re.escape, phrase.split()))
    for found in re.finditer(f"(?=({pattern}))", text):
        yield found.span(1)


def _same(text: str, old: Quoted, at: int, end: int) -> Iterator[int]:
    """Where a slice as long as the passage, with the phrase in it, has the passage's hash."""
    length = old.end - old.start
    for start in range(max(0, end - length), min(at, len(text) - length) + 1):
        if slice_sha256(text[start : start + length]) == old.sha256:
            yield start


# ---- of a store


@dataclass(frozen=True, slots=True)
class Source:
    id: str
    title: str | None
    sha256: str


@dataclass(frozen=True, slots=True)
class ChangedText:
    """A file that is a source's text no more. `found` of its `phrases` stand there; `rewritten` if only bytes differ."""

    path: Path
    sha256: str
    source: Source
    found: int
    phrases: int
    rewritten: str | None

    @property
    def what(self) -> str:
        if self.rewritten:
            return f"the text of {self.source.id} but for {self.rewritten}"
        return f"a changed text of {self.source.id}: {self.found} of its {self.phrases} phrases stand there"

    def __str__(self) -> str:
        return f"{self.path} is {self.what}"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a changed text means for one passage of one claim."""

    claim: str
    key: str
    dataset: str
    place: int
    old: Quoted
    new: Relocated


def sources(store: Store) -> list[Source]:
    return [Source(r["id"], r["title"], r["sha256"]) for r in store.rows(SOURCES)]


def changed_texts(store: Store, corpus: Corpus) -> tuple[list[ChangedText], list[Path]]:
    """Files of the corpus that are no text of the store: those that look like one, and the others."""
    known = sources(store)
    hashes = {s.sha256 for s in known}
    odd = {path: sha256 for path in corpus.files if (sha256 := _now(corpus, path)) not in hashes}
    if not odd:
        return [], []
    phrases: dict[str, list[str]] = defaultdict(list)
    for row in store.rows(PHRASES):
        phrases[row["source"]].append(row["phrase"])
    likenesses, by_id = Likenesses(phrases), {s.id: s for s in known}
    was = {s.sha256: s for s in known}
    changed, others = [], []
    for path, sha256 in odd.items():
        text = read_text(path)
        like = likenesses.of(text) if text else None
        before = was.get(corpus.known[path].sha256) if path in corpus.known else None
        source = before or (by_id.get(like.source) if like else None)
        if source is None:
            others.append(path)
            continue
        mine = set(phrases[source.id])
        found = sum(phrase in (text or "") for phrase in mine)
        only = rewritten(text.encode(), source.sha256) if text else None
        changed.append(ChangedText(path, sha256, source, found, len(mine), only))
    return changed, others


def _now(corpus: Corpus, path: Path) -> str:
    """The hash of a file as it is at this moment: its time may have stayed when its bytes changed."""
    sha256 = corpus.files[path].sha256
    text = read_text(path) if path in corpus.known else None
    return slice_sha256(text) if text is not None else sha256


def propose(store: Store, changed: ChangedText) -> list[Proposal]:
    """New places for every passage of the source, in the order of the text; all of them gone if it is no text."""
    text = read_text(changed.path) or ""
    return [
        Proposal(r["claim"], r["key"], r["dataset"], r["place"], old, relocate(old, text))
        for r in store.rows(PASSAGES, {"source": changed.source.id})
        for old in [Quoted(r["start"], r["end"], r["sha256"], r["phrase"])]
    ]


def states(proposals: Iterable[Proposal]) -> dict[State, int]:
    """How many passages are in each state."""
    counts: dict[State, int] = {"unchanged": 0, "moved": 0, "edited": 0, "ambiguous": 0, "gone": 0}
    for proposal in proposals:
        counts[proposal.new.state] += 1
    return counts
