"""What the commands share: the application, its options, what is printed and where."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from rich.console import Console
from rich.markup import escape

from schema.errors import SettingsError

from .settings import Settings, read_settings

if TYPE_CHECKING:  # imported where they are used: `parley --help` should not wait for them
    from graph.reader import Scope
    from graph.store import Store

app = typer.Typer(
    name="parley",
    help="Who wants what in a negotiation, on what condition, says who, since when.",
    epilog="Try:  parley demo",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
)
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

StoreOption = Annotated[
    Optional[str],  # noqa: UP045  typer reads it
    typer.Option("--store", help="embedded:PATH, bolt://HOST:PORT, neo4j://… (PARLEY_STORE)", show_default=False),
]
CorpusOption = Annotated[
    Optional[list[Path]],  # noqa: UP045
    typer.Option("--corpus", help="Folder or file of texts, matched by SHA-256 (PARLEY_CORPUS)", show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for programs")]
HostOption = Annotated[str, typer.Option("--host", help="Address to listen on")]
PortOption = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--port", help="Port to listen on", min=1, max=65535, show_default="8000, or the next free one"),
]
AsOfOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--as-of", metavar="DAY", help="What had been said or published by that day", show_default=False),
]
OnOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--on", metavar="DAY", help="What held on that day", show_default=False),
]
BasisOption = Annotated[str, typer.Option("--basis", help="stated, implied or inferred")]


def print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextlib.contextmanager
def opened_store(settings: Settings, *, quiet: bool = False) -> Iterator[Store]:
    from graph.store import open_store

    with contextlib.ExitStack() as stack:
        if quiet or not err.is_terminal:
            yield stack.enter_context(open_store(settings.target))
        else:
            with err.status("opening the store …"):
                opened = stack.enter_context(open_store(settings.target))
            yield opened


def settings_for(store: str | None, corpus: list[Path] | None = None) -> Settings:
    return read_settings(store=store, corpus=tuple(corpus or ()))


def scope_of(basis: str = "stated", imputed: bool = True, as_of: str | None = None, on: str | None = None) -> Scope:
    from graph.reader import BASIS_LEVELS, Scope

    if basis not in BASIS_LEVELS:
        raise SettingsError(f"--basis is {basis!r}", hint=f"one of {', '.join(BASIS_LEVELS)}")
    for name, day in (("--as-of", as_of), ("--on", on)):
        try:
            date.fromisoformat(day or "2000-01-01")
        except ValueError as error:
            raise SettingsError(f"{name} {day}: {error}", hint="write a day as 2026-01-11") from error
    return Scope(basis=basis, include_imputed=imputed, as_of=as_of, on=on)


def hint_if_empty(opened: Store) -> None:
    """Say how to fill a store that holds nothing: a question to it has no answer, and that would mislead."""
    from graph.reader import Reader

    if not Reader(opened).datasets():
        err.print(f"{escape(str(opened.target))} is empty: parley load FOLDER, or parley load --bundled gaza", soft_wrap=True)


@contextlib.contextmanager
def progress_line() -> Iterator[Any]:
    """A line of counts that grows, on a terminal only."""
    if not err.is_terminal:
        yield lambda _what, _count: None
        return
    done: dict[str, int] = {}
    with err.status("reading what is there …") as status:

        def report(what: str, count: int) -> None:
            done[what] = done.get(what, 0) + count
            status.update(", ".join(f"{n:,} {name}" for name, n in done.items()) + " …")

        yield report


def summary_of(report: Any, *, undo: bool = False) -> str:  # noqa: ANN401  a LoadReport
    name = f"[bold]{escape(report.dataset)}[/]"
    judged = f", {report.judgements_changed} judgements" if report.judgements_changed else ""
    if undo:
        return (f"{name}: taken back: {report.claims_removed} claims removed, {report.claims_changed} claims and "
                f"{report.entities_changed} entities as before, {report.seconds:.1f} s")  # fmt: skip
    if not report.load:
        return f"{name}: nothing to do, {report.claims_unchanged} claims are as in the files"
    verb = "would write" if report.dry_run else "wrote"
    return (
        f"{name}: {verb} {report.claims_created} new, {report.claims_changed} changed, {report.claims_superseded} "
        f"superseded claims ({report.claims_unchanged} unchanged), {report.entities_created} new and "
        f"{report.entities_changed} changed entities{judged}"
        + ("" if report.dry_run else f", {report.view_edges} edges; {report.seconds:.1f} s")
    )


def write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from error
