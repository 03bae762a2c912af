"""Every way in which a fact file can be wrong: said with file, line, field, what was expected and the nearest name."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bench.generate import Fields
from graph.loads import load
from graph.store import Store
from loaders.factset import read_folder
from schema.errors import FactError

from .files import SHA, TEXT, corpus, good, problems, write

Files = dict[str, Fields]
Break = Callable[[Files], object]


def claim(files: Files, place: int = 0) -> Fields:
    found: Fields = files["claims/report.yaml"]["claims"][place]
    return found


def actor(files: Files, place: int = 0) -> Fields:
    found: Fields = files["actors.yaml"]["actors"][place]
    return found


def measure(files: Files, place: int = 0) -> Fields:
    found: Fields = files["measures.yaml"]["measures"][place]
    return found


BROKEN: list[tuple[str, Break, str]] = [
    ("unknown actor", lambda f: claim(f).update(holder="anne"),
     r"claims/report\.yaml:\d+: holder\.0: nothing has the id 'anne'; expected the id of an actor; did you mean ann"),
    ("unknown measure", lambda f: claim(f).update(about="openin"), r"about\.0: nothing has the id 'openin'.*did you mean opening"),
    ("a measure where an actor belongs", lambda f: claim(f).update(holder="talks"), r"holder\.0: 'talks' is a measure; expected an actor"),
    ("an actor where a measure belongs", lambda f: claim(f).update(about="ann"), r"about\.0: 'ann' is an actor; expected a measure"),
    ("unknown source", lambda f: f["claims/report.yaml"].update(source="reprot"), r"source: nothing has the id 'reprot'.*did you mean report"),
    ("no source", lambda f: f["claims/report.yaml"].pop("source"), r"claims/report\.yaml:\d+: source: is missing"),
    ("unknown claim", lambda f: claim(f).update(conditions=["claim:agains"]), r"no claim has the key 'agains'; did you mean against"),
    ("unknown relation", lambda f: claim(f, 1).update(relation="oposes"), r"relation: 'oposes' is not one.*did you mean opposes"),
    ("unknown kind", lambda f: actor(f).update(kind="Persn"), r"actors\.yaml:\d+: kind: is 'Persn'; expected one of.*did you mean Person"),
    ("unknown field", lambda f: actor(f).update(alias="x"), r"actors\.yaml:\d+: alias: is not a field.*did you mean aliases"),
    ("missing field", lambda f: actor(f).pop("name"), r"actors\.yaml:\d+: name: is missing"),
    ("wrong type", lambda f: claim(f).update(certainty="much"), r"certainty: is 'much'; expected .*number"),
    ("a list for a text", lambda f: claim(f).update(statement=["x"]), r"statement: is \['x'\]; expected .*string"),
    ("no passage", lambda f: claim(f).pop("passages"), r"claims/report\.yaml:\d+: passages: is missing"),
    ("empty passages", lambda f: claim(f).update(passages=[]), r"passages: .*at least 1"),
    ("thirteen words", lambda f: claim(f)["passages"][0].update(phrase="a b c d e f g h i j k l m"), r"passages\.0: phrase has 13 words; at most 12"),
    ("end before start", lambda f: claim(f)["passages"][0].update(end=0, start=9), r"passages\.0.*end"),
    ("id twice", lambda f: actor(f, 1).update(id="ann"), r"actors\.yaml:\d+: id: ann is defined a second time; the first is at actors\.yaml:\d+"),
    ("id of another kind", lambda f: measure(f, 1).update(id="ben"), r"measures\.yaml:\d+: id: ben is defined a second time; the first is at actors"),
    ("key twice", lambda f: claim(f, 1).update(key="shut"), r"key: shut is used a second time; the first is at claims/report\.yaml:\d+"),
    ("said twice", lambda f: f["claims/report.yaml"]["claims"].append({**claim(f, 1), "key": "again"}),
     r"key: says the same as against at claims/report\.yaml:\d+; expected one claim with both passages"),
    ("alias of another", lambda f: actor(f, 1).update(aliases=["ANNIE"]), r"aliases: 'ANNIE' already names ann at actors\.yaml:\d+"),
    ("name of another", lambda f: measure(f, 1).update(name="opening of  the border"), r"name: 'opening of  the border' already names opening"),
    ("contrary names itself", lambda f: measure(f).update(contrary_aliases=["Opening of the border"]), r"contrary_aliases: .* names the thing itself"),
    ("ring of PART_OF", lambda f: actor(f, 2).update(part_of=["ann"]), r"part_of: goes round in a ring: \w+ → \w+ → \w+"),
    ("part of itself", lambda f: actor(f).update(part_of=["ann"]), r"part_of: goes round in a ring: ann → ann"),
    ("member of itself", lambda f: actor(f).update(member_of=["ann"]), r"member_of\.0: 'ann' is tied to itself"),
    ("ring of SPECIALISES", lambda f: (measure(f).update(specialises=["talks"]), measure(f, 1).update(specialises=["opening"])),
     r"specialises: goes round in a ring"),
    ("ring of claims", lambda f: (claim(f).update(conditions=["claim:against"]), claim(f, 1).update(
        relation="rejects", about="claim:shut")), r"refers to itself in a ring"),
    ("tie without ground", lambda f: actor(f).update(part_of=[{"actor": "land"}]), r"part_of\.0: needs the keys of the claims"),
    ("tie on an unknown claim", lambda f: actor(f).update(part_of=[{"actor": "land", "claims": ["shu"]}]),
     r"actors\.yaml:\d+: part_of\.claims: no claim has the key 'shu'; did you mean shut"),
    ("kind of condition", lambda f: claim(f).update(condition_kind="trigger"), r"condition_kind trigger does not fit conditions-on"),
    ("about a claim that cannot be", lambda f: claim(f, 1).update(about="claim:shut"), r"opposes cannot be about a claim; expected a measure"),
    ("no date", lambda f: claim(f).update(said_from="soon"), r"said_from: .*YYYY"),
    ("no such day", lambda f: claim(f).update(said_from="2025-02-30"), r"said_from: "),
    ("an id that is none", lambda f: actor(f, 1).update(id="Ben X"), r"id: is 'Ben X'; expected small letters, digits and hyphens"),
    ("a hash that is none", lambda f: f["sources.yaml"]["sources"][0].update(sha256="12"), r"sha256: is '12'; expected a SHA-256 in hex"),
    ("an address that is none", lambda f: f["sources.yaml"]["sources"][0].update(url="javascript:alert(1)"), r"url: .*http"),
    ("a control character", lambda f: actor(f).update(name="An\x07n"), r"name: .*control character U\+0007"),
    ("a text that turns round", lambda f: actor(f).update(name="\u202eAnn"), r"name: .*U\+202E"),
    ("no list", lambda f: f["actors.yaml"].update(actors={"ann": 1}), r"actors: is no list"),
    ("a heading that is none", lambda f: f["actors.yaml"].update(actor=[]), r"actors\.yaml:\d+: actor: is not expected here; did you mean actors"),
    ("a record that is none", lambda f: f["actors.yaml"]["actors"].append("ann"), r"actors\.yaml:\d+: is 'ann'; expected a record"),
    ("a data set without title", lambda f: f["dataset.yaml"].pop("title"), r"dataset\.yaml:1: title: is missing"),
    ("no data set", lambda f: f.pop("dataset.yaml"), r"dataset\.yaml: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("breaks", "told"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_what_is_wrong_is_said(tmp_path: Path, breaks: Break, told: str) -> None:
    files = good()
    breaks(files)
    with pytest.raises(FactError, match=told) as found:
        read_folder(write(tmp_path, files))
    assert "nothing was loaded" in str(found.value)
    assert found.value.exit_code == 3


def test_what_is_right_is_right(tmp_path: Path) -> None:
    facts = read_folder(write(tmp_path / "set", good()), corpus=corpus(tmp_path / "texts"))
    assert set(facts.claim_ids) == {"shut", "against"}
    assert all(p.sha256 for c in facts.claims() for p in c.passages)


def test_all_is_said_at_once_and_what_refers_to_the_broken_is_not_blamed(tmp_path: Path) -> None:
    files = good()
    actor(files).pop("name")
    actor(files, 1).update(kind="Human")
    claim(files).update(about="nothing")
    claim(files, 1).update(certainty=2)
    found = problems(write(tmp_path, files))
    assert sorted(p.field for p in found) == ["about.0", "certainty", "kind", "name"]
    assert all(p.where.split(":")[1].isdigit() for p in found)


def test_the_line_is_that_of_the_field(tmp_path: Path) -> None:
    files = good()
    claim(files, 1).update(holder="bem")
    (found,) = problems(write(tmp_path, files))
    name, line = found.where.split(":")
    assert (tmp_path / name).read_text(encoding="utf-8").splitlines()[int(line) - 1].strip() == "holder: bem"
    assert found.nearest == ("ben",)


# ---- passages and their text


@pytest.mark.parametrize(
    ("passage", "told"),
    [
        ({"start": 0, "end": 9999, "phrase": "Ann"}, rf"passages\.0\.end: is 9999, but the text ends at {len(TEXT)}"),
        ({"start": 78, "end": 117, "phrase": "stay shut"}, r"passages\.0\.phrase: does not stand in .*it stands at 41 to 50"),
        ({"start": 0, "end": 77, "phrase": "Never said"}, r"passages\.0\.phrase: does not stand in the text's characters 0 to 77$"),
        ({"start": 0, "end": 77, "phrase": "Ann", "sha256": SHA}, r"passages\.0\.sha256: is not that of the text's characters"),
        ({"start": 98, "end": 110, "phrase": '"never"'}, r"passages\.0\.phrase: does not stand"),
    ],
)
def test_passages_are_held_against_the_text(tmp_path: Path, passage: Fields, told: str) -> None:
    files = good()
    claim(files).update(passages=[passage])
    folder = write(tmp_path / "set", files)
    with pytest.raises(FactError, match=f"(?m){told}"):
        read_folder(folder, corpus=corpus(tmp_path / "texts"))
    assert not [p for p in problems(folder) if "phrase" in p.field]  # the text not at hand: phrase and place stand


# ---- files


def test_no_folder(tmp_path: Path) -> None:
    with pytest.raises(FactError, match="is no folder"):
        read_folder(tmp_path / "none")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"actors: [\n", r"actors\.yaml:\d+: is not YAML"),
        (b"actors:\n\t- id: x\n", r"actors\.yaml:2: is not YAML"),
        (b"actors:\n  - {id: x, name: \xff\xfe, kind: State}\n", r"actors\.yaml: is not UTF-8: byte 26 is 0xff"),
        ("actors: [{id: x, name: ä, kind: State}]".encode("utf-16"), r"actors\.yaml: is not UTF-8"),
        (b"a: &a [x]\nactors: *a\n", r"actors\.yaml:2: has an alias"),
        (b"actors: !!python/object/apply:os.system ['true']\n", r"actors\.yaml:1: has the tag"),
        (b"actors: !!binary aGk=\n", r"actors\.yaml:1: has the tag"),
        (b"actors: []\nactors: []\n", r"actors\.yaml:2: actors: stands twice"),
        (b"actors: []\n---\nactors: []\n", r"actors\.yaml:2: holds a second document"),
        (b"- a\n- b\n", r"actors\.yaml:1: is no mapping"),
        (b"actors: " + b"[" * 300 + b"]" * 300, r"actors\.yaml:1: is nested more than 20 levels"),
        (b"\x00\x01\x02", r"actors\.yaml.*: is not YAML"),
        (b"%PDF-1.7 \xe2\xe3", r"actors\.yaml: is not UTF-8|is not YAML"),
    ],
)
def test_files_that_are_no_fact_files(tmp_path: Path, content: bytes, told: str) -> None:
    write(tmp_path, good())
    (tmp_path / "actors.yaml").write_bytes(content)
    with pytest.raises(FactError, match=told):
        read_folder(tmp_path)


def test_a_file_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    """The claims that name its actors are not blamed for that."""
    write(tmp_path, good())
    (tmp_path / "actors.yaml").write_bytes(b"actors: [\n")
    assert len(problems(tmp_path)) == 1


@pytest.mark.parametrize("name", ["actors.yaml", "claims/report.yaml"])
def test_fifty_megabytes(tmp_path: Path, name: str) -> None:
    write(tmp_path, good())
    with (tmp_path / name).open("ab") as file:
        file.truncate(50_000_000)
    began = time.monotonic()
    assert [p.what for p in problems(tmp_path)] == ["is 50 MB"]
    assert time.monotonic() - began < 5


def test_a_yaml_bomb(tmp_path: Path) -> None:
    write(tmp_path, good())
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    (tmp_path / "measures.yaml").write_text("\n".join(lines), encoding="utf-8")
    began = time.monotonic()
    (found,) = problems(tmp_path)
    assert (found.where, found.what) == ("measures.yaml:2", "has an alias (*)")
    assert time.monotonic() - began < 5


def test_a_file_of_nothing_but_dashes(tmp_path: Path) -> None:
    """Below the limit in bytes, and two gigabytes once it were read."""
    write(tmp_path, good())
    (tmp_path / "measures.yaml").write_text("measures:\n" + "- a\n" * 2_400_000, encoding="utf-8")
    (found,) = problems(tmp_path)
    assert "has more than 600000 parts" in found.what


def test_too_many_problems_are_cut_short(tmp_path: Path) -> None:
    files = good()
    files["claims/report.yaml"]["claims"] = [{**claim(files, 1), "key": f"k{n}", "holder": f"x{n}"} for n in range(400)]
    found = problems(write(tmp_path, files))
    assert len(found) <= 210
    assert "there are more" in found[-1].what


# ---- JSON Lines


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", r"claims/more\.jsonl:2: is no JSON record"),
        ("[1]", r"claims/more\.jsonl:2: is \[1\]; expected a record"),
        ('{"key": "x"}', r"claims/more\.jsonl:2: source: is missing"),
        ('{"key": NaN}', r"claims/more\.jsonl:2"),
        ("[" * 100_000, r"claims/more\.jsonl:2: is no JSON record"),
        ('{"key": "' + "x" * 2_000_000 + '"}', r"claims/more\.jsonl:2: is no JSON record: is \d+ bytes"),
        ("\udcff", r"claims/more\.jsonl:2: is no JSON record"),
    ],
)
def test_lines_that_are_no_records(tmp_path: Path, line: str, told: str) -> None:
    write(tmp_path, good())
    (tmp_path / "claims" / "more.jsonl").write_bytes(b"\n" + line.encode("utf-8", "surrogateescape") + b"\n")
    with pytest.raises(FactError, match=told):
        read_folder(tmp_path)


# ---- nothing is loaded


def test_nothing_is_loaded_and_nothing_lost(store: Store, tmp_path: Path) -> None:
    load(store, read_folder(write(tmp_path, good())))
    before = store.rows("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY n.id")
    for _, breaks, _ in BROKEN[:6]:
        files = good()
        breaks(files)
        with pytest.raises(FactError):
            load(store, read_folder(write(tmp_path, files)))
    assert store.rows("MATCH (n) RETURN labels(n) AS l, properties(n) AS p ORDER BY n.id") == before
