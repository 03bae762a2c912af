"""One coder's claims as labels that can be compared with another coder's.

Two coders name things each in their own way. An entity of the second is that of the first which a mapping says, else
which has its id, else which alone shares a name or an alias with it; sources are matched by their text.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from schema.errors import SettingsError
from schema.records import CLAIM_PREFIX, AnyEntity, Claim, Source
from schema.relations import RELATION

from .describe import nearest
from .factset import FactSet
from .noclaim import LIVE
from .sentences import Grid
from .spans import Span

Dimension = Literal["relation", "class", "holder", "object", "condition", "modality", "speaker"]
DIMENSIONS: tuple[Dimension, ...] = get_args(Dimension)
"""What is measured."""
Labels = frozenset[str]


@dataclass(frozen=True, slots=True)
class Coded:
    """A claim, the sentences that it was read from, and what it says in each dimension, in names common to both."""

    claim: Claim
    sentences: frozenset[int]
    labels: Mapping[Dimension, Labels]
    further: Mapping[str, Labels]
    """What is compared but not measured: all else but degrees (certainty, strength), statement, coder and note."""


@dataclass(frozen=True, slots=True)
class Names:
    """What the second coder's entities are called by the first."""

    common: Mapping[str, str]
    matched: tuple[tuple[str, str], ...]
    """Pairs with different ids, the first coder's first."""


def match(a: FactSet, b: FactSet, same: Mapping[str, str] | None = None) -> Names:
    """Match the entities of two data sets; `same` maps ids of `a` to ids of `b`. Raises SettingsError for unknown ids."""
    ours, theirs = ({e.id: e for e in facts.entities} for facts in (a, b))
    found = _Matching(ours, theirs)
    for one, other in (same or {}).items():
        found.pair(_known(one, ours, a), _known(other, theirs, b))
    for source in (e for e in ours.values() if isinstance(e, Source)):
        for twin in (e for e in theirs.values() if isinstance(e, Source) and e.sha256 == source.sha256):
            found.pair(source.id, twin.id)
    for id_ in ours.keys() & theirs.keys():
        if type(ours[id_]) is type(theirs[id_]):
            found.pair(id_, id_)
    found.by_name()
    left = {id_: id_ if id_ not in ours else f"{id_} of {b.dataset.id}" for id_ in theirs if id_ not in found.common}
    pairs = sorted((one, other) for other, one in found.common.items() if one != other)
    return Names(found.common | left, tuple(pairs))


@dataclass(slots=True)
class _Matching:
    ours: Mapping[str, AnyEntity]
    theirs: Mapping[str, AnyEntity]
    common: dict[str, str] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)

    def pair(self, one: str, other: str) -> None:
        if one not in self._taken and other not in self.common:
            self._taken.add(one)
            self.common[other] = one

    def by_name(self) -> None:
        """Pair what shares a name, where neither shares one with anything else."""
        names: dict[tuple[str, str], tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
        for side, entities, done in ((0, self.ours, self._taken), (1, self.theirs, self.common)):
            for entity in entities.values():
                if entity.id not in done:
                    for name in _names(entity):
                        names[type(entity).__name__, name][side].append(entity.id)
        partners: dict[str, set[str]] = defaultdict(set)
        back: dict[str, set[str]] = defaultdict(set)
        for one, other in ((a, b) for left, right in names.values() for a in left for b in right):
            partners[one].add(other)
            back[other].add(one)
        for one, others in sorted(partners.items()):
            (other, *more) = others
            if not more and len(back[other]) == 1:
                self.pair(one, other)


def _known(id_: str, entities: Mapping[str, AnyEntity], facts: FactSet) -> str:
    if id_ not in entities:
        near = nearest(id_, entities)
        raise SettingsError(f"{facts.dataset.id} has nothing with the id {id_!r}",
                            hint=f"did you mean {' or '.join(near)}?" if near else None)  # fmt: skip
    return id_


def _names(entity: AnyEntity) -> set[str]:
    if isinstance(entity, Source):
        return set()
    return {found for name in (entity.name, *entity.aliases) if (found := normalised(name))}


def normalised(name: str) -> str:
    """A name without case, accents, punctuation and article."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    found = "".join(c if c.isalnum() else " " for c in bare).split()
    return " ".join(found[1:] if found[:1] == ["the"] else found)


@dataclass(slots=True)
class Coding:
    """A coder's claims that stand, by source, in common names."""

    facts: FactSet
    names: Mapping[str, str] = field(default_factory=dict)
    _claims: dict[str, Claim] = field(init=False)

    def __post_init__(self) -> None:
        self._claims = {claim.key: claim for claim in self.facts.claims()}

    def sources(self) -> set[str]:
        """The sources that were coded: that have a claim, or words that are said to have none."""
        return {c.source for c in self._claims.values()} | {e.source for e in self.facts.no_claim}

    def of(self, source: str, grid: Grid) -> list[Coded]:
        return [self._coded(c, grid) for c in self._claims.values() if c.source == source and c.status in LIVE]

    def _coded(self, claim: Claim, grid: Grid) -> Coded:
        labels: dict[Dimension, Iterable[str]] = {
            "relation": (claim.relation,),
            "class": (RELATION[claim.relation].relation_class,),
            "holder": map(self._name, claim.holder),
            "object": (self._name(ref.id) for ref in claim.about),
            "condition": (("not " if c.negated else "") + self._name(c.id) for c in claim.conditions),
            "modality": (claim.modality,),
            "speaker": (self._name(s.id) for s in claim.attributed_to),
        }
        sentences = grid.touched(Span(p.start, p.end) for p in claim.passages)
        return Coded(claim, sentences, {name: frozenset(labels[name]) for name in DIMENSIONS}, self._further(claim))

    def _further(self, claim: Claim) -> dict[str, Labels]:
        found: dict[str, Iterable[str]] = {
            "contrary": (self._name(ref.id) for ref in claim.about if ref.contrary),
            "towards": (self._name(t.id) + (f" as {t.role}" if t.role else "") for t in claim.towards),
            "groups": self._groups(claim),
            "levels": (f"{s.level} {self._name(s.id)}" for s in claim.attributed_to),
            "on_behalf_of": map(self._name, claim.on_behalf_of),
            "after": map(self._name, claim.after),
            "figure": (f"{k} {v}" for k, v in (claim.figure.model_dump(exclude_none=True) if claim.figure else {}).items()),
        }
        for name in ("said_from", "said_to", "valid_from", "valid_to", "condition_kind", "scope", "judgement", "basis"):
            found[name] = filter(None, [getattr(claim, name)])
        for name in ("negated", "embedded"):
            found[name] = [name] if getattr(claim, name) else []
        return {name: frozenset(some) for name, some in found.items()}

    def _groups(self, claim: Claim) -> Iterable[str]:
        """Which conditions go together, where there are alternatives."""
        groups: dict[int, list[str]] = defaultdict(list)
        for part in claim.conditions:
            groups[part.group].append(self._name(part.id))
        return (" and ".join(sorted(group)) for group in groups.values()) if len(groups) > 1 else ()

    def _name(self, reference: str) -> str:
        """The common name of an id; a claim by what it says, since its key is the coder's own."""
        if not reference.startswith(CLAIM_PREFIX):
            return self.names.get(reference, reference)
        claim = self._claims[reference[len(CLAIM_PREFIX) :]]
        parts = [*(ref.id for ref in claim.about), *(part.id for part in claim.conditions)]
        return f"{claim.relation}({', '.join(map(self._name, parts))})"
