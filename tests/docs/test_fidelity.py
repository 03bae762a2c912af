"""docs/fidelity.md: its commands print what it shows, and its tables count what they say.

`PARLEY_WRITE_DOCS=1 pytest tests/docs/test_fidelity.py` writes both into the page.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.corpus import Corpus
from loaders.agreement import agreement
from loaders.coverage import coverage
from loaders.factset import FactSet, bundled, read_folder

from ..cli.conftest import Shell, clean_environ

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "fidelity.md"
COMMAND = re.compile(r"```sh\nparley ([^\n]+)\n```\n\n```text\n(.*?)```", re.DOTALL)
TABLE = re.compile(r"<!-- (\w+) -->\n((?:\|.*\n)+)")
SHOWN: dict[str, str] = dict(COMMAND.findall(PAGE.read_text("utf-8")))
"""Words after `parley`: what the page shows that they print."""


def same(shown: str, found: str) -> None:
    """The page shows what was found, or is made to."""
    if os.environ.get("PARLEY_WRITE_DOCS"):
        text = PAGE.read_text("utf-8")
        assert text.count(shown) == 1
        PAGE.write_text(text.replace(shown, found), "utf-8")
    else:
        assert found == shown, "PARLEY_WRITE_DOCS=1 writes it again"


@pytest.mark.parametrize("words", SHOWN)
def test_a_command_prints_what_the_page_shows(words: str, articles: Path, tmp_path: Path) -> None:
    for name, target in (("docs", ROOT / "docs"), ("loaders", ROOT / "loaders"), ("texts", articles)):
        (tmp_path / name).symlink_to(target)
    done = Shell(tmp_path, clean_environ(tmp_path)).run(*words.split())
    assert done.returncode == 0, done.stderr
    block = f"```sh\nparley {words}\n```\n\n```text\n"
    same(f"{block}{SHOWN[words]}```", f"{block}{done.stdout}```")


def test_the_page_compares_both_passes_and_the_reference() -> None:
    assert [words.split()[:-2] for words in SHOWN] == [
        ["agreement", "docs/fidelity/first", "docs/fidelity/second"],
        ["agreement", "loaders/data/gaza", "docs/fidelity/first"],
        ["agreement", "loaders/data/gaza", "docs/fidelity/second"],
        ["coverage", "loaders/data/gaza", "--missing"],
    ]
    assert bundled("gaza").resolve() == ROOT / "loaders" / "data" / "gaza"


Row = tuple[object, ...]


class Codings:
    """The reference, both passes, and the texts."""

    def __init__(self, articles: Path) -> None:
        self.corpus = Corpus([articles])
        folders = (bundled("gaza"), ROOT / "docs" / "fidelity" / "first", ROOT / "docs" / "fidelity" / "second")
        self.reference, self.first, self.second = (read_folder(folder, corpus=self.corpus) for folder in folders)

    def differences(self) -> list[Row]:
        found = agreement(self.first, self.second, self.corpus).disagreements
        fields = [frozenset(d.fields) for d in found if d.fields]
        counts = Counter(name for names in fields for name in sorted(names))
        rows: list[Row] = [(f"`{name}`", count, fields.count(frozenset({name}))) for name, count in counts.most_common()]
        only = Counter("first" if d.a else "second" for d in found if not d.fields)
        return [*rows, *((f"a claim that the {side} pass alone has", only[side], "") for side in ("first", "second"))]

    def decided(self) -> list[Row]:
        """How each claim of the reference relates to the passes: identical, altered, or without a counterpart."""
        first, second = (self._against(coding) for coding in (self.first, self.second))
        keys = [claim.key for claim in self.reference.claims()]
        how = Counter((first.get(key, "same"), second.get(key, "same")) for key in keys)
        neither = {pair: n for pair, n in how.items() if "same" not in pair}
        new = neither.pop(("new", "new"), 0)
        ones = [sum(n for pair, n in how.items() if pair[one] == "same" != pair[1 - one]) for one in (0, 1)]
        return [
            ("the same in both passes", how["same", "same"]), ("as the first pass alone has it", ones[0]),
            ("as the second pass alone has it", ones[1]), ("altered from what a pass has", sum(neither.values())),
            ("in neither pass", new), ("together", len(keys)),
        ]  # fmt: skip

    def _against(self, coding: FactSet) -> dict[str, str]:
        found = agreement(self.reference, coding, self.corpus).disagreements
        return {d.a.key: "altered" if d.b else "new" for d in found if d.a}

    def articles(self) -> list[Row]:
        coded = [Counter(c.source for c in coding.claims()) for coding in (self.first, self.second, self.reference)]
        found = coverage(self.reference, self.corpus).sources
        return [
            (f"`{s.source}`", len(s.sentences or ()), s.count("coded"), *(claims[s.source] for claims in coded)) for s in found
        ]


TABLES: dict[str, Callable[[Codings], list[Row]]] = {
    "differences": Codings.differences, "decided": Codings.decided, "articles": Codings.articles,
}  # fmt: skip


@pytest.fixture(scope="module")
def codings(articles: Path) -> Codings:
    return Codings(articles)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_counts_what_it_says(name: str, codings: Codings) -> None:
    shown = dict(TABLE.findall(PAGE.read_text("utf-8")))
    assert set(shown) == set(TABLES)
    head = "".join(shown[name].splitlines(keepends=True)[:2])
    rows = "".join("| " + " | ".join(map(str, row)).rstrip() + " |\n" for row in TABLES[name](codings))
    same(f"<!-- {name} -->\n{shown[name]}", f"<!-- {name} -->\n{head}{rows}")


@pytest.mark.parametrize("name", ["first", "second"])
def test_a_pass_is_a_data_set_of_its_own(name: str) -> None:
    facts = read_folder(ROOT / "docs" / "fidelity" / name)
    assert facts.dataset.id == f"gaza-{name}-pass"
    assert {claim.source for claim in facts.claims()} == {claim.source for claim in read_folder(bundled("gaza")).claims()}
