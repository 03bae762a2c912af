"""A store: Bolt, the official driver, transactions, and the errors of both made ours.

    with open_store(target) as store:
        store.rows("MATCH (m:Measure) RETURN m.name AS name")
        store.write(lambda tx: tx.rows("…"))

There is one implementation. What differs between engines is in `graph.dialect`; how the embedded engine is started is
in `graph.engine`.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import itertools
import logging
import random
import re
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, LiteralString, Protocol, TypeVar, cast

import neo4j
from neo4j import GraphDatabase, Query
from neo4j import exceptions as driver_errors
from neo4j.time import Date, DateTime, Duration, Time

from schema.errors import (
    BatchTooLarge,
    EngineCrashed,
    ParleyError,
    QuerySyntaxError,
    QueryTimeout,
    StoreAuthError,
    StoreError,
    StoreUnavailable,
    StoreVersionError,
)

from .dialect import Dialect, dialect_of
from .engine.settings import Target

log = logging.getLogger("parley.store")

T = TypeVar("T")
Row = dict[str, Any]
CONNECT_SECONDS = 10.0
OLDEST_NEO4J = (5, 13)  # quantified paths and the `CREATE … IF NOT EXISTS` forms that are used here
RETRY_SECONDS = 30.0
_TRIES = 8
_OUT_OF_MEMORY = ("MemoryPoolOutOfMemoryError", "TransactionOutOfMemoryError", "General.OutOfMemoryError")


class Account(Protocol):
    user: str
    password: str


def plain(value: Any) -> Any:  # noqa: ANN401  any value that Bolt carries
    """A value as JSON has it: dates and times as ISO text, nodes and edges as their properties."""
    if isinstance(value, str | int | float | bool | type(None)):
        return value
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, Date | DateTime | Time | Duration):
        return value.iso_format()
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, neo4j.graph.Node):
        return {"labels": sorted(value.labels), **_properties(value)}
    if isinstance(value, neo4j.graph.Relationship):
        return {"type": value.type, **_properties(value)}
    if isinstance(value, neo4j.graph.Path):
        return {"nodes": plain(list(value.nodes)), "relationships": plain(list(value.relationships))}
    return str(value)


def _properties(entity: neo4j.graph.Entity) -> Row:
    return {name: plain(entity[name]) for name in entity.keys()}  # noqa: SIM118  iterating an entity itself is deprecated


def as_query(text: str, timeout: float | None = None) -> Query:
    """Cypher for the driver. All text here is a literal of `graph.cypher` or a researcher's own, gated before."""
    return Query(cast("LiteralString", text), timeout=timeout)


class Tx:
    """A transaction as the rest of `graph` sees it: rows in, rows out, and no retry where a retry is in vain."""

    def __init__(self, inner: neo4j.Transaction | neo4j.ManagedTransaction) -> None:
        self._inner = inner

    def rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """All rows of a statement, temporal values as ISO text."""
        return [dict(zip(r.keys(), map(plain, r.values()), strict=True)) for r in self.stream(cypher, parameters)]

    def stream(self, cypher: str, parameters: Mapping[str, object] | None = None) -> Iterator[neo4j.Record]:
        try:
            yield from self._inner.run(cast("LiteralString", cypher), dict(parameters or {}))
        except driver_errors.TransientError as error:
            _refuse_too_large(error)
            raise

    def do(self, cypher: str, parameters: Mapping[str, object] | None = None) -> None:
        """Run a statement whose rows nobody reads."""
        for _ in self.stream(cypher, parameters):
            pass


class Store:
    """An open store. Safe to use from several threads; `close` it, or use `open_store`."""

    def __init__(
        self,
        target: Target,
        connect: Callable[[], tuple[str, tuple[str, str] | None, tuple[str, str] | None]],
        *,
        crash: Callable[[], str | None] = lambda: None,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        """`connect` gives the address and the accounts of a writer and of a reader (None: the writer's) as they are
        now; `crash` says what ended an engine of ours, if it did."""
        self.target = target
        self.database = target.database
        self._connect, self._crash, self._on_close = connect, crash, on_close
        self._drivers: dict[str, neo4j.Driver] = {}
        self._address: str | None = None
        self._open_drivers()
        try:
            agent = self._greet()
        except BaseException:
            self.close()
            raise
        self.agent = agent
        self.dialect: Dialect = dialect_of(agent)
        self.engine, self.engine_version = _engine(agent)

    # ---- life

    def _open_drivers(self) -> None:
        uri, writer, reader = self._connect()
        for driver in self._drivers.values():
            driver.close()
        options: dict[str, Any] = {
            "connection_timeout": CONNECT_SECONDS,
            "connection_acquisition_timeout": 60.0,
            "max_transaction_retry_time": 0.0 if self.target.kind == "embedded" else RETRY_SECONDS,  # it has moved
            "user_agent": "parley",
            "notifications_min_severity": "OFF",  # "unknown label" is normal for a graph that has none of a kind yet
            "telemetry_disabled": True,
        }
        self._drivers = {"write": GraphDatabase.driver(uri, auth=writer, **options)}
        if reader is not None:
            self._drivers["read"] = GraphDatabase.driver(uri, auth=reader, **options)
        self._address = uri

    def _greet(self) -> str:
        """What the server says it is, once a query has succeeded: logins work before the database exists."""
        deadline = time.monotonic() + (30.0 if self.target.kind == "embedded" else 0.0)
        while True:
            try:
                with translated(self.target):
                    info = self._drivers["write"].get_server_info()
                    self._run_once("write", lambda tx: tx.rows("RETURN 1 AS one"), neo4j.WRITE_ACCESS)
                    if "read" in self._drivers:
                        self._run_once("read", lambda tx: tx.rows("RETURN 1 AS one"), neo4j.READ_ACCESS)
                _refuse_old(info.agent)
                return info.agent
            except StoreError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)

    def close(self) -> None:
        for driver in self._drivers.values():
            driver.close()
        self._drivers = {}
        self._on_close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---- work

    def _run_once(self, account: str, work: Callable[[Tx], T], mode: str) -> T:
        """A read as the driver does it, a round trip less; a write without its retry, which would try again for 30 s
        what the server has no memory to commit."""
        driver = self._drivers.get(account) or self._drivers["write"]
        bookmarks = driver.execute_query_bookmark_manager  # a read after a write sees it, on a cluster too
        with driver.session(database=self.database, default_access_mode=mode, bookmark_manager=bookmarks) as session:
            if mode == neo4j.READ_ACCESS:
                return session.execute_read(lambda inner: work(Tx(inner)))
            deadline = time.monotonic() + RETRY_SECONDS
            for pause in itertools.count():
                try:
                    with session.begin_transaction() as inner:
                        done = work(Tx(inner))
                        inner.commit()
                    return done
                except (driver_errors.Neo4jError, driver_errors.DriverError) as error:
                    _refuse_too_large(error)
                    if not error.is_retryable() or time.monotonic() > deadline or self._is_gone(error):
                        raise
                    log.info("transient, again", extra={"code": getattr(error, "code", None)})
                    time.sleep(min(0.1 * 2**pause, 5.0) * random.uniform(0.8, 1.2))  # noqa: S311  jitter, not a secret
        raise AssertionError("unreachable")

    def _is_gone(self, error: Exception) -> bool:
        """An engine of ours has ended: the one that takes its place has another port."""
        return self.target.kind == "embedded" and isinstance(
            error, driver_errors.ServiceUnavailable | driver_errors.SessionExpired
        )

    def _run(self, account: str, work: Callable[[Tx], T], mode: str) -> T:
        for attempt in range(1, _TRIES + 1):
            try:
                with translated(self.target):
                    return self._run_once(account, work, mode)
            except StoreUnavailable as error:
                self._revive(error, again=mode == neo4j.READ_ACCESS and attempt == 1)
            except StoreError as error:
                code = getattr(error.__cause__, "code", None)
                if code not in self.dialect.retried or attempt == _TRIES:
                    raise
                log.info("conflict, again", extra={"code": code, "attempt": attempt})
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)  # noqa: S311  jitter, not a secret
        raise AssertionError("unreachable")

    def _revive(self, error: StoreUnavailable, *, again: bool) -> None:
        """After a lost connection to an engine of ours: connect to the one that the guard started in its place.

        A read is then run again; whether a write had been committed is not known, so its caller is told.
        """
        if self.target.kind != "embedded":
            raise error
        story = self._crash()
        self._open_drivers()
        self._greet()
        if not again:
            raise EngineCrashed(
                story or "the embedded engine was restarted in the middle of a transaction",
                hint="nothing that was acknowledged is lost; run the command again",
            ) from error

    def read(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a read transaction, with the account that cannot write where there is one."""
        return self._run("read", work, neo4j.READ_ACCESS)

    def write(self, work: Callable[[Tx], T]) -> T:
        """Run `work` in a write transaction: all of it or nothing. It may be run several times."""
        return self._run("write", work, neo4j.WRITE_ACCESS)

    def rows(self, cypher: str, parameters: Mapping[str, object] | None = None) -> list[Row]:
        """The rows of one reading statement."""
        return self.read(lambda tx: tx.rows(cypher, parameters))

    def script(self, statements: list[str]) -> None:
        """Schema statements, each in a transaction of its own, as both engines want them."""
        for statement in statements:
            self.write(lambda tx, text=statement: tx.do(text))  # type: ignore[misc]

    def session(self, account: str = "read") -> neo4j.Session:
        """A raw read session, for the gated queries of strangers."""
        driver = self._drivers.get(account) or self._drivers["write"]
        return driver.session(database=self.database, default_access_mode=neo4j.READ_ACCESS, fetch_size=500)

    def describe(self) -> dict[str, str]:
        return {"store": str(self.target), "engine": self.engine, "engine_version": self.engine_version}

    @property
    def address(self) -> str:
        """Where Bolt answers now: for Neo4j tools and notebooks."""
        return self._address or ""

    def accounts(self) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
        """Names and passwords of the writer and of the reader, for `parley status --show-login`."""
        _, writer, reader = self._connect()
        return writer, reader


def _refuse_too_large(error: Exception) -> None:
    """Out of transaction memory, in a statement or at commit: a smaller batch helps, another try does not."""
    if any(name in str(getattr(error, "code", "")) for name in _OUT_OF_MEMORY):
        raise BatchTooLarge(
            "the server has too little transaction memory for this batch",
            hint="make the batch smaller with --batch, or raise db.memory.transaction.max",
        ) from error


def _engine(agent: str) -> tuple[str, str]:
    if found := re.search(r"ArcadeDB ([\w.\-]+)", agent):
        return "arcadedb", found[1]
    name, _, version = agent.partition("/")
    return name.lower(), version


def _refuse_old(agent: str) -> None:
    found = re.match(r"Neo4j/(\d+)\.(\d+)", agent)
    if found and (int(found[1]), int(found[2])) < OLDEST_NEO4J:
        raise StoreVersionError(
            f"the server is {agent}, which is too old",
            hint="Parley needs Neo4j 5.26 LTS or later",
        )


@contextlib.contextmanager
def translated(target: Target) -> Iterator[None]:
    """Errors of the driver as ours, one line each, the driver's as their cause."""
    try:
        yield
    except ParleyError:
        raise
    except driver_errors.AuthError as error:
        raise StoreAuthError(
            f"{target} refuses the name or the password",
            hint="set PARLEY_STORE_USER and PARLEY_STORE_PASSWORD or PARLEY_STORE_PASSWORD_FILE",
        ) from error
    except driver_errors.CypherSyntaxError as error:
        raise QuerySyntaxError(_first_line(error.message)) from error
    except (driver_errors.ServiceUnavailable, driver_errors.SessionExpired, driver_errors.IncompleteCommit) as error:
        raise StoreUnavailable(f"nobody answers at {target}", hint="is the server running?") from error
    except driver_errors.ConfigurationError as error:
        raise StoreUnavailable(f"{target}: {_first_line(str(error))}") from error
    except driver_errors.Neo4jError as error:
        code = error.code or ""
        if "TransactionTimedOut" in code or "TransactionTerminated" in code:
            raise QueryTimeout("the query was stopped at its time limit") from error
        raise StoreError(f"{code}: {_first_line(error.message)}") from error
    except driver_errors.DriverError as error:
        raise StoreUnavailable(f"{target}: {_first_line(str(error))}") from error
    except (OSError, ValueError) as error:
        if isinstance(error, OSError):
            raise StoreUnavailable(f"{target}: {error}") from error
        raise


def _first_line(text: str | None) -> str:
    return (text or "no reason given").strip().splitlines()[0][:400]


def bolt_store(target: Target) -> Store:
    """The store at a Bolt address; the caller closes it."""
    account = (target.user, target.password) if target.user and target.password else None
    return Store(target, lambda: (str(target.uri), account, None))


@contextlib.contextmanager
def open_store(target: Target) -> Iterator[Store]:
    """The store that `target` names, the embedded engine started or joined if it is one of ours."""
    if target.kind == "bolt":
        with bolt_store(target) as store:
            yield store
        return
    from .engine.embedded import attach  # only when needed: it starts processes

    assert target.path is not None  # noqa: S101  Target says so for embedded
    with attach(target.path) as attachment:

        def connect() -> tuple[str, tuple[str, str], tuple[str, str]]:
            attachment.refresh()
            writer, reader = attachment.writer, attachment.reader
            return attachment.uri, (writer[0], writer[1]), (reader[0], reader[1])

        with Store(target, connect, crash=attachment.describe_crash) as store:
            yield store
