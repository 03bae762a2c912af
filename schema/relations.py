"""The relations of claims and the edges of the view, declared once.

Everything that names a relation is derived from these two tuples: the enums of the API, the JSON Schema of fact files,
the words that `ask` understands, the legend and look of the views, the ontology in Turtle, the table in
`docs/relations.md`. The meanings are those of the code book.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Polarity = Literal[1, -1, 0]
Inheritance = Literal["up", "down"]
RelationClass = Literal["stance-for", "stance-against", "conditional", "foresight", "judgement", "between-actors", "deed",
                        "state", "fact", "structure"]
End = Literal["arrow", "bar", "chevron", "disc", "notch"]


@dataclass(frozen=True, slots=True)
class Look:
    """How an edge is drawn: colour on light and on dark ground, dash pattern in pixels, the mark at its end.

    `label` names it in a legend, `phrase` stands between actor and object in a sentence.
    """

    label: str
    phrase: str
    light: str = "#5b6570"
    dark: str = "#a7b0ba"
    dash: tuple[int, ...] = ()
    end: End = "arrow"


@dataclass(frozen=True, slots=True)
class Words:
    """English for `ask`, in the base form; inflections, spelling and typos are the parser's business.

    `verbs` may have a particle ("call for"); `agents` are nouns for who does it ("opponent");
    `nouns` for the doing ("opposition to"); `phrases` are predicates with "be" ("in favour of", "against").
    """

    verbs: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EdgeType:
    """An edge type of the view: from an actor to what its claims are about.

    `ranges`: labels that it may point to. `inherits`: the direction in which it passes along SPECIALISES, if any.
    `primary`: drawn unless the reader switches it off. `iri`: the property of a public vocabulary that it specialises.
    """

    type: str
    look: Look
    ranges: tuple[str, ...]
    words: Words = field(default_factory=Words)
    inherits: Inheritance | None = None
    symmetric: bool = False
    primary: bool = False
    iri: str | None = None

    @property
    def stance(self) -> str:
        return self.type.lower()


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation that a claim can state.

    `relation_class`: the coarser class that two coders should agree on even where they differ in the relation.
    `objects`: labels that ABOUT may point to. `towards`: the role of TOWARDS, None where it has none.
    `polarity`: for (+1), against (-1) or neither; `judged` relations take theirs from the claim.
    `edge`: its own type in the view; `stance`: the stance edge that it counts as besides ("SUPPORTS", "OPPOSES").
    `conditions`: the kinds that its ON_CONDITION may have. `from_object`: "ABOUT" or "TOWARDS" or both, where its edge
    points to. `negatable_stance`: False where the code book says that a negated one is only the absence of it.
    `words`: English for those that have no edge of their own, or mean less than it.
    """

    name: str
    meaning: str
    relation_class: RelationClass
    objects: tuple[str, ...]
    polarity: Polarity = 0
    towards: str | None = None
    edge: str | None = None
    stance: Literal["SUPPORTS", "OPPOSES"] | None = None
    conditions: tuple[str, ...] = ()
    judged: bool = False
    stance_or_condition: bool = False
    object_optional: bool = False
    plover: str | None = None
    words: Words = field(default_factory=Words)


M, A, C, E, P = "Measure", "Actor", "Claim", "Event", "Place"
DEMANDED = ("demanded", "procedural")
ANALYTIC = ("analytic", "constitutive", "enabling", "parallel")
TRIGGER = ("trigger",)
CONDITION_KINDS = (*DEMANDED, *ANALYTIC, *TRIGGER)

EDGE_TYPES: tuple[EdgeType, ...] = (
    EdgeType("SUPPORTS", Look("Supports", "supports", "#005ab5", "#6cb4ff"), (M,), Words(
        ("support", "back", "favour", "endorse", "want", "wish for", "welcome", "push for", "advocate", "approve",
         "approve of", "stand behind", "champion", "promote", "seek", "prefer", "like", "agree with", "agree that", "accept"),
        ("supporter", "backer", "advocate", "proponent", "friend"),
        ("support", "backing", "approval", "goal", "aim", "priority", "wish", "willingness", "readiness"),
        ("for", "in favour of", "pro", "willing", "ready for", "ready", "prepared", "keen on", "behind", "open to",
         "on board with")),
        inherits="up", primary=True),
    EdgeType("OPPOSES", Look("Opposes", "opposes", "#d14905", "#ff8a5c", end="bar"), (M,), Words(
        ("oppose", "resist", "object to", "reject", "refuse", "be against", "disapprove of", "block", "veto",
         "say no to", "dislike", "turn down", "disagree with", "disagree that", "rule out", "not want"),
        ("opponent", "objector", "adversary", "critic"),
        ("opposition", "objection", "resistance", "refusal"),
        ("against", "opposed to", "anti", "hostile to", "contra", "unwilling", "averse to")),
        inherits="down", primary=True),
    EdgeType("CONDITIONS_ON", Look("On condition", "accepts only on condition", "#aa4499", "#e39ad6", (7, 5), "chevron"),
             (M,), Words(
        ("condition", "make conditional", "tie", "link", "make dependent"),
        (), ("condition", "precondition", "prerequisite"), ("conditional on",)), inherits="down", primary=True),
    EdgeType("WAITS_FOR", Look("Waits for", "waits for", "#8d5c88", "#c9a3c4", (2, 4), "chevron"), (M, E, C), Words(
        ("wait for", "await", "depend on", "hinge on"), (), (), ("waiting for", "dependent on"))),
    EdgeType("MEDIATES", Look("Mediates", "mediates", "#0b8068", "#4cd3b0", (2, 5), "disc"), (M, A), Words(
        ("mediate", "broker", "facilitate", "act as mediator", "arbitrate", "go between"),
        ("mediator", "broker", "go-between", "intermediary", "facilitator"), ("mediation",)), primary=True),
    EdgeType("PROPOSES", Look("Proposes", "proposes", "#2b6cb0", "#90c4f5", (12, 3)), (M,), Words(
        ("propose", "suggest", "put forward", "come up with", "draft", "write", "author", "design", "table", "initiate"),
        ("author", "proposer", "architect", "initiator"), ("proposal", "idea", "brainchild"))),
    EdgeType("DEMANDS", Look("Demands", "demands", "#1f4e8c", "#7fb0ea", (10, 3)), (M,), Words(
        ("demand", "insist on", "insist that", "insist", "call for", "ask for", "require", "claim", "request", "urge", "expect"),
        (), ("demand", "request"), ("insistent on",))),
    EdgeType("PRESSURES", Look("Pressures", "presses for", "#7a4f00", "#e0b050", (4, 3)), (M, A), Words(
        ("pressure", "press", "push", "urge", "lean on", "prod", "press for"), (), ("pressure",))),
    EdgeType("AGREES_TO", Look("Has agreed to", "has agreed to", "#3f7d20", "#9bd67a"), (M,), Words(
        ("agree to", "agree on", "accept", "consent to", "sign up to", "commit to", "sign", "agree"), (),
        ("agreement", "consent", "commitment"))),
    EdgeType("DECLINES", Look("Declines", "declines", "#b3541e", "#f0a070", (3, 3), "bar"), (M,), Words(
        ("decline", "opt out of", "stay out of", "refuse to join"), (), ("reluctance",), ("reluctant", "unwilling to join"))),
    EdgeType("DISTRUSTS", Look("Distrusts", "distrusts", "#8a3324", "#e58b78", (2, 3), "bar"), (A, M), Words(
        ("distrust", "mistrust", "doubt", "suspect"), ("sceptic",), ("distrust", "mistrust", "scepticism", "doubt"),
        ("sceptical of", "sceptical about", "suspicious of", "wary of", "doubtful about")), inherits=None),
    EdgeType("DIVERGES_FROM", Look("Differs from", "differs from", "#6b5b95", "#b8a9e0", (6, 3), "disc"), (A,), Words(
        ("differ from", "differ with", "diverge from", "disagree with", "clash with", "fall out with"), (),
        ("difference", "disagreement", "gap", "rift", "divide", "dispute"), ("at odds with",)), symmetric=True),
    EdgeType("ALLIED_WITH", Look("Allied with", "is allied with", "#00788c", "#5fc9dc", (), "disc"), (A,), Words(
        ("ally with",), ("ally", "partner"), ("alliance", "partnership"), ("allied with", "allied to", "allied", "close to")),
        symmetric=True),
    EdgeType("PARTICIPATES_IN", Look("Takes part in", "takes part in", "#4a6a8a", "#9ec0e0", (1, 3)), (M, E), Words(
        ("participate in", "participate", "take part in", "take part", "join", "contribute to", "contribute troops to",
         "contribute soldiers to", "send troops to", "send soldiers to", "provide troops for", "be part of", "belong to"),
        ("participant", "member", "contributor"), ("participation", "involvement"),
        ("part of", "involved in", "in"))),
    EdgeType("MEETS", Look("Meets", "meets", "#7a7a52", "#c8c890", (1, 4), "disc"), (A,), Words(
        ("meet", "meet with", "visit", "talk to", "talk with", "hold talks with", "hold talks", "speak with", "see"), ("visitor",),
        ("meeting", "visit", "talk"), ("in talks with",)), symmetric=True),
    EdgeType("CONTROLS", Look("Controls", "controls", "#5b3a29", "#cfa58d", (), "notch"), (P, A, M), Words(
        ("control", "hold", "occupy", "run", "dominate", "rule", "govern"), (), ("control",), ("in control of",)),
        iri=None),
    EdgeType("LACKS", Look("Lacks", "lacks", "#75736c", "#b5b3aa", (2, 2)), (M,), Words(
        ("lack", "miss", "have no"), (), ("lack",), ("without", "short of"))),
    EdgeType("DEPLOYS", Look("Deploys", "deploys or sets up", "#555b8c", "#a9afe0", (9, 3)), (A, P, M), Words(
        ("deploy", "station", "set up", "establish", "send", "redeploy"), (), ("deployment",))),
    EdgeType("ATTACKS", Look("Attacks", "attacks", "#9b111e", "#ff7b85", (), "notch"), (A, P, E), Words(
        ("attack", "strike", "kill", "shoot", "bomb", "execute", "fight"), ("attacker",), ("attack", "violence"))),
    EdgeType("CARRIED_OUT", Look("Carried out", "carried out", "#3b5f50", "#94c9b3", (14, 3)), (M, E), Words(
        ("carry out", "do", "implement", "execute", "perform", "allow", "resume"), (), ("implementation",))),
    EdgeType("HINDERS", Look("Hinders", "hinders", "#a0522d", "#e2a27e", (5, 2), "bar"), (M,), Words(
        ("hinder", "slow", "slow down", "delay", "obstruct", "stall", "drag out", "hold up"), ("obstacle",),
        ("obstruction", "delay"), ("in the way of",))),
)

REQUIRES_LOOK = Look("Must come after", "requires", "#4c5b66", "#a9b6c2", (13, 5), "notch")
"""REQUIRES goes from measure to measure: the precondition graph."""
REQUIRES_IRI = "dcterms:requires"

RELATIONS: tuple[Relation, ...] = (
    Relation("supports", "is for it", "stance-for", (M, C), 1, edge=None, stance="SUPPORTS", conditions=DEMANDED,
             stance_or_condition=True, plover="SUPPORT"),
    Relation("proposes", "puts it forward, wrote it", "stance-for", (M, C), 1, "who is to act", "PROPOSES", "SUPPORTS",
             stance_or_condition=True, conditions=DEMANDED, plover="REQUEST"),
    Relation("demands", "wants it from someone", "stance-for", (M, C), 1, "addressee", "DEMANDS", "SUPPORTS",
             stance_or_condition=True, conditions=DEMANDED, plover="REQUEST"),
    Relation("pressures", "pushes someone to it", "stance-for", (M, C), 1, "who is pressed", "PRESSURES", "SUPPORTS",
             stance_or_condition=True, object_optional=True, conditions=DEMANDED, plover="REQUEST"),
    Relation("agrees-to", "has accepted it; negated: no agreement yet", "stance-for", (M, C), 1, "with whom", "AGREES_TO", "SUPPORTS",
             stance_or_condition=True, conditions=DEMANDED, plover="AGREE"),
    Relation("opposes", "is against it", "stance-against", (M,), -1, stance="OPPOSES", stance_or_condition=True, plover="REJECT"),
    Relation("rejects", "refuses another's precondition, order or proposition", "stance-against", (C,), -1, "whose it is",
             stance_or_condition=True, plover="REJECT"),
    Relation("declines", "will not do it or join itself", "stance-against", (M,), -1, "who asked", "DECLINES", "OPPOSES",
             conditions=DEMANDED, stance_or_condition=True, plover="REJECT"),
    Relation("conditions-on", "makes its own consent or step wait", "conditional", (M, E), 0, "who is to act", None,
             conditions=DEMANDED, stance_or_condition=True, plover="REQUEST"),
    Relation("requires", "says that X needs Y", "conditional", (M, E, A), 0, conditions=ANALYTIC, stance_or_condition=True,
             words=Words(("require", "need", "depend on", "presuppose"), (), ("requirement", "need"),
                         ("necessary for",))),
    Relation("threatens", "announces harm of its own doing", "foresight", (M, E, A), 0, "whom", conditions=TRIGGER,
             object_optional=True, plover="THREATEN",
             words=Words(("threaten", "threaten with"), (), ("threat",))),
    Relation("warns", "foresees harm", "foresight", (M, E, A, P), 0, "who is warned", conditions=TRIGGER, object_optional=True,
             words=Words(("warn", "warn of", "warn about", "warn against", "caution", "fear"), (), ("warning", "fear"),
                         ("afraid of",))),
    Relation("expects", "foresees, neutral", "foresight", (M, E, A, P), 0, "agents", conditions=TRIGGER, object_optional=True,
             words=Words(("expect", "foresee", "predict", "anticipate", "forecast"), (),
                         ("expectation", "forecast", "prediction"))),
    Relation("denies", "says that it is not so", "judgement", (C,), 0, "whose it is",
             words=Words(("deny", "dismiss", "dispute"), (), ("denial",))),
    Relation("distrusts", "doubts it, or its will", "stance-against", (A, M), -1, "whose will", "DISTRUSTS",
             stance_or_condition=True),
    Relation("assesses", "judges good or bad, affect", "judgement", (M, A, E, P), 0, "addressee", judged=True,
             object_optional=True,
             words=Words(("assess", "judge", "rate", "praise", "criticise", "condemn"), (),
                         ("assessment", "criticism", "praise"), ("optimistic about", "pessimistic about"))),
    Relation("diverges-from", "differs, symmetric", "between-actors", (A, M), 0, "from whom", "DIVERGES_FROM"),
    Relation("allied-with", "symmetric", "between-actors", (A, M), 0, "with whom", "ALLIED_WITH", plover="COOPERATE"),
    Relation("mediates", "mediates a measure or between parties", "between-actors", (M, A, E), 0, "parties", "MEDIATES",
             object_optional=True, plover="CONSULT"),
    Relation("participates-in", "takes part", "deed", (M, E, A), 0, "with whom", "PARTICIPATES_IN", plover="COOPERATE"),
    Relation("meets", "visit, meeting, talk, symmetric", "between-actors", (A, M, E, P), 0, "with whom", "MEETS", plover="CONSULT"),
    Relation("controls", "holds", "state", (P, A, M), 0, "whom", "CONTROLS"),
    Relation("claims-authority", "says that the decision is its own", "state", (M,), 0, "whom",
             words=Words(("claim authority over", "decide", "decide on", "have the last word on", "have the say on"))),
    Relation("lacks", "has no capacity, means or plan for it", "state", (M, A), 0, edge="LACKS"),
    Relation("deploys", "puts forces, sets up, oversees", "deed", (A, P, M), 0, "where or whom", "DEPLOYS", plover="MOBILIZE"),
    Relation("attacks", "violence", "deed", (A, P, E), 0, "whom", "ATTACKS", plover="ASSAULT"),
    Relation("carries-out", "does it", "deed", (M, E), 0, "whom", "CARRIED_OUT"),
    Relation("hinders", "slows, blocks by deed", "deed", (M,), 0, "whom", "HINDERS"),
    Relation("reports", "states a fact or figure", "fact", (E, M, P, A), 0, "addressee", object_optional=True,
             words=Words(("report", "announce", "estimate"), (), ("report", "estimate"))),
)

STRUCTURAL_RELATIONS: tuple[Relation, ...] = (
    Relation("represents", "leads or speaks for", "structure", (A,),
             words=Words(("lead", "head", "chair", "represent", "speak for", "act for", "negotiate for", "talk for",
                          "speak on behalf of"),
                   ("leader", "head", "chief", "boss", "representative", "spokesman", "spokesperson", "spokespeople", "envoy",
                    "chairman", "spokeswoman", "negotiator", "president", "vice president", "prime minister", "foreign minister",
                    "secretary of state", "secretary general", "minister", "chancellor", "head of state", "head of government"),
                   ("leadership",),
                   ("in charge of", "at the head of"))),
    Relation("member-of", "is a member of", "structure", (A,),
             words=Words(("belong to",), ("member",), ("membership",))),
    Relation("part-of", "is a part of", "structure", (A,)),
)

ALL_RELATIONS: tuple[Relation, ...] = (*RELATIONS, *STRUCTURAL_RELATIONS)


@dataclass(frozen=True, slots=True)
class Link:
    """An edge between records that is no claim's: its type, whence and whither, and the field of the record."""

    type: str
    field: str
    source: str
    target: tuple[str, ...]
    acyclic: bool = False
    iri: str | None = None
    inverse: str | None = None


STRUCTURE: tuple[Link, ...] = (
    Link("REPRESENTS", "represents", A, (A,), iri="prov:actedOnBehalfOf", inverse="represented by"),
    Link("MEMBER_OF", "member_of", A, (A,), iri="org:memberOf", inverse="has member"),
    Link("PART_OF", "part_of", A, (A,), acyclic=True, iri="org:subOrganizationOf", inverse="has part"),
    Link("SPECIALISES", "specialises", M, (M,), acyclic=True, iri="skos:broader", inverse="specialised by"),
    Link("COMPONENT_OF", "component_of", M, (M,), acyclic=True, iri="dcterms:isPartOf", inverse="has component"),
    Link("MEANS_FOR", "means_for", M, (M,), inverse="served by"),
    Link("EXCLUDES", "excludes", M, (M,), inverse="excluded by"),
    Link("ALTERNATIVE_FOR", "alternative_for", M, (M,), inverse="replaceable by"),
    Link("INVOLVES", "involves", M, (A, P), inverse="involved in"),
    Link("SAME_ORIGIN", "same_origin_as", "Source", ("Source",), iri="dcterms:relation", inverse="same origin of"),
    Link("LOCATED_IN", "located_in", P, (P,), acyclic=True, iri="dcterms:isPartOf", inverse="contains"),
)

CLAIM_LINKS: tuple[Link, ...] = (
    Link("HELD_BY", "holder", C, (A,), iri="prov:wasAttributedTo", inverse="holds"),
    Link("ABOUT", "about", C, (M, A, E, P, C), iri="dcterms:subject", inverse="is object of"),
    Link("TOWARDS", "towards", C, (A,), inverse="is target of"),
    Link("ON_BEHALF_OF", "on_behalf_of", C, (A,), iri="prov:wasInfluencedBy", inverse="is represented in"),
    Link("AFTER", "after", C, (E,), inverse="precedes"),
    Link("ON_CONDITION", "conditions", C, (M, E, C), inverse="is condition of"),
    Link("ATTRIBUTED_TO", "attributed_to", C, (A, "Source"), iri="prov:wasInfluencedBy", inverse="affirms"),
    Link("EVIDENCED_BY", "passages", C, ("Passage",), iri="prov:wasDerivedFrom", inverse="proves"),
)

OTHER_LINKS: tuple[Link, ...] = (
    Link("IN", "source", "Passage", ("Source",), iri="oa:hasSource", inverse="has passage"),
    Link("MENTIONS", "mentions", "Passage", (A, M, E, P), inverse="is mentioned in"),
)

RELATION: dict[str, Relation] = {r.name: r for r in ALL_RELATIONS}
EDGE: dict[str, EdgeType] = {e.type: e for e in EDGE_TYPES}
LINK: dict[str, Link] = {link.type: link for link in (*STRUCTURE, *CLAIM_LINKS, *OTHER_LINKS)}
STANCE: dict[str, EdgeType] = {e.stance: e for e in EDGE_TYPES}
VIEW_TYPES: tuple[str, ...] = (*(e.type for e in EDGE_TYPES), "REQUIRES")
"""Every edge type of the view that starts at an actor or measure."""

BETWEEN_TYPES: tuple[str, ...] = ("CONTRADICTS", "REVISES", "IN_TENSION")
"""Edges of the view between claims."""


def looks() -> dict[str, Look]:
    """Look of each edge type of the view, by type."""
    return {**{e.type: e.look for e in EDGE_TYPES}, "REQUIRES": REQUIRES_LOOK}
