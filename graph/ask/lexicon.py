"""The names that a graph holds, indexed for reading questions: which words mean what, and how close things are."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .english import normal, root
from .names import FIRST, LAST, Concept, Entity, Office, Pool, Position, between, initials, key_of, phrasal
from .spelling import Speller
from .thesaurus import THESAURUS
from .tokens import Tokens, tokenize
from .words import NEGATION, STOP

MAX_SPAN = 10
"""Words in the longest name that is looked for inside a question."""
Row = Mapping[str, Any]


class Lexicon:
    """Everything that reading a question needs of the graph. Built once, read by many; pure."""

    def __init__(self) -> None:
        self.entities: dict[str, Entity] = {}
        self.one: dict[str, str] = {}
        self.members: dict[str, list[str]] = defaultdict(list)
        self.by_key: dict[tuple[str, ...], list[tuple[str, bool]]] = defaultdict(list)
        self.pools: dict[str, Pool] = {}
        self.measures_of_word: dict[str, set[str]] = defaultdict(set)
        self.measures_of_thing: dict[str, set[str]] = defaultdict(set)
        self.things_of_word: dict[str, set[str]] = defaultdict(set)
        self.thing_surfaces: dict[str, list[frozenset[str]]] = defaultdict(list)
        self.parents: dict[str, list[str]] = defaultdict(list)
        self.children: dict[str, list[str]] = defaultdict(list)
        self.components: dict[str, list[str]] = defaultdict(list)
        self.involved: dict[str, list[str]] = defaultdict(list)
        self.speakers_of: dict[str, list[str]] = defaultdict(list)
        self.offices: dict[str, list[Office]] = defaultdict(list)
        self.wholes: dict[str, list[str]] = defaultdict(list)
        self.members_of: dict[str, list[str]] = defaultdict(list)
        self.groups_of: dict[str, list[str]] = defaultdict(list)
        self.places: dict[str, list[str]] = defaultdict(list)
        self.figures: list[tuple[str, set[str], set[str]]] = []
        self.positions: tuple[Position, ...] = ()
        self.ambient: frozenset[str] = frozenset()
        self.speller = Speller(())
        self._weights: dict[tuple[str, frozenset[str]], float] = {}

    # ---- building

    @classmethod
    def load(
        cls,
        entities: Iterable[Row],
        links: Iterable[Row] = (),
        positions: Iterable[Row] = (),
        figures: Iterable[Row] = (),
    ) -> Lexicon:
        """From rows: entities {label, id, name, kind, aliases, contrary_aliases}, links {type, start, end, speaks_for},
        positions {actor, type, object}, figures {id, statement, figure_of, unit}."""
        lexicon = cls()
        rows = sorted(lexicon._unite(entities), key=lambda r: (r["label"] == "Measure", r["id"]))
        lexicon._link(links)
        words: set[str] = set()
        for row in rows:
            lexicon.entities[row["id"]] = Entity(row["id"], row["name"], row["label"], row.get("kind"))
        for row in rows:
            words |= lexicon._name(row)
        for row in rows:
            if row["label"] == "Measure":
                lexicon._fill_pool(row)
        lexicon._weigh()
        lexicon.speller = Speller(words)
        lexicon.positions = tuple(Position(p["actor"], p["type"], p["object"]) for p in positions)
        for row in figures:
            lexicon._figure(row)
        return lexicon

    def _unite(self, entities: Iterable[Row]) -> list[Row]:
        """Rows of the things that stand, each with the names of all that are one with it."""
        rows = {r["id"]: dict(r) for r in entities}
        for id_, row in list(rows.items()):
            one = str(row.get("same_as") or "")
            if one in rows:
                self.one[id_] = one
                self.members[one].append(id_)
                standing, own = rows[one], rows.pop(id_)
                standing["aliases"] = [*(standing.get("aliases") or ()), own["name"], *(own.get("aliases") or ())]
                contrary = [*(standing.get("contrary_aliases") or ()), *(own.get("contrary_aliases") or ())]
                standing["contrary_aliases"] = contrary
        return list(rows.values())

    def of(self, id_: str) -> str:
        """What stands for a thing."""
        return self.one.get(id_, id_)

    def all(self, ids: Iterable[str]) -> list[str]:
        """Every id of some things."""
        return [other for id_ in ids for other in (id_, *self.members.get(id_, ()))]

    def _figure(self, row: Row) -> None:
        text = " ".join(str(row[k]) for k in ("statement", "figure_of", "unit") if row.get(k))
        concepts = self.concepts(tokenize(text))
        words = {c.word for c in concepts} | {t.root for t in tokenize(text) if t.content}
        self.figures.append((row["id"], words, {i for c in concepts for i in c.ids}))

    def figures_about(self, tokens: Tokens) -> tuple[str, ...]:
        """Claims with a figure whose text has all that the phrase names."""
        concepts = [c for c in self.concepts(tokens) if not c.generic]
        found = []
        for id_, words, ids in self.figures:
            if concepts and all(
                c.ids & ids or c.word in words or THESAURUS.get(c.word, frozenset()) & words for c in concepts
            ):
                found.append(id_)
        return tuple(found)

    def _link(self, links: Iterable[Row]) -> None:
        for row in links:
            kind, start, end = row["type"], self.of(row["start"]), self.of(row["end"])
            if start == end:
                continue
            if kind == "SPECIALISES":
                self.parents[start].append(end)
                self.children[end].append(start)
            elif kind == "COMPONENT_OF":
                self.components[end].append(start)
            elif kind == "INVOLVES":
                self.involved[start].append(end)
            elif kind == "REPRESENTS" or (kind in ("PART_OF", "MEMBER_OF") and row.get("speaks_for")):
                self.speakers_of[end].append(start)
                office = Office(end, row.get("office"), row.get("first"), row.get("last"), bool(row.get("background")))
                self.offices[start].append(office)
            if kind in ("PART_OF", "REPRESENTS", "LOCATED_IN"):
                self.wholes[start].append(end)
            if kind == "LOCATED_IN":
                self.places[end].append(start)
            if kind == "MEMBER_OF":
                self.members_of[end].append(start)
                self.groups_of[start].append(end)

    def _name(self, row: Row) -> set[str]:
        """Index the names of an entity; gives the words in them."""
        names = [(row["name"], False)]
        names += [(alias, False) for alias in row.get("aliases") or ()]
        names += [(alias, True) for alias in row.get("contrary_aliases") or ()]
        words: set[str] = set()
        for name, contrary in names:
            tokens = tokenize(name)
            words |= {t.word for t in tokens if t.is_word}
            self._register(key_of(tokens), row["id"], contrary)
            if row["label"] != "Measure":
                self._thing_surface(row, tokens)
        short = initials(row["name"]) if row["label"] == "Actor" else None
        if short and (short,) not in self.by_key:
            self._register((short,), row["id"], False)
            words.add(short)
        return words

    def _register(self, key: tuple[str, ...], id_: str, contrary: bool) -> None:
        if key and (id_, contrary) not in self.by_key[key]:
            self.by_key[key].append((id_, contrary))

    def _thing_surface(self, row: Row, tokens: Tokens) -> None:
        roots = frozenset(t.root for t in tokens if t.content)
        if roots:
            self.thing_surfaces[row["id"]].append(roots)
            for word in roots:
                self.things_of_word[word].add(row["id"])

    def _fill_pool(self, row: Row) -> None:
        pool = self.pools[row["id"]] = Pool()
        for name, contrary in [
            (row["name"], False),
            *((a, False) for a in row.get("aliases") or ()),
            *((a, True) for a in row.get("contrary_aliases") or ()),
        ]:
            tokens = tokenize(name)
            concepts = self.concepts(tokens) + tuple(Concept(t.word) for t in tokens if t.word in NEGATION)
            pool.surfaces.append((concepts, contrary))
            for concept in concepts:
                (pool.contrary if contrary else pool.plain).add(concept.word)
                for id_ in concept.ids:
                    pool.things[id_] = 1.0
        for id_ in self.involved.get(row["id"], ()):
            pool.things[id_] = 1.0
            for surface in self.thing_surfaces.get(id_, ()):
                pool.about |= surface
        for id_ in list(pool.things):
            for whole in self.wholes.get(id_, ()):
                pool.things.setdefault(whole, 0.8)
        pool.size = len(pool.plain) + len(pool.contrary)
        for word in pool.plain | pool.contrary | pool.about:
            self.measures_of_word[word].add(row["id"])
        for id_ in pool.things:
            self.measures_of_thing[id_].add(row["id"])

    def _weigh(self) -> None:
        """Places that most measures which name a place are about: they may be left out of a question, or be added."""
        counts: dict[str, int] = defaultdict(int)
        total = 0
        for pool in self.pools.values():
            places = [i for i, value in pool.things.items() if value == 1.0 and self.label(i) == "Place"]
            total += bool(places)
            for id_ in places:
                counts[id_] += 1
        self.ambient = frozenset(id_ for id_, count in counts.items() if count > 3 and count * 2 > total)

    # ---- reading

    def concepts(self, tokens: Tokens) -> tuple[Concept, ...]:
        """The names of actors and places in a phrase, the longest first, and the words that are left."""
        out: list[Concept] = []
        place = 0
        tokens = phrasal(tokens)
        while place < len(tokens):
            for end in range(min(len(tokens), place + MAX_SPAN), place, -1):
                ids = self.things(tokens[place:end])
                if ids:
                    out.append(Concept(tokens[place].root, ids, " ".join(t.text for t in tokens[place:end])))
                    place = end
                    break
            else:
                token = tokens[place]
                if token.content:
                    out.append(Concept(token.root, text=token.text))
                place += 1
        return tuple(out)

    def things(self, tokens: Tokens) -> frozenset[str]:
        """Actors and places that go by exactly this name."""
        if not tokens[0].is_word or tokens[0].word in STOP or tokens[-1].word in STOP or not tokens[-1].is_word:
            return frozenset()
        found = self.by_key.get(key_of(tokens), ())
        return frozenset(id_ for id_, _ in found if self.entities[id_].label in ("Actor", "Place"))

    def exact(self, tokens: Tokens) -> list[tuple[str, bool]]:
        """What goes by exactly this name, and whether the name is of the contrary."""
        return list(self.by_key.get(key_of(tokens), ()))

    def weight(self, concept: Concept) -> float:
        """How much a part of a phrase tells: rare ones much, what half of all measures share little."""
        key = (concept.word, concept.ids)
        known = self._weights.get(key)
        if known is None:
            known = self._weight(concept)
            if concept.ids or concept.word in self.measures_of_word:  # what strangers type is not kept
                self._weights[key] = known
        return known

    def _weight(self, concept: Concept) -> float:
        if concept.generic:
            return 0.15
        if concept.ids:
            count = max((len(self.measures_of_thing.get(i, ())) for i in concept.ids), default=0)
            if concept.ids & self.ambient:
                return 0.2
        else:
            count = len(self.measures_of_word.get(concept.word, ()))
        total = len(self.pools) or 1
        return max(0.3, math.log(1 + total / max(count, 1)) / math.log(1 + total))

    def measures_with(self, concept: Concept) -> set[str]:
        """Measures whose names or involvements have this concept, or a word that may stand for it."""
        if concept.ids:
            found: set[str] = set()
            for id_ in concept.ids:
                found |= self.measures_of_thing.get(id_, set())
                for whole in self.wholes.get(id_, ()):
                    found |= self.measures_of_thing.get(whole, set())
            return found
        found = set(self.measures_of_word.get(concept.word, ()))
        for other in THESAURUS.get(concept.word, ()):
            found |= self.measures_of_word.get(other, set())
        return found

    def measures_about(self, tokens: Tokens) -> tuple[str, ...]:
        """All measures that a bare word of their names can mean ("which mandate …")."""
        concepts = [c for c in self.concepts(tokens) if not c.generic]
        return tuple(sorted(set.intersection(*map(self.measures_with, concepts)))) if concepts else ()

    # ---- structure

    def ancestors(self, id_: str) -> tuple[str, ...]:
        return _closure(id_, self.parents)

    def descendants(self, id_: str) -> tuple[str, ...]:
        return _closure(id_, self.children)

    def speakers(self, id_: str) -> tuple[str, ...]:
        """Who leads or speaks for an actor."""
        return _closure(id_, self.speakers_of)

    def outside(self, ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
        """Of those who speak for some actors only for a time: the days on which they do not, as first and last."""
        named = set(ids)
        found: dict[str, list[tuple[str, str]]] = {}
        for speaker in dict.fromkeys(s for id_ in ids for s in self.speakers(id_)):
            if speaker not in named and (gaps := between(sorted(self._terms(speaker, named, frozenset())))):
                found[speaker] = gaps
        return found

    def _terms(self, speaker: str, principals: set[str], seen: frozenset[str]) -> Iterator[tuple[str, str]]:
        """When somebody speaks for one of the principals, by each way that leads to them."""
        for office in self.offices.get(speaker, ()):
            own = (office.first or FIRST, office.last or LAST)
            if office.principal in principals:
                yield own
            elif office.principal not in seen:
                for first, last in self._terms(office.principal, principals, seen | {speaker}):
                    if max(first, own[0]) <= min(last, own[1]):
                        yield max(first, own[0]), min(last, own[1])

    def is_surname(self, id_: str, word: str) -> bool:
        """Whether a person's name ends with this word, or begins with it."""
        entity = self.entities[id_]
        parts = [root(normal(p)) for p in entity.name.split()]
        return entity.kind == "Person" and len(parts) <= 4 and word in (parts[-1], parts[0])

    def places_in(self, id_: str) -> tuple[str, ...]:
        return _closure(id_, self.places)

    def name(self, id_: str) -> str:
        entity = self.entities.get(id_)
        return entity.name if entity else id_

    def label(self, id_: str) -> str:
        entity = self.entities.get(self.of(id_))
        return entity.label if entity else ""


def _closure(start: str, step: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    seen: dict[str, None] = {}
    todo = list(step.get(start, ()))
    while todo:
        if (here := todo.pop(0)) not in seen and here != start:
            seen[here] = None
            todo.extend(step.get(here, ()))
    return tuple(seen)
