"""Third stage, second half: the parts of a question, as words, become a `Reading`, as things and relations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from schema.relations import EDGE, RELATION, RELATIONS

from . import slots
from .clauses import Clause
from .lexicon import Entity, Lexicon
from .mentions import Meaning, Phrase
from .question import Question
from .reading import Alternative, AnswerType, Asked, Reading, Slot
from .sentences import canonical, sentence
from .slots import Named
from .tokens import Tokens, spelled, tokenize, trim
from .words import IRREGULAR_PARTICIPLES, NEGATION, STOP

STANCES = ("SUPPORTS", "OPPOSES")
_TURN = {"SUPPORTS": "OPPOSES", "OPPOSES": "SUPPORTS"}
_WANTING = {"DEMANDS", "SUPPORTS", "PROPOSES", "PRESSURES", "expects"}
_ADDRESSED = {"DEMANDS", "PRESSURES", "warns", "threatens", "expects", "SUPPORTS", "PROPOSES", "AGREES_TO"}
_SAID = {"denies", "reports", "assesses", "claims-authority"}
_RELUCTANT = ["DECLINES", "OPPOSES", "conditions-on"]
"""Reluctance is coded as a condition where the text names one."""
_ANY = ("Measure", "Actor", "Place", "Event")
_PARTICIPATION = tokenize("participation in")


class Interpreter:
    """Reads the parts of one question against a lexicon."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._asks_whom = bool(re.search(r"\b(who|whom)\b", text, re.IGNORECASE))

    def read(self, question: Question) -> Reading | None:
        rules: dict[str, Callable[[Question], Reading | None]] = {
            "stance": self._stance, "polar": self._polar, "position": self._position, "conditions": self._conditions,
            "sources": self._evidence, "says": self._evidence, "when": self._when, "compare": self._compare,
            "figure": self._figure, "denial": self._denial, "identity": self._identity, "mentions": self._mentioning,
        }  # fmt: skip
        rule = rules.get(question.kind)
        reading = rule(question) if rule else None
        if reading is None:
            return None
        if question.holder and not reading.according and reading.kind != "conditions":
            reading = replace(reading, according=slots.actors(question.holder, self._lexicon).slot)
        reading = replace(reading, count=question.count, flipped=question.flipped)
        return replace(reading, sentence=sentence(reading, self._lexicon))

    # ---- who stands how to what

    def _stance(self, question: Question) -> Reading | None:
        clause = question.clause
        if clause is None:
            return None
        if "represents" in clause.names:
            return self._represents(clause, question)
        if clause.names[0] == "MEDIATES":
            return self._mediates(clause, question)
        if question.gap == "subject":
            return self._who(clause, question)
        return self._what(clause, question)

    def _who(self, clause: Clause, question: Question) -> Reading | None:
        """Who does it to a given object."""
        if not clause.object or slots.is_nobody(clause.object):
            return None
        reading = self._with_object(clause, Reading(self._text, "stance", "actors", "actors", kinds=question.kinds))
        reading = self._willing(reading, clause) if reading else None
        if reading and question.among:
            group = slots.actors(question.among, self._lexicon).slot
            bare = all(t.word in STOP or not t.content or t.word in _kind_words() for t in question.among[:-1])
            if not bare:
                reading = replace(reading, subject=group, kinds=())
        return reading

    def _what(self, clause: Clause, question: Question) -> Reading | None:
        """What a given actor does it to."""
        if slots.is_nobody(clause.subject):
            return None
        subject = slots.actors(clause.subject, self._lexicon)
        if subject.slot.unknown and clause.head in ("in", "for", "behind", "without"):
            return None  # "what is the weather in X?" asks of no actor
        if subject.slot.unknown and not clause.object and not clause.passive:
            thing = slots.things(clause.subject, self._lexicon, ("Measure", "Event"))
            if thing.slot.entities and {"requires", "WAITS_FOR", "CONDITIONS_ON"} & set(clause.names):
                return self._about_conditions(Question("conditions", object=clause.subject, gap="requirement"))
        names = self._turned(clause.names, clause)
        whom = not question.among and self._asks_whom
        answer: AnswerType = "claims" if set(names) <= _SAID else "actors" if whom or all(map(self._only_actors, names)) else (
            "measures")  # fmt: skip
        labels = ("Actor",) if answer == "actors" else ()
        if "DEMANDS" in names:
            names = (*names, "WAITS_FOR")  # what a condition asks for is not coded again as a demand
        base = Reading(self._text, "stance", "objects", answer, names, subject.slot, labels=labels)
        object_ = trim(clause.object, {"done", "do", "doing", "happen", "see", "to"})
        if object_ and not slots.is_nobody(object_):
            return self._addressed(clause, base)
        if clause.before:
            return self._conditions(
                Question("conditions", subject=clause.subject, object=clause.before, gap="requirement")
            )
        if clause.negated and names == clause.names:
            base = replace(base, negated=True)
        if question.among:
            base = replace(base, among=self._lexicon.measures_about(question.among))
        return self._known_alternatives(base, subject, clause)

    def _addressed(self, clause: Clause, base: Reading) -> Reading | None:
        """ "What does X want of Y?": of an actor, or about a place or measure."""
        tokens = trim(clause.object, {"of", "from", "to", "do", "on", "in", "about", "for", "regarding", "with", "by", "against",
                                      "that", "when", "it", "comes", "concerning", "at", "doing"})  # fmt: skip
        target = slots.things(tokens, self._lexicon, ("Actor", "Place", "Measure", "Event"))
        if target.slot.entities and target.slot.entities[0].label == "Actor" and set(base.names) & _ADDRESSED:
            return replace(base, target=target.slot)
        if target.slot.entities:
            return Reading(self._text, "position", "claims", "claims", names=base.names, subject=base.subject,
                           object=target.slot)  # fmt: skip
        if target.slot.unknown:
            return replace(base, target=target.slot)
        return None

    def _with_object(self, clause: Clause, base: Reading) -> Reading | None:
        """Put object and names into a reading whose clause has an object."""
        tokens, names = clause.object, self._turned(clause.names, clause)
        turned = names != clause.names
        if names[0] in STANCES and (inner := slots.prevented(tokens)):
            tokens, turned = inner, not turned
        if names[0] == "OPPOSES" and (inner := _accepted(tokens)):
            tokens = inner
        named = self._object(tokens, names)
        if not named.slot.entities and (pressed := self._pressed(tokens)):
            target, tokens = pressed
            if all(self.fits(n, "Actor") and not self.fits(n, "Measure") for n in names):
                named = Named(target, Phrase(()))  # "met X to push for Y"
            else:
                named = self._object(tokens, names)
                base = replace(base, target=target)
        role = None
        if tokens and (last := trim(tokens)) and _is_participle(last[-1].word) and names[0] in STANCES:
            role = last[-1].word
        slot = named.slot
        turned ^= slot.contrary and names[0] in STANCES
        if slot.entities:
            chosen = self._chosen(clause, slot.entities[0].label, turned=turned)
            if not chosen:
                return self._misfit(base, names, named)
            names = chosen
        elif turned:
            names = tuple(_TURN.get(n, n) for n in clause.names)
        negated = clause.negated and self._turned(clause.names, clause) == clause.names and base.asked != "whether"
        reading = replace(base, names=names, object=slot, role=role, negated=negated,
                          widened=self._widened(names, named), own=self._own(names, slot, base.subject),
                          narrower=self._narrower(names, slot))  # fmt: skip
        return self._known_alternatives(reading, named, clause)

    def _object(self, tokens: Tokens, names: tuple[str, ...]) -> Named:
        """The object of relations `names`, among what they can point to."""
        if "PARTICIPATES_IN" in names or names == ("DECLINES",):
            joined = slots.things((*_PARTICIPATION, *tokens), self._lexicon, ("Measure",))
            if joined.slot.entities and joined.phrase.best and joined.phrase.best.score > 0.6:
                return joined
        named = slots.things(tokens, self._lexicon, _ANY)
        entity = named.slot.entities[0] if named.slot.entities else None
        if entity is None or any(self.fits(n, entity.label) for n in names):
            return named
        if entity.label in ("Actor", "Place"):
            measure = slots.things(tokens, self._lexicon, ("Measure",))
            if entity.kind in slots.BODIES and (measures := slots.bodies_measures(entity, self._lexicon)):
                return Named(Slot(named.slot.text, measures), named.phrase)
            if entity.label == "Place" and measure.slot.entities:
                return measure
        return named

    def _misfit(self, base: Reading, names: tuple[str, ...], named: Named) -> Reading:
        """An object to which none of the relations can point: nobody does, and other questions are offered."""
        reading = replace(base, names=names[:1], object=replace(named.slot, entities=named.slot.entities[:1]))
        label = named.slot.entities[0].label
        alternatives = []
        for edge in ("DISTRUSTS", "ALLIED_WITH", "PRESSURES") if label == "Actor" else ():
            other = replace(reading, names=(edge,), sentence="")
            other = replace(other, sentence=sentence(other, self._lexicon))
            alternatives.append(Alternative(canonical(other), other.understood()))
        return replace(reading, alternatives=tuple(alternatives))

    def _pressed(self, tokens: Tokens) -> tuple[Slot, Tokens] | None:
        """ "urge Trump to keep X" → Trump, keep X."""
        at = next((i for i, t in enumerate(tokens) if t.word in ("to", "into") and 0 < i < len(tokens) - 1), None)
        if at is None:
            return None
        ids = self._lexicon.things(trim(tokens[:at]) or tokens[:at])
        found = tuple(self._lexicon.entities[i] for i in sorted(ids) if self._lexicon.label(i) == "Actor")
        return (Slot(spelled(tokens[:at]), found[:1]), tokens[at + 1 :]) if found else None

    # ---- which relations

    def _turned(self, names: tuple[str, ...], clause: Clause) -> tuple[str, ...]:
        """Not to want is to be against; other negations stay."""
        if clause.negated and "SUPPORTS" in names and len(clause.matches) == 1 and "AGREES_TO" not in names:
            return ("OPPOSES",)
        return names

    def _chosen(self, clause: Clause, label: str, *, turned: bool) -> tuple[str, ...]:
        """Of several meanings of one word the first that fits; each of several words keeps one."""
        chosen: list[str] = []
        for match in clause.matches:
            own = [_TURN.get(n, n) if turned else n for n in match.names if self.fits(n, label)]
            if match.head == "expect" and "expects" in own:
                own = ["expects"]
            if {"DEMANDS", "PRESSURES"} <= set(own) and own[0] == "DEMANDS":
                chosen += ["DEMANDS", "PRESSURES"]  # "urge" is both
                continue
            chosen += _RELUCTANT if match.head.startswith(("reluctan", "hesitant", "unwilling")) else own[:1]
        if ("DEMANDS" in chosen or (_wishing(clause) and "SUPPORTS" in chosen)) and label == "Measure" and not turned:
            chosen.append("WAITS_FOR")  # what a condition asks for is not coded again as a demand
        return tuple(dict.fromkeys(chosen))

    @staticmethod
    def fits(name: str, label: str) -> bool:
        if name in EDGE:
            return label in EDGE[name].ranges or (name == "DEMANDS" and label == "Actor")
        relation = RELATION[name]
        return label in relation.objects or (relation.towards is not None and label == "Actor")

    @staticmethod
    def _only_actors(name: str) -> bool:
        return (name in EDGE and EDGE[name].ranges == ("Actor",)) or name in ("DISTRUSTS", "represents", "member-of")

    def _widened(self, names: tuple[str, ...], named: Named) -> tuple[str, ...]:
        """Distrust of the actor that a measure involves counts for distrust of its involvement."""
        if "DISTRUSTS" not in names or not named.slot.entities or named.slot.entities[0].label != "Measure":
            return ()
        involved = self._lexicon.involved.get(named.slot.entities[0].id, ())
        return tuple(i for i in involved if i in named.phrase.mentioned and self._lexicon.label(i) == "Actor"
                     and self._lexicon.entities[i].kind not in slots.BODIES)  # fmt: skip

    def _own(self, names: tuple[str, ...], slot: Slot, subject: Slot) -> tuple[str, ...]:
        """Narrower steps that count for who takes them: "reluctant to join" is said of one's own joining."""
        if not {"DECLINES", "CONDITIONS_ON", "conditions-on", "PARTICIPATES_IN", "AGREES_TO"} & set(names):
            return ()
        return tuple(d for e in slot.entities for d in self._lexicon.descendants(e.id))

    def _narrower(self, names: tuple[str, ...], slot: Slot) -> tuple[str, ...]:
        """Who demands a binding guarantee demands a guarantee: what is wanted passes up, as support does."""
        wanting = {"DEMANDS", "WAITS_FOR", "PROPOSES", "PRESSURES", "AGREES_TO", "CARRIED_OUT", "PARTICIPATES_IN"}
        if not wanting & set(names):
            return ()
        return tuple(d for e in slot.entities for d in self._lexicon.descendants(e.id))

    # ---- special relations

    def _represents(self, clause: Clause, question: Question) -> Reading | None:
        leading = {"lead", "head", "chair", "leader", "chief", "boss", "chairman", "president", "prime minister", "leadership",
                   "in charge of", "at the head of"}  # fmt: skip
        heads = {m.head for m in clause.matches}
        roles = ("leads",) if heads <= leading else ("leads", "speaks-for")
        base = Reading(self._text, "represents", "actors", "actors", ("represents",), roles=roles, kinds=question.kinds)
        tokens = clause.object or (() if question.gap == "object" else clause.subject)
        if question.gap == "object" and clause.subject and not clause.object:
            named = slots.actors(clause.subject, self._lexicon)
            return replace(base, asked="objects", subject=named.slot)
        named = slots.actors(tokens, self._lexicon)
        return replace(base, object=named.slot) if tokens else None

    def _mediates(self, clause: Clause, question: Question) -> Reading | None:
        asked: Asked = "actors" if question.gap == "subject" else "whether" if question.gap is None else "objects"
        base = Reading(self._text, "mediates", asked, "actors", ("MEDIATES",), kinds=question.kinds)
        if clause.subject:
            base = replace(base, subject=slots.actors(clause.subject, self._lexicon).slot)
        if clause.parties:
            base = replace(base, parties=self._parties(clause.parties))
        if clause.object:
            named = slots.things(trim(clause.object, {"in", "between", "for"}), self._lexicon, _ANY)
            slot = named.slot
            if slot.entities and slot.entities[0].label == "Actor":
                return replace(base, parties=(*base.parties, slot))
            if slot.entities and slot.entities[0].label == "Place":
                slot = Slot()
            base = replace(base, object=slot)
        return base

    def _parties(self, tokens: Tokens) -> tuple[Slot, ...]:
        return tuple(slots.actors(part, self._lexicon).slot for part in split_and(tokens))

    # ---- yes or no

    def _polar(self, question: Question) -> Reading | None:
        clause = question.clause
        if clause is None:
            return None
        if clause.names[0] == "MEDIATES":
            return self._mediates(clause, question)
        if "represents" in clause.names:
            named = slots.actors(clause.subject, self._lexicon)
            reading = self._represents(replace(clause, subject=()), replace(question, gap="subject"))
            return replace(reading, asked="whether", subject=named.slot) if reading else None
        pair = split_and(clause.subject)
        symmetric = [n for n in clause.names if n in EDGE and EDGE[n].symmetric]
        if len(pair) == 2 and symmetric and (not clause.object or slots.is_nobody(clause.object)):
            one, other = (slots.actors(p, self._lexicon).slot for p in pair)
            return Reading(self._text, "stance", "whether", "actors", (symmetric[0],), one, other)
        if not clause.object:
            return None
        subject = slots.actors(clause.subject, self._lexicon)
        if subject.slot.unknown and not subject.slot.entities and {"requires", "WAITS_FOR"} & set(clause.names):
            return self._about_conditions(Question("conditions", object=clause.subject, requirement=clause.object))
        base = Reading(self._text, "stance", "whether", "actors", subject=subject.slot)
        reading = self._with_object(clause, base)
        return self._willing(reading, clause) if reading else None

    @staticmethod
    def _willing(reading: Reading, clause: Clause) -> Reading:
        """ "Would X join?" asks what X is willing to do, besides what it does."""
        modal = any(t.word in ("would", "will", "could", "might") for t in clause.words[:4])
        measure = bool(reading.object.entities) and reading.object.entities[0].label == "Measure"
        if modal and measure and {"PARTICIPATES_IN", "DEPLOYS"} & set(reading.names):
            return replace(reading, names=("SUPPORTS", "PARTICIPATES_IN"))
        return reading

    # ---- positions, comparison

    def _position(self, question: Question) -> Reading | None:
        base = Reading(self._text, "position", "claims", "claims")
        if question.subject and not slots.is_nobody(question.subject):
            base = replace(base, subject=slots.actors(question.subject, self._lexicon).slot)
        if not question.object or slots.is_nobody(question.object):
            return replace(base, kind="stance", asked="objects", answer_type="measures",
                           names=("SUPPORTS", "OPPOSES", "CONDITIONS_ON")) if base.subject else None  # fmt: skip
        named = slots.things(question.object, self._lexicon, _ANY)
        reading = replace(base, object=named.slot, wider=self._ancestors(named.slot))
        return self._known_alternatives(reading, named, None)

    def _compare(self, question: Question) -> Reading | None:
        one = slots.actors(question.subject, self._lexicon).slot
        other = slots.actors(question.object, self._lexicon).slot
        topic = slots.things(question.topic, self._lexicon, ("Measure",)).slot if question.topic else Slot()
        if not one or not other:
            return None
        return Reading(self._text, "compare", "whether" if question.gap == "holder" else "objects", "measures",
                       ("SUPPORTS", "OPPOSES", "CONDITIONS_ON"), one, other, requirement=topic, agree=question.agree)  # fmt: skip

    # ---- conditions

    def _conditions(self, question: Question) -> Reading | None:
        return self._about_conditions(question)

    def _about_conditions(self, question: Question) -> Reading | None:
        holder_words = question.subject or question.holder
        if question.clause and question.gap != "holder" and not holder_words:
            holder_words = question.clause.subject
        asked: dict[str | None, Asked] = {
            "requirement": "requirements",
            "measure": "objects",
            "holder": "actors",
            None: "whether",
        }
        base = Reading(self._text, "conditions", asked[question.gap], "actors" if question.gap in ("holder", None) else "measures",
                       ("CONDITIONS_ON",), kinds=question.kinds)  # fmt: skip
        if holder_words:
            base = replace(base, subject=slots.actors(holder_words, self._lexicon).slot)
        if question.requirement:
            needed = self._step(question.requirement, base)[0].slot
            base = replace(base, requirement=needed,
                           narrower=tuple(d for e in needed.entities for d in self._lexicon.descendants(e.id)))  # fmt: skip
        named: Named | None = None
        if question.object:
            named, subject = self._step(question.object, base)
            base = replace(base, object=named.slot, subject=subject)
            if named.slot.entities and named.slot.entities[0].label == "Actor" and not base.subject:
                base = replace(base, subject=named.slot, object=Slot())  # "what is X waiting for?"
        if not (base.object or base.requirement or base.subject):
            return None
        base = replace(
            base, wider=self._ancestors(base.object), own=self._own(("CONDITIONS_ON",), base.object, base.subject)
        )
        return self._known_alternatives(base, named, None) if named else base

    def _step(self, tokens: Tokens, base: Reading) -> tuple[Named, Slot]:
        """A step, as a name or as a clause ("Turkey joins the ISF"); its actor becomes the holder if none is known."""
        tokens = _accepted(tokens) or tokens
        if not base.subject and (exact := self._lexicon.things(trim(tokens) or tokens)):
            if actors := tuple(self._lexicon.entities[i] for i in sorted(exact) if self._lexicon.label(i) == "Actor"):
                return Named(Slot(spelled(tokens), actors[:1]), Phrase(tokens)), base.subject
        want = ("Measure", "Event")
        named = slots.things(tokens, self._lexicon, want)
        if named.slot.entities:
            return named, base.subject
        for cut in range(min(len(tokens) - 1, 6), 0, -1):
            if ids := self._lexicon.things(trim(tokens[:cut]) or tokens[:cut]):
                actors = tuple(self._lexicon.entities[i] for i in sorted(ids) if self._lexicon.label(i) == "Actor")
                rest = _accepted(tokens[cut:]) or tokens[cut:]
                inner = slots.things(rest, self._lexicon, want)
                if actors and inner.slot.entities:
                    subject = base.subject or Slot(spelled(tokens[:cut]), actors[:1])
                    return inner, subject
        actor = slots.actors(tokens, self._lexicon)
        return (actor if actor.slot.entities else named), base.subject

    def _ancestors(self, slot: Slot) -> tuple[str, ...]:
        return tuple(dict.fromkeys(a for e in slot.entities for a in self._lexicon.ancestors(e.id)))

    # ---- evidence

    def _evidence(self, question: Question) -> Reading | None:
        """Who says so, in which sources, since when: a statement, and another thing asked about it."""
        clause = question.clause
        if clause is None:
            return None
        gap = None if clause.subject else "subject"
        inner = (
            self._stance(Question("stance", clause, gap="subject")) if gap else self._polar(Question("polar", clause))
        )
        if inner is None and clause.subject:
            inner = self._what(clause, Question("stance", clause, gap="object"))
        if inner is None:
            return None
        answer = {"sources": "sources", "says": "actors", "when": "claims"}[question.kind]
        return replace(inner, kind=question.kind, answer_type=answer)  # type: ignore[arg-type]

    def _when(self, question: Question) -> Reading | None:
        """Since when someone holds something, or when an event was."""
        reading = self._evidence(question) if question.clause else None
        if reading and not reading.unknown:
            return reading
        event = slots.things(question.object, self._lexicon, ("Event",))
        if event.slot.entities:
            return Reading(self._text, "when", "events", "claims", object=event.slot)
        return reading

    def _figure(self, question: Question) -> Reading | None:
        """How much, how many: claims with a figure that speak of all that the question names."""
        ids = self._lexicon.figures_about(question.object)
        text = spelled(question.object)
        return Reading(self._text, "figure", "claims", "claims", object=Slot(text), claims=ids)

    def _identity(self, question: Question) -> Reading | None:
        """Who someone is: for whom they stand."""
        named = slots.actors(question.object, self._lexicon)
        entities = named.slot.entities
        if not entities or not named.phrase.best or named.phrase.best.score < 0.98:
            return None
        return Reading(
            self._text, "represents", "self", "actors", ("represents",), named.slot, roles=("leads", "speaks-for")
        )

    def _mentioning(self, question: Question) -> Reading | None:
        """In which sources something stands at all."""
        named = slots.things(question.object, self._lexicon, _ANY)
        return Reading(self._text, "sources", "mentions", "sources", object=named.slot)

    def _denial(self, question: Question) -> Reading | None:
        """Who denies a proposition."""
        if question.clause is None:
            return None
        inner = self._polar(Question("polar", question.clause))
        if inner is None:
            return None
        denier = slots.actors(question.subject, self._lexicon).slot if question.subject else Slot()
        return replace(inner, kind="denial", asked="whether" if denier else "actors", target=denier, alternatives=())

    # ---- other readings

    def _known_alternatives(self, reading: Reading, named: Named, clause: Clause | None) -> Reading:
        """Other meanings of a phrase, each with the question that asks it."""
        if reading.unknown:
            return reading
        alternatives = tuple(self._alternative(reading, m) for m in named.others[:3])
        return replace(reading, alternatives=(*reading.alternatives, *alternatives))

    def _alternative(self, reading: Reading, meaning: Meaning) -> Alternative:
        other = replace(
            reading, object=Slot(meaning.entity.name, (meaning.entity,), meaning.contrary), alternatives=(), sentence=""
        )
        other = replace(other, sentence=sentence(other, self._lexicon))
        return Alternative(canonical(other), other.understood())


def split_and(tokens: Tokens) -> list[Tokens]:
    """ "A and B" → [A, B]."""
    parts: list[Tokens] = []
    start = 0
    for place, token in enumerate(tokens):
        if token.word in ("and", "&", ",", "or", "/"):
            if place > start:
                parts.append(tokens[start:place])
            start = place + 1
    if start < len(tokens):
        parts.append(tokens[start:])
    return parts


def _wishing(clause: Clause) -> bool:
    return any(m.head in ("want", "wish for", "seek", "push for") for m in clause.matches)


def _accepted(tokens: Tokens) -> Tokens | None:
    """ "accepting X", "agree to X" → X: to take a step and to accept it are one."""
    tokens = trim(tokens, {"to", "its", "their"} | NEGATION)
    rest = tokens
    while len(rest) > 1 and rest[0].word in ("accept", "accepting", "accepts", "agree", "agrees", "agreeing", "allow", "allowing",
                                             "allows", "support", "supporting", "supports", "back", "permit", "consent", "to", "with",
                                             "on", "be", "willing", "ready", "approve", "endorse"):  # fmt: skip
        rest = rest[1:]
    return rest if rest != tokens else None


def _is_participle(word: str) -> bool:
    return word.endswith("ed") or word in IRREGULAR_PARTICIPLES


def _kind_words() -> frozenset[str]:
    from .words import KIND_WORDS

    return frozenset(KIND_WORDS)


def relations_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The relations whose claims stand behind edges, and those that have none."""
    found = [r.name for r in RELATIONS if r.edge in names or r.stance in names]
    found += [n for n in names if n in RELATION]
    if "CONDITIONS_ON" in names or "WAITS_FOR" in names:
        found.append("conditions-on")
    return tuple(dict.fromkeys(found))


def entity_names(entities: tuple[Entity, ...]) -> str:
    return " or ".join(e.name for e in entities)
