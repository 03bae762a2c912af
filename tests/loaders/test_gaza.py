"""The bundled data set beside its five texts: all of them, and nothing that is not in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.corpus import Corpus
from loaders.coverage import coverage
from loaders.factset import FactSet, bundled, read_folder

LONGEST_QUOTATION = 12


@pytest.fixture(scope="module")
def corpus(articles: Path) -> Corpus:
    return Corpus([articles])


@pytest.fixture(scope="module")
def gaza(corpus: Corpus) -> FactSet:
    """Read with the texts: every hash, offset and phrase is compared with them."""
    return read_folder(bundled("gaza"), corpus=corpus)


def test_every_sentence_is_accounted_for(gaza: FactSet, corpus: Corpus) -> None:
    found = coverage(gaza, corpus)
    assert found.complete
    assert found.count("coded") > found.count("no-claim") > 0


def test_one_text_that_stands_twice_is_coded_once(gaza: FactSet) -> None:
    twice = [entry for entry in gaza.no_claim if entry.reason == "duplicate" and entry.end - entry.start > 1000]
    assert len(twice) == 1
    assert not [
        claim.key for claim in gaza.claims() for passage in claim.passages
        if claim.source == twice[0].source and passage.end > twice[0].start
    ]  # fmt: skip


def test_every_claim_says_what_was_decided_or_needs_no_decision(gaza: FactSet) -> None:
    """Below full certainty, or inferred, a claim says why."""
    silent = [c.key for c in gaza.claims() if (c.certainty < 1 or c.basis == "inferred") and not c.note]
    assert silent == []


def test_no_sentence_of_a_text_is_copied(articles: Path) -> None:
    runs = {
        run for path in articles.glob("*.txt") for run in _runs(path.read_text(encoding="utf-8"), LONGEST_QUOTATION + 1)
    }
    copied = {
        f"{path.name}: {' '.join(run)}"
        for path in bundled("gaza").rglob("*.yaml")
        for run in _runs(path.read_text(encoding="utf-8"), LONGEST_QUOTATION + 1)
        if run in runs
    }
    assert copied == set()


def _runs(text: str, length: int) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"[^\W_]+", text.lower())
    return zip(*(words[i:] for i in range(length)), strict=False)
