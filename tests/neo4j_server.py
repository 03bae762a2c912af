"""A real Neo4j Community for tests, without Docker: its jars come from Maven Central, once, into a cache folder.

    python -m tests.neo4j_server assemble --version 5.26.30      fetch the jars (needs `mvn`)
    python -m tests.neo4j_server start [--version V] [--port P]  in the background; prints lines for `eval`
    python -m tests.neo4j_server stop [--version V]              end it, by its process id
    python -m tests.neo4j_server run [--version V] [--port P]    in the foreground, until Ctrl-C

In Python: `with running("2026.08.1") as server: …`. Every run has a fresh, empty data folder, one open port (Bolt on
loopback) and a random password. The jars (GPLv3) stay in the cache, `PARLEY_NEO4J_HOME` or the user's cache folder.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Final

import platformdirs
import psutil
from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from graph.engine import arcade, guard

LATEST: Final = "2026.08.1"
LTS: Final = "5.26.30"
VERSIONS: Final = (LATEST, LTS)

_START_SECONDS: Final = 90.0  # 8 to 12 were measured on two idle cores
_STOP_SECONDS: Final = 3.0  # an orderly end took 10.4 and 10.5; the data are thrown away, so nothing is lost by less
_FETCH_SECONDS: Final = 900.0
_HEAP: Final = "768m"


class ServerError(Exception):
    """The server could not be fetched, started or found; the message says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running Neo4j: where it listens and who may enter."""

    uri: str
    user: str
    password: str
    version: str
    pid: int
    folder: str  # its data, removed when it ends

    def exports(self) -> str:
        """Lines for a shell: `eval "$(python -m tests.neo4j_server start)"`."""
        values = {"PARLEY_TEST_NEO4J": self.uri, "PARLEY_TEST_NEO4J_PASSWORD": self.password}
        return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in values.items())


def cache() -> Path:
    """Where the jars are kept."""
    named = os.environ.get("PARLEY_NEO4J_HOME")
    return Path(named) if named else Path(platformdirs.user_cache_dir("parley", appauthor=False)) / "neo4j"


def assemble(version: str) -> Path:
    """The folder with the jars of that version, fetched if they are not there yet. Raises ServerError."""
    if version not in VERSIONS:
        raise ServerError(f"no recipe for Neo4j {version}: {' or '.join(VERSIONS)}")
    jars = cache() / version
    if jars.is_dir():
        return jars
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{version}-", dir=cache()) as name:
        fetched = _fetch(version, Path(name))
        try:
            fetched.rename(jars)  # all or nothing: a fetch that is broken off leaves no half server
        except OSError:
            if not jars.is_dir():  # else another process was faster
                raise
    return jars


def _fetch(version: str, scratch: Path) -> Path:
    maven = shutil.which("mvn")
    if maven is None:
        raise ServerError("mvn is needed to fetch Neo4j once (apt-get install maven)")
    (scratch / "pom.xml").write_text(_pom(version), encoding="utf-8")
    jars = scratch / "jars"
    goal = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
    told = subprocess.run(
        [
            maven,
            "-B",
            "-q",
            "-f",
            str(scratch / "pom.xml"),
            goal,
            "-DincludeScope=runtime",
            f"-DoutputDirectory={jars}",
        ],
        capture_output=True,
        text=True,
        timeout=_FETCH_SECONDS,
        check=False,
    )
    if told.returncode != 0 or not list(jars.glob(f"neo4j-{version}.jar")):
        raise ServerError(f"Maven could not fetch Neo4j {version}:\n{told.stdout[-2000:]}{told.stderr[-2000:]}")
    return jars


def _pom(version: str) -> str:
    """A project that needs one artifact, on which all others of the server hang."""
    return f"""<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>parley.tests</groupId>
  <artifactId>neo4j-for-tests</artifactId>
  <version>0</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>org.neo4j</groupId>
      <artifactId>neo4j</artifactId>
      <version>{version}</version>
    </dependency>
  </dependencies>
</project>
"""


def find_java(version: str) -> Path:
    """A Java for that version: 17 to 21 for the LTS if there is one, else the 25 of the embedded engine's wheel.

    5.26.30 was seen to start on 25 as well, which Neo4j does not promise.
    """
    if version == LTS:
        for java in _installed():
            if 17 <= _feature(java) <= 21:
                return java
    return arcade.find_wheel().java


def _installed() -> Iterator[Path]:
    for home in filter(None, (os.environ.get("JAVA_HOME"),)):
        yield Path(home) / "bin" / "java"
    if found := shutil.which("java"):
        yield Path(found)
    yield from sorted(Path("/usr/lib/jvm").glob("*/bin/java"))


def _feature(java: Path) -> int:
    """The number of a Java's version, 0 if it does not run."""
    try:
        told = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=30, check=False).stderr
    except (OSError, subprocess.TimeoutExpired):
        return 0
    found = re.search(r'version "(\d+)', told)
    return int(found[1]) if found else 0


def _configuration(version: str, port: int) -> str:
    settings = {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.bolt.advertised_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "server.memory.pagecache.size": "128m",
        "dbms.memory.transaction.total.max": "1g",
        "db.memory.transaction.max": "512m",
        "db.transaction.timeout": "60s",
        "db.lock.acquisition.timeout": "20s",
        "db.tx_log.preallocate": "false",  # else every fresh server writes 256 MB of zeros
        "db.tx_log.rotation.size": "16m",
        "db.tx_log.rotation.retention_policy": "keep_none",
        # LOAD CSV: no files, no addresses.
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
    }
    if version != LTS:  # a setting that a version does not know stops its start
        settings |= {"dbms.fleet_manager.enabled": "false", "server.fleet_discovery.enabled": "false"}
    return "".join(f"{name}={value}\n" for name, value in settings.items())


def _java_command(version: str, jars: Path, folder: Path) -> list[str]:
    java = find_java(version)
    opened = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")
    command = [
        str(java),
        f"-Xmx{_HEAP}",
        "-XX:+UseG1GC",
        "-Dfile.encoding=UTF-8",
        "-Dlog4j2.disable.jmx=true",
        "-Dio.netty.tryReflectionSetAccessible=true",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in opened),
        "--enable-native-access=ALL-UNNAMED",
    ]
    if _feature(java) >= 24:
        command += ["--sun-misc-unsafe-memory-access=allow", "--add-modules=jdk.incubator.vector"]
    return [*command, "-cp", f"{folder / 'conf'}:{jars}/*"]


def _environment(folder: Path) -> dict[str, str]:
    return {**arcade.environment(os.environ), "NEO4J_HOME": str(folder), "NEO4J_CONF": str(folder / "conf")}


def _main_class(version: str) -> str:
    return "org.neo4j.server.CommunityEntryPoint" if version == LTS else "org.neo4j.server.Neo4jCommunity"


def free_port() -> int:
    """A loopback port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def launch(version: str, port: int = 0, *, bound: bool = False) -> Server:
    """Start a fresh server and wait until it takes a login. `bound`: it dies with the calling thread (Linux).

    Raises ServerError.
    """
    jars, folder, password = assemble(version), Path(tempfile.mkdtemp(prefix="parley-neo4j-")), secrets.token_hex(16)
    number = port or free_port()
    process: subprocess.Popen[bytes] | None = None
    try:
        process = _spawn(version, jars, folder, number, password, bound=bound)
        server = Server(f"bolt://127.0.0.1:{number}", "neo4j", password, version, process.pid, str(folder))
        _await(server, process)
    except BaseException:
        if process is not None:
            process.kill()
            process.wait()
        shutil.rmtree(folder, ignore_errors=True)
        raise
    process.returncode = 0  # from here on it is known by its id; `end` reaps it
    return server


def again(server: Server, *, bound: bool = False) -> Server:
    """Start a server that was killed once more, on its data and its port. `bound`: as for `launch`. Raises ServerError."""
    process = _java(server.version, assemble(server.version), Path(server.folder), bound=bound)
    found = replace(server, pid=process.pid)
    try:
        _await(found, process)
    except BaseException:
        process.kill()
        process.wait()
        raise
    process.returncode = 0  # as in `launch`
    return found


def _spawn(version: str, jars: Path, folder: Path, port: int, password: str, *, bound: bool) -> subprocess.Popen[bytes]:
    for name in ("conf", "data", "logs", "run", "import", "plugins", "licenses", "certificates"):
        (folder / name).mkdir()
    (folder / "conf" / "neo4j.conf").write_text(_configuration(version, port), encoding="utf-8")
    environment = _environment(folder)
    told = subprocess.run(
        [*_java_command(version, jars, folder), "org.neo4j.cli.AdminTool", "dbms", "set-initial-password", password],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    if told.returncode != 0:
        raise ServerError(f"the first password could not be set:\n{told.stdout}{told.stderr}")
    return _java(version, jars, folder, bound=bound)


def _java(version: str, jars: Path, folder: Path, *, bound: bool) -> subprocess.Popen[bytes]:
    environment = _environment(folder)
    end: Callable[[], None] | None = guard.die_with_parent() if bound and sys.platform == "linux" else None
    arguments = [f"--home-dir={folder}", f"--config-dir={folder / 'conf'}", "--console-mode"]
    with (folder / "logs" / "console.log").open("wb") as log:
        return subprocess.Popen(
            [*_java_command(version, jars, folder), _main_class(version), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            preexec_fn=end,
        )


def _await(server: Server, process: subprocess.Popen[bytes]) -> None:
    """Poll until a login works. Raises ServerError with the last lines of the log."""
    limit = time.monotonic() + _START_SECONDS
    while not _answers(server):
        if process.poll() is not None or time.monotonic() > limit:
            told = "\n".join(guard.tail(str(Path(server.folder) / "logs" / "console.log")))
            raise ServerError(f"Neo4j {server.version} did not start (status {process.returncode}):\n{told}")
        time.sleep(0.2)


def _answers(server: Server) -> bool:
    try:
        with GraphDatabase.driver(server.uri, auth=(server.user, server.password), connection_timeout=5) as driver:
            driver.verify_connectivity()
    except (DriverError, Neo4jError):
        return False
    return True


def end(server: Server) -> None:
    """SIGTERM, then SIGKILL; only if that process is still the one that was started. Its data are removed."""
    try:
        process = psutil.Process(server.pid)
        if any(server.folder in word for word in process.cmdline()):
            process.terminate()
            try:
                process.wait(_STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
                process.wait(_STOP_SECONDS)
    except psutil.NoSuchProcess:
        pass
    shutil.rmtree(server.folder, ignore_errors=True)


@contextmanager
def running(version: str = LATEST, port: int = 0) -> Iterator[Server]:
    """A fresh server for as long as the block lasts; on Linux it dies with this process too. Raises ServerError."""
    server = launch(version, port, bound=True)
    try:
        yield server
    finally:
        end(server)


def _note_file(version: str) -> Path:
    return cache() / f"{version}.running.json"


def start(version: str, port: int) -> Server:
    """Start a server that outlives this process; one per version. Raises ServerError."""
    stop(version)
    server = launch(version, port)
    guard.write_private(str(_note_file(version)), json.dumps(asdict(server)))
    return server


def stop(version: str) -> bool:
    """End the server that `start` left; False if there is none."""
    try:
        server = Server(**json.loads(_note_file(version).read_text(encoding="utf-8")))
    except FileNotFoundError:
        return False
    end(server)
    _note_file(version).unlink(missing_ok=True)
    return True


def _run(version: str, port: int) -> None:
    with running(version, port) as server:
        print(server.exports(), end="", flush=True)
        try:
            psutil.Process(server.pid).wait()
        except KeyboardInterrupt:
            print("stopping", file=sys.stderr)


def main(arguments: list[str] | None = None) -> int:
    """The command line; 0 on success, 1 with a message on standard error."""
    parser = argparse.ArgumentParser(prog="python -m tests.neo4j_server", description="Neo4j Community for tests")
    parser.add_argument("action", choices=("assemble", "start", "stop", "run"))
    parser.add_argument("--version", choices=VERSIONS, default=LATEST)
    parser.add_argument("--port", type=int, default=0, help="loopback port of Bolt (default: a free one)")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.action == "assemble":
            print(assemble(chosen.version))
        elif chosen.action == "start":
            print(start(chosen.version, chosen.port).exports(), end="")
        elif chosen.action == "run":
            _run(chosen.version, chosen.port)
        elif not stop(chosen.version):
            print(f"no Neo4j {chosen.version} was started", file=sys.stderr)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
