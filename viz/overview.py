"""The overview: the whole graph on one page, with the evidence of every line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any, TypeAlias

from schema.relations import Look
from viz import words
from viz.figure import Figure, Line, Node, figure
from viz.kinds import KINDS
from viz.layout import Layout, layout
from viz.looks import Style, style_of
from viz.network import network, render, vis_script
from viz.page import Page, assets
from viz.picture import Claim, Passage, Picture, Source

Json: TypeAlias = dict[str, Any]

HINT = (
    "Only this phrase is kept here. Where the source’s text is at hand (parley serve --corpus FOLDER), "
    "the whole passage is shown."
)


def overview(picture: Picture, looks: Mapping[str, Look], *, placed: Layout | None = None) -> Page:
    """Build the page of the overview.

    `looks` is by edge type, as `schema.relations.looks()` gives it. `placed` is what `viz.layout.layout` computed for
    this picture; it is computed now if it is missing or of other data. The page works from a file and from a server;
    where it is served, send `csp` as its header.
    """
    drawn = figure(picture)
    if placed is None or not placed.fits(drawn):
        placed = layout(picture)
    styles = [style_of(relation, looks) for relation in drawn.relations]
    index = {style.relation: i for i, style in enumerate(styles)}
    claims = {claim.id: claim for claim in picture.claims}
    found = assets(vis_script(), styles)
    shown = _claims(picture)
    edges = [_edge(line, placed, claims) for line in drawn.lines]
    net = network([_node(node, placed) for node in drawn.nodes], edges)
    context = {
        "title": words.clean(picture.title),
        "description": words.clean(picture.description) if picture.description else "",
        "data_version": picture.data_version,
        "assets": found,
        "csp": found.csp(),
        "rows": _rows(drawn, edges, shown, _sources(picture), styles, index),
        "page": {
            "title": words.clean(picture.title),
            "description": words.clean(picture.description) if picture.description else "",
            "hint": HINT,
            "styles": _styles(styles, drawn),
            "kinds": _kinds(drawn),
            "claims": shown,
            "sources": _sources(picture),
        },
    }
    return Page(render(net, "overview.html.j2", context), f"{found.csp()}; frame-ancestors 'self'")


def _node(node: Node, placed: Layout) -> Json:
    x, y = placed.wide.points[node.key]
    return {
        "id": node.key, "label": node.name, "shape": "custom", "x": x, "y": y, "tall": placed.tall.points[node.key],
        "kind": node.kind.id, "short": node.short, "note": node.note, "aliases": node.aliases, "weight": node.weight,
        "core": node.core, "vague": node.vague,
    }  # fmt: skip


def _edge(line: Line, placed: Layout, claims: Mapping[str, Claim]) -> Json:
    bend = placed.wide.bends[line.id]
    position = line.position
    needs = [need for claim in line.claims if claim in claims for need in claims[claim].needs]
    unique = list({(need.name, need.group, need.negated): need for need in needs}.values())
    certainty = position.certainty if position else max((r.certainty or 0 for r in line.requirements), default=None)
    return {
        "id": line.id, "from": line.start, "to": line.end, "relation": line.relation, "passages": line.passages,
        "sources": position.source_count if position else 0, "claims": line.claims, "core": line.core,
        "main": line.main, "imputed": line.imputed, "inherited": line.inherited, "stated": line.stated,
        "after": words.conditions(unique) if position and line.relation in ("conditions-on", "supports") else "",
        "marks": words.position_marks(position) if position else [],
        "certainty": words.certainty(certainty),
        "holders": ["; ".join(words.requirement_marks(each)) for each in line.requirements],
        "smooth": {"enabled": True, "type": "curvedCW" if bend >= 0 else "curvedCCW", "roundness": abs(bend)},
        "tall": placed.tall.bends[line.id],
    }  # fmt: skip


def _claims(picture: Picture) -> dict[str, Json]:
    """What the panel and the table say of each claim."""
    sources = {source.id: source for source in picture.sources}
    return {
        claim.id: {
            "id": claim.id,
            "statement": claim.statement or "(no statement)",
            "certainty": words.certainty(claim.certainty),
            "chain": words.chain(claim.chain, sources),
            "after": words.conditions(claim.needs),
            "marks": words.claim_marks(claim),
            "passages": [_passage(picture, claim, i, passage) for i, passage in enumerate(claim.passages)],
        }
        for claim in picture.claims
    }


def _passage(picture: Picture, claim: Claim, index: int, passage: Passage) -> Json:
    excerpts = picture.excerpts.get(claim.id, ())
    excerpt = excerpts[index] if index < len(excerpts) and excerpts[index].text else None
    whole = excerpt and {
        "before": excerpt.before, "text": excerpt.text, "after": excerpt.after, "verified": excerpt.verified,
    }  # fmt: skip
    return {
        "source": passage.source, "start": passage.start, "end": passage.end, "phrase": passage.phrase,
        "excerpt": whole, "place": words.place(passage.start, passage.end),
    }  # fmt: skip


def _sources(picture: Picture) -> dict[str, Json]:
    return {source.id: _source(source) for source in picture.sources}


def _source(source: Source) -> Json:
    return {
        "title": words.titled(source),
        "publisher": words.clean(source.publisher) if source.publisher else "",
        "date": words.dated(source),
        "url": words.safe_url(source.url),
    }


def _styles(styles: list[Style], drawn: Figure) -> list[Json]:
    counts = Counter(line.relation for line in drawn.lines)
    return [
        {
            "relation": style.relation, "label": style.label, "phrase": style.phrase, "dash": style.dash,
            "end": style.end, "main": style.main, "count": counts[style.relation],
        }
        for style in styles
    ]  # fmt: skip


def _kinds(drawn: Figure) -> list[Json]:
    counts = Counter(node.kind.id for node in drawn.nodes)
    return [
        {"id": kind.id, "one": kind.one, "many": kind.many, "shape": kind.shape, "count": counts[kind.id]}
        for kind in KINDS
        if counts[kind.id]
    ]


def _rows(
    drawn: Figure,
    edges: list[Json],
    claims: dict[str, Json],
    sources: dict[str, Json],
    styles: list[Style],
    index: dict[str, int],
) -> list[Json]:
    """The table: what the panel shows, without script. Main relations first, the best founded first."""
    unknown = {"title": "Source not listed", "publisher": "", "date": "undated", "url": None}

    def claim(ident: str) -> Json:
        passages = [{**p, "source": sources.get(p["source"], unknown)} for p in claims[ident]["passages"]]
        return {**claims[ident], "passages": passages}

    rows = [
        {
            "id": edge["id"],
            "who": drawn.by_key[edge["from"]].name,
            "style": index[edge["relation"]],
            "phrase": styles[index[edge["relation"]]].phrase,
            "what": drawn.by_key[edge["to"]].name,
            "after": edge["after"],
            "holders": edge["holders"],
            "marks": edge["marks"],
            "passages": edge["passages"],
            "claims": [claim(ident) for ident in edge["claims"] if ident in claims],
        }
        for edge in edges
    ]
    return sorted(rows, key=lambda row: (row["style"], -row["passages"], row["who"], row["what"]))
