"""The precondition graph of a store: every accepted condition in a scope, as its claim states it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from schema.relations import EDGE_TYPES

from .. import cypher
from ..derive import ViewClaim
from ..identity import Identity, read_identity
from ..reader import BASIS_LEVELS, Filter, Reader, Scope, counting_claims
from ..store import Store, Tx
from ..units import chunks, read_contested, read_measures, read_view_claims
from .blockades import Situation, Stand
from .preconditions import PARALLEL, STEP_KINDS, Condition, Group, Preconditions

HOW_SAID = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
RETURN c.id AS id, c.strength AS strength, c.source AS source,
       [(c)-[e:ATTRIBUTED_TO]->(s) WHERE e.level = 0 | s.id] AS outlets
"""
ALTERNATIVES = """
MATCH (a:Measure)-[:ALTERNATIVE_FOR]->(b:Measure)
WHERE size(a.datasets) > 0 AND size(b.datasets) > 0
RETURN a.id AS alternative, b.id AS measure ORDER BY measure, alternative
"""


def read_preconditions(store: Store, scope: Scope) -> Preconditions:
    """All that `scope` lets count; who speaks for whom only where it rolls up."""
    return store.read(lambda tx: _read(tx, scope))


def _read(tx: Tx, scope: Scope) -> Preconditions:
    ids = list(counting_claims(tx, scope, (*STEP_KINDS, PARALLEL)))
    identity = read_identity(tx)
    instead: dict[str, list[str]] = defaultdict(list)
    for row in tx.rows(ALTERNATIVES):
        instead[row["measure"]].append(row["alternative"])
    return Preconditions(
        tuple(_conditions(tx, ids, identity)), read_measures(tx, identity).parents, identity.links(instead),
        _principals(tx, identity) if scope.roll_up else {},
        {pair: tuple(by) for pair, by in read_contested(tx).items()},
    )  # fmt: skip


def _conditions(tx: Tx, ids: list[str], identity: Identity) -> Iterator[Condition]:
    said = {row["id"]: row for part in chunks(ids) for row in tx.rows(HOW_SAID, {"ids": part})}
    for claim in read_view_claims(tx, ids):
        how = said[claim.id]
        holders = claim.holders or tuple(map(identity.of, how["outlets"])) or (how["source"],)
        groups = tuple(_groups(claim))
        for end, contrary in claim.about:
            if end.label == "Measure" and not contrary:  # that the contrary waits is not that the measure does
                yield Condition(
                    claim.id, end.id, holders, claim.condition_kind or "", groups, claim.basis, claim.imputed,
                    claim.certainty, how["strength"], unheld=not claim.holders,
                )  # fmt: skip


def _groups(claim: ViewClaim) -> Iterator[Group]:
    numbers: dict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for end, number, negated in claim.conditions:
        numbers[number][negated or end.label != "Measure"].add(end.id)
    for _, (measures, others) in sorted(numbers.items()):
        yield Group(frozenset(measures), frozenset(others))


def _principals(tx: Tx, identity: Identity) -> dict[str, frozenset[str]]:
    """Actor → everybody for whom it speaks, at any remove."""
    direct: dict[str, list[str]] = defaultdict(list)
    for row in tx.rows(cypher.SPOKESPERSONS):
        direct[identity.of(row["speaker"])].append(identity.of(row["principal"]))
    return {speaker: frozenset(_reached(speaker, direct)) for speaker in direct}


def _reached(start: str, steps: dict[str, list[str]]) -> Iterable[str]:
    seen: set[str] = set()
    todo = [start]
    while todo:
        for following in steps.get(todo.pop(), ()):
            if following not in seen:
                seen.add(following)
                todo.append(following)
    return seen


# ---- positions beside the conditions

STANDS = """
MATCH (a:Actor)-[e]->(m:Measure)
WHERE type(e) IN $types AND e.basis IN $bases AND ($include_imputed OR NOT e.imputed) AND e.current
RETURN a.id AS actor, type(e) AS does, m.id AS measure, e.claims AS claims, e.inherited AS inherited, e.imputed AS imputed
ORDER BY e.id
"""
AUTHORITY = "MATCH (c:Claim {relation: 'claims-authority'}) RETURN c.id AS id"
INVOLVED = """
MATCH (m:Measure)-[:INVOLVES]->(a:Actor)
WHERE size(m.datasets) > 0
RETURN m.id AS measure, a.id AS actor ORDER BY measure, actor
"""


def read_situation(reader: Reader, scope: Scope) -> Situation:
    """Conditions, positions and who is concerned, all that `scope` lets count; what was given up since does not."""
    stands = tuple(_stands(reader, scope))
    return reader.store.read(lambda tx: _situation(tx, scope, stands))


def _stands(reader: Reader, scope: Scope) -> Iterator[Stand]:
    types = [e.type for e in EDGE_TYPES if "Measure" in e.ranges]
    if scope.needs_claims:
        for item in reader.summed(Filter(current=True), scope):
            if item["object"]["kind"] == "Measure":
                yield Stand(item["actor"]["id"], item["stance"].upper(), item["object"]["id"], tuple(item["claims"]),
                            item["inherited"], item["imputed"])  # fmt: skip
        return
    parameters = {"types": types, "bases": list(BASIS_LEVELS[scope.basis]), "include_imputed": scope.include_imputed}
    for row in reader.store.rows(STANDS, parameters):
        yield Stand(row["actor"], row["does"], row["measure"], tuple(row["claims"]), row["inherited"], row["imputed"])


def _situation(tx: Tx, scope: Scope, stands: tuple[Stand, ...]) -> Situation:
    identity = read_identity(tx)
    graph = _read(tx, scope)
    counting = {*counting_claims(tx, scope)}
    authority = [
        Stand(holder, "CLAIMS_AUTHORITY", end.id, (claim.id,), imputed=claim.imputed)
        for claim in read_view_claims(tx, [r["id"] for r in tx.rows(AUTHORITY) if r["id"] in counting])
        for holder in claim.holders for end, contrary in claim.about if end.label == "Measure" and not contrary
    ]  # fmt: skip
    addressed = {c.id: c.towards for c in read_view_claims(tx, {c.claim for c in graph.conditions}) if c.towards}
    involved: dict[str, list[str]] = defaultdict(list)
    for row in tx.rows(INVOLVED):
        involved[identity.of(row["measure"])].append(identity.of(row["actor"]))
    concerned = {measure: tuple(dict.fromkeys(some)) for measure, some in involved.items()}
    return Situation(graph, read_measures(tx, identity), stands, tuple(authority), addressed, concerned)
