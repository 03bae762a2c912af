"""Second stage: what a phrase of a question names.

`resolve` takes the words that stand where a name stands and gives what they can mean, best first, or nothing: every
word that says something must be accounted for. A phrase need not be a name of the graph word for word: "Turkish troops
in the force" is found because each of its parts belongs to one measure (its names, other words for them, the actors it
involves).
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field

from .lexicon import Lexicon
from .names import Concept, Entity, Pool, untitled
from .thesaurus import ANTONYMS, ENDING, PREVENTED, THESAURUS
from .tokens import Token, Tokens, spelled, trim
from .words import CONJUNCTIONS, DETERMINERS, QUANTIFIERS, STOP

MAX_CANDIDATES = 40
MIN_SCORE = 0.3
"""Under it a phrase says too little of a name to mean it: "Arab" alone, of "Reconstruction funded by a Western-Arab
coalition". Tried with the phrases of the tests: wrong ones scored below 0.28, right ones above 0.36."""
NEAR = 0.82
"""What scores at least this share of the best is named as another reading."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase can mean. `contrary`: it names the contrary of the measure."""

    entity: Entity
    score: float
    contrary: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the question and what it can mean, best first. Nothing: the data has no such thing."""

    tokens: Tokens
    meanings: tuple[Meaning, ...] = ()
    mentioned: frozenset[str] = frozenset()
    """Actors and places that are named inside it."""

    @property
    def text(self) -> str:
        return spelled(trim(self.tokens, DETERMINERS | CONJUNCTIONS))

    @property
    def best(self) -> Meaning | None:
        return self.meanings[0] if self.meanings else None

    @property
    def others(self) -> tuple[Meaning, ...]:
        if not self.meanings:
            return ()
        best = self.meanings[0]
        return tuple(m for m in self.meanings[1:] if m.score >= NEAR * best.score and m.entity.id != best.entity.id)


@dataclass(slots=True)
class _Found:
    scores: dict[tuple[str, bool], float] = field(default_factory=dict)

    def add(self, id_: str, contrary: bool, score: float) -> None:
        self.scores[id_, contrary] = max(score, self.scores.get((id_, contrary), 0.0))


def correct(tokens: Tokens, lexicon: Lexicon) -> Tokens:
    """Each misspelt word read as the known word that it is nearest to."""
    out: list[Token] = []
    for place, token in enumerate(tokens):
        fixed = lexicon.speller.fix(token.word, first=place == 0) if token.is_word else None
        if not fixed and token.is_word and (stem := lexicon.speller.fix_inflected(token.word)):
            fixed, ending = stem
            out += [token.read_as(fixed), *([token.read_as("'s")] if ending else [])]
            continue
        out.append(token.read_as(fixed) if fixed else token)
    return tuple(out)


def resolve(tokens: Tokens, lexicon: Lexicon, want: tuple[str, ...]) -> Phrase:
    """What `tokens` can mean among things with the labels `want`."""
    quantified = tokens if tokens and tokens[0].word in QUANTIFIERS and lexicon.exact(tokens) else ()
    tokens = trim(tokens, CONJUNCTIONS | DETERMINERS | {"'s"})
    core = trim(tokens, STOP - {"no"}) or tokens
    if not core:
        return Phrase(tokens)
    found = _Found()
    _exactly(quantified or core, lexicon, found)
    if not found.scores and (bare := untitled(core)) != core:
        _exactly(bare, lexicon, found, 0.98)
    concepts = lexicon.concepts(core)
    if not any(lexicon.label(id_) in want and score >= 0.98 for (id_, _), score in found.scores.items()):
        _things(untitled(core), lexicon, found)
        if "Measure" in want:
            _measures(concepts, lexicon, found)
    meanings = [
        Meaning(lexicon.entities[id_], round(score, 4), contrary)
        for (id_, contrary), score in found.scores.items()
        if lexicon.label(id_) in want and score >= MIN_SCORE
    ]
    order = {label: place for place, label in enumerate(want)}
    meanings.sort(key=lambda m: (-m.score, order[m.entity.label], m.contrary, m.entity.id))
    return Phrase(tokens, tuple(meanings), frozenset(i for c in concepts for i in c.ids))


def _exactly(tokens: Tokens, lexicon: Lexicon, found: _Found, score: float = 1.0) -> None:
    for id_, contrary in lexicon.exact(tokens):
        found.add(id_, contrary, score)


def _things(tokens: Tokens, lexicon: Lexicon, found: _Found) -> None:
    """Actors, places and events by a part of their name: a surname, "the Board"."""
    words = [t.root for t in tokens if t.content]
    if not words:
        return
    alike = [{w} | THESAURUS.get(w, frozenset()) if len(words) > 1 else {w} for w in words]
    candidates = set.intersection(*({i for w in group for i in lexicon.things_of_word.get(w, ())} for group in alike))
    scores: dict[str, float] = {}
    for id_ in candidates:
        surfaces = (s for s in lexicon.thing_surfaces[id_] if all(group & s for group in alike))
        share = max((min(1.0, len(words) / len(s)) for s in surfaces), default=0.0)
        if share and len(words) == 1 and lexicon.is_surname(id_, words[0]):
            share = max(share, 0.8)
        if share >= 0.5:
            scores[id_] = 0.9 * share
    best = max(scores.values(), default=0.0)
    if best >= 0.7 or list(scores.values()).count(best) == 1:  # "United" is no name: three things begin with it
        for id_, score in scores.items():
            found.add(id_, False, score)


def _measures(concepts: tuple[Concept, ...], lexicon: Lexicon, found: _Found) -> None:
    """Measures that account for every concept which says something."""
    telling = [c for c in concepts if not c.generic and not c.ids & lexicon.ambient]
    ambient = [c for c in concepts if c.ids & lexicon.ambient]
    if not telling:
        telling, ambient = ([c for c in concepts if not c.generic] or list(concepts)), []
    if not telling:
        return
    candidates = set.intersection(*(lexicon.measures_with(c) for c in telling))
    if not candidates and len(telling) > 2:
        telling, candidates = _linked(telling, lexicon)
    sized = [(lexicon.pools[id_].size, id_) for id_ in candidates]
    for _, id_ in heapq.nsmallest(MAX_CANDIDATES, sized):
        pool = lexicon.pools[id_]
        for contrary in (False, True) if pool.contrary else (False,):
            score, turned = _score([*telling, *ambient], concepts, pool, contrary, lexicon)
            if score:
                found.add(id_, contrary ^ turned, 0.97 * score)


def _linked(telling: list[Concept], lexicon: Lexicon) -> tuple[list[Concept], set[str]]:
    """ "Hamas disarmament timeline": a timeline of disarmament, which is Hamas's by another measure of that word."""
    for thing in (c for c in telling if c.ids):
        rest = [c for c in telling if c is not thing]
        own = lexicon.measures_with(thing)
        linked = any(own & lexicon.measures_with(c) for c in rest if not c.ids)
        if linked and (found := set.intersection(*map(lexicon.measures_with, rest))):
            return rest, found
    return telling, set()


def _score(
    telling: list[Concept], concepts: tuple[Concept, ...], pool: Pool, contrary: bool, lexicon: Lexicon
) -> tuple[float, bool]:
    """How well a phrase names a measure (or its contrary), 0 to 1, and whether it says the contrary of those names."""
    words = pool.contrary if contrary else pool.plain
    covered, turned = 0.0, False
    telltale = contrary and any(c.word in pool.contrary - pool.plain for c in telling)
    for concept in telling:
        value = _covers(concept, words, pool)
        if (
            value == 0
            and not contrary
            and concept.word not in pool.contrary
            and ANTONYMS.get(concept.word, set()) & words
        ):
            value, turned = 0.8, not turned
        if value == 0 and telltale and concept.word in pool.plain:
            value = 0.7
        if value == 0 and (not concept.ids & lexicon.ambient or _elsewhere(pool, telling, lexicon)):
            return 0.0, False
        covered += value * lexicon.weight(concept)
    total = sum(lexicon.weight(c) for c in telling) or 1.0
    best, ending = 0.0, False
    for surface, is_contrary in pool.surfaces:
        if is_contrary == contrary:
            value, left = _overlap(concepts, surface, lexicon)
            if value > best:
                best, ending = value, left
    if not best:
        return 0.0, False
    return 0.4 * covered / total + 0.6 * best, turned ^ (ending and not turned)


def _elsewhere(pool: Pool, telling: list[Concept], lexicon: Lexicon) -> bool:
    """Whether a measure is about a certain place that the phrase does not name."""
    mentioned = {i for c in telling for i in c.ids}
    places = {i for i, value in pool.things.items() if value == 1.0 and lexicon.label(i) == "Place"} - lexicon.ambient
    return bool(places) and not places & mentioned


def _covers(concept: Concept, words: set[str], pool: Pool) -> float:
    if concept.ids:
        return max((pool.things.get(i, 0.0) for i in concept.ids), default=0.0)
    if concept.word in words:
        return 1.0
    if THESAURUS.get(concept.word, frozenset()) & words:
        return 0.85
    return 0.7 if concept.word in pool.about else 0.0


def _overlap(concepts: tuple[Concept, ...], surface: tuple[Concept, ...], lexicon: Lexicon) -> tuple[float, bool]:
    """Weighted overlap of two phrases, and whether all that the first lacks is a word for ending the thing."""
    left = list(surface)
    same = 0.0
    for concept in concepts:
        value, match = max(((_likeness(concept, other, lexicon), -i) for i, other in enumerate(left)), default=(0.0, 0))
        if value:
            same += value * (lexicon.weight(concept) + lexicon.weight(left.pop(-match)))
    total = sum(map(lexicon.weight, concepts)) + sum(map(lexicon.weight, surface))
    rest = [c for c in left if not c.generic and not c.ids & lexicon.ambient]
    ending = bool(rest) and all(c.word in ENDING | PREVENTED and not c.ids for c in rest)
    return (same / total if total else 0.0), ending


def _likeness(one: Concept, other: Concept, lexicon: Lexicon) -> float:
    if one.ids and other.ids:
        return 1.0 if one.ids & other.ids else 0.0
    if not one.ids and not other.ids:
        return 1.0 if one.word == other.word else 0.8 if other.word in THESAURUS.get(one.word, ()) else 0.0
    word, ids = (other.word, one.ids) if one.ids else (one.word, other.ids)
    return 0.8 if any(word in surface for i in ids for surface in lexicon.thing_surfaces.get(i, ())) else 0.0
