"""What is contested: who reports what differently of one thing, side by side, with what each side rests on.

    contested(reader, scope)      a page of subjects, each with its points; a point has sides, a side has claims

Points are contradictions and accepted tensions (edges between claims), claims that are denied or rejected, different
figures for one thing, and disagreements of different holders over whether something *is* so. That actors want opposite
things is no point: positions say it. A whole store is read in pages of subjects, and no two claims are compared that a
side does not bring together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from schema.opposites import EXCLUSIVE, Said, says

from .between import EDGES_OF, OBJECTS, read_stated, read_ties
from .cypher import with_names
from .days import HELD, SAID
from .edges import chunks
from .identity import read_identity
from .opposites import Stated, Ties
from .origins import read_origins
from .reader import BASIS_LEVELS, Item, Reader, Scope, decode_cursor, encode_cursor
from .store import Tx

LABELS = ("Actor", "Event", "Measure", "Place")
SUBJECTS_AT_ONCE = 200
_COUNTS = f"""  AND c.status = 'accepted' AND c.basis IN $bases AND c.certainty >= $min_certainty
  AND ($include_imputed OR NOT c.imputed) AND ($source IS NULL OR c.source = $source)
  AND ($speaker IS NULL OR EXISTS {{ MATCH (c)-[:ATTRIBUTED_TO|HELD_BY]->(w) WHERE w.id IN $speaker }})
MATCH (s:Source {{id: c.source}})
WHERE {SAID} AND {HELD}
"""
ABOUT = f"""
UNWIND $ids AS id
MATCH (o:$$LABEL {{id: id}})<-[:ABOUT]-(c:Claim)
WHERE true
{_COUNTS}RETURN DISTINCT c.id AS id
"""
CONTRARY = f"""
UNWIND $ids AS id
MATCH (said:Claim {{id: id}})<-[:ABOUT]-(c:Claim)
WHERE c.relation IN ['denies', 'rejects'] AND NOT c.negated AND NOT c.embedded
{_COUNTS}RETURN DISTINCT said.id AS said, c.id AS id, c.relation AS relation ORDER BY said, id
"""
ANONYMOUS = "MATCH (a:Actor) WHERE a.anonymous = true RETURN a.id AS id"
NAMES = """
UNWIND $ids AS id
MATCH (o:$$LABEL {id: id})
RETURN o.id AS id, o.name AS name, o.kind AS kind
"""


@dataclass(slots=True)
class Point:
    """One thing over which claims differ: its kind, and the claims of each side."""

    kind: str
    sides: list[list[str]]
    more: Item = field(default_factory=dict)


@dataclass(slots=True)
class _Page:
    """The claims about some subjects, and what they are judged by."""

    claims: dict[str, Stated]
    ties: Ties
    origins: dict[str, str]
    anonymous: set[str]
    edges: list[Item]
    contrary: list[tuple[str, str, str]]
    names: dict[str, Item]


def contested(
    reader: Reader, scope: Scope, *, subject: str | None = None, limit: int = 100, cursor: str | None = None
) -> Item:
    """A page of contested subjects, by id."""
    (after,) = decode_cursor(cursor, 1)
    labels = {r["id"]: label for label in LABELS for r in reader.store.rows(with_names(OBJECTS, label=label))}
    wanted = [id_ for id_ in sorted(labels) if id_ > after and subject in (None, id_)]
    items: list[Item] = []
    for some in chunks(wanted, SUBJECTS_AT_ONCE):
        page = reader.store.read(lambda tx, some=some: _read(tx, scope, some, labels))  # type: ignore[misc]
        items += [_item(page, id_, points) for id_ in some if (points := list(_points(page, id_)))]
        if len(items) > limit:
            break
    following = encode_cursor(items[limit - 1]["id"]) if len(items) > limit else None
    return {"items": _with_claims(reader, items[:limit]), "next": following}


def _read(tx: Tx, scope: Scope, subjects: Sequence[str], labels: dict[str, str]) -> _Page:
    identity = read_identity(tx)
    parameters = {
        "bases": list(BASIS_LEVELS[scope.basis]), "min_certainty": scope.min_certainty, "source": scope.source,
        "include_imputed": scope.include_imputed, "speaker": identity.all_or_none(scope.according_to),
        "as_of": scope.as_of, "on": scope.on,
    }  # fmt: skip
    ids: set[str] = set()
    names: dict[str, Item] = {}
    for label in LABELS:
        here = [s for s in subjects if labels[s] == label]
        if here:
            every = [one for s in here for one in identity.all(s)]
            ids |= {r["id"] for r in tx.rows(with_names(ABOUT, label=label), {"ids": every, **parameters})}
            rows = tx.rows(with_names(NAMES, label=label), {"ids": here})
            names |= {r["id"]: {**r, "kind": r["kind"] or label} for r in rows}
    contrary = [(r["said"], r["id"], r["relation"]) for part in chunks(sorted(ids))
                for r in tx.rows(CONTRARY, {"ids": part, **parameters})]  # fmt: skip
    ids |= {denial for _, denial, _ in contrary}
    edges = [r for part in chunks(sorted(ids)) for r in tx.rows(EDGES_OF, {"ids": part}) if r["end"] in ids]
    return _Page(
        {c.id: c for c in read_stated(tx, ids)}, read_ties(tx, identity), read_origins(tx),
        {r["id"] for r in tx.rows(ANONYMOUS)}, edges, contrary, names,
    )  # fmt: skip


def _points(page: _Page, subject: str) -> Iterator[Point]:
    about = [c for c in page.claims.values() if any(end.id == subject for end, _ in c.about)]
    here = {c.id for c in about}
    for edge in page.edges:
        if edge["type"] != "REVISES" and (edge["start"] in here or edge["end"] in here):
            kind = "contradiction" if edge["type"] == "CONTRADICTS" else "tension"
            more = {k: edge["properties"][k] for k in ("why", "tension", "because") if k in edge["properties"]}
            yield Point(kind, [[edge["start"]], [edge["end"]]], more)
    for said, group in _grouped((said, (denial, relation)) for said, denial, relation in page.contrary if said in here):
        for relation, kind in (("denies", "denied"), ("rejects", "rejected")):
            if denials := sorted(denial for denial, how in group if how == relation):
                yield Point(kind, [[said], denials])
    stated = [c for c in about if c.counts and not c.foreseen]
    yield from _figures(stated, page.ties)
    yield from _disagreements(stated, subject, page.ties)


def _figures(claims: Iterable[Stated], ties: Ties) -> Iterator[Point]:
    """Figures of one thing that cannot all be right, each with who says so; times may differ."""
    with_figures = ((_of_figure(c, ties), c) for c in claims if c.figure and not c.negated)
    for _, group in _grouped(with_figures):
        sides: dict[Any, list[str]] = defaultdict(list)
        ranges = {c.id: c.figure[0] for c in group if c.figure}
        for claim in group:
            sides[ranges[claim.id]].append(claim.id)
        if any(a.apart(b) for a in sides for b in sides):
            yield Point("figures", [sorted(ids) for _, ids in sorted(sides.items(), key=lambda s: (s[0].low, s[0].high))])


def _of_figure(claim: Stated, ties: Ties) -> tuple[Any, ...]:
    assert claim.figure is not None  # noqa: S101  only those with figures are asked
    holders = tuple(sorted(ties.holders(claim))) if claim.holders else ()
    return (claim.relation, *claim.figure[1:], frozenset(claim.about), claim.targets, claim.conditions, holders)


def _disagreements(claims: Iterable[Stated], subject: str, ties: Ties) -> Iterator[Point]:
    """Different holders who say that something is so and that it is not; what they want is no such thing."""
    sides: dict[tuple[Any, ...], dict[Said, list[Stated]]] = defaultdict(lambda: defaultdict(list))
    for claim in claims:
        for said in claim.said_of(subject):
            if said.name != "wanted" and not claim.figure:
                key = (said.name, claim.rest(subject), claim.targets, claim.conditions)
                if claim.judgement and not claim.negated:
                    said = Said(said.name, said.contrary != (claim.judgement == "bad"), said.positive)
                sides[key][said].append(claim)
    for (name, *_), by_said in sides.items():
        for one, other in _exclusive(name):
            a, b = by_said.get(one, []), by_said.get(other, [])
            if a and b and not _of_one_holder(a, b, ties):
                yield Point("disagreement", [sorted(c.id for c in a), sorted(c.id for c in b)])


def _exclusive(name: str) -> Iterator[tuple[Said, Said]]:
    for contrary in (False, True):
        yield Said(name, contrary), Said(name, contrary, positive=False)
    if name in (*EXCLUSIVE, *(s.name for s in says("assesses"))):
        yield Said(name), Said(name, contrary=True)


def _of_one_holder(a: Iterable[Stated], b: Iterable[Stated], ties: Ties) -> bool:
    """Whether no two of them are of different holders: those contradict each other."""
    first, second = ({ties.holders(c) for c in side} for side in (a, b))
    return all(x & y for x in first for y in second)


def _grouped(pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, list[Any]]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    yield from groups.items()


# ---- what a side rests on


def _item(page: _Page, subject: str, points: list[Point]) -> Item:
    shown = [
        {"kind": p.kind, **p.more, "sides": [_side(page, side, p.sides) for side in p.sides]} for p in points
    ]  # fmt: skip
    sources = sorted({page.claims[c].source for p in points for side in p.sides for c in side if c in page.claims})
    count = len({page.origins.get(s, s) for s in sources})
    return {"id": subject, "subject": page.names[subject], "points": shown, "sources": sources, "source_count": count}


def _side(page: _Page, side: list[str], sides: list[list[str]]) -> Item:
    claims = [page.claims[c] for c in side if c in page.claims]
    others = {a for ids in sides if ids is not side for c in ids if c in page.claims
              for a in page.ties.holders(page.claims[c])}  # fmt: skip
    sources = sorted({c.source for c in claims})
    count = len({page.origins.get(s, s) for s in sources})
    return {
        "claims": side, "holders": sorted({h for c in claims for h in c.holders}), "sources": sources,
        "source_count": count, "one_source": count == 1,
        "unnamed_only": all(c.speakers and page.anonymous.issuperset(c.speakers) for c in claims),
        "opponents_word_only": all(c.imputed and _words_of(c, page.ties) <= others for c in claims),
    }  # fmt: skip


def _words_of(claim: Stated, ties: Ties) -> set[str]:
    """Who says so, each as the last whom it speaks for if there is one."""
    return {min(ties.rolled_up(s, claim.period) - {s}, default=s) for s in claim.speakers}


def _with_claims(reader: Reader, items: list[Item]) -> list[Item]:
    """Ids of claims as what they say, who holds it, and where it stands."""
    ids = sorted({c for i in items for p in i["points"] for s in p["sides"] for c in s["claims"]})
    known = {c["id"]: c for part in chunks(ids, 1000) for c in reader.claim_items(part)}
    for side in (s for i in items for p in i["points"] for s in p["sides"]):
        side["claims"] = [
            {k: known[c][k] for k in ("id", "statement", "holder", "source", "attributed_to", "imputed", "figure",
                                      "said_from", "said_to", "passages")}
            for c in side["claims"] if c in known
        ]  # fmt: skip
    return items
