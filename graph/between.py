"""Edges between claims, kept true: CONTRADICTS, REVISES, and IN_TENSION where a person has accepted a tension.

They belong to the view: `reconcile` brings them to what the claims give in the transaction that changed those,
`everything` derives all of them. Whether two claims are opposite depends on nothing but the two and on who speaks for
whom: for a change, the claims about the same objects of all who may share a holder are compared again.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from schema.ids import edge_id
from schema.opposites import says
from schema.relations import BETWEEN_TYPES

from . import cypher
from .cypher import with_names
from .derive import End, ViewEdge
from .edges import chunks, main_label, write_difference
from .identity import Identity, read_identity
from .opposites import Between, Period, Range, Stated, Ties, period_of
from .origins import read_origins
from .store import Row, Store, Tx

STATED = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
RETURN properties(c) AS claim, [(c)-[e:HELD_BY]->(a) | [e.pos, a.id]] AS holders,
       [(c)-[e:ABOUT]->(o) | [e.pos, labels(o), o.id, e.contrary]] AS about, [(c)-[:TOWARDS]->(t) | t.id] AS targets,
       [(c)-[e:ON_CONDITION]->(r) | [r.id, e.group, e.negated]] AS conditions,
       [(c)-[e:ATTRIBUTED_TO]->(s) | [e.level, s.id]] AS speakers
"""
PUBLISHED = """
UNWIND $ids AS id
MATCH (s:Source {id: id})
RETURN s.id AS id, s.published AS published, s.published_precision AS precision
"""
TIES = """
MATCH (a:Actor)-[e:REPRESENTS|MEMBER_OF|PART_OF]->(b:Actor)
WHERE type(e) = 'REPRESENTS' OR e.speaks_for = true
RETURN a.id AS speaker, b.id AS principal, e.from AS start, e.to AS end ORDER BY speaker, principal
"""
DENIALS = """
UNWIND $ids AS id
MATCH (:Claim {id: id})<-[:ABOUT]-(n:Claim {relation: 'denies'})
RETURN DISTINCT n.id AS id
"""
DENIED = """
UNWIND $ids AS id
MATCH (:Claim {id: id, relation: 'denies'})-[:ABOUT]->(c:Claim)
RETURN DISTINCT c.id AS id
"""
SPEAKERS = """
UNWIND $ids AS id
MATCH (:Claim {id: id})-[:ATTRIBUTED_TO]->(s:Actor)
RETURN DISTINCT s.id AS id
"""
OF_ACTORS = """
UNWIND $ids AS id
MATCH (:Actor {id: id})<-[:HELD_BY|ATTRIBUTED_TO]-(c:Claim)
RETURN DISTINCT c.id AS id
"""
OF_SOURCES = """
UNWIND $ids AS id
MATCH (c:Claim {source: id})
RETURN c.id AS id
"""
OBJECTS = """
MATCH (o:$$LABEL)
WHERE EXISTS { MATCH (o)<-[:ABOUT]-(:Claim) }
RETURN o.id AS id ORDER BY id
"""
ABOUT = """
UNWIND $ids AS id
MATCH (o:$$LABEL {id: id})<-[e:ABOUT]-(c:Claim {status: 'accepted'})
RETURN c.id AS id, o.id AS object, c.relation AS relation, c.negated AS negated, e.contrary AS contrary,
       c.value IS NOT NULL AS figure, EXISTS { MATCH (c)<-[:ABOUT]-(:Claim {relation: 'denies'}) } AS denied,
       [(c)-[:HELD_BY]->(h) | h.id] AS holders
"""
EDGES_OF = """
UNWIND $ids AS id
MATCH (a:Claim {id: id})-[e:CONTRADICTS|REVISES|IN_TENSION]->(b:Claim)
RETURN type(e) AS type, a.id AS start, b.id AS end, properties(e) AS properties
"""
DROP_OF = """
UNWIND $ids AS id
MATCH (:Claim {id: id})-[e:CONTRADICTS|REVISES|IN_TENSION]-(:Claim)
WITH collect(DISTINCT e) AS edges
UNWIND edges AS e
DELETE e
"""
DROP = """
MATCH (:Claim)-[e:$$TYPE]->(:Claim)
WITH e LIMIT $limit
WITH collect(e) AS edges
UNWIND edges AS e
DELETE e
RETURN count(*) AS n
"""
DATED_SOURCES = """
MATCH (s:Source)
WHERE s.published IS NOT NULL
RETURN s.id AS id, s.published AS published, s.published_precision AS precision
"""
JUDGED = "MATCH (d:DataSet) WHERE d.tensions IS NOT NULL RETURN d.tensions AS tensions ORDER BY d.id"
ACCEPTED = """
UNWIND $ids AS id
MATCH (c:Claim {id: id, status: 'accepted', embedded: false})
RETURN c.id AS id, c.source AS source
"""
NOT_BEFORE = "not-before"
OBJECTS_AT_ONCE = 200
HOLDERS = 200
"""Holders in one UNWIND: each brings a list of objects."""


Rows = Tx | Store


# ---- what the store knows


def read_ties(tx: Rows, identity: Identity | None = None) -> Ties:
    """Who speaks for whom, those that are one as one."""
    identity = read_identity(tx) if identity is None else identity
    principals: dict[str, list[tuple[str, str | None, str | None]]] = defaultdict(list)
    for row in tx.rows(TIES):
        principals[identity.of(row["speaker"])].append((identity.of(row["principal"]), row["start"], row["end"]))
    return Ties(principals)


def read_stated(tx: Rows, ids: Iterable[str]) -> Iterator[Stated]:
    identity = read_identity(tx)
    for part in chunks(sorted(ids)):
        rows = tx.rows(STATED, {"ids": part})
        sources = sorted({row["claim"]["source"] for row in rows})
        published = {r["id"]: r["published"] for r in tx.rows(PUBLISHED, {"ids": sources})
                     if r["precision"] != NOT_BEFORE}  # fmt: skip
        for row in rows:
            yield identity_of(stated(row, published.get(row["claim"]["source"])), identity)


def stated(row: Row, published: str | None) -> Stated:
    """A row of `STATED`."""
    claim = row["claim"]
    levels = sorted(row["speakers"])
    figure = None
    if (value := claim.get("value")) is not None:
        figure = (Range.of(value, claim.get("value_to"), claim.get("comparator")), claim.get("unit"),
                  claim.get("figure_of"))  # fmt: skip
    return Stated(
        id=claim["id"], source=claim["source"], relation=claim["relation"],
        holders=tuple(h for _, h in sorted(row["holders"])),
        about=tuple((End(main_label(labels), id_), bool(contrary))
                    for _, labels, id_, contrary in sorted(row["about"], key=lambda r: (r[0], r[2]))),
        origin=tuple(s for level, s in levels if level == levels[-1][0]),
        speakers=tuple(s for level, s in levels if level > 0),
        targets=frozenset(row["targets"]), conditions=frozenset((r, g, bool(n)) for r, g, n in row["conditions"]),
        modality=claim["modality"], negated=claim["negated"], embedded=claim["embedded"],
        accepted=claim["status"] == "accepted", scope=claim.get("scope"), judgement=claim.get("judgement"),
        strength=claim["strength"], basis=claim["basis"], imputed=claim["imputed"], figure=figure,
        period=_period(claim, published),
    )  # fmt: skip


def identity_of(claim: Stated, identity: Identity) -> Stated:
    """The claim with every end the one that stands for all that are one."""
    if not identity.one:
        return claim
    one = identity.of
    return replace(
        claim, holders=tuple(dict.fromkeys(map(one, claim.holders))), origin=tuple(map(one, claim.origin)),
        speakers=tuple(map(one, claim.speakers)), targets=frozenset(map(one, claim.targets)),
        about=tuple(dict.fromkeys((identity.end(end), contrary) for end, contrary in claim.about)),
        conditions=frozenset((one(end), group, no) for end, group, no in claim.conditions),
    )  # fmt: skip


def _period(claim: dict[str, Any], published: str | None) -> Period:
    said, valid = (claim.get("said_from"), claim.get("said_to")), (claim.get("valid_from"), claim.get("valid_to"))
    return period_of(said, valid, claim.get("date_precision"), published)


# ---- some claims


def reconcile(tx: Tx, units: Iterable[tuple[str, End]]) -> None:
    """Bring the edges between claims of these holders ("" for none) and objects to what the claims give."""
    identity = read_identity(tx)
    ties = read_ties(tx, identity)
    by_holder: dict[str, set[str]] = defaultdict(set)
    by_label: dict[str, set[str]] = defaultdict(set)
    for holder, object_ in units:
        by_holder[holder].update(identity.all(object_.id))
        by_label[object_.label].update(identity.all(object_.id))
    ids: set[str] = set()
    for label, objects in by_label.items():
        text = with_names(cypher.CLAIMS_WITHOUT_HOLDER, label=label)
        for some in chunks(sorted(objects)):
            ids.update(r["id"] for r in tx.rows(text, {"ids": some}))
    if loose := by_holder.pop("", None):
        for part in chunks(sorted(ids)):
            for row in tx.rows(SPEAKERS, {"ids": part}):
                by_holder[row["id"]] |= loose
    ids |= _held(tx, by_holder, ties, identity)
    if ids:
        _write(tx, ids, ties)


def _held(tx: Tx, by_holder: dict[str, set[str]], ties: Ties, identity: Identity) -> set[str]:
    """Claims about these objects of all who may share a holder with these."""
    others: dict[str, set[str]] = defaultdict(set)
    for holder, objects in by_holder.items():
        for actor in {a for one in ties.family([identity.of(holder)]) for a in identity.all(one)}:
            others[actor] |= objects
    rows = [{"id": actor, "others": sorted(others[actor])} for actor in sorted(others)]
    return {r["id"] for part in chunks(rows, HOLDERS) for r in tx.rows(cypher.CLAIMS_OF_HOLDERS, {"rows": part})}


def _with_denials(tx: Rows, ids: set[str]) -> set[str]:
    """These claims, those that deny one of them, and those that these deny."""
    for text in (DENIALS, DENIED):
        for part in chunks(sorted(ids)):
            ids = ids | {r["id"] for r in tx.rows(text, {"ids": part})}
    return ids


def _write(tx: Tx, ids: set[str], ties: Ties) -> None:
    ids = _with_denials(tx, ids)
    between = Between(ties)
    for claim in read_stated(tx, ids):
        between.add(claim)
    wanted = {e.id: e for e in (*between.edges(), *_tensions(tx, ids))}
    write_difference(tx, wanted, _present(tx, ids))


def _present(tx: Tx, ids: set[str]) -> dict[str, ViewEdge]:
    """The edges that lie between these claims, and all tensions of one of them."""
    found: dict[str, ViewEdge] = {}
    for part in chunks(sorted(ids)):
        for row in tx.rows(EDGES_OF, {"ids": part}):
            if row["type"] == "IN_TENSION" or (row["start"] in ids and row["end"] in ids):
                edge = _stored(row)
                found[edge.id] = edge
    return found


def _stored(row: Row) -> ViewEdge:
    properties = dict(row["properties"])
    ends = End("Claim", row["start"]), End("Claim", row["end"])
    return ViewEdge(properties.pop("id"), row["type"], *ends, ("", ""), properties)


def judge_again(tx: Tx, before: Iterable[str]) -> None:
    """Bring IN_TENSION to what the data sets say now; `before`: claims of which some data set said something."""
    ids = {*before, *(c for t in read_judged(tx) for c in t["claims"])}
    if not ids:
        return
    present = {id_: e for id_, e in _present(tx, ids).items() if e.type == "IN_TENSION"}
    write_difference(tx, {e.id: e for e in _tensions(tx, ids)}, present)


# ---- what else changes them


class Ground(NamedTuple):
    """What the view depends on besides claims, measures and identity: who speaks for whom, when and whence sources are."""

    ties: Ties
    published: dict[str, str]
    origins: dict[str, str]


def read_ground(tx: Tx) -> Ground:
    published = {r["id"]: r["published"] for r in tx.rows(DATED_SOURCES) if r["precision"] != NOT_BEFORE}
    return Ground(read_ties(tx), published, read_origins(tx))


def uproot(tx: Tx, before: Ground, after: Ground) -> list[str]:
    """Delete the edges of claims whose ground has changed: those claims, to be compared again."""
    moved = {s for s in {*before.ties.principals, *after.ties.principals}
             if before.ties.principals.get(s) != after.ties.principals.get(s)}  # fmt: skip
    actors = before.ties.family(moved) | after.ties.family(moved)
    sources = {s for s, _ in before.published.items() ^ after.published.items()}
    sources |= {s for s, _ in before.origins.items() ^ after.origins.items()}
    ids: set[str] = set()
    for text, names in ((OF_ACTORS, actors), (OF_SOURCES, sources)):
        for part in chunks(sorted(names)):
            ids.update(r["id"] for r in tx.rows(text, {"ids": part}))
    for part in chunks(sorted(ids)):
        tx.do(DROP_OF, {"ids": part})
    return sorted(ids)


# ---- everything


def everything(tx: Rows) -> Iterator[ViewEdge]:
    """All edges that the claims give. Only claims that may be opposite to one of a page of objects are held at a time."""
    identity = read_identity(tx)
    ties = read_ties(tx, identity)
    for label in ("Actor", "Claim", "Event", "Measure", "Place"):
        objects = sorted({identity.of(r["id"]) for r in tx.rows(with_names(OBJECTS, label=label))})
        for page in chunks(objects, OBJECTS_AT_ONCE):
            yield from _of_objects(tx, label, page, ties, identity)
    yield from _tensions(tx, None)


def _of_objects(
    tx: Rows, label: str, objects: Sequence[str], ties: Ties, identity: Identity
) -> Iterator[ViewEdge]:
    """Edges whose first object is one of these."""
    names = [id_ for one in objects for id_ in identity.all(one)]
    rows = tx.rows(with_names(ABOUT, label=label), {"ids": names})
    for row in rows:
        row["object"], row["holders"] = identity.of(row["object"]), [identity.of(h) for h in row["holders"]]
    ids = _may_clash(rows, ties)
    if not ids:
        return
    between = Between(ties)
    for claim in read_stated(tx, _with_denials(tx, ids)):
        between.add(claim)
    here = set(objects)
    yield from (e for e in between.edges() if e.properties["objects"][0] in here)


def _may_clash(rows: list[Row], ties: Ties) -> set[str]:
    """The claims that share holder, object and proposition with one that says it otherwise, and those with figures or
    that are denied: roughly, and cheap."""
    seen: dict[tuple[str, str, str], dict[tuple[bool, bool], list[str]]] = defaultdict(lambda: defaultdict(list))
    ids: set[str] = set()
    for row in rows:
        if row["figure"] or row["denied"] or not row["holders"]:
            ids.add(row["id"])
        own = says(row["relation"])
        for said in own[:1] if row["negated"] else own:
            how = (said.contrary != bool(row["contrary"]), said.positive != row["negated"])
            for holder in row["holders"]:
                for actor in ties.rolled_up(holder):
                    seen[actor, row["object"], said.name][how].append(row["id"])
    # A proposition that nobody holds may be an actor's who said it: those it meets are all compared.
    loose = {(row["object"], s.name) for row in rows if not row["holders"] for s in says(row["relation"])}
    for (_, object_, name), by_how in seen.items():
        if len(by_how) > 1 or (object_, name) in loose:
            ids.update(id_ for some in by_how.values() for id_ in some)
    return ids


def drop_some(tx: Tx, limit: int) -> int:
    """Delete up to `limit` edges of each type: how many were."""
    dropped = 0
    for type_ in BETWEEN_TYPES:
        rows = tx.rows(with_names(DROP, type=type_), {"limit": limit})
        dropped += rows[0]["n"] if rows else 0
    return dropped


# ---- tensions that a person has accepted


def read_judged(tx: Rows) -> list[dict[str, Any]]:
    """Judgements of all data sets: claims (ids), tension, status, because."""
    return [json.loads(text) for row in tx.rows(JUDGED) for text in row["tensions"]]


def _tensions(tx: Rows, ids: set[str] | None) -> Iterator[ViewEdge]:
    """The accepted tensions, those in which one of these claims stands, if both of their claims count."""
    judged = [t for t in read_judged(tx) if t["status"] == "accepted"]
    judged = [t for t in judged if ids is None or not ids.isdisjoint(t["claims"])]
    ends = sorted({c for t in judged for c in t["claims"]})
    sources = {r["id"]: r["source"] for r in tx.rows(ACCEPTED, {"ids": ends})} if ends else {}
    for one in judged:
        a, b = sorted(one["claims"])
        if a in sources and b in sources:
            rest = {"tension": one["tension"]}
            properties = {
                "claims": [a, b], "because": one["because"], "sources": sorted({sources[a], sources[b]}), **rest,
            }  # fmt: skip
            yield ViewEdge(
                edge_id("IN_TENSION", a, b, rest), "IN_TENSION", End("Claim", a), End("Claim", b), ("", ""), properties
            )
