"""The texts, where they are at hand: found by the SHA-256 of their bytes as they are, never by name."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from schema.errors import SettingsError

MAX_TEXT_BYTES = 20_000_000
_BLOCK = 1 << 20
_REACH = 600
"""Code points in which a sentence's end is looked for."""
_STOP = re.compile(r"[.!?…]['\"’”»)\]]*\s+|\n\s*\n|\n(?=[^a-z])")
"""Where a sentence ends. A lone line break does so only before what begins no line of wrapped text."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A passage in its text: what stands before it, itself, what stands after."""

    before: str
    text: str
    after: str


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A file as it was when its hash was taken: while size and time are the same, the hash is not taken again."""

    size: int
    mtime_ns: int
    sha256: str


class Corpus:
    """Texts in some files and folders. Nothing is read but to hash it, until a passage of it is asked for.

    `places` must be there; of the `remembered` ones some may be gone. `known`: what their files were when last seen.
    """

    def __init__(
        self, places: Iterable[Path] = (), *, remembered: Iterable[Path] = (),
        known: Mapping[Path, Fingerprint] | None = None,
    ) -> None:  # fmt: skip
        """Raises SettingsError for one of `places` that is not there."""
        self._named = tuple(places)
        for place in self._named:
            if not place.exists():
                raise SettingsError(f"{place}: no such file or folder", hint="name a folder of texts, or the text files")
        self._remembered = tuple(remembered)
        self.known = dict(known or {})

    @cached_property
    def files(self) -> dict[Path, Fingerprint]:
        """Every file. Raises SettingsError for one of `places` that cannot be read."""
        found: dict[Path, Fingerprint] = {}
        for place in self._named:
            found |= {path: self._print(path) for path in _files(place)}
        for place in self._remembered:
            for path in _files(place):
                try:
                    found.setdefault(path, self._print(path))
                except SettingsError:  # as good as gone
                    continue
        return found

    def _print(self, path: Path) -> Fingerprint:
        known = self.known.get(path)
        try:
            stat = path.stat()
        except OSError as error:
            raise SettingsError(f"{path}: {error.strerror}") from error
        if known and (known.size, known.mtime_ns) == (stat.st_size, stat.st_mtime_ns):
            return known
        return Fingerprint(stat.st_size, stat.st_mtime_ns, _sha256(path))

    @cached_property
    def _paths(self) -> dict[str, Path]:
        paths: dict[str, Path] = {}
        for path, found in self.files.items():
            paths.setdefault(found.sha256, path)
        return paths

    @property
    def gone(self) -> list[Path]:
        """Places and files that were remembered and are not there any more."""
        return sorted({*(p for p in self._remembered if not p.exists()), *(self.known.keys() - self.files.keys())})

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, sha256: object) -> bool:
        return sha256 in self._paths

    def path(self, sha256: str) -> Path | None:
        return self._paths.get(sha256)

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

    def in_sentence(self, sha256: str, start: int, end: int) -> Slice | None:
        """The passage with the rest of the sentences that it stands in; None without the text."""
        text = self.text(sha256)
        if text is None or end > len(text):
            return None
        left, right = sentence(text, start, end)
        return Slice(text[left:start], text[start:end], text[end:right])


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """`start` and `end` moved outwards to where the sentences begin and end."""
    left = max(0, start - _REACH)
    for stop in _STOP.finditer(text, left, start + 1):
        left = min(stop.end(), start)
    found = _STOP.search(text, max(start, end - 2), end + _REACH)
    right = found.start() + len(found[0].rstrip()) if found else min(len(text), end + _REACH)
    return left, max(end, right)


def slice_sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _files(place: Path) -> Iterator[Path]:
    if place.is_dir():
        yield from (p for p in sorted(place.rglob("*")) if p.is_file() and p.stat().st_size <= MAX_TEXT_BYTES)
    elif place.is_file():
        yield place


def _sha256(path: Path) -> str:
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                found.update(block)
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from error
    return found.hexdigest()


def read_text(path: Path) -> str | None:
    """A file's text with byte order mark and line ends as they are; None where it is not UTF-8 or cannot be read."""
    try:
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None


@lru_cache(maxsize=64)
def _read(path: Path, sha256: str) -> str | None:
    try:
        data = path.read_bytes()
        return data.decode() if hashlib.sha256(data).hexdigest() == sha256 else None
    except (OSError, UnicodeDecodeError):
        return None
