"""What no file of the repository may hold."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from .repository import ROOT, articles, texts

QUOTED_WORDS = 12
"""The most that may be quoted of a source text in a row."""

SYSTEM = {"bin", "boot", "dev", "etc", "lib", "lib64", "opt", "proc", "run", "sbin", "sys", "tmp", "usr", "var"}
HOME = re.compile(r"(?<![\w.:/<>~$}-])(?:/(?:home/(?!parley\b)\w+|Users/\w+|root)/|[A-Z]:\\Users\\)")
ABSOLUTE = re.compile(r"(?<![\w.:/<>~$}*-])/[a-z][\w-]*/[\w.-][\w./-]*")

# In pieces, so that this file passes its own test.
REGISTRIES = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs"), ("repo", "maven"), ("repo1", "maven"),
        ("deb", "debian"), ("archive", "ubuntu"), ("proxy", "golang"), ("index", "crates"),
    )
)  # fmt: skip
OPTIONS = tuple("--" + name for name in ("index-url", "extra-index-url", "find-links", "trusted-host"))


@pytest.mark.parametrize("banned", [*REGISTRIES, *OPTIONS])
def test_no_file_names_a_registry(banned: str) -> None:
    found = [name for name, text in texts().items() if banned in text]
    assert not found, f"{banned} stands in {found}: packages come from where the machine is set up to take them"


def machine_paths(text: str) -> list[str]:
    """Homes of people, and absolute paths outside the system's folders that exist on this machine."""
    there = (m.group().rstrip(".") for m in ABSOLUTE.finditer(text))
    return [m.group() for m in HOME.finditer(text)] + [
        path for path in there if Path(path).parts[1] not in SYSTEM and Path(path).exists()
    ]


def test_no_file_names_a_path_of_a_machine() -> None:
    found = {name: paths for name, text in texts().items() if (paths := machine_paths(text))}
    assert not found


def test_paths_of_a_machine_are_seen() -> None:
    assert machine_paths("see /" + "home/somebody/thing and /" + "root/x") == ["/" + "home/somebody/", "/" + "root/"]
    assert machine_paths("GET /ask/x, https://example.org/home/me/x, ~/root/x, /usr/bin/env") == []


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    """Every row of one word more than may be quoted."""
    row = words(text)
    return {tuple(row[i : i + QUOTED_WORDS + 1]) for i in range(len(row) - QUOTED_WORDS)}


def test_no_file_copies_a_source_text() -> None:
    found = articles()
    if not found:
        pytest.skip("the source texts are not at hand (PARLEY_CORPUS names no folder with them)")
    copied: set[tuple[str, ...]] = set().union(*(runs(path.read_text(encoding="utf-8")) for path in found))
    assert len(copied) > 1000, "these are no articles"
    guilty = {name: " ".join(min(same)) for name, text in texts().items() if (same := runs(text) & copied)}
    assert not guilty, f"more than {QUOTED_WORDS} words in a row of a source text: {guilty}"


def test_a_copy_is_seen_and_a_quotation_is_not() -> None:
    source = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    assert runs("x, One two\nthree four - five six seven eight nine ten; eleven “twelve” thirteen.") & runs(source)
    assert not runs("x one two three four five six seven eight nine ten eleven twelve x") & runs(source)


def test_scripts_can_be_run() -> None:
    scripts = [ROOT / name for name, text in texts().items() if text.startswith("#!")]
    assert scripts
    assert [path.name for path in scripts if not os.access(path, os.X_OK)] == []
