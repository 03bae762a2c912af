"""What readers ask of a store, in the JSON shapes of `schema.shapes`.

    reader = Reader(store, corpus)
    reader.positions(Filter(object="turkish-isf-participation", stance="opposes"))

Each collection is a page of items and the cursor of the next. A cursor holds the last item's key, so that pages stay
right while data is loaded. The Cypher of each question stands beside the method that runs it.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from schema.errors import BadCursor, NotFound
from schema.relations import ALL_RELATIONS, EDGE, EDGE_TYPES, STANCE

from . import cypher, loads
from .codec import Properties
from .corpus import Corpus, slice_sha256
from .cypher import with_names
from .days import HELD, SAID, UNDATED
from .derive import Measures, ViewClaim, ViewEdge, derive
from .identity import Identity, read_identity
from .store import Row, Store, Tx
from .units import main_label, read_contested, read_measures, read_view_claims

Item = dict[str, Any]
BASIS_LEVELS = {"stated": ("stated",), "implied": ("stated", "implied"), "inferred": ("stated", "implied", "inferred")}
MAX_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """Which claims count. `basis` "implied" adds what any careful reader would say, "inferred" adds the coder's own.

    `as_of`: said or published by that day, what is undated kept. `on`: held on that day. Both ISO days.
    """

    as_of: str | None = None
    on: str | None = None
    min_certainty: float = 0.0
    basis: str = "stated"
    include_imputed: bool = True
    roll_up: bool = True
    according_to: str | None = None
    source: str | None = None

    @property
    def dated(self) -> bool:
        return bool(self.as_of or self.on)

    @property
    def needs_claims(self) -> bool:
        """Whether the view's sums do not answer it, so that edges are summed again from the claims that count."""
        return bool(self.as_of or self.on or self.according_to or self.source or self.min_certainty > 0)


@dataclass(frozen=True, slots=True)
class Filter:
    """Which positions: any of these may be None. `stance` is an edge's type in lower case."""

    actor: str | None = None
    object: str | None = None
    stance: str | None = None
    conditional: bool | None = None
    disputed: bool | None = None
    current: bool | None = None
    inherited: bool | None = None
    anonymous: bool | None = None
    min_sources: int = 1
    """Independent ones: those of one origin count once."""


# ---- Cypher

ENTITY_PAGE = """
MATCH (n:$$LABEL)
WHERE coalesce(n.same_as, n.id) > $after AND ($kind IS NULL OR n.kind = $kind) AND size(n.datasets) > 0
  AND ($q IS NULL OR toLower(n.name) CONTAINS $q OR any(a IN coalesce(n.aliases, []) WHERE toLower(a) CONTAINS $q))
RETURN DISTINCT coalesce(n.same_as, n.id) AS id ORDER BY id LIMIT $limit
"""
SOURCE_PAGE = """
MATCH (n:Source)
WHERE n.id > $after AND size(n.datasets) > 0
RETURN n.id AS id ORDER BY n.id LIMIT $limit
"""
ENTITY_ITEMS = """
UNWIND $ids AS id
MATCH (n:$$LABEL {id: id})
RETURN properties(n) AS properties,
       [(n)-[e]->(other) WHERE type(e) IN $types AND e.fallen IS NULL | {
          type: type(e), id: other.id, name: other.name, one: other.same_as, pos: e.pos, role: e.role, office: e.office,
          speaks_for: e.speaks_for, background: e.background, from: toString(e.from),
          to: toString(e.to)}] AS links
"""
CLAIM_PAGE = """
MATCH (c:Claim)
WHERE c.id > $after
  AND ($status IS NULL OR c.status = $status)
  AND ($relation IS NULL OR c.relation = $relation)
  AND ($source IS NULL OR c.source = $source)
  AND ($modality IS NULL OR c.modality = $modality)
  AND c.basis IN $bases AND c.certainty >= $min_certainty
  AND ($include_imputed OR NOT c.imputed)
  AND ($holder IS NULL OR EXISTS { MATCH (c)-[:HELD_BY]->(h:Actor) WHERE h.id IN $holder })
  AND ($about IS NULL OR EXISTS { MATCH (c)-[:ABOUT]->(o) WHERE o.id IN $about })
  AND ($speaker IS NULL OR EXISTS { MATCH (c)-[:ATTRIBUTED_TO|HELD_BY]->(w) WHERE w.id IN $speaker })
RETURN c.id AS id ORDER BY c.id LIMIT $limit
"""
DATED_CLAIM_PAGE = CLAIM_PAGE.replace("RETURN c.id AS id", f"""MATCH (s:Source {{id: c.source}})
WHERE {SAID} AND {HELD}
RETURN c.id AS id, {UNDATED} AS undated""")
CLAIM_ITEMS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
RETURN properties(c) AS properties,
       [(c)-[e:HELD_BY]->(o) | {pos: e.pos, id: o.id, name: o.name}] AS holders,
       [(c)-[e:ABOUT]->(o) | {pos: e.pos, labels: labels(o), id: o.id, name: coalesce(o.name, o.statement),
          kind: o.kind, as_said: e.as_said, contrary: e.contrary}] AS about,
       [(c)-[e:TOWARDS]->(o) | {pos: e.pos, id: o.id, name: o.name, role: e.role}] AS towards,
       [(c)-[e:ON_BEHALF_OF]->(o) | {pos: e.pos, id: o.id, name: o.name}] AS on_behalf_of,
       [(c)-[e:AFTER]->(o) | {pos: e.pos, id: o.id, name: o.name}] AS after,
       [(c)-[e:ON_CONDITION]->(o) | {pos: e.pos, id: o.id, name: coalesce(o.name, o.statement), group: e.group,
          negated: e.negated, as_said: e.as_said}] AS requires,
       [(c)-[e:ATTRIBUTED_TO]->(o) | {pos: e.pos, level: e.level, id: o.id, name: coalesce(o.name, o.title, o.id),
          verb: e.verb}] AS attributed_to,
       [(c)-[e:EVIDENCED_BY]->(p) | {pos: e.pos, id: p.id, source: p.source, start: p.start, end: p.end,
          phrase: p.phrase, part: p.part, sha256: p.sha256}] AS passages,
       [(c)-[e:CONTRADICTS|REVISES|IN_TENSION]->(o:Claim) | {type: type(e), id: o.id}] AS outgoing,
       [(c)<-[e:CONTRADICTS|REVISES|IN_TENSION]-(o:Claim) | {type: type(e), id: o.id}] AS incoming
"""
POSITIONS_OF_ACTOR = """
MATCH (a:Actor {id: $actor})-[e]->(o)
WHERE type(e) IN $types AND ($object IS NULL OR o.id = $object)
"""
POSITIONS_ON_OBJECT = """
MATCH (o:$$LABEL {id: $object})<-[e]-(a:Actor)
WHERE type(e) IN $types
"""
POSITIONS = """
MATCH (a:Actor)-[e]->(o)
WHERE a.id >= $after_actor AND type(e) IN $types
"""
POSITIONS_REST = """
  AND (a.id > $after_actor OR e.id > $after)
  AND e.basis IN $bases AND ($include_imputed OR NOT e.imputed)
  AND ($conditional IS NULL OR e.conditional = $conditional) AND ($disputed IS NULL OR e.disputed = $disputed)
  AND ($current IS NULL OR e.current = $current) AND ($inherited IS NULL OR e.inherited = $inherited)
  AND ($anonymous IS NULL OR coalesce(a.anonymous, false) = $anonymous)
  AND e.source_count >= $min_sources
RETURN a.id AS actor, a.name AS actor_name, a.kind AS actor_kind, a.quantifier AS quantifier,
       coalesce(a.anonymous, false) AS anonymous, type(e) AS type, o.id AS object,
       coalesce(o.name, o.statement) AS object_name, o.kind AS object_kind, labels(o) AS labels,
       properties(e) AS properties
ORDER BY actor, e.id LIMIT $limit
"""
REQUIREMENTS = """
MATCH (m:Measure)-[e:REQUIRES]->(n:Measure)
WHERE e.basis IN $bases AND ($include_imputed OR NOT e.imputed) AND e.id > $after
RETURN m.id AS measure, m.name AS measure_name, n.id AS requires, n.name AS requires_name, properties(e) AS properties
ORDER BY e.id LIMIT $limit
"""
PASSAGE_PAGE = """
MATCH (p:Passage)
WHERE p.id > $after AND ($source IS NULL OR p.source = $source)
RETURN p.id AS id ORDER BY p.id LIMIT $limit
"""
PASSAGE_ITEMS = """
UNWIND $ids AS id
MATCH (p:Passage {id: id})
RETURN properties(p) AS properties, [(p)<-[:EVIDENCED_BY]-(c:Claim) | c.id] AS claims
"""
LABELS_OF = """
OPTIONAL MATCH (a:Actor {id: $id})
OPTIONAL MATCH (m:Measure {id: $id})
OPTIONAL MATCH (e:Event {id: $id})
OPTIONAL MATCH (p:Place {id: $id})
RETURN a IS NOT NULL AS Actor, m IS NOT NULL AS Measure, e IS NOT NULL AS Event, p IS NOT NULL AS Place
"""
COUNT_LABELS = """
MATCH (n:$$LABEL)
RETURN count(n) AS n
"""
SOURCE_HASHES = "UNWIND $ids AS id MATCH (s:Source {id: id}) RETURN s.id AS id, s.sha256 AS sha256"
SOURCE_DATES = "MATCH (s:Source) WHERE s.published IS NOT NULL RETURN s.id AS id, s.published AS published"


def encode_cursor(*key: str) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None, parts: int) -> list[str]:
    """The key in a cursor; empty strings without one. Raises BadCursor for what `encode_cursor` did not make."""
    if not cursor:
        return [""] * parts
    try:
        key = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error, UnicodeDecodeError):
        key = None
    if not isinstance(key, list) or len(key) != parts or not all(isinstance(k, str) for k in key):
        raise BadCursor("this cursor is none of this collection", hint="begin without a cursor")
    return key


class Reader:
    """Answers over one store. Without state of its own but the corpus."""

    def __init__(self, store: Store, corpus: Corpus | None = None) -> None:
        self.store = store
        self.corpus = corpus or Corpus()

    # ---- the store itself

    def health(self, version: str) -> Item:
        """`/health`: degraded while the view is being derived or a load was broken off."""
        meta = loads.read_meta(self.store)
        running = [p["id"] for p in loads.loads(self.store) if p["state"] == "running"]
        claims = int(self.store.rows(cypher.ACCEPTED_CLAIMS)[0]["n"])
        healthy = meta.get("view", "current") == "current" and not running
        return {
            "status": "ok" if healthy else "degraded", **self.store.describe(), "version": version, "claims": claims,
            "data_version": meta.get("data_version") or None, "view": meta.get("view", "current"), "loading": running,
        }  # fmt: skip

    def counts(self) -> dict[str, int]:
        """Nodes by label."""
        labels = ("Actor", "Measure", "Event", "Place", "Source", "Passage", "Claim")
        return {label: int(self.store.rows(with_names(COUNT_LABELS, label=label))[0]["n"]) for label in labels}

    def datasets(self) -> list[Item]:
        return [r["properties"] for r in self.store.rows(cypher.DATASETS)]

    # ---- entities

    def entities(
        self, label: str, *, limit: int = 100, cursor: str | None = None, kind: str | None = None, q: str | None = None,
        scope: Scope | None = None,
    ) -> Item:  # fmt: skip
        """A page of actors, measures, events, places or sources."""
        (after,) = decode_cursor(cursor, 1)
        if label == "Source":
            rows = self.store.rows(SOURCE_PAGE, {"after": after, "limit": limit + 1})
        else:
            parameters = {"after": after, "limit": limit + 1, "kind": kind, "q": q.lower() if q else None}
            rows = self.store.rows(with_names(ENTITY_PAGE, label=label), parameters)
        ids = [r["id"] for r in rows[:limit]]
        items = self.entity_items(label, ids, scope)
        return {"items": items, "next": encode_cursor(ids[-1]) if len(rows) > limit else None}

    def identity(self) -> Identity:
        """Which actors and measures are one."""
        return self.store.read(read_identity)

    def _all(self, id_: str | None) -> list[str] | None:
        return self.identity().all_or_none(id_)

    def entity_items(self, label: str, ids: Sequence[str], scope: Scope | None = None) -> list[Item]:
        """Each with the names and ties of all that are one with it, their ids in `same_as`; with the offices of a scope's day."""
        identity = self.identity()
        everyone = [other for id_ in ids for other in identity.all(id_)]
        parameters = {"ids": everyone, "types": list(cypher.STRUCTURE_TYPES)}
        found = {r["properties"]["id"]: r for r in self.store.rows(with_names(ENTITY_ITEMS, label=label), parameters)}
        for row in found.values():
            row["links"] = [x for x in row["links"] if _lasts(x, scope)]
        named = sorted({x["one"] for r in found.values() for x in r["links"] if x["one"]})
        names = {
            r["id"]: r["name"] for kind in ("Actor", "Measure") if named
            for r in self.store.rows(with_names(NAMES, label=kind), {"ids": named})
        }  # fmt: skip
        return [
            _united(label, [found[other] for other in identity.all(id_) if other in found], names)
            for id_ in ids if id_ in found
        ]  # fmt: skip

    def entity(self, label: str, id_: str, scope: Scope | None = None) -> Item:
        """The item; of an id that is one with another, that which stands for both, with `requested`."""
        standing = self.identity().of(id_)
        items = self.entity_items(label, [standing], scope)
        if not items:
            raise NotFound(f"no {label.lower()} has the id {id_!r}", hint=f"see /{label.lower()}s")
        return items[0] if standing == id_ else {**items[0], "requested": id_}

    def label_of(self, id_: str) -> str | None:
        """Actor, Measure, Event or Place; None where nothing has the id."""
        row = self.store.rows(LABELS_OF, {"id": id_})[0]
        return next((label for label, found in row.items() if found), None)

    # ---- claims and passages

    def claims(
        self, scope: Scope, *, limit: int = 100, cursor: str | None = None, holder: str | None = None,
        about: str | None = None, relation: str | None = None, modality: str | None = None,
        status: str | None = "accepted",
    ) -> Item:  # fmt: skip
        """A page of claims, by id. `basis` of the scope is a filter here too."""
        (after,) = decode_cursor(cursor, 1)
        rows = self.store.rows(DATED_CLAIM_PAGE if scope.dated else CLAIM_PAGE, {
            "after": after, "limit": limit + 1, "status": status, "relation": relation, "source": scope.source,
            "modality": modality, "bases": list(BASIS_LEVELS[scope.basis]), "min_certainty": scope.min_certainty,
            "include_imputed": scope.include_imputed, "holder": self._all(holder), "about": self._all(about),
            "speaker": self._all(scope.according_to),
            **({"as_of": scope.as_of, "on": scope.on} if scope.dated else {}),
        })  # fmt: skip
        ids = [r["id"] for r in rows[:limit]]
        items = self.claim_items(ids)
        if scope.dated:
            undated = {r["id"]: bool(r["undated"]) for r in rows}
            items = [{**item, "undated": undated[item["id"]]} for item in items]
        return {"items": items, "next": encode_cursor(ids[-1]) if len(rows) > limit else None}

    def claim_items(self, ids: Iterable[str]) -> list[Item]:
        items = [_claim(row) for row in self.store.rows(CLAIM_ITEMS, {"ids": list(ids)})]
        if any(item["status"] == "retracted" for item in items):
            why = {t: j for j in loads.read_judgements(self.store) if j.kind == "retracted" for t in j.targets}
            for item in (i for i in items if i["status"] == "retracted"):
                if found := why.get(item["id"]) or why.get(item["source"]):
                    item["retracted"] = {name: getattr(found, name) for name in ("id", "because", "by", "at")}
        return items

    def claim(self, id_: str) -> Item:
        items = self.claim_items([id_])
        if not items:
            raise NotFound(f"no claim has the id {id_!r}")
        return items[0]

    def passages(self, *, limit: int = 100, cursor: str | None = None, source: str | None = None) -> Item:
        (after,) = decode_cursor(cursor, 1)
        rows = self.store.rows(PASSAGE_PAGE, {"after": after, "limit": limit + 1, "source": source})
        ids = [r["id"] for r in rows[:limit]]
        return {"items": self.passage_items(ids), "next": encode_cursor(ids[-1]) if len(rows) > limit else None}

    def passage_items(self, ids: Sequence[str]) -> list[Item]:
        """Passages; where the text is at hand, with `text` and what stands around it, and whether the hash is right."""
        rows = self.store.rows(PASSAGE_ITEMS, {"ids": list(ids)})
        items = [{**_without_store(r["properties"]), "claims": sorted(r["claims"])} for r in rows]
        return self.with_texts(items)

    def passage(self, id_: str) -> Item:
        items = self.passage_items([id_])
        if not items:
            raise NotFound(f"no passage has the id {id_!r}")
        return items[0]

    def with_texts(self, passages: list[Item], *, sentences: bool = False) -> list[Item]:
        """Add text_before, text, text_after and verified to the passages whose text is in the corpus.

        Around a passage stands what its characters are near to; with `sentences`, the rest of its own.
        """
        if not len(self.corpus) or not passages:
            return passages
        ids = sorted({p["source"] for p in passages})
        hashes = {r["id"]: r["sha256"] for r in self.store.rows(SOURCE_HASHES, {"ids": ids})}
        return [{**p, **self._text_of(p, hashes.get(p["source"], ""), sentences)} for p in passages]

    def _text_of(self, passage: Item, sha256: str, sentences: bool) -> Item:
        slice_of = self.corpus.in_sentence if sentences else self.corpus.around
        found = slice_of(sha256, passage["start"], passage["end"])
        if found is None:
            return {}
        same = passage.get("sha256") in (None, slice_sha256(found.text))
        verified = same and passage["phrase"] in found.text
        return {
            "text_before": found.before, "text": found.text, "text_after": found.after, "verified": verified,
        }  # fmt: skip

    # ---- positions

    def positions(self, wanted: Filter, scope: Scope, *, limit: int = 100, cursor: str | None = None) -> Item:
        """A page of positions, by actor and edge. Raises NotFound for a stance that the registry does not have."""
        if wanted.stance is not None and wanted.stance not in STANCE:
            raise NotFound(f"no stance is called {wanted.stance!r}", hint=f"one of {', '.join(STANCE)}")
        after_actor, after = decode_cursor(cursor, 2)
        wanted = self._standing(wanted)
        if scope.needs_claims:
            found = [p for p in self.summed(wanted, scope) if (p["actor"]["id"], p["id"]) > (after_actor, after)]
            page, more = found[:limit], len(found) > limit
        else:
            found = self._edges(wanted, scope, after_actor, after, limit + 1)
            page, more = found[:limit], len(found) > limit
        following = encode_cursor(page[-1]["actor"]["id"], page[-1]["id"]) if more else None
        return {"items": page, "next": following}

    def _standing(self, wanted: Filter) -> Filter:
        identity = self.identity() if wanted.actor or wanted.object else Identity()
        actor, object_ = (id_ and identity.of(id_) for id_ in (wanted.actor, wanted.object))
        return replace(wanted, actor=actor, object=object_)

    def _edges(self, wanted: Filter, scope: Scope, after_actor: str, after: str, limit: int) -> list[Item]:
        if wanted.actor is not None:
            text = POSITIONS_OF_ACTOR
        elif wanted.object is not None:
            label = self.label_of(wanted.object)
            if label is None:
                return []
            text = with_names(POSITIONS_ON_OBJECT, label=label)
        else:
            text = POSITIONS
        types = [STANCE[wanted.stance].type] if wanted.stance else [e.type for e in EDGE_TYPES]
        rows = self.store.rows(text + POSITIONS_REST, {
            "actor": wanted.actor, "object": wanted.object, "types": types, "after_actor": after_actor, "after": after,
            "bases": list(BASIS_LEVELS[scope.basis]), "include_imputed": scope.include_imputed, "limit": limit,
            "conditional": wanted.conditional, "disputed": wanted.disputed, "current": wanted.current,
            "inherited": wanted.inherited, "anonymous": wanted.anonymous, "min_sources": wanted.min_sources,
        })  # fmt: skip
        return [_position(row) for row in rows]

    def summed(self, wanted: Filter, scope: Scope) -> list[Item]:
        """Positions summed again from the claims that count: the same rules as the view's, over fewer claims."""
        edges, names, undated = self.store.read(lambda tx: self._derive(tx, scope))
        items = [_position(_edge_row(e, names)) for e in edges if e.type in EDGE]
        if scope.dated:
            items = [{**i, "undated": all(undated[c] for c in i["claims"])} for i in items]
        return sorted((i for i in items if _fits(i, wanted, scope)), key=lambda i: (i["actor"]["id"], i["id"]))

    def _derive(self, tx: Tx, scope: Scope) -> tuple[list[ViewEdge], dict[str, Row], dict[str, bool]]:
        undated = counting_claims(tx, scope)
        claims: list[ViewClaim] = list(read_view_claims(tx, undated))
        measures: Measures = read_measures(tx)
        edges = derive(claims, measures, read_contested(tx))
        ends = sorted({end for e in edges for end in (e.start, e.end)})
        names: dict[str, Row] = {}
        for label in ("Actor", "Measure", "Event", "Place", "Claim"):
            some = [end.id for end in ends if end.label == label]
            for row in tx.rows(with_names(NAMES, label=label), {"ids": some}):
                names[row["id"]] = row
        return edges, names, undated

    def _needs(self, scope: Scope) -> list[Row]:
        """As `REQUIREMENTS`, summed again from the claims that count."""
        edges, names, _ = self.store.read(lambda tx: self._derive(tx, scope))
        return sorted((
            {"measure": e.start.id, "measure_name": names[e.start.id]["name"], "requires": e.end.id,
             "requires_name": names[e.end.id]["name"], "properties": {"id": e.id, **e.properties}}
            for e in edges if e.type == "REQUIRES" and e.properties["basis"] in BASIS_LEVELS[scope.basis]
        ), key=lambda row: str(row["properties"]["id"]))  # fmt: skip

    def requirements(self, scope: Scope, *, limit: int = MAX_LIMIT, cursor: str | None = None) -> Item:
        """The precondition graph: which measure needs which, who says so."""
        (after,) = decode_cursor(cursor, 1)
        if scope.needs_claims:
            rows = [r for r in self._needs(scope) if r["properties"]["id"] > after][: limit + 1]
        else:
            rows = self.store.rows(REQUIREMENTS, {
                "bases": list(BASIS_LEVELS[scope.basis]), "include_imputed": scope.include_imputed, "after": after,
                "limit": limit + 1,
            })  # fmt: skip
        items = [
            {
                **row["properties"], "holder": row["properties"].get("holder"),
                "measure": {"id": row["measure"], "name": row["measure_name"]},
                "requires": {"id": row["requires"], "name": row["requires_name"]},
            }
            for row in rows[:limit]
        ]  # fmt: skip
        return {"items": items, "next": encode_cursor(items[-1]["id"]) if len(rows) > limit else None}

    # ---- the registry

    def relations(self) -> Item:
        items = [
            {
                "name": r.name, "meaning": r.meaning, "polarity": r.polarity, "objects": list(r.objects),
                "towards": r.towards, "edge": r.edge, "stance": r.stance, "conditions": list(r.conditions),
            }
            for r in ALL_RELATIONS
        ]  # fmt: skip
        return {"items": items, "next": None}


NAMES = """
UNWIND $ids AS id
MATCH (n:$$LABEL {id: id})
RETURN n.id AS id, coalesce(n.name, n.statement) AS name, n.kind AS kind, n.quantifier AS quantifier,
       coalesce(n.anonymous, false) AS anonymous
"""
# The embedded engine finds nothing where a name of EXISTS is used again after it, as `s` once was.
COUNTING_CLAIMS = f"""
MATCH (c:Claim {{status: 'accepted'}})
WHERE c.basis IN $bases AND c.certainty >= $min_certainty AND ($include_imputed OR NOT c.imputed)
  AND ($source IS NULL OR c.source = $source)
  AND ($speaker IS NULL OR EXISTS {{ MATCH (c)-[:ATTRIBUTED_TO|HELD_BY]->(w) WHERE w.id IN $speaker }})
  AND ($kinds IS NULL OR c.condition_kind IN $kinds)
MATCH (s:Source {{id: c.source}})
WHERE {SAID} AND {HELD}
RETURN c.id AS id, {UNDATED} AS undated
"""


def counting_claims(tx: Tx, scope: Scope, kinds: Sequence[str] | None = None) -> dict[str, bool]:
    """Ids of the accepted claims that count in a scope, each with whether the dates leave that open; with `kinds`, only
    those with such a condition."""
    rows = tx.rows(COUNTING_CLAIMS, {
        "bases": list(BASIS_LEVELS[scope.basis]), "min_certainty": scope.min_certainty, "source": scope.source,
        "include_imputed": scope.include_imputed, "as_of": scope.as_of,
        "speaker": read_identity(tx).all_or_none(scope.according_to), "on": scope.on, "kinds": list(kinds) if kinds is not None else None,
    })  # fmt: skip
    return {row["id"]: bool(row["undated"]) for row in rows}


def _fits(item: Item, wanted: Filter, scope: Scope) -> bool:
    pairs = (
        (wanted.actor, item["actor"]["id"]), (wanted.object, item["object"]["id"]), (wanted.stance, item["stance"]),
        (wanted.conditional, item["conditional"]), (wanted.disputed, item["disputed"]),
        (wanted.current, item["current"]), (wanted.inherited, item["inherited"]),
        (wanted.anonymous, item["actor"]["anonymous"]),
    )  # fmt: skip
    fits = all(want is None or want == have for want, have in pairs) and item["source_count"] >= wanted.min_sources
    return fits and item["basis"] in BASIS_LEVELS[scope.basis]


def _edge_row(edge: ViewEdge, names: dict[str, Row]) -> Row:
    start, end = names.get(edge.start.id, {}), names.get(edge.end.id, {})
    return {
        "actor": edge.start.id, "actor_name": start.get("name"), "actor_kind": start.get("kind"),
        "quantifier": start.get("quantifier"), "anonymous": bool(start.get("anonymous")), "type": edge.type,
        "object": edge.end.id, "object_name": end.get("name"), "object_kind": end.get("kind"),
        "labels": [edge.end.label], "properties": {"id": edge.id, **edge.properties},
    }  # fmt: skip


def _position(row: Row) -> Item:
    edge = row["properties"]
    return {
        "id": edge["id"],
        "actor": {
            "id": row["actor"], "name": row["actor_name"], "kind": row["actor_kind"], "quantifier": row["quantifier"],
            "anonymous": row["anonymous"],
        },
        "stance": row["type"].lower(),
        "object": {
            "id": row["object"], "name": row["object_name"], "kind": row["object_kind"] or main_label(row["labels"]),
        },
        **{k: edge.get(k) for k in (
            "claims", "sources", "source_count", "first_said", "last_said", "current", "disputed", "conditional",
            "imputed", "basis", "inherited", "certainty", "strength", "expected")},
        "requires": edge.get("requires", []), "relations": edge.get("relations", []),
        **{k: edge[k] for k in ("before", "negated", "contrary") if k in edge},
    }  # fmt: skip


_STORE_ONLY = ("datasets", "digest", "load", "dataset", "same_as", "filed")


def _without_store(properties: Properties) -> Properties:
    return {k: v for k, v in properties.items() if k not in _STORE_ONLY}


def _united(label: str, rows: list[Row], names: dict[str, str]) -> Item:
    """One item of all that are one: the standing one's own, with the other names, and every tie once."""
    own, others = rows[0]["properties"], [r["properties"] for r in rows[1:]]
    links: dict[tuple[object, ...], Row] = {}
    for link in (x for r in rows for x in sorted(r["links"], key=lambda x: x["pos"] or 0)):
        if (one := link["one"]) is not None:
            link |= {"id": one, "name": names.get(one, link["name"])}
        if link["id"] != own["id"]:
            links.setdefault((link["type"], link["id"], link["role"], link["office"]), link)
    if not others:
        return _entity(label, own, list(links.values()))
    more = [name for p in others for name in (p["name"], *p.get("aliases", ()))]
    contrary = [name for p in (own, *others) for name in p.get("contrary_aliases", ())]
    aliases = [n for n in dict.fromkeys((*own.get("aliases", ()), *more)) if n != own["name"]]
    united = {"aliases": aliases, **({"contrary_aliases": list(dict.fromkeys(contrary))} if contrary else {})}
    return {**_entity(label, {**own, **united}, list(links.values())), "same_as": [p["id"] for p in others]}


def _entity(label: str, properties: Properties, links: list[Row]) -> Item:
    own = _without_store(properties)
    base: Item = {"aliases": [], "description": None, **own}

    def ids(type_: str) -> list[str]:
        return [x["id"] for x in links if x["type"] == type_]

    if label == "Actor":
        base = {"anonymous": False, "quantifier": None, **base}
        base["represents"] = [_tie(x, "role", "office", "background", "from", "to") for x in links if x["type"] == "REPRESENTS"]
        base["part_of"] = [
            _tie(x, "speaks_for", "background", "from", "to") for x in links if x["type"] in ("PART_OF", "MEMBER_OF")
        ]
    elif label == "Measure":
        base = {"contrary_aliases": [], **base}
        for type_ in ("SPECIALISES", "COMPONENT_OF", "MEANS_FOR", "EXCLUDES", "ALTERNATIVE_FOR", "INVOLVES"):
            base[type_.lower()] = ids(type_)
    elif label == "Event":
        base = {"from": None, "to": None, "precision": None, **base}
    elif label == "Place":
        base["located_in"] = ids("LOCATED_IN")
    elif label == "Source":
        empty = dict.fromkeys(("title", "publisher", "author", "published", "url", "language", "reliability"))
        base = {**empty, **own, "same_origin_as": ids("SAME_ORIGIN")}
    return base


def _lasts(link: Row, scope: Scope | None) -> bool:
    """Whether a tie between actors had begun by the days of a scope, and had not ended on the day `on`."""
    if scope is None or not scope.dated:
        return True
    started = all(link["from"] <= day for day in (scope.as_of, scope.on) if day and link["from"])
    return started and not (scope.on and link["to"] and link["to"] < scope.on)


def _tie(link: Row, *names: str) -> Item:
    flags = ("speaks_for", "background")
    return {"id": link["id"], "name": link["name"], **{n: bool(link[n]) if n in flags else link[n] for n in names}}


_CLAIM_FIELDS = (
    "id", "key", "relation", "polarity", "statement", "modality", "basis", "negated", "embedded", "scope", "judgement",
    "certainty", "strength", "status", "imputed", "condition_kind", "said_from", "said_to", "valid_from", "valid_to",
    "date_precision", "source", "coder", "note", "recorded_at", "superseded_at",
)  # fmt: skip


def _between(row: Row) -> Item:
    """Ids of the claims that a claim contradicts, revises, is revised by, is in tension with."""

    def ids(type_: str, *directions: str) -> list[str]:
        return sorted(e["id"] for d in directions for e in row[d] if e["type"] == type_)

    return {
        "contradicts": ids("CONTRADICTS", "outgoing", "incoming"), "revises": ids("REVISES", "outgoing"),
        "revised_by": ids("REVISES", "incoming"), "in_tension": ids("IN_TENSION", "outgoing", "incoming"),
    }  # fmt: skip


def _claim(row: Row) -> Item:
    own = row["properties"]

    def listed(name: str, *fields: str) -> list[Item]:
        found = sorted(row[name], key=lambda e: (e.get("level") or 0, e["pos"] if e["pos"] is not None else 0))
        return [{f: e.get(f) for f in ("id", "name", *fields)} for e in found]

    holders = listed("holders")
    figure = None
    if "value" in own:
        figure = {k: own.get(k) for k in ("value", "value_to", "unit", "comparator")} | {"of": own.get("figure_of")}
    about = [
        {**{k: e[k] for k in ("id", "name", "as_said")}, "kind": e["kind"] or main_label(e["labels"]),
         "contrary": bool(e["contrary"])}
        for e in listed("about", "as_said", "contrary", "kind", "labels")
    ]  # fmt: skip
    return {
        **{k: own.get(k) for k in _CLAIM_FIELDS},
        "holder": holders[0] if holders else None,
        "holders": holders,
        "about": about,
        "towards": listed("towards", "role"),
        "on_behalf_of": listed("on_behalf_of"),
        "after": listed("after"),
        "requires": listed("requires", "group", "negated", "as_said"),
        "attributed_to": listed("attributed_to", "level", "verb"),
        "passages": [
            {k: p[k] for k in ("id", "source", "start", "end", "phrase", "part", "sha256")}
            for p in sorted(row["passages"], key=lambda p: p["pos"])
        ],
        "figure": figure,
        **_between(row),
    }


