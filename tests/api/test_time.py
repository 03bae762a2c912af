"""What had been said by a day, and what held on it: the same over positions, claims, actors, questions and pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bench.generate import Fields
from graph.loads import load
from graph.store import Store
from tests.conftest import empty
from tests.graph.facts import SHA, claim, made

from .conftest import served

OFFICE = {"actor": "norland", "role": "speaks-for", "background": True, "from": "2031-02-01", "to": "2031-03-31"}
HEADINGS: dict[str, list[Fields]] = {
    "actors": [{"id": "norland", "name": "Norland", "kind": "State"}, {"id": "sudmark", "name": "Sudmark", "kind": "State"},
               {"id": "estria", "name": "Estria", "kind": "State"}, {"id": "westria", "name": "Westria", "kind": "State"},
               {"id": "vell", "name": "Ana Vell", "kind": "Person", "represents": [OFFICE]}],
    "measures": [{"id": "patrols", "name": "Joint patrols"}],
    "sources": [{"id": "report", "sha256": SHA}, {"id": "herald", "sha256": "b" * 64, "published": "2031-05"}],
}  # fmt: skip
CLAIMS = [
    claim("for", "supports", "norland", "patrols", said_from="2031-01-10"),
    claim("against", "opposes", "norland", "patrols", said_from="2031-03-10"),
    claim("month", "supports", "sudmark", "patrols", said_from="2031-02"),
    claim("bound", "opposes", "estria", "patrols", said_from="2031-02-15", date_precision="not-before"),
    claim("published", "supports", "westria", "patrols", source="herald"),
    claim("undated", "opposes", "vell", "patrols"),
    claim("ended", "participates-in", "sudmark", "patrols", valid_from="2031-01-01", valid_to="2031-01-31"),
]


@pytest.fixture(scope="module")
def client(embedded_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    empty(embedded_store)
    load(embedded_store, made(Path(tmp_path_factory.mktemp("time")), HEADINGS, CLAIMS))
    with served(embedded_store) as opened:
        yield opened


def keys(client: httpx.Client, **day: str) -> dict[str, bool]:
    items: list[dict[str, Any]] = client.get("/claims", params=day).json()["items"]
    return {i["key"]: i["undated"] for i in items}


def stands(client: httpx.Client, **day: str) -> set[tuple[str, str]]:
    items = client.get("/positions", params=day).json()["items"]
    return {(i["actor"]["id"], i["stance"]) for i in items}


@pytest.mark.parametrize(
    ("day", "known"),
    [
        ("2030-12-31", {"undated": True, "ended": True}),
        ("2031-01-10", {"undated": True, "ended": True, "for": False}),
        ("2031-02-10", {"undated": True, "ended": True, "for": False, "month": True}),
        ("2031-02-28", {"undated": True, "ended": True, "for": False, "month": False, "bound": True}),
        ("2031-03-10", {"undated": True, "ended": True, "for": False, "month": False, "bound": True, "against": False}),
        ("2031-05-01", {"undated": True, "ended": True, "for": False, "month": False, "bound": True, "against": False,
                        "published": False}),
    ],
)  # fmt: skip
def test_what_had_been_said(client: httpx.Client, day: str, known: dict[str, bool]) -> None:
    assert keys(client, as_of=day) == known
    holders = {str(c["key"]): str(c["holder"]) for c in CLAIMS}
    assert {actor for actor, _ in stands(client, as_of=day)} == {holders[key] for key in known}
    marked = {(i["actor"]["id"], i["undated"]) for i in client.get("/positions", params={"as_of": day}).json()["items"]}
    assert ("vell", True) in marked
    assert (("norland", False) in marked) == ("for" in known)


@pytest.mark.parametrize(
    ("day", "norland"),
    [("2031-01-09", set()), ("2031-01-10", {"supports"}), ("2031-03-09", {"supports"}), ("2031-03-10", {"opposes"})],
)
def test_a_changed_position_holds_until_it_is_revised(client: httpx.Client, day: str, norland: set[str]) -> None:
    assert {stance for actor, stance in stands(client, on=day) if actor == "norland"} == norland
    known = {stance for actor, stance in stands(client, on="2031-04-01", as_of=day) if actor == "norland"}
    assert known == norland  # what is not said yet revises nothing


def test_a_claim_names_what_it_revises(client: httpx.Client) -> None:
    items = {i["key"]: i for i in client.get("/claims").json()["items"]}
    old, new = items["for"], items["against"]
    assert (new["revises"], old["revised_by"]) == ([old["id"]], [new["id"]])
    assert not new["revised_by"] + new["contradicts"] + new["in_tension"] + old["revises"]
    alone = client.get(f"/claims/{new['id']}").json()
    assert client.get(f"/claims/{alone['revises'][0]}").json()["passages"][0]["phrase"] == "words of for"


def test_what_held_ends(client: httpx.Client) -> None:
    for day, takes_part in (("2030-12-31", False), ("2031-01-31", True), ("2031-02-01", False)):
        assert (("sudmark", "participates_in") in stands(client, on=day)) == takes_part
        assert ("vell", "opposes") in stands(client, on=day)  # undated: kept, and marked
        assert keys(client, on=day)["undated"] is True


def test_current_and_the_days_of_saying_agree(client: httpx.Client) -> None:
    items = client.get("/positions", params={"actor": "norland"}).json()["items"]
    assert [(i["stance"], i["current"], i["first_said"], i["last_said"]) for i in sorted(items, key=lambda i: i["last_said"])] == [
        ("supports", False, "2031-01-10", "2031-01-10"), ("opposes", True, "2031-03-10", "2031-03-10")]  # fmt: skip
    (before,) = client.get("/positions", params={"actor": "norland", "as_of": "2031-02-01"}).json()["items"]
    assert (before["stance"], before["current"]) == ("supports", True)


def test_questions_know_the_day(client: httpx.Client) -> None:
    def who(**day: str) -> set[str]:
        found = client.get("/ask", params={"q": "who supports joint patrols", **day})
        assert found.status_code == 200, found.text
        return {a["id"] for a in found.json()["answers"]}

    assert who(as_of="2031-01-31") == {"norland"}
    assert who(as_of="2031-05-31") == {"norland", "sudmark", "westria"}
    assert who(on="2031-04-01") == {"sudmark", "westria"}


@pytest.mark.parametrize(
    ("day", "offices"), [({}, 1), ({"as_of": "2031-01-31"}, 0), ({"as_of": "2031-04-30"}, 1), ({"on": "2031-03-31"}, 1),
                         ({"on": "2031-04-01"}, 0)],
)  # fmt: skip
def test_offices_have_days(client: httpx.Client, day: dict[str, str], offices: int) -> None:
    assert len(client.get("/actors/vell", params=day).json()["represents"]) == offices


def test_pages_have_days(client: httpx.Client) -> None:
    def page(**day: str) -> str:
        return client.get("/views/overview", params=day).text

    assert "Statement against." in page()
    assert "Statement against." not in page(as_of="2031-03-09")
    assert "Statement for." in page(as_of="2031-03-09")
    assert "Statement for." not in page(on="2031-03-10")
