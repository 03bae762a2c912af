"""The records of a data set: what one may write in a fact file, validated.

A record is immutable and holds references as ids; `claim:KEY` refers to a claim of the same data set. Which ids exist
is checked by `loaders`, which sees the whole data set; what one record alone can get wrong is checked here.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from .kinds import ActorKind
from .opposites import TensionKind
from .relations import RELATION

MAX_PHRASE_WORDS = 12
ID_PATTERN = r"^[a-z0-9][a-z0-9-]{0,119}$"
KEY_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9._-]{0,159}$"
REFERENCE_PATTERN = r"^([a-z0-9][a-z0-9-]{0,119}|claim:[A-Za-z0-9][A-Za-z0-9._-]{0,159})$"
CLAIM_PREFIX = "claim:"

# Bidi controls reorder what a reader sees; none of them is needed to write a name.
_BIDI = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _plain(text: str, *, newlines: bool) -> str:
    if text.isascii() and text.isprintable() and (stripped := text.strip()):  # nearly all text, ten times faster
        return stripped
    for char in text:
        if char in _BIDI or (unicodedata.category(char) in ("Cc", "Cs") and not (newlines and char in "\n\t")):
            raise ValueError(f"must not hold the control character U+{ord(char):04X}")
    if not text.strip():
        raise ValueError("must not be blank")
    return unicodedata.normalize("NFC", text.strip())


def _line(text: str) -> str:
    return _plain(text, newlines=False)


def _text(text: str) -> str:
    return _plain(text, newlines=True)


def _verbatim(text: str) -> str:
    """A phrase is quoted as it stands: checked like a text, never normalised or trimmed."""
    _plain(text, newlines=True)
    return text


def _many(value: object) -> object:
    """One thing stands for a list of one."""
    if value is None:
        return ()
    return value if isinstance(value, list | tuple) else (value,)


Id = Annotated[str, Field(pattern=ID_PATTERN)]
Key = Annotated[str, Field(pattern=KEY_PATTERN)]
Reference = Annotated[str, Field(pattern=REFERENCE_PATTERN)]
Line = Annotated[str, Field(max_length=500), AfterValidator(_line)]
Text = Annotated[str, Field(max_length=4000), AfterValidator(_text)]
Phrase = Annotated[str, Field(max_length=400), AfterValidator(_verbatim)]
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Unit = Annotated[float, Field(ge=0, le=1)]
Ids = Annotated[tuple[Id, ...], BeforeValidator(_many)]
Lines = Annotated[tuple[Line, ...], BeforeValidator(_many)]

Precision = Literal["day", "month", "year", "not-before", "not-after"]
Modality = Literal["questioned", "denied", "threatened", "demanded", "expected", "asserted"]
Basis = Literal["stated", "implied", "inferred"]
Strength = Literal["tentative", "moderate", "firm"]
Status = Literal["proposed", "accepted", "rejected", "retracted", "superseded"]
Quantifier = Literal["all", "most", "many", "some", "other", "unspecified"]
MeasureSort = Literal["action", "decision", "agreement", "order", "state", "goal", "doctrine"]
JudgementKind = Literal["same", "different", "retracted"]
JUDGEMENT_KINDS: tuple[JudgementKind, ...] = get_args(JudgementKind)
Comparator = Literal["=", ">", ">=", "<", "<=", "~"]
PassagePart = Literal["headline", "body", "caption", "citation", "boilerplate"]

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def _date_text(value: object) -> object:
    if isinstance(value, dt.datetime):
        raise ValueError("a day, a month or a year is expected, not a time")  # noqa: TRY004  pydantic reports ValueError
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999:
        return str(value)
    return value


def _real_date(value: str) -> str:
    found = _DATE.fullmatch(value)
    if not found:
        raise ValueError("expected a date as YYYY, YYYY-MM or YYYY-MM-DD")
    dt.date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    return value


Day = Annotated[str, BeforeValidator(_date_text), AfterValidator(_real_date)]
"""A date as text: a year, a month or a day."""


def first_day(value: str) -> str:
    """The first day that `value` may mean: "2025-10" → "2025-10-01"."""
    return {4: value + "-01-01", 7: value + "-01"}.get(len(value), value)


def last_day(value: str) -> str:
    """The last day that `value` may mean: "2025-10" → "2025-10-31"."""
    if len(value) == 4:
        return value + "-12-31"
    if len(value) == 7:
        year, month = (int(part) for part in value.split("-"))
        return f"{value}-{calendar.monthrange(year, month)[1]:02d}"
    return value


def _precision_of(*values: str | None) -> Precision | None:
    """The coarsest precision among dates as they were written."""
    lengths = [len(v) for v in values if v is not None]
    names: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
    return names[min(lengths)] if lengths else None


def _widen(values: dict[str, Any], start: str, end: str, *, span: bool = True) -> None:
    """Make a pair of dates whole days; a coarse start alone spans its month or year, if `span`."""
    first, last = values.get(start), values.get(end)
    if span and last is None and first is not None and len(first) < 10:
        values[end] = last_day(first)
    elif last is not None:
        values[end] = last_day(last)
    if first is not None:
        values[start] = first_day(first)
    if values.get(start) and values.get(end) and values[start] > values[end]:
        raise ValueError(f"{start} is later than {end}")


class Record(BaseModel):
    """Base of all records: immutable, and a field that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False, allow_inf_nan=False)


class Tension(Record):
    """What a person made of two claims that a rule found in tension: accepted or rejected, and why."""

    claims: Annotated[tuple[Key, ...], Field(min_length=2, max_length=2)]
    tension: TensionKind
    status: Literal["accepted", "rejected"]
    because: Text

    @model_validator(mode="after")
    def _of_two(self) -> Self:
        if self.claims[0] == self.claims[1]:
            raise ValueError(f"claims are {self.claims[0]} twice; a tension is between two")
        return self


class DataSetRecord(Record):
    """`dataset.yaml`: what the folder is; its tensions stand in `tensions.yaml`."""

    id: Id
    title: Line
    description: Text | None = None
    language: Line = "en"
    invented: bool = False
    tensions: tuple[Tension, ...] = ()


class Entity(Record):
    id: Id
    name: Line
    aliases: Lines = ()
    description: Text | None = None


class ActorLink(Record):
    """A tie between actors. Either claims stand behind it, or it is background knowledge, which is never an answer.

    Dates are whole days: "from 2024 to 2025-06" is from the first of January to the thirtieth of June.
    """

    actor: Id
    role: Literal["leads", "speaks-for"] | None = None
    office: Line | None = None
    speaks_for: bool = False
    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    claims: Annotated[tuple[Key, ...], BeforeValidator(_many)] = ()
    background: bool = False
    note: Text | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _whole_days(cls, values: Any) -> Any:  # noqa: ANN401  whatever a file holds
        if not isinstance(values, dict):
            return values
        values = {k: _as_day(v) if k in ("from", "to", "start", "end") else v for k, v in values.items()}
        start, end = ("from" if "from" in values else "start"), ("to" if "to" in values else "end")
        if _are_days(values.get(start), values.get(end)):
            _widen(values, start, end, span=False)
        return values

    @model_validator(mode="after")
    def _has_ground(self) -> Self:
        if not self.claims and not self.background:
            raise ValueError("needs the keys of the claims behind it, or background: true")
        return self


def _links(value: object) -> object:
    """An actor's id alone stands for a background tie."""
    return tuple({"actor": v, "background": True} if isinstance(v, str) else v for v in _items(_many(value)))


def _items(value: object) -> Iterable[Any]:
    return value if isinstance(value, tuple | list) else (value,)


Links = Annotated[tuple[ActorLink, ...], BeforeValidator(_links)]


class Actor(Entity):
    """Who holds, says or is addressed."""

    kind: ActorKind
    quantifier: Quantifier | None = None
    anonymous: bool = False
    represents: Links = ()
    member_of: Links = ()
    part_of: Links = ()

    @model_validator(mode="after")
    def _roles(self) -> Self:
        for link in self.represents:
            if link.role is None:
                raise ValueError(f"represents {link.actor}: needs a role, leads or speaks-for")
        return self


class Measure(Entity):
    """What one can be for or against. `contrary_aliases` name the same thing with the polarity turned."""

    contrary_aliases: Lines = ()
    sort: MeasureSort = "action"
    specialises: Ids = ()
    component_of: Ids = ()
    means_for: Ids = ()
    excludes: Ids = ()
    alternative_for: Ids = ()
    involves: Ids = ()


class Event(Entity):
    """What happened. Dates are whole days; `precision` says how much of them the text gives."""

    start: Annotated[Day | None, Field(alias="from")] = None
    end: Annotated[Day | None, Field(alias="to")] = None
    precision: Precision | None = None

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, serialize_by_alias=True)

    @model_validator(mode="before")
    @classmethod
    def _whole_days(cls, values: Any) -> Any:  # noqa: ANN401  whatever a file holds
        if not isinstance(values, dict):
            return values
        values = {k: _as_day(v) if k in ("from", "to", "start", "end") else v for k, v in values.items()}
        start, end = ("from" if "from" in values else "start"), ("to" if "to" in values else "end")
        if _are_days(values.get(start), values.get(end)):
            values["precision"] = values.get("precision") or _precision_of(values.get(start), values.get(end))
            _widen(values, start, end, span=values["precision"] not in ("not-before", "not-after"))
        return values


class Place(Entity):
    located_in: Ids = ()


class Source(Record):
    """A text. What it does not give itself (publisher, date, address) stays null."""

    id: Id
    title: Line | None = None
    publisher: Line | None = None
    author: Line | None = None
    published: Day | None = None
    published_precision: Precision | None = None
    retrieved: Day | None = None
    url: Annotated[str | None, Field(max_length=2000, pattern=r"^https?://[^\s<>\"'`]+$")] = None
    language: Line = "en"
    sha256: Hash
    reliability: Line | None = None
    outlet: Id | None = None
    same_origin_as: Ids = ()
    note: Text | None = None


class Passage(Record):
    """A slice of a source: code-point offsets, the SHA-256 of the slice in UTF-8, a quotation of at most 12 words."""

    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=1)]
    sha256: Hash | None = None
    phrase: Phrase
    part: PassagePart = "body"

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if self.end <= self.start:
            raise ValueError(f"end {self.end} must be greater than start {self.start}")
        if (words := len(self.phrase.split())) > MAX_PHRASE_WORDS:
            raise ValueError(f"phrase has {words} words; at most {MAX_PHRASE_WORDS} may be quoted")
        if len(self.phrase) > self.end - self.start:
            raise ValueError(f"phrase is longer than the {self.end - self.start} characters of its passage")
        return self


def _reference(value: object) -> object:
    return {"id": value} if isinstance(value, str) else value


class Ref(Record):
    """A claim's object, in the text's words where they differ (`as_said`).

    `contrary`: the text speaks of the contrary (keeping for lifting), so that the polarity turns.
    """

    id: Reference
    as_said: Line | None = None
    contrary: bool = False


class Target(Record):
    id: Id
    role: Line | None = None
    as_said: Line | None = None


class Condition(Record):
    """What a step waits for. The same group: all together; another group: an alternative."""

    id: Reference
    group: Annotated[int, Field(ge=1, le=99)] = 1
    negated: bool = False
    as_said: Line | None = None


class Attribution(Record):
    """Who affirms the claim. Level 0 is the source; each next level is nearer the origin."""

    id: Id
    level: Annotated[int, Field(ge=1, le=9)]
    verb: Line | None = None


class Figure(Record):
    value: float
    value_to: float | None = None
    unit: Line | None = None
    comparator: Comparator = "="
    of: Line | None = None


def _refs(value: object) -> object:
    return tuple(_reference(v) for v in _items(_many(value)))


def _chain(value: object) -> object:
    """An entry without a level has that of its place in the list, counted from 1."""
    out: list[object] = []
    for place, entry in enumerate(_items(_many(value)), start=1):
        entry = _reference(entry)
        out.append({"level": place, **entry} if isinstance(entry, dict) else entry)
    return tuple(out)


class Claim(Record):
    """One proposition of one source, with all its passages. The fields are explained in `docs/fact-files.md`."""

    key: Key
    source: Id
    relation: str
    statement: Text
    holder: Ids = ()
    about: Annotated[tuple[Ref, ...], BeforeValidator(_refs)] = ()
    towards: Annotated[tuple[Target, ...], BeforeValidator(_refs)] = ()
    on_behalf_of: Ids = ()
    after: Ids = ()
    conditions: Annotated[tuple[Condition, ...], BeforeValidator(_refs)] = ()
    condition_kind: Literal[
        "demanded", "procedural", "analytic", "constitutive", "enabling", "parallel", "trigger"
    ] | None = None
    modality: Modality = "asserted"
    basis: Basis = "stated"
    negated: bool = False
    embedded: bool = False
    scope: Literal["any", "some"] | None = None
    judgement: Literal["good", "bad"] | None = None
    certainty: Unit = 1.0
    strength: Strength = "moderate"
    said_from: Day | None = None
    said_to: Day | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    date_precision: Precision | None = None
    figure: Figure | None = None
    attributed_to: Annotated[tuple[Attribution, ...], BeforeValidator(_chain)] = ()
    passages: Annotated[tuple[Passage, ...], BeforeValidator(_many), Field(min_length=1)]
    status: Status = "accepted"
    coder: Line | None = None
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _whole_days(cls, values: Any) -> Any:  # noqa: ANN401  whatever a file holds
        if not isinstance(values, dict):
            return values
        names = ("said_from", "said_to", "valid_from", "valid_to")
        given = [_as_day(values.get(n)) for n in names]
        if not any(given) or not _are_days(*given):
            return values
        values = {**values, **{n: v for n, v in zip(names, given, strict=True) if v is not None}}
        if values.get("date_precision") is None:
            values["date_precision"] = _precision_of(*given)
        _widen(values, "said_from", "said_to", span=values["date_precision"] not in ("not-before", "not-after"))
        _widen(values, "valid_from", "valid_to", span=False)  # what began in a month may still hold
        return values

    @model_validator(mode="after")
    def _fits_its_relation(self) -> Self:
        relation = RELATION.get(self.relation)
        if relation is None:
            raise ValueError(f"relation {self.relation!r} is not one of the registry's")
        if self.conditions and self.condition_kind is None:
            raise ValueError(f"condition_kind is missing; expected one of {', '.join(relation.conditions)}")
        if self.condition_kind and self.condition_kind not in relation.conditions:
            allowed = ", ".join(relation.conditions) or "no conditions at all"
            raise ValueError(f"condition_kind {self.condition_kind} does not fit {self.relation}, which has {allowed}")
        if self.condition_kind and not self.conditions:
            raise ValueError("condition_kind without conditions")
        if self.relation in ("conditions-on", "requires") and not self.conditions:
            raise ValueError(f"{self.relation} needs conditions: what is waited for")
        if not self.about and not relation.object_optional:
            raise ValueError(f"{self.relation} needs about: what it is about")
        if relation.judged and self.judgement is None:
            raise ValueError(f"{self.relation} needs judgement: good or bad")
        if self.judgement and not relation.judged:
            raise ValueError(f"judgement goes with assesses, not with {self.relation}")
        return self

    @property
    def polarity(self) -> Literal[1, -1, 0]:
        """For (+1), against (−1) or neither, with contrary alias and negation worked in.

        Negated it is neither: that someone does not support a thing is no opposition.
        """
        if self.negated:
            return 0
        base = RELATION[self.relation].polarity
        if self.judgement:
            base = 1 if self.judgement == "good" else -1
        turned = any(ref.contrary for ref in self.about)
        return {1: -1, -1: 1, 0: 0}[base] if turned else base  # type: ignore[return-value]


def _moment_text(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _real_moment(value: str) -> str:
    try:
        dt.datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("expected a day or a moment, as 2026-01-31 or 2026-01-31T12:00:00+00:00") from None
    return value


Moment = Annotated[str, BeforeValidator(_moment_text), AfterValidator(_real_moment)]
"""A day, or a time of it, as text."""



class Judgement(Record):
    """What a person decided about the record. It is laid over the record and never written into it, so that it can be
    taken back: two actors or two measures are one (`same`, named by the first) or are not (`different`), or a claim or
    all claims of a source no longer count (`retracted`)."""

    same: tuple[Id, ...] = ()
    different: tuple[Id, ...] = ()
    retracted: Reference | None = None
    because: Text
    source: Reference | None = None
    by: Line | None = None
    at: Moment | None = None

    @model_validator(mode="after")
    def _decides_one_thing(self) -> Self:
        given = [name for name in JUDGEMENT_KINDS if getattr(self, name)]
        if len(given) != 1:
            raise ValueError(f"needs one of {', '.join(JUDGEMENT_KINDS)}, not {' and '.join(given) or 'none'}")
        pair = self.same or self.different
        if pair and not len(pair) == len(set(pair)) == 2:
            raise ValueError(f"{given[0]} needs two ids that differ")
        return self

    @property
    def kind(self) -> JudgementKind:
        return "same" if self.same else "different" if self.different else "retracted"

    @property
    def targets(self) -> tuple[str, ...]:
        """What it is about, as it is written."""
        return self.same or self.different or (str(self.retracted),)


def _as_day(value: object) -> Any:  # noqa: ANN401
    """A date as text where it is one; anything else is left for the field's own error."""
    return None if value is None else _date_text(value)


def _are_days(*values: object) -> bool:
    """Whether all of them are dates or nothing; if not, the field's own check says what is wrong."""
    for value in values:
        try:
            if value is not None and (not isinstance(value, str) or _real_date(value) != value):
                return False
        except ValueError:
            return False
    return True


ENTITY_RECORDS: dict[str, type[Actor] | type[Measure] | type[Event] | type[Place] | type[Source]] = {
    "Actor": Actor, "Measure": Measure, "Event": Event, "Place": Place, "Source": Source,
}  # fmt: skip

AnyEntity = Actor | Measure | Event | Place | Source
