"""Fixtures for every test: real engines. Without a reachable Neo4j its cases skip; PARLEY_REQUIRE_ALL forbids it."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import loads
from graph.engine.settings import Target
from graph.loads import whole
from graph.store import Store, bolt_store, open_store
from loaders.factset import bundled, read_folder

REPO = Path(__file__).resolve().parent.parent
SHARED = REPO.parent / "shared"
REQUIRE_ALL = bool(os.environ.get("PARLEY_REQUIRE_ALL"))
ENGINES = ("embedded", "neo4j")
EVERY_ENGINE = (*ENGINES, "neo4j-lts")
"""The LTS speaks the same Cypher: the contract tests show that, and nothing else is run on it."""
_NEO4J = {"neo4j": "PARLEY_TEST_NEO4J", "neo4j-lts": "PARLEY_TEST_NEO4J_LTS"}


def skip_or_fail(reason: str) -> None:
    """Skip on a laptop; where everything is demanded, a skip is a failure."""
    if REQUIRE_ALL:
        pytest.fail(f"{reason}, and PARLEY_REQUIRE_ALL is set")
    pytest.skip(reason)


def neo4j_target(engine: str) -> Target:
    """The Neo4j that the environment names, or a skip."""
    name = _NEO4J[engine]
    uri = os.environ.get(name)
    if not uri:
        skip_or_fail(f"{name} is not set: no Neo4j to test on")
    return Target("bolt", uri=uri, user="neo4j", password=os.environ.get(f"{name}_PASSWORD", ""))


@pytest.fixture(scope="session")
def embedded_store() -> Iterator[Store]:
    """One embedded engine for the whole run; each test empties it."""
    folder = Path(tempfile.mkdtemp(prefix="parley-test-"))
    try:
        with open_store(Target("embedded", path=folder / "store", database="parley")) as store:
            yield store
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def neo4j_stores() -> Iterator[dict[str, Store]]:
    """Open stores of the Neo4j servers, those that were asked for."""
    opened: dict[str, Store] = {}
    try:
        yield opened
    finally:
        for store in opened.values():
            store.close()


def empty(store: Store) -> None:
    """Delete everything, whoever writes."""
    whole.empty(store)


def engine_store(engine: str, embedded: Store, others: dict[str, Store]) -> Store:
    """The open store of an engine, as it is."""
    if engine == "embedded":
        return embedded
    if engine not in others:
        others[engine] = bolt_store(neo4j_target(engine))
    return others[engine]


@pytest.fixture(params=ENGINES)
def store(request: pytest.FixtureRequest, embedded_store: Store, neo4j_stores: dict[str, Store]) -> Store:
    """An empty store on each engine. No test names one."""
    found = engine_store(str(request.param), embedded_store, neo4j_stores)
    empty(found)
    return found


@pytest.fixture(params=EVERY_ENGINE)
def every_store(request: pytest.FixtureRequest, embedded_store: Store, neo4j_stores: dict[str, Store]) -> Store:
    """An empty store on each engine and version."""
    found = engine_store(str(request.param), embedded_store, neo4j_stores)
    empty(found)
    return found


@pytest.fixture(scope="module", params=ENGINES)
def gaza(request: pytest.FixtureRequest, embedded_store: Store, neo4j_stores: dict[str, Store]) -> Store:
    """The bundled data set, loaded once for a module whose tests only read, on each engine."""
    found = engine_store(str(request.param), embedded_store, neo4j_stores)
    empty(found)
    loads.load(found, read_folder(bundled("gaza")))
    return found


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of the five texts, which are not part of the project."""
    folder = SHARED / "articles"
    if not folder.is_dir():
        skip_or_fail("the articles are not here (../shared/articles)")
    return folder
