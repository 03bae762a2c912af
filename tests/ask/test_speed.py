"""Reading a question stays quick when the data knows 20 000 names."""

from __future__ import annotations

import random
import statistics
import time
from typing import Any

import pytest

from graph.ask import Lexicon, parse
from schema.errors import QuestionError

LIMIT_MS = 5.0
_SYLLABLES = (
    "ba",
    "ko",
    "ri",
    "ta",
    "mu",
    "ne",
    "lo",
    "shi",
    "ver",
    "dan",
    "ost",
    "gra",
    "pel",
    "hun",
    "wes",
    "tor",
    "kal",
)
_HEADS = [
    "participation in", "deployment of", "reform of", "withdrawal from", "sanctions on", "reconstruction of",
    "disarmament of", "funding for", "inspection of", "access to",
]  # fmt: skip


def _name(chance: random.Random, syllables: int = 3) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables)).capitalize()


@pytest.fixture(scope="module")
def many() -> tuple[Lexicon, list[str]]:
    """A lexicon of 20 000 names, and questions about them."""
    chance = random.Random(1)
    actors = [{"label": "Actor", "id": f"a{i}", "kind": "State", "name": f"{_name(chance)} {_name(chance)}",
               "aliases": [_name(chance, 4)]} for i in range(4_000)]  # fmt: skip
    measures: list[dict[str, Any]] = []
    links: list[dict[str, Any]] = []
    for i in range(6_000):
        actor, other, head = chance.choice(actors), chance.choice(actors), chance.choice(_HEADS)
        alias = f"{actor['name']} {head} {other['name']}"
        measures.append(
            {"label": "Measure", "id": f"m{i}", "name": f"{head.capitalize()} {_name(chance)} {i}", "aliases": [alias]}
        )
        links.append({"type": "INVOLVES", "start": f"m{i}", "end": actor["id"]})
    questions = []
    for _ in range(100):
        actor, measure = chance.choice(actors), chance.choice(measures)
        questions += [
            f"Who opposes {measure['aliases'][0]}?",
            f"who oposes the {measure['aliases'][0]}",
            f"What does {actor['name']} demand before {measure['aliases'][0]}?",
            f"Does {actor['aliases'][0]} opose sanctions on {actor['name']}?",
            "What is Zeldonia's position on the deployment?",
        ]
    return Lexicon.load([*actors, *measures], links), questions


def test_a_question_is_read_in_five_milliseconds(many: tuple[Lexicon, list[str]]) -> None:
    lexicon, questions = many
    spent = []
    for question in questions:
        start = time.thread_time()  # of this thread alone: other work on the machine is not counted
        try:
            parse(question, lexicon)
        except QuestionError:
            pytest.fail(question)
        spent.append((time.thread_time() - start) * 1000)
    assert statistics.median(spent) < LIMIT_MS
    assert statistics.quantiles(spent, n=20)[-1] < 4 * LIMIT_MS
