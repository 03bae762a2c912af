"""Unlocks and sequences, against trying every set of demands on small AND/OR graphs."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from graph.analysis.possible import Demand, demands
from graph.analysis.preconditions import PARALLEL, STEP_KINDS, Preconditions
from graph.analysis.sequence import sequence
from graph.analysis.unlocks import unlocks

from .made import graph, needs, some, without


def possible(made: Preconditions, kept: list[Demand]) -> set[str]:
    """What can come about, by repeating until nothing is added."""
    names = {m for d in kept for m in (d.measure, *(r for g in d.groups for r in g.measures))}
    names |= {*made.parents, *(p for some in made.parents.values() for p in some)}
    reached: set[str] = set()

    def ways(requirement: str) -> set[str]:
        return {requirement, *made.alternatives.get(requirement, ())}

    def free(measure: str) -> bool:
        wider = [p for p in made.parents.get(measure, ()) if not made.replaces(measure, p)]
        return set(wider) <= reached and all(
            any(all(ways(r) & reached for r in g.measures - {measure}) for g in d.groups)
            for d in kept if d.measure == measure
        )  # fmt: skip

    while more := {m for m in names - reached if free(m)}:
        reached |= more
    return reached


def tried(made: Preconditions, goal: str) -> set[frozenset[Demand]]:
    """Every minimal set of demands without which `goal` can come about."""
    everything, found = demands(made), set[frozenset[Demand]]()
    for size in range(len(everything) + 1):
        for dropped in map(frozenset, combinations(everything, size)):
            if not any(small <= dropped for small in found):
                left = [d for d in everything if d not in dropped]
                if goal in possible(made, left) or goal not in {d.measure for d in left} | set(made.parents):
                    found.add(dropped)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_minimal_sets_are_those_found_by_trying_everything(seed: int) -> None:
    random, stuck = Random(seed), 0
    for _ in range(80):
        made = some(random, random.randint(2, 5), random.randint(2, 8))
        found = unlocks(made, "m0", limit=1000)
        expected = tried(made, "m0") - {frozenset()}
        assert {frozenset(s) for s in found.sets} == expected
        assert found.stopped is None
        weights = [sum(d.weight for d in s) for s in found.sets]
        assert weights == sorted(weights)
        assert (found.state == "stuck") == bool(expected)
        stuck += found.state == "stuck"
    assert stuck > 10


def test_either_side_of_a_ring_unlocks_it_and_the_softer_is_named_first() -> None:
    found = unlocks(graph(needs("m", "n", by="a", strength="firm"), needs("n", "m", by="b", strength="tentative")), "m")
    assert found.state == "stuck"
    assert [[d.parties for d in s] for s in found.sets] == [[("b",)], [("a",)]]


def test_what_is_only_waited_for_is_not_stuck_and_what_nobody_conditions_is_free() -> None:
    made = graph(needs("m", "n"), needs("o", "m"))
    assert [unlocks(made, m).state for m in ("m", "n", "o")] == ["waits", "free", "waits"]
    assert unlocks(made, "m").sets == ()


def test_behind_a_ring_is_stuck_too_and_a_way_round_frees() -> None:
    ring = needs("n", "o", by="a"), needs("o", "n", by="b")
    assert [len(s) for s in unlocks(graph(*ring, needs("m", "n")), "m").sets] == [1, 1, 1]
    assert unlocks(graph(*ring, needs("m", "n", "p")), "m").state == "waits"
    assert unlocks(graph(*ring, needs("m", "n")), "m").concessions[0][1] == 1
    stands_in = graph(*ring, needs("m", "n"), alternatives={"n": ("p",)})
    assert unlocks(stands_in, "m").state == "waits"


def test_what_one_party_says_twice_is_dropped_as_one() -> None:
    twice = needs("m", "n", by="minister"), needs("m", "n", by="state", claim="again"), needs("n", "m", by="b")
    made = graph(*twice, principals={"minister": frozenset({"state"})})
    assert {tuple(d.parties for d in s) for s in unlocks(made, "m").sets} == {(("b",),), (("state",),)}


def test_the_limit_is_said() -> None:
    made = graph(*(needs(f"m{n}", f"m{(n + 1) % 6}", by=str(n)) for n in range(6)))
    assert unlocks(made, "m0", limit=2).stopped == "count"
    assert len(unlocks(made, "m0", limit=2).sets) == 2
    assert unlocks(made, "m0", limit=6).stopped is None


def test_what_a_measure_would_open_directly_and_in_a_chain() -> None:
    made = graph(
        needs("force", "mandate", by="a"), needs("aid", "force"), needs("vote", "force mandate count"), needs("pay", "x"),
        parents={"un-mandate": ("mandate",), "small-force": ("force",)},
    )  # fmt: skip
    opening = unlocks(made, "un-mandate").opening
    assert (opening.directly, opening.in_a_chain) == (("force",), ("aid",))
    assert opening.still == (("vote", ("count",)),)


@pytest.mark.parametrize("seed", range(3))
def test_a_condition_more_frees_nothing_and_one_less_blocks_nothing(seed: int) -> None:
    random, freed = Random(seed), 0
    for _ in range(80):
        made = some(random, 5, 9)
        fewer = without(made, [random.choice(made.conditions)])
        for goal in ("m0", "m1"):
            before, after = unlocks(made, goal).state == "stuck", unlocks(fewer, goal).state == "stuck"
            assert before or not after
            assert sequence(fewer, goal).possible or not sequence(made, goal).possible
            freed += before and not after
    assert freed > 3


# ---- sequence


@pytest.mark.parametrize("seed", range(3))
def test_an_order_keeps_every_demand_or_there_is_none(seed: int) -> None:
    random, orders, proofs = Random(seed), 0, 0
    for _ in range(150):
        made = some(random, random.randint(2, 6), random.randint(1, 8))
        everything = demands(made)
        found = sequence(made, "m0")
        named = {m for d in everything for m in (d.measure, *(r for g in d.groups for r in g.measures))}
        assert found.possible == ("m0" in possible(made, everything) or "m0" not in named | set(made.parents))
        if found.possible:
            check_order(made, found.goal, [s.measures for s in found.stages], everything)
            orders += len(found.stages) > 1
        else:
            check_proof(made, list(found.conflict))
            proofs += 1
    assert orders > 20
    assert proofs > 20


def check_order(made: Preconditions, goal: str, stages: list[tuple[str, ...]], everything: list[Demand]) -> None:
    assert goal in stages[-1]
    done: set[str] = set()
    for stage in stages:
        for measure in stage:
            for demand in (d for d in everything if d.measure in wider(made, measure)):
                assert any(
                    all(done & {r, *made.alternatives.get(r, ())} for r in g.measures - {demand.measure})
                    for g in demand.groups
                ), (measure, stages)
        done |= set(stage)


def wider(made: Preconditions, measure: str) -> set[str]:
    found = {measure}
    while more := {p for m in found for p in made.parents.get(m, ()) if not made.replaces(m, p)} - found:
        found |= more
    return found


def check_proof(made: Preconditions, conflict: list[Demand]) -> None:
    assert conflict
    assert "m0" not in possible(made, conflict)
    for spared in conflict:
        rest = [d for d in conflict if d is not spared]
        named = {m for d in rest for m in (d.measure, *(r for g in d.groups for r in g.measures))} | set(made.parents)
        assert "m0" in possible(made, rest) or "m0" not in named


def test_steps_that_wait_for_nothing_of_each_other_go_side_by_side() -> None:
    made = graph(needs("peace", "arms vote"), needs("arms", "talks"), needs("vote", "talks"), needs("other", "peace"))
    stages = [s.measures for s in sequence(made, "peace").stages]
    assert stages == [("talks",), ("arms", "vote"), ("peace",)]


def test_a_wider_measure_is_no_step_but_its_conditions_are_kept() -> None:
    made = graph(needs("peace", "arms"), needs("weapons", "talks"), parents={"arms": ("weapons",)})
    stages = sequence(made, "peace").stages
    assert [s.measures for s in stages] == [("talks",), ("arms",), ("peace",)]
    assert [d.measure for d in stages[1].keeps] == ["weapons"]


def test_what_is_wanted_in_parallel_is_one_step() -> None:
    made = graph(needs("arms", "pullout", by="us", kind=PARALLEL), needs("pullout", "talks"), needs("peace", "arms"))
    assert [s.measures for s in sequence(made, "peace").stages] == [("talks",), ("arms", "pullout"), ("peace",)]


def test_one_after_the_other_and_both_in_parallel_is_proved_impossible() -> None:
    parallel, order = needs("arms", "pullout", by="us", kind=PARALLEL), needs("pullout", "arms", by="israel")
    found = sequence(graph(parallel, order, needs("pullout", "vote", by="c")), "pullout")
    assert {d.parties for d in found.conflict} == {("us",), ("israel",)}


def test_every_kind_counts() -> None:
    for kind in STEP_KINDS:
        assert len(sequence(graph(needs("m", "n", kind=kind)), "m").stages) == 2
