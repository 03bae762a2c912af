"""Whether all is well: check and status."""

from __future__ import annotations

import secrets
from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from rich.markup import escape

from schema.errors import SettingsError

from ..terminal import CorpusOption, JsonOption, StoreOption, app, opened_store, out, print_json, settings_for

if TYPE_CHECKING:
    from graph.check import CheckReport
    from graph.sample import Sample


@app.command(epilog="parley check --corpus texts    parley check --sample 12    parley check --sample 5 --of edges --seed 7")
def check(
    sample: Annotated[int, typer.Option("--sample", help="Print that many, drawn at random, to read", min=0)] = 0,
    of: Annotated[str, typer.Option("--of", help="Of what: claims or edges")] = "claims",
    seed: Annotated[
        Optional[int],  # noqa: UP045
        typer.Option("--seed", help="Draw the same again", show_default="another each time"),
    ] = None,
    store: StoreOption = None,
    corpus: CorpusOption = None,
    as_json: JsonOption = False,
) -> None:
    """Look for what must never be: an edge without claim, a claim without passage, a passage that does not match.

    With --sample, also print some claims or edges with all that proves them, for a person to read.
    """
    from graph.check import check as check_store
    from graph.reader import Reader
    from graph.sample import SAMPLED, draw

    if of not in SAMPLED:
        raise SettingsError(f"--of is {of!r}", hint=f"one of {', '.join(SAMPLED)}")
    settings = settings_for(store, corpus)
    with opened_store(settings, quiet=as_json) as opened:
        texts = settings.open_corpus()
        report = check_store(opened, texts)
        chosen = secrets.randbelow(1_000_000) if seed is None else seed
        drawn = draw(Reader(opened, texts), sample, "edges" if of == "edges" else "claims", chosen) if sample else None
    if as_json:
        print_json({**asdict(report), "sample": asdict(drawn) if drawn else None})
    else:
        if drawn:
            _show_sample(drawn)
        _show_report(report)
    if report.findings:
        raise typer.Exit(1)


def _show_report(report: CheckReport) -> None:
    for finding in report.findings:
        out.print(f"[red]✗[/] {escape(str(finding))}", soft_wrap=True)
    texts = f"{report.passages_verified} of {report.passages} passages compared with their texts"
    if report.passages and not report.passages_verified:
        texts = f"{report.passages} passages, none compared: say where the texts are with parley corpus add"
    mark = "[red]✗[/]" if report.findings else "[green]✓[/]"
    out.print(f"{mark} {len(report.findings)} findings; {report.claims} claims, {report.edges} edges, {texts}",
              soft_wrap=True)  # fmt: skip


def _show_sample(drawn: Sample) -> None:
    from ..shown import claim_lines, edge_lines

    lines = claim_lines if drawn.of == "claims" else edge_lines
    for number, item in enumerate(drawn.items, start=1):
        for place, line in enumerate(lines(item)):
            out.print(f"{number:>3}. {line}" if place == 0 else f"     {line}", soft_wrap=True)
        out.print()
    again = f"--sample {len(drawn.items)} --of {drawn.of} --seed {drawn.seed}"
    out.print(f"[dim]{len(drawn.items)} of {drawn.total} {drawn.of}; the same again: parley check {again}[/]", soft_wrap=True)


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
        found["judgements"] = Counter(judged.kind for judged in loads.read_judgements(opened))
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
    for kind, count in found["judgements"].items():
        out.print(f"  judged {kind}: {count}; parley {'retract' if kind == 'retracted' else kind} --list", soft_wrap=True)
    if show_login:
        out.print(f"Bolt {found['bolt']}  database {found['database'] or 'the default'}  "
                  f"user {found['login']['user'] if found['login'] else 'none'}  "
                  f"password {found['login']['password'] if found['login'] else 'none'}", soft_wrap=True)  # fmt: skip
        out.print("[dim]the embedded engine runs while a parley uses it: keep `parley serve` open meanwhile[/]")
