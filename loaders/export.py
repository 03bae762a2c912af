"""A store written as files.

    export(store, "trig", Path("graph.trig"))          every format of `loaders.registry.EXPORTERS`
    export(store, "yaml", Path("my-data"))             a folder of fact files; "my-data.zip" gives a zip
"""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING

from graph.export import StoredFacts, datasets, read_facts, undisturbed
from graph.store import Store
from schema.errors import NotFound, SettingsError

if TYPE_CHECKING:
    from .registry import Exporter


def export(
    store: Store, format: str, out: Path | IO[bytes], dataset: str | None = None, *, base: str | None = None
) -> None:
    """Write the store, or one of its data sets, in a format by its name. A file appears whole or not at all.

    `base`: what the IRIs of RDF begin with, https://parley.example/ without it.

    Raises NotFound for an unknown format or data set, SettingsError where `out` cannot be written.
    """
    exporter = exporter_of(format)
    if not isinstance(out, Path):
        write(exporter, store, out, dataset, base=base)
        return
    try:
        if exporter.name == "yaml" and out.suffix.lower() != ".zip":
            _to_folder(exporter, store, out, dataset)
        else:
            _to_file(out, lambda file: write(exporter, store, file, dataset, base=base))
    except OSError as error:
        raise SettingsError(f"{out} cannot be written: {error.strerror}") from error


def exporter_of(format: str) -> Exporter:
    """The exporter of this name. Raises NotFound."""
    from .registry import EXPORTERS

    found = next((e for e in EXPORTERS if e.name == format), None)
    if found is None:
        raise NotFound(f"no format is called {format!r}", hint=f"one of {', '.join(e.name for e in EXPORTERS)}")
    return found


def write(
    exporter: Exporter, store: Store, out: IO[bytes], dataset: str | None = None, *, base: str | None = None
) -> None:
    """Write to an open file. Raises StoreBusy if the graph was loaded meanwhile."""
    with undisturbed(store):
        exporter.write(stored(store, dataset), out, base=base)


def stored(store: Store, dataset: str | None) -> list[StoredFacts]:
    """One data set of a store, or all of them."""
    return [read_facts(store, id_) for id_ in ([dataset] if dataset else [str(p["id"]) for p in datasets(store)])]


def _to_file(path: Path, fill: Callable[[IO[bytes]], None]) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        part = Path(file.name)
        try:
            fill(file)
        except BaseException:
            part.unlink(missing_ok=True)
            raise
    mask = os.umask(0)
    os.umask(mask)
    part.chmod(0o666 & ~mask)
    part.replace(path)


def _to_folder(exporter: Exporter, store: Store, folder: Path, dataset: str | None) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SettingsError(f"{folder} is there and not empty", hint="name a new folder")
    data = io.BytesIO()
    write(exporter, store, data, dataset)
    with zipfile.ZipFile(data) as archive:
        archive.extractall(folder)  # its names are ours: ids of the registry's pattern
