"""The locked requirements: exact, hashed, complete, and one with each other."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from .repository import ROOT

LOCKS = ("build", "runtime", "dev")
PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>\S+)(?P<hashes>(?: --hash=sha256:[0-9a-f]{64})+)")


def lines(lock: str) -> list[str]:
    """Logical lines without comments."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    text = re.sub(r"^\s*#.*\n", "", text, flags=re.MULTILINE)
    return [re.sub(r"\s+", " ", line).strip() for line in re.sub(r"\\\n", " ", text).splitlines() if line.strip()]


def pins(lock: str) -> dict[str, Version]:
    matches = [PIN.fullmatch(line) for line in lines(lock)]
    return {canonicalize_name(m["name"]): Version(m["version"]) for m in matches if m}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_is_exact_and_hashed(lock: str) -> None:
    assert lines(lock)
    assert [line[:60] for line in lines(lock) if not PIN.fullmatch(line)] == []


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("build", project()["build-system"]["requires"]),
        ("runtime", project()["project"]["dependencies"]),
        ("dev", project()["project"]["dependencies"]),
        ("dev", project()["project"]["optional-dependencies"]["dev"]),
    ],
    ids=["build", "runtime", "dev-runtime", "dev"],
)
def test_what_pyproject_asks_for_is_locked(lock: str, wanted: list[str]) -> None:
    have = pins(lock)
    missing = [
        text
        for text in wanted
        if (version := have.get(canonicalize_name(Requirement(text).name))) is None
        or version not in Requirement(text).specifier
    ]
    assert not missing, f"requirements/{lock}.txt is older than pyproject.toml: run `make lock`"


def test_what_is_tested_is_what_is_installed() -> None:
    dev = pins("dev")
    other = pins("runtime") | pins("build")
    assert {name: (version, dev[name]) for name, version in other.items() if name in dev and dev[name] != version} == {}
    assert pins("runtime").keys() <= dev.keys()
