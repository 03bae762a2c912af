"""Nothing is made for one data set: the bundled one under other names gives the same graph, other names apart."""

from __future__ import annotations

import json
import re
from pathlib import Path

from graph.loads import load
from graph.store import Store
from graph.units import dump_view
from loaders.factset import bundled, read_folder
from tests.conftest import empty
from tests.renamed import renamed


def test_the_renamed_set_gives_the_same_view(store: Store, tmp_path: Path) -> None:
    names = renamed(bundled("gaza"), tmp_path)
    one, two = read_folder(bundled("gaza")), read_folder(tmp_path)
    assert len(two.claim_ids) == len(one.claim_ids)
    load(store, one)
    first = store.read(dump_view)
    empty(store)
    load(store, two)
    claims = {one.claim_ids[key]: two.claim_ids[names.ids[key]] for key in one.claim_ids}
    moved = names.ids | claims

    def other(found: re.Match[str]) -> str:
        return json.dumps(moved.get(found[1], found[1]))

    expected = [re.sub(r'"([a-z0-9-]+)"', other, line) for line in first]
    assert sorted(map(_shape, store.read(dump_view))) == sorted(map(_shape, expected))


def _shape(line: str) -> str:
    """An edge without its own id, lists in an order of their own: both follow from the ids."""
    edge = json.loads(line)
    edge["properties"].pop("id")
    for name, value in edge["properties"].items():
        if isinstance(value, list):
            edge["properties"][name] = sorted(value)
    return json.dumps(edge, sort_keys=True)


def test_no_name_of_the_first_is_left(tmp_path: Path) -> None:
    names = renamed(bundled("gaza"), tmp_path)
    text = "\n".join(p.read_text(encoding="utf-8") for p in tmp_path.rglob("*.yaml")).casefold()
    for name in ("gaza", "israel", "hamas", "turk", "trump", "erdo", "egypt", "netanyahu", "disarm", "reconstruct"):
        assert name not in text
    assert len(names.ids) > 300
