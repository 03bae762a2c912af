"""What differs between the engines, each entry with its reason. Everything else is the same Cypher on both."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine's peculiarities.

    `retried`: error codes that a conflict between writers gives and the driver does not retry.
    `read_account`: readers log in with an account that cannot write, because READ access mode does not refuse writes.
    `explain_tells_type`: EXPLAIN reports whether a statement writes, and its operators.
    `server_timeout`: the engine ends a transaction at the timeout that the driver sends.
    `relabels`: `REMOVE n:Label` works on a node under a unique constraint.
    `matches_after_unwind`: a MATCH that follows `UNWIND … AS x` and uses x finds what it should.
    """

    name: str
    retried: tuple[str, ...] = ()
    read_account: bool = False
    explain_tells_type: bool = True
    server_timeout: bool = True
    relabels: bool = True
    matches_after_unwind: bool = True


NEO4J = Dialect("neo4j")

ARCADEDB = Dialect(
    "arcadedb",
    # 3 % of transactions of eight writers that MERGE the same keys fail at commit with the first; edges that many
    # transactions touch give the second. Up to 6 tries were seen to be enough.
    retried=(
        "Neo.ClientError.Schema.ConstraintValidationFailed",
        "Neo.ClientError.Statement.EntityNotFound",
    ),
    read_account=True,
    explain_tells_type=False,
    server_timeout=False,
    # `MATCH (a)-[e]->(b) UNWIND e.claims AS id MATCH (c:Claim {id: id})` silently gives no rows; with `WITH *` between
    # UNWIND and MATCH it gives the right ones (OPTIONAL MATCH and CALL {} need none).
    matches_after_unwind=False,
    relabels=False,  # ConstraintValidationFailed: the node is moved to another bucket under the same key
)


def dialect_of(agent: str) -> Dialect:
    """The dialect of a server by what it says it is, e.g. "Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)"."""
    return ARCADEDB if "arcadedb" in agent.lower() else NEO4J
