"""`parley demo`, as a new user meets it."""

from __future__ import annotations

import json
import re
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from api.serving import DEFAULT_PORT

from .conftest import PARLEY, Shell, clean_environ, first_address


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Shell]:
    found = Shell(tmp_path, clean_environ(tmp_path))
    yield found
    found.end()


def greeting(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C ends it" in line:
            return "".join(lines)
    pytest.fail("".join(lines) + (process.stderr.read() if process.stderr else ""))


def children_of(folder: Path) -> list[int]:
    """Processes whose command line names the folder."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                words = (place / "cmdline").read_bytes()
            except OSError:
                continue
            if str(folder).encode() in words:
                found.append(int(place.name))
    return found


def test_the_demonstration(fresh: Shell) -> None:
    process = fresh.start("demo")
    try:
        said = greeting(process)
        address = first_address(said)
        assert httpx.get(f"{address}/health").json()["status"] == "ok"
        assert "Israel" in httpx.get(address, follow_redirects=True).text

        tries = [line.strip() for line in said.splitlines() if line.startswith("    ")]
        assert len(tries) == 3
        for line in tries:
            words = [w if w != "parley" else PARLEY for w in shlex.split(line)]
            done = subprocess.run(words, env=fresh.environ, capture_output=True, text=True, timeout=60, check=False)
            assert done.returncode == 0, done.stderr
            assert "Israel" in done.stdout
    finally:
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    assert process.stderr is not None
    assert "Traceback" not in process.stderr.read()
    deadline = time.monotonic() + 20
    while (left := children_of(fresh.home)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert left == []  # neither guard nor engine


def test_a_busy_port_takes_the_next_and_data_are_kept(fresh: Shell) -> None:
    with socket.socket() as other:
        try:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            other.bind(("127.0.0.1", DEFAULT_PORT))
            other.listen()
        except OSError:
            pass  # somebody has it already: as good
        process = fresh.start("demo")
        said = greeting(process)
        port = int(re.findall(r":(\d+)", first_address(said))[0])
        assert port > DEFAULT_PORT
        again = fresh.start("demo")  # a second demonstration shares the store
        second = greeting(again)
        assert "nothing to do" in second
        assert first_address(second) != first_address(said)
        for each in (process, again):
            each.send_signal(signal.SIGINT)
            assert each.wait(30) == 0
    kept = fresh.start("demo", "--fresh")
    assert "wrote" in greeting(kept)
    kept.send_signal(signal.SIGTERM)
    kept.wait(30)


def test_no_other_store_is_touched(fresh: Shell) -> None:
    mine = f"embedded:{fresh.home / 'mine'}"
    process = fresh.start("demo", "--port", str(free_port()), PARLEY_STORE=mine)
    greeting(process)
    process.send_signal(signal.SIGINT)
    process.wait(30)
    assert not (fresh.home / "mine").exists()


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def test_serve_says_where_and_answers(fresh: Shell) -> None:
    process = fresh.start("serve", "--port", str(free_port()))
    assert process.stdout is not None
    line = process.stdout.readline()
    health = httpx.get(f"{first_address(line)}/health").json()
    assert health["claims"] == 0
    assert json.dumps(health).find("password") == -1
    page = httpx.get(f"{first_address(line)}/", follow_redirects=True)
    assert page.status_code == 200
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) in (0, -signal.SIGTERM)
