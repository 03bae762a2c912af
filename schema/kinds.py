"""Node kinds, declared once: labels, properties that are looked up, and what public vocabularies call them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ActorKind = Literal["State", "Person", "Organisation", "ArmedGroup", "InternationalBody", "Force", "Group", "Outlet"]
"""Second label of every actor."""

EntityKind = Literal["Actor", "Measure", "Event", "Place"]
"""What a claim can be about, besides another claim."""

ObjectKind = Literal["Actor", "Measure", "Event", "Place", "Claim"]

ACTOR_KINDS: tuple[ActorKind, ...] = get_args(ActorKind)


@dataclass(frozen=True, slots=True)
class NodeKind:
    """A label of the graph.

    `sublabels`: a second label that every node of the kind bears one of. `indexed`: properties that are looked up
    beside `id`, which is always unique. `iri`: the class of a public vocabulary that it specialises, as a CURIE.
    `public`: readers see it; the others are the store's own bookkeeping.
    """

    label: str
    description: str
    iri: str | None = None
    sublabels: tuple[str, ...] = ()
    indexed: tuple[str, ...] = ()
    public: bool = True


NODE_KINDS: tuple[NodeKind, ...] = (
    NodeKind("Actor", "Who holds, says or is addressed: a state, person, body, group", "foaf:Agent", ACTOR_KINDS),
    NodeKind("Measure", "What one can be for or against", "skos:Concept"),
    NodeKind("Event", "What happened, with its dates", "prov:Activity"),
    NodeKind("Place", "Where", "prov:Location"),
    NodeKind("Source", "A text whose SHA-256 is known", "prov:Entity"),
    NodeKind("Passage", "A slice of a source, by code-point offsets", "oa:SpecificResource"),
    NodeKind("Claim", "One proposition in one source, with all its passages", "prov:Entity",
             indexed=("dataset", "source")),
    NodeKind("DataSet", "A folder of fact files", "prov:Collection"),
    NodeKind("Load", "One run of the loader, finished or broken off", "prov:Activity"),
    NodeKind("Judgement", "What a person decided about the record: retracted, the same, or different", "prov:Activity"),
    NodeKind("Revision", "What a load replaced, so that it can be taken back", public=False, indexed=("load",)),
    NodeKind("Lock", "Who writes now", public=False),
    NodeKind("Meta", "Version of the graph's form and of its data", public=False),
)

ACTOR_IRIS: dict[ActorKind, str] = {
    "State": "org:Organization", "Person": "foaf:Person", "Organisation": "org:Organization",
    "ArmedGroup": "org:Organization", "InternationalBody": "org:Organization", "Force": "org:Organization",
    "Group": "foaf:Group", "Outlet": "org:Organization",
}  # fmt: skip
