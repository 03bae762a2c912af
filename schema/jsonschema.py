"""JSON Schema of the fact files, from the records and the registry: completion and checks in an editor.

    schemas() → {"claims": {...}, "actors": {...}, …}      committed as schema/json/NAME.schema.json

Draft 7, because that is what the editors' YAML servers know best. A schema says what one file alone can tell: which ids
exist, and whether a phrase stands at its offsets, only the loader sees.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from . import records
from .coverage import MEANINGS, NoClaim
from .records import (
    ID_PATTERN,
    REFERENCE_PATTERN,
    Actor,
    ActorLink,
    Attribution,
    Claim,
    DataSetRecord,
    Event,
    Judgement,
    Measure,
    Place,
    Source,
    Tension,
)
from .relations import RELATION, STRUCTURE, Relation

Schema = dict[str, Any]
DIALECT = "http://json-schema.org/draft-07/schema#"
DAY: Schema = {
    "anyOf": [
        {"type": "string", "pattern": r"^\d{4}(-\d{2}(-\d{2})?)?$"},
        {"type": "integer", "minimum": 1000, "maximum": 9999},
    ],
    "description": "A day, a month or a year: 2025-10-29, 2025-10 or 2025",
}

FILES: dict[str, tuple[str, dict[str, type[BaseModel]]]] = {
    "actors": ("Actors of a data set", {"actors": Actor}),
    "measures": ("Measures of a data set: what one can be for or against", {"measures": Measure}),
    "events": ("Events and places of a data set", {"events": Event, "places": Place}),
    "sources": ("Sources of a data set", {"sources": Source}),
    "claims": ("Claims of a data set", {"claims": Claim}),
    "coverage": ("What the sources of a data set say without any claim in it", {"no_claim": NoClaim}),
    "judgements": ("Judgements over a data set, each of which can be taken back", {"judgements": Judgement}),
    "tensions": ("Tensions between claims that a person has judged", {"tensions": Tension}),
}
"""Each fact file's title, and the headings that it has."""

DESCRIPTIONS: dict[str, str] = {
    "Claim.key": "Unique in the data set; other claims point to it as claim:KEY",
    "Claim.source": "Id of the source; a file may give it once, at its top",
    "Claim.statement": "One plain sentence in your own words",
    "Claim.holder": "Whose position it is; several where one proposition is held jointly, none where nobody is named",
    "Claim.about": "What it is about: an id, claim:KEY, or {id, as_said, contrary}",
    "Claim.towards": "A further target: an id, or {id, role, as_said}",
    "Claim.on_behalf_of": "For whom, only where the text says so",
    "Claim.after": "Events that it follows",
    "Claim.conditions": "What it waits for: the same group = all together, different groups = alternatives",
    "Claim.condition_kind": "Follows the relation: of a demand, of an analysis, or what triggers a threat",
    "Claim.modality": "The first that fits",
    "Claim.basis": "stated: the words say it; implied: any careful reader would; inferred: needs reasoning beyond them",
    "Claim.negated": "The claim says that it is not so; never turns support into opposition",
    "Claim.embedded": "Stands only as the object of another claim; gives no edge",
    "Claim.scope": "For “any step”, “certain sanctions”",
    "Claim.judgement": "Of assesses only",
    "Claim.certainty": "How explicit the text is, 0 to 1; never how likely it is",
    "Claim.strength": "Hedges go here",
    "Claim.attributed_to": "Who affirms it, from the outlet inwards: an id, or {id, verb, level}",
    "Claim.passages": "Where the source says it; at least one",
    "NoClaim.start": "First code point of the stretch in the source's text; it may hold several sentences",
    "NoClaim.end": "One past the last code point",
    "NoClaim.sha256": "SHA-256 of the stretch in UTF-8; the loader adds it where the text is at hand",
    "NoClaim.reason": "Why it holds no claim",
    "Passage.start": "First code point of the slice in the source's text",
    "Passage.end": "One past the last code point",
    "Passage.sha256": "SHA-256 of the slice in UTF-8; the loader adds it where the text is at hand",
    "Passage.phrase": f"Words of the slice as they stand, at most {records.MAX_PHRASE_WORDS}",
    "Actor.aliases": "Other names, also demonyms: Turkish, Ankara",
    "Actor.quantifier": "Of groups: all, most, many, some, other",
    "Actor.anonymous": "An unnamed source",
    "Measure.contrary_aliases": "Names of its contrary: keeping, for lifting",
    "Measure.specialises": "Measures of which this one is a narrower form",
    "Measure.component_of": "Measures of which this one is a part; says nothing of order",
    "Measure.excludes": "Measures that cannot be had together with it",
    "Measure.involves": "Actors and places that it concerns",
    "Source.sha256": "SHA-256 of the text file's bytes",
    "Source.outlet": "Actor that published it",
    "Source.same_origin_as": "Sources of which it is a copy, or that copy the same: they count as one",
    "Tension.claims": "Keys of the two claims",
    "Tension.tension": "Why they sit badly together: docs/contradictions.md",
    "Tension.because": "Why a person thinks so",
    "ActorLink.background": "Known without a claim; used for roll-up, never shown as an answer",
    "ActorLink.speaks_for": "Speaks for the whole",
    "Judgement.same": "Two actors or two measures that are one, the first of which gives the name",
    "Judgement.different": "Two actors or two measures that are not one, however alike",
    "Judgement.retracted": "claim:KEY, or the id of a source whose claims no longer count",
    "Judgement.because": "Why: what a second person needs in order to agree",
    "Judgement.source": "What shows it: the id of a source, or claim:KEY",
    "Judgement.by": "Who decided it",
    "Judgement.at": "When: a day or a moment",
}


def schemas() -> dict[str, Schema]:
    """Every schema by its name."""
    found = {"dataset": _dataset()}
    for name, (title, headings) in FILES.items():
        found[name] = _file(name, title, headings)
    return found


def texts() -> dict[str, str]:
    """Every schema as the text of its file, by file name."""
    return {f"{name}.schema.json": json.dumps(s, indent=2, ensure_ascii=False) + "\n" for name, s in schemas().items()}


def _frame(name: str, title: str) -> Schema:
    return {"$schema": DIALECT, "$id": f"https://parley.example/schema/{name}.schema.json", "title": title}


def _dataset() -> Schema:
    schema = _definitions(DataSetRecord)["DataSetRecord"]
    schema["properties"].pop("tensions")  # they stand in a file of their own
    return {**_frame("dataset", "What a data set is"), **schema}


def _file(name: str, title: str, headings: dict[str, type[BaseModel]]) -> Schema:
    definitions: dict[str, Schema] = {}
    properties: Schema = {}
    for heading, model in headings.items():
        definitions |= _definitions(model)
        items = {"$ref": f"#/definitions/{model.__name__}"}
        properties[heading] = {"type": ["array", "null"], "items": items}
    schema: Schema = {**_frame(name, title), "type": "object", "additionalProperties": False}
    if name == "claims":
        source = {"type": "string", "pattern": ID_PATTERN, "description": "Source of every claim of the file"}
        properties["source"] = source
        _of_relations(definitions["Claim"])
        definitions["Claim"]["required"].remove("source")
        each = {"properties": {"claims": {"items": {"required": ["source"]}}}}
        schema |= {"if": {"not": {"required": ["source"]}}, "then": each}
    return {**schema, "properties": properties, "definitions": dict(sorted(definitions.items()))}


# ---- records


def _definitions(model: type[BaseModel]) -> dict[str, Schema]:
    """Schemas of a record and of all records in it."""
    raw = model.model_json_schema(by_alias=True, ref_template="#/definitions/{model}", schema_generator=_Generator)
    found: dict[str, Schema] = raw.pop("$defs", {})
    found[model.__name__] = raw
    for name, schema in found.items():
        _polish(getattr(records, name, model), schema)
    return found


class _Generator(GenerateJsonSchema):
    """Without a title on every field, which an editor would show in place of the description."""

    def get_title_from_name(self, name: str) -> str:  # noqa: ARG002
        return ""


def _polish(model: type[BaseModel], schema: Schema) -> None:
    """What the record's own validators allow besides, and what the fields mean."""
    schema.pop("title", None)
    schema["description"] = " ".join((model.__doc__ or "").split("\n\n")[0].split())
    for name, info in model.model_fields.items():
        public = info.alias or name
        field = {k: v for k, v in schema["properties"][public].items() if k != "title"}
        if field.get("type") == "array" and "minLength" in field:  # as pydantic writes it behind a validator
            field["minItems"] = field.pop("minLength")
        for validator in (getattr(m, "func", None) for m in info.metadata):
            field = _SHAPES.get(getattr(validator, "__name__", ""), _same)(field)
        if "_real_date" in repr((info.annotation, info.metadata)):
            field = {**DAY, "anyOf": [*DAY["anyOf"], {"type": "null"}]}
        if description := DESCRIPTIONS.get(f"{model.__name__}.{public}"):
            field = {"description": description, **{k: v for k, v in field.items() if k != "description"}}
        schema["properties"][public] = field
    if model is ActorLink:
        known = {"required": ["background"], "properties": {"background": {"const": True}}}
        schema["anyOf"] = [_given("claims"), known]
    if model is NoClaim:
        schema["properties"]["reason"]["enumDescriptions"] = list(MEANINGS.values())
    if model is Attribution:
        schema["required"].remove("level")  # by its place in the list
    if model is Judgement:
        for name in ("same", "different"):
            schema["properties"][name] |= {"minItems": 2, "maxItems": 2, "uniqueItems": True}
        schema["oneOf"] = [{"required": [kind]} for kind in records.JUDGEMENT_KINDS]
    if model is Actor:
        role = {"properties": {"role": {"type": "string"}}, "required": ["role"]}
        schema["properties"]["represents"] = {
            "description": "Whom it leads or speaks for",
            "type": ["array", "null"],
            "items": {"allOf": [{"$ref": "#/definitions/ActorLink"}, role]},
        }
    for link in STRUCTURE:
        if link.source == model.__name__:
            schema["properties"][link.field].setdefault("description", f"Ids: {', '.join(link.target).lower()}")


def _same(field: Schema) -> Schema:
    return field


def _or_one(field: Schema) -> Schema:
    """One thing stands for a list of one, nothing for none."""
    rest = {k: v for k, v in field.items() if k in ("default", "description")}
    listed = {k: v for k, v in field.items() if k not in rest}
    one_or_many: list[Schema] = [field["items"], listed]
    if not field.get("minItems"):
        one_or_many.append({"type": "null"})
    return {**rest, "anyOf": one_or_many}


def _or_id(field: Schema) -> Schema:
    """A record with an id may be written as the id alone."""
    pattern = REFERENCE_PATTERN if field["items"]["$ref"].split("/")[-1] in ("Ref", "Condition") else ID_PATTERN
    item = {"anyOf": [{"type": "string", "pattern": pattern}, field["items"]]}
    return _or_one({**field, "items": item})


_SHAPES: dict[str, Callable[[Schema], Schema]] = {
    "_many": _or_one, "_links": _or_id, "_refs": _or_id, "_chain": _or_id,
}  # fmt: skip
"""By the validator that runs before the field's own."""


# ---- relations


def _of_relations(claim: Schema) -> None:
    """Relations as an enumeration with their meanings, and what each of them asks of the other fields."""
    claim["properties"]["relation"] = {
        "description": "What the claim says of its object",
        "enum": list(RELATION),
        "enumDescriptions": [_meaning(r) for r in RELATION.values()],
    }
    claim["allOf"] = [
        _implies({"properties": {"relation": {"const": r.name}}, "required": ["relation"]}, _rule(r))
        for r in RELATION.values()
    ]
    claim["allOf"] += [_implies(_given("condition_kind"), _given("conditions"))]
    claim["allOf"] += [_implies(_given("conditions"), _given("condition_kind"))]


NOTHING: Schema = {"anyOf": [{"type": "null"}, {"type": "array", "maxItems": 0}]}


def _given(field: str) -> Schema:
    return {"required": [field], "properties": {field: {"not": NOTHING}}}


def _implies(premise: Schema, conclusion: Schema) -> Schema:
    return {"if": premise, "then": conclusion}


def _meaning(relation: Relation) -> str:
    text = f"{relation.meaning}; about {', '.join(relation.objects).lower()}"
    return f"{text}; towards: {relation.towards}" if relation.towards else text


def _rule(relation: Relation) -> Schema:
    needed = [] if relation.object_optional else [_given("about")]
    properties: Schema = {"judgement": {"enum": ["good", "bad"]} if relation.judged else {"type": "null"}}
    if relation.conditions:
        properties["condition_kind"] = {"enum": [*relation.conditions, None]}
    else:
        properties |= {"conditions": NOTHING, "condition_kind": {"type": "null"}}
    if relation.name in ("conditions-on", "requires"):
        needed.append(_given("conditions"))
    rule: Schema = {"properties": properties}
    if relation.judged:
        rule["required"] = ["judgement"]
    return {**rule, "allOf": needed} if needed else rule
