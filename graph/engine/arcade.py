"""What ArcadeDB needs: a private folder, accounts as hashes, settings in a file, and the Java of its wheel.

Measured with arcadedb-embedded 26.10.2 (Corretto 25), November 2026; the tests in tests/engine hold it to that.
"""

from __future__ import annotations

import base64
import errno
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import secrets
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from graph.engine import guard
from graph.engine.settings import EMBEDDED_DATABASE
from schema.errors import EngineMissing, StoreFolderError

DISTRIBUTION: Final = "arcadedb-embedded"
WRITER: Final = "root"  # the only name that ArcadeDB makes an administrator by itself, so it must be this one
READER: Final = "reader"
HEAP: Final = "512m"
PORT_OPTION: Final = "-Darcadedb.bolt.port="
READY: Final = r"BOLT connections on /127\.0\.0\.1:(\d+)"
LOCKED: Final = "is locked by another process"

_MARKER: Final = "parley-store.json"
_FORMAT: Final = 1
_ARGUMENTS: Final = "java.args"
_MAIN: Final = "com.arcadedb.server.ArcadeDBServer"
_LOG_BYTES: Final = 4_000_000

# Doors that nobody here uses. The MCP one opens itself when its jar is there.
_UNUSED_JARS: Final = ("console", "graphql", "mcp", "postgresw", "redisw", "python-bridge")
# Of the environment only what Java and the C library need: no password, no API key, no JAVA_TOOL_OPTIONS.
_ENVIRONMENT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "USERPROFILE")

_READ: Final = ["readRecord"]
_READ_WRITE: Final = ["createRecord", "readRecord", "updateRecord", "deleteRecord"]
_ADMINISTER: Final = ["updateSecurity", "updateSchema", "updateDatabaseSettings"]


@dataclass(frozen=True, slots=True)
class Wheel:
    """Where the engine's Java and jars are."""

    java: Path
    jars: Path


def find_wheel(package: str = "arcadedb_embedded") -> Wheel:
    """The installed engine, found without importing it (importing would start a Java inside this process).

    Raises EngineMissing if the distribution is absent or is one without Java.
    """
    found = importlib.util.find_spec(package)
    if found is None or found.origin is None:
        raise EngineMissing(
            f"the embedded engine is not installed: there is no Python package {package}",
            hint=f"pip install {DISTRIBUTION}, or set PARLEY_STORE to a Neo4j address",
        )
    root = Path(found.origin).parent
    wheel = Wheel(root / "jre" / "bin" / ("java.exe" if sys.platform == "win32" else "java"), root / "jars")
    for part in (wheel.java, wheel.jars):
        if not part.exists():
            raise EngineMissing(
                f"the embedded engine is incomplete: {part} is missing",
                hint=f"pip install --force-reinstall --only-binary :all: {DISTRIBUTION}",
            )
    return wheel


def engine_version() -> str | None:
    """The version of the installed engine, None if there is none."""
    try:
        return importlib.metadata.version(DISTRIBUTION)
    except importlib.metadata.PackageNotFoundError:
        return None


@contextmanager
def folder_errors(folder: Path) -> Iterator[None]:
    """Turn what the system says about a folder into one StoreFolderError that says what to do."""
    try:
        yield
    except OSError as error:
        raise StoreFolderError(*_told(folder, error)) from error


def _told(folder: Path, error: OSError) -> tuple[str]:
    if error.errno in (errno.ENOTDIR, errno.EEXIST):
        return (f"the store folder {folder} cannot be made: there is a file in its place",)
    reasons = {
        errno.EACCES: "there is no permission to write",
        errno.EPERM: "it belongs to somebody else",
        errno.EROFS: "the disk is read-only",
        errno.ENOSPC: "the disk is full",
    }
    reason = reasons.get(error.errno or 0, error.strerror or str(error))
    return (f"the store folder {folder} cannot be used: {reason}",)


def open_folder(folder: Path) -> None:
    """Make the folder, or see that it is one of ours, and close it to everybody else.

    A folder with other people's files in it is refused rather than closed to them. Raises StoreFolderError.
    """
    with folder_errors(folder):
        if folder.exists() and not folder.is_dir():
            raise StoreFolderError(f"the store {folder} is a file, not a folder", hint="name another path")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (folder / _MARKER).exists():
            if any(folder.iterdir()):
                raise StoreFolderError(
                    f"the folder {folder} holds other files and no store", hint="name an empty or a new folder"
                )
            guard.write_private(str(folder / _MARKER), json.dumps({"store": "parley", "format": _FORMAT}))
        if stat.S_IMODE(folder.stat().st_mode) != 0o700:
            folder.chmod(0o700)
    _check_marker(folder)


def _check_marker(folder: Path) -> None:
    try:
        marker = json.loads((folder / _MARKER).read_text(encoding="utf-8"))
        known = marker["format"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreFolderError(f"{folder / _MARKER} cannot be read: {error}") from error
    if known != _FORMAT:
        raise StoreFolderError(
            f"the store {folder} has format {known}, this Parley knows {_FORMAT}", hint="use a newer Parley"
        )


@dataclass(frozen=True, slots=True)
class Accounts:
    """Names and passwords of one run of the engine: each start makes new ones."""

    writer: tuple[str, str]
    reader: tuple[str, str]

    @classmethod
    def fresh(cls) -> Accounts:
        """Random passwords of 24 bytes."""
        return cls((WRITER, secrets.token_urlsafe(24)), (READER, secrets.token_urlsafe(24)))


def prepare(folder: Path, accounts: Accounts, wheel: Wheel, *, heap: str = HEAP) -> None:
    """Write what the engine reads at its start. The caller holds the folder's lock, so no engine runs.

    Raises StoreFolderError.
    """
    with folder_errors(folder):
        for name in ("config", guard.LOG_FOLDER):
            (folder / name).mkdir(mode=0o700, exist_ok=True)
        guard.write_private(str(folder / "config" / "server-groups.json"), json.dumps(_groups()))
        users = "".join(json.dumps(user) + "\n" for user in _users(accounts))
        guard.write_private(str(folder / "config" / "server-users.jsonl"), users)
        arguments = "".join(_quoted(argument) + "\n" for argument in _java_arguments(folder, wheel, heap))
        guard.write_private(str(folder / "config" / _ARGUMENTS), arguments)
        for log in (folder / guard.LOG_FOLDER).glob("*.log"):
            if log.stat().st_size > _LOG_BYTES:
                log.replace(log.with_suffix(".log.old"))


def _groups() -> dict[str, object]:
    """What each group may do. A reader only reads records: 125 statements that try to write changed nothing."""

    def group(access: list[str], records: list[str]) -> dict[str, object]:
        return {"resultSetLimit": -1, "readTimeout": -1, "access": access, "types": {"*": {"access": records}}}

    groups = {"admin": group(_ADMINISTER, _READ_WRITE), "readers": group([], _READ), "*": group([], [])}
    return {"version": 2, "databases": {"*": {"groups": groups}}}


def _users(accounts: Accounts) -> list[dict[str, object]]:
    rights = ((accounts.writer, {"*": ["admin"]}), (accounts.reader, {EMBEDDED_DATABASE: ["readers"]}))
    return [
        {"name": name, "password": _password_hash(password), "databases": databases}
        for (name, password), databases in rights
    ]


def _password_hash(password: str) -> str:
    """The form that ArcadeDB checks. It salts with the letters of the base64 text, not with the bytes behind them."""
    rounds, salt = 65_536, base64.b64encode(secrets.token_bytes(32))
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds)
    return "$".join(("PBKDF2WithHmacSHA256", str(rounds), salt.decode(), base64.b64encode(key).decode()))


def _quoted(argument: str) -> str:
    """One line of Java's argument file. A line break would start another argument, so it is refused."""
    if "\n" in argument or "\r" in argument:
        raise StoreFolderError("the path of the store or of Python holds a line break", hint="name another path")
    escaped = argument.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _settings(folder: Path) -> dict[str, str]:
    return {
        "server.rootPath": str(folder),
        "server.logsDirectory": str(folder / guard.LOG_FOLDER),
        "server.mode": "development",  # "production" hides the text of every error
        "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "server.defaultDatabases": f"{EMBEDDED_DATABASE}[{WRITER}]",
        "bolt.defaultDatabase": EMBEDDED_DATABASE,
        # Bolt and HTTP listen on every address unless told otherwise. HTTP cannot be switched off: without an account
        # it gives the empty login page of its Studio and "ready", and 401 for the rest (tests/engine holds it to that).
        "bolt.host": "127.0.0.1",
        "server.httpIncomingHost": "127.0.0.1",
        "server.httpIncomingPort": "0",
        "txWalFlush": "2",  # fsync at each commit: no cost was seen at 200 rows a batch
        # The driver's own timeout is ignored by this engine, and range() can fill the heap in one line.
        "command.timeout": "60000",  # milliseconds, for everybody
        "queryMaxRangeSize": "100000",
        "opencypher.loadCsv.allowRemoteUrls": "false",  # else a reader can send requests out
        "opencypher.loadCsv.allowFileUrls": "false",
        "serverMetrics": "false",
        "support.autoRegister": "false",
    }


def _java_arguments(folder: Path, wheel: Wheel, heap: str) -> list[str]:
    unused = tuple(f"arcadedb-{name}" for name in _UNUSED_JARS)
    jars = sorted(str(jar) for jar in wheel.jars.glob("*.jar") if not jar.name.startswith(unused))
    opened = ("java.util.concurrent.atomic", "java.nio.channels.spi", "java.lang")
    return [
        f"-Xmx{heap}",  # without a cap it grew to 1.5 GB
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        "-XX:TieredStopAtLevel=1",  # first query after 1.9 s instead of 2.2
        "-XX:+ExitOnOutOfMemoryError",  # a full heap fails every later query, a restart finds the data
        f"-XX:ErrorFile={folder / guard.LOG_FOLDER / 'hs_err_pid%p.log'}",
        "-XX:-UsePerfData",  # else a file under /tmp tells every user of the machine about this one
        "-XX:+DisableAttachMechanism",
        "--add-modules=jdk.incubator.vector",
        "--enable-native-access=ALL-UNNAMED",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in opened),
        "--add-exports=java.management/sun.management=ALL-UNNAMED",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF8",
        *(f"-Darcadedb.{name}={value}" for name, value in _settings(folder).items()),
        "-cp",
        os.pathsep.join(jars),
        _MAIN,
    ]


def command(folder: Path, wheel: Wheel) -> list[str]:
    """The engine's command line, all that `ps` shows."""
    return [str(wheel.java), f"@{folder / 'config' / _ARGUMENTS}"]


def environment(present: Mapping[str, str]) -> dict[str, str]:
    """The part of the environment that the guard and the engine get."""
    return {name: value for name, value in present.items() if name in _ENVIRONMENT}


def held_elsewhere(folder: Path) -> StoreFolderError:
    """The error for a folder whose database another ArcadeDB has open."""
    return StoreFolderError(
        f"the store {folder} is in use by another ArcadeDB, not started by Parley", hint="end it, or name another path"
    )
