"""Judgements over the record: what no longer counts, and what is one. Each can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from rich.markup import escape

from schema.errors import SettingsError

from ..terminal import JsonOption, StoreOption, app, opened_store, out, print_json, settings_for

if TYPE_CHECKING:
    from graph.store import Store

ByOption = Annotated[Optional[str], typer.Option("--by", help="Who decides it", show_default=False)]  # noqa: UP045
ListOption = Annotated[bool, typer.Option("--list", help="Show what was judged, and change nothing")]
UndoOption = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Option("--undo", help="Id of a judgement to take back; may be given several times", show_default=False),
]


@app.command(epilog='parley retract 003-k12 --reason "misread" --dry-run    parley retract --undo j1f…')
def retract(
    what: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Argument(help="Claims by id or key, sources by id", metavar="CLAIM|SOURCE...", show_default=False),
    ] = None,
    reason: Annotated[Optional[str], typer.Option(help="Why; kept with it", show_default=False)] = None,  # noqa: UP045
    by: ByOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would fall, and write nothing")] = False,
    undo: UndoOption = None,
    listing: ListOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let claims, or all claims of a source, no longer count. Nothing is deleted, and loading again keeps it."""
    from graph.retraction import retract as retract_in

    with opened_store(settings_for(store), quiet=as_json) as opened:
        if listing:
            _show_list(opened, as_json, "retracted")
        elif undo:
            _take_back(opened, undo, as_json, "retracted")
        else:
            if not what or not reason:
                raise SettingsError("name what to retract, and give a --reason", hint="parley retract --help")
            found = retract_in(opened, what, reason, by, dry_run=dry_run).as_json()
            print_json(found) if as_json else _show_fall(found)


PairArgument = Annotated[
    Optional[list[str]],  # noqa: UP045
    typer.Argument(help="Ids of two actors or two measures", metavar="A B", show_default=False),
]
BecauseOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--because", help="Why; kept with it", show_default=False),
]
GroundOption = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--source", help="What shows it: a claim by id or key, or a source", show_default=False),
]


@app.command(epilog='parley same netanyahu bibi --because "his nickname"    parley same --proposed')
def same(
    pair: PairArgument = None,
    because: BecauseOption = None,
    source: GroundOption = None,
    by: ByOption = None,
    undo: UndoOption = None,
    listing: ListOption = False,
    proposed: Annotated[bool, typer.Option("--proposed", help="Show which may be one, by their names")] = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let two actors, or two measures, be one, called by the first. Claims stay as they are, and it can be undone."""
    with opened_store(settings_for(store), quiet=as_json) as opened:
        if proposed:
            _propose(opened, as_json)
        elif listing:
            _show_list(opened, as_json, "same")
        elif undo:
            _take_back(opened, undo, as_json, "same")
        else:
            _judge_pair(opened, "same", pair, because, by, source, as_json)


@app.command(epilog='parley different qatar qatar-airways --because "the state and a company"')
def different(
    pair: PairArgument = None,
    because: BecauseOption = None,
    source: GroundOption = None,
    by: ByOption = None,
    undo: UndoOption = None,
    listing: ListOption = False,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let two actors, or two measures, stay two, however alike: not proposed again, and `same` of them is refused."""
    with opened_store(settings_for(store), quiet=as_json) as opened:
        if listing:
            _show_list(opened, as_json, "different")
        elif undo:
            _take_back(opened, undo, as_json, "different")
        else:
            _judge_pair(opened, "different", pair, because, by, source, as_json)


def _judge_pair(
    opened: Store, kind: str, pair: list[str] | None, because: str | None, by: str | None, source: str | None,
    as_json: bool,
) -> None:  # fmt: skip
    from graph.judging import about_pair, judge

    if not pair or len(pair) != 2 or not because:
        raise SettingsError("name two ids, and say --because", hint=f"parley {kind} --help")
    made = about_pair(opened, kind, pair[0], pair[1], because, by, source)
    judge(opened, [made], lambda _: None)
    if as_json:
        print_json({"id": made.id, "kind": kind, "targets": list(made.targets)})
        return
    verb = "are one now" if kind == "same" else "stay two"
    out.print(f"{escape(pair[0])} and {escape(pair[1])} {verb}, by {made.id}", soft_wrap=True)


def _propose(opened: Store, as_json: bool) -> None:
    from dataclasses import asdict

    from graph.proposals import proposals

    found = proposals(opened)
    if as_json:
        print_json({"items": [asdict(c) for c in found]})
        return
    for candidate in found:
        both = escape(f"{candidate.first} {candidate.second}")
        out.print(f"{candidate.score:.2f}  {both}  [dim]{escape(candidate.why)}[/]", soft_wrap=True)
    if not found:
        out.print("nothing")


def _show_list(opened: Store, as_json: bool, *kinds: str) -> None:
    from graph.judging import listed

    items = listed(opened, *kinds)
    if as_json:
        print_json({"items": items})
        return
    for item in items:
        names = " = " if item["kind"] == "same" else " ≠ "
        about = names.join(f"{t['name'] or t['id']} ({t['id']})" for t in item["targets"])
        where = f"files of {item['dataset']}" if item["dataset"] else item["by"] or "made here"
        line = f"[bold]{item['id']}[/] {item['kind']}: {escape(about)}"
        out.print(f"{line}\n  {escape(item['because'])} [dim]({escape(where)}, {item['at'] or 'undated'})[/]", soft_wrap=True)
    if not items:
        out.print("nothing")


def _take_back(opened: Store, ids: list[str], as_json: bool, *kinds: str) -> None:
    from graph.judging import withdraw

    found = withdraw(opened, ids, kinds)
    if as_json:
        print_json({"taken_back": [j.id for j in found]})
    for judged in found if not as_json else ():
        out.print(f"taken back: {judged.kind} of {escape(' and '.join(judged.targets))}", soft_wrap=True)


def _show_fall(found: dict[str, Any]) -> None:
    for made in found["retracted"]:
        verb = "would retract" if found["dry_run"] else "retracted"
        out.print(f"{verb} {made['on'].lower()} [bold]{escape(made['target'])}[/] as {made['id']}", soft_wrap=True)
    for claim in found["claims"]:
        out.print(f"  {escape(claim['key'])}: {escape(claim['statement'])}", soft_wrap=True)
    sections = (
        ("edges without proof", [_edge(e) for e in found["lost"]]),
        ("edges with less", [f"{_edge(e)}: {_difference(e)}" for e in found["weaker"]]),
        ("ties without proof", [f"{t['start']} {t['type']} {t['end']}" for t in found["ties"]]),
        ("rings dissolved", [" → ".join(m["name"] or m["id"] for m in (*r, r[0])) for r in found["rings"]]),
        ("answers that change", [_answer(a) for a in found["answers"]]),
    )
    for title, lines in sections:
        out.print(f"[bold]{len(lines)} {title}[/]")
        for line in lines:
            out.print(f"  {escape(line)}", soft_wrap=True)


def _edge(edge: dict[str, Any]) -> str:
    start, end = (edge[side]["name"] or edge[side]["id"] for side in ("start", "end"))
    return f"{start} {edge['type']} {end}" + (" (inherited)" if edge.get("inherited") else "")


def _difference(edge: dict[str, Any]) -> str:
    was, now = edge["was"], edge["now"]
    return ", ".join(f"{name.replace('_', ' ')} {was[name]} → {now[name]}" for name in was)


def _answer(answer: dict[str, Any]) -> str:
    actor, object_ = (answer[side]["name"] or answer[side]["id"] for side in ("actor", "object"))
    return f"{actor} {answer['stance']} {object_}: {answer['was']} → {answer['now']}"
