"""Who speaks for whom, and which claims are imputed: put into a holder's mouth by someone else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from schema.records import Actor
from schema.relations import RELATION


@dataclass(slots=True)
class Spokespersons:
    """speaker → principals, from REPRESENTS and from memberships that speak for the whole; followed to any depth."""

    principals: Mapping[str, Iterable[str]] = field(default_factory=dict)

    def speaks_for(self, speaker: str, holder: str) -> bool:
        seen, todo = {speaker}, [speaker]
        while todo:
            for principal in self.principals.get(todo.pop(), ()):
                if principal == holder:
                    return True
                if principal not in seen:
                    seen.add(principal)
                    todo.append(principal)
        return False

    @classmethod
    def of(cls, actors: Iterable[Actor]) -> Spokespersons:
        found: dict[str, list[str]] = {}
        for actor in actors:
            links = [link.actor for link in actor.represents]
            links += [link.actor for link in (*actor.member_of, *actor.part_of) if link.speaks_for]
            if links:
                found[actor.id] = links
        return cls(found)


def is_imputed(
    relation: str, holders: Iterable[str], speakers: Iterable[str], principals: Iterable[str], who: Spokespersons
) -> bool:
    """Whether a stance or condition is put into its holders' mouths.

    True where the text names speakers (level 1 and up) and none of them is a holder or speaks for one. The outlet's own
    report names no speaker and is not imputed. `principals`: whom the speaker speaks for in this text.
    """
    holders, speakers = set(holders), list(speakers)
    if not RELATION[relation].stance_or_condition or not holders or not speakers or holders & set(principals):
        return False
    return not any(s in holders or any(who.speaks_for(s, h) for h in holders) for s in speakers)
