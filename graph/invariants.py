"""What must always be true of a store, each with the way to look for what breaks it.

`INVARIANTS` is the list; `graph.check` walks it. An entry yields a line for each thing that is wrong, with the ids of
where; it only reads.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from schema.ids import claim_id, passage_id
from schema.records import CLAIM_PREFIX, MAX_PHRASE_WORDS, Claim, Passage
from schema.relations import BETWEEN_TYPES, STRUCTURE, VIEW_TYPES

from . import cypher, loads
from .attribution import is_imputed, said
from .between import everything
from .changed import changed_texts, sources
from .codec import Properties, StoredEdge, decode_claim
from .corpus import Corpus, slice_sha256
from .cypher import with_names
from .derive import ViewEdge, derive
from .loads.touched import read_spokespersons, read_times
from .rings import find_ring
from .store import Row, Store, Tx
from .units import chunks, main_label, read_contested, read_measures, read_view_claims

CLAIMS_AT_ONCE = 2000
LABELS = ("Actor", "Measure", "Event", "Place", "Source")


@dataclass
class Checked:
    """A store under examination: what several invariants need of it is read once."""

    store: Store
    corpus: Corpus
    verified: int = field(default=0, init=False)
    """Passages that were found in their texts."""

    @cached_property
    def passages(self) -> list[Row]:
        return self.store.rows(PASSAGES)

    @cached_property
    def texts(self) -> dict[str, str]:
        """The SHA-256 of each source's text, by the source's id."""
        return {row["id"]: row["sha256"] for row in self.store.rows(SOURCE_TEXTS)}

    @cached_property
    def claims(self) -> ClaimFaults:
        return ClaimFaults(self.store)

    @cached_property
    def view(self) -> list[Row]:
        return self.store.rows(VIEW, {"types": [*VIEW_TYPES, *BETWEEN_TYPES]})


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that is true of every sound store, and `look`, which yields what makes it false."""

    name: str
    look: Callable[[Checked], Iterator[str]]


# ---- Cypher: `what` is the line that is reported

LIMIT = " LIMIT 100"
CLAIMS_WITHOUT_PASSAGE = """
MATCH (c:Claim {status: 'accepted'})
WHERE NOT EXISTS { MATCH (c)-[:EVIDENCED_BY]->(:Passage) }
RETURN c.key + ' (' + c.id + ') has none' AS what ORDER BY what
"""
PASSAGES_ELSEWHERE = """
MATCH (c:Claim)-[:EVIDENCED_BY]->(p:Passage)
WHERE NOT EXISTS { MATCH (p)-[:IN]->(s:Source) WHERE s.id = c.source AND s.id = p.source }
RETURN DISTINCT p.id + ' proves ' + c.key + ' (' + c.id + '), and does not lie in ' + c.source AS what ORDER BY what
"""
ORPHANS = """
MATCH (p:Passage)
WHERE NOT EXISTS { MATCH (p)<-[:EVIDENCED_BY]-(:Claim) }
RETURN p.id + ' proves none' AS what ORDER BY what
"""
UNATTRIBUTED = """
MATCH (c:Claim)
WHERE NOT EXISTS { MATCH (c)-[a:ATTRIBUTED_TO]->(s) WHERE a.level = 0 }
RETURN c.key + ' (' + c.id + ') is not' AS what ORDER BY what
"""
LEFT_BUT_NOT_SUPERSEDED = """
MATCH (c:Claim)
WHERE c.superseded_at IS NOT NULL AND c.status <> 'superseded'
RETURN c.key + ' (' + c.id + ') has left its files, and is ' + c.status AS what ORDER BY what
"""
GROUNDLESS_TIES = """
MATCH (a:Actor)-[e:REPRESENTS|MEMBER_OF|PART_OF]->(b:Actor)
WHERE NOT coalesce(e.background, false) AND size(coalesce(e.claims, [])) = 0
RETURN a.id + ' ' + type(e) + ' ' + b.id + ' has neither' AS what ORDER BY what
"""
TIES = """
MATCH (a:Actor)-[e:REPRESENTS|MEMBER_OF|PART_OF]->(b:Actor)
WHERE e.claims IS NOT NULL
RETURN a.id AS start, type(e) AS type, b.id AS end, e.claims AS claims
"""
IDS = "MATCH (n:$$LABEL) RETURN n.id AS id"
PAIRS = "MATCH (a:$$LABEL)-[:$$TYPE]->(b:$$LABEL) RETURN a.id AS start, b.id AS end"
STATES = """
MATCH (c:Claim)
RETURN c.id AS id, c.status AS status, c.embedded AS embedded, c.negated AS negated, c.modality AS modality
"""
SOURCE_TEXTS = "MATCH (s:Source) RETURN s.id AS id, s.sha256 AS sha256"
PASSAGES = """
MATCH (p:Passage)
OPTIONAL MATCH (p)-[:IN]->(s:Source)
RETURN p.id AS id, p.source AS source, p.start AS start, p.end AS end, p.sha256 AS sha256, p.phrase AS phrase,
       p.part AS part, s.sha256 AS text
"""
VIEW = """
MATCH (a)-[e]->(b)
WHERE type(e) IN $types
RETURN type(e) AS type, a.id AS start, b.id AS end, labels(b) AS labels, properties(e) AS properties
"""


def _rows(text: str) -> Callable[[Checked], Iterator[str]]:
    def look(it: Checked) -> Iterator[str]:
        yield from (str(row["what"]) for row in it.store.rows(text + LIMIT))

    return look


# ---- the store as a whole


def _unfinished(it: Checked) -> Iterator[str]:
    for record in loads.loads(it.store):
        if record["state"] == "running":
            yield f"the load of {record['dataset']} was broken off; run it again"


def _pending(it: Checked) -> Iterator[str]:
    if loads.read_meta(it.store).get("view", "current") != "current":
        yield "it is being derived, or that was broken off; run: parley rebuild"


def _twins(it: Checked) -> Iterator[str]:
    def ids(*labels: str) -> Iterator[str]:
        for label in labels:
            yield from (str(row["id"]) for row in it.store.rows(with_names(IDS, label=label)))

    for labels in (LABELS, ("Passage",), ("Claim",)):
        for id_, count in sorted(Counter(ids(*labels)).items()):
            if count > 1:
                yield f"{id_} is the id of {count} nodes"


def _rings(it: Checked) -> Iterator[str]:
    for link in (link for link in STRUCTURE if link.acyclic):
        parents: dict[str, list[str]] = defaultdict(list)
        for row in it.store.rows(with_names(PAIRS, label=link.source, type=link.type)):
            parents[row["start"]].append(row["end"])
        done: set[str] = set()
        for start in sorted(parents):
            if ring := find_ring(start, lambda id_, of=parents: of.get(id_, ()), done):  # type: ignore[misc]
                yield f"{link.type} goes round: {' → '.join(ring)}"


def _ties(it: Checked) -> Iterator[str]:
    known = it.claims.states.keys()
    for row in it.store.rows(TIES):
        for id_ in row["claims"]:
            if id_ not in known:
                yield f"{row['start']} {row['type']} {row['end']} names {id_}, which does not exist"


# ---- claims


class ClaimFaults:
    """All claims read back as records: what is wrong with each, by kind of fault."""

    def __init__(self, store: Store) -> None:
        self.states = {row["id"]: row for row in store.rows(STATES)}
        self.readable: set[str] = set()
        self.unreadable: list[str] = []
        self.misnamed: list[str] = []
        self.misderived: list[str] = []
        self._who, self._times = read_spokespersons(store), read_times(store)
        for part in chunks(sorted(self.states), CLAIMS_AT_ONCE):
            edges: dict[str, list[StoredEdge]] = defaultdict(list)
            for row in store.rows(cypher.CLAIM_EDGES, {"ids": list(part), "types": list(cypher.CLAIM_TYPES)}):
                properties = {**(row["passage"] or {}), **row["properties"]}
                edge = StoredEdge(row["type"], main_label(row["labels"]), row["id"], properties, row["id"])
                edges[row["start"]].append(edge)
            for row in store.rows(cypher.CLAIM_NODES, {"ids": list(part)}):
                self._look(row["properties"], edges[row["properties"]["id"]])

    def _look(self, node: Properties, edges: list[StoredEdge]) -> None:
        name = f"{node.get('key')} ({node['id']})"
        try:
            record = decode_claim({**node, "key": node["id"]}, edges)  # refers to claims by id: keys may be used again
        except (ValidationError, KeyError, TypeError, ValueError) as error:
            self.unreadable.append(f"{name}: {_first(error)}")
            return
        self.readable.add(str(node["id"]))
        if claim_id(record, lambda reference: reference.removeprefix(CLAIM_PREFIX)) != node["id"]:
            self.misnamed.append(f"{name}: holder, object, condition, attribution or date is not what the id was made of")
        if (wanted := self._imputed(record)) != node.get("imputed"):
            self.misderived.append(f"{name}: imputed is {node.get('imputed')} instead of {wanted}")
        if record.polarity != node.get("polarity"):
            self.misderived.append(f"{name}: polarity is {node.get('polarity')} instead of {record.polarity}")

    def _imputed(self, claim: Claim) -> bool:
        speakers = [a.id for a in claim.attributed_to]
        published = self._times.get(claim.source, (None, None))
        when = said(claim.said_from, claim.said_to, claim.date_precision, *published)
        return is_imputed(claim.relation, claim.holder, speakers, claim.on_behalf_of, self._who, when)


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        fault = error.errors(include_url=False)[0]
        return f"{'.'.join(map(str, fault['loc']))} {fault['msg']}".strip()
    return f"{error} is missing" if isinstance(error, KeyError) else str(error).splitlines()[0]


# ---- the view


def _grounds(it: Checked) -> Iterator[str]:
    for row in it.view:
        edge = f"{row['start']} {row['type']} {row['end']}"
        claims = row["properties"].get("claims") or []
        if not claims:
            yield f"{edge} names none"
        for id_ in claims:
            if fault := _no_ground(it.claims.states.get(id_), between=row["type"] in BETWEEN_TYPES):
                yield f"{edge} stands on {id_}, which {fault}"


def _no_ground(claim: Row | None, *, between: bool = False) -> str | None:
    """Why a claim gives no edge; None if it does. Between claims, a negated one does."""
    if claim is None:
        return "does not exist"
    if claim["status"] != "accepted":
        return f"is {claim['status']}"
    for name in ("embedded",) if between else ("embedded", "negated"):
        if claim[name]:
            return f"is {name}"
    return f"is {claim['modality']}" if claim["modality"] in ("questioned", "denied") else None


def _derived(it: Checked) -> Iterator[str]:
    """The view beside what the claims give now, edge by edge: what dropping it and deriving it again would change."""
    wanted = {e.id: e for e in it.store.read(lambda tx: _derive(tx, it.claims.readable))}
    seen: set[str] = set()
    for row in it.view:
        id_, edge = row["properties"].get("id"), f"{row['start']} {row['type']} {row['end']}"
        want = wanted.get(id_)
        ends = (row["type"], row["start"], row["end"], main_label(row["labels"]))
        if want is None or ends != (want.type, want.start.id, want.end.id, want.end.label):
            yield f"{edge} should not be there"
            continue
        if id_ in seen:
            yield f"{edge} stands twice"
        seen.add(id_)
        have: dict[str, Any] = {k: v for k, v in row["properties"].items() if k != "id"}
        for name in sorted(have.keys() | want.properties.keys()):
            if have.get(name) != want.properties.get(name):
                yield f"{edge}: {name} is {have.get(name)!r} instead of {want.properties.get(name)!r}"
    for id_, missed in wanted.items():
        if id_ not in seen:
            yield f"{missed.start.id} {missed.type} {missed.end.id} is missing"


def _derive(tx: Tx, ids: set[str]) -> list[ViewEdge]:
    return [*derive(read_view_claims(tx, ids), read_measures(tx), read_contested(tx)), *everything(tx)]


# ---- passages


def _where(row: Row) -> str:
    return f"{row['source']} {row['start']}–{row['end']} ({row['id']})"


def _places(it: Checked) -> Iterator[str]:
    """What can be seen without the text: the place, the length of the phrase, its hash where it is the whole slice."""
    for row in it.passages:
        start, end, phrase = row["start"], row["end"], row["phrase"]
        if start is None or end is None or not phrase or not 0 <= start < end:
            yield f"{_where(row)} has no place or no phrase"
        elif (words := len(phrase.split())) > MAX_PHRASE_WORDS:
            yield f"{_where(row)} quotes {words} words"
        elif len(phrase) > end - start:
            yield f"{_where(row)}: the phrase is longer than the passage"
        elif len(phrase) == end - start and row["sha256"] not in (None, slice_sha256(phrase)):
            yield f"{_where(row)}: the phrase is the whole passage, and has another hash"


def _passage_ids(it: Checked) -> Iterator[str]:
    """A passage's id is made of its text, its place and its phrase: none of them can change unseen."""
    for row in it.passages:
        try:
            given = {k: row[k] for k in ("start", "end", "phrase", "part") if row[k] is not None}
            right = row["text"] and passage_id(row["text"], Passage.model_validate(given)) == row["id"]
        except ValidationError:
            right = False
        if not right:
            yield f"{_where(row)}: text, place or phrase is not what the id was made of"


def _ids(it: Checked) -> Iterator[str]:
    yield from it.claims.misnamed
    yield from _passage_ids(it)


def _matches(it: Checked) -> Iterator[str]:
    for row in it.passages:
        text = it.corpus.text(row["text"]) if row["text"] else None
        if text is None or None in (row["start"], row["end"], row["phrase"]):
            continue
        part = text[row["start"] : row["end"]]
        if row["end"] > len(text):
            yield f"{_where(row)}: the text ends at {len(text)}"
        elif row["sha256"] and slice_sha256(part) != row["sha256"]:
            yield f"{_where(row)}: the text there has another hash"
        elif row["phrase"] not in part:
            yield f"{_where(row)}: the phrase does not stand there"
        else:
            it.verified += 1


def _changed(it: Checked) -> Iterator[str]:
    """Files that are a source's text no more, where the right one is not at hand."""
    lacking = {s.id for s in sources(it.store) if it.corpus.text(s.sha256) is None}
    if lacking:
        for changed in changed_texts(it.store, it.corpus)[0]:
            if changed.source.id in lacking:
                yield f"{changed}; parley corpus add {changed.path} says where its passages are"


INVARIANTS: tuple[Invariant, ...] = (
    Invariant("every load is finished", _unfinished),
    Invariant("the view is current", _pending),
    Invariant("an id is one node", _twins),
    Invariant("nothing is part or a kind of itself", _rings),
    Invariant("a tie between actors has claims or is background", _rows(GROUNDLESS_TIES)),
    Invariant("a tie between actors names claims that exist", _ties),
    Invariant("a claim is a record that can be read", lambda it: iter(it.claims.unreadable)),
    Invariant("an id is the hash of what it stands for", _ids),
    Invariant("what follows from a claim is as it follows", lambda it: iter(it.claims.misderived)),
    Invariant("a claim is attributed to its source", _rows(UNATTRIBUTED)),
    Invariant("a claim that left its files is superseded", _rows(LEFT_BUT_NOT_SUPERSEDED)),
    Invariant("an accepted claim has a passage", _rows(CLAIMS_WITHOUT_PASSAGE)),
    Invariant("a passage lies in its claim's source", _rows(PASSAGES_ELSEWHERE)),
    Invariant("a passage proves a claim", _rows(ORPHANS)),
    Invariant(f"a passage has a place and at most {MAX_PHRASE_WORDS} words", _places),
    Invariant("a passage matches its text", _matches),
    Invariant("a text is the one that was coded", _changed),
    Invariant("an edge of the view stands on accepted claims", _grounds),
    Invariant("the view is what the claims give", _derived),
)
