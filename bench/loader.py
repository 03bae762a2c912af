"""A loader as a process of its own, to be killed: says on standard output what was acknowledged, a line at a time.

    python -m bench.loader STORE FOLDER [BATCH]

STORE is `embedded:PATH`, or a Bolt address with PARLEY_STORE_USER and PARLEY_STORE_PASSWORD.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from pathlib import Path

from graph.engine.settings import Target
from graph.loads import BATCH, load
from graph.store import open_store
from loaders.factset import read_folder
from schema.errors import ParleyError


def target(name: str) -> Target:
    """The store that STORE names."""
    if name.startswith("embedded:"):
        return Target("embedded", path=Path(name.removeprefix("embedded:")), database="parley")
    return Target("bolt", uri=name, user=os.environ["PARLEY_STORE_USER"], password=os.environ["PARLEY_STORE_PASSWORD"])


def _say(what: str, count: int) -> None:
    print(json.dumps({what: count}), flush=True)


def main(store: str, folder: str, batch: str = str(BATCH)) -> int:
    """0 when the load has finished; the number of the error that ended it, with one line."""
    logging.getLogger("neo4j").setLevel(logging.CRITICAL)  # what it says is said by our error too
    facts = read_folder(Path(folder))
    try:
        with open_store(target(store)) as opened:
            _say("ready", 0)
            report = load(opened, facts, batch=int(batch), progress=_say)
    except ParleyError as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return error.exit_code
    _say("done", report.claims_created)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
