"""Questions about conditions become readings: who makes which step wait for what."""

from __future__ import annotations

from dataclasses import replace

from . import slots
from .lexicon import Lexicon
from .mentions import Phrase
from .names import Entity
from .question import Question
from .reading import Asked, Reading, Slot
from .relating import accepted, ancestors, descendants, own_steps
from .slots import Named
from .tokens import Tokens, spelled, trim

_ASKED: dict[str | None, Asked] = {
    "requirement": "requirements", "measure": "objects", "holder": "actors", None: "whether",
}  # fmt: skip
_STEPS = ("Measure", "Event")
_LONGEST_NAME = 6


def conditions(question: Question, text: str, lexicon: Lexicon) -> tuple[Reading, Named | None] | None:
    """The reading, and the phrase of the step that waits, with its other meanings."""
    asked = _ASKED[question.gap]
    answers_are_actors = asked in ("actors", "whether")
    reading = Reading(text, "conditions", asked, "actors" if answers_are_actors else "measures", ("CONDITIONS_ON",),
                      kinds=question.kinds)  # fmt: skip
    if holder := _holder(question):
        subject = slots.actors(holder, lexicon).slot
        needing = question.clause is not None and "requires" in question.clause.names
        if subject.unknown and question.subject and (needing or not question.object):
            # "X conditions", "what does X need in order to last", where X is the step
            return conditions(replace(question, subject=(), clause=None, object=question.subject), text, lexicon)
        reading = replace(reading, subject=subject)
    if question.requirement:
        needed, _ = _step(question.requirement, reading, lexicon)
        reading = replace(reading, requirement=needed.slot, narrower=descendants(needed.slot, lexicon))
    named: Named | None = None
    if question.object:
        named, subject = _step(question.object, reading, lexicon)
        reading = replace(reading, object=named.slot, subject=subject)
        if named.slot.entities and named.slot.entities[0].label == "Actor" and not reading.subject:
            reading = replace(reading, subject=named.slot, object=Slot())  # "what is X waiting for?"
    if not (reading.object or reading.requirement or reading.subject):
        return None
    wider = ancestors(reading.object, lexicon)
    return replace(reading, wider=wider, own=own_steps(reading.names, reading.object, lexicon)), named


def _holder(question: Question) -> Tokens:
    said = question.subject or question.holder
    return said or (question.clause.subject if question.clause and question.gap != "holder" else ())


def _step(tokens: Tokens, reading: Reading, lexicon: Lexicon) -> tuple[Named, Slot]:
    """A step, as a name or as a clause ("Turkey joins the ISF"); its actor becomes the holder if none is known."""
    tokens = accepted(tokens)
    if not reading.subject and (alone := _actors(tokens, lexicon)):
        return Named(Slot(spelled(tokens), alone), Phrase(tokens)), reading.subject
    named = slots.things(tokens, lexicon, _STEPS)
    if named.slot.entities:
        return named, reading.subject
    for cut in range(min(len(tokens) - 1, _LONGEST_NAME), 0, -1):
        if actor := _actors(tokens[:cut], lexicon):
            inner = slots.things(accepted(tokens[cut:]), lexicon, _STEPS)
            if inner.slot.entities:
                return inner, reading.subject or Slot(spelled(tokens[:cut]), actor)
    actor_named = slots.actors(tokens, lexicon)
    return (actor_named if actor_named.slot.entities else named), reading.subject


def _actors(tokens: Tokens, lexicon: Lexicon) -> tuple[Entity, ...]:
    """The actor that goes by exactly this name."""
    core = trim(tokens) or tokens
    ids = sorted(i for i in lexicon.things(core) if lexicon.label(i) == "Actor") if core else []
    return tuple(lexicon.entities[i] for i in ids[:1])
