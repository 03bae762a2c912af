"""What is written is read back equal: every field of every record, on each engine."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings

from bench.generate import Fields
from graph.export import read_facts
from graph.loads import load
from graph.store import Store
from tests.conftest import empty
from tests.records import claims, entities

from .facts import held

SOME = settings(
    max_examples=12,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@SOME
@given(entities(), claims())
def test_records_come_back_equal(store: Store, headings: dict[str, list[Fields]], found: list[Fields]) -> None:
    empty(store)
    facts = held(headings, found, name="round-trip")
    load(store, facts)
    back = read_facts(store, "round-trip")
    assert back.dataset == facts.dataset
    assert {e.id: e for e in back.entities} == {e.id: e for e in facts.entities}
    assert {c.key: c for c in back.claims()} == {c.key: c for c in facts.claims()}
    assert back.claim_ids == facts.claim_ids
    assert load(store, facts).changed == 0
