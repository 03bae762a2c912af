"""The whole store at once: its view derived anew, or everything deleted."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .. import cypher
from ..lock import writer_lock
from ..store import Store, Tx
from ..units import rebuild
from .ledger import Progress, prepare


def rebuild_view(store: Store, *, progress: Progress = lambda *_: None) -> int:
    """Drop the view and derive it again: the number of edges. See `units.rebuild`."""
    prepare(store)
    with writer_lock(store, "rebuild") as guard:

        def pending(tx: Tx) -> None:
            guard(tx)
            tx.do(cypher.META_WRITE, {"properties": {"view": "pending"}})

        count = rebuild(store, guard=pending, progress=progress)

        def done(tx: Tx) -> None:
            guard(tx)
            tx.do(cypher.META_WRITE, {"properties": {"view": "current"}})

        store.write(done)
    return count


def wipe(store: Store) -> None:
    """Delete everything in a store: for a demonstration's or a test's own."""
    with writer_lock(store, "wipe") as guard:

        empty(store, guard=guard, keep=("Lock",))


def empty(store: Store, *, guard: Callable[[Tx], None] = lambda _: None, keep: Sequence[str] = ()) -> None:
    """Delete all edges, then all nodes but those labelled `keep`, in transactions that the smallest server can hold."""
    for text in (cypher.WIPE_EDGES, cypher.WIPE_NODES):

        def some(tx: Tx, text: str = text) -> int:
            guard(tx)
            rows = tx.rows(text, {"limit": 5000, "keep": list(keep)})
            return int(rows[0]["n"]) if rows else 0

        while store.write(some):
            pass
