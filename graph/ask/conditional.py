"""Questions about conditions: what a step waits for, for whom, and what waits for it."""

from __future__ import annotations

from dataclasses import replace

from .clauses import ClauseReader, find, helpers
from .markers import (
    BEFORE,
    BLOCKS,
    COMING_ABOUT,
    CONSIDERING,
    HANGING,
    HAPPENING,
    IN_THE_WAY,
    MAKE,
    NEEDED,
    PERSUADE,
    POSSIBLE_AFTER,
    SETTING,
    STEP_MARKS,
    TYING,
    UNLOCKS,
)
from .question import Gap, Question
from .tokens import Tokens, trim, trim_front
from .words import (
    ADVERBS,
    AUX,
    BE,
    CONDITION_WORDS,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    KIND_WORDS,
    LIGHT,
    MEASURE_WORDS,
    MODAL,
    PREPOSITIONS,
    WH,
    word_set,
)

_UNDER = word_set("on under with at in upon")
_NO_VERB = DETERMINERS | word_set("what which of my") | {"'s"}
_LEADING_UP = WH | AUX | DETERMINERS | ADVERBS | LIGHT | MEASURE_WORDS | CONSIDERING | {"'s", "there", "any", ","}
_CONDITIONAL = (("conditional",), ("dependent",), ("contingent",), ("wait",), ("depend",), ("hinge",), ("hang",), ("rest",))
_IF = word_set("if when once by after through")
_IT_TAKES = (("it", "take"), ("it", "takes"))


def conditions(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """The reading of a question about conditions, if it is one."""
    rules = (
        _fronted,
        _made_conditional,
        _tied,
        _named,
        _when_would,
        _takes,
        _happens,
        _needed,
        _blocked,
        _unlocks,
        _hanging,
    )
    found = next((q for rule in rules if (q := rule(tokens, reader))), None)
    return replace(found, object=step(found.object), requirement=step(found.requirement)) if found else None


def step(tokens: Tokens) -> Tokens:
    """A step without the words that only say that it comes about: "reconstruction can begin"."""
    end = len(tokens)
    while end > 1 and (tokens[end - 1].word in COMING_ABOUT or not tokens[end - 1].is_word):
        end -= 1
    return tokens[:end]


def _waiting(thing: Tokens, holder: Tokens = ()) -> Question | None:
    """What must come before `thing`, for `holder`?"""
    return Question("conditions", gap="requirement", subject=holder, object=thing) if thing or holder else None


def _freed(requirement: Tokens) -> Question | None:
    """What waits for `requirement`?"""
    return Question("conditions", gap="measure", requirement=requirement) if requirement else None


def _what(tokens: Tokens) -> int:
    """Where the question goes on after "what", "which things", "what else"; 0 if it does not begin so."""
    if not tokens or tokens[0].word not in ("what", "which"):
        return 0
    return len(tokens) - len(trim_front(tokens[1:], MEASURE_WORDS | {"else", "other", "exactly"}))


def _fronted(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Before Y, what must happen?" """
    cut = find(tokens[:3], BEFORE)
    if not cut or cut[0] != 0:
        return None
    for place in range(cut[1] + 1, len(tokens)):
        if tokens[place].word in WH | {","}:
            rest = trim(tokens[place:], {","})
            return conditions((*rest, *tokens[:place]), reader) if rest else None
    return None


def _made_conditional(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "Who makes Y conditional on Z?", "What does X make Y conditional on?" """
    make = next((i for i, t in enumerate(tokens) if t.word in MAKE), None)
    cut = find(tokens, _CONDITIONAL)
    if make is None or not cut or make > cut[0]:
        return None
    return _triple(tokens[:make], tokens[make + 1 : cut[0]], trim(tokens[cut[1] :], {"on", "upon", "for"}))


def _tied(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "Who ties Y to Z?", "What does X condition Y on?", "What is Y tied to?" """
    for place in range(1, len(tokens)):
        if tokens[place].word not in TYING or tokens[place - 1].word in _NO_VERB:
            continue
        joints = [i for i in range(place + 1, len(tokens)) if tokens[i].word in ("to", "on", "upon", "with")]
        if not joints:
            continue
        if tokens[place].word.endswith("ed") and any(t.word in BE for t in tokens[:place]):
            start = helpers(tokens, _what(tokens) or int(tokens[0].word not in AUX)).end
            needed = tokens[joints[0] + 1 :]
            gap: Gap | None = None if needed else "requirement"
            return Question("conditions", gap=gap, object=tokens[start:place], requirement=needed)
        return _triple(tokens[:place], tokens[place + 1 : joints[-1]], tokens[joints[-1] + 1 :])
    return None


def _triple(before: Tokens, measure: Tokens, requirement: Tokens) -> Question | None:
    """Holder (or what asks for it), what waits, what for: the part that is missing is asked for."""
    holder = _subject(before)
    requirement = trim(requirement, CONJUNCTIONS)
    if not measure:
        return None
    if not requirement:
        return _waiting(measure, holder)
    kinds = KIND_WORDS.get(holder[-1].word, ()) if holder else ()
    if before and before[0].word in WH and all(t.word in KIND_WORDS for t in holder):  # "which countries make …"
        holder = ()
    gap: Gap | None = "holder" if not holder and before and before[0].word in WH else None
    return Question("conditions", gap=gap, subject=holder, object=measure, requirement=requirement, kinds=kinds)


def _subject(tokens: Tokens) -> Tokens:
    """What is left of "what does X", "does X", "who" without the helpers: X."""
    start = _what(tokens) or int(bool(tokens) and tokens[0].word in WH)
    return trim(tokens[helpers(tokens, start).end :], AUX | ADVERBS | {"to"})


def _named(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What conditions does X set for Y?", "X's conditions for Y", "Is Z a condition for Y?" """
    at = next((i for i, t in enumerate(tokens) if t.word in CONDITION_WORDS), None)
    if at is None:
        return None
    before, after = tokens[:at], tokens[at + 1 :]
    first = before[0].word if before else ""
    if first in _UNDER and len(before) > 1:  # "on what condition would X join Y": the step, its actor first
        return _waiting(after[helpers(after, 0).end :])
    if first in AUX and (needed := trim(before[1:], DETERMINERS | ADVERBS | {"'s"})):
        measure = _behind(after)
        return Question("conditions", requirement=needed, object=measure) if measure else None
    if first in ("what", "which", "for") and _stranded(after) and all(t.word != "'s" for t in before):
        return _freed(trim(_subject(before), DETERMINERS))  # "what is Z a condition for"
    return _set_by(before, after)


def _stranded(tokens: Tokens) -> bool:
    rest = trim(tokens, AUX)
    return bool(rest) and all(t.word in STEP_MARKS for t in rest)


def _set_by(before: Tokens, after: Tokens) -> Question | None:
    """Whose conditions, and for what."""
    holder = tuple(t for t in before if t.word not in _LEADING_UP)
    group = helpers(after, 0)
    rest = after
    if group.last:  # "what conditions does X set for Y", "what conditions must be met for Y"
        inner = after[group.end :]
        verbs = (i for i, t in enumerate(inner) if t.word in LIGHT | HAPPENING | SETTING)
        marks = (i for i, t in enumerate(inner) if t.word in STEP_MARKS)
        cut = next(verbs, next(marks, len(inner)))
        holder, rest = inner[:cut] or holder, inner[cut:]
    if rest and rest[0].word not in STEP_MARKS and not group.last:  # "Y conditions X"
        return _waiting(tuple(t for t in before if t.word not in _LEADING_UP), rest)
    measure = _behind(rest)
    asks_who = bool(before) and before[0].word in ("who", "which") and any(t.word in LIGHT for t in before[1:])
    if asks_who and measure:
        return Question("conditions", gap="holder", object=measure)
    return _waiting(measure, holder)


def _behind(tokens: Tokens) -> Tokens:
    """What stands behind "for", "on", "to"."""
    at = next((i for i, t in enumerate(tokens) if t.word in STEP_MARKS), len(tokens))
    return trim(tokens[at + 1 :], {"to", "for", ","})


def _when_would(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "When would X join Y?", "What would make X do Y?" """
    words = [t.word for t in tokens]
    if words[0] == "when" and len(words) > 2 and words[1] in MODAL - {"will"}:
        return _waiting(tokens[2:])
    if words[0] == "what" and len(words) > 3 and words[1] in MODAL and words[2] in PERSUADE:
        return _waiting(tokens[3:])
    return None


def _takes(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What would it take for X to do Y?" """
    cut = find(tokens, _IT_TAKES)
    return _waiting(trim(tokens[cut[1] :], {"for", "to"})) if cut and _what(tokens) else None


def _happens(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What must happen before Y?" """
    start, cut = _what(tokens), find(tokens, BEFORE)
    if not start or not cut:
        return None
    empty = all(t.word in HAPPENING | AUX | ADVERBS | MEASURE_WORDS or not t.is_word for t in tokens[start : cut[0]])
    return _waiting(trim(tokens[cut[1] :], {","})) if empty else None


def _needed(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What is needed for Y?", "What is required by X before Y?" """
    start = _what(tokens)
    at = next((i for i, t in enumerate(tokens) if t.word in NEEDED), None)
    if not start or at is None or helpers(tokens, start).end < at:
        return None
    holder: Tokens = ()
    rest = tokens[at + 1 :]
    if rest and rest[0].word in ("by", "from"):
        cut = next((i for i, t in enumerate(rest) if i and t.word in ("for", "before", "to", "in")), len(rest))
        holder, rest = rest[1:cut], rest[cut:]
    measure = trim(rest, PREPOSITIONS | {"to", "order"})
    return _waiting(measure, holder) if measure else None


def _blocked(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What is blocking Y?", "What stands in the way of Y?" """
    start = _what(tokens)
    if not start:
        return None
    if cut := find(tokens, IN_THE_WAY):
        return _waiting(tokens[cut[1] :])
    verb = helpers(tokens, start).end
    return _waiting(tokens[verb + 1 :]) if verb < len(tokens) - 1 and tokens[verb].word in BLOCKS else None


def _unlocks(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What would Z unlock?", "What unlocks Y?", "What becomes possible after Z?" """
    start = _what(tokens)
    if not start:
        return None
    verb = next((i for i in range(start, len(tokens)) if tokens[i].word in UNLOCKS), None)
    if verb is not None:
        subject = tokens[helpers(tokens, start).end : verb]
        if verb + 2 < len(tokens) and tokens[verb + 1].word in _IF:  # "what would be unlocked if Z"
            return _freed(trim(tokens[verb + 2 :], {"of"}))
        return _freed(subject) or _waiting(tokens[verb + 1 :])
    cut = find(tokens, POSSIBLE_AFTER)
    return _freed(tokens[cut[1] :]) if cut and cut[0] <= start + 3 else None


def _hanging(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What does Y depend on?", "What depends on Z?", "Does Y depend on Z?" """
    cut = find(tokens, HANGING)
    if not cut or tokens[0].word == "who":
        return None
    start = _what(tokens)
    after = trim(tokens[cut[1] :], CONJUNCTIONS)
    middle = trim(tokens[helpers(tokens, start).end : cut[0]], AUX | ADVERBS | HAVE)
    if start and not middle:
        return _freed(after)
    if start and (sooner := find(after, BEFORE)):
        return _waiting(after[sooner[1] :], middle)
    if start and not after:
        return _waiting(middle)
    if not start and middle and after:
        return Question("conditions", object=middle, requirement=after)
    return None
