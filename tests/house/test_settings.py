"""Every setting is documented, and every documented setting exists."""

from __future__ import annotations

import re

import pytest

from .repository import PACKAGES, ROOT, texts

NAME = re.compile(r"\bPARLEY_[A-Z0-9_]*[A-Z0-9]\b")
ROW = re.compile(r"^\|\s*`(PARLEY_[A-Z0-9_]*[A-Z0-9])`", re.MULTILINE)
USERS = (*PACKAGES, "docker", "docker-compose.yml", "Dockerfile")
DEVELOPERS = ("tests", "bench", "scripts", ".ci", "Makefile")


def used(tops: tuple[str, ...]) -> dict[str, str]:
    """Name of each setting, with one file that it stands in."""
    return {
        found: name for name, text in texts().items() if name.split("/")[0] in tops for found in NAME.findall(text)
    }


def table(document: str) -> set[str]:
    if document not in texts():
        pytest.fail(f"{document} is missing (or not tracked): its table of settings documents each PARLEY_* name")
    return set(ROW.findall(texts()[document]))


def test_what_users_set_stands_in_the_readme() -> None:
    missing = {name: file for name, file in used(USERS).items() if name not in table("README.md")}
    assert not missing, f"no row `| \\`NAME\\` | …` in a table of README.md for {missing}"


def test_what_developers_set_stands_in_contributing() -> None:
    known = table("README.md") | table("CONTRIBUTING.md")
    missing = {name: file for name, file in used(DEVELOPERS).items() if name not in known}
    assert not missing, f"no row `| \\`NAME\\` | …` in a table of CONTRIBUTING.md for {missing}"


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md"])
def test_what_is_documented_exists(document: str) -> None:
    assert table(document) - used((*USERS, *DEVELOPERS)).keys() == set()


def test_documents_name_files_that_exist() -> None:
    """Paths in CONTRIBUTING.md, in backticks with a slash in them."""
    paths = re.findall(r"`((?:\.ci|[a-z]+)/[\w./-]+)`", texts()["CONTRIBUTING.md"])
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []
