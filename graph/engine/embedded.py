"""The embedded engine as a `parley` sees it: attach, use its address and accounts, close.

    with attach(path) as engine:
        driver = GraphDatabase.driver(engine.uri, auth=engine.writer)

The first to attach starts the guard (see `graph.engine.guard`), which starts Java; everybody after it shares both.
"""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Final, Literal, Self

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph.engine import arcade, guard
from graph.engine.cache import COLD, default_folder, warmth
from graph.engine.settings import EMBEDDED_DATABASE
from schema.errors import EngineCrashed, StoreError, StoreUnavailable

GUARD_LOG: Final = "guard.log"

_POLL: Final = 0.03  # seconds between two looks at an engine that is starting
_ANSWER_SECONDS: Final = 10.0  # the guard answers within a millisecond; a stopped one must not hold us for ever
_JAVA_OUT_OF_MEMORY: Final = 3  # what -XX:+ExitOnOutOfMemoryError ends with


@dataclass(frozen=True, slots=True)
class Options:
    """How the engine is run by the process that starts it; who attaches later takes it as it is. Times in seconds."""

    linger: float = 3.0  # from the last connection's end to the engine's
    heap: str = arcade.HEAP
    start_limit: float = 60.0
    stop_limit: float = 15.0
    restarts: int = 3  # crashes in a minute that are followed by another start
    death: Literal["signal", "watch"] = "signal" if sys.platform == "linux" else "watch"
    package: str = "arcadedb_embedded"
    cache: Path | None = field(default_factory=default_folder)  # of Java's start-up cache; None: do without


class _GuardGone(Exception):
    """The guard closed the connection or does not answer."""


class _Link:
    """An open, proven connection to the guard."""

    def __init__(self, connection: socket.socket, access: dict[str, Any]) -> None:
        self.access = access
        self._connection = connection
        self._stream = connection.makefile("rb")

    @classmethod
    def open(cls, folder: Path) -> _Link | None:
        """Connect to the folder's guard; None if there is none, or not yet, or not any more."""
        try:
            access = json.loads((folder / guard.GUARD_FILE).read_text(encoding="utf-8"))
            connection = socket.create_connection(("127.0.0.1", access["port"]), timeout=_ANSWER_SECONDS)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        link = cls(connection, access)
        try:
            # A dead guard's port may belong to somebody else by now, who cannot know the proof.
            if link.exchange({"token": access["token"]}).get("proof") == access["proof"]:
                return link
        except _GuardGone:
            pass
        link.close()
        return None

    def exchange(self, request: dict[str, Any]) -> dict[str, Any]:
        try:
            self._connection.sendall(json.dumps(request).encode() + b"\n")
            answer = json.loads(self._stream.readline())
        except (OSError, ValueError) as error:
            raise _GuardGone from error
        if not isinstance(answer, dict):
            raise _GuardGone
        return answer

    def close(self) -> None:
        self._stream.close()
        self._connection.close()


class Attachment:
    """A use of the embedded engine, which runs for as long as one is open. Made by `attach`; safe between threads.

    A process that forks attaches again in the child.
    """

    def __init__(self, folder: Path, *, timeout: float, options: Options) -> None:
        self.folder = folder
        self.database: str = EMBEDDED_DATABASE
        self._timeout = timeout
        self._options = options
        self._lock = threading.Lock()
        self._closed = False
        deadline = time.monotonic() + timeout
        self._link = _connect(folder, deadline, options)
        try:
            self._state = self._wait(deadline, ask_anyway=False)
        except BaseException:
            self._link.close()
            raise

    @property
    def uri(self) -> str:
        """The Bolt address, as of the last `refresh`."""
        return f"bolt://127.0.0.1:{self._state['port']}"

    @property
    def writer(self) -> tuple[str, str]:
        """Name and password of the account that may do everything."""
        return self._account("writer")

    @property
    def reader(self) -> tuple[str, str]:
        """Name and password of the account that the engine lets read only."""
        return self._account("reader")

    @property
    def log(self) -> Path:
        """The engine's log file."""
        return _log(self.folder)

    @property
    def engine_pid(self) -> int:
        """The process id of the engine's Java, as of the last `refresh`."""
        return int(self._state["engine"])

    @property
    def guard_pid(self) -> int:
        """The process id of the guard, as of the last `refresh`."""
        return int(self._state["guard"])

    def refresh(self) -> str:
        """Wait until the engine answers again, after an error that looks as if it had ended; returns its address.

        If the guard is gone too, both are started anew: then the accounts have new passwords. Raises StoreError.
        """
        with self._lock:
            if self._closed:
                raise StoreUnavailable("the embedded engine was closed by this process")
            self._state = self._wait(time.monotonic() + self._timeout, ask_anyway=True)
            return self.uri

    def describe_crash(self) -> str | None:
        """One line about how the engine last ended unasked in this guard's time; None if it never did."""
        with self._lock:
            if self._closed:
                return None
            try:
                state = self._link.exchange({"ask": "state"})
            except _GuardGone:
                return f"the embedded engine's guard (process {self.guard_pid}) is gone; log: {self.log}"
        crashes = state["crashes"]
        return _told_crash(crashes[-1], self.log) if crashes else None

    def close(self) -> None:
        """Give up this use. The engine ends some seconds after the last one."""
        with self._lock:
            self._closed = True
            self._link.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _account(self, role: str) -> tuple[str, str]:
        name, password = self._link.access[role]
        return name, password

    def _wait(self, deadline: float, *, ask_anyway: bool) -> dict[str, Any]:
        """Until a query has succeeded on the present engine. With `ask_anyway` another one's success does not count."""
        while True:
            try:
                state = self._link.exchange({"ask": "state"})
                if state["state"] == "failed":
                    raise _failure(self.folder, state)
                if state["state"] == "ready" and not ask_anyway:
                    return state
                if state["state"] in ("up", "ready") and self._answers(state["port"]):
                    return self._link.exchange({"ask": "ready", "generation": state["generation"]})
            except _GuardGone:
                self._link.close()
                self._link = _connect(self.folder, deadline, self._options)
                continue
            if time.monotonic() > deadline:
                raise StoreUnavailable(
                    f"the embedded engine is not ready after {self._timeout:g} seconds (it is {state['state']})",
                    hint=f"its log is {self.log}",
                )
            time.sleep(_POLL)

    def _answers(self, port: int) -> bool:
        """Whether the database takes a query: logins work up to two seconds before it exists."""
        try:
            with (
                GraphDatabase.driver(
                    f"bolt://127.0.0.1:{port}",
                    auth=self.writer,
                    connection_timeout=5,
                    connection_acquisition_timeout=5,
                    max_transaction_retry_time=0,
                ) as driver,
                driver.session(database=self.database) as session,
            ):
                session.run("RETURN 1").consume()
        except (DriverError, Neo4jError):
            return False
        return True


def attach(path: Path, *, timeout: float = 60.0, options: Options | None = None) -> Attachment:
    """Use the embedded store in the folder `path`, starting the engine if nobody has; at most `timeout` seconds.

    Raises EngineMissing (no Java), StoreFolderError (the folder cannot be used), EngineCrashed (it ends or does not
    start) and StoreUnavailable (not ready in time).
    """
    return Attachment(path.expanduser().absolute(), timeout=timeout, options=options or Options())


def _log(folder: Path) -> Path:
    return folder / guard.LOG_FOLDER / guard.ENGINE_LOG


def _connect(folder: Path, deadline: float, options: Options) -> _Link:
    """Reach the folder's guard, and be the one who starts it if nobody is."""
    arcade.open_folder(folder)
    while True:
        link = _Link.open(folder)
        if link is not None:
            return link
        if time.monotonic() > deadline:
            raise StoreUnavailable(
                f"the guard of the store {folder} does not answer, and it holds the folder",
                hint=f"its log is {folder / guard.LOG_FOLDER / GUARD_LOG}",
            )
        with _folder_lock(folder) as descriptor:
            if descriptor is not None:
                _start_guard(folder, descriptor, options)
                continue
        time.sleep(_POLL)


@contextmanager
def _folder_lock(folder: Path) -> Iterator[int | None]:
    """The folder's lock, or None if a guard (or somebody who is starting one) has it."""
    with arcade.folder_errors(folder):
        descriptor = os.open(folder / guard.GUARD_LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        yield descriptor if guard.lock(descriptor) else None
    finally:
        os.close(descriptor)


def _start_guard(folder: Path, descriptor: int, options: Options) -> None:
    """Prepare the folder and start its guard, which inherits the lock: there is no moment at which nobody has it."""
    wheel = arcade.find_wheel(options.package)
    guard.remove(str(folder / guard.GUARD_FILE))  # a killed guard's
    accounts = arcade.Accounts.fresh()
    arcade.prepare(folder, accounts, wheel, heap=options.heap)
    warm = warmth(options.cache, wheel) if options.cache else COLD
    plan = json.dumps(
        {
            "folder": str(folder),
            "lock_fd": None if sys.platform == "win32" else descriptor,
            "command": arcade.command(folder, wheel),
            "access": {"writer": accounts.writer, "reader": accounts.reader},
            "options": warm.options,
            "cache": warm.used,
            "draft": warm.made,
            **_constant_plan(options),
        }
    )
    with arcade.folder_errors(folder), _private_log(folder / guard.LOG_FOLDER / GUARD_LOG) as log:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", guard.__file__],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            cwd=folder,
            env=arcade.environment(os.environ),
            umask=-1 if sys.platform == "win32" else 0o077,
            start_new_session=True,
            pass_fds=() if sys.platform == "win32" else (descriptor,),
            creationflags=_apart(),
        )
    _hand_over(process, plan, folder)


def _apart() -> int:
    """Windows: flags for a process that no window and no Ctrl-C of ours reaches; elsewhere 0."""
    if sys.platform == "win32":
        return subprocess.DETACHED_PROCESS | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def _private_log(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def _hand_over(process: subprocess.Popen[bytes], plan: str, folder: Path) -> None:
    """Give the plan, and wait for the first process to say by its end that the guard listens."""
    if sys.platform == "win32":  # no fork there: the guard is this very process, and is found by its file
        assert process.stdin is not None  # noqa: S101 - it was asked for
        process.stdin.write(plan.encode())
        process.stdin.close()
        process.returncode = 0  # it outlives us on purpose
        return
    try:
        process.communicate(plan.encode(), timeout=20)
    except BaseException:
        process.kill()
        process.communicate()
        raise
    if process.returncode not in (0, guard.LOCKED_ELSEWHERE):
        log = folder / guard.LOG_FOLDER / GUARD_LOG
        last = guard.tail(str(log))[-1:] or ["no message"]
        raise EngineCrashed(f"the engine's guard did not start: {last[0]}", hint=f"its log is {log}")


def _constant_plan(options: Options) -> dict[str, Any]:
    """The part of the guard's plan that is the same for every folder."""
    return {
        "port_option": arcade.PORT_OPTION,
        "environment": arcade.environment(os.environ),
        "ready": arcade.READY,
        "token": secrets.token_urlsafe(24),
        "proof": secrets.token_urlsafe(24),
        "linger": options.linger,
        "start_limit": options.start_limit,
        "stop_limit": options.stop_limit,
        "restarts": options.restarts,
        "death": options.death,
    }


def _failure(folder: Path, state: dict[str, Any]) -> StoreError:
    """The error for an engine that the guard has given up."""
    lines = [str(line) for line in state["lines"]]
    if any(arcade.LOCKED in line for line in lines):
        return arcade.held_elsewhere(folder)
    return EngineCrashed(
        f"the embedded engine gave up: {state['failure']}: {_cause(lines)}", hint=f"its log is {_log(folder)}"
    )


def _cause(lines: list[str]) -> str:
    """What Java says about its end: the last error and the line after it, above the stack and the farewell."""
    errors = [at for at, line in enumerate(lines) if "Caused by:" in line or "Exception" in line or "Error" in line]
    at = errors[-1] if errors else len(lines) - 1
    told = [line.strip() for line in lines[max(at, 0) : at + 2] if not line.lstrip().startswith(("at ", "..."))]
    return " | ".join(told)[:300] or "no output"


def _told_crash(crash: dict[str, Any], log: Path) -> str:
    stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(crash["at"]))
    return f"the embedded engine ended unasked at {stamp}: {_told_code(crash['code'])}; log: {log}"


def _told_code(code: int) -> str:
    if code == _JAVA_OUT_OF_MEMORY:
        return "its memory was full (status 3)"
    if code < 0:
        with suppress(ValueError):
            return f"killed by {signal.Signals(-code).name}"
    return f"exit status {code}"
