"""Each engine against what Parley relies on, and the gaps that its dialect names."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from graph import cypher
from graph.dialect import ARCADEDB, NEO4J
from graph.store import Store, Tx
from schema.errors import QuerySyntaxError, StoreError
from tests.conftest import EVERY_ENGINE, empty, engine_store

from .contract import CASES, WORLD, Case

NAMES = [c.name for c in CASES]


class RolledBack(Exception):
    """Ends a transaction that is not to be kept."""


@pytest.fixture(scope="module", params=EVERY_ENGINE)
def engine(
    request: pytest.FixtureRequest, embedded_store: Store, neo4j_stores: dict[str, Store]
) -> Iterator[Store]:
    """A store with the cases' world in it, on each engine and version."""
    store = engine_store(str(request.param), embedded_store, neo4j_stores)
    empty(store)
    store.script(cypher.schema_statements())
    store.write(lambda tx: tx.do(WORLD))
    yield store
    empty(store)


def rows_of(store: Store, case: Case) -> list[list[Any]]:
    """The rows of a case's last statement; nothing of it is kept."""
    found: list[list[Any]] = []

    def work(tx: Tx) -> None:
        for statement in case.statements:
            used = {k: v for k, v in case.parameters.items() if f"${k}" in statement}
            found[:] = [list(row.values()) for row in tx.rows(statement, used)]
        if not case.refused:
            raise RolledBack

    with contextlib.suppress(RolledBack):
        store.write(work)
    return found


def holds(store: Store, case: Case) -> bool:
    """Whether the engine does what the case says."""
    try:
        found = rows_of(store, case)
    except (StoreError, QuerySyntaxError):
        return case.refused
    if not case.ordered:
        found = sorted(found, key=repr)
        return not case.refused and found == sorted(case.rows, key=repr)
    return found == case.rows


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_case(engine: Store, case: Case) -> None:
    reason = engine.dialect.gaps.get(case.name)
    if reason is None:
        assert holds(engine, case)
    else:
        assert not holds(engine, case), f"{engine.engine} can do it now: take it out of the dialect ({reason})"


def test_each_gap_is_a_case() -> None:
    assert len(set(NAMES)) == len(NAMES)
    for dialect in (NEO4J, ARCADEDB):
        assert set(dialect.gaps) <= set(NAMES)


def test_cases_leave_nothing_behind(engine: Store) -> None:
    assert engine.rows("MATCH (n) RETURN count(n) AS n") == [{"n": 10}]
    assert engine.rows("MATCH ()-[e]->() RETURN count(e) AS n") == [{"n": 15}]
