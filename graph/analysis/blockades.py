"""Blockades that are no rings, and silence: who stands in whose way, and who has not spoken.

Six patterns. *waiting*: one makes a measure wait for what another makes wait, or makes wait what another demands.
*opposed*: one supports what another opposes, or what excludes what the other supports. *order*: one wants a step after
another, and somebody else wants them side by side or rejects that order. *nobody*: each way to something that is required
is opposed, declined, out of reach or itself waiting. *deed*: somebody hinders what is required, or does what excludes it.
*authority*: two claim one decision.

Cost: linear in positions and conditions, times the forms of a measure, but for pairs of people on one measure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from schema.ids import digest

from ..derive import Measures
from .circuits import components
from .preconditions import OWN, PARALLEL, STEP_KINDS, Condition, Preconditions

Pattern = Literal["waiting", "opposed", "order", "nobody", "deed", "authority"]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)
SPOKEN = ("SUPPORTS", "OPPOSES", "CONDITIONS_ON", "DECLINES", "AGREES_TO", "CARRIED_OUT")
"""Edges by which an actor has taken a position on a measure, or acted on it."""


@dataclass(frozen=True, slots=True)
class Stand:
    """What an actor has to do with a measure, an edge of the view."""

    actor: str
    does: str
    """The edge's type."""
    measure: str
    claims: tuple[str, ...]
    inherited: bool = False
    imputed: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """All that blockades and silence are read from."""

    graph: Preconditions
    measures: Measures
    stands: tuple[Stand, ...]
    authority: tuple[Stand, ...] = ()
    """Who says that a decision is its own."""
    addressed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Claim → from whom it wants what it waits for."""
    involved: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Measure → actors that it concerns."""

    def on(self, does: Collection[str]) -> dict[str, list[Stand]]:
        """Stands of some types, by measure."""
        found: dict[str, list[Stand]] = defaultdict(list)
        for stand in self.stands:
            if stand.does in does:
                found[stand.measure].append(stand)
        return found


@dataclass(frozen=True, slots=True)
class Blockade:
    """`measures`: the one in question, then what it meets. `sides`: who does what, the first against the others."""

    pattern: Pattern
    measures: tuple[str, ...]
    sides: tuple[Stand, ...]

    @property
    def id(self) -> str:
        return "b" + digest(self.pattern, self.measures, sorted({(s.actor, s.does, s.measure) for s in self.sides}))

    @property
    def imputed(self) -> bool:
        return any(s.imputed for s in self.sides)


def blockades(given: Situation) -> list[Blockade]:
    """Of all patterns, in their order."""
    found = [*_waiting(given), *_opposed(given), *_order(given), *_nobody(given), *_deeds(given), *_authority(given)]
    unique = {b.id: b for b in found}
    return sorted(unique.values(), key=lambda b: (PATTERNS.index(b.pattern), b.imputed, b.measures, b.id))


def _stand(condition: Condition, holder: str, does: str = "CONDITIONS_ON") -> Stand:
    return Stand(holder, does, condition.measure, (condition.claim,), imputed=condition.imputed)


def _held(conditions: Iterable[Condition], kinds: Collection[str]) -> Iterator[tuple[Condition, str]]:
    return ((c, h) for c in conditions if c.kind in kinds for h in c.holders)


def _waiting(given: Situation) -> Iterator[Blockade]:
    graph = given.graph
    steps: dict[str, set[str]] = defaultdict(set)
    for measure, requirement in graph.needs():
        steps[measure].add(requirement)
    for measure, parents in graph.parents.items():
        steps[measure].update(parents)
    ring = {m: n for n, part in enumerate(components(steps)) for m in part}
    own = list(_held(graph.conditions, OWN))
    by_measure: dict[str, list[tuple[Condition, str]]] = defaultdict(list)
    for condition, holder in own:
        by_measure[condition.measure].append((condition, holder))
    demanded = given.on(("DEMANDS", "PRESSURES"))
    for condition, holder in own:
        for requirement in sorted(condition.requirements - {condition.measure}):
            if ring.get(requirement) == ring.get(condition.measure):
                continue  # a deadlock
            for place in (requirement, *given.measures.ancestors(requirement)):
                for other, second in by_measure.get(place, ()):
                    if not graph.one_party((holder, second)):
                        sides = _stand(condition, holder), _stand(other, second)
                        yield Blockade("waiting", (condition.measure, requirement), sides)
        for form in _kin(given.measures, condition.measure):
            for wish in demanded.get(form, ()):
                if not graph.one_party((holder, wish.actor)):
                    named = tuple(dict.fromkeys((condition.measure, form)))
                    yield Blockade("waiting", named, (_stand(condition, holder), wish))


def _opposed(given: Situation) -> Iterator[Blockade]:
    """One for each measure: all who are for it, in so many words, and all who are against."""
    against = given.on(("OPPOSES",))
    for measure, friends in sorted(given.on(("SUPPORTS",)).items()):
        direct = [s for s in friends if not s.inherited]
        foes = [o for o in against.get(measure, ()) if not all(given.graph.one_party((o.actor, s.actor)) for s in direct)]
        meeting = [s for s in direct if not all(given.graph.one_party((o.actor, s.actor)) for o in foes)]
        if meeting and foes:
            yield Blockade("opposed", (measure,), (*_by_actor(meeting), *_by_actor(foes)))


def _by_actor(stands: Iterable[Stand]) -> list[Stand]:
    return sorted(stands, key=lambda s: (s.imputed, s.actor))


def _order(given: Situation) -> Iterator[Blockade]:
    graph = given.graph
    parallel: dict[tuple[str, str], list[tuple[Condition, str]]] = defaultdict(list)
    for condition, holder in _held(graph.conditions, (PARALLEL,)):
        for other in condition.requirements:
            parallel[condition.measure, other].append((condition, holder))
    for condition, holder in _held(graph.conditions, (*STEP_KINDS, PARALLEL)):
        for requirement in sorted(condition.requirements - {condition.measure}):
            pair = condition.measure, requirement
            for rival in graph.contested.get(pair, ()):
                if not graph.one_party((holder, rival)):
                    sides = _stand(condition, holder, "REQUIRES"), Stand(rival, "REJECTS", condition.measure, ())
                    yield Blockade("order", pair, sides)
            if condition.kind == PARALLEL:
                continue
            for one in _kin(given.measures, condition.measure):
                for two in _kin(given.measures, requirement):
                    for other, second in (*parallel.get((one, two), ()), *parallel.get((two, one), ())):
                        if not graph.one_party((holder, second)):
                            sides = _stand(condition, holder, "REQUIRES"), _stand(other, second, "PARALLEL")
                            yield Blockade("order", pair, sides)


def _kin(measures: Measures, measure: str) -> tuple[str, ...]:
    """It and its forms: what holds it up holds them up."""
    return measure, *measures.descendants(measure)


def _required(given: Situation) -> dict[str, list[tuple[Condition, str]]]:
    found: dict[str, list[tuple[Condition, str]]] = defaultdict(list)
    for condition, holder in _held(given.graph.conditions, STEP_KINDS):
        for requirement in condition.requirements:
            found[requirement].append((condition, holder))
    return found


def _nobody(given: Situation) -> Iterator[Blockade]:
    """Every form of what is required that the data know is ruled out; without forms, those who would do it lack it."""
    out = given.on(("OPPOSES", "DECLINES", "LACKS", "CONDITIONS_ON"))
    able = given.on(("CARRIED_OUT", "PARTICIPATES_IN", "DEPLOYS", "AGREES_TO"))
    for requirement, by in sorted(_required(given).items()):
        forms = given.measures.descendants(requirement)
        missing = [s for s in out.get(requirement, ()) if s.does in ("LACKS", "DECLINES")]
        reasons = [s for form in sorted(forms) for s in out.get(form, ()) if not s.inherited or s.does == "OPPOSES"]
        ruled_out = {s.measure for s in reasons}
        if any(able.get(m) for m in (requirement, *forms) if m not in ruled_out):
            continue
        if (forms and ruled_out >= set(forms) and any(s.does != "CONDITIONS_ON" for s in reasons)) or (missing and not forms):
            sides = (*(_stand(c, h, "REQUIRES") for c, h in by), *_by_actor([*missing, *reasons]))
            yield Blockade("nobody", (requirement, *sorted(ruled_out)), sides)


def _deeds(given: Situation) -> Iterator[Blockade]:
    hindered, done = given.on(("HINDERS",)), given.on(("CARRIED_OUT",))
    for requirement, by in sorted(_required(given).items()):
        wider = (requirement, *given.measures.ancestors(requirement))
        deeds = [s for place in wider for s in hindered.get(place, ())]
        deeds += [s for rival in given.measures.excluded_by(requirement) for s in done.get(rival, ())]
        for deed in deeds:
            needed = tuple(_stand(c, h, "REQUIRES") for c, h in by)
            yield Blockade("deed", (requirement, *{deed.measure} - {requirement}), (*needed, deed))


def _authority(given: Situation) -> Iterator[Blockade]:
    by_measure: dict[str, list[Stand]] = defaultdict(list)
    for stand in given.authority:
        by_measure[stand.measure].append(stand)
    for measure, some in sorted(by_measure.items()):
        if not given.graph.one_party(s.actor for s in some):
            yield Blockade("authority", (measure,), tuple(_by_actor(some)))


# ---- silence


@dataclass(frozen=True, slots=True)
class Silence:
    """`actor` has said nothing on `measure`, for which others wait. `addressed`: the text wants it from this actor;
    else the measure only concerns it. `others_say`: what others say that it thinks."""

    actor: str
    measure: str
    addressed: bool
    waiting: tuple[Condition, ...]
    others_say: tuple[Stand, ...]


def silences(given: Situation) -> list[Silence]:
    """Who has taken no position on what others wait for from it; those that are asked in so many words come first."""
    spoken = given.on(SPOKEN)
    asked: dict[tuple[str, str], list[tuple[Condition, bool]]] = defaultdict(list)
    for condition in (c for c in given.graph.conditions if c.kind in STEP_KINDS):
        for requirement in sorted(condition.requirements):
            addressed = given.addressed.get(condition.claim, ())
            for actor in dict.fromkeys((*addressed, *given.involved.get(requirement, ()))):
                if not given.graph.one_party((actor, *condition.holders)):
                    asked[actor, requirement].append((condition, actor in addressed))
    found = []
    for (actor, measure), some in asked.items():
        stands = [s for s in spoken.get(measure, ()) if speaks_for(given.graph, s.actor, actor)]
        if all(s.imputed for s in stands):
            waiting = tuple(c for c, _ in some)
            found.append(Silence(actor, measure, any(a for _, a in some), waiting, tuple(_by_actor(stands))))
    return sorted(found, key=lambda s: (not s.addressed, bool(s.others_say), -len(s.waiting), s.actor, s.measure))


def speaks_for(graph: Preconditions, speaker: str, actor: str) -> bool:
    return speaker == actor or actor in graph.principals.get(speaker, ())
