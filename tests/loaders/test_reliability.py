"""Coefficients against published examples, and against their definitions worked out the long way."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.reliability import Overlap, Table, krippendorff_alpha

KAPPAS = {
    Table(20, 5, 10, 15): 0.4,  # two readers of 50 applications for grants, as textbooks give it
    Table(45, 15, 25, 15): 0.1304,  # the same number agreed on, and two distributions of yes: 60 of 100 …
    Table(25, 35, 5, 35): 0.2593,
}

# Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A (two values) and B (five values).
ALPHAS = {("0100000000", "1110010010"): 0.095, ("aabbdcccedda", "babbbccceddd"): 0.692}


@pytest.mark.parametrize("table", KAPPAS, ids=str)
def test_kappa_of_published_tables(table: Table) -> None:
    assert table.kappa == pytest.approx(KAPPAS[table], abs=5e-5)


@pytest.mark.parametrize("coders", ALPHAS)
def test_alpha_of_published_data(coders: tuple[str, str]) -> None:
    assert krippendorff_alpha(list(zip(*coders, strict=True))) == pytest.approx(ALPHAS[coders], abs=5e-4)


def test_undefined_is_said_and_not_made_up() -> None:
    assert Table().kappa is None
    assert Table().observed is None
    assert Table(both=9).kappa is None  # nothing but yes: chance alone would agree as well
    assert Table(neither=9).kappa is None
    assert krippendorff_alpha([]) is None
    assert krippendorff_alpha([("a", "a"), ("a", "a")]) is None
    assert Overlap.of([]).f1 is None
    assert Overlap.of([((), ())]).f1 is None


def test_no_agreement_at_all() -> None:
    assert Table(0, 1, 1, 0).kappa == -1
    assert Overlap.of([({"x"}, {"y"})]).f1 == 0


counts = st.integers(0, 30)


@given(st.builds(Table, counts, counts, counts, counts))
def test_kappa_is_what_its_definition_gives(table: Table) -> None:
    cases = [(1, 1)] * table.both + [(1, 0)] * table.only_a + [(0, 1)] * table.only_b + [(0, 0)] * table.neither
    assert Table.of((bool(a), bool(b)) for a, b in cases) == table
    if not cases:
        return
    observed = Fraction(sum(a == b for a, b in cases), len(cases))
    expected = Fraction(sum(a == b for a, _ in cases for _, b in cases), len(cases) ** 2)
    if expected == 1:
        assert table.kappa is None
    else:
        assert table.kappa == pytest.approx(float((observed - expected) / (1 - expected)))


values = st.sampled_from("abcd")


@given(st.lists(st.tuples(values, values), max_size=20))
def test_alpha_is_what_its_definition_gives(pairs: list[tuple[str, str]]) -> None:
    """One minus the disagreement within units over that between any two values of all units."""
    given = [value for pair in pairs for value in pair]
    between = [a != b for a, b in permutations(given, 2)]
    if not any(between):
        assert krippendorff_alpha(pairs) is None
        return
    within = Fraction(sum(a != b for a, b in pairs), len(pairs))
    expected = Fraction(sum(between), len(between))
    assert krippendorff_alpha(pairs) == pytest.approx(float(1 - within / expected))


label_sets = st.frozensets(st.sampled_from("abcd"))


@given(st.lists(st.tuples(label_sets, label_sets), max_size=12))
def test_f1_is_the_harmonic_mean_of_precision_and_recall(cases: list[tuple[frozenset[str], frozenset[str]]]) -> None:
    ours = {(place, label) for place, (a, _) in enumerate(cases) for label in a}
    theirs = {(place, label) for place, (_, b) in enumerate(cases) for label in b}
    f1 = Overlap.of(cases).f1
    if not ours and not theirs:
        assert f1 is None
    elif not ours & theirs:
        assert f1 == 0
    else:
        precision, recall = (Fraction(len(ours & theirs), len(side)) for side in (ours, theirs))
        assert f1 == pytest.approx(float(2 * precision * recall / (precision + recall)))
    assert f1 == Overlap.of([(b, a) for a, b in cases]).f1


@given(st.lists(st.tuples(values, values), min_size=1, max_size=20))
def test_two_values_that_never_differ_are_perfect(pairs: list[tuple[str, str]]) -> None:
    same = [(a, a) for a, _ in pairs]
    assert krippendorff_alpha(same) in (None, 1)
    assert (krippendorff_alpha(same) is None) == (not any(a != b for a, b in combinations([a for a, _ in pairs], 2)))
