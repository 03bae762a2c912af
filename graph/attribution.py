"""Who speaks for whom, and which claims are imputed: put into a holder's mouth by someone else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from schema.records import Actor, Claim, Source, first_day, last_day
from schema.relations import RELATION


class Period(NamedTuple):
    """First and last day, None where it is open or unknown: an office, or when a claim was said."""

    first: str | None = None
    last: str | None = None

    def meets(self, other: Period) -> bool:
        """Whether some day may be of both: what is unknown excludes nothing."""
        return not (
            (self.last is not None and other.first is not None and self.last < other.first)
            or (other.last is not None and self.first is not None and other.last < self.first)
        )


ALWAYS = Period()


def said(
    first: str | None, last: str | None, precision: str | None, published: str | None, published_precision: str | None
) -> Period:
    """When a claim was said; where it does not tell, by when it was published."""
    if first is None and last is None and published is not None:
        first, last, precision = first_day(published), last_day(published), published_precision
    last = last or first
    return Period(None if precision == "not-after" else first, None if precision == "not-before" else last)


def said_in(claim: Claim, source: Source) -> Period:
    return said(claim.said_from, claim.said_to, claim.date_precision, source.published, source.published_precision)


def _itself(id_: str) -> str:
    return id_


@dataclass(slots=True)
class Spokespersons:
    """speaker → principals, each with the time of office, from REPRESENTS and from memberships that speak for the whole;
    followed to any depth. `of_one` gives the actor that stands for all that are one."""

    principals: Mapping[str, Iterable[tuple[str, Period]]] = field(default_factory=dict)
    of_one: Callable[[str], str] = _itself

    def speaks_for(self, speaker: str, holder: str, when: Period = ALWAYS) -> bool:
        """An office counts for what may have been said in it; one without dates always does."""
        seen, todo = {speaker}, [speaker]
        while todo:
            for principal, office in self.principals.get(todo.pop(), ()):
                if not office.meets(when):
                    continue
                if principal == holder:
                    return True
                if principal not in seen:
                    seen.add(principal)
                    todo.append(principal)
        return False

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> Spokespersons:
        found: dict[str, list[tuple[str, Period]]] = {}
        for actor in actors:
            links = [*actor.represents, *(link for link in (*actor.member_of, *actor.part_of) if link.speaks_for)]
            if links:
                found[actor.id] = [(link.actor, Period(link.start, link.end)) for link in links]
        return cls(found)


def is_imputed(
    relation: str, holders: Iterable[str], speakers: Iterable[str], principals: Iterable[str], who: Spokespersons,
    when: Period = ALWAYS,
) -> bool:  # fmt: skip
    """Whether a stance or condition is put into its holders' mouths.

    True where the text names speakers (level 1 and up) and none of them is a holder or speaks for one when it is said.
    The outlet's own report names no speaker and is not imputed. `principals`: whom the speaker speaks for in this text.
    """
    one = who.of_one
    holders, speakers = {one(h) for h in holders}, [one(s) for s in speakers]
    if not RELATION[relation].stance_or_condition or not holders or not speakers:
        return False
    if not holders.isdisjoint(one(p) for p in principals):
        return False
    return not any(s in holders or any(who.speaks_for(s, h, when) for h in holders) for s in speakers)
