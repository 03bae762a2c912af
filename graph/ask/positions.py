"""Questions about what one side holds of a thing, and where two sides differ."""

from __future__ import annotations

from dataclasses import replace

from .clauses import ClauseReader, find, helpers
from .markers import ABOUT, AGREE, APART, DIFFER, DIFFERENCES, FARING, SEEING, TAKING, THINKING
from .question import Question
from .tokens import Tokens, trim
from .words import ADVERBS, AUX, BE, DETERMINERS, DO, HAVE, KIND_WORDS, POSITION_WORDS, PREPOSITIONS, WH, word_set

_VERBS_TOO = word_set("take stand line view views thinking policy thoughts")
_COMPARING = word_set("where what on how in over about which do does compare") | DIFFERENCES


def position(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """ "What is X's position on Y?", "How does X see Y?", "Where does X stand on Y?", "X on Y" """
    for rule in (_noun, _thinks, _stands, _topic):
        if found := rule(tokens, reader):
            return found
    return None


def _noun(tokens: Tokens, reader: ClauseReader) -> Question | None:
    at = next((i for i, t in enumerate(tokens) if t.word in POSITION_WORDS and _is_noun(tokens, i)), None)
    if at is None or tokens[0].word in ("who", "whom") or any(m.part == "agent" for m in reader.words_at(tokens, 0)):
        return None
    before, after = tokens[:at], tokens[at + 1 :]
    who = trim(before, WH | AUX | DETERMINERS | ADVERBS | {"'s", "there", "different", "various", "official"})
    group = helpers(after, 0)
    if group.last:
        who, after = _split_at(after[group.end :], TAKING | {"on", "toward", "about", "regarding"})
    elif not who and after[:1] and after[0].word == "of":
        who, after = _split_at(after[1:], ABOUT - {"of", "to", "with", "in", "for"})
    after = trim(after, ABOUT | TAKING | {"regard", "respect", "it", "comes", "when", "as"})
    return Question("position", subject=who, object=after) if who or after else None


def _is_noun(tokens: Tokens, at: int) -> bool:
    """ "view", "stand" and "take" are verbs too: a noun has its kind of word before it, or an "on" behind."""
    if tokens[at].word not in _VERBS_TOO:
        return True
    if at == 0 or any(t.word in DO for t in tokens[:at]):
        return False
    before, after = tokens[at - 1].word, tokens[at + 1].word if at + 1 < len(tokens) else ""
    return before in ("'s", "the", "what", "which", "official") or (
        after in ("on", "of", "about", "regarding") and before not in AUX
    )


def _thinks(tokens: Tokens, _: ClauseReader) -> Question | None:
    group = helpers(tokens, 1)
    if tokens[0].word not in ("what", "how", "which") or not group.last:
        return None
    if tokens[0].word == "how" and group.last in BE and tokens[-1].word in FARING:
        return Question("position", object=tokens[group.end : -1])
    for place in range(group.end + 1, len(tokens)):
        subject, rest = tokens[group.end : place], tokens[place + 1 :]
        if tokens[0].word == "how" and tokens[place].word in SEEING:
            return Question("position", subject=subject, object=trim(rest, ABOUT | {"as"}))
        if tokens[place].word in THINKING:
            thing = trim(rest, ABOUT) if rest and rest[0].word in ABOUT else ()
            if not rest and tokens[0].word == "what":  # "what do experts say?"
                return Question("content", subject=subject, gap="object")
            return Question("position", subject=subject, object=thing) if thing else None
    return None


def _stands(tokens: Tokens, _: ClauseReader) -> Question | None:
    if tokens[0].word not in ("where", "how"):
        return None
    start = helpers(tokens, 1).end
    places = (i for i in range(start + 1, len(tokens)) if tokens[i].word in ("stand", "stands", "standing"))
    place = next(places, None)
    if place is None:
        return None
    subject = tokens[start:place]
    everyone = len(subject) <= 2 and any(t.word in KIND_WORDS for t in subject)
    return Question("position", subject=() if everyone else subject, object=trim(tokens[place + 1 :], ABOUT))


def _topic(tokens: Tokens, reader: ClauseReader) -> Question | None:
    """Two names and what joins them, no verb at all."""
    if any(t.word in WH | AUX for t in tokens):
        return None
    at = next((i for i, t in enumerate(tokens) if t.word in ("on", "about", "regarding", "concerning", "re")), 0)
    if not 0 < at < len(tokens) - 1 or reader.headless(tokens) or reader.declarative(tokens):
        return None
    return Question("position", subject=tokens[:at], object=tokens[at + 1 :])


def compare(tokens: Tokens, _: ClauseReader) -> Question | None:
    """ "Where do A and B differ?", "What do A and B agree on?", "Do A and B disagree on Y?" """
    words = [t.word for t in tokens]
    if words[0] not in _COMPARING:
        return None
    if words[0] == "compare":
        return _beside(trim(tokens[1:], {"between", "of", "the", "positions"}))
    if set(words) & DIFFERENCES and (cut := find(tokens, APART)):
        return _pair(trim(tokens[cut[1] :], {"about", "on", "over"}))
    at = next((i for i, w in enumerate(words) if w in DIFFER | AGREE), None)
    if at is None:
        return None
    agree, topic = words[at] in AGREE, trim(tokens[at + 1 :], PREPOSITIONS)
    if words[0] in DO:
        found = _pair(tokens[1:at], topic, agree=agree)
        return replace(found, gap="holder") if found and words[at] != "clash" else None
    start = next((i for i, w in enumerate(words) if w in AUX), 0) + 1
    if words[at] == "common":  # "what do A and B have in common"
        at, topic = next((i for i in range(start, at) if words[i] in HAVE), at), ()
    return _pair(tokens[start:at], topic, agree=agree)


def _beside(tokens: Tokens) -> Question | None:
    """ "Compare A and B on Y": what each of them holds of Y; without Y, where they differ."""
    at = next((i for i, t in enumerate(tokens) if t.word in ("on", "about", "regarding", "concerning")), len(tokens))
    if at + 1 >= len(tokens):
        return _pair(tokens[:at])
    return Question("position", subject=tokens[:at], object=tokens[at + 1 :])


def _pair(tokens: Tokens, topic: Tokens = (), *, agree: bool = False) -> Question | None:
    at = next((i for i, t in enumerate(tokens) if t.word in ("and", "with", "from", "&", "/")), None)
    if at is None:
        return None
    return Question("compare", subject=tokens[:at], object=tokens[at + 1 :], agree=agree, topic=topic)


def _split_at(tokens: Tokens, words: frozenset[str]) -> tuple[Tokens, Tokens]:
    at = next((i for i, t in enumerate(tokens) if t.word in words), len(tokens))
    return tokens[:at], tokens[at:]
