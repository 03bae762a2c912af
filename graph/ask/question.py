"""What kind of question it is, and its parts, still as words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .clauses import Clause
from .tokens import Tokens

Kind = Literal[
    "stance",
    "polar",
    "position",
    "conditions",
    "sources",
    "says",
    "when",
    "compare",
    "figure",
    "denial",
    "identity",
    "mentions",
    "deadlock",
    "content",
    "after",
    "published",
    "unnamed",
]
Gap = Literal["subject", "object", "requirement", "measure", "holder"]


@dataclass(frozen=True)
class Question:
    """`gap`: which part is asked for; none in a yes/no question.

    stance, polar, sources, says, when: `clause`. position: `subject`, `object` (either may be empty). conditions:
    `subject` holds them, `object` waits, `requirement` is what it waits for. compare: `subject`, `object` are the two.
    """

    kind: Kind
    clause: Clause | None = None
    gap: Gap | None = None
    subject: Tokens = ()
    object: Tokens = ()
    requirement: Tokens = ()
    kinds: tuple[str, ...] = ()
    among: Tokens = ()
    """Which of them: "which Arab states …"."""
    holder: Tokens = ()
    """According to whom."""
    count: bool = False
    agree: bool = False
    flipped: bool = False
    topic: Tokens = ()
    relations: tuple[str, ...] = ()
    """Of which relations claims are to be found by their words."""
    inner: Question | None = None
    """The statement of which sources, speakers or dates are asked, where it is no clause."""
