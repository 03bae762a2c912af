"""Third stage, second half: the parts of a question, as words, become a `Reading`, as things and relations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from schema.relations import EDGE

from . import content, relating, slots, waiting
from .clauses import Clause
from .lexicon import Lexicon
from .mentions import Meaning, Phrase
from .question import Gap, Question
from .reading import Alternative, AnswerType, Asked, Reading, Slot
from .relating import STANCES, TURN
from .sentences import canonical, sentence
from .slots import Named, split_and
from .tokens import Tokens, spelled, tokenize, trim
from .words import IRREGULAR_PARTICIPLES, KIND_WORDS, STOP, word_set

_ADDRESSED = {"DEMANDS", "PRESSURES", "warns", "threatens", "expects", "SUPPORTS", "PROPOSES", "AGREES_TO"}
_CALLS = ("SUPPORTS", "OPPOSES", "DEMANDS", "PROPOSES", "PRESSURES")
"""What a request, an offer or a call may have been."""
_SAID = {"denies", "reports", "assesses", "claims-authority"}
_WAITING = {"requires", "WAITS_FOR", "CONDITIONS_ON"}
_ANY = ("Measure", "Actor", "Place", "Event")
_PARTICIPATION = tokenize("participation in")
_LEADING = {"lead", "head", "chair", "leader", "chief", "boss", "chairman", "leadership",
            "in charge of", "at the head of"}  # fmt: skip
_ROLE_NOUNS = {"leader", "head", "chief", "boss", "representative", "spokesman", "spokesperson", "spokespeople",
               "spokeswoman", "negotiator", "chairman"}  # fmt: skip
"""Who leads or speaks; other nouns name an office."""
_DOING = word_set("done do doing happen see to")
_ADDRESSING = word_set("of from to do on in about for regarding with by against that when it comes concerning at doing")
_WILLING = word_set("would will could might")
_WILLINGNESS = word_set("willing ready prepared would agree accept")
_GIVEN = word_set("under given with")
_EXACT = 0.9
_CLEAR = 0.6
"""From this score on a phrase names its measure well enough to be taken before its own actor."""


class Interpreter:
    """Reads the parts of one question against a lexicon."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._asks_whom = bool(re.search(r"\b(who|whom)\b", text, re.IGNORECASE))

    def read(self, question: Question) -> Reading | None:
        """The reading of a question, or None if its parts do not make sense together."""
        rules: dict[str, Callable[[Question], Reading | None]] = {
            "stance": self._stance, "polar": self._polar, "position": self._position, "conditions": self._conditions,
            "sources": self._evidence, "says": self._evidence, "when": self._when, "compare": self._compare,
            "figure": self._figure, "denial": self._denial, "identity": self._identity, "mentions": self._mentions,
            "content": self._content, "after": self._after, "published": self._published, "unnamed": self._unnamed,
            "deadlock": self._deadlock,
        }  # fmt: skip
        rule = rules.get(question.kind)
        reading = rule(question) if rule else None
        if reading is None:
            return None
        if question.holder and reading.kind != "conditions":
            reading = replace(reading, according=self._actors(question.holder).slot)
        reading = replace(reading, count=question.count, flipped=question.flipped)
        return replace(reading, sentence=sentence(reading, self._lexicon))

    def _actors(self, tokens: Tokens) -> Named:
        return slots.actors(tokens, self._lexicon)

    def _things(self, tokens: Tokens, *want: str) -> Named:
        return slots.things(tokens, self._lexicon, want or _ANY)

    # ---- who stands how to what

    def _stance(self, question: Question) -> Reading | None:
        clause = question.clause
        if clause is None:
            return None
        if "represents" in clause.names:
            return self._represents(clause, question)
        if clause.names[0] == "MEDIATES":
            return self._mediates(clause, question)
        return self._who(clause, question) if question.gap == "subject" else self._what(clause, question)

    def _who(self, clause: Clause, question: Question) -> Reading | None:
        """Who does it to a given object."""
        if not clause.object or slots.is_nobody(clause.object):
            return None
        if {"OPPOSES", "DECLINES"} & set(clause.names) and (refused := self._refused(clause, question)):
            return refused
        reading = self._with_object(clause, Reading(self._text, "stance", "actors", "actors", kinds=question.kinds))
        bare = all(t.word in STOP or not t.content or t.word in KIND_WORDS for t in question.among[:-1])
        if not bare:  # "which Arab states …"
            reading = replace(reading, subject=self._members(question.among), kinds=())
        return reading

    def _members(self, tokens: Tokens) -> Slot:
        """ "Arab states", "US officials": a group, and persons who speak for the actor that it is named after."""
        group = self._actors(tokens).slot
        if "Person" not in KIND_WORDS.get(tokens[-1].word, ()):
            return group
        ids = [i for e in self._actors(tokens[:-1]).slot.entities for i in self._lexicon.speakers(e.id)]
        persons = tuple(self._lexicon.entities[i] for i in ids if self._lexicon.entities[i].kind == "Person")
        known = tuple(dict.fromkeys((*group.entities, *persons)))
        return replace(group, entities=known, unknown=()) if known else group

    def _refused(self, clause: Clause, question: Question) -> Reading | None:
        """ "Who turned down X's request on Y?": a claim of X's is refused."""
        owner, thing = slots.owned(clause.object)
        if not owner or not thing:
            return None
        one, other = self._actors(owner).slot, self._things(thing).slot
        if not one.entities or not other.entities:
            return None
        return Reading(self._text, "denial", "actors", "actors", _CALLS, one, other, kinds=question.kinds)

    def _what(self, clause: Clause, question: Question) -> Reading | None:
        """What a given actor does it to."""
        if slots.is_nobody(clause.subject):
            return None
        subject = self._actors(clause.subject)
        if subject.slot.unknown and clause.head in ("in", "for", "behind", "without"):
            return None  # "what is the weather in X?" asks of no actor
        waits = subject.slot.unknown and not clause.object and not clause.passive and _WAITING & set(clause.names)
        if waits and self._things(clause.subject, "Measure", "Event").slot.entities:
            return self._conditions(Question("conditions", gap="requirement", object=clause.subject, holder=question.holder))
        reading = self._of(subject.slot, clause, question)
        if clause.subject[:1] and clause.subject[0].word == "both" and len(pair := split_and(clause.subject[1:])) == 2:
            one, other = (self._actors(part).slot for part in pair)
            return replace(reading, kind="compare", object=other, subject=one, agree=True)
        if clause.passive and self._asks_whom and set(clause.names) & _ADDRESSED:
            topic = Slot() if slots.is_nobody(clause.object) else self._things(clause.object, "Measure", "Event").slot
            return replace(reading, asked="addressees", answer_type="actors", object=topic)
        thing = trim(clause.object, _DOING)
        if thing and not slots.is_nobody(thing):
            return self._addressed(thing, reading)
        if clause.before:
            return self._conditions(
                Question("conditions", gap="requirement", subject=clause.subject, object=clause.before)
            )
        return self._with_alternatives(reading, subject)

    def _of(self, subject: Slot, clause: Clause, question: Question) -> Reading:
        """What `subject` does, whatever it is."""
        names = relating.turned(clause)
        if names == ("reports",) or (names[:1] == ("reports",) and not clause.negated):
            return Reading(self._text, "content", "claims", "claims", (), subject)
        answers: AnswerType = "measures"
        if set(names) <= _SAID:
            answers = "claims"
        elif all(map(relating.only_actors, names)) or (self._asks_whom and not question.among):
            answers = "actors"
        return Reading(
            self._text, "stance", "objects", answers, (*names, "WAITS_FOR") if "DEMANDS" in names else names, subject,
            labels=("Actor",) if answers == "actors" else (), negated=clause.negated and names == clause.names,
            among=self._lexicon.measures_about(question.among),
        )  # fmt: skip

    def _addressed(self, tokens: Tokens, reading: Reading) -> Reading | None:
        """ "What does X want of Y?": of an actor, or about a place or measure."""
        target = self._things(trim(tokens, _ADDRESSING), "Actor", "Place", "Measure", "Event").slot
        if not target:
            return None
        addressed = target.entities and target.entities[0].label == "Actor" and set(reading.names) & _ADDRESSED
        if addressed or target.unknown:
            return replace(reading, target=target)
        return Reading(self._text, "position", "claims", "claims", reading.names, reading.subject, target)

    # ---- the object

    def _with_object(self, clause: Clause, reading: Reading) -> Reading:
        """Put object and relations into a reading whose clause has an object."""
        tokens, names = clause.object, relating.turned(clause)
        tokens, deeper = slots.including(slots.proposition(tokens))
        kept = names == clause.names
        turn = not kept
        if names[0] in STANCES and (inner := slots.prevented(tokens)):
            tokens, turn = inner, not turn
        if names[0] == "OPPOSES":
            tokens = relating.accepted(tokens)
        if "DEPLOYS" in names and _modal(clause) and self._things(clause.deed, "Measure").slot.entities:
            tokens = clause.deed  # "would send troops": the step is in the verb as well
        reading, named, tokens = self._object_of(tokens, names, reading)
        if waits := self._under(tokens, named, reading, clause):
            return waits
        slot = named.slot
        turn ^= slot.contrary and names[0] in STANCES
        if slot.entities:
            names = relating.chosen(clause, slot.entities[0].label, turn=turn)
            if not names:
                return self._misfit(replace(reading, names=clause.names[:1]), named)
        elif turn:
            names = tuple(TURN.get(n, n) for n in clause.names)
        reading = replace(
            reading, names=names, object=slot, role=_result(tokens) if names[0] in STANCES else None,
            negated=clause.negated and kept and reading.asked != "whether",
            widened=relating.widened(names, named, self._lexicon),
            own=relating.own_steps(names, slot, self._lexicon, deed=relating.is_deed(tokens)),
            narrower=relating.descendants(slot, self._lexicon) if deeper else relating.narrower(names, slot, self._lexicon),
        )  # fmt: skip
        return self._with_alternatives(_willing(reading, clause), named)

    def _under(self, tokens: Tokens, named: Named, reading: Reading, clause: Clause) -> Reading | None:
        """ "willing to join X under Y": joining waits for Y."""
        at = next((i for i, t in enumerate(tokens) if i and t.word in _GIVEN), None)
        willing = "SUPPORTS" in clause.names and not clause.negated and any(t.word in _WILLINGNESS for t in clause.words)
        whole = named.phrase.best is not None and named.phrase.best.score > _EXACT and not relating.is_deed(tokens)
        if at is None or not willing or whole:
            return None
        gap: Gap | None = "holder" if reading.asked == "actors" else None
        return self._conditions(Question(
            "conditions", gap=gap, subject=clause.subject, object=tokens[:at], requirement=tokens[at + 1 :],
            kinds=reading.kinds,
        ))  # fmt: skip

    def _object_of(self, tokens: Tokens, names: tuple[str, ...], reading: Reading) -> tuple[Reading, Named, Tokens]:
        """What the object names; "urge X to do Y" has a target beside it, "meet X to do Y" only X."""
        named = self._object(tokens, names)
        at = next((i for i, t in enumerate(tokens) if t.word in ("to", "into") and 0 < i < len(tokens) - 1), None)
        if named.slot.entities or at is None:
            return reading, named, tokens
        ids = self._lexicon.things(trim(tokens[:at]) or tokens[:at])
        found = tuple(self._lexicon.entities[i] for i in sorted(ids) if self._lexicon.label(i) == "Actor")
        if not found:
            return reading, named, tokens
        target = Slot(spelled(tokens[:at]), found[:1])
        if all(relating.fits(n, "Actor") and not relating.fits(n, "Measure") for n in names):
            return reading, Named(target, Phrase(())), tokens[:at]
        return replace(reading, target=target), self._object(tokens[at + 1 :], names), tokens[at + 1 :]

    def _object(self, tokens: Tokens, names: tuple[str, ...]) -> Named:
        """The object of relations `names`, among what they can point to."""
        if "PARTICIPATES_IN" in names or names == ("DECLINES",):
            joined = self._things((*_PARTICIPATION, *tokens), "Measure")
            if joined.phrase.best and joined.phrase.best.score > _CLEAR:
                return joined
        named = self._things(tokens)
        entity = named.slot.entities[0] if named.slot.entities else None
        if entity is None or any(relating.fits(n, entity.label) for n in names):
            return named
        if entity.kind in slots.BODIES and (measures := slots.bodies_measures(entity, self._lexicon)):
            return Named(Slot(named.slot.text, measures), named.phrase)
        measure = self._things(tokens, "Measure") if entity.label == "Place" else named
        return measure if measure.slot.entities else named

    def _misfit(self, reading: Reading, named: Named) -> Reading:
        """An object to which none of the relations can point: nobody does, and other questions are offered."""
        reading = replace(reading, object=replace(named.slot, entities=named.slot.entities[:1]))
        actor = named.slot.entities[0].label == "Actor"
        others = [replace(reading, names=(e,)) for e in ("DISTRUSTS", "ALLIED_WITH", "PRESSURES")] if actor else []
        return replace(reading, alternatives=tuple(map(self._alternative, others)))

    # ---- special relations

    def _represents(self, clause: Clause, question: Question) -> Reading | None:
        roles = ("leads",) if {m.head for m in clause.matches} <= _LEADING else ("leads", "speaks-for")
        offices = tuple(m.head for m in clause.matches if m.part == "agent" and m.head not in _ROLE_NOUNS)
        reading = Reading(
            self._text, "represents", "actors", "actors", ("represents",), roles=roles, kinds=question.kinds, offices=offices
        )
        if question.gap == "object" and clause.subject and not clause.object:
            return replace(reading, asked="objects", subject=self._actors(clause.subject).slot)
        tokens = clause.object or (() if question.gap == "object" else clause.subject)
        return replace(reading, object=self._actors(tokens).slot) if tokens else None

    def _mediates(self, clause: Clause, question: Question) -> Reading | None:
        asked: Asked = "actors" if question.gap == "subject" else "whether" if question.gap is None else "objects"
        reading = Reading(self._text, "mediates", asked, "actors", ("MEDIATES",), kinds=question.kinds)
        parties = tuple(self._actors(part).slot for part in split_and(clause.parties))
        reading = replace(reading, subject=self._actors(clause.subject).slot, parties=parties)
        topic = self._things(trim(clause.object, {"in", "between", "for"})).slot
        label = topic.entities[0].label if topic.entities else ""
        if label == "Actor":
            return replace(reading, parties=(*parties, topic))
        return reading if label == "Place" else replace(reading, object=topic)

    # ---- yes or no

    def _polar(self, question: Question) -> Reading | None:
        clause = question.clause
        if clause is None:
            return None
        if clause.names[0] == "MEDIATES":
            return self._mediates(clause, replace(question, gap=None))
        subject = Slot() if slots.is_nobody(clause.subject) else self._actors(clause.subject).slot
        if "represents" in clause.names:
            reading = self._represents(replace(clause, subject=()), replace(question, gap="subject"))
            return replace(reading, asked="whether", subject=subject) if reading else None
        symmetric = tuple(n for n in clause.names if n in EDGE and EDGE[n].symmetric)
        pair = split_and(clause.subject)
        if len(pair) == 2 and symmetric and slots.is_nobody(clause.object):
            one, other = (self._actors(part).slot for part in pair)
            return Reading(self._text, "stance", "whether", "actors", symmetric[:1], one, other)
        if not clause.object:
            return None
        if slots.is_nobody(clause.subject):  # "is X opposed by anyone?"
            return self._with_object(clause, Reading(self._text, "stance", "whether", "actors"))
        if subject.unknown and not subject.entities and _WAITING & set(clause.names):
            return self._conditions(Question("conditions", object=clause.subject, requirement=clause.object))
        return self._with_object(clause, Reading(self._text, "stance", "whether", "actors", subject=subject))

    # ---- positions, comparison, conditions

    def _position(self, question: Question) -> Reading | None:
        subject = Slot() if slots.is_nobody(question.subject) else self._actors(question.subject).slot
        if slots.is_nobody(question.object):
            names = (*STANCES, "CONDITIONS_ON")
            return Reading(self._text, "stance", "objects", "measures", names, subject) if subject else None
        named = self._things(question.object)
        vague = not named.slot.entities or all(c.generic for c in self._lexicon.concepts(question.object))
        speaker = question.subject or question.holder
        if vague and speaker and (found := self._content(replace(question, gap="object", subject=speaker))):
            return found
        wider = relating.ancestors(named.slot, self._lexicon)
        reading = Reading(self._text, "position", "claims", "claims", (), subject, named.slot, wider=wider)
        return self._with_alternatives(reading, named)

    def _compare(self, question: Question) -> Reading | None:
        one, other = self._actors(question.subject).slot, self._actors(question.object).slot
        topic = self._things(question.topic, "Measure").slot
        asked: Asked = "whether" if question.gap == "holder" else "objects"
        names = (*STANCES, "CONDITIONS_ON")
        reading = Reading(self._text, "compare", asked, "measures", names, one, other, topic, agree=question.agree)
        return reading if one and other else None

    def _conditions(self, question: Question) -> Reading | None:
        found = waiting.conditions(question, self._text, self._lexicon)
        if found is None:
            return None
        reading, named = found
        return self._with_alternatives(reading, named) if named else reading

    # ---- about a statement

    def _evidence(self, question: Question) -> Reading | None:
        """Who says so, in which sources, since when: a statement, and another thing asked about it."""
        clause = question.clause
        if question.inner:
            inner = self.read(question.inner)
        elif clause is None:
            inner = None
        elif clause.subject:
            inner = self._polar(Question("polar", clause)) or self._what(clause, Question("stance", gap="object"))
        else:
            inner = self._stance(Question("stance", clause, gap="subject"))
        answers: dict[str, AnswerType] = {"sources": "sources", "says": "actors", "when": "claims"}
        if (inner is None or inner.unknown) and question.kind == "says":
            stated = self._things(question.object, "Measure")
            sure = stated.phrase.best is not None and stated.phrase.best.score > _EXACT
            if sure and not content.denied(question.object):  # who says that it is so is for it
                return Reading(self._text, "stance", "actors", "actors", ("SUPPORTS",), object=stated.slot)
            return self._content(replace(question, gap="subject"))
        if inner is None:
            return None
        return replace(inner, kind=question.kind, inner=inner.kind, answer_type=answers[question.kind])  # type: ignore[arg-type]

    def _content(self, question: Question) -> Reading | None:
        """Who says something, or what someone says, found by the words of it."""
        said = content.parts(question.object, self._lexicon)
        if question.object and not (said and content.known(question.object, self._lexicon)):
            return None
        voices = question.gap == "subject"
        asked: Asked = "whether" if question.gap is None else "voices" if voices else "claims"
        return Reading(
            self._text, "content", asked, "actors" if voices else "claims", question.relations,
            Slot() if slots.is_nobody(question.subject) else self._actors(question.subject).slot,
            content=said, denied=content.denied(question.object), kinds=question.kinds,
        )  # fmt: skip

    def _deadlock(self, question: Question) -> Reading:
        """Which conditions wait for each other, all or those about a thing."""
        asked: Asked = "whether" if question.gap is None else "objects"
        thing = self._things(question.object, "Measure", "Actor").slot
        narrower = relating.descendants(thing, self._lexicon)
        return Reading(self._text, "deadlock", asked, "cycles", object=thing, narrower=narrower)

    def _after(self, question: Question) -> Reading | None:
        """What someone did after an event."""
        event = self._things(question.object, "Event").slot
        subject = Slot() if slots.is_nobody(question.subject) else self._actors(question.subject).slot
        return Reading(self._text, "after", "claims", "claims", (), subject, event) if event.entities else None

    def _published(self, question: Question) -> Reading | None:
        """When a source was published, found by the words of its title."""
        said = content.parts(question.object, self._lexicon)
        return Reading(self._text, "published", "published", "sources", content=said) if said else None

    def _unnamed(self, _: Question) -> Reading:
        """Claims with someone in their chain of attribution whom the source does not name."""
        return Reading(self._text, "unnamed", "claims", "claims")

    def _when(self, question: Question) -> Reading | None:
        """Since when someone holds something, or when an event was."""
        reading = self._evidence(question)
        named = self._things(question.object, "Event")
        sure = named.phrase.best is not None and named.phrase.best.score > _CLEAR
        if sure and (not reading or reading.unknown):
            return Reading(self._text, "when", "events", "claims", object=named.slot)
        if reading and not reading.unknown:
            return reading
        told = self._content(Question("content", object=question.object, gap="object"))
        return told if told and len(told.content) > 1 else reading

    def _figure(self, question: Question) -> Reading:
        """How much, how many: claims with a figure that speak of all that the question names."""
        claims = self._lexicon.figures_about(question.object)
        return Reading(self._text, "figure", "claims", "claims", object=Slot(spelled(question.object)), claims=claims)

    def _identity(self, question: Question) -> Reading | None:
        """Who someone is: for whom they stand."""
        named = self._actors(question.object)
        if not named.phrase.best or named.phrase.best.score < slots.CERTAIN:
            return None
        roles = ("leads", "speaks-for")
        return Reading(self._text, "represents", "self", "actors", ("represents",), named.slot, roles=roles)

    def _mentions(self, question: Question) -> Reading:
        """In which sources something stands at all."""
        return Reading(self._text, "sources", "mentions", "sources", object=self._things(question.object).slot)

    def _denial(self, question: Question) -> Reading | None:
        """Who denies a proposition."""
        inner = self._polar(Question("polar", question.clause))
        denier = self._actors(question.subject).slot
        asked: Asked = "whether" if denier else "actors"
        return replace(inner, kind="denial", asked=asked, target=denier, alternatives=()) if inner else None

    # ---- other readings

    def _with_alternatives(self, reading: Reading, named: Named) -> Reading:
        """Other meanings of a phrase, each with the question that asks it."""
        if reading.unknown:
            return reading
        others = [replace(reading, object=_meant(meaning)) for meaning in named.others[:3]]
        return replace(reading, alternatives=(*reading.alternatives, *map(self._alternative, others)))

    def _alternative(self, reading: Reading) -> Alternative:
        other = replace(reading, alternatives=(), sentence="")
        other = replace(other, sentence=sentence(other, self._lexicon))
        return Alternative(canonical(other), other.understood())


def _meant(meaning: Meaning) -> Slot:
    return Slot(meaning.entity.name, (meaning.entity,), meaning.contrary)


def _modal(clause: Clause) -> bool:
    return any(t.word in _WILLING for t in clause.words[:4])


def _willing(reading: Reading, clause: Clause) -> Reading:
    """ "Would X join?" asks what X is willing to do, besides what it does."""
    measure = bool(reading.object.entities) and reading.object.entities[0].label == "Measure"
    if _modal(clause) and measure and {"PARTICIPATES_IN", "DEPLOYS"} & set(reading.names):
        return replace(reading, names=("SUPPORTS", "PARTICIPATES_IN"))
    return reading


def _result(tokens: Tokens) -> str | None:
    """ "wants X kept" → kept."""
    last = trim(tokens)[-1:]
    word = last[0].word if last else ""
    return word if word.endswith("ed") or word in IRREGULAR_PARTICIPLES else None
