"""The code book has an entry for every relation of the registry, and its rules can be cited.

An entry is `### name`, a paragraph that says what ABOUT and TOWARDS mean, two lines `- yes: "…" → holder · name · …`
and one `- no: "…" → holder · `another` · …`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from schema.relations import ALL_RELATIONS, RELATION, Relation

BOOK = (Path(__file__).resolve().parents[2] / "docs" / "codebook.md").read_text(encoding="utf-8")
ENTRIES = dict(re.findall(r"^### (\S+)\n(.+?)(?=^##|\Z)", BOOK, re.MULTILINE | re.DOTALL))
RULES = [int(n) for n in re.findall(r"^(?:- \*\*|\| )R(\d+)\b", BOOK, re.MULTILINE)]
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


def test_decision_tables_name_relations() -> None:
    rows = re.findall(r"^\| R\d+ \|.*\| ([^|]+) \|$", BOOK, re.MULTILINE)
    assert len(rows) > 30
    assert [row for row in rows if not set(re.findall(r"[a-z]+(?:-[a-z]+)*", row)) & set(RELATION)] == []


def test_lines_are_short() -> None:
    assert [line for line in BOOK.splitlines() if len(line) > 140] == []
