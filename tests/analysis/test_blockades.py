"""Each pattern of a blockade, with what must not be taken for one; and who is silent."""

from __future__ import annotations

from typing import Any

from graph.analysis.blockades import Blockade, Situation, Stand, blockades, silences
from graph.analysis.preconditions import PARALLEL, Condition, Preconditions
from graph.derive import Measures

from .made import needs


def stand(actor: str, does: str, measure: str, **more: Any) -> Stand:  # noqa: ANN401
    return Stand(actor, does, measure, (f"{actor}:{does}",), **more)


def given(*facts: Condition | Stand, parents: dict[str, tuple[str, ...]] | None = None, **more: Any) -> Situation:  # noqa: ANN401
    conditions = tuple(f for f in facts if isinstance(f, Condition))
    stands = tuple(f for f in facts if isinstance(f, Stand))
    excludes = more.pop("excludes", {})
    graph = Preconditions(conditions, parents or {}, principals=more.pop("principals", {}), contested=more.pop("contested", {}))
    return Situation(graph, Measures(parents or {}, excludes), stands, **more)


def found(*facts: Condition | Stand, **more: Any) -> list[tuple[str, tuple[str, ...], list[str]]]:  # noqa: ANN401
    return [(b.pattern, b.measures, [s.actor for s in b.sides]) for b in blockades(given(*facts, **more))]


def test_one_waits_for_what_another_holds_back() -> None:
    assert found(needs("m", "n", by="a"), needs("n", "o", by="b")) == [("waiting", ("m", "n"), ["a", "b"])]
    assert found(needs("m", "n", by="a"), needs("n", "o", by="a")) == []
    assert found(needs("m", "n", by="a"), needs("n", "o", by="b", kind="analytic")) == []
    assert found(needs("m", "n", by="a"), needs("n", "m", by="b")) == [], "a deadlock"
    assert found(needs("m", "n", by="a"), needs("wide", "o", by="b"), parents={"n": ("wide",)})[0][1] == ("m", "n")


def test_one_makes_wait_what_another_demands() -> None:
    assert found(needs("m", "n", by="a"), stand("b", "DEMANDS", "m")) == [("waiting", ("m",), ["a", "b"])]
    assert found(needs("m", "n", by="a"), stand("b", "SUPPORTS", "m")) == []
    form = found(needs("m", "n", by="a"), stand("b", "PRESSURES", "form"), parents={"form": ("m",)})
    assert form == [("waiting", ("m", "form"), ["a", "b"])]


def test_one_is_for_what_another_is_against() -> None:
    both = stand("a", "SUPPORTS", "m"), stand("b", "OPPOSES", "m")
    assert found(*both) == [("opposed", ("m",), ["a", "b"])]
    assert found(*both, principals={"b": frozenset({"a"})}) == []
    assert found(stand("a", "SUPPORTS", "m", inherited=True), stand("b", "OPPOSES", "m")) == [], "shown where it was said"
    assert found(stand("a", "SUPPORTS", "m"), stand("b", "OPPOSES", "m", inherited=True)) != []


def test_other_orders_of_the_same_steps() -> None:
    order, together = needs("m", "n", by="a"), needs("m", "n", by="b", kind=PARALLEL)
    assert found(order, together) == [("order", ("m", "n"), ["a", "b"])]
    assert found(order, needs("n", "m", by="b", kind=PARALLEL)) == [("order", ("m", "n"), ["a", "b"])]
    assert found(order, needs("form", "n", by="b", kind=PARALLEL), parents={"form": ("m",)})[0][0] == "order"
    assert found(order, contested={("m", "n"): ("c",)}) == [("order", ("m", "n"), ["a", "c"])]
    assert found(order, needs("m", "n", by="a", kind=PARALLEL)) == []


def test_nobody_is_both_able_and_accepted() -> None:
    forms = {"one": ("force",), "two": ("force",)}
    wanted, opposed, waiting = needs("peace", "force", by="a"), stand("b", "OPPOSES", "one"), stand("c", "CONDITIONS_ON", "two")
    assert found(wanted, opposed, waiting, parents=forms) == [("nobody", ("force", "one", "two"), ["a", "b", "c"])]
    assert found(wanted, opposed, parents=forms) == [], "the other form is open"
    assert found(opposed, waiting, parents=forms) == [], "not required"
    assert found(wanted, waiting, stand("c", "CONDITIONS_ON", "one"), parents=forms) == [], "only waiting"
    lacking = found(wanted, stand("b", "LACKS", "force"))
    assert lacking == [("nobody", ("force",), ["a", "b"])]
    assert found(wanted, stand("b", "LACKS", "force"), stand("c", "PARTICIPATES_IN", "force")) == []


def test_a_deed_against_what_is_required() -> None:
    wanted = needs("peace", "truce", by="a")
    assert found(wanted, stand("b", "HINDERS", "truce")) == [("deed", ("truce",), ["a", "b"])]
    assert found(wanted, stand("b", "HINDERS", "quiet"), parents={"truce": ("quiet",)})[0][1] == ("truce", "quiet")
    assert found(wanted, stand("b", "HINDERS", "form"), parents={"form": ("truce",)}) == []
    excluded = found(wanted, stand("b", "CARRIED_OUT", "war"), excludes={"truce": ("war",), "war": ("truce",)})
    assert excluded == [("deed", ("truce", "war"), ["a", "b"])]


def test_two_who_claim_one_decision() -> None:
    def claimed(*actors: str, **more: Any) -> list[Blockade]:  # noqa: ANN401
        return blockades(given(authority=tuple(stand(a, "CLAIMS_AUTHORITY", "m") for a in actors), **more))

    assert [b.pattern for b in claimed("a", "b")] == ["authority"]
    assert claimed("a") == []
    assert claimed("a", "b", principals={"b": frozenset({"a"})}) == []


def test_who_is_asked_and_has_said_nothing() -> None:
    wanted = needs("m", "n", by="a", claim="c")
    asked: dict[str, Any] = {"addressed": {"c": ("b",)}, "involved": {"n": ("d", "a")}}
    silent = silences(given(wanted, **asked))
    assert [(s.actor, s.measure, s.addressed) for s in silent] == [("b", "n", True), ("d", "n", False)]
    assert [s.actor for s in silences(given(wanted, stand("b", "OPPOSES", "n"), **asked))] == ["d"]
    voice = given(wanted, stand("envoy", "SUPPORTS", "n"), **asked, principals={"envoy": frozenset({"b"})})
    assert [s.actor for s in silences(voice)] == ["d"]
    said_of = silences(given(wanted, stand("d", "SUPPORTS", "n", imputed=True), **asked))
    assert [(s.actor, len(s.others_say)) for s in said_of] == [("b", 0), ("d", 1)]
