"""Fourth stage: a reading becomes Cypher with its parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graph.cypher import with_names
from schema.kinds import ACTOR_KINDS
from schema.relations import EDGE, RELATION, STRUCTURAL_RELATIONS

from . import queries
from .interpret import relations_of
from .lexicon import Lexicon
from .reading import Reading, Slot

BASES = ("stated", "implied", "inferred")
_DEMANDED = ["demanded", "procedural"]
_ANALYTIC = ["analytic", "constitutive", "enabling", "parallel"]
STANCE_EDGES = ("SUPPORTS", "OPPOSES", "CONDITIONS_ON")


@dataclass(frozen=True)
class Options:
    """How an answer is filtered; the common parameters of the interface."""

    basis: str = "stated"
    include_imputed: bool = True
    roll_up: bool = True
    min_certainty: float = 0.0


@dataclass(frozen=True)
class Statement:
    """Cypher and its parameters."""

    cypher: str
    parameters: dict[str, Any]


def plan(reading: Reading, lexicon: Lexicon, options: Options) -> Statement:
    """The statement whose rows are the answers to `reading`."""
    head = _head(reading)
    tail = (
        ""
        if reading.asked == "events"
        else {"sources": queries.BY_SOURCE, "says": queries.BY_SPEAKER, "when": queries.BY_CLAIM}.get(
            reading.kind, queries.BY_ANSWER
        )
    )
    edges = _edges(reading)
    cypher = with_names((head.strip() + "\n" + tail).strip(), edges="|".join(edges) or "SUPPORTS")
    values = _parameters(reading, lexicon, options)
    return Statement(cypher, {k: v for k, v in values.items() if f"${k}" in cypher})


def denials(reading: Reading, lexicon: Lexicon, options: Options) -> Statement:
    """Whether the holder denies what a yes/no question asks."""
    values = _parameters(reading, lexicon, options)
    values["relations"] = list(relations_of(reading.names[:1]))
    values["holders"] = values["actors"]
    cypher = queries.DENIALS.strip() + "\n" + queries.BY_ANSWER
    return Statement(cypher, {k: v for k, v in values.items() if f"${k}" in cypher})


def is_polar_stance(reading: Reading) -> bool:
    return (
        reading.asked == "whether" and reading.kind == "stance" and bool({"SUPPORTS", "OPPOSES"} & set(reading.names))
    )


def _edges(reading: Reading) -> tuple[str, ...]:
    if is_polar_stance(reading) and reading.kind == "stance":
        return tuple(dict.fromkeys([*reading.edges, *STANCE_EDGES]))
    return reading.edges


def _head(r: Reading) -> str:
    special = {
        "conditions": {"requirements": queries.REQUIREMENTS, "objects": queries.CONDITIONED}.get(
            r.asked, queries.CONDITIONERS
        ),
        "represents": {
            "objects": queries.REPRESENTED,
            "self": queries.REPRESENTING_SELF,
            "whether": queries.REPRESENTING_ONE,
        }.get(r.asked, queries.REPRESENTING),
        "mediates": queries.HELD if r.asked == "objects" else queries.MEDIATORS,
        "position": queries.POSITIONS,
        "compare": queries.COMPARED if r.agree else queries.DIFFERING,
        "figure": queries.FIGURES,
        "denial": queries.DENIERS,
    }
    if r.kind in special:
        return special[r.kind]
    if r.asked == "events":
        return queries.EVENTS
    if r.asked == "mentions":
        return queries.MENTIONED
    if r.names[:1] == ("represents",):
        return queries.REPRESENTING_ONE if r.subject else queries.REPRESENTING
    if r.names[:1] == ("MEDIATES",) and r.asked != "objects":
        return queries.MEDIATORS
    by_claims = bool(r.negated or r.relations or (r.target and r.asked == "objects") or _pressed(r))
    symmetric = bool(r.edges) and all(EDGE[e].symmetric for e in r.edges)
    if r.asked == "objects" and r.answer_type == "claims":
        return queries.STATEMENTS
    if r.asked == "objects":
        return queries.CLAIM_OBJECTS if by_claims else queries.BESIDE if symmetric else queries.HELD
    if r.asked == "actors" and not r.subject:
        if symmetric and not by_claims:
            return queries.BESIDE
        return queries.CLAIM_HOLDERS if by_claims else queries.HOLDERS
    if symmetric and not by_claims and all(e.label == "Actor" for e in r.object.entities):
        return queries.BETWEEN_BOTH
    return queries.CLAIM_BETWEEN if by_claims else queries.BETWEEN


def _parameters(r: Reading, lexicon: Lexicon, options: Options) -> dict[str, Any]:
    def widened(slot: Slot) -> list[str]:
        """The actors that a part names, and those who speak for them; of a group that is asked about, its members."""
        ids = list(slot.ids)
        if options.roll_up:
            ids += [s for i in slot.ids for s in lexicon.speakers(i)]
        if r.asked == "actors":
            ids += [m for i in slot.ids for m in lexicon.members_of.get(i, ())]
        return list(dict.fromkeys(ids))

    symmetric = bool(r.edges) and all(EDGE[e].symmetric for e in r.edges)
    objects = widened(r.object) if symmetric or _pressed(r) or r.relations else list(r.object.ids)
    if {"CONTROLS", "DEPLOYS", "ATTACKS"} & set(r.names):
        objects += [p for i in r.object.ids if lexicon.label(i) == "Place" for p in lexicon.places_in(i)]
    if r.kind == "position":
        objects = _around(r.object, lexicon)
    if r.kind == "compare":
        objects = [d for i in r.requirement.ids for d in (i, *lexicon.descendants(i))]
    actors = objects if symmetric and r.asked == "actors" and not r.subject else widened(r.subject)
    anyone = not r.subject
    own_types = [e for e in r.edges if e not in ("SUPPORTS", "OPPOSES", "CONDITIONS_ON", "WAITS_FOR")]
    relations = list(relations_of(r.names))
    if r.target or _pressed(r):  # what is demanded of someone and what someone is pressed to are one question
        relations = list(
            dict.fromkeys(
                [*relations, *(("demands", "pressures") if set(relations) & {"demands", "pressures"} else ())]
            )
        )
    return {
        "named": list(r.subject.ids),
        "objects": [*objects, *r.widened], "narrower": list(r.narrower), "claims": list(r.claims), "among": list(r.among),
        "groups": r.kinds == ("State",), "actors": actors, "own": list(r.own), "others": widened(r.object),
        "kinds": list(r.kinds or ACTOR_KINDS), "contrary": [False, True] if not own_types else [r.object.contrary],
        "labels": list(r.labels or ("Actor", "Measure", "Event", "Place")), "roles": list(r.roles or ("leads", "speaks-for")), "relations": relations, "negated": r.negated,
        "targets": widened(r.target), "wider": list(r.wider), "anyone": anyone,
        "passing_down": [n for n, rel in RELATION.items() if rel.stance == "OPPOSES" and n != "declines"] + ["conditions-on"],
        "structural": [s.name for s in STRUCTURAL_RELATIONS], "parties": [widened(p) for p in r.parties],
        "requirements": list(r.requirement.ids), "agree": r.agree,
        "condition_kinds": _DEMANDED + (_ANALYTIC if anyone or r.asked != "requirements" else _ANALYTIC),
        "according": widened(r.according), "bases": list(BASES[: BASES.index(options.basis) + 1]),
        "include_imputed": options.include_imputed, "min_certainty": options.min_certainty,
    }  # fmt: skip


def _pressed(r: Reading) -> bool:
    """Whether it is asked who presses an actor: that stands in the claims, whose edge goes to what they press for."""
    return bool({"PRESSURES", "DEMANDS"} & set(r.names)) and any(e.label == "Actor" for e in r.object.entities)


def _around(slot: Slot, lexicon: Lexicon) -> list[str]:
    """A thing, its narrower forms, and the measures that involve an actor or place."""
    ids: list[str] = []
    for entity in slot.entities:
        ids.append(entity.id)
        if entity.label == "Measure":
            ids += lexicon.descendants(entity.id)
        elif entity.label in ("Actor", "Place"):
            ids += sorted(
                m for m in lexicon.measures_of_thing.get(entity.id, ()) if entity.id in lexicon.involved.get(m, ())
            )
    return list(dict.fromkeys(ids))
