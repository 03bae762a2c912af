"""What the recipe for a real Neo4j does without one; the store's contract tests use the server itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import neo4j_server
from tests.neo4j_server import Server


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARLEY_NEO4J_HOME", str(tmp_path))
    return tmp_path


def test_an_unknown_version_is_named_with_the_known_ones() -> None:
    with pytest.raises(neo4j_server.ServerError, match=r"4\.4\.0: 2026\.08\.1 or 5\.26\.30"):
        neo4j_server.assemble("4.4.0")


def test_without_maven_it_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, cache: Path) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(neo4j_server.ServerError, match="mvn is needed"):
        neo4j_server.assemble(neo4j_server.LTS)
    assert list(cache.iterdir()) == [], "nothing half-made is left"


def test_stop_without_a_start() -> None:
    assert neo4j_server.main(["stop"]) == 0


def test_the_exports_are_for_a_shell() -> None:
    server = Server("bolt://127.0.0.1:7", "neo4j", "a'b $c", "v", 1, "/f")
    told = subprocess.run(
        ["sh", "-c", server.exports() + 'echo "$PARLEY_TEST_NEO4J $PARLEY_TEST_NEO4J_PASSWORD"'],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told == "bolt://127.0.0.1:7 a'b $c\n"


def test_a_process_that_took_over_the_id_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as other:
        neo4j_server.end(Server("bolt://127.0.0.1:7", "neo4j", "x", "v", other.pid, str(folder)))
        assert other.poll() is None
        other.kill()
    assert not folder.exists()


@pytest.mark.parametrize("version", neo4j_server.VERSIONS)
def test_each_version_gets_only_settings_that_it_knows(version: str) -> None:
    text = neo4j_server._configuration(version, 7)
    assert ("fleet" in text) == (version == neo4j_server.LATEST)
    assert "server.bolt.listen_address=127.0.0.1:7\n" in text
    assert "0.0.0.0:" not in text
