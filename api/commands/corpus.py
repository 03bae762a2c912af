"""Where the texts are: add, list, remove."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer
from rich.markup import escape
from rich.table import Table

from schema.errors import NotFound, SettingsError

from ..terminal import JsonOption, StoreOption, app, opened_store, out, print_json, settings_for, write

if TYPE_CHECKING:
    from graph.changed import ChangedText, Proposal, Source
    from graph.corpus import Corpus
    from graph.store import Store

corpus_app = typer.Typer(help="Say where the texts are; they are matched to sources by SHA-256.", no_args_is_help=True)
app.add_typer(corpus_app, name="corpus")
MARKS = {"text": "[green]✓[/]", "changed": "[red]✗[/]", "missing": "[yellow]?[/]", "other": "[dim]·[/]"}
HEADER = """\
# What the fact files would have to say if these were the texts of their sources. Nothing has been changed.
# "moved": the same passage elsewhere. "edited": the phrase stands once, among other words: look at it. Without "new":
# the phrase stands in several places, or nowhere, and the claim has to be coded again.
"""


@corpus_app.command("add", epilog="parley corpus add texts    parley corpus add new.txt --write-proposal moves.yaml")
def add(
    places: Annotated[list[Path], typer.Argument(help="Texts, and folders of texts")],
    write_proposal: Annotated[
        Optional[Path],  # noqa: UP045
        typer.Option("--write-proposal", help="Write what a changed text means for the fact files, as YAML"),
    ] = None,
    store: StoreOption = None,
    as_json: JsonOption = False,
) -> None:
    """Remember where texts are. A changed text is named, with new places for its passages."""
    from graph.corpus import Corpus

    settings = settings_for(store)
    kept = settings.remembered()
    before = dict(kept.known)
    found = kept.add(places)
    kept.write()
    with opened_store(settings, quiet=as_json) as opened:
        seen = Corpus(remembered=found, known={**found, **{p: f for p, f in before.items() if p in found}})
        report = _Report(opened, seen)
        proposals = [(changed, report.proposals(changed)) for changed in report.changed]
        without = _without(opened, kept.corpus(*settings.corpus))
    if write_proposal is not None:
        write(write_proposal, _proposal_file(proposals).encode())
    if as_json:
        print_json({"remembered": kept.places, "files": report.files(), "without_text": _ids(without),
                    "proposals": [_as_json(c, p) for c, p in proposals]})  # fmt: skip
        return
    report.show()
    for changed, some in proposals:
        _show(changed, some)
    if proposals and write_proposal is None:
        out.print("[dim]--write-proposal FILE writes that as a patch for the fact files[/]")
    _show_without(without)


@corpus_app.command("list", epilog="parley corpus list --json")
def list_(store: StoreOption = None, as_json: JsonOption = False) -> None:
    """What is remembered, which source each file is the text of, and what is gone or changed."""
    settings = settings_for(store)
    kept = settings.remembered()
    with opened_store(settings, quiet=as_json) as opened:
        report = _Report(opened, kept.corpus())
        without = _without(opened, kept.corpus(*settings.corpus))
    if as_json:
        print_json({"remembered": kept.places, "files": report.files(), "without_text": _ids(without)})
        return
    for place in kept.places:
        out.print(f"[bold]{escape(str(place))}[/]", soft_wrap=True)
    report.show()
    if not kept.places:
        out.print("no texts are remembered: parley corpus add FILE…")
    _show_without(without)


@corpus_app.command("remove", epilog="parley corpus remove texts    parley corpus remove --all")
def remove(
    places: Annotated[Optional[list[Path]], typer.Argument(help="As they were added", show_default=False)] = None,  # noqa: UP045
    everything: Annotated[bool, typer.Option("--all", help="All of them")] = False,
    as_json: JsonOption = False,
) -> None:
    """Forget where texts are. No file is touched."""
    if everything == bool(places):
        raise SettingsError("name what to forget, or --all", hint="parley corpus list shows what is remembered")
    kept = settings_for(None).remembered()
    if everything:
        kept.clear()
    for place in places or []:
        kept.remove(place)
    kept.write()
    print_json({"remembered": kept.places}) if as_json else out.print(f"{len(kept.places)} places are remembered")


class _Report:
    """The files of a corpus beside the sources of a store."""

    def __init__(self, store: Store, corpus: Corpus) -> None:
        from graph.changed import changed_texts, sources

        self.store, self.corpus = store, corpus
        self.sources = {s.sha256: s for s in sources(store)}
        self.changed, self.others = changed_texts(store, corpus)

    def proposals(self, changed: ChangedText) -> list[Proposal]:
        from graph.changed import propose

        return propose(self.store, changed)

    def files(self) -> list[dict[str, Any]]:
        odd = {c.path: c for c in self.changed}
        listed = []
        for path, found in sorted(self.corpus.files.items()):
            source = self.sources.get(found.sha256)
            if (changed := odd.get(path)) is not None:
                listed.append(_file(path, "changed", changed.sha256, changed.source, changed.what))
            elif source is not None:
                listed.append(_file(path, "text", found.sha256, source, f"the text of {source.id}"))
            else:
                listed.append(_file(path, "other", found.sha256, None, "the text of no source here"))
        for path in self.corpus.gone:
            known = self.corpus.known.get(path)
            source = self.sources.get(known.sha256) if known else None
            was = f", and was the text of {source.id}" if source else ""
            listed.append(_file(path, "missing", known.sha256 if known else None, source, f"is not there any more{was}"))
        return listed

    def show(self) -> None:
        for item in self.files():
            mark = MARKS[item["state"]]
            out.print(f"{mark} {escape(item['path'])}  [dim]{escape(item['what'])}[/]", soft_wrap=True)


def _file(path: Path, state: str, sha256: str | None, source: Source | None, what: str) -> dict[str, Any]:
    return {"path": str(path), "state": state, "source": source.id if source else None, "sha256": sha256, "what": what}


def _without(store: Store, corpus: Corpus) -> list[Source]:
    from graph.changed import sources

    return [s for s in sources(store) if corpus.text(s.sha256) is None]


def _ids(found: Iterable[Source]) -> list[str]:
    return [s.id for s in found]


def _show_without(found: list[Source]) -> None:
    if found:
        names = ", ".join(_ids(found[:5])) + (" …" if len(found) > 5 else "")
        out.print(f"{len(found)} sources without their text: {escape(names)}", soft_wrap=True)


# ---- proposals


def _show(changed: ChangedText, proposals: list[Proposal]) -> None:
    from graph.changed import states

    counts = ", ".join(f"{n} {state}" for state, n in states(proposals).items() if n)
    out.print(f"\n[bold]{escape(changed.source.id)}[/] in {escape(str(changed.path))}: {counts}", soft_wrap=True)
    moving = [p for p in proposals if p.new.state != "unchanged"]
    if not moving:
        return
    table = Table("claim", "", "from", "to", box=None)
    table.add_column("phrase", no_wrap=True)
    for p in moving:
        to = f"{p.new.spot.start}–{p.new.spot.end}" if p.new.spot else ", ".join(map(str, p.new.places[:4]))
        table.add_row(escape(p.key), p.new.state, f"{p.old.start}–{p.old.end}", to, escape(p.old.phrase))
    out.print(table)


def _as_json(changed: ChangedText, proposals: list[Proposal]) -> dict[str, Any]:
    from graph.changed import states

    return {
        "path": str(changed.path), "sha256": changed.sha256, "source": asdict(changed.source),
        "phrases_found": changed.found, "phrases": changed.phrases, "rewritten": changed.rewritten,
        "states": states(proposals), "passages": [asdict(p) for p in proposals],
    }  # fmt: skip


def _proposal_file(proposals: list[tuple[ChangedText, list[Proposal]]]) -> str:
    from loaders.plain import yaml_text

    if not proposals:
        raise NotFound("none of these is a changed text, so there is nothing to propose")
    return HEADER + yaml_text({"proposals": [_patch(changed, some) for changed, some in proposals]})


def _patch(changed: ChangedText, proposals: list[Proposal]) -> dict[str, Any]:
    claims: dict[str, list[dict[str, Any]]] = {}
    for p in proposals:
        if p.new.state != "unchanged":
            claims.setdefault(p.key, []).append(_change(p))
    return {
        "source": {"id": changed.source.id, "sha256": {"old": changed.source.sha256, "new": changed.sha256}},
        "text": str(changed.path),
        "claims": [{"key": key, "passages": some} for key, some in claims.items()],
    }


def _change(proposal: Proposal) -> dict[str, Any]:
    old, spot = proposal.old, proposal.new.spot
    change: dict[str, Any] = {
        "place": proposal.place, "state": proposal.new.state, "phrase": old.phrase,
        "old": {"start": old.start, "end": old.end, "sha256": old.sha256},
    }  # fmt: skip
    if spot is not None:
        change["new"] = {"start": spot.start, "end": spot.end, "sha256": spot.sha256}
        if spot.phrase != old.phrase:
            change["new"]["phrase"] = spot.phrase
    if proposal.new.places:
        change["stands_at"] = list(proposal.new.places[:20])
    return change
