"""The embedded engine for real: its own Java, real crashes, other processes. Processes are ended by id only."""

from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.engine import arcade, guard
from graph.engine.cache import COLD, warmth
from graph.engine.embedded import Attachment, Options, attach
from schema.errors import EngineCrashed, EngineMissing, StoreError, StoreFolderError, StoreUnavailable
from tests.engine.worker import gone, rows, worker

pytestmark = pytest.mark.timeout(120)
QUICK = Options(linger=0.5, cache=None)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attachment]:
    """One engine for the tests that do it no harm."""
    with attach(tmp_path_factory.mktemp("shared") / "store", options=QUICK) as attachment:
        yield attachment


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


# ---------------------------------------------------------------- what an attachment is


def test_answers_cypher_and_keeps_it(folder: Path) -> None:
    with attach(folder, options=QUICK) as first:
        rows(first, "CREATE (:Kept {n: 1})")
        pids = (first.guard_pid, first.engine_pid)
    assert all(gone(pid, 6) for pid in pids)
    with attach(folder, options=QUICK) as second:
        assert rows(second, "MATCH (k:Kept) RETURN k.n") == [[1]]
        assert second.writer != first.writer, "each start has its own passwords"
        assert second.describe_crash() is None


def test_a_closed_attachment_says_so(engine: Attachment) -> None:
    with attach(engine.folder) as again:
        assert again.uri == engine.uri
    again.close()
    with pytest.raises(StoreUnavailable, match="was closed"):
        again.refresh()
    assert again.describe_crash() is None


def test_attaching_to_a_running_engine_is_quick(engine: Attachment) -> None:
    began = time.monotonic()
    with attach(engine.folder) as again:
        assert again.engine_pid == engine.engine_pid
    assert time.monotonic() - began < 0.5  # 1 ms measured


# ---------------------------------------------------------------- who may see what


def test_files_are_for_their_owner_only(engine: Attachment) -> None:
    rows(engine, "MERGE (:Seen)")
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (engine.folder, *engine.folder.rglob("*"))}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}


def test_only_loopback_is_listened_on(engine: Attachment) -> None:
    listening = [
        connection.laddr
        for pid in (engine.guard_pid, engine.engine_pid)
        for connection in psutil.Process(pid).net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert len(listening) == 3  # the guard's, Bolt, and the HTTP that cannot be switched off


def test_http_needs_an_account(engine: Attachment) -> None:
    rows(engine, "MERGE (:Seen)")
    bolt = int(engine.uri.rpartition(":")[2])
    ports = {c.laddr.port for c in psutil.Process(engine.engine_pid).net_connections() if c.status == "LISTEN"}
    (http,) = ports - {bolt}
    for method, path, codes in (
        ("GET", "/", (200,)),  # an empty login page
        ("GET", "/api/v1/databases", (401,)),
        ("GET", "/api/v1/exists/parley", (401,)),
        ("GET", "/api/v1/query/parley/cypher/RETURN%201", (401,)),
        ("POST", "/api/v1/command/parley", (401,)),
        ("POST", "/api/v1/server", (401,)),
        ("GET", "/prometheus", (404,)),
    ):
        told = HTTPConnection("127.0.0.1", http, timeout=10)
        told.request(method, path, body=b"{}" if method == "POST" else None)
        answer = told.getresponse()
        assert (path, answer.status in codes) == (path, True), answer.status
        assert b"Seen" not in answer.read()
        told.close()


def test_passwords_are_in_no_command_line_and_no_environment(engine: Attachment) -> None:
    secrets = [engine.writer[1], engine.reader[1]]
    seen = []
    for process in psutil.process_iter():
        try:
            text = " ".join(process.cmdline())
            if process.pid in (engine.guard_pid, engine.engine_pid):
                seen.append(text)
                text += " ".join(process.environ().values())
        except (psutil.NoSuchProcess, psutil.AccessDenied):
            continue
        assert not any(secret in text for secret in secrets), process
    assert len(seen) == 2
    logs = [path.read_text(errors="replace") for path in (engine.folder / guard.LOG_FOLDER).iterdir()]
    assert len(logs) > 2
    assert not any(secret in text for secret in secrets for text in logs)
    holding = [p.name for p in engine.folder.rglob("*") if p.is_file() and secrets[0].encode() in p.read_bytes()]
    assert holding == [guard.GUARD_FILE]


def test_nothing_of_the_environment_is_handed_on() -> None:
    hostile = {"PATH": "/bin", "JAVA_TOOL_OPTIONS": "-Dx", "PARLEY_STORE_PASSWORD": "hush", "CLASSPATH": "/x"}
    assert arcade.environment(hostile) == {"PATH": "/bin"}


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE (:Forbidden)",
        "CREATE (:Seen)",
        "MATCH (s:Seen) SET s.x = 1",
        "MATCH (s:Seen) DETACH DELETE s",
        "MERGE (:Seen {x: 2})",
        "CREATE CONSTRAINT FOR (s:Seen) REQUIRE s.x IS UNIQUE",
        "CREATE USER eve SET PASSWORD 'abcdefgh1'",
        "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line",
        "LOAD CSV FROM 'http://127.0.0.1:9/' AS line RETURN line",
        "UNWIND range(1, 100000000) AS i RETURN count(i)",
    ],
)
def test_the_reader_only_reads(engine: Attachment, statement: str) -> None:
    rows(engine, "MERGE (:Seen)")
    before = rows(engine, "MATCH (n) RETURN labels(n), properties(n)")
    with pytest.raises(Neo4jError):
        rows(engine, statement, account=engine.reader)
    assert rows(engine, "MATCH (n) RETURN labels(n), properties(n)", account=engine.reader) == before


def test_wrong_passwords_are_refused(engine: Attachment) -> None:
    for account in (("root", "playwithdata"), ("root", ""), ("reader", engine.writer[1]), ("neo4j", "neo4j")):
        with pytest.raises(AuthError):
            rows(engine, "RETURN 1", account=account)


# ---------------------------------------------------------------- who owns it


@pytest.mark.parametrize("how", ["normal exit", "kill -9"])
def test_the_engine_outlives_the_parley_that_started_it(folder: Path, how: str) -> None:
    with worker(folder, linger=0.5) as starter:
        told = starter.answer()
        with worker(folder) as second:
            assert second.answer() == told, "both use one engine"
            if how == "kill -9":
                starter.process.kill()
                starter.process.wait()
            else:
                starter.end()
            time.sleep(1.5)  # more than it lingers
            assert second.ask("CREATE (n:After) RETURN count(n)") == {"rows": [[1]]}
            second.end()
    assert gone(told["engine"], 5)
    assert gone(told["guard"], 5)


def test_those_that_start_at_once_share_one(folder: Path) -> None:
    with ExitStack() as stack:
        workers = [stack.enter_context(worker(folder)) for _ in range(4)]
        told = [one.answer() for one in workers]
        assert told == [told[0]] * 4
        assert [one.ask("RETURN 7") for one in workers] == [{"rows": [[7]]}] * 4
    assert gone(told[0]["engine"], 5)


def test_a_killed_engine_is_named_and_started_again(folder: Path) -> None:
    with attach(folder, options=QUICK) as engine, worker(folder) as other:
        other.answer()
        rows(engine, "CREATE (:Kept {n: 1})")
        before = engine.engine_pid
        os.kill(before, signal.SIGKILL)
        assert engine.refresh() == engine.uri
        assert engine.engine_pid != before
        assert rows(engine, "MATCH (k:Kept) RETURN k.n") == [[1]]
        assert other.ask("MATCH (k:Kept) RETURN k.n") == {"rows": [[1]]}, "the address stayed"
        told = engine.describe_crash()
        assert told is not None
        assert "killed by SIGKILL" in told
        assert str(engine.log) in told
        assert "engine-ended code=-9" in (folder / guard.LOG_FOLDER / "guard.log").read_text()


def test_another_port_is_taken_when_the_last_one_is_not_free(folder: Path) -> None:
    with attach(folder, options=QUICK) as engine, socket.socket() as squatter:
        port = int(engine.uri.rpartition(":")[2])
        old = engine.engine_pid
        os.kill(engine.guard_pid, signal.SIGSTOP)  # so that the port can be taken before the restart
        os.kill(old, signal.SIGKILL)
        time.sleep(0.5)
        squatter.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        squatter.bind(("127.0.0.1", port))
        squatter.listen()
        os.kill(engine.guard_pid, signal.SIGCONT)
        assert engine.refresh() != f"bolt://127.0.0.1:{port}"
        assert rows(engine, "RETURN 1") == [[1]]


def test_a_full_heap_ends_the_engine_and_a_restart_finds_the_data(folder: Path) -> None:
    with attach(folder, options=Options(linger=0.5, heap="96m", cache=None)) as engine:
        rows(engine, "CREATE (:Kept {n: 1})")
        with pytest.raises((DriverError, Neo4jError, OSError)):  # the connection breaks, in one of several ways
            rows(engine, "RETURN reduce(s = [1, 2, 3, 4], i IN range(1, 30) | s + s)")
        engine.refresh()
        assert rows(engine, "MATCH (k:Kept) RETURN k.n") == [[1]]
        assert "memory was full" in (engine.describe_crash() or "")


def test_a_killed_guard_takes_the_engine_along_and_the_next_one_begins_anew(folder: Path) -> None:
    with attach(folder, options=QUICK) as engine:
        rows(engine, "CREATE (:Kept {n: 1})")
        old_guard, old_engine, password = engine.guard_pid, engine.engine_pid, engine.writer[1]
        os.kill(old_guard, signal.SIGKILL)
        assert gone(old_engine, 2)
        assert "is gone" in (engine.describe_crash() or "")
        engine.refresh()
        assert engine.guard_pid != old_guard
        assert engine.writer[1] != password
        assert rows(engine, "MATCH (k:Kept) RETURN k.n") == [[1]]


def test_a_killed_guards_file_does_not_mislead(folder: Path) -> None:
    """Its port may be somebody else's by now, who is told a token that is worth nothing and no password."""
    arcade.open_folder(folder)
    with socket.create_server(("127.0.0.1", 0)) as impostor:
        access = {"port": impostor.getsockname()[1], "token": "t", "proof": "p", "writer": ["a", "b"]}
        (folder / guard.GUARD_FILE).write_text(json.dumps(access))
        lying = "import socket,sys; c,_ = socket.socket(fileno=int(sys.argv[1])).accept(); c.recv(99); c.send(b'{}\\n')"
        number = impostor.fileno()
        with subprocess.Popen([sys.executable, "-c", lying, str(number)], pass_fds=[number]) as liar:
            with attach(folder, options=QUICK) as engine:
                assert rows(engine, "RETURN 1") == [[1]]
            liar.kill()


# ---------------------------------------------------------------- errors in one line


@contextmanager
def nobody() -> Iterator[None]:
    """As a user without rights: root could write anywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def refused(folder: Path, kind: type[StoreError], options: Options = QUICK, timeout: float = 20) -> str:
    with pytest.raises(kind) as caught:
        attach(folder, options=options, timeout=timeout)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_a_folder_without_write_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with nobody():
        text = refused(tmp_path / "store", StoreFolderError)
    tmp_path.chmod(0o700)
    assert text == f"the store folder {tmp_path / 'store'} cannot be used: there is no permission to write"


def test_a_read_only_disk(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    def read_only(*_arguments: object, **_named: object) -> None:
        raise OSError(30, os.strerror(30))

    monkeypatch.setattr(Path, "mkdir", read_only)
    assert "the disk is read-only" in refused(folder, StoreFolderError)


def test_a_file_in_its_place(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("x")
    assert "is a file, not a folder" in refused(tmp_path / "store", StoreFolderError)
    assert "there is a file in its place" in refused(tmp_path / "store" / "below", StoreFolderError)


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    (tmp_path / "letter.txt").write_text("x")
    assert "holds other files and no store" in refused(tmp_path, StoreFolderError)
    assert [p.name for p in tmp_path.iterdir()] == ["letter.txt"]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_a_store_of_a_newer_parley(folder: Path) -> None:
    arcade.open_folder(folder)
    (folder / "parley-store.json").write_text('{"format": 2}')
    assert "has format 2, this Parley knows 1" in refused(folder, StoreFolderError)


def test_no_engine_installed(folder: Path) -> None:
    text = refused(folder, EngineMissing, Options(package="no_such_engine"))
    assert "not installed" in text
    assert "pip install arcadedb-embedded" in text


def test_an_engine_without_java(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bare_engine").mkdir()
    (tmp_path / "bare_engine" / "__init__.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    assert "jre/bin/java is missing" in refused(folder, EngineMissing, Options(package="bare_engine"))


def test_an_engine_that_cannot_start_says_why_and_where(folder: Path) -> None:
    text = refused(folder, EngineCrashed, Options(heap="1k", cache=None))
    assert "Too small maximum heap" in text
    assert str(folder / "log" / "engine.log") in text


def test_an_engine_that_takes_too_long(folder: Path) -> None:
    text = refused(folder, StoreUnavailable, timeout=0.2)
    assert "is not ready after 0.2 seconds" in text
    assert str(folder / "log" / "engine.log") in text


def test_a_folder_that_another_arcadedb_has_open(folder: Path) -> None:
    with attach(folder, options=QUICK) as engine:
        rows(engine, "CREATE (:Kept)")
        ours = engine.engine_pid
    assert gone(ours, 6)
    first, *rest = arcade.command(folder, arcade.find_wheel())
    with subprocess.Popen([first, f"{arcade.PORT_OPTION}0", *rest], stderr=subprocess.PIPE, text=True) as foreign:
        assert foreign.stderr is not None
        try:
            assert any("Server started in" in line for line in foreign.stderr)
            assert "in use by another ArcadeDB" in refused(folder, StoreFolderError)
        finally:
            foreign.terminate()


def test_a_folder_whose_name_java_would_misread(tmp_path: Path) -> None:
    awkward = tmp_path / 'it is "a" \\ store # ü'
    with attach(awkward, options=QUICK) as engine:
        assert rows(engine, "RETURN 1") == [[1]]
        assert (awkward / "databases" / "parley").is_dir()
    assert "line break" in refused(tmp_path / "a\nb", StoreFolderError).replace("\n", " ")


def test_logs_do_not_grow_for_ever(folder: Path) -> None:
    arcade.open_folder(folder)
    (folder / guard.LOG_FOLDER).mkdir(mode=0o700)
    log = folder / guard.LOG_FOLDER / guard.ENGINE_LOG
    log.write_bytes(b"x" * 5_000_000)
    with attach(folder, options=QUICK) as engine:
        assert engine.log == log
        assert log.stat().st_size < 100_000
        assert log.with_suffix(".log.old").stat().st_size == 5_000_000


# ---------------------------------------------------------------- starting faster


def test_the_first_run_leaves_a_cache_that_later_ones_use(tmp_path: Path) -> None:
    options = Options(linger=0.2, cache=tmp_path / "cache")
    with attach(tmp_path / "one", options=options) as engine:
        assert rows(engine, "RETURN 1") == [[1]]
        assert any("AOTCacheOutput" in word for word in psutil.Process(engine.engine_pid).cmdline())
    assert gone(engine.guard_pid, 40)
    (cache,) = (tmp_path / "cache").iterdir()
    assert cache.suffix == ".aot"
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600

    with attach(tmp_path / "two", options=options) as engine:
        assert f"-XX:AOTCache={cache}" in psutil.Process(engine.engine_pid).cmdline()
        assert "[aot" not in engine.log.read_text(), "Java had something to say about it"
        assert rows(engine, "RETURN 1") == [[1]]
    assert gone(engine.guard_pid, 10)

    content = bytearray(cache.read_bytes())
    content[len(content) // 4 : len(content) // 2] = os.urandom(len(content) // 2 - len(content) // 4)
    cache.write_bytes(content)
    with attach(tmp_path / "two", options=options) as engine:
        assert rows(engine, "RETURN 1") == [[1]], "a broken cache must not keep the store shut"


@pytest.mark.skipif(sys.platform == "win32", reason="access is not said by mode bits there")
def test_a_cache_that_others_can_write_is_not_used(tmp_path: Path) -> None:
    wheel = arcade.find_wheel()
    made = warmth(tmp_path / "cache", wheel).made
    assert made is not None
    Path(made[1]).write_text("x")
    Path(made[1]).chmod(0o600)
    assert warmth(tmp_path / "cache", wheel).used == made[1]
    Path(made[1]).chmod(0o660)
    assert warmth(tmp_path / "cache", wheel) == COLD
    (tmp_path / "cache").chmod(0o777)
    assert warmth(tmp_path / "cache", wheel) == COLD
    (tmp_path / "file").write_text("x")
    assert warmth(tmp_path / "file", wheel) == COLD
