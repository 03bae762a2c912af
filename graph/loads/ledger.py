"""What a store knows of itself: its Meta node, its Load records, and what loading and its undoing share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from schema.coverage import NoClaim
from schema.errors import StoreVersionError
from schema.records import AnyEntity, Claim, DataSetRecord, Judgement

from .. import cypher
from ..codec import Properties
from ..store import Store, Tx

FORMAT = 1
"""Version of how records lie in the graph; a newer one is refused."""
ENTITY_LABELS = ("Source", "Place", "Event", "Actor", "Measure")

Progress = Callable[[str, int], None]
"""Called with what was done and how many of it since the last call."""



class Facts(Protocol):
    """A validated data set, as `loaders` give it: every reference resolves, every id is unique."""

    @property
    def dataset(self) -> DataSetRecord: ...
    @property
    def digest(self) -> str: ...
    @property
    def entities(self) -> Sequence[AnyEntity]: ...
    @property
    def judgements(self) -> Sequence[Judgement]: ...
    @property
    def claim_ids(self) -> Mapping[str, str]: ...
    @property
    def no_claim(self) -> Sequence[NoClaim]: ...
    def claims(self) -> Iterator[Claim]:
        """Every claim, such that a claim follows those that it refers to. May be called several times."""
        ...


@dataclass(slots=True)
class LoadReport:
    """What a load did, or (`dry_run`) would do. Counts of records; `seconds` by the wall clock."""

    load: str
    dataset: str
    dry_run: bool = False
    claims_created: int = 0
    claims_changed: int = 0
    claims_superseded: int = 0
    claims_unchanged: int = 0
    claims_removed: int = 0
    entities_created: int = 0
    entities_changed: int = 0
    entities_left: int = 0
    judgements_changed: int = 0
    view_edges: int = 0
    transactions: int = 0
    resumed: bool = False
    seconds: float = 0.0

    @property
    def changed(self) -> int:
        return self.claims_created + self.claims_changed + self.claims_superseded


def now() -> str:
    return dt.datetime.now(dt.UTC).isoformat(timespec="seconds")


def prepare(store: Store) -> None:
    """Constraints, indexes and the Meta node; refuses a graph that a newer Parley wrote."""
    store.script(cypher.schema_statements())
    refuse_newer(store)


def refuse_newer(store: Store) -> None:
    meta = read_meta(store)
    if meta.get("format", FORMAT) > FORMAT:
        raise StoreVersionError("the graph was written by a newer Parley", hint="update parley, or use another store")


def read_meta(store: Store) -> Properties:
    """Of the graph: `format`, `data_version`, `view` ("current" or "pending")."""
    rows = store.rows(cypher.META)
    return rows[0]["properties"] if rows else {}


def data_version(tx: Tx) -> str:
    """Of the graph as a transaction sees it; empty before the first load."""
    rows = tx.rows(cypher.META)
    return str(rows[0]["properties"].get("data_version") or "") if rows else ""


def loads(store: Store) -> list[Properties]:
    """All Load records, oldest first."""
    return [row["properties"] for row in store.rows(cypher.LOADS)]
