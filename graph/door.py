"""Cypher from people: read-only, one statement, bounded.

    answer = run(store, "MATCH (m:Measure) RETURN m.name", {}, limits=Limits())

What is refused, and by what:
- before anything runs, by its text: a second statement, prefixes (EXPLAIN, PROFILE, CYPHER, USE), unicode escapes
  outside strings, SHOW and TERMINATE, LOAD CSV, and procedures and functions that are not on the list;
- by the server: on Neo4j its plan must be of type "r" in a READ transaction; on the embedded engine, whose READ mode
  refuses nothing and whose EXPLAIN tells no type, the account may only read;
- while it runs: a timeout, a number of rows and of bytes.
"""

from __future__ import annotations

import contextlib
import json
import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString, cast

import neo4j

from schema.errors import QueryError, QueryRefused, QueryTooLarge, StoreError

from .store import Store, as_query, plain, translated

MAX_QUERY = 20_000


@dataclass(frozen=True, slots=True)
class Limits:
    """Of one query: seconds, rows, and bytes of JSON."""

    seconds: float = 20.0
    rows: int = 1000
    bytes: int = 8_000_000


@dataclass(frozen=True, slots=True)
class Answer:
    """Columns, rows in the same order, values as JSON has them; `truncated` where the limit of rows cut it."""

    columns: list[str]
    rows: list[list[Any]]
    truncated: bool


_STRING_OR_COMMENT = re.compile(r"""'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|`(?:``|[^`])*`|//[^\n]*|/\*.*?\*/""", re.DOTALL)
_PREFIX = re.compile(
    r"^\s*(explain|profile|cypher|use|show|terminate|alter|grant|deny|revoke|start|stop)\b", re.IGNORECASE
)
_WRITES = re.compile(
    r"(?<![.:$\w])(create|merge|delete|detach|set|remove|drop|foreach|insert|load\s+csv|in\s+transactions|dryrun)\b",
    re.IGNORECASE,
)
_CALL = re.compile(r"\bcall\s+(?!\s*[({])`?([\w.`]+)", re.IGNORECASE)
_DOTTED_FUNCTION = re.compile(r"\b([A-Za-z_]\w*(?:\s*\.\s*\w+)+)\s*\(")
_SHOW = re.compile(r"(?:^|[;}])\s*(show|terminate)\b", re.IGNORECASE)
_NAMESPACES = (
    "date.",
    "datetime.",
    "localdatetime.",
    "time.",
    "localtime.",
    "duration.",
    "point.",
    "vector.similarity.",
)
# The embedded engine cannot stop these: one line of reduce() fills its memory.
_UNSTOPPABLE = re.compile(r"\breduce\s*\(", re.IGNORECASE)
PROCEDURES: frozenset[str] = frozenset({"db.labels", "db.relationshiptypes", "db.propertykeys"})
_UNWIND_MATCH = re.compile(
    r"(\bunwind\b(?:(?!\b(?:unwind|match|return|with)\b).)*?\bas\s+[`\w]+)(?=\s+match\b)", re.I | re.S
)
_REFUSED_OPERATORS = re.compile(r"LoadCSV|^Show(?!Indexes|Constraints)|Terminate|AdministrationCommand", re.IGNORECASE)


def _skeleton(query: str) -> str:
    """The query, character for character, with comments blank and the insides of strings and quoted names filled up."""

    def empty(found: re.Match[str]) -> str:
        text = found[0]
        return " " * len(text) if text[0] == "/" else text[0] + "_" * (len(text) - 2) + text[-1]

    return _STRING_OR_COMMENT.sub(empty, query)


def helped(query: str) -> str:
    """The query with `WITH *` between an UNWIND and a MATCH, which the embedded engine needs and nothing minds."""
    pieces, last = [], 0
    for found in _UNWIND_MATCH.finditer(_skeleton(query)):
        pieces += [query[last : found.end(1)], " WITH *"]
        last = found.end(1)
    return "".join((*pieces, query[last:]))


def inspect(query: str, *, embedded: bool = False) -> None:
    """Raises QueryRefused, with the reason, for what may not run."""
    if len(query) > MAX_QUERY:
        raise QueryRefused(f"the query has {len(query)} characters; at most {MAX_QUERY} are read")
    bare = _skeleton(query).strip()
    if not bare:
        raise QueryRefused("the query is empty")
    if "\\u" in bare:
        raise QueryRefused("unicode escapes may stand only in strings")
    if ";" in bare.rstrip(";").rstrip():
        raise QueryRefused("one statement at a time", hint="run them one after the other")
    if found := (_PREFIX.match(bare) or _SHOW.search(bare)):
        raise QueryRefused(f"{found[1].upper()} is not allowed here")
    if found := _WRITES.search(bare):
        raise QueryRefused(
            f"{found[1].upper()} writes or reads from elsewhere; this door is read-only",
            hint="change the fact files and run: parley load",
        )
    for name in _CALL.findall(bare):
        if name.replace("`", "").lower() not in PROCEDURES:
            raise QueryRefused(
                f"the procedure {name} is not allowed here", hint=f"allowed: {', '.join(sorted(PROCEDURES))}"
            )
    for name in _DOTTED_FUNCTION.findall(bare):
        flat = re.sub(r"\s", "", name).lower()
        if flat not in PROCEDURES and not flat.startswith(_NAMESPACES):
            raise QueryRefused(f"the function {flat} is not allowed here")
    if embedded and _UNSTOPPABLE.search(bare):
        raise QueryRefused("reduce() is not allowed on the embedded engine, which cannot stop it",
                           hint="use collect, size and list comprehensions, or a Neo4j server")  # fmt: skip


def run(
    store: Store, query: str, parameters: Mapping[str, Any] | None = None, *, limits: Limits | None = None
) -> Answer:
    """The rows of a reading query. Raises QueryRefused, QuerySyntaxError, QueryTimeout or QueryTooLarge."""
    limits = limits or Limits()
    if not math.isfinite(limits.seconds) or limits.seconds <= 0:
        raise QueryError(f"the timeout must be a number of seconds above 0, not {limits.seconds}")
    inspect(query, embedded=not store.dialect.explain_tells_type)
    parameters = dict(parameters or {})
    if not store.dialect.matches_after_unwind:
        query = helped(query)
    with _blaming_the_query(), translated(store.target), store.session() as session:
        if store.dialect.explain_tells_type:
            _must_only_read(session, query, parameters)
        with session.begin_transaction(timeout=limits.seconds) as tx:
            result = tx.run(cast("LiteralString", query), parameters)
            columns = list(result.keys())
            return _collect(result, columns, limits)


@contextlib.contextmanager
def _blaming_the_query() -> Iterator[None]:
    """What the server says of a statement (a missing parameter, a division by zero) is the query's fault, not its."""
    try:
        yield
    except StoreError as error:
        if str(getattr(error.__cause__, "code", "")).startswith("Neo.ClientError.Statement."):
            raise QueryError(error.message.removeprefix("Neo.ClientError.Statement.")) from error.__cause__
        raise


def _must_only_read(session: neo4j.Session, query: str, parameters: dict[str, Any]) -> None:
    summary = session.run(as_query("EXPLAIN " + query), parameters).consume()
    if summary.query_type != "r":
        raise QueryRefused("the query does more than read", hint="change the fact files and run: parley load")
    todo = [summary.plan] if summary.plan else []
    while todo:
        plan = todo.pop()
        operator = str(plan.get("operatorType", "")).split("@")[0]
        if _REFUSED_OPERATORS.search(operator):
            raise QueryRefused(f"{operator} is not allowed here")
        todo += plan.get("children") or []


def _collect(result: neo4j.Result, columns: list[str], limits: Limits) -> Answer:
    rows: list[list[Any]] = []
    size = 0
    for record in result:
        if len(rows) >= limits.rows:
            return Answer(columns, rows, truncated=True)
        row = [plain(value) for value in record.values()]
        size += len(json.dumps(row, default=str))
        if size > limits.bytes:
            raise QueryTooLarge(
                f"the answer is larger than {limits.bytes:,} bytes", hint="return fewer columns or rows"
            )
        rows.append(row)
    return Answer(columns, rows, truncated=False)
