"""A clause: who stands to what in which relation, each part still as words of the question.

A clause is read with its subject first ("Israel opposes X"), last ("X is opposed by Israel"), or without one ("opposes
X", "opposed by whom"); what is missing is what the question asks for.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from .markers import BEFORE, FILLERS, INTENSIFIERS, ONLY_IF, SEEMING
from .tokens import Tokens, trim
from .vocabulary import Match, Vocabulary
from .words import (
    ADVERBS,
    ANYONE,
    AUX,
    BE,
    CONJUNCTIONS,
    COPULAS,
    DETERMINERS,
    DO,
    HAVE,
    KIND_WORDS,
    LIGHT,
    MODAL,
    NEGATION,
    PREPOSITIONS,
    QUANTIFIERS,
    WH,
)

_STANDS = {"SUPPORTS", "OPPOSES", "DEMANDS", "AGREES_TO", "PROPOSES", "DECLINES", "PRESSURES"}
_TIME = (("since",), ("as", "of"))
_LOOSE = ("in", "within")
"""They stand inside most phrases: a predicate only where there is no other."""
_SHORT = {"pro", "anti", "contra"}
_PASSES = ((True, True, True), (True, True, False), (False, True, False), (True, False, False), (False, False, False))
"""Outside names first, then in the right form of the verb; last whatever there is."""
_FILLED = ADVERBS | NEGATION | FILLERS
_INTENSE = DETERMINERS | ADVERBS | INTENSIFIERS


@dataclass(frozen=True)
class Clause:
    """`matches`: the words for relations ("opposes or distrusts"). Parts that are not said are empty."""

    matches: tuple[Match, ...]
    subject: Tokens = ()
    object: Tokens = ()
    negated: bool = False
    passive: bool = False
    before: Tokens = ()
    """What comes only after the object: "demands X before Y"."""
    needs: Tokens = ()
    """What the object waits for: "Y only if X", "ties Y to X"."""
    lacking: bool = False
    """It is asked whether the object can be without what it waits for."""
    parties: Tokens = ()
    target: Tokens = ()
    """Of whom or from whom something is wanted."""
    when: Tokens = ()
    asked_object: bool = False
    """A verb or preposition stands without its object."""
    words: Tokens = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for match in self.matches for name in match.names))

    @property
    def deed(self) -> Tokens:
        """The object with its verb, where the verb is part of what is done ("join X"), not a stance to it."""
        first = self.matches[0]
        doing = first.part == "verb" and not set(first.names) & _STANDS
        return (*self.words[first.start : first.end], *self.object) if doing else self.object

    @property
    def against(self) -> bool:
        return "OPPOSES" in self.names or (self.negated and "SUPPORTS" in self.names)

    @property
    def order(self) -> tuple[Tokens, Tokens] | None:
        """What waits and what for: "wants X before Y", "is against Y before X", "Y only if X"."""
        if self.before and self.object:
            return (self.deed, self.before) if self.against else (self.before, self.object)
        return (self.deed, self.needs) if self.needs else None

    @property
    def head(self) -> str:
        return " or ".join(m.head for m in self.matches)


@dataclass(frozen=True)
class _Group:
    """Helpers before a predicate: which kinds, where the predicate begins, and whether it is negated."""

    end: int
    last: str
    negated: bool
    be: bool


def find(tokens: Tokens, markers: tuple[tuple[str, ...], ...], start: int = 0) -> tuple[int, int] | None:
    """The first place from `start` on where one of `markers` stands: (begin, end)."""
    openings = _openings(markers)
    for place in range(start, len(tokens)):
        for marker in openings.get(tokens[place].word, ()):
            if tuple(t.word for t in tokens[place : place + len(marker)]) == marker:
                return place, place + len(marker)
    return None


@lru_cache(maxsize=64)
def _openings(markers: tuple[tuple[str, ...], ...]) -> dict[str, list[tuple[str, ...]]]:
    """Markers by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for marker in markers:
        found.setdefault(marker[0], []).append(marker)
    return found


def helpers(tokens: Tokens, start: int) -> _Group:
    """The run of helper verbs, adverbs and "not" that starts at `start`."""
    place, last, negated, be = start, "", False, False
    while place < len(tokens):
        word = tokens[place].word
        if word in AUX:
            last, be = word, be or word in BE
        elif word in NEGATION or (word == "no" and last and last not in BE):
            negated = True
        elif word not in _FILLED or _quantifier(tokens, place):
            break
        place += 1
    return _Group(place, last, negated, be)


def _quantifier(tokens: Tokens, place: int) -> bool:
    """ "most countries" is a name, "most opposes" is not."""
    return tokens[place].word in QUANTIFIERS and place + 1 < len(tokens) and tokens[place + 1].word in KIND_WORDS


class ClauseReader:
    """Reads clauses out of one question. `mask`: places inside names of the graph, where a verb is no predicate."""

    def __init__(self, vocabulary: Vocabulary, mask: frozenset[int] = frozenset()) -> None:
        self._vocabulary = vocabulary
        self._mask = mask

    # ---- whole clauses

    def headless(self, tokens: Tokens) -> Clause | None:
        """A clause that begins with its predicate: "opposes X", "is against X", "are the opponents of X"."""
        group = helpers(tokens, 0)
        place = group.end
        for match in self._predicates(tokens, place, group):
            if self._fits(match, group, headless=True, led=match.start > place):
                return self._build(tokens, match, (), group)
        return None

    def inverted(self, tokens: Tokens) -> Clause | None:
        """A clause with its helper first: "does Israel oppose X", "is X opposed by Israel"."""
        group = helpers(tokens, 0)
        return self._with_subject(tokens, group) if group.last else None

    def declarative(self, tokens: Tokens) -> Clause | None:
        """A clause with its subject first: "Israel opposes X", "X is opposed by Israel"."""
        return self._with_subject(tokens, _Group(0, "", False, False))

    # ---- parts

    def _with_subject(self, tokens: Tokens, outer: _Group) -> Clause | None:
        for masked, strict, firm in _PASSES:
            for place in range(outer.end + 1, len(tokens)):
                inner = helpers(tokens, place)
                group = _Group(
                    inner.end, inner.last or outer.last, inner.negated or outer.negated, inner.be or outer.be
                )
                if inner.last and outer.last in DO | MODAL and inner.last not in BE | HAVE:
                    continue
                for match in self._predicates(tokens, inner.end, group):
                    seeming = match.start > inner.end and tokens[inner.end].word in SEEMING
                    if masked and not seeming and any(t.start in self._mask for t in tokens[inner.end : match.start + 1]):
                        continue
                    if firm and match.head in _LOOSE:
                        continue
                    if self._fits(match, group, headless=False, led=match.start > inner.end, strict=strict):
                        return self._build(tokens, match, tokens[outer.end : place], group)
        return None

    def words_at(self, tokens: Tokens, place: int) -> list[Match]:
        return self._vocabulary.at(tokens, place)

    def _predicates(self, tokens: Tokens, place: int, group: _Group) -> Iterator[Match]:
        """Words for relations at `place`, or behind what only leads up to them ("has strong doubts", "is a critic")."""
        if place + 1 < len(tokens) and tokens[place].word in SEEMING and tokens[place + 1].word == "to" and group.be:
            yield from (m for m in self._vocabulary.at(tokens, helpers(tokens, place + 2).end) if m.part == "verb")
        yield from self._vocabulary.at(tokens, place)
        here = place
        if here < len(tokens) and tokens[here].word in COPULAS | LIGHT:
            here += 1
            if here < len(tokens) and tokens[here].word in ("out", "as"):
                here += 1
        while here < len(tokens) and tokens[here].word in _INTENSE:
            here += 1
        if here > place:
            opening = tokens[place].word
            being = group.be or opening in COPULAS
            allowed = {
                "phrase": being,
                "agent": being,
                "noun": group.be or opening in LIGHT or group.last in HAVE,
                "verb": opening in ADVERBS,
            }
            yield from (match for match in self._vocabulary.at(tokens, here) if allowed[match.part])
        if place + 1 < len(tokens) and tokens[place].word in SEEMING and tokens[place + 1].word == "to":
            yield from (m for m in self._vocabulary.at(tokens, place + 2) if m.part == "verb")

    @staticmethod
    def _fits(match: Match, group: _Group, *, headless: bool, led: bool = False, strict: bool = True) -> bool:
        if match.part == "phrase":
            bare = not group.last and match.head.split()[0] not in PREPOSITIONS | _SHORT  # "Turkey willing to join"
            return group.be or headless or bare
        if match.part in ("agent", "noun"):
            return headless or led or (match.part == "agent" and group.be and match.is_form("many"))
        if group.last in BE:
            return match.is_form("gerund", "participle") or (match.is_form("base") and led)
        if group.last in DO | MODAL:
            return match.is_form("base") or not strict
        if group.last in HAVE:
            return match.is_form("participle") or not strict
        return match.is_form("third", "past", "base") or (headless and match.is_form("gerund")) or not strict

    def _build(self, tokens: Tokens, first: Match, subject: Tokens, group: _Group) -> Clause:
        matches, rest = self._coordinated(tokens, first)
        passive = first.part == "verb" and first.is_form("participle") and group.be and not first.is_form("gerund")
        if first.part == "verb" and first.is_form("participle") and not group.last and _by(rest[:1]):
            passive = True  # "opposed by whom?"
        clause = Clause(matches, subject, negated=group.negated, passive=passive, words=tokens)
        if first.part in ("noun", "agent") and rest and rest[0].word in PREPOSITIONS - {"from", "between", "by"}:
            rest = rest[1:]
        clause, rest = self._adjuncts(clause, rest)
        if passive:
            return self._turned(clause, rest)
        if first.part in ("agent", "noun") and subject and group.be and rest[:1] and rest[0].word == "by":
            rest = rest[1:]
        if first.part == "noun" and (cut := find(rest, (("from",), ("by",)))) and not clause.subject:
            clause = replace(clause, subject=rest[cut[1] :])
            rest = rest[: cut[0]]
        stranded = bool(rest) and all(t.word in PREPOSITIONS or not t.is_word for t in rest)
        return replace(clause, object=() if stranded else _tidy(rest), asked_object=not rest or stranded)

    def _turned(self, clause: Clause, rest: Tokens) -> Clause:
        """A passive made active: who stands behind "by" is the subject, what stood first the object."""
        patient, by = clause.subject, _by(rest)
        if by is None:
            if not patient:
                return replace(clause, subject=(), object=_tidy(rest))
            return replace(clause, subject=(), object=_joined(patient, rest))
        before, after = rest[: by[0]], rest[by[1] :]
        cut = next((i for i, t in enumerate(after) if i and t.word in ("to", "into") and t.start not in self._mask), None)
        if cut and not before:  # "is pressed by X to do Y"
            before, after = after[cut:], after[:cut]
        agent = () if all(t.word in ANYONE | WH or not t.is_word for t in after) else after
        return replace(clause, subject=_tidy(agent), object=_joined(patient, before))

    def _coordinated(self, tokens: Tokens, first: Match) -> tuple[tuple[Match, ...], Tokens]:
        """ "opposes or distrusts": further words for relations that share subject and object."""
        matches, place = [first], first.end
        while place < len(tokens) and tokens[place].word in CONJUNCTIONS:
            after = helpers(tokens, place + 1).end
            while after < len(tokens) and tokens[after].word in _INTENSE | {"who", "which"} and after < len(tokens) - 1:
                after = helpers(tokens, after + 1).end
            found = [
                m
                for m in self._vocabulary.at(tokens, after)
                if m.part == first.part or {m.part, first.part} <= {"verb", "phrase"}
            ]
            if not found:
                break
            matches.append(found[0])
            place = found[0].end
        return tuple(matches), tokens[place:]

    def _in_name(self, tokens: Tokens, cut: tuple[int, int]) -> bool:
        """Whether a name goes on over the place ("deployment before the mandate is agreed")."""
        return (
            cut[0] > 0 and cut[1] < len(tokens) and all(t.start in self._mask for t in tokens[cut[0] - 1 : cut[1] + 1])
        )

    def _adjuncts(self, clause: Clause, rest: Tokens) -> tuple[Clause, Tokens]:
        """Take off what says when, between whom, before what."""
        if cut := find(rest, (("between",), ("among",))):
            clause, rest = replace(clause, parties=rest[cut[1] :]), rest[: cut[0]]
        if (cut := find(rest, BEFORE)) and not self._in_name(rest, cut):
            clause, rest = replace(clause, before=_tidy(rest[cut[1] :])), rest[: cut[0]]
        elif (cut := find(rest, ONLY_IF)) and (cut[0] > 0 or clause.subject) and not self._in_name(rest, cut):
            lacking = rest[cut[0]].word == "without"
            clause, rest = replace(clause, needs=_tidy(rest[cut[1] :]), lacking=lacking), rest[: cut[0]]
        if cut := find(rest, _TIME):
            clause, rest = replace(clause, when=rest[cut[1] :]), rest[: cut[0]]
        return clause, rest


def _by(tokens: Tokens) -> tuple[int, int] | None:
    return find(tokens, (("by",),))


def _tidy(tokens: Tokens) -> Tokens:
    return trim(tokens, CONJUNCTIONS | {"that", "to", "there"}) if tokens else ()


def _joined(patient: Tokens, rest: Tokens) -> Tokens:
    rest = _tidy(trim(rest, PREPOSITIONS | ADVERBS))
    return (*patient, *rest)
