"""Deadlocks as REST and the command line answer them: ids, passages behind every step, and a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from schema.errors import NotFound

from ..reader import Item, Reader, Scope
from .circuits import DEFAULT, Bounds
from .deadlocks import ALTERNATIVE, KIND_OF, Deadlocks, Escape, Ring, Step, deadlocks
from .evidence import STEPS_CYPHER, Evidence, stances_on
from .preconditions import PARALLEL, Preconditions
from .reading import read_preconditions


@dataclass(slots=True)
class _Shown:
    """Rings of one answer, with what is needed to show them."""

    evidence: Evidence
    graph: Preconditions
    opposed: dict[str, list[Item]]
    texts: bool

    def ring(self, ring: Ring) -> Item:
        steps = [self.step(s) for s in ring.steps]
        escapes = [self.escape(e) for e in ring.escapes]
        named = [*ring.measures, *ring.holders, *(i for e in ring.escapes for i in (*e.by.measures, *e.by.others)),
                 *(a["actor"] for e in escapes for a in e["opposed_by"]), *(b for s in ring.steps for b in s.contested_by)]  # fmt: skip
        return {
            "id": ring.id, "measures": list(ring.measures), "holders": list(ring.holders),
            "analysts": list(ring.analysts), "tier": ring.tier, "imputed": ring.imputed, "steps": steps,
            "weakest": steps[ring.steps.index(ring.weakest)], "escapes": escapes,
            "breaks": [self.break_(s) for s in ring.steps if s.conditions],
            "sentence": self.sentence(ring, escapes), "names": self.evidence.shown(named),
            "cypher": STEPS_CYPHER, "parameters": {"steps": [[s.measure, s.requires] for s in ring.steps if s.conditions]},
        }  # fmt: skip

    def step(self, step: Step) -> Item:
        claims = [c.claim for c in step.conditions]
        return {
            "measure": step.measure, "requires": step.requires, "holders": list(step.holders), "kind": step.kind,
            "certainty": step.certainty, "basis": step.conditions[0].basis if step.conditions else "stated",
            "imputed": step.imputed, "contested_by": list(step.contested_by), "claims": list(dict.fromkeys(claims)),
            "passages": self.evidence.passages(claims, texts=self.texts),
        }  # fmt: skip

    def escape(self, escape: Escape) -> Item:
        against = {p["actor"]["id"]: p for m in sorted(escape.by.measures) for p in self.opposed[m]}
        return {
            "measure": escape.measure, "instead_of": escape.instead_of, "by": sorted(escape.by.measures),
            "others": sorted(escape.by.others), "claims": list(escape.claims),
            "opposed_by": [{"actor": a, "claims": p["claims"]} for a, p in sorted(against.items())],
        }  # fmt: skip

    def break_(self, step: Step) -> Item:
        return {
            "holders": list(step.holders), "measure": step.measure, "requires": step.requires,
            "alone": self.graph.one_party(step.holders), "sentence": f"if no longer {self._clause(step)}",
        }  # fmt: skip

    def sentence(self, ring: Ring, escapes: list[Item]) -> str:
        clauses = {frozenset((s.measure, s.requires)) if s.kind == PARALLEL else s: self._clause(s) for s in ring.steps}
        text = "; ".join(clauses.values())
        ways = [
            f"“{self.evidence.name(e['instead_of'])}” could give way to {self.evidence.parts(e['by'], e['others'])}"
            + (f", which {self.evidence.listed(a['actor'] for a in e['opposed_by'])} "
               f"{'oppose' if len(e['opposed_by']) > 1 else 'opposes'}" if e["opposed_by"] else "")
            for e in escapes
        ]  # fmt: skip
        end = f" A way round: {'; or '.join(ways)}." if ways else ""
        together = all(s.kind == PARALLEL for s in ring.steps)
        sense = "none of them may come alone" if together else "each waits for the next, and the last for the first"
        return f"{text[:1].upper()}{text[1:]}: {sense}.{end}"

    def _clause(self, step: Step) -> str:
        one, other = self.evidence.name(step.measure), self.evidence.name(step.requires)
        if step.kind == KIND_OF:
            return f"“{one}” is a form of “{other}”"
        if step.kind == ALTERNATIVE:
            return f"“{other}” could stand in for “{one}”"
        return self.evidence.waits(step.measure, step.requires, step.kind, step.holders)


def deadlock_report(reader: Reader, scope: Scope, bounds: Bounds = DEFAULT, *, texts: bool = False) -> Item:
    """`GET /deadlocks`; with `texts`, each passage in its sentence where the text is at hand.

    `readings`: which of them need what others say of a holder, and which do without.
    """
    graph = read_preconditions(reader.store, scope)
    found = deadlocks(graph, bounds)
    shown = _look_up(reader, scope, graph, found, texts=texts)
    return {
        "deadlocks": [shown.ring(r) for r in found.deadlocks],
        "co_requisites": [shown.ring(r) for r in found.co_requisites],
        "readings": {
            "said": [r.id for r in found.deadlocks if not r.imputed],
            "imputed": [r.id for r in found.deadlocks if r.imputed],
        },
        "conditions": len(graph.conditions), "stopped": found.stopped, "complete_to": found.complete_to,
    }  # fmt: skip


def one_deadlock(reader: Reader, id_: str, scope: Scope, bounds: Bounds = DEFAULT) -> Item:
    """`GET /deadlocks/{id}`, each passage in its sentence where the text is at hand. Raises NotFound."""
    graph = read_preconditions(reader.store, scope)
    found = deadlocks(graph, bounds)
    ring = next((r for r in (*found.deadlocks, *found.co_requisites) if r.id == id_), None)
    if ring is None:
        raise NotFound(f"no deadlock has the id {id_!r}", hint="/deadlocks lists them; basis and other filters may hide it")
    return _look_up(reader, scope, graph, Deadlocks((ring,), ()), texts=True).ring(ring)


def _look_up(reader: Reader, scope: Scope, graph: Preconditions, found: Deadlocks, *, texts: bool) -> _Shown:
    some = (*found.deadlocks, *found.co_requisites)
    escapes = [e for r in some for e in r.escapes]
    opposed = dict(stances_on(reader, (m for e in escapes for m in e.by.measures), scope, "opposes"))
    evidence = Evidence(reader)
    evidence.look_up(_named(some, escapes, opposed), (c.claim for r in some for s in r.steps for c in s.conditions))
    return _Shown(evidence, graph, opposed, texts)


def _named(some: Iterable[Ring], escapes: Iterable[Escape], opposed: dict[str, list[Item]]) -> set[str]:
    names = {name for r in some for name in (*r.measures, *r.holders)}
    names |= {name for r in some for s in r.steps for name in s.contested_by}
    names |= {name for e in escapes for name in (*e.by.measures, *e.by.others)}
    return names | {p["actor"]["id"] for positions in opposed.values() for p in positions}
