"""docker-compose.yml, the Dockerfile and what it copies, as far as no container engine is needed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from .repository import ROOT, tracked

COMPOSE = ROOT / "docker-compose.yml"
EXACT = re.compile(r"[\w./-]+:\d+\.\d+\.\d+(-[\w.]+)*")
REQUIRED = "${PARLEY_STORE_PASSWORD:?"


def services() -> dict[str, dict[str, Any]]:
    loaded: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE.read_text(encoding="utf-8"))["services"]
    return loaded


def instructions(name: str) -> list[str]:
    """The arguments of each such instruction of the Dockerfile."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    return re.findall(rf"^{name} (.+)$", text, flags=re.MULTILINE)


def test_fits_the_compose_specification() -> None:
    checked = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", COMPOSE],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert checked.returncode == 0, checked.stdout + checked.stderr


@pytest.fixture
def compose() -> list[str]:
    if shutil.which("docker-compose"):
        return ["docker-compose", "--file", str(COMPOSE), "config"]
    plugin = ["docker", "compose"]
    if shutil.which("docker") and not subprocess.call([*plugin, "version"], stderr=subprocess.DEVNULL):
        return [*plugin, "--file", str(COMPOSE), "config"]
    pytest.skip("no docker compose on this machine")


def test_a_password_must_be_given(compose: list[str]) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PARLEY_")}
    without = subprocess.run(compose, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert without.returncode != 0
    assert "at least 8 characters" in without.stderr
    environment["PARLEY_STORE_PASSWORD"] = "of-this-test"
    done = subprocess.run(compose, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    shown = yaml.safe_load(done.stdout)["services"]
    assert shown["neo4j"]["environment"]["NEO4J_AUTH"] == "neo4j/of-this-test"
    assert "$NEO4J_AUTH" not in str(shown["neo4j"]["environment"])


def test_no_password_has_a_default() -> None:
    secrets = {
        f"{service}.{name}": str(value)
        for service, settings in services().items()
        for name, value in settings["environment"].items()
        if name.endswith(("PASSWORD", "AUTH"))
    }
    assert secrets.keys() == {"neo4j.NEO4J_AUTH", "api.PARLEY_STORE_PASSWORD"}
    assert all(REQUIRED in value for value in secrets.values())


def test_images_have_exact_tags() -> None:
    images = [settings["image"] for settings in services().values()]
    bases = [line.split()[0] for line in instructions("FROM")]
    assert len(images) == 2
    assert len(bases) == 2
    assert len(set(bases)) == 1, "both stages are of one image, or the virtual environment breaks"
    assert [image for image in images + bases if not EXACT.fullmatch(image)] == []


def test_ports_are_on_loopback() -> None:
    ports = [port for settings in services().values() for port in settings["ports"]]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_each_service_is_watched_and_the_api_waits() -> None:
    assert all("test" in settings["healthcheck"] for settings in services().values())
    assert services()["api"]["depends_on"] == {"neo4j": {"condition": "service_healthy"}}
    assert instructions("HEALTHCHECK")
    assert "-p" not in str(services()["neo4j"]["healthcheck"]["test"]).split(), "ps would show the password"


def test_the_api_is_not_root() -> None:
    user = instructions("USER")[-1]
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    assert services()["api"]["cap_drop"] == ["ALL"]


def test_all_that_pip_installs_is_locked() -> None:
    installs = [part for line in instructions("RUN") for part in line.split("&&") if "pip install" in part]
    assert len(installs) == 3
    assert [part for part in installs if "--require-hashes" not in part and "--no-index" not in part] == []


def test_what_is_copied_is_there_and_not_ignored() -> None:
    allowed = {
        line[1:]
        for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
        if line.startswith("!")
    }
    copied = {path for line in instructions("COPY") if "--from" not in line for path in line.split()[:-1]}
    assert copied == allowed, "the Dockerfile copies just what .dockerignore lets through"
    present = set(tracked()) | {name.split("/")[0] for name in tracked()}
    assert copied - present == set()


STUB = """#!/bin/sh
echo "$@" >>calls
if [ "$1" = load ]; then exit ${LOAD:-0}; fi
"""


def entrypoint(folder: Path, *arguments: str, load: int = 0) -> tuple[int, list[str]]:
    """Its exit code, and what it called with a stand-in for `parley`."""
    stub = folder / "parley"
    stub.write_text(STUB, encoding="utf-8")
    stub.chmod(0o755)
    done = subprocess.run(
        ["sh", ROOT / "docker" / "entrypoint.sh", *arguments],
        cwd=folder, env={"PATH": f"{folder}:{os.environ['PATH']}", "LOAD": str(load)}, timeout=30, check=False,
    )  # fmt: skip
    return done.returncode, (folder / "calls").read_text(encoding="utf-8").splitlines()


def test_the_entrypoint_loads_and_serves(tmp_path: Path) -> None:
    assert entrypoint(tmp_path) == (0, ["load --bundled gaza", "serve --host 0.0.0.0 --port 8000"])


def test_the_entrypoint_does_not_serve_what_was_not_loaded(tmp_path: Path) -> None:
    assert entrypoint(tmp_path, load=8) == (8, ["load --bundled gaza"])


def test_the_entrypoint_runs_what_it_is_told(tmp_path: Path) -> None:
    assert entrypoint(tmp_path, "parley", "ask", "who") == (0, ["ask who"])


@contextmanager
def answering(body: bytes, status: int = 200) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/health"
        server.shutdown()
        thread.join()


def healthy(url: str) -> bool:
    checked = [sys.executable, "-S", str(ROOT / "docker" / "health.py"), url]
    return subprocess.run(checked, capture_output=True, timeout=30, check=False).returncode == 0


@pytest.mark.parametrize(
    ("body", "status", "expected"),
    [
        (b'{"status": "ok"}', 200, True),
        (b'{"status": "degraded"}', 200, False),
        (b'{"status": "ok"}', 503, False),
        (b"<html>", 200, False),
        (b"{}", 200, False),
    ],
)
def test_the_health_check_reads_the_answer(body: bytes, status: int, expected: bool) -> None:
    with answering(body, status) as url:
        assert healthy(url) is expected


def test_nobody_there_is_not_healthy() -> None:
    with answering(b"") as url:
        pass
    assert not healthy(url)
