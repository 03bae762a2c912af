"""All Cypher that the store runs, as plain constants; values are always parameters.

`$$NAME` marks the few places where a label or a type stands. `with_names` fills them, only with names of the registry.
What `ask` runs stands in `graph.ask.queries`, and what readers list in `graph.reader`, each next to what it answers.
"""

from __future__ import annotations

import re

from schema.kinds import ACTOR_KINDS, NODE_KINDS
from schema.relations import BETWEEN_TYPES, CLAIM_LINKS, LINK, OTHER_LINKS, STRUCTURE, VIEW_TYPES

LABELS = frozenset({*(kind.label for kind in NODE_KINDS), *ACTOR_KINDS})
TYPES = frozenset({*LINK, *VIEW_TYPES, *BETWEEN_TYPES, "OF"})
STRUCTURE_TYPES = tuple(link.type for link in STRUCTURE)
CLAIM_TYPES = tuple(link.type for link in CLAIM_LINKS)
RECORD_TYPES = (*STRUCTURE_TYPES, *CLAIM_TYPES, *(link.type for link in OTHER_LINKS))
_PLACE = re.compile(r"\$\$([A-Z_]+)")


def with_names(template: str, **names: str) -> str:
    """`template` with `$$NAME` replaced. Raises ValueError for a name that the registry does not hold."""

    def fill(found: re.Match[str]) -> str:
        name = names[found[1].lower()]
        for part in re.split(r"[:|]", name):
            if part not in LABELS and part not in TYPES:
                raise ValueError(f"{part!r} is no label or type of the registry")
        return name

    return _PLACE.sub(fill, template)


# ---- schema



def schema_statements() -> list[str]:
    """Constraints and indexes, from the registry. Running them again changes nothing."""
    statements = []
    for kind in NODE_KINDS:
        low = kind.label.lower()
        statements.append(f"CREATE CONSTRAINT {low}_id IF NOT EXISTS FOR (n:{kind.label}) REQUIRE n.id IS UNIQUE")
        statements += [
            f"CREATE INDEX {low}_{name} IF NOT EXISTS FOR (n:{kind.label}) ON (n.{name})" for name in kind.indexed
        ]
    return statements


# ---- records: writing

CREATE_NODES = "UNWIND $rows AS row CREATE (n:$$LABELS) SET n = row"
UPDATE_NODES = "UNWIND $rows AS row MATCH (n:$$LABEL {id: row.id}) SET n = row"
PATCH_NODES = "UNWIND $rows AS row MATCH (n:$$LABEL {id: row.id}) SET n += row"
CREATE_EDGES = """
UNWIND $rows AS row
MATCH (a:$$START {id: row.start})
MATCH (b:$$END {id: row.end})
CREATE (a)-[e:$$TYPE]->(b) SET e = row.properties
"""
# Collected first: deleted while they are matched, some stay (embedded engine, from some hundred edges on).
DELETE_OUT_EDGES = """
UNWIND $ids AS id
MATCH (n:$$LABEL {id: id})-[e]->()
WHERE type(e) IN $types
WITH collect(e) AS edges
UNWIND edges AS e
DELETE e
"""
DELETE_NODES = """
UNWIND $ids AS id
MATCH (n:$$LABEL {id: id})
WITH collect(n) AS nodes
UNWIND nodes AS n
DETACH DELETE n
"""
EXISTING = "UNWIND $ids AS id MATCH (n:$$LABEL {id: id}) RETURN n.id AS id"
KNOWN_PASSAGES = "UNWIND $ids AS id MATCH (p:Passage {id: id}) RETURN p.id AS id, p.sha256 AS sha256"
PASSAGES_OF = """
UNWIND $ids AS id
MATCH (:Claim {id: id})-[:EVIDENCED_BY]->(p:Passage)
RETURN DISTINCT p.id AS id
"""
ORPHANED_PASSAGES = """
UNWIND $ids AS id
MATCH (p:Passage {id: id})
WHERE NOT EXISTS { MATCH (p)<-[:EVIDENCED_BY]-(:Claim) }
RETURN p.id AS id
"""
ALL_EDGES_OF = """
MATCH (n:$$LABEL {id: $id})-[e]-(other)
RETURN type(e) AS type, properties(e) AS properties, startNode(e) = n AS out, labels(other) AS labels, other.id AS id
"""

# ---- records: reading

ENTITIES = """
MATCH (n:$$LABEL)
RETURN n.id AS id, n.digest AS digest, n.datasets AS datasets, n.name AS name
"""
ENTITY_NODES = "UNWIND $ids AS id MATCH (n:$$LABEL {id: id}) RETURN properties(n) AS properties"
ENTITY_EDGES = """
UNWIND $ids AS id
MATCH (n:$$LABEL {id: id})-[e]->(other)
WHERE type(e) IN $types
RETURN n.id AS start, type(e) AS type, labels(other) AS labels, other.id AS id, properties(e) AS properties
"""
CLAIM_STATES = """
MATCH (c:Claim {dataset: $dataset})
RETURN c.id AS id, c.digest AS digest, coalesce(c.filed, c.status) AS status
"""
CLAIM_OWNERS = "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN c.id AS id, c.dataset AS dataset"
PASSAGE_COUNT = "MATCH (p:Passage) RETURN count(p) AS n"
CLAIM_COUNT = "MATCH (c:Claim) RETURN count(c) AS n"
FOREIGN_CLAIMS = "MATCH (c:Claim) WHERE c.load <> $load RETURN count(c) AS n"
CLAIM_NODES = "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN properties(c) AS properties"
CLAIM_EDGES = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})-[e]->(other)
WHERE type(e) IN $types
RETURN c.id AS start, type(e) AS type, labels(other) AS labels, other.id AS id, other.key AS key,
       properties(e) AS properties, CASE WHEN type(e) = 'EVIDENCED_BY' THEN properties(other) END AS passage
"""
CLAIMS_IN_FILES = """
MATCH (c:Claim {dataset: $dataset})
WHERE c.superseded_at IS NULL
RETURN c.id AS id, c.key AS key ORDER BY key
"""
ENTITIES_IN_FILES = """
MATCH (n:$$LABEL)
WHERE $dataset IN n.datasets
RETURN n.id AS id ORDER BY id
"""
CLAIM_KEYS = "UNWIND $ids AS id MATCH (c:Claim {id: id}) RETURN c.id AS id, c.key AS key"
CLAIM_IDS = "MATCH (c:Claim) RETURN c.id AS id"
# Measures that have left their files carry nothing on.
MEASURE_LINKS = """
MATCH (a:Measure)-[e:SPECIALISES|EXCLUDES]->(b:Measure)
WHERE size(a.datasets) > 0 AND size(b.datasets) > 0
RETURN type(e) AS type, a.id AS start, b.id AS end ORDER BY start, end
"""
SPOKESPERSONS = """
MATCH (a:Actor)-[e:REPRESENTS|MEMBER_OF|PART_OF]->(b:Actor)
WHERE (type(e) = 'REPRESENTS' OR e.speaks_for = true) AND e.fallen IS NULL
RETURN type(e) AS type, a.id AS speaker, b.id AS principal, e.pos AS pos, e.from AS first, e.to AS last
"""

SOURCE_TIMES = "MATCH (s:Source) RETURN s.id AS id, s.published AS published, s.published_precision AS precision"

# ---- the view

VIEW_CLAIMS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
WHERE c.status = 'accepted' AND c.embedded = false AND c.negated = false
  AND NOT c.modality IN ['questioned', 'denied']
RETURN c.id AS id, c.source AS source, c.relation AS relation, c.condition_kind AS condition_kind, c.basis AS basis,
       c.modality AS modality, c.strength AS strength,
       c.certainty AS certainty, c.imputed AS imputed, c.said_from AS first, c.said_to AS last, c.valid_to AS valid_to,
       [(c)-[e:HELD_BY]->(a) | [e.pos, a.id]] AS holders,
       [(c)-[e:ABOUT]->(o) | [e.pos, labels(o), o.id, e.contrary]] AS about,
       [(c)-[e:TOWARDS]->(t) | [e.pos, t.id]] AS towards,
       [(c)-[e:ON_CONDITION]->(r) | [e.pos, labels(r), r.id, e.group, e.negated]] AS conditions,
       [(c)<-[:ABOUT]-(d:Claim {relation: 'denies', status: 'accepted', embedded: false, negated: false}) | d.id] AS denials
"""
# A holder's claims that touch some objects: about them, towards them, or held together with them. Each holder is
# expanded once: pair by pair, a holder of a tenth of all claims took a minute.
CLAIMS_OF_HOLDERS = """
UNWIND $rows AS row
MATCH (h:Actor {id: row.id})<-[:HELD_BY]-(c:Claim)-[:ABOUT|TOWARDS|HELD_BY]->(o)
WHERE o.id IN row.others
RETURN DISTINCT c.id AS id
"""
CLAIMS_WITHOUT_HOLDER = """
UNWIND $ids AS id
MATCH (o:$$LABEL {id: id})<-[:ABOUT]-(c:Claim)
WHERE NOT EXISTS { MATCH (c)-[:HELD_BY]->(:Actor) }
RETURN DISTINCT c.id AS id
"""
REJECTED = """
MATCH (h:Actor)<-[:HELD_BY]-(r:Claim {relation: 'rejects', status: 'accepted', embedded: false, negated: false})
      -[:ABOUT]->(c:Claim)-[:ABOUT]->(m:Measure)
MATCH (c)-[:ON_CONDITION]->(n:Measure)
RETURN DISTINCT r.id AS id, m.id AS measure, n.id AS requirement, h.id AS holder
ORDER BY measure, requirement, holder
"""
# Units whose edges a claim may change, besides those of its own holders and objects.
DENIED_UNITS = """
UNWIND $ids AS id
MATCH (:Claim {id: id})-[:ABOUT]->(c:Claim)-[:ABOUT|TOWARDS|HELD_BY]->(o)
OPTIONAL MATCH (c)-[:HELD_BY]->(h:Actor)
RETURN DISTINCT coalesce(h.id, '') AS holder, o.id AS object, labels(o) AS labels
"""
CONTESTED_UNITS = """
UNWIND $ids AS id
MATCH (:Claim {id: id})-[:ABOUT]->(:Claim)-[:ABOUT]->(m:Measure)
WITH DISTINCT m
MATCH (m)<-[:ABOUT]-(c:Claim)-[:ON_CONDITION]->(:Measure)
OPTIONAL MATCH (c)-[:HELD_BY]->(h:Actor)
RETURN DISTINCT coalesce(h.id, '') AS holder, m.id AS object, labels(m) AS labels
"""
MEASURE_UNITS = """
UNWIND $ids AS id
MATCH (m:Measure {id: id})<-[:ABOUT]-(c:Claim)
OPTIONAL MATCH (c)-[:HELD_BY]->(h:Actor)
RETURN DISTINCT coalesce(h.id, '') AS holder, m.id AS object, labels(m) AS labels
"""
CLAIM_UNITS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})-[:ABOUT|TOWARDS|HELD_BY]->(o)
OPTIONAL MATCH (c)-[:HELD_BY]->(h:Actor)
RETURN DISTINCT coalesce(h.id, '') AS holder, o.id AS object, labels(o) AS labels
"""
CHAINS = """
MATCH (c:Claim)-[e:ATTRIBUTED_TO]->(s)
WHERE e.level > 0
RETURN c.id AS id, c.relation AS relation, c.imputed AS imputed, collect(s.id) AS speakers, c.source AS source,
       c.said_from AS first, c.said_to AS last, c.date_precision AS precision,
       [(c)-[:HELD_BY]->(h) | h.id] AS holders, [(c)-[:ON_BEHALF_OF]->(h) | h.id] AS principals
"""
# Not `CASE … END IN row.others`: the embedded engine then finds nothing.
HELD_EDGES = """
UNWIND $rows AS row
MATCH (h:Actor {id: row.id})-[e]->(o)
WHERE type(e) IN $types
  AND (type(e) = 'WAITS_FOR' AND e.before IN row.others OR type(e) <> 'WAITS_FOR' AND o.id IN row.others)
RETURN type(e) AS type, 'Actor' AS label, h.id AS start, labels(o) AS labels, o.id AS end, properties(e) AS properties
"""
NEED_EDGES = """
UNWIND $rows AS row
MATCH (m:Measure {id: row.id})-[e:REQUIRES]->(o:Measure)
WHERE coalesce(e.holder, '') IN row.others
RETURN type(e) AS type, 'Measure' AS label, m.id AS start, labels(o) AS labels, o.id AS end, properties(e) AS properties
"""
VIEW_EDGES = """
MATCH (a:$$START)-[e:$$TYPE]->(b)
RETURN a.id AS start, b.id AS end, labels(b) AS labels, properties(e) AS properties
"""
UPDATE_VIEW_EDGES = """
UNWIND $rows AS row
MATCH (:$$START {id: row.start})-[e:$$TYPE {id: row.id}]->(:$$END {id: row.end})
SET e = row.properties
"""
DELETE_VIEW_EDGES = """
UNWIND $rows AS row
MATCH (:$$START {id: row.start})-[e:$$TYPE {id: row.id}]->(:$$END {id: row.end})
WITH collect(e) AS edges
UNWIND edges AS e
DELETE e
"""
DROP_VIEW = """
MATCH (a:$$START)-[e]->()
WHERE type(e) IN $types
WITH e LIMIT $limit
WITH collect(e) AS edges
UNWIND edges AS e
DELETE e
RETURN count(*) AS n
"""

# ---- judgements: what a person decided, and the marks that it leaves on the record

JUDGEMENTS = "MATCH (j:Judgement) RETURN properties(j) AS properties ORDER BY j.at, j.id"
JUDGEMENT_DELETE = "UNWIND $ids AS id MATCH (j:Judgement {id: id}) DETACH DELETE j"
JUDGEMENT_LINKS = """
UNWIND $rows AS row
MATCH (j:Judgement {id: row.id})
MATCH (t:$$LABEL {id: row.target})
MERGE (j)-[:OF]->(t)
"""
CLAIMS_OF_SOURCES = "UNWIND $ids AS id MATCH (c:Claim {source: id}) RETURN c.id AS id"
STANDING_CLAIMS = """
UNWIND $ids AS id
MATCH (c:Claim {id: id})
WHERE c.filed IS NULL AND NOT c.status IN ['retracted', 'superseded']
RETURN c.id AS id, c.status AS status
"""
RETRACTED_CLAIMS = "MATCH (c:Claim) WHERE c.filed IS NOT NULL RETURN c.id AS id, c.filed AS filed"
TIES_OF_CLAIMS = """
MATCH (a:Actor)-[e:REPRESENTS|MEMBER_OF|PART_OF]->(b:Actor)
WHERE e.claims IS NOT NULL AND NOT coalesce(e.background, false)
RETURN type(e) AS type, a.id AS start, b.id AS end, e.pos AS pos, e.claims AS claims, e.fallen AS fallen
"""
MARK_TIES = """
UNWIND $rows AS row
MATCH (:Actor {id: row.start})-[e:$$TYPE {pos: row.pos}]->(:Actor {id: row.end})
SET e.fallen = row.fallen
"""
THINGS = """
UNWIND $ids AS id
MATCH (n:$$LABEL {id: id})
RETURN n.id AS id, n.name AS name, n.kind AS kind, n.quantifier AS quantifier, coalesce(n.anonymous, false) AS anonymous,
       size(n.datasets) > 0 AS listed
"""
SAME_AS = "MATCH (n:$$LABEL) WHERE n.same_as IS NOT NULL RETURN n.id AS id, n.same_as AS one"
UNITED = """
MATCH (:Judgement {kind: 'same'})-[:OF]->(n)
WHERE n.same_as IS NOT NULL
RETURN DISTINCT n.id AS id, n.same_as AS one
"""
CLAIMS_TOUCHING = """
UNWIND $ids AS id
MATCH (n:$$LABEL {id: id})<-[e]-(c:Claim)
WHERE type(e) IN $types
RETURN DISTINCT c.id AS id
"""

# ---- lock, loads, meta

# Set before it is read: on Neo4j that takes the node's write lock, so that two cannot both find it free; on the
# embedded engine the second fails at commit and tries again.
LOCK_TAKE = """
MERGE (l:Lock {id: 'writer'})
SET l.tried = $now
WITH l
WHERE l.owner IS NULL OR l.owner = $owner OR l.until < $now OR l.owner IN $dead
SET l.owner = $owner, l.until = $until, l.what = $what
RETURN l.owner AS owner
"""
LOCK_READ = "MATCH (l:Lock {id: 'writer'}) RETURN l.owner AS owner, l.until AS until, l.what AS what"
LOCK_RENEW = """
MATCH (l:Lock {id: 'writer'})
WHERE l.owner = $owner
SET l.until = $until
RETURN l.owner AS owner
"""
LOCK_DROP = "MATCH (l:Lock {id: 'writer'}) WHERE l.owner = $owner REMOVE l.owner, l.until, l.what"
META = "MATCH (m:Meta {id: 'graph'}) RETURN properties(m) AS properties"
META_WRITE = "MERGE (m:Meta {id: 'graph'}) SET m += $properties"
LOADS = "MATCH (l:Load) RETURN properties(l) AS properties ORDER BY l.number"
LOAD_WRITE = "MERGE (l:Load {id: $id}) SET l += $properties"
DATASETS = "MATCH (d:DataSet) RETURN properties(d) AS properties ORDER BY d.id"
DATASET_WRITE = "MERGE (d:DataSet {id: $id}) SET d = $properties"
DATASET_DELETE = "MATCH (d:DataSet {id: $id}) DETACH DELETE d"
REVISIONS = """
MATCH (r:Revision {load: $load})
RETURN r.id AS id, r.label AS label, r.node AS node, r.before AS before ORDER BY r.id LIMIT $limit
"""
CREATED_BY = "MATCH (n:$$LABEL {load: $load}) RETURN n.id AS id LIMIT $limit"
CREATED_PASSAGES = "MATCH (n:Passage {load: $load}) RETURN n.id AS id LIMIT $limit"
ACCEPTED_CLAIMS = "MATCH (c:Claim {status: 'accepted'}) RETURN count(c) AS n"
WIPE_EDGES = """
MATCH ()-[e]->()
WITH e LIMIT $limit
WITH collect(e) AS edges
UNWIND edges AS e
DELETE e
RETURN count(*) AS n
"""
WIPE_NODES = """
MATCH (n)
WHERE NONE(label IN labels(n) WHERE label IN $keep)
WITH n LIMIT $limit
WITH collect(n) AS nodes
UNWIND nodes AS n
DETACH DELETE n
RETURN count(*) AS n
"""
