"""kill -9 of a loader and of its engine; `python -m bench.kill` does it twenty times with 50 000 claims."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.kill import Ground, Who, ground_of, run
from tests.conftest import ENGINES, neo4j_target


@pytest.fixture(scope="module", params=ENGINES)
def ground(request: pytest.FixtureRequest) -> Iterator[Ground]:
    if request.param == "neo4j":
        neo4j_target("neo4j")  # no Neo4j here, no Neo4j of our own
    with ground_of(str(request.param)) as found:
        yield found


@pytest.mark.parametrize("who", ["loader", "engine"])
def test_nothing_is_lost_or_doubled_and_the_next_run_finishes(ground: Ground, who: Who) -> None:
    (told,) = run(ground, who, times=1, claims=800, batch=100, seed=3)
    assert told.state in ("running", "none", "done")
    if who == "engine" and told.state == "running":
        assert told.said.count("\n") == 0
        assert told.said.startswith(("EngineCrashed", "StoreUnavailable"))
