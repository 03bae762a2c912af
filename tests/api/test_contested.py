"""What is contested, over invented claims: each kind of point, what its sides rest on, and what is no point."""

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

NAMES = ("norland", "sudmark", "estria")
HEADINGS: dict[str, list[Fields]] = {
    "actors": [*({"id": n, "name": n.title(), "kind": "State"} for n in NAMES),
               {"id": "insiders", "name": "Insiders", "kind": "Group", "anonymous": True}],
    "measures": [{"id": m, "name": m.title()} for m in ("census", "dredging", "ferry", "mines", "patrols", "tolls", "vote")],
    "sources": [{"id": "report", "sha256": SHA}, {"id": "herald", "sha256": "b" * 64, "same_origin_as": ["report"]},
                {"id": "gazette", "sha256": "c" * 64}],
}  # fmt: skip
CLAIMS = [
    # one holder, opposite things
    claim("a1", "supports", "norland", "patrols"),
    claim("a2", "opposes", "norland", "patrols", source="herald", attributed_to=["insiders"]),
    # two holders who want opposite things: no point
    claim("b1", "supports", "norland", "tolls"),
    claim("b2", "opposes", "sudmark", "tolls"),
    # two holders who foresee opposite things
    claim("c1", "expects", "norland", "vote"),
    claim("c2", "expects", "sudmark", "vote", negated=True, source="gazette"),
    # two who are denied and rejected
    claim("d1", "carries-out", "norland", "mines", attributed_to=["sudmark"]),
    claim("d2", "denies", "norland", "claim:d1"),
    claim("e1", "demands", "norland", "ferry"),
    claim("e2", "rejects", "sudmark", "claim:e1", source="gazette"),
    # figures of one thing, on different days
    claim("f1", "reports", [], "census", figure={"value": 400, "of": "ships"}),
    claim("f2", "reports", [], "census", figure={"value": 400, "of": "ships"}, source="herald"),
    claim("f3", "reports", [], "census", figure={"value": 450, "of": "ships"}, source="gazette"),
    claim("f4", "reports", [], "census", figure={"value": 9, "of": "crews"}, source="gazette"),
    # only an opponent's word for it
    claim("g1", "supports", "norland", "dredging", attributed_to=["sudmark"], source="gazette"),
    claim("g2", "denies", "norland", "claim:g1", source="gazette"),
    claim("g3", "opposes", "sudmark", "dredging"),
]


@pytest.fixture(scope="module")
def client(embedded_store: Store, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    empty(embedded_store)
    load(embedded_store, made(Path(tmp_path_factory.mktemp("contested")), HEADINGS, CLAIMS))
    with served(embedded_store) as opened:
        yield opened


def points(client: httpx.Client, subject: str, **more: str) -> list[tuple[str, list[list[str]]]]:
    items = client.get("/contested", params={"subject": subject, **more}).json()["items"]
    words = {c["statement"].split()[1].rstrip(".") for i in items for p in i["points"] for s in p["sides"] for c in s["claims"]}
    assert words or not items
    return [(p["kind"], [[c["statement"].split()[1].rstrip(".") for c in s["claims"]] for s in p["sides"]])
            for i in items for p in i["points"]]  # fmt: skip


def side(client: httpx.Client, subject: str, key: str) -> dict[str, Any]:
    (item,) = client.get("/contested", params={"subject": subject}).json()["items"]
    found: list[dict[str, Any]] = [s for p in item["points"] for s in p["sides"]
                                   if any(c["statement"] == f"Statement {key}." for c in s["claims"])]  # fmt: skip
    return found[0]


@pytest.mark.parametrize(
    ("subject", "wanted"),
    [
        ("patrols", [("contradiction", [["a1"], ["a2"]])]),
        ("tolls", []),
        ("vote", [("disagreement", [["c1"], ["c2"]])]),
        ("mines", [("denied", [["d1"], ["d2"]])]),
        ("ferry", [("rejected", [["e1"], ["e2"]])]),
        ("census", [("figures", [["f1", "f2"], ["f3"]])]),
        ("dredging", [("denied", [["g1"], ["g2"]])]),
    ],
)
def test_points(client: httpx.Client, subject: str, wanted: list[tuple[str, list[list[str]]]]) -> None:
    found = [(kind, sorted(sorted(side) for side in sides)) for kind, sides in points(client, subject)]
    assert found == wanted


def test_what_a_side_rests_on(client: httpx.Client) -> None:
    assert side(client, "patrols", "a2")["unnamed_only"] is True
    assert side(client, "patrols", "a1")["unnamed_only"] is False
    copies = side(client, "census", "f1")
    assert (copies["sources"], copies["source_count"], copies["one_source"]) == (["herald", "report"], 1, True)
    assert side(client, "dredging", "g1")["opponents_word_only"] is False  # sudmark is on neither side of the denial
    assert side(client, "mines", "d1")["claims"][0]["passages"][0]["phrase"] == "words of d1"


def test_scope_and_pages(client: httpx.Client) -> None:
    assert points(client, "vote", source="gazette") == []
    whole = [i["id"] for i in client.get("/contested").json()["items"]]
    assert whole == sorted(whole) == ["census", "dredging", "ferry", "mines", "patrols", "vote"]
    first = client.get("/contested", params={"limit": 4}).json()
    second = client.get("/contested", params={"limit": 4, "cursor": first["next"]}).json()
    assert [i["id"] for i in (*first["items"], *second["items"])] == whole
    assert second["next"] is None
