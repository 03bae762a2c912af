"""From the words of a part to the things that it names."""

from __future__ import annotations

from dataclasses import dataclass

from .lexicon import Lexicon
from .markers import CLAIM_NOUNS
from .mentions import Meaning, Phrase, resolve
from .names import Entity
from .reading import Slot
from .realwords import COMMON
from .tokens import Tokens, spelled, tokenize, trim
from .words import ANYONE, CONJUNCTIONS, DETERMINERS, GENERIC, KIND_WORDS, PREVENTING, STOP, WH, word_set

# What a body is for or against by being named alone: that it comes to be and acts.
_BEING = frozenset(
    t.root
    for t in tokenize("establish establishment creation set formation staffing deployment presence role oversight")
)
_JOINING = word_set("and or & / ,")
CALL_NOUNS = word_set("request requests demand demands call calls proposal proposals offer offers plea appeal suggestion insistence")
CERTAIN = 0.98
"""The score of a name said in full, or with a title."""
BODIES = ("InternationalBody", "Force", "Organisation")


@dataclass(frozen=True)
class Named:
    """A slot, the phrase behind it and its other meanings."""

    slot: Slot
    phrase: Phrase
    others: tuple[Meaning, ...] = ()


def actors(tokens: Tokens, lexicon: Lexicon) -> Named:
    """One actor or several ("Egypt and Turkey"); each that the data does not have is unknown."""
    return _several(tokens, lexicon, ("Actor",))


def things(tokens: Tokens, lexicon: Lexicon, want: tuple[str, ...]) -> Named:
    return _several(tokens, lexicon, want)


def _several(tokens: Tokens, lexicon: Lexicon, want: tuple[str, ...]) -> Named:
    whole = resolve(tokens, lexicon, want)
    if not whole.best and (plain := _without_relative(tokens)) != tokens:
        whole = resolve(plain, lexicon, want)
    tokens = _plain(tokens)
    if not tokens:
        return Named(Slot(), Phrase(()))
    if whole.best or not any(t.word in CONJUNCTIONS for t in tokens):
        return _one(whole)
    parts = [resolve(part, lexicon, want) for part in split_and(tokens)]
    found = [p.best for p in parts if p.best]
    unknown = tuple(p.text for p in parts if not p.best)
    if not found:
        return _one(whole)
    entities = tuple(dict.fromkeys(m.entity for m in found))
    slot = Slot(spelled(tokens), entities, found[0].contrary, unknown)
    return Named(slot, parts[0])


def _one(phrase: Phrase) -> Named:
    if not phrase.best:
        return Named(Slot(phrase.text, unknown=(phrase.text,)), phrase)
    first = phrase.best
    same = [m.entity for m in phrase.meanings if m.score == first.score and m.contrary == first.contrary]
    entities = (
        (first.entity,)
        if first.entity.label == "Measure" or len(same) == 1
        else tuple(e for e in same if e.label == first.entity.label)
    )
    others = tuple(m for m in phrase.others if m.entity not in entities)
    return Named(Slot(phrase.text, entities[:1], first.contrary), phrase, others)


def split_and(tokens: Tokens) -> list[Tokens]:
    """ "A and B" → [A, B]."""
    parts: list[Tokens] = []
    start = 0
    for place in range(len(tokens) + 1):
        if place == len(tokens) or tokens[place].word in _JOINING:
            if part := trim(tokens[start:place], DETERMINERS):
                parts.append(part)
            start = place + 1
    return parts


def _plain(tokens: Tokens) -> Tokens:
    return trim(tokens, CONJUNCTIONS | DETERMINERS | {"'s", "to", "of", "itself", "not"})


def bodies_measures(body: Entity, lexicon: Lexicon) -> tuple[Entity, ...]:
    """Being for or against a body is about a measure: that it is set up, sent, has a role."""
    found = []
    for id_ in sorted(lexicon.measures_of_thing.get(body.id, ())):
        pool = lexicon.pools[id_]
        if pool.things.get(body.id) != 1.0:
            continue
        for surface, contrary in pool.surfaces:
            words = {c.word for c in surface if not c.ids}
            names = [c for c in surface if c.ids]
            if not contrary and words <= _BEING and all(body.id in c.ids or c.ids & lexicon.ambient for c in names):
                found.append(lexicon.entities[id_])
                break
    return tuple(found)


def prevented(tokens: Tokens) -> Tokens | None:
    """ "to stop X" → X; None where nothing is to be stopped."""
    tokens = trim(tokens, {"to", "that"})
    if len(tokens) > 1 and tokens[0].word in PREVENTING:
        return trim(tokens[1:], {"from"})
    return None


def proposition(tokens: Tokens) -> Tokens:
    """ "the claim that Y" → Y."""
    rest = trim(tokens, DETERMINERS)
    return rest[2:] if len(rest) > 2 and rest[0].word in CLAIM_NOUNS and rest[1].word == "that" else tokens


def including(tokens: Tokens) -> tuple[Tokens, bool]:
    """ "X, including that of Y" → X, and that narrower forms count."""
    at = next((i for i, t in enumerate(tokens) if i and t.word in ("including", "included")), None)
    return (trim(tokens[:at], {","}), True) if at else (tokens, False)


def _without_relative(tokens: Tokens) -> Tokens:
    """ "control over who joins X" → "control over X"."""
    at = next((i for i, t in enumerate(tokens) if i and t.word in WH), None)
    return (*tokens[:at], *tokens[at + 2 :]) if at and at + 2 < len(tokens) else tokens


def owned(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """ "X's request on Y" → (X, Y); nothing if it is of another form."""
    at = next((i for i, t in enumerate(tokens) if t.word == "'s"), 0)
    if not 0 < at < len(tokens) - 2 or tokens[at + 1].word not in CALL_NOUNS:
        return (), ()
    return tokens[:at], trim(tokens[at + 2 :], {"on", "for", "to", "that", "about", "of", "regarding", "concerning"})


def is_nobody(tokens: Tokens) -> bool:
    """Whether the words only stand for whoever it is ("anyone", "which countries")."""
    return all(
        t.word in ANYONE | WH | STOP or (t.word in KIND_WORDS and not KIND_WORDS[t.word]) or not t.is_word
        for t in tokens
    )


def strange_words(tokens: Tokens, lexicon: Lexicon) -> tuple[str, ...]:
    """Words that neither the grammar nor the data knows, for the message of a question that was not understood."""
    return tuple(
        dict.fromkeys(
            t.text
            for t in tokens
            if t.content
            and (not lexicon.speller.knows(t.word) or (t.word in COMMON and t.root not in GENERIC))
            and not lexicon.measures_of_word.get(t.root)
            and not lexicon.things_of_word.get(t.root)
        )
    )
