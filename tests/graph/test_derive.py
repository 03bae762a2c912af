"""The rules of the view: some by example, all against the oracle on graphs that hypothesis thinks up."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generate import Fields, Size
from graph.derive import End, Measures, ViewClaim, ViewEdge, derive
from graph.loads import view_of
from loaders.factset import FactSet
from schema.records import CLAIM_PREFIX, Measure
from schema.relations import RELATIONS

from .facts import SHA, claim, generated, held
from .facts import world as world_of
from .oracle import View, lines_of


def measures_of(facts: FactSet) -> Measures:
    measures = [e for e in facts.entities if isinstance(e, Measure)]
    excludes: dict[str, set[str]] = {}
    for measure in measures:
        for other in measure.excludes:
            excludes.setdefault(measure.id, set()).add(other)
            excludes.setdefault(other, set()).add(measure.id)
    parents = {m.id: m.specialises for m in measures if m.specialises}
    return Measures(parents, {k: tuple(sorted(v)) for k, v in excludes.items()})


def contested(facts: FactSet) -> dict[tuple[str, str], set[str]]:
    by_key = {c.key: c for c in facts.claims()}
    found: dict[tuple[str, str], set[str]] = {}
    for one in by_key.values():
        if one.relation == "rejects" and one.status == "accepted" and not one.embedded and not one.negated:
            for ref in one.about:
                rejected = by_key[ref.id.removeprefix(CLAIM_PREFIX)]
                for about in rejected.about:
                    for part in rejected.conditions:
                        found.setdefault((about.id, part.id), set()).update(one.holder)
    return found


def derived(facts: FactSet) -> list[ViewEdge]:
    return list(view_of(facts).edges(measures_of(facts), contested(facts)))


def lines(edges: list[ViewEdge]) -> list[str]:
    return lines_of((e.type, e.start.id, e.end.id, e.end.label, {"id": e.id, **e.properties}) for e in edges)


def world(*claims: Fields, measures: list[Fields] | None = None) -> FactSet:
    """A world of three actors and the measures m, wide ⊃ m ⊃ narrow, other; event e; place p."""
    headings: dict[str, list[Fields]] = {
        "actors": [{"id": i, "name": i.upper(), "kind": "State"} for i in ("a", "b", "c")],
        "measures": measures or [
            {"id": "wide", "name": "Wide"}, {"id": "m", "name": "M", "specialises": ["wide"]},
            {"id": "narrow", "name": "Narrow", "specialises": ["m"]}, {"id": "other", "name": "Other"},
        ],
        "events": [{"id": "e", "name": "Event"}],
        "places": [{"id": "p", "name": "Place"}],
        "sources": [{"id": "report", "sha256": SHA}, {"id": "paper", "sha256": "b" * 64}],
    }  # fmt: skip
    return held(headings, claims)


def edges(*claims: Fields, **more: Any) -> dict[tuple[str, str, str], dict[str, Any]]:  # noqa: ANN401
    return {(e.start.id, e.type, e.end.id): e.properties for e in derived(world(*claims, **more))}


# ---- by example


def test_support_passes_up_and_opposition_down() -> None:
    found = edges(claim("1", "supports", "a", "m"), claim("2", "opposes", "b", "m"))
    assert set(found) == {
        ("a", "SUPPORTS", "m"), ("a", "SUPPORTS", "wide"), ("b", "OPPOSES", "m"), ("b", "OPPOSES", "narrow"),
    }  # fmt: skip
    assert {k[2] for k, v in found.items() if v["inherited"]} == {"narrow", "wide"}


def test_who_declines_says_nothing_of_other_forms() -> None:
    found = edges(claim("1", "declines", "a", "m"))
    assert set(found) == {("a", "DECLINES", "m"), ("a", "OPPOSES", "m")}


def test_a_condition_is_no_opposition() -> None:
    found = edges(claim("1", "conditions-on", "a", "m", conditions=["other"], condition_kind="demanded"))
    assert set(found) == {
        ("a", "CONDITIONS_ON", "m"), ("a", "CONDITIONS_ON", "narrow"), ("a", "WAITS_FOR", "other"),
        ("m", "REQUIRES", "other"),
    }  # fmt: skip
    assert found["a", "CONDITIONS_ON", "m"]["requires"] == ["other"]
    assert found["a", "WAITS_FOR", "other"]["before"] == "m"


def test_willing_if_is_conditional_support_until_someone_is_willing_without() -> None:
    if_ = claim("1", "supports", "a", "m", conditions=["other"], condition_kind="demanded")
    found = edges(if_)
    assert found["a", "SUPPORTS", "m"]["conditional"] is True
    assert ("a", "CONDITIONS_ON", "m") in found
    assert edges(if_, claim("2", "supports", "a", "m"))["a", "SUPPORTS", "m"]["conditional"] is False


@pytest.mark.parametrize(
    "more",
    [{"negated": True}, {"embedded": True}, {"modality": "denied"}, {"modality": "questioned"}]
    + [{"status": s} for s in ("proposed", "rejected", "retracted", "superseded")],
)
def test_what_is_not_said_gives_no_edge(more: Fields) -> None:
    assert edges(claim("1", "supports", "a", "m", **more)) == {}


def test_the_contrary_turns_a_stance() -> None:
    keep = claim("1", "supports", "a", [{"id": "m", "contrary": True}])
    assert set(edges(keep)) == {("a", "OPPOSES", "m"), ("a", "OPPOSES", "narrow")}


def test_being_for_one_is_being_against_what_it_excludes_and_not_the_reverse() -> None:
    measures: list[Fields] = [
        {"id": "m", "name": "M", "excludes": ["other"]}, {"id": "other", "name": "O"},
        {"id": "sub", "name": "S", "specialises": ["other"]},
    ]  # fmt: skip
    found = edges(claim("1", "supports", "a", "m"), claim("2", "opposes", "b", "m"), measures=measures)
    assert set(found) == {
        ("a", "SUPPORTS", "m"), ("a", "OPPOSES", "other"), ("a", "OPPOSES", "sub"), ("b", "OPPOSES", "m"),
    }  # fmt: skip
    assert found["a", "OPPOSES", "other"]["inherited"] is True


def test_requires_has_one_edge_for_each_holder_kind_and_group() -> None:
    parts = [{"id": "other", "group": 1}, {"id": "wide", "group": 2}, {"id": "narrow", "group": 2, "negated": True}]
    need = claim("1", "requires", ["a", "b"], "m", conditions=parts, condition_kind="constitutive")
    loose = claim("2", "requires", [], "m", conditions=["other"], condition_kind="analytic")
    found = derived(world(need, loose))
    assert sorted((e.properties.get("holder", ""), e.end.id, e.properties["group"]) for e in found) == [
        ("", "other", 1), ("a", "other", 1), ("a", "wide", 2), ("b", "other", 1), ("b", "wide", 2),
    ]  # fmt: skip


def test_triggers_give_no_edge() -> None:
    assert edges(claim("1", "warns", "a", "m", conditions=["other"], condition_kind="trigger")) == {}


def test_a_rejected_precondition_is_contested_and_stays() -> None:
    need = claim("1", "requires", "a", "m", conditions=["other"], condition_kind="analytic")
    found = edges(need, claim("2", "rejects", ["c", "b"], "claim:1"))
    assert found["m", "REQUIRES", "other"]["contested_by"] == ["b", "c"]


def test_a_denied_claim_is_disputed() -> None:
    found = edges(claim("1", "controls", "a", "b"), claim("2", "denies", "a", "claim:1"))
    assert found["a", "CONTROLS", "b"]["disputed"] is True
    embedded = edges(claim("1", "controls", "a", "b"), claim("2", "denies", "a", "claim:1", embedded=True))
    assert embedded["a", "CONTROLS", "b"]["disputed"] is False


def test_both_for_and_against_is_disputed_and_only_the_later_is_current() -> None:
    found = edges(
        claim("1", "supports", "a", "m", said_from="2025-01-01"),
        claim("2", "opposes", "a", "m", said_from="2025-02-01"),
    )
    assert [found["a", t, "m"]["current"] for t in ("SUPPORTS", "OPPOSES")] == [False, True]
    assert [found["a", t, "m"]["disputed"] for t in ("SUPPORTS", "OPPOSES")] == [True, True]


def test_certainty_is_that_of_the_best_ground() -> None:
    found = edges(
        claim("1", "supports", "a", "m", basis="inferred", certainty=0.9),
        claim("2", "supports", "a", "m", basis="stated", certainty=0.4, source="paper"),
    )
    edge = found["a", "SUPPORTS", "m"]
    assert (edge["basis"], edge["certainty"], edge["source_count"]) == ("stated", 0.4, 2)


def test_parties_of_a_mediation_and_joint_holders() -> None:
    found = edges(claim("1", "mediates", "a", [], towards=["b", "c"]), claim("2", "meets", ["a", "b"], "c"))
    assert set(found) == {
        ("a", "MEDIATES", "b"), ("a", "MEDIATES", "c"), ("a", "MEETS", "c"), ("b", "MEETS", "c"), ("a", "MEETS", "b"),
    }  # fmt: skip


def test_edges_do_not_depend_on_the_order_of_claims() -> None:
    headings, claims = generated(Size(300, 10, 15, 4, 3, rich=True), seed=9)
    turned = sorted(claims, key=lambda c: (len(repr(c)), c["key"]))
    assert lines(derived(held(headings, claims))) == lines(derived(held(headings, turned)))


def test_a_ring_of_measures_ends() -> None:
    measures = Measures({"a": ("b",), "b": ("a",)})
    one = ViewClaim("c1", "s", "supports", ("x",), ((End("Measure", "a"), False),))
    assert [(e.type, e.end.id) for e in derive([one], measures)] == [("SUPPORTS", "a"), ("SUPPORTS", "b")]


# ---- all of them


ACTORS, EVENTS, PLACES = ("a", "b", "c"), ("e",), ("p",)
IDS = {"Actor": ACTORS, "Measure": ("m0", "m1", "m2", "m3", "m4"), "Event": EVENTS, "Place": PLACES}


@st.composite
def hierarchies(draw: st.DrawFn) -> list[Fields]:
    names = IDS["Measure"]
    return [
        {
            "id": name, "name": name.upper(),
            "specialises": draw(st.lists(st.sampled_from(names[:n]), unique=True, max_size=2)) if n else [],
            "excludes": draw(st.lists(st.sampled_from([x for x in names if x != name]), unique=True, max_size=1)),
        }
        for n, name in enumerate(names)
    ]  # fmt: skip


@st.composite
def any_claims(draw: st.DrawFn) -> list[Fields]:
    """Up to twelve claims over few things, so that they meet on the same edges."""
    found: list[Fields] = []
    for number in range(draw(st.integers(1, 12))):
        relation = draw(st.sampled_from(RELATIONS))
        kinds = [k for k in relation.objects if k != "Claim" or number]
        if not kinds:
            continue
        kind = draw(st.sampled_from(kinds))
        ids = [f"claim:{c['key']}" for c in found] if kind == "Claim" else list(IDS[kind])
        if not ids:
            continue
        about = draw(st.lists(st.sampled_from(ids), min_size=1, max_size=2, unique=True))
        needs = relation.conditions and (relation.name in ("conditions-on", "requires") or draw(st.booleans()))
        day = st.sampled_from(["2025-01-01", "2025-02", "2025-03-05", "2024"])
        one: Fields = claim(
            f"k{number}", relation.name, draw(st.lists(st.sampled_from(ACTORS), max_size=2, unique=True)),
            [{"id": i, "contrary": kind == "Measure" and draw(st.integers(0, 3)) == 0} for i in about],
            status=draw(st.sampled_from(["accepted"] * 6 + ["rejected"])),
            modality=draw(st.sampled_from(["asserted"] * 6 + ["denied"])), basis=draw(st.sampled_from(["stated", "inferred"])),
            negated=draw(st.integers(0, 7)) == 0, embedded=draw(st.integers(0, 7)) == 0,
            certainty=draw(st.sampled_from([0.3, 0.8])), source=draw(st.sampled_from(["report", "paper"])),
            towards=draw(st.lists(st.sampled_from(ACTORS), max_size=2, unique=True)) if relation.towards else [],
            attributed_to=draw(st.lists(st.sampled_from(ACTORS), max_size=1)),
            said_from=draw(st.none() | day), valid_to=draw(st.none() | st.sampled_from(["2025-01-15", "2026-01-01"])),
            figure={"value": number},  # no two say the same
        )  # fmt: skip
        if relation.judged:
            one["judgement"] = "good"
        if needs:
            ends = [*IDS["Measure"], "e", *(f"claim:{c['key']}" for c in found)]
            chosen = draw(st.lists(st.sampled_from(ends), min_size=1, max_size=3, unique=True))
            one["conditions"] = [
                {"id": i, "group": draw(st.integers(1, 2)), "negated": draw(st.integers(0, 5)) == 0} for i in chosen
            ]
            one["condition_kind"] = draw(st.sampled_from(relation.conditions))
        found.append(one)
    return found


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_claims(), hierarchies())
def test_derive_is_the_oracle(claims: list[Fields], measures: list[Fields]) -> None:
    facts = world(*claims, measures=measures)
    assert lines(derived(facts)) == View(world_of(facts)).lines()
