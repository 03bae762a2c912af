"""Questions that would be understood on the data at hand."""

from __future__ import annotations

from .lexicon import Lexicon
from .names import Position
from .tokens import Tokens

_FORMS = {
    "SUPPORTS": "Who supports {object}?",
    "OPPOSES": "Who opposes {object}?",
    "CONDITIONS_ON": "What must happen before {object}, according to {actor}?",
    "DISTRUSTS": "Who distrusts {object}?",
    "MEDIATES": "Who mediates {object}?",
    "AGREES_TO": "What has {actor} agreed to?",
}
_FALLBACK = ("Who opposes {measure}?", "What is {actor}'s position on {measure}?", "Who leads or speaks for {actor}?")


def suggestions(lexicon: Lexicon, tokens: Tokens = (), count: int = 3) -> tuple[str, ...]:
    """Three questions that have an answer, of different kinds, first about what the words at hand name."""
    named = frozenset(i for c in lexicon.concepts(tokens) for i in c.ids) if tokens else frozenset()
    ranked = sorted(lexicon.positions, key=lambda p: not ({p.actor, p.object} & named))
    chosen: dict[str, str] = {}
    for position in ranked:
        if position.type in _FORMS and position.type not in chosen:
            chosen[position.type] = _FORMS[position.type].format(
                actor=lexicon.name(position.actor), object=_lower(lexicon, position)
            )
        if len(chosen) == count:
            break
    out = list(chosen.values())
    actors = [e.name for e in lexicon.entities.values() if e.label == "Actor"]
    measures = [e.name for e in lexicon.entities.values() if e.label == "Measure"]
    if actors and measures:
        out += [f.format(actor=actors[0], measure=measures[0]) for f in _FALLBACK]
    return tuple(dict.fromkeys(out))[:count]


def _lower(lexicon: Lexicon, position: Position) -> str:
    """A measure's name inside a sentence: small, unless its first word is a name."""
    name = lexicon.name(position.object)
    first = name.split()[0] if name else ""
    proper = (
        lexicon.label(position.object) != "Measure" or not first.istitle() or bool(lexicon.by_key.get((first.lower(),)))
    )
    return name if proper else name[0].lower() + name[1:]
