"""Questions about deadlocks, answered through `graph.analysis`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .planning import Options, Statement
from .reading import Reading

if TYPE_CHECKING:
    from graph.store import Store

Row = dict[str, Any]


def cycles(store: Store, reading: Reading, options: Options) -> tuple[list[Row], Statement]:
    """Rings of conditions, of all that is named those that have it, and the Cypher that shows their steps."""
    from graph.analysis.report import deadlock_report
    from graph.reader import Reader, Scope

    scope = Scope(
        as_of=options.as_of, on=options.on, min_certainty=options.min_certainty, basis=options.basis,
        include_imputed=options.include_imputed, roll_up=options.roll_up, according_to=options.according_to,
        source=options.source,
    )  # fmt: skip
    named = {reading.object.ids[0], *reading.narrower} if reading.object.ids else set()
    rings = [
        ring
        for ring in deadlock_report(Reader(store), scope)["deadlocks"]
        if not named or named & {*ring["measures"], *ring["holders"]}
    ]
    return [_answer(ring) for ring in rings], _statement(rings)


def _answer(ring: Row) -> Row:
    names = ring["names"]
    weakest = ring["weakest"]
    return {
        "id": ring["id"], "name": ring["sentence"], "kind": "Deadlock", "certainty": weakest["certainty"],
        "imputed": ring["imputed"], "basis": weakest["basis"], "inherited": False, "conditional": [], "role": ring["tier"],
        "measures": [{"id": m, "name": names[m]} for m in ring["measures"]],
        "holders": [{"id": h, "name": names[h]} for h in ring["holders"]],
        "claims": [{**p, "id": p["claim"]} for step in ring["steps"] for p in step["passages"]],
    }  # fmt: skip


def _statement(rings: list[Row]) -> Statement:
    from graph.analysis.evidence import STEPS_CYPHER

    steps = [step for ring in rings for step in ring["parameters"]["steps"]]
    return Statement(STEPS_CYPHER, {"steps": [list(s) for s in dict.fromkeys(map(tuple, steps))]})
