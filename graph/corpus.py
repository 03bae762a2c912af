"""The texts, where they are at hand: found by the SHA-256 of their bytes, never by name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from schema.errors import SettingsError

MAX_TEXT_BYTES = 20_000_000
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Slice:
    """A passage in its text: what stands before it, itself, what stands after; `offset` of `before` in the text."""

    before: str
    text: str
    after: str


class Corpus:
    """Texts in some files and folders. Nothing is read but to hash it, until a passage of it is asked for."""

    def __init__(self, places: Iterable[Path] = ()) -> None:
        """Raises SettingsError for a place that cannot be read."""
        self._paths: dict[str, Path] = {}
        for path in _files(places):
            self._paths.setdefault(_sha256(path), path)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, sha256: object) -> bool:
        return sha256 in self._paths

    def text(self, sha256: str) -> str | None:
        """The text with this hash, exactly as its bytes decode; None where it is not at hand or no longer the same."""
        path = self._paths.get(sha256)
        return None if path is None else _read(path, sha256)

    def around(self, sha256: str, start: int, end: int, *, context: int = 240) -> Slice | None:
        """The passage with up to `context` code points on each side, cut at blanks; None without the text."""
        text = self.text(sha256)
        if text is None or end > len(text):
            return None
        left, right = max(0, start - context), min(len(text), end + context)
        while left > 0 and not text[left - 1].isspace() and left < start:
            left += 1
        while right < len(text) and not text[right].isspace() and right > end:
            right -= 1
        return Slice(text[left:start], text[start:end], text[end:right])


def slice_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        if place.is_dir():
            yield from (p for p in sorted(place.rglob("*")) if p.is_file() and p.stat().st_size <= MAX_TEXT_BYTES)
        elif place.is_file():
            yield place
        else:
            raise SettingsError(f"{place}: no such file or folder", hint="name a folder of texts, or the text files")


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    return found.hexdigest()


@lru_cache(maxsize=64)
def _read(path: Path, sha256: str) -> str | None:
    try:
        data = path.read_bytes()
        return data.decode() if hashlib.sha256(data).hexdigest() == sha256 else None
    except (OSError, UnicodeDecodeError):
        return None
