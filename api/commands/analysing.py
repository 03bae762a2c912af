"""Why it is stuck, and what would free it."""

from __future__ import annotations

from typing import Annotated, Any, Optional

import typer
from rich.markup import escape

from ..shown import published, quotation
from ..terminal import (
    AsOfOption,
    BasisOption,
    CorpusOption,
    JsonOption,
    OnOption,
    StoreOption,
    app,
    hint_if_empty,
    opened_store,
    out,
    print_json,
    scope_of,
    settings_for,
)

Item = dict[str, Any]
ImputedOption = Annotated[bool, typer.Option("--imputed/--no-imputed", help="With what others say of the holder")]


@app.command(epilog="parley deadlocks    parley deadlocks --basis implied --no-imputed")
def deadlocks(
    basis: BasisOption = "stated",
    imputed: ImputedOption = True,
    as_of: AsOfOption = None,
    on: OnOption = None,
    max_length: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--max-length", help="Measures in a ring at most", min=2, show_default="no bound"),
    ] = None,
    limit: Annotated[int, typer.Option(help="Rings at most, the short ones first", min=1)] = 1000,
    seconds: Annotated[float, typer.Option(help="How long to look", min=0.1)] = 5.0,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Rings of conditions: everybody waits for somebody else. With the passages, the softest step and who could break it."""
    from graph.analysis.circuits import Bounds
    from graph.analysis.report import deadlock_report
    from graph.reader import Reader

    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        hint_if_empty(opened)
        reader = Reader(opened, settings.open_corpus())
        found = deadlock_report(reader, scope_of(basis, imputed, as_of, on), Bounds(max_length, limit, seconds), texts=True)
    if as_json:
        print_json(found)
        return
    for heading, rings in (("deadlock", found["deadlocks"]), ("co-requisite", found["co_requisites"])):
        for number, ring in enumerate(rings, start=1):
            _show_ring(ring, f"{heading} {number} of {len(rings)}")
    many = f"{len(found['deadlocks'])} deadlocks among {found['conditions']} {basis} conditions"
    out.print(many + (f"; stopped by {found['stopped']}, all of up to {found['complete_to']} measures are here"
                      if found["stopped"] else ""), soft_wrap=True)  # fmt: skip


def _show_ring(ring: Item, title: str) -> None:
    marks = f"{ring['tier']}{', partly imputed' if ring['imputed'] else ''}"
    out.print(f"[bold]{title}[/]  [italic]({marks})[/]\n{escape(ring['sentence'])}", soft_wrap=True)
    for step in ring["steps"]:
        how = f"{step['kind']}, {step['basis']}{', imputed' if step['imputed'] else ''}" if step["claims"] else "by definition"
        one, other = (escape(ring["names"][step[end]]) for end in ("measure", "requires"))
        out.print(f"  [bold]{one} → {other}[/] [dim]({how})[/]", soft_wrap=True)
        _show_passages(step["passages"])
    soft = ring["weakest"]
    out.print(f"  [dim]softest step[/]  {escape(ring['names'][soft['measure']])} → {escape(ring['names'][soft['requires']])}",
              soft_wrap=True)  # fmt: skip
    for broken in ring["breaks"]:
        out.print(f"  [dim]broken[/]  {escape(broken['sentence'])}", soft_wrap=True)
    out.print()


@app.command(epilog="parley unlocks un-mandate")
def unlocks(
    measure: Annotated[str, typer.Argument(help="Id of a measure")],
    basis: BasisOption = "stated",
    imputed: ImputedOption = True,
    as_of: AsOfOption = None,
    limit: Annotated[int, typer.Option(help="Sets at most, the lightest first", min=1)] = 20,
    seconds: Annotated[float, typer.Option(help="How long to look", min=0.1)] = 10.0,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """What a measure waits for, the smallest sets of conditions whose dropping frees it, and what it would open."""
    from graph.analysis.ways import unlock_report
    from graph.reader import Reader

    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        hint_if_empty(opened)
        reader, scope = Reader(opened, settings.open_corpus()), scope_of(basis, imputed, as_of)
        found = unlock_report(reader, measure, scope, limit=limit, seconds=seconds, texts=True)
    if as_json:
        print_json(found)
        return
    out.print(f"[bold]{escape(found['sentence'])}[/]", soft_wrap=True)
    _show_demands(found["waits_for"])
    for number, some in enumerate(found["sets"], start=1):
        out.print(f"\n[bold]way out {number}[/]  [italic](weight {some['weight']})[/]  {escape(some['sentence'])}", soft_wrap=True)
        _show_demands(some["conditions"])
    if found["stopped"]:
        out.print(f"[dim]stopped by {found['stopped']}: there may be more[/]")
    opens, names = found["opens"], found["names"]
    for how, some in (("opens", opens["directly"]), ("opens then", opens["in_a_chain"])):
        if some:
            out.print(f"  [dim]{how}[/]  {escape(', '.join(names[m] for m in some))}", soft_wrap=True)
    for other in opens["still"]:
        missing = escape(", ".join(names[m] for m in other["missing"]))
        out.print(f"  [dim]not yet[/]  {escape(names[other['measure']])} [dim]waits for {missing}[/]", soft_wrap=True)


@app.command(epilog="parley sequence gaza-reconstruction")
def sequence(
    goal: Annotated[str, typer.Argument(help="Id of a measure")],
    basis: BasisOption = "stated",
    imputed: ImputedOption = True,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """An order of steps that keeps every condition, or a smallest proof that there is none."""
    from graph.analysis.ways import sequence_report
    from graph.reader import Reader

    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        hint_if_empty(opened)
        reader = Reader(opened, settings.open_corpus())
        found = sequence_report(reader, goal, scope_of(basis, imputed, as_of), texts=True)
    if as_json:
        print_json(found)
        return
    out.print(f"[bold]{escape(found['sentence'])}[/]", soft_wrap=True)
    _show_demands(found["conflict"])
    for number, stage in enumerate(found["stages"], start=1):
        out.print(f"\n[bold]{number}.[/] {escape(', '.join(found['names'][m] for m in stage['measures']))}", soft_wrap=True)
        _show_demands(stage["keeps"])


@app.command(epilog="parley blockades    parley blockades --basis implied --no-imputed")
def blockades(
    basis: BasisOption = "stated",
    imputed: ImputedOption = True,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who stands in whose way without a ring: six patterns, each with the passages of every side."""
    from graph.analysis.standing import blockade_report
    from graph.reader import Reader

    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        hint_if_empty(opened)
        found = blockade_report(Reader(opened, settings.open_corpus()), scope_of(basis, imputed, as_of), texts=True)
    if as_json:
        print_json(found)
        return
    for item in found["blockades"]:
        marks = item["pattern"] + (", partly imputed" if item["imputed"] else "")
        out.print(f"[bold]{escape(item['sentence'])}[/]  [italic]({marks})[/]", soft_wrap=True)
        for side in item["sides"]:
            marked = [f for f in ("inherited", "imputed") if side[f]]
            out.print(f"  {escape(side['sentence'])}" + (f" [dim]({', '.join(marked)})[/]" if marked else ""), soft_wrap=True)
            _show_passages(side["passages"])
        out.print()
    out.print(", ".join(f"{n} {pattern}" for pattern, n in found["patterns"].items()), soft_wrap=True)


@app.command(epilog="parley silence")
def silence(
    basis: BasisOption = "stated",
    imputed: ImputedOption = True,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Who has taken no position on what others wait for."""
    from graph.analysis.standing import silence_report
    from graph.reader import Reader

    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        hint_if_empty(opened)
        found = silence_report(Reader(opened, settings.open_corpus()), scope_of(basis, imputed, as_of), texts=True)
    if as_json:
        print_json(found)
        return
    for item in found["silences"]:
        how = "asked" if item["addressed"] else "concerned"
        out.print(f"[bold]{escape(item['sentence'])}[/]  [italic]({how})[/]", soft_wrap=True)
        _show_passages(item["passages"])
    out.print(f"{len(found['silences'])} silences")


def _show_demands(demands: list[Item]) -> None:
    for demand in demands:
        how = f"{demand['kind']}, {demand['basis']}{', imputed' if demand['imputed'] else ''}"
        out.print(f"  {escape(demand['sentence'])} [dim]({how})[/]", soft_wrap=True)
        _show_passages(demand["passages"])


def _show_passages(passages: list[Item]) -> None:
    for passage in passages:
        source = passage["source"]
        place = f"{source['title'] or source['id']}, {published(source)}, characters {passage['start']}–{passage['end']}"
        out.print(f"      {quotation(passage)} [dim]{escape(place)}[/]", soft_wrap=True)
