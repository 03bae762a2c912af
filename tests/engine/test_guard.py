"""The guard as a process, with small programs in Java's place: what it does does not depend on what it guards."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from graph.engine import guard
from tests.engine.worker import gone

UP = "import time; print('port 7', flush=True); time.sleep(60)"
CRASHING = "import time; print('port 7', flush=True); time.sleep(0.3); raise SystemExit(9)"
MUTE = "import time; time.sleep(60)"
ENDING = "print('no such thing'); raise SystemExit(1)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {UP}"


class Guarded:
    """A guard over one of the programs above, and a connection to it."""

    def __init__(self, folder: Path, program: str, **changes: object) -> None:
        (folder / guard.LOG_FOLDER).mkdir()
        self.folder = folder
        self.plan = {
            "folder": str(folder),
            "lock_fd": None,
            "command": [sys.executable, "-I", "-S", "-c", program],
            "port_option": "-X",
            "environment": {},
            "ready": r"port (\d+)",
            "token": "t",
            "proof": "p",
            "access": {"reader": ["r", "w"]},
            "linger": 1.0,
            "start_limit": 10,
            "stop_limit": 5,
            "restarts": 2,
            "death": "signal" if sys.platform == "linux" else "watch",
            "options": [],
            "cache": None,
            "draft": None,
            **changes,
        }
        # The guard puts "-X<port>" after the first word: an option that Python accepts and ignores.
        self.status = self.start()
        self.known = json.loads((folder / guard.GUARD_FILE).read_text())
        self.connection = self.connect()
        self.stream = self.connection.makefile("rb")
        self.first = self.ask({"token": "t"})

    def start(self) -> int:
        with (self.folder / "guard.log").open("ab") as log:
            return subprocess.run(
                [sys.executable, "-I", "-S", guard.__file__],
                input=json.dumps(self.plan).encode(),
                stdout=subprocess.DEVNULL,
                stderr=log,
                timeout=20,
                check=False,
            ).returncode

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.known["port"]), timeout=10)

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        self.connection.sendall(json.dumps(request).encode() + b"\n")
        answer: dict[str, Any] = json.loads(self.stream.readline())
        return answer

    def until(self, state: str) -> dict[str, Any]:
        limit = time.monotonic() + 10
        while (answer := self.ask({"ask": "state"}))["state"] != state:
            assert time.monotonic() < limit, answer
            time.sleep(0.02)
        return answer

    def close(self) -> None:
        self.stream.close()
        self.connection.close()


@pytest.fixture
def made() -> Iterator[list[Guarded]]:
    """Guards that are ended after the test in any case; tests append to it."""
    guards: list[Guarded] = []
    yield guards
    for one in guards:
        one.close()
        pid = one.first["guard"]
        with suppress(psutil.NoSuchProcess):
            if psutil.Process(pid).cmdline()[-1:] == [guard.__file__]:
                psutil.Process(pid).terminate()
        assert gone(pid, 10)


def test_ends_its_engine_and_itself_after_the_last_connection(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, UP)
    made.append(one)
    engine = one.until("up")["engine"]
    assert (one.status, one.first["proof"], one.known["reader"]) == (0, "p", ["r", "w"])
    time.sleep(1.5)  # longer than it lingers: the connection holds it
    assert one.ask({"ask": "state"})["engine"] == engine
    one.close()
    assert gone(engine, 4)
    assert gone(one.first["guard"], 4)
    assert not (tmp_path / guard.GUARD_FILE).exists()


def test_strangers_learn_nothing_and_hold_nothing(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, UP)
    made.append(one)
    for line in (
        b'{"token": "x"}\n',
        b'{"token": "\\ud800"}\n',
        b'{"token": 1}\n',
        b'{"ask": "state"}\n',
        b"[]\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"[" * 3000 + b"\n",
        b"a" * 5000,
        b"\xff\n",
    ):
        with one.connect() as stranger:
            stranger.sendall(line)
            try:
                assert stranger.recv(100) == b""
            except ConnectionResetError:  # it was dropped before it had read all
                continue
    assert one.ask({"ask": "state"})["state"] in ("starting", "up")
    silent = one.connect()
    one.close()
    assert gone(one.first["guard"], 4), "a connection without the token held the engine"
    silent.close()


def test_a_folder_has_one_guard(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, UP, linger=8.0)
    made.append(one)
    assert one.start() == guard.LOCKED_ELSEWHERE
    assert json.loads((tmp_path / guard.GUARD_FILE).read_text()) == one.known


def test_ready_counts_for_the_engine_that_was_asked(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, UP)
    made.append(one)
    one.until("up")
    assert one.ask({"ask": "ready", "generation": 0})["state"] == "up"
    assert one.ask({"ask": "ready", "generation": 1})["state"] == "ready"


def test_restarts_are_counted(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, CRASHING)
    made.append(one)
    failed = one.until("failed")
    assert [(c["code"], c["generation"]) for c in failed["crashes"]] == [(9, 1), (9, 2), (9, 3)]
    assert "3 times within a minute" in failed["failure"]
    assert failed["lines"] == ["port 7"]
    assert gone(one.first["guard"], 8), "a guard that gave up frees the folder"


@pytest.mark.parametrize(
    ("program", "changes", "said"),
    [
        (ENDING, {}, "ended while it started (status 1)"),
        (MUTE, {"start_limit": 0.5}, "no Bolt address within 0.5 seconds"),
        (UP, {"command": ["/nowhere/java"]}, "could not be started"),
    ],
)
def test_an_engine_that_does_not_start(
    made: list[Guarded], tmp_path: Path, program: str, changes: dict[str, object], said: str
) -> None:
    one = Guarded(tmp_path, program, **changes)
    made.append(one)
    failed = one.until("failed")
    assert said in failed["failure"]
    assert failed["generation"] <= 1, "what never ran is not tried again"


def test_an_engine_that_dies_of_its_cache_starts_without(made: list[Guarded], tmp_path: Path) -> None:
    cache = tmp_path / "broken.aot"
    cache.write_text("x")
    program = f"import sys; 'faulthandler' in sys._xoptions and sys.exit(1); {UP}"
    one = Guarded(tmp_path, program, options=["-Xfaulthandler"], cache=str(cache))
    made.append(one)
    assert one.until("up")["generation"] == 2
    assert not cache.exists()


@pytest.mark.parametrize(
    "death",
    ["watch", pytest.param("signal", marks=pytest.mark.skipif(sys.platform != "linux", reason="prctl is Linux's"))],
)
def test_the_engine_dies_with_a_killed_guard(made: list[Guarded], tmp_path: Path, death: str) -> None:
    one = Guarded(tmp_path, UP, death=death)
    made.append(one)
    engine = one.until("up")["engine"]
    os.kill(one.first["guard"], signal.SIGKILL)
    assert gone(engine, 2)


def test_the_watcher_ends_with_the_engine(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, UP, death="watch")
    made.append(one)
    one.until("up")
    watchers = [p for p in psutil.Process(one.first["guard"]).children() if "watch" in p.cmdline()]
    assert len(watchers) == 1
    one.close()
    assert gone(watchers[0].pid, 5)
    assert gone(one.first["guard"], 5)
    assert "engine-stopped" in (tmp_path / "guard.log").read_text()


def test_a_killed_guards_engine_is_waited_for(made: list[Guarded], tmp_path: Path) -> None:
    """It holds java.lock until it is gone, so two engines never have the folder."""
    slow = "import signal,sys,time; signal.signal(signal.SIGTERM, lambda *_: (time.sleep(1.5), sys.exit())); " + UP
    first = Guarded(tmp_path, slow)
    made.append(first)
    old = first.until("up")["engine"]
    os.kill(first.first["guard"], signal.SIGKILL)
    assert gone(first.first["guard"])
    (tmp_path / guard.LOG_FOLDER).rename(tmp_path / "before")
    second = Guarded(tmp_path, UP)
    made.append(second)
    assert second.ask({"ask": "state"})["state"] == "waiting"
    second.until("up")
    assert gone(old, 0.05)


def test_a_stubborn_engine_is_killed(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, STUBBORN, stop_limit=0.5, linger=0.2)
    made.append(one)
    engine = one.until("up")["engine"]
    one.close()
    assert gone(engine, 3)
    assert "engine-did-not-stop" in (tmp_path / "guard.log").read_text()


def test_it_is_light(made: list[Guarded], tmp_path: Path) -> None:
    one = Guarded(tmp_path, UP)
    made.append(one)
    assert psutil.Process(one.first["guard"]).memory_info().rss < 16_000_000  # 11.3 MB measured
