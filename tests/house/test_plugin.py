"""The plugin of `make test`, run on a file that skips in each way."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from .plugin import strangers
from .repository import ROOT

SKIPS = """
import pytest

def test_passes(): pass

@pytest.mark.skipif(True, reason="no Neo4j")
def test_a(): pass

def test_b(): pytest.skip("no Neo4j")

def test_c(): pytest.skip("by design: this engine has no such thing")

@pytest.mark.xfail(reason="known", strict=True)
def test_d(): assert False
"""


def run(folder: Path, text: str, *, require: bool) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "tests.house.plugin", "-p", "no:cacheprovider", "-c", os.devnull,
         "--rootdir", folder, "--import-mode=importlib", folder],
        cwd=ROOT, env={**os.environ, "PARLEY_REQUIRE_ALL": "1" if require else ""},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_says_what_was_not_run(tmp_path: Path) -> None:
    done = run(tmp_path, SKIPS, require=False)
    assert done.returncode == 0, done.stdout
    assert "2 tests: no Neo4j" in done.stdout
    assert "tests: by design" not in done.stdout
    assert "1 passed, 3 skipped, 1 xfailed" in done.stdout.splitlines()[-1]


def test_a_skip_fails_where_all_is_required(tmp_path: Path) -> None:
    done = run(tmp_path, SKIPS, require=True)
    assert done.returncode == 1, done.stdout
    assert "1 failed, 1 passed, 1 skipped, 1 xfailed, 1 error" in done.stdout.splitlines()[-1]
    assert "this was skipped: no Neo4j" in done.stdout


def test_a_skipped_module_fails_too(tmp_path: Path) -> None:
    text = "import pytest\npytest.skip('no Chromium', allow_module_level=True)\n"
    done = run(tmp_path, text, require=True)
    assert done.returncode not in (0, 5), done.stdout
    assert "this was skipped: no Chromium" in done.stdout


def test_our_packages_are_ours() -> None:
    assert strangers() == []


def test_a_package_of_the_same_name_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "viz").mkdir()
    (tmp_path / "viz" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "viz", raising=False)
    assert strangers() == [f"viz is {tmp_path / 'viz' / '__init__.py'}, not {ROOT / 'viz'}"]
