"""What pydantic found wrong, in words: file, line, field, what was expected, the nearest known name."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ValidationError
from rapidfuzz import fuzz, process

from schema.errors import Problem
from schema.relations import RELATION

from .yamlfile import Document, Steps

NEAR = 60
"""Similarity (0–100) from which a known name is offered: below, the offers were unrelated words in trials."""


def nearest(name: str, known: Iterable[str], *, limit: int = 3) -> tuple[str, ...]:
    """Known names that look like `name`, best first."""
    found = process.extract(name, list(known), scorer=fuzz.WRatio, limit=limit, score_cutoff=NEAR)
    return tuple(match for match, _, _ in found)


def problems_of(error: ValidationError, model: type[BaseModel], document: Document, steps: Steps) -> list[Problem]:
    """One Problem for each thing that pydantic found wrong in the record at `steps` of `document`."""
    return [_problem(dict(e), model, document, steps) for e in error.errors(include_url=False, include_context=True)]


def _problem(error: dict[str, Any], model: type[BaseModel], document: Document, steps: Steps) -> Problem:
    loc: Steps = tuple(error["loc"])
    where = document.where((*steps, *loc))
    field = ".".join(str(step) for step in loc)
    kind, given = error["type"], error.get("input")
    context = error.get("ctx") or {}
    if kind == "missing":
        return Problem(document.where(steps), field, "is missing")
    if kind == "extra_forbidden":
        names = [f.alias or name for name, f in model.model_fields.items()] if len(loc) == 1 else []
        return Problem(where, field, "is not a field of this record", nearest=nearest(str(loc[-1]), names))
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "")
        options = [o.strip() for o in expected.replace(" or ", ", ").split(",")]
        return Problem(where, field, f"is {_shown(given)}", f"one of {expected}", nearest(str(given), options))
    if kind == "string_pattern_mismatch":
        return Problem(where, field, f"is {_shown(given)}", _pattern(str(context.get("pattern"))))
    if kind == "value_error":
        message = str(context.get("error", error["msg"])).strip()
        if message.startswith("relation "):
            near = nearest(str((given or {}).get("relation", "")) if isinstance(given, dict) else "", RELATION)
            return Problem(document.where((*steps, "relation")), "relation", message[9:], "a relation", near)
        return Problem(where, field, message)
    return Problem(where, field, f"is {_shown(given)}", _expectation(error["msg"]))


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _pattern(pattern: str) -> str:
    if "claim:" in pattern:
        return "an id, or claim:KEY"
    if "0-9a-f]{64}" in pattern:
        return "a SHA-256 in hex, 64 characters"
    if "https?" in pattern:
        return "an address that begins with http:// or https://"
    return "small letters, digits and hyphens" if "a-z0-9-" in pattern else f"a text that matches {pattern}"


def _expectation(message: str) -> str:
    if message.startswith("Input should be a valid dictionary"):
        return "a record: names and values"
    return message.removeprefix("Input should be ").removeprefix("Value error, ")
