"""Questions about a statement: who says so, in how many sources, since when, who denies it, what figure it has."""

from __future__ import annotations

from .clauses import Clause, ClauseReader, find, helpers
from .conditional import conditions
from .fragments import possessive
from .markers import AMOUNTS, CLAIM_NOUNS, DENYING, MENTIONING, PLAIN_SAYING, SAYING, UNNAMED
from .question import Question
from .tokens import Tokens, starts, trim, trim_front
from .vocabulary import Match
from .words import ADVERBS, AUX, DETERMINERS, KIND_WORDS, MEASURE_WORDS, MODAL, SOURCE_WORDS, WH, word_set

_ASKING_FOR_SOURCES = word_set("which what in list name sources articles source is are does do")
_JOINTS = word_set("for behind there to that it in which")
_FORESEEING: dict[str, tuple[str, ...]] = {
    "warns": ("warns", "expects", "requires", "assesses", "threatens"),
    "expects": ("expects", "warns", "requires", "participates-in"),
    "reports": (),
    "assesses": ("assesses",),
}
"""In which relations it is coded what is warned of, expected, reported, judged: a need is foreseen as a failure."""
_HAPPENS = (("will", "happen"), ("would", "happen"), ("may", "happen"), ("might", "happen"), ("could", "happen"), ("happens",))
_FEARING = word_set("afraid worried think say believe concerned anxious")
_IF = word_set("if when once after unless")
_PUBLISHED = word_set("published written dated released printed")
_DOING = word_set("do happened happen done")
_REJECTING = word_set("reject rejects rejected refute refutes refuted contest contests contested")
_MUCH = word_set("much many far high large big")


def sources(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "How many sources back the claim that …?", "Which articles say that …?" """
    words = [t.word for t in tokens]
    count = words[:2] in (["how", "many"], ["number", "of"]) or words[:3] == ["the", "number", "of"]
    start = next((i for i, w in enumerate(words[:6]) if w in SOURCE_WORDS), None)
    if start is None or not (count or words[0] in _ASKING_FOR_SOURCES):
        return None
    if words[0] != "in" and set(words[1:start]) & WH - {"how"}:
        return None
    after = tokens[start + 1 :]
    if thing := _mentioned(after, reader):
        return Question("mentions", object=thing, count=count)
    clause = that_clause(after, reader)
    return Question("sources", clause, count=count) if clause else None


def _mentioned(tokens: Tokens, reader: ClauseReader) -> Tokens:
    """ "… mention X": X, unless it is a whole statement."""
    at = helpers(tokens, 0).end
    if at >= len(tokens) or tokens[at].word not in MENTIONING or any(t.word == "that" for t in tokens):
        return ()
    thing = trim(tokens[at + 1 :], {"of", "about", "with", "on"})
    return thing if thing and not reader.declarative(thing) else ()


def that_clause(tokens: Tokens, reader: ClauseReader) -> Clause | None:
    """What stands behind "… say (the claim) that", "… for X's opposition to"."""
    leading = SAYING | CLAIM_NOUNS | DETERMINERS | ADVERBS | AUX | _JOINTS
    place = helpers(tokens, 0).end
    while place < len(tokens) and tokens[place].word in leading:
        place += 1
    noun = possessive(tokens[place:], reader)
    if noun and noun.clause and noun.clause.object:
        return noun.clause
    for start in (place, max(place - 1, 0)):
        rest = tokens[start:]
        if (clause := reader.declarative(rest)) and (clause.subject or clause.object):
            return clause
        if (clause := reader.headless(rest)) and clause.object:
            return clause
    return noun.clause if noun else None


def says(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Who says that …?", "According to whom does …?", "Where is it said that …?" """
    words = [t.word for t in tokens]
    if starts(tokens, ("according", "to")) and words[2:3] in (["whom"], ["who"]):
        rest = tokens[3:]
        clause = reader.inverted(rest) or reader.declarative(trim(rest, {",", "is", "it"}))
        return Question("says", clause) if clause else None
    if words[0] == "where" and {"say", "said"} & set(words[1:5]):
        clause = that_clause(tokens[2:], reader)
        return Question("sources", clause) if clause else None
    place = helpers(tokens, 1).end
    if words[0] != "who" or place >= len(words) or words[place] not in SAYING - {"support", "back"}:
        return None
    if "that" not in words[place + 1 : place + 3] and words[place] not in PLAIN_SAYING:
        return None
    said = trim(tokens[place + 1 :], {"that"})
    if not said or find(tokens, (("no", "to"), ("yes", "to"))):
        return None
    if inner := conditions(said, reader):
        return Question("says", inner=inner, object=said)
    clause = reader.declarative(said)
    return Question("says", clause if clause and clause.subject else None, object=said)


def foreseen(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Who warns that Y?", "What does X fear will happen if Y?": what is said is no thing but a statement."""
    place = helpers(tokens, 1).end
    if tokens[0].word == "who" and place < len(tokens):
        for match in reader.words_at(tokens, place):
            said = tokens[match.end :]
            that = bool(said) and said[0].word == "that"
            if match.part == "verb" and set(match.names) & _FORESEEING.keys() and (that or _amount(said)):
                return Question("content", object=trim(said, {"that"}), gap="subject", relations=_relations(match))
    happen = find(tokens, _HAPPENS)
    if tokens[0].word != "what" or not happen:
        return None
    before, after = tokens[1 : happen[0]], tokens[happen[1] :]
    words = [m for i in range(len(before)) for m in reader.words_at(before, i) if set(m.names) & _FORESEEING.keys()]
    verb = words[0].start if words else next((i for i, t in enumerate(before) if t.word in _FEARING), 0)
    subject = trim(before[helpers(before, 0).end : verb], {"is"})
    cut = helpers(after, 0).end
    said = trim_front(after[cut:], _IF)
    relations = _relations(words[0]) if words else _FORESEEING["expects"]
    return Question("content", subject=subject, object=said, gap="object", relations=relations) if subject and said else None


def _relations(match: Match) -> tuple[str, ...]:
    return next(_FORESEEING[n] for n in match.names if n in _FORESEEING)


def _amount(tokens: Tokens) -> bool:
    return any(t.word in AMOUNTS for t in tokens)


def unnamed(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "Which claims rest on unnamed sources?" """
    words = {t.word for t in tokens}
    asked = words & UNNAMED and words & SOURCE_WORDS and words & CLAIM_NOUNS
    return Question("unnamed", count=starts(tokens, ("how", "many"))) if asked else None


def published(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "When was the article about Y published?" """
    at = next((i for i, t in enumerate(tokens) if t.word in SOURCE_WORDS), None)
    if tokens[0].word != "when" or at is None or tokens[-1].word not in _PUBLISHED:
        return None
    return Question("published", object=trim(tokens[at + 1 : -1], {"about", "on", "that", "titled", "called"}))


def afterwards(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What did X do after Y?", "What happened after Y?" """
    cut = find(tokens, (("after",), ("following",), ("since",)))
    if tokens[0].word != "what" or not cut or cut[1] >= len(tokens):
        return None
    middle = tokens[1 : cut[0]]
    if not middle or middle[-1].word not in _DOING:
        return None
    return Question("after", subject=trim(middle[:-1], AUX), object=tokens[cut[1] :])


def denies(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Who denies that …?", "Does X deny that …?" """
    at = next((i for i, t in enumerate(tokens) if t.word in DENYING), len(tokens))
    inner = (
        reader.declarative(trim_front(tokens[at + 1 :], CLAIM_NOUNS | {"that", "the"}))
        if at + 2 < len(tokens)
        else None
    )
    if inner is None or not inner.subject or not inner.object:
        return _refuted(tokens)
    if tokens[0].word in ("who", "which", "what"):
        return Question("denial", inner, gap="subject")
    subject = trim(tokens[helpers(tokens, 0).end : at], AUX)
    return Question("denial", inner, subject=subject) if subject and tokens[0].word in AUX else None


def _refuted(tokens: Tokens) -> Question | None:
    """ "Who rejects the idea that Y?", where Y is no relation."""
    that = next((i for i, t in enumerate(tokens) if t.word == "that"), 0)
    denied = [t.word for t in tokens[1:that] if t.word in DENYING | _REJECTING]
    if tokens[0].word != "who" or not denied or (not set(denied) & DENYING and tokens[that - 1].word not in CLAIM_NOUNS):
        return None
    return Question("content", object=tokens[that + 1 :], gap="subject", relations=("denies", "rejects"))


def figure(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "How much of …?", "What share of …?", "How many … died?" """
    words = [t.word for t in tokens]
    if words[0] == "how" and len(words) > 2 and words[1] in _MUCH:
        counted = words[1] == "many" and words[2] in frozenset(KIND_WORDS) | SOURCE_WORDS | MEASURE_WORDS
        return None if counted else Question("figure", object=tokens[2:])
    if (not set(words) & (AUX | WH) and words[-1] in AMOUNTS) or (words[0] in AMOUNTS and words[1:2] == ["of"]):
        return Question("figure", object=tokens)
    if words[0] in ("what", "which") and set(words[1:4]) & AMOUNTS:
        return Question("figure", object=tuple(t for t in tokens[1:] if t.word not in AMOUNTS))
    return None


def when(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Since when does X oppose Y?", "When did the ceasefire start?" """
    openings = (("on", "what", "date"), ("on", "which", "date"), ("since", "when"), ("from", "when"), ("until", "when"),
                ("how", "long"), ("when",))  # fmt: skip
    opening = next((o for o in openings if starts(tokens, o)), None)
    rest = tokens[len(opening) :] if opening else ()
    if not rest:
        return None
    clause = reader.inverted(rest)
    if clause and clause.subject and (clause.object or len(clause.subject) > 1):
        return Question("when", clause, object=rest)
    return Question("when", object=rest) if rest[0].word not in MODAL else None
