"""Collections and items: their shapes, filters, cursors and errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from pydantic import BaseModel

from schema import shapes

COLLECTIONS: dict[str, type[BaseModel]] = {
    "actors": shapes.ActorShape,
    "measures": shapes.MeasureShape,
    "events": shapes.EventShape,
    "places": shapes.PlaceShape,
    "claims": shapes.ClaimShape,
    "sources": shapes.SourceShape,
    "passages": shapes.PassageItem,
    "positions": shapes.PositionShape,
    "relations": shapes.RelationShape,
    "contested": shapes.ContestedShape,
}
WITH_ITEMS = [name for name in COLLECTIONS if name not in ("positions", "relations", "contested")]


def everything(client: httpx.Client, path: str, **parameters: str | int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = client.get(path, params={**parameters, **({"cursor": cursor} if cursor else {})})
        assert page.status_code == 200, page.text
        items += page.json()["items"]
        cursor = page.json()["next"]
        if cursor is None:
            return items


@pytest.mark.parametrize("name", COLLECTIONS)
def test_items_have_the_documented_shape(client: httpx.Client, name: str) -> None:
    items = everything(client, f"/{name}", limit=500)
    assert items
    for item in items:
        COLLECTIONS[name].model_validate(item)
        assert set(COLLECTIONS[name].model_json_schema(by_alias=True)["required"]) <= item.keys()


@pytest.mark.parametrize("name", ["actors", "claims", "positions", "passages", "contested"])
def test_pages_make_the_whole(client: httpx.Client, name: str) -> None:
    whole = everything(client, f"/{name}", limit=500)
    parts = everything(client, f"/{name}", limit=7)
    assert [i["id"] for i in parts] == [i["id"] for i in whole]
    assert len({i["id"] for i in parts}) == len(parts)


@pytest.mark.parametrize("name", WITH_ITEMS)
def test_an_item_by_id_is_the_listed_one(client: httpx.Client, name: str) -> None:
    listed = client.get(f"/{name}", params={"limit": 1}).json()["items"][0]
    alone = client.get(f"/{name}/{listed['id']}").json()
    assert {k: v for k, v in alone.items() if k != "passages"} == {k: v for k, v in listed.items() if k != "passages"}


@pytest.mark.parametrize("name", WITH_ITEMS)
def test_an_unknown_id_is_a_problem(client: httpx.Client, name: str) -> None:
    answer = client.get(f"/{name}/no-such-thing")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 404
    assert "no-such-thing" in answer.json()["detail"]


def test_who_opposes_turkish_participation(client: httpx.Client) -> None:
    items = everything(client, "/positions", measure="turkish-isf-participation", stance="opposes")
    assert [i["actor"]["id"] for i in items] == ["israel"]
    claim = client.get(f"/claims/{items[0]['claims'][0]}").json()
    assert claim["holder"] == {"id": "israel", "name": "Israel"}
    assert claim["polarity"] == -1


def test_a_condition_is_no_opposition(client: httpx.Client) -> None:
    items = everything(client, "/positions", actor="israel", object="gaza-reconstruction")
    assert {i["stance"] for i in items} == {"conditions_on"}
    assert items[0]["requires"]


@pytest.mark.parametrize(
    ("parameters", "holds"),
    [
        ({"actor": "israel"}, lambda i: i["actor"]["id"] == "israel"),
        ({"stance": "mediates", "basis": "implied"}, lambda i: i["stance"] == "mediates"),
        ({"inherited": "true"}, lambda i: i["inherited"]),
        ({"conditional": "true"}, lambda i: i["conditional"]),
        ({"include_imputed": "false"}, lambda i: not i["imputed"]),
        ({}, lambda i: i["basis"] == "stated"),
        ({"min_certainty": "0.9"}, lambda i: i["certainty"] >= 0.9),
    ],
)
def test_filters_of_positions(
    client: httpx.Client, parameters: dict[str, str], holds: Callable[[dict[str, Any]], bool]
) -> None:
    found = everything(client, "/positions", limit=500, **parameters)
    assert found
    assert all(holds(i) for i in found)
    whole = everything(client, "/positions", limit=500, basis="inferred")
    assert len(found) < len(whole)


def test_a_source_alone_sums_only_its_claims(client: httpx.Client) -> None:
    for source in everything(client, "/sources"):
        for item in everything(client, "/positions", source=source["id"], limit=500):
            assert item["sources"] == [source["id"]]


def test_summed_positions_without_a_restriction_are_the_view(client: httpx.Client) -> None:
    """as_of far in the future restricts nothing, but goes the other way round: through the claims."""
    view = everything(client, "/positions", limit=500)
    summed = everything(client, "/positions", limit=500, as_of="2999-01-01")
    assert [i["id"] for i in summed] == [i["id"] for i in view]
    assert [{k: v for k, v in i.items() if k != "undated"} for i in summed] == view


def test_claims_by_holder_and_relation(client: httpx.Client) -> None:
    found = everything(client, "/claims", holder="israel", relation="opposes")
    assert found
    assert all(c["relation"] == "opposes" and "israel" in {h["id"] for h in c["holders"]} for c in found)
    imputed = everything(client, "/claims", basis="inferred", limit=500)
    assert any(c["imputed"] for c in imputed)
    assert any(c["embedded"] for c in imputed)


def test_every_claim_is_proven(client: httpx.Client) -> None:
    for claim in everything(client, "/claims", basis="inferred", limit=500):
        assert claim["passages"]
        assert all(len(p["phrase"].split()) <= 12 and p["start"] < p["end"] for p in claim["passages"])
        assert claim["attributed_to"][0]["level"] == 0


@pytest.mark.usefixtures("articles")
def test_a_claim_shows_its_passage_in_the_text(client: httpx.Client) -> None:
    for claim in everything(client, "/claims", basis="inferred", limit=500)[:40]:
        for passage in client.get(f"/claims/{claim['id']}").json()["passages"]:
            assert passage["verified"] is True
            assert passage["phrase"] in passage["text"]
            assert len(passage["text"]) == passage["end"] - passage["start"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/positions?limit=0", 422),
        ("/positions?limit=501", 422),
        ("/positions?cursor=nonsense", 400),
        ("/actors?cursor=WzEsMl0", 400),
        ("/positions?stance=loves", 422),
        ("/positions?as_of=yesterday", 422),
        ("/positions?basis=guessed", 422),
        ("/claims?relation=hugs", 422),
        ("/nowhere", 404),
        ("/export/floppy", 404),
        ("/views/nowhere", 404),
    ],
)
def test_bad_requests_are_problems(client: httpx.Client, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["detail"]
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "name", ["'; MATCH (n) DETACH DELETE n //", "`x`", "<script>alert(1)</script>", "a\nb", "%00", "x" * 150]
)
def test_hostile_ids_are_only_text(client: httpx.Client, name: str) -> None:
    before = client.get("/health").json()["claims"]
    assert client.get("/positions", params={"actor": name}).json()["items"] == []
    assert client.get("/claims", params={"holder": name}).json()["items"] == []
    assert client.get("/health").json()["claims"] == before


def test_health(client: httpx.Client) -> None:
    body = client.get("/health").json()
    shapes.Health.model_validate(body)
    assert body["status"] == "ok"
    assert body["claims"] > 200
    assert body["data_version"]
