"""Texts of one origin count once: found by their sentences, or declared."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from bench.generate import Fields
from graph.corpus import Corpus
from graph.loads import load, rebuild_view
from graph.reader import Filter, Reader, Scope
from graph.store import Store
from graph.units import dump_view
from loaders.factset import FactSet, read_folder
from loaders.origin import prints, same_origin

from .facts import claim, expected_view, folder

PLACES = ("harbour", "strait", "market", "bridge", "lighthouse", "island", "border", "airport", "mill", "quarry")


def story(who: str, count: int = len(PLACES)) -> list[str]:
    return [f"{who} said on day {n} that the talks about the old {place} would go on." for n, place in enumerate(PLACES[:count])]


AGENCY, OWN = story("The agency"), story("The paper")
TEXTS = {
    "agency": AGENCY, "copy": AGENCY, "partial": [*AGENCY[:3], *OWN[3:]], "chain": [*OWN[4:], "Nobody else was there."],
    "quoting": [*story("The radio"), AGENCY[0]], "other": story("The herald"),
}  # fmt: skip


def test_what_texts_share() -> None:
    pairs = same_origin({name: prints(" ".join(lines)) for name, lines in TEXTS.items()})
    assert pairs == [("agency", "copy"), ("agency", "partial"), ("chain", "partial"), ("copy", "partial")]


def test_a_text_that_stands_twice_in_itself_has_its_sentences_once() -> None:
    assert prints(" ".join([*AGENCY, *AGENCY])) == prints("\n".join(AGENCY).upper().replace(".", " !"))
    assert len(prints("Yes. No. " + AGENCY[0])) == 1


def data_set(place: Path, names: list[str], declared: dict[str, list[str]]) -> FactSet:
    texts = place / "texts"
    texts.mkdir(parents=True)
    sources: list[Fields] = []
    for name in names:
        text = " ".join(TEXTS[name])
        (texts / f"{name}.txt").write_text(text, encoding="utf-8")
        sha256 = hashlib.sha256(text.encode()).hexdigest()
        sources.append({"id": name, "sha256": sha256, "same_origin_as": declared.get(name, [])})
    claims = []
    for name in names:
        phrase = TEXTS[name][0].split(" that ")[0]
        passage = {"start": 0, "end": len(TEXTS[name][0]), "phrase": phrase}
        claims.append({**claim(f"of-{name}", "supports", "norland", "m"), "source": name, "passages": [passage]})
    headings = {"actors": [{"id": "norland", "name": "Norland", "kind": "State"}],
                "measures": [{"id": "m", "name": "M"}], "sources": sources}  # fmt: skip
    made = folder(place / "facts", headings, claims)
    return read_folder(made, corpus=Corpus([] if declared else [texts]))


@pytest.mark.parametrize(
    ("names", "declared", "count"),
    [
        (["agency", "other"], {}, 2),
        (["agency", "copy", "other"], {}, 2),
        (["agency", "partial", "chain"], {}, 1),
        (["agency", "chain"], {}, 2),
        (["agency", "quoting"], {}, 2),
        (["agency", "quoting", "other"], {"quoting": ["other"]}, 2),
    ],
)
def test_copies_count_once(store: Store, tmp_path: Path, names: list[str], declared: dict[str, list[str]], count: int) -> None:
    facts = data_set(tmp_path, names, declared)
    load(store, facts)
    reader = Reader(store)
    for scope in (Scope(), Scope(as_of="2999-01-01")):
        (found,) = reader.positions(Filter(stance="supports"), scope)["items"]
        assert (found["source_count"], found["sources"]) == (count, sorted(names))
        assert len(reader.positions(Filter(min_sources=count), scope)["items"]) == 1
        assert not reader.positions(Filter(min_sources=count + 1), scope)["items"]
    assert store.read(dump_view) == expected_view(facts)


def test_a_declaration_that_comes_or_goes_is_counted_at_once(store: Store, tmp_path: Path) -> None:
    steps: list[dict[str, list[str]]] = [{"x": []}, {"copy": ["agency"]}, {"x": []}]
    for number, declared in enumerate(steps):
        facts = data_set(tmp_path / str(number), ["agency", "copy"], declared)
        load(store, facts)
        counts = [json.loads(line)["properties"]["source_count"] for line in store.read(dump_view)]
        assert counts == [1 if "copy" in declared else 2]
        rebuild_view(store)
        assert store.read(dump_view) == expected_view(facts)
