"""The stages of reading a question, one by one, for people."""

from __future__ import annotations

import json
from typing import Any

from .clauses import Clause
from .lexicon import Lexicon
from .parsing import Stages, stages
from .planning import Options, plan
from .question import Question
from .reading import Reading
from .tokens import spelled


def explain(question: str, lexicon: Lexicon) -> dict[str, Any]:
    """Tokens, mentions, the grammar's parts, the reading and its Cypher. Raises QuestionError as `parse` does."""
    made = stages(question, lexicon)
    return {
        "question": made.text,
        "tokens": [str(token) for token in made.tokens],
        "mentions": _mentions(made, lexicon),
        "grammar": [_parts(q) for q in made.questions],
        "reading": made.reading.understood(),
        "query": [_query(part, lexicon) for part in made.reading.parts or (made.reading,)],
    }


def _mentions(made: Stages, lexicon: Lexicon) -> list[dict[str, Any]]:
    return [
        {"text": concept.text, "names": sorted(concept.ids)} for concept in lexicon.concepts(made.tokens) if concept.ids
    ]


def _parts(question: Question) -> dict[str, Any]:
    parts: dict[str, Any] = {"kind": question.kind, "asks for": question.gap or "whether"}
    for name in ("subject", "object", "requirement", "holder", "topic"):
        if tokens := getattr(question, name):
            parts[name] = spelled(tokens)
    if question.clause:
        parts["clause"] = _clause(question.clause)
    return parts


def _clause(clause: Clause) -> dict[str, Any]:
    shown: dict[str, Any] = {"relation": clause.head, "may mean": list(clause.names)}
    for name in ("subject", "object", "before", "needs", "parties"):
        if tokens := getattr(clause, name):
            shown[name] = spelled(tokens)
    return {**shown, **{k: True for k in ("negated", "passive") if getattr(clause, k)}}


def _query(reading: Reading, lexicon: Lexicon) -> dict[str, Any]:
    if reading.kind == "deadlock":
        return {"analysis": "graph.analysis.deadlocks"}
    statement = plan(reading, lexicon, Options())
    return {"cypher": statement.cypher, "parameters": json.loads(json.dumps(statement.parameters))}
