"""What the five articles surely hold, whatever else is coded of them."""

from __future__ import annotations

import pytest

from graph.analysis.report import deadlock_report
from graph.analysis.standing import blockade_report
from graph.analysis.ways import sequence_report, unlock_report
from graph.reader import Reader, Scope
from graph.store import Store


@pytest.fixture(scope="module")
def reader(gaza: Store) -> Reader:
    return Reader(gaza)


def test_phased_disarmament_and_gradual_withdrawal_go_side_by_side(reader: Reader) -> None:
    """The American scheme; Israel refuses it, so that it is a blockade, but by itself no deadlock."""
    found = deadlock_report(reader, Scope(basis="implied"))
    (ring,) = [r for r in found["co_requisites"] if "phased-disarmament" in r["measures"]]
    assert set(ring["measures"]) == {"phased-disarmament", "gradual-israeli-withdrawal"}
    assert ring["holders"] == ["united-states"]
    for item in found["deadlocks"]:
        assert all(s["passages"] or s["kind"] in ("specialises", "alternative") for s in item["steps"])


def test_who_stands_in_whose_way(reader: Reader) -> None:
    found = {(b["pattern"], *b["measures"]): b for b in blockade_report(reader, Scope())["blockades"]}
    turkey = found["opposed", "turkish-isf-participation"]
    assert {"turkey", "israel"} <= set(turkey["actors"])
    assert all(s["passages"] for b in found.values() for s in b["sides"] if s["claims"])
    withdrawal = [b for b in found.values() if b["pattern"] == "waiting" and "israeli-withdrawal" in b["measures"]]
    assert any({"israel", "hamas"} == set(b["actors"]) for b in withdrawal)


def test_what_a_mandate_of_the_united_nations_would_unlock(reader: Reader) -> None:
    opened = unlock_report(reader, "un-mandate", Scope())["opens"]["directly"]
    assert {f"{who}-isf-participation" for who in ("turkish", "indonesian", "azerbaijani", "pakistani")} <= set(opened)


def test_reconstruction_comes_after_disarmament(reader: Reader) -> None:
    stages = [set(s["measures"]) for s in sequence_report(reader, "gaza-reconstruction", Scope())["stages"]]
    first = next(n for n, stage in enumerate(stages) if "hamas-disarmament" in stage)
    assert first < next(n for n, stage in enumerate(stages) if "gaza-reconstruction" in stage)
