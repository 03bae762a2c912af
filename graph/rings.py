"""Rings in what should have none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def find_ring(start: str, parents: Callable[[str], Iterable[str]], done: set[str]) -> list[str] | None:
    """A ring that `start` leads into, as ids with the first again at the end; iterative, chains may be long.

    `done` holds what has been walked before, and grows.
    """
    path: list[str] = []
    on_path: dict[str, int] = {}
    stack: list[tuple[str, Iterator[str]]] = []
    if start in done:
        return None
    stack.append((start, iter(parents(start))))
    path.append(start)
    on_path[start] = 0
    while stack:
        node, rest = stack[-1]
        for parent in rest:
            if parent in on_path:
                done.update(path)
                return [*path[on_path[parent] :], parent]
            if parent not in done:
                on_path[parent] = len(path)
                path.append(parent)
                stack.append((parent, iter(parents(parent))))
                break
        else:
            stack.pop()
            done.add(node)
            path.pop()
            del on_path[node]
    return None
