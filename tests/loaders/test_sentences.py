"""Where sentences begin and end."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.sentences import Grid, sentences
from loaders.spans import Span, outside, phrase, words

CASES = [
    ("He left. She stayed.", ["He left.", "She stayed."]),
    ("The U.S. has a plan. It said so on Oct. 13, 2025.", ["The U.S. has a plan.", "It said so on Oct. 13, 2025."]),
    ("Dr. Smith met J. D. Vance. Mr. Lee did not.", ["Dr. Smith met J. D. Vance.", "Mr. Lee did not."]),
    ("Phase II began at 5 p.m. on Monday. It cost $3.5 billion.", ["Phase II began at 5 p.m. on Monday.", "It cost $3.5 billion."]),
    ("A heading\n\nA sentence. Another", ["A heading", "A sentence.", "Another"]),
    ("Rivers:\r\n• the first one.\r\n• the second", ["Rivers:", "• the first one.", "• the second"]),
    ("“It is over. It was long,” he said. “Why?” She left.", ["“It is over.", "It was long,” he said.", "“Why?”", "She left."]),
    ("It is “not over.” 😀 She «left.» Then", ["It is “not over.”", "😀 She «left.»", "Then"]),
    ("— … —\n\n] Read on", ["] Read on"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "wanted"), CASES)
def test_known_cases(text: str, wanted: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == wanted


def test_another_language() -> None:
    text = "Er kam z. B. am 3. Mai. Sie blieb."
    assert len(sentences(text, "de")) == 2


def test_a_language_that_nobody_knows_is_cut_too() -> None:
    assert len(sentences("One two. Three four.", "xx-none")) == 2


texts = st.text(st.sampled_from("ab U.S“”\"'’«»!?…:;–-(1)\n\r\t\u2028\u00a0é😀文。"), max_size=80)


@given(texts)
def test_every_word_is_in_one_sentence(text: str) -> None:
    found = sentences(text)
    assert found == sentences(text)
    for one, after in pairwise(found):
        assert one.end <= after.start
    for span in found:
        part = text[span.start : span.end]
        assert part == part.strip()
        assert len(part.splitlines()) == 1
    for at in (m.start() for m in re.finditer(r"\w", text)):
        assert sum(span.start <= at < span.end for span in found) == 1


@given(texts, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
def test_a_passage_touches_the_sentences_of_its_words(text: str, places: list[tuple[int, int]]) -> None:
    spans = [Span(min(place), max(place)) for place in places if len(set(place)) == 2]
    wanted = {
        place for place, sentence in enumerate(sentences(text))
        for word in words(text, sentence) for span in spans if span.overlaps(word)
    }  # fmt: skip
    assert Grid.of(text).touched(spans) == wanted


def test_what_is_left_of_a_sentence() -> None:
    text = "However, Ann has said that the gate, so far, is shut."
    covered = [Span(text.index("Ann"), text.index("that")), Span(text.index("the gate"), text.index(", so"))]
    assert [text[start:end] for start, end in outside(text, Span(0, len(text)), covered)] == ["However", "that", "so far, is shut"]


def test_a_phrase_is_at_most_twelve_words() -> None:
    text = "one two three four five six seven eight nine ten eleven twelve thirteen."
    assert phrase(text, Span(0, len(text))) == "one two three four five six seven eight nine ten eleven twelve …"
    assert phrase(text, Span(0, 7)) == "one two"


def test_the_articles_keep_their_sentences(articles: Path) -> None:
    counts = [len(sentences(path.read_bytes().decode())) for path in sorted(articles.glob("*.txt"))]
    assert counts == [40, 37, 18, 28, 35]
