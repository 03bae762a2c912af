"""Third stage, first half: what kind of question it is, and which words are its parts.

The rules are tried in order, the narrow ones first; each gives a `Question` or passes.
"""

from __future__ import annotations

from dataclasses import replace

from .clauses import Clause, ClauseReader, find
from .conditional import conditions, step
from .evidence import (
    afterwards,
    denies,
    figure,
    foreseen,
    published,
    says,
    sources,
    unnamed,
    when,
)
from .fragments import agent_last, possessive
from .markers import DEADLOCK, EACH_OTHER, HYPOTHETICAL, LISTING, MUTUAL, TRUST
from .openings import attribution, opened
from .positions import compare, position
from .question import Question
from .tokens import Tokens, starts, trim, trim_front
from .words import (
    ADVERBS,
    ANYONE,
    AUX,
    BE,
    DETERMINERS,
    DO,
    HAVE,
    KIND_WORDS,
    MEASURE_WORDS,
    MODAL,
    PREPOSITIONS,
    WH,
    word_set,
)

_KINDS = frozenset(KIND_WORDS)
_FRONTED = word_set("by between with to from against for about of on")
_AFTER_WHO = word_set("else all exactly precisely among of the them")
_AFTER_WHAT = MEASURE_WORDS | word_set("else exactly all kinds kind of")
_COUNTING = (("how", "many"), ("number", "of"), ("the", "number", "of"))
_ABLE = (("able", "to"), ("capable", "of"), ("in", "a", "position", "to"))
_OVER = word_set("over about around on regarding concerning involving with of in")
_WITHIN = word_set("in within inside from among of")
_TRUE = (("is", "it", "true"), ("is", "it", "right"), ("is", "it", "correct"))


class Grammar:
    """Reads one question. `reader` knows the words for relations and which places are inside names."""

    def __init__(self, reader: ClauseReader) -> None:
        self._clauses = reader

    def read(self, tokens: Tokens) -> Question | None:
        """The question, or None if it has no shape that is known."""
        tokens = opened(tokens)
        if not tokens or tokens[0].word == "why" or any(starts(tokens, words) for words in HYPOTHETICAL):
            return None  # reasons, and what would follow, are not in the graph
        holder, tokens = attribution(tokens)
        question = self._dispatch(tokens) if tokens else None
        return replace(question, holder=holder) if question and holder else question

    def begins(self, tokens: Tokens) -> bool:
        """Whether a verb for a relation, in a form that can stand alone, begins here."""
        return any(m.part == "verb" and m.is_form("third", "past", "base") for m in self._clauses.words_at(tokens, 0))

    def _dispatch(self, tokens: Tokens) -> Question | None:
        for rule in _RULES:
            if found := rule(tokens, self._clauses):
                return found
        for own in (self._count, self._who, self._what, self._polar, self._telegram):
            if found := own(tokens):
                return found
        return None

    def _count(self, tokens: Tokens) -> Question | None:
        """ "How many countries oppose X?" """
        opening = next((words for words in _COUNTING if starts(tokens, words)), ())
        rest = tokens[len(opening) :] if opening else ()
        if len(rest) < 2:
            return None
        inner = self._who((rest[0].read_as("which"), *rest)) if rest[0].word in _KINDS else None
        if inner is None and rest[0].word in MEASURE_WORDS:
            inner = self._what((rest[0].read_as("what"), *rest))
        return replace(inner, count=True) if inner else None

    # ---- who

    def _who(self, tokens: Tokens) -> Question | None:
        first, second = tokens[0].word, tokens[1].word if len(tokens) > 1 else ""
        if first in _FRONTED and second in ("whom", "which", "who"):
            return self._fronted(tokens)
        if first == "whose" and (found := self._whose(tokens[1:])):
            return found
        if first in ("who", "whom", "whose"):
            return self._about_whom(tokens, tokens[1:])
        if first in WH | _KINDS | ANYONE | LISTING:
            return self._which(tokens)
        return None

    def _whose(self, tokens: Tokens) -> Question | None:
        """ "Whose idea is X?" """
        nouns = [m for m in self._clauses.words_at(tokens, 0) if m.part == "noun"]
        if not nouns or nouns[0].end >= len(tokens) or tokens[nouns[0].end].word not in BE:
            return None
        return Question("stance", Clause((nouns[0],), object=tokens[nouns[0].end + 1 :], words=tokens), gap="subject")

    def _fronted(self, tokens: Tokens) -> Question | None:
        """ "By whom is X opposed?", "With which countries is X allied?" """
        by = tokens[0].word == "by"
        rest = tokens[2:]
        clause = self._clauses.inverted(rest[1:] if rest and rest[0].word in _KINDS else rest)
        if by:
            return self._asked(clause)
        return Question("stance", clause, gap="object") if clause and clause.subject else None

    def _which(self, tokens: Tokens) -> Question | None:
        """ "Which countries oppose X?", "anyone against X?", "list the states that want X" """
        start = 0 if tokens[0].word in _KINDS | ANYONE else 1
        while start < len(tokens) and tokens[start].word in DETERMINERS | {"me", "of"}:
            start += 1
        near = range(start, min(start + 4, len(tokens)))
        at = next((i for i in near if tokens[i].word in _KINDS | ANYONE), None)
        if at is None or any(t.word in AUX | PREPOSITIONS for t in tokens[start:at]):
            return self._telegram(tokens[start:]) if tokens[0].word in LISTING and start < len(tokens) else None
        rest = tokens[at + 1 :]
        if rest and rest[0].word in ("who", "that", "which", "whom"):
            rest = rest[1:]
        found = self._about_whom(tokens, rest)
        among = tokens[start : at + 1] if at > start else ()
        return replace(found, kinds=KIND_WORDS.get(tokens[at].word, ()), among=among) if found else None

    def _about_whom(self, tokens: Tokens, rest: Tokens) -> Question | None:
        if inside := self._inside(rest):
            return inside
        if rest and rest[0].word != "of":
            rest = trim_front(rest, _AFTER_WHO)
        clause = self._clauses.headless(rest)
        if clause and clause.matches[0].part == "noun" and clause.matches[0].start == 0:
            clause = None  # "who talks …": a noun needs something before it
        return self._asked(clause or self._clauses.inverted(rest)) or self._identity(tokens)

    def _inside(self, tokens: Tokens) -> Question | None:
        """ "Who in X wants Y?": which of those who belong to X."""
        if not tokens or tokens[0].word not in _WITHIN:
            return None
        for place in range(2, min(len(tokens), 8)):
            clause = self._clauses.headless(tokens[place:])
            if clause and clause.object and clause.matches[0].part == "verb":
                return replace(Question("stance", clause, gap="subject"), among=tokens[1:place])
        return None

    def _identity(self, tokens: Tokens) -> Question | None:
        """ "Who is X?", "Who is X's leader?" """
        if len(tokens) < 3 or tokens[0].word != "who" or tokens[1].word not in BE:
            return None
        thing = trim_front(tokens[2:], DETERMINERS)
        return possessive(thing, self._clauses) or Question("identity", object=thing)

    @staticmethod
    def _asked(clause: Clause | None) -> Question | None:
        """A clause with one part missing asks for it."""
        if clause is None:
            return None
        if not clause.subject and clause.order:
            waits, needed = clause.order
            if clause.lacking and not clause.negated:
                return None  # who would do without is not in the graph
            return Question("conditions", clause, "holder", object=step(waits), requirement=step(needed))
        return Question("stance", clause, gap="object" if clause.subject else "subject")

    # ---- what

    def _what(self, tokens: Tokens) -> Question | None:
        if tokens[0].word not in ("what", "which"):
            return None
        rest = trim_front(tokens[1:], _AFTER_WHAT)
        among, rest = self._kind_of_measure(rest) if tokens[0].word == "which" else ((), rest)
        if noun := possessive(trim_front(rest, BE), self._clauses):
            return noun
        clause = self._clauses.inverted(rest)
        if clause is None:
            headless = self._clauses.headless(rest)
            gap = headless and not headless.passive and headless.object
            return Question("stance", headless, gap="subject" if gap else "object") if headless else None
        if clause.before and not clause.object:
            return Question("conditions", clause, "requirement", subject=clause.subject, object=step(clause.before))
        if clause.passive and not clause.subject and clause.object:
            return Question("stance", clause, gap="subject")
        return Question("stance", clause, gap="object", among=among)

    def _kind_of_measure(self, tokens: Tokens) -> tuple[Tokens, Tokens]:
        """ "Which mandate does X ask for?": the mandate, and the rest."""
        if not tokens or tokens[0].word in AUX or self._clauses.words_at(tokens, 0):
            return (), tokens
        cut = next((i for i, t in enumerate(tokens) if t.word in DO | HAVE | MODAL), 0)
        return tokens[:cut], tokens[cut:]

    # ---- whether

    def _polar(self, tokens: Tokens) -> Question | None:
        first = tokens[0].word
        if first not in AUX | {"whether"}:
            return None
        if any(starts(tokens, words) for words in _TRUE):
            return self._whether(self._clauses.declarative(trim_front(tokens[3:], {"that"})))
        if len(tokens) > 1 and tokens[1].word == "there":
            return self._there(tokens[2:])
        if len(tokens) > 2 and tokens[1].word in ANYONE | {"any"}:
            clause = self._clauses.headless(trim_front(tokens[1:], ANYONE | {"any"} | _KINDS))
            if clause and not clause.subject:
                return self._asked(clause)
        if able := find(tokens, _ABLE):
            subject, deed = trim(tokens[1 : able[0]], ADVERBS), tokens[able[1] :]
            able_to = Question("content", subject=subject, object=deed, relations=("lacks",), flipped=True)
            return able_to if subject and deed else None
        trust = next((i for i, t in enumerate(tokens) if t.word in TRUST), None)
        if trust is not None:  # nobody is coded as trusting: the question is whether there is distrust
            tokens = (*tokens[:trust], tokens[trust].read_as("distrust"), *tokens[trust + 1 :])
        clause = self._clauses.declarative(tokens[1:]) if first == "whether" else self._clauses.inverted(tokens)
        question = self._whether(clause)
        return replace(question, flipped=True) if question and trust is not None else question

    def _there(self, tokens: Tokens) -> Question | None:
        """ "Is there any opposition to X (from Y)?", "Is there anyone who opposes X?" """
        rest = trim_front(tokens, ANYONE | DETERMINERS | _KINDS | ADVERBS | {"who", "that", "which", "any"})
        clause = self._clauses.headless(rest)
        return self._whether(clause)

    @staticmethod
    def _whether(clause: Clause | None) -> Question | None:
        if clause is None or not (clause.subject or clause.object):
            return None
        if not clause.order or not clause.object:
            return Question("polar", clause)
        waits, needed = clause.order
        flipped = clause.lacking and not clause.negated  # "can X join without Y?"
        return Question("conditions", clause, subject=clause.subject, object=step(waits), requirement=step(needed),
                        flipped=flipped)  # fmt: skip

    # ---- telegram style

    def _telegram(self, tokens: Tokens) -> Question | None:
        """ "opponents of X", "anyone against X?", "X's demands", "X opposed by whom", "Israel opposes X?" """
        rest = trim_front(tokens, DETERMINERS | ADVERBS)
        if rest and rest[-1].word == "when" and len(rest) > 2:  # "X join Y when"
            return self._dispatch((rest[-1], rest[0].read_as("would"), *rest[:-1]))
        while len(rest) > 1 and rest[-1].word in _KINDS and not KIND_WORDS[rest[-1].word]:
            rest = rest[:-1]
        rest = trim_front(rest, ANYONE | _KINDS | {"who", "that", "which", "those"}) or rest
        if not rest:
            return None
        leading = any(m.part == "agent" for m in self._clauses.words_at(rest, 0))
        if not leading and (found := possessive(rest, self._clauses)):
            return found
        clause = self._clauses.headless(rest)
        if clause and (clause.object or clause.parties or clause.subject):
            return self._whether(clause) if clause.subject and clause.object else self._asked(clause)
        return agent_last(rest, self._clauses) or self._topic_first(rest) or self._statement(rest)

    def _topic_first(self, tokens: Tokens) -> Question | None:
        """ "Turkish troops: who is against?" """
        at = next((i for i, t in enumerate(tokens) if t.word in ("who", "what")), 0)
        topic = trim(tokens[:at], {",", ":", "and"})
        if not topic or at + 1 >= len(tokens) or any(t.word in AUX for t in topic):
            return None
        return self._dispatch((*tokens[at:], *topic))

    def _statement(self, tokens: Tokens) -> Question | None:
        """ "Israel opposes X?", "X is opposed by whom?" """
        clause = self._clauses.declarative(tokens)
        if clause is None or (clause.passive and not clause.subject):
            return self._asked(clause)
        if all(t.word in WH | ANYONE for t in clause.subject):
            return self._asked(replace(clause, subject=()))
        if not clause.object and not clause.passive and _ends(clause, tokens):  # "timeline agreed?"
            return self._whether(replace(clause, subject=(), object=clause.subject))
        if all(t.word in WH | ANYONE or not t.content for t in clause.object):
            return self._asked(replace(clause, object=()))
        return self._whether(clause)


def _ends(clause: Clause, tokens: Tokens) -> bool:
    """Whether a participle is the last word."""
    match = clause.matches[0]
    return match.is_form("participle") and clause.words[match.end - 1 : match.end] == tokens[-1:]


def _deadlock(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "Are there deadlocks (over Y)?", "Which conditions block each other?" """
    words = [t.word for t in tokens]
    if not (set(words) & DEADLOCK or (find(tokens, EACH_OTHER) and set(words) & MUTUAL)):
        return None
    last = max(i for i, w in enumerate(words) if w in DEADLOCK | {"other", "another"})
    at = next((i for i in range(last, len(words)) if words[i] in _OVER), len(words))
    return Question("deadlock", gap=None if words[0] in AUX else "object", object=tokens[at + 1 :],
                    count=tuple(words[:2]) == ("how", "many"))  # fmt: skip


_RULES = (
    _deadlock, unnamed, published, afterwards, figure, sources, says, foreseen, denies, conditions, position, compare, when,
)  # fmt: skip
