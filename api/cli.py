"""The command line: `parley COMMAND`. Each command parses, calls, and prints; `--json` prints for programs."""

from __future__ import annotations

import contextlib
import importlib
import json
import logging
import shlex
import shutil
import sys
import threading
import webbrowser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from schema.errors import ParleyError, QuestionError, SettingsError

from .settings import Settings, read_settings

if TYPE_CHECKING:  # imported where they are used: `parley --help` should not wait for them
    from graph.reader import Scope
    from graph.store import Store
    from loaders.factset import FactSet

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
BasisOption = Annotated[str, typer.Option("--basis", help="stated, implied or inferred")]


def main() -> None:
    """Entry point: our errors become one line and an exit code, never a stack trace."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it says is said by our error too
    try:
        app()
    except ParleyError as error:
        _complain(error)
        sys.exit(error.exit_code)
    except BrokenPipeError:  # parley … | head
        sys.stderr.close()
        sys.exit(0)


def _complain(error: ParleyError) -> None:
    err.print(f"[bold red]parley:[/] {escape(error.message)}", soft_wrap=True)
    if error.hint:
        err.print(f"        {escape(error.hint)}", soft_wrap=True)
    if isinstance(error, QuestionError):
        for suggestion in error.suggestions:
            err.print(f"        try: {escape(suggestion)}", soft_wrap=True)


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


@contextlib.contextmanager
def _store(settings: Settings, *, quiet: bool = False) -> Iterator[Store]:
    from graph.store import open_store

    with contextlib.ExitStack() as stack:
        if quiet or not err.is_terminal:
            yield stack.enter_context(open_store(settings.target))
        else:
            with err.status("opening the store …"):
                opened = stack.enter_context(open_store(settings.target))
            yield opened


def _settings(store: str | None, corpus: list[Path] | None = None) -> Settings:
    return read_settings(store=store, corpus=tuple(corpus or ()))


def _scope(basis: str, imputed: bool, as_of: str | None = None) -> Scope:
    from graph.reader import BASIS_LEVELS, Scope

    if basis not in BASIS_LEVELS:
        raise SettingsError(f"--basis is {basis!r}", hint=f"one of {', '.join(BASIS_LEVELS)}")
    return Scope(basis=basis, include_imputed=imputed, as_of=as_of)


# ---- loading


def _facts(folder: Path | None, bundled: str | None, settings: Settings) -> FactSet:
    from loaders.factset import bundled as bundled_folder
    from loaders.factset import read_folder

    if (folder is None) == (bundled is None):
        raise SettingsError("name a folder of fact files, or --bundled gaza", hint="parley load --help")
    return read_folder(folder or bundled_folder(bundled or ""), corpus=settings.open_corpus())


@app.command(epilog="parley load my-data    parley load --bundled gaza    parley load my-data --dry-run")
def load(
    folder: Annotated[Optional[Path], typer.Argument(help="Folder with dataset.yaml in it", show_default=False)] = None,  # noqa: UP045
    bundled: Annotated[Optional[str], typer.Option(help="A data set that comes with Parley: gaza")] = None,  # noqa: UP045
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change, and write nothing")] = False,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last load back")] = False,
    batch: Annotated[int, typer.Option(help="Changed claims in one transaction", min=1)] = 10_000,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Bring the store to what a folder of fact files says: all of it, or nothing and every problem named."""
    from graph import loads

    settings = _settings(store, corpus)
    if undo:
        with _store(settings) as opened, _progress() as progress:
            report = loads.undo(opened, progress=progress)
    else:
        facts = _facts(folder, bundled, settings)
        with _store(settings) as opened, _progress() as progress:
            report = loads.load(opened, facts, batch=batch, dry_run=dry_run, progress=progress)
    if as_json:
        _print_json(asdict(report))
        return
    out.print(_summary(report, undo=undo), soft_wrap=True)


@contextlib.contextmanager
def _progress() -> Iterator[Any]:
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


def _summary(report: Any, *, undo: bool = False) -> str:  # noqa: ANN401  a LoadReport
    name = f"[bold]{escape(report.dataset)}[/]"
    if undo:
        return (f"{name}: taken back: {report.claims_removed} claims removed, {report.claims_changed} claims and "
                f"{report.entities_changed} entities as before, {report.seconds:.1f} s")  # fmt: skip
    if not report.load:
        return f"{name}: nothing to do, {report.claims_unchanged} claims are as in the files"
    verb = "would write" if report.dry_run else "wrote"
    return (
        f"{name}: {verb} {report.claims_created} new, {report.claims_changed} changed, {report.claims_superseded} "
        f"superseded claims ({report.claims_unchanged} unchanged), {report.entities_created} new and "
        f"{report.entities_changed} changed entities"
        + ("" if report.dry_run else f", {report.view_edges} edges; {report.seconds:.1f} s")
    )


@app.command()
def rebuild(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """Drop the edges of the view and derive them again from the claims."""
    from graph import loads

    with _store(_settings(store)) as opened, _progress() as progress:
        edges = loads.rebuild_view(opened, progress=progress)
    _print_json({"edges": edges}) if as_json else out.print(f"{edges} edges")


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
    with _store(_settings(store)) as opened, _progress() as progress:
        report = loads.load(opened, facts, progress=progress)
    _print_json(asdict(report)) if as_json else out.print(_summary(report), soft_wrap=True)


@app.command(epilog="parley export trig -o graph.trig    parley export jsonld | head")
def export(
    format: Annotated[str, typer.Argument(help="trig, jsonld, …: parley export --help lists them")],
    output: Annotated[Optional[Path], typer.Option("--output", "-o", help="File; standard output without it")] = None,  # noqa: UP045
    store: StoreOption = None,
) -> None:
    """Write the graph as a file."""
    from loaders.registry import EXPORTERS

    found = next((e for e in EXPORTERS if e.name == format), None)
    if found is None:
        raise SettingsError(f"no format is called {format!r}", hint=f"one of {', '.join(e.name for e in EXPORTERS)}")
    with _store(_settings(store)) as opened:
        data = found.to_bytes(opened)
    if output is None:
        sys.stdout.buffer.write(data)
        return
    _write(output, data)
    err.print(f"{escape(str(output))}: {len(data):,} bytes", soft_wrap=True)


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise SettingsError(f"{path} cannot be written: {error.strerror}") from error


# ---- asking


@app.command(epilog='parley ask "who opposes Turkish ISF participation"')
def ask(
    question: Annotated[list[str], typer.Argument(help="A question in English")],
    basis: BasisOption = "stated",
    imputed: Annotated[bool, typer.Option("--imputed/--no-imputed", help="With what others say of the holder")] = True,
    explain: Annotated[bool, typer.Option("--explain", help="Show how the question is read")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask in words; the answer comes with its proof and the Cypher that gives it."""
    from graph.ask import build_lexicon
    from graph.ask import explain as explain_question

    from .questions import Questions

    text = " ".join(question)
    with _store(_settings(store), quiet=as_json) as opened:
        if explain:
            found = explain_question(text, build_lexicon(opened))
            _print_json(found) if as_json or not isinstance(found, str) else typer.echo(found)
            return
        answer = Questions(opened).ask(text, _scope(basis, imputed))
    _print_json(answer) if as_json else _show_answer(answer)


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
            day = source.get("published") or "undated"
            out.print(f"  {escape(claim['statement'])}", soft_wrap=True)
            place = f"{where}, {day}, characters {claim['start']}–{claim['end']}"
            out.print(f"    [cyan]“{escape(claim['phrase'])}”[/] [dim]{escape(place)}[/]", soft_wrap=True)
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
    with _store(_settings(store), quiet=as_json) as opened:
        found = door.run(opened, text, dict(_parameter(p) for p in parameter or []), limits=limits)
    if as_json:
        _print_json({"columns": found.columns, "rows": found.rows, "truncated": found.truncated})
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


@app.command()
def check(store: StoreOption = None, corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """Look for what must never be: an edge without claim, a claim without passage, a passage that does not match."""
    from graph.check import check as check_store

    settings = _settings(store, corpus)
    with _store(settings, quiet=as_json) as opened:
        report = check_store(opened, settings.open_corpus())
    if as_json:
        _print_json(asdict(report))
    else:
        for finding in report.findings:
            out.print(f"[red]✗[/] {escape(str(finding))}", soft_wrap=True)
        texts = f"{report.passages_verified} of {report.passages} passages compared with their texts"
        if report.passages and not report.passages_verified:
            texts = f"{report.passages} passages, none compared: say where the texts are with --corpus"
        mark = "[red]✗[/]" if report.findings else "[green]✓[/]"
        out.print(f"{mark} {len(report.findings)} findings; {report.claims} claims, {report.edges} edges, {texts}",
                  soft_wrap=True)  # fmt: skip
    if report.findings:
        raise typer.Exit(1)


@app.command()
def status(
    store: StoreOption = None,
    show_login: Annotated[bool, typer.Option("--show-login", help="With address, name, password of a reader")] = False,
    as_json: JsonOption = False,
) -> None:
    """Which store, which engine, what it holds, which loads."""
    from graph import loads
    from graph.reader import Reader

    from .app import project_version

    settings = _settings(store)
    with _store(settings, quiet=as_json) as opened:
        reader = Reader(opened)
        found: dict[str, Any] = {**reader.health(project_version()), "counts": reader.counts(), "bolt": opened.address}
        found["datasets"] = [d["id"] for d in reader.datasets()]
        found["loads"] = loads.loads(opened)
        if show_login:
            writer, reading = opened.accounts()
            account = reading or writer
            found["login"] = {"user": account[0], "password": account[1]} if account else None
            found["database"] = opened.database
    if as_json:
        _print_json(found)
        return
    engine = f"{found['engine']} {found['engine_version']}, {found['status']}"
    out.print(f"{escape(found['store'])}: {engine}", soft_wrap=True)
    out.print(", ".join(f"{n} {label.lower()}s" for label, n in found["counts"].items()), soft_wrap=True)
    for record in found["loads"]:
        when = record.get("finished_at") or record.get("updated_at") or ""
        what = f"{record['state']}, {record['claims']} claims, {when}"
        out.print(f"  load {record['number']} of {escape(record['dataset'])}: {what}", soft_wrap=True)
        if record["state"] == "running":
            out.print("    broken off: run it again to finish it, or take it back with: parley load --undo")
    if show_login:
        out.print(f"Bolt {found['bolt']}  database {found['database'] or 'the default'}  "
                  f"user {found['login']['user'] if found['login'] else 'none'}  "
                  f"password {found['login']['password'] if found['login'] else 'none'}", soft_wrap=True)  # fmt: skip
        out.print("[dim]the embedded engine runs while a parley uses it: keep `parley serve` open meanwhile[/]")


# ---- seeing


@app.command(epilog="parley view overview -o gaza.html")
def view(
    name: Annotated[str, typer.Argument(help="Which view")] = "overview",
    output: Annotated[Optional[Path], typer.Option("--output", "-o", help="The file to write")] = None,  # noqa: UP045
    store: StoreOption = None,
    corpus: CorpusOption = None,
) -> None:
    """Write a view as one HTML file that needs nothing else and asks nothing of any server."""
    from graph.reader import Reader

    from .pictures import build

    settings = _settings(store, corpus)
    path = output or Path(f"parley-{name}.html")
    with _store(settings) as opened:
        page = build(Reader(opened, settings.open_corpus()), name)
    _write(path, page.html.encode())
    out.print(f"{escape(str(path))}: {len(page.html.encode()):,} bytes", soft_wrap=True)


@app.command(epilog="parley serve --port 8000 --corpus texts")
def serve(
    host: HostOption = "127.0.0.1",
    port: PortOption = None,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    log_requests: Annotated[bool, typer.Option("--log-requests", help="A line for each request")] = False,
) -> None:
    """Serve REST, views and documentation until Ctrl-C."""
    from . import serving
    from .app import LOOPBACK_HOSTS, create_app

    settings = _settings(store, corpus)
    with serving.listening(host, port) as sock, _store(settings) as opened:
        hosts = LOOPBACK_HOSTS if host in LOOPBACK_HOSTS else ("*",)
        application = create_app(opened, settings.open_corpus(), hosts=hosts)
        address = serving.address(sock)

        def ready() -> None:
            out.print(f"Parley on {address}  ({opened.engine} {opened.engine_version}; Ctrl-C ends it)", soft_wrap=True)

        serving.serve(application, sock, ready=ready, quiet=not log_requests)


@app.command(epilog="parley demo    parley demo --fresh    parley demo --corpus texts")
def demo(
    fresh: Annotated[bool, typer.Option("--fresh", help="Empty the demonstration's store first")] = False,
    host: HostOption = "127.0.0.1",
    port: PortOption = None,
    corpus: CorpusOption = None,
    browser: Annotated[bool, typer.Option(help="Open the page, from a terminal with a display")] = True,
) -> None:
    """Load the Gaza data set into a store of its own, serve it, and say where."""
    from graph.engine.settings import default_path

    place = default_path().with_name("demo")
    settings = read_settings({"PARLEY_STORE": f"embedded:{place}"}, corpus=_settings(None, corpus).corpus)
    # While the engine starts, which takes two seconds, the facts are read and the rest of the program is imported.
    reading = _Later(lambda: _facts(None, "gaza", settings))
    importing = _Later(lambda: importlib.import_module("api.app"))

    from . import serving

    with serving.listening(host, port) as sock, _store(settings) as opened:
        from graph import loads

        if fresh:
            loads.wipe(opened)
        report = loads.load(opened, reading.get())
        out.print(_summary(report), soft_wrap=True)
        web = importing.get()
        hosts = web.LOOPBACK_HOSTS if host in web.LOOPBACK_HOSTS else ("*",)
        application = web.create_app(opened, settings.open_corpus(), hosts=hosts)
        address = serving.address(sock)

        def ready() -> None:
            out.print(_welcome(address, place), soft_wrap=True)
            if browser and serving.has_display():
                threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

        serving.serve(application, sock, ready=ready)


class _Later:
    """A value that is worked out in another thread meanwhile."""

    def __init__(self, work: Any) -> None:  # noqa: ANN401
        self._value: Any = None
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def _run(self, work: Any) -> None:  # noqa: ANN401
        try:
            self._value = work()
        except BaseException as error:
            self._error = error

    def get(self) -> Any:  # noqa: ANN401
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._value


def _welcome(address: str, place: Path) -> str:
    """The addresses, and three things that work as pasted in a second terminal."""
    program = "parley" if shutil.which("parley") else shlex.quote(str(Path(sys.argv[0]).resolve()))
    store = shlex.quote(f"embedded:{place}")
    question = "who opposes Turkish ISF participation"
    cypher = "MATCH (a:Actor)-[:OPPOSES]->(m:Measure {id: 'turkish-isf-participation'}) RETURN a.name"
    return f"""
  The graph          [bold]{address}/[/]
  REST, to try out   [bold]{address}/docs[/]

  In a second terminal:
    curl -G {address}/ask --data-urlencode "q={question}"
    {program} ask --store {store} "{question}"
    {program} query --store {store} "{cypher}"

  Ctrl-C ends it; the store stays in {escape(str(place))}
"""


if __name__ == "__main__":
    main()
