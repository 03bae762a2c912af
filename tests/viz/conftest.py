"""A browser for the pages. Without Chromium these tests skip; where PARLEY_REQUIRE_ALL is set they fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from schema.relations import looks
from tests.conftest import skip_or_fail
from tests.viz import pictures
from viz import page as viz_page
from viz.overview import overview

CHROMIUM = Path("/usr/bin/chromium")
ARGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
HOST = "http://parley.test"

Answer = tuple[int, Mapping[str, Any]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        skip_or_fail(f"no Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield found
        found.close()


@pytest.fixture(scope="session")
def small_page() -> viz_page.Page:
    return overview(pictures.small(), looks())


@pytest.fixture(scope="session")
def hostile_page() -> viz_page.Page:
    return overview(pictures.hostile(), looks())


@dataclass
class Visit:
    """An open page and what went wrong on it: console errors, exceptions, requests to anywhere else."""

    page: Page
    problems: list[str] = field(default_factory=list)

    def data(self, expression: str, argument: object = None) -> Any:  # noqa: ANN401  whatever JSON it is
        return self.page.evaluate(expression, argument)

    def panel(self) -> str:
        return self.page.locator("#panel-body").inner_text()

    def select(self, id_: str | None) -> None:
        self.page.evaluate("id => parley.select(id)", id_)


Open = Callable[..., Visit]


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """open_page(page, address="", served=False, answers={question: (status, body)}, **options of the context)."""
    contexts = []

    def open_(
        page: viz_page.Page, address: str = "", *, served: bool = False,
        answers: Mapping[str, Answer] | None = None, wait: bool = True, **options: Any,  # noqa: ANN401
    ) -> Visit:  # fmt: skip
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        visit = Visit(context.new_page())
        tab = visit.page
        tab.on("console", lambda m: visit.problems.append(m.text) if m.type == "error" else None)
        tab.on("pageerror", lambda error: visit.problems.append(str(error)))
        if served:
            _serve(tab, page, answers or {})
            url = f"{HOST}/{address}"
        else:
            file = tmp_path / "page.html"
            file.write_text(page.html, encoding="utf-8")
            url = f"{file.as_uri()}{address}"
        allowed = (HOST, "file:", "blob:", "data:")
        tab.on("request", lambda r: None if r.url.startswith(allowed) else visit.problems.append(f"asked {r.url}"))
        tab.goto(url)
        if wait:
            tab.wait_for_selector("body[data-state=ready]")
            tab.wait_for_timeout(120)
        return visit

    yield open_
    for context in contexts:
        context.close()


def _serve(tab: Page, page: viz_page.Page, answers: Mapping[str, Answer]) -> None:
    def route(request: Route) -> None:
        parts = urlsplit(request.request.url)
        if parts.path == "/ask":
            question = parse_qs(parts.query)["q"][0]
            status, body = answers.get(question, (500, {"title": "unexpected", "detail": question}))
            request.fulfill(status=status, content_type="application/json", body=json.dumps(body))
        elif parts.path == "/":
            headers = {"Content-Security-Policy": page.csp}
            request.fulfill(status=200, content_type="text/html; charset=utf-8", body=page.html, headers=headers)
        else:
            request.fulfill(status=204, body="")

    tab.route(f"{HOST}/**", route)
