# Only what loaders/alignment.py uses.
from typing import Generic, TypeVar

N = TypeVar("N")

class Graph(Generic[N]):
    def add_edge(self, u: N, v: N, *, weight: int) -> None: ...

def max_weight_matching(G: Graph[N]) -> set[tuple[N, N]]: ...
