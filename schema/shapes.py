"""The JSON that REST answers, as models: for OpenAPI, clients and views. Fields may be added, never removed."""

from __future__ import annotations

from typing import Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

T = TypeVar("T")


class Shape(BaseModel):
    model_config = ConfigDict(extra="allow", populate_by_name=True)


class Named(Shape):
    id: str
    name: str | None


class NamedKind(Named):
    kind: str = Field(description="State, Person, …, or Measure, Event, Place, Claim")


class Holder(NamedKind):
    quantifier: str | None = Field(None, description="of a group: all, most, many, some, other, unspecified")
    anonymous: bool = Field(False, description="an unnamed source")


class About(NamedKind):
    as_said: str | None = None
    contrary: bool = False


class Towards(Named):
    role: str | None = None


class Requirement(Named):
    group: int = 1
    negated: bool = False
    as_said: str | None = None


class AttributionShape(Named):
    level: int
    verb: str | None = None


class PassageShape(Shape):
    source: str
    start: int = Field(description="code point offset into the source's text")
    end: int
    phrase: str = Field(description="quotation, at most 12 words")
    part: str = "body"
    sha256: str | None = None


class FigureShape(Shape):
    value: float
    value_to: float | None = None
    unit: str | None = None
    comparator: str | None = None
    of: str | None = None


class Retracted(Shape):
    id: str = Field(description="of the judgement")
    because: str
    by: str | None
    at: str | None


class ClaimShape(Shape):
    id: str
    key: str
    relation: str
    polarity: Literal[1, -1, 0]
    statement: str
    modality: str
    basis: str
    negated: bool
    embedded: bool
    scope: str | None
    certainty: float
    strength: str
    status: str
    imputed: bool
    holder: Named | None
    holders: list[Named] = Field(description="all who hold it jointly; `holder` is the first")
    about: list[About]
    towards: list[Towards]
    on_behalf_of: list[Named]
    after: list[Named]
    requires: list[Requirement]
    condition_kind: str | None
    attributed_to: list[AttributionShape]
    passages: list[PassageShape]
    said_from: str | None
    said_to: str | None
    valid_from: str | None
    valid_to: str | None
    date_precision: str | None
    figure: FigureShape | None
    contradicts: list[str] = Field(description="ids of claims of the same holder that say the opposite")
    revises: list[str] = Field(description="older claims of the same holder that it gives up")
    revised_by: list[str]
    in_tension: list[str] = Field(description="claims with which a person has found it in tension")
    source: str
    note: str | None = None
    retracted: Retracted | None = Field(None, description="why it no longer counts, where that was judged")


class Representation(Named):
    role: str | None = None
    office: str | None = None
    background: bool = False


class Membership(Named):
    speaks_for: bool = False
    background: bool = False


class ActorShape(Shape):
    id: str
    name: str
    kind: str
    aliases: list[str]
    description: str | None
    anonymous: bool
    quantifier: str | None
    represents: list[Representation]
    part_of: list[Membership]
    same_as: list[str] = Field([], description="ids that were judged to be this actor's too; their names are aliases")
    requested: str | None = Field(None, description="the id that was asked for, where it is one of `same_as`")


class MeasureShape(Shape):
    id: str
    name: str
    aliases: list[str]
    contrary_aliases: list[str]
    description: str | None
    sort: str
    specialises: list[str]
    component_of: list[str]
    means_for: list[str]
    excludes: list[str]
    alternative_for: list[str]
    involves: list[str]
    same_as: list[str] = Field([], description="ids that were judged to be this measure's too; their names are aliases")
    requested: str | None = Field(None, description="the id that was asked for, where it is one of `same_as`")


class EventShape(Shape):
    id: str
    name: str
    aliases: list[str]
    description: str | None
    from_: str | None = Field(alias="from")
    to: str | None
    precision: str | None


class PlaceShape(Shape):
    id: str
    name: str
    aliases: list[str]
    description: str | None
    located_in: list[str]


class SourceShape(Shape):
    id: str
    title: str | None
    publisher: str | None
    author: str | None
    published: str | None
    url: str | None
    language: str | None
    sha256: str
    reliability: str | None
    same_origin_as: list[str] = Field(default_factory=list, description="sources that count as one with it")


class PassageItem(PassageShape):
    id: str
    claims: list[str]


class RelationShape(Shape):
    name: str
    meaning: str
    polarity: int
    objects: list[str]
    towards: str | None
    edge: str | None
    stance: str | None
    conditions: list[str]


class PositionShape(Shape):
    id: str
    actor: Holder
    stance: str = Field(description="the view edge's type in lower case")
    object: NamedKind
    claims: list[str]
    sources: list[str]
    source_count: int
    first_said: str | None
    last_said: str | None
    current: bool
    disputed: bool
    conditional: bool
    imputed: bool
    basis: str
    inherited: bool
    certainty: float
    strength: str = Field(description="of the firmest claim: tentative, moderate or firm")
    expected: bool = Field(description="whether all that is said of it is foreseen, not yet so")
    requires: list[str] = Field(default_factory=list, description="ids of what a conditional position waits for")


class ContestedSide(Shape):
    claims: list[dict[str, Any]] = Field(description="id, statement, holder, source, chain, figure, dates, passages")
    holders: list[str]
    sources: list[str]
    source_count: int = Field(description="independent ones: copies of one text count once")
    one_source: bool
    unnamed_only: bool = Field(description="every claim rests on unnamed speakers")
    opponents_word_only: bool = Field(description="only the other side says so of its holder")


class ContestedPoint(Shape):
    kind: Literal["contradiction", "tension", "denied", "rejected", "figures", "disagreement"]
    sides: list[ContestedSide]
    why: list[str] | None = Field(default=None, description="of a contradiction: negation, contrary, figure, denial")
    tension: str | None = None
    because: str | None = Field(default=None, description="why a person accepted the tension")


class ContestedShape(Shape):
    id: str = Field(description="the subject's")
    subject: NamedKind
    points: list[ContestedPoint]
    sources: list[str]
    source_count: int


class Page(BaseModel, Generic[T]):
    """Any collection: `next` is the cursor of the page after this one, null on the last."""

    items: list[T]
    next: str | None = None


class Health(Shape):
    status: Literal["ok", "degraded"]
    store: str
    engine: str
    engine_version: str
    version: str
    claims: int
    data_version: str | None


class AskAnswer(Shape):
    question: str
    understood: dict[str, Any]
    answers: list[dict[str, Any]]
    cypher: str
    parameters: dict[str, Any]
    alternatives: list[dict[str, Any]]
    verdict: Literal["yes", "no", "conditional", "unknown"] | None = None
    count: int | None = None


class Evidence(Shape):
    """A passage behind an answer, with the claim that it proves."""

    claim: str
    statement: str
    source: dict[str, Any]
    start: int
    end: int
    phrase: str


class RingStep(Shape):
    measure: str
    requires: str
    holders: list[str]
    kind: str = Field(description="of the condition; specialises or alternative where the registry ties the two")
    certainty: float
    basis: str
    imputed: bool
    contested_by: list[str]
    claims: list[str]
    passages: list[Evidence]


class Escape(Shape):
    """`measure` would do with all of `by` and `others` instead of `instead_of`."""

    measure: str
    instead_of: str
    by: list[str]
    others: list[str] = Field(description="events and claims among them")
    claims: list[str] = Field(description="that allow it; none where the registry does")
    opposed_by: list[dict[str, Any]]


class Deadlock(Shape):
    id: str
    measures: list[str]
    holders: list[str]
    analysts: list[str] = Field(description="holders that wait for nothing here themselves")
    tier: Literal["hard", "constitutive", "inferred", "soft"]
    imputed: bool = Field(description="some step is only said of its holders by others")
    steps: list[RingStep]
    weakest: RingStep
    escapes: list[Escape]
    breaks: list[dict[str, Any]] = Field(description="who could break it by dropping what")
    sentence: str
    names: dict[str, str]
    cypher: str
    parameters: dict[str, Any]


class Deadlocks(Shape):
    deadlocks: list[Deadlock]
    co_requisites: list[Deadlock] = Field(description="rings of parallel steps only")
    readings: dict[str, list[str]] = Field(description="ids of those said by the holders, and of those imputed to them")
    conditions: int
    stopped: Literal["count", "time"] | None
    complete_to: int | None = Field(description="if it stopped: all rings of that many measures are here")


class DemandShape(Shape):
    """What one party makes a measure wait for: any of `groups`, all of a group together."""

    id: str
    parties: list[str]
    holders: list[str]
    measure: str
    kind: str
    weight: int = Field(description="how firm: 1 tentative, 2 moderate, 3 firm; 3 more for what is judged, not set")
    basis: str
    imputed: bool
    certainty: float
    groups: list[dict[str, list[str]]]
    sentence: str
    claims: list[str]
    passages: list[Evidence]


class UnlockSet(Shape):
    weight: int
    conditions: list[DemandShape]
    sentence: str


class Unlocks(Shape):
    measure: Named
    state: Literal["free", "waits", "stuck"]
    waits_for: list[DemandShape]
    sets: list[UnlockSet] = Field(description="minimal sets whose dropping frees what is stuck, the lightest first")
    concessions: list[dict[str, Any]] = Field(description="conditions by how many of the sets they are in")
    opens: dict[str, Any] = Field(description="what it would open if it were done: directly, in a chain, not yet")
    said: dict[str, Any] | None = Field(description="the same without imputed claims")
    stopped: Literal["count", "time"] | None
    sentence: str
    names: dict[str, str]
    cypher: str
    parameters: dict[str, Any]


class StageShape(Shape):
    measures: list[str] = Field(description="that may go side by side")
    keeps: list[DemandShape]


class SequenceAnswer(Shape):
    goal: Named
    possible: bool
    stages: list[StageShape]
    conflict: list[DemandShape] = Field(description="conditions that rule it out, of which none could be spared")
    said: dict[str, Any] | None = Field(description="whether it is possible without imputed claims")
    sentence: str
    names: dict[str, str]
    cypher: str
    parameters: dict[str, Any]


class StandShape(Shape):
    """What an actor has to do with a measure."""

    actor: str
    does: str
    measure: str
    inherited: bool
    imputed: bool
    claims: list[str]
    passages: list[Evidence]
    sentence: str


class BlockadeShape(Shape):
    id: str
    pattern: Literal["waiting", "opposed", "order", "nobody", "deed", "authority"]
    measures: list[str]
    actors: list[str]
    imputed: bool
    sides: list[StandShape]
    sentence: str
    names: dict[str, str]
    cypher: str
    parameters: dict[str, Any]


class Blockades(Shape):
    blockades: list[BlockadeShape]
    patterns: dict[str, int]
    readings: dict[str, list[str]]


class SilenceShape(Shape):
    actor: str
    measure: str
    addressed: bool = Field(description="a text wants it from this actor; else the measure concerns it")
    holders: list[str] = Field(description="who waits for it, or says that something does")
    before: list[str]
    claims: list[str]
    passages: list[Evidence]
    others_say: list[StandShape]
    sentence: str
    names: dict[str, str]
    cypher: str
    parameters: dict[str, Any]


class Silences(Shape):
    silences: list[SilenceShape]


class CypherQuery(BaseModel):
    query: str = Field(max_length=20_000, examples=["MATCH (a:Actor)-[:OPPOSES]->(m:Measure) RETURN a.name, m.name"])
    parameters: dict[str, Any] = Field(default_factory=dict)


class CypherAnswer(Shape):
    columns: list[str]
    rows: list[list[Any]]
    truncated: bool


class Problem(Shape):
    """RFC 9457 problem details."""

    type: str
    title: str
    status: int
    detail: str
    hint: str | None = None
