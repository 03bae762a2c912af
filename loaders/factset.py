"""A folder of fact files, read and validated whole: all that is wrong at once, or a data set that can be loaded.

    facts = read_folder(Path("my-data"), corpus=Corpus([Path("texts")]))

Entities are small and held in memory. Claims in YAML are held; claims in `.jsonl` (one record a line) are validated in
a first pass and read again when they are written, so that millions need little memory.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from graph.corpus import Corpus, slice_sha256
from graph.memory import seldom_searched
from graph.rings import find_ring
from schema.coverage import NoClaim
from schema.errors import FactError, Problem
from schema.ids import claim_id
from schema.records import (
    CLAIM_PREFIX,
    Actor,
    AnyEntity,
    Claim,
    DataSetRecord,
    Event,
    Judgement,
    Measure,
    Passage,
    Place,
    Source,
    Tension,
)
from schema.relations import RELATION, STRUCTURE

from .describe import nearest, problems_of
from .noclaim import Entries, with_hash
from .origin import with_origins
from .yamlfile import Document, Steps, Unreadable, read_yaml

R = TypeVar("R", bound=BaseModel)
MAX_PROBLEMS = 200
MAX_LINE = 1_000_000

ENTITY_FILES: tuple[tuple[str, str, type[Actor] | type[Measure] | type[Event] | type[Place] | type[Source]], ...] = (
    ("actors.yaml", "actors", Actor),
    ("measures.yaml", "measures", Measure),
    ("events.yaml", "events", Event),
    ("events.yaml", "places", Place),
    ("sources.yaml", "sources", Source),
)


@dataclass(frozen=True, slots=True)
class Placed(Generic[R]):
    """A record and where it stands."""

    record: R
    document: Document
    steps: Steps

    def where(self, *more: str | int) -> str:
        return self.document.where((*self.steps, *more))


@dataclass(slots=True)
class FactSet:
    """A validated data set. Satisfies `graph.loads.Facts`."""

    dataset: DataSetRecord
    digest: str
    entities: list[AnyEntity]
    claim_ids: dict[str, str]
    _plain: Callable[[], Iterator[Claim]]
    _referring: list[Claim] = field(default_factory=list)
    no_claim: list[NoClaim] = field(default_factory=list)
    """What the sources say without any claim in it."""
    judgements: list[Judgement] = field(default_factory=list)

    def claims(self) -> Iterator[Claim]:
        """Every claim, those that refer to others last and in the order of their references."""
        yield from self._plain()
        yield from self._referring


def read_folder(folder: Path, *, corpus: Corpus | None = None) -> FactSet:
    """Read and validate a data set. Raises FactError with every problem found.

    With a `corpus`, passages are checked against their texts where those are at hand, and a missing `sha256` is added.
    """
    with seldom_searched():
        return _Reading(folder, corpus or Corpus()).run()


def read_claims(file: Path, lists: Path, *, corpus: Corpus | None = None) -> FactSet:
    """One file of claims alone, with the actors, measures, events and sources of the data set in the folder `lists`."""
    return _OneFile(file, lists, corpus or Corpus()).run()


class _Reading:
    def __init__(self, folder: Path, corpus: Corpus) -> None:
        self.folder, self.corpus = folder, corpus
        self.problems: list[Problem] = []
        self.hash = hashlib.sha256()
        self.entities: dict[str, Placed[Any]] = {}
        self.kinds: dict[str, str] = {}
        self.broken: set[str] = set()
        """Ids and keys of records that are wrong themselves: what refers to them is not blamed."""
        self.unread = False
        """Some file could not be read at all: what is unknown may stand there, and is not blamed."""
        self.sources: dict[str, Source] = {}
        self.key_places: dict[str, str] = {}
        self.ids: dict[str, str] = {}
        self.by_id: dict[str, str] = {}
        self.referring: dict[str, Placed[Claim]] = {}
        self.no_claim = Entries()
        self.judgements: list[Placed[Judgement]] = []
        self.tensions: list[Placed[Tension]] = []

    def run(self) -> FactSet:
        if not self.folder.is_dir():
            raise FactError([Problem(str(self.folder), "", "is no folder", "a folder with dataset.yaml in it")])
        dataset = self._dataset()
        self._read_entities()
        for id_, source in with_origins(self.sources.values(), self.corpus).items():
            self.entities[id_] = Placed(source, self.entities[id_].document, self.entities[id_].steps)
            self.sources[id_] = source
        self._check_entities()
        self._read_coverage()
        yaml_claims = self._yaml_claims()
        streams = self._streams()
        for placed in self._all_claims(yaml_claims, streams):
            self._check_claim(placed)
            if len(self.problems) >= MAX_PROBLEMS:
                self.problems.append(Problem(str(self.folder), "", "there are more; mend these first"))
                break
        ordered = self._resolve_referring()
        self._check_ties()
        self._check_coverage()
        self._read_judgements()
        self._check_judgements()
        self._check_tensions()
        if self.problems or dataset is None:
            raise FactError(self.problems)
        held = [c for p in yaml_claims if (c := self._with_hashes(p.record)).key not in self.referring]

        def plain() -> Iterator[Claim]:
            yield from held
            for path in streams:
                for placed in self._lines(path):
                    if placed.record.key not in self.referring:
                        yield self._with_hashes(placed.record)

        return FactSet(
            dataset, self.hash.hexdigest(), [p.record for p in self.entities.values()], self.ids, plain,
            [self._with_hashes(p.record) for p in ordered], self._no_claim(), [p.record for p in self.judgements],
        )  # fmt: skip

    # ---- files

    def _document(self, name: str) -> Document | None:
        path = self.folder / name
        try:
            document = read_yaml(path, name)
        except Unreadable as error:
            self.problems.append(error.problem)
            self.unread = True
            return None
        self.hash.update(name.encode() + b"\0" + path.read_bytes())
        return document

    def _dataset(self) -> DataSetRecord | None:
        if not (self.folder / "dataset.yaml").exists():
            self.problems.append(Problem("dataset.yaml", "", "is missing", "a file with id and title of the data set"))
            return None
        document = self._document("dataset.yaml")
        if document is None or (record := self._record(DataSetRecord, document.value, document, ())) is None:
            return None
        if record.tensions:
            self.problems.append(Problem(document.where(("tensions",)), "tensions", "stand in tensions.yaml"))
        if (self.folder / "tensions.yaml").exists() and (judged := self._document("tensions.yaml")) is not None:
            listed = self._listed(judged, "tensions", Tension, {"tensions"})
            self.tensions = [Placed(one, judged, steps) for one, steps in listed]
        return record.model_copy(update={"tensions": tuple(p.record for p in self.tensions)})

    def _record(self, model: type[R], value: object, document: Document, steps: Steps) -> R | None:
        try:
            return model.model_validate(value)
        except ValidationError as error:
            self.problems += problems_of(error, model, document, steps)
            return None

    def _read_entities(self) -> None:
        documents: dict[str, Document | None] = {}
        for name, heading, model in ENTITY_FILES:
            if name not in documents:
                documents[name] = self._document(name) if (self.folder / name).exists() else None
            if (document := documents[name]) is not None:
                for record, steps in self._listed(document, heading, model, {h for n, h, _ in ENTITY_FILES if n == name}):
                    self._add_entity(Placed(record, document, steps))
        for _, heading, model in ENTITY_FILES:
            path = self.folder / f"{heading}.jsonl"
            if path.exists():
                self._hash_file(path)
                for value, document in self._json_lines(path):
                    if (found := self._record(model, value, document, ())) is not None:
                        self._add_entity(Placed(found, document, ()))
                    else:
                        self._note_broken(value)

    def _listed(
        self, document: Document, heading: str, model: type[R], headings: set[str]
    ) -> Iterator[tuple[R, Steps]]:
        value = document.value if document.value is not None else {}
        if not isinstance(value, dict):
            self.problems.append(Problem(document.where(), "", "is no mapping", f"{heading}: and a list of records"))
            return
        for name in value:
            if name not in headings and heading == min(headings):
                known = nearest(name, headings)
                self.problems.append(Problem(document.where((name,)), name, "is not expected here", nearest=known))
        listed = value.get(heading) or []
        if not isinstance(listed, list):
            self.problems.append(Problem(document.where((heading,)), heading, "is no list", "a list of records"))
            return
        for place, item in enumerate(listed):
            record = self._record(model, item, document, (heading, place))
            if record is not None:
                yield record, (heading, place)
            else:
                self._note_broken(item)

    def _note_broken(self, item: object) -> None:
        if isinstance(item, dict):
            self.broken |= {str(item.get("id")), str(item.get("key"))}

    def _hash_file(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self.hash.update(path.name.encode() + b"\0" + hashlib.file_digest(file, "sha256").digest())
        except OSError:
            pass  # reading it says so

    def _json_lines(self, path: Path) -> Iterator[tuple[Any, Document]]:
        name = str(path.relative_to(self.folder))
        try:
            with path.open("rb") as file:
                for number, line in enumerate(file, start=1):
                    document = Document(name, None, {(): number})
                    if not line.strip():
                        continue
                    try:
                        if len(line) > MAX_LINE:
                            raise ValueError(f"is {len(line)} bytes long")  # noqa: TRY301
                        yield json.loads(line.decode()), document
                    except (ValueError, RecursionError) as error:
                        self.problems.append(Problem(document.where(), "", f"is no JSON record: {error}"))
        except OSError as error:
            self.problems.append(Problem(name, "", f"cannot be read: {error.strerror}"))

    def _lines(self, path: Path) -> Iterator[Placed[Claim]]:
        for value, document in self._json_lines(path):
            record = self._record(Claim, value, document, ())
            if record is not None:
                yield Placed(record, document, ())
            else:
                self._note_broken(value)

    def _claim_files(self) -> list[str]:
        return [str(path.relative_to(self.folder)) for path in sorted((self.folder / "claims").glob("*.y*ml"))]

    def _streams(self) -> list[Path]:
        return sorted((self.folder / "claims").glob("*.jsonl"))

    def _yaml_claims(self) -> list[Placed[Claim]]:
        claims: list[Placed[Claim]] = []
        for name in self._claim_files():
            document = self._document(name)
            if document is None or document.value is None:
                continue
            value = document.value
            if not isinstance(value, dict):
                self.problems.append(Problem(document.where(), "", "is no mapping", "claims: and a list of records"))
                continue
            default = value.get("source")
            listed = value.get("claims") or []
            if isinstance(listed, list) and default is not None:
                value["claims"] = [{"source": default, **c} if isinstance(c, dict) else c for c in listed]
            claims += [Placed(r, document, s) for r, s in self._listed(document, "claims", Claim, {"claims", "source"})]
        return claims

    def _all_claims(self, held: list[Placed[Claim]], streams: Iterable[Path]) -> Iterator[Placed[Claim]]:
        yield from held
        for path in streams:
            self._hash_file(path)
            yield from self._lines(path)

    # ---- coverage

    def _read_coverage(self) -> None:
        name = "coverage.yaml"
        document = self._document(name) if (self.folder / name).exists() else None
        if document is not None:
            for record, steps in self._listed(document, "no_claim", NoClaim, {"no_claim"}):
                self._add_no_claim(Placed(record, document, steps))

    def _add_no_claim(self, placed: Placed[NoClaim]) -> None:
        if self._known(placed.record.source, ("Source",), placed, "source"):
            self.no_claim.add(placed)

    def _check_coverage(self) -> None:
        if self.no_claim.placed:
            texts = {id_: text for id_ in self.sources if (text := self._text(id_)) is not None}
            self.problems += self.no_claim.problems(texts)

    def _no_claim(self) -> list[NoClaim]:
        found = [with_hash(p.record, self._text(p.record.source)) for p in self.no_claim.placed]
        return sorted(found, key=lambda entry: (entry.source, entry.start))

    def _text(self, source: str) -> str | None:
        return self.corpus.text(self.sources[source].sha256)

    # ---- entities

    def _add_entity(self, placed: Placed[Any]) -> None:
        record = placed.record
        if (before := self.entities.get(record.id)) is not None:
            what = f"{record.id} is defined a second time; the first is at {before.where()}"
            self.problems.append(Problem(placed.where("id"), "id", what))
            return
        self.entities[record.id] = placed
        self.kinds[record.id] = type(record).__name__
        if isinstance(record, Source):
            self.sources[record.id] = record

    def _check_entities(self) -> None:
        names: dict[tuple[str, str], Placed[Any]] = {}
        for placed in self.entities.values():
            self._check_links(placed)
            if isinstance(placed.record, Source):
                if placed.record.outlet:
                    self._known(placed.record.outlet, ("Actor",), placed, "outlet")
                continue
            self._check_names(placed, names)
        for link in STRUCTURE:
            if link.acyclic:
                self._check_cycles(link.field)

    def _check_names(self, placed: Placed[Any], names: dict[tuple[str, str], Placed[Any]]) -> None:
        record = placed.record
        own = [("name", record.name), *(("aliases", a) for a in record.aliases)]
        own += [("contrary_aliases", a) for a in getattr(record, "contrary_aliases", ())]
        seen: set[str] = set()
        for field_, name in own:
            key = (type(record).__name__, " ".join(name.casefold().split()))
            other = names.setdefault(key, placed)
            if other is not placed:
                what = f"{name!r} already names {other.record.id} at {other.where()}"
                self.problems.append(Problem(placed.where(field_), field_, what, "a name of one thing only"))
            elif key[1] in seen and field_ == "contrary_aliases":
                self.problems.append(Problem(placed.where(field_), field_, f"{name!r} names the thing itself too"))
            seen.add(key[1])

    def _check_links(self, placed: Placed[Any]) -> None:
        record, label = placed.record, type(placed.record).__name__
        for link in STRUCTURE:
            if link.source == label:
                for place, entry in enumerate(getattr(record, link.field)):
                    target = entry if isinstance(entry, str) else entry.actor
                    if target == record.id and not link.acyclic:
                        where = placed.where(link.field, place)
                        self.problems.append(Problem(where, f"{link.field}.{place}", f"{target!r} is tied to itself"))
                    self._known(target, link.target, placed, link.field, place)

    def _check_cycles(self, field_: str) -> None:
        def parents(id_: str) -> list[str]:
            entries = getattr(self.entities[id_].record, field_, ()) if id_ in self.entities else ()
            return [e if isinstance(e, str) else e.actor for e in entries]

        done: set[str] = set()
        for start in self.entities:
            ring = find_ring(start, parents, done)
            if ring:
                placed = self.entities[ring[0]]
                what = f"goes round in a ring: {' → '.join(ring)}"
                self.problems.append(Problem(placed.where(field_), field_, what))

    def _check_ties(self) -> None:
        """Keys of claims that ties between actors name."""
        for placed in self.entities.values():
            if isinstance(placed.record, Actor):
                for field_ in ("represents", "member_of", "part_of"):
                    for place, link in enumerate(getattr(placed.record, field_)):
                        for key in link.claims:
                            if key not in self.key_places and key not in self.broken and not self.unread:
                                near = nearest(key, self.key_places)
                                where = placed.where(field_, place, "claims")
                                self.problems.append(Problem(where, f"{field_}.claims", f"no claim has the key {key!r}",
                                                             nearest=near))  # fmt: skip

    def _check_tensions(self) -> None:
        """Keys of claims that tensions name, and that each is judged once."""
        judged: dict[tuple[frozenset[str], str], str] = {}
        for placed in self.tensions:
            one = placed.record
            for place, key in enumerate(one.claims):
                if key not in self.key_places and key not in self.broken and not self.unread:
                    near = nearest(key, self.key_places)
                    where = placed.where("claims", place)
                    self.problems.append(Problem(where, "claims", f"no claim has the key {key!r}", nearest=near))
            first = judged.setdefault((frozenset(one.claims), one.tension), placed.where())
            if first != placed.where():
                what = f"judges {' and '.join(one.claims)} a second time; the first is at {first}"
                self.problems.append(Problem(placed.where(), "claims", what))

    def _known(self, id_: str, labels: tuple[str, ...], placed: Placed[Any], *steps: str | int) -> bool:
        field_ = ".".join(str(s) for s in steps)
        kind = self.kinds.get(id_)
        if kind is None and (id_ in self.broken or self.unread):
            return False
        if kind is None:
            wanted = [i for i, k in self.kinds.items() if k in labels]
            expected = f"the id of {_alternatives(labels)}"
            near = nearest(id_, wanted) or nearest(id_, self.kinds)
            self.problems.append(Problem(placed.where(*steps), field_, f"nothing has the id {id_!r}", expected, near))
            return False
        if kind not in labels:
            what = f"{id_!r} is {_alternatives((kind,))}"
            self.problems.append(Problem(placed.where(*steps), field_, what, _alternatives(labels)))
            return False
        return True

    # ---- claims

    def _check_claim(self, placed: Placed[Claim]) -> None:
        claim = placed.record
        if (before := self.key_places.get(claim.key)) is not None:
            what = f"{claim.key} is used a second time; the first is at {before}"
            self.problems.append(Problem(placed.where("key"), "key", what))
            return
        self.key_places[claim.key] = placed.where("key")
        self._check_references(placed)
        self._check_passages(placed)
        self.no_claim.meet(claim)
        if any(r.startswith(CLAIM_PREFIX) for r in _references(claim)):
            self.referring[claim.key] = placed
        else:
            self._give_id(placed)

    def _check_references(self, placed: Placed[Claim]) -> None:
        claim, relation = placed.record, RELATION[placed.record.relation]
        self._known(claim.source, ("Source",), placed, "source")
        for place, holder in enumerate(claim.holder):
            self._known(holder, ("Actor",), placed, "holder", place)
        for place, ref in enumerate(claim.about):
            if ref.id.startswith(CLAIM_PREFIX):
                if "Claim" not in relation.objects:
                    what = f"{relation.name} cannot be about a claim"
                    self.problems.append(Problem(placed.where("about", place), "about", what,
                                                 _alternatives(relation.objects)))  # fmt: skip
            else:
                self._known(ref.id, tuple(o for o in relation.objects if o != "Claim"), placed, "about", place)
        for name, ids in (("towards", [t.id for t in claim.towards]), ("on_behalf_of", claim.on_behalf_of)):
            for place, id_ in enumerate(ids):
                self._known(id_, ("Actor",), placed, name, place)
        for place, event in enumerate(claim.after):
            self._known(event, ("Event",), placed, "after", place)
        for place, part in enumerate(claim.conditions):
            if not part.id.startswith(CLAIM_PREFIX):
                self._known(part.id, ("Measure", "Event"), placed, "conditions", place)
        for place, speaker in enumerate(claim.attributed_to):
            self._known(speaker.id, ("Actor", "Source"), placed, "attributed_to", place)

    def _check_passages(self, placed: Placed[Claim]) -> None:
        source = self.sources.get(placed.record.source)
        text = self.corpus.text(source.sha256) if source else None
        if text is None:
            return
        for place, passage in enumerate(placed.record.passages):
            for field_, what in _passage_faults(passage, text):
                where = placed.where("passages", place, field_)
                self.problems.append(Problem(where, f"passages.{place}.{field_}", what))

    def _give_id(self, placed: Placed[Claim]) -> None:
        claim = placed.record
        id_ = claim_id(claim, lambda ref: self.ids[ref[len(CLAIM_PREFIX) :]])
        if (other := self.by_id.setdefault(id_, claim.key)) != claim.key:
            what = f"says the same as {other} at {self.key_places[other]}"
            self.problems.append(Problem(placed.where("key"), "key", what, "one claim with both passages"))
            return
        self.ids[claim.key] = id_

    def _resolve_referring(self) -> list[Placed[Claim]]:
        """Claims that refer to claims, each after those that it refers to."""
        ordered: list[Placed[Claim]] = []
        waiting = dict(self.referring)
        progress = True
        while waiting and progress:
            progress = False
            for key, placed in list(waiting.items()):
                targets = [r[len(CLAIM_PREFIX) :] for r in _references(placed.record) if r.startswith(CLAIM_PREFIX)]
                unknown = [t for t in targets if t not in self.key_places]
                for target in (t for t in unknown if t not in self.broken and not self.unread):
                    near = nearest(target, self.key_places)
                    self.problems.append(Problem(placed.where("about"), "about", f"no claim has the key {target!r}",
                                                 nearest=near))  # fmt: skip
                if unknown or all(t in self.ids for t in targets):
                    del waiting[key]
                    progress = True
                    if not unknown:
                        self._give_id(placed)
                        ordered.append(placed)
        for key, placed in waiting.items():
            if not self.problems:
                self.problems.append(Problem(placed.where("about"), "about", f"{key} refers to itself in a ring"))
        return ordered

    # ---- judgements

    def _read_judgements(self) -> None:
        if (self.folder / "judgements.yaml").exists() and (document := self._document("judgements.yaml")) is not None:
            listed = self._listed(document, "judgements", Judgement, {"judgements"})
            self.judgements += [Placed(record, document, steps) for record, steps in listed]

    def _check_judgements(self) -> None:
        places: dict[tuple[str, tuple[str, ...]], str] = {}
        for placed in self.judgements:
            record = placed.record
            for place, target in enumerate(record.targets):
                if record.kind == "retracted":
                    self._known_reference(target, ("Source",), placed, record.kind)
                else:
                    self._known_reference(target, ("Actor", "Measure"), placed, record.kind, place)
            if record.source is not None:
                self._known_reference(record.source, ("Source",), placed, "source")
            before = places.setdefault((record.kind, tuple(sorted(record.targets))), placed.where())
            if before != placed.where():
                self.problems.append(Problem(placed.where(), record.kind, f"is judged already at {before}"))

    def _known_reference(self, reference: str, labels: tuple[str, ...], placed: Placed[Any], *steps: str | int) -> None:
        key = reference.removeprefix(CLAIM_PREFIX)
        if key == reference:
            self._known(reference, labels, placed, *steps)
        elif key not in self.key_places and key not in self.broken and not self.unread:
            near, field_ = nearest(key, self.key_places), str(steps[0])
            self.problems.append(Problem(placed.where(*steps), field_, f"no claim has the key {key!r}", nearest=near))

    def _with_hashes(self, claim: Claim) -> Claim:
        """Passages without a hash get it, where the text is at hand."""
        if all(p.sha256 for p in claim.passages):
            return claim
        text = self.corpus.text(self.sources[claim.source].sha256)
        if text is None:
            return claim
        passages = tuple(
            p if p.sha256 else p.model_copy(update={"sha256": slice_sha256(text[p.start : p.end])})
            for p in claim.passages
        )
        return claim.model_copy(update={"passages": passages})


class _OneFile(_Reading):
    """A file of claims in place of a data set's own: what ties its actors, and what it says of its texts, is not read."""

    def __init__(self, file: Path, lists: Path, corpus: Corpus) -> None:
        super().__init__(lists, corpus)
        self.file = file

    def _claim_files(self) -> list[str]:
        return [str(self.file.resolve())]

    def _streams(self) -> list[Path]:
        return []

    def _read_coverage(self) -> None:
        pass

    def _check_ties(self) -> None:
        pass


def _passage_faults(passage: Passage, text: str) -> Iterator[tuple[str, str]]:
    """What does not fit between a passage and its text: (field, what)."""
    if passage.end > len(text):
        yield "end", f"is {passage.end}, but the text ends at {len(text)}"
        return
    part = text[passage.start : passage.end]
    if passage.sha256 and slice_sha256(part) != passage.sha256:
        yield "sha256", f"is not that of the text's characters {passage.start} to {passage.end}"
    if passage.phrase not in part:
        hint = ""
        if text.count(passage.phrase) == 1:
            at = text.index(passage.phrase)
            hint = f"; it stands at {at} to {at + len(passage.phrase)}"
        yield "phrase", f"does not stand in the text's characters {passage.start} to {passage.end}{hint}"


def _references(claim: Claim) -> Iterator[str]:
    yield from (ref.id for ref in claim.about)
    yield from (part.id for part in claim.conditions)


def _alternatives(labels: Iterable[str]) -> str:
    names = [("an " if label[0] in "AE" else "a ") + label.lower() for label in labels]
    return " or ".join(names)


def bundled(name: str = "gaza") -> Path:
    """The folder of a data set that comes with Parley. Raises FactError for an unknown name."""
    root = Path(__file__).parent / "data"
    names = sorted(p.name for p in root.iterdir() if (p / "dataset.yaml").exists())
    if name not in names:
        raise FactError([Problem(name, "", "is no bundled data set", f"one of {', '.join(names)}")])
    return root / name


