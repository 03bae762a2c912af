"""How many questions `ask` answers rightly: `python -m tests.ask.accuracy` prints the table and writes it into docs/ask.md.

The questions were written by somebody who had not seen the parser. Those of the part `aside` are never read while it is
worked on: of them only numbers are shown. `--failures` shows what is wrong with those of the part `open`.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from graph import loads
from graph.ask import ask, build_lexicon
from graph.engine.settings import Target
from graph.store import Store, open_store
from loaders.factset import bundled, read_folder
from schema.errors import QuestionError
from tests.ask import dna
from tests.ask.expectations import Given, Item, faults

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "ask.md"
SETS = Path(__file__).parent / "questions"
SAMPLE = ROOT.parent / "shared" / "peers" / "dna" / "sample.dna"
TITLES = {"gaza": "Gaza", "skerry": "Skerry Sound (invented)", "dna": "Sample of the Discourse Network Analyzer"}
_TABLE = re.compile(r"(?<=<!-- accuracy -->\n).*?(?=<!-- /accuracy -->)", re.DOTALL)


@dataclass(slots=True)
class Score:
    """Of one set and part: how many are right, by kind. `intruded`: answered though no answer is right."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    intruded: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def share(self) -> float:
        return self.right.total() / self.asked.total()


def questions(name: str, part: str) -> list[Item]:
    found: list[Item] = yaml.safe_load((SETS / f"{name}.yaml").read_text(encoding="utf-8"))
    return [q for q in found if q["part"] == part]


@contextmanager
def data_set(name: str) -> Iterator[Path]:
    """The folder of the facts that a set of questions is about."""
    with tempfile.TemporaryDirectory() as folder:
        yield dna.write_data_set(SAMPLE, Path(folder) / "dna") if name == "dna" else bundled(name)


def score(store: Store, facts: Path, asked: Iterable[Item]) -> Score:
    """Ask `store`, which holds `facts`, every question."""
    claims: dict[str, list[Item]] = defaultdict(list)
    for file in sorted((facts / "claims").glob("*.yaml")):
        for claim in yaml.safe_load(file.read_text(encoding="utf-8"))["claims"]:
            claims[claim["statement"].strip()].append(claim)
    lexicon, total = build_lexicon(store), Score()
    for question in asked:
        result, error = None, ""
        try:
            result = ask(store, question["q"], lexicon=lexicon)
        except QuestionError as raised:
            error = " ".join([str(raised), *raised.unknown])
        wrong = faults(question["expect"], Given(result, error, claims))
        total.asked[question["kind"]] += 1
        total.right[question["kind"]] += not wrong
        if question["expect"].get("empty") and result and result["answers"]:
            total.intruded.append(question["id"])
        if wrong:
            total.failures.append("\n    ".join([f"{question['id']} {question['q']}", *wrong]))
    return total


def scores(names: Iterable[str], parts: Iterable[str]) -> dict[tuple[str, str], Score]:
    """Each set on an embedded store of its own."""
    found: dict[tuple[str, str], Score] = {}
    for name in names:
        with (
            tempfile.TemporaryDirectory() as folder,
            data_set(name) as facts,
            open_store(Target("embedded", path=Path(folder) / "store", database="parley")) as store,
        ):
            loads.load(store, read_folder(facts))
            for part in parts:
                found[name, part] = score(store, facts, questions(name, part))
    return found


# ---- the page


def table(found: dict[tuple[str, str], Score]) -> str:
    """By set and by kind, as Markdown."""
    sets = [["questions", "open", "kept aside", "answered where no answer is right"]]
    for name in dict.fromkeys(name for name, _ in found):
        both = [found[name, part] for part in ("open", "aside")]
        sets.append([TITLES[name], *map(_share, both), str(sum(len(s.intruded) for s in both))])
    kinds = [["kind", "open", "kept aside"]]
    for kind in dict.fromkeys(k for s in found.values() for k in s.asked):
        shares = [_of(kind, [s for (_, p), s in found.items() if p == part]) for part in ("open", "aside")]
        kinds.append([kind, *shares])
    return f"\n{_markdown(sets)}\n\n{_markdown(kinds)}\n\n"


def _share(s: Score) -> str:
    return f"{s.right.total()} of {s.asked.total()} ({s.share:.0%})"


def _of(kind: str, some: list[Score]) -> str:
    asked = sum(s.asked[kind] for s in some)
    return f"{sum(s.right[kind] for s in some)} of {asked}" if asked else "–"


def _markdown(rows: list[list[str]]) -> str:
    head, *rest = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([head, "|" + "---|" * len(rows[0]), *rest])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--failures", action="store_true", help="show what is wrong; only the part open, nothing written")
    parser.add_argument("sets", nargs="*", help=f"of {', '.join(TITLES)}; all, if none is named")
    args = parser.parse_args()
    found = scores(args.sets or TITLES, ["open"] if args.failures else ["open", "aside"])
    if args.failures:
        for (name, _), s in found.items():
            print(*s.failures, f"{name}: {_share(s)}, {len(s.intruded)} answered where no answer is right", sep="\n")
        return
    print(table(found).strip())
    if not args.sets:
        PAGE.write_text(_TABLE.sub(lambda _: table(found), PAGE.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
