"""Records as people write them, and the files made of those: a folder of YAML, JSON Lines, a table of claims.

What a record has by default is left out; what may be written short is.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import IO, Any

import yaml

from graph.export import StoredClaim, StoredFacts
from schema.coverage import NoClaim
from schema.records import Actor, AnyEntity, Claim, Condition, DataSetRecord, Event, Judgement, Measure, Place, Source

Fields = dict[str, Any]
LABELS: dict[str, type[Actor] | type[Measure] | type[Event] | type[Place] | type[Source]] = {
    "actor": Actor, "measure": Measure, "event": Event, "place": Place, "source": Source,
}  # fmt: skip
FILES = {"actors.yaml": ("actor",), "measures.yaml": ("measure",), "events.yaml": ("event", "place"),
         "sources.yaml": ("source",)}  # fmt: skip
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
"""Of every file, so that equal data sets give equal bytes."""


def fields(record: AnyEntity | Claim | DataSetRecord | Judgement | NoClaim) -> Fields:
    """A record as a fact file has it."""
    data: Fields = record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    for name in ("about", "towards", "conditions"):
        if name in data:
            data[name] = [part["id"] if set(part) == {"id"} else part for part in data[name]]
    if isinstance(record, Claim) and len(record.holder) == 1:
        data["holder"] = record.holder[0]
    return data


# ---- YAML


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # PyYAML's C part has no types
    """No aliases: the loader refuses them."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def yaml_text(value: Fields) -> str:
    return yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)


def yaml_files(facts: StoredFacts) -> Iterator[tuple[str, str]]:
    """Name and text of every file of a data set; one file of claims for each source."""
    whole = fields(facts.dataset)
    tensions = whole.pop("tensions", None)
    yield "dataset.yaml", yaml_text(whole)
    if tensions:
        yield "tensions.yaml", yaml_text({"tensions": tensions})
    entities: dict[type, list[Fields]] = defaultdict(list)
    for record in facts.entities:
        entities[type(record)].append(fields(record))
    for name, kinds in FILES.items():
        listed = {f"{kind}s": entities[LABELS[kind]] for kind in kinds if entities[LABELS[kind]]}
        if listed:
            yield name, yaml_text(listed)
    if judgements := facts.judgements:
        yield "judgements.yaml", yaml_text({"judgements": [fields(j) for j in judgements]})
    source, claims = "", list[Fields]()
    for stored in facts.stored_claims(history=False):
        if stored.record.source != source and claims:
            yield f"claims/{source}.yaml", yaml_text({"source": source, "claims": claims})
            claims = []
        source = stored.record.source
        claims.append({k: v for k, v in fields(stored.record).items() if k != "source"})
    if claims:
        yield f"claims/{source}.yaml", yaml_text({"source": source, "claims": claims})
    if facts.no_claim:
        yield "coverage.yaml", yaml_text({"no_claim": [fields(entry) for entry in facts.no_claim]})


def write_yaml_zip(facts: list[StoredFacts], out: IO[bytes]) -> None:
    """The fact files in a zip; of several data sets, each in a folder of its own."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in facts:
            folder = f"{one.dataset.id}/" if len(facts) > 1 else ""
            for name, text in yaml_files(one):
                info = zipfile.ZipInfo(folder + name, ZIP_DATE)
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                archive.writestr(info, text)


# ---- JSON Lines


def write_jsonl(facts: list[StoredFacts], out: IO[bytes]) -> None:
    """One record a line; `record` says of which kind. A data set begins with its own line."""
    for one in facts:
        _line(out, "dataset", one.dataset)
        for record in one.entities:
            _line(out, type(record).__name__.lower(), record)
        for claim in one.claims():
            _line(out, "claim", claim)
        for judgement in one.judgements:
            _line(out, "judgement", judgement)
        for entry in one.no_claim:
            _line(out, "no_claim", entry)


def _line(out: IO[bytes], kind: str, record: AnyEntity | Claim | DataSetRecord | Judgement | NoClaim) -> None:
    out.write(json.dumps({"record": kind, **fields(record)}, ensure_ascii=False).encode() + b"\n")


# ---- CSV

CSV_COLUMNS: tuple[str, ...] = (
    "id", "dataset", "key", "source", "relation", "polarity", "statement", "holder", "holder_name", "about",
    "about_name", "as_said", "contrary", "towards", "on_behalf_of", "after", "conditions", "condition_kind", "modality",
    "basis", "negated", "embedded", "imputed", "scope", "judgement", "certainty", "strength", "said_from", "said_to",
    "valid_from", "valid_to", "date_precision", "value", "value_to", "unit", "comparator", "figure_of", "attributed_to",
    "passages", "phrases", "status", "superseded_at", "coder", "note",
)  # fmt: skip
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(facts: list[StoredFacts], out: IO[bytes]) -> None:
    """A row for each claim, also of the past; lists with semicolons between. For tables, not for reading back."""
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    try:
        writer = csv.DictWriter(text, CSV_COLUMNS, lineterminator="\r\n")
        writer.writeheader()
        for one in facts:
            names = {e.record.id: getattr(e.record, "name", None) or e.record.id for e in one.everything}
            for claim in one.stored_claims():
                writer.writerow({k: _cell(v) for k, v in _row(claim, names).items()})
    finally:
        text.detach()


def _row(stored: StoredClaim, names: dict[str, str]) -> Fields:
    claim = stored.record
    figure = claim.figure
    same = {name: getattr(claim, name) for name in CSV_COLUMNS if name in Claim.model_fields}
    return same | {
        "id": stored.id, "dataset": stored.dataset, "polarity": stored.polarity, "imputed": stored.imputed,
        "holder": _joined(claim.holder), "holder_name": _joined(names.get(h, h) for h in claim.holder),
        "about": _joined(r.id for r in claim.about), "about_name": _joined(names.get(r.id, r.id) for r in claim.about),
        "as_said": _joined(r.as_said or "" for r in claim.about), "contrary": any(r.contrary for r in claim.about),
        "towards": _joined(t.id for t in claim.towards), "on_behalf_of": _joined(claim.on_behalf_of),
        "after": _joined(claim.after), "conditions": _joined(map(_condition, claim.conditions)),
        "value": figure and figure.value, "value_to": figure and figure.value_to, "unit": figure and figure.unit,
        "comparator": figure and figure.comparator, "figure_of": figure and figure.of,
        "attributed_to": _joined(a.id for a in claim.attributed_to),
        "passages": _joined(f"{p.start}–{p.end}" for p in claim.passages),
        "phrases": _joined(p.phrase for p in claim.passages), "status": stored.status, "superseded_at": stored.superseded_at,
    }  # fmt: skip


def _condition(part: Condition) -> str:
    return f"{'not ' if part.negated else ''}{part.id} [{part.group}]"


def _joined(parts: Iterable[str]) -> str:
    found = list(parts)
    return "; ".join(found) if any(found) else ""


def _cell(value: object) -> object:
    """A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(_FORMULA):
        return "'" + value
    return "" if value is None else value
