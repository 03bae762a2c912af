"""The page that says why it is stuck, of the bundled data: `docs/deadlock.md`.

    python -m tests.docs.deadlock      writes it anew
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from graph import loads
from graph.analysis.report import deadlock_report
from graph.analysis.standing import SENSE, blockade_report, silence_report
from graph.analysis.ways import unlock_report
from graph.engine.settings import Target
from graph.reader import Reader, Scope
from graph.store import open_store
from loaders.factset import bundled, read_folder

PAGE = Path(__file__).resolve().parents[2] / "docs" / "deadlock.md"
HEAD = """# Why the second phase is stuck

What five articles on the second phase of the Gaza ceasefire say, worked out by `parley deadlocks`, `blockades`, `silence`
and `unlocks` with what careful readers would take from the sentences (`--basis implied`). [analysis.md](analysis.md) says
what each of these means, and what not. Written by `python -m tests.docs.deadlock`. “Imputed” is what others say of a party.
"""


def page(reader: Reader) -> str:
    return "\n".join([HEAD, *_lines(reader, Scope(basis="implied"))])


def _lines(reader: Reader, scope: Scope) -> Iterator[str]:
    found = deadlock_report(reader, scope)
    yield "## Rings\n"
    if not found["deadlocks"]:
        yield f"None of the {found['conditions']} conditions close a ring: each could be met, if one began where nobody waits.\n"
    for ring in found["deadlocks"]:
        yield f"- {ring['sentence']} *({ring['tier']}{', imputed' if ring['imputed'] else ''})*"
        yield from _quoted(p for s in ring["steps"] for p in s["passages"])
        yield f"  Softest step: {ring['names'][ring['weakest']['measure']]}."
    yield "## What goes only together\n"
    for ring in found["co_requisites"]:
        yield f"- {ring['sentence']}"
        yield from _quoted(p for s in ring["steps"] for p in s["passages"])
    yield "\n## Who stands in whose way\n"
    blocked = blockade_report(reader, scope)["blockades"]
    for pattern in dict.fromkeys(b["pattern"] for b in blocked):
        yield f"### {pattern.title()}: {SENSE[pattern]}\n"
        for item in (b for b in blocked if b["pattern"] == pattern):
            yield f"- {'; '.join(dict.fromkeys(s['sentence'] for s in item['sides']))}"
            yield from _quoted(p for s in item["sides"] for p in s["passages"])
        yield ""
    yield "## What is waited for, and what it would open\n"
    for measure in _waited_for(reader, scope):
        yield f"- {unlock_report(reader, measure, scope)['sentence']}"
    yield "\n## On what nobody has heard whom\n"
    for item in silence_report(reader, scope)["silences"]:
        yield f"- {item['sentence']}"
    yield ""


def _waited_for(reader: Reader, scope: Scope) -> list[str]:
    """Measures that conditions name and none holds up: where one could begin."""
    steps = reader.requirements(scope)["items"]
    return sorted({s["requires"]["id"] for s in steps} - {s["measure"]["id"] for s in steps})


def _quoted(passages: Iterable[dict[str, Any]]) -> Iterator[str]:
    seen = {(p["source"]["id"], p["start"], p["phrase"]): p for p in passages}
    for (source, start, phrase), passage in seen.items():
        yield f"  - {source} {start}–{passage['end']}: “{' '.join(phrase.split())}”"


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Target("embedded", path=Path(folder) / "store", database="parley")) as store,
    ):
        loads.load(store, read_folder(bundled("gaza")))
        PAGE.write_text(page(Reader(store)), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} is written\n")


if __name__ == "__main__":
    main()
