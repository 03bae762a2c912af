"""What is committed is what the registry gives, and is the same each time."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from schema import build, lint


def test_committed_files_are_what_the_registry_gives() -> None:
    assert build.stale() == [], "run: python -m schema.build"


def test_the_registry_is_sound() -> None:
    assert lint.findings() == []


def test_written_files_are_the_same_under_another_hash_seed(tmp_path: Path) -> None:
    script = "import sys, pathlib, schema.build as b; b.write(pathlib.Path(sys.argv[1]))"
    for seed in ("1", "2"):
        environment = {"PYTHONHASHSEED": seed, "PYTHONPATH": str(build.ROOT)}
        subprocess.run([sys.executable, "-c", script, str(tmp_path)], check=True, env=environment)
        assert build.stale(tmp_path) == []


def test_write_mends_what_differs_and_removes_what_nothing_derives(tmp_path: Path) -> None:
    build.write(tmp_path)
    (tmp_path / "docs/relations.md").write_text("edited by hand")
    (tmp_path / "schema/json/gone.schema.json").write_text("{}")
    changed = build.write(tmp_path)
    assert sorted(changed) == ["docs/relations.md", "schema/json/gone.schema.json"]
    assert build.stale(tmp_path) == []


def test_check_says_what_differs_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "stale", lambda: ["docs/relations.md"])
    assert build.main(["--check"]) == 1
    assert "docs/relations.md is not what the registry gives" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_json_schemas_are_written_to_a_folder(tmp_path: Path) -> None:
    assert build.main(["--json-schemas", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new/claims.schema.json").read_text().startswith("{")
