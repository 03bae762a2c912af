"""Records alone: what they accept, what they make of it, what they refuse."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from schema.records import Actor, Claim, DataSetRecord, Event, Figure, Measure, Passage, Source

PASSAGE = {"start": 0, "end": 40, "phrase": "some words"}


def claim(**more: Any) -> Claim:  # noqa: ANN401
    fields = {"key": "k", "source": "s", "relation": "supports", "statement": "It is.", "holder": "a", "about": "m"}
    return Claim.model_validate({**fields, "passages": [PASSAGE], **more})


def refused(why: str, **more: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValidationError, match=why):
        claim(**more)


# ---- dates


@pytest.mark.parametrize(
    ("given", "first", "last", "precision"),
    [("2025", "2025-01-01", "2025-12-31", "year"), ("2024-02", "2024-02-01", "2024-02-29", "month"),
     ("2025-10-17", "2025-10-17", None, "day"), (2025, "2025-01-01", "2025-12-31", "year")],
)  # fmt: skip
def test_a_coarse_date_is_the_span_that_it_may_mean(given: Any, first: str, last: str | None, precision: str) -> None:  # noqa: ANN401
    made = claim(said_from=given)
    assert (made.said_from, made.said_to, made.date_precision) == (first, last, precision)


def test_a_bound_spans_nothing() -> None:
    made = claim(said_from="2025-10", date_precision="not-before")
    assert (made.said_from, made.said_to) == ("2025-10-01", None)


def test_what_began_in_a_month_may_still_hold() -> None:
    made = claim(valid_from="2025-10")
    assert (made.valid_from, made.valid_to) == ("2025-10-01", None)


@pytest.mark.parametrize(
    "bad", ["2025-02-30", "2025-13", "25-01-01", "yesterday", "2025-10-17\n", "２０２５", 20251017, 3.5, [], "0000"]
)
def test_what_is_no_date(bad: Any) -> None:  # noqa: ANN401
    for field in ("said_from", "said_to", "valid_from", "valid_to"):
        with pytest.raises(ValidationError):
            claim(**{field: bad})
    for data in ({"from": bad}, {"to": bad}):
        with pytest.raises(ValidationError):
            Event.model_validate({"id": "e", "name": "E", **data})
        with pytest.raises(ValidationError):
            Actor.model_validate({"id": "a", "name": "A", "kind": "State", "part_of": [
                {"actor": "b", "background": True, **data}]})  # fmt: skip


def test_dates_the_wrong_way_round() -> None:
    refused("said_from is later than said_to", said_from="2025-10", said_to="2025-09")
    with pytest.raises(ValidationError, match="from is later than to"):
        Event.model_validate({"id": "e", "name": "E", "from": "2025-10", "to": "2024"})


def test_a_tie_has_whole_days() -> None:
    tie = {"actor": "b", "role": "leads", "background": True, "from": 2024, "to": "2025-06"}
    (link,) = Actor.model_validate({"id": "a", "name": "A", "kind": "Person", "represents": [tie]}).represents
    assert (link.start, link.end) == ("2024-01-01", "2025-06-30")


# ---- texts and numbers


@pytest.mark.parametrize("bad", ["", "   ", "a\x00b", "a\x1bb", "two\nlines", "\u202egnp.exe", "\ud800"])
def test_names_that_are_refused(bad: str) -> None:
    with pytest.raises(ValidationError):
        Actor.model_validate({"id": "a", "name": bad, "kind": "State"})


@pytest.mark.parametrize("good", ['O\'Neill `x` "y"', "<script>alert(1)</script>", "Größe", "🇬🇧", "a\\b", "DROP TABLE"])
def test_names_that_are_kept_as_they_are(good: str) -> None:
    assert Actor.model_validate({"id": "a", "name": good, "kind": "State"}).name == good


def test_names_are_trimmed_and_composed() -> None:
    assert Actor.model_validate({"id": "a", "name": "  Gro\u0308ße ", "kind": "State"}).name == "Größe"


def test_a_phrase_is_never_changed() -> None:
    assert Passage(start=0, end=40, phrase=" o\u0308 \u2018x\u2019 ").phrase == " o\u0308 \u2018x\u2019 "


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), "much", None])
def test_figures_are_numbers(bad: Any) -> None:  # noqa: ANN401
    with pytest.raises(ValidationError):
        Figure(value=bad)


@pytest.mark.parametrize("bad", [-0.1, 1.1, float("nan"), "high"])
def test_certainty_is_a_share(bad: Any) -> None:  # noqa: ANN401
    refused("certainty", certainty=bad)


@pytest.mark.parametrize("bad", ["A", "a b", "", "-a", "a" * 121, "ä", "a\n", "claim:x", "../etc"])
def test_ids_are_slugs(bad: str) -> None:
    with pytest.raises(ValidationError):
        Measure.model_validate({"id": bad, "name": "M"})
    with pytest.raises(ValidationError):
        DataSetRecord(id=bad, title="T")


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "ftp://x", "https://x y", 'http://a"b', "data:text/html,x"])
def test_addresses_are_of_the_web(bad: str) -> None:
    with pytest.raises(ValidationError):
        Source.model_validate({"id": "s", "sha256": "a" * 64, "url": bad})


# ---- passages


@pytest.mark.parametrize(
    ("passage", "why"),
    [({"start": -1}, "start"), ({"start": 40}, "greater than start"), ({"end": 5}, "longer than"),
     ({"phrase": "a b c d e f g h i j k l m"}, "13 words"), ({"phrase": " "}, "blank"), ({"sha256": "x"}, "sha256")],
)  # fmt: skip
def test_passages_that_cannot_be(passage: dict[str, Any], why: str) -> None:
    refused(why, passages=[{**PASSAGE, **passage}])


def test_no_claim_without_a_passage() -> None:
    refused("passages", passages=[])
    refused("passages", passages=None)


# ---- what goes with what


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"relation": "likes"}, "not one of the registry"),
        ({"relation": "conditions-on"}, "needs conditions"),
        ({"conditions": ["x"]}, "condition_kind is missing"),
        ({"conditions": ["x"], "condition_kind": "trigger"}, "does not fit supports"),
        ({"condition_kind": "demanded"}, "without conditions"),
        ({"about": []}, "needs about"),
        ({"judgement": "good"}, "goes with assesses"),
        ({"relation": "assesses"}, "needs judgement"),
        ({"modality": "said"}, "modality"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_what_does_not_go_together(fields: dict[str, Any], why: str) -> None:
    refused(why, **fields)


def test_one_thing_stands_for_a_list_of_one() -> None:
    made = claim(
        holder="a", about={"id": "m", "as_said": "the thing"}, attributed_to=["b", {"id": "c", "verb": "says"}]
    )
    assert made.holder == ("a",)
    assert made.about[0].as_said == "the thing"
    assert [(a.level, a.id) for a in made.attributed_to] == [(1, "b"), (2, "c")]


@pytest.mark.parametrize(
    ("fields", "polarity"),
    [({}, 1), ({"relation": "opposes"}, -1), ({"negated": True}, 0), ({"about": {"id": "m", "contrary": True}}, -1),
     ({"relation": "assesses", "judgement": "bad"}, -1), ({"relation": "reports"}, 0),
     ({"relation": "declines", "about": {"id": "m", "contrary": True}}, 1)],
)  # fmt: skip
def test_polarity_is_of_the_claim_as_it_stands(fields: dict[str, Any], polarity: int) -> None:
    assert claim(**fields).polarity == polarity
