"""A data set under other names: ids, names, aliases, texts. Nothing of the first is left but its form.

    renamed(bundled("gaza"), tmp_path / "other")

Every actor and measure (and event, place, source, key) gets another id and name, each id's the same everywhere. `Names`
says which, so that a test can ask the same questions of both.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bench.generate import Fields

_SYLLABLES = ("ba", "do", "fe", "gi", "ku", "lo", "mi", "na", "po", "ra", "su", "ti", "va", "zo", "che", "bri")
_HEADINGS = ("actors", "measures", "events", "places", "sources")
_FREE_TEXT = ("description", "statement", "note", "title", "as_said", "office", "publisher", "author", "reliability",
              "verb", "unit", "of", "phrase")  # fmt: skip
_REFERENCES = {
    "actor", "outlet", "located_in", "source", "holder", "on_behalf_of", "after", "specialises", "component_of",
    "means_for", "excludes", "alternative_for", "involves", "member_of", "part_of", "represents", "about", "towards",
    "conditions", "attributed_to", "claims", "id", "key",
}  # fmt: skip
"""Fields that hold ids or keys, or records with an `id` or `actor`."""


def _word(text: str, length: int = 4) -> str:
    """A word that no language has, always the same for the same text."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    parts = []
    for _ in range(length):
        number, place = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[place])
    return "".join(parts)


@dataclass(slots=True)
class Names:
    """Old to new: ids and keys, and names of things."""

    ids: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def renamed(source: Path, target: Path) -> Names:
    """Write `source` to `target` with everything renamed."""
    files = {
        p.relative_to(source): yaml.safe_load(p.read_text(encoding="utf-8")) for p in sorted(source.rglob("*.yaml"))
    }
    names = _names(files)
    for path, value in files.items():
        out = target / path
        out.parent.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(_value(value, "", names), allow_unicode=True, sort_keys=False)
        out.write_text(text, encoding="utf-8")
    return names


def _names(files: Mapping[Path, Any]) -> Names:
    names = Names()
    for value in files.values():
        if "title" in value:  # dataset.yaml
            names.ids[value["id"]] = _word(value["id"])
        for heading in _HEADINGS:
            for record in value.get(heading) or ():
                names.ids[record["id"]] = f"{_word(record['id'])}-{_word(record['id'][::-1], 2)}"
                for text in _called(record):
                    names.names[text] = f"{_word(text)} {_word(text[::-1])}".title()
        for claim in value.get("claims") or ():
            names.ids[claim["key"]] = f"k-{_word(claim['key'], 8)}"
    assert len(set(names.ids.values())) == len(names.ids), "two got the same id"
    return names


def _called(record: Fields) -> list[str]:
    listed = [*(record.get("aliases") or ()), *(record.get("contrary_aliases") or ())]
    return [str(record["name"]), *map(str, listed)] if "name" in record else []


def _value(value: Any, name: str, names: Names) -> Any:  # noqa: ANN401  whatever a file holds
    if isinstance(value, dict):
        return {k: _value(v, k, names) for k, v in value.items()}
    if isinstance(value, list):
        return [_value(v, name, names) for v in value]
    if not isinstance(value, str):
        return value
    if name in _REFERENCES:
        prefix, _, rest = value.rpartition("claim:")
        return f"{prefix}claim:{names.ids[rest]}" if value.startswith("claim:") else names.ids.get(value, value)
    if name in ("name", "aliases", "contrary_aliases"):
        return names.names[value]
    if name not in _FREE_TEXT:
        return value
    return re.sub(r"\w+", lambda word: _word(word[0].casefold())[: len(word[0])], value)  # no longer than it was
