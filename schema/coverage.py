"""What a source says without any claim in it, and why: the records of `coverage.yaml`."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from .records import Hash, Id, Record, Text

NoClaimReason = Literal[
    "duplicate", "boilerplate", "caption", "cited-title", "comment-form", "heading", "description", "rhetoric",
    "out-of-scope",
]  # fmt: skip

REASONS: tuple[NoClaimReason, ...] = get_args(NoClaimReason)

MEANINGS: dict[NoClaimReason, str] = {
    "duplicate": "the same words stand elsewhere in this text, and are accounted for there",
    "boilerplate": "of the site, not of the author: credit, date line, label, link, notice",
    "caption": "says what a picture shows, and nothing of the negotiation",
    "cited-title": "title of another text, without a claim of this negotiation",
    "comment-form": "of the form for comments",
    "heading": "title, subhead or label before a colon that names a topic and says nothing of it",
    "description": "a scene or a mood: no stance, deed, fact or figure that could be disputed or counted",
    "rhetoric": "a figure of speech, question or connective without a proposition, or words that announce what follows",
    "out-of-scope": "a proposition about something else than this negotiation",
}
"""What each reason is for; the code book has the rules."""


class NoClaim(Record):
    """A stretch of a source that holds no claim, and why."""

    source: Id
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    sha256: Hash | None = None
    reason: NoClaimReason
    note: Text | None = None

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} must be greater than start {self.start}")
        return self
