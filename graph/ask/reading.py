"""The typed reading of a question: what `parse` gives and `plan` turns into Cypher."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from .content import Part
from .names import Entity

Kind = Literal[
    "stance",
    "position",
    "conditions",
    "represents",
    "mediates",
    "sources",
    "says",
    "when",
    "compare",
    "figure",
    "denial",
    "deadlock",
    "content",
    "after",
    "published",
    "unnamed",
]
AnswerType = Literal["actors", "measures", "claims", "sources", "pairs", "cycles"]
Asked = Literal["actors", "objects", "addressees", "requirements", "whether", "claims", "events", "self", "mentions", "voices", "published"]


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of a question that names things: all that it can be, at once. `text`: the words of the question."""

    text: str = ""
    entities: tuple[Entity, ...] = ()
    contrary: bool = False
    unknown: tuple[str, ...] = ()
    """Names in it that the data does not have."""

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(e.id for e in self.entities)

    @property
    def name(self) -> str:
        return " or ".join(e.name for e in self.entities) or self.text

    def __bool__(self) -> bool:
        return bool(self.entities or self.unknown)


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another reading, and a question that asks it."""

    question: str
    understood: dict[str, Any] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a question asks.

    `names`: edge types in capitals, relations without an edge in small letters. `asked`: which part is to be found.
    `subject` holds, `object` is held; in a question about conditions the object waits for `requirement`.
    `widened`: further objects that count ("distrusts … involvement" counts distrust of who would be involved).
    `own`: narrower steps that count for the actor that they involve. `wider`: measures whose conditions pass down.
    """

    question: str
    kind: Kind
    asked: Asked
    answer_type: AnswerType
    names: tuple[str, ...] = ()
    subject: Slot = Slot()
    object: Slot = Slot()
    requirement: Slot = Slot()
    target: Slot = Slot()
    parties: tuple[Slot, ...] = ()
    according: Slot = Slot()
    kinds: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    """What answers may be: actors only, where it is asked "whom"."""
    roles: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    role: str | None = None
    negated: bool = False
    count: bool = False
    agree: bool = False
    flipped: bool = False
    """The question is put the other way round ("does X trust Y?"), so that yes is no."""
    widened: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    wider: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    """Measures that answers are to be of ("which mandate …")."""
    narrower: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    """Claims that the question is about, found by their words (figures)."""
    content: tuple[Part, ...] = ()
    """What a claim must have in its words, where no relation says it."""
    denied: bool = False
    """The words say that something is not so."""
    inner: Kind | None = None
    """What kind of question the statement is of which sources, speakers or dates are asked."""
    sentence: str = ""
    corrections: tuple[tuple[str, str], ...] = ()
    as_of: str | None = None
    """The day by which it is asked."""
    parts: tuple[Reading, ...] = ()
    together: bool = False
    """Answers are those that answer every part."""
    alternatives: tuple[Alternative, ...] = ()

    @property
    def slots(self) -> tuple[Slot, ...]:
        return (self.subject, self.object, self.requirement, self.target, self.according, *self.parties)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Names that the question uses and the data does not have."""
        own = [name for slot in self.slots for name in slot.unknown]
        return tuple(dict.fromkeys([*own, *(name for part in self.parts for name in part.unknown)]))

    @property
    def edges(self) -> tuple[str, ...]:
        return tuple(n for n in self.names if n.isupper())

    @property
    def relations(self) -> tuple[str, ...]:
        return tuple(n for n in self.names if not n.isupper())

    @property
    def stance(self) -> str | None:
        """The relation in one word, as the interface names it."""
        return " or ".join(n.lower() for n in self.names) or None

    def understood(self) -> dict[str, Any]:
        """What interfaces show of it."""
        shown: dict[str, Any] = {"kind": self.kind}
        if self.stance:
            shown["stance"] = self.stance
        for name, slot in (("actor", self.subject), ("requirement", self.requirement), ("target", self.target)):
            if slot.entities:
                shown[name] = _named(slot.entities)
        if self.object.entities:
            label = self.object.entities[0].label.lower()
            key = label if label != "actor" or "actor" not in shown else "object"
            shown[key] = _named(self.object.entities)
            if self.object.contrary:
                shown["contrary"] = True
        if self.parties:
            shown["parties"] = [{"id": e.id, "name": e.name} for slot in self.parties for e in slot.entities[:1]]
        if self.according.entities:
            shown["according_to"] = _named(self.according.entities)
        if self.content:
            shown["content"] = [part.shown for part in self.content]
        if self.as_of:
            shown["as_of"] = self.as_of
        shown["answer_type"] = self.answer_type
        shown["sentence"] = self.sentence
        if self.unknown:
            shown["unknown"] = list(self.unknown)
        if self.corrections:
            shown["corrections"] = [{"typed": typed, "read": read} for typed, read in self.corrections]
        if self.parts:
            shown["parts"] = [part.understood() for part in self.parts]
        return shown


def _named(entities: tuple[Entity, ...]) -> dict[str, Any]:
    first = {"id": entities[0].id, "name": entities[0].name}
    if len(entities) > 1:
        first["others"] = [{"id": e.id, "name": e.name} for e in entities[1:]]  # type: ignore[assignment]
    return first
