"""Answers over the bundled data, shown in the OpenAPI document; a test holds them to what the API answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("examples.json")


def example(name: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint, with the example of that name."""
    found = json.loads(FILE.read_text(encoding="utf-8")).get(name)
    return {200: {"content": {"application/json": {"example": found}}}} if found else {}
