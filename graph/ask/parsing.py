"""From a question's text to its reading: all stages in a row."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from schema.errors import QuestionError

from .clauses import ClauseReader
from .dates import dated
from .grammar import Grammar
from .interpret import Interpreter
from .languages import foreign
from .lexicon import MAX_SPAN, Lexicon
from .markers import MENTIONING
from .mentions import correct
from .question import Question
from .reading import Reading
from .sentences import sentence
from .slots import strange_words
from .suggestions import suggestions
from .thesaurus import ANTONYMS
from .tokens import Tokens, tokenize, trim
from .vocabulary import vocabulary
from .words import AUX, IRREGULAR_PARTICIPLES, WH

MAX_LENGTH = 500
_POINTING = {"it", "them", "they", "this", "that", "these", "those", "him", "her"}


@dataclass(frozen=True)
class Stages:
    """What each stage made of a question, for `explain`."""

    text: str
    tokens: Tokens
    questions: tuple[Question, ...]
    reading: Reading


def parse(question: str, lexicon: Lexicon) -> Reading:
    """The reading of a question. Pure. Raises QuestionError if it is not understood."""
    return stages(question, lexicon).reading


def stages(text: str, lexicon: Lexicon) -> Stages:
    """The reading of a question with the steps to it."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not any(c.isalnum() for c in text):
        raise QuestionError("the question is empty", suggestions=suggestions(lexicon))
    if len(text) > MAX_LENGTH:
        raise QuestionError(f"the question is longer than {MAX_LENGTH} characters", suggestions=suggestions(lexicon))
    tokens = correct(tokenize(text), lexicon)
    if language := foreign(text, tokens):
        raise QuestionError(f"this seems to be {language}; questions are read in English only",
                            suggestions=suggestions(lexicon))  # fmt: skip
    tokens, as_of = dated(tokens)
    grammar = Grammar(ClauseReader(vocabulary(), masked(tokens, lexicon)))
    questions = tuple(read_parts(tokens, grammar))
    interpreter = Interpreter(text, lexicon)
    readings = [r for q in questions if (r := interpreter.read(q))]
    if not readings or len(readings) < len(questions) or any(map(clausal, readings)):
        unknown = strange_words(tokens, lexicon)
        named = f": {', '.join(unknown)}" if unknown else ""
        raise QuestionError(f"the question was not understood{named}", unknown=unknown,
                            suggestions=suggestions(lexicon, tokens))  # fmt: skip
    reading = readings[0] if len(readings) == 1 else compound(text, readings, lexicon)
    if len(readings) > 1 and len(split_questions(tokens)) == 1:
        reading = replace(reading, together=True, sentence=" and ".join(p.sentence for p in reading.parts))
    fixed = tuple((t.text, t.word) for t in tokens if t.fixed)
    said = f"{reading.sentence}; as of {as_of}" if as_of else reading.sentence
    return Stages(text, tokens, questions, replace(reading, corrections=fixed, as_of=as_of, sentence=said))


def clausal(reading: Reading) -> bool:
    """Whether what is taken for a name that the data lacks is no name at all: it has a verb or asks something itself."""
    names = [tokenize(name) for part in reading.parts or (reading,) for name in part.unknown]
    return any(t.word in WH | AUX | MENTIONING | {"if", "let", "discussed"} for tokens in names for t in tokens)


# ---- several questions in one


def read_parts(tokens: Tokens, grammar: Grammar) -> list[Question]:
    """The questions that a compound one is made of, or the one that it is; none if it has no known shape."""
    pieces = split_questions(tokens)
    if len(pieces) > 1:
        pieces = shared(gapped(pieces, grammar), grammar)
        found = [grammar.read(piece) for piece in pieces]
        if all(found):
            return [q for q in found if q]
    whole = grammar.read(tokens)
    return conjoined(tokens, whole, grammar) or ([whole] if whole else [])


def conjoined(tokens: Tokens, whole: Question | None, grammar: Grammar) -> list[Question]:
    """ "Which states demand X and are distrusted by Y?": two questions with one subject, or nothing."""
    if not tokens or tokens[0].word not in WH or whole is None or whole.gap != "subject" or whole.clause is None:
        return []
    asking = tuple(t for t in tokens if t.start < whole.clause.words[0].start)
    for place in range(len(asking) + 2, len(tokens) - 2):
        if tokens[place].word != "and" or not (tokens[place + 1].word in AUX or grammar.begins(tokens[place + 1 :])):
            continue
        pair = [grammar.read(tokens[:place]), grammar.read((*asking, *tokens[place + 1 :]))]
        if all(q and q.gap and q.clause and (q.clause.object or q.clause.subject) for q in pair):
            return [q for q in pair if q]
    return []


def split_questions(tokens: Tokens) -> list[Tokens]:
    """ "who wants X and who is against it" → two: a question word after "and" or a comma begins another."""
    cuts = [0]
    for place in range(2, len(tokens) - 1):
        word, before = tokens[place].word, tokens[place - 1].word
        if word in WH and before in ("and", "or", "but", ",", ";", "?") and tokens[place - 2].word not in ("by", "of"):
            cuts.append(place)
    parts = [trim(tokens[a:b], {"and", "or", "but", ","}) for a, b in zip(cuts, [*cuts[1:], len(tokens)], strict=True)]
    return [p for p in parts if p]


def gapped(pieces: list[Tokens], grammar: Grammar) -> list[Tokens]:
    """ "Who speaks for A and who for B?": the verb of the first part stands for the second too."""
    first = grammar.read(pieces[0])
    if first is None or first.clause is None:
        return pieces
    match = first.clause.matches[0]
    verb, joint = first.clause.words[match.start : match.end - 1], first.clause.words[match.end - 1].word
    out = pieces[:1]
    for piece in pieces[1:]:
        lacking = bool(verb) and len(piece) > 2 and piece[1].word == joint
        out.append((*piece[:1], *verb, *piece[1:]) if lacking else piece)
    return out


def shared(pieces: list[Tokens], grammar: Grammar) -> list[Tokens]:
    """Give each part its object: "it" and "them" stand for the one that another part names, and so does silence."""
    objects = [_object(grammar.read(piece)) for piece in pieces]
    named = [o for o in objects if o and not _points(o)]
    if not named:
        return pieces
    out = []
    for piece, own in zip(pieces, objects, strict=True):
        thing = named[0]
        if own is None or not own:
            out.append((*piece, *thing))
        elif _points(own):
            bare = _bare(thing)
            out.append(
                tuple(t for token in piece for t in (bare if token in own and token.word in _POINTING else (token,)))
            )
        else:
            out.append(piece)
    return out


def _object(question: Question | None) -> Tokens | None:
    if question is None:
        return None
    return question.clause.object if question.clause else question.object


def _points(tokens: Tokens) -> bool:
    return any(t.word in _POINTING for t in tokens)


def _bare(tokens: Tokens) -> Tokens:
    """The thing itself, without what is wished of it: "X kept", "to lift X" → X."""
    tokens = trim(tokens, {"to"})
    if _is_result(tokens) or (len(tokens) > 1 and tokens[-1].root in ANTONYMS):
        return trim(tokens[:-1], {"to", "be"})
    return tokens[1:] if len(tokens) > 1 and tokens[0].root in ANTONYMS else tokens


def _is_result(tokens: Tokens) -> bool:
    last = tokens[-1].word if tokens else ""
    return len(tokens) > 1 and (last.endswith("ed") or last in IRREGULAR_PARTICIPLES)


def compound(text: str, readings: list[Reading], lexicon: Lexicon) -> Reading:
    """One reading of several parts; each answer says by its role which part it answers."""
    parts: list[Reading] = []
    for reading in readings:
        role = reading.role or reading.stance or reading.kind
        if any(part.role == role for part in parts):
            role = f"{role} {reading.object.name}"
        parts.append(replace(reading, role=role, sentence=sentence(reading, lexicon)))
    alternatives = tuple(a for r in readings for a in r.alternatives)
    joined = "; ".join(p.sentence for p in parts)
    return replace(parts[0], question=text, parts=tuple(parts), sentence=joined, alternatives=alternatives, role=None,
                   names=tuple(dict.fromkeys(n for p in parts for n in p.names)))  # fmt: skip


# ---- what surrounds the grammar


def masked(tokens: Tokens, lexicon: Lexicon) -> frozenset[int]:
    """Where in the text words stand inside a name of several words, and are no predicate of their own."""
    inside: set[int] = set()
    place = 0
    while place < len(tokens):
        for end in range(min(len(tokens), place + MAX_SPAN), place + 1, -1):
            span = tokens[place:end]
            if span[-1].is_word and span[0].content and lexicon.exact(span):
                inside |= {t.start for t in span}
                place = end - 1
                break
        place += 1
    return frozenset(inside)
