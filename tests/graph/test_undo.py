"""Taking a load back: the graph is what it was before it, whatever the load did and however it ended."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph.loads import load, loads, read_meta, undo
from graph.store import Store
from schema.errors import LoadError

from .breaking import Broken, break_after
from .dump import dump
from .facts import generated, made, vary
from .test_loads import SMALL, view


def test_a_first_load_is_taken_back_to_nothing(store: Store, tmp_path: Path) -> None:
    load(store, made(tmp_path, *generated(SMALL)))
    undo(store)
    assert dump(store) == []
    assert [r["state"] for r in loads(store)] == ["undone"]
    with pytest.raises(LoadError, match="no load to take back"):
        undo(store)


@pytest.mark.parametrize("batch", [10_000, 40])
def test_a_changed_load_is_taken_back_to_the_one_before(store: Store, tmp_path: Path, batch: int) -> None:
    headings, claims = generated(SMALL, seed=11)
    first = made(tmp_path / "a", headings, claims)
    load(store, first)
    before, meta = dump(store), read_meta(store)
    second = made(tmp_path / "b", *vary(headings, claims, seed=3))
    load(store, second, batch=batch)
    after = dump(store, forget=("load", "recorded_at", "superseded_at"), without=("Lock", "Load", "Meta", "Revision"))
    undo(store)
    assert dump(store) == before
    assert read_meta(store) == meta
    load(store, second, batch=batch)
    again = dump(store, forget=("load", "recorded_at", "superseded_at"), without=("Lock", "Load", "Meta", "Revision"))
    assert again == after
    undo(store)
    undo(store)
    assert dump(store) == []


def test_taking_back_leaves_another_data_set_alone(store: Store, tmp_path: Path) -> None:
    headings, claims = generated(SMALL, seed=12)
    plain = [c for c in claims if "claim:" not in repr(c)]
    load(store, made(tmp_path / "a", headings, plain[::2], name="first"))
    before, edges = dump(store), view(store)
    load(store, made(tmp_path / "b", headings, plain[1::2], name="second"))
    assert view(store) != edges
    undo(store)
    assert dump(store) == before


@pytest.mark.parametrize("steps", [1, 2, 4])
def test_a_load_broken_off_is_seen_and_finished_by_the_next(store: Store, tmp_path: Path, steps: int) -> None:
    facts = made(tmp_path / "a", *generated(SMALL, seed=13))
    load(store, facts)
    whole = dump(store, forget=("load", "recorded_at"))
    undo(store)
    with pytest.raises(Broken):
        load(store, facts, batch=30, progress=break_after(steps))
    running = [r for r in loads(store) if r["state"] == "running"]
    assert [(r["dataset"], r["claims"]) for r in running] == [("made", SMALL.claims)]
    other = made(tmp_path / "b", {}, [], name="other")
    with pytest.raises(LoadError, match="made was broken off"):
        load(store, other)
    report = load(store, facts, batch=30)
    assert report.resumed
    assert dump(store, forget=("load", "recorded_at")) == whole
    assert not [r for r in loads(store) if r["state"] == "running"]


@pytest.mark.parametrize("steps", [1, 3])
def test_a_changed_load_broken_off_is_finished_or_taken_back(store: Store, tmp_path: Path, steps: int) -> None:
    headings, claims = generated(SMALL, seed=14)
    load(store, made(tmp_path / "a", headings, claims))
    before = dump(store)
    changed = made(tmp_path / "b", *vary(headings, claims, seed=4))
    load(store, changed)
    whole = view(store)
    undo(store)
    for _ in range(2):
        with pytest.raises(Broken):
            load(store, changed, batch=8, progress=break_after(steps))
    undo(store)
    assert dump(store) == before
    with pytest.raises(Broken):
        load(store, changed, batch=20, progress=break_after(steps))
    load(store, changed)
    assert view(store) == whole
    undo(store)
    assert dump(store) == before


def test_taking_back_that_is_broken_off_is_finished_by_the_next(store: Store, tmp_path: Path) -> None:
    headings, claims = generated(SMALL, seed=15)
    load(store, made(tmp_path / "a", headings, claims))
    before = dump(store)
    load(store, made(tmp_path / "b", *vary(headings, claims, seed=5)))
    with pytest.raises(Broken):
        undo(store, batch=20, progress=break_after(2))
    assert [r["state"] for r in loads(store)] == ["done", "running"]
    undo(store)
    assert dump(store) == before
    with pytest.raises(Broken):
        undo(store, batch=20, progress=break_after(3))
    assert read_meta(store)["view"] == "pending"
    undo(store, batch=50)
    assert dump(store) == []
