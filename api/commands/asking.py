"""Asking: in words, and in Cypher."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from rich.markup import escape
from rich.table import Table

from schema.errors import SettingsError

from ..shown import published, quotation
from ..terminal import (
    AsOfOption,
    BasisOption,
    CorpusOption,
    JsonOption,
    OnOption,
    StoreOption,
    app,
    err,
    hint_if_empty,
    opened_store,
    out,
    print_json,
    scope_of,
    settings_for,
)

if TYPE_CHECKING:
    from graph.reader import Reader


@app.command(epilog='parley ask "who opposes Turkish ISF participation"')
def ask(
    question: Annotated[list[str], typer.Argument(help="A question in English")],
    basis: BasisOption = "stated",
    imputed: Annotated[bool, typer.Option("--imputed/--no-imputed", help="With what others say of the holder")] = True,
    as_of: AsOfOption = None,
    on: OnOption = None,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question is read")] = False,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask in words; the answer comes with its proof and the Cypher that gives it."""
    from graph.ask import build_lexicon
    from graph.ask import explain as explain_question
    from graph.reader import Reader

    from ..questions import Questions

    text = " ".join(question)
    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        if explain:
            found = explain_question(text, build_lexicon(opened))
            print_json(found) if as_json or not isinstance(found, str) else typer.echo(found)
            return
        hint_if_empty(opened)
        answer = Questions(opened).ask(text, scope_of(basis, imputed, as_of, on))
        _add_texts(answer, Reader(opened, settings.open_corpus()))
    print_json(answer) if as_json else _show_answer(answer)


def _add_texts(answer: dict[str, Any], reader: Reader) -> None:
    """Put each passage into its sentence, where the text is at hand."""
    claims = [c for item in answer["answers"] for c in item.get("claims", []) if (c.get("source") or {}).get("id")]
    quoted = [{"source": c["source"]["id"], **{k: c[k] for k in ("start", "end", "phrase")}} for c in claims]
    for claim, found in zip(claims, reader.with_texts(quoted, sentences=True), strict=True):
        claim.update({k: v for k, v in found.items() if k.startswith("text")})


def _show_answer(answer: dict[str, Any]) -> None:
    out.print(f"[dim]{escape(answer['understood']['sentence'])}[/]", soft_wrap=True)
    if answer.get("verdict"):
        out.print(f"[bold]{answer['verdict']}[/]")
    if answer.get("count") is not None:
        out.print(f"[bold]{answer['count']}[/]")
    if not answer["answers"]:
        of_actors = answer["understood"].get("answer_type") == "actors"
        out.print("nobody, as far as the sources say" if of_actors else "nothing")
    for item in answer["answers"]:
        marks = [m for m in ("imputed", "inherited") if item.get(m)]
        marks += ["on condition"] if item.get("conditional") else []
        marks += [str(item["role"])] if item.get("role") else []
        name = item.get("name") or item.get("statement") or item.get("title") or item.get("id")
        marked = f"  [italic]({', '.join(marks)})[/]" if marks else ""
        out.print(f"\n[bold]{escape(str(name))}[/]{marked}", soft_wrap=True)
        for claim in item.get("claims", []):
            source = claim.get("source") or {}
            where = source.get("title") or source.get("id") or ""
            day = published(source)
            out.print(f"  {escape(claim['statement'])}", soft_wrap=True)
            place = f"{where}, {day}, characters {claim['start']}–{claim['end']}"
            quoted = quotation(claim) if "text" in claim else f"[cyan]“{escape(claim['phrase'])}”[/]"
            out.print(f"    {quoted} [dim]{escape(place)}[/]", soft_wrap=True)
    out.print(f"\n[dim]{escape(answer['cypher'].strip())}[/]", soft_wrap=True)
    out.print(f"[dim]{escape(json.dumps(answer['parameters'], ensure_ascii=False))}[/]", soft_wrap=True)


@app.command(epilog='parley query "MATCH (a:Actor)-[:OPPOSES]->(m:Measure) RETURN a.name, m.name"')
def query(
    cypher: Annotated[str, typer.Argument(help="One Cypher statement; - reads it from standard input")],
    parameter: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--param", "-p", help="NAME=VALUE, the value as JSON or else text"),
    ] = None,
    limit: Annotated[int, typer.Option(help="Rows at most", min=1, max=1_000_000)] = 1000,
    timeout: Annotated[float, typer.Option(help="Seconds", min=0.1, max=3600)] = 60.0,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a reading Cypher statement; what writes is refused: fact files and `parley load` change the graph."""
    from graph import door

    text = sys.stdin.read() if cypher == "-" else cypher
    limits = door.Limits(seconds=timeout, rows=limit, bytes=200_000_000)
    with opened_store(settings_for(store), quiet=as_json) as opened:
        hint_if_empty(opened)
        found = door.run(opened, text, dict(_parameter(p) for p in parameter or []), limits=limits)
    if as_json:
        print_json({"columns": found.columns, "rows": found.rows, "truncated": found.truncated})
        return
    table = Table(*(escape(c) for c in found.columns))
    for row in found.rows:
        table.add_row(*(escape(_cell(value)) for value in row))
    out.print(table)
    err.print(f"{len(found.rows)} rows" + (", cut at --limit" if found.truncated else ""))


def _cell(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parameter(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals or not name.isidentifier():
        raise SettingsError(f"--param {text!r}", hint="write NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
