"""Some claims or edges drawn at random, with all that proves them: for a person who doubts them to read."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any, Literal, get_args

from .cypher import with_names
from .export import StoredViewEdge, view_edges
from .reader import NAMES, Item, Reader

Of = Literal["claims", "edges"]
SAMPLED: tuple[Of, ...] = get_args(Of)
SOURCE_FIELDS = ("id", "title", "publisher", "published", "published_precision")
ACCEPTED = "MATCH (c:Claim {status: 'accepted'}) RETURN c.id AS id ORDER BY id"


@dataclass(frozen=True, slots=True)
class Sample:
    """`items`: claims as `/claims` gives them, or edges with their `claims`; every passage in its sentence where the
    text is at hand. The same seed draws the same from the same data. `total`: how many there are to draw from."""

    of: Of
    seed: int
    total: int
    items: list[Item]


def draw(reader: Reader, count: int, of: Of, seed: int) -> Sample:
    """At most `count` accepted claims, or edges of the view."""
    if of == "claims":
        ids = [str(row["id"]) for row in reader.store.rows(ACCEPTED)]
        drawn = Random(seed).sample(ids, min(count, len(ids)))  # noqa: S311  no secret
        return Sample(of, seed, len(ids), _claims(reader, drawn))
    edges = sorted(view_edges(reader.store), key=lambda e: str(e.properties["id"]))
    some = Random(seed).sample(edges, min(count, len(edges)))  # noqa: S311
    return Sample(of, seed, len(edges), [_edge(reader, edge) for edge in some])


def _claims(reader: Reader, ids: list[str]) -> list[Item]:
    items = reader.claim_items(ids)
    cited = sorted({item["source"] for item in items})
    titles = {s["id"]: {k: s.get(k) for k in SOURCE_FIELDS} for s in reader.entity_items("Source", cited)}
    for item in items:
        item["passages"] = reader.with_texts(item["passages"], sentences=True)
        item["source"] = titles[item["source"]]
    return items


def _edge(reader: Reader, edge: StoredViewEdge) -> Item:
    own: dict[str, Any] = dict(edge.properties)
    holder = own.pop("holder", None)
    item = {
        "type": edge.type, "from": _named(reader, edge.start_label, edge.start),
        "to": _named(reader, edge.end_label, edge.end), **own,
        "claims": _claims(reader, own["claims"]),
    }  # fmt: skip
    if holder:
        item["holder"] = _named(reader, "Actor", holder)
    for name in ("requires", "before"):
        if name in own:
            ids = [own[name]] if isinstance(own[name], str) else own[name]
            item[name] = [_named(reader, reader.label_of(id_) or "Claim", id_) for id_ in ids]
    return item


def _named(reader: Reader, label: str, id_: str) -> Item:
    rows = reader.store.rows(with_names(NAMES, label=label), {"ids": [id_]})
    return {"id": id_, "name": rows[0]["name"] if rows else None}
