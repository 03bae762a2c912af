"""The stages below the grammar: English forms, tokens, spelling, and what a phrase names."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.ask.dates import dated
from graph.ask.english import inflect, normal, root
from graph.ask.mentions import Phrase, correct, resolve
from graph.ask.tokens import tokenize
from graph.ask.vocabulary import vocabulary
from schema.errors import QuestionError
from schema.relations import ALL_RELATIONS, EDGE_TYPES

from .invented import lexicon


@pytest.mark.parametrize(
    "family",
    [
        "participate participation participating participates participants",
        "deploy deployment deploying deploys",
        "disarm disarmament disarming disarmed",
        "withdraw withdrawal withdrawing withdrew withdrawn",
        "reconstruct reconstruction reconstructing",
        "implement implementation implementing",
        "stabilise stabilize stabilisation stabilization",
        "retain retaining retention",
        "take takes taking taken took",
        "sanction sanctions sanctioned",
        "favour favor favours favored",
        "include including inclusion",
    ],
)
def test_forms_of_one_word_meet(family: str) -> None:
    assert len({root(normal(word)) for word in family.split()}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [("nation", "national"), ("station", "state"), ("united", "unit"), ("israel", "israeli"), ("hamas", "ham")],
)
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert root(one) != root(other)


def test_irregular_and_regular_inflections() -> None:
    assert set(inflect("oppose")) == {"oppose", "opposes", "opposed", "opposing"}
    assert inflect("meet")["met"] == {"past", "participle"}
    assert "prodded" in inflect("prod")
    assert "committed" in inflect("commit")


def test_tokens_split_what_belongs_apart() -> None:
    words = [
        t.word for t in tokenize("Who’s against Norvia’s dam? It doesn't help the U.N. and Harrowgate's 20-point plan")
    ]
    assert words == [
        "who", "is", "against", "norvia", "'s", "dam", "?", "it", "does", "not", "help", "the", "un", "and",
        "harrowgate", "'s", "20", "point", "plan",
    ]  # fmt: skip


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    from graph.ask import parse

    with contextlib.suppress(QuestionError):
        assert parse(text, lexicon()).sentence


@pytest.mark.parametrize("name", [e.type for e in EDGE_TYPES] + [r.name for r in ALL_RELATIONS if r.words.verbs])
def test_every_relation_with_words_is_found_by_them(name: str) -> None:
    words = next((e.words for e in EDGE_TYPES if e.type == name), None) or next(
        r.words for r in ALL_RELATIONS if r.name == name
    )
    for verb in words.verbs:
        found = vocabulary().at(tokenize(verb), 0)
        if verb not in ("do", "have no", "not want", "be against"):
            assert any(name in match.names for match in found), verb


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("oposes", "opposes"),
        ("agianst", "against"),
        ("suport", "support"),
        ("Nrovia", "norvia"),
        ("Kellnad", "kelland"),
        ("comission", "commission"),
        ("mediats", "mediates"),
        ("preconditons", "preconditions"),
    ],
)
def test_misspellings_are_read_as_what_lies_nearest(typed: str, read: str) -> None:
    assert correct(tokenize(f"who {typed}"), lexicon())[1].word == read


@pytest.mark.parametrize("word", ["Norway", "Iraq", "Oman", "Tarsh", "Kerala", "quota", "dome", "Brandon", "Osmium"])
def test_another_word_is_no_misspelling_of_a_short_name(word: str) -> None:
    token = correct(tokenize(f"who {word}"), lexicon())[1]
    phrase = resolve((token,), lexicon(), ("Actor",))
    assert phrase.best is None


def names(phrase: Phrase) -> list[tuple[str, bool]]:
    return [(m.entity.id, m.contrary) for m in phrase.meanings]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Tarskan boats in the patrol force", ("tarskan-membership", False)),
        ("Tarsk taking part in the VPF", ("tarskan-membership", False)),
        ("the fishing ban", ("fish-ban-lifting", True)),
        ("the Kellish fishing ban lifted", ("fish-ban-lifting", False)),
        ("keep the fishing ban", ("fish-ban-lifting", True)),
        ("any dam in the gorge on the Varn", ("gorge-dam", False)),
        ("the League to disarm", ("league-disarmament", False)),
        ("quotas", ("water-quotas", False)),
    ],
)
def test_a_phrase_names_the_measure_that_accounts_for_all_of_it(text: str, expected: tuple[str, bool]) -> None:
    assert names(resolve(tokenize(text), lexicon(), ("Measure",)))[0] == expected


@pytest.mark.parametrize(
    "text",
    ["Osmerian boats in the patrol force", "a dam in Kelland", "the fishing ban in Tarsk", "nuclear quotas", "peace"],
)
def test_a_phrase_with_something_left_over_names_nothing(text: str) -> None:
    assert names(resolve(tokenize(text), lexicon(), ("Measure",))) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Brandt", "ilva-brandt"),
        ("Premier Brandt", "ilva-brandt"),
        ("the Norvian government", "norvia"),
        ("JVC", "varn-commission"),
    ],
)
def test_actors_go_by_surname_title_and_initials(text: str, expected: str) -> None:
    assert names(resolve(tokenize(text), lexicon(), ("Actor",)))[0] == (expected, False)


@pytest.mark.parametrize(
    ("question", "left", "day"),
    [
        ("who opposed X as of 10 March 2034?", "who opposed X ?", "2034-03-10"),
        ("who opposed X by March 10, 2034", "who opposed X", "2034-03-10"),
        ("who opposed X before 2034", "who opposed X", "2033-12-31"),
        ("who opposed X as of 2034-03-10", "who opposed X", "2034-03-10"),
        ("who opposed X until February 2034", "who opposed X", "2034-02-28"),
        ("what must happen before phase 2", "what must happen before phase 2", None),
        ("who opposed X by 31 February 2034", "who opposed X by 31 February 2034", None),
    ],
)
def test_the_day_by_which_it_is_asked(question: str, left: str, day: str | None) -> None:
    tokens, found = dated(tokenize(question))
    assert ([t.text for t in tokens], found) == (left.split(), day)
