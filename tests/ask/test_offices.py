"""Roll-up by office and group: a person's words are a state's while in office, a group's are nobody else's."""

from __future__ import annotations

import pytest

from bench.generate import Fields
from graph.ask import ask
from graph.check import check
from graph.corpus import Corpus
from graph.export import view_edges
from graph.loads import load, rebuild_view
from graph.reader import Filter, Reader, Scope
from graph.store import Store
from tests.graph.facts import SHA, claim, held


def office(name: str, *terms: tuple[str | None, str | None], **more: object) -> Fields:
    ties = [
        {"actor": "norland", "role": "leads", "office": "prime minister", "background": True,
         **{k: v for k, v in (("from", first), ("to", last)) if v}}
        for first, last in terms
    ]  # fmt: skip
    return {"id": name.lower(), "name": name, "kind": "Person", "represents": ties, **more}


HEADINGS: dict[str, list[Fields]] = {
    "actors": [
        {"id": "norland", "name": "Norland", "kind": "State", "member_of": ["coast"]},
        {"id": "sudmark", "name": "Sudmark", "kind": "State", "member_of": ["coast"]},
        {"id": "coast", "name": "coastal states", "kind": "Group", "quantifier": "unspecified"},
        {"id": "most", "name": "most countries", "kind": "Group", "quantifier": "most"},
        office("Berg", ("2028", "2030-06-30")), office("Dahl", ("2030-07-01", None)), office("Eide", (None, None)),
        office("Foss", ("2020", "2021"), ("2031", "2031")),
        {"id": "aide", "name": "an aide", "kind": "Person", "anonymous": True},
    ],
    "measures": [{"id": m, "name": m} for m in ("patrols", "tolls", "ferries", "customs", "lights", "dredging")],
    "sources": [
        {"id": "report", "title": "Report", "sha256": SHA, "published": "2031-03-02"},
        {"id": "old", "title": "Old", "sha256": "b" * 64, "published": "2029-05"},
        {"id": "undated", "title": "Undated", "sha256": "c" * 64},
    ],
}  # fmt: skip
CLAIMS = [
    claim("a", "supports", "berg", "patrols"),  # said when he was out of office
    claim("b", "supports", "berg", "tolls", source="old"),
    claim("c", "supports", "dahl", "ferries"),
    claim("d", "supports", "dahl", "customs", source="old"),
    claim("e", "supports", "eide", "lights"),
    claim("f", "supports", "berg", "dredging", source="undated"),
    claim("g", "opposes", "norland", "lights", attributed_to=["berg"]),
    claim("h", "opposes", "norland", "tolls", attributed_to=["dahl"]),
    claim("i", "supports", "foss", "patrols", said_from="2025-01-01"),
    claim("j", "supports", "foss", "dredging", said_from="2031-01-01"),
    claim("k", "supports", "coast", "patrols"),
    claim("l", "opposes", "most", "customs"),
    claim("m", "supports", "aide", "customs"),
]


@pytest.fixture
def talks(store: Store) -> Store:
    load(store, held(HEADINGS, CLAIMS))
    return store


def test_an_office_that_changes_hands(talks: Store) -> None:
    found = ask(talks, "what does Norland support?")
    assert {a["id"] for a in found["answers"]} == {"tolls", "ferries", "lights", "dredging"}
    assert {a["id"] for a in ask(talks, "what does Berg support?")["answers"]} == {"patrols", "tolls", "dredging"}
    alone = ask(talks, "what does Norland support?", roll_up=False)
    assert alone["answers"] == []


@pytest.mark.parametrize(("measure", "verdict", "by", "dated"), [
    ("patrols", "unknown", [], None), ("ferries", "yes", ["dahl"], True), ("customs", "unknown", [], None),
    ("dredging", "yes", ["berg", "foss"], True),
])  # fmt: skip
def test_the_answer_says_for_whom_and_when(
    talks: Store, measure: str, verdict: str, by: list[str], dated: bool | None
) -> None:
    found = ask(talks, f"does Norland support {measure}?")
    assert found["verdict"] == verdict
    assert sorted(a["id"] for a in found["answers"]) == by
    assert all(o["id"] == "norland" and o["dated"] is dated for a in found["answers"] for o in a["speaks_for"])


def test_an_office_without_dates_is_marked(talks: Store) -> None:
    (answer,) = [a for a in ask(talks, "does Norland support lights?")["answers"] if a["id"] == "eide"]
    assert answer["speaks_for"][0] == {
        "id": "norland", "name": "Norland", "office": "prime minister", "from": None, "to": None, "dated": False,
        "background": True,
    }  # fmt: skip


def test_who_is_out_of_office_puts_words_into_the_mouth(talks: Store) -> None:
    def imputed() -> dict[str, bool]:
        return {e.end: e.properties["imputed"] for e in view_edges(talks) if (e.start, e.type) == ("norland", "OPPOSES")}

    assert imputed() == {"lights": True, "tolls": False}
    rebuild_view(talks)
    assert imputed() == {"lights": True, "tolls": False}
    assert check(talks, Corpus()).findings == []
    earlier = [s | ({"published": "2029-01-01"} if s["id"] == "report" else {}) for s in HEADINGS["sources"]]
    load(talks, held({**HEADINGS, "sources": earlier}, CLAIMS))
    assert imputed() == {"lights": False, "tolls": True}
    assert check(talks, Corpus()).findings == []


def test_what_a_group_says_is_no_members_word(talks: Store) -> None:
    found = ask(talks, "does Sudmark support patrols?")
    assert (found["verdict"], found["answers"]) == ("unknown", [])
    (other,) = [a for a in found["alternatives"] if a.get("verdict")]
    assert other["verdict"] == "yes"
    again = ask(talks, other["question"])
    assert (again["verdict"], [a["id"] for a in again["answers"]]) == ("yes", ["coast"])
    assert ask(talks, "do coastal states support ferries?")["verdict"] == "unknown"
    assert ask(talks, "does Sudmark oppose customs?")["verdict"] == "unknown"
    assert [a["id"] for a in ask(talks, "who opposes customs?")["answers"]] == ["most"]


def test_groups_and_unnamed_sources_are_told_apart(talks: Store) -> None:
    reader = Reader(talks)
    items = reader.positions(Filter(object="customs"), Scope())["items"]
    assert {(i["actor"]["id"], i["actor"]["quantifier"], i["actor"]["anonymous"]) for i in items} == {
        ("most", "most", False), ("aide", None, True), ("dahl", None, False),
    }  # fmt: skip
    named = reader.positions(Filter(object="customs", anonymous=False), Scope())["items"]
    assert {i["actor"]["id"] for i in named} == {"most", "dahl"}
    summed = reader.positions(Filter(object="customs", anonymous=True), Scope(min_certainty=0.1))["items"]
    assert [i["actor"]["id"] for i in summed] == ["aide"]
