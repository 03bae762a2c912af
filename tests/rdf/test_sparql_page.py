"""docs/sparql.md: its queries are run over the bundled data set, and answer what the page shows.

`PARLEY_WRITE_DOCS=1 pytest tests/rdf/test_sparql_page.py` writes the answers into the page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from rdflib import Dataset

from graph.loads import load
from graph.store import Store
from loaders.export import export
from loaders.factset import bundled, read_folder
from loaders.rdfread import parse_graphs

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sparql.md"
QUERY = re.compile(r"```sparql\n(.*?)```\n\n<!-- output: (\w+) -->\n```text\n(.*?)```", re.DOTALL)
IRI = "https://parley.example/id/"
# rdflib warns of its own use of its own property, in every query over a union of graphs.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")


def answer(graphs: Dataset, query: str) -> str:
    rows = [" | ".join(str(v).removeprefix(IRI) for v in row) for row in graphs.query(query)]  # type: ignore[union-attr]
    return "".join(f"{row}\n" for row in rows)


def graphs_of(store: Store, folder: Path) -> Dataset:
    load(store, read_folder(bundled()))
    export(store, "trig", folder / "graph.trig")
    return parse_graphs((folder / "graph.trig").read_bytes(), "graph.trig", "trig")


def test_the_queries_answer_what_the_page_shows(store: Store, tmp_path: Path) -> None:
    graphs = graphs_of(store, tmp_path)
    text = PAGE.read_text("utf-8")
    blocks = QUERY.findall(text)
    assert [name for _, name, _ in blocks] == ["who", "passages", "stated", "sources"]
    assert text.count("```sparql") == len(blocks), "a query without its output"
    for query, name, shown in blocks:
        found = answer(graphs, query)
        if os.environ.get("PARLEY_WRITE_DOCS"):
            head = f"<!-- output: {name} -->\n```text\n"
            text = text.replace(f"{head}{shown}```", f"{head}{found}```")
        else:
            assert found == shown, f"{name}: PARLEY_WRITE_DOCS=1 writes it again"
        assert found, name
    PAGE.write_text(text, "utf-8")


def test_the_first_query_is_the_cypher_beside_it(store: Store, tmp_path: Path) -> None:
    graphs = graphs_of(store, tmp_path)
    text = PAGE.read_text("utf-8")
    cypher = re.search(r"`(MATCH [^`]+)`", text)
    assert cypher is not None
    names = sorted(row["a.name"] for row in store.rows(cypher[1]))
    assert answer(graphs, QUERY.findall(text)[0][0]).splitlines() == names != []
