"""All settings, read in one function. Each has a row in the README's table."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.corpus import Corpus
from graph.engine.settings import Target, default_path, target_from
from graph.remembered import Remembered


@dataclass(frozen=True, slots=True)
class Settings:
    """`target`: which store. `corpus`: places of texts, beside those that `parley corpus` remembers in `memory`."""

    target: Target
    corpus: tuple[Path, ...]
    memory: Path

    def remembered(self) -> Remembered:
        return Remembered.read(self.memory)

    def open_corpus(self) -> Corpus:
        return self.remembered().corpus(*self.corpus)


def read_settings(
    environ: Mapping[str, str] | None = None, *, store: str | None = None, corpus: tuple[Path, ...] = ()
) -> Settings:
    """The settings of `environ` (the process's own by default); what is given by option goes first.

    Raises SettingsError for a value that cannot be used.
    """
    values = dict(os.environ if environ is None else environ)
    if store is not None:
        values["PARLEY_STORE"] = store
        if store.startswith("embedded"):  # an account in the environment is of another store
            for name in ("PARLEY_STORE_USER", "PARLEY_STORE_PASSWORD", "PARLEY_STORE_PASSWORD_FILE"):
                values.pop(name, None)
    named = values.get("PARLEY_CORPUS", "")
    places = corpus or tuple(Path(part).expanduser() for part in named.split(os.pathsep) if part)
    return Settings(target_from(values), places, default_path().with_name("corpus.json"))
