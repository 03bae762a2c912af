"""Data sets made by hypothesis: every field, every value, every relation, texts that break careless writers."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from hypothesis import reject
from hypothesis import strategies as st

from graph.codec import record_digest
from loaders.factset import FactSet
from loaders.records import Found, check_records
from schema.errors import FactError
from schema.kinds import ACTOR_KINDS
from schema.opposites import TensionKind
from schema.records import (
    Basis,
    Comparator,
    MeasureSort,
    Modality,
    PassagePart,
    Precision,
    Quantifier,
    Status,
    Strength,
)
from schema.relations import RELATION, Relation

Fields = dict[str, Any]
BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
HOSTILE = [
    '"', "\\", '\\"', '"""', "'''", "`", "<script>alert(1)</script>", "] }", "} ]", "@en", '"@en', '"^^<x:y>',
    "a . b ;", "GRAPH <x> {}", "# no comment", "{{x}}", "\u2028", "\u2029", "\ufeff", "\ufffe", "\U0001f600",
    "ＮＦＣ ﬁ é", "null", "true", "1e5", "2025-10-01", "yes", "- x", "? x", ": x", "!tag", "&a *a", "%x", "=1+1",
    "@cmd", "_:b0", "//", "@type", "claim:x", "https://example.org/x y", "\\u0041", "\\n",
]  # fmt: skip
_LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=BIDI)
LANGUAGES = st.sampled_from(["en", "de", "pt-BR", "tr", "English (UK)", "x", "en_GB", '"'])


@cache  # a strategy is examined when it is first drawn from: half of the time, if each is made anew
def texts(*, newlines: bool = False) -> st.SearchStrategy[str]:
    letters = st.one_of(_LETTERS, st.sampled_from("\n\t")) if newlines else _LETTERS
    made = st.one_of(st.text(letters, min_size=1, max_size=20), st.sampled_from(HOSTILE))
    return made.filter(lambda text: bool(text.strip()))


@cache
def maybe(some: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(st.none(), some)


@cache
def one_of(literal: object) -> st.SearchStrategy[str]:
    """Any value of a Literal."""
    return st.sampled_from(get_args(literal))


@cache
def _days() -> st.SearchStrategy[str]:
    return st.builds(_cut, st.dates(), _LENGTHS)


_LENGTHS = st.sampled_from([4, 7, 10])
"""Of a date as it is written: a year, a month, a day."""


def _cut(day: dt.date, length: int) -> str:
    return day.isoformat()[:length]


def _span(draw: st.DrawFn, start: str, end: str) -> Fields:
    """None, one or both of two dates, in order, each as exact as it is."""
    first, last = sorted([draw(st.dates()), draw(st.dates())])
    dates = {start: _cut(first, draw(_LENGTHS)), end: _cut(last, draw(_LENGTHS))}
    return {k: dates[k] for k in draw(st.sampled_from([(), (start,), (end,), (start, end)]))}


def _given(fields: Fields) -> Fields:
    return {k: v for k, v in fields.items() if v is not None}


_NUMBERS = st.floats(allow_nan=False, allow_infinity=False)


@st.composite
def datasets(draw: st.DrawFn) -> FactSet:
    """A valid data set: some of everything, and up to five claims."""
    found = Found()
    keys = [f"{draw(st.sampled_from(['k', 'K.', '0_']))}{n}" for n in range(draw(st.integers(1, 5)))]
    found.add_dataset(_given({
        "id": draw(_slugs("set")), "title": draw(texts()), "description": draw(maybe(texts(newlines=True))),
        "language": draw(LANGUAGES), "invented": draw(st.booleans()), "tensions": draw(_tensions(keys)),
    }), "dataset")  # fmt: skip
    ids = {kind: [f"{kind}-{n}" for n in range(draw(st.integers(1, 3)))] for kind in "ameps"}
    made = _Set(draw, ids, keys)
    for label, kind in (("Actor", "a"), ("Measure", "m"), ("Event", "e"), ("Place", "p"), ("Source", "s")):
        for place, id_ in enumerate(ids[kind]):
            found.add_entity(label, _given(_ENTITIES[kind](made, place, id_)), id_)
    for place, key in enumerate(keys):
        possible = [r for r in RELATION.values() if place or r.objects != ("Claim",)]
        found.add_claim(draw(claims(draw(st.sampled_from(possible)), ids, key, keys[:place])), key)
    try:
        return check_records(found, "generated")
    except FactError as error:
        if not all("says the same as" in p.what for p in error.problems):
            raise  # two claims that say the same are the one thing that the parts cannot avoid
        reject()


@st.composite
def _tensions(draw: st.DrawFn, keys: list[str]) -> list[Fields]:
    """Some judged tensions, no two of one kind between the same two claims."""
    if len(keys) < 2:
        return []
    kinds = draw(st.lists(one_of(TensionKind), max_size=2, unique=True))
    return [
        {"claims": draw(st.permutations(keys))[:2], "tension": kind, "because": draw(texts(newlines=True)),
         "status": draw(st.sampled_from(["accepted", "rejected"]))}
        for kind in kinds
    ]  # fmt: skip


@cache
def _slugs(prefix: str) -> st.SearchStrategy[str]:
    return st.from_regex(r"[a-z0-9][a-z0-9-]{0,8}", fullmatch=True).map(lambda s: f"{prefix}-{s}")


@dataclass
class _Set:
    """A data set in the making."""

    draw: st.DrawFn
    ids: dict[str, list[str]]
    keys: list[str]
    number: int = 0

    def name(self) -> str:
        """A name of one thing only: hostile text with a number behind it."""
        self.number += 1
        return f"{unicodedata.normalize('NFC', self.draw(texts()).strip())} {self.number}"

    def names(self) -> list[str]:
        return [self.name() for _ in range(self.draw(st.integers(0, 3)))]

    def named(self, id_: str) -> Fields:
        description = self.draw(maybe(texts(newlines=True)))
        return {"id": id_, "name": self.name(), "aliases": self.names(), "description": description}


def _before(draw: st.DrawFn, ids: list[str], place: int) -> list[str]:
    """Some of those before: no rings; in any order."""
    return draw(st.lists(st.sampled_from(ids[:place]), unique=True, max_size=3)) if place else []


def _actor(made: _Set, place: int, id_: str) -> Fields:
    draw, ids = made.draw, made.ids
    def links(role: st.SearchStrategy[Any]) -> list[Fields]:
        return [
            _given({
                "actor": other, "role": draw(role), "office": draw(maybe(texts())), "speaks_for": draw(st.booleans()),
                "claims": claims, "background": not claims or draw(st.booleans()), **_span(draw, "from", "to"),
                "note": draw(maybe(texts(newlines=True))),
            })
            for other in _before(draw, ids["a"], place)
            for claims in [draw(st.lists(st.sampled_from(made.keys), unique=True, max_size=2))]
        ]  # fmt: skip

    return {
        **made.named(id_), "kind": draw(st.sampled_from(ACTOR_KINDS)), "anonymous": draw(st.booleans()),
        "quantifier": draw(maybe(one_of(Quantifier))),
        "represents": links(st.sampled_from(["leads", "speaks-for"])), "member_of": links(st.none()),
        "part_of": links(st.none()),
    }  # fmt: skip


def _measure(made: _Set, place: int, id_: str) -> Fields:
    draw, ids = made.draw, made.ids
    involved = draw(st.lists(st.sampled_from([*ids["a"], *ids["p"]]), unique=True, max_size=3))
    return {
        **made.named(id_), "contrary_aliases": made.names(),
        "sort": draw(one_of(MeasureSort)), "involves": involved,
        **{name: _before(draw, ids["m"], place) for name in
           ("specialises", "component_of", "means_for", "excludes", "alternative_for")},
    }  # fmt: skip


def _event(made: _Set, _: int, id_: str) -> Fields:
    draw = made.draw
    return {**made.named(id_), **_span(draw, "from", "to"), "precision": draw(maybe(one_of(Precision)))}


def _place(made: _Set, place: int, id_: str) -> Fields:
    return {**made.named(id_), "located_in": _before(made.draw, made.ids["p"], place)}


def _source(made: _Set, place: int, id_: str) -> Fields:
    draw, ids = made.draw, made.ids
    return {
        "id": id_, "title": draw(maybe(texts())), "publisher": draw(maybe(texts())), "author": draw(maybe(texts())),
        "published": draw(maybe(_days())), "published_precision": draw(maybe(one_of(Precision))),
        "retrieved": draw(maybe(_days())), "url": draw(maybe(st.sampled_from(["https://x.org/a?b={c}|d", "http://é"]))),
        "language": draw(LANGUAGES), "sha256": f"{place:064x}", "reliability": draw(maybe(texts())),
        "outlet": draw(maybe(st.sampled_from(ids["a"]))), "note": draw(maybe(texts(newlines=True))),
        "same_origin_as": [s for s in ids["s"] if s != id_ and draw(st.booleans())],
    }  # fmt: skip


_ENTITIES = {"a": _actor, "m": _measure, "e": _event, "p": _place, "s": _source}
_KINDS = {"Actor": "a", "Measure": "m", "Event": "e", "Place": "p"}


@st.composite
def claims(draw: st.DrawFn, relation: Relation, ids: dict[str, list[str]], key: str, earlier: list[str]) -> Fields:
    """A claim of a relation, about some of `ids` (by the first letter of their kind) and of the claims `earlier`."""
    actors = st.lists(st.sampled_from(ids["a"]), unique=True, max_size=3)
    fields: Fields = {
        "key": key, "source": draw(st.sampled_from(ids["s"])), "relation": relation.name,
        "statement": draw(texts(newlines=True)), "holder": draw(actors), "about": _about(draw, relation, ids, earlier),
        "towards": [
            _given({"id": a, "role": draw(maybe(texts())), "as_said": draw(maybe(texts()))}) for a in draw(actors)
        ],
        "on_behalf_of": draw(actors), "after": draw(st.lists(st.sampled_from(ids["e"]), unique=True, max_size=2)),
        "modality": draw(one_of(Modality)),
        "basis": draw(one_of(Basis)),
        "negated": draw(st.booleans()), "embedded": draw(st.booleans()),
        "scope": draw(maybe(st.sampled_from(["any", "some"]))),
        "certainty": draw(st.floats(0, 1)), "strength": draw(one_of(Strength)),
        "status": draw(one_of(Status)),
        "coder": draw(maybe(texts())), "note": draw(maybe(texts(newlines=True))),
        "attributed_to": [
            _given({"id": a, "level": draw(st.integers(1, 9)), "verb": draw(maybe(texts()))})
            for a in draw(st.lists(st.sampled_from([*ids["a"], *ids["s"]]), unique=True, max_size=3))
        ],
        "passages": draw(st.lists(_passages(), min_size=1, max_size=3)),
        "figure": draw(maybe(_figures())), "date_precision": draw(maybe(one_of(Precision))),
        **_span(draw, "said_from", "said_to"), **_span(draw, "valid_from", "valid_to"),
        "judgement": draw(st.sampled_from(["good", "bad"])) if relation.judged else None,
    }  # fmt: skip
    needed = relation.name in ("conditions-on", "requires")
    if relation.conditions and (needed or draw(st.booleans())):
        ends = [*ids["m"], *ids["e"], *(f"claim:{k}" for k in earlier)]
        fields["conditions"] = [
            _given({
                "id": end, "group": draw(st.integers(1, 3)), "negated": draw(st.booleans()),
                "as_said": draw(maybe(texts())),
            })
            for end in draw(st.lists(st.sampled_from(ends), min_size=1, max_size=3))
        ]  # fmt: skip
        fields["condition_kind"] = draw(st.sampled_from(relation.conditions))
    return _given(fields)


def _about(draw: st.DrawFn, relation: Relation, ids: dict[str, list[str]], earlier: list[str]) -> list[Fields]:
    ends = [i for label in relation.objects if label != "Claim" for i in ids[_KINDS[label]]]
    if "Claim" in relation.objects:
        ends += [f"claim:{k}" for k in earlier]
    fewest = 0 if relation.object_optional else 1
    chosen = draw(st.lists(st.sampled_from(ends), min_size=fewest, max_size=3))  # one thing may stand there twice
    return [_given({"id": e, "as_said": draw(maybe(texts())), "contrary": draw(st.booleans())}) for e in chosen]


@st.composite
def _passages(draw: st.DrawFn) -> Fields:
    phrase = " ".join(draw(texts(newlines=True)).split(" ")[:6]) or "x"
    phrase = phrase if phrase.strip() else "x"
    start = draw(st.integers(0, 5000))
    known = "b" * 64 if start % 2 else None  # one slice has one hash, or none is known yet; a whole slice has its own
    return _given({
        "start": start, "end": start + len(phrase) + draw(st.integers(start % 2, 50)), "phrase": phrase,
        "part": draw(one_of(PassagePart)), "sha256": known,
    })  # fmt: skip


@st.composite
def _figures(draw: st.DrawFn) -> Fields:
    return _given({
        "value": draw(_NUMBERS), "value_to": draw(maybe(_NUMBERS)), "unit": draw(maybe(texts())),
        "comparator": draw(one_of(Comparator)), "of": draw(maybe(texts())),
    })  # fmt: skip


def same(one: FactSet, other: FactSet) -> None:
    """Equal data sets: the data set's own record, every entity, every claim, every id."""
    assert one.dataset == other.dataset
    assert {e.id: e for e in one.entities} == {e.id: e for e in other.entities}
    assert {c.key: c for c in one.claims()} == {c.key: c for c in other.claims()}
    assert one.claim_ids == other.claim_ids
    assert sorted(one.judgements, key=repr) == sorted(other.judgements, key=repr)
    assert one.no_claim == other.no_claim
    assert {record_digest(e) for e in one.entities} == {record_digest(e) for e in other.entities}
