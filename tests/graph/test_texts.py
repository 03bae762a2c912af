"""Passages beside their texts: whatever is altered, in the store or in a text, `check` finds; and where it went."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from bench.generate import Fields
from graph.changed import Likenesses, Quoted, changed_texts, propose, relocate, rewritten, states
from graph.check import check
from graph.corpus import Corpus, sentence, slice_sha256
from graph.loads import load
from graph.remembered import Remembered
from graph.store import Store
from loaders.factset import FactSet, bundled, read_folder
from schema.errors import NotFound, SettingsError
from schema.records import Passage, Source
from tests.conftest import empty

from .facts import held

SOME = settings(
    max_examples=10,
    deadline=None,
    database=None,
    phases=(Phase.explicit, Phase.generate),  # a smaller example is not worth minutes of an engine
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
MATCHES, CODED, HASHED = (
    "a passage matches its text", "a text is the one that was coded", "an id is the hash of what it stands for"
)  # fmt: skip
WORDS = st.text(st.characters(categories=("Ll", "Lu", "Nd", "So"), codec="utf-8"), min_size=1, max_size=9)
BLANKS = st.sampled_from([" ", " ", " ", "  ", "\n", "\r\n", "\n\n", "\u00a0", ". ", ", "])


@dataclass(frozen=True, slots=True)
class Coded:
    """A text and the passages that were coded in it."""

    text: str
    passages: tuple[Quoted, ...]

    @property
    def sha256(self) -> str:
        return slice_sha256(self.text)

    def facts(self) -> FactSet:
        headings: dict[str, list[Fields]] = {
            "actors": [{"id": "north", "name": "Northland", "kind": "State"}],
            "measures": [{"id": f"m{n}", "name": f"Measure {n}"} for n in range(len(self.passages))],
            "sources": [{"id": "report", "sha256": self.sha256}],
        }
        claims = [
            {"key": f"k{n}", "source": "report", "relation": "supports", "statement": f"Statement {n}.", "holder": "north",
             "about": f"m{n}", "passages": [{"start": p.start, "end": p.end, "sha256": p.sha256, "phrase": p.phrase}]}
            for n, p in enumerate(self.passages)
        ]  # fmt: skip
        return held(headings, claims)


@st.composite
def coded(draw: st.DrawFn) -> Coded:
    """A text with a byte order mark or without, of any blanks, and up to four passages with a phrase of theirs."""
    words = draw(st.lists(WORDS, min_size=12, max_size=60))
    text, places = draw(st.sampled_from(["", "\ufeff"])), []
    for word in words:
        places.append((len(text), len(text) + len(word)))
        text += word + draw(BLANKS)
    passages = {}
    for _ in range(draw(st.integers(1, 4))):
        first = draw(st.integers(0, len(words) - 4))
        last = draw(st.integers(first + 2, min(first + 20, len(words) - 1)))
        begin = draw(st.integers(first, last - 1))
        finish = draw(st.integers(begin + 1, min(begin + 11, last)))
        start, end = places[first][0], places[last][1]
        phrase = text[places[begin][0] : places[finish][1]]
        assume(len(phrase.split()) <= 12 and "\r" not in phrase)
        passages[start, end] = Quoted(start, end, slice_sha256(text[start:end]), phrase)
    return Coded(text, tuple(passages.values()))


def named(store: Store, corpus: Corpus) -> set[str]:
    return {f.invariant for f in check(store, corpus).findings}


@SOME
@given(coded(), st.data())
def test_whatever_is_altered_is_found(store: Store, it: Coded, data: st.DataObject) -> None:
    empty(store)
    load(store, it.facts())
    with tempfile.TemporaryDirectory() as place:
        file = Path(place) / "any-name"
        file.write_bytes(it.text.encode())
        kept = Remembered(Path(place) / "corpus.json")
        kept.add([file])
        report = check(store, kept.corpus())
        assert report.findings == []
        assert (report.passages_verified, report.texts) == (report.passages, report.sources) == (len(it.passages), 1)

        old = data.draw(st.sampled_from(it.passages))
        given_: Fields = {"start": old.start, "end": old.end, "phrase": old.phrase}
        words = old.phrase.split()
        lost = data.draw(st.integers(0, len(words) - 1))
        alter(store, old, given_ | {"phrase": " ".join(words[:lost] + words[lost + 1 :])})
        assert HASHED in named(store, Corpus())
        for field in ("start", "end"):
            step = data.draw(st.sampled_from([-1, 1]))
            alter(store, old, given_ | {field: given_[field] + step})
            assert HASHED in named(store, Corpus())
            if 0 <= given_[field] + step <= len(it.text):
                assert MATCHES in named(store, kept.corpus())
        alter(store, old, given_)
        assert named(store, kept.corpus()) == set()

        at = data.draw(st.integers(0, len(it.text.encode()) - 1))
        altered = bytearray(it.text.encode())
        altered[at] ^= data.draw(st.integers(1, 255))
        file.write_bytes(altered)
        assert named(store, kept.corpus()) == {CODED}
        file.unlink()
        report = check(store, kept.corpus())
        assert (report.findings, report.passages_verified, report.texts) == ([], 0, 0)


def alter(store: Store, old: Quoted, properties: Fields) -> None:
    text = "MATCH (p:Passage {sha256: $sha256}) SET p += $properties"
    store.write(lambda tx: tx.do(text, {"sha256": old.sha256, "properties": properties}))


@given(coded(), st.data())
@settings(deadline=None, database=None)
def test_a_passage_is_followed_to_where_it_went(it: Coded, data: st.DataObject) -> None:
    """New offsets are those of the same passage; and proposed only where it, or its phrase, is in one place."""
    text = data.draw(st.sampled_from(["", "Foreword. ", "\ufeff"])) + it.text + data.draw(st.sampled_from(["", " The end.", it.text]))
    for old in it.passages:
        new = relocate(old, text)
        passage = it.text[old.start : old.end]
        if new.state in ("unchanged", "moved"):
            assert new.spot
            assert text[new.spot.start : new.spot.end] == passage
            assert new.state == "unchanged" or text.count(passage) == 1
            assert (new.state == "unchanged") == ((new.spot.start, new.spot.end) == (old.start, old.end))
        else:
            assert new.state == "ambiguous"
            assert text.count(old.phrase) > 1 or len(new.places) > 1
            assert new.spot is None


TEXT = "The council met. The envoy will open the strait on Monday, he said.\nNobody else spoke."
PASSAGE = Quoted(17, 67, slice_sha256(TEXT[17:67]), "open the strait on Monday")


@pytest.mark.parametrize(
    ("text", "state", "found"),
    [
        (TEXT, "unchanged", TEXT[17:67]),
        ("Late news. " + TEXT, "moved", TEXT[17:67]),
        (TEXT.replace("he said", "she said"), "edited", "The envoy will open the strait on Monday, she said."),
        (TEXT.replace("strait on", "strait\r\non"), "edited", "The envoy will open the strait\r\non Monday, he said."),
        (TEXT.replace("met.", "met to open the strait on Monday."), "moved", TEXT[17:67]),
        (TEXT.replace("he said", "he said: open the strait on Monday"), "ambiguous", None),
        (TEXT + TEXT, "unchanged", TEXT[17:67]),
        ("Again: " + TEXT + TEXT, "ambiguous", None),
        (TEXT.replace("the strait", "a strait"), "gone", None),
        ("", "gone", None),
    ],
)
def test_states(text: str, state: str, found: str | None) -> None:
    new = relocate(PASSAGE, text)
    assert new.state == state
    assert (new.spot and text[new.spot.start : new.spot.end]) == found
    if new.spot and found:
        assert new.spot.sha256 == slice_sha256(found)
        assert Passage(start=new.spot.start, end=new.spot.end, phrase=new.spot.phrase).phrase in found


def test_without_a_hash_only_the_phrase_is_known() -> None:
    bare = Quoted(17, 67, None, PASSAGE.phrase)
    assert relocate(bare, TEXT).state == "unchanged"
    assert relocate(bare, "Late news. " + TEXT).state == "edited"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda b: b"\xef\xbb\xbf" + b, "a byte order mark"),
        (lambda b: b.replace(b"\n", b"\r\n"), "CRLF line ends"),
        (lambda b: b + b"\n", "a line end at its end"),
        (lambda b: b"\xef\xbb\xbf" + b.replace(b"\n", b"\r\n"), "a byte order mark, CRLF line ends"),
        (lambda b: b.replace(b"strait", b"street"), None),
    ],
)
def test_what_differs_only_in_bytes_is_said_to(change: Callable[[bytes], bytes], what: str | None) -> None:
    assert rewritten(change(TEXT.encode()), slice_sha256(TEXT)) == what


def test_composed_and_decomposed_letters_say_the_same() -> None:
    assert rewritten("e\u0301te\u0301".encode(), slice_sha256("\u00e9t\u00e9")) == "decomposed letters"


def test_sentences() -> None:
    text = "First one. “Second,” she said.” Third\nline of it? \n\nFourth\nFifth"
    found = [text[slice(*sentence(text, text.index(w), text.index(w) + 3))] for w in ("Sec", "Thi", "lin", "Fou", "Fif")]
    assert found == ["“Second,” she said.”", "Third\nline of it?", "Third\nline of it?", "Fourth", "Fifth"]


def test_a_text_looks_like_the_source_of_which_most_phrases_stand_in_it() -> None:
    likenesses = Likenesses({
        "one": ["the envoy will open the strait", "nobody else spoke that day", "words that are gone by now"],
        "two": ["nobody else spoke that day", "something else entirely was said", "and more of that kind"],
        "short": ["Monday"],
    })  # fmt: skip
    text = "On Monday “the envoy will open the strait”, and nobody else spoke that day."
    like = likenesses.of(text)
    assert like
    assert like == ("one", 2, 3)
    assert likenesses.of("On Monday nobody else spoke that day.") is None
    assert likenesses.of("") is None


# ---- what is remembered


def test_places_are_kept_and_forgotten(tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a").write_text("one")
    (tmp_path / "b").write_text("two")
    file = tmp_path / "data" / "corpus.json"
    kept = Remembered.read(file)
    kept.add([texts, tmp_path / "b"])
    kept.write()
    (texts / "new").write_text("three")
    again = Remembered.read(file)
    corpus = again.corpus()
    assert [corpus.text(slice_sha256(t)) for t in ("one", "two", "three")] == ["one", "two", "three"]
    (texts / "a").unlink()
    (tmp_path / "b").write_text("changed")
    corpus = Remembered.read(file).corpus()
    assert corpus.gone == [texts / "a"]
    assert [corpus.text(slice_sha256(t)) for t in ("one", "two", "changed")] == [None, None, "changed"]
    again.remove(texts)
    assert again.places == [tmp_path / "b"]
    assert set(again.known) == {tmp_path / "b"}
    with pytest.raises(NotFound):
        again.remove(texts)
    assert len(Corpus(remembered=[tmp_path / "nowhere"])) == 0
    with pytest.raises(SettingsError):
        Corpus([tmp_path / "nowhere"])


@pytest.mark.parametrize("content", ["", "[]", '{"places": 1}', '{"places": [], "files": {"x": 1}}', "\x00"])
def test_a_broken_list_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "corpus.json"
    file.write_text(content)
    with pytest.raises(SettingsError, match=r"corpus\.json"):
        Remembered.read(file)


def test_a_file_that_changed_within_one_tick_of_the_clock_is_found(store: Store, tmp_path: Path) -> None:
    """Size and time are as before: the kept hash is believed nowhere that it matters."""
    it = Coded(TEXT, (PASSAGE,))
    load(store, it.facts())
    file = tmp_path / "text"
    file.write_bytes(TEXT.encode())
    kept = Remembered(tmp_path / "corpus.json")
    kept.add([file])
    then = file.stat()
    file.write_bytes(TEXT.replace("Monday", "Friday").encode())
    os.utime(file, ns=(then.st_atime_ns, then.st_mtime_ns))
    assert kept.corpus().files[file].sha256 == it.sha256
    assert kept.corpus().text(it.sha256) is None
    assert named(store, kept.corpus()) == {CODED}


# ---- the bundled data and its articles


def test_any_byte_of_an_article_that_changes_is_found(gaza: Store, articles: Path, tmp_path: Path) -> None:
    """Without having been told that the file was once the right one."""
    for file in sorted(articles.glob("*.txt")):
        data = file.read_bytes()
        for at in range(0, len(data), len(data) // 12):
            altered = bytearray(data)
            altered[at] = ord("#") if altered[at] < 128 else altered[at] ^ 1
            changed = tmp_path / file.name
            changed.write_bytes(altered)
            found, _ = changed_texts(gaza, Corpus([changed]))
            assert [c.path for c in found] == [changed] or read_fails(bytes(altered))
    assert named(gaza, Corpus([articles])) == set()


def read_fails(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return True
    return False


def test_an_article_with_a_line_put_before_it_moves_whole(gaza: Store, articles: Path, tmp_path: Path) -> None:
    sources = {s.sha256: s.id for s in read_folder(bundled("gaza")).entities if isinstance(s, Source)}
    once = [f for f in sorted(articles.glob("*.txt")) if not f.name.startswith("000")]
    for file in once:
        (tmp_path / file.name).write_bytes(b"Updated: today.\n" + file.read_bytes())
    (tmp_path / "stranger").write_text("Of nobody that is known, and of nothing.")
    found, others = changed_texts(gaza, Corpus([tmp_path]))
    assert {c.source.id for c in found} == {sources[hashlib.sha256(f.read_bytes()).hexdigest()] for f in once}
    assert others == [tmp_path / "stranger"]
    for changed in found:
        proposals = propose(gaza, changed)
        counts = states(proposals)
        assert counts["moved"] > 30
        assert counts["edited"] == counts["gone"] == counts["unchanged"] == 0
        assert all(p.new.spot.start == p.old.start + 16 for p in proposals if p.new.spot)
