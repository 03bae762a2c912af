"""Each rule of what a deadlock is, with the ring that would be false or lost without it."""

from __future__ import annotations

from itertools import permutations
from random import Random
from typing import Any

import pytest

from graph.analysis.circuits import Bounds
from graph.analysis.deadlocks import deadlocks, rings
from graph.analysis.preconditions import STEP_KINDS, Condition, Preconditions

from .made import graph, needs, some, without


def found(*conditions: Condition, **more: Any) -> list[tuple[str, ...]]:  # noqa: ANN401
    return [r.measures for r in deadlocks(graph(*conditions, **more)).deadlocks]


def test_a_ring_is_over_measures_with_all_holders_of_a_step_side_by_side() -> None:
    (ring,) = deadlocks(graph(
        needs("m", "n", by="a"), needs("m", "n", by="b"), needs("m", "n", by="b", claim="again"), needs("n", "m", by="c"),
    )).deadlocks  # fmt: skip
    assert ring.measures == ("m", "n")
    assert [s.holders for s in ring.steps] == [("a", "b"), ("c",)]
    assert [len(s.conditions) for s in ring.steps] == [3, 1]


@pytest.mark.parametrize("kind", STEP_KINDS)
def test_every_kind_but_parallel_makes_one_wait_for_the_other(kind: str) -> None:
    assert found(needs("m", "n", by="a", kind=kind), needs("n", "m", by="b")) == [("m", "n")]


def test_of_two_in_parallel_neither_waits() -> None:
    one, other = needs("m", "n", by="a", kind="parallel"), needs("n", "m", by="b", kind="parallel")
    both = deadlocks(graph(one, other))
    assert both.deadlocks == ()
    assert [r.measures for r in both.co_requisites] == [("m", "n")]
    mixed = deadlocks(graph(one, needs("n", "m", by="b")))
    assert (mixed.deadlocks, mixed.co_requisites) == ((), ())


def test_what_holds_up_the_wider_measure_holds_up_the_narrower() -> None:
    """x waits for the narrow one, which is a form of the wide one, which waits for x: lost without the step up."""
    (ring,) = deadlocks(graph(
        needs("x", "narrow", by="a"), needs("wide", "x", by="b"), parents={"narrow": ("wide",)},
    )).deadlocks  # fmt: skip
    assert [(s.measure, s.kind, s.requires) for s in ring.steps] == [
        ("narrow", "specialises", "wide"), ("wide", "demanded", "x"), ("x", "demanded", "narrow"),
    ]  # fmt: skip


def test_conditions_are_not_copied_down() -> None:
    """One ring over the wide measures; copied to each form of them it would stand there many times."""
    forms = {f"form-{n}": ("m",) for n in range(5)} | {f"kind-{n}": ("n",) for n in range(5)}
    assert found(needs("m", "n", by="a"), needs("n", "m", by="b"), parents=forms) == [("m", "n")]


def test_what_the_wider_measure_is_needed_for_does_not_need_each_narrower_one() -> None:
    """The wide one can be had in another form: no ring."""
    assert found(needs("x", "wide", by="a"), needs("narrow", "x", by="b"), parents={"narrow": ("wide",)}) == []


def test_one_holder_alone_has_set_itself_a_sequence() -> None:
    assert found(needs("m", "n", by="a"), needs("n", "m", by="a")) == []
    assert found(needs("m", "n", by="a"), needs("n", "m", by="b")) == [("m", "n")]


def test_who_speaks_for_another_is_no_second_party() -> None:
    voices = {"minister": frozenset({"state"}), "envoy": frozenset({"state"})}
    ring = needs("m", "n", by="minister"), needs("n", "m", by="state")
    assert found(*ring) == [("m", "n")]
    assert found(*ring, principals=voices) == []
    assert found(needs("m", "n", by="minister"), needs("n", "m", by="envoy"), principals=voices) == []


def test_an_analyst_counts_and_is_marked() -> None:
    (ring,) = deadlocks(graph(needs("m", "n", by="a"), needs("n", "m", by="outlet", kind="analytic", unheld=True))).deadlocks
    assert ring.analysts == ("outlet",)


def test_the_tier_is_that_of_the_weakest_step() -> None:
    def tier(**more: str) -> str:
        (ring,) = deadlocks(graph(needs("m", "n", by="a"), needs("n", "m", by="b", **more))).deadlocks
        assert ring.tier == "hard" or ring.weakest.measure == "n"
        return ring.tier

    assert tier() == "hard"
    assert tier(kind="procedural") == tier(kind="analytic") == "hard"
    assert tier(kind="constitutive") == "constitutive"
    assert tier(basis="implied") == tier(kind="constitutive", basis="inferred") == "inferred"
    assert tier(kind="enabling") == tier(kind="enabling", basis="inferred") == "soft"


def test_a_step_binds_as_its_firmest_condition() -> None:
    (ring,) = deadlocks(graph(
        needs("m", "n", by="a"), needs("n", "m", by="b", kind="enabling", imputed=True), needs("n", "m", by="c"),
    )).deadlocks  # fmt: skip
    assert (ring.tier, ring.imputed, ring.steps[1].kind) == ("hard", False, "demanded")


def test_a_ring_through_an_alternative_of_a_claim_is_kept_with_its_escape() -> None:
    (ring,) = deadlocks(graph(needs("m", "n o", "p q", by="a"), needs("n", "m", by="b"))).deadlocks
    ((measure, instead_of, by, claims),) = ring.escapes
    assert (measure, instead_of, set(by.measures)) == ("m", "n", {"p", "q"})
    assert claims == ("a:m<n o|p q:demanded",)


def test_what_every_alternative_needs_has_no_escape() -> None:
    (ring,) = deadlocks(graph(needs("m", "n o", "n q", by="a"), needs("n", "m", by="b"))).deadlocks
    assert ring.escapes == ()


def test_another_who_allows_no_alternative_closes_the_escape() -> None:
    (ring,) = deadlocks(graph(
        needs("m", "n", "p", by="a"), needs("m", "n", by="c", kind="enabling"), needs("n", "m", by="b"),
    )).deadlocks  # fmt: skip
    assert ring.escapes == ()
    assert ring.tier == "soft", "the one who allows none only finds it helpful"


def test_a_ring_through_an_alternative_of_the_registry() -> None:
    """m waits for n, for which x could stand in, which waits for m; n itself is the way round."""
    (ring,) = deadlocks(graph(needs("m", "n", by="a"), needs("x", "m", by="b"), alternatives={"n": ("x",)})).deadlocks
    assert [(s.measure, s.kind, s.requires) for s in ring.steps] == [
        ("m", "demanded", "n"), ("n", "alternative", "x"), ("x", "demanded", "m"),
    ]  # fmt: skip
    assert [(e.instead_of, set(e.by.measures)) for e in ring.escapes] == [("n", {"n"})]


def test_alternatives_do_not_pass_down() -> None:
    """m waits for the narrow form; that something may stand in for the wide one is no way to the narrow one."""
    conditions = needs("m", "narrow", by="a"), needs("x", "m", by="b")
    assert found(*conditions, parents={"narrow": ("wide",)}, alternatives={"wide": ("x",)}) == []


def test_alternatives_are_not_those_of_siblings() -> None:
    conditions = needs("m", "one", by="a"), needs("x", "m", by="b")
    siblings = {"one": ("wide",), "other": ("wide",)}
    assert found(*conditions, parents=siblings, alternatives={"other": ("x",)}) == []


def test_an_alternative_replaces_the_step_up_between_the_same_two() -> None:
    """Without it the ring would be there twice, once as if there were no way round."""
    (ring,) = deadlocks(graph(
        needs("m", "narrow", by="a"), needs("wide", "m", by="b"),
        parents={"narrow": ("wide",)}, alternatives={"narrow": ("wide",)},
    )).deadlocks  # fmt: skip
    assert [s.kind for s in ring.steps] == ["demanded", "alternative", "demanded"]
    assert ring.escapes


def test_a_claim_that_would_do_with_the_wider_one_replaces_the_step_up() -> None:
    both = found(needs("m", "narrow", "wide", by="a"), needs("wide", "m", by="b"), parents={"narrow": ("wide",)})
    assert both == [("m", "wide")]


def test_the_strongest_come_first() -> None:
    pairs: dict[str, dict[str, Any]] = {"soft": {"kind": "enabling"}, "read": {"basis": "implied"}, "part": {"kind": "constitutive"},
             "said-of": {"imputed": True}, "unsure": {"certainty": 0.5}, "plain": {}}  # fmt: skip
    conditions = [c for name, how in pairs.items()
                  for c in (needs(name, name + "'", by="a"), needs(name + "'", name, by="b", **how))]  # fmt: skip
    assert [m[0] for m in found(*conditions)] == ["plain", "unsure", "said-of", "part", "read", "soft"]


def test_who_rejects_a_step_is_named() -> None:
    (ring,) = deadlocks(graph(
        needs("m", "n", by="a"), needs("n", "m", by="b"), contested={("n", "m"): ("c",)},
    )).deadlocks  # fmt: skip
    assert ring.weakest.contested_by == ("c",)


# ---- against trying everything


def tried(graph: Preconditions) -> set[tuple[str, ...]]:
    """Measures of every deadlock without alternatives, by trying all sequences."""
    holders: dict[tuple[str, str], set[str]] = {}
    for condition in graph.conditions:
        for requirement in condition.requirements - {condition.measure}:
            holders.setdefault((condition.measure, requirement), set()).update(condition.holders)
    steps = dict(holders)
    for child, parents in graph.parents.items():
        for parent in parents:
            steps.setdefault((child, parent), set())
    nodes = sorted({n for step in steps for n in step})
    rings = set()
    for length in range(2, len(nodes) + 1):
        for path in permutations(nodes, length):
            around = [*zip(path, (*path[1:], path[0]), strict=True)]
            if path[0] == min(path) and all(s in steps for s in around):
                who = {h for s in around for h in steps[s]}
                if len(who) > 1:
                    rings.add(path)
    return rings


@pytest.mark.parametrize("seed", range(3))
def test_deadlocks_are_those_found_by_trying_everything(seed: int) -> None:
    random, total = Random(seed), 0
    for _ in range(120):
        made = some(random, random.randint(2, 6), random.randint(1, 10), alternatives=False)
        found = [r.measures for r in rings(made, Bounds(count=10**6, seconds=60))]
        assert set(found) == tried(made)
        assert len(found) == len(set(found))
        total += len(found)
    assert total > 100


@pytest.mark.parametrize("seed", range(3))
def test_a_condition_more_dissolves_no_ring_and_one_less_makes_none(seed: int) -> None:
    random, shrunk = Random(seed), 0
    for _ in range(100):
        made = some(random, random.randint(2, 6), random.randint(3, 12), alternatives=False)
        after = {r.measures for r in rings(without(made, [random.choice(made.conditions)]))}
        before = {r.measures for r in rings(made)}
        assert after <= before
        shrunk += after < before
    assert shrunk > 10
