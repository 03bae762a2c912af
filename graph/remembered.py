"""Where a person's texts are, kept between runs: places, and what their files were when they were last looked at.

    kept = Remembered.read(file)
    kept.add([Path("texts")]); kept.write()
    kept.corpus()                            what is there of it, as a Corpus
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from schema.errors import NotFound, SettingsError

from .corpus import Corpus, Fingerprint


@dataclass(slots=True)
class Remembered:
    """The list in `file`: folders and files that somebody named, absolute, and the files in them with their hashes."""

    file: Path
    places: list[Path] = field(default_factory=list)
    known: dict[Path, Fingerprint] = field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> Remembered:
        """What is in `file`, nothing if there is none. Raises SettingsError."""
        try:
            data = json.loads(file.read_bytes())
            places = [Path(p) for p in data["places"]]
            known = {Path(p): Fingerprint(int(s), int(t), str(h)) for p, (s, t, h) in data["files"].items()}
        except FileNotFoundError:
            return cls(file)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise SettingsError(
                f"{file}: the list of texts cannot be read", hint="delete it, and name the texts again: parley corpus add"
            ) from error
        return cls(file, places, known)

    def corpus(self, *more: Path) -> Corpus:
        """All that is there. Raises SettingsError for one of `more` that is not."""
        return Corpus(more, remembered=self.places, known=self.known)

    def add(self, places: Iterable[Path]) -> dict[Path, Fingerprint]:
        """Remember `places`: their files, as they are now. Raises SettingsError for what is not there."""
        absolute = [Path(os.path.abspath(p.expanduser())) for p in places]  # noqa: PTH100  a link stays a link
        found = Corpus(absolute).files
        self.places = sorted({*self.places, *absolute})
        self.known |= found
        return found

    def remove(self, place: Path) -> None:
        """Forget a place, be it there or not. Raises NotFound."""
        absolute = Path(os.path.abspath(place.expanduser()))  # noqa: PTH100
        if absolute not in self.places:
            raise NotFound(f"{absolute} is not remembered", hint="parley corpus list shows what is")
        self.places.remove(absolute)
        self.known = {p: f for p, f in self.known.items() if any(p.is_relative_to(kept) for kept in self.places)}

    def clear(self) -> None:
        self.places, self.known = [], {}

    def write(self) -> None:
        """Put it in `file`, whole or not at all. Raises SettingsError."""
        files = {str(path): [f.size, f.mtime_ns, f.sha256] for path, f in sorted(self.known.items())}
        text = json.dumps({"places": [str(p) for p in self.places], "files": files}, ensure_ascii=False, indent=1)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.ExitStack() as undo:
                handle, name = tempfile.mkstemp(dir=self.file.parent, prefix=self.file.name)
                undo.callback(Path(name).unlink)
                with os.fdopen(handle, "w", encoding="utf-8", errors="surrogatepass") as out:
                    out.write(text)
                Path(name).replace(self.file)
                undo.pop_all()
        except OSError as error:
            raise SettingsError(f"{self.file} cannot be written: {error.strerror}") from error
