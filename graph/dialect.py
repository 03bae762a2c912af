"""What differs between the engines, each entry with its reason. Everything else is the same Cypher on both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine's peculiarities.

    `retried`: error codes that a conflict between writers gives and the driver does not retry.
    `read_account`: readers log in with an account that cannot write, because READ access mode does not refuse writes.
    `explain_tells_type`: EXPLAIN reports whether a statement writes, and its operators.
    `server_timeout`: the engine ends a transaction at the timeout that the driver sends.
    `relabels`: `REMOVE n:Label` works on a node under a unique constraint.
    `matches_after_unwind`: a MATCH that follows `UNWIND … AS x` and uses x finds what it should.
    `gaps`: contract cases (`tests/graph/contract.py`) that it cannot do, each with what happens and the way round.
    """

    name: str
    retried: tuple[str, ...] = ()
    read_account: bool = False
    explain_tells_type: bool = True
    server_timeout: bool = True
    relabels: bool = True
    matches_after_unwind: bool = True
    gaps: Mapping[str, str] = field(default_factory=dict)


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
    gaps={
        "a kind is exchanged in place": "ConstraintValidationFailed; the node is made anew with its edges",
        "a label is set on a node that is new": "ConstraintValidationFailed; CREATE with both labels, one statement a kind",
        "a choice is in a list of a row": "silently finds nothing; two conditions joined by OR",
        "SHORTEST": "does not parse; shortestPath()",
        "a full-text index": "does not parse; names are looked up in an index of our own",
    },
)


def dialect_of(agent: str) -> Dialect:
    """The dialect of a server by what it says it is, e.g. "Neo4j/5.26.0 compatible (ArcadeDB 26.10.2)"."""
    return ARCADEDB if "arcadedb" in agent.lower() else NEO4J
