"""Invented pictures: a small one that a person can count by hand, a hostile one, and synthetic ones of any size."""

from __future__ import annotations

import random
from typing import Any

from schema.relations import EDGE_TYPES
from viz.picture import Picture

Json = dict[str, Any]

TEXT_BEFORE = "The session lasted two hours. "
TEXT = "We will not accept a harbour toll, today or next year."
TEXT_AFTER = " The delegation left at once."

ACTORS: list[Json] = [
    {"id": "asta", "name": "Asta", "kind": "State", "aliases": ["the Asta republic"]},
    {"id": "brim", "name": "Brim", "kind": "State", "aliases": []},
    {"id": "cole", "name": "Ida Cole", "kind": "Person", "aliases": [],
     "represents": [{"id": "asta", "name": "Asta", "role": "speaks-for", "office": None}]},
    {"id": "guild", "name": "Harbour Guild", "kind": "Organisation", "aliases": []},
    {"id": "militia", "name": "Reed Militia", "kind": "ArmedGroup", "aliases": []},
]  # fmt: skip
MEASURES: list[Json] = [
    {"id": "toll", "name": "Harbour toll", "aliases": ["port fee"], "sort": "decision"},
    {"id": "truce", "name": "Truce on the river", "aliases": [], "sort": "agreement"},
    {"id": "watch", "name": "Joint river watch", "aliases": [], "sort": "action"},
]
PLACES: list[Json] = [{"id": "delta", "name": "The Delta", "aliases": []}]
SOURCES: list[Json] = [
    {"id": "herald", "title": "Talks stall", "publisher": "River Herald", "published": "2031-04-02",
     "url": "https://example.org/talks"},
    {"id": "memo", "title": None, "publisher": None, "published": None, "url": "javascript:window.ran=1"},
]  # fmt: skip
_NAMES = {item["id"]: item for item in [*ACTORS, *MEASURES, *PLACES]}
_KINDS = {**{a["id"]: a["kind"] for a in ACTORS}, **{m["id"]: "Measure" for m in MEASURES}, "delta": "Place"}

# (id, statement, phrase, source, certainty, more)
CLAIMS: list[Json] = [
    {"id": f"c{i}", "relation": relation, "statement": statement, "modality": "asserted", "basis": "stated",
     "certainty": certainty, "strength": "firm", "imputed": False, "negated": False, "attributed_to": chain,
     "requires": requires,
     "passages": [{"source": source, "start": 30, "end": 30 + len(TEXT), "phrase": phrase}]}
    for i, (relation, statement, phrase, source, certainty, chain, requires) in enumerate([
        ("opposes", "Brim is against the harbour toll.", "We will not accept a harbour toll", "herald", 0.95,
         [{"level": 0, "id": "herald", "name": "x", "verb": "reports"},
          {"level": 1, "id": "cole", "name": "Ida Cole", "verb": "says"}], []),
        ("opposes", "Brim rejects any toll.", "no toll of any kind", "memo", 0.6, [], []),
        ("supports", "Asta wants the harbour toll.", "the toll pays for the watch", "herald", 0.8, [], []),
        ("supports", "The guild is for the truce.", "a truce is good for trade", "memo", 0.3, [], []),
        ("conditions-on", "Brim agrees to the truce only after the watch.", "first the watch, then the truce", "herald",
         0.9, [], [{"id": "watch", "name": "Joint river watch", "group": 1, "negated": False}]),
        ("mediates", "Ida Cole mediates the truce.", "Cole keeps the channel open", "herald", 0.9, [], []),
        ("distrusts", "Asta distrusts the militia.", "nobody trusts the reeds", "memo", 0.9, [], []),
        ("controls", "The militia holds the Delta.", "the Delta is in their hands", "memo", 0.9, [], []),
    ])
]  # fmt: skip


def position(actor: str, stance: str, target: str, claims: list[str], **more: object) -> Json:
    """A position item as `/positions` gives it."""
    return {
        "actor": {"id": actor, "name": _NAMES[actor]["name"], "kind": _KINDS[actor]}, "stance": stance,
        "object": {"id": target, "name": _NAMES[target]["name"], "kind": _KINDS[target]}, "claims": claims,
        "sources": ["herald"], "source_count": 1, "first_said": None, "last_said": None, "current": True,
        "disputed": False, "conditional": False, "imputed": False, "basis": "stated", "inherited": False,
        "certainty": 0.9, **more,
    }  # fmt: skip


POSITIONS: list[Json] = [
    position("brim", "opposes", "toll", ["c0", "c1"], disputed=True),
    position("asta", "supports", "toll", ["c2"], imputed=True),
    position("guild", "supports", "truce", ["c3"], inherited=True),
    position("brim", "conditions_on", "truce", ["c4"], conditional=True),
    position("cole", "mediates", "truce", ["c5"]),
    position("asta", "distrusts", "militia", ["c6"], basis="implied"),
    position("militia", "controls", "delta", ["c7"]),
]
REQUIRES: list[Json] = [
    {"measure": {"id": "truce", "name": "x"}, "requires": {"id": "watch", "name": "y"}, "holder": "brim",
     "kind": "demanded", "group": 1, "claims": ["c4"], "basis": "stated", "imputed": False, "certainty": 0.9},
    {"measure": {"id": "truce", "name": "x"}, "requires": {"id": "watch", "name": "y"}, "holder": None,
     "kind": "analytic", "group": 1, "claims": ["c4"], "basis": "implied", "imputed": False, "certainty": 0.5},
]  # fmt: skip
PASSAGES: dict[str, list[Json]] = {
    "c0": [{"text_before": TEXT_BEFORE, "text": TEXT, "text_after": TEXT_AFTER, "verified": True}]
}


def small(**more: object) -> Picture:
    """Five actors, three measures and a place; seven positions and one precondition that two hold."""
    items: dict[str, Any] = {
        "title": "River talks", "description": "Invented for tests.", "actors": ACTORS, "measures": MEASURES,
        "places": PLACES, "positions": POSITIONS, "claims": CLAIMS, "sources": SOURCES, "requires": REQUIRES,
        "passages": PASSAGES, "data_version": "7",
    }  # fmt: skip
    items |= more
    return Picture.from_json(**items)


HOSTILE = (
    "<script>window.ran=1</script>", "</script><script>window.ran=1</script>", "<img src=x onerror=window.ran=1>",
    '"><svg onload=window.ran=1>', "{{7*7}}${window.ran=1}`${window.ran=1}`", "line\nbreak\r\ttab\u2028sep",
    "\u202egnirts desrever\u202c \u2066x", "' onmouseover='window.ran=1", "]]><!--<script>", "javascript:window.ran=1",
    "&lt;b&gt; & <b>bold</b>", "\\u003cscript\\u003e",
)  # fmt: skip


def hostile() -> Picture:
    """Every string that comes from data is an attack, ids included."""
    bad = iter(HOSTILE * 40)
    ids: dict[str, str] = {}

    def spoil(value: Any, field: str = "") -> Any:  # noqa: ANN401  any JSON
        if isinstance(value, dict):
            return {k: spoil(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [spoil(v, field) for v in value]
        if not isinstance(value, str) or field in ("stance", "kind", "relation", "basis", "published", "modality"):
            return value
        if field in ("id", "source", "claims", "sources", "holder"):
            return ids.setdefault(value, f"{next(bad)}{len(ids)}")
        return next(bad)

    spoilt = {spoil(claim): spoil(items) for claim, items in PASSAGES.items()}
    passages = {ids.setdefault("c0", "c0"): next(iter(spoilt.values()))}
    return Picture.from_json(
        title=HOSTILE[0], description=HOSTILE[1], actors=spoil(ACTORS), measures=spoil(MEASURES), places=spoil(PLACES),
        positions=spoil(POSITIONS), claims=spoil(CLAIMS), sources=spoil(SOURCES), requires=spoil(REQUIRES),
        passages=passages, data_version=HOSTILE[2],
    )  # fmt: skip


def synthetic(actors: int, measures: int, positions: int, *, seed: int = 3) -> Picture:
    """A picture of a given size, in which few take many positions and many take few."""
    rng = random.Random(seed)
    kinds = ("State", "Person", "Organisation", "ArmedGroup", "InternationalBody", "Force", "Group", "Outlet")
    words = ("security", "ceasefire", "withdrawal", "reconstruction", "oversight", "disarmament", "border", "force")
    who = [{"id": f"a{i}", "name": f"Actor {rng.choice(words)} {i}", "kind": kinds[i % 8]} for i in range(actors)]
    what = [{"id": f"m{i}", "name": f"{' '.join(rng.sample(words, 3)).capitalize()} {i}"} for i in range(measures)]
    stances = [*["supports"] * 5, *["opposes"] * 3, *["conditions_on"] * 2, "mediates"]
    pairs: dict[tuple[int, int], str] = {}
    while len(pairs) < positions:
        a, m = int(rng.expovariate(4 / actors)) % actors, int(rng.expovariate(3 / measures)) % measures
        pairs[a, m] = rng.choice(stances)
    found = [
        {"actor": who[a], "stance": stance, "object": {**what[m], "kind": "Measure"}, "claims": [f"c{a}-{m}"]}
        for (a, m), stance in pairs.items()
    ]
    return Picture.from_json(title="Synthetic", actors=who, measures=what, positions=found, claims=[], sources=[])


ALL_STANCES = [edge.stance for edge in EDGE_TYPES]
