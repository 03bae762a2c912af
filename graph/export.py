"""Reading records back: a data set as it lies in a store, claim by claim, and the edges of its view.

    facts = read_facts(store, "gaza")      what was loaded: satisfies `graph.loads.Facts`, can be loaded elsewhere
    for claim in facts.stored_claims(): …  records with what the store adds, also of claims that have left their files

Entities are held in memory, claims are read a few thousand at a time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from schema.coverage import NoClaim
from schema.errors import NotFound, StoreBusy
from schema.records import CLAIM_PREFIX, ENTITY_RECORDS, AnyEntity, Claim, DataSetRecord, Judgement
from schema.relations import VIEW_TYPES

from . import cypher
from .codec import Properties, StoredEdge, decode_claim, decode_dataset, decode_entity
from .cypher import with_names
from .loads.judged import Judged, read_judgements
from .store import Row, Store
from .units import chunks, main_label

PAGE = 2000
"""Claims read at once: with their edges about 4 MB."""

CLAIM_ROWS = """
MATCH (c:Claim {dataset: $dataset})
RETURN c.id AS id, c.key AS key, c.source AS source, c.superseded_at AS superseded_at
"""
CLAIM_REFERENCES = """
MATCH (c:Claim {dataset: $dataset})-[:ABOUT|ON_CONDITION]->(o:Claim)
RETURN c.id AS id, o.id AS other
"""
ENTITIES_OF_CLAIMS = """
MATCH (c:Claim {dataset: $dataset})-[e]->(o:$$LABEL)
WHERE type(e) IN $types
RETURN DISTINCT o.id AS id
"""
STATE = """
MATCH (l)
WHERE l:Load OR l:Judgement
RETURN l.id AS id, l.state AS state, l.updated_at AS at ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class StoredEntity:
    """An entity and the data sets that it is in: none, where only claims that have left their files still name it."""

    record: AnyEntity
    datasets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StoredClaim:
    """A claim as its files have it, and what the store adds. `status`: as it stands, judgements worked in.
    `superseded_at`: when it left its files; None while it is in them."""

    id: str
    record: Claim
    dataset: str
    status: str
    polarity: int
    imputed: bool
    recorded_at: str | None
    superseded_at: str | None


@dataclass(slots=True)
class StoredFacts:
    """A data set of a store. What has left its files is not part of it, but `stored_claims` can give it too."""

    store: Store
    dataset: DataSetRecord
    digest: str
    everything: list[StoredEntity]
    claim_ids: dict[str, str]
    """Of the claims that are in the files: key → id."""
    _rows: list[Row]
    _keys: dict[str, str]
    _last: list[str]
    """Claims that refer to claims, each after those that it refers to."""
    no_claim: list[NoClaim]
    """What the sources say without any claim in it."""
    _ids: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        self._ids = {key: id_ for id_, key in self._keys.items()}

    def id_of(self, key: str) -> str:
        """The id of a claim by the key that `stored_claims` gives it. Raises KeyError."""
        return self._ids[key]

    @property
    def entities(self) -> list[AnyEntity]:
        return [e.record for e in self.everything if self.dataset.id in e.datasets]

    @property
    def judgements(self) -> list[Judgement]:
        """Those of its files, and those made in the store over what it holds."""
        keys = {id_: CLAIM_PREFIX + key for key, id_ in self.claim_ids.items()}
        here = {**keys, **{e.id: e.id for e in self.entities}}
        found: dict[tuple[str, tuple[str, ...]], Judgement] = {}
        for judged in sorted(read_judgements(self.store), key=lambda j: (j.dataset != self.dataset.id, j.id)):
            if judged.dataset in (self.dataset.id, "") and all(t in here for t in judged.targets):
                found.setdefault((judged.kind, tuple(sorted(judged.targets))), _judgement(judged, here))
        return list(found.values())

    def claims(self) -> Iterator[Claim]:
        """What the files hold, claims after those that they refer to."""
        late = set(self._last)
        early = [r["id"] for r in self._rows if r["superseded_at"] is None and r["id"] not in late]
        current = set(self.claim_ids.values())
        for claim in self._read(chain(early, (i for i in self._last if i in current))):
            yield claim.record

    def stored_claims(self, *, history: bool = True) -> Iterator[StoredClaim]:
        """By source and key; with `history` also those that have left their files, under a key of their own."""
        return self._read(r["id"] for r in self._rows if history or r["superseded_at"] is None)

    def _read(self, ids: Iterable[str]) -> Iterator[StoredClaim]:
        for part in chunks(list(ids), PAGE):
            yield from read_claims(self.store, part, self._keys)


def _judgement(judged: Judged, references: dict[str, str]) -> Judgement:
    targets = [references[t] for t in judged.targets]
    return Judgement.model_validate({
        judged.kind: targets if len(targets) == 2 else targets[0], "because": judged.because, "by": judged.by,
        "at": judged.at, "source": references.get(judged.source or ""),
    })  # fmt: skip


def datasets(store: Store) -> list[Properties]:
    """The data sets of a store, by id, each with its digest."""
    return [row["properties"] for row in store.rows(cypher.DATASETS)]


def read_facts(store: Store, dataset: str) -> StoredFacts:
    """A data set of the store. Raises NotFound."""
    found = {str(p["id"]): p for p in datasets(store)}
    if dataset not in found:
        known = ", ".join(found) or "none; load one first"
        raise NotFound(f"no data set is called {dataset!r}", hint=f"there are: {known}")
    rows = store.rows(CLAIM_ROWS, {"dataset": dataset})
    rows.sort(key=lambda r: (r["source"], r["superseded_at"] is not None, r["key"], r["id"]))
    keys = _own_keys(rows)
    record, no_claim = decode_dataset(found[dataset], keys.__getitem__)
    return StoredFacts(
        store, record, str(found[dataset].get("digest", "")), _entities(store, dataset),
        {r["key"]: r["id"] for r in rows if r["superseded_at"] is None}, rows, keys,
        _in_order(store.rows(CLAIM_REFERENCES, {"dataset": dataset})), no_claim,
    )  # fmt: skip


def _own_keys(rows: list[Row]) -> dict[str, str]:
    """Id → key; where a claim that has left its files shares its key with another, part of its id is added."""
    used = {r["key"] for r in rows if r["superseded_at"] is None}
    keys = {r["id"]: r["key"] for r in rows if r["superseded_at"] is None}
    for row in (r for r in rows if r["superseded_at"] is not None):
        key = row["key"]
        while key in used:
            key = f"{row['key'][:140]}.{row['id'][: 8 + len(key) - len(row['key'][:140])]}"
        used.add(key)
        keys[row["id"]] = key
    return keys


def _in_order(references: list[Row]) -> list[str]:
    """Claims that refer to others, each after those that it refers to. Ids hash their references: there is no ring."""
    targets: dict[str, list[str]] = defaultdict(list)
    for row in references:
        targets[row["id"]].append(row["other"])
    ordered: dict[str, None] = {}
    for start in sorted(targets):
        todo = [start]
        while todo:
            waiting = [t for t in targets[todo[-1]] if t in targets and t not in ordered]
            if waiting:
                todo.extend(waiting)
            else:
                ordered.setdefault(todo.pop(), None)
    return list(ordered)


# ---- entities


def _entities(store: Store, dataset: str) -> list[StoredEntity]:
    found: list[StoredEntity] = []
    for label in ENTITY_RECORDS:
        owners = {r["id"]: tuple(r["datasets"] or ()) for r in store.rows(with_names(cypher.ENTITIES, label=label))}
        wanted = {id_ for id_, names in owners.items() if dataset in names}
        if any(not names for names in owners.values()):
            types = {"dataset": dataset, "types": list(cypher.CLAIM_TYPES)}
            named = {r["id"] for r in store.rows(with_names(ENTITIES_OF_CLAIMS, label=label), types)}
            wanted |= {id_ for id_ in named if id_ in owners}
        found += [StoredEntity(e, owners[e.id]) for e in read_entities(store, label, sorted(wanted))]
    return found


def read_entities(store: Store, label: str, ids: Sequence[str]) -> Iterator[AnyEntity]:
    """The records of entities of one label, in the order of `ids`."""
    for part in chunks(ids, PAGE):
        edges: dict[str, list[StoredEdge]] = defaultdict(list)
        types = {"ids": list(part), "types": list(cypher.STRUCTURE_TYPES)}
        for row in store.rows(with_names(cypher.ENTITY_EDGES, label=label), types):
            edges[row["start"]].append(_edge(row))
        claims = {c for some in edges.values() for e in some for c in e.properties.get("claims", ())}
        keys = {r["id"]: r["key"] for r in store.rows(cypher.CLAIM_KEYS, {"ids": sorted(claims)})} if claims else {}
        rows = store.rows(with_names(cypher.ENTITY_NODES, label=label), {"ids": list(part)})
        nodes = {r["properties"]["id"]: r["properties"] for r in rows}
        for id_ in part:
            if id_ in nodes:
                yield decode_entity(label, nodes[id_], edges[id_], keys.__getitem__)


def _edge(row: Row, key: str | None = None) -> StoredEdge:
    return StoredEdge(row["type"], main_label(row["labels"]), row["id"], row["properties"], key)


# ---- claims


def read_claims(store: Store, ids: Sequence[str], keys: dict[str, str]) -> Iterator[StoredClaim]:
    """The claims with these ids, in their order, under the keys that `keys` gives."""
    edges: dict[str, list[StoredEdge]] = defaultdict(list)
    for row in store.rows(cypher.CLAIM_EDGES, {"ids": list(ids), "types": list(cypher.CLAIM_TYPES)}):
        if row["passage"] is not None:
            row["properties"] = {**row["passage"], **row["properties"]}
        edges[row["start"]].append(_edge(row, keys.get(row["id"], row["key"])))
    nodes = {r["properties"]["id"]: r["properties"] for r in store.rows(cypher.CLAIM_NODES, {"ids": list(ids)})}
    for id_ in ids:
        if (node := nodes.get(id_)) is not None:
            status = node.get("filed", node["status"])
            record = decode_claim({**node, "key": keys.get(id_, node["key"]), "status": status}, edges[id_])
            yield StoredClaim(
                id_, record, str(node["dataset"]), str(node["status"]), int(node["polarity"]), bool(node["imputed"]),
                node.get("recorded_at"), node.get("superseded_at"),
            )  # fmt: skip


# ---- the view


@dataclass(frozen=True, slots=True)
class StoredViewEdge:
    type: str
    start_label: str
    start: str
    end_label: str
    end: str
    properties: dict[str, Any]


def view_edges(store: Store) -> Iterator[StoredViewEdge]:
    """Every edge of the view, by type, start and end."""
    for type_ in VIEW_TYPES:
        start = "Measure" if type_ == "REQUIRES" else "Actor"
        rows = store.rows(with_names(cypher.VIEW_EDGES, start=start, type=type_))
        rows.sort(key=lambda r: (r["start"], r["end"], r["properties"]["id"]))
        for row in rows:
            yield StoredViewEdge(type_, start, row["start"], main_label(row["labels"]), row["end"], row["properties"])


@contextmanager
def undisturbed(store: Store) -> Iterator[None]:
    """Raises StoreBusy at the end if a load began, went on or ended meanwhile: what was read is then of two states."""
    before = store.rows(STATE)
    yield
    if store.rows(STATE) != before:
        raise StoreBusy("the graph was loaded while it was read", hint="run it again when the load is done")
