"""What can go wrong around Parley: one line that says what to do, never a stack trace."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from .conftest import Shell


def complaint(shell: Shell, *words: str, **environ: str) -> str:
    done = shell.run(*words, **environ)
    assert done.returncode not in (0, 1), done.stdout
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("parley: ")
    return done.stderr


def test_nobody_listens(shell: Shell) -> None:
    said = complaint(shell, "status", PARLEY_STORE="bolt://127.0.0.1:9")
    assert "nobody answers at bolt://127.0.0.1:9" in said
    assert "is the server running?" in said


def test_something_else_listens(shell: Shell) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        address = f"bolt://127.0.0.1:{other.getsockname()[1]}"
        other.settimeout(0.1)
        done = shell.start("status", PARLEY_STORE=address)
        while done.poll() is None:
            try:
                connection, _ = other.accept()
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
                connection.close()
            except TimeoutError:
                pass
        assert done.stderr is not None
        said = done.stderr.read()
    assert said.startswith("parley: ")
    assert "Traceback" not in said


def test_wrong_password(shell: Shell) -> None:
    uri = os.environ.get("PARLEY_TEST_NEO4J")
    if not uri:
        from ..conftest import skip_or_fail

        skip_or_fail("PARLEY_TEST_NEO4J is not set: no Neo4j to test on")
    said = complaint(shell, "status", PARLEY_STORE=str(uri), PARLEY_STORE_PASSWORD="wrong-password")
    assert "refuses the name or the password" in said
    assert "PARLEY_STORE_PASSWORD" in said


@pytest.mark.parametrize(
    ("store", "words"),
    [
        ("mysql://x", "does not name a store"),
        ("bolt://neo4j:secret@127.0.0.1", "password"),
        ("bolt://", "no Bolt address"),
    ],
)
def test_settings_that_cannot_be_used(shell: Shell, store: str, words: str) -> None:
    said = complaint(shell, "status", PARLEY_STORE=store)
    assert words in said
    assert "secret" not in said


def test_a_store_that_is_a_file(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    complaint(shell, "status", "--store", f"embedded:{tmp_path / 'file'}")


def test_a_corpus_that_is_not_there(shell: Shell, tmp_path: Path) -> None:
    said = complaint(shell, "check", "--corpus", str(tmp_path / "nowhere"))
    assert "no such file or folder" in said


def test_a_given_port_that_is_taken(shell: Shell) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        said = complaint(shell, "serve", "--port", port)
        assert f"port {port} of 127.0.0.1 is in use" in said
        assert "--port" in said


def test_an_empty_store_says_how_to_fill_it(shell: Shell, tmp_path: Path) -> None:
    done = shell.run("query", "MATCH (n:Claim) RETURN count(n) AS n", "--store", f"embedded:{tmp_path / 'store'}")
    assert done.returncode == 0
    assert "parley load --bundled gaza" in done.stderr
