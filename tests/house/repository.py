"""What the repository holds, for tests that walk all of it."""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("schema", "graph", "loaders", "viz", "api")


@cache
def tracked() -> tuple[str, ...]:
    """Paths of all tracked files that are there, relative to the root, with slashes."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(name for name in listed.split("\0") if name and (ROOT / name).is_file())


@cache
def texts() -> dict[str, str]:
    """The text of every tracked file that is UTF-8."""
    found = {}
    for name in tracked():
        try:
            found[name] = (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:  # a picture or a font
            continue
    return found


def articles() -> list[Path]:
    """The source texts, which are not in the repository: from PARLEY_CORPUS or from beside the clone."""
    folder = Path(os.environ.get("PARLEY_CORPUS") or ROOT.parent / "shared" / "articles")
    return sorted(folder.glob("*.txt"))
