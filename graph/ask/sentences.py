"""A reading in a sentence, for the answer: what was looked for, and what is not in the data."""

from __future__ import annotations

from schema.relations import EDGE, RELATION

from .lexicon import Lexicon
from .reading import Reading, Slot
from .relating import TURN
from .tokens import tokenize
from .words import GENERIC, TITLES

_VERBS = {
    "represents": "leads or speaks for", "member-of": "is a member of", "part-of": "is part of", "warns": "warns of",
    "threatens": "threatens", "expects": "expects", "requires": "says that it needs", "reports": "reports",
    "denies": "denies", "assesses": "judges", "claims-authority": "claims the decision on",
    "conditions-on": "sets a condition for",
}  # fmt: skip
_MARKED = "; what is inherited or imputed is marked"


def sentence(reading: Reading, lexicon: Lexicon) -> str:
    """What the question is taken to ask, in English."""
    if reading.unknown:
        return _unknown(reading, lexicon)
    text = _core(reading)
    if reading.according.entities:
        text += f", according to {reading.according.name}"
    return text[0].upper() + text[1:]


# ---- names that the data does not have


def _unknown(reading: Reading, lexicon: Lexicon) -> str:
    parts = [_missing(name, kind, lexicon) for slot, kind in _kinds(reading) for name in slot.unknown]
    return "; ".join(dict.fromkeys(parts)) + ", so that nothing in it can answer this"


def _missing(name: str, kind: str, lexicon: Lexicon) -> str:
    strange = " ".join(t.text for t in tokenize(name) if t.content and not _known(t.word, t.root, lexicon))
    if strange and strange != name:
        return f"“{strange}” is no name in the data (“{name}”)"
    return f"“{name}” is no {kind} in the data"


def _known(word: str, root: str, lexicon: Lexicon) -> bool:
    return root in lexicon.measures_of_word or root in lexicon.things_of_word or root in GENERIC or word in TITLES


def _kinds(reading: Reading) -> list[tuple[Slot, str]]:
    name = reading.names[0] if reading.names else ""
    of_actors = name == "represents" or (name in EDGE and EDGE[name].ranges == ("Actor",))
    return [
        (reading.subject, "actor"),
        (reading.object, "actor" if of_actors else "actor or measure"),
        (reading.requirement, "measure"),
        (reading.target, "actor"),
        (reading.according, "actor"),
        *((party, "actor") for party in reading.parties),
    ]


# ---- what is asked


def _core(r: Reading) -> str:
    if r.asked == "events":
        return f"when {_name(r.object)} was"
    if r.asked == "mentions":
        return f"sources with a claim by, about or towards {_name(r.object)}"
    special = {
        "conditions": _conditions, "mediates": _mediates, "represents": _represents, "position": _position,
        "figure": _figure, "denial": _denial, "compare": _compare, "content": _content, "after": _after,
        "published": _published, "unnamed": _unnamed, "deadlock": _deadlock,
    }  # fmt: skip
    if r.kind in special:
        return special[r.kind](r)
    statement = _statement(r)
    about = {
        "sources": f"sources which say that {statement}",
        "says": f"who says that {statement}",
        "when": f"when {statement}, as far as the sources are dated",
    }
    return about.get(r.kind, statement)


def _name(slot: Slot) -> str:
    return f"*{slot.name}*" + (" (its contrary)" if slot.contrary else "")


def _verb(r: Reading) -> str:
    """The relations as they stand between actor and object."""
    words = [EDGE[n].look.phrase if n in EDGE else _VERBS.get(n, RELATION[n].meaning) for n in r.names]
    text = " or ".join(dict.fromkeys(words))
    if any(e.label == "Actor" for e in r.object.entities):
        text = text.replace("presses for", "presses")
    return f"does not: {text}" if r.negated else text


def _statement(r: Reading) -> str:
    marked = _MARKED if any(n in EDGE and EDGE[n].inherits for n in r.names) else ""
    if r.asked == "actors":
        among = f" among {r.subject.name}" if r.subject.entities else ""
        kinds = f" (only of the kind {' or '.join(r.kinds)})" if r.kinds else ""
        return f"who{among} {_verb(r)} {_name(r.object)}{kinds}{marked}"
    if r.asked == "objects":
        of = f", of {r.target.name}" if r.target.entities else ""
        return f"{'whom' if r.answer_type == 'actors' else 'what'} {r.subject.name} {_verb(r)}{of}"
    whether = "whether " if r.kind == "stance" else ""
    return f"{whether}{r.subject.name} {_verb(r)} {_name(r.object)}{marked}"


def _mediates(r: Reading) -> str:
    who = r.subject.name if r.subject.entities else "who"
    whether = "whether " if r.asked == "whether" else ""
    between = f" between {' and '.join(p.name for p in r.parties)}" if r.parties else ""
    topic = f" on {_name(r.object)}" if r.object else ""
    marked = "; claims that leave the parties open are marked" if r.parties else ""
    return f"{whether}{who} mediates{between}{topic}{marked}"


def _represents(r: Reading) -> str:
    roles = " or ".join(r.roles).replace("-", " ")
    if r.asked in ("objects", "self"):
        return f"whom {r.subject.name} {roles}"
    who = f"whether {r.subject.name}" if r.asked == "whether" else "who"
    return f"{who} {roles} {_name(r.object)}"


def _position(r: Reading) -> str:
    who = r.subject.name if r.subject.entities else "anyone"
    return f"what {who} holds on {_name(r.object)}, narrower forms of it included"


def _figure(r: Reading) -> str:
    return f"figures for “{r.object.text}”"


def _denial(r: Reading) -> str:
    who = f"whether {r.target.name}" if r.target else "who"
    return f"{who} denies that {r.subject.name} {_verb(r)} {_name(r.object)}"


def _said_words(r: Reading) -> str:
    return " and ".join(f"“{part.shown}”" for part in r.content)


def _content(r: Reading) -> str:
    if r.asked == "voices":
        return f"who says what speaks of {_said_words(r)}"
    who = r.subject.name if r.subject.entities else "anyone"
    relations = f" ({' or '.join(r.names)})" if r.names else ""
    return f"statements of {who}{relations}" + (f" that speak of {_said_words(r)}" if r.content else "")


def _after(r: Reading) -> str:
    return f"what {r.subject.name if r.subject.entities else 'anyone'} did after {_name(r.object)}"


def _published(r: Reading) -> str:
    return f"when sources with {_said_words(r)} in their title were published"


def _unnamed(_: Reading) -> str:
    return "claims with somebody whom the source does not name among those who say so"


def _deadlock(r: Reading) -> str:
    return "conditions that wait for each other in a ring" + (f" with {_name(r.object)}" if r.object.entities else "")


def _compare(r: Reading) -> str:
    what = "hold the same" if r.agree else "differ"
    topic = f" concerning {_name(r.requirement)}" if r.requirement.entities else ""
    return f"measures on which {r.subject.name} and {r.object.name} {what}{topic}"


def _conditions(r: Reading) -> str:
    holder = f", for {r.subject.name}" if r.subject.entities else ""
    if r.asked == "requirements":
        thing = _name(r.object) if r.object.entities else "anything"
        return f"what must come before {thing}{holder}; conditions on wider measures are included and marked"
    if r.asked == "objects":
        return f"what waits for {_name(r.requirement)}{holder}"
    need = f" wait for {_name(r.requirement)}" if r.requirement.entities else " wait"
    who = "who" if r.asked == "actors" else f"whether {r.subject.name if r.subject.entities else 'anyone'}"
    return f"{who} makes {_name(r.object)}{need}"


# ---- the same question in plain words


def canonical(r: Reading) -> str:
    """A question that asks this reading and no other."""
    subject = r.subject.entities[0].name if r.subject.entities else ""
    thing = r.object.entities[0].name if r.object.entities else ""
    if r.kind == "conditions":
        return f"What must happen before {thing}{', according to ' + subject if subject else ''}?"
    if r.kind == "position":
        return f"What is {subject}'s position on {thing}?" if subject else f"Where do the parties stand on {thing}?"
    # The stance was turned for the contrary; other readings are named by their name.
    names = [TURN.get(n, n) for n in r.names] if r.object.contrary else r.names
    phrase = " or ".join(dict.fromkeys(map(_said, names)))
    leads = {"sources": "Which sources say that", "says": "Who says that", "when": "Since when is it said that"}
    if r.kind in leads:
        return f"{leads[r.kind]} {subject} {phrase} {thing}?"
    return f"Is it true that {subject} {phrase} {thing}?" if r.asked == "whether" else f"Who {phrase} {thing}?"


def _said(name: str) -> str:
    plain = {"PRESSURES": "presses", "WAITS_FOR": "demands"}
    return plain.get(name) or (EDGE[name].look.phrase if name in EDGE else _VERBS.get(name, name))
