"""Any valid data set, written in any format and read back, is equal."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.export import StoredClaim, StoredEntity
from loaders.factset import FactSet
from loaders.plain import fields, yaml_text
from loaders.rdf import Names, jsonld, trig
from loaders.rdfread import parse_rdf
from loaders.triples import Block, Iris, claim_blocks, entity_blocks, passage_blocks, record_blocks
from loaders.yamlfile import read_yaml
from schema.errors import SettingsError
from schema.ids import passage_id
from schema.ontology import BASE
from schema.records import AnyEntity, Claim, DataSetRecord, Source
from tests.records import HOSTILE, datasets, same

BASES = st.sampled_from([BASE, "urn:talks:", "https://example.org/x%20y#", "http://h/ä/"])
SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
RDF = {"trig": trig, "json-ld": jsonld}


def blocks_of(facts: FactSet, base: str) -> Iterator[Block]:
    """As `loaders.triples.blocks` of a store, without one."""
    iris, name, language = Iris(base), facts.dataset.id, facts.dataset.language
    yield from record_blocks(iris, facts.dataset, facts.claim_ids.__getitem__)
    for record in facts.entities:
        yield from entity_blocks(iris, StoredEntity(record, (name,)), language, facts.claim_ids)
    sources = {e.id: e for e in facts.entities if isinstance(e, Source)}
    for claim in facts.claims():
        stored = StoredClaim(facts.claim_ids[claim.key], claim, name, claim.status, claim.polarity, False, None, None)
        source = sources[claim.source]
        yield from claim_blocks(iris, stored, source, language, facts.claim_ids.__getitem__)
        for passage in claim.passages:
            yield from passage_blocks(iris, passage_id(source.sha256, passage), passage, source)


def written(facts: FactSet, format_: str, base: str = BASE) -> bytes:
    out = io.BytesIO()
    RDF[format_](blocks_of(facts, base), Names(base), out)
    return out.getvalue()


@pytest.mark.parametrize("format_", RDF)
@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(facts=datasets(), base=BASES)
def test_rdf_and_back_is_equal(format_: str, facts: FactSet, base: str) -> None:
    same(parse_rdf(written(facts, format_, base), "x", format_), facts)


@settings(max_examples=30, deadline=None, suppress_health_check=SLOW)
@given(facts=datasets())
def test_what_people_write_is_equal_when_read(tmp_path_factory: pytest.TempPathFactory, facts: FactSet) -> None:
    """Through YAML and JSON, as `loaders.plain` writes them."""
    path = tmp_path_factory.mktemp("yaml") / "all.yaml"
    records: list[AnyEntity | Claim | DataSetRecord] = [facts.dataset, *facts.entities, *facts.claims()]
    path.write_text(yaml_text({"records": [fields(r) for r in records]}), "utf-8")
    for found in (read_yaml(path, "all.yaml").value["records"], json.loads(json.dumps([fields(r) for r in records]))):
        assert [type(r).model_validate(f) for r, f in zip(records, found, strict=True)] == records


@pytest.mark.parametrize("bad", ["", "no base", "https://example.org", "https://x/<y>/", "//x/", "https://x/ y/"])
def test_a_base_that_is_none_is_refused(bad: str) -> None:
    with pytest.raises(SettingsError, match="is no base for IRIs"):
        Iris(bad)


@given(id_=st.text(min_size=1))
@example(id_="a/b#c?d e<f>\"g\\h{i}|j^k`l")
def test_any_id_gives_an_iri(id_: str) -> None:
    try:
        id_.encode()
    except UnicodeEncodeError:
        return
    text = str(Iris().entity(id_))
    assert text.startswith(BASE + "id/")
    assert not set(text[len(BASE) + 3 :]) & set("/#?<>\"{}|\\^` ")


def test_hostile_texts_are_many() -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) > 30
