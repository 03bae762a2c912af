"""Records from anything but a folder, checked as a folder is: all that is wrong at once, or a data set to load.

    check_records(dataset, entities, claims) → FactSet

What cannot be read as a record is told to `Found`, so that those problems are reported together with the rest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from graph.codec import record_digest
from graph.corpus import Corpus
from schema.coverage import NoClaim
from schema.errors import FactError, Problem
from schema.ids import digest
from schema.records import ENTITY_RECORDS, Claim, DataSetRecord, Judgement

from .describe import problems_of
from .factset import MAX_PROBLEMS, FactSet, Placed, _Reading
from .yamlfile import Document

R = TypeVar("R", bound=BaseModel)


@dataclass(slots=True)
class Found:
    """What was found so far. `where` of each method says where it stands, as errors name it."""

    dataset: DataSetRecord | None = None
    entities: list[Placed[Any]] = field(default_factory=list)
    claims: list[Placed[Claim]] = field(default_factory=list)
    judgements: list[Placed[Judgement]] = field(default_factory=list)
    no_claim: list[Placed[NoClaim]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def _record(self, model: type[R], values: Mapping[str, Any], where: str) -> Placed[R] | None:
        document = Document(where, None)
        try:
            return Placed(model.model_validate(dict(values)), document, ())
        except ValidationError as error:
            self.problems += problems_of(error, model, document, ())
            self.broken |= {str(values.get("id")), str(values.get("key"))}
            return None

    def add_dataset(self, values: Mapping[str, Any], where: str) -> None:
        if (placed := self._record(DataSetRecord, values, where)) is not None:
            self.dataset = placed.record

    def add_entity(self, label: str, values: Mapping[str, Any], where: str) -> None:
        """`label`: Actor, Measure, Event, Place or Source."""
        if (placed := self._record(ENTITY_RECORDS[label], values, where)) is not None:
            self.entities.append(placed)

    def add_claim(self, values: Mapping[str, Any], where: str) -> None:
        if (placed := self._record(Claim, values, where)) is not None:
            self.claims.append(placed)

    def add_judgement(self, values: Mapping[str, Any], where: str) -> None:
        if (placed := self._record(Judgement, values, where)) is not None:
            self.judgements.append(placed)

    def add_no_claim(self, values: Mapping[str, Any], where: str) -> None:
        if (placed := self._record(NoClaim, values, where)) is not None:
            self.no_claim.append(placed)


def check_records(found: Found, name: str, corpus: Corpus | None = None) -> FactSet:
    """The data set of these records. Raises FactError with every problem; `name` is where they come from."""
    return _Records(found, name, corpus or Corpus()).run()


class _Records(_Reading):
    """The checks of a folder, over records that are already there."""

    def __init__(self, found: Found, name: str, corpus: Corpus) -> None:
        super().__init__(Path(name), corpus)
        self.found = found

    def run(self) -> FactSet:
        self.problems += self.found.problems
        self.broken |= self.found.broken
        for entity in self.found.entities:
            self._add_entity(entity)
        self._check_entities()
        for entry in self.found.no_claim:
            self._add_no_claim(entry)
        for claim in self.found.claims:
            if len(self.problems) < MAX_PROBLEMS:
                self._check_claim(claim)
        ordered = self._resolve_referring()
        self._check_ties()
        self.judgements = self.found.judgements
        self._check_judgements()
        self._check_coverage()
        dataset = self.found.dataset
        if dataset is not None:
            document = Document(self.folder.name, None)
            self.tensions = [Placed(t, document, ("tensions", n)) for n, t in enumerate(dataset.tensions)]
        self._check_tensions()
        if dataset is None and not self.problems:
            self.problems.append(Problem(str(self.folder), "", "holds no data set", "a record with its id and title"))
        if self.problems or dataset is None:
            raise FactError(self.problems[:MAX_PROBLEMS])
        plain = [self._with_hashes(c.record) for c in self.found.claims if c.record.key not in self.referring]
        referring = [self._with_hashes(c.record) for c in ordered]
        entities = [placed.record for placed in self.entities.values()]
        judgements, no_claim = [placed.record for placed in self.judgements], self._no_claim()
        everything = (*entities, *plain, *referring, *judgements, *no_claim)
        identity = digest(sorted(map(record_digest, everything)), size=32)
        return FactSet(
            dataset, identity, entities, self.ids, lambda: iter(plain), referring, judgements=judgements, no_claim=no_claim
        )
