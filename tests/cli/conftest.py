"""The command line as a person runs it: a process of its own, a store of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

PARLEY = str(Path(sys.executable).parent / "parley")
LIMIT = 120


@dataclass
class Shell:
    """Runs `parley` with an environment."""

    home: Path
    environ: dict[str, str]
    running: list[subprocess.Popen[str]] = field(default_factory=list)

    def run(self, *words: str, stdin: str | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PARLEY, *words], env={**self.environ, **environ}, input=stdin, capture_output=True, text=True,
            timeout=LIMIT, check=False, cwd=self.home,
        )  # fmt: skip

    def start(self, *words: str, **environ: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [PARLEY, *words], env={**self.environ, **environ}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, cwd=self.home, stdin=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self.running.append(process)
        return process

    def end(self) -> None:
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
            process.communicate(timeout=30)


def clean_environ(home: Path) -> dict[str, str]:
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PARLEY_")}
    environ |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "COLUMNS": "200", "NO_COLOR": "1"}
    environ.pop("DISPLAY", None)
    return environ


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    home = tmp_path_factory.mktemp("home")
    found = Shell(home, clean_environ(home))
    yield found
    found.end()


def first_address(text: str) -> str:
    found = re.search(r"http://127\.0\.0\.1:\d+", text)
    assert found, text
    return found[0]
