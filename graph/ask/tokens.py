"""First stage: a question's text becomes tokens, each with its normal form and its root."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from functools import cached_property

from .english import normal, root
from .words import STOP

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*%?|[^\W\d_]+(?:['.][^\W\d_]+)*[.']?|[^\W_]+|[,;:?!&/]", re.UNICODE)
_QUOTES = str.maketrans({"’": "'", "‘": "'", "`": "'", "´": "'", "“": " ", "”": " ", '"': " ", "«": " ", "»": " ",
                         "–": " ", "—": " ", "‑": "-", "­": "", "*": " "})  # fmt: skip
_CONTRACTIONS = {
    "n't": "not", "'re": "are", "'ve": "have", "'ll": "will", "'d": "would", "'m": "am",
}  # fmt: skip
_WHOLE = {"won't": ("will", "not"), "can't": ("can", "not"), "cannot": ("can", "not"), "ain't": ("is", "not"),
          "shan't": ("shall", "not"), "gonna": ("going", "to"), "wanna": ("want", "to"), "dont": ("do", "not"),
          "doesnt": ("does", "not"), "isnt": ("is", "not"), "arent": ("are", "not"), "whos": ("who", "is"),
          "whats": ("what", "is"), "didnt": ("did", "not"), "wont": ("will", "not")}  # fmt: skip
_IS_AFTER = {"who", "what", "where", "when", "how", "it", "there", "that", "here", "he", "she", "which", "why"}
_JOINED = re.compile(r"(?<=\w)-(?=\w)")


@dataclass(frozen=True)
class Token:
    """A word as it was typed, and the forms in which it is compared. `fixed`: a misspelling was read as `word`."""

    text: str
    word: str
    start: int
    end: int
    fixed: bool = False

    @cached_property
    def root(self) -> str:
        return root(self.word)

    @property
    def capital(self) -> bool:
        return self.text[:1].isupper()

    @property
    def is_word(self) -> bool:
        return self.text[:1].isalnum()

    @property
    def content(self) -> bool:
        """Whether it says something by itself."""
        return self.is_word and self.word not in STOP

    def read_as(self, word: str) -> Token:
        return replace(self, word=word, fixed=True)

    def __str__(self) -> str:
        return self.word if self.word == normal(self.text) else f"{self.text}→{self.word}"


Tokens = tuple[Token, ...]


def tokenize(text: str) -> Tokens:
    """Words, numbers and the marks that divide clauses; "who's" gives two tokens, "Israel's" "israel" and "'s"."""
    text = unicodedata.normalize("NFKC", text).translate(_QUOTES)
    text = _JOINED.sub(" ", re.sub(r"\b([Cc])ease-fire", r"\1easefire", text))
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        for piece, word in _split(match.group()):
            out.append(Token(piece, word, match.start(), match.end()))
    return tuple(out)


def _split(raw: str) -> list[tuple[str, str]]:
    low = raw.casefold()
    if low in _WHOLE:
        return [(w, w) for w in _WHOLE[low]]
    for tail, word in _CONTRACTIONS.items():
        if low.endswith(tail) and len(low) > len(tail):
            return [(raw[: -len(tail)], normal(raw[: -len(tail)])), (word, word)]
    if low.endswith(("'s", "s'")):
        stem = raw[:-2] if low.endswith("'s") else raw[:-1]
        if normal(stem) in _IS_AFTER:
            return [(stem, normal(stem)), ("is", "is")]
        return [(stem, normal(stem)), ("'s", "'s")]
    plain = re.sub(r"\.", "", raw) if "." in raw else raw
    return [(plain, normal(plain.rstrip("'")))] if plain else []


def spelled(tokens: Tokens) -> str:
    """The words as they were typed, for messages."""
    text = " ".join(t.text for t in tokens)
    return re.sub(r" ('s|,|;|:|\?)", r"\1", text)


def trim(tokens: Tokens, words: frozenset[str] | set[str] = STOP) -> Tokens:
    """Without such words, and marks, at both ends."""
    start, end = 0, len(tokens)
    while start < end and (tokens[start].word in words or not tokens[start].is_word):
        start += 1
    while end > start and (tokens[end - 1].word in words or not tokens[end - 1].is_word):
        end -= 1
    return tokens[start:end]


def trim_front(tokens: Tokens, words: frozenset[str] | set[str]) -> Tokens:
    """Without such words, and marks, in front."""
    start = 0
    while start < len(tokens) and (tokens[start].word in words or not tokens[start].is_word):
        start += 1
    return tokens[start:]


def starts(tokens: Tokens, words: tuple[str, ...]) -> bool:
    return tuple(t.word for t in tokens[: len(words)]) == words
