"""The Cypher of each kind of question: a head that finds what is asked for, and a tail that fetches the proof.

All are literals; values are parameters, and edge types come from the registry through `graph.cypher.with_names`. Each
row has the thing answered, the edge or relation, and the claims with their passages; pasted with its parameters, a
query gives exactly the answers.
"""

from __future__ import annotations

from .. import days

# Before a head that would look through all edges for those to some objects: 3 ms instead of 80 at 20 000 claims. The
# lists of the objects stand in $$LISTS; all of them must have one label.
ANCHOR = """
UNWIND $$LISTS AS object_id
WITH DISTINCT object_id
MATCH (o:$$OBJECT {id: object_id})
"""
ANCHORED_BY = ("objects", "narrower", "own", "wider")

# ---- heads: … → x (the answer), edge, inherited, role, claim_ids

HOLDERS = """
MATCH (x:Actor)-[e:$$EDGES]->(o)
WHERE (o.id IN $objects OR o.id IN $narrower OR (o.id IN $own AND EXISTS { (o)-[:INVOLVES]->(x) }))
  AND (x.kind IN $kinds OR ($groups AND x.quantifier IS NOT NULL))
  AND coalesce(e.contrary, false) IN $contrary AND NOT coalesce(e.negated, false)
WITH x, type(e) AS edge, e.inherited OR o.id IN $narrower AS inherited, null AS role, e.claims AS claim_ids
"""
HELD = """
MATCH (a:Actor)-[e:$$EDGES]->(x)
WHERE a.id IN $actors AND any(label IN labels(x) WHERE label IN $labels) AND (size($among) = 0 OR x.id IN $among)
WITH x, type(e) AS edge, e.inherited AS inherited, e.claims AS claim_ids,
  CASE WHEN coalesce(e.contrary, false) THEN 'the contrary'
       WHEN coalesce(e.negated, false) THEN 'must not be' END AS role
"""
BETWEEN = """
MATCH (x:Actor)-[e:$$EDGES]->(o)
WHERE x.id IN $actors AND (o.id IN $objects OR (o.id IN $own AND EXISTS { (o)-[:INVOLVES]->(x) }))
  AND coalesce(e.contrary, false) IN $contrary AND NOT coalesce(e.negated, false)
WITH x, type(e) AS edge, e.inherited AS inherited, null AS role, e.claims AS claim_ids
"""
BESIDE = """
MATCH (a:Actor)-[e:$$EDGES]-(x:Actor)
WHERE a.id IN $actors AND (x.kind IN $kinds OR ($groups AND x.quantifier IS NOT NULL))
WITH x, type(e) AS edge, false AS inherited, null AS role, e.claims AS claim_ids
"""
BETWEEN_BOTH = """
MATCH (x:Actor)-[e:$$EDGES]-(o:Actor)
WHERE x.id IN $actors AND o.id IN $objects
WITH x, type(e) AS edge, false AS inherited, null AS role, e.claims AS claim_ids
"""
REPRESENTING = """
MATCH (x:Actor)-[e:REPRESENTS]->(o:Actor)
WHERE o.id IN $objects AND e.role IN $roles AND NOT coalesce(e.background, false)
  AND (size($offices) = 0 OR any(office IN $offices WHERE toLower(coalesce(e.office, '')) CONTAINS office))
  AND (x.kind IN $kinds OR ($groups AND x.quantifier IS NOT NULL))
WITH x, 'REPRESENTS' AS edge, false AS inherited, e.role AS role, e.claims AS claim_ids
"""
REPRESENTED = """
MATCH (a:Actor)-[e:REPRESENTS]->(x:Actor)
WHERE a.id IN $actors AND e.role IN $roles AND NOT coalesce(e.background, false)
WITH x, 'REPRESENTS' AS edge, false AS inherited, e.role AS role, e.claims AS claim_ids
"""
REPRESENTING_SELF = """
MATCH (x:Actor)-[e:REPRESENTS]->(o:Actor)
WHERE x.id IN $named AND e.role IN $roles AND NOT coalesce(e.background, false)
WITH x, 'REPRESENTS' AS edge, false AS inherited, e.role + coalesce(', ' + e.office, '') + ': ' + o.name AS role,
     e.claims AS claim_ids
"""
MENTIONED = """
MATCH (c:Claim)-[:HELD_BY|ABOUT|TOWARDS|ON_CONDITION|ON_BEHALF_OF]->(o)
WHERE o.id IN $objects AND c.status = 'accepted'
WITH DISTINCT c
WITH c AS x, 'ABOUT' AS edge, false AS inherited, null AS role, [c.id] AS claim_ids
"""
REPRESENTING_ONE = """
MATCH (x:Actor)-[e:REPRESENTS]->(o:Actor)
WHERE x.id IN $actors AND o.id IN $objects AND e.role IN $roles AND NOT coalesce(e.background, false)
  AND (size($offices) = 0 OR any(office IN $offices WHERE toLower(coalesce(e.office, '')) CONTAINS office))
WITH x, 'REPRESENTS' AS edge, false AS inherited, e.role AS role, e.claims AS claim_ids
"""

_STANDING = """c.status = 'accepted' AND NOT c.embedded
  AND (c.relation = 'denies' OR NOT c.modality IN ['questioned', 'denied'])"""

# Claims whose relation has no edge, or whose question needs more of them than their edge holds.
CLAIM_HOLDERS = f"""
MATCH (x:Actor)<-[:HELD_BY]-(c:Claim)-[:ABOUT|TOWARDS]->(o)
WHERE (o.id IN $objects OR (o.id IN $own AND EXISTS {{ (o)-[:INVOLVES]->(x) }}))
  AND c.relation IN $relations AND c.negated = $negated AND {_STANDING}
  AND (x.kind IN $kinds OR ($groups AND x.quantifier IS NOT NULL))
WITH DISTINCT x, c
WITH x, c.relation AS edge, false AS inherited, null AS role, collect(c.id) AS claim_ids
"""
CLAIM_OBJECTS = f"""
MATCH (a:Actor)<-[:HELD_BY]-(c:Claim)-[about:ABOUT]->(x)
WHERE a.id IN $actors AND c.relation IN $relations AND c.negated = $negated AND {_STANDING} AND NOT x:Claim
  AND (size($targets) = 0 OR EXISTS {{ (c)-[:TOWARDS]->(t:Actor) WHERE t.id IN $targets }})
WITH DISTINCT x, c, coalesce(about.contrary, false) AS contrary
WITH x, c.relation AS edge, false AS inherited, CASE WHEN contrary THEN 'the contrary' END AS role,
  collect(c.id) AS claim_ids
"""
ADDRESSEES = f"""
MATCH (a:Actor)<-[:HELD_BY]-(c:Claim)-[:TOWARDS]->(x:Actor)
WHERE a.id IN $actors AND c.relation IN $relations AND c.negated = $negated AND {_STANDING}
  AND (size($objects) = 0 OR EXISTS {{ (c)-[:ABOUT]->(o) WHERE o.id IN $objects OR o.id IN $narrower }})
WITH DISTINCT x, c
WITH x, c.relation AS edge, false AS inherited, null AS role, collect(c.id) AS claim_ids
"""
CLAIM_BETWEEN = f"""
MATCH (x:Actor)<-[:HELD_BY]-(c:Claim)-[:ABOUT|TOWARDS]->(o)
WHERE x.id IN $actors AND (o.id IN $objects OR (o.id IN $own AND EXISTS {{ (o)-[:INVOLVES]->(x) }}))
  AND c.relation IN $relations AND c.negated = $negated AND {_STANDING}
WITH DISTINCT x, c
WITH x, c.relation AS edge, false AS inherited, null AS role, collect(c.id) AS claim_ids
"""
POSITIONS = f"""
MATCH (c:Claim)-[about:ABOUT|TOWARDS]->(o)
WHERE (o.id IN $objects OR (o.id IN $wider AND c.relation IN $passing_down AND NOT c.negated)) AND {_STANDING}
  AND NOT c.relation IN $structural
  AND ($anyone OR EXISTS {{ (c)-[:HELD_BY]->(a:Actor) WHERE a.id IN $actors }})
WITH c AS x, c.relation AS edge, NOT o.id IN $objects AS far
WITH x, edge, min(CASE WHEN far THEN 1 ELSE 0 END) = 1 AS inherited
WITH x, edge, inherited, edge AS role, [x.id] AS claim_ids
"""
MEDIATORS = f"""
MATCH (x:Actor)<-[:HELD_BY]-(c:Claim)
WHERE c.relation = 'mediates' AND NOT c.negated AND {_STANDING}
  AND (x.kind IN $kinds OR ($groups AND x.quantifier IS NOT NULL))
  AND ($anyone OR x.id IN $actors)
WITH x, c, [(c)-[:TOWARDS]->(t:Actor) | t.id] AS stated, [(c)-[:ABOUT]->(o) | o.id] AS about
WHERE (size(stated) = 0 OR all(ids IN $parties WHERE any(id IN ids WHERE id IN stated OR id IN about)))
  AND (size($objects) = 0 OR size(about) = 0 OR any(id IN about WHERE id IN $objects))
WITH x, CASE WHEN size($parties) > 0 AND size(stated) = 0 THEN 'parties left open' END AS role, c.id AS claim_id
WITH x, 'MEDIATES' AS edge, false AS inherited, role, collect(claim_id) AS claim_ids
"""
_CONDITIONED = f"""
MATCH (o:Measure)<-[:ABOUT]-(c:Claim)-[k:ON_CONDITION]->(r)
WHERE c.condition_kind IN $condition_kinds AND NOT c.negated AND {_STANDING}
  AND (size($objects) = 0 OR o.id IN $objects OR (o.id IN $wider AND c.relation <> 'requires')
       OR (o.id IN $own AND EXISTS {{ (c)-[:HELD_BY]->(:Actor)<-[:INVOLVES]-(o) }}))
  AND (size($requirements) = 0 OR r.id IN $requirements OR r.id IN $narrower)
"""
REQUIREMENTS = (
    _CONDITIONED
    + """  AND ($anyone OR EXISTS { (c)-[:HELD_BY]->(a:Actor) WHERE a.id IN $actors }
       OR (c.relation = 'requires' AND EXISTS { (c)-[:ATTRIBUTED_TO]->(a) WHERE a.id IN $actors }))
WITH r AS x, c, size($objects) > 0 AND NOT o.id IN $objects AND NOT o.id IN $own AS far, k.negated AS absent
WITH x, 'CONDITIONS_ON' AS edge, far AS inherited, CASE WHEN absent THEN 'must not be' END AS role,
  collect(c.id) AS claim_ids
"""
)
CONDITIONED = (
    _CONDITIONED
    + """  AND ($anyone OR EXISTS { (c)-[:HELD_BY]->(a:Actor) WHERE a.id IN $actors })
WITH DISTINCT o AS x, c
WITH x, 'CONDITIONS_ON' AS edge, false AS inherited, null AS role, collect(c.id) AS claim_ids
"""
)
CONDITIONERS = (
    _CONDITIONED
    + """
MATCH (c)-[:HELD_BY]->(x:Actor)
WHERE ($anyone OR x.id IN $actors) AND (x.kind IN $kinds OR ($groups AND x.quantifier IS NOT NULL))
WITH DISTINCT x, c, size($objects) > 0 AND NOT o.id IN $objects AND NOT o.id IN $own AS far
WITH x, 'CONDITIONS_ON' AS edge, far AS inherited, null AS role, collect(c.id) AS claim_ids
"""
)
DENIALS = """
MATCH (x:Actor)<-[:HELD_BY]-(c:Claim)-[:ABOUT]->(said:Claim)-[:ABOUT|TOWARDS]->(o)
WHERE x.id IN $actors AND o.id IN $objects AND c.relation IN ['denies', 'rejects'] AND c.status = 'accepted'
  AND said.relation IN $relations AND EXISTS { (said)-[:HELD_BY]->(h:Actor) WHERE h.id IN $holders }
WITH DISTINCT x, c
WITH x, c.relation AS edge, false AS inherited, 'denies it' AS role, collect(c.id) AS claim_ids
"""
STATEMENTS = """
MATCH (a:Actor)<-[:HELD_BY]-(x:Claim)
WHERE a.id IN $actors AND x.relation IN $relations AND x.status = 'accepted' AND NOT x.embedded AND x.negated = $negated
WITH DISTINCT x
WITH x, x.relation AS edge, false AS inherited, x.relation AS role, [x.id] AS claim_ids
"""
_WORDS = """toLower(c.statement + reduce(all = '', part IN [(c)-[:EVIDENCED_BY]->(p:Passage) | p.phrase]
    + [(c)-[:ABOUT|TOWARDS|ON_CONDITION|HELD_BY]->(o) | coalesce(o.name, o.statement, '')] | all + ' ' + part))"""
_DIVIDED = f"""' ' + replace(replace(replace(replace(replace({_WORDS}, '-', ' '), ',', ' '), '.', ' '), "'", ' '), '’', ' ') + ' '"""
CONTENT = f"""
MATCH (c:Claim)
WHERE c.status = 'accepted' AND NOT c.embedded AND (size($relations) = 0 OR c.relation IN $relations)
  AND NOT c.relation IN $structural AND NOT ($voices AND size($relations) = 0 AND c.relation IN ['denies', 'rejects'])
  AND ($anyone OR EXISTS {{ (c)-[:HELD_BY|ATTRIBUTED_TO]->(a) WHERE a.id IN $actors }})
WITH c, {_DIVIDED} AS text, [(c)-[:ABOUT|TOWARDS|ON_CONDITION|HELD_BY|AFTER]->(o) | o.id] AS ids
WHERE all(part IN $parts WHERE any(word IN part.words WHERE text CONTAINS word) OR any(id IN part.ids WHERE id IN ids))
  AND CASE WHEN $denied THEN c.negated OR text CONTAINS ' no ' OR text CONTAINS ' not ' ELSE NOT c.negated END
WITH c AS x, c.relation AS edge, false AS inherited, c.relation AS role, [c.id] AS claim_ids
"""
AFTER = """
MATCH (c:Claim)-[:AFTER]->(o:Event)
WHERE o.id IN $objects AND c.status = 'accepted' AND NOT c.embedded AND NOT c.negated
  AND ($anyone OR EXISTS { (c)-[:HELD_BY]->(a:Actor) WHERE a.id IN $actors })
WITH DISTINCT c
WITH c AS x, c.relation AS edge, false AS inherited, c.relation AS role, [c.id] AS claim_ids
"""
UNNAMED = """
MATCH (c:Claim)-[:HELD_BY|ATTRIBUTED_TO]->(a:Actor)
WHERE a.anonymous AND c.status = 'accepted' AND NOT c.embedded
WITH DISTINCT c
WITH c AS x, c.relation AS edge, false AS inherited, c.relation AS role, [c.id] AS claim_ids
"""
PUBLISHED = """
MATCH (s:Source)
WITH s, ' ' + toLower(coalesce(s.title, '')) + ' ' AS text
WHERE all(part IN $parts WHERE any(word IN part.words WHERE text CONTAINS word))
RETURN s.id AS id, coalesce(s.title, s.id) AS name, 'SOURCE' AS edge, false AS inherited,
  CASE WHEN s.published IS NULL THEN 'no date is known'
       WHEN s.published_precision = 'not-before' THEN 'not before ' + toString(s.published)
       ELSE toString(s.published) END AS role, [] AS claims
ORDER BY name, id
"""
FIGURES = """
MATCH (x:Claim)
WHERE x.id IN $claims AND x.status = 'accepted' AND NOT x.embedded
WITH x, x.relation AS edge, false AS inherited, x.relation AS role, [x.id] AS claim_ids
"""
DENIERS = """
MATCH (x:Actor)<-[:HELD_BY]-(c:Claim)-[:ABOUT]->(said:Claim)-[:ABOUT|TOWARDS]->(o)
WHERE o.id IN $objects AND c.relation IN ['denies', 'rejects'] AND c.status = 'accepted' AND said.relation IN $relations
  AND EXISTS { (said)-[:HELD_BY]->(h:Actor) WHERE h.id IN $actors } AND (size($targets) = 0 OR x.id IN $targets)
WITH DISTINCT x, c
WITH x, c.relation AS edge, false AS inherited, 'denies it' AS role, collect(c.id) AS claim_ids
"""
COMPARED = """
MATCH (a:Actor)-[e:$$EDGES]->(x:Measure)<-[f:$$EDGES]-(b:Actor)
WHERE a.id IN $actors AND b.id IN $others AND (size($objects) = 0 OR x.id IN $objects)
  AND ($agree OR NOT (e.inherited AND f.inherited)) AND ((type(e) = type(f)) = $agree)
WITH x, type(e) AS edge, e.inherited OR f.inherited AS inherited,
     toLower(type(e)) + ' / ' + toLower(type(f)) AS role, e.claims + f.claims AS claim_ids
"""
DIFFERING = """
CALL {
  MATCH (a:Actor)-[e:$$EDGES]->(x:Measure)<-[f:$$EDGES]-(b:Actor)
  WHERE a.id IN $actors AND b.id IN $others AND (size($objects) = 0 OR x.id IN $objects)
    AND NOT (e.inherited AND f.inherited) AND type(e) <> type(f)
  RETURN x, type(e) AS edge, e.inherited OR f.inherited AS inherited,
     toLower(type(e)) + ' / ' + toLower(type(f)) AS role, e.claims + f.claims AS claim_ids
  UNION
  MATCH (a:Actor)<-[:HELD_BY]-(c:Claim)-[:ABOUT|TOWARDS|HELD_BY]->(b:Actor)
  WHERE c.relation = 'diverges-from' AND c.status = 'accepted' AND NOT c.embedded AND NOT c.negated AND a.id <> b.id
    AND ((a.id IN $actors AND b.id IN $others) OR (b.id IN $actors AND a.id IN $others))
  MATCH (c)-[:ABOUT]->(x)
  WHERE NOT x:Actor AND NOT x:Claim AND (size($objects) = 0 OR x.id IN $objects)
  RETURN x, 'DIVERGES_FROM' AS edge, false AS inherited, 'diverges_from' AS role, [c.id] AS claim_ids
}
WITH x, edge, inherited, role, claim_ids
"""

# ---- tails

_PROOF = """UNWIND claim_ids AS claim_id
MATCH (c:Claim {id: claim_id})-[v:EVIDENCED_BY]->(p:Passage)-[:IN]->(s:Source)
WHERE c.status = 'accepted' AND c.basis IN $bases AND c.certainty >= $min_certainty
  AND ($include_imputed OR NOT coalesce(c.imputed, false)) AND ($source IS NULL OR c.source = $source)
  AND ($speaker IS NULL OR EXISTS { (c)-[:HELD_BY|ATTRIBUTED_TO]->(w) WHERE w.id IN $speaker })
""" + f"""  AND {days.SAID}
  AND {days.HELD}
$$OFFICES  AND (size($according) = 0 OR EXISTS {{ (c)-[:HELD_BY|ATTRIBUTED_TO]->(w) WHERE w.id IN $according }})
"""
# A person's words count for those for whom they speak while in office: not what was said wholly at another time.
IN_OFFICE = """  AND NOT any(gap IN $outside WHERE gap.id IN [(c)-[:HELD_BY]->(h) | h.id]
    AND coalesce(c.date_precision, s.published_precision, 'day') <> 'not-before'
    AND coalesce(toString(c.said_from), s.published, '') >= gap.first
    AND coalesce(toString(c.said_to), toString(c.said_from), s.published, '~') + '-~' <= gap.last)
"""
_CLAIM = """{id: c.id, statement: c.statement, relation: c.relation, basis: c.basis, certainty: c.certainty,
    imputed: coalesce(c.imputed, false), conditions: conditions,
    said_from: toString(c.said_from), said_to: toString(c.said_to),
    valid_from: toString(c.valid_from), valid_to: toString(c.valid_to),
    value: c.value, value_to: c.value_to, unit: c.unit,
    comparator: c.comparator, figure_of: c.figure_of, phrase: p.phrase, start: p.start, end: p.end, source_id: s.id,
    title: s.title, publisher: s.publisher, published: toString(s.published),
    published_precision: s.published_precision}"""
_CONDITIONS = (
    "[(c)-[k:ON_CONDITION]->(r) WHERE c.condition_kind <> 'trigger' |\n"
    "    {id: r.id, name: coalesce(r.name, r.statement), group: k.group, negated: k.negated}]"
)

BY_ANSWER = (
    _PROOF
    + f"WITH x, edge, inherited, role, c, p, s, v.pos AS place, {_CONDITIONS} AS conditions\n"
    + "ORDER BY c.id, place\n"
    + "RETURN x.id AS id, coalesce(x.name, x.statement) AS name, edge, inherited, role,\n  collect("
    + _CLAIM
    + ") AS claims\nORDER BY inherited, name, id"
)
BY_SOURCE = (
    _PROOF
    + f"WITH DISTINCT edge, c, p, s, v.pos AS place, {_CONDITIONS} AS conditions\n"
    + "ORDER BY c.id, place\n"
    + "RETURN s.id AS id, coalesce(s.title, s.id) AS name, 'SOURCE' AS edge, false AS inherited, null AS role,\n"
    + "  collect(DISTINCT "
    + _CLAIM
    + ") AS claims\nORDER BY name, id"
)
BY_CLAIM = (
    _PROOF
    + f"WITH DISTINCT edge, inherited, c, p, s, v.pos AS place, {_CONDITIONS} AS conditions\n"
    + "ORDER BY c.id, place\n"
    + "RETURN c.id AS id, c.statement AS name, c.relation AS edge, inherited, c.relation AS role,\n  collect(DISTINCT "
    + _CLAIM
    + ") AS claims\nORDER BY name, id"
)
BY_SPEAKER = (
    _PROOF
    + "MATCH (c)-[said:ATTRIBUTED_TO]->(w)\n"
    + "WHERE said.level > 0 OR NOT EXISTS { (c)-[deeper:ATTRIBUTED_TO]->() WHERE deeper.level > 0 }\n"
    + f"WITH DISTINCT w, edge, said, c, p, s, v.pos AS place, {_CONDITIONS} AS conditions\n"
    + "ORDER BY c.id, place\n"
    + "RETURN w.id AS id, coalesce(w.name, w.title, w.id) AS name, 'ATTRIBUTED_TO' AS edge, false AS inherited,\n"
    + "  CASE WHEN said.level = 0 THEN 'reports' ELSE coalesce(said.verb, 'says') END AS role,\n  collect(DISTINCT "
    + _CLAIM
    + ") AS claims\nORDER BY name, id"
)

BY_VOICE = (
    _PROOF
    + "MATCH (c)-[said:HELD_BY|ATTRIBUTED_TO]->(w:Actor)\n"
    + "WHERE (type(said) = 'HELD_BY' AND c.relation IN $voiced) OR said.level > 0\n"
    + f"WITH DISTINCT w, c, p, s, v.pos AS place, {_CONDITIONS} AS conditions\n"
    + "ORDER BY c.id, place\n"
    + "RETURN w.id AS id, w.name AS name, 'ATTRIBUTED_TO' AS edge, false AS inherited, 'says' AS role,\n"
    + "  collect(DISTINCT "
    + _CLAIM
    + ") AS claims\nORDER BY name, id"
)

# ---- what a lexicon is built from

EVENTS = (
    """
MATCH (x:Event)
WHERE x.id IN $objects
OPTIONAL MATCH (c:Claim)-[:ABOUT|AFTER]->(x)
WHERE c.status = 'accepted' AND NOT c.embedded AND c.basis IN $bases AND c.certainty >= $min_certainty
  AND ($include_imputed OR NOT coalesce(c.imputed, false))
OPTIONAL MATCH (c)-[v:EVIDENCED_BY]->(p:Passage)-[:IN]->(s:Source)
"""
    + f"WITH x, c, p, s, v.pos AS place, {_CONDITIONS} AS conditions\n"
    + "ORDER BY c.id, place\n"
    + "RETURN x.id AS id, x.name AS name, 'ABOUT' AS edge, false AS inherited,\n"
    + "  toString(x.from) + CASE WHEN x.to <> x.from THEN '/' + toString(x.to) ELSE '' END AS role,\n  collect("
    + _CLAIM
    + ") AS claims\nORDER BY name, id"
)

LEXICON_ENTITIES = """
MATCH (n:$$LABEL)
WHERE size(n.datasets) > 0
RETURN '$$LABEL' AS label, n.id AS id, n.name AS name, n.kind AS kind, n.aliases AS aliases,
  n.contrary_aliases AS contrary_aliases, n.same_as AS same_as
ORDER BY id
"""
LEXICON_LINKS = """
MATCH (a)-[e:REPRESENTS|MEMBER_OF|PART_OF|SPECIALISES|COMPONENT_OF|INVOLVES|LOCATED_IN]->(b)
WHERE e.fallen IS NULL
RETURN type(e) AS type, a.id AS start, b.id AS end, coalesce(e.speaks_for, false) AS speaks_for,
  e.office AS office, toString(e.from) AS first, toString(e.to) AS last, coalesce(e.background, false) AS background
ORDER BY type, start, end
"""
LEXICON_FIGURES = """
MATCH (c:Claim)
WHERE c.value IS NOT NULL AND c.status = 'accepted' AND NOT c.embedded
RETURN c.id AS id, c.statement AS statement, c.figure_of AS figure_of, c.unit AS unit
ORDER BY id
"""
LEXICON_POSITIONS = """
MATCH (a:Actor)-[e:SUPPORTS|OPPOSES|CONDITIONS_ON|DISTRUSTS|MEDIATES|AGREES_TO]->(o)
WHERE NOT e.inherited AND e.basis = 'stated'
RETURN a.id AS actor, type(e) AS type, o.id AS object
ORDER BY e.source_count DESC, actor, type, object
LIMIT 60
"""
