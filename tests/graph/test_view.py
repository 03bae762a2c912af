"""The view on each engine, against the oracle: small graphs do not show what an engine loses."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from bench.generate import Size
from graph.loads import load, rebuild_view
from graph.store import Store
from graph.units import dump_view

from .facts import expected_view, generated, made

BIG = Size(claims=4000, actors=400, measures=500, events=120, places=60, rich=True)


def test_big_view_is_the_oracles_and_rebuilds_to_the_same_bytes(store: Store, tmp_path: Path) -> None:
    facts = made(tmp_path, *generated(BIG, seed=1))
    load(store, facts)
    wanted = expected_view(facts)
    assert store.read(dump_view) == wanted
    for _ in range(3):
        assert rebuild_view(store) == len(wanted)
        assert store.read(dump_view) == wanted
    kinds = Counter(line.split('"type": "')[1].split('"')[0] for line in wanted)
    assert len(kinds) > 15
    assert min(kinds[t] for t in ("SUPPORTS", "OPPOSES", "CONDITIONS_ON", "WAITS_FOR", "REQUIRES")) > 100
    assert len(facts.entities) > 1000
