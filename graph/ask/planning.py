"""Fourth stage: a reading becomes Cypher with its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.cypher import with_names
from schema.kinds import ACTOR_KINDS
from schema.relations import ANALYTIC, DEMANDED, EDGE, RELATIONS, STRUCTURAL_RELATIONS

from . import queries
from .lexicon import Lexicon
from .reading import Reading, Slot
from .relating import STANCES, relations_of

BASES = ("stated", "implied", "inferred")
_STANCE_EDGES = (*STANCES, "CONDITIONS_ON")
_NEVER_CONTRARY = {*_STANCE_EDGES, "WAITS_FOR"}
_HOLDING_PLACES = {"CONTROLS", "DEPLOYS", "ATTACKS"}
_ASKING = {"demands", "pressures"}
_PASSING_DOWN = (*(r.name for r in RELATIONS if r.stance == "OPPOSES" and r.name != "declines"), "conditions-on")
_VOICED = tuple(r.name for r in RELATIONS if r.relation_class in ("foresight", "judgement", "fact") or r.name == "requires")
"""Whose holder says what the claim says."""
_STRUCTURAL = tuple(r.name for r in STRUCTURAL_RELATIONS)
_OF_THINGS = (
    "named", "actors", "others", "targets", "according", "objects", "own", "narrower", "wider", "among", "requirements",
)  # fmt: skip
_LABELS = ("Actor", "Measure", "Event", "Place")
_ROLES = ("leads", "speaks-for")
_ANCHORED = frozenset(
    head.strip()
    for head in (
        queries.HOLDERS, queries.BETWEEN, queries.CLAIM_HOLDERS, queries.CLAIM_BETWEEN, queries.POSITIONS,
        queries.MENTIONED, queries.REQUIREMENTS, queries.CONDITIONERS, queries.CONDITIONED,
    )
)  # fmt: skip
_TAILS = {
    "events": "", "published": "", "voices": queries.BY_VOICE, "sources": queries.BY_SOURCE, "says": queries.BY_SPEAKER,
    "when": queries.BY_CLAIM,
}  # fmt: skip
"""By what is asked, or else by the kind of question."""


@dataclass(frozen=True)
class Options:
    """How an answer is filtered; the common parameters of the interface."""

    basis: str = "stated"
    include_imputed: bool = True
    roll_up: bool = True
    min_certainty: float = 0.0
    as_of: str | None = None
    on: str | None = None
    according_to: str | None = None
    source: str | None = None


@dataclass(frozen=True)
class Statement:
    """Cypher and its parameters."""

    cypher: str
    parameters: dict[str, Any]


def plan(reading: Reading, lexicon: Lexicon, options: Options) -> Statement:
    """The statement whose rows are the answers to `reading`."""
    tail = _TAILS.get(reading.asked, _TAILS.get(reading.kind, queries.BY_ANSWER))
    edges = (*reading.edges, *_STANCE_EDGES) if is_polar_stance(reading) else reading.edges
    head, values = _head(reading).strip(), _parameters(reading, lexicon, options)
    template = _in_office(f"{_anchor(head, values, lexicon)}{head}\n{tail}".strip(), values)
    cypher = with_names(template, edges="|".join(dict.fromkeys(edges)) or "SUPPORTS")
    return _statement(cypher, values)


def _anchor(head: str, values: dict[str, Any], lexicon: Lexicon) -> str:
    """What finds the objects by their index first, where the head names some and all are of one kind."""
    if head not in _ANCHORED:
        return ""
    lists = [name for name in queries.ANCHORED_BY if f"${name}" in head]
    labels = {lexicon.label(id_) for name in lists for id_ in values[name]}
    if len(labels) != 1 or not values["objects"]:
        return ""
    anchor = queries.ANCHOR.replace("$$LISTS", " + ".join(f"${name}" for name in lists))
    return with_names(anchor, object=labels.pop()).lstrip()


def denials(reading: Reading, lexicon: Lexicon, options: Options) -> Statement:
    """Whether the holder denies what a yes/no question asks."""
    values = _parameters(reading, lexicon, options)
    values["relations"] = list(relations_of(reading.names[:1]))
    values["holders"] = values["actors"]
    return _statement(_in_office(f"{queries.DENIALS.strip()}\n{queries.BY_ANSWER}", values), values)


def _in_office(template: str, values: dict[str, Any]) -> str:
    """Where someone speaks for who is asked about only for a time, the condition that it is that time."""
    return template.replace("$$OFFICES", queries.IN_OFFICE if values["outside"] else "")


def _statement(cypher: str, values: dict[str, Any]) -> Statement:
    return Statement(cypher, {k: v for k, v in values.items() if f"${k}" in cypher})


def is_polar_stance(reading: Reading) -> bool:
    """Whether it is asked if someone is for or against a thing."""
    return reading.asked == "whether" and reading.kind == "stance" and bool(set(STANCES) & set(reading.names))


# ---- which query


def _head(r: Reading) -> str:
    by_asked = {
        "conditions": {"requirements": queries.REQUIREMENTS, "objects": queries.CONDITIONED},
        "represents": {
            "objects": queries.REPRESENTED, "self": queries.REPRESENTING_SELF, "actors": queries.REPRESENTING,
        },
        "mediates": {"objects": queries.HELD},
    }  # fmt: skip
    by_kind = {
        "conditions": queries.CONDITIONERS,
        "represents": queries.REPRESENTING_ONE,
        "mediates": queries.MEDIATORS,
        "position": queries.POSITIONS,
        "compare": queries.COMPARED if r.agree else queries.DIFFERING,
        "figure": queries.FIGURES,
        "denial": queries.DENIERS,
        "content": queries.CONTENT,
        "after": queries.AFTER,
        "published": queries.PUBLISHED,
        "unnamed": queries.UNNAMED,
    }
    apart = {"events": queries.EVENTS, "mentions": queries.MENTIONED}
    kind = r.inner or r.kind
    return by_asked.get(kind, {}).get(r.asked) or by_kind.get(kind) or apart.get(r.asked) or _relation(r)


def _relation(r: Reading) -> str:
    """The query for a relation between holder and object, whichever of them is asked for."""
    if "represents" in r.names:
        return queries.REPRESENTING_ONE if r.subject else queries.REPRESENTING
    if r.names[:1] == ("MEDIATES",) and r.asked != "objects":
        return queries.MEDIATORS
    by_claims = bool(r.negated or r.relations or _pressed(r))
    symmetric = _symmetric(r) and not by_claims
    if r.asked == "addressees":
        return queries.ADDRESSEES
    if r.asked == "objects":
        if r.answer_type == "claims":
            return queries.STATEMENTS
        return queries.CLAIM_OBJECTS if by_claims or r.target else queries.BESIDE if symmetric else queries.HELD
    if r.asked in ("actors", "whether") and not r.subject:
        return queries.CLAIM_HOLDERS if by_claims else queries.BESIDE if symmetric else queries.HOLDERS
    if symmetric and all(e.label == "Actor" for e in r.object.entities):
        return queries.BETWEEN_BOTH
    return queries.CLAIM_BETWEEN if by_claims else queries.BETWEEN


def _symmetric(r: Reading) -> bool:
    return bool(r.edges) and all(EDGE[e].symmetric for e in r.edges)


def _pressed(r: Reading) -> bool:
    """Whether it is asked who presses an actor: that stands in the claims, whose edge goes to what they press for."""
    return bool({"PRESSURES", "DEMANDS"} & set(r.names)) and any(e.label == "Actor" for e in r.object.entities)


# ---- with which values


def _parameters(r: Reading, lexicon: Lexicon, options: Options) -> dict[str, Any]:
    def widened(slot: Slot) -> list[str]:
        return _widened(slot, r, lexicon, options)

    objects = _objects(r, lexicon, widened(r.object))
    own_types = set(r.edges) - _NEVER_CONTRARY
    beside = _symmetric(r) and r.asked == "actors" and not r.subject
    values: dict[str, Any] = {
        "named": list(r.subject.ids),
        "actors": objects if beside else widened(r.subject),
        "anyone": not r.subject,
        "others": widened(r.object),
        "targets": widened(r.target),
        "parties": [widened(party) for party in r.parties],
        "according": widened(r.according),
        "objects": [*objects, *r.widened],
        "own": list(r.own),
        "narrower": list(r.narrower),
        "wider": list(r.wider),
        "among": list(r.among),
        "requirements": list(r.requirement.ids),
        "claims": list(r.claims),
        "relations": _relations(r),
        "passing_down": list(_PASSING_DOWN),
        "structural": list(_STRUCTURAL),
        "condition_kinds": [*DEMANDED, *ANALYTIC],
        "roles": list(r.roles or _ROLES),
        "offices": list(r.offices),
        "kinds": list(r.kinds or ACTOR_KINDS),
        "groups": r.kinds == ("State",),  # "which countries" has groups of them for an answer too
        "labels": list(r.labels or _LABELS),
        "contrary": [r.object.contrary] if own_types else [False, True],
        "negated": r.negated,
        "parts": [part.parameters() for part in r.content],
        "denied": r.denied,
        "voiced": [*_VOICED, *r.names],
        "voices": r.asked == "voices",
        "agree": r.agree,
        "bases": list(BASES[: BASES.index(options.basis) + 1]),
        "include_imputed": options.include_imputed,
        "min_certainty": options.min_certainty,
        "as_of": options.as_of,
        "on": options.on,
        "speaker": options.according_to and lexicon.all([lexicon.of(options.according_to)]),
        "source": options.source,
    }
    for name in _OF_THINGS if lexicon.one else ():  # claims keep the ids that they were coded with
        values[name] = lexicon.all(values[name])
    asked = [slot for slot in (r.subject, r.object, r.target, r.according, *r.parties) if slot.entities]
    values["outside"] = [
        {"id": speaker, "first": first, "last": last}
        for slot in asked if options.roll_up
        for one, gaps in lexicon.outside(slot.ids).items() for speaker in lexicon.all([one]) for first, last in gaps
    ]  # fmt: skip
    values["parties"] = [lexicon.all(party) for party in values["parties"]]
    return values


def _widened(slot: Slot, r: Reading, lexicon: Lexicon, options: Options) -> list[str]:
    """The actors that a part names, and those who speak for them; of a group among which is asked, its members."""
    ids = list(slot.ids)
    if options.roll_up:
        ids += [s for i in slot.ids for s in lexicon.speakers(i)]
    if r.asked == "actors":
        ids += [m for i in slot.ids for m in lexicon.members_of.get(i, ())]
    return list(dict.fromkeys(ids))


def _objects(r: Reading, lexicon: Lexicon, widened: list[str]) -> list[str]:
    if r.kind == "position":
        return _around(r.object, lexicon)
    if r.kind == "compare":
        return [d for i in r.requirement.ids for d in (i, *lexicon.descendants(i))]
    objects = widened if _symmetric(r) or _pressed(r) or r.relations else list(r.object.ids)
    if _HOLDING_PLACES & set(r.names):
        objects = [*objects, *(p for i in r.object.ids for p in lexicon.places_in(i))]
    return objects


def _around(slot: Slot, lexicon: Lexicon) -> list[str]:
    """A thing, its narrower forms, and the measures that involve an actor or place."""
    ids: list[str] = []
    for entity in slot.entities:
        measures = lexicon.measures_of_thing.get(entity.id, set())
        involving = sorted(m for m in measures if entity.id in lexicon.involved.get(m, ()))
        ids += [entity.id, *lexicon.descendants(entity.id), *involving]
    return list(dict.fromkeys(ids))


def _relations(r: Reading) -> list[str]:
    """What is demanded of someone and what someone is pressed to are one question."""
    relations = relations_of(r.names)
    asking = sorted(_ASKING) if (r.target or _pressed(r)) and _ASKING & set(relations) else []
    return list(dict.fromkeys([*relations, *asking]))
