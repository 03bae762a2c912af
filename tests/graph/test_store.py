"""What a store says when it cannot be used, and how it gets through conflicts."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from graph.engine.settings import Target
from graph.store import Store, Tx, _refuse_old, bolt_store, plain, translated
from schema.errors import (
    BatchTooLarge,
    ParleyError,
    QuerySyntaxError,
    StoreAuthError,
    StoreError,
    StoreUnavailable,
    StoreVersionError,
)
from tests.conftest import neo4j_target


@contextlib.contextmanager
def listener(answer: bytes) -> Iterator[int]:
    """A port where something listens that is not Bolt: says `answer`, then hangs up."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()

        def serve() -> None:
            server.settimeout(0.1)
            while not stop.is_set():
                with contextlib.suppress(OSError):
                    client, _ = server.accept()
                    with client:
                        client.recv(1024)
                        client.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            stop.set()
            thread.join()


def one_line(error: ParleyError) -> str:
    assert "\n" not in str(error)
    assert "Traceback" not in str(error)
    return str(error)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(StoreUnavailable, match=rf"127.0.0.1:{port}.*is the server running") as found:
        bolt_store(Target("bolt", uri=f"bolt://127.0.0.1:{port}", user="neo4j", password="x"))
    one_line(found.value)


@pytest.mark.parametrize("answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"", b"SSH-2.0-OpenSSH_9.6\r\n"])
def test_something_else_listens(answer: bytes) -> None:
    with listener(answer) as port, pytest.raises(StoreUnavailable, match=str(port)) as found:
        bolt_store(Target("bolt", uri=f"bolt://127.0.0.1:{port}", user="neo4j", password="x"))
    one_line(found.value)


@pytest.mark.parametrize("engine", ["neo4j"])
def test_a_wrong_password_is_refused_and_not_told(engine: str) -> None:
    good = neo4j_target(engine)
    with pytest.raises(StoreAuthError, match="PARLEY_STORE_PASSWORD") as found:
        bolt_store(Target("bolt", uri=good.uri, user="neo4j", password="not-the-right-one"))
    assert "not-the-right-one" not in one_line(found.value)


@pytest.mark.parametrize("agent", ["Neo4j/4.4.30", "Neo4j/5.12.0", "Neo4j/3.5.1"])
def test_a_server_that_is_too_old(agent: str) -> None:
    with pytest.raises(StoreVersionError, match=r"too old.*5\.26"):
        _refuse_old(agent)


@pytest.mark.parametrize("agent", ["Neo4j/5.26.30", "Neo4j/2026.08.1", "Neo4j/5.13.0", "Memgraph/3.0", ""])
def test_a_server_that_is_new_enough_or_unknown(agent: str) -> None:
    _refuse_old(agent)


def test_syntax_errors_are_the_querys(every_store: Store) -> None:
    with pytest.raises(QuerySyntaxError) as found:
        every_store.rows("MATCH (n RETURN n")
    one_line(found.value)
    assert every_store.rows("RETURN 1 AS one") == [{"one": 1}]


@pytest.mark.parametrize("engine", ["neo4j"])
def test_a_real_server_runs_out_of_transaction_memory(engine: str) -> None:
    with bolt_store(neo4j_target(engine)) as store, pytest.raises(BatchTooLarge):
        store.write(
            lambda tx: tx.do("UNWIND range(1, 2000000) AS i CREATE (:Meta {id: 'x' + toString(i), more: range(1, 9)})")
        )
    with bolt_store(neo4j_target(engine)) as store:
        assert store.rows("MATCH (m:Meta) RETURN count(m) AS n") == [{"n": 0}]


def test_eight_writers_on_the_same_keys(store: Store) -> None:
    """Conflicts that the driver does not retry are retried; the graph is exact."""
    store.script(["CREATE CONSTRAINT meta_id IF NOT EXISTS FOR (n:Meta) REQUIRE n.id IS UNIQUE"])

    def work(writer: int) -> None:
        for step in range(12):
            rows = [{"id": f"k{(step * 3 + n) % 20}"} for n in range(5)]
            store.write(
                lambda tx, rows=rows: tx.do(  # type: ignore[misc]
                    "UNWIND $rows AS row MERGE (m:Meta {id: row.id}) SET m.last = $w", {"rows": rows, "w": writer}
                )
            )

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert store.rows("MATCH (m:Meta) RETURN count(m) AS n, count(DISTINCT m.id) AS d") == [{"n": 20, "d": 20}]


def test_a_failed_transaction_leaves_nothing(store: Store) -> None:
    def work(tx: Tx) -> None:
        tx.do("CREATE (:Meta {id: 'half'})")
        raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError):
        store.write(work)
    assert store.rows("MATCH (m:Meta) RETURN m.id AS id") == []


def test_readers_cannot_write(every_store: Store) -> None:
    with pytest.raises(StoreError):
        every_store.read(lambda tx: tx.do("CREATE (:Meta {id: 'never'})"))
    assert every_store.rows("MATCH (m:Meta) RETURN m.id AS id") == []


def test_values_come_as_json_has_them(every_store: Store) -> None:
    (row,) = every_store.rows(
        "RETURN date('2025-03-01') AS d, datetime('2025-03-01T10:00:00Z') AS t, duration('P1D') AS p, [1, 2.5, null] AS l, "
        "{a: [date('2025-01-01')]} AS m"
    )
    assert row["d"] == "2025-03-01"
    assert row["t"].startswith("2025-03-01T10:00")
    assert row["l"] == [1, 2.5, None]
    assert row["m"] == {"a": ["2025-01-01"]}
    assert plain({1, 2}) in ("{1, 2}", "{2, 1}")


def test_nodes_edges_and_paths_come_with_labels_and_types(every_store: Store) -> None:
    every_store.write(lambda tx: tx.do("CREATE (:Actor:State {id: 'a'})-[:SUPPORTS {id: 'e'}]->(:Measure {id: 'm'})"))
    (row,) = every_store.rows("MATCH p = (a:Actor)-[e]->(:Measure) RETURN a, e, p")
    assert row["a"] == {"labels": ["Actor", "State"], "id": "a"}
    assert row["e"] == {"type": "SUPPORTS", "id": "e"}
    assert [n["id"] for n in row["p"]["nodes"]] == ["a", "m"]


def test_what_is_ours_passes_through() -> None:
    with pytest.raises(StoreVersionError), translated(Target("bolt", uri="bolt://x")):
        raise StoreVersionError("as it is")
