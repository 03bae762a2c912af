"""Each command on the embedded store: what it prints, what it exits with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from api import cli
from loaders.factset import bundled
from loaders.registry import EXPORTERS

from ..conftest import SHARED
from .conftest import Shell

pytestmark = pytest.mark.usefixtures("loaded")


@pytest.fixture(scope="module")
def loaded(shell: Shell) -> None:
    done = shell.run("load", "--bundled", "gaza", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["claims_created"] > 200


def test_every_command_has_help_with_an_example(shell: Shell) -> None:
    for command in cli.app.registered_commands:
        name = command.name or command.callback.__name__  # type: ignore[union-attr]
        shown = shell.run(name, "--help")
        assert shown.returncode == 0
        assert "Usage" in shown.stdout
        assert command.help or (command.callback and command.callback.__doc__)
    for group in cli.app.registered_groups:
        for command in group.typer_instance.registered_commands if group.typer_instance else ():
            shown = shell.run(str(group.name), str(command.name), "--help")
            assert shown.returncode == 0
            assert command.epilog
            assert "Usage" in shown.stdout


def test_loading_twice_changes_nothing(shell: Shell) -> None:
    again = shell.run("load", "--bundled", "gaza")
    assert "nothing to do" in again.stdout


def test_ask_in_words(shell: Shell) -> None:
    done = shell.run("ask", "who", "opposes", "Turkish", "ISF", "participation")
    assert done.returncode == 0
    assert "Israel" in done.stdout
    assert "MATCH" in done.stdout


def test_ask_for_programs(shell: Shell) -> None:
    done = shell.run("ask", "--json", "who opposes Turkish ISF participation")
    answer = json.loads(done.stdout)
    assert [a["id"] for a in answer["answers"]] == ["israel"]


def test_ask_what_is_not_understood(shell: Shell) -> None:
    done = shell.run("ask", "flurb the wozzle")
    assert done.returncode == 4
    assert "try:" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("words", "keys"), [
    (["deadlocks", "--basis", "inferred"], {"deadlocks", "co_requisites", "readings"}),
    (["unlocks", "un-mandate"], {"state", "sets", "opens"}),
    (["sequence", "gaza-reconstruction"], {"possible", "stages", "conflict"}),
    (["blockades"], {"blockades", "patterns", "readings"}), (["silence"], {"silences"}),
])  # fmt: skip
def test_analyses_in_words_and_for_programs(shell: Shell, words: list[str], keys: set[str]) -> None:
    found = json.loads(shell.run(*words, "--json").stdout)
    assert keys <= found.keys()
    shown = shell.run(*words, "--imputed")
    assert shown.returncode == 0, shown.stderr
    assert not found.get("sentence") or found["sentence"] in shown.stdout.replace("\n", " ")


def test_an_analysis_of_what_is_no_measure(shell: Shell) -> None:
    done = shell.run("unlocks", "israel")
    assert done.returncode == 6
    assert "no measure" in done.stderr


def test_query(shell: Shell) -> None:
    text = "MATCH (a:Actor)-[:OPPOSES]->(m:Measure {id: $id}) RETURN a.name AS name"
    done = shell.run("query", text, "-p", "id=turkish-isf-participation", "--json")
    assert json.loads(done.stdout) == {"columns": ["name"], "rows": [["Israel"]], "truncated": False}
    table = shell.run("query", "-", stdin=text.replace("$id", "'turkish-isf-participation'"))
    assert "Israel" in table.stdout


@pytest.mark.parametrize("text", ["MATCH (n) DETACH DELETE n", "CREATE (:X)", "CALL dbms.shutdown()"])
def test_query_only_reads(shell: Shell, text: str) -> None:
    done = shell.run("query", text)
    assert done.returncode == 5
    assert "Traceback" not in done.stderr


def test_check_finds_nothing(shell: Shell) -> None:
    texts = SHARED / "articles"
    options = ["--corpus", str(texts)] if texts.is_dir() else []
    done = shell.run("check", "--json", *options)
    assert done.returncode == 0, done.stdout
    report = json.loads(done.stdout)
    assert report["findings"] == []
    if options:
        assert report["passages_verified"] == report["passages"] > 0


def test_rebuild_and_status(shell: Shell) -> None:
    edges = json.loads(shell.run("rebuild", "--json").stdout)["edges"]
    status = json.loads(shell.run("status", "--json").stdout)
    assert edges > 100
    assert status["status"] == "ok"
    assert status["datasets"] == ["gaza-phase-2"]
    assert [record["state"] for record in status["loads"]] == ["done"]
    assert "login" not in status
    shown = json.loads(shell.run("status", "--json", "--show-login").stdout)
    assert shown["login"]["user"] == "reader"


def test_view_writes_one_file(shell: Shell) -> None:
    done = shell.run("view", "overview", "-o", "page.html")
    assert done.returncode == 0, done.stderr
    page = (shell.home / "page.html").read_text(encoding="utf-8")
    assert "Israel" in page
    assert "https://" not in page.split("</style>")[0].split("<style>")[0]
    assert shell.run("view", "nowhere").returncode == 6
    assert shell.run("view", "overview", "-o", "/proc/none/page.html").returncode == 2


def test_export_and_import(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "gaza.trig"
    done = shell.run("export", "trig", "-o", str(target))
    assert done.returncode == 0, done.stderr
    other = f"embedded:{tmp_path / 'other'}"
    done = shell.run("import", str(target), "--json", "--store", other)
    assert done.returncode == 0, done.stderr
    answer = json.loads(shell.run("ask", "--json", "--store", other, "who opposes Turkish ISF participation").stdout)
    assert [a["id"] for a in answer["answers"]] == ["israel"]
    assert shell.run("export", "floppy").returncode == 2


def test_the_help_of_export_names_every_format(shell: Shell) -> None:
    shown = shell.run("export", "--help").stdout
    assert [e.name for e in EXPORTERS if e.name not in shown] == []


def test_load_names_every_problem_and_loads_nothing(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    shutil.copytree(bundled("gaza"), folder)
    for name, right, wrong in (("000", "holder: israel\n", "holder: isreal\n"), ("004", ": opposes\n", ": oposes\n")):
        claims = folder / "claims" / f"{name}.yaml"
        claims.write_text(claims.read_text(encoding="utf-8").replace(right, wrong, 1), encoding="utf-8")
    store = f"embedded:{tmp_path / 'store'}"
    done = shell.run("load", str(folder), "--store", store)
    assert done.returncode == 3
    assert "2 problems" in done.stderr
    assert "claims/000.yaml:" in done.stderr
    assert "did you mean israel" in done.stderr
    assert "claims/004.yaml:" in done.stderr
    assert "did you mean opposes" in done.stderr
    assert not (tmp_path / "store").exists()


def test_dry_run_and_undo(shell: Shell, tmp_path: Path) -> None:
    store = f"embedded:{tmp_path / 'store'}"
    dry = json.loads(shell.run("load", "--bundled", "gaza", "--dry-run", "--json", "--store", store).stdout)
    assert dry["dry_run"] is True
    count = ["query", "--json", "--store", store, "MATCH (c:Claim) RETURN count(c) AS n"]
    assert json.loads(shell.run(*count).stdout)["rows"] == [[0]]
    shell.run("load", "--bundled", "gaza", "--store", store)
    assert json.loads(shell.run(*count).stdout)["rows"] == [[dry["claims_created"]]]
    assert shell.run("load", "--undo", "--store", store).returncode == 0
    assert json.loads(shell.run(*count).stdout)["rows"] == [[0]]
    assert shell.run("load", "--undo", "--store", store).returncode == 7


def test_what_falls_is_said_and_taken_back(shell: Shell) -> None:
    planned = shell.run("retract", "004-israel-opposes-turkish-forces", "--reason", "misread", "--dry-run", "--json")
    assert json.loads(shell.run("retract", "--list", "--json").stdout)["items"] == []
    done = shell.run("retract", "004-israel-opposes-turkish-forces", "--reason", "misread", "--json")
    said, plan = json.loads(done.stdout), json.loads(planned.stdout)
    assert (said["claims"], said["lost"], said["answers"]) == (plan["claims"], plan["lost"], plan["answers"])
    id_ = said["retracted"][0]["id"]
    assert id_ in shell.run("retract", "--list").stdout
    assert "judged retracted: 1" in shell.run("status").stdout
    assert "nothing to do" in shell.run("load", "--bundled", "gaza").stdout
    assert shell.run("retract", "--undo", id_).returncode == 0
    assert shell.run("retract", "--undo", id_).returncode == 6
    assert shell.run("retract", "nobody", "--reason", "x").returncode == 6
    assert shell.run("retract", "004-israel-opposes-turkish-forces").returncode == 2
