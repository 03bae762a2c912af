"""Which relation a word means, given what it is about, and what else then counts."""

from __future__ import annotations

from schema.relations import EDGE, RELATION, RELATIONS

from .clauses import Clause
from .lexicon import Lexicon
from .reading import Slot
from .slots import BODIES, Named
from .tokens import Tokens, trim
from .vocabulary import vocabulary
from .words import NEGATION, word_set

STANCES = ("SUPPORTS", "OPPOSES")
TURN = {"SUPPORTS": "OPPOSES", "OPPOSES": "SUPPORTS"}
_RELUCTANT = ("DECLINES", "OPPOSES", "conditions-on")
"""Reluctance is coded as a condition where the text names one."""
_OF_ONESELF = {"DECLINES", "CONDITIONS_ON", "conditions-on", "PARTICIPATES_IN", "AGREES_TO"}
_PASSING_UP = {"DEMANDS", "WAITS_FOR", "PROPOSES", "PRESSURES", "AGREES_TO", "CARRIED_OUT", "PARTICIPATES_IN"}
_BLOCKING = ("block", "hold up", "stall", "obstruct", "in the way of")
"""Who makes a thing wait blocks it too."""
_JOINING = {"PARTICIPATES_IN", "DEPLOYS"}
_WISHING = ("want", "wish for", "seek", "push for")
_ACCEPTING = word_set(
    "accept accepting accepts agree agrees agreeing allow allowing allows support supporting supports back permit "
    "consent to with on be willing ready approve endorse"
)


def fits(name: str, label: str) -> bool:
    """Whether a relation can point to a thing with this label; a demand can be addressed to an actor."""
    if name in EDGE:
        return label in EDGE[name].ranges or (name == "DEMANDS" and label == "Actor")
    relation = RELATION[name]
    return label in relation.objects or (relation.towards is not None and label == "Actor")


def only_actors(name: str) -> bool:
    return (name in EDGE and EDGE[name].ranges == ("Actor",)) or name in ("DISTRUSTS", "represents", "member-of")


def turned(clause: Clause) -> tuple[str, ...]:
    """Not to want is to be against; other negations stay."""
    if clause.negated and len(clause.matches) == 1 and "SUPPORTS" in clause.names and "AGREES_TO" not in clause.names:
        return ("OPPOSES",)
    return clause.names


def chosen(clause: Clause, label: str, *, turn: bool) -> tuple[str, ...]:
    """Of several meanings of one word the first that fits; each of several words keeps one."""
    names: list[str] = []
    for match in clause.matches:
        own = [TURN.get(n, n) if turn else n for n in match.names if fits(n, label)]
        if match.head.startswith(("reluctan", "hesitant", "unwilling")):
            names += _RELUCTANT
        elif match.head in _BLOCKING and label == "Measure" and not turn:
            names += ["OPPOSES", "HINDERS", "CONDITIONS_ON"]
        elif match.head == "expect" and "expects" in own:
            names.append("expects")
        elif own[:1] == ["DEMANDS"] and "PRESSURES" in own:  # "urge" is both
            names += ["DEMANDS", "PRESSURES"]
        else:
            names += own[:1]
    wishes = "SUPPORTS" in names and any(m.head in _WISHING for m in clause.matches)
    if label == "Measure" and not turn and ("DEMANDS" in names or wishes):
        names.append("WAITS_FOR")  # what a condition asks for is not coded again as a demand
    return tuple(dict.fromkeys(names))


def widened(names: tuple[str, ...], named: Named, lexicon: Lexicon) -> tuple[str, ...]:
    """Distrust of the actor that a measure involves counts for distrust of its involvement."""
    if "DISTRUSTS" not in names or not named.slot.entities or named.slot.entities[0].label != "Measure":
        return ()
    involved = lexicon.involved.get(named.slot.entities[0].id, ())
    sides = (i for i in involved if i in named.phrase.mentioned and lexicon.label(i) == "Actor")
    return tuple(i for i in sides if lexicon.entities[i].kind not in BODIES)


def own_steps(names: tuple[str, ...], slot: Slot, lexicon: Lexicon, *, deed: bool = False) -> tuple[str, ...]:
    """Narrower steps that count for who takes them: "reluctant to join" is said of one's own joining.

    `deed`: the object is such a step by its own verb ("ready to join X").
    """
    return descendants(slot, lexicon) if deed or _OF_ONESELF & set(names) else ()


def is_deed(tokens: Tokens) -> bool:
    """Whether a phrase says what one does oneself: "to join X", "sending troops to X"."""
    words = trim(tokens, {"to"})
    return any(m.part == "verb" and _JOINING & set(m.names) for m in vocabulary().at(words, 0))


def narrower(names: tuple[str, ...], slot: Slot, lexicon: Lexicon) -> tuple[str, ...]:
    """Who demands a binding guarantee demands a guarantee: what is wanted passes up, as support does."""
    return descendants(slot, lexicon) if _PASSING_UP & set(names) else ()


def descendants(slot: Slot, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(d for e in slot.entities for d in lexicon.descendants(e.id))


def ancestors(slot: Slot, lexicon: Lexicon) -> tuple[str, ...]:
    return tuple(dict.fromkeys(a for e in slot.entities for a in lexicon.ancestors(e.id)))


def relations_of(names: tuple[str, ...]) -> tuple[str, ...]:
    """The relations whose claims stand behind edges, and those that have none."""
    found = [r.name for r in RELATIONS if r.edge in names or r.stance in names]
    found += [n for n in names if n in RELATION]
    if "CONDITIONS_ON" in names or "WAITS_FOR" in names:
        found.append("conditions-on")
    return tuple(dict.fromkeys(found))


def accepted(tokens: Tokens) -> Tokens:
    """ "accepting X", "agree to X" → X: to take a step and to accept it are one."""
    rest = tokens = trim(tokens, {"to", "its", "their"} | NEGATION)
    while len(rest) > 1 and rest[0].word in _ACCEPTING:
        rest = rest[1:]
    return rest
