"""Claims of a data set as they are compared with each other, from its records: what `between` reads from a store."""

from __future__ import annotations

from collections.abc import Iterator

from schema.records import CLAIM_PREFIX, Actor, Claim, Source

from .attribution import Spokespersons, is_imputed, said_in
from .between import NOT_BEFORE
from .codec import label_of
from .derive import End
from .loads.ledger import Facts
from .opposites import Between, Range, Stated, Ties, period_of


class Statements:
    """The claims of a data set. `ties`: who speaks for whom."""

    def __init__(self, facts: Facts) -> None:
        actors = [e for e in facts.entities if isinstance(e, Actor)]
        self.facts, self.ties, self._who = facts, Ties.of(actors), Spokespersons.of(actors)
        self._ends = {e.id: End(label_of(e), e.id) for e in facts.entities}
        self._sources = {e.id: e for e in facts.entities if isinstance(e, Source)}

    def __iter__(self) -> Iterator[Stated]:
        return map(self._stated, self.facts.claims())

    def between(self) -> Between:
        """All of them compared."""
        between = Between(self.ties)
        for claim in self:
            between.add(claim)
        return between

    def _end(self, reference: str) -> End:
        if reference.startswith(CLAIM_PREFIX):
            return End("Claim", self.facts.claim_ids[reference.removeprefix(CLAIM_PREFIX)])
        return self._ends[reference]

    def _stated(self, claim: Claim) -> Stated:
        source, figure = self._sources[claim.source], claim.figure
        speakers = [a.id for a in claim.attributed_to]
        deepest = max((a.level for a in claim.attributed_to), default=0)
        origin = [a.id for a in claim.attributed_to if a.level == deepest] or [source.outlet or source.id]
        published = None if source.published_precision == NOT_BEFORE else source.published
        said, valid = (claim.said_from, claim.said_to), (claim.valid_from, claim.valid_to)
        return Stated(
            id=self.facts.claim_ids[claim.key], source=claim.source, relation=claim.relation, holders=claim.holder,
            about=tuple((self._end(r.id), r.contrary) for r in claim.about), origin=tuple(origin),
            speakers=tuple(speakers), targets=frozenset(t.id for t in claim.towards),
            conditions=frozenset((self._end(c.id).id, c.group, c.negated) for c in claim.conditions),
            modality=claim.modality, negated=claim.negated, embedded=claim.embedded,
            accepted=claim.status == "accepted", scope=claim.scope, judgement=claim.judgement, strength=claim.strength,
            basis=claim.basis, period=period_of(said, valid, claim.date_precision, published),
            imputed=is_imputed(claim.relation, claim.holder, speakers, claim.on_behalf_of, self._who, said_in(claim, source)),
            figure=(Range.of(figure.value, figure.value_to, figure.comparator), figure.unit, figure.of) if figure else None,
        )  # fmt: skip
