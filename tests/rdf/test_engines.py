"""On each engine: what a store holds goes out in every format and comes back as the same graph."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from rdflib import Dataset, URIRef

from bench.generate import Size
from graph.export import read_facts, undisturbed
from graph.loads import load
from graph.reader import Filter, Reader, Scope
from graph.store import Store
from loaders.export import export
from loaders.factset import FactSet, bundled, read_folder
from loaders.rdfread import parse_graphs
from loaders.registry import EXPORTERS, LOADERS, read_any
from schema.errors import FactError, NotFound, SettingsError, StoreBusy
from schema.ontology import link_iri
from schema.records import Judgement, Measure, Source
from schema.relations import EDGE_TYPES
from tests.conftest import empty
from tests.graph.dump import dump
from tests.graph.facts import claim, folder, generated, made
from tests.records import same

# rdflib warns of its own use of its own property, in every query over a union of graphs.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")
OF_THE_RUN = ("load", "recorded_at", "superseded_at")
"""Properties that differ between two loads of the same."""
WITHOUT = ("Lock", "Load", "Meta", "DataSet", "Revision")
READ_BACK = [e.name for e in EXPORTERS if e.name in {loader.name for loader in LOADERS}]
RICH = Size(claims=120, actors=12, measures=20, events=5, places=4, rich=True)


def image(store: Store) -> list[str]:
    return dump(store, without=WITHOUT, forget=OF_THE_RUN)


def written(store: Store, format_: str, **options: Any) -> bytes:  # noqa: ANN401
    out = io.BytesIO()
    export(store, format_, out, **options)
    return out.getvalue()


def parsed(format_: str, data: bytes, **options: Any) -> FactSet:  # noqa: ANN401
    return next(loader for loader in LOADERS if loader.name == format_).parse(data, "written", **options)


def test_every_format_gives_an_equal_graph(store: Store, tmp_path: Path) -> None:
    facts = made(tmp_path, *generated(RICH))
    load(store, facts)
    before = image(store)
    files = {name: written(store, name) for name in READ_BACK}
    assert set(READ_BACK) == {"trig", "jsonld", "yaml", "jsonl"}
    for name, data in files.items():
        back = parsed(name, data)
        same(back, facts)
        empty(store)
        load(store, back)
        assert image(store) == before, name


def test_judgements_go_out_and_come_back(store: Store, tmp_path: Path) -> None:
    facts = made(tmp_path, *generated(RICH))
    one, two, three = (e.id for e in [e for e in facts.entities if isinstance(e, Measure)][-3:])
    source = next(e.id for e in facts.entities if isinstance(e, Source))
    key = next(iter(facts.claim_ids))
    facts.judgements += [
        Judgement(retracted=f"claim:{key}", because="“misread”\nsays B", by="A", at="2026-02-03"),
        Judgement(retracted=source, because="withdrawn"),
        Judgement(different=(two, one), because="two names"), Judgement(different=(one, three), because="1e5", source=source),
    ]  # fmt: skip
    load(store, facts)
    before = image(store)
    for name in READ_BACK:
        back = parsed(name, written(store, name))
        same(back, facts)
        empty(store)
        load(store, back)
        assert image(store) == before, name
    retracted = [c for c in read_facts(store, "made").stored_claims() if c.status == "retracted"]
    assert {c.record.key for c in retracted} >= {key}
    assert all(c.record.status == "retracted" or key == c.record.key or c.record.source == source for c in retracted)


def test_the_bundled_data_set_goes_out_and_comes_back(store: Store) -> None:
    facts = read_folder(bundled())
    load(store, facts)
    for name in READ_BACK:
        same(parsed(name, written(store, name)), facts)
    report = load(store, parsed("trig", written(store, "trig")))
    assert (report.changed, report.entities_changed, report.entities_created) == (0, 0, 0)


def test_equal_stores_give_equal_bytes(store: Store, tmp_path: Path) -> None:
    facts = made(tmp_path, *generated(RICH))
    load(store, facts)
    stamp = re.compile(rb"\d{4}-\d\d-\d\dT[\d:+.]+")
    first = {e.name: stamp.sub(b"", written(store, e.name)) for e in EXPORTERS}
    empty(store)
    load(store, facts)
    for exporter in EXPORTERS:
        assert stamp.sub(b"", written(store, exporter.name)) == first[exporter.name], exporter.name


# ---- the same question in SPARQL and in Cypher

VIEW = "https://parley.example/graph/view"
CYPHER = "MATCH (a:Actor)-[e]->(o {id: $id}) WHERE type(e) = $type RETURN DISTINCT a.id AS id"
CYPHER_EDGES = "MATCH (a)-[e]->(b) WHERE e.source_count IS NOT NULL RETURN e.id AS id, e.claims AS claims"
CYPHER_STATED = """
MATCH (a:Actor)-[e:OPPOSES]->(m:Measure {id: $id})
WHERE e.basis = 'stated' AND NOT e.imputed
RETURN DISTINCT a.id AS id
"""
SPARQL_STATED = """
SELECT DISTINCT ?a WHERE {
  ?e rdf:subject ?a ; rdf:predicate parley:opposes ; rdf:object ?o ; parley:basis "stated" ; parley:imputed false
}
"""


def graphs_of(store: Store) -> Dataset:
    return parse_graphs(written(store, "trig"), "written", "trig")


def ask(graphs: Dataset, query: str, **bound: str) -> set[str]:
    names = {name: URIRef(f"https://parley.example/id/{id_}") for name, id_ in bound.items()}
    return {str(row[0]).rsplit("/", 1)[-1] for row in graphs.query(query, initBindings=names)}  # type: ignore[index]


def test_sparql_cypher_and_rest_answer_the_same(store: Store) -> None:
    load(store, read_folder(bundled()))
    graphs, reader = graphs_of(store), Reader(store)
    measures = [r["id"] for r in store.rows("MATCH (m:Measure)<-[e]-(:Actor) RETURN m.id AS id, count(e) AS n "
                                            "ORDER BY n DESC, id LIMIT 25")]  # fmt: skip
    assert "turkish-isf-participation" in measures
    answered = 0
    for measure in measures:
        for edge in EDGE_TYPES:
            rows = store.rows(CYPHER, {"id": measure, "type": edge.type})
            triple = f"?a <{link_iri(edge.type)}> ?o"
            found = ask(graphs, f"SELECT DISTINCT ?a WHERE {{ GRAPH <{VIEW}> {{ {triple} }} }}", o=measure)
            assert found == {r["id"] for r in rows}, (measure, edge.type)
            page = reader.positions(Filter(object=measure, stance=edge.stance), Scope(basis="inferred"), limit=500)
            assert found == {p["actor"]["id"] for p in page["items"]}, "what REST answers"
            answered += len(found)
        stated = {r["id"] for r in store.rows(CYPHER_STATED, {"id": measure})}
        assert ask(graphs, SPARQL_STATED, o=measure) == stated
    assert answered > 40


def test_every_edge_of_the_view_stands_on_the_same_claims(store: Store, tmp_path: Path) -> None:
    load(store, made(tmp_path, *generated(RICH)))
    graphs = graphs_of(store)
    found: dict[str, set[str]] = {}
    query = f"SELECT ?e ?c WHERE {{ GRAPH <{VIEW}> {{ ?e a parley:ViewEdge ; parley:standsOn ?c }} }}"
    for edge, behind in graphs.query(query):  # type: ignore[misc]
        found.setdefault(str(edge).rsplit("/", 1)[-1], set()).add(str(behind).rsplit("/", 1)[-1])
    assert found == {r["id"]: set(r["claims"]) for r in store.rows(CYPHER_EDGES)}


# ---- history, several data sets


def test_what_has_left_its_files_goes_out_and_comes_back_as_superseded(store: Store, tmp_path: Path) -> None:
    entities, claims = generated(RICH)
    load(store, made(tmp_path / "one", entities, claims))
    named = {c["key"] for c in claims if any(f"claim:{c['key']}" in str(o) for o in claims)}
    gone, changed = [c for c in claims if c["key"] not in named][:2]
    other = next(a["id"] for a in entities["actors"] if a["id"] not in changed["holder"])
    kept = [{**c, "holder": [other]} if c is changed else c for c in claims if c is not gone]
    report = load(store, made(tmp_path / "two", entities, kept))
    assert report.claims_superseded == 2
    before = image(store)
    back = parsed("trig", written(store, "trig"))
    past = {c.key: c for c in back.claims() if c.status == "superseded"}
    assert gone["key"] in past
    assert any(key.startswith(changed["key"] + ".") for key in past), "a key that is in use again gets a part of its id"
    same(parsed("jsonl", written(store, "jsonl")), read_folder(tmp_path / "two"))
    empty(store)
    load(store, back)
    assert len(image(store)) == len(before)
    assert set(back.claim_ids.values()) == {r["id"] for r in store.rows("MATCH (c:Claim) RETURN c.id AS id")}


def test_a_claim_of_the_past_about_what_has_left_stays_behind(store: Store, tmp_path: Path) -> None:
    entities, claims = generated(RICH)
    extra = {"id": "measure-gone", "name": "Gone"}
    past = claim("past", "supports", "actor-0", ["measure-gone"], source=claims[0]["source"])
    more = {**entities, "measures": [*entities["measures"], extra]}
    load(store, made(tmp_path / "one", more, [*claims, past]))
    load(store, made(tmp_path / "two", entities, claims))
    data = written(store, "trig")
    assert b"measure-gone" in data, "nothing is deleted"
    same(parsed("trig", data), read_folder(tmp_path / "two"))


def test_several_data_sets(store: Store, tmp_path: Path) -> None:
    load(store, made(tmp_path / "rich", *generated(RICH)))
    load(store, read_folder(bundled()))
    data = written(store, "trig")
    with pytest.raises(FactError, match="holds 2 data sets"):
        parsed("trig", data)
    for name in ("trig", "jsonld", "yaml", "jsonl"):
        same(parsed(name, written(store, name), dataset="made"), read_folder(tmp_path / "rich"))
        same(parsed(name, written(store, name, dataset="made")), read_folder(tmp_path / "rich"))
    with pytest.raises(FactError, match="holds no data set 'other'"):
        parsed("trig", data, dataset="other")
    with pytest.raises(NotFound, match="no data set is called 'other'"):
        written(store, "trig", dataset="other")


def test_another_base(store: Store, tmp_path: Path) -> None:
    facts = made(tmp_path, *generated(RICH))
    load(store, facts)
    data = written(store, "jsonld", base="urn:talks:")
    assert b"https://parley.example/id/" not in data
    same(parsed("jsonld", data), facts)
    with pytest.raises(SettingsError, match="jsonl has no IRIs"):
        written(store, "jsonl", base="urn:talks:")


def test_an_empty_store(store: Store) -> None:
    load(store, read_folder(bundled()))  # makes the constraints
    empty(store)
    for exporter in EXPORTERS:
        written(store, exporter.name)


# ---- files


def test_files_and_folders(store: Store, tmp_path: Path) -> None:
    facts = made(tmp_path / "in", *generated(RICH))
    load(store, facts)
    for name in READ_BACK:
        file = "graph" + next(e.extensions[0] for e in EXPORTERS if e.name == name)
        export(store, name, tmp_path / file)
        same(read_any(tmp_path / file), facts)
    export(store, "yaml", tmp_path / "folder")
    same(read_folder(tmp_path / "folder"), facts)
    with pytest.raises(SettingsError, match="is there and not empty"):
        export(store, "yaml", tmp_path / "folder")
    with pytest.raises(SettingsError, match="cannot be written"):
        export(store, "trig", tmp_path / "nowhere" / "graph.trig")
    with pytest.raises(NotFound, match="no format is called 'xml'"):
        export(store, "xml", tmp_path / "graph.xml")
    assert {p.name for p in tmp_path.iterdir()} == {
        "in", "graph.trig", "graph.jsonld", "graph.jsonl", "graph.zip", "folder",
    }  # fmt: skip


def test_a_load_in_the_middle_is_noticed(store: Store, tmp_path: Path) -> None:
    load(store, made(tmp_path / "one", *generated(RICH)))
    with pytest.raises(StoreBusy, match="was loaded while it was read"), undisturbed(store):
        load(store, read_folder(bundled()))


def test_a_data_set_of_one_store_can_be_loaded_into_another(store: Store, tmp_path: Path) -> None:
    facts = read_folder(folder(tmp_path, *generated(RICH)))
    load(store, facts)
    back = read_facts(store, "made")
    same(FactSet(back.dataset, back.digest, back.entities, back.claim_ids, back.claims), facts)
    order = {c.key: n for n, c in enumerate(back.claims())}
    for record in back.claims():
        for reference in (*(r.id for r in record.about), *(c.id for c in record.conditions)):
            if reference.startswith("claim:"):
                assert order[reference[6:]] < order[record.key]


def test_csv_is_a_table_that_runs_nothing(store: Store, tmp_path: Path) -> None:
    entities, claims = generated(RICH)
    claims[0]["statement"] = '=HYPERLINK("http://x")'
    load(store, made(tmp_path, entities, claims))
    rows = list(csv.DictReader(io.StringIO(written(store, "csv").decode())))
    assert len(rows) == len(claims)
    row = next(r for r in rows if r["key"] == claims[0]["key"])
    assert row["statement"] == '\'=HYPERLINK("http://x")'
    assert row["passages"]
    assert row["phrases"]
