"""All views, by name: a new one is one file and one line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from schema.relations import Look
from viz.layout import Layout
from viz.overview import overview
from viz.page import Page
from viz.picture import Picture


class Build(Protocol):
    """Makes the page of a view."""

    def __call__(self, picture: Picture, looks: Mapping[str, Look], *, placed: Layout | None = None) -> Page: ...


@dataclass(frozen=True, slots=True)
class View:
    """A view: its name in addresses (`/views/{name}`), its title, and what makes its page."""

    name: str
    title: str
    build: Build


VIEWS: tuple[View, ...] = (View("overview", "Who stands where", overview),)
