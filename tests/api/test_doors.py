"""`/ask`, `/cypher`, the page and the documentation, over a socket."""

from __future__ import annotations

import json
import re
from typing import Any

import httpx
import pytest

from api.examples import FILE
from schema import shapes

from .examples import REQUESTS, answers

OPPOSES = "MATCH (a:Actor)-[:OPPOSES]->(m:Measure {id: $id}) RETURN a.name AS name"


def cypher(client: httpx.Client, query: str, **parameters: object) -> httpx.Response:
    return client.post("/cypher", json={"query": query, "parameters": parameters})


def test_three_doors_give_one_answer(client: httpx.Client) -> None:
    asked = client.get("/ask", params={"q": "who opposes Turkish ISF participation"}).json()
    shapes.AskAnswer.model_validate(asked)
    listed = client.get("/positions", params={"measure": "turkish-isf-participation", "stance": "opposes"}).json()
    written = cypher(client, OPPOSES, id="turkish-isf-participation").json()
    assert [a["name"] for a in asked["answers"]] == ["Israel"]
    assert [i["actor"]["name"] for i in listed["items"]] == ["Israel"]
    assert written == {"columns": ["name"], "rows": [["Israel"]], "truncated": False}
    proof = asked["answers"][0]["claims"][0]
    assert proof["id"] in listed["items"][0]["claims"]
    assert proof["phrase"]
    assert proof["start"] < proof["end"]


def test_the_cypher_of_an_answer_gives_it(client: httpx.Client) -> None:
    asked = client.get("/ask", params={"q": "who opposes Turkish ISF participation"}).json()
    found = cypher(client, asked["cypher"], **asked["parameters"])
    assert found.status_code == 200, found.text
    assert "israel" in str(found.json()["rows"]).lower()


def test_the_common_parameters_filter_answers(client: httpx.Client) -> None:
    def asked(**parameters: str) -> list[str]:
        answer = client.get("/ask", params={"q": "who opposes Turkish ISF participation", **parameters})
        assert answer.status_code == 200, answer.text
        return [a["id"] for a in answer.json()["answers"]]

    assert asked(as_of="2999-01-01", on="2025-12-01", min_certainty="0.5") == ["israel"]
    assert asked(source="trump-netanyahu-divide") == []
    assert asked(as_of="2020-01-01") == []
    assert asked(according_to="israel") == ["israel"]
    assert asked(according_to="hamas") == []


def test_a_question_that_is_not_understood_says_what_would_be(client: httpx.Client) -> None:
    answer = client.get("/ask", params={"q": "flurb the wozzle grumbly"})
    assert answer.status_code == 422
    body = answer.json()
    assert body["suggestions"]
    for suggestion in body["suggestions"]:
        assert client.get("/ask", params={"q": suggestion}).status_code == 200, suggestion


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("MATCH (n) DETACH DELETE n", 403),
        ("CREATE (n:Actor {id: 'x'}) RETURN n", 403),
        ("MATCH (n) SET n.name = 'x' RETURN n", 403),
        ("RETURN 1; MATCH (n) DETACH DELETE n", 403),
        ("EXPLAIN MATCH (n) RETURN n", 403),
        ("/* x */ PROFILE MATCH (n) RETURN n", 403),
        ("CALL dbms.components()", 403),
        ("CALL { MATCH (n) DELETE n }", 403),
        ("LOAD CSV FROM 'file:///etc/hostname' AS l RETURN l", 403),
        ("SHOW USERS", 403),
        ("TERMINATE TRANSACTIONS 'x'", 403),
        ("MATCH (n) FOREACH (x IN [1] | CREATE (:X)) RETURN n", 403),
        ("MATCH (n RETURN n", 400),
        ("RETURN $missing", 400),
        ("", 403),
        ("// nothing", 403),
    ],
)
def test_what_may_not_run_is_a_problem_and_changes_nothing(client: httpx.Client, query: str, status: int) -> None:
    before = cypher(client, "MATCH (n) RETURN count(n) AS n").json()["rows"]
    answer = cypher(client, query)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert cypher(client, "MATCH (n) RETURN count(n) AS n").json()["rows"] == before


def test_words_of_writing_are_allowed_as_names_and_texts(client: httpx.Client) -> None:
    found = cypher(client, "MATCH (a:Actor) WHERE a.name <> 'CREATE; DELETE' RETURN a.set AS `merge` LIMIT 1")
    assert found.json() == {"columns": ["merge"], "rows": [[None]], "truncated": False}


def test_rows_are_cut_and_marked(client: httpx.Client) -> None:
    found = cypher(client, "MATCH (a:Claim), (b:Actor) RETURN a.id, b.id").json()
    assert found["truncated"] is True
    assert len(found["rows"]) == 1000


def test_the_page_asks_no_other_host(client: httpx.Client) -> None:
    page = client.get("/", follow_redirects=True)
    assert page.url.path == "/views/overview"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert not re.findall(r"""(?:src|href)=["']https?://""", page.text)
    assert "Israel" in page.text


def test_documentation_asks_no_other_host(client: httpx.Client) -> None:
    page = client.get("/docs")
    assert page.status_code == 200
    for address in re.findall(r"""(?:src|href)=["']([^"']+)""", page.text):
        assert not address.startswith(("http:", "https:", "//")), address
        assert client.get(address).status_code == 200


def test_openapi_names_every_endpoint_of_the_contract(client: httpx.Client) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    wanted = {"/health", "/ask", "/positions", "/actors", "/measures", "/events", "/places", "/claims", "/sources",
              "/passages", "/relations", "/cypher", "/export/{format}", "/views/{name}", "/deadlocks", "/deadlocks/{id}",
              "/unlocks", "/sequence", "/blockades", "/silence"}  # fmt: skip
    assert wanted <= paths.keys()


def test_a_page_that_rebinds_its_name_is_not_served(client: httpx.Client) -> None:
    assert client.get("/health", headers={"Host": "evil.example"}).status_code == 400


def test_the_examples_of_the_document_are_real(client: httpx.Client) -> None:
    shown = json.loads(FILE.read_text(encoding="utf-8"))
    assert answers(client) == shown
    document = client.get("/openapi.json").json()
    for name, (method, path) in REQUESTS.items():
        responses = document["paths"][path.split("?")[0]][method.lower()]["responses"]
        example = responses["200"]["content"]["application/json"]["example"]
        assert without_nulls(example) == without_nulls(shown[name])  # FastAPI leaves them out of the document


def without_nulls(value: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items() if v is not None}
    return [without_nulls(v) for v in value] if isinstance(value, list) else value
