"""The cookbook's queries and outputs: read from the page, run, and (`python -m tests.docs.cookbook`) written anew."""

from __future__ import annotations

import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from graph import door, loads
from graph.engine.settings import Target
from graph.store import Store, open_store
from loaders.factset import bundled, read_folder

PAGE = Path(__file__).resolve().parents[2] / "docs" / "cypher.md"
_RECIPE = re.compile(r"```cypher\n(?P<query>.*?)```\n(?:\n```text\n(?P<output>.*?)```\n)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Recipe:
    """A query, the output that the page shows (empty before the first writing), and the heading above it."""

    title: str
    query: str
    output: str


def recipes(page: str) -> list[Recipe]:
    found = []
    for match in _RECIPE.finditer(page):
        title = re.findall(r"^### (.+)$", page[: match.start()], re.MULTILINE)[-1]
        found.append(Recipe(title, match["query"], match["output"] or ""))
    return found


def output(store: Store, query: str) -> str:
    """The rows as columns of text, as wide as they need."""
    answer = door.run(store, query)
    table = [answer.columns, *([_cell(v) for v in row] for row in answer.rows)]
    widths = [max(len(row[i]) for row in table) for i in range(len(answer.columns))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table]
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(_cell(v) for v in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def rewritten(page: str, store: Store) -> str:
    return _RECIPE.sub(
        lambda m: f"```cypher\n{m['query']}```\n\n```text\n{output(store, m['query'])}```\n", page
    )


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Target("embedded", path=Path(folder) / "store", database="parley")) as store,
    ):
        loads.load(store, read_folder(bundled("gaza")))
        PAGE.write_text(rewritten(PAGE.read_text(encoding="utf-8"), store), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} is written\n")


if __name__ == "__main__":
    main()
