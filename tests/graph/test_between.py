"""Opposite claims: by example, against every pair of generated records, and in a store through every kind of change."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest

from bench.generate import Fields, Size
from graph.between import everything
from graph.loads import load, rebuild_view, undo
from graph.statements import Statements
from graph.store import Store
from graph.units import dump_view
from loaders.factset import FactSet
from schema import opposites

from .facts import SHA, claim, generated, held, made, vary, world
from .opposing import Opposites
from .oracle import lines_of

SMALL = Size(claims=160, actors=5, measures=5, events=2, places=2, rich=True)
ACTORS: list[Fields] = [
    {"id": "norland", "name": "Norland", "kind": "State"}, {"id": "sudmark", "name": "Sudmark", "kind": "State"},
    {"id": "vell", "name": "Ana Vell", "kind": "Person",
     "represents": [{"actor": "norland", "role": "speaks-for", "background": True, "to": "2031-06"}]},
]  # fmt: skip


def between(facts: FactSet) -> list[tuple[str, str, str]]:
    """Type and the keys of both claims."""
    keys = {id_: key for key, id_ in facts.claim_ids.items()}
    return [(e.type, keys[e.start.id], keys[e.end.id]) for e in Statements(facts).between().edges()]


def few(*claims: Fields, **more: Any) -> FactSet:  # noqa: ANN401  other headings
    headings: dict[str, list[Fields]] = {
        "actors": ACTORS, "measures": [{"id": "m", "name": "M"}, {"id": "n", "name": "N"}],
        "sources": [{"id": "report", "sha256": SHA}, {"id": "herald", "sha256": "b" * 64, "published": "2031-03"}],
        **more,
    }  # fmt: skip
    return held(headings, claims)


def pair(a: Fields, b: Fields) -> list[tuple[str, str, str]]:
    found = between(few(claim("a", **{"holder": "norland", "about": "m", **a}),
                        claim("b", **{"holder": "norland", "about": "m", **b})))  # fmt: skip
    return [(t, min(x, y), max(x, y)) if t == "CONTRADICTS" else (t, x, y) for t, x, y in found]


CONTRADICTS, B_REVISES_A = [("CONTRADICTS", "a", "b")], [("REVISES", "b", "a")]
TURNED = {"about": {"id": "m", "contrary": True}}
IF_N = {"conditions": ["n"], "condition_kind": "demanded"}


@pytest.mark.parametrize(
    ("a", "b", "wanted"),
    [
        ({"relation": "supports"}, {"relation": "opposes"}, CONTRADICTS),
        ({"relation": "demands"}, {"relation": "declines"}, CONTRADICTS),
        ({"relation": "supports"}, {"relation": "supports", **TURNED}, CONTRADICTS),
        ({"relation": "supports"}, {"relation": "opposes", **TURNED}, []),
        ({"relation": "supports"}, {"relation": "supports", "negated": True}, CONTRADICTS),
        ({"relation": "opposes"}, {"relation": "supports", "negated": True}, []),
        ({"relation": "agrees-to"}, {"relation": "agrees-to", "negated": True}, CONTRADICTS),
        ({"relation": "supports"}, {"relation": "agrees-to", "negated": True}, []),
        ({"relation": "opposes"}, {"relation": "conditions-on", **IF_N}, []),
        ({"relation": "opposes"}, {"relation": "supports", **IF_N}, []),
        ({"relation": "opposes"}, {"relation": "supports", "modality": "expected"}, []),
        ({"relation": "opposes"}, {"relation": "supports", "modality": "denied"}, []),
        ({"relation": "opposes"}, {"relation": "supports", "embedded": True}, []),
        ({"relation": "opposes"}, {"relation": "supports", "status": "retracted"}, []),
        ({"relation": "carries-out"}, {"relation": "declines"}, CONTRADICTS),
        ({"relation": "hinders"}, {"relation": "supports"}, []),
        ({"relation": "expects"}, {"relation": "expects", "negated": True}, CONTRADICTS),
        ({"relation": "expects", "towards": ["vell"]}, {"relation": "expects", "negated": True, "towards": ["sudmark"]}, []),
        ({"relation": "warns"}, {"relation": "expects", "negated": True}, CONTRADICTS),
        ({"relation": "supports", "scope": "some"}, {"relation": "opposes", "scope": "some"}, []),
        ({"relation": "supports", "scope": "some"}, {"relation": "opposes", "scope": "any"}, CONTRADICTS),
        ({"relation": "supports"}, {"relation": "opposes", "holder": "sudmark"}, []),
        ({"relation": "supports"}, {"relation": "opposes", "holder": "vell"}, CONTRADICTS),
        ({"relation": "supports"}, {"relation": "opposes", "holder": "vell", "said_from": "2031-07-02"}, []),
        ({"relation": "supports"}, {"relation": "opposes", "about": "n"}, []),
        ({"relation": "supports", "said_from": "2031-01"}, {"relation": "opposes", "said_from": "2031-02-01"}, B_REVISES_A),
        ({"relation": "supports", "said_from": "2031-01"}, {"relation": "opposes", "said_from": "2031-01-31"}, CONTRADICTS),
        ({"relation": "supports", "said_from": "2031-01", "date_precision": "not-before"},
         {"relation": "opposes", "said_from": "2031-05-01"}, CONTRADICTS),
        ({"relation": "supports", "source": "herald"}, {"relation": "opposes", "said_from": "2031-05-01"}, B_REVISES_A),
        ({"relation": "supports", "source": "herald"}, {"relation": "opposes", "said_from": "2031-03-31"}, CONTRADICTS),
        ({"relation": "agrees-to", "holder": ["norland", "sudmark"], "negated": True}, {"relation": "agrees-to"}, []),
        ({"relation": "agrees-to", "holder": ["norland", "sudmark"]}, {"relation": "opposes"}, CONTRADICTS),
    ],
)  # fmt: skip
def test_what_is_opposite(a: Fields, b: Fields, wanted: list[tuple[str, str, str]]) -> None:
    assert pair(a, b) == wanted
    other = {"a": "b", "b": "a"}
    assert [(t, other[x], other[y]) if t == "REVISES" else (t, x, y) for t, x, y in pair(b, a)] == wanted


def test_a_denial_contradicts_what_its_holder_says_elsewhere() -> None:
    mined = {"relation": "carries-out", "holder": "norland", "about": "m"}
    deed = claim("deed", **mined, embedded=True)
    denial = claim("denial", "denies", "vell", "claim:deed")
    for speaker, wanted in (("vell", 1), ("norland", 1), ("sudmark", 0)):
        said = claim("said", **mined, attributed_to=[speaker], source="herald")
        found = between(few(deed, denial, said))
        assert len(found) == wanted
        assert all({a, b} == {"denial", "said"} for _, a, b in found)
    assert not between(few(deed, denial, claim("other", **{**mined, "about": "n"}, attributed_to=["vell"])))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ({"value": 400}, {"value": 450}, True),
        ({"value": 400, "comparator": ">"}, {"value": 450}, False),
        ({"value": 450, "comparator": ">"}, {"value": 450}, True),
        ({"value": 450, "comparator": ">="}, {"value": 450}, False),
        ({"value": 400, "comparator": "~"}, {"value": 430}, False),
        ({"value": 400, "value_to": 420}, {"value": 421, "value_to": 500}, True),
        ({"value": 400, "of": "ships"}, {"value": 450, "of": "crews"}, False),
        ({"value": 400, "unit": "m"}, {"value": 450, "unit": "km"}, False),
    ],
)
def test_figures_of_one_thing_at_one_time(one: Fields, other: Fields, apart: bool) -> None:
    def facts(day: str) -> FactSet:
        return few(claim("a", "reports", [], "m", figure=one, said_from="2031-01-05"),
                   claim("b", "reports", [], "m", figure=other, said_from=day, source="herald"))  # fmt: skip

    assert bool(between(facts("2031-01-05"))) == apart
    assert not between(facts("2031-02-05"))  # another day: the figure may have changed


def test_the_table_names_relations_only() -> None:
    assert opposites.lint() == []


@pytest.mark.parametrize("seed", range(3))
def test_generated_claims_against_every_pair(seed: int) -> None:
    facts = varied(seed)
    edges = Statements(facts).between().edges()
    lines = lines_of((e.type, e.start.id, e.end.id, "Claim", {"id": e.id, **e.properties}) for e in edges)
    assert lines == Opposites(world(facts)).lines()
    kinds = {(e.type, why) for e in edges for why in e.properties["why"]}
    assert kinds >= {("CONTRADICTS", "negation"), ("CONTRADICTS", "contrary"), ("REVISES", "contrary"),
                     ("CONTRADICTS", "figure"), ("CONTRADICTS", "denial")}  # fmt: skip


def varied(seed: int) -> FactSet:
    return held(*dated(seed))


def dated(seed: int) -> tuple[dict[str, list[Fields]], list[Fields]]:
    """Generated claims with what `bench.generate` leaves out: figures, scopes, denials, dates of sources and offices."""
    headings, claims = generated(SMALL, seed)
    random = Random(f"between {seed}")
    for source in headings["sources"]:
        if random.random() < 0.5:
            source |= {"published": random.choice(["2025-04", "2025-06-10", "2024"]),
                       "published_precision": random.choice(["day", "not-before"])}  # fmt: skip
    for actor in headings["actors"]:
        for link in (tie for name in ("represents", "member_of") for tie in actor.get(name, ())):
            link |= random.choice([{}, {"to": "2025-06"}, {"from": "2025-07"}])
    for one in claims:
        if random.random() < 0.15:
            one["figure"] = {"value": random.randrange(1, 5), "comparator": random.choice(["=", ">", "<", "~", "<="])}
        if random.random() < 0.1:
            one["scope"] = random.choice(["any", "some"])
        if "said_from" in one and random.random() < 0.2:
            one["date_precision"] = random.choice(["not-before", "not-after"])
    for n, one in enumerate(claims[:40]):
        who = random.choice([*one.get("attributed_to", []), *one["holder"], "actor-0"])
        claims.append(claim(f"no{n}", "denies", who, f"claim:{one['key']}", source="source-0"))
    return headings, [*claims, *_stances(random)]


def _stances(random: Random) -> list[Fields]:
    """Claims that often meet: few relations, holders and objects."""
    said: dict[str, Fields] = {}
    for n in range(90):
        figure = {"figure": {"value": random.randrange(1, 4), "comparator": random.choice(["=", ">", "<"])}}
        one = claim(
            f"s{n}", random.choice(["supports", "opposes", "expects", "carries-out", "declines", "reports"]),
            random.choice([[], ["actor-0"], ["actor-1"], ["actor-2"], ["actor-1", "actor-2"]]),
            {"id": f"measure-{random.randrange(2)}", "contrary": random.random() < 0.2},
            negated=random.random() < 0.2, said_from=random.choice([None, "2025-03", "2025-06-05", "2025-07"]),
            attributed_to=random.choice([[], ["actor-0"], ["actor-3"]]), source=f"source-{random.randrange(3)}",
            **(figure if random.random() < 0.3 else {}),
        )  # fmt: skip
        content = {k: v for k, v in one.items() if k not in ("key", "statement", "passages")}
        said.setdefault(json.dumps(content, sort_keys=True), one)
    return list(said.values())


def pairs(store: Store) -> list[str]:
    return [line for line in store.read(dump_view) if '"labels": "Claim"' in line and '"WAITS_FOR"' not in line]


@pytest.mark.parametrize("batch", [10_000, 60])
def test_the_store_keeps_them_through_every_change(store: Store, tmp_path: Path, batch: int) -> None:
    first = dated(7)
    versions = [first, *(vary(*first, seed=n) for n in range(2)), first]
    before: list[str] = []
    for number, (headings, claims) in enumerate(versions):
        facts = made(tmp_path / str(number), headings, claims)
        load(store, facts, batch=batch)
        wanted = Opposites(world(facts)).lines()
        assert pairs(store) == wanted
        assert len(wanted) > 20
        if number == 2:
            undo(store)
            assert pairs(store) == before
            load(store, facts, batch=batch)
        before = wanted
    whole = store.read(dump_view)
    rebuild_view(store)
    assert store.read(dump_view) == whole
    assert len(list(everything(store))) == len(before)


def test_offices_and_dates_of_sources_change_them(store: Store, tmp_path: Path) -> None:
    def facts(number: int, actors: list[Fields], published: str | None) -> FactSet:
        sources: list[Fields] = [{"id": "report", "sha256": SHA}, {"id": "herald", "sha256": "b" * 64, "published": published}]
        headings: dict[str, list[Fields]] = {"actors": actors, "measures": [{"id": "m", "name": "M"}], "sources": sources}
        claims = [claim("a", "supports", "norland", "m", said_from="2031-05-01"),
                  claim("b", "opposes", "vell", "m", source="herald")]  # fmt: skip
        return made(tmp_path / str(number), headings, claims)

    without = [{k: v for k, v in a.items() if k != "represents"} for a in ACTORS]
    steps = [(ACTORS, None, "CONTRADICTS"), (without, None, None), (ACTORS, "2031-03", "REVISES"),
             (ACTORS, "2031-06-01", "CONTRADICTS")]  # fmt: skip
    for number, (actors, published, wanted) in enumerate(steps):
        load(store, facts(number, actors, published))
        found = store.rows("MATCH (:Claim)-[e:CONTRADICTS|REVISES]->(:Claim) RETURN type(e) AS type")
        assert [r["type"] for r in found] == ([wanted] if wanted else [])
