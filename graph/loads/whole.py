"""The whole store at once: its view derived anew, or everything deleted."""

from __future__ import annotations

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

        def some(tx: Tx) -> int:
            guard(tx)
            rows = tx.rows(cypher.WIPE, {"limit": 5000})
            return int(rows[0]["n"]) if rows else 0

        while store.write(some):
            pass
