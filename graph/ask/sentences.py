"""A reading in a sentence, for the answer: what was looked for, and what is not in the data."""

from __future__ import annotations

from schema.relations import EDGE, RELATION

from .lexicon import Lexicon
from .reading import Reading, Slot
from .tokens import tokenize
from .words import GENERIC, TITLES

_VERBS = {"represents": "leads or speaks for", "member-of": "is a member of", "warns": "warns of", "threatens": "threatens",
          "expects": "expects", "requires": "says that it needs", "reports": "reports", "denies": "denies", "assesses": "judges",
          "claims-authority": "claims the decision on", "part-of": "is part of"}  # fmt: skip


def sentence(reading: Reading, lexicon: Lexicon) -> str:
    """What the question is taken to ask, in English."""
    if reading.unknown:
        return _unknown(reading, lexicon)
    text = _core(reading)
    if reading.according.entities:
        text += f", according to {reading.according.name}"
    return text[0].upper() + text[1:]


def foreign_words(name: str, lexicon: Lexicon) -> str:
    """Those words of a phrase that the data has nowhere."""
    strange = [
        t.text
        for t in tokenize(name)
        if t.content
        and t.root not in lexicon.measures_of_word
        and t.root not in lexicon.things_of_word
        and t.root not in GENERIC
        and t.word not in TITLES
    ]
    return " ".join(strange)


def _unknown(reading: Reading, lexicon: Lexicon) -> str:
    parts = []
    for slot, kind in _kinds(reading):
        for name in slot.unknown:
            strange = foreign_words(name, lexicon)
            if strange and strange != name:
                parts.append(f"“{strange}” is no name in the data (“{name}”)")
            else:
                parts.append(f"“{name}” is no {kind} in the data")
    text = "; ".join(dict.fromkeys(parts))
    return f"{text}, so that nothing in it can answer this"


def _kinds(reading: Reading) -> list[tuple[Slot, str]]:
    stance = reading.names[:1] and reading.names[0] in EDGE and EDGE[reading.names[0]].ranges
    thing = "actor" if stance == ("Actor",) or reading.kind == "represents" else "actor or measure"
    return [(reading.subject, "actor"), (reading.object, thing), (reading.requirement, "measure"), (reading.target, "actor"),
            (reading.according, "actor"), *((p, "actor") for p in reading.parties)]  # fmt: skip


def verb(reading: Reading) -> str:
    """The relations as they stand between actor and object."""
    words = []
    for name in reading.names:
        words.append(EDGE[name].look.phrase if name in EDGE else _VERBS.get(name, RELATION[name].meaning))
    text = " or ".join(dict.fromkeys(words))
    return f"does not: {text}" if reading.negated else text


def _name(slot: Slot) -> str:
    return f"*{slot.name}*" + (" (its contrary)" if slot.contrary else "")


def _core(r: Reading) -> str:
    if r.kind == "conditions":
        return _conditions(r)
    if r.kind == "mediates":
        between = " between " + " and ".join(p.name for p in r.parties) if r.parties else ""
        topic = f" on {_name(r.object)}" if r.object else ""
        who = r.subject.name if r.subject.entities else "who"
        open_ = "; claims that leave the parties open are marked" if r.parties else ""
        return f"{'whether ' if r.asked == 'whether' else ''}{who} mediates{between}{topic}{open_}"
    if r.kind == "position":
        who = r.subject.name if r.subject.entities else "anyone"
        return f"what {who} holds on {_name(r.object)}, narrower forms of it included"
    if r.kind == "figure":
        return f"figures for “{r.object.text}”"
    if r.kind == "when" and r.asked == "events":
        return f"when {_name(r.object)} was"
    if r.kind == "denial":
        who = f"whether {r.target.name}" if r.target else "who"
        return f"{who} denies that {r.subject.name} {verb(r)} {_name(r.object)}"
    if r.kind == "compare":
        what = "hold the same" if r.agree else "differ"
        topic = f" concerning {_name(r.requirement)}" if r.requirement.entities else ""
        return f"measures on which {r.subject.name} and {r.object.name} {what}{topic}"
    if r.asked == "self":
        return f"whom {r.subject.name} leads or speaks for"
    if r.asked == "mentions":
        return f"sources with a claim by, about or towards {_name(r.object)}"
    if r.kind == "represents":
        return f"{'whom ' + r.subject.name if r.asked == 'objects' else 'who'} {' or '.join(r.roles).replace('-', ' ')}" + (
            f" {_name(r.object)}" if r.object else "")  # fmt: skip
    statement = _statement(r)
    if r.kind == "sources":
        return f"sources which say that {statement}"
    if r.kind == "says":
        return f"who says that {statement}"
    if r.kind == "when":
        return f"when {statement}, as far as the sources are dated"
    return statement


def _statement(r: Reading) -> str:
    text = verb(r)
    if "PRESSURES" in r.names and any(e.label == "Actor" for e in r.object.entities):
        text = text.replace("presses for", "presses")
    if r.asked == "actors":
        among = f" among {r.subject.name}" if r.subject.entities else ""
        kinds = f" ({', '.join(r.kinds)} only)" if r.kinds else ""
        return f"who{among} {text} {_name(r.object)}{kinds}{_notes(r)}"
    if r.asked == "objects":
        of = f", of {r.target.name}" if r.target.entities else ""
        return f"{'whom' if r.answer_type == 'actors' else 'what'} {r.subject.name} {text}{of}"
    head = f"whether {r.subject.name}" if r.kind == "stance" else r.subject.name
    return f"{head} {text} {_name(r.object)}{_notes(r)}"


def _notes(r: Reading) -> str:
    inherits = any(n in EDGE and EDGE[n].inherits for n in r.names)
    return "; what is inherited or imputed is marked" if inherits else ""


def _conditions(r: Reading) -> str:
    who = f", for {r.subject.name}" if r.subject.entities else ""
    if r.asked == "requirements":
        step = f"before {_name(r.object)}" if r.object.entities else "before anything"
        return f"what must come {step}{who}; conditions on wider measures are included and marked"
    if r.asked == "objects":
        return f"what waits for {_name(r.requirement)}{who}"
    if r.asked == "actors":
        need = f" wait for {_name(r.requirement)}" if r.requirement.entities else " wait"
        return f"who makes {_name(r.object)}{need}"
    need = f" wait for {_name(r.requirement)}" if r.requirement.entities else " wait"
    return f"whether {r.subject.name if r.subject.entities else 'anyone'} makes {_name(r.object)}{need}"


# ---- the same question in plain words


def canonical(r: Reading) -> str:
    """A question that asks this reading and no other."""
    subject = r.subject.entities[0].name if r.subject.entities else ""
    thing = r.object.entities[0].name if r.object.entities else ""
    if r.kind == "conditions":
        return f"What must happen before {thing}{', according to ' + subject if subject else ''}?"
    if r.kind == "position":
        return f"What is {subject}'s position on {thing}?" if subject else f"Where do the parties stand on {thing}?"
    names = list(r.names)
    if r.object.contrary:  # other readings are named by their name, never by their contrary
        names = [_BACK.get(n, n) for n in names]
    phrase = " or ".join(dict.fromkeys(_said(n) for n in names))
    if r.kind in ("sources", "says", "when"):
        lead = {"sources": "Which sources say that", "says": "Who says that", "when": "Since when is it said that"}[
            r.kind
        ]
        return f"{lead} {subject} {phrase} {thing}?"
    if r.asked == "whether":
        return f"Is it true that {subject} {phrase} {thing}?"
    return f"Who {phrase} {thing}?"


_BACK = {"SUPPORTS": "OPPOSES", "OPPOSES": "SUPPORTS"}


def _said(name: str) -> str:
    if name == "PRESSURES":
        return "presses"
    if name == "WAITS_FOR":
        return "demands"
    return EDGE[name].look.phrase if name in EDGE else _VERBS.get(name, name)
