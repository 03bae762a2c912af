"""Whether all is well: check and status."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.markup import escape

from ..terminal import CorpusOption, JsonOption, StoreOption, app, opened_store, out, print_json, settings_for


@app.command()
def check(store: StoreOption = None, corpus: CorpusOption = None, as_json: JsonOption = False) -> None:
    """Look for what must never be: an edge without claim, a claim without passage, a passage that does not match."""
    from graph.check import check as check_store

    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        report = check_store(opened, settings.open_corpus())
    if as_json:
        print_json(asdict(report))
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

    from ..app import project_version

    settings = settings_for(store)
    with opened_store(settings, quiet=as_json) as opened:
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
        print_json(found)
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
