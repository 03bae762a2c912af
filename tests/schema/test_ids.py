"""Ids follow from content: what changes them, and what must not."""

from __future__ import annotations

from typing import Any

import pytest

from schema.ids import claim_id, digest, edge_id, passage_id
from schema.records import Claim, Passage

from .test_records import claim


def id_of(made: Claim) -> str:
    return claim_id(made, lambda reference: f"c{reference}")


@pytest.mark.parametrize(
    "fields",
    [
        {"key": "other"}, {"statement": "Other words."}, {"certainty": 0.1}, {"basis": "implied"}, {"strength": "firm"},
        {"status": "retracted"}, {"coder": "me"}, {"note": "a note"}, {"about": {"id": "m", "as_said": "that"}},
        {"passages": [{"start": 5, "end": 50, "phrase": "other"}]},
    ],
)  # fmt: skip
def test_corrections_keep_the_id(fields: dict[str, Any]) -> None:
    assert id_of(claim(**fields)) == id_of(claim())


@pytest.mark.parametrize(
    "fields",
    [
        {"source": "t"}, {"relation": "demands"}, {"holder": "b"}, {"holder": ["a", "b"]}, {"about": "n"},
        {"about": {"id": "m", "contrary": True}}, {"towards": "b"}, {"negated": True}, {"embedded": True},
        {"modality": "denied"}, {"attributed_to": "b"}, {"on_behalf_of": "b"}, {"after": "e"}, {"said_from": "2025"},
        {"valid_to": "2025"}, {"figure": {"value": 3}}, {"conditions": ["n"], "condition_kind": "demanded"},
    ],
)  # fmt: skip
def test_another_proposition_has_another_id(fields: dict[str, Any]) -> None:
    assert id_of(claim(**fields)) != id_of(claim())


def test_the_order_of_what_is_listed_does_not_matter() -> None:
    one = claim(holder=["a", "b"], about=["m", "n"], towards=["x", "y"], after=["e", "f"])
    two = claim(holder=["b", "a"], about=["n", "m"], towards=["y", "x"], after=["f", "e"])
    assert id_of(one) == id_of(two)


def test_a_claim_about_a_claim_follows_that_claim() -> None:
    about = claim(relation="denies", about="claim:x")
    assert claim_id(about, lambda _: "c1") != claim_id(about, lambda _: "c2")


def test_ids_are_stable() -> None:
    """An id that changes with a version of Parley breaks every link to it: these are on record."""
    assert digest("a", 1, None) == "0a387a70867e1b00293c"
    assert id_of(claim()) == "c3fa252b1e4c9cc16900f"
    assert passage_id("0" * 64, Passage(start=1, end=20, phrase="some words")) == "pfa234841018124eb964b"
    assert edge_id("SUPPORTS", "a", "m", {}) == "eac6948016d2a5a7c8b04"
