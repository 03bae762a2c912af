"""Every command of the README runs as it stands there, and what it shows is what comes out."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import cli
from api.routes import router
from loaders.factset import bundled

from ..cli.conftest import PARLEY, Shell, clean_environ, first_address
from ..conftest import SHARED, skip_or_fail

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = SHARED / "articles"
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("  #")[0].strip()
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Shell, str]]:
    """A home with a served store that holds the Gaza data, and a folder of fact files beside it."""
    home = tmp_path_factory.mktemp("readme")
    shell = Shell(home, clean_environ(home))
    shell.environ["PATH"] = f"{Path(PARLEY).parent}:{shell.environ['PATH']}"
    for name in ("my-data", "second-coding"):
        shutil.copytree(bundled("gaza"), home / name)
    if ARTICLES.is_dir():
        (home / "texts").symlink_to(ARTICLES)
    assert shell.run("load", "--bundled", "gaza").returncode == 0
    process = shell.start("serve")
    assert process.stdout is not None
    yield shell, first_address(process.stdout.readline())
    shell.end()


def kind(command: str) -> str:
    return command.split()[0].rsplit("/", 1)[-1]


def test_the_readme_has_only_commands_that_are_run_here() -> None:
    assert {kind(c) for c in COMMANDS} <= {"make", "parley", "curl", "python3", "pip"}
    assert len(COMMANDS) >= 15


@pytest.mark.parametrize("command", [c for c in COMMANDS if kind(c) == "make"])
def test_make_has_the_target(command: str) -> None:
    done = subprocess.run([*command.split(), "-n"], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("command", [c for c in COMMANDS if kind(c) in ("parley", "curl") and "demo" not in c])
def test_a_command_works_as_pasted(serving: tuple[Shell, str], command: str) -> None:
    shell, address = serving
    if "--corpus texts" in command and not ARTICLES.is_dir():
        skip_or_fail("the articles are not here (../shared/articles)")
    done = subprocess.run(
        ["sh", "-c", command.replace("http://127.0.0.1:8000", address)], env=shell.environ, cwd=shell.home,
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout or done.stderr
    if kind(command) == "curl":
        assert '"status":4' not in done.stdout
        assert '"status":5' not in done.stdout


def test_the_shown_output_of_the_demonstration_is_real(tmp_path: Path) -> None:
    shell = Shell(tmp_path, clean_environ(tmp_path))
    shell.environ["PATH"] = f"{Path(PARLEY).parent}:{shell.environ['PATH']}"
    process = shell.start("demo")
    said = []
    assert process.stdout is not None
    for line in process.stdout:
        said.append(line)
        if "Ctrl-C ends it" in line:
            break
    shell.end()
    shown = re.findall(r"ends with\n\n```text\n(.*?)```", README, re.DOTALL)
    assert len(shown) == 1
    assert flattened("".join(said)) == flattened(shown[0])


def flattened(text: str) -> str:
    """Without what differs between machines and runs: port, folder, seconds."""
    text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", text)
    text = re.sub(r"embedded:\S+", "embedded:…", text)
    text = re.sub(r"stays in \S+", "stays in …", text)
    return re.sub(r"\d+\.\d s", "… s", text).strip()


def test_every_command_and_endpoint_has_its_row() -> None:
    for command in cli.app.registered_commands:
        name = command.name or (command.callback.__name__ if command.callback else "")
        assert f"`parley {name}`" in README, name
    for group in cli.app.registered_groups:
        for command in group.typer_instance.registered_commands if group.typer_instance else ():
            assert f"`parley {group.name} {command.name}`" in README, command.name
    for route in router.routes:
        path = getattr(route, "path", "")
        if getattr(route, "include_in_schema", True):
            assert f"`{path.removesuffix('/{id}')}" in README, path


def test_links_lead_somewhere() -> None:
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md"]
    for page in pages:
        for link in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
            if not link.startswith("http"):
                assert (page.parent / link).exists(), f"{page.name}: {link}"
