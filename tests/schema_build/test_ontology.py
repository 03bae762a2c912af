"""The ontology says in OWL what the registry says, in terms that the public vocabularies allow."""

from __future__ import annotations

import pytest
from rdflib import OWL, PROV, RDF, RDFS, SKOS, Graph, URIRef

from schema import ontology
from schema.kinds import ACTOR_KINDS, NODE_KINDS
from schema.ontology import PARLEY, class_iri, expand, link_iri, relation_iri
from schema.relations import ALL_RELATIONS, CLAIM_LINKS, EDGE_TYPES, OTHER_LINKS, STRUCTURE


@pytest.fixture(scope="module")
def graph() -> Graph:
    return Graph().parse(data=ontology.turtle(), format="turtle")


def ends(graph: Graph, iri: URIRef, what: URIRef) -> set[URIRef]:
    """Classes of a domain or range, a union taken apart."""
    found: set[URIRef] = set()
    for node in graph.objects(iri, what):
        union = graph.value(node, OWL.unionOf)
        found |= {URIRef(str(n)) for n in (graph.items(union) if union is not None else [node])}
    return found


def test_every_kind_is_a_class_under_its_public_one(graph: Graph) -> None:
    for kind in NODE_KINDS:
        assert ((class_iri(kind.label), RDF.type, OWL.Class) in graph) == kind.public
        if kind.public and kind.iri:
            assert (class_iri(kind.label), RDFS.subClassOf, expand(kind.iri)) in graph
    for name in ACTOR_KINDS:
        assert (class_iri(name), RDFS.subClassOf, PARLEY.Actor) in graph


def test_every_edge_has_its_ends_and_its_public_property(graph: Graph) -> None:
    for link in (*STRUCTURE, *CLAIM_LINKS, *OTHER_LINKS):
        iri = link_iri(link.type)
        assert ends(graph, iri, RDFS.domain) == {class_iri(link.source)}, link.type
        assert ends(graph, iri, RDFS.range) == {class_iri(label) for label in link.target}, link.type
        assert not link.iri or (iri, RDFS.subPropertyOf, expand(link.iri)) in graph
        assert graph.value(None, OWL.inverseOf, iri) is not None
    for edge in EDGE_TYPES:
        iri = link_iri(edge.type)
        assert ends(graph, iri, RDFS.domain) == {PARLEY.Actor}
        assert ends(graph, iri, RDFS.range) == {class_iri(label) for label in edge.ranges}, edge.type
        assert ((iri, RDF.type, OWL.SymmetricProperty) in graph) == edge.symmetric


def test_every_relation_is_a_concept_with_its_edge(graph: Graph) -> None:
    for relation in ALL_RELATIONS:
        iri = relation_iri(relation.name)
        assert (iri, RDF.type, PARLEY.Relation) in graph
        assert str(graph.value(iri, SKOS.definition)) == relation.meaning
        assert graph.value(iri, PARLEY.countsAs) == (link_iri(relation.stance) if relation.stance else None)
        assert graph.value(iri, PARLEY.ownEdge) == (link_iri(relation.edge) if relation.edge else None)
        assert (graph.value(iri, SKOS.closeMatch) is not None) == (relation.plover is not None)


def test_nothing_is_used_that_is_not_declared(graph: Graph) -> None:
    declared = set(graph.subjects(RDF.type, None))
    used = {t for triple in graph for t in triple if isinstance(t, URIRef) and str(t).startswith(str(PARLEY))}
    assert used <= declared


def test_only_agents_act_and_only_entities_derive() -> None:
    """PROV's own domains and ranges: a claim that acted, or a passage by an agent, would be a wrong mapping."""
    agents, entities = {"Actor"}, {"Claim", "Source", "Passage"}
    allowed = {
        PROV.wasAttributedTo: (entities, agents),
        PROV.actedOnBehalfOf: (agents, agents),
        PROV.wasDerivedFrom: (entities, entities),
        PROV.wasInfluencedBy: (agents | entities, agents | entities),
    }
    seen = 0
    for link in (*STRUCTURE, *CLAIM_LINKS, *OTHER_LINKS):
        if link.iri and link.iri.startswith("prov:"):
            sources, targets = allowed[expand(link.iri)]
            assert link.source in sources, link.type
            assert set(link.target) <= targets, link.type
            seen += 1
    assert seen >= 4


@pytest.mark.parametrize(
    ("name", "local"),
    [("HELD_BY", "heldBy"), ("conditions-on", "conditionsOn"), ("said_from", "saidFrom"), ("IN", "in")],
)
def test_local_names(name: str, local: str) -> None:
    assert ontology.local_name(name) == local


def test_a_foreign_prefix_is_refused() -> None:
    with pytest.raises(KeyError):
        expand("schema:Thing")
