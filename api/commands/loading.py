"""Getting facts in and out: load, rebuild, import, export."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer
from rich.markup import escape

from schema.errors import SettingsError

from ..settings import Settings
from ..terminal import (
    CorpusOption,
    JsonOption,
    StoreOption,
    app,
    err,
    opened_store,
    out,
    print_json,
    progress_line,
    settings_for,
    summary_of,
    write,
)

if TYPE_CHECKING:
    from loaders.factset import FactSet


def read_facts(folder: Path | None, bundled: str | None, settings: Settings) -> FactSet:
    from loaders.factset import bundled as bundled_folder
    from loaders.factset import read_folder

    if (folder is None) == (bundled is None):
        raise SettingsError("name a folder of fact files, or --bundled gaza", hint="parley load --help")
    return read_folder(folder or bundled_folder(bundled or ""), corpus=settings.open_corpus())


@app.command(epilog="parley load my-data    parley load --bundled gaza    parley load my-data --dry-run")
def load(
    folder: Annotated[Optional[Path], typer.Argument(help="Folder with dataset.yaml in it", show_default=False)] = None,  # noqa: UP045
    bundled: Annotated[Optional[str], typer.Option(help="A data set that comes with Parley: gaza, skerry")] = None,  # noqa: UP045
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last load back")] = False,
    batch: Annotated[int, typer.Option(help="Changed claims in one transaction", min=1)] = 10_000,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring the store to what a folder of fact files says: all of it, or nothing and every problem named."""
    from graph import loads

    settings = settings_for(store, corpus)
    if undo:
        with opened_store(settings) as opened, progress_line() as progress:
            report = loads.undo(opened, progress=progress)
    else:
        facts = read_facts(folder, bundled, settings)
        with opened_store(settings) as opened, progress_line() as progress:
            report = loads.load(opened, facts, batch=batch, dry_run=dry_run, progress=progress)
    if as_json:
        print_json(asdict(report))
        return
    out.print(summary_of(report, undo=undo), soft_wrap=True)


@app.command()
def rebuild(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Drop the edges of the view and derive them again from the claims."""
    from graph import loads

    with opened_store(settings_for(store)) as opened, progress_line() as progress:
        edges = loads.rebuild_view(opened, progress=progress)
    print_json({"edges": edges}) if as_json else out.print(f"{edges} edges")


@app.command("import", epilog="parley import graph.trig    parley export trig | parley import -")
def import_(
    file: Annotated[Path, typer.Argument(help="RDF (.trig, .jsonld), or what else `parley export` writes")],
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Load a data set from another form than fact files."""
    from graph import loads
    from loaders.registry import read_any

    facts = read_any(file)
    with opened_store(settings_for(store)) as opened, progress_line() as progress:
        report = loads.load(opened, facts, progress=progress)
    print_json(asdict(report)) if as_json else out.print(summary_of(report), soft_wrap=True)


@app.command(epilog="parley export trig -o graph.trig    parley export jsonld | head")
def export(
    format: Annotated[str, typer.Argument(help="trig, jsonld, yaml, jsonl, csv or ontology")],
    output: Annotated[Optional[Path], typer.Option("--output", "-o", help="File; standard output without it")] = None,  # noqa: UP045
    store: StoreOption = None,
) -> None:
    """Write the graph as a file."""
    from loaders.registry import EXPORTERS

    found = next((e for e in EXPORTERS if e.name == format), None)
    if found is None:
        raise SettingsError(f"no format is called {format!r}", hint=f"one of {', '.join(e.name for e in EXPORTERS)}")
    with opened_store(settings_for(store)) as opened:
        data = found.to_bytes(opened)
    if output is None:
        sys.stdout.buffer.write(data)
        return
    write(output, data)
    err.print(f"{escape(str(output))}: {len(data):,} bytes", soft_wrap=True)
