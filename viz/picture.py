"""What a view draws: one immutable picture of the data, read from the JSON that the REST interface answers with.

The shapes are those of `/actors`, `/measures`, `/places`, `/events`, `/positions`, `/claims` and `/sources`; an item
may hold more than is read here. Ids are unique within a family (actor, measure, place, event, claim), not across them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, cast, get_args

Item: TypeAlias = Mapping[str, object]
Family: TypeAlias = Literal["actor", "measure", "place", "event", "claim"]

FAMILIES: tuple[Family, ...] = get_args(Family)


@dataclass(frozen=True, slots=True)
class Ref:
    """A pointer to an entity: `family` and `id` find it, `name` is what the pointing item calls it."""

    family: Family
    id: str
    name: str
    kind: str = ""

    @property
    def key(self) -> str:
        """Unique in a picture and stable between builds, e.g. "actor/israel"."""
        return f"{self.family}/{self.id}"


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that positions come from or point to. `note` says in a few words who or what it is; `vague` is a group
    without its members named, or an unnamed source."""

    ref: Ref
    aliases: tuple[str, ...] = ()
    note: str = ""
    vague: bool = False

    @property
    def key(self) -> str:
        return self.ref.key


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in a source: `start` and `end` are code points, `phrase` a short quotation from it."""

    source: str
    start: int | None
    end: int | None
    phrase: str


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A passage in full, with what stands around it; `verified` when its hash matches the stored one."""

    before: str
    text: str
    after: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One step of an attribution chain. Level 0 is the outlet, each next one is nearer the origin."""

    level: int
    id: str
    name: str
    verb: str


@dataclass(frozen=True, slots=True)
class Need:
    """One condition of a claim. The same `group` means all together, different groups are alternatives."""

    name: str
    group: str
    negated: bool


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposition that a source holds. `certainty` is 0–1: how explicit the text is."""

    id: str
    relation: str
    statement: str
    modality: str
    basis: str
    strength: str
    certainty: float | None
    imputed: bool
    negated: bool
    chain: tuple[Link, ...]
    needs: tuple[Need, ...]
    passages: tuple[Passage, ...]
    said_from: str | None
    said_to: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A text. `published` is an ISO date or None where unknown; `precision` says where it is only a bound or a span."""

    id: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    precision: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A view edge: what an actor's stance on an object is, and the claims behind it."""

    actor: Ref
    stance: str
    object: Ref
    claims: tuple[str, ...]
    source_count: int
    current: bool
    disputed: bool
    conditional: bool
    imputed: bool
    inherited: bool
    expected: bool
    basis: str
    strength: str
    certainty: float | None


@dataclass(frozen=True, slots=True)
class Requirement:
    """A precondition edge: `measure` waits for `requires`, according to `holder` (None where the text names nobody)."""

    measure: Ref
    requires: Ref
    holder: Ref | None
    kind: str
    claims: tuple[str, ...]
    basis: str
    imputed: bool
    certainty: float | None


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the overview shows. `excerpts` maps a claim's id to its passages in full, in their order."""

    title: str
    description: str
    entities: tuple[Entity, ...]
    positions: tuple[Position, ...]
    requirements: tuple[Requirement, ...]
    claims: tuple[Claim, ...]
    sources: tuple[Source, ...]
    excerpts: Mapping[str, tuple[Excerpt, ...]] = field(default_factory=dict[str, tuple[Excerpt, ...]])
    data_version: str = ""

    @classmethod
    def from_json(
        cls,
        *,
        title: str,
        description: str = "",
        actors: Iterable[Item],
        measures: Iterable[Item],
        positions: Iterable[Item],
        claims: Iterable[Item],
        sources: Iterable[Item],
        requires: Iterable[Item] = (),
        places: Iterable[Item] = (),
        events: Iterable[Item] = (),
        passages: Mapping[str, Sequence[Item]] | None = None,
        data_version: str = "",
    ) -> Picture:
        """Read the items of the REST collections.

        `passages` maps a claim's id to a list of {text_before, text, text_after, verified}, in the order of the
        claim's own passages; pass it where the sources' texts are at hand. Objects that only positions name get an
        entity of their own. Raises ValueError naming the item and the field that cannot be read.
        """
        entities: dict[str, Entity] = {}
        for family, items in (("actor", actors), ("measure", measures), ("place", places), ("event", events)):
            for item in items:
                entity = _entity(cast("Family", family), item)
                entities[entity.key] = entity
        read_positions = tuple(_position(item, entities) for item in positions)
        read_requires = tuple(_requirement(item, entities) for item in requires)
        return cls(
            title=title,
            description=description,
            entities=tuple(entities.values()),
            positions=read_positions,
            requirements=read_requires,
            claims=tuple(_claim(item) for item in claims),
            sources=tuple(_source(item) for item in sources),
            excerpts={claim: tuple(_excerpt(item) for item in items) for claim, items in (passages or {}).items()},
            data_version=data_version,
        )


def _entity(family: Family, item: Item) -> Entity:
    kind = _text(item, "kind") if family == "actor" else family
    ref = Ref(family, _required(item, "id"), _text(item, "name") or _required(item, "id"), kind or family)
    vague = family == "actor" and bool(item.get("quantifier") or item.get("anonymous"))
    return Entity(ref, tuple(_texts(item, "aliases")), _note(family, item), vague)


def _note(family: Family, item: Item) -> str:
    """In a few words who an actor is; for a measure, what sort it is of."""
    if family != "actor":
        return _text(item, "sort") if family == "measure" else ""
    notes = ["unnamed"] if item.get("anonymous") else []
    if quantifier := _text(item, "quantifier"):
        notes.append("a group, which of them is not said" if quantifier == "unspecified" else f"a group: {quantifier} of them")
    for other in _items(item, "represents"):
        office, role = _text(other, "office"), _text(other, "role").replace("-", " ")
        notes.append(
            f"{office}, {_text(other, 'name')}" if office else f"{role or 'represents'} {_text(other, 'name')}"
        )
    notes += [f"part of {_text(other, 'name')}" for other in _items(item, "part_of")]
    return "; ".join(notes)


def _position(item: Item, entities: dict[str, Entity]) -> Position:
    return Position(
        actor=_known(_item(item, "actor"), entities, "actor"),
        stance=_required(item, "stance"),
        object=_known(_item(item, "object"), entities, None),
        claims=tuple(_texts(item, "claims")),
        source_count=_whole(item, "source_count") or len(_texts(item, "sources")),
        current=item.get("current") is not False,
        disputed=bool(item.get("disputed")),
        conditional=bool(item.get("conditional")),
        imputed=bool(item.get("imputed")),
        inherited=bool(item.get("inherited")),
        expected=bool(item.get("expected")),
        strength=_text(item, "strength"),
        basis=_text(item, "basis"),
        certainty=_share(item, "certainty"),
    )


def _requirement(item: Item, entities: dict[str, Entity]) -> Requirement:
    said = item.get("holder")
    holder = {"id": said} if isinstance(said, str) else said
    return Requirement(
        measure=_known(_item(item, "measure"), entities, "measure"),
        requires=_known(_item(item, "requires"), entities, "measure"),
        holder=_known(cast("Item", holder), entities, "actor") if isinstance(holder, Mapping) else None,
        kind=_text(item, "kind"),
        claims=tuple(_texts(item, "claims")),
        basis=_text(item, "basis"),
        imputed=bool(item.get("imputed")),
        certainty=_share(item, "certainty"),
    )


def _known(item: Item, entities: dict[str, Entity], family: Family | None) -> Ref:
    """The entity that a reference means; one that no collection lists is added as it is named here."""
    ident, kind = _required(item, "id"), _text(item, "kind")
    lowered = kind.lower()
    said: Family | None = family or next((f for f in FAMILIES if f == lowered), None)
    for guess in (said,) if said else FAMILIES:
        known = entities.get(f"{guess}/{ident}")
        if known is not None:
            return known.ref
    ref = Ref(said or "actor", ident, _text(item, "name") or ident, kind or said or "actor")
    entities[ref.key] = Entity(ref)
    return ref


def _claim(item: Item) -> Claim:
    chain = [
        Link(_whole(link, "level"), _text(link, "id"), _text(link, "name"), _text(link, "verb"))
        for link in _items(item, "attributed_to")
    ]
    return Claim(
        id=_required(item, "id"),
        relation=_text(item, "relation"),
        statement=_text(item, "statement"),
        modality=_text(item, "modality"),
        basis=_text(item, "basis"),
        strength=_text(item, "strength"),
        certainty=_share(item, "certainty"),
        imputed=bool(item.get("imputed")),
        negated=bool(item.get("negated")),
        chain=tuple(sorted(chain, key=lambda link: link.level)),
        needs=tuple(
            Need(_text(need, "name"), str(need.get("group") or ""), bool(need.get("negated")))
            for need in _items(item, "requires")
        ),
        passages=tuple(_passage(passage) for passage in _items(item, "passages")),
        said_from=_text(item, "said_from") or None,
        said_to=_text(item, "said_to") or None,
    )


def _passage(item: Item) -> Passage:
    start, end = item.get("start"), item.get("end")
    return Passage(
        source=_text(item, "source"),
        start=start if isinstance(start, int) else None,
        end=end if isinstance(end, int) else None,
        phrase=_text(item, "phrase"),
    )


def _source(item: Item) -> Source:
    return Source(
        id=_required(item, "id"),
        title=_text(item, "title"),
        publisher=_text(item, "publisher") or None,
        published=_text(item, "published") or None,
        url=_text(item, "url") or None,
        precision=_text(item, "published_precision"),
    )


def _excerpt(item: Item) -> Excerpt:
    return Excerpt(
        _text(item, "text_before"), _text(item, "text"), _text(item, "text_after"), item.get("verified") is True
    )


def _text(item: Item, name: str) -> str:
    """A field as text; null and absent are empty."""
    value = item.get(name)
    if value is None:
        return ""
    if isinstance(value, (Mapping, list, tuple)):
        raise _unreadable(item, name, value, "text")
    return str(value)


def _unreadable(item: Item, name: str, value: object, expected: str) -> ValueError:
    return ValueError(f"{item.get('id', item)!r}: {name} is {value!r}, expected {expected}")


def _required(item: Item, name: str) -> str:
    value = _text(item, name)
    if not value:
        raise ValueError(f"{item.get('id', item)!r}: {name} is missing")
    return value


def _texts(item: Item, name: str) -> list[str]:
    value = item.get(name) or []
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _unreadable(item, name, value, "a list")
    return [str(each) for each in cast("Sequence[object]", value)]


def _items(item: Item, name: str) -> list[Item]:
    value = item.get(name) or []
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _unreadable(item, name, value, "a list")
    return [each for each in cast("Sequence[object]", value) if isinstance(each, Mapping)]


def _item(item: Item, name: str) -> Item:
    value = item.get(name)
    if not isinstance(value, Mapping):
        raise _unreadable(item, name, value, "an object with id and name")
    return cast("Item", value)


def _whole(item: Item, name: str) -> int:
    value = item.get(name)
    return value if isinstance(value, int) else 0


def _share(item: Item, name: str) -> float | None:
    value = item.get(name)
    return float(value) if isinstance(value, (int, float)) else None
