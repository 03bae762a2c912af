"""RDF out: a store as TriG or JSON-LD, written as it is read, so that a large graph needs little memory.

rdflib's own serialisers hold the whole graph and, in TriG, write lists as loose nodes. It reads what is written here.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import IO, Any

from graph.export import StoredFacts
from schema.ontology import BASE, PREFIXES, turtle

from .triples import TYPE, Block, Iri, Iris, Listed, Term, blocks

_LOCAL = re.compile(r"^[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?$")
_USED = ("parley", "relation", "oa", "dc", "dcterms", "owl", "prov", "rdf", "rdfs", "skos", "xsd")


class Names:
    """IRIs as short as the prefixes allow."""

    def __init__(self, base: str) -> None:
        self.prefixes = {**{prefix: PREFIXES[prefix] for prefix in _USED}, **Iris(base).prefixes()}
        self._namespaces = {namespace: prefix for prefix, namespace in self.prefixes.items()}
        self.curie = lru_cache(maxsize=20_000)(self._curie)

    def _curie(self, iri: Iri) -> str | None:
        """ "https://…#Claim" → "parley:Claim", where the rest is a plain name."""
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._namespaces.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and _LOCAL.match(iri[cut:]) else None

    def short(self, iri: Iri) -> str:
        return self.curie(iri) or iri


# ---- TriG


def write_trig(facts: list[StoredFacts], out: IO[bytes], *, base: str = BASE) -> None:
    """The data sets as TriG."""
    trig(blocks(facts, base), Names(base), out)


def trig(some_blocks: Iterable[Block], names: Names, out: IO[bytes]) -> None:
    for prefix, namespace in names.prefixes.items():
        out.write(f"@prefix {prefix}: <{namespace}> .\n".encode())
    for graph, some in groupby(some_blocks, key=lambda b: b.graph):
        out.write(b"\n" if graph is None else f"\n{_term(graph, names)} {{\n".encode())
        for block in some:
            out.write(_statement(block, names).encode())
        out.write(b"" if graph is None else b"}\n")


def _statement(block: Block, names: Names) -> str:
    lines = []
    for predicate, values in _by_predicate(block):
        verb = "a" if predicate == TYPE else _term(predicate, names)
        lines.append(f"    {verb} {', '.join(_term(v, names) for v in values)}")
    return f"{_term(block.subject, names)}\n" + " ;\n".join(lines) + " .\n"


def _by_predicate(block: Block) -> Iterator[tuple[Iri, list[Term]]]:
    found: dict[Iri, list[Term]] = defaultdict(list)
    for predicate, value in block.pairs:
        found[predicate].append(value)
    yield from found.items()


def _term(term: Term, names: Names) -> str:
    if isinstance(term, Listed):
        return f"( {' '.join(_term(t, names) for t in term.items)} )"
    if isinstance(term, str):
        return names.curie(term) or f"<{term}>"
    quoted = f'"{term.text.translate(_ESCAPES)}"'
    if term.datatype is not None:
        return f"{quoted}^^{_term(term.datatype, names)}"
    return f"{quoted}@{term.language}" if term.language else quoted


_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
"""All that may not stand in a quoted string of one line."""


# ---- JSON-LD


def write_jsonld(facts: list[StoredFacts], out: IO[bytes], *, base: str = BASE) -> None:
    """The data sets as JSON-LD, with a context of its own: a reader needs no other host."""
    jsonld(blocks(facts, base), Names(base), out)


def jsonld(some_blocks: Iterable[Block], names: Names, out: IO[bytes]) -> None:
    out.write(f'{{"@context": {json.dumps(names.prefixes, indent=2)},\n"@graph": [\n'.encode())
    start = b""
    for graph, some in groupby(some_blocks, key=lambda b: b.graph):
        nodes = (json.dumps(_node(block, names), ensure_ascii=False) for block in some)
        if graph is None:
            _join(nodes, out, start)
        else:
            out.write(start + f'{{"@id": {json.dumps(names.short(graph))}, "@graph": [\n'.encode())
            _join(nodes, out, b"")
            out.write(b"]}")
        start = b",\n"
    out.write(b"\n]}\n")


def _join(nodes: Iterable[str], out: IO[bytes], start: bytes) -> None:
    for node in nodes:
        out.write(start + node.encode())
        start = b",\n"


def _node(block: Block, names: Names) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": names.short(block.subject)}
    for predicate, values in _by_predicate(block):
        if predicate == TYPE:
            node["@type"] = [names.short(v) for v in values if isinstance(v, str)]
        else:
            node[names.short(predicate)] = [_value(v, names) for v in values]
    return node


def _value(term: Term, names: Names) -> dict[str, Any]:
    if isinstance(term, Listed):
        return {"@list": [_value(t, names) for t in term.items]}
    if isinstance(term, str):
        return {"@id": names.short(term)}
    value: dict[str, Any] = {"@value": term.text}
    if term.datatype is not None:
        value["@type"] = names.short(term.datatype)
    elif term.language:
        value["@language"] = term.language
    return value


# ---- the ontology


def write_ontology(_: list[StoredFacts], out: IO[bytes]) -> None:
    """The registry as OWL in Turtle, whatever the store holds."""
    out.write(turtle().encode())
