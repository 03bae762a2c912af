"""The ontology checked against itself: what a new entry of the registry may have broken.

    findings() → one sentence for each thing that is wrong; empty where all is well

`python -m schema.build --check` prints them, and a test fails on each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations

from rdflib import OWL, RDF

from . import ontology
from .kinds import ACTOR_IRIS, ACTOR_KINDS, NODE_KINDS
from .relations import (
    ALL_RELATIONS,
    CLAIM_LINKS,
    CONDITION_KINDS,
    EDGE,
    EDGE_TYPES,
    OTHER_LINKS,
    RELATIONS,
    REQUIRES_IRI,
    REQUIRES_LOOK,
    STRUCTURE,
    EdgeType,
    Relation,
    Words,
)

LINKS = (*STRUCTURE, *CLAIM_LINKS, *OTHER_LINKS)
ENTRIES: tuple[EdgeType | Relation, ...] = (*EDGE_TYPES, *ALL_RELATIONS)
LABELS = {kind.label for kind in NODE_KINDS}
BY_CONDITION = {"CONDITIONS_ON", "WAITS_FOR"}
"""Edge types that follow from a claim's conditions, whatever its relation."""

PLOVER_CATEGORIES = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "ACCUSE", "REJECT", "REQUEST", "SANCTION",
    "THREATEN", "PROTEST", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip
"""The sixteen of the last published code book and of the data sets coded by it."""

SHARED_WORDS: dict[str, str] = {
    "depend on": "an actor waits, a measure needs: the subject tells",
    "require": "an actor demands, a measure needs: the subject tells",
    "expect": "of someone (demands) or that something will be (expects): the sentence's form tells",
    "execute": "people or a plan: the object tells, and events are asked about by neither",
}
"""Words that two entries of overlapping ranges claim, and why a reader still knows which is meant."""

MIN_CONTRAST = 3.0
"""Of an edge's colour against its ground: what WCAG 2.2 asks of graphics."""
LIGHT_GROUND, DARK_GROUND = "#ffffff", "#14181d"


def findings() -> list[str]:
    """Everything that is wrong with the registry."""
    return [finding for rule in RULES for finding in rule()]


def _twice(what: str, names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name.casefold() in seen:
            yield f"{what} {name!r} is used twice"
        seen.add(name.casefold())


def unique_names() -> Iterator[str]:
    yield from _twice("the label", [*(k.label for k in NODE_KINDS), *ACTOR_KINDS])
    yield from _twice("the edge type", [*(e.type for e in EDGE_TYPES), *(link.type for link in LINKS), "REQUIRES"])
    yield from _twice("the relation", [r.name for r in ALL_RELATIONS])
    looks = [*(e.look for e in EDGE_TYPES), REQUIRES_LOOK]
    yield from _twice("the legend's label", [look.label for look in looks])
    yield from _twice("the phrase", [look.phrase for look in looks])
    yield from _twice("the meaning", [r.meaning for r in ALL_RELATIONS])


def inverses() -> Iterator[str]:
    named = [link for link in LINKS if link.inverse]
    yield from _twice("the inverse", [str(link.inverse) for link in named])
    for link in LINKS:
        if not link.inverse:
            yield f"{link.type} has no inverse"
        elif ontology.local_name(link.inverse) in {ontology.local_name(t) for t in (*EDGE, *(k.type for k in LINKS))}:
            yield f"the inverse of {link.type} is the name of an edge type"


def known_ends() -> Iterator[str]:
    ends = [(link.type, (link.source, *link.target)) for link in LINKS]
    ends += [(e.type, e.ranges) for e in EDGE_TYPES]
    ends += [(r.name, r.objects) for r in ALL_RELATIONS]
    for name, labels in ends:
        yield from (f"{name} ends at {label!r}, which is no label" for label in labels if label not in LABELS)
        if not labels:
            yield f"{name} ends nowhere"
    for link in STRUCTURE:
        if link.acyclic and link.source not in link.target:
            yield f"{link.type} is acyclic, but cannot go round"


def edges_of_relations() -> Iterator[str]:
    for relation in ALL_RELATIONS:
        for name in filter(None, (relation.edge, relation.stance)):
            if name not in EDGE:
                yield f"{relation.name} gives the edge {name}, which does not exist"
        if relation.edge in EDGE and not {*EDGE[relation.edge].ranges} & {*relation.objects, "Actor"}:
            yield f"{relation.name} is about nothing that its edge {relation.edge} points to"
        wanted = {"SUPPORTS": 1, "OPPOSES": -1}.get(relation.stance or "")
        if wanted is not None and relation.polarity != wanted:
            yield f"{relation.name} counts as {relation.stance} and has the polarity {relation.polarity}"
    given = {r.edge for r in RELATIONS} | {r.stance for r in RELATIONS} | BY_CONDITION
    yield from (f"no relation gives the edge {edge.type}" for edge in EDGE_TYPES if edge.type not in given)
    types = {link.type for link in STRUCTURE}
    for relation in ALL_RELATIONS[len(RELATIONS) :]:
        if relation.name.upper().replace("-", "_") not in types:
            yield f"{relation.name} is structural, but no link has its name"


def sense_of_relations() -> Iterator[str]:
    for relation in ALL_RELATIONS:
        if strange := set(relation.conditions) - set(CONDITION_KINDS):
            yield f"{relation.name} has the condition kinds {sorted(strange)}, which do not exist"
        if relation.judged and relation.polarity:
            yield f"{relation.name} is judged by each claim and has a polarity of its own"
        if relation.plover and relation.plover not in PLOVER_CATEGORIES:
            yield f"{relation.name} is mapped to {relation.plover}, which is no PLOVER category"
        if not relation.meaning.strip():
            yield f"{relation.name} has no meaning"
        if {"stance-for": 1, "stance-against": -1}.get(relation.relation_class, 0) != relation.polarity:
            yield f"{relation.name} has the polarity {relation.polarity} and the class {relation.relation_class}"
    for edge in EDGE_TYPES:
        if edge.symmetric and "Actor" not in edge.ranges:
            yield f"{edge.type} is symmetric, but does not point to actors"
        if edge.inherits and "Measure" not in edge.ranges:
            yield f"{edge.type} is inherited, but does not point to measures"


# ---- words


def words_are_there() -> Iterator[str]:
    for relation in RELATIONS:
        stated = relation.edge or relation.stance or ("CONDITIONS_ON" if relation.name == "conditions-on" else None)
        named = _all_words(relation.words) or (stated in EDGE and _all_words(EDGE[stated].words))
        if not named and relation.objects != ("Claim",):
            yield f"{relation.name} has no words: nobody can ask for it"
    for entry in ENTRIES:
        for word in _all_words(entry.words):
            if word != " ".join(word.lower().split()):
                yield f"{_name(entry)}: the word {word!r} is not in its base form"
        for part in ("verbs", "agents", "nouns", "phrases"):
            yield from _twice(f"{_name(entry)}: the word", getattr(entry.words, part))


def words_are_clear() -> Iterator[str]:
    """No word means two things where the object's kind does not tell which, and none means for and against."""
    claimed: dict[tuple[str, str], list[EdgeType | Relation]] = defaultdict(list)
    for entry in ENTRIES:
        for part in ("verbs", "agents", "nouns", "phrases"):
            for word in getattr(entry.words, part):
                claimed[part, word].append(entry)
    for (part, word), entries in claimed.items():
        for one, other in combinations(entries, 2):
            if not {*_ranges(one)} & {*_ranges(other)}:
                continue
            if _leaning(one) * _leaning(other) < 0:
                yield f"the word {word!r} ({part}) means {_name(one)} and {_name(other)}: for and against"
            elif word not in SHARED_WORDS and (_leaning(one) == 0 or _leaning(one) != _leaning(other)):
                yield (
                    f"the word {word!r} ({part}) means {_name(one)} and {_name(other)}: "
                    "drop one, or say in lint.SHARED_WORDS what tells them apart"
                )


def _name(entry: EdgeType | Relation) -> str:
    return entry.type if isinstance(entry, EdgeType) else entry.name


def _ranges(entry: EdgeType | Relation) -> tuple[str, ...]:
    return entry.ranges if isinstance(entry, EdgeType) else entry.objects


def _leaning(entry: EdgeType | Relation) -> int:
    """For (1), against (−1) or neither: of an edge type, what all relations that give it count as."""
    if isinstance(entry, Relation):
        return entry.polarity if entry.stance else 0
    stances = {r.stance for r in RELATIONS if entry.type in (r.edge, r.stance)}
    return {frozenset({"SUPPORTS"}): 1, frozenset({"OPPOSES"}): -1}.get(frozenset(filter(None, stances)), 0)


def _all_words(words: Words) -> tuple[str, ...]:
    return (*words.verbs, *words.agents, *words.nouns, *words.phrases)


# ---- looks


def looks_are_distinct() -> Iterator[str]:
    looks = {**{e.type: e.look for e in EDGE_TYPES}, "REQUIRES": REQUIRES_LOOK}
    for one, other in combinations(looks, 2):
        a, b = looks[one], looks[other]
        if a.light == b.light or a.dark == b.dark:
            yield f"{one} and {other} have the same colour"
        elif (a.dash, a.end) == (b.dash, b.end) and min(_gap(a.light, b.light), _gap(a.dark, b.dark)) < 30:
            yield f"{one} and {other} look alike: the same dashes and end, colours close to each other"
    for type_, look in looks.items():
        for colour, ground in ((look.light, LIGHT_GROUND), (look.dark, DARK_GROUND)):
            if (contrast := _contrast(colour, ground)) < MIN_CONTRAST:
                yield f"{type_}: {colour} has a contrast of {contrast:.1f} on {ground}, less than {MIN_CONTRAST}"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _gap(one: str, other: str) -> float:
    """Distance of two colours, red and green and blue weighed as the eye does, 0 to about 765."""
    (r1, g1, b1), (r2, g2, b2) = _channels(one), _channels(other)
    mean = (r1 + r2) / 2
    weighed = (2 + mean / 256) * (r1 - r2) ** 2 + 4 * (g1 - g2) ** 2 + (2 + (255 - mean) / 256) * (b1 - b2) ** 2
    return float(weighed**0.5)


def _contrast(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(colour: str) -> float:
    parts = [c / 255 for c in _channels(colour)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# ---- RDF


def public_names() -> Iterator[str]:
    curies = [(k.label, k.iri) for k in NODE_KINDS] + [*ACTOR_IRIS.items()]
    curies += [(link.type, link.iri) for link in LINKS] + [(e.type, e.iri) for e in EDGE_TYPES]
    curies += [*ontology.FIELD_IRIS.items(), ("REQUIRES", REQUIRES_IRI)]
    for name, curie in curies:
        if curie is not None and curie.partition(":")[0] not in ontology.PREFIXES:
            yield f"{name} is mapped to {curie}, whose prefix is not declared"
    yield from (f"{k.label} is mapped to no class" for k in NODE_KINDS if k.public and not k.iri)
    yield from (f"{kind} is mapped to no class" for kind in ACTOR_KINDS if kind not in ACTOR_IRIS)


def one_thing_one_iri() -> Iterator[str]:
    """An IRI is a class, a property of one kind, or a concept; never two of them."""
    kinds = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty, ontology.PARLEY.Relation)
    graph = ontology.ontology()
    for subject in sorted(set(graph.subjects(RDF.type, None)), key=str):
        found = [kind.split("#")[1] for kind in kinds if (subject, RDF.type, kind) in graph]
        if len(found) > 1:
            yield f"{subject} is {' and '.join(found)}"
    for inverse in graph.subjects(OWL.inverseOf, None):
        if len(list(graph.objects(inverse, OWL.inverseOf))) > 1:
            yield f"{inverse} is the inverse of two properties"


RULES: tuple[Callable[[], Iterator[str]], ...] = (
    unique_names, inverses, known_ends, edges_of_relations, sense_of_relations, words_are_there, words_are_clear,
    looks_are_distinct, public_names, one_thing_one_iri,
)  # fmt: skip
