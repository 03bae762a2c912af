"""What a load must write: the files compared with the store, by digest."""

from __future__ import annotations

from dataclasses import dataclass, field

from schema.errors import LoadConflict
from schema.records import Actor, AnyEntity

from .. import cypher
from ..codec import label_of, record_digest
from ..cypher import with_names
from ..store import Row, Store
from ..units import chunks
from .ledger import ENTITY_LABELS, Facts


@dataclass(slots=True)
class Plan:
    """What must be written."""

    create: list[AnyEntity] = field(default_factory=list)
    update: list[AnyEntity] = field(default_factory=list)
    adopt: list[tuple[str, str, list[str]]] = field(default_factory=list)
    """Entities whose list of data sets changes: label, id, data sets."""
    owners: dict[str, list[str]] = field(default_factory=dict)
    """Data sets of the entities that are in the store."""
    left: int = 0
    new_claims: set[str] = field(default_factory=set)
    changed_claims: set[str] = field(default_factory=set)
    superseded: list[str] = field(default_factory=list)
    unchanged: int = 0

    @property
    def claims(self) -> int:
        return len(self.new_claims) + len(self.changed_claims) + len(self.superseded)


def make_plan(store: Store, facts: Facts) -> Plan:
    """Compare. Raises LoadConflict where two data sets define one id differently."""
    plan = Plan()
    _plan_entities(store, facts, plan)
    _plan_claims(store, facts, plan)
    _plan_ties(facts, plan)
    return plan


def _plan_ties(facts: Facts, plan: Plan) -> None:
    """Actors that are as they were, while a claim behind one of their ties has got another id."""
    written = {e.id for e in (*plan.create, *plan.update)}
    for entity in facts.entities:
        if isinstance(entity, Actor) and entity.id not in written:
            links = (*entity.represents, *entity.member_of, *entity.part_of)
            if any(facts.claim_ids[key] in plan.new_claims for link in links for key in link.claims):
                plan.update.append(entity)


def _plan_entities(store: Store, facts: Facts, plan: Plan) -> None:
    name, kinds = facts.dataset.id, {e.id for e in facts.entities}
    stored = {label: by_id(store, label) for label in ENTITY_LABELS}
    everywhere = {id_: (label, row) for label, rows in stored.items() for id_, row in rows.items()}
    for entity in facts.entities:
        label, row = everywhere.get(entity.id, ("", {}))
        owners = list(row.get("datasets") or [])
        plan.owners[entity.id] = sorted({*owners, name})
        if not row:
            plan.create.append(entity)
        elif label == label_of(entity) and row["digest"] == record_digest(entity):
            if name not in owners:
                plan.adopt.append((label, entity.id, sorted([*owners, name])))
        elif others := [o for o in owners if o != name]:
            raise LoadConflict(
                f"{entity.id} is defined differently in the data sets {name} and {others[0]}",
                hint="give one of them another id, or make the two records equal",
            )
        elif label != label_of(entity):
            raise LoadConflict(
                f"{entity.id} is a {label} in the store and a {label_of(entity)} in {name}",
                hint="give it another id: claims that are on record point to the old one",
            )
        else:
            plan.update.append(entity)
    for id_, (label, row) in everywhere.items():
        owners = list(row.get("datasets") or [])
        if name in owners and id_ not in kinds:
            plan.adopt.append((label, id_, [o for o in owners if o != name]))
            plan.left += 1


def _plan_claims(store: Store, facts: Facts, plan: Plan) -> None:
    name = facts.dataset.id
    rows = store.rows(cypher.CLAIM_STATES, {"dataset": name})
    stored = {r["id"]: (r["digest"], r["status"]) for r in rows}
    fresh: list[str] = [] if stored else list(facts.claim_ids.values())
    for claim in facts.claims() if stored else ():  # a first load of 200 000 claims saves a reading of its files
        id_ = facts.claim_ids[claim.key]
        before = stored.pop(id_, None)
        if before is None:
            fresh.append(id_)
        elif before == (record_digest(claim), claim.status):
            plan.unchanged += 1
        else:
            plan.changed_claims.add(id_)
    plan.superseded = sorted(id_ for id_, (_, status) in stored.items() if status != "superseded")
    nothing = not stored and not store.rows(cypher.CLAIM_COUNT)[0]["n"]
    for part in () if nothing else chunks(fresh):
        for row in store.rows(cypher.CLAIM_OWNERS, {"ids": part}):
            raise LoadConflict(f"claim {row['id']} of {name} stands in the data set {row['dataset']} too")
    plan.new_claims = set(fresh)


def by_id(store: Store, label: str) -> dict[str, Row]:
    return {r["id"]: r for r in store.rows(with_names(cypher.ENTITIES, label=label))}
