"""What Parley relies on of an engine, as small cases: statements run in one transaction, and the rows of the last.

A case that an engine cannot do has its name in `Dialect.gaps` with the reason; the test then demands that it fails, so
that an entry that has become needless is seen.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

Rows = list[list[Any]]


@dataclass(frozen=True, slots=True)
class Case:
    """`ordered`: the order of the rows counts. `refused`: the engine must say no, at commit at the latest."""

    name: str
    statements: tuple[str, ...]
    rows: Rows = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    ordered: bool = False
    refused: bool = False


WORLD = """
CREATE (a:Actor:State {id: 'a', name: 'Atlantis', aliases: ['Isle', 'Ys'], founded: date('1950-05-09'), size: 10})
CREATE (b:Actor:State {id: 'b', name: 'Borduria', size: 20})
CREATE (c:Actor:Person {id: 'c', name: 'Carla'})
CREATE (m:Measure {id: 'm', name: 'Tax'})
CREATE (n:Measure {id: 'n', name: 'Fence'})
CREATE (o:Measure {id: 'o', name: 'Levy'})
CREATE (s:Source {id: 's'})
CREATE (x:Claim {id: 'x', relation: 'supports', certainty: 0.9, said_from: date('2025-03-01')})
CREATE (y:Claim {id: 'y', relation: 'opposes', certainty: 0.4})
CREATE (z:Claim {id: 'z', relation: 'supports', certainty: 0.7, said_from: date('2025-01-01')})
CREATE (x)-[:HELD_BY {pos: 0}]->(a) CREATE (y)-[:HELD_BY {pos: 0}]->(b) CREATE (z)-[:HELD_BY {pos: 0}]->(c)
CREATE (x)-[:ABOUT {pos: 0, contrary: false}]->(m) CREATE (y)-[:ABOUT {pos: 0, contrary: true}]->(m)
CREATE (z)-[:ABOUT {pos: 1, contrary: false}]->(n) CREATE (z)-[:ABOUT {pos: 0, contrary: false}]->(m)
CREATE (a)-[:SUPPORTS {id: 'e1', claims: ['x'], certainty: 0.9}]->(m)
CREATE (c)-[:SUPPORTS {id: 'e2', claims: ['z'], certainty: 0.7}]->(m)
CREATE (b)-[:OPPOSES {id: 'e3', claims: ['y'], certainty: 0.4}]->(m)
CREATE (m)-[:REQUIRES {id: 'r1', kind: 'demanded'}]->(n) CREATE (n)-[:REQUIRES {id: 'r2', kind: 'analytic'}]->(o)
CREATE (o)-[:REQUIRES {id: 'r3', kind: 'analytic'}]->(m)
CREATE (n)-[:SPECIALISES]->(m) CREATE (c)-[:REPRESENTS {role: 'leads'}]->(a)
"""
MANY = 800
"""Edges from some hundred on are what the embedded engine loses."""
DENSE = (
    "UNWIND range(1, 40) AS i CREATE (:Actor {id: 'h' + toString(i)})",
    "UNWIND range(1, 40) AS i CREATE (:Measure {id: 'g' + toString(i)})",
    "UNWIND range(1, 40) AS i UNWIND range(1, 20) AS j MATCH (a:Actor {id: 'h' + toString(i)}) "
    "MATCH (m:Measure {id: 'g' + toString(j)}) CREATE (a)-[:SUPPORTS]->(m) CREATE (a)-[:OPPOSES]->(m)",
)


def case(name: str, *statements: str, rows: Rows | None = None, **more: Any) -> Case:  # noqa: ANN401
    return Case(name, statements, rows or [], **more)


CASES: tuple[Case, ...] = (
    # labels
    case("two labels are both needed", "MATCH (n:Actor:State) RETURN n.id", rows=[["a"], ["b"]]),
    case("the second label alone finds", "MATCH (n:Person) RETURN n.id", rows=[["c"]]),
    case("labels() gives both", "MATCH (n {id: 'c'}) UNWIND labels(n) AS l RETURN l", rows=[["Actor"], ["Person"]]),
    case("an unknown label or type finds nothing", "MATCH (n:Nothing)-[:NO_SUCH]->() RETURN n.id"),
    case("a dynamic label finds", "MATCH (n:$($l)) RETURN n.id", rows=[["c"]], parameters={"l": "Person"}),
    case("a kind is exchanged in place", "MATCH (n:Actor {id: 'a'}) REMOVE n:State SET n:Group",
         "MATCH (n:Group) RETURN n.id", rows=[["a"]]),
    case("a label is set on a node that is new", "MERGE (n:Actor {id: 'new'}) SET n:State",
         "MATCH (n:State {id: 'new'}) RETURN n.id", rows=[["new"]]),
    # writing
    case("an id stands once", "CREATE (:Actor {id: 'a'})", refused=True),
    case("rows become nodes", "UNWIND $rows AS row CREATE (n:Measure) SET n = row",
         "MATCH (n:Measure {id: 'p'}) RETURN n.name, n.aliases, n.on", rows=[["P", ["x", "y"], "2025-01-31"]],
         parameters={"rows": [{"id": "p", "name": "P", "aliases": ["x", "y"], "on": dt.date(2025, 1, 31)}]}),
    case("an empty list stays a list", "CREATE (n:Measure {id: 'p'}) SET n.datasets = []",
         "MATCH (n:Measure {id: 'p'}) RETURN size(n.datasets)", rows=[[0]]),
    case("SET = replaces everything", "MATCH (n:Actor {id: 'a'}) SET n = $p", "MATCH (n:Actor {id: 'a'}) RETURN n.name, n.size",
         rows=[["Q", None]], parameters={"p": {"id": "a", "name": "Q"}}),
    case("SET += adds, and a null removes", "MATCH (n:Actor {id: 'a'}) SET n += $p",
         "MATCH (n:Actor {id: 'a'}) RETURN n.name, n.size, n.new", rows=[["Atlantis", None, 1]],
         parameters={"p": {"size": None, "new": 1}}),
    case("an edge's properties come from a row",
         "UNWIND $rows AS row MATCH (a:Actor {id: row.start}) MATCH (b:Measure {id: row.end}) "
         "CREATE (a)-[e:DEMANDS]->(b) SET e = row.properties",
         "MATCH (:Actor)-[e:DEMANDS]->(m) RETURN m.id, e.claims, e.first", rows=[["o", ["x", "y"], "2025-03-01"]],
         parameters={"rows": [{"start": "a", "end": "o",
                               "properties": {"claims": ["x", "y"], "first": dt.date(2025, 3, 1)}}]}),
    case("parallel edges stay apart", "MATCH (a:Actor {id: 'a'}), (m:Measure {id: 'm'}) CREATE (a)-[:SUPPORTS {id: 'e9'}]->(m)",
         "MATCH (:Actor {id: 'a'})-[e:SUPPORTS]->(:Measure {id: 'm'}) RETURN e.id", rows=[["e1"], ["e9"]]),
    case("an edge is found by its property", "MATCH (:Actor {id: 'c'})-[e:SUPPORTS {id: 'e2'}]->(:Measure {id: 'm'}) SET e = $p",
         "MATCH (:Actor {id: 'c'})-[e:SUPPORTS]->() RETURN e.id, e.claims, e.certainty", rows=[["e2", ["q"], None]],
         parameters={"p": {"id": "e2", "claims": ["q"]}}),
    case("deleted with all that hangs on it", "MATCH (m:Measure {id: 'm'}) DETACH DELETE m",
         "MATCH (n)-[e]->() RETURN count(e)", rows=[[6]]),
    case("a node with edges is not deleted alone", "MATCH (m:Measure {id: 'm'}) DELETE m", refused=True),
    case("collected edges are all deleted", *DENSE, "MATCH (:Actor)-[e:OPPOSES]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
         "MATCH (a)-[e:SUPPORTS]->() WHERE a.id STARTS WITH 'h' WITH collect(e) AS es UNWIND es AS e DELETE e",
         "MATCH (a:Actor)-[e:SUPPORTS|OPPOSES]->() WHERE a.id STARTS WITH 'h' RETURN count(e)", rows=[[0]]),
    case("a deleted edge's place can be taken anew",
         "MATCH (:Actor {id: 'a'})-[e:SUPPORTS]->() WITH collect(e) AS es UNWIND es AS e DELETE e",
         "MATCH (a:Actor {id: 'a'}), (m:Measure {id: 'm'}) CREATE (a)-[:SUPPORTS {id: 'e1', claims: ['w']}]->(m)",
         "MATCH (:Actor {id: 'a'})-[e:SUPPORTS]->() RETURN e.claims", rows=[[["w"]]]),
    case("a node deleted and made anew has only its new edges", "MATCH (n:Actor {id: 'a'}) DETACH DELETE n",
         "CREATE (n:Actor:Group {id: 'a', name: 'A'})", "MATCH (a:Actor {id: 'a'}), (m:Measure {id: 'm'}) CREATE (a)-[:OPPOSES]->(m)",
         "MATCH (a:Actor {id: 'a'})-[e]-() RETURN type(e), labels(a)[1] = 'Group' OR labels(a)[0] = 'Group'",
         rows=[["OPPOSES", True]]),
    case("an aware time keeps its zone", "CREATE (:Meta {id: 'z', at: $t})", "MATCH (m:Meta {id: 'z'}) RETURN m.at.epochSeconds",
         rows=[[1735725600]],
         parameters={"t": dt.datetime(2025, 1, 1, 12, tzinfo=dt.timezone(dt.timedelta(hours=2)))}),
    # reading
    case("rows come in their order", "MATCH (c:Claim) RETURN c.id ORDER BY c.certainty DESC", rows=[["x"], ["z"], ["y"]], ordered=True),
    case("null comes last", "MATCH (c:Claim) RETURN c.id ORDER BY c.said_from", rows=[["z"], ["x"], ["y"]], ordered=True),
    case("a date compares as a date", "MATCH (c:Claim) WHERE c.said_from >= date('2025-02-01') RETURN c.id", rows=[["x"]]),
    case("a date comes back as a date", "MATCH (a:Actor {id: 'a'}) RETURN a.founded", rows=[["1950-05-09"]]),
    case("an id is in a list of a row", "UNWIND $rows AS row MATCH (m:Measure {id: row.id})<-[:ABOUT]-(c:Claim) WHERE c.id IN row.others "
         "RETURN c.id", rows=[["x"], ["y"]], parameters={"rows": [{"id": "m", "others": ["x", "y", "n"]}]}),
    case("a choice is in a list of a row",
         "UNWIND $rows AS row MATCH (a:Actor {id: row.id})-[e]->(o) WHERE CASE WHEN type(e) = 'OPPOSES' THEN e.id ELSE o.id END "
         "IN row.others RETURN e.id", rows=[["e1"]], parameters={"rows": [{"id": "a", "others": ["m"]}]}),
    case("a match after UNWIND of a property finds", "MATCH (:Actor)-[e:OPPOSES]->(m) UNWIND e.claims AS id MATCH (c:Claim {id: id}) "
         "RETURN c.id", rows=[["y"]]),
    case("a match after UNWIND and WITH finds", "MATCH (:Actor)-[e:OPPOSES]->(m) UNWIND e.claims AS id WITH * "
         "MATCH (c:Claim {id: id}) RETURN c.id", rows=[["y"]]),
    case("a pattern comprehension lists", "MATCH (c:Claim {id: 'z'}) UNWIND [(c)-[e:ABOUT]->(o) | [e.pos, o.id]] AS p RETURN p",
         rows=[[[0, "m"]], [[1, "n"]]]),
    case("an empty comprehension is an empty list", "MATCH (c:Claim {id: 'z'}) RETURN [(c)-[:AFTER]->(o) | o.id] AS l", rows=[[[]]]),
    case("EXISTS with a condition", "MATCH (a:Actor) WHERE EXISTS { MATCH (a)-[e:SUPPORTS]->(:Measure) WHERE e.certainty > 0.8 } "
         "RETURN a.id", rows=[["a"]]),
    case("NOT EXISTS", "MATCH (c:Claim) WHERE NOT EXISTS { MATCH (c)-[:ABOUT]->(:Measure {id: 'n'}) } RETURN c.id", rows=[["x"], ["y"]]),
    case("COUNT of a pattern", "MATCH (m:Measure) RETURN m.id, COUNT { (m)<-[:SUPPORTS]-(:Actor) } AS n",
         rows=[["m", 2], ["n", 0], ["o", 0]]),
    case("OPTIONAL MATCH keeps the row", "MATCH (m:Measure) OPTIONAL MATCH (a:Actor)-[:OPPOSES]->(m) RETURN m.id, a.id",
         rows=[["m", "b"], ["n", None], ["o", None]]),
    case("one type of several", "MATCH (a:Actor)-[e:SUPPORTS|OPPOSES]->(:Measure {id: 'm'}) RETURN a.id, type(e)",
         rows=[["a", "SUPPORTS"], ["b", "OPPOSES"], ["c", "SUPPORTS"]]),
    case("a type out of a list", "MATCH (a:Actor)-[e]->() WHERE type(e) IN $types RETURN a.id", rows=[["b"], ["c"]],
         parameters={"types": ["OPPOSES", "REPRESENTS"]}),
    case("a path of one to some steps", "MATCH (:Measure {id: 'n'})-[:REQUIRES*1..3]->(x) RETURN DISTINCT x.id", rows=[["m"], ["n"], ["o"]]),  # noqa: E501
    case("no step at all", "MATCH (:Measure {id: 'n'})-[:SPECIALISES*0..]->(x) RETURN x.id", rows=[["m"], ["n"]]),
    case("a quantified path", "MATCH (a:Measure {id: 'm'}) ((x)-[:REQUIRES]->(y)){1,2} (b) RETURN b.id", rows=[["n"], ["o"]]),
    case("rings", "MATCH p = (m:Measure)-[:REQUIRES*1..6]->(m) RETURN [x IN nodes(p) | x.id]",
         rows=[[["m", "n", "o", "m"]], [["n", "o", "m", "n"]], [["o", "m", "n", "o"]]]),
    case("a shortest path", "MATCH (a:Measure {id: 'm'}), (b:Measure {id: 'o'}) MATCH p = shortestPath((a)-[:REQUIRES*..5]->(b)) "
         "RETURN length(p)", rows=[[2]]),
    case("SHORTEST", "MATCH p = SHORTEST 1 (a:Measure {id: 'm'})-[:REQUIRES]->+(b:Measure {id: 'o'}) RETURN length(p)", rows=[[2]]),
    case("a correlated subquery", "MATCH (m:Measure) CALL (m) { MATCH (m)<-[e:SUPPORTS]-() RETURN count(e) AS n } RETURN m.id, n",
         rows=[["m", 2], ["n", 0], ["o", 0]]),
    case("UNION", "MATCH (a:Actor {id: 'a'}) RETURN a.id AS id UNION MATCH (m:Measure {id: 'm'}) RETURN m.id AS id", rows=[["a"], ["m"]]),
    case("properties of an edge", "MATCH (:Actor {id: 'a'})-[e:SUPPORTS]->() RETURN properties(e)",
         rows=[[{"id": "e1", "claims": ["x"], "certainty": 0.9}]]),
    case("the other end of an edge", "MATCH (n:Actor {id: 'a'})-[e]-(o) RETURN type(e), startNode(e) = n, o.id",
         rows=[["HELD_BY", False, "x"], ["REPRESENTS", False, "c"], ["SUPPORTS", True, "m"]]),
    case("null is neither", "MATCH (a:Actor) WHERE NOT a.size > 15 RETURN a.id", rows=[["a"]]),
    case("coalesce", "MATCH (a:Actor {id: 'c'}) RETURN coalesce(a.size, 0), coalesce(a.name, '')", rows=[[0, "Carla"]]),
    case("a map of a node", "MATCH (a:Actor {id: 'c'}) RETURN a {.id, .name}", rows=[[{"id": "c", "name": "Carla"}]]),
    case("words inside a text", "MATCH (a:Actor) WHERE toLower(a.name) CONTAINS 'ant' RETURN a.id", rows=[["a"]]),
    case("a full-text index", "CREATE FULLTEXT INDEX words IF NOT EXISTS FOR (c:Claim) ON EACH [c.statement]"),
    case("hostile text is only text", "CREATE (n:Meta {id: $t})", "MATCH (n:Meta {id: $t}) RETURN n.id",
         rows=[["`'\"\\}) DETACH DELETE n //\n\u202e<script>"]],
         parameters={"t": "`'\"\\}) DETACH DELETE n //\n\u202e<script>"}),
    case("what does not parse is refused", "MATCH (n RETURN n", refused=True),
)  # fmt: skip
