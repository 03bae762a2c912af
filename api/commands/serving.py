"""Seeing: a view as a file, the server, the demonstration."""

from __future__ import annotations

import importlib
import shlex
import shutil
import sys
import threading
import webbrowser
from pathlib import Path
from typing import Annotated, Any, Optional

import typer
from rich.markup import escape

from ..settings import read_settings
from ..terminal import (
    AsOfOption,
    CorpusOption,
    HostOption,
    OnOption,
    PortOption,
    StoreOption,
    app,
    opened_store,
    out,
    scope_of,
    settings_for,
    summary_of,
    write,
)
from .loading import read_facts


@app.command(epilog="parley view overview -o gaza.html")
def view(
    name: Annotated[str, typer.Argument(help="Which view")] = "overview",
    output: Annotated[Optional[Path], typer.Option("--output", "-o", help="The file to write")] = None,  # noqa: UP045
    as_of: AsOfOption = None,
    on: OnOption = None,
    store: StoreOption = None,
    corpus: CorpusOption = None,
) -> None:
    """Write a view as one HTML file that needs nothing else and asks nothing of any server."""
    from graph.reader import Reader

    from ..pictures import build

    settings = settings_for(store, corpus)
    path = output or Path(f"parley-{name}.html")
    with opened_store(settings) as opened:
        page = build(Reader(opened, settings.open_corpus()), name, scope_of("inferred", as_of=as_of, on=on))
    write(path, page.html.encode())
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
    from .. import serving
    from ..app import LOOPBACK_HOSTS, create_app

    settings = settings_for(store, corpus)
    with serving.listening(host, port) as sock, opened_store(settings) as opened:
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
    settings = read_settings({"PARLEY_STORE": f"embedded:{place}"}, corpus=settings_for(None, corpus).corpus)
    # While the engine starts, which takes two seconds, the facts are read and the rest of the program is imported.
    reading = _Later(lambda: read_facts(None, "gaza", settings))
    importing = _Later(lambda: importlib.import_module("api.app"))

    from .. import serving

    with serving.listening(host, port) as sock, opened_store(settings) as opened:
        from graph import loads

        if fresh:
            loads.wipe(opened)
        report = loads.load(opened, reading.get())
        out.print(summary_of(report), soft_wrap=True)
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
