"""Claims and edges as lines for a person to read: what is claimed, by whom, on what condition, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rich.markup import escape

from schema.relations import LINK, RELATION

Item = dict[str, Any]

OPEN, CLOSE = "⟦", "⟧"
"""Around the phrase, so that it is seen without colour too."""
_FLAGS = ("negated", "embedded", "imputed", "inherited", "conditional", "disputed", "expected")


def claim_lines(claim: Item) -> Iterator[str]:
    """A claim, as markup: its statement, then one line for each thing that it says, then its passages."""
    yield f"[bold]{escape(claim['statement'])}[/]"
    for label, text in _facts(claim):
        if text:
            yield f"  [dim]{label:<13}[/]{escape(text)}"
    for passage in claim["passages"]:
        yield from _passage(passage, claim["source"])


def edge_lines(edge: Item) -> Iterator[str]:
    """An edge of the view and every claim that it stands on."""
    marks = [f for f in _FLAGS if edge.get(f)] + ([] if edge.get("current", True) else ["given up"])
    marked = f"  [italic]({', '.join(marks)})[/]" if marks else ""
    yield f"[bold]{escape(_name(edge['from']))} —{edge['type']}→ {escape(_name(edge['to']))}[/]{marked}"
    facts = [("holder", _name(edge["holder"]) if "holder" in edge else ""), ("kind", edge.get("kind", "")),
             ("waits for", _names(edge.get("requires", []))), ("before", _names(edge.get("before", []))),
             ("basis", f"{edge['basis']}, certainty {edge['certainty']:g}"),
             ("claims", f"{len(edge['claims'])} of {edge['source_count']} source{'s' * (edge['source_count'] != 1)}")]  # fmt: skip
    for label, text in facts:
        if text:
            yield f"  [dim]{label:<13}[/]{escape(text)}"
    for claim in edge["claims"]:
        yield ""
        for line in claim_lines(claim):
            yield f"    {line}"


def _facts(claim: Item) -> Iterator[tuple[str, str]]:
    relation = RELATION.get(claim["relation"])
    yield "relation", f"{claim['relation']}: {relation.meaning}" if relation else claim["relation"]
    yield "holder", " and ".join(_name(h) for h in claim["holders"]) or "nobody's position"
    yield "about", "; ".join(_object(o) for o in claim["about"])
    yield "towards", "; ".join(f"{_name(t)} ({t['role'] or 'towards'})" for t in claim["towards"])
    yield "on behalf of", _names(claim["on_behalf_of"])
    yield "after", _names(claim["after"])
    if claim["requires"]:
        yield "on condition", f"{_conditions(claim['requires'])} ({claim['condition_kind']})"
    yield "figure", _figure(claim["figure"])
    yield "said by", _chain(claim)
    yield "dates", _dates(claim)
    own = [claim["modality"], claim["basis"], claim["strength"], f"certainty {claim['certainty']:g}"]
    own += [f for f in _FLAGS if claim.get(f)] + [claim[f] for f in ("scope", "judgement") if claim[f]]
    yield "marked", ", ".join(own)
    yield "note", claim["note"] or ""
    yield "key", f"{claim['key']} ({claim['id']})"


def _name(item: Item) -> str:
    return str(item.get("name") or item["id"])


def _names(items: list[Item]) -> str:
    return ", ".join(_name(i) for i in items)


def _object(item: Item) -> str:
    contrary = "the contrary of " if item["contrary"] else ""
    said = f", as said: “{item['as_said']}”" if item["as_said"] else ""
    return f"{contrary}{_name(item)}{said}"


def _conditions(parts: list[Item]) -> str:
    """ "A and B, or C": the same group is all together, another group an alternative."""
    groups: dict[int, list[str]] = {}
    for part in parts:
        groups.setdefault(part["group"] or 1, []).append(("not " if part["negated"] else "") + _name(part))
    return ", or ".join(" and ".join(group) for _, group in sorted(groups.items()))


def _figure(figure: dict[str, Any] | None) -> str:
    if figure is None:
        return ""
    upper = f" to {figure['value_to']:g}" if figure["value_to"] is not None else ""
    rest = " ".join(filter(None, (figure["unit"], figure["of"] and f"of {figure['of']}")))
    return f"{figure['comparator'] or '='} {figure['value']:g}{upper} {rest}".strip()


def _chain(claim: Item) -> str:
    """From the source inwards: "Herald reports: the minister says: aides say"."""
    by_level: dict[int, list[Item]] = {}
    for speaker in claim["attributed_to"]:
        by_level.setdefault(speaker["level"], []).append(speaker)
    return " › ".join(
        " and ".join(f"{_name(s)}" + (f" ({s['verb']})" if s["verb"] else "") for s in some)
        for _, some in sorted(by_level.items())
    )


def _dates(claim: Item) -> str:
    def span(name: str) -> str:
        first, last = claim[f"{name}_from"], claim[f"{name}_to"]
        return f"{name} {first or '…'} to {last or '…'}" if first != last else f"{name} {first}" if first else ""

    spans = [s for s in (span("said"), span("valid")) if s]
    return ", ".join(spans) + (f" ({claim['date_precision']})" if spans and claim["date_precision"] else "")


def _passage(passage: Item, source: Item) -> Iterator[str]:
    seen = {True: "[green]as in the text[/]", False: "[red]not as in the text[/]", None: "text not at hand"}
    title = source["title"] or source["id"]
    place = f"{title}, {published(source)}, characters {passage['start']}–{passage['end']}"
    yield f"  [dim]{LINK['EVIDENCED_BY'].field[:-1]:<13}{escape(place)}, {seen[passage.get('verified')]}[/]"
    yield f"      {quotation(passage)}"


def published(source: Item) -> str:
    """When it was published, as far as is known."""
    day, precision = source.get("published"), source.get("published_precision")
    return f"not before {day}" if day and precision == "not-before" else day or "undated"


def quotation(passage: Item) -> str:
    """The passage in its sentence, the phrase marked; the phrase alone where the text is not at hand."""
    phrase = f"[bold cyan]{OPEN}{escape(passage['phrase'])}{CLOSE}[/]"
    if "text" not in passage:
        return phrase
    before, found, after = passage["text"].partition(passage["phrase"])
    inner = f"{escape(before)}{phrase}{escape(after)}" if found else escape(passage["text"])
    outer = (f"[dim]{escape(passage[side])}[/]" if passage[side] else "" for side in ("text_before", "text_after"))
    return " ".join(inner.join(outer).split())
