"""What a store can be written as, and what a data set can be read from. The command line and the API walk these tuples.

A new format is one entry: a function that writes data sets to an open file, or one that reads bytes to a FactSet. The
functions are imported when they are called: rdflib takes a quarter of a second.
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from graph.corpus import Corpus
from graph.export import StoredFacts
from graph.store import Store
from schema.errors import FactError, Problem, SettingsError

from .factset import FactSet, read_folder


@dataclass(frozen=True, slots=True)
class Exporter:
    """A format that a store can be written in. `function` is "module:name" below `loaders`.

    `has_base`: its IRIs stand under a base that may be chosen.
    """

    name: str
    extensions: tuple[str, ...]
    media_type: str
    description: str
    function: str
    has_base: bool = False

    def write(self, facts: list[StoredFacts], out: IO[bytes], *, base: str | None = None) -> None:
        """Raises SettingsError for a base that is none, or given where there are no IRIs."""
        if base is not None and not self.has_base:
            raise SettingsError(f"{self.name} has no IRIs, so that a base means nothing")
        _function(self.function)(facts, out, **({"base": base} if base else {}))

    def to_bytes(self, store: Store, dataset: str | None = None, *, base: str | None = None) -> bytes:
        """The store, or one data set of it, in memory. Raises NotFound for an unknown data set."""
        from .export import write

        out = io.BytesIO()
        write(self, store, out, dataset, base=base)
        return out.getvalue()


@dataclass(frozen=True, slots=True)
class Loader:
    """A format that a data set can be read from. `options` go to the function."""

    name: str
    extensions: tuple[str, ...]
    media_type: str
    description: str
    function: str
    options: tuple[tuple[str, str], ...] = ()

    def parse(self, data: bytes, name: str, *, dataset: str | None = None, corpus: Corpus | None = None) -> FactSet:
        """The data set in `data`; `name` is what errors call it. Raises FactError with every problem."""
        found: FactSet = _function(self.function)(data, name, **dict(self.options), dataset=dataset, corpus=corpus)
        return found


def _function(path: str) -> Any:  # noqa: ANN401  a function of another module
    module, _, name = path.partition(":")
    return getattr(import_module(f"loaders.{module}"), name)


EXPORTERS: tuple[Exporter, ...] = (
    Exporter("trig", (".trig",), "application/trig", "RDF: a named graph for each source, the view in its own",
             "rdf:write_trig", has_base=True),
    Exporter("jsonld", (".jsonld",), "application/ld+json", "the same as JSON-LD", "rdf:write_jsonld", has_base=True),
    Exporter("yaml", (".zip",), "application/zip", "the fact files, in a zip", "plain:write_yaml_zip"),
    Exporter("jsonl", (".jsonl",), "application/jsonl", "JSON Lines, one record a line", "plain:write_jsonl"),
    Exporter("csv", (".csv",), "text/csv", "a table of the claims, for spreadsheets and R", "plain:write_csv"),
    Exporter("ontology", (".ttl",), "text/turtle", "the registry as OWL in Turtle", "rdf:write_ontology"),
)  # fmt: skip

LOADERS: tuple[Loader, ...] = (
    Loader("trig", (".trig",), "application/trig", "RDF as TriG", "rdfread:parse_rdf", (("format_", "trig"),)),
    Loader("turtle", (".ttl",), "text/turtle", "RDF as Turtle", "rdfread:parse_rdf", (("format_", "turtle"),)),
    Loader("nquads", (".nq", ".nt"), "application/n-quads", "RDF as N-Quads", "rdfread:parse_rdf",
           (("format_", "nquads"),)),
    Loader("jsonld", (".jsonld", ".json"), "application/ld+json", "RDF as JSON-LD", "rdfread:parse_rdf",
           (("format_", "json-ld"),)),
    Loader("yaml", (".zip",), "application/zip", "fact files in a zip", "plainread:parse_zip"),
    Loader("jsonl", (".jsonl", ".ndjson"), "application/jsonl", "JSON Lines", "plainread:parse_jsonl"),
)  # fmt: skip


def loader_of(path: Path, data: bytes = b"") -> Loader:
    """The loader for a file, by its ending, else by how `data` begins. Raises FactError."""
    ending = path.suffix.lower()
    by_name = {loader.name: loader for loader in LOADERS}
    for loader in LOADERS:
        if ending in loader.extensions:
            return loader
    start = data[:2000].lstrip()
    if start.startswith(b"PK"):
        return by_name["yaml"]
    if start.startswith(b'{"record"'):
        return by_name["jsonl"]
    if start.startswith((b"{", b"[")):
        return by_name["jsonld"]
    if start.startswith((b"@prefix", b"PREFIX", b"<", b"GRAPH", b"@base", b"#")):
        return by_name["trig"]
    known = f"a folder of fact files, or one of {', '.join(e for loader in LOADERS for e in loader.extensions)}"
    raise FactError([Problem(path.name, "", "has no ending that is known", known)])


def read_any(path: Path, *, dataset: str | None = None, corpus: Corpus | None = None) -> FactSet:
    """The data set in a folder or a file; "-" is standard input. Raises FactError with every problem."""
    if path.is_dir():
        return read_folder(path, corpus=corpus)
    try:
        data = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
    except OSError as error:
        raise FactError([Problem(str(path), "", f"cannot be read: {error.strerror}")]) from error
    name = "standard input" if str(path) == "-" else path.name
    return loader_of(path, data).parse(data, name, dataset=dataset, corpus=corpus)
