"""For who codes documents by hand: is every sentence accounted for, and do two codings agree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer
from rich.markup import escape
from rich.table import Table

from schema.errors import SettingsError

from ..terminal import CorpusOption, JsonOption, app, err, out, print_json, settings_for, write

if TYPE_CHECKING:
    from graph.corpus import Corpus
    from loaders.agreement import Agreement
    from loaders.coverage import Coverage, Sentence, State
    from loaders.factset import FactSet

SourceOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--source", help="Only the source with this id", show_default=False),
]
MEANINGS: dict[State, str] = {
    "coded": "coded", "no-claim": "without a claim, with a reason", "unaccounted": "unaccounted for",
}  # fmt: skip
MARKS: dict[State, str] = {"coded": "[green]✓[/]", "no-claim": "[dim]–[/]", "unaccounted": "[red]✗[/]"}


@app.command(epilog="parley coverage    parley coverage my-data --source herald --missing")
def coverage(
    dataset: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Argument(help="Data set: a folder or file; the bundled one without it", show_default=False),
    ] = None,
    source: SourceOption = None,
    missing: Annotated[bool, typer.Option("--missing", help="Only sentences that nothing accounts for")] = False,
    rest: Annotated[bool, typer.Option("--rest", help="With the words of coded sentences that are in no passage")] = False,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """List each sentence of the texts with its claims, or with the reason why it has none; exit 1 if one has neither."""
    from loaders.coverage import coverage as cover
    from loaders.factset import bundled
    from loaders.registry import read_any

    texts = settings_for(None, corpus).open_corpus()
    found = cover(read_any(dataset or bundled(), corpus=texts), texts, source)
    if as_json:
        print_json({**asdict(found), "reasons": found.reasons, "complete": found.complete})
    elif len(found.without_text) == len(found.sources):
        raise SettingsError("none of the texts is at hand", hint="say where they are: parley corpus add FOLDER")
    else:
        _show(found, missing=missing, rest=rest)
    if not found.complete:
        raise typer.Exit(1)


def _show(found: Coverage, *, missing: bool, rest: bool) -> None:
    for source in found.sources:
        name = f"[bold]{escape(source.source)}[/]" + (f"  {escape(source.title)}" if source.title else "")
        if source.sentences is None:
            out.print(f"{name}\n  [red]✗[/] its text is not at hand", soft_wrap=True)
            continue
        out.print(name, soft_wrap=True)
        for sentence in source.sentences:
            if not missing or sentence.state == "unaccounted":
                _show_sentence(sentence, rest=rest)
    counts = ", ".join(f"{found.count(state)} {meaning}" for state, meaning in MEANINGS.items())
    total = sum(len(s.sentences or ()) for s in found.sources)
    mark = "[green]✓[/]" if found.complete else "[red]✗[/]"
    out.print(f"{mark} {total} sentences ({found.splitter}): {counts}", soft_wrap=True)
    if found.reasons:
        why = ", ".join(f"{count} {reason}" for reason, count in found.reasons.most_common())
        out.print(f"  reasons: {why}", soft_wrap=True)
    if found.without_text:
        out.print(f"[red]✗[/] without a text: {escape(', '.join(found.without_text))}", soft_wrap=True)


def _show_sentence(sentence: Sentence, *, rest: bool) -> None:
    place = f"{sentence.start}–{sentence.end}"
    out.print(f"  {MARKS[sentence.state]} [dim]{place:>13}[/]  {escape(sentence.phrase)}", soft_wrap=True)
    why = [", ".join(sentence.claims), ", ".join(sentence.reasons)]
    if sentence.state == "unaccounted":
        why.append("[red]unaccounted for[/]")
    out.print(f"    {'':>13}  [dim]{'; '.join(filter(None, why))}[/]", soft_wrap=True)
    if sentence.rest and (rest or (sentence.state == "unaccounted" and sentence.reasons)):
        left = " | ".join(r.phrase for r in sentence.rest)
        out.print(f"    {'':>13}  [yellow]not covered:[/] {escape(left)}", soft_wrap=True)


CodingArgument = Annotated[Path, typer.Argument(help="A data set, or one file of claims", show_default=False)]


@app.command(epilog="parley agreement first second    parley agreement first second --disagreements open.yaml")
def agreement(
    a: CodingArgument,
    b: CodingArgument,
    source: SourceOption = None,
    disagreements: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--disagreements", help="List them: .yaml, .json, another file for text, - to read here",
                     show_default=False),
    ] = None,
    same: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--same", help="YAML: ids of A to ids of B that mean one thing", show_default=False),
    ] = None,
    lists: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--lists", help="Data set with the actors, measures … of a file of claims; the other side's without it",
                     show_default=False),
    ] = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Compare two codings of the same texts: Cohen's κ, F1 and Krippendorff's α, and what there is to decide."""
    from loaders.agreement import agreement as compare
    from loaders.disagreements import report_data

    texts = settings_for(None, corpus).open_corpus()
    ours, theirs = (_coding(one, lists or other, texts) for one, other in ((a, b), (b, a)))
    found = compare(ours, theirs, texts, source=source, same=_same(same))
    if as_json:
        print_json(report_data(found))
    else:
        _show_agreement(found, listed=disagreements is not None)
    if disagreements is not None:
        _list_disagreements(found, disagreements)


def _coding(path: Path, lists: Path, texts: Corpus) -> FactSet:
    from loaders.factset import read_claims
    from loaders.registry import read_any

    if path.is_file() and path.suffix in (".yaml", ".yml"):
        if not lists.is_dir():
            raise SettingsError(f"{path} has claims only", hint="say with --lists which data set has its actors and measures")
        return read_claims(path, lists, corpus=texts)
    return read_any(path, corpus=texts)


def _same(path: Path | None) -> Mapping[str, str]:
    from loaders.yamlfile import Unreadable, read_yaml

    if path is None:
        return {}
    try:
        found = read_yaml(path, path.name).value
    except Unreadable as error:
        raise SettingsError(str(error.problem)) from error
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise SettingsError(f"{path.name} is no mapping of ids to ids", hint="a line each: ID OF A: ID OF B")
    return found


def _list_disagreements(found: Agreement, path: Path) -> None:
    from loaders.disagreements import disagreement_data, disagreement_text
    from loaders.plain import yaml_text

    if path.suffix in (".yaml", ".yml"):
        text = yaml_text(disagreement_data(found))
    elif path.suffix == ".json":
        text = json.dumps(disagreement_data(found), ensure_ascii=False, indent=2) + "\n"
    else:
        text = "\n".join(disagreement_text(found)) + "\n"
    if str(path) == "-":
        typer.echo(text, nl=False)
        return
    write(path, text.encode())
    err.print(f"{escape(str(path))}: {len(found.disagreements)} disagreements", soft_wrap=True)


def _show_agreement(found: Agreement, *, listed: bool) -> None:
    if found.matched:
        pairs = ", ".join(f"{one} = {other}" for one, other in found.matched)
        out.print(f"[dim]taken for one, by name, text or --same: {escape(pairs)}[/]", soft_wrap=True)
    for source, why in found.left_out.items():
        out.print(f"[yellow]{escape(source)} is left out:[/] {why}", soft_wrap=True)
    total = found.overall
    table = total.sentences
    out.print(f"[bold]{table.total} sentences[/] ({found.splitter}), with a claim by both {table.both}, "
              f"only A {table.only_a}, only B {table.only_b}, by neither {table.neither}", soft_wrap=True)  # fmt: skip
    out.print(f"  Cohen's κ {_figure(table.kappa)}, Krippendorff's α {_figure(total.alpha)}, "
              f"observed agreement {_figure(table.observed)}", soft_wrap=True)  # fmt: skip
    out.print(f"[bold]{total.claims_a} and {total.claims_b} claims[/], {total.paired} paired, {total.identical} of them "
              f"identical; only A {total.claims_a - total.paired}, only B {total.claims_b - total.paired}",
              soft_wrap=True)  # fmt: skip
    shown = Table("", "F1 by sentence", "in common", "only A", "only B", "α of pairs")
    for name, figures in total.dimensions.items():
        overlap = figures.overlap
        counts = (overlap.common, overlap.only_a, overlap.only_b)
        shown.add_row(name, _figure(overlap.f1), *map(str, counts), _figure(figures.alpha))
    out.print(shown)
    for one in found.sources:
        each = ", ".join(f"{name} {_figure(f.overlap.f1)}" for name, f in one.figures.dimensions.items())
        out.print(f"[bold]{escape(one.source)}[/]: κ {_figure(one.figures.sentences.kappa)}; F1: {each}", soft_wrap=True)
    out.print(f"{len(found.disagreements)} disagreements" + ("" if listed else "; to list them: --disagreements FILE"))


def _figure(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"
