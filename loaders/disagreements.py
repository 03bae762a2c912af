"""An agreement report for programs, and its disagreements for who has to decide them.

    report_data(report)                 the figures, as JSON can hold them; an undefined coefficient is null
    disagreement_data(report)           each disagreement with both claims as fact files have them, and room to decide
    disagreement_text(report)           the same to read
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from schema.records import Claim

from .agreement import Agreement, Disagreement, Figures
from .plain import Fields, fields

DIGITS = 4


def report_data(report: Agreement) -> Fields:
    return {
        "a": report.a,
        "b": report.b,
        "splitter": report.splitter,
        "overall": figures_data(report.overall),
        "sources": [{"source": s.source, "title": s.title, **figures_data(s.figures)} for s in report.sources],
        "matched": [{"a": one, "b": other} for one, other in report.matched],
        "left_out": dict(report.left_out),
        "disagreements": len(report.disagreements),
    }


def figures_data(figures: Figures) -> Fields:
    table = figures.sentences
    return {
        "sentences": {**asdict(table), "total": table.total, "observed": _round(table.observed),
                      "kappa": _round(table.kappa), "alpha": _round(figures.alpha)},
        "claims": {"a": figures.claims_a, "b": figures.claims_b, "paired": figures.paired,
                   "identical": figures.identical, "only_a": figures.claims_a - figures.paired,
                   "only_b": figures.claims_b - figures.paired},
        "dimensions": {
            name: {**asdict(found.overlap), "f1": _round(found.overlap.f1), "alpha": _round(found.alpha)}
            for name, found in figures.dimensions.items()
        },
    }  # fmt: skip


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)


def disagreement_data(report: Agreement) -> Fields:
    return {"a": report.a, "b": report.b, "disagreements": [_one(d) for d in report.disagreements]}


def _one(found: Disagreement) -> Fields:
    data: Fields = {"source": found.source, "start": found.start, "end": found.end, "phrase": found.phrase}
    if found.fields:
        data["differs"] = {name: {"a": sorted(a), "b": sorted(b)} for name, (a, b) in found.fields.items()}
    for side, claim in (("a", found.a), ("b", found.b)):
        data[side] = None if claim is None else _claim(claim)
    return {**data, "decision": None, "because": None}


def _claim(claim: Claim) -> Fields:
    data = {name: value for name, value in fields(claim).items() if name != "source"}
    for passage in data["passages"]:
        passage.pop("sha256", None)
    return data


def disagreement_text(report: Agreement) -> Iterator[str]:
    for found in report.disagreements:
        yield f"{found.source} {found.start}–{found.end}  {found.phrase}"
        if found.a is None or found.b is None:
            yield f"  only in {'A' if found.a else 'B'}"
        for side, claim in (("A", found.a), ("B", found.b)):
            if claim is not None:
                yield f"  {side} {claim.key}: {claim.statement}"
                yield f"    {_summary(claim)}"
        for name, sides in found.fields.items():
            a, b = (", ".join(sorted(labels)) or "nothing" for labels in sides)
            yield f"  {name}: {a}  ≠  {b}"
        yield ""


def _summary(claim: Claim) -> str:
    def ids(parts: Any) -> str:  # noqa: ANN401  references of several kinds
        return ", ".join(getattr(part, "id", part) for part in parts)

    said = f"{ids(claim.holder) or 'nobody'} {'not ' if claim.negated else ''}{claim.relation} {ids(claim.about)}".rstrip()
    more = (("towards", claim.towards), ("on condition", claim.conditions), ("says", claim.attributed_to))
    listed = [f"{name} {ids(parts)}" for name, parts in more if parts]
    return "; ".join([said, *listed, claim.modality])
