"""The registry as OWL, and the IRIs of everything that RDF names.

    turtle()                      the ontology as text, committed as schema/ontology.ttl
    field_iri("said_from")        the property of a record's field
    link_iri("HELD_BY")           the property of an edge; qualified_iri(…) leads to what else the edge says
    relation_iri("conditions-on") the concept of a relation

Public vocabularies are used where they mean the same (a name is `rdfs:label`, a passage's place is a Web Annotation
selector) and specialised where ours mean less (`parley:heldBy` is a `prov:wasAttributedTo`). PLOVER has no RDF of its
own: its categories are concepts here, with a link to its code book.
"""

from __future__ import annotations

import itertools
import types
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from rdflib import BNode, Graph, Namespace, URIRef
from rdflib import Literal as Value
from rdflib.namespace import DC, DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SKOS, XSD

from .coverage import NoClaim
from .kinds import ACTOR_IRIS, NODE_KINDS, NodeKind
from .records import (
    JUDGEMENT_KINDS,
    Actor,
    ActorLink,
    Attribution,
    Claim,
    Condition,
    DataSetRecord,
    Day,
    Event,
    Figure,
    Judgement,
    Measure,
    Passage,
    Place,
    Ref,
    Source,
    Target,
    Tension,
)
from .relations import (
    ALL_RELATIONS,
    CLAIM_LINKS,
    EDGE_TYPES,
    OTHER_LINKS,
    REQUIRES_IRI,
    REQUIRES_LOOK,
    STRUCTURE,
    EdgeType,
    Link,
    Relation,
    Words,
)

BASE = "https://parley.example/"
"""Of data whose owner has not named another: `.example` can never be anybody's host."""
ONTOLOGY = URIRef("https://parley.example/ontology")
PARLEY = Namespace("https://parley.example/ontology#")
RELATIONS = Namespace("https://parley.example/relation/")
PLOVER = Namespace("https://parley.example/plover#")
PLOVER_MANUAL = URIRef("https://github.com/openeventdata/PLOVER")
OA = Namespace("http://www.w3.org/ns/oa#")

PREFIXES: dict[str, str] = {
    "parley": str(PARLEY), "relation": str(RELATIONS), "plover": str(PLOVER), "oa": str(OA), "dc": str(DC),
    "dcterms": str(DCTERMS), "foaf": str(FOAF), "org": str(ORG), "owl": str(OWL), "prov": str(PROV), "rdf": str(RDF),
    "rdfs": str(RDFS), "skos": str(SKOS), "xsd": str(XSD),
}  # fmt: skip

FIELD_IRIS: dict[str, str] = {
    "id": "dcterms:identifier", "name": "rdfs:label", "aliases": "skos:altLabel", "description": "dcterms:description",
    "note": "skos:note", "title": "dcterms:title", "publisher": "dc:publisher", "author": "dc:creator",
    "published": "dcterms:issued", "language": "dc:language", "start": "oa:start", "end": "oa:end",
    "phrase": "oa:exact",
}  # fmt: skip
"""Fields that mean what a public property means. DC Elements, where DC Terms wants a resource and we have a text."""

_NAMES = {
    "from": "begins", "to": "ends", "of": "figureOf", "speaks_for": "speaksForWhole", "kind": "conditionKind",
    "contrary_aliases": "contraryAlias", "said_from": "saidFrom", "relation": "relation",
}  # fmt: skip
"""Local names that the field's own would not explain, or that another property bears."""

LANGUAGE_FIELDS = frozenset({
    "name", "aliases", "contrary_aliases", "description", "title", "phrase", "statement", "as_said", "note", "office",
    "of",
})  # fmt: skip
"""Fields in some language: titles, phrases and wordings in their source's, the others in the data set's."""

RECORDS: tuple[tuple[str, type[BaseModel]], ...] = (
    ("DataSet", DataSetRecord), ("Actor", Actor), ("Measure", Measure), ("Event", Event), ("Place", Place),
    ("Source", Source), ("Passage", Passage), ("Claim", Claim), ("Claim", Figure), ("Judgement", Judgement),
    ("Qualified", ActorLink), ("Qualified", Ref), ("Qualified", Target), ("Qualified", Condition),
    ("Qualified", Attribution), ("NoClaim", NoClaim), ("Tension", Tension),
)  # fmt: skip
_LOOSE = LANGUAGE_FIELDS | {"retrieved"}
"""With or without a language tag; a day, a month or a year."""
Range = tuple[URIRef, tuple[str, ...]]
_LITERAL: Range = (RDFS.Literal, ())
QUALIFIED: dict[str, type[BaseModel]] = {
    "REPRESENTS": ActorLink, "MEMBER_OF": ActorLink, "PART_OF": ActorLink, "ABOUT": Ref, "TOWARDS": Target,
    "ON_CONDITION": Condition, "ATTRIBUTED_TO": Attribution,
}  # fmt: skip
"""Edges that say more than their two ends, and the record that says it."""

LISTS = (
    "aliases", "contrary_aliases", "stands_on_claim", "between_claims", *JUDGEMENT_KINDS, "HELD_BY", "ON_BEHALF_OF", "AFTER",
    "EVIDENCED_BY",
    *(link.type for link in STRUCTURE if link.type not in QUALIFIED),
)  # fmt: skip
"""What may have an order of its own: written as an RDF list beside the plain triples where it has."""

VIEW_FIELDS: dict[str, URIRef] = {
    "source_count": XSD.integer, "first_said": XSD.date, "last_said": XSD.date, "current": XSD.boolean,
    "disputed": XSD.boolean, "conditional": XSD.boolean, "imputed": XSD.boolean, "basis": XSD.string,
    "certainty": XSD.double, "strength": XSD.string, "expected": XSD.boolean,
    "inherited": XSD.boolean, "contrary": XSD.boolean, "negated": XSD.boolean,
    "kind": XSD.string, "group": XSD.integer,
}  # fmt: skip
"""Properties of view edges that are values."""
VIEW_LINKS: dict[str, tuple[str, str | None, str]] = {
    "claims": ("standsOn", "prov:wasDerivedFrom", "Claim"),
    "sources": ("fromSource", "prov:wasDerivedFrom", "Source"),
    "relations": ("byRelation", None, "Relation"),
    "requires": ("waitsOn", None, ""),
    "before": ("before", None, "Measure"),
    "holder": ("holder", None, "Actor"),
    "contested_by": ("contestedBy", None, "Actor"),
}
"""Properties of view edges that are ids: local name, public property, class of the other end ("" for several)."""
CLAIM_EXTRAS: dict[str, URIRef] = {
    "polarity": XSD.integer, "imputed": XSD.boolean, "recorded_at": XSD.dateTime, "superseded_at": XSD.dateTime,
    "filed": XSD.string,
}  # fmt: skip
"""What the store adds to a claim."""


@cache
def expand(curie: str) -> URIRef:
    """ "prov:Entity" → its IRI. Raises KeyError for a prefix that is not ours."""
    prefix, _, local = curie.partition(":")
    return URIRef(PREFIXES[prefix] + local)


@cache
def local_name(name: str) -> str:
    """ "HELD_BY", "held_by", "held-by" → "heldBy"."""
    first, *rest = name.lower().replace("-", "_").replace(" ", "_").split("_")
    return first + "".join(part.capitalize() for part in rest)


@cache
def field_iri(name: str) -> URIRef:
    """The property of a field, by the name that it has in files."""
    return expand(FIELD_IRIS[name]) if name in FIELD_IRIS else PARLEY[_NAMES.get(name) or local_name(name)]


@cache
def link_iri(type_: str) -> URIRef:
    """The property of an edge type, of a claim, of structure or of the view."""
    return PARLEY[local_name(type_)]


@cache
def qualified_iri(type_: str) -> URIRef:
    """The property that leads to what an edge says besides its ends."""
    return PARLEY["qualified" + local_name(type_)[0].upper() + local_name(type_)[1:]]


@cache
def list_iri(name: str) -> URIRef:
    """The property that holds a field's values in their order."""
    return PARLEY[local_name(name) + "List"]


@cache
def view_iri(name: str) -> URIRef:
    """The property of a view edge's property."""
    return PARLEY[VIEW_LINKS[name][0]] if name in VIEW_LINKS else field_iri(name)


@cache
def class_iri(label: str) -> URIRef:
    return PARLEY[label]


@cache
def relation_iri(name: str) -> URIRef:
    return RELATIONS[name]


# ---- the ontology


def ontology() -> Graph:
    """Classes, properties and concepts of the registry."""
    graph = Graph()
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace, replace=True)
    writer = _Writer(graph)
    writer.head()
    for kind in NODE_KINDS:
        if kind.public:
            writer.kind(kind)
    for link in (*STRUCTURE, *CLAIM_LINKS, *OTHER_LINKS):
        writer.link(link)
    for edge_type in EDGE_TYPES:
        writer.edge_type(edge_type)
    writer.requires()
    writer.fields()
    writer.view()
    for relation in ALL_RELATIONS:
        writer.relation(relation)
    return graph


def turtle() -> str:
    """The ontology as Turtle; equal registries give equal text."""
    return ontology().serialize(format="turtle")


class _Writer:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.numbers = itertools.count(1)

    def say(self, subject: URIRef | BNode, *pairs: tuple[URIRef, URIRef | BNode | Value | None]) -> None:
        for predicate, value in pairs:
            if value is not None:
                self.graph.add((subject, predicate, value))

    def head(self) -> None:
        self.say(
            ONTOLOGY,
            (RDF.type, OWL.Ontology),
            (DCTERMS.title, _english("Parley: positions in a negotiation, and the claims behind them")),
            (DCTERMS.description, _english(
                "Claims are the record: who holds what about a measure, on what condition, said by whom, proved by "
                "which passage. The properties of the view (parley:supports, parley:opposes and others) are derived."
            )),
        )  # fmt: skip
        for iri, title in ((PARLEY.relations, "Relations of claims"), (PLOVER.categories, "PLOVER event categories")):
            self.say(iri, (RDF.type, SKOS.ConceptScheme), (RDFS.label, _english(title)))
        self.say(PLOVER.categories, (RDFS.seeAlso, PLOVER_MANUAL))
        for name, parent, text in (
            ("Qualified", None, "What an edge says besides its two ends: wording, role, group, level"),
            ("NoClaim", expand("oa:SpecificResource"), "A stretch of a source that holds no claim, and why"),
            ("Tension", None, "What a person made of two claims that sit badly together"),
            ("ViewEdge", RDF.Statement, "An edge of the view, with what its claims come to; the triple stands beside"),
            ("Relation", SKOS.Concept, "A relation that a claim states"),
        ):
            self.say(class_iri(name), (RDF.type, OWL.Class), (RDFS.label, _english(_words(name))),
                     (RDFS.comment, _english(text)), (RDFS.subClassOf, parent))  # fmt: skip

    def kind(self, kind: NodeKind) -> None:
        iri = class_iri(kind.label)
        self.say(iri, (RDF.type, OWL.Class), (RDFS.label, _english(_words(kind.label))),
                 (RDFS.comment, _english(kind.description)),
                 (RDFS.subClassOf, expand(kind.iri) if kind.iri else None))  # fmt: skip
        for name in kind.sublabels:
            self.say(class_iri(name), (RDF.type, OWL.Class), (RDFS.label, _english(_words(name))),
                     (RDFS.subClassOf, iri))  # fmt: skip
        for name, public in ACTOR_IRIS.items():
            if name in kind.sublabels:
                self.say(class_iri(name), (RDFS.subClassOf, expand(public)))

    def _object_property(
        self, iri: URIRef, label: str, domain: Iterable[str], range_: Iterable[str], public: str | None = None
    ) -> None:
        self.say(iri, (RDF.type, OWL.ObjectProperty), (RDFS.label, _english(label)),
                 (RDFS.domain, self._union(domain)), (RDFS.range, self._union(range_)),
                 (RDFS.subPropertyOf, expand(public) if public else None))  # fmt: skip

    def link(self, link: Link) -> None:
        iri = link_iri(link.type)
        self._object_property(iri, _words(link.type), (link.source,), link.target, link.iri)
        if link.acyclic:
            self.say(iri, (RDF.type, OWL.IrreflexiveProperty), (RDF.type, OWL.AsymmetricProperty))
        if link.inverse:
            inverse = PARLEY[local_name(link.inverse)]
            self._object_property(inverse, link.inverse, link.target, (link.source,))
            self.say(inverse, (OWL.inverseOf, iri))
        if link.type in QUALIFIED:
            what = f"{_words(link.type)}, with what else the edge says"
            self._object_property(qualified_iri(link.type), what, (link.source,), ("Qualified",))

    def edge_type(self, edge: EdgeType) -> None:
        iri = link_iri(edge.type)
        self._object_property(iri, edge.look.phrase, ("Actor",), edge.ranges, edge.iri)
        self.say(iri, (RDFS.comment, _english(_derived(edge))))
        if edge.symmetric:
            self.say(iri, (RDF.type, OWL.SymmetricProperty))
        self._named(iri, edge.words)

    def requires(self) -> None:
        iri = link_iri("REQUIRES")
        self._object_property(iri, REQUIRES_LOOK.phrase, ("Measure",), ("Measure",), REQUIRES_IRI)
        text = "Of the view: the precondition graph, one edge for each holder and kind"
        self.say(iri, (RDFS.comment, _english(text)))

    def _named(self, iri: URIRef, words: Words) -> None:
        for word in sorted({*words.verbs, *words.nouns, *words.phrases}):
            self.say(iri, (SKOS.altLabel, _english(word)))

    def fields(self) -> None:
        """A datatype property for each field that is a value and has no public property of its own."""
        domains: dict[URIRef, set[str]] = defaultdict(set)
        ranges: dict[URIRef, list[Range]] = defaultdict(list)
        for label, model in RECORDS:
            for found in value_fields(model):
                if found.name not in FIELD_IRIS and not (label == "Actor" and found.name == "kind"):
                    domains[found.iri].add(label)
                    ranges[found.iri].append(_LITERAL if found.name in _LOOSE else (found.datatype, found.options))
        for label, some in (("Claim", CLAIM_EXTRAS), ("ViewEdge", VIEW_FIELDS)):
            for name, datatype in some.items():
                domains[field_iri(name)].add(label)
                ranges[field_iri(name)] = ranges[field_iri(name)] or [(datatype, ())]
        for iri in sorted(domains):
            self.say(iri, (RDF.type, OWL.DatatypeProperty), (RDFS.label, _english(_words(_local_part(iri)))),
                     (RDFS.domain, self._union(sorted(domains[iri]))),
                     (RDFS.range, self._range(ranges[iri])))  # fmt: skip

    def _range(self, ranges: list[Range]) -> URIRef | BNode | None:
        """The options where each of the fields has a list of them, the datatype where they have one in common."""
        if all(options for _, options in ranges):
            return self._one_of(sorted({option for _, options in ranges for option in options}))
        datatypes = {datatype for datatype, _ in ranges}
        return datatypes.pop() if len(datatypes) == 1 else None

    def view(self) -> None:
        for local, public, label in VIEW_LINKS.values():
            self._object_property(PARLEY[local], _words(local), ("ViewEdge",), (label,) if label else (), public)
        self._object_property(PARLEY.dataset, "data set",
                              ("Actor", "Claim", "Event", "Judgement", "Measure", "NoClaim", "Place", "Source", "Tension"),
                              ("DataSet",))  # fmt: skip
        self._object_property(PARLEY.source, "source", ("Claim",), ("Source",), "prov:wasDerivedFrom")
        self._object_property(PARLEY.outlet, "outlet", ("Source",), ("Actor",), "prov:wasAttributedTo")
        self._object_property(PARLEY.relation, "relation", ("Claim",), ("Relation",))
        for kind in JUDGEMENT_KINDS:
            self._object_property(PARLEY[kind], f"judges {kind}", ("Judgement",), ())
        self._object_property(PARLEY.ground, "ground", ("Judgement",), (), "prov:used")
        self._object_property(PARLEY.betweenClaims, "between the claims", ("Tension",), ("Claim",))
        self._object_property(PARLEY.target, "target", ("Qualified",), ())
        self._object_property(PARLEY.standsOnClaim, "stands on the claim", ("Qualified",), ("Claim",))
        self.say(PARLEY.position, (RDF.type, OWL.DatatypeProperty), (RDFS.label, _english("position")),
                 (RDFS.comment, _english("Place in the list, from 0")), (RDFS.domain, PARLEY.Qualified),
                 (RDFS.range, XSD.integer))  # fmt: skip

        for name in LISTS:
            self.say(list_iri(name), (RDF.type, OWL.ObjectProperty), (RDFS.range, RDF.List),
                     (RDFS.label, _english(f"{_words(name)}, in their order")))  # fmt: skip

    def relation(self, relation: Relation) -> None:
        iri = relation_iri(relation.name)
        self.say(
            iri, (RDF.type, PARLEY.Relation), (SKOS.inScheme, PARLEY.relations),
            (SKOS.prefLabel, _english(_words(relation.name))), (SKOS.definition, _english(relation.meaning)),
            (SKOS.notation, Value(relation.name)), (PARLEY.ownPolarity, Value(relation.polarity)),
            (PARLEY.ownEdge, link_iri(relation.edge) if relation.edge else None),
            (PARLEY.countsAs, link_iri(relation.stance) if relation.stance else None),
            (PARLEY.roleOfTowards, _english(relation.towards) if relation.towards else None),
        )  # fmt: skip
        for label in relation.objects:
            self.say(iri, (PARLEY.canBeAbout, class_iri(label)))
        for kind in relation.conditions:
            self.say(iri, (PARLEY.allowsCondition, Value(kind)))
        self._named(iri, relation.words)
        if relation.plover:
            category = PLOVER[relation.plover]
            self.say(iri, (SKOS.closeMatch, category))
            self.say(category, (RDF.type, SKOS.Concept), (SKOS.inScheme, PLOVER.categories),
                     (SKOS.prefLabel, _english(relation.plover.lower())),
                     (SKOS.notation, Value(relation.plover)))  # fmt: skip
        for name in ("ownEdge", "countsAs", "roleOfTowards", "canBeAbout", "ownPolarity", "allowsCondition"):
            self.say(PARLEY[name], (RDF.type, OWL.AnnotationProperty), (RDFS.label, _english(_words(name))))

    def _union(self, labels: Iterable[str]) -> URIRef | BNode | None:
        names = sorted(labels)
        if len(names) < 2:
            return class_iri(names[0]) if names else None
        node = self._node()
        self.say(node, (RDF.type, OWL.Class), (OWL.unionOf, self._list(node, [class_iri(n) for n in names])))
        return node

    def _one_of(self, options: list[str]) -> BNode:
        node = self._node()
        values = [Value(option) for option in options]
        self.say(node, (RDF.type, RDFS.Datatype), (OWL.oneOf, self._list(node, values)))
        return node

    def _node(self) -> BNode:
        """A blank node of its own for each use, numbered, so that the text is the same each time."""
        return BNode(f"n{next(self.numbers):04d}")

    def _list(self, owner: BNode, items: list[Any]) -> BNode:
        nodes = [BNode(f"{owner}x{place:02d}") for place in range(len(items))]
        for place, item in enumerate(items):
            rest = nodes[place + 1] if place + 1 < len(nodes) else RDF.nil
            self.say(nodes[place], (RDF.first, item), (RDF.rest, rest))
        return nodes[0]


def _local_part(iri: URIRef) -> str:
    return str(iri).rsplit("#", 1)[-1]


def _english(text: str) -> Value:
    return Value(text, lang="en")


def _words(name: str) -> str:
    """ "HELD_BY", "ArmedGroup" → "held by", "armed group"."""
    if name.isupper() or "_" in name or "-" in name:
        return name.lower().replace("_", " ").replace("-", " ")
    return "".join(" " + c.lower() if c.isupper() else c for c in name).strip()


def _derived(edge: EdgeType) -> str:
    passes = {"up": "; passes up parley:specialises", "down": "; passes down parley:specialises", None: ""}
    return f"Of the view, derived from claims{passes[edge.inherits]}"


# ---- fields of records


class ValueField(NamedTuple):
    """A field that is a value: its name in files and in Python, its property, its datatype, its options if closed."""

    name: str
    attribute: str
    iri: URIRef
    datatype: URIRef
    options: tuple[str, ...]
    several: bool


@cache
def value_fields(model: type[BaseModel]) -> tuple[ValueField, ...]:
    """Fields that are values: neither references nor records."""
    references = {link.field for link in (*STRUCTURE, *CLAIM_LINKS)}
    skipped = {"source", "outlet", "actor", "claims", "figure", "relation", "tensions", *JUDGEMENT_KINDS}
    found: list[ValueField] = []
    for name, info in model.model_fields.items():
        nested = model in (ActorLink, Ref, Target, Condition, Attribution) and name == "id"
        if name not in references and name not in skipped and not nested:
            public = info.alias or name
            datatype, options = annotation_range(_annotated(info.annotation, info.metadata))
            several = get_origin(info.annotation) is tuple
            found.append(ValueField(public, name, field_iri(public), datatype, options, several))
    return tuple(found)


def _annotated(annotation: Any, metadata: list[Any]) -> Any:  # noqa: ANN401  types as pydantic keeps them
    if "_real_date" in {getattr(getattr(m, "func", None), "__name__", "") for m in metadata}:
        return Day
    return annotation


def annotation_range(annotation: Any) -> Range:  # noqa: ANN401
    """Datatype of a field, and its options where it has a closed list of them."""
    origin = get_origin(annotation)
    if annotation == Day:
        return XSD.date, ()
    if origin is Literal:
        return XSD.string, get_args(annotation)
    if origin in (Union, types.UnionType, tuple):
        inner = [a for a in get_args(annotation) if a not in (type(None), Ellipsis)]
        return annotation_range(inner[0])
    if origin is Annotated:
        return annotation_range(get_args(annotation)[0])
    return {bool: XSD.boolean, int: XSD.integer, float: XSD.double}.get(annotation, XSD.string), ()
