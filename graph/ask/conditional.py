"""Questions about conditions: what a step waits for, for whom, and what waits for it."""

from __future__ import annotations

from dataclasses import replace

from .clauses import BEFORE, ClauseReader, find, helpers
from .question import Question
from .tokens import Tokens, trim
from .words import (
    ADVERBS,
    AUX,
    CONDITION_WORDS,
    CONJUNCTIONS,
    DETERMINERS,
    HAVE,
    LIGHT,
    MEASURE_WORDS,
    MODAL,
    PREPOSITIONS,
    WH,
)

# Verbs that say nothing but that something comes about: "what must happen before Y".
_HAPPENING = frozenset(
    [
        "happen",
        "happens",
        "happened",
        "occur",
        "occurs",
        "come",
        "comes",
        "done",
        "met",
        "fulfilled",
        "fulfill",
        "place",
        "true",
        "first",
        "take",
        "takes",
        "taken",
        "go",
        "goes",
        "resolved",
        "settled",
        "achieved",
        "precede",
        "precedes",
        "need",
        "needs",
        "needed",
        "required",
        "necessary",
        "prerequisite",
        "possible",
        "in",
        "must",
        "be",
        "to",
        "completed",
        "accomplished",
        "satisfied",
        "sorted",
        "agreed",
        "order",
        "sort",
        "ought",
        "has",
        "have",
        "else",
        "exactly",
        "demanded",
    ]
)
_COMING_ABOUT = frozenset(["can", "could", "may", "might", "will", "would", "begin", "begins", "start", "starts", "go", "goes", "ahead", "happen", "happens", "proceed", "proceeds", "take", "takes", "place", "possible", "is", "are", "be", "allowed", "launched", "started", "begun", "happening", "come", "comes", "occur", "occurs", "about", "first"])  # fmt: skip
_NEEDED = {"needed", "required", "necessary", "demanded", "essential"}
_BLOCKS = {"blocking", "blocks", "block", "prevents", "preventing", "stops", "stopping", "delays", "delaying", "obstructs",
           "hinders", "hindering", "impedes", "impeding", "stalls", "stalling"}  # fmt: skip
_UNLOCKS = {
    "allow",
    "allows",
    "permit",
    "permits",
    "unlock",
    "unlocks",
    "unlocked",
    "enable",
    "enables",
    "enabled",
    "unblock",
    "unblocks",
    "unblocked",
    "free",
    "frees",
}
_HANGING = (
    ("depends", "on"), ("depend", "on"), ("depending", "on"), ("hinges", "on"), ("hinge", "on"), ("hinging", "on"), ("rests", "on"),
    ("waits", "for"), ("wait", "for"), ("waiting", "for"), ("waits", "on"), ("waiting", "on"), ("awaits",), ("awaiting",),
    ("conditional", "on"), ("conditional", "upon"), ("dependent", "on"), ("dependent", "upon"), ("contingent", "on"),
    ("contingent", "upon"), ("conditioned", "on"), ("conditioned", "upon"), ("tied", "to"), ("linked", "to"),
)  # fmt: skip
_FOR = {"for", "on", "to", "of", "before", "regarding", "concerning", "about", "toward", "in"}
_MAKE = {"make", "makes", "made", "making"}
_TYING = {"tie", "ties", "tied", "tying", "link", "links", "linked", "linking", "condition", "conditions", "conditioned",
          "conditioning"}  # fmt: skip


def conditions(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """The reading of a question about conditions, if it is one."""
    found = _conditions(tokens, reader)
    return replace(found, object=step(found.object), requirement=step(found.requirement)) if found else None


def step(tokens: Tokens) -> Tokens:
    """A step without the words that only say that it comes about: "reconstruction can begin"."""
    end = len(tokens)
    while end > 1 and (tokens[end - 1].word in _COMING_ABOUT or not tokens[end - 1].is_word):
        end -= 1
    return tokens[:end]


def _conditions(tokens: Tokens, reader: ClauseReader) -> Question | None:
    for rule in (
        _fronted,
        _made_conditional,
        _tied,
        _named,
        _under_what,
        _takes,
        _happens,
        _needed,
        _blocked,
        _unlocks,
        _hanging,
    ):
        if found := rule(tokens, reader):
            return found
    return None


def _fronted(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Before Y, what must happen?" """
    cut = find(tokens[:3], BEFORE)
    if not cut or cut[0] != 0:
        return None
    for place in range(cut[1] + 1, len(tokens)):
        if tokens[place].word in WH | {","}:
            rest = trim(tokens[place:], {","})
            return conditions((*rest, *tokens[: cut[1]], *tokens[cut[1] : place]), reader) if rest else None
    return None


def _what(tokens: Tokens) -> int:
    """Where the question goes on after "what", "which things", "what else"; 0 if it does not begin so."""
    if not tokens or tokens[0].word not in ("what", "which"):
        return 0
    place = 1
    while place < len(tokens) and tokens[place].word in MEASURE_WORDS | {"else", "other", "exactly"}:
        place += 1
    return place


def _made_conditional(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "Who makes Y conditional on Z?", "What does X make Y conditional on?" """
    makes = [i for i, t in enumerate(tokens) if t.word in _MAKE]
    cut = find(tokens, (("conditional",), ("dependent",), ("contingent",), ("wait",)))
    if not makes or not cut or makes[0] > cut[0]:
        return None
    after = trim(tokens[cut[1] :], {"on", "upon", "for"})
    return _triple(tokens[: makes[0]], tokens[makes[0] + 1 : cut[0]], after)


def _tied(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Who ties Y to Z?", "What does X condition Y on?", "What is Y tied to?" """
    for place, token in enumerate(tokens):
        if (
            token.word not in _TYING
            or place == 0
            or tokens[place - 1].word in DETERMINERS | {"what", "which", "'s", "of", "my"}
        ):
            continue
        group = helpers(tokens, 0 if tokens[0].word in AUX else _what(tokens) or 1)
        passive = tokens[place].word.endswith("ed") and any(t.word in AUX and t.word in ("is", "are", "was", "were", "be", "been")
                                                             for t in tokens[:place])  # fmt: skip
        splits = [i for i in range(place + 1, len(tokens)) if tokens[i].word in ("to", "on", "upon", "with")]
        if not splits:
            continue
        if passive:
            measure = tokens[group.end : place]
            return Question("conditions", object=measure, requirement=tokens[splits[0] + 1 :],
                            gap="requirement" if not tokens[splits[0] + 1 :] else None)  # fmt: skip
        return _triple(tokens[:place], tokens[place + 1 : splits[-1]], tokens[splits[-1] + 1 :])
    return None


def _triple(before: Tokens, measure: Tokens, requirement: Tokens) -> Question | None:
    """Holder (or what asks for it), what waits, what for."""
    what, who = _what(before), bool(before) and before[0].word in ("who", "which")
    holder = _bare_subject(before)
    requirement = trim(requirement, CONJUNCTIONS)
    if not measure:
        return None
    if what and not requirement and not (who and not holder):
        return Question("conditions", subject=holder, object=measure, gap="requirement")
    if who and not holder and requirement:
        return Question("conditions", object=measure, requirement=requirement, gap="holder")
    if what and requirement and not holder:
        return Question("conditions", object=measure, requirement=requirement, gap="holder")
    if not requirement:
        return Question("conditions", subject=holder, object=measure, gap="requirement")
    return Question("conditions", subject=holder, object=measure, requirement=requirement)


def _bare_subject(tokens: Tokens) -> Tokens:
    """What is left of "what does X", "does X", "who" without the helpers: X."""
    start = _what(tokens) or (1 if tokens and tokens[0].word in WH else 0)
    return trim(tokens[helpers(tokens, start).end :], AUX | ADVERBS | {"to"})


def _named(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "What conditions does X set for Y?", "X's conditions for Y", "Is Z a condition for Y?" """
    places = [i for i, t in enumerate(tokens) if t.word in CONDITION_WORDS]
    if not places:
        return None
    at = places[0]
    before, after = tokens[:at], tokens[at + 1 :]
    if before and before[0].word in ("on", "under", "with", "at", "in", "upon") and len(before) > 1:
        return _steps_under(after)
    if before and before[0].word in AUX and (inner := trim(before[1:], DETERMINERS | ADVERBS | {"'s"})):
        return Question("conditions", requirement=inner, object=_after_for(after)) if _after_for(after) else None
    if before and before[0].word in ("what", "which", "for"):
        stranded = trim(after, AUX)
        middle = _bare_subject(before)
        if len(middle) and stranded and all(t.word in _FOR for t in stranded) and "'s" not in {t.word for t in before}:
            return Question(
                "conditions", requirement=_drop_end(middle, DETERMINERS), gap="measure"
            )  # what is Z a condition for?
    return _conditions_of(before, after)


def _conditions_of(before: Tokens, after: Tokens) -> Question | None:
    asks_who = bool(before) and before[0].word in ("who", "which") and any(t.word in LIGHT for t in before[1:])
    lead = [t for t in before if t.word not in WH | AUX | DETERMINERS | ADVERBS | LIGHT | {"'s", "there", "any", ","}]
    holder = tuple(t for t in lead if t.word not in MEASURE_WORDS | _CONSIDERING)
    group = helpers(after, 0)
    rest = after
    if group.last:  # "what conditions does X set for Y", "what conditions must be met for Y"
        inner = after[group.end :]
        cut = next(
            (i for i, t in enumerate(inner) if t.word in LIGHT or t.word in _HAPPENING or t.word in _VERBS_OF_SETTING),
            None,
        )
        if cut is None:
            cut = next((i for i, t in enumerate(inner) if t.word in _FOR), len(inner))
        holder, rest = (inner[:cut] or holder), inner[cut:]
    measure = _after_for(rest)
    if asks_who and measure:
        return Question("conditions", object=measure, gap="holder")
    if not measure and not holder:
        return None
    return Question("conditions", subject=holder, object=measure, gap="requirement")


_CONSIDERING = frozenset("consider considers see sees regard regards call calls name names view views deem deems as".split())
_VERBS_OF_SETTING = frozenset(["set", "sets", "put", "puts", "impose", "imposes", "attach", "attaches", "have", "has", "name", "names", "make", "makes", "place", "places", "state", "lay", "demand", "demands", "want", "wants"])  # fmt: skip


def _after_for(tokens: Tokens) -> Tokens:
    for place, token in enumerate(tokens):
        if token.word in _FOR:
            return trim(tokens[place + 1 :], {"to", "for", ","})
    return ()


def _drop_end(tokens: Tokens, words: frozenset[str]) -> Tokens:
    while tokens and tokens[-1].word in words:
        tokens = tokens[:-1]
    return tokens


def _steps_under(after: Tokens) -> Question | None:
    """ "On what condition would X join Y?": all that follows is the step, its actor first."""
    group = helpers(after, 0)
    step = after[group.end :]
    return Question("conditions", object=step, gap="requirement") if step else None


def _under_what(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "When would X join Y?", "What would make X do Y?", "Under which circumstances …" """
    words = [t.word for t in tokens]
    if words[:1] == ["when"] and len(words) > 2 and words[1] in MODAL - {"will", "did"}:
        return Question("conditions", object=tokens[2:], gap="requirement")
    if words[:1] == ["what"] and len(words) > 3 and words[1] in MODAL and words[2] in (
        "make", "get", "bring", "convince", "persuade", "lead", "allow", "induce", "move", "cause"
    ):  # fmt: skip
        return Question("conditions", object=tokens[3:], gap="requirement")
    return None


def _takes(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What would it take for X to do Y?" """
    cut = find(tokens, (("it", "take"), ("it", "takes")))
    if not cut or _what(tokens) == 0:
        return None
    step = trim(tokens[cut[1] :], {"for", "to"})
    return Question("conditions", object=step, gap="requirement") if step else None


def _happens(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What must happen before Y?", "What has to come first for Y?" """
    start = _what(tokens)
    cut = find(tokens, BEFORE)
    if not start or not cut:
        return None
    middle = tokens[start : cut[0]]
    if all(t.word in _HAPPENING | AUX | ADVERBS | MEASURE_WORDS or not t.is_word for t in middle):
        return Question("conditions", object=trim(tokens[cut[1] :], {","}), gap="requirement")
    return None


def _needed(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What is needed for Y?", "What is required by X before Y?" """
    start = _what(tokens)
    places = [i for i, t in enumerate(tokens) if t.word in _NEEDED]
    if not start or not places or helpers(tokens, start).end < places[0]:
        return None
    rest = tokens[places[0] + 1 :]
    holder: Tokens = ()
    if rest[:1] and rest[0].word in ("by", "from"):
        cut = next((i for i, t in enumerate(rest[1:], 1) if t.word in ("for", "before", "to", "in")), len(rest))
        holder, rest = rest[1:cut], rest[cut:]
    step = trim(rest, PREPOSITIONS | {"to", "order"})
    return Question("conditions", subject=holder, object=step, gap="requirement") if step else None


def _blocked(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What is blocking Y?", "What stands in the way of Y?" """
    start = _what(tokens)
    if not start:
        return None
    group = helpers(tokens, start)
    if cut := find(
        tokens, (("in", "the", "way", "of"), ("holds", "up"), ("holding", "up"), ("holds", "back"), ("holding", "back"))
    ):
        return Question("conditions", object=tokens[cut[1] :], gap="requirement")
    if group.end < len(tokens) - 1 and tokens[group.end].word in _BLOCKS:
        return Question("conditions", object=tokens[group.end + 1 :], gap="requirement")
    return None


def _unlocks(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What would Z unlock?", "What becomes possible after Z?" """
    start = _what(tokens)
    if not start:
        return None
    for place in range(start, len(tokens)):
        if tokens[place].word in _UNLOCKS:
            group = helpers(tokens, start)
            if group.end < place:
                return Question("conditions", requirement=tokens[group.end : place], gap="measure")
            return Question("conditions", object=tokens[place + 1 :], gap="requirement")
    cut = find(tokens, (("possible", "after"), ("possible", "once"), ("possible", "if"), ("possible", "by"), ("comes", "after"),
                        ("come", "after"), ("follows",), ("can", "follow"), ("wait", "until"), ("happen", "after"),
                        ("happen", "once"), ("happen", "if"), ("follow", "from")))  # fmt: skip
    if cut and len(tokens) > cut[1] and cut[0] <= start + 3:
        return Question("conditions", requirement=tokens[cut[1] :], gap="measure")
    return None


def _hanging(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "What does Y depend on?", "What depends on Z?", "Does Y depend on Z?" """
    cut = find(tokens, _HANGING)
    if not cut:
        return None
    start = _what(tokens)
    after = trim(tokens[cut[1] :], CONJUNCTIONS)
    if not start and tokens[0].word == "who":
        return None
    middle = trim(tokens[helpers(tokens, start).end : cut[0]], AUX | ADVERBS | HAVE)
    if start and not middle and after:
        return Question("conditions", requirement=after, gap="measure")
    if start and middle and (not after or find(after, BEFORE)):
        return Question("conditions", object=middle, gap="requirement")
    if not start and middle and after:
        return Question("conditions", object=middle, requirement=after)
    return None
