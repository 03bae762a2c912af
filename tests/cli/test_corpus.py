"""`parley corpus`: told once where the texts are, every command that shows a passage has them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from loaders.factset import bundled, read_folder
from schema.records import Source

from .conftest import Shell, clean_environ

QUESTION = "who opposes Turkish ISF participation"


@pytest.fixture(scope="module")
def at_home(articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shell]:
    """A home with the Gaza data loaded, and its texts in `texts`."""
    home = tmp_path_factory.mktemp("home")
    shell = Shell(home, clean_environ(home))
    shutil.copytree(articles, home / "texts")
    assert shell.run("load", "--bundled", "gaza").returncode == 0
    serving = shell.start("serve")  # keeps the engine running between the commands
    assert serving.stdout
    assert "Parley on" in serving.stdout.readline()
    yield shell
    shell.end()


@pytest.fixture(autouse=True)
def nothing_remembered(at_home: Shell) -> None:
    assert at_home.run("corpus", "remove", "--all").returncode == 0


def said(shell: Shell, *words: str, code: int = 0, **environ: str) -> str:
    done = shell.run(*words, **environ)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return done.stdout


def verified(shell: Shell, *words: str) -> int:
    report = json.loads(said(shell, "check", "--json", *words))
    assert report["findings"] == []
    return int(report["passages_verified"])


def files(shell: Shell, *words: str) -> dict[str, dict[str, str]]:
    report = json.loads(said(shell, "corpus", *words, "--json"))
    return {Path(f["path"]).name[:3]: f for f in report["files"]}


def test_told_once_every_command_has_the_texts(at_home: Shell) -> None:
    assert verified(at_home) == 0
    assert "text_before" not in said(at_home, "ask", "--json", QUESTION)
    added = files(at_home, "add", "texts")
    assert len(added) == 5
    assert {f["state"] for f in added.values()} == {"text"}
    sources = {e.id for e in read_folder(bundled("gaza")).entities if isinstance(e, Source)}
    assert {f["source"] for f in added.values()} == sources
    assert verified(at_home) == verified(at_home, "--corpus", str(at_home.home / "texts")) > 200
    answer = json.loads(said(at_home, "ask", "--json", QUESTION))
    claims = [c for a in answer["answers"] for c in a["claims"]]
    assert claims
    assert all(c["phrase"] in c["text"] for c in claims)
    assert "⟦" in said(at_home, "ask", QUESTION)
    listed = said(at_home, "corpus", "list")
    assert listed.count("✓") == 5
    assert str(at_home.home / "texts") in listed
    said(at_home, "corpus", "remove", "texts")
    assert verified(at_home) == 0
    assert "parley corpus add" in said(at_home, "corpus", "list")


def test_what_is_named_by_option_or_setting_is_added(at_home: Shell) -> None:
    texts = sorted((at_home.home / "texts").iterdir())
    said(at_home, "corpus", "add", str(texts[0]))
    some = [verified(at_home), verified(at_home, "--corpus", str(texts[1])), verified(at_home, "--corpus", str(texts[0].parent))]
    assert 0 < some[0] < some[1] < some[2]
    report = json.loads(said(at_home, "check", "--json", PARLEY_CORPUS=str(texts[1])))
    assert report["texts"] == 2
    assert report["sources"] == 5


def test_a_changed_text_is_named_and_new_places_are_proposed(at_home: Shell, tmp_path: Path) -> None:
    old = next((at_home.home / "texts").glob("001*"))
    new = tmp_path / "001-again.txt"
    text = old.read_text(encoding="utf-8")
    gone = "tensions rise over compliance and security concerns"
    assert gone in text.casefold()
    at = text.casefold().index(gone)
    new.write_text("Updated today.\n" + text[:at] + "Calm" + text[at + 8 :], encoding="utf-8")
    done = said(at_home, "corpus", "add", str(new), "--write-proposal", str(tmp_path / "moves.yaml"))
    assert "a changed text of envoys-press-netanyahu" in done
    assert "moved" in done
    assert "gone" in done
    patch = yaml.safe_load((tmp_path / "moves.yaml").read_text(encoding="utf-8"))["proposals"]
    assert [p["source"]["id"] for p in patch] == ["envoys-press-netanyahu"]
    claims = {c.key: c for c in read_folder(bundled("gaza")).claims()}
    again = new.read_text(encoding="utf-8")
    states = set()
    for claim in patch[0]["claims"]:
        for change in claim["passages"]:
            states.add(change["state"])
            passage = claims[claim["key"]].passages[change["place"]]
            assert change["old"] == {"start": passage.start, "end": passage.end, "sha256": passage.sha256}
            if "new" in change:
                assert passage.phrase in again[change["new"]["start"] : change["new"]["end"]]
            else:
                assert again.count(passage.phrase) != 1
    assert {"moved", "gone"} <= states
    found = json.loads(said(at_home, "check", "--json", code=1))["findings"]
    assert [f["invariant"] for f in found] == ["a text is the one that was coded"]
    assert str(new) in found[0]["what"]
    said(at_home, "corpus", "add", "texts")
    assert verified(at_home) > 200


def test_moved_changed_and_unknown_files(at_home: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(at_home.home / "texts", folder)
    (folder / "stranger.txt").write_text("Of nobody that is known.")
    (folder / "bytes.bin").write_bytes(b"\xff\xfe\x00")
    added = files(at_home, "add", str(folder))
    assert (added["str"]["state"], added["byt"]["state"]) == ("other", "other")
    for path in folder.iterdir():
        if path.name.startswith("000"):
            path.rename(tmp_path / "elsewhere.txt")
        elif path.name.startswith("001"):
            path.write_bytes(path.read_bytes() + b"\n")
    listed = files(at_home, "list")
    assert {k: listed[k]["state"] for k in ("000", "001", "002")} == {"000": "missing", "001": "changed", "002": "text"}
    assert listed["000"]["source"] == "us-israel-phase-two-gaps"
    assert "but for a line end at its end" in said(at_home, "corpus", "list")
    shutil.rmtree(folder)
    assert {f["state"] for f in files(at_home, "list").values()} == {"missing"}
    assert verified(at_home) == 0
    said(at_home, "ask", QUESTION)
    said(at_home, "corpus", "remove", str(folder))
    assert files(at_home, "list") == {}


@pytest.mark.parametrize(
    ("words", "code", "words_of_it"),
    [
        (("add", "nowhere"), 2, "no such file or folder"),
        (("remove", "nowhere"), 6, "is not remembered"),
        (("remove",), 2, "name what to forget, or --all"),
        (("add", "texts", "--write-proposal", "p.yaml"), 6, "nothing to propose"),
    ],
)
def test_what_cannot_be_done_is_said(at_home: Shell, words: tuple[str, ...], code: int, words_of_it: str) -> None:
    done = at_home.run("corpus", *words)
    assert done.returncode == code, done.stderr
    assert words_of_it in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("of", ["claims", "edges"])
def test_a_sample_to_read(at_home: Shell, of: str) -> None:
    said(at_home, "corpus", "add", "texts")
    report = json.loads(said(at_home, "check", "--sample", "12", "--of", of, "--json"))
    drawn = report["sample"]
    assert (drawn["of"], len(drawn["items"])) == (of, 12)
    again = json.loads(said(at_home, "check", "--sample", "12", "--of", of, "--seed", str(drawn["seed"]), "--json"))
    assert again["sample"] == drawn
    claims = drawn["items"] if of == "claims" else [c for e in drawn["items"] for c in e["claims"]]
    for passage in (p for c in claims for p in c["passages"]):
        assert passage["verified"] is True
        assert passage["phrase"] in passage["text"]
    seeds = {json.loads(said(at_home, "check", "--sample", "1", "--json"))["sample"]["seed"] for _ in range(2)}
    assert len(seeds) == 2
    shown = said(at_home, "check", "--sample", "12", "--of", of, "--seed", str(drawn["seed"]))
    assert f"--seed {drawn['seed']}" in shown
    for claim in claims:
        assert claim["statement"] in shown
        assert all(f"⟦{p['phrase']}⟧" in shown for p in claim["passages"])


def test_a_sample_without_texts_has_phrase_and_place(at_home: Shell) -> None:
    shown = said(at_home, "check", "--sample", "3", "--seed", "1")
    assert "text not at hand" in shown
    assert "⟦" in shown
    assert "characters" in shown
    assert at_home.run("check", "--sample", "3", "--of", "actors").returncode == 2
