"""Records as triples: what RDF says of them, apart from how it is written.

    for block in blocks(store, dataset=None, base=BASE): block.graph, block.subject, block.pairs

One named graph for each source holds its claims and passages; one holds the entities, one the edges of the view; the
default graph holds the data sets. Each edge stands as a plain triple and, where it says more (a wording, a level, a
role), as a node of its own beside it, as PROV and Wikidata do. A list whose order counts stands as an RDF list beside
the plain triples.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import quote

from pydantic import BaseModel
from rdflib.namespace import OWL, PROV, RDF, RDFS, XSD

from graph.export import StoredClaim, StoredEntity, StoredFacts, StoredViewEdge, view_edges
from schema.coverage import NoClaim
from schema.errors import SettingsError
from schema.ids import judgement_id, passage_id
from schema.ontology import (
    BASE,
    LANGUAGE_FIELDS,
    OA,
    PARLEY,
    QUALIFIED,
    VIEW_FIELDS,
    ValueField,
    class_iri,
    field_iri,
    link_iri,
    list_iri,
    local_name,
    qualified_iri,
    relation_iri,
    value_fields,
    view_iri,
)
from schema.records import (
    CLAIM_PREFIX,
    Actor,
    AnyEntity,
    Attribution,
    Claim,
    Condition,
    DataSetRecord,
    Passage,
    Ref,
    Source,
    Target,
)
from schema.relations import STRUCTURE

Iri = str


class Value(NamedTuple):
    """A literal as it is written: rdflib's own take six times as long to make."""

    text: str
    datatype: Iri | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An RDF list."""

    items: tuple[Iri | Value, ...]


Term = Iri | Value | Listed
_LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")
_BASE = re.compile(r"^[a-z][a-z0-9+.-]*:[^\s<>\"{}|\\^`]*[/#:]$", re.IGNORECASE)
STRING, BOOLEAN, DOUBLE, DATE = str(XSD.string), str(XSD.boolean), str(XSD.double), str(XSD.date)
INTEGER, COUNT, MOMENT = str(XSD.integer), str(XSD.nonNegativeInteger), str(XSD.dateTime)
TYPE = str(RDF.type)
_DAYS = {4: str(XSD.gYear), 7: str(XSD.gYearMonth), 10: DATE}
_SOURCE_LANGUAGE = {"title", "phrase", "as_said"}


@dataclass(frozen=True, slots=True)
class Block:
    """What one named graph (None: the default graph) says of one subject."""

    graph: Iri | None
    subject: Iri
    pairs: list[tuple[Iri, Term]]


@dataclass(frozen=True, slots=True)
class Iris:
    """IRIs of data under a base. Ids are percent-encoded, so that any of them gives an IRI."""

    base: str = BASE

    def __post_init__(self) -> None:
        if not _BASE.match(self.base):
            hint = "an absolute IRI that ends with / or # or :, like https://example.org/talks/"
            raise SettingsError(f"{self.base!r} is no base for IRIs", hint=hint)

    def _of(self, *parts: str) -> Iri:
        return self.base + "/".join(quote(part, safe="") for part in parts)

    def entity(self, id_: str) -> Iri:
        return self._of("id", id_)

    def claim(self, id_: str) -> Iri:
        return self._of("claim", id_)

    def passage(self, id_: str) -> Iri:
        return self._of("passage", id_)

    def no_claim(self, dataset: str, source: str, start: int) -> Iri:
        return self._of("no-claim", dataset, source, str(start))

    def edge(self, id_: str) -> Iri:
        return self._of("edge", id_)

    def dataset(self, id_: str) -> Iri:
        return self._of("dataset", id_)

    def judgement(self, id_: str) -> Iri:
        return self._of("judgement", id_)

    def graph(self, *parts: str) -> Iri:
        return self._of("graph", *parts)

    def prefixes(self) -> dict[str, str]:
        """Namespaces of the data, for who reads it."""
        names = ("id", "claim", "passage", "no-claim", "edge", "dataset", "judgement", "graph")
        return {name: f"{self.base}{name}/" for name in names}


def literal(value: object, datatype: Iri = STRING, language: str | None = None) -> Value:
    """A value as it is written, never normalised."""
    if language is not None:
        return Value(str(value), language=language if _LANGUAGE.match(language) else None)
    if isinstance(value, bool):
        return Value("true" if value else "false", BOOLEAN)
    if isinstance(value, float):
        return Value({"inf": "INF", "-inf": "-INF", "nan": "NaN"}.get(repr(value), repr(value)), DOUBLE)
    text, datatype = str(value), str(datatype)  # an rdflib name equals no string
    if datatype == DATE:
        datatype = _DAYS.get(len(text), DATE)
    return Value(text, None if datatype == STRING else datatype)


@dataclass(slots=True)
class Sheet:
    """Collects what is said of one subject, and of the nodes that belong to it."""

    graph: Iri | None
    subject: Iri
    language: str
    source_language: str = "en"
    pairs: list[tuple[Iri, Term]] = field(default_factory=list)
    parts: list[Block] = field(default_factory=list)

    def say(self, predicate: Iri, *values: Term) -> None:
        self.pairs += [(predicate, value) for value in dict.fromkeys(values)]

    def several(self, predicate: Iri, name: str, values: Iterable[Iri | Value]) -> None:
        """Values in their order: the plain triples, and the list where those do not tell it."""
        given = tuple(values)
        self.say(predicate, *given)
        if len(given) > 1 and list(given) != sorted(set(given), key=_text):
            self.say(list_iri(name), Listed(given))

    def values(self, record: BaseModel, *, defaults: bool = True) -> None:
        """The fields that are values; without `defaults`, only those that were given."""
        for known in value_fields(type(record)):
            if known.name == "kind" and isinstance(record, Actor):
                continue  # said by the class
            value = getattr(record, known.attribute)
            if value is None or (not defaults and not value):
                continue
            if known.several:
                self.several(known.iri, known.name, (self._value(known, v) for v in value))
            else:
                self.pairs.append((known.iri, self._value(known, value)))

    def _value(self, known: ValueField, value: object) -> Value:
        if known.name in LANGUAGE_FIELDS:
            return literal(value, language=self.source_language if known.name in _SOURCE_LANGUAGE else self.language)
        return literal(value, known.datatype)

    def part(self, type_: str, place: int | str, target: Iri, record: BaseModel | None) -> Sheet:
        """A node for what an edge says besides its ends."""
        self.say(link_iri(type_), target)
        name = f"{local_name(type_)}-{place}"
        node = Sheet(self.graph, f"{self.subject}#{name}", self.language, self.source_language)
        self.say(qualified_iri(type_), node.subject)
        node.say(TYPE, PARLEY.Qualified)
        node.say(PARLEY.target, target)
        if isinstance(place, int):
            node.say(PARLEY.position, literal(place, INTEGER))
        if record is not None:
            node.values(record, defaults=False)
        self.parts.append(Block(node.graph, node.subject, node.pairs))
        return node

    def blocks(self) -> Iterator[Block]:
        yield Block(self.graph, self.subject, self.pairs)
        yield from self.parts


def _text(term: Iri | Value) -> str:
    return term.text if isinstance(term, Value) else term


# ---- a store


def blocks(facts: list[StoredFacts], base: str = BASE) -> Iterator[Block]:
    """Everything of some data sets of one store: data sets, entities, claims by source, the view."""
    iris = Iris(base)
    for one in facts:
        yield from dataset_blocks(iris, one)
        yield from judgement_blocks(iris, one)
    languages = {one.dataset.id: one.dataset.language for one in facts}
    keys = {one.dataset.id: one.claim_ids for one in facts}
    entities = {e.record.id: e for one in facts for e in one.everything}
    for entity in entities.values():
        own = next((d for d in entity.datasets if d in languages), next(iter(languages)))
        yield from entity_blocks(iris, entity, languages[own], keys[own])
    sources = {id_: e.record for id_, e in entities.items() if isinstance(e.record, Source)}
    claims: set[str] = set()
    passages: set[str] = set()
    for one in facts:
        for claim in one.stored_claims():
            claims.add(claim.id)
            source = sources[claim.record.source]
            yield from claim_blocks(iris, claim, source, one.dataset.language, one.id_of)
            for passage in claim.record.passages:
                if (id_ := passage_id(source.sha256, passage)) not in passages:
                    passages.add(id_)
                    yield from passage_blocks(iris, id_, passage, source)
    for edge in view_edges(facts[0].store) if facts else ():
        if claims.intersection(edge.properties["claims"]):
            yield from edge_blocks(iris, edge, entities)


def dataset_blocks(iris: Iris, facts: StoredFacts) -> Iterator[Block]:
    record: DataSetRecord = facts.dataset
    yield from record_blocks(iris, record, facts.id_of)
    for entry in facts.no_claim:
        yield from no_claim_blocks(iris, entry, record)
    for id_ in _source_ids(facts):
        graph = Sheet(None, iris.graph("source", id_), "en")
        graph.say(PROV.wasDerivedFrom, iris.entity(id_))
        yield from graph.blocks()
    for name, text in (("entities", "Actors, measures, events, places, sources"), ("view", "Derived from the claims")):
        graph = Sheet(None, iris.graph(name), "en")
        graph.say(RDFS.comment, literal(text, language="en"))
        yield from graph.blocks()


def record_blocks(iris: Iris, record: DataSetRecord, id_of: Callable[[str], str]) -> Iterator[Block]:
    """The data set's own record; `id_of` gives the id of a claim by its key."""
    sheet = Sheet(None, iris.dataset(record.id), record.language)
    sheet.say(TYPE, class_iri("DataSet"))
    sheet.values(record)
    yield from sheet.blocks()
    for place, tension in enumerate(record.tensions):
        node = Sheet(None, f"{iris.dataset(record.id)}#tension-{place:05d}", record.language)
        node.say(TYPE, class_iri("Tension"))
        node.say(PARLEY.dataset, iris.dataset(record.id))
        node.values(tension)
        node.several(PARLEY.betweenClaims, "between_claims", (iris.claim(id_of(key)) for key in tension.claims))
        yield from node.blocks()


def judgement_blocks(iris: Iris, facts: StoredFacts) -> Iterator[Block]:
    def end(reference: str) -> Iri:
        key = reference.removeprefix(CLAIM_PREFIX)
        return iris.entity(reference) if key == reference else iris.claim(facts.id_of(key))

    for record in facts.judgements:
        id_ = judgement_id(record.kind, record.targets, facts.dataset.id)
        sheet = Sheet(None, iris.judgement(id_), facts.dataset.language)
        sheet.say(TYPE, class_iri("Judgement"))
        sheet.say(PARLEY.dataset, iris.dataset(facts.dataset.id))
        sheet.values(record)
        sheet.several(PARLEY[record.kind], record.kind, map(end, record.targets))
        if record.source is not None:
            sheet.say(PARLEY.ground, end(record.source))
        yield from sheet.blocks()


def _source_ids(facts: StoredFacts) -> list[str]:
    records: list[AnyEntity] = [e.record for e in facts.everything]
    return [record.id for record in records if isinstance(record, Source)]


def entity_blocks(iris: Iris, stored: StoredEntity, language: str, claims: Mapping[str, str]) -> Iterator[Block]:
    """An entity and its structural edges; `claims`: key → id."""
    record = stored.record
    own = record.language if isinstance(record, Source) else language
    sheet = Sheet(iris.graph("entities"), iris.entity(record.id), language, own)
    label = type(record).__name__
    sheet.say(TYPE, class_iri(label), *([class_iri(record.kind)] if isinstance(record, Actor) else []))
    sheet.values(record)
    sheet.say(PARLEY.dataset, *(iris.dataset(name) for name in stored.datasets))
    if not stored.datasets:
        sheet.say(OWL.deprecated, literal(True))  # only claims of the past name it
    if isinstance(record, Source) and record.outlet:
        sheet.say(PARLEY.outlet, iris.entity(record.outlet))
    for link in STRUCTURE:
        if link.source != label:
            continue
        entries = getattr(record, link.field)
        if link.type not in QUALIFIED:
            sheet.several(link_iri(link.type), link.type, (iris.entity(id_) for id_ in entries))
            continue
        for place, entry in enumerate(entries):
            node = sheet.part(link.type, place, iris.entity(entry.actor), entry)
            behind = [iris.claim(claims[key]) for key in entry.claims if key in claims]
            node.several(PARLEY.standsOnClaim, "stands_on_claim", behind)
    yield from sheet.blocks()


def claim_blocks(
    iris: Iris, stored: StoredClaim, source: Source, language: str, id_of: Callable[[str], str]
) -> Iterator[Block]:
    """A claim and what its edges say; `id_of` gives the id of the claim with a key."""
    claim = stored.record
    sheet = Sheet(iris.graph("source", source.id), iris.claim(stored.id), language, source.language)
    sheet.say(TYPE, class_iri("Claim"))
    sheet.say(field_iri("id"), literal(stored.id))
    sheet.say(PARLEY.dataset, iris.dataset(stored.dataset))
    sheet.say(PARLEY.source, iris.entity(claim.source))
    sheet.say(PARLEY.relation, relation_iri(claim.relation))
    sheet.values(claim.model_copy(update={"status": stored.status}))
    if stored.status != claim.status:
        sheet.say(field_iri("filed"), literal(claim.status))
    if claim.figure:
        sheet.values(claim.figure)
    sheet.say(field_iri("polarity"), literal(stored.polarity, INTEGER))
    sheet.say(field_iri("imputed"), literal(stored.imputed))
    for name in ("recorded_at", "superseded_at"):
        if (moment := getattr(stored, name)) is not None:
            sheet.say(field_iri(name), literal(moment, MOMENT))
    _claim_edges(iris, sheet, claim, source, id_of)
    passages = [iris.passage(passage_id(source.sha256, p)) for p in claim.passages]
    sheet.several(link_iri("EVIDENCED_BY"), "EVIDENCED_BY", passages)
    yield from sheet.blocks()


def _claim_edges(iris: Iris, sheet: Sheet, claim: Claim, source: Source, id_of: Callable[[str], str]) -> None:
    def end(reference: str) -> Iri:
        if reference.startswith(CLAIM_PREFIX):
            return iris.claim(id_of(reference[len(CLAIM_PREFIX) :]))
        return iris.entity(reference)

    for type_, ids in (("HELD_BY", claim.holder), ("ON_BEHALF_OF", claim.on_behalf_of), ("AFTER", claim.after)):
        sheet.several(link_iri(type_), type_, (iris.entity(id_) for id_ in ids))
    qualified: tuple[tuple[str, tuple[Ref | Target | Condition | Attribution, ...]], ...] = (
        ("ABOUT", claim.about), ("TOWARDS", claim.towards), ("ON_CONDITION", claim.conditions),
        ("ATTRIBUTED_TO", claim.attributed_to),
    )  # fmt: skip
    for type_, parts in qualified:
        for place, part in enumerate(parts):
            sheet.part(type_, place, end(part.id), part)
    outlet = sheet.part("ATTRIBUTED_TO", "source", iris.entity(source.outlet or source.id), None)
    outlet.say(field_iri("level"), literal(0, INTEGER))


def passage_blocks(iris: Iris, id_: str, passage: Passage, source: Source) -> Iterator[Block]:
    """A passage as a Web Annotation resource: its source, and selectors by position and by quotation."""
    graph, iri = iris.graph("source", source.id), iris.passage(id_)
    sheet = Sheet(graph, iri, source.language, source.language)
    sheet.say(TYPE, class_iri("Passage"))
    sheet.say(field_iri("id"), literal(id_))
    sheet.say(OA.hasSource, iris.entity(source.id))
    sheet.say(link_iri("IN"), iris.entity(source.id))
    position, quotation = f"{iri}#position", f"{iri}#quotation"
    sheet.say(OA.hasSelector, position, quotation)
    sheet.say(field_iri("part"), literal(passage.part))
    if passage.sha256:
        sheet.say(field_iri("sha256"), literal(passage.sha256))
    yield from sheet.blocks()
    yield from _position(graph, position, passage.start, passage.end)
    words = Sheet(graph, quotation, "en", source.language)
    words.say(TYPE, OA.TextQuoteSelector)
    words.say(OA.exact, literal(passage.phrase, language=source.language))
    yield from words.blocks()


def no_claim_blocks(iris: Iris, entry: NoClaim, dataset: DataSetRecord) -> Iterator[Block]:
    """What a source says without any claim in it: a Web Annotation resource too, with a selector by position."""
    graph, iri = iris.graph("source", entry.source), iris.no_claim(dataset.id, entry.source, entry.start)
    sheet = Sheet(graph, iri, dataset.language)
    sheet.say(TYPE, class_iri("NoClaim"))
    sheet.say(PARLEY.dataset, iris.dataset(dataset.id))
    sheet.say(OA.hasSource, iris.entity(entry.source))
    sheet.say(OA.hasSelector, f"{iri}#position")
    sheet.say(field_iri("reason"), literal(entry.reason))
    if entry.sha256:
        sheet.say(field_iri("sha256"), literal(entry.sha256))
    if entry.note:
        sheet.say(field_iri("note"), literal(entry.note, language=dataset.language))
    yield from sheet.blocks()
    yield from _position(graph, f"{iri}#position", entry.start, entry.end)


def _position(graph: Iri, iri: Iri, start: int, end: int) -> Iterator[Block]:
    place = Sheet(graph, iri, "en")
    place.say(TYPE, OA.TextPositionSelector)
    place.say(OA.start, literal(start, COUNT))
    place.say(OA.end, literal(end, COUNT))
    yield from place.blocks()


# ---- the view

_ENTITY_LINKS = {"sources", "before", "holder", "contested_by"}


def edge_blocks(iris: Iris, edge: StoredViewEdge, entities: Container[str]) -> Iterator[Block]:
    """An edge of the view: the triple that a researcher would guess, and a node with what its claims come to."""

    def end(label: str, id_: str) -> Iri:
        return iris.claim(id_) if label == "Claim" else iris.entity(id_)

    start, predicate, target = end(edge.start_label, edge.start), link_iri(edge.type), end(edge.end_label, edge.end)
    graph = iris.graph("view")
    yield Block(graph, start, [(predicate, target)])
    properties = edge.properties
    sheet = Sheet(graph, iris.edge(str(properties["id"])), "en")
    sheet.say(TYPE, class_iri("ViewEdge"))
    sheet.say(field_iri("id"), literal(properties["id"]))
    sheet.say(RDF.subject, start)
    sheet.say(RDF.predicate, predicate)
    sheet.say(RDF.object, target)
    for name, datatype in VIEW_FIELDS.items():
        if (value := properties.get(name)) is not None:
            sheet.say(view_iri(name), literal(value, datatype))
    sheet.say(view_iri("claims"), *(iris.claim(id_) for id_ in properties["claims"]))
    sheet.say(view_iri("relations"), *(relation_iri(name) for name in properties.get("relations", ())))
    for name in sorted(_ENTITY_LINKS & properties.keys()):
        value = properties[name]
        sheet.say(view_iri(name), *(iris.entity(id_) for id_ in ([value] if isinstance(value, str) else value)))
    waited = properties.get("requires", ())  # measures, events or claims: an edge holds only their ids
    sheet.say(view_iri("requires"), *(iris.entity(id_) if id_ in entities else iris.claim(id_) for id_ in waited))
    yield from sheet.blocks()
