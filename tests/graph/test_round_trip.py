"""What is written is read back equal: every field of every record, on each engine, and as files again."""

from __future__ import annotations

import io
from collections.abc import Iterator
from types import UnionType
from typing import Any, Literal, get_args, get_origin

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from graph.export import read_facts
from graph.loads import load
from graph.store import Store
from loaders.factset import FactSet
from loaders.plain import write_yaml_zip
from loaders.plainread import parse_zip
from schema import records
from schema.records import Claim, Entity, Judgement, Record
from schema.relations import ALL_RELATIONS
from tests.conftest import empty
from tests.records import claims, datasets, same

SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@settings(max_examples=15, deadline=None, database=None, suppress_health_check=SLOW)
@given(facts=datasets())
def test_files_to_graph_to_files_is_equal(store: Store, facts: FactSet) -> None:
    empty(store)
    load(store, facts)
    stored = read_facts(store, facts.dataset.id)
    assert stored.dataset == facts.dataset
    assert {e.id: e for e in stored.entities} == {e.id: e for e in facts.entities}
    assert {c.key: c for c in stored.claims()} == {c.key: c for c in facts.claims()}
    assert stored.claim_ids == facts.claim_ids
    out = io.BytesIO()
    write_yaml_zip([stored], out)
    back = parse_zip(out.getvalue(), "back.zip")
    same(back, facts)
    report = load(store, back)
    assert (report.changed, report.entities_created, report.entities_changed) == (0, 0, 0)


# What a person decided lies over the records: `test_retraction` and `tests/rdf/test_engines.py` follow it.
MODELS = [
    model for model in vars(records).values()
    if isinstance(model, type) and issubclass(model, Record) and model not in (Record, Entity, Judgement)
]  # fmt: skip
Use = tuple[str, str, object]
GIVEN = "given"
"""Stands for any value of a field that is not the one it has when nothing is written."""


def literals(annotation: object) -> Iterator[object]:
    """Values of the Literals in an annotation."""
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    elif isinstance(annotation, UnionType) or get_args(annotation):
        for part in get_args(annotation):
            yield from literals(part)


def expected() -> Iterator[Use]:
    """Every field of every record, and every value of those that have only some."""
    for model in MODELS:
        for name, field in model.model_fields.items():
            values = list(literals(field.annotation))
            yield from ((model.__name__, name, value) for value in values or [GIVEN])
    yield from ((Claim.__name__, "relation", relation.name) for relation in ALL_RELATIONS)
    yield from ((Claim.__name__, name, "none") for name in ("holder", "about", "conditions", "attributed_to"))


def uses(record: BaseModel) -> Iterator[Use]:
    model = type(record).__name__
    for name, field in type(record).model_fields.items():
        value: Any = getattr(record, name)
        inner = value if isinstance(value, tuple) else (value,)
        for part in inner:
            if isinstance(part, BaseModel):
                yield from uses(part)
            elif isinstance(part, str | int):
                yield model, name, part
        if value != field.default:
            yield model, name, GIVEN
        if value == ():
            yield model, name, "none"


SAME_EACH_TIME: dict[str, Any] = {"deadline": None, "database": None, "derandomize": True, "phases": [Phase.generate],
                  "suppress_health_check": SLOW}  # fmt: skip
IDS = {kind: [f"{kind}-0", f"{kind}-1"] for kind in "ameps"}


def test_the_generated_data_sets_use_everything() -> None:
    found: set[Use] = set()
    alternatives, together = set[int](), set[int]()

    @settings(max_examples=140, **SAME_EACH_TIME)
    @given(facts=datasets())
    def of_sets(facts: FactSet) -> None:
        for record in (facts.dataset, *facts.entities, *facts.claims()):
            found.update(uses(record))

    @settings(max_examples=12, **SAME_EACH_TIME)
    @given(data=st.data())
    def of_each_relation(data: st.DataObject) -> None:
        for relation in ALL_RELATIONS:
            claim = Claim.model_validate(data.draw(claims(relation, IDS, "key", ["k0", "k1"])))
            found.update(uses(claim))
            groups = [part.group for part in claim.conditions]
            alternatives.add(len(set(groups)))
            together.update(groups.count(group) for group in groups)

    of_sets()
    of_each_relation()
    assert sorted(set(expected()) - found, key=repr) == []
    assert {1, 2} <= alternatives
    assert {1, 2} <= together
