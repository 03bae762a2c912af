"""RDF in: what `loaders.rdf` writes, or a person in the same terms, back to records that are checked like fact files.

    read_rdf(Path("graph.trig")) → FactSet

Only what the record says is read: the view, polarity and who is imputed are derived again. Where an edge has no node of
its own (`parley:qualifiedAbout`), the plain triple (`parley:about`) is enough. Nothing is fetched from anywhere.
"""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from rdflib import Dataset, URIRef
from rdflib.namespace import OWL, RDF
from rdflib.term import Node

from graph.corpus import Corpus
from schema.coverage import NoClaim
from schema.errors import FactError, Problem
from schema.kinds import ACTOR_KINDS
from schema.ontology import (
    BASE,
    OA,
    PARLEY,
    QUALIFIED,
    class_iri,
    field_iri,
    link_iri,
    list_iri,
    qualified_iri,
    value_fields,
)
from schema.records import (
    CLAIM_PREFIX,
    ENTITY_RECORDS,
    JUDGEMENT_KINDS,
    Claim,
    DataSetRecord,
    Figure,
    Judgement,
    Passage,
    Tension,
)
from schema.relations import STRUCTURE

from .factset import FactSet
from .records import Found, check_records

MAX_BYTES = 400_000_000
FORMATS = {".trig": "trig", ".ttl": "turtle", ".nq": "nquads", ".nt": "nt", ".jsonld": "json-ld", ".json": "json-ld"}
log = logging.getLogger("parley.rdf")

Index = dict[Node, dict[Node, dict[Node, None]]]
"""subject → predicate → objects."""
Values = dict[str, Any]


def read_rdf(path: Path, *, dataset: str | None = None, corpus: Corpus | None = None) -> FactSet:
    """The data set that an RDF file holds; `dataset` says which, where it holds several. Raises FactError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FactError([Problem(path.name, "", f"cannot be read: {error.strerror}")]) from error
    format_ = FORMATS.get(path.suffix.lower())
    if format_ is None:
        raise FactError([Problem(path.name, "", "has no ending of RDF", f"one of {', '.join(FORMATS)}")])
    return parse_rdf(data, path.name, format_, dataset=dataset, corpus=corpus)


def parse_rdf(
    data: bytes, name: str, format_: str, *, dataset: str | None = None, corpus: Corpus | None = None
) -> FactSet:
    """The data set that `data` holds, in a format by rdflib's name for it."""
    return _Reader(_index(parse_graphs(data, name, format_)), name).read(dataset, corpus)


# ---- from text to triples


def parse_graphs(data: bytes, name: str, format_: str) -> Dataset:
    """The graphs of `data`, their union as the default graph. Raises FactError; fetches nothing."""
    if len(data) > MAX_BYTES:
        what = f"is {len(data) / 1e6:.0f} MB"
        raise FactError([Problem(name, "", what, f"at most {MAX_BYTES / 1e6:.0f} MB; load fact files or JSON Lines")])
    if format_ == "json-ld":
        _refuse_contexts(data, name)
    with _quiet_rdflib():
        graphs = Dataset(default_union=True)
        try:
            graphs.parse(data=data, format=format_, publicID=BASE)
        except Exception as error:  # rdflib's parsers raise what they like: SyntaxError, AssertionError, KeyError, …
            raise FactError([_unparsed(error, name, format_)]) from error
    return graphs


def _index(graphs: Dataset) -> Index:
    index: Index = {}
    for subject, predicate, value, _ in graphs.quads((None, None, None, None)):
        index.setdefault(subject, {}).setdefault(predicate, {})[value] = None
    return index


@contextmanager
def _quiet_rdflib() -> Iterator[None]:
    """Without rdflib's warning about its own use of itself, and its traceback for each literal that is ill-typed."""
    terms = logging.getLogger("rdflib.term")
    level = terms.level
    terms.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            yield
    finally:
        terms.setLevel(level)


def _unparsed(error: Exception, name: str, format_: str) -> Problem:
    if isinstance(error, RecursionError):
        return Problem(name, "", f"is no {format_}: it is nested too deeply")
    text, place = getattr(error, "_str", None), getattr(error, "_i", None)
    where = name
    if isinstance(text, bytes) and isinstance(place, int):  # rdflib's own number counts some lines twice
        where = f"{name}:{text.decode()[:place].count(chr(10)) + 1}"
    why = " ".join(str(getattr(error, "_why", None) or getattr(error, "message", None) or error).split())
    return Problem(where, "", f"is no {format_}: {why[:200] or type(error).__name__}")


def _refuse_contexts(data: bytes, name: str) -> None:
    """rdflib would fetch a context that is named by address."""
    try:
        todo: list[Any] = [json.loads(data)]
    except (ValueError, RecursionError) as error:
        raise FactError([Problem(name, "", f"is no JSON: {str(error)[:200]}")]) from error
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            contexts = value.get("@context")
            some = contexts if isinstance(contexts, list) else [contexts]
            if any(isinstance(c, str) for c in some) or "@import" in value:
                what = "names a context by address"
                raise FactError([Problem(name, "@context", what, "the context itself, written out")])
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)


# ---- from triples to records


class _Reader:
    def __init__(self, index: Index, name: str) -> None:
        self.index, self.name = index, name
        self.found = Found()
        self.keys = {s: self._one(s, field_iri("key")) for s in self._typed("Claim")}

    def read(self, wanted: str | None, corpus: Corpus | None) -> FactSet:
        subject = self._dataset(wanted)
        if subject is not None:
            values = {"id": self._id(subject), **self._values(subject, DataSetRecord)}
            values["tensions"] = [self._tension(t) for t in self._of(subject, self._typed("Tension"))]
            self.found.add_dataset(values, self._where(subject))
        for label in ENTITY_RECORDS:
            for entity in self._of(subject, self._typed(label)):
                self.found.add_entity(label, self._entity(entity, label), self._where(entity))
        for claim in self._of(subject, self._importable(self._typed("Claim"), subject)):
            self.found.add_claim(self._claim(claim), self._where(claim))
        for judgement in self._of(subject, self._typed("Judgement")):
            self.found.add_judgement(self._judgement(judgement), self._where(judgement))
        for entry in self._of(subject, self._typed("NoClaim")):
            self.found.add_no_claim(self._no_claim(entry), self._where(entry))
        return check_records(self.found, self.name, corpus)

    # what there is

    def _typed(self, label: str) -> list[Node]:
        iri = class_iri(label)
        return sorted((s for s, p in self.index.items() if iri in p.get(RDF.type, ())), key=str)

    def _dataset(self, wanted: str | None) -> Node | None:
        names = {self._id(s): s for s in self._typed("DataSet")}
        if wanted is not None and wanted not in names:
            what = f"holds no data set {wanted!r}"
            self.found.problems.append(Problem(self.name, "", what, f"one of {', '.join(names) or 'none'}"))
        elif wanted is None and len(names) > 1:
            what = f"holds {len(names)} data sets: {', '.join(sorted(names))}"
            self.found.problems.append(Problem(self.name, "", what, "one; export it alone, or say which"))
        elif not names:
            self.found.problems.append(Problem(self.name, "", "holds no parley:DataSet", "one, with its id and title"))
        return names.get(wanted) if wanted is not None else next(iter(names.values()), None)

    def _of(self, dataset: Node | None, subjects: Iterable[Node]) -> list[Node]:
        """Those of the data set; one that names none is of the only one, unless it has left it."""
        return [s for s in subjects if dataset is None or self._is_of(s, dataset)]

    def _is_of(self, subject: Node, dataset: Node) -> bool:
        named = self._all(subject, PARLEY.dataset)
        return dataset in named or not (named or self._all(subject, OWL.deprecated))

    def _importable(self, claims: list[Node], dataset: Node | None) -> list[Node]:
        """Without what has left its files and names things that have left too: those would come back to life."""
        here = {e for label in ENTITY_RECORDS for e in self._of(dataset, self._typed(label))}
        gone = {c for c in claims if self._all(c, field_iri("superseded_at"))}
        left: set[Node] = set()
        while True:
            more = {c for c in gone - left if any(e in left or self._has_left(e, here) for e in self._ends(c))}
            if not more:
                break
            left |= more
        if left:
            log.info("claims of the past left out", extra={"claims": len(left)})
        return [c for c in claims if c not in left]

    def _has_left(self, end: Node, here: set[Node]) -> bool:
        return end not in here and end not in self.keys and end in self.index

    def _ends(self, claim: Node) -> Iterator[Node]:
        for type_ in ("HELD_BY", "ABOUT", "TOWARDS", "ON_BEHALF_OF", "AFTER", "ON_CONDITION", "ATTRIBUTED_TO"):
            yield from self._all(claim, link_iri(type_))
        yield from self._all(claim, PARLEY.source)

    # triples

    def _all(self, subject: Node, predicate: Node) -> list[Node]:
        return sorted(self.index.get(subject, {}).get(predicate, ()), key=str)

    def _one(self, subject: Node, predicate: Node) -> str | None:
        """The only value; the first, and a problem, where there are several."""
        values = self._all(subject, predicate)
        if len(values) > 1:
            field = str(predicate).rsplit("#", 1)[-1].rsplit("/", 1)[-1]
            shown = ", ".join(repr(str(v))[:40] for v in values[:3])
            self.found.problems.append(Problem(self._where(subject), field, f"has several values: {shown}", "one"))
        return str(values[0]) if values else None

    def _in_order(self, subject: Node, predicate: URIRef, name: str) -> list[Node]:
        """Values as their list has them, then those that it lacks."""
        plain = self._all(subject, predicate)
        listed = [v for head in self._all(subject, list_iri(name))[:1] for v in self._list(head)]
        return [*listed, *(v for v in plain if v not in set(listed))]

    def _list(self, head: Node) -> Iterator[Node]:
        seen: set[Node] = set()
        while head != RDF.nil and head not in seen:
            seen.add(head)
            yield from self._all(head, RDF.first)[:1]
            head = next(iter(self._all(head, RDF.rest)), RDF.nil)

    def _where(self, subject: Node) -> str:
        return f"{self.name}: <{subject}>"

    def _id(self, subject: Node) -> str:
        """The id that is given, or the last part of the IRI."""
        given = self._all(subject, field_iri("id"))
        return str(given[0]) if given else unquote(re.split(r"[/#:]", str(subject))[-1])

    def _reference(self, end: Node) -> str:
        if end in self.keys:
            return CLAIM_PREFIX + str(self.keys[end])
        return self._id(end)

    # records

    def _values(self, subject: Node, model: Any) -> Values:  # noqa: ANN401  a record's class
        values: Values = {}
        for field in value_fields(model):
            if model is ENTITY_RECORDS["Actor"] and field.name == "kind":
                continue
            if field.several:
                values[field.name] = [str(v) for v in self._in_order(subject, field.iri, field.name)]
            elif (value := self._one(subject, field.iri)) is not None:
                values[field.name] = value
        return values

    def _entity(self, subject: Node, label: str) -> Values:
        values = self._values(subject, ENTITY_RECORDS[label])
        values.setdefault("id", self._id(subject))
        if label == "Actor":
            kinds = [kind for kind in ACTOR_KINDS if class_iri(kind) in self.index[subject][RDF.type]]
            values["kind"] = kinds[0] if len(kinds) == 1 else ", ".join(kinds) or None
        if label == "Source" and (outlet := self._all(subject, PARLEY.outlet)):
            values["outlet"] = self._id(outlet[0])
        for link in STRUCTURE:
            if link.source == label and link.type in QUALIFIED:
                values[link.field] = self._parts(subject, link.type, "actor")
            elif link.source == label:
                values[link.field] = [self._id(e) for e in self._in_order(subject, link_iri(link.type), link.type)]
        return values

    def _parts(self, subject: Node, type_: str, end: str) -> list[Any]:
        """What the nodes of an edge say, in their order; then ends that have only the plain triple."""
        parts: list[tuple[int, Values]] = []
        covered: set[Node] = set()
        for node in self._all(subject, qualified_iri(type_)):
            targets = self._all(node, PARLEY.target)
            covered.update(targets)
            values = self._values(node, QUALIFIED[type_])
            if values.get("level") == "0":
                continue
            values[end] = self._reference(targets[0]) if targets else None
            if behind := self._in_order(node, PARLEY.standsOnClaim, "stands_on_claim"):
                values["claims"] = [str(self.keys.get(claim) or self._id(claim)) for claim in behind]
            place = self._one(node, PARLEY.position)
            parts.append((int(place) if place and place.isdigit() else len(parts), values))
        plain = [self._reference(e) for e in self._all(subject, link_iri(type_)) if e not in covered]
        return [*(values for _, values in sorted(parts, key=lambda p: p[0])), *plain]

    def _claim(self, subject: Node) -> Values:
        values = self._values(subject, Claim)
        if filed := self._one(subject, field_iri("filed")):
            values["status"] = filed
        if figure := self._values(subject, Figure):
            values["figure"] = figure
        for name, predicate in (("source", PARLEY.source), ("relation", PARLEY.relation)):
            if ends := self._all(subject, predicate):
                values[name] = self._id(ends[0])
        for name, type_ in (("holder", "HELD_BY"), ("on_behalf_of", "ON_BEHALF_OF"), ("after", "AFTER")):
            values[name] = [self._id(e) for e in self._in_order(subject, link_iri(type_), type_)]
        for name, type_ in (("about", "ABOUT"), ("towards", "TOWARDS"), ("conditions", "ON_CONDITION"),
                            ("attributed_to", "ATTRIBUTED_TO")):  # fmt: skip
            values[name] = self._parts(subject, type_, "id")
        passages = self._in_order(subject, link_iri("EVIDENCED_BY"), "EVIDENCED_BY")
        values["passages"] = [self._selected(p, Passage) for p in passages]
        return values

    def _judgement(self, subject: Node) -> Values:
        values = self._values(subject, Judgement)
        for kind in JUDGEMENT_KINDS:
            if ends := [self._reference(e) for e in self._in_order(subject, PARLEY[kind], kind)]:
                values[kind] = ends[0] if kind == "retracted" else ends
        if ground := self._all(subject, PARLEY.ground):
            values["source"] = self._reference(ground[0])
        return values

    def _tension(self, subject: Node) -> Values:
        claims = self._in_order(subject, PARLEY.betweenClaims, "between_claims")
        return {**self._values(subject, Tension), "claims": [str(self.keys.get(c) or self._id(c)) for c in claims]}

    def _no_claim(self, subject: Node) -> Values:
        sources = [self._id(source) for source in self._all(subject, OA.hasSource)]
        return {**self._selected(subject, NoClaim), **({"source": sources[0]} if sources else {})}

    def _selected(self, subject: Node, model: type[Passage | NoClaim]) -> Values:
        """The fields of a stretch of a source, which stand at itself or at its selectors."""
        values: Values = {}
        nodes = [subject, *self._all(subject, OA.hasSelector)]
        for field in value_fields(model):
            found = [v for node in nodes if (v := self._one(node, field.iri)) is not None]
            if found:
                values[field.name] = found[0]
        return values
