"""Which sources have one origin: a copy proves nothing that its original does not, so that they count once."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from .store import Store, Tx

SAME_ORIGIN = """
MATCH (a:Source)-[:SAME_ORIGIN]->(b:Source)
RETURN a.id AS a, b.id AS b
"""


def origins(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Each source that shares its origin with another → the one that stands for all, the smallest id; through chains."""
    graph: nx.Graph[str] = nx.Graph()
    graph.add_edges_from(pairs)
    return {id_: min(group) for group in nx.connected_components(graph) for id_ in group}


def read_origins(tx: Tx | Store) -> dict[str, str]:
    return origins((row["a"], row["b"]) for row in tx.rows(SAME_ORIGIN))
