"""What is opposite to what, declared once: from here follow CONTRADICTS, REVISES and the rules of tension.

A claim *says* propositions of its object, each positive or not, of the object or of its contrary (`Said`). Two claims are
opposite if one says what the other says is not so, or if both say of the object and of its contrary what cannot be true
of both (`EXCLUSIVE`). A condition is part of the proposition: who is for a thing on condition says nothing of it without,
so that a condition is no opposition. docs/contradictions.md has the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .relations import RELATIONS

TensionKind = Literal["part-whole", "word-deed", "forecast", "assessment", "strength", "role", "quantifier", "order"]
"""Why two claims that do not contradict each other sit badly together."""


@dataclass(frozen=True, slots=True)
class Said:
    """A proposition: its name, whether it is said of the object's contrary, whether it is said to be so."""

    name: str
    contrary: bool = False
    positive: bool = True


WANTED = Said("wanted")
SAYS: dict[str, tuple[Said, ...]] = {
    "supports": (WANTED,),
    "proposes": (Said("proposes"), WANTED),
    "demands": (Said("demands"), WANTED),
    "pressures": (Said("pressures"), WANTED),
    "agrees-to": (Said("agrees-to"), WANTED),
    "opposes": (Said("wanted", contrary=True),),
    "declines": (Said("declines"), Said("wanted", contrary=True), Said("carries-out", positive=False),
                 Said("participates-in", positive=False)),
    "rejects": (Said("wanted", contrary=True),),
    "warns": (Said("warns"), Said("foreseen")),
    "expects": (Said("foreseen"),),
}  # fmt: skip
"""What the relations say beyond their own name. The first is the relation's own: only that is what a negated claim says
is not so (who has not agreed may still be for it). All others say their own name alone."""
NO_PROPOSITION = ("conditions-on", "requires", "threatens", "represents", "member-of", "part-of")
"""Never opposite to anything: a condition is no refusal, a threat no forecast, and offices change hands."""
EXCLUSIVE = ("wanted", "foreseen", "carries-out")
"""What cannot be said of a thing and of its contrary at once."""
FREE_OF_TARGETS = ("wanted",)
"""What is the same proposition whoever it is addressed to, and of each object alone; the others are of all objects and
towards all targets of the claim."""
STATEMENTS = ("warns", "expects", "assesses", "denies", "rejects", "distrusts", "claims-authority", "threatens")
"""Beside stances, what is said by its holder and not only of it: these are the holder's own assertion."""

TENSIONS: dict[TensionKind, str] = {
    "part-whole": "for the whole and against its part, or against the wider measure and for the narrower",
    "word-deed": "for what it hinders or has not done, against what it does, or for one thing and doing what excludes it",
    "forecast": "expected to want what it says it does not, or foreseeing two things of which one excludes the other",
    "assessment": "judges one thing good and bad, what it is for bad, or what it is against good",
    "strength": "says the same firmly and tentatively",
    "role": "mediates, and takes a side: is against what it mediates, or attacks, distrusts or is allied with a party",
    "quantifier": "said of a whole group, and the opposite of one of its members",
    "order": "the one needs the other first, and the other the one",
}


def says(relation: str) -> tuple[Said, ...]:
    """What a claim of this relation says of its object, its own proposition first."""
    return () if relation in NO_PROPOSITION else SAYS.get(relation, (Said(relation),))


def lint() -> list[str]:
    """What is wrong with the table above: names of no relation, an exclusive proposition that nothing says."""
    names = {r.name for r in RELATIONS}
    said = {s.name for r in RELATIONS for s in says(r.name)}
    wrong = [f"{name} is no relation" for name in (*SAYS, *STATEMENTS) if name not in names]
    return wrong + [f"nothing says {name!r}" for name in (*EXCLUSIVE, *FREE_OF_TARGETS) if name not in said]
