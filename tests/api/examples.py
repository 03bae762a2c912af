"""The examples of the OpenAPI document: answers that the API gives over the bundled data.

    python -m tests.api.examples      writes api/examples.json anew
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx

from api import examples
from graph import loads
from graph.engine.settings import Target
from graph.store import open_store
from loaders.factset import bundled, read_folder

from .conftest import served

REQUESTS: dict[str, tuple[str, str]] = {
    "health": ("GET", "/health"),
    "ask": ("GET", "/ask?q=who opposes Turkish ISF participation"),
    "positions": ("GET", "/positions?measure=turkish-isf-participation&stance=opposes"),
    "claims": ("GET", "/claims?holder=israel&relation=opposes&about=turkish-isf-participation"),
    "actors": ("GET", "/actors?q=vance"),
    "measures": ("GET", "/measures?q=turkish participation"),
    "sources": ("GET", "/sources?limit=1"),
    "deadlocks": ("GET", "/deadlocks?basis=implied"),
    "unlocks": ("GET", "/unlocks?measure=un-mandate"),
    "sequence": ("GET", "/sequence?goal=gaza-reconstruction"),
    "contested": ("GET", "/contested?limit=1"),
    "blockades": ("GET", "/blockades?source=trump-netanyahu-divide"),
    "silence": ("GET", "/silence?source=us-israel-phase-two-gaps"),
    "cypher": ("POST", "/cypher"),
}
CYPHER = {
    "query": "MATCH (a:Actor)-[:OPPOSES]->(m:Measure {id: $id}) RETURN a.name AS name",
    "parameters": {"id": "turkish-isf-participation"},
}
_OF_A_RUN = ("recorded_at", "data_version", "store", "engine", "engine_version", "version")


def answers(client: httpx.Client) -> dict[str, Any]:
    """What the API answers now, by name of the example; without what differs between runs."""
    found = {}
    for name, (method, path) in REQUESTS.items():
        answer = client.request(method, path, json=CYPHER if method == "POST" else None)
        answer.raise_for_status()
        found[name] = steady(answer.json())
    return found


def steady(value: Any) -> Any:  # noqa: ANN401  JSON
    if isinstance(value, dict):
        return {k: "…" if k in _OF_A_RUN else steady(v) for k, v in value.items()}
    return [steady(v) for v in value] if isinstance(value, list) else value


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Target("embedded", path=Path(folder) / "store", database="parley")) as store,
    ):
        loads.load(store, read_folder(bundled("gaza")))
        with served(store) as client:
            text = json.dumps(answers(client), ensure_ascii=False, indent=1) + "\n"
    examples.FILE.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{examples.FILE.name} is written\n")


if __name__ == "__main__":
    main()
