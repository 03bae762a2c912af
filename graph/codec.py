"""Records to nodes and edges, and back. The only place that knows how a record lies in the graph.

    encode(record)  → NodeRow and the EdgeRows that start at it (a claim also brings its passages)
    decode(stored)  → an equal record
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from schema.coverage import NoClaim
from schema.ids import passage_id
from schema.kinds import EntityKind
from schema.records import (
    CLAIM_PREFIX,
    Actor,
    AnyEntity,
    Claim,
    DataSetRecord,
    Event,
    Figure,
    Judgement,
    Measure,
    Passage,
    Place,
    Source,
)
from schema.relations import RELATION, STRUCTURE

Properties = dict[str, Any]
DATES = ("said_from", "said_to", "valid_from", "valid_to", "from", "to")


@dataclass(slots=True)
class NodeRow:
    """One node: its label, second label (actors) and properties, `id` among them."""

    label: str
    sublabel: str | None
    properties: Properties

    @property
    def id(self) -> str:
        return str(self.properties["id"])


@dataclass(slots=True)
class EdgeRow:
    """One edge between nodes that are found by label and id."""

    type: str
    start_label: str
    start: str
    end_label: str
    end: str
    properties: Properties = field(default_factory=dict)


@dataclass(slots=True)
class Encoded:
    """What one record becomes."""

    nodes: tuple[NodeRow, ...]
    edges: tuple[EdgeRow, ...]


@dataclass(frozen=True, slots=True)
class StoredEdge:
    """An edge as read: the other end's label, id and (a claim's) key."""

    type: str
    label: str
    id: str
    properties: Properties
    key: str | None = None


def _present(properties: Mapping[str, object]) -> Properties:
    """Without nulls and empty lists: the graph has no difference between those and absence."""
    return {k: v for k, v in properties.items() if v is not None and v != [] and v != ()}


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)


def _text(value: object) -> Any:  # noqa: ANN401  as the record's own validation wants it
    return value if value is None or isinstance(value, str) else str(value)


def record_digest(record: AnyEntity | Claim | Judgement | NoClaim) -> str:
    """Equal for equal records: says whether a stored record must be written again."""
    text = type(record).__name__ + record.model_dump_json(exclude_defaults=True)
    return hashlib.blake2b(text.encode(), digest_size=10).hexdigest()


def label_of(record: AnyEntity | Claim) -> str:
    return type(record).__name__


# ---- data sets


def encode_dataset(record: DataSetRecord, no_claim: Iterable[NoClaim], claim_of: Callable[[str], str]) -> Properties:
    """The properties of a data set's node. What its sources say without a claim is a text each: nothing points to it,
    and it is kept for the files only; so are its tensions, with the ids of their claims."""
    tensions = [t.model_dump(mode="json") | {"claims": [claim_of(key) for key in t.claims]} for t in record.tensions]
    return _present({
        **record.model_dump(mode="json"),
        "tensions": [json.dumps(t, ensure_ascii=False, sort_keys=True) for t in tensions],
        "no_claim": [entry.model_dump_json(exclude_defaults=True) for entry in no_claim],
    })  # fmt: skip


def decode_dataset(properties: Properties, key_of: Callable[[str], str]) -> tuple[DataSetRecord, list[NoClaim]]:
    data = {k: v for k, v in properties.items() if k in DataSetRecord.model_fields}
    tensions = [json.loads(text) for text in properties.get("tensions", ())]
    data["tensions"] = [t | {"claims": [key_of(id_) for id_ in t["claims"]]} for t in tensions]
    return DataSetRecord.model_validate(data), [NoClaim.model_validate_json(t) for t in properties.get("no_claim", ())]


# ---- entities


def encode_entity(record: AnyEntity, kind_of: Callable[[str], str], claim_of: Callable[[str], str]) -> Encoded:
    """`kind_of` gives the label of an id; `claim_of` the id of the claim with a key."""
    label = label_of(record)
    structural = {link.field for link in STRUCTURE if link.source == label}
    data = record.model_dump(mode="json", by_alias=True, exclude=structural)
    node = NodeRow(
        label,
        record.kind if isinstance(record, Actor) else None,
        _present({k: _date(v) if k in DATES else v for k, v in data.items()}),
    )
    edges: list[EdgeRow] = []
    for link in STRUCTURE:
        if link.source != label:
            continue
        for position, entry in enumerate(getattr(record, link.field)):
            end = entry if isinstance(entry, str) else entry.actor
            properties: Properties = {}
            if not isinstance(entry, str):
                properties = entry.model_dump(mode="json", by_alias=True, exclude={"actor"})
                properties["claims"] = [claim_of(key) for key in entry.claims]
                properties |= {k: _date(properties[k]) for k in ("from", "to")}
            edges.append(
                EdgeRow(link.type, label, record.id, kind_of(end), end, _present({"pos": position, **properties}))
            )
    return Encoded((node,), tuple(edges))


_ENTITY: dict[str, type[Actor] | type[Measure] | type[Event] | type[Place] | type[Source]] = {
    "Actor": Actor, "Measure": Measure, "Event": Event, "Place": Place, "Source": Source,
}  # fmt: skip
STORE_PROPERTIES = ("datasets", "digest", "load", "layout", "same_as")
"""Properties of entity nodes that the store adds to the record's own."""


def decode_entity(
    label: EntityKind | str, properties: Properties, edges: Iterable[StoredEdge], key_of: Callable[[str], str]
) -> AnyEntity:
    """The record of a node and its structural edges; `key_of` gives the key of a claim's id."""
    data = {k: _text(v) if k in DATES else v for k, v in properties.items() if k not in STORE_PROPERTIES}
    for link in STRUCTURE:
        if link.source != label:
            continue
        found = sorted((e for e in edges if e.type == link.type), key=lambda e: e.properties.get("pos", 0))
        if label == "Actor":
            data[link.field] = [
                {
                    "actor": e.id,
                    **{k: _text(v) if k in DATES else v for k, v in e.properties.items() if k not in ("pos", "claims", "fallen")},
                    "claims": [key_of(c) for c in e.properties.get("claims", [])],
                }
                for e in found
            ]
        else:
            data[link.field] = [e.id for e in found]
    return _ENTITY[label].model_validate(data)


# ---- claims


def encode_claim(
    claim: Claim,
    id_: str,
    source: Source,
    *,
    kind_of: Callable[[str], str],
    claim_of: Callable[[str], str],
    imputed: bool,
) -> Encoded:
    """A claim's node, its passages' nodes and all their edges."""
    figure = claim.figure
    node = NodeRow("Claim", None, _present({
        "id": id_, "key": claim.key, "source": claim.source, "relation": claim.relation, "statement": claim.statement,
        "modality": claim.modality, "basis": claim.basis, "negated": claim.negated, "embedded": claim.embedded,
        "scope": claim.scope, "judgement": claim.judgement, "certainty": claim.certainty, "strength": claim.strength,
        "condition_kind": claim.condition_kind, "polarity": claim.polarity, "imputed": imputed,
        "said_from": _date(claim.said_from), "said_to": _date(claim.said_to), "valid_from": _date(claim.valid_from),
        "valid_to": _date(claim.valid_to), "date_precision": claim.date_precision,
        "value": figure and figure.value, "value_to": figure and figure.value_to, "unit": figure and figure.unit,
        "comparator": figure and figure.comparator, "figure_of": figure and figure.of,
        "status": claim.status, "coder": claim.coder, "note": claim.note,
    }))  # fmt: skip
    nodes, edges = [node], list(_claim_edges(claim, id_, source, kind_of, claim_of))
    for position, passage in enumerate(claim.passages):
        identity = passage_id(source.sha256, passage)
        nodes.append(NodeRow("Passage", None, _present(
            {"id": identity, "source": source.id, **passage.model_dump(mode="json")})))  # fmt: skip
        edges.append(EdgeRow("EVIDENCED_BY", "Claim", id_, "Passage", identity, {"pos": position}))
        edges.append(EdgeRow("IN", "Passage", identity, "Source", source.id))
    return Encoded(tuple(nodes), tuple(edges))


def _claim_edges(
    claim: Claim, id_: str, source: Source, kind_of: Callable[[str], str], claim_of: Callable[[str], str]
) -> Iterable[EdgeRow]:
    def edge(type_: str, reference: str, **properties: object) -> EdgeRow:
        if reference.startswith(CLAIM_PREFIX):
            return EdgeRow(type_, "Claim", id_, "Claim", claim_of(reference[len(CLAIM_PREFIX) :]), _present(properties))
        return EdgeRow(type_, "Claim", id_, kind_of(reference), reference, _present(properties))

    for pos, holder in enumerate(claim.holder):
        yield edge("HELD_BY", holder, pos=pos)
    for pos, ref in enumerate(claim.about):
        yield edge("ABOUT", ref.id, as_said=ref.as_said, contrary=ref.contrary, pos=pos)
    for pos, target in enumerate(claim.towards):
        role = target.role or RELATION[claim.relation].towards
        yield edge("TOWARDS", target.id, role=role, as_said=target.as_said, own_role=target.role is not None, pos=pos)
    for pos, principal in enumerate(claim.on_behalf_of):
        yield edge("ON_BEHALF_OF", principal, pos=pos)
    for pos, event in enumerate(claim.after):
        yield edge("AFTER", event, pos=pos)
    for pos, part in enumerate(claim.conditions):
        yield edge("ON_CONDITION", part.id, group=part.group, negated=part.negated, as_said=part.as_said, pos=pos)
    yield edge("ATTRIBUTED_TO", source.outlet or source.id, level=0, verb="reports", pos=-1)
    for pos, speaker in enumerate(claim.attributed_to):
        yield edge("ATTRIBUTED_TO", speaker.id, level=speaker.level, verb=speaker.verb, pos=pos)


_CLAIM_FIELDS = (
    "key", "source", "relation", "statement", "modality", "basis", "negated", "embedded", "scope", "judgement",
    "certainty", "strength", "condition_kind", "date_precision", "status", "coder", "note",
)  # fmt: skip
_CLAIM_DATES = ("said_from", "said_to", "valid_from", "valid_to")
_PASSAGE_FIELDS = ("start", "end", "sha256", "phrase", "part")


def decode_claim(properties: Properties, edges: Iterable[StoredEdge]) -> Claim:
    """The record of a claim's node and all edges that start at it (a passage's properties stand in its edge's)."""
    data: Properties = {k: properties[k] for k in _CLAIM_FIELDS if k in properties}
    data |= {k: _text(properties[k]) for k in _CLAIM_DATES if k in properties}
    if "value" in properties:
        data["figure"] = Figure(
            value=properties["value"], value_to=properties.get("value_to"), unit=properties.get("unit"),
            comparator=properties.get("comparator", "="), of=properties.get("figure_of"),
        )  # fmt: skip
    by_type: dict[str, list[StoredEdge]] = {}
    for stored in sorted(edges, key=lambda e: e.properties.get("pos", 0)):
        by_type.setdefault(stored.type, []).append(stored)

    def names(type_: str) -> list[str]:
        return [e.id for e in by_type.get(type_, ())]

    def parts(type_: str, *fields: str) -> list[Properties]:
        return [
            {"id": CLAIM_PREFIX + str(e.key) if e.label == "Claim" else e.id}
            | {f: e.properties[f] for f in fields if f in e.properties}
            for e in by_type.get(type_, ())
        ]

    data["holder"], data["on_behalf_of"], data["after"] = names("HELD_BY"), names("ON_BEHALF_OF"), names("AFTER")
    data["about"] = parts("ABOUT", "as_said", "contrary")
    data["towards"] = [
        {k: v for k, v in part.items() if k != "role" or e.properties.get("own_role")}
        for part, e in zip(parts("TOWARDS", "role", "as_said"), by_type.get("TOWARDS", ()), strict=True)
    ]
    data["conditions"] = parts("ON_CONDITION", "group", "negated", "as_said")
    data["attributed_to"] = [p for p in parts("ATTRIBUTED_TO", "level", "verb") if p["level"] > 0]
    data["passages"] = [
        Passage.model_validate({f: e.properties[f] for f in _PASSAGE_FIELDS if f in e.properties})
        for e in by_type.get("EVIDENCED_BY", ())
    ]
    return Claim.model_validate(data)
