"""An invented negotiation, by which the parser shows that it knows of no real one.

Four states quarrel over the river Varn: a dam, water quotas, a joint commission, fishing rights, a patrol force.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from graph.ask import Lexicon

ACTORS: list[dict[str, Any]] = [
    {"id": "norvia", "name": "Norvia", "kind": "State", "aliases": ["Norvian", "Harrowgate", "Republic of Norvia"]},
    {"id": "kelland", "name": "Kelland", "kind": "State", "aliases": ["Kellish", "Port Asker", "Kellanders"]},
    {"id": "tarsk", "name": "Tarsk", "kind": "State", "aliases": ["Tarskan", "Tarskans"]},
    {"id": "osmere", "name": "Osmere", "kind": "State", "aliases": ["Osmerian"]},
    {"id": "ilva-brandt", "name": "Ilva Brandt", "kind": "Person", "aliases": ["Premier Brandt"]},
    {"id": "tomas-reyk", "name": "Tomas Reyk", "kind": "Person", "aliases": []},
    {"id": "river-league", "name": "River League", "kind": "ArmedGroup", "aliases": ["the League"]},
    {"id": "varn-patrol", "name": "Varn Patrol Force", "kind": "Force", "aliases": ["VPF", "patrol force"]},
    {
        "id": "varn-commission",
        "name": "Joint Varn Commission",
        "kind": "InternationalBody",
        "aliases": ["JVC", "the commission"],
    },
    {
        "id": "fishers",
        "name": "Delta fishing villages",
        "kind": "Group",
        "aliases": ["fishing villages", "delta villages"],
    },
    {"id": "lower-states", "name": "Downstream states", "kind": "Group", "aliases": ["downstream countries"]},
]
PLACES = [
    {"id": "varn", "name": "Varn", "aliases": ["river Varn", "Varn basin"]},
    {"id": "ulm-gorge", "name": "Ulm Gorge", "aliases": []},
    {"id": "sable-delta", "name": "Sable Delta", "aliases": ["the delta"]},
]
EVENTS = [{"id": "spring-flood", "name": "Spring flood of 2031", "aliases": ["the spring flood"]}]
MEASURES: list[dict[str, Any]] = [
    {
        "id": "gorge-dam",
        "name": "Construction of a dam in Ulm Gorge",
        "aliases": ["Ulm Gorge dam", "gorge dam", "building the dam"],
        "involves": ["norvia", "ulm-gorge", "varn"],
    },
    {
        "id": "dam-filling",
        "name": "Filling of the Ulm Gorge reservoir",
        "aliases": ["filling the reservoir"],
        "involves": ["norvia", "ulm-gorge", "varn"],
    },
    {
        "id": "rapid-filling",
        "name": "Filling of the reservoir within a year",
        "aliases": ["rapid filling of the reservoir"],
        "specialises": ["dam-filling"],
        "involves": ["norvia", "varn"],
    },
    {
        "id": "water-quotas",
        "name": "Binding water quotas",
        "aliases": ["water quotas", "quotas for water"],
        "involves": ["varn"],
    },
    {
        "id": "patrol-membership",
        "name": "Participation in the Varn Patrol Force",
        "aliases": ["joining the patrol force", "VPF membership", "sending boats to the patrol force"],
        "involves": ["varn-patrol"],
    },
    {
        "id": "tarskan-membership",
        "name": "Tarskan participation in the Varn Patrol Force",
        "aliases": ["Tarskan boats on the Varn", "Tarskan involvement in the patrol"],
        "specialises": ["patrol-membership"],
        "involves": ["tarsk", "varn-patrol", "varn"],
    },
    {
        "id": "commission-setup",
        "name": "Establishment of the Joint Varn Commission",
        "aliases": ["setting up the commission"],
        "involves": ["varn-commission", "varn"],
    },
    {
        "id": "fish-ban-lifting",
        "name": "Lifting of the Kellish fishing ban",
        "aliases": ["lifting the fishing ban", "ending the fishing ban"],
        "contrary_aliases": ["keeping the fishing ban", "Kellish fishing ban", "fishing ban"],
        "involves": ["kelland", "varn"],
    },
    {
        "id": "border-garrison",
        "name": "Reduction of the Kellish garrison",
        "aliases": ["reducing the garrison"],
        "specialises": ["garrison-change"],
        "involves": ["kelland"],
    },
    {
        "id": "garrison-change",
        "name": "Any change of the Kellish garrison",
        "aliases": ["changing the garrison"],
        "involves": ["kelland"],
    },
    {
        "id": "flood-warning",
        "name": "Shared flood warnings",
        "aliases": ["flood alerts", "early flood warning"],
        "involves": ["varn"],
    },
    {
        "id": "compensation",
        "name": "Compensation of the delta villages",
        "aliases": ["paying the fishing villages"],
        "involves": ["fishers", "sable-delta", "varn"],
    },
    {
        "id": "un-survey",
        "name": "Independent survey of the river",
        "aliases": ["independent river survey"],
        "involves": ["varn"],
    },
    {
        "id": "league-disarmament",
        "name": "Disarmament of the River League",
        "aliases": ["disarming the League"],
        "involves": ["river-league", "varn"],
    },
]
REPRESENTS = [("ilva-brandt", "norvia"), ("tomas-reyk", "kelland")]
POSITIONS = [
    ("kelland", "OPPOSES", "gorge-dam"),
    ("norvia", "SUPPORTS", "gorge-dam"),
    ("tarsk", "CONDITIONS_ON", "patrol-membership"),
    ("kelland", "DISTRUSTS", "norvia"),
]


@cache
def lexicon() -> Lexicon:
    """The lexicon of the invented negotiation."""
    entities: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for label, rows in (("Actor", ACTORS), ("Place", PLACES), ("Event", EVENTS), ("Measure", MEASURES)):
        entities += [{"label": label, **row} for row in rows]
    for row in MEASURES:
        links += [{"type": "INVOLVES", "start": row["id"], "end": end} for end in row.get("involves", ())]
        links += [{"type": "SPECIALISES", "start": row["id"], "end": end} for end in row.get("specialises", ())]
    links += [{"type": "REPRESENTS", "start": start, "end": end} for start, end in REPRESENTS]
    positions = [{"actor": a, "type": t, "object": o} for a, t, o in POSITIONS]
    figures = [
        {
            "id": "c1",
            "statement": "Norvia takes 60 % of the water of the Varn.",
            "figure_of": "share of the water",
            "unit": "%",
        }
    ]
    return Lexicon.load(entities, links, positions, figures)
