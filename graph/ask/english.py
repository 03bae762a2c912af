"""English morphology, as much of it as questions need: spelling variants, inflections, roots.

Words are compared in one normal form: lower case, no accents, American spelling. `inflect` gives the forms of a verb;
`root` takes inflections and the commonest derivations off, the same way for names in the graph and for questions, so
that "participating", "participation" and "participates" meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Form = Literal["base", "third", "past", "participle", "gerund"]

_SPELLING = {
    "sceptic": "skeptic", "sceptical": "skeptical", "sceptics": "skeptics", "scepticism": "skepticism",
    "centre": "center", "centres": "centers", "defence": "defense", "offence": "offense", "programme": "program",
    "programmes": "programs", "licence": "license", "judgement": "judgment", "fulfil": "fulfill", "grey": "gray",
    "manoeuvre": "maneuver", "manoeuvres": "maneuvers", "cease-fire": "ceasefire", "cosy": "cozy",
    "travelled": "traveled", "travelling": "traveling", "cancelled": "canceled", "cancelling": "canceling",
    "dialogue": "dialog", "catalogue": "catalog", "towards": "toward", "afterwards": "afterward",
    "whilst": "while", "amongst": "among", "labelled": "labeled",
}  # fmt: skip
_IZE = re.compile(r"(?<=[a-z]{2})is(e|ed|es|er|ers|ing|ation|ations)$")
_YZE = re.compile(r"lys(e|ed|es|ing)$")
_OR = re.compile(r"(?<=[a-z]{3})our(s|ed|ing|ite|able|er|ers)?$")

IRREGULAR: dict[str, tuple[str, str]] = {
    "arise": ("arose", "arisen"), "be": ("was", "been"), "become": ("became", "become"), "begin": ("began", "begun"),
    "break": ("broke", "broken"), "bring": ("brought", "brought"), "build": ("built", "built"),
    "buy": ("bought", "bought"),
    "come": ("came", "come"), "cut": ("cut", "cut"), "deal": ("dealt", "dealt"), "do": ("did", "done"),
    "draw": ("drew", "drawn"), "drive": ("drove", "driven"), "fall": ("fell", "fallen"), "feel": ("felt", "felt"),
    "fight": ("fought", "fought"), "find": ("found", "found"), "forbid": ("forbade", "forbidden"),
    "get": ("got", "got"), "give": ("gave", "given"), "go": ("went", "gone"), "have": ("had", "had"),
    "hear": ("heard", "heard"), "hold": ("held", "held"), "keep": ("kept", "kept"), "know": ("knew", "known"),
    "lay": ("laid", "laid"), "lead": ("led", "led"), "lean": ("leaned", "leaned"), "leave": ("left", "left"),
    "let": ("let", "let"), "lose": ("lost", "lost"), "make": ("made", "made"), "mean": ("meant", "meant"),
    "meet": ("met", "met"), "pay": ("paid", "paid"), "put": ("put", "put"), "rebuild": ("rebuilt", "rebuilt"),
    "rise": ("rose", "risen"), "run": ("ran", "run"), "say": ("said", "said"), "see": ("saw", "seen"),
    "seek": ("sought", "sought"), "sell": ("sold", "sold"), "send": ("sent", "sent"), "set": ("set", "set"),
    "shoot": ("shot", "shot"), "shut": ("shut", "shut"), "speak": ("spoke", "spoken"), "stand": ("stood", "stood"),
    "stick": ("stuck", "stuck"), "strike": ("struck", "struck"), "take": ("took", "taken"), "tell": ("told", "told"),
    "think": ("thought", "thought"), "undo": ("undid", "undone"), "win": ("won", "won"),
    "withdraw": ("withdrew", "withdrawn"), "withhold": ("withheld", "withheld"), "write": ("wrote", "written"),
}  # fmt: skip
_BASE_OF = {form: base for base, forms in IRREGULAR.items() for form in forms if base not in ("be", "do", "have")}
_BASE_OF.update({"men": "man", "women": "woman", "children": "child", "people": "people", "troops": "troop",
                 "gone": "gone", "left": "left", "found": "found", "means": "means", "arms": "arms"})  # fmt: skip

# Single-syllable verbs double by rule; these longer ones do too.
_DOUBLING = {"commit", "submit", "permit", "admit", "refer", "prefer", "occur", "control", "compel", "rebut", "deter"}
_VOWELS = "aeiou"


@lru_cache(maxsize=65_536)
def normal(word: str) -> str:
    """Lower case, without accents, in American spelling: the form in which words are compared."""
    folded = unicodedata.normalize("NFKD", word.casefold())
    word = "".join(c for c in folded if not unicodedata.combining(c))
    if word in _SPELLING:
        return _SPELLING[word]
    word = _IZE.sub(r"iz\1", word) if len(word) >= 6 else word
    word = _YZE.sub(r"lyz\1", word)
    return _OR.sub(r"or\1", word)


def inflect(verb: str) -> dict[str, set[Form]]:
    """The forms of a verb in its normal form, each with what it can be."""
    past, participle = IRREGULAR.get(verb, ("", ""))
    regular = _past(verb)
    forms: dict[str, set[Form]] = {}
    for form, tag in (
        (verb, "base"),
        (_third(verb), "third"),
        (past or regular, "past"),
        (participle or regular, "participle"),
        (_gerund(verb), "gerund"),
    ):
        forms.setdefault(normal(form), set()).add(tag)  # type: ignore[arg-type]
    return forms


def plural(noun: str) -> str:
    return _third(noun)


def _third(verb: str) -> str:
    if verb in ("have", "be"):
        return {"have": "has", "be": "is"}[verb]
    if re.search(r"(s|x|z|ch|sh|o)$", verb):
        return verb + "es"
    return verb[:-1] + "ies" if re.search(r"[^aeiou]y$", verb) else verb + "s"


def _doubles(verb: str) -> bool:
    cvc = re.search(r"^[^aeiou]*[aeiou][^aeiouwxy]$", verb)
    return verb in _DOUBLING or bool(cvc)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if re.search(r"[^aeiou]y$", verb):
        return verb[:-1] + "ied"
    return verb + verb[-1] + "ed" if _doubles(verb) else verb + "ed"


def _gerund(verb: str) -> str:
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")) and verb != "be":
        return verb[:-1] + "ing"
    return verb + verb[-1] + "ing" if _doubles(verb) else verb + "ing"


_DERIVATIONS = ("ization", "ational", "ations", "ation", "ments", "ment", "ances", "ance", "ences", "ence", "ness",
                "izing", "ized", "izer", "ize", "ating", "ated", "ates", "ate", "ions", "ion", "ally", "als", "al",
                "ively", "ive", "ing", "ers", "er", "ory", "able", "ant", "ed", "ly")  # fmt: skip
_CAREFUL = {"er", "al", "ate", "ion", "ive", "ant"}
_KEPT = {"united", "general", "central", "national", "federal", "liberal", "human", "water", "order", "border", "power",
         "never", "other", "under", "over", "peace", "police", "council", "nation", "station", "action", "union",
         "region", "million", "person", "prison", "officer", "minister", "number", "leader", "member",
         "river"}  # fmt: skip
_STEMS = {"reduct": "reduc", "inclus": "includ", "exclus": "exclud", "extens": "extend", "suspens": "suspend",
          "expans": "expand", "decis": "decid", "resumpt": "resum", "involv": "involv",
          "admiss": "admit", "permiss": "permit", "retent": "retain", "product": "produc",
          "maintenanc": "maintain", "mainten": "maintain", "recognit": "recogniz", "recogn": "recogniz",
          "relief": "reliev", "accession": "acced", "access": "access", "invas": "invad", "annexat": "annex",
          "supervis": "superviz", "administ": "administr", "destruct": "destroy"}  # fmt: skip


@lru_cache(maxsize=131_072)
def root(word: str) -> str:
    """What is left of a word in normal form without inflection and the commonest derivations."""
    if word in _BASE_OF:
        word = _BASE_OF[word]
    if len(word) < 5 or not word.isalpha():
        return (
            word[:-1] if len(word) == 4 and (word[-1] == "e" or (word[-1] == "s" and word[-2] not in "aisu")) else word
        )
    singular = _singular(word)
    if singular in _KEPT:
        return singular
    stem = _underived(_underived(singular))
    stem = re.sub(r"([^aeioulsz])\1$", r"\1", stem)
    stem = stem[:-1] + "i" if stem.endswith("y") and len(stem) > 4 else stem.rstrip("e")
    if stem != singular and stem.endswith(("a", "i")) and len(stem) > 5:
        stem = stem[:-1]
    return _STEMS.get(stem, stem)


def _underived(word: str) -> str:
    if re.fullmatch(r"[a-z]*[aeiou][^aeiou]ing", word) and len(word) == 6:
        return word[:3]  # "taking", "making"
    for suffix in _DERIVATIONS:
        if word.endswith(suffix) and len(word) - len(suffix) >= (5 if suffix in _CAREFUL else 4):
            return word[: -len(suffix)]
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is", "as")):
        return word[:-1]
    return word
