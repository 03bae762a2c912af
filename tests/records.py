"""Records that hypothesis thinks up: whole data sets, every field of every record used."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from bench.generate import Fields
from schema.kinds import ACTOR_KINDS
from schema.relations import RELATIONS

HOSTILE = (
    "O'Neill \"the\" `Boss`", "</script><script>alert(1)</script>", "a\\'; MATCH (n) DETACH DELETE n //", "$name {x} ${y}",
    "Größe é ﷺ 𝔘𝔫𝔦", "🇬🇧 flag 👩‍👩‍👧", "null", "NaN", "-1", "1e5", "%s %d {0}", "C:\\new\\table", "a,b;c|d", "العربية",
)  # fmt: skip
WIDTH = 60


def _printable(text: str) -> bool:
    return bool(text.strip()) and text == text.strip()


LINES = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    min_size=1, max_size=WIDTH,
).filter(_printable)  # fmt: skip
TEXTS = LINES | st.tuples(LINES, LINES).map("\n".join)
DAYS = st.dates().map(str) | st.integers(1000, 9999).map(str) | st.sampled_from(["2025-10", "2024-02"])
SPAN = st.sampled_from([{}, {"from": "2024"}, {"from": "2024-02", "to": "2025"}, {"to": "2025-06-30"}])


def _sometimes(draw: st.DrawFn, fields: dict[str, st.SearchStrategy[Any]]) -> Fields:
    """Some of the fields, each with a value."""
    return {name: draw(values) for name, values in fields.items() if draw(st.booleans())}


def _of(ids: list[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(ids), max_size=most, unique=True) if ids else st.just([])


@st.composite
def entities(draw: st.DrawFn) -> dict[str, list[Fields]]:
    """A few of each kind, tied to each other; ids are the same in each: a0, a1, a2, m0 …"""
    named = {"description": TEXTS}
    actors = ["a0", "a1", "a2"]
    measures = ["m0", "m1", "m2"]
    return {
        "actors": [
            {"id": id_, "name": f"{id_} {draw(LINES)}", "kind": draw(st.sampled_from(ACTOR_KINDS)),
             "aliases": [f"{id_} alias {n} {draw(LINES)}" for n in range(draw(st.integers(0, 2)))], **_sometimes(draw, named),
             **_sometimes(draw, {"quantifier": st.sampled_from(["all", "many"]), "anonymous": st.booleans()}),
             "represents": [{"actor": a, "role": "leads", "background": True, **draw(SPAN), **_sometimes(draw, {"office": LINES})}
                            for a in draw(_of([x for x in actors if x != id_]))],
             "member_of": [{"actor": a, "claims": ["k0"], "speaks_for": draw(st.booleans()), **_sometimes(draw, {"note": TEXTS})}
                           for a in draw(_of([x for x in actors if x != id_]))],
             "part_of": draw(_of(actors[:n]))}
            for n, id_ in enumerate(actors)
        ],
        "measures": [
            {"id": id_, "name": f"{id_} {draw(LINES)}", "contrary_aliases": [f"not {id_} {draw(LINES)}"],
             "sort": draw(st.sampled_from(["action", "goal"])), **_sometimes(draw, named),
             "specialises": draw(_of(measures[:n])), "component_of": draw(_of(measures[:n])),
             "means_for": draw(_of(measures[n + 1 :])), "excludes": draw(_of(measures[n + 1 :])),
             "alternative_for": draw(_of(measures[n + 1 :])), "involves": draw(_of([*actors, "p0"]))}
            for n, id_ in enumerate(measures)
        ],
        "events": [{"id": "e0", "name": f"e0 {draw(LINES)}", **_sometimes(draw, named), **draw(SPAN)}],
        "places": [{"id": "p0", "name": f"p0 {draw(LINES)}"},
                   {"id": "p1", "name": f"p1 {draw(LINES)}", "located_in": draw(_of(["p0"]))}],
        "sources": [
            {"id": "s0", "sha256": "a" * 64, **_sometimes(draw, {
                "title": LINES, "publisher": LINES, "author": LINES, "published": DAYS, "retrieved": DAYS,
                "published_precision": st.sampled_from(["day", "not-before"]), "url": st.just("https://example.org/a?b=c&d"),
                "reliability": LINES, "outlet": st.just("a0"), "note": TEXTS})},
            {"id": "s1", "sha256": "b" * 64},
        ],
    }  # fmt: skip


@st.composite
def claims(draw: st.DrawFn) -> list[Fields]:
    """Up to five claims; `k0` is always there, for ties to stand on."""
    found: list[Fields] = []
    for number in range(draw(st.integers(1, 5))):
        found.append(draw(_claim(number)))
    return found


@st.composite
def _claim(draw: st.DrawFn, number: int) -> Fields:
    relation = draw(st.sampled_from([r for r in RELATIONS if number or r.objects != ("Claim",)]))
    ids = {"Actor": ["a0", "a1"], "Measure": ["m0", "m1"], "Event": ["e0"], "Place": ["p1"],
           "Claim": [f"claim:k{n}" for n in range(number)]}  # fmt: skip
    kind = draw(st.sampled_from([k for k in relation.objects if ids[k]]))
    about = draw(st.lists(st.sampled_from(ids[kind]), min_size=1, max_size=2, unique=True))
    said = draw(st.sampled_from([{}, {"said_from": "2025-03"}, {"said_from": "2025-03-01", "said_to": "2025-03-04"},
                                 {"said_from": "2025-03-01", "date_precision": "not-before"}, {"valid_to": "2026"},
                                 {"valid_from": "2025", "valid_to": "2025-10"}]))  # fmt: skip
    claim: Fields = {
        "key": f"k{number}", "source": draw(st.sampled_from(["s0", "s1"])), "relation": relation.name,
        "statement": draw(TEXTS), "holder": draw(_of(["a0", "a1", "a2"])),
        "about": [{"id": i, **_sometimes(draw, {"as_said": LINES, "contrary": st.booleans()})} for i in about],
        "on_behalf_of": draw(_of(["a1"])), "after": draw(_of(["e0"])), **said,
        "towards": [{"id": i, **_sometimes(draw, {"role": LINES, "as_said": LINES})} for i in draw(_of(["a1", "a2"]))],
        "attributed_to": draw(st.sampled_from([[], ["a1", "s0"], [{"id": "a2", "level": 2, "verb": "says"}]])),
        "passages": draw(st.lists(passages(), min_size=1, max_size=3, unique_by=repr)),
        "figure": {"value": number, **_sometimes(draw, {"value_to": st.floats(-1e9, 1e9), "unit": LINES, "of": LINES,
                                                        "comparator": st.sampled_from([">", "~"])})},
        **_sometimes(draw, {
            "modality": st.sampled_from(["expected", "denied"]), "basis": st.sampled_from(["implied", "inferred"]),
            "negated": st.booleans(), "embedded": st.booleans(), "scope": st.sampled_from(["any", "some"]),
            "certainty": st.floats(0, 1), "strength": st.sampled_from(["firm", "tentative"]), "coder": LINES, "note": TEXTS,
            "status": st.sampled_from(["proposed", "rejected", "retracted", "superseded"])}),
    }  # fmt: skip
    if relation.judged:
        claim["judgement"] = draw(st.sampled_from(["good", "bad"]))
    if relation.name in ("conditions-on", "requires") or (relation.conditions and draw(st.booleans())):
        ends = draw(st.lists(st.sampled_from(["m1", "m2", "e0", *ids["Claim"]]), min_size=1, max_size=3, unique=True))
        claim["conditions"] = [
            {"id": i, **_sometimes(draw, {"group": st.integers(1, 99), "negated": st.booleans(), "as_said": LINES})}
            for i in ends
        ]
        claim["condition_kind"] = draw(st.sampled_from(relation.conditions))
    return claim


@st.composite
def passages(draw: st.DrawFn) -> Fields:
    start = draw(st.integers(0, 10_000_000))
    known = {"sha256": "c" * 64} if start % 2 else {}  # one slice has one hash, or none is known yet
    phrase = " ".join(draw(LINES).split()[:12])
    return {
        "start": start, "end": start + len(phrase) + draw(st.integers(1, 500)), "phrase": phrase,
        **known, **_sometimes(draw, {"part": st.sampled_from(["headline", "caption"])}),
    }  # fmt: skip
