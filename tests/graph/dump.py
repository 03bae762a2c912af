"""Everything that lies in a store, as text that can be compared."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from graph.store import Store

NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"
EDGES = """
MATCH (a)-[e]->(b)
RETURN type(e) AS type, labels(a) AS from_labels, a.id AS start, labels(b) AS to_labels, b.id AS end,
       properties(e) AS properties
"""
BOOKKEEPING = ("Lock", "Load", "Meta")


def dump(store: Store, *, without: Collection[str] = BOOKKEEPING, forget: Collection[str] = ()) -> list[str]:
    """Sorted lines, one a node or edge. `without`: labels left out; `forget`: properties left out."""
    lines = []
    for row in store.rows(NODES):
        if not set(row["labels"]) & set(without):
            lines.append(_line("node", sorted(row["labels"]), _kept(row["properties"], forget)))
    for row in store.rows(EDGES):
        ends = (sorted(row["from_labels"]), row["start"], sorted(row["to_labels"]), row["end"])
        lines.append(_line(row["type"], ends, _kept(row["properties"], forget)))
    return sorted(lines)


def _kept(properties: dict[str, Any], forget: Collection[str]) -> dict[str, Any]:
    return {k: v for k, v in properties.items() if k not in forget}


def _line(*parts: object) -> str:
    return json.dumps(parts, sort_keys=True, ensure_ascii=False)
