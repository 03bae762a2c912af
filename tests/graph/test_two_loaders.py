"""Two loaders at once, as processes: the view is that of a rebuild, and of the oracle."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from graph.loads import loads, rebuild_view
from graph.store import Store
from graph.units import dump_view
from tests.conftest import REPO

from .facts import expected_view, folder, generated, made
from .test_loads import SMALL


def started(store: Store, place: Path) -> subprocess.Popen[str]:
    """A loader of `place`, ten claims at a time."""
    target = store.target
    name = f"embedded:{target.path}" if target.kind == "embedded" else str(target.uri)
    account = {"PARLEY_STORE_USER": target.user or "", "PARLEY_STORE_PASSWORD": target.password or ""}
    command = [sys.executable, "-m", "bench.loader", name, str(place), "10"]
    return subprocess.Popen(
        command, env={**os.environ, **account}, cwd=REPO, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_two_at_once_give_the_view_of_a_rebuild(store: Store, tmp_path: Path) -> None:
    headings, claims = generated(SMALL, seed=21)
    plain = [c for c in claims if "claim:" not in repr(c)]
    parts = {"first": plain[::2], "second": plain[1::2]}
    facts = [made(tmp_path / name, headings, part, name) for name, part in parts.items()]
    loaders = [started(store, tmp_path / name) for name in parts]
    said = [loader.communicate(timeout=240)[1] for loader in loaders]
    assert [loader.returncode for loader in loaders] == [0, 0], said
    wanted = expected_view(*facts)
    assert store.read(dump_view) == wanted
    rebuild_view(store)
    assert store.read(dump_view) == wanted
    assert [r["state"] for r in loads(store)] == ["done", "done"]


def test_the_same_data_set_twice_at_once_is_loaded_once(store: Store, tmp_path: Path) -> None:
    headings, claims = generated(SMALL, seed=22)
    place = folder(tmp_path, headings, claims)
    loaders = [started(store, place) for _ in range(2)]
    said = [loader.communicate(timeout=240)[1] for loader in loaders]
    assert [loader.returncode for loader in loaders] == [0, 0], said
    assert store.rows("MATCH (c:Claim) RETURN count(c) AS n") == [{"n": len(claims)}]
    assert len(loads(store)) == 1
