"""Unlocks and sequences as REST and the command line answer them."""

from __future__ import annotations

from collections.abc import Iterable

from schema.errors import NotFound

from ..reader import Item, Reader, Scope
from .evidence import STEPS_CYPHER, Evidence, without_imputed
from .possible import Demand
from .reading import read_preconditions
from .sequence import Sequence, sequence
from .unlocks import Unlocks, unlocks

STATES = {"free": "nobody is said to make it wait", "waits": "its conditions can be met one after the other",
          "stuck": "it is in a ring of conditions or behind one"}  # fmt: skip


def unlock_report(
    reader: Reader, measure: str, scope: Scope, *, limit: int = 20, seconds: float = 10.0, texts: bool = False
) -> Item:
    """`GET /unlocks?measure=`. `said`: the same without what others say of a holder. Raises NotFound."""
    graph = read_preconditions(reader.store, scope)
    found = unlocks(graph, measure, limit=limit, seconds=seconds)
    evidence = _evidence(reader, measure, [*found.waits_for, *(d for some in found.sets for d in some)])
    opening = found.opening
    still = [m for other, missing in opening.still for m in (other, *missing)]
    evidence.look_up([*opening.directly, *opening.in_a_chain, *still])
    said = None
    if scope.include_imputed:
        own = unlocks(read_preconditions(reader.store, without_imputed(scope)), measure, limit=limit, seconds=seconds)
        said = {"state": own.state, "sets": [{"conditions": [d.id for d in s]} for s in own.sets]}
    return {
        "measure": {"id": measure, "name": evidence.name(measure)}, "state": found.state,
        "waits_for": [_demand(evidence, d, texts=texts) for d in found.waits_for],
        "sets": [
            {"weight": sum(d.weight for d in some), "conditions": [_demand(evidence, d, texts=texts) for d in some],
             "sentence": "if no longer " + "; nor ".join(_clauses(evidence, some))} for some in found.sets
        ],
        "concessions": [{"condition": d.id, "parties": list(d.parties), "measure": d.measure, "sets": n} for d, n in found.concessions],
        "opens": {"directly": list(opening.directly), "in_a_chain": list(opening.in_a_chain),
                  "still": [{"measure": m, "missing": list(missing)} for m, missing in opening.still]},
        "said": said, "stopped": found.stopped, "sentence": _unlock_sentence(evidence, measure, found),
        "names": evidence.names, "cypher": STEPS_CYPHER, "parameters": {"steps": _steps(found.waits_for)},
    }  # fmt: skip


def sequence_report(reader: Reader, goal: str, scope: Scope, *, texts: bool = False) -> Item:
    """`GET /sequence?goal=`. Raises NotFound."""
    found = sequence(read_preconditions(reader.store, scope), goal)
    kept = [d for stage in found.stages for d in stage.keeps]
    evidence = _evidence(reader, goal, [*kept, *found.conflict])
    evidence.look_up(m for stage in found.stages for m in stage.measures)
    said = None
    if scope.include_imputed:
        said = {"possible": sequence(read_preconditions(reader.store, without_imputed(scope)), goal).possible}
    return {
        "goal": {"id": goal, "name": evidence.name(goal)}, "possible": found.possible,
        "stages": [
            {"measures": list(stage.measures), "keeps": [_demand(evidence, d, texts=texts) for d in stage.keeps]}
            for stage in found.stages
        ],
        "conflict": [_demand(evidence, d, texts=texts) for d in found.conflict], "said": said,
        "sentence": _sequence_sentence(evidence, found), "names": evidence.names, "cypher": STEPS_CYPHER,
        "parameters": {"steps": _steps([*kept, *found.conflict])},
    }  # fmt: skip


def _evidence(reader: Reader, measure: str, demands: Iterable[Demand]) -> Evidence:
    """Raises NotFound for what is no measure."""
    some = list(demands)
    if reader.label_of(measure) != "Measure":
        raise NotFound(f"no measure has the id {measure!r}", hint="see /measures")
    evidence = Evidence(reader)
    parts = [i for d in some for g in d.groups for i in (*g.measures, *g.others)]
    people = [i for d in some for i in d.parties]
    evidence.look_up([measure, *parts, *people, *(d.measure for d in some)], (c.claim for d in some for c in d.conditions))
    return evidence


def _demand(evidence: Evidence, demand: Demand, *, texts: bool) -> Item:
    first, claims = demand.conditions[0], [c.claim for c in demand.conditions]
    return {
        "id": demand.id, "parties": list(demand.parties), "holders": sorted({h for c in demand.conditions for h in c.holders}),
        "measure": demand.measure, "kind": first.kind, "weight": demand.weight, "basis": first.basis,
        "imputed": demand.imputed, "certainty": max(c.certainty for c in demand.conditions),
        "groups": [{"measures": sorted(g.measures), "others": sorted(g.others)} for g in demand.groups],
        "sentence": _clause(evidence, demand), "claims": list(dict.fromkeys(claims)),
        "passages": evidence.passages(claims, texts=texts),
    }  # fmt: skip


def _clause(evidence: Evidence, demand: Demand) -> str:
    wanted = " or for ".join(evidence.parts(g.measures, g.others) for g in demand.groups)
    return evidence.clause(f"“{evidence.name(demand.measure)}”", wanted, demand.conditions[0].kind, demand.parties)


def _clauses(evidence: Evidence, demands: Iterable[Demand]) -> list[str]:
    return [_clause(evidence, d) for d in demands]


def _steps(demands: Iterable[Demand]) -> list[list[str]]:
    return [[d.measure, r] for d in demands for g in d.groups for r in sorted(g.measures)]


def _unlock_sentence(evidence: Evidence, measure: str, found: Unlocks) -> str:
    text = f"“{evidence.name(measure)}”: {STATES[found.state]}."
    if found.sets:
        text += f" The smallest way out: if no longer {'; nor '.join(_clauses(evidence, found.sets[0]))}."
    elif found.waits_for:
        text += f" {'; '.join(_clauses(evidence, found.waits_for))}."
    if found.opening.directly:
        text += f" Once done, it opens {evidence.parts(found.opening.directly)}."
    return text


def _sequence_sentence(evidence: Evidence, found: Sequence) -> str:
    goal = f"“{evidence.name(found.goal)}”"
    if found.conflict:
        return f"{goal} cannot come about while {'; and '.join(_clauses(evidence, found.conflict))}."
    if len(found.stages) == 1:
        return f"{goal} waits for nothing."
    return "First " + ", then ".join(evidence.parts(stage.measures) for stage in found.stages) + "."
