"""The code book has an entry for every relation of the registry, and its rules can be cited.

An entry is `### name`, a paragraph that says what ABOUT and TOWARDS mean, two lines `- yes: "…" → holder · name · …`
and one `- no: "…" → holder · `another` · …`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from loaders.factset import bundled, read_folder
from schema.coverage import REASONS
from schema.relations import ALL_RELATIONS, RELATION, Relation

DOCS = Path(__file__).resolve().parents[2] / "docs"
BOOK = (DOCS / "codebook.md").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^### (\S+)\n(.+?)(?=^##|\Z)", BOOK, re.MULTILINE | re.DOTALL))
RULES = [int(n) for n in re.findall(r"^(?:- \*\*|\| )R(\d+)\b", BOOK, re.MULTILINE)]
DECISIONS = [int(n) for n in re.findall(r"^- \*\*X(\d+)\*\*", BOOK, re.MULTILINE)]
CODED = {"bundled": bundled(), "first": DOCS / "fidelity" / "first", "second": DOCS / "fidelity" / "second"}
YES = re.compile(r'^- yes: "[^"]+".* → [^·]+ · (\S+)(?: ·|$)', re.MULTILINE)
NO = re.compile(r'^- no: "[^"]+" → [^·]+ · `([a-z-]+)`', re.MULTILINE)


def test_entries_are_of_the_registry_in_its_order() -> None:
    assert list(ENTRIES) == [r.name for r in ALL_RELATIONS], "docs/codebook.md: one entry `### name` for each relation"


@pytest.mark.parametrize("relation", ALL_RELATIONS, ids=lambda r: r.name)
def test_a_relation_has_two_examples_and_one_that_is_another(relation: Relation) -> None:
    entry = ENTRIES[relation.name]
    assert entry.count("\n- yes: ") == 2
    assert YES.findall(entry) == [relation.name] * 2
    assert entry.count("\n- no: ") == 1
    (other,) = NO.findall(entry)
    assert other in RELATION
    assert other != relation.name


@pytest.mark.parametrize("relation", ALL_RELATIONS, ids=lambda r: r.name)
def test_an_entry_says_what_its_ends_mean(relation: Relation) -> None:
    meaning = ENTRIES[relation.name].split("\n- ")[0].lower()
    assert re.search(r"\babout\b", meaning)
    assert bool(re.search(r"\btowards\b", meaning)) == (relation.towards is not None), relation.towards


def test_the_kinds_of_condition_are_those_of_the_registry() -> None:
    (rule,) = re.findall(
        r"^- \*\*R\d+\*\* Which kinds a relation takes: (.+?)The others", BOOK, re.MULTILINE | re.DOTALL
    )
    said = {
        name: tuple(kinds.split(", "))
        for kinds, names in re.findall(r"([a-z, ]+): ((?:`[a-z-]+` ?)+)", " ".join(rule.split()))
        for name in re.findall(r"[a-z-]+", names)
    }
    assert {n: tuple(k.strip() for k in kinds) for n, kinds in said.items()} == {
        r.name: r.conditions for r in ALL_RELATIONS if r.conditions
    }


def test_rules_are_numbered_without_a_gap_and_those_cited_exist() -> None:
    assert sorted(RULES) == list(range(1, len(RULES) + 1))
    assert {int(n) for n in re.findall(r"\bR(\d+)\b", BOOK)} <= set(RULES)


def cited(letter: str, text: str) -> set[int]:
    return {int(n) for n in re.findall(rf"\b{letter}(\d+)\b", text)}


def test_decisions_have_a_number_each_a_reason_and_those_cited_exist() -> None:
    assert len(DECISIONS) == len(set(DECISIONS)) > 50
    assert cited("X", BOOK) == set(DECISIONS)
    entries = re.findall(r"^- \*\*X\d+\*\*(.+?)(?=^- |^\*\*|\Z)", BOOK, re.MULTILINE | re.DOTALL)
    assert [e for e in entries if not cited("R", e)] == []


@pytest.mark.parametrize("folder", CODED.values(), ids=CODED)
def test_notes_cite_rules_and_decisions_of_the_book(folder: Path) -> None:
    facts = read_folder(folder)
    notes = {claim.key: claim.note for claim in facts.claims() if claim.note}
    rules, decisions = (cited(letter, " ".join(notes.values())) for letter in "RX")
    assert len(rules) > 50, "notes of a coding by this book say which rule decided"
    unknown = rules - set(RULES), decisions - set(DECISIONS)
    assert unknown == (set(), set()), [k for k, n in notes.items() if (cited("R", n) & unknown[0]) | (cited("X", n) & unknown[1])]


def test_the_reasons_are_those_of_the_registry() -> None:
    (section,) = re.findall(r"^## 11\..+?(?=^## 12)", BOOK, re.MULTILINE | re.DOTALL)
    assert tuple(re.findall(r"^\| `([a-z-]+)` \|", section, re.MULTILINE)) == REASONS


def test_decision_tables_name_relations() -> None:
    rows = re.findall(r"^\| R\d+ \|.*\| ([^|]+) \|$", BOOK, re.MULTILINE)
    assert len(rows) > 30
    assert [row for row in rows if not set(re.findall(r"[a-z]+(?:-[a-z]+)*", row)) & set(RELATION)] == []


def test_lines_are_short() -> None:
    assert [line for line in BOOK.splitlines() if len(line) > 140] == []
