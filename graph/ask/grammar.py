"""Third stage, first half: what kind of question it is, and which words are its parts."""

from __future__ import annotations

from dataclasses import replace

from .clauses import BEFORE, Clause, ClauseReader, find, helpers
from .conditional import conditions, step
from .question import Question
from .tokens import Tokens, trim
from .words import (
    ADVERBS,
    ANYONE,
    AUX,
    BE,
    CONJUNCTIONS,
    DETERMINERS,
    DO,
    HAVE,
    KIND_WORDS,
    MEASURE_WORDS,
    MODAL,
    POSITION_WORDS,
    PREPOSITIONS,
    SOURCE_WORDS,
    WH,
)

_POLITE = (
    "please", "can you tell me", "could you tell me", "can you show me", "could you show me", "tell me", "show me", "give me",
    "i would like to know", "i want to know", "do you know", "let me know", "i wonder", "find out", "find me", "find", "explain",
    "list for me", "hey", "hi", "hello", "ok", "so", "and", "well", "say", "can you list", "could you list", "i am asking",
    "could you say", "can you say", "can you explain", "could you explain", "would you know", "what i want to know is", "now",
)  # fmt: skip
_LISTING = {"list", "name", "enumerate", "show", "identify", "which", "all", "display"}
_SAYING = frozenset(["say", "says", "said", "report", "reports", "reported", "claim", "claims", "claimed", "state", "states", "stated", "affirm", "affirms", "confirm", "confirms", "confirmed", "mention", "mentions", "mentioned", "assert", "asserts", "asserted", "argue", "argues", "argued", "believe", "believes", "write", "writes", "wrote", "tell", "tells", "told", "back", "backs", "backed", "support", "supports", "supported", "show", "shows", "prove", "proves", "document", "documents", "record", "records", "attest", "attests", "suggest", "suggests", "indicate", "indicates", "think", "thinks", "quote", "quotes", "evidence", "evidences", "speak", "hold", "holds"])  # fmt: skip
_ABOUT = {"on", "about", "toward", "regarding", "concerning", "to", "of", "over", "for", "with", "in", "towards", "vis"}
_THINKING = {
    "think",
    "thinks",
    "say",
    "says",
    "said",
    "believe",
    "believes",
    "feel",
    "feels",
    "thought",
    "argue",
    "argues",
}
_SEEING = {"see", "sees", "view", "views", "regard", "regards", "judge", "judges", "consider", "considers", "assess", "assesses",
           "evaluate", "evaluates", "feel", "feels", "think", "thinks", "perceive", "perceives", "treat"}  # fmt: skip
_DIFFERENCES = {"difference", "differences", "disagreement", "disagreements", "dispute", "disputes", "gap", "gaps", "rift",
                "divide", "divides", "divergence", "separate", "separates"}  # fmt: skip
_HYPOTHETICAL = (["what", "happens", "if"], ["what", "happens", "when"], ["what", "would", "happen"], ["what", "if", "the"])
_MENTIONING = {"mention", "mentions", "mentioned", "name", "names", "discuss", "discusses", "cover", "covers", "cite", "cites", "speak",
               "speaks", "talk", "talks", "deal", "deals", "write", "writes"}  # fmt: skip
_DENYING = {
    "deny",
    "denies",
    "denied",
    "denying",
    "dismiss",
    "dismisses",
    "dismissed",
    "disputes",
    "dispute",
    "disputed",
}
_AMOUNTS = {
    "share",
    "percentage",
    "percent",
    "proportion",
    "amount",
    "number",
    "figure",
    "cost",
    "price",
    "sum",
    "part",
    "fraction",
}
_CLAIM_NOUNS = {
    "claim",
    "claims",
    "view",
    "statement",
    "idea",
    "assertion",
    "proposition",
    "fact",
    "notion",
    "finding",
    "report",
}
_WHO_FIRST = {"who", "whom", "whose", "which", "what"}


class Grammar:
    """Reads one question. `reader` knows the words for relations and which places are inside names."""

    def __init__(self, reader: ClauseReader) -> None:
        self._clauses = reader

    def read(self, tokens: Tokens) -> Question | None:
        """The question, or None if it has no shape that is known."""
        tokens = opened(tokens)
        if not tokens or tokens[0].word == "why" or [t.word for t in tokens[:3]] in _HYPOTHETICAL:
            return None  # reasons, and what would follow, are not in the graph
        holder, tokens = attribution(tokens)
        question = self._dispatch(tokens)
        return replace(question, holder=holder) if question and holder else question

    def _dispatch(self, tokens: Tokens) -> Question | None:
        for rule in (self._deadlock, self._figure, self._sources, self._says, self._denies, self._conditions, self._position, self._compare, self._when,
                     self._count, self._who, self._what, self._polar, self._telegram):  # fmt: skip
            if tokens and (found := rule(tokens)):
                return found
        return None

    # ---- who says so

    def _sources(self, tokens: Tokens) -> Question | None:
        """ "How many sources back the claim that …?", "Which articles say that …?" """
        words = [t.word for t in tokens]
        count = words[:2] == ["how", "many"] or words[:2] == ["number", "of"] or words[:3] == ["the", "number", "of"]
        start = next((i for i, w in enumerate(words[:6]) if w in SOURCE_WORDS), None)
        if start is None or (not count and words[0] not in ("which", "what", "in", "list", "name", "sources", "articles", "source",
                                                            "is", "are", "does", "do")):  # fmt: skip
            return None
        if any(w in _WHO_FIRST for w in words[1:start]) and words[0] != "in":
            return None
        after = tokens[start + 1 :]
        if (group := helpers(after, 0)) and group.end < len(after) and after[group.end].word in _MENTIONING and "that" not in words:
            thing = trim(after[group.end + 1 :], {"of", "about", "with", "on"})
            if thing and not self._clauses.declarative(thing):
                return Question("mentions", object=thing, count=count)
        clause = self._that_clause(after)
        if clause is None:
            return None
        return Question("sources", clause, count=count)

    def _that_clause(self, tokens: Tokens) -> Clause | None:
        """What stands behind "… say (the claim) that", "… for the claim that", "… on"."""
        place = helpers(tokens, 0).end
        while place < len(tokens) and tokens[place].word in (
            _SAYING | _CLAIM_NOUNS | DETERMINERS | ADVERBS | AUX | {"for", "behind", "there", "to", "that", "it", "in", "which"}
        ):  # fmt: skip
            place += 1
        if tokens and (found := self._possessive(tokens[place:])) and found.clause and found.clause.object:
            return found.clause
        for start in (place, place - 1):
            rest = tokens[start:] if 0 <= start < len(tokens) else ()
            if rest and (clause := self._clauses.declarative(rest)) and (clause.subject or clause.object):
                return clause
            if rest and (clause := self._clauses.headless(rest)) and clause.object:
                return clause
        if tokens and (found := self._possessive(tokens[place:])):
            return found.clause
        return None

    def _says(self, tokens: Tokens) -> Question | None:
        """ "Who says that …?", "According to whom does …?", "On whose word …?" """
        words = [t.word for t in tokens]
        if words[:3] == ["according", "to", "whom"] or words[:3] == ["according", "to", "who"]:
            rest = trim(tokens[3:], {",", "is", "it"}) if words[3:4] != ["is"] else tokens[3:]
            clause = self._clauses.inverted(rest) or self._clauses.declarative(rest)
            return Question("says", clause) if clause else None
        if (words[:2] == ["where", "does"] and "say" in words[:5]) or (
            words[:2] == ["where", "is"] and "said" in words[:5]
        ):
            clause = self._that_clause(tokens[2:])
            return Question("sources", clause) if clause else None
        if words[0] != "who" or len(words) < 4:
            return None
        place = helpers(tokens, 1).end
        if place >= len(words) or words[place] not in _SAYING | {"saying", "claiming", "reporting"} - {
            "support",
            "back",
        }:
            return None
        if "that" not in words[place + 1 : place + 3] and words[place] not in (
            "says",
            "said",
            "claims",
            "reports",
            "reported",
        ):
            return None
        rest = trim(tokens[place + 1 :], {"that"})
        clause = self._clauses.declarative(rest)
        return (
            Question("says", clause)
            if clause and clause.subject and not find(tokens, (("no", "to"), ("yes", "to")))
            else None
        )

    def _denies(self, tokens: Tokens) -> Question | None:
        """ "Who denies that …?", "Does X deny that …?" """
        at = next((i for i, t in enumerate(tokens) if t.word in _DENYING), None)
        if at is None or at + 2 >= len(tokens):
            return None
        inner = self._clauses.declarative(trim_front(tokens[at + 1 :], {"that", "the", *_CLAIM_NOUNS}))
        if inner is None or not inner.subject or not inner.object:
            return None
        if tokens[0].word in ("who", "which", "what"):
            return Question("denial", inner, gap="subject")
        subject = tokens[helpers(tokens, 0).end : at]
        return Question("denial", inner, subject=trim(subject, AUX)) if subject and tokens[0].word in AUX else None

    def _figure(self, tokens: Tokens) -> Question | None:
        """ "How much of …?", "What share of …?", "How many … died?" """
        words = [t.word for t in tokens]
        if words[0] == "how" and len(words) > 2 and words[1] in ("much", "many", "far", "high", "large", "big"):
            if words[1] == "many" and (words[2] in KIND_WORDS or words[2] in SOURCE_WORDS or words[2] in MEASURE_WORDS):
                return None
            return Question("figure", object=tokens[2:])
        if words[0] in ("what", "which") and any(w in _AMOUNTS for w in words[1:4]):
            return Question("figure", object=tuple(t for t in tokens[1:] if t.word not in _AMOUNTS))
        return None

    # ---- conditions, positions, comparison

    def _conditions(self, tokens: Tokens) -> Question | None:
        return conditions(tokens, self._clauses)

    def _position(self, tokens: Tokens) -> Question | None:
        for rule in (self._position_noun, self._thinks, self._stands, self._topic):
            if found := rule(tokens):
                return found
        return None

    def _position_noun(self, tokens: Tokens) -> Question | None:
        """ "What is X's position on Y?", "What position does X take on Y?", "the stance of X on Y" """
        at = next((i for i, t in enumerate(tokens) if t.word in POSITION_WORDS and _is_noun(tokens, i)), None)
        if at is None:
            return None
        before, after = tokens[:at], tokens[at + 1 :]
        if before and before[0].word in ("who", "whom"):
            return None
        who = trim(before, WH | AUX | DETERMINERS | ADVERBS | {"'s", "there", "different", "various", "official"})
        group = helpers(after, 0)
        if group.last:
            who, after = _split_at(after[group.end :], {"take", "takes", "have", "has", "hold", "holds", "adopt", "adopts", "on",
                                                        "toward", "about", "regarding", "taken", "defend", "express"})  # fmt: skip
        elif not who and after[:1] and after[0].word == "of":
            who, after = _split_at(after[1:], _ABOUT - {"of", "to", "with", "in", "for"})
        after = trim(
            after,
            _ABOUT
            | {"take", "takes", "have", "has", "hold", "holds", "regard", "respect", "it", "comes", "when", "as"},
        )
        if not who and not after:
            return None
        return Question("position", subject=who, object=after)

    def _thinks(self, tokens: Tokens) -> Question | None:
        """ "What does X think of Y?", "How does X see Y?", "What did X say about Y?" """
        if not tokens or tokens[0].word not in ("what", "how", "which"):
            return None
        group = helpers(tokens, 1)
        if group.last == "":
            return None
        for place in range(group.end + 1, len(tokens)):
            word = tokens[place].word
            if tokens[0].word == "how" and word in _SEEING:
                return Question("position", subject=tokens[group.end : place],
                                object=trim(tokens[place + 1 :], _ABOUT | {"as"}))  # fmt: skip
            if word in _THINKING:
                rest = trim(tokens[place + 1 :], _ABOUT)
                rest = rest if place + 1 < len(tokens) and tokens[place + 1].word in _ABOUT else ()
                return Question("position", subject=tokens[group.end : place], object=rest) if rest else None
        return None

    def _stands(self, tokens: Tokens) -> Question | None:
        """ "Where does X stand on Y?" """
        if not tokens or tokens[0].word not in ("where", "how"):
            return None
        group = helpers(tokens, 1)
        place = next(
            (i for i, t in enumerate(tokens) if t.word in ("stand", "stands", "standing") and i > group.end), None
        )
        if place is None:
            return None
        subject = tokens[group.end : place]
        if any(t.word in KIND_WORDS for t in subject) and len(subject) <= 2:
            subject = ()
        return Question("position", subject=subject, object=trim(tokens[place + 1 :], _ABOUT))

    def _topic(self, tokens: Tokens) -> Question | None:
        """ "X on Y?": two names and what joins them, no verb at all."""
        if any(t.word in WH | AUX for t in tokens):
            return None
        at = next((i for i, t in enumerate(tokens) if t.word in ("on", "about", "regarding", "concerning", "re")), None)
        if not at or at + 1 >= len(tokens) or self._clauses.headless(tokens) or self._clauses.declarative(tokens):
            return None
        return Question("position", subject=tokens[:at], object=tokens[at + 1 :])

    def _compare(self, tokens: Tokens) -> Question | None:
        """ "Where do A and B differ?", "What do A and B agree on?" """
        words = [t.word for t in tokens]
        if words[0] not in ("where", "what", "on", "how", "in", "over", "about", "which", "do", "does", "compare", "difference",
                            "differences", "disagreement", "disagreements", "gap", "gaps"):  # fmt: skip
            return None
        at = next((i for i, w in enumerate(words) if w in ("differ", "diverge", "disagree", "clash", "agree", "differing", "disagreeing",
                                                           "coincide", "overlap", "split", "converge", "common")), None)  # fmt: skip
        if words[0] == "compare":
            return self._pair(trim(tokens[1:], {"between", "of", "the", "positions"}), (), agree=False)
        if any(w in _DIFFERENCES for w in words) and (
            cut := find(tokens, (("between",), ("divide",), ("divides",), ("separate",)))
        ):
            return self._pair(trim(tokens[cut[1] :], {"about", "on", "over"}), (), agree=False)
        if at is None:
            return None
        if words[0] in ("do", "does"):
            pair = self._pair(
                tokens[1:at], trim(tokens[at + 1 :], PREPOSITIONS), agree=words[at] in ("agree", "overlap")
            )
            return replace(pair, gap="holder") if pair and words[at] not in ("clash",) else None
        start = next((i for i, w in enumerate(words) if w in AUX), 0) + 1
        if words[at] == "common":
            start, at = start, next((i for i, w in enumerate(words) if w in HAVE), at)
        topic = trim(tokens[at + 1 :], PREPOSITIONS) if words[at] != "have" else ()
        agree = words[at] in ("agree", "coincide", "overlap", "converge", "have")
        return self._pair(tokens[start:at], topic, agree=agree)

    @staticmethod
    def _pair(tokens: Tokens, topic: Tokens, *, agree: bool) -> Question | None:
        at = next((i for i, t in enumerate(tokens) if t.word in ("and", "with", "from", "&", "/")), None)
        if at is None:
            return None
        return Question("compare", subject=tokens[:at], object=tokens[at + 1 :], agree=agree, topic=topic)

    def _deadlock(self, tokens: Tokens) -> Question | None:
        words = {t.word for t in tokens}
        if words & {"deadlock", "deadlocks", "stalemate", "impasse", "gridlock"} or (
            "each" in words and "other" in words and words & {"block", "blocks", "wait", "waits", "waiting", "depend"}
        ):
            return Question("deadlock")
        return None

    # ---- who, what, whether, when

    def _when(self, tokens: Tokens) -> Question | None:
        words = [t.word for t in tokens]
        rest: Tokens = ()
        if words[0] == "when":
            rest = tokens[1:]
        elif words[:2] in (["since", "when"], ["from", "when"], ["until", "when"], ["how", "long"]):
            rest = tokens[2:]
        elif words[:3] == ["on", "what", "date"] or words[:3] == ["on", "which", "date"]:
            rest = tokens[3:]
        if not rest:
            return None
        clause = self._clauses.inverted(rest)
        if clause and clause.subject and (clause.object or len(clause.subject) > 1):
            return Question("when", clause, object=rest)
        return Question("when", object=rest) if words[1:2] and words[1] not in MODAL else None

    def _count(self, tokens: Tokens) -> Question | None:
        """ "How many countries oppose X?" """
        words = [t.word for t in tokens]
        start = next((n for n, lead in ((2, ["how", "many"]), (2, ["number", "of"]), (3, ["the", "number", "of"]))
                      if words[:n] == lead), None)  # fmt: skip
        if start is None or len(words) < start + 2:
            return None
        rest = tokens[start:]
        inner = self._who((rest[0].read_as("which"), *rest)) if rest[0].word in KIND_WORDS else None
        if inner is None and rest[0].word in MEASURE_WORDS:
            inner = self._what((rest[0].read_as("what"), *rest))
        return replace(inner, count=True) if inner else None

    def _who(self, tokens: Tokens) -> Question | None:
        words = [t.word for t in tokens]
        kinds: tuple[str, ...] = ()
        among: Tokens = ()
        if words[:2] in (["by", "whom"], ["by", "who"]):
            return self._asked(self._clauses.inverted(tokens[2:]))
        if (
            len(words) > 2
            and words[0] in ("by", "between", "with", "to", "from", "against", "for", "about", "of", "on")
            and (words[1] in ("whom", "which", "who"))
        ):
            start = 2 if words[2] not in KIND_WORDS else 3
            clause = self._clauses.inverted(tokens[start:])
            if words[0] == "by":
                return self._asked(clause)
            return Question("stance", clause, gap="object") if clause and clause.subject else None
        start = 1
        if words[0] in ("which", "what") or words[0] in KIND_WORDS or words[0] in ANYONE or words[0] in _LISTING:
            start = 0 if words[0] in KIND_WORDS or words[0] in ANYONE else 1
            while start < len(words) and words[start] in DETERMINERS | {"me", "of"}:
                start += 1
            at = next(
                (i for i in range(start, min(start + 4, len(words))) if words[i] in KIND_WORDS or words[i] in ANYONE),
                None,
            )
            if at is None or any(words[i] in AUX | PREPOSITIONS for i in range(start, at)):
                if words[0] in _LISTING - {"which"} and start < len(words):
                    return self._telegram(tokens[start:])
                return None
            kinds = KIND_WORDS.get(words[at], ())
            among = tokens[start : at + 1] if at > start else ()
            start = at + 1
            if start < len(words) and words[start] in ("who", "that", "which", "whom"):
                start += 1
        elif words[0] not in ("who", "whom", "whose"):
            return None
        rest = (
            trim_front(tokens[start:], {"else", "all", "exactly", "precisely", "among", "of", "the", "them"})
            if start < len(tokens) and tokens[start].word not in ("of",)
            else tokens[start:]
        )
        clause = self._clauses.headless(rest)
        if clause and clause.matches[0].part == "noun" and rest and clause.matches[0].start == 0:
            clause = None  # "who talks …": a noun needs something before it
        if clause is None:
            clause = self._clauses.inverted(rest)
        found = self._asked(clause) or self._identity(tokens)
        return replace(found, kinds=kinds, among=among) if found else None

    def _identity(self, tokens: Tokens) -> Question | None:
        """ "Who is X?", "Who is X's leader?" """
        words = [t.word for t in tokens]
        if words[:2] in (["who", "is"], ["who", "are"], ["who", "was"]) and len(words) > 2:
            return self._possessive(trim_front(tokens[2:], DETERMINERS)) or Question("identity", object=tokens[2:])
        return None

    def _asked(self, clause: Clause | None) -> Question | None:
        """A clause with one part missing asks for it."""
        if clause is None:
            return None
        if clause.before and clause.object and not clause.subject:
            return Question(
                "conditions", clause, gap="holder", object=step(clause.before), requirement=step(clause.object)
            )
        if clause.needs and not clause.subject:
            return Question(
                "conditions", clause, gap="holder", object=step(clause.object), requirement=step(clause.needs)
            )
        if not clause.subject:
            return Question("stance", clause, gap="subject")
        return Question("stance", clause, gap="object")

    def _what(self, tokens: Tokens) -> Question | None:
        words = [t.word for t in tokens]
        if words[0] not in ("what", "which"):
            return None
        start = 1
        while start < len(words) and words[start] in MEASURE_WORDS | {
            "else",
            "exactly",
            "are",
            "all",
            "kinds",
            "kind",
            "of",
        } - ({"are"} if start == 1 else set()):
            start += 1
        rest = tokens[start:]
        among: Tokens = ()
        if words[0] == "which" and rest and rest[0].word not in AUX and not self._clauses.words_at(rest, 0):
            cut = next((i for i, t in enumerate(rest) if t.word in DO | HAVE | MODAL), 0)
            among, rest = rest[:cut], rest[cut:]
        if possessive := self._possessive(trim_front(rest, BE)):
            return possessive
        clause = self._clauses.inverted(rest)
        if clause is None and (headless := self._clauses.headless(rest)):
            gap = "object" if headless.passive or not headless.object else "subject"
            return Question("stance", headless, gap="object" if gap == "object" else "subject")
        if clause is None:
            return None
        if clause.before and not clause.object:
            return Question("conditions", clause, subject=clause.subject, object=step(clause.before), gap="requirement")
        if clause.passive and not clause.subject and clause.object:
            return Question("stance", clause, gap="subject")
        if not clause.object and len(rest) and words[-1] == "to" and clause.matches[-1].part == "verb":
            clause = replace(clause, asked_object=True)
        return Question("stance", clause, gap="object", among=among)

    def _polar(self, tokens: Tokens) -> Question | None:
        words = [t.word for t in tokens]
        if words[0] not in AUX and words[0] != "whether":
            return None
        if (
            words[:3] == ["is", "it", "true"]
            or words[:3] == ["is", "it", "right"]
            or words[:3] == ["is", "it", "correct"]
        ):
            clause = self._clauses.declarative(trim_front(tokens[3:], {"that"}))
            return self._whether(clause)
        if words[1:2] == ["there"]:
            return self._there(tokens[2:])
        if len(words) > 2 and words[1] in ANYONE | {"any"}:
            clause = self._clauses.headless(trim_front(tokens[1:], ANYONE | {"any"} | frozenset(KIND_WORDS)))
            if clause and not clause.subject:
                return self._asked(clause)
        trust = next((i for i, t in enumerate(tokens) if t.word in ("trust", "trusts", "trusted")), None)
        if trust is not None:  # nobody is coded as trusting: the question is whether there is distrust
            tokens = (*tokens[:trust], tokens[trust].read_as("distrust"), *tokens[trust + 1 :])
        clause = self._clauses.declarative(tokens[1:]) if words[0] == "whether" else self._clauses.inverted(tokens)
        question = self._whether(clause)
        return replace(question, flipped=trust is not None) if question else None

    def _there(self, tokens: Tokens) -> Question | None:
        """ "Is there any opposition to X (from Y)?", "Is there anyone who opposes X?" """
        rest = trim_front(
            tokens, ANYONE | DETERMINERS | frozenset(KIND_WORDS) | {"who", "that", "which", "any"} | ADVERBS
        )
        clause = self._clauses.headless(rest)
        if clause is None:
            return None
        return self._whether(clause) if clause.subject else self._asked(clause)

    @staticmethod
    def _whether(clause: Clause | None) -> Question | None:
        if clause is None or not clause.subject:
            return None
        if clause.before and clause.object:
            return Question("conditions", clause, subject=clause.subject, object=step(clause.before),
                            requirement=step(clause.object))  # fmt: skip
        if clause.needs and clause.object:
            return Question("conditions", clause, subject=clause.subject, object=step(clause.object),
                            requirement=step(clause.needs))  # fmt: skip
        return Question("polar", clause)

    # ---- fragments

    def _telegram(self, tokens: Tokens) -> Question | None:
        """ "opponents of X", "anyone against X?", "X's demands", "X opposed by whom", "Israel opposes X?" """
        rest = trim_front(tokens, DETERMINERS | ADVERBS)
        if not rest:
            return None
        while len(rest) > 1 and rest[-1].word in KIND_WORDS and not KIND_WORDS[rest[-1].word]:
            rest = rest[:-1]
        rest = trim_front(rest, ANYONE | frozenset(KIND_WORDS) | {"who", "that", "which", "those"}) or rest
        leading = any(m.part == "agent" for m in self._clauses.words_at(rest, 0))
        if not leading and (found := self._possessive(rest)):
            return found
        if (clause := self._clauses.headless(rest)) and (clause.object or clause.parties or clause.subject):
            return self._whether(clause) if clause.subject and clause.object else self._asked(clause)
        if found := self._agent_last(rest):
            return found
        if found := self._topic_first(rest):
            return found
        clause = self._clauses.declarative(rest)
        if clause is None:
            return None
        if clause.passive and not clause.subject:
            return self._asked(clause)
        if clause.subject and all(t.word in WH | ANYONE for t in clause.subject):
            return self._asked(replace(clause, subject=()))
        if clause.object and all(t.word in WH | ANYONE or not t.content for t in clause.object):
            return self._asked(replace(clause, object=()))
        return self._whether(clause) if clause.object or clause.parties else self._asked(clause)

    def _topic_first(self, tokens: Tokens) -> Question | None:
        """ "Turkish troops: who is against?" """
        at = next((i for i, t in enumerate(tokens) if t.word in ("who", "what") and i > 0), None)
        if at is None or at + 1 >= len(tokens) or any(t.word in AUX for t in tokens[:at]):
            return None
        topic = trim(tokens[:at], {",", ":", "and"})
        return self._dispatch((*tokens[at:], *topic)) if topic else None

    def _possessive(self, tokens: Tokens) -> Question | None:
        """ "X's demands", "the demands of X", "Israel's opposition to Y", "Hamas allies" """
        for place in range(1, len(tokens)):
            found = [m for m in self._clauses.words_at(tokens, place) if m.part in ("noun", "agent")]
            if not found or not (tokens[place - 1].word == "'s" or found[0].end == len(tokens)):
                continue
            match = found[0]
            owner = trim(tokens[:place], {"'s"} | DETERMINERS)
            rest = trim(tokens[match.end :], PREPOSITIONS)
            if not owner or any(t.word in AUX | WH for t in owner):
                continue
            if match.part == "agent":
                clause = Clause((match,), object=owner, words=tokens)
                return Question("stance", clause, gap="subject") if not rest else None
            clause = Clause((match,), subject=owner, object=rest, words=tokens)
            return Question("stance", clause, gap="object" if not rest else None)
        return None

    def _agent_last(self, tokens: Tokens) -> Question | None:
        """ "Turkish troops opponents", "ISF supporters" """
        for place in range(1, len(tokens)):
            for match in self._clauses.words_at(tokens, place):
                if match.part == "agent" and match.end == len(tokens):
                    return Question("stance", Clause((match,), object=tokens[:place], words=tokens), gap="subject")
        return None


def _is_noun(tokens: Tokens, at: int) -> bool:
    """ "view", "stand" and "take" are verbs too: a noun has a word before it that belongs to one, or an "on" after it."""
    word = tokens[at].word
    if word in ("take", "stand", "line", "view", "views", "thinking", "policy", "thoughts"):
        return at > 0 and (tokens[at - 1].word in {"'s", "the", "what", "which", "official"} or (
            at + 1 < len(tokens) and tokens[at + 1].word in ("on", "of", "about", "regarding") and tokens[at - 1].word not in AUX
            and not any(t.word in DO for t in tokens[:at])))  # fmt: skip
    return True


def _split_at(tokens: Tokens, words: set[str]) -> tuple[Tokens, Tokens]:
    at = next((i for i, t in enumerate(tokens) if t.word in words), len(tokens))
    return tokens[:at], tokens[at:]


def trim_front(tokens: Tokens, words: frozenset[str] | set[str]) -> Tokens:
    start = 0
    while start < len(tokens) and (tokens[start].word in words or not tokens[start].is_word):
        start += 1
    return tokens[start:]


def opened(tokens: Tokens) -> Tokens:
    """Without politeness in front and marks at the end."""
    tokens = _distrusting(trim(tokens, {"please", "thanks", "then"}))
    while tokens:
        for phrase in _POLITE:
            words = phrase.split()
            if (
                [t.word for t in tokens[: len(words)]] == words
                and len(tokens) > len(words)
                and not (words == ["say"] or (words[0] in ("show", "find") and False))
            ):
                tokens = trim(
                    tokens[len(words) :], {",", "please", "whether"} if tokens[len(words)].word != "whether" else {","}
                )
                break
        else:
            return tokens
    return tokens


def _distrusting(tokens: Tokens) -> Tokens:
    """Not to trust, or to have no trust in, is to distrust."""
    at = next(
        (i for i, t in enumerate(tokens) if t.word in ("trust", "trusts", "trusted", "confidence", "faith", "believe")),
        None,
    )
    if at is None:
        return tokens
    no = next((i for i in range(max(0, at - 2), at) if tokens[i].word in ("not", "no", "never", "little")), None)
    if no is None:
        return tokens
    return (*tokens[:no], *tokens[no + 1 : at], tokens[at].read_as("distrust"), *tokens[at + 1 :])


_VIEWS = (("according", "to"), ("in", "the", "view", "of"), ("in", "the", "eyes", "of"), ("in", "the", "opinion", "of"),
          ("from", "the", "perspective", "of"), ("from", "the", "viewpoint", "of"), ("from", "the", "point", "of", "view", "of"),
          ("as", "seen", "by"), ("as", "far", "as"))  # fmt: skip


def attribution(tokens: Tokens) -> tuple[Tokens, Tokens]:
    """Take off "according to X", "in X's view": (X, what is left)."""
    cut = find(tokens, _VIEWS)
    if cut and cut[1] < len(tokens) and tokens[cut[1]].word not in ("who", "whom", "which", "what"):
        stop = cut[1]
        while stop < len(tokens) and tokens[stop].word not in WH | AUX | {",", "?"}:
            stop += 1
        left = trim((*tokens[: cut[0]], *tokens[stop:]), {","})
        return tokens[cut[1] : stop], left
    for place, token in enumerate(tokens):
        if (
            token.word in ("view", "opinion", "eyes", "perspective", "estimation")
            and place > 1
            and tokens[place - 1].word == "'s"
        ):
            start = next((i for i in range(place - 1, -1, -1) if tokens[i].word in ("in", "from")), None)
            if start is not None and (place + 1 == len(tokens) or tokens[place + 1].word in WH | AUX | {","}):
                return tokens[start + 1 : place - 1], trim((*tokens[:start], *tokens[place + 1 :]), {","})
    return (), tokens


__all__ = ["BEFORE", "CONJUNCTIONS", "MODAL", "Grammar", "attribution", "opened"]
