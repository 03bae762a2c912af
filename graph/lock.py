"""One writer at a time, by a lease that lies in the store itself.

Both engines serialise writers by it: the view's edges are sums over claims, and two transactions that do not see each
other's claims would each write a sum that lacks the other's. Each writing transaction renews the lease and so proves
that it still holds it; a lease whose owner has died is taken over, at once on the owner's machine, after it has run out
elsewhere.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import time
from collections.abc import Callable, Iterator

from schema.errors import StoreBusy

from . import cypher
from .store import Store, Tx

LEASE_SECONDS = 180.0
"""Longer than any one transaction: the largest measured (10 000 claims with their view) took 35 s."""
WAIT_SECONDS = 600.0
_POLL_SECONDS = 0.2


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def _is_dead(owner: str) -> bool:
    """Whether the owner was a process of this machine that is no more."""
    host, pid, *_ = owner.split(":")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


@contextlib.contextmanager
def writer_lock(store: Store, what: str, *, wait: float = WAIT_SECONDS) -> Iterator[Callable[[Tx], None]]:
    """Hold the lock of `store`; the function given must be called first in every writing transaction.

    Waits up to `wait` seconds for another writer; then StoreBusy says who it is.
    """
    owner = _owner()
    deadline = time.monotonic() + wait
    while not _take(store, owner, what):
        if time.monotonic() > deadline:
            holder = store.rows(cypher.LOCK_READ)
            name = f"{holder[0]['what']} ({holder[0]['owner']})" if holder else "another writer"
            raise StoreBusy(f"{name} is writing", hint="wait until it has ended, and run the command again")
        time.sleep(_POLL_SECONDS)

    def renew(tx: Tx) -> None:
        if not tx.rows(cypher.LOCK_RENEW, {"owner": owner, "until": time.time() + LEASE_SECONDS}):
            raise StoreBusy("the writer's lock was lost to another process", hint="run the command again")

    try:
        yield renew
    finally:
        with contextlib.suppress(Exception):  # the store may be gone; then the lease runs out
            store.write(lambda tx: tx.do(cypher.LOCK_DROP, {"owner": owner}))


def _take(store: Store, owner: str, what: str) -> bool:
    def take(tx: Tx) -> bool:
        holder = tx.rows(cypher.LOCK_READ)
        dead = [h["owner"] for h in holder if h["owner"] and _is_dead(h["owner"])]
        now = time.time()
        parameters = {"owner": owner, "until": now + LEASE_SECONDS, "now": now, "dead": dead, "what": what}
        return bool(tx.rows(cypher.LOCK_TAKE, parameters))

    return store.write(take)
