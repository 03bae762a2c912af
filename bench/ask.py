"""Asking: `/ask` for one measure over HTTP, beside the same Cypher through the driver.

    python -m bench.ask                     200 000 claims on the embedded engine
    python -m bench.ask --claims 50000 --store bolt://…

The server is `parley serve` in a process of its own; the driver runs the Cypher and parameters that `/ask` itself gives.
Each pair is one question asked both ways in turn, on measures that are neither the most nor the least talked of.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from graph import loads
from graph.store import Store, open_store
from loaders.factset import read_folder

from . import generate
from .loader import target

WARM_UP, PAIRS, FIRST_MEASURE = 20, 200, 100


@contextlib.contextmanager
def served(store: str) -> Iterator[httpx.Client]:
    """A client of `parley serve` on a free port."""
    parley = str(Path(sys.executable).with_name("parley"))
    process = subprocess.Popen([parley, "serve", "--store", store], stdout=subprocess.PIPE, text=True, env=os.environ)
    try:
        assert process.stdout is not None
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found is not None
        with httpx.Client(base_url=found[0], timeout=120) as client:
            yield client
    finally:
        process.terminate()
        process.wait(30)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    began = time.perf_counter()
    result = work()
    return (time.perf_counter() - began) * 1000, result


def _ask(client: httpx.Client, question: str) -> Any:  # noqa: ANN401  JSON
    return client.get("/ask", params={"q": question}).raise_for_status().json()


def measure(client: httpx.Client, store: Store) -> tuple[list[float], list[float]]:
    """Milliseconds of `/ask` and of its Cypher, pair by pair."""
    asked, driven = [], []
    for n in range(WARM_UP + PAIRS):
        question = f"who opposes measure {FIRST_MEASURE + n}?"
        one, answer = timed(partial(_ask, client, question))
        two, _ = timed(partial(store.rows, answer["cypher"], answer["parameters"]))
        if n >= WARM_UP:
            asked.append(one)
            driven.append(two)
    return asked, driven


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.ask", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--claims", type=int, default=200_000)
    parser.add_argument("--store", default="", help="a Bolt address; the embedded engine without one")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        generate.write(folder / "facts", generate.Size.of(options.claims))
        store = options.store or f"embedded:{folder / 'store'}"
        with open_store(target(store)) as opened:
            loads.wipe(opened)
            loads.load(opened, read_folder(folder / "facts"))
            with served(store) as client:
                asked, driven = measure(client, opened)
    for what, found in (("/ask", asked), ("driver", driven)):
        cuts = statistics.quantiles(found, n=100)
        print(f"{what:7} p50 {statistics.median(found):6.1f} ms  p99 {cuts[98]:6.1f} ms")
    ratio = statistics.median(asked) / statistics.median(driven)
    print(f"/ask takes {ratio:.2f} times the same Cypher through the driver (medians of {PAIRS})")


if __name__ == "__main__":
    main()
