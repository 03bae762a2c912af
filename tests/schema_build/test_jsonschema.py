"""The JSON Schemas accept what the records accept, and refuse what one file alone shows to be wrong."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator  # type: ignore[import-untyped]  # check-jsonschema brings it, without types
from pydantic import ValidationError

from loaders.factset import bundled
from schema.jsonschema import FILES, schemas
from schema.records import Actor, Claim, Judgement
from schema.relations import RELATION

SCHEMAS = schemas()


class _Plain(yaml.SafeLoader):
    """As an editor reads YAML: dates are text."""


_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
    for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(name: str, value: Any) -> list[str]:  # noqa: ANN401  any JSON
    return [f"{list(e.path)}: {e.message}" for e in Draft7Validator(SCHEMAS[name]).iter_errors(value)]


def claim(**more: object) -> dict[str, Any]:
    return {
        "key": "k1", "source": "s1", "relation": "supports", "statement": "A is for it.", "holder": "a", "about": "m",
        "passages": [{"start": 0, "end": 9, "phrase": "is for it"}], **more,
    }  # fmt: skip


def of_claim(value: dict[str, Any]) -> list[str]:
    return faults("claims", {"claims": [value]})


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_a_schema(name: str) -> None:
    Draft7Validator.check_schema(SCHEMAS[name])


def fact_files() -> list[tuple[str, Path]]:
    folder = bundled()
    named = [(name, folder / f"{name}.yaml") for name in ("dataset", *FILES)]
    named = [(name, path) for name, path in named if path.exists()]
    return named + [("claims", path) for path in sorted((folder / "claims").glob("*.yaml"))]


@pytest.mark.parametrize(("name", "path"), fact_files(), ids=lambda value: getattr(value, "name", value))
def test_the_bundled_files_fit(name: str, path: Path) -> None:
    value = yaml.load(path.read_text("utf-8"), _Plain)  # noqa: S506  a SafeLoader
    assert faults(name, value) == []


def test_an_empty_file_of_claims_fits() -> None:
    assert faults("claims", {"source": "s1", "claims": None}) == []


def test_the_source_may_stand_once_at_the_top() -> None:
    without = claim()
    del without["source"]
    assert faults("claims", {"source": "s1", "claims": [without]}) == []
    assert "'source' is a required property" in faults("claims", {"claims": [without]})[0]


GOOD: dict[str, dict[str, Any]] = {
    "plain": {},
    "objects in all their forms": {"about": ["m", {"id": "m2", "as_said": "it", "contrary": True}]},
    "about a claim": {"relation": "denies", "about": "claim:k0"},
    "a year as a number": {"said_from": 2025},
    "a month": {"said_from": "2025-10", "said_to": "2025-11"},
    "a chain without levels": {"attributed_to": ["a", {"id": "b", "verb": "says"}]},
    "nothing where nothing is": {"holder": None, "figure": None, "note": None, "towards": []},
    "conditions": {"relation": "conditions-on", "conditions": "m2", "condition_kind": "demanded"},
    "conditions in groups": {
        "conditions": [{"id": "m2", "group": 1}, {"id": "m3", "group": 2, "negated": True}],
        "condition_kind": "procedural",
    },
    "a trigger": {"relation": "warns", "conditions": ["m2"], "condition_kind": "trigger"},
    "judged": {"relation": "assesses", "judgement": "bad"},
    "judged, of nothing": {"relation": "assesses", "judgement": "bad", "about": []},
    "a figure": {"relation": "reports", "figure": {"value": 20000, "comparator": "~", "unit": "troops"}},
}  # fmt: skip
BAD: dict[str, dict[str, Any]] = {
    "an unknown field": {"holders": "a"},
    "an unknown relation": {"relation": "suports"},
    "no object": {"about": []},
    "an id with capitals": {"holder": "Turkey"},
    "a reference to nothing": {"about": "claim:"},
    "an actor given as a claim": {"towards": "claim:k0"},
    "a certainty above one": {"certainty": 1.5},
    "no passages": {"passages": []},
    "a phrase that is missing": {"passages": [{"start": 0, "end": 9}]},
    "conditions without a kind": {"conditions": ["m2"]},
    "a kind without conditions": {"condition_kind": "demanded"},
    "a kind of another relation": {"conditions": ["m2"], "condition_kind": "trigger"},
    "conditions where there are none": {"relation": "opposes", "conditions": ["m2"], "condition_kind": "demanded"},
    "conditions missing": {"relation": "requires"},
    "no judgement": {"relation": "assesses"},
    "a judgement of another relation": {"judgement": "good"},
    "a date as some write it": {"said_from": "29.10.2025"},
}  # fmt: skip


@pytest.mark.parametrize("name", GOOD)
def test_what_records_accept_fits(name: str) -> None:
    value = claim(**GOOD[name])
    Claim.model_validate(copy.deepcopy(value))
    assert of_claim(value) == []


@pytest.mark.parametrize("name", BAD)
def test_what_records_refuse_does_not_fit(name: str) -> None:
    value = claim(**BAD[name])
    with pytest.raises(ValidationError):
        Claim.model_validate(copy.deepcopy(value))
    assert of_claim(value) != []


@pytest.mark.parametrize("relation", RELATION)
def test_each_relation_has_its_meaning_and_its_rules(relation: str) -> None:
    field = SCHEMAS["claims"]["definitions"]["Claim"]["properties"]["relation"]
    meaning = dict(zip(field["enum"], field["enumDescriptions"], strict=True))[relation]
    assert RELATION[relation].meaning in meaning
    kind = (*RELATION[relation].conditions, "demanded")[0]
    for judgement in ({}, {"judgement": "good"}):
        for conditions in ({}, {"conditions": ["m2"], "condition_kind": kind}):
            value = claim(relation=relation, **judgement, **conditions)
            try:
                Claim.model_validate(copy.deepcopy(value))
            except ValidationError:
                assert of_claim(value) != [], value
            else:
                assert of_claim(value) == [], value


@pytest.mark.parametrize(
    "more",
    [
        {"represents": [{"actor": "b", "role": "leads", "background": True}]},
        {"represents": [{"actor": "b", "background": True}]},
        {"member_of": "b"},
        {"member_of": ["b", {"actor": "c", "claims": "k1", "from": "2025-01-01"}]},
        {"member_of": [{"actor": "c"}]},
        {"kind": "Country"},
        {"aliases": "Ankara"},
        {"aliases": None},
        {"quantifier": "several"},
    ],
)
def test_actors_fit_as_records_do(more: dict[str, Any]) -> None:
    value = {"id": "a", "name": "A", "kind": "State", **more}
    try:
        Actor.model_validate(copy.deepcopy(value))
    except ValidationError:
        assert faults("actors", {"actors": [value]}) != []
    else:
        assert faults("actors", {"actors": [value]}) == []


def test_every_field_has_a_description_or_a_plain_type() -> None:
    for field, schema in SCHEMAS["claims"]["definitions"]["Claim"]["properties"].items():
        assert "title" not in schema, field
        assert schema.get("description") or schema.get("enum") or "anyOf" in schema or "type" in schema, field


JUDGED: dict[str, tuple[dict[str, Any], bool]] = {
    "a pair": ({"same": ["a", "b"]}, True),
    "with all that it may have": (
        {"different": ["a", "b"], "source": "claim:k1", "by": "A. Reader", "at": "2031-03-09T10:00:00+00:00"}, True),
    "a claim": ({"retracted": "claim:k1"}, True),
    "nothing": ({}, False), "two things": ({"same": ["a", "b"], "retracted": "s"}, False),
    "one of a pair": ({"same": ["a"]}, False), "itself": ({"different": ["a", "a"]}, False),
    "three": ({"same": ["a", "b", "c"]}, False),
}  # fmt: skip


@pytest.mark.parametrize("name", JUDGED)
def test_judgements_are_accepted_and_refused_by_both(name: str) -> None:
    fields, right = JUDGED[name]
    value = {"because": "why", **fields}
    assert (faults("judgements", {"judgements": [value]}) == []) == right
    try:
        Judgement.model_validate(value)
    except ValidationError:
        assert not right
    else:
        assert right
