"""The commands for who codes by hand, as a person runs them. They need no store."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from loaders.factset import bundled

from ..loaders.files import TEXT, good, write
from .conftest import Shell


@pytest.fixture(scope="module")
def place(shell: Shell) -> Path:
    """Two codings of one text, and the text."""
    first, second = good(), good()
    for files in (first, second):
        files["claims/report.yaml"]["claims"][1]["passages"] = [{"start": 78, "end": 96, "phrase": "Ben was against it"}]
    write(shell.home / "first", first)
    second["claims/report.yaml"]["claims"][1]["relation"] = "supports"
    del second["claims/report.yaml"]["claims"][0]
    write(shell.home / "second", second)
    (shell.home / "texts").mkdir()
    (shell.home / "texts" / "report.txt").write_bytes(TEXT.encode())
    return shell.home


def test_coverage(shell: Shell, place: Path) -> None:
    done = shell.run("coverage", "first", "--corpus", "texts")
    assert done.returncode == 0, done.stderr
    assert "✓          0–77  Ann said on Monday that the border would stay shut until the …" in done.stdout
    assert "2 coded, 0 without a claim, with a reason, 0 unaccounted for" in done.stdout
    assert "not covered: never”, he said" in shell.run("coverage", "first", "--corpus", "texts", "--rest").stdout
    assert not (place / "data").exists()


def test_coverage_fails_on_a_sentence_without_a_claim(shell: Shell, place: Path) -> None:
    done = shell.run("coverage", "second", "--missing", PARLEY_CORPUS=str(place / "texts"))
    assert done.returncode == 1
    assert "unaccounted for" in done.stdout
    assert "Ben was against it" not in done.stdout
    found = json.loads(shell.run("coverage", "second", "--corpus", "texts", "--json").stdout)
    assert not found["complete"]
    assert [s["state"] for s in found["sources"][0]["sentences"]] == ["unaccounted", "coded"]


@pytest.mark.usefixtures("place")
def test_coverage_without_texts_says_so(shell: Shell) -> None:
    done = shell.run("coverage", "first")
    assert done.returncode == 2
    assert "none of the texts is at hand" in done.stderr
    assert "parley corpus add" in done.stderr
    assert shell.run("coverage", "first", "--corpus", "nowhere").returncode == 2
    assert shell.run("coverage", "first", "--corpus", "texts", "--source", "x").returncode == 6


def test_coverage_of_the_bundled_data_set(shell: Shell, articles: Path) -> None:
    done = shell.run("coverage", "--corpus", str(articles), "--json")
    assert done.returncode in (0, 1)
    assert json.loads(done.stdout)["dataset"] == yaml.safe_load((bundled() / "dataset.yaml").read_text("utf-8"))["id"]


def test_agreement(shell: Shell, place: Path) -> None:
    done = shell.run("agreement", "first", "second", "--corpus", "texts", "--disagreements", "-")
    assert done.returncode == 0, done.stderr
    assert "with a claim by both 1, only A 1, only B 0, by neither 0" in done.stdout
    assert "2 and 1 claims, 1 paired, 0 of them identical" in done.stdout
    assert "relation: opposes  ≠  supports" in done.stdout
    assert "only in A" in done.stdout
    assert "undefined" in done.stdout
    for name in ("open.yaml", "open.json"):
        shell.run("agreement", "first", "second", "--corpus", "texts", "--disagreements", name)
        assert len(yaml.safe_load((place / name).read_text("utf-8"))["disagreements"]) == 2
    found = json.loads(shell.run("agreement", "first", "second", "--corpus", "texts", "--json").stdout)
    assert found["overall"]["sentences"]["kappa"] == 0
    assert found["overall"]["dimensions"]["condition"]["f1"] == 0
    assert found["overall"]["dimensions"]["holder"]["alpha"] is None


def test_agreement_of_a_file_of_claims(shell: Shell, place: Path) -> None:
    alone = place / "second" / "claims" / "report.yaml"
    done = shell.run("agreement", str(alone), "first", "--corpus", "texts", "--json")
    assert json.loads(done.stdout)["overall"]["claims"] == {
        "a": 1, "b": 2, "paired": 1, "identical": 0, "only_a": 0, "only_b": 1,
    }  # fmt: skip
    done = shell.run("agreement", str(alone), str(alone), "--corpus", "texts")
    assert done.returncode == 2
    assert "--lists" in done.stderr
    assert shell.run("agreement", str(alone), str(alone), "--lists", "first", "--corpus", "texts").returncode == 0


def test_agreement_with_a_mapping(shell: Shell, place: Path) -> None:
    (place / "same.yaml").write_text("ann: ben\nben: ann\n", "utf-8")
    options = ["agreement", "first", "first", "--corpus", "texts", "--same", "same.yaml", "--json"]
    found = json.loads(shell.run(*options).stdout)
    assert found["matched"] == [{"a": "ann", "b": "ben"}, {"a": "ben", "b": "ann"}]
    assert found["overall"]["dimensions"]["holder"]["f1"] == 0
    (place / "same.yaml").write_text("ann: bin\n", "utf-8")
    done = shell.run(*options)
    assert done.returncode == 2
    assert "did you mean ben" in done.stderr
    (place / "same.yaml").write_text("- ann\n", "utf-8")
    assert "is no mapping of ids" in shell.run(*options).stderr


@pytest.mark.usefixtures("place")
def test_nothing_to_compare(shell: Shell) -> None:
    done = shell.run("agreement", "first", "second")
    assert done.returncode == 6
    assert "report: its text is not at hand" in done.stderr
