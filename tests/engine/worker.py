"""Another `parley`: a process that attaches to a store and does what its standard input says, a line at a time.

`python -m tests.engine.worker FOLDER LINGER`; each answer is one JSON object a line.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
from neo4j import GraphDatabase

from graph.engine.embedded import Attachment, Options, attach


class Worker:
    """The test's end of such a process."""

    def __init__(self, folder: Path, *, linger: float = 1.0) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.worker", str(folder), str(linger)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def answer(self) -> dict[str, Any]:
        """The next line; the first one comes when it has attached."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, "the worker ended"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, cypher: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(cypher + "\n")
        self.process.stdin.flush()
        return self.answer()

    def end(self) -> None:
        """End it in the normal way, and wait for that."""
        self.process.communicate(timeout=20)


@contextmanager
def worker(folder: Path, *, linger: float = 1.0) -> Iterator[Worker]:
    """A worker that is gone after the block in any case."""
    made = Worker(folder, linger=linger)
    try:
        yield made
    finally:
        made.process.kill()
        made.process.communicate(timeout=20)


def rows(engine: Attachment, cypher: str, *, account: tuple[str, str] | None = None) -> list[list[Any]]:
    """What one statement gives, on a driver of its own."""
    with (
        GraphDatabase.driver(engine.uri, auth=account or engine.writer, max_transaction_retry_time=0) as driver,
        driver.session(database=engine.database) as session,
    ):
        return session.run(cypher).values()  # pyright: ignore[reportArgumentType]  # a test's own text


def gone(pid: int, seconds: float = 3.0) -> bool:
    """Whether a process ends within that time; one that only waits to be reaped has ended."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def main(folder: str, linger: str) -> None:
    with attach(Path(folder), options=Options(linger=float(linger), cache=None)) as engine:
        print(json.dumps({"uri": engine.uri, "engine": engine.engine_pid, "guard": engine.guard_pid}), flush=True)
        for line in sys.stdin:
            print(json.dumps({"rows": rows(engine, line)}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
