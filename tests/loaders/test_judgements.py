"""What is wrong with a file of judgements is named with its line, before anything is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest

from loaders.factset import read_folder
from schema.errors import FactError
from tests.graph.facts import SHA, claim, folder

HEADINGS = {
    "actors": [{"id": "north", "name": "North", "kind": "State"}, {"id": "navy", "name": "Navy", "kind": "Force"}],
    "measures": [{"id": "patrols", "name": "patrols"}], "sources": [{"id": "report", "sha256": SHA}],
}  # fmt: skip


@pytest.mark.parametrize(("text", "problem"), [
    ("retracted: claim:patrols-agian", r"yaml:3: retracted: no claim has the key .*; did you mean patrols-again"),
    ("retracted: raport", r"yaml:3: retracted: nothing has the id 'raport'.*did you mean report"),
    ("same: [north, nawy]", r"nothing has the id 'nawy'.*did you mean navy"),
    ("same: [north, report]", r"'report' is a source; expected an actor or a measure"),
    ("different: [north]", r"needs two ids that differ"),
    ("at: yesterday\n    same: [north, navy]", r"expected a day or a moment"),
    ("retracted: report\n  - because: again\n    retracted: report", r"is judged already at judgements.yaml:2"),
])  # fmt: skip
def test_faults_are_named(tmp_path: Path, text: str, problem: str) -> None:
    place = folder(tmp_path, HEADINGS, [claim("patrols-again", "supports", "north", "patrols")])
    (place / "judgements.yaml").write_text(f"judgements:\n  - because: why\n    {text}\n", encoding="utf-8")
    with pytest.raises(FactError, match=problem):
        read_folder(place)


def test_a_file_is_read(tmp_path: Path) -> None:
    place = folder(tmp_path, HEADINGS, [claim("patrols-again", "supports", "north", "patrols")])
    text = "judgements:\n  - retracted: claim:patrols-again\n    because: misread\n    at: 2031-03-09\n    source: report\n"
    (place / "judgements.yaml").write_text(text, encoding="utf-8")
    (found,) = read_folder(place).judgements
    assert (found.retracted, found.at, found.source) == ("claim:patrols-again", "2031-03-09", "report")
