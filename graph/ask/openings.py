"""What surrounds a question: politeness, and according to whom it is asked."""

from __future__ import annotations

from .clauses import find
from .markers import ASIDES, POLITE, TRUST, VIEW_NOUNS, VIEWS
from .tokens import Tokens, starts, trim
from .words import AUX, HAVE, WH, word_set

_NO = word_set("not no never little")
_ONES = word_set("its their his her")


def opened(tokens: Tokens) -> Tokens:
    """Without politeness in front and marks at the end."""
    tokens = _without_asides(_holding(tokens))
    tokens = _distrusting(trim(tokens, {"please", "thanks", "then"}))
    while polite := next((p for p in POLITE if starts(tokens, p) and len(tokens) > len(p)), None):
        rest = tokens[len(polite) :]
        tokens = trim(rest, {",", "please"} if rest[0].word == "whether" else {",", "please", "whether"})
    return tokens


def _without_asides(tokens: Tokens) -> Tokens:
    """ "In particular", "at all": they ask nothing."""
    while cut := find(tokens, ASIDES):
        tokens = (*tokens[: cut[0]], *tokens[cut[1] :])
    return tokens


def _holding(tokens: Tokens) -> Tokens:
    """To have a thing in one's hands is to control it."""
    hands = next((i for i, t in enumerate(tokens) if t.word in ("hand", "hands")), 0)
    verb = next((i for i, t in enumerate(tokens[:hands]) if t.word in HAVE), None)
    if hands < 3 or verb is None or tokens[hands - 2].word != "in" or tokens[hands - 1].word not in _ONES:
        return tokens
    return (*tokens[:verb], tokens[verb].read_as("controls"), *tokens[verb + 1 : hands - 2], *tokens[hands + 1 :])


def _distrusting(tokens: Tokens) -> Tokens:
    """Not to trust, or to have no trust in, is to distrust."""
    at = next((i for i, t in enumerate(tokens) if t.word in TRUST), None)
    no = next((i for i in range(max(0, at - 2), at) if tokens[i].word in _NO), None) if at is not None else None
    if at is None or no is None:
        return tokens
    return (*tokens[:no], *tokens[no + 1 : at], tokens[at].read_as("distrust"), *tokens[at + 1 :])


def attribution(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """Take off "according to X", "in X's view": (X, what is left)."""
    cut = find(tokens, VIEWS)
    if cut and cut[1] < len(tokens) and tokens[cut[1]].word not in WH:
        stop = cut[1]
        while stop < len(tokens) and tokens[stop].word not in WH | AUX | {",", "?"}:
            stop += 1
        return tokens[cut[1] : stop], trim((*tokens[: cut[0]], *tokens[stop:]), {","})
    return _in_the_view(tokens)


def _in_the_view(tokens: Tokens) -> tuple[Tokens, Tokens]:
    for place in range(2, len(tokens)):
        if tokens[place].word not in VIEW_NOUNS or tokens[place - 1].word != "'s":
            continue
        start = next((i for i in range(place - 1, -1, -1) if tokens[i].word in ("in", "from")), None)
        ends = place + 1 == len(tokens) or tokens[place + 1].word in WH | AUX | {","}
        if start is not None and ends:
            return tokens[start + 1 : place - 1], trim((*tokens[:start], *tokens[place + 1 :]), {","})
    return (), tokens
