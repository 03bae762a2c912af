"""kill -9 in the middle of a load: nothing that was acknowledged is lost or doubled, and running it again finishes it.

    python -m bench.kill --engine embedded --who loader --times 20
    python -m bench.kill --engine neo4j --who engine --times 20 --claims 50000

`--who engine` kills the Java of the embedded engine (its guard starts another) or the Neo4j server (which is started
again on its data). Each round has a fresh store, and the end is compared with the view that plain Python derives.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from graph.engine.embedded import attach
from graph.loads import load, loads, wipe
from graph.store import Store, open_store
from graph.units import dump_view
from loaders.factset import FactSet, read_folder

from .generate import Size, write
from .loader import target

Who = Literal["loader", "engine"]
FAULTS = {
    "claims twice": "MATCH (c:Claim) WITH c.id AS id, count(*) AS n WHERE n > 1 RETURN count(*) AS n",
    "passages twice": "MATCH (p:Passage) WITH p.id AS id, count(*) AS n WHERE n > 1 RETURN count(*) AS n",
    "without holder": "MATCH (c:Claim) WHERE COUNT { (c)-[:HELD_BY]->() } <> 1 RETURN count(*) AS n",
    "without object": "MATCH (c:Claim) WHERE COUNT { (c)-[:ABOUT]->() } <> 1 RETURN count(*) AS n",
    "without source": "MATCH (c:Claim) WHERE COUNT { (c)-[:ATTRIBUTED_TO]->() } <> 1 RETURN count(*) AS n",
    "without passage": "MATCH (c:Claim) WHERE COUNT { (c)-[:EVIDENCED_BY]->() } <> 1 RETURN count(*) AS n",
    "passage without source": "MATCH (p:Passage) WHERE COUNT { (p)-[:IN]->() } <> 1 RETURN count(*) AS n",
}
"""Of plain generated claims, each of which has one of everything; every count must be nought."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one kill did."""

    acknowledged: int
    kept: int
    state: str
    said: str
    seconds: float


@dataclass(slots=True)
class Ground:
    """A store that can be killed: its name and environment for a loader, and how to kill and mend its engine."""

    store: str
    environment: dict[str, str]
    kill: Callable[[], None]
    mend: Callable[[], None]

    def open(self) -> contextlib.AbstractContextManager[Store]:
        return open_store(target(self.store))


@contextlib.contextmanager
def embedded() -> Iterator[Ground]:
    """A fresh embedded store."""
    folder = Path(tempfile.mkdtemp(prefix="parley-kill-"))

    def kill() -> None:
        with attach(folder / "store") as attachment:
            os.kill(attachment.engine_pid, signal.SIGKILL)

    try:
        yield Ground(f"embedded:{folder / 'store'}", dict(os.environ), kill, lambda: None)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def starts(command: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def loader(ground: Ground, folder: Path, batch: int) -> subprocess.Popen[str]:
    """A process that loads `folder`."""
    command = [sys.executable, "-m", "bench.loader", ground.store, str(folder), str(batch)]
    return starts(command, ground.environment)


def kill_once(ground: Ground, folder: Path, who: Who, *, after: int, batch: int, wait: float = 0.0) -> Round:
    """Load `folder`, and kill `who` `wait` seconds after `after` claims were acknowledged; then look at what is left."""
    began = time.monotonic()
    process = loader(ground, folder, batch)
    assert process.stdout is not None
    acknowledged = 0
    for line in process.stdout:
        told = json.loads(line)
        acknowledged += told.get("claims", 0)
        if ("ready" in told and after == 0) or acknowledged >= after > 0:
            break
    time.sleep(wait)
    if who == "loader":
        process.kill()
    else:
        ground.kill()
        ground.mend()
    rest, said = process.communicate(timeout=300)
    acknowledged += sum(json.loads(line).get("claims", 0) for line in rest.splitlines())
    with ground.open() as store:
        kept = int(store.rows("MATCH (c:Claim) RETURN count(c) AS n")[0]["n"])
        assert kept >= acknowledged, f"{acknowledged} acknowledged, {kept} kept"
        assert not (found := faults(store)), found
        state = str(loads(store)[-1]["state"]) if loads(store) else "none"
    return Round(acknowledged, kept, state, said.strip(), time.monotonic() - began)


def faults(store: Store) -> dict[str, int]:
    """What is lost or doubled, if anything."""
    counts = {name: int(store.rows(text)[0]["n"]) for name, text in FAULTS.items()}
    return {name: n for name, n in counts.items() if n}


def finish(ground: Ground, folder: Path, batch: int) -> None:
    """Run the load again, to its end."""
    process = loader(ground, folder, batch)
    _, said = process.communicate(timeout=1800)
    assert process.returncode == 0, said


def whole(store: Store, facts: FactSet, view: list[str]) -> None:
    """The store holds the data set, once, with its view."""
    assert store.rows("MATCH (c:Claim) RETURN count(c) AS n") == [{"n": len(facts.claim_ids)}]
    assert not (found := faults(store)), found
    assert store.read(dump_view) == view, "the view is another"
    assert [r["state"] for r in loads(store)] == ["done"]


def undisturbed(ground: Ground, facts: FactSet, batch: int) -> list[str]:
    """The view of a load that nobody disturbs; the store is empty afterwards."""
    with ground.open() as store:
        load(store, facts, batch=batch)
        view = store.read(dump_view)
        wipe(store)
    return view


def run(ground: Ground, who: Who, *, times: int, claims: int, batch: int, seed: int = 0) -> Iterator[Round]:
    """Kill `times` times at random moments, each in a fresh load."""
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, Size.of(claims), seed)
        facts = read_folder(folder)
        view = undisturbed(ground, facts, batch)
        for number in range(times):
            after = batch * chance.randrange(claims // batch)
            yield kill_once(ground, folder, who, after=after, batch=batch, wait=chance.random())
            finish(ground, folder, batch)
            with ground.open() as store:
                whole(store, facts, view)
                wipe(store)
            print(f"{number + 1:3d} ", end="")


@contextlib.contextmanager
def ground_of(engine: str) -> Iterator[Ground]:
    """A fresh store of an engine; a Neo4j of our own is started for it."""
    if engine == "embedded":
        with embedded() as ground:
            yield ground
        return
    from tests.neo4j_server import LATEST, again, end, launch

    server = launch(LATEST, bound=True)
    environment = {**os.environ, "PARLEY_STORE_USER": server.user, "PARLEY_STORE_PASSWORD": server.password}
    os.environ |= environment

    def mend() -> None:
        nonlocal server
        os.waitpid(server.pid, 0)
        server = again(server, bound=True)

    try:
        yield Ground(server.uri, environment, lambda: os.kill(server.pid, signal.SIGKILL), mend)
    finally:
        end(server)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.kill", description="kill -9 in the middle of a load")
    parser.add_argument("--engine", choices=("embedded", "neo4j"), default="embedded")
    parser.add_argument("--who", choices=("loader", "engine"), default="loader")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--claims", type=int, default=50_000)
    parser.add_argument("--batch", type=int, default=5_000)
    chosen = parser.parse_args()
    with ground_of(chosen.engine) as ground:
        for told in run(ground, chosen.who, times=chosen.times, claims=chosen.claims, batch=chosen.batch):
            print(f"{told.acknowledged} acknowledged, {told.kept} kept, {told.state}; {told.said[:100]}", flush=True)
    print(f"\n{chosen.times} kills of the {chosen.who} on {chosen.engine}: nothing lost, nothing twice, each finished")


if __name__ == "__main__":
    main()
