"""The sets of questions, of which a part is kept aside and is no test: their floor, and that nobody answers for nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph import loads
from graph.store import Store
from loaders.factset import read_folder
from tests.ask import accuracy
from tests.ask.expectations import Given, faults
from tests.conftest import empty, skip_or_fail

FLOOR = 0.95


@pytest.fixture(params=accuracy.TITLES)
def asked(request: pytest.FixtureRequest, embedded_store: Store) -> Iterator[tuple[str, Path, Store]]:
    name: str = request.param
    if name == "dna" and not accuracy.SAMPLE.is_file():
        skip_or_fail("the analyzer's sample is not here (../shared/peers/dna/sample.dna)")
    with accuracy.data_set(name) as facts:
        empty(embedded_store)
        loads.load(embedded_store, read_folder(facts))
        yield name, facts, embedded_store


def test_open_questions_are_answered(asked: tuple[str, Path, Store]) -> None:
    name, facts, store = asked
    found = accuracy.score(store, facts, accuracy.questions(name, "open"))
    assert found.intruded == [], "answered where no answer is right"
    assert found.share >= FLOOR, "\n".join(found.failures)


def test_both_parts_are_there() -> None:
    sizes = {part: sum(len(accuracy.questions(name, part)) for name in accuracy.TITLES) for part in ("open", "aside")}
    assert sum(sizes.values()) >= 200
    assert sizes["aside"] >= sum(sizes.values()) / 3


@pytest.mark.parametrize(
    ("expect", "wrong"),
    [
        ({"answers": ["a"]}, False),
        ({"answers": ["a", "b"]}, True),
        ({"must_include": ["inner"]}, False),
        ({"must_not_include": ["a"]}, True),
        ({"may_include": []}, True),
        ({"empty": True}, True),
        ({"type": "measures"}, True),
        ({"verdict": ["yes", None]}, False),
        ({"count": 2}, True),
        ({"evidence": ["k"]}, False),
        ({"evidence": ["other"]}, True),
        ({"groups": [["a"]]}, False),
        ({"says": "a says SO"}, False),
        ({"status": 422}, True),
    ],
)
def test_an_expectation_can_fail(expect: dict[str, object], wrong: bool) -> None:
    answer = {"id": "a", "name": "A", "conditional": [{"id": "inner"}], "claims": [{"statement": "A says so."}]}
    given = Given({"answers": [answer], "understood": {"answer_type": "actors"}}, "", {"A says so.": [{"key": "k"}]})
    assert bool(faults(expect, given)) == wrong


def test_the_page_is_of_these_questions() -> None:
    page = accuracy.PAGE.read_text(encoding="utf-8")
    for title in accuracy.TITLES.values():
        assert f"| {title} |" in page
    for kind in {q["kind"] for name in accuracy.TITLES for q in accuracy.questions(name, "open")}:
        assert f"| {kind} |" in page
