"""What an answer must be, as the question sets say it, and what is wrong with a given one.

All that an `expect` holds must be so:

    status            200, 422, or a list of those that are right; a 422 where 422 is right ends the check
    type              understood.answer_type, or a list
    answers           exactly these ids, in any order: of actors, measures, sources; keys of claims
    must_include      these at least; also found where they are nested in an answer, or what its claims are about
    any_of            one of these at least
    may_include       nothing is an answer but these, must_include and any_of
    must_not_include  none of these is itself an answer
    names             slots of "Person|Organization": each answer's name stands in one, and each has an answer
    empty             no answer at all
    verdict           one, or a list; null is no verdict
    count             the count
    groups            sets of ids, each exactly the answers of one role
    evidence          keys of claims that are among the proof
    says              a regular expression, in any case, that the answer or the error's message contains
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Item = dict[str, Any]
Claims = Mapping[str, list[Item]]
"""The claims of a data set's files by what they state."""
_SILENT = {"cypher", "parameters", "question", "start", "end", "sha256", "alternatives"}
_DIGEST = re.compile(r"[0-9a-f]{12,}")


@dataclass(frozen=True)
class Given:
    """What was answered: a result, or the message of a QuestionError."""

    result: Item | None
    error: str
    claims: Claims

    @cached_property
    def answers(self) -> list[Any]:
        return _listed((self.result or {}).get("answers"))

    @property
    def type(self) -> str | None:
        return _understood(self.result).get("answer_type")

    @cached_property
    def top(self) -> set[str]:
        """The answers themselves."""
        return {name for answer in self.answers for name in self._names(answer)}

    @cached_property
    def keys(self) -> set[str]:
        """Keys of the claims that prove them."""
        return {c["key"] for s in _statements(self.answers) for c in self.claims.get(s, [])}

    @cached_property
    def wide(self) -> set[str]:
        """The answers, what is nested in them, and what those that are claims are about."""
        about = {ref for answer in self.answers for claim in self._stated(answer) for ref in _refs(claim)}
        return self.top | set(_nested(self.answers)) | about

    @cached_property
    def text(self) -> str:
        return _text(self.result) if self.result is not None else self.error

    def roles(self) -> set[frozenset[str]]:
        by: dict[str, set[str]] = defaultdict(set)
        for answer in self.answers:
            for role in _listed(answer.get("role")) or [None]:
                by[json.dumps(role)] |= self._names(answer)
        return {frozenset(ids) for ids in by.values()}

    def _stated(self, answer: Item) -> list[Item]:
        return self.claims.get(str(answer.get("statement") or answer.get("name") or "").strip(), [])

    def _names(self, answer: Item) -> set[str]:
        if stated := self._stated(answer):
            return {claim["key"] for claim in stated}
        if answer.get("id") and self.type not in ("pairs", "cycles"):
            return {str(answer["id"])}
        return set(_nested({k: v for k, v in answer.items() if k != "claims"}))


def faults(expect: Item, given: Given) -> list[str]:
    """What is wrong; empty if nothing is."""
    allowed = _listed(expect.get("status", 200))
    if given.result is None:
        if 422 not in allowed:
            return [f"422: {given.error}"]
        return list(_unsaid(expect, given)) if allowed == [422] else []
    if 200 not in allowed:
        return [f"understood, should be a 422: {_understood(given.result).get('sentence')}"]
    checks = (_wrong_type, _wrong_answers, _wrong_names, _wrong_verdict, _wrong_groups, _unsaid)
    return [fault for check in checks for fault in check(expect, given)]


def _wrong_type(expect: Item, given: Given) -> Iterator[str]:
    if "type" in expect and given.type not in _listed(expect["type"]):
        yield f"type {given.type}, expected {expect['type']}"


def _wrong_answers(expect: Item, given: Given) -> Iterator[str]:
    got = sorted(given.top)
    if "answers" in expect and given.top != set(expect["answers"]):
        yield f"answers {got}, expected {sorted(expect['answers'])}"
    if missing := set(expect.get("must_include", ())) - given.wide - given.keys:
        yield f"missing {sorted(missing)}, got {got}"
    if "any_of" in expect and not set(expect["any_of"]) & (given.wide | given.keys):
        yield f"none of {expect['any_of']}, got {got}"
    if wrong := set(expect.get("must_not_include", ())) & given.top:
        yield f"wrong {sorted(wrong)}"
    may = {i for field in ("must_include", "any_of", "may_include") for i in expect.get(field, ())}
    if "may_include" in expect and given.top - may:
        yield f"more than may be: {sorted(given.top - may)}"
    if expect.get("empty") and given.answers:
        yield f"should be empty, got {got}"
    if lacking := set(expect.get("evidence", ())) - given.keys:
        yield f"no proof {sorted(lacking)}, got {sorted(given.keys)}"


def _wrong_names(expect: Item, given: Given) -> Iterator[str]:
    slots = [set(slot.split("|")) for slot in expect.get("names", ())]
    names = {str(answer["name"]) for answer in given.answers}
    if slots and (names - set().union(*slots) or not all(slot & names for slot in slots)):
        yield f"names {sorted(names)}, expected {expect['names']}"


def _wrong_verdict(expect: Item, given: Given) -> Iterator[str]:
    for field in ("verdict", "count"):
        got = (given.result or {}).get(field)
        right = expect[field] if isinstance(expect.get(field), list) else [expect.get(field)]
        if field in expect and got not in right:
            yield f"{field} {got}, expected {expect[field]}"


def _wrong_groups(expect: Item, given: Given) -> Iterator[str]:
    if missing := {frozenset(group) for group in expect.get("groups", ())} - given.roles():
        yield f"roles {[sorted(r) for r in given.roles()]}, expected also {[sorted(m) for m in missing]}"


def _unsaid(expect: Item, given: Given) -> Iterator[str]:
    if "says" in expect and not re.search(expect["says"], given.text, re.IGNORECASE):
        yield f"does not say /{expect['says']}/"


# ---- looking into an answer


def _understood(result: Item | None) -> Item:
    understood: Item = (result or {}).get("understood", {})
    return understood


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _refs(claim: Item) -> set[str]:
    entries = [*_listed(claim.get("about")), *_listed(claim.get("conditions"))]
    return {entry if isinstance(entry, str) else entry["id"] for entry in entries}


def _nested(value: object) -> Iterator[str]:
    """Every id inside a value, but those of claims and sources, and every text of a list."""
    if isinstance(value, dict):
        if "id" in value:
            yield str(value["id"])
        for key, inner in value.items():
            if key not in ("claims", "source"):
                yield from _nested(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from (inner,) if isinstance(inner, str) else _nested(inner)


def _statements(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("statement"), str):
            yield value["statement"].strip()
        for inner in value.values():
            yield from _statements(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _statements(inner)


def _text(value: object) -> str:
    """All that an answer says to its reader."""
    if isinstance(value, dict):
        shown = ((k, v) for k, v in value.items() if k not in _SILENT and v is not None)
        return "\n".join(_text(v) for k, v in shown if not (k == "id" and _DIGEST.fullmatch(str(v))))
    return "\n".join(_text(v) for v in value if v is not None) if isinstance(value, list) else str(value)
