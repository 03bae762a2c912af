"""Every sentence is accounted for, or said not to be; and what accounts for it must be true."""

from __future__ import annotations

import hashlib
import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.generate import Fields
from graph.corpus import Corpus
from graph.export import read_facts
from graph.loads import load, undo
from graph.store import Store
from loaders.coverage import coverage
from loaders.export import export
from loaders.factset import bundled, read_folder
from loaders.registry import loader_of, read_any
from schema.coverage import MEANINGS, REASONS
from schema.errors import FactError, NotFound

from ..conftest import empty
from .files import good, problems, write

TEXT = """\
The Herald

Border News: Ann said that the border would stay shut. She spoke on Monday, under a grey sky.
Ben was against it. More on this.
The Herald
Border News: Ann said that the border  would stay shut!
"""
SOURCE = {"id": "report", "title": "Report", "sha256": hashlib.sha256(TEXT.encode()).hexdigest()}


def span(words: str, *, last: bool = False) -> Fields:
    start = TEXT.rindex(words) if last else TEXT.index(words)
    return {"start": start, "end": start + len(words)}


def entry(words: str, reason: str, *, last: bool = False, **more: object) -> Fields:
    return {"source": "report", **span(words, last=last), "reason": reason, **more}


def complete() -> list[Fields]:
    return [
        entry("The Herald", "boilerplate"),
        entry("Border News", "heading"),
        entry("She spoke on Monday, under a grey sky", "description", note="No position."),
        entry("More on this", "boilerplate"),
        entry(TEXT[TEXT.rindex("The Herald") :], "duplicate", last=True),
    ]


def data_set(*entries: Fields, **claim: object) -> dict[str, Fields]:
    files = good()
    files["sources.yaml"] = {"sources": [SOURCE]}
    shut, against = files["claims/report.yaml"]["claims"]
    shut["passages"] = [{**span("Ann said that the border would stay shut"), "phrase": "the border would stay shut"}]
    against["passages"] = [{**span("Ben was against it"), "phrase": "against it"}]
    against.update(claim)
    return {**files, "coverage.yaml": {"no_claim": list(entries)}}


@pytest.fixture
def texts(tmp_path: Path) -> Corpus:
    (tmp_path / "report.txt").write_bytes(TEXT.encode())
    return Corpus([tmp_path / "report.txt"])


def test_all_is_accounted_for(tmp_path: Path, texts: Corpus) -> None:
    facts = read_folder(write(tmp_path / "set", data_set(*complete())), corpus=texts)
    report = coverage(facts, texts)
    found = report.sources[0].sentences or ()
    assert [(s.state, s.claims, s.reasons) for s in found] == [
        ("no-claim", (), ("boilerplate",)),
        ("coded", ("shut",), ("heading",)),
        ("no-claim", (), ("description",)),
        ("coded", ("against",), ()),
        ("no-claim", (), ("boilerplate",)),
        ("no-claim", (), ("duplicate",)),
        ("no-claim", (), ("duplicate",)),
    ]
    assert report.complete
    assert report.reasons == {"boilerplate": 2, "description": 1, "duplicate": 2}
    assert not any(s.rest for s in found)
    assert all(e.sha256 == hashlib.sha256(TEXT[e.start : e.end].encode()).hexdigest() for e in facts.no_claim)


def test_each_sentence_is_missed_that_nothing_accounts_for(tmp_path: Path, texts: Corpus) -> None:
    for place, removed in enumerate(complete()):
        left = [e for e in complete() if e != removed]
        folder = write(tmp_path / str(place), data_set(*left))
        report = coverage(read_folder(folder, corpus=texts), texts)
        partly = removed["reason"] == "heading"  # the rest of that sentence is coded
        assert report.complete == partly
        missed = [s for s in report.sources[0].sentences or () if s.rest]
        assert [TEXT[r.start : r.end] for s in missed for r in s.rest if partly] == (["Border News"] if partly else [])
        assert report.count("unaccounted") == (0 if partly else len(missed))


def test_a_sentence_of_which_an_entry_has_only_some_words_is_not_accounted_for(tmp_path: Path, texts: Corpus) -> None:
    entries = [*complete()[:2], entry("She spoke", "rhetoric"), *complete()[3:]]
    report = coverage(read_folder(write(tmp_path / "set", data_set(*entries)), corpus=texts), texts)
    (found,) = (s for s in report.sources[0].sentences or () if s.state == "unaccounted")
    assert [r.phrase for r in found.rest] == ["on Monday, under a grey sky"]


@pytest.mark.parametrize("status", ["rejected", "retracted", "superseded"])
def test_a_claim_that_does_not_stand_accounts_for_nothing(tmp_path: Path, texts: Corpus, status: str) -> None:
    facts = read_folder(write(tmp_path / "set", data_set(*complete(), status=status)), corpus=texts)
    assert [s.phrase for s in coverage(facts, texts).sources[0].sentences or () if s.state == "unaccounted"] == ["Ben was against it."]
    with_reason = data_set(*complete(), entry("Ben was against it", "rhetoric"), status=status)
    assert coverage(read_folder(write(tmp_path / "set", with_reason), corpus=texts), texts).complete


def test_without_the_text_nothing_is_complete(tmp_path: Path) -> None:
    report = coverage(read_folder(write(tmp_path / "set", data_set(*complete()))), Corpus())
    assert not report.complete
    assert report.without_text == ["report"]


def test_one_source(tmp_path: Path, texts: Corpus) -> None:
    facts = read_folder(write(tmp_path / "set", data_set(*complete())), corpus=texts)
    assert [s.source for s in coverage(facts, texts, "report").sources] == ["report"]
    with pytest.raises(NotFound, match=r"no source 'reprot'.*report"):
        coverage(facts, texts, "reprot")


BROKEN: list[tuple[str, Fields, str]] = [
    ("unknown source", {**entry("The Herald", "boilerplate"), "source": "reprot"},
     r"coverage\.yaml:\d+: source: nothing has the id 'reprot'; expected the id of a source; did you mean report"),
    ("unknown reason", entry("The Herald", "boilerplat"),
     r"coverage\.yaml:\d+: reason: is 'boilerplat'; expected one of .*did you mean boilerplate"),
    ("unknown field", entry("The Herald", "boilerplate", because="x"), r"because: is not a field"),
    ("no reason", {"source": "report", "start": 0, "end": 3}, r"reason: is missing"),
    ("end before start", {"source": "report", "start": 5, "end": 3, "reason": "caption"}, r"end 3 must be greater than start 5"),
    ("end beyond the text", {"source": "report", "start": len(TEXT) - 1, "end": 999, "reason": "caption"},
     r"end: is 999, but the text ends at \d+"),
    ("a changed text", entry("The Herald", "boilerplate", sha256="0" * 64), r"sha256: is not that of the text's characters 0 to 10"),
    ("no word", entry("\n\n", "caption"), r"start: there is no word between start and end"),
    ("a claim's words", entry("against it. More", "rhetoric"),
     r"start: overlaps a passage of the claim against; expected words without a claim"),
    ("no duplicate", entry("More on this", "duplicate"), r"reason: is duplicate, but these words stand nowhere else"),
    ("no heading: a sentence", entry("More on this.", "heading"), r"reason: is heading, but"),
    ("no heading: in a line", entry("More on", "heading"), r"reason: is heading, but"),
]  # fmt: skip


@pytest.mark.parametrize(("value", "message"), [b[1:] for b in BROKEN], ids=[b[0] for b in BROKEN])
def test_what_is_wrong_is_named(tmp_path: Path, texts: Corpus, value: Fields, message: str) -> None:
    with pytest.raises(FactError, match=message) as found:
        read_folder(write(tmp_path / "set", data_set(value)), corpus=texts)
    assert len(found.value.problems) == 1


def test_two_entries_overlap(tmp_path: Path, texts: Corpus) -> None:
    folder = write(tmp_path / "set", data_set(entry("More on this", "boilerplate"), entry("on this", "rhetoric")))
    assert [str(p) for p in problems(folder, texts)] == ["coverage.yaml:7: start: overlaps the entry at coverage.yaml:2"]


def test_duplicates_of_each_other_account_for_nothing(tmp_path: Path, texts: Corpus) -> None:
    folder = write(tmp_path / "set", data_set(entry("The Herald", "duplicate"), entry("The Herald", "duplicate", last=True)))
    assert len(problems(folder, texts)) == 2


def test_the_heading_is_wrong(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", data_set() | {"coverage.yaml": {"noclaim": []}})
    assert "did you mean no_claim" in str(problems(folder)[0])


def test_each_reason_has_a_meaning() -> None:
    assert tuple(MEANINGS) == REASONS


def test_the_bundled_texts_are_counted(articles: Path) -> None:
    texts = Corpus([articles])
    report = coverage(read_folder(bundled(), corpus=texts), texts)
    assert report.without_text == []
    assert sum(len(s.sentences or ()) for s in report.sources) == 158


# ---- through a store


@pytest.mark.parametrize("format_", ["yaml", "jsonl", "trig", "jsonld"])
def test_it_comes_back_from_a_store(tmp_path: Path, texts: Corpus, store: Store, format_: str) -> None:
    facts = read_folder(write(tmp_path / "set", data_set(*complete())), corpus=texts)
    load(store, facts)
    assert read_facts(store, "border").no_claim == facts.no_claim
    out = tmp_path / ("again" if format_ == "yaml" else f"again.{format_}")
    export(store, format_, out)
    again = read_any(out, corpus=texts)
    assert again.no_claim == facts.no_claim
    assert coverage(again, texts).complete
    assert read_any(tmp_path / "set").no_claim != facts.no_claim  # without the texts, without their hashes


def test_a_change_of_it_is_a_load_and_can_be_taken_back(tmp_path: Path, texts: Corpus, store: Store) -> None:
    less = read_folder(write(tmp_path / "less", data_set(*complete()[1:])), corpus=texts)
    more = read_folder(write(tmp_path / "more", data_set(*complete())), corpus=texts)
    none = read_folder(write(tmp_path / "none", data_set()), corpus=texts)
    for facts in (less, more, none, more):
        assert load(store, facts).load
        assert read_facts(store, "border").no_claim == facts.no_claim
        assert not load(store, facts).load
    for facts in (none, more, less):
        undo(store)
        assert read_facts(store, "border").no_claim == facts.no_claim


stretches = st.lists(st.integers(0, 300), max_size=12, unique=True).map(sorted).map(lambda at: list(pairwise(at))[::2])
notes = st.none() | st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=20).filter(str.strip)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stretches, st.data())
def test_any_entries_come_back_equal(tmp_path: Path, store: Store, found: list[tuple[int, int]], data: st.DataObject) -> None:
    entries = [
        {"source": "report", "start": start, "end": end, "reason": data.draw(st.sampled_from(REASONS)), "note": data.draw(notes)}
        for start, end in found
    ]
    files = data_set(*entries)
    files["claims/report.yaml"] = {"claims": []}
    empty(store)
    facts = read_folder(write(tmp_path / "any", files))
    load(store, facts)
    assert read_facts(store, "border").no_claim == facts.no_claim
    for name in ("jsonl", "trig"):
        out = io.BytesIO()
        export(store, name, out)
        assert loader_of(Path(f"again.{name}")).parse(out.getvalue(), name).no_claim == facts.no_claim
