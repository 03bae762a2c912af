"""JSON Lines and zipped fact files, back to a data set."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

from graph.corpus import Corpus
from schema.errors import FactError, Problem

from .factset import MAX_LINE, MAX_PROBLEMS, FactSet, read_folder
from .plain import LABELS
from .records import Found, check_records

MAX_UNPACKED = 500_000_000
MAX_MEMBERS = 10_000


def parse_jsonl(data: bytes, name: str, *, dataset: str | None = None, corpus: Corpus | None = None) -> FactSet:
    """The data set of one file of JSON Lines, each with `record`: dataset, actor, measure, …, claim."""
    found, current = Found(), ""
    for number, line in enumerate(data.splitlines(), start=1):
        if not line.strip() or len(found.problems) >= MAX_PROBLEMS:
            continue
        where = f"{name}:{number}"
        try:
            if len(line) > MAX_LINE:
                raise ValueError(f"is {len(line)} bytes long")  # noqa: TRY301
            record = json.loads(line)
            if not isinstance(record, dict):
                raise TypeError("is no object")  # noqa: TRY301
        except (ValueError, TypeError, RecursionError) as error:
            found.problems.append(Problem(where, "", f"is no JSON record: {error}"))
            continue
        kind = record.pop("record", None)
        if kind == "dataset":
            current = str(record.get("id"))
            if found.dataset is not None and dataset is None:
                found.problems.append(Problem(where, "", "begins a second data set", "one; say which is wanted"))
        if dataset is not None and current != dataset:
            continue
        _add(found, kind, record, where)
    return check_records(found, name, corpus)


def _add(found: Found, kind: object, record: dict[str, object], where: str) -> None:
    if kind == "dataset":
        found.add_dataset(record, where)
    elif kind == "claim":
        found.add_claim(record, where)
    elif kind == "judgement":
        found.add_judgement(record, where)
    elif kind == "no_claim":
        found.add_no_claim(record, where)
    elif isinstance(kind, str) and kind in LABELS:
        found.add_entity(LABELS[kind].__name__, record, where)
    else:
        options = ", ".join(("dataset", *LABELS, "claim", "judgement", "no_claim"))
        found.problems.append(Problem(where, "record", f"is {kind!r}", f"one of {options}"))


def parse_zip(data: bytes, name: str, *, dataset: str | None = None, corpus: Corpus | None = None) -> FactSet:
    """The data set of zipped fact files, at the top or in one folder; `dataset` names the folder of several."""
    with tempfile.TemporaryDirectory(prefix="parley-") as place:
        root = Path(place)
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                _unpack(archive, root, name)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
            raise FactError([Problem(name, "", f"is no zip that can be read: {error}")]) from error
        folders = sorted(p.parent for p in root.rglob("dataset.yaml"))
        if dataset is not None:
            folders = [f for f in folders if f.name == dataset or len(folders) == 1]
        if len(folders) != 1:
            raise FactError([Problem(name, "", f"holds {len(folders)} data sets", "one; say which is wanted")])
        facts = read_folder(folders[0], corpus=corpus)
        claims = list(facts.claims())  # the files go away now
        return replace(facts, _plain=lambda: iter(claims), _referring=[])


def _unpack(archive: zipfile.ZipFile, root: Path, name: str) -> None:
    members = [m for m in archive.infolist() if m.filename.endswith((".yaml", ".yml", ".jsonl")) and not m.is_dir()]
    if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
        raise FactError([Problem(name, "", "is too large unpacked", f"at most {MAX_UNPACKED / 1e6:.0f} MB")])
    for member in members:
        parts = PurePosixPath(member.filename.replace("\\", "/")).parts
        if ".." in parts or PurePosixPath(*parts).is_absolute() or len(parts) > 4 or ":" in member.filename:
            what = f"holds a file called {member.filename!r}"
            raise FactError([Problem(name, "", what, "names below its own folder")])
        target = root.joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(member) as packed:
            text = packed.read(member.file_size + 1)
        if len(text) > member.file_size:  # its header lies about its size
            raise FactError([Problem(name, "", f"{member.filename} is larger than it says")])
        target.write_bytes(text)
