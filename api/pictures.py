"""From a store to what the views draw: gathered once for each version of the data, and kept."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from graph import loads
from graph.reader import MAX_LIMIT, Filter, Reader, Scope
from schema.errors import NotFound
from schema.relations import looks
from viz.page import Page
from viz.picture import Picture
from viz.registry import VIEWS

MAX_POSITIONS = 2_000
"""Beyond it a node-link picture tells nothing: those that rest on most sources are drawn, and the page says so."""

KEPT = 20
"""Pages that are kept: of every view, and of some days."""

Item = dict[str, Any]


def gather(reader: Reader, scope: Scope | None = None) -> Picture:
    """Everything that the overview shows."""
    scope = scope or Scope(basis="inferred")  # what is not stated is drawn paler, and the page can hide it
    positions = _all(lambda cursor: reader.positions(Filter(), scope, limit=MAX_LIMIT, cursor=cursor))
    positions.sort(key=lambda p: (-p["source_count"], -len(p["claims"]), p["id"]))
    shown = positions[:MAX_POSITIONS]
    requires = reader.requirements(scope)["items"]
    ids = sorted({c for p in (*shown, *requires) for c in p["claims"]})
    claims = [item for part in range(0, len(ids), 1000) for item in reader.claim_items(ids[part : part + 1000])]
    for claim in claims:
        claim["passages"] = reader.with_texts(claim["passages"])
    found = reader.datasets()
    title = " · ".join(d["title"] for d in found) or "No data yet"
    description = " ".join(d.get("description", "") for d in found)
    if len(positions) > len(shown):
        description += f" {len(shown)} of {len(positions)} positions are drawn, those with most sources."
    return Picture.from_json(
        title=title,
        description=description,
        actors=_entities(reader, "Actor"),
        measures=_entities(reader, "Measure"),
        places=_entities(reader, "Place"),
        events=_entities(reader, "Event"),
        sources=_entities(reader, "Source"),
        positions=shown,
        claims=claims,
        requires=requires,
        passages={c["id"]: c["passages"] for c in claims if all("text" in p for p in c["passages"])},
        data_version=str(loads.read_meta(reader.store).get("data_version") or ""),
    )


def _entities(reader: Reader, label: str) -> list[Item]:
    return _all(lambda cursor: reader.entities(label, limit=MAX_LIMIT, cursor=cursor))


def _all(page: Callable[[str | None], Item]) -> list[Item]:
    items: list[Item] = []
    cursor: str | None = None
    while True:
        found = page(cursor)
        items += found["items"]
        cursor = found["next"]
        if cursor is None:
            return items


def build(reader: Reader, name: str, scope: Scope | None = None) -> Page:
    """The page of a view, of the claims that count in a scope. Raises NotFound for a view that there is not."""
    view = next((v for v in VIEWS if v.name == name), None)
    if view is None:
        raise NotFound(f"no view is called {name!r}", hint=f"one of {', '.join(v.name for v in VIEWS)}")
    return view.build(gather(reader, scope), looks())


@dataclass(slots=True)
class Pages:
    """Pages that were built, by view and version of the data; one builder at a time."""

    reader: Reader
    _kept: OrderedDict[tuple[str, Scope | None], tuple[str, Page]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def page(self, name: str, scope: Scope | None = None) -> Page:
        """The page of a view; in a `scope`, of the claims that count in it."""
        version = str(loads.read_meta(self.reader.store).get("data_version") or "")
        with self._lock:
            kept = self._kept.get((name, scope))
            if kept is None or kept[0] != version:
                kept = (version, build(self.reader, name, scope))
                self._kept[name, scope] = kept
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
            return kept[1]
