"""Noun phrases that ask without a verb: "X's demands", "ISF supporters"."""

from __future__ import annotations

from .clauses import Clause, ClauseReader
from .question import Question
from .tokens import Tokens, trim
from .words import AUX, DETERMINERS, PREPOSITIONS, WH


def possessive(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "X's demands", "X's opposition to Y", "X's allies" """
    for place in range(1, len(tokens)):
        found = [m for m in reader.words_at(tokens, place) if m.part in ("noun", "agent")]
        if not found or not (tokens[place - 1].word == "'s" or found[0].end == len(tokens)):
            continue
        match = found[0]
        owner = trim(tokens[:place], {"'s"} | DETERMINERS)
        rest = trim(tokens[match.end :], PREPOSITIONS)
        if not owner or any(t.word in AUX | WH for t in owner):
            continue
        if match.part == "agent":
            return None if rest else Question("stance", Clause((match,), object=owner, words=tokens), gap="subject")
        clause = Clause((match,), subject=owner, object=rest, words=tokens)
        whether = bool(rest) and bool({"SUPPORTS", "OPPOSES", "DISTRUSTS"} & set(match.names))
        return Question("polar", clause) if whether else Question("stance", clause, gap="object")
    return None


def agent_last(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "Turkish troops opponents", "ISF supporters" """
    for place in range(1, len(tokens)):
        for match in reader.words_at(tokens, place):
            if match.part == "agent" and match.end == len(tokens):
                return Question("stance", Clause((match,), object=tokens[:place], words=tokens), gap="subject")
    return None
