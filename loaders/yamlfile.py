"""YAML as people write it, read safely, with the line of everything.

Aliases are refused (a few lines of them unfold to gigabytes), so are tags, repeated keys, more than `MAX_DEPTH` levels,
files above `MAX_BYTES` and of more than `MAX_PARTS` parts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from schema.errors import Problem

MAX_BYTES = 10_000_000
MAX_DEPTH = 20
MAX_PARTS = 600_000
"""Values, lists and mappings: ten megabytes of real claims have half as many; ten megabytes of `- a` took 2 GB."""
Steps = tuple[str | int, ...]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PLAIN_TAGS = {f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "str", "timestamp", "map", "seq")}


_TEXTS = ("tag:yaml.org,2002:str", "tag:yaml.org,2002:value")
"""YAML 1.1 has a type of its own for a lone `=`, which is a comparator here."""


class Unreadable(Exception):
    """A file that cannot be read at all; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


@dataclass(slots=True)
class Document:
    """A file's content as Python has it, and where each part of it stands."""

    name: str
    value: Any
    lines: dict[Steps, int] = field(default_factory=dict)

    def where(self, steps: Steps = ()) -> str:
        """ "claims/004.yaml:12": the line of the innermost part of `steps` that the file has."""
        for length in range(len(steps), -1, -1):
            if (line := self.lines.get(steps[:length])) is not None:
                return f"{self.name}:{line}"
        return self.name


def read_text(path: Path, name: str, *, limit: int = MAX_BYTES) -> str:
    """A UTF-8 file. Raises Unreadable."""
    try:
        size = path.stat().st_size
        if size > limit:
            raise Unreadable(
                Problem(name, "", f"is {size / 1e6:.0f} MB", f"at most {limit / 1e6:.0f} MB; write large sets as .jsonl")
            )
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(Problem(name, "", f"cannot be read: {error.strerror}")) from error
    except UnicodeDecodeError as error:
        what = f"is not UTF-8: byte {error.start} is 0x{error.object[error.start]:02x}"
        raise Unreadable(Problem(name, "", what, "a text file in UTF-8")) from error


def read_yaml(path: Path, name: str) -> Document:
    """Parse a file. Raises Unreadable with the line and what was expected."""
    text = read_text(path, name)
    try:
        _refuse_tricks(text, name)
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(Problem(f"{name}:{line}", "", f"is not YAML: {error.problem}")) from error
    except yaml.YAMLError as error:
        raise Unreadable(Problem(name, "", f"is not YAML: {str(error).splitlines()[0]}")) from error
    document = Document(name, None)
    if node is not None:
        document.value = _build(node, (), document)
    return document


def _refuse_tricks(text: str, name: str) -> None:
    depth = documents = 0
    for count, event in enumerate(yaml.parse(text, Loader=_Loader)):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.AliasEvent):
            raise Unreadable(Problem(f"{name}:{line}", "", "has an alias (*)", "the value itself, written out"))
        if count > MAX_PARTS:
            raise Unreadable(Problem(f"{name}:{line}", "", f"has more than {MAX_PARTS} parts", "several files, or .jsonl"))
        if isinstance(event, yaml.MappingStartEvent | yaml.SequenceStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(Problem(f"{name}:{line}", "", f"is nested more than {MAX_DEPTH} levels deep"))
        elif isinstance(event, yaml.MappingEndEvent | yaml.SequenceEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise Unreadable(Problem(f"{name}:{line}", "", "holds a second document", "one document a file"))


def _build(node: yaml.Node, steps: Steps, document: Document) -> Any:  # noqa: ANN401  whatever a file holds
    line = node.start_mark.line + 1
    document.lines[steps] = line
    if node.tag in _TEXTS:
        return str(node.value)
    if node.tag not in _PLAIN_TAGS:
        raise Unreadable(Problem(f"{document.name}:{line}", "", f"has the tag {node.tag}", "plain values"))
    if isinstance(node, yaml.MappingNode):
        mapping: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            at = key_node.start_mark.line + 1
            if key in mapping:
                raise Unreadable(Problem(f"{document.name}:{at}", key, "stands twice in one record"))
            mapping[key] = _build(value_node, (*steps, key), document)
            document.lines[*steps, key] = at
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*steps, place), document) for place, item in enumerate(node.value)]
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (ValueError, OverflowError) as error:  # 2026-02-31 looks like a date
        raise Unreadable(Problem(f"{document.name}:{line}", str(steps[-1]) if steps else "", str(error))) from error
