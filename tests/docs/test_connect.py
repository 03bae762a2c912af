"""The notebook's lines, run as they stand, in a process of their own."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from .cookbook import PAGE


def test_a_notebook_connects_to_the_embedded_engine(tmp_path: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(code) == 1
    bin_ = str(Path(sys.executable).parent)
    environ = {**os.environ, "PARLEY_STORE": f"embedded:{tmp_path / 'store'}", "PATH": f"{bin_}:{os.environ['PATH']}"}
    for name in ("PARLEY_STORE_USER", "PARLEY_STORE_PASSWORD"):
        environ.pop(name, None)
    holder = subprocess.Popen(
        ["parley", "serve"], env=environ, stdout=subprocess.PIPE, text=True
    )  # keeps the engine running meanwhile
    try:
        assert holder.stdout is not None
        assert "Parley on" in holder.stdout.readline()
        subprocess.run(["parley", "load", "--bundled", "gaza"], env=environ, check=True, timeout=120)
        run = subprocess.run(
            [sys.executable, "-c", code[0]], env=environ, check=True, timeout=60, capture_output=True, text=True
        )
        assert run.stdout.strip() == "['Israel']"
    finally:
        holder.terminate()
        holder.wait(30)
        if holder.stdout:
            holder.stdout.close()
