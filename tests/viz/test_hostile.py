"""Strings that attack, everywhere that data can be: they stay text, and nothing runs."""

from __future__ import annotations

import re

import pytest

from schema.relations import looks
from tests.viz import pictures
from tests.viz.conftest import Open
from viz.figure import figure
from viz.overview import overview
from viz.page import Page

RAN = "window.ran"


def visit_everything(open_page: Open, page: Page, **options: object) -> None:
    visit = open_page(page, **options)
    drawn = figure(pictures.hostile())
    for id_ in [*(node.key for node in drawn.nodes), *(line.id for line in drawn.lines)]:
        visit.select(id_)
        assert visit.data("parley.selected") == id_
        assert visit.page.locator("#panel-body :is(script, img, iframe, b b)").count() == 0
    visit.select(None)
    for string in pictures.HOSTILE:
        visit.page.fill("#search", string)
    visit.page.click("#tab-table")
    visit.data("[parley.toSVG(), parley.toCSV()]")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    visit.page.evaluate("s => { location.hash = '#sel=' + s + '&q=' + s; }", pictures.HOSTILE[2])
    visit.page.wait_for_timeout(150)
    assert visit.data(RAN) is None
    assert visit.problems == []


def test_nothing_runs(open_page: Open, hostile_page: Page) -> None:
    visit_everything(open_page, hostile_page)


def test_nothing_runs_even_without_the_policy(open_page: Open, hostile_page: Page) -> None:
    bare = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", hostile_page.html)
    assert bare != hostile_page.html
    visit_everything(open_page, Page(bare, ""))


def test_nothing_runs_in_the_table_without_script(open_page: Open, hostile_page: Page) -> None:
    visit = open_page(hostile_page, wait=False, java_script_enabled=False)
    assert visit.page.locator("#table :is(script, img, iframe, svg)").count() == 0
    hrefs = visit.page.eval_on_selector_all("a[href]", "links => links.map(a => a.getAttribute('href'))")
    assert all(href.startswith(("https://", "http://", "#")) for href in hrefs)


def test_the_words_are_shown_as_they_are(open_page: Open) -> None:
    name = '<b>Bold</b> & "quoted" `ticks` ${x} {{y}}'
    actors = [{**pictures.ACTORS[1], "name": name}, *pictures.ACTORS[:1], *pictures.ACTORS[2:]]
    visit = open_page(overview(pictures.small(actors=actors), looks()), "#sel=actor/brim")
    assert visit.page.inner_text("#panel-body h2") == name
    assert name in visit.page.inner_text("#live")


@pytest.mark.parametrize("string", pictures.HOSTILE)
def test_an_answer_of_the_server_is_text_too(open_page: Open, small_page: Page, string: str) -> None:
    source = dict.fromkeys(("id", "title", "publisher", "published", "url"), string)
    claim = {"id": string, "statement": string, "phrase": string, "start": 1, "end": 2, "source": source}
    one = {"id": string, "name": string, "role": string, "conditional": [{"name": string}], "claims": [claim]}
    answer = {
        "understood": {"sentence": string, "measure": {"id": string}}, "cypher": string, "parameters": {string: string},
        "answers": [one], "alternatives": [{"question": string}], "verdict": string,
    }  # fmt: skip
    refused = {"title": string, "detail": string, "suggestions": [string]}
    visit = open_page(small_page, served=True, answers={"q one": (200, answer), "q two": (422, refused)})
    for question, selector in (("q one", ".cypher"), ("q two", "[data-question]")):
        visit.page.fill("#search", question)
        visit.page.keyboard.press("Enter")
        visit.page.wait_for_selector(selector)
    assert visit.page.locator("#panel-body :is(script, img, iframe)").count() == 0
    assert visit.data(RAN) is None
    assert [p for p in visit.problems if "422" not in p] == []


def test_a_spreadsheet_does_not_take_a_cell_for_a_formula(open_page: Open) -> None:
    claims = [{**pictures.CLAIMS[0], "statement": '=HYPERLINK("x")'}, *pictures.CLAIMS[1:]]
    visit = open_page(overview(pictures.small(claims=claims), looks()))
    assert "'=HYPERLINK" in visit.data("parley.toCSV()")
