"""The demonstration from cold: seconds from the command to its addresses, each run with a new home.

    python -m bench.demo
"""

from __future__ import annotations

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

RUNS = 5


def once(home: Path) -> tuple[float, float]:
    """Seconds to the line of the load, and to the addresses."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("PARLEY_")}
    environ |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    parley = str(Path(sys.executable).with_name("parley"))
    began, loaded = time.monotonic(), 0.0
    process = subprocess.Popen([parley, "demo"], env=environ, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if "edges" in line:
            loaded = time.monotonic() - began
        if "The graph" in line:
            break
    shown = time.monotonic() - began
    process.send_signal(signal.SIGINT)
    process.wait(30)
    return loaded, shown


def main() -> None:
    runs = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as name:
            runs.append(once(Path(name)))
            time.sleep(5)  # until the engine has ended and lets go of its folder
    loads, addresses = zip(*runs, strict=True)
    print(f"loaded after    {statistics.median(loads):.1f} s (of {', '.join(f'{s:.1f}' for s in loads)})")
    print(f"addresses after {statistics.median(addresses):.1f} s (of {', '.join(f'{s:.1f}' for s in addresses)})")


if __name__ == "__main__":
    main()
