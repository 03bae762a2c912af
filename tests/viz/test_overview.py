"""The overview in a browser: what is drawn, clicked, asked, filtered, and what a link brings back."""

from __future__ import annotations

from typing import Any

import pytest

from schema.relations import looks
from tests.viz import pictures
from tests.viz.conftest import Open, Visit
from viz.figure import figure
from viz.overview import overview
from viz.page import Page

LINE_MIDDLE = """id => {
  const net = parley.network(), type = net.body.edges[id].edgeType;
  const p = net.canvasToDOM(type.getPoint(.5, type.getViaNode()));
  const frame = document.querySelector('#mynetwork').getBoundingClientRect();
  return [frame.x + p.x, frame.y + p.y];
}"""


def line_id(actor: str, relation: str, target: str) -> str:
    lines = figure(pictures.small()).lines
    return next(x.id for x in lines if (x.start, x.relation, x.end) == (actor, relation, target))


TOLL = line_id("actor/brim", "opposes", "measure/toll")


def count_in_legend(visit: Visit, set_: str, value: str) -> int:
    row = visit.page.locator(f"label:has([data-set={set_}][data-value='{value}'])")
    return int(row.locator(".count").text_content() or "-1")


def test_what_is_drawn_is_what_came_in(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    assert visit.data("parley.data.nodes.length") == 9
    assert visit.data("parley.data.edges.length") == 8
    visible = visit.data("parley.visible")
    assert len(visible["edges"]) == 6  # main relations only
    painted = """() => { const c = document.querySelector('#mynetwork canvas');
      const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;
      let n = 0; for (let i = 3; i < d.length; i += 16) if (d[i]) n++; return n / (d.length / 16); }"""
    assert visit.data(painted) > 0.01
    assert visit.problems == []


def test_the_legend_counts_what_came_in_and_filters_it(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    lines = figure(pictures.small()).lines
    for relation in ("supports", "opposes", "conditions-on", "mediates", "requires", "distrusts", "controls"):
        assert count_in_legend(visit, "relations", relation) == sum(x.relation == relation for x in lines), relation
    assert count_in_legend(visit, "kinds", "state") == 2
    assert count_in_legend(visit, "basis", "imputed") == 1
    assert count_in_legend(visit, "basis", "inherited") == 1
    visit.page.uncheck("[data-value=supports]")
    assert len(visit.data("parley.visible.edges")) == 4
    assert visit.page.locator("#table tbody tr:not([hidden])").count() == 4
    assert "rel=" in visit.page.url
    visit.page.uncheck("[data-value=person]")
    assert len(visit.data("parley.visible.edges")) == 3
    visit.page.click("#reset")
    assert len(visit.data("parley.visible.edges")) == 6
    visit.page.click("#more summary")
    visit.page.check("[data-value=controls]")
    assert len(visit.data("parley.visible.edges")) == 7
    visit.page.click("[data-least='2']")
    assert visit.data("parley.visible.edges") == [TOLL]
    assert visit.problems == []


def test_when_nothing_matches_it_says_why(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page, "#rel=")
    assert "switched off" in visit.page.inner_text("#empty")
    visit.page.click("#empty [data-reset]")
    assert visit.page.locator("#empty").is_hidden()


def test_clicking_a_line_opens_its_evidence_with_the_marked_text(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    visit.page.mouse.click(*visit.data(LINE_MIDDLE, TOLL))
    assert visit.data("parley.selected") == TOLL
    first = visit.page.locator("#panel-body .claim").first
    assert first.locator("mark").inner_text() == pictures.TEXT
    assert first.locator("blockquote").inner_text() == f"… {pictures.TEXT_BEFORE}{pictures.TEXT}{pictures.TEXT_AFTER} …"
    said = first.inner_text()
    place = f"verbatim at characters 30–{30 + len(pictures.TEXT)}"
    chain = "“Talks stall” reports that Ida Cole says this."
    for words in ("Brim is against the harbour toll.", "Talks stall", "River Herald", "2031-04-02", place, chain):
        assert words in said, words
    assert "said outright" in said.lower()
    assert first.locator("a").get_attribute("href") == "https://example.org/talks"
    assert "noopener" in (first.locator("a").get_attribute("rel") or "")
    second = visit.page.locator("#panel-body .claim").nth(1)
    assert second.locator("mark").inner_text() == "no toll of any kind"  # only the phrase is at hand
    assert "undated" in second.inner_text()
    assert "the whole passage is shown" in second.inner_text()
    assert second.locator("a").count() == 0  # its address is javascript:
    assert "disputed" in visit.panel()
    assert visit.problems == []


def test_clicking_a_node_lists_its_positions_with_marks(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    visit.page.mouse.click(*visit.data("parley.at('actor/brim')"))
    assert visit.page.inner_text("#panel-body h2") == "Brim"
    panel = visit.panel()
    assert "Harbour toll" in panel
    assert "only after Joint river watch; conditional" in panel
    visit.page.mouse.click(*visit.data("parley.at('measure/truce')"))
    assert "Must come after" in visit.panel()
    visit.page.click(f"#panel-body [data-id='{line_id('measure/truce', 'requires', 'measure/watch')}']")
    assert "Brim demands it" in visit.panel()
    assert "Nobody named says that the one needs the other; implied" in visit.panel()
    assert visit.data("document.activeElement.id") == "panel-body"


def test_a_link_brings_everything_back(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    visit.page.uncheck("[data-value=mediates]")
    visit.select(TOLL)
    address, panel = visit.page.url, visit.panel()
    again = open_page(small_page, address[address.index("#") :])
    assert again.data("parley.selected") == TOLL
    assert again.panel() == panel
    assert again.data("parley.visible") == visit.data("parley.visible")
    again.select("measure/toll")
    again.page.go_back()
    again.page.wait_for_timeout(200)
    assert again.data("parley.selected") == TOLL


def test_a_wrong_link_shows_the_overview(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page, "#sel=nobody&rel=nonsense&min=x&view=z&kind=%00")
    assert visit.data("parley.selected") is None
    assert visit.problems == []


def test_places_are_the_same_on_every_visit(open_page: Open, small_page: Page) -> None:
    assert open_page(small_page).data("parley.positions()") == open_page(small_page).data("parley.positions()")


def test_the_keyboard_reaches_everything(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    page = visit.page
    page.keyboard.press("/")
    assert visit.data("document.activeElement.id") == "search"
    page.keyboard.type("port f")  # an alias
    assert page.get_attribute("#search", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#search", "aria-activedescendant") == "hit-0"
    page.keyboard.press("Enter")
    assert visit.data("parley.selected") == "measure/toll"
    assert visit.data("document.activeElement.id") == "graph"
    page.keyboard.press("]")
    assert visit.data("parley.selected").startswith("line-")
    assert "passage" in page.inner_text("#live")
    page.keyboard.press("Enter")
    assert visit.data("document.activeElement.id") == "panel-body"
    page.keyboard.press("Escape")
    assert visit.data("parley.selected") == "measure/toll"  # back to the node whose lines were stepped through
    page.keyboard.press("Escape")
    assert visit.data("parley.selected") is None
    page.keyboard.press("ArrowRight")
    first = visit.data("parley.selected")
    moves = set()
    for key in ("ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
        moves.add(visit.data("parley.selected"))
    assert first
    assert len(moves) > 1
    focus = "getComputedStyle(document.activeElement).outlineStyle"
    assert visit.data(focus) == "solid"


ASKED = "who opposes the harbour toll?"
ANSWER: dict[str, Any] = {
    "question": ASKED,
    "understood": {"kind": "stance", "stance": "opposes", "measure": {"id": "toll", "name": "Harbour toll"},
                   "answer_type": "actors", "sentence": "Who is against Harbour toll?"},
    "answers": [{"id": "brim", "name": "Brim", "kind": "State", "certainty": 0.9, "imputed": True, "basis": "stated",
                 "inherited": False, "conditional": [], "role": None, "claims": [
                     {"id": "c0", "statement": "s", "phrase": "p", "source": {"id": "herald"}, "start": 1, "end": 2},
                     {"id": "new", "statement": "Not on the page.", "phrase": "fresh words", "start": 5, "end": 9,
                      "source": {"id": "n", "title": "New", "publisher": None, "published": None}}]}],
    "cypher": "MATCH (a:Actor)-[:OPPOSES]->(m:Measure {id: $id}) RETURN a.name", "parameters": {"id": "toll"},
    "alternatives": [{"understood": {}, "question": "who supports the harbour toll?"}],
}  # fmt: skip
EMPTY = {"question": "x", "understood": {"sentence": "Who mediates Harbour toll?"}, "answers": [], "cypher": "MATCH x"}


def ask(visit: Visit, question: str) -> None:
    visit.page.fill("#search", question)
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_selector("#panel-body[aria-busy=false]")


def test_a_question_is_asked_answered_and_lit_up(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page, served=True, answers={ASKED: (200, ANSWER)})
    ask(visit, ASKED)
    panel = visit.panel()
    for words in (
        "1 answer",
        "Who is against Harbour toll?",
        "Brim",
        "imputed",
        "River Herald",
        "fresh words",
        "undated",
    ):
        assert words in panel, words
    assert visit.page.locator("[data-answer=brim] mark").first.inner_text() == pictures.TEXT
    visit.page.click(".cypher summary")
    assert visit.page.inner_text(".cypher pre >> nth=0") == ANSWER["cypher"]
    assert visit.page.get_by_text("Copy query").is_visible()
    assert "q=who" in visit.page.url
    visit.page.locator("[data-answer=brim] h3 button").click()
    assert visit.data("parley.selected") == "actor/brim"
    visit.page.locator(".back").click()
    assert "1 answer" in visit.panel()
    visit.page.keyboard.press("Escape")
    assert "Who stands where" in visit.panel()
    assert visit.problems == []


def test_a_link_to_a_question_asks_it_again(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page, f"#q={ASKED}", served=True, answers={ASKED: (200, ANSWER)})
    visit.page.wait_for_selector("[data-answer=brim]")
    assert visit.page.input_value("#search") == ASKED


def test_an_empty_answer_is_said_honestly(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page, served=True, answers={"who mediates it": (200, EMPTY)})
    ask(visit, "who mediates it")
    assert "Nothing found" in visit.panel()
    assert "no proof of the contrary" in visit.panel()


def test_a_question_not_understood_offers_others_to_click(open_page: Open, small_page: Page) -> None:
    problem = {"title": "Not understood", "detail": "No measure is called “tol”.", "suggestions": [ASKED]}
    visit = open_page(small_page, served=True, answers={"who tol": (422, problem), ASKED: (200, ANSWER)})
    ask(visit, "who tol")
    assert "No measure is called “tol”." in visit.panel()
    visit.page.click(f"[data-question='{ASKED}']")
    visit.page.wait_for_selector("[data-answer=brim]")


def test_from_a_file_it_says_what_asking_needs(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    ask(visit, ASKED)
    assert "parley serve" in visit.panel()
    assert visit.problems == []


def test_a_verdict_and_a_count_come_first(open_page: Open, small_page: Page) -> None:
    answers = {"q1": (200, {**ANSWER, "verdict": "conditional"}), "q2": (200, {**ANSWER, "count": 7})}
    visit = open_page(small_page, served=True, answers=answers)
    ask(visit, "q1")
    assert visit.page.inner_text(".verdict") == "Conditional"
    ask(visit, "q2")
    assert visit.page.inner_text(".verdict") == "7"


def test_the_table_needs_no_script(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page, wait=False, java_script_enabled=False)
    page = visit.page
    assert page.locator("#table").is_visible()
    assert page.locator("#table tbody tr:visible").count() == 8
    row = page.locator("#table tbody tr", has_text="Brim").filter(has_text="opposes")
    for words in ("Harbour toll", pictures.TEXT, "Talks stall", "undated", "Ida Cole says this", "disputed"):
        assert words in row.inner_text(), words
    assert page.locator(".stage, .panel, .legend, .search").filter(visible=True).count() == 0
    assert page.locator(".needs-script").is_visible()


def test_the_table_follows_filters_and_opens_evidence(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page, "#view=table")
    page = visit.page
    assert page.locator("#table").is_visible()
    page.click("[data-sort='0']")
    names = page.locator("#table tbody tr:not([hidden]) th").all_inner_texts()
    assert names == sorted(names)
    page.locator(f"[data-open='{TOLL}']").click()
    assert visit.data("parley.selected") == TOLL
    page.click("#tab-graph")
    assert page.locator("#mynetwork canvas").is_visible()
    assert visit.problems == []


def test_the_long_tail_is_hidden_counted_and_one_click_away(open_page: Open) -> None:
    picture = pictures.synthetic(60, 90, 220)
    visit = open_page(overview(picture, looks()))
    nodes = len({key for line in figure(picture).lines for key in (line.start, line.end)})
    loose = len(picture.entities) - nodes
    shown = len(visit.data("parley.visible.nodes"))
    assert shown <= 36
    said = f"{shown} shown, {nodes - shown} less connected hidden, {loose} without such a line"
    assert visit.page.inner_text("#shown") == said
    visit.page.click("[data-whole='1']")
    assert len(visit.data("parley.visible.nodes")) == nodes
    assert "all=1" in visit.page.url
    visit.page.click("[data-whole='0']")
    tail = next(n["id"] for n in visit.data("parley.data.nodes") if not n["core"])
    visit.select(tail)
    assert tail in visit.data("parley.visible.nodes")  # who asks for something sees it


def test_cycles_and_pairs_are_answers_too(open_page: Open, small_page: Page) -> None:
    cycle = {"measures": [{"id": "toll", "name": "Harbour toll"}, {"id": "watch", "name": "Joint river watch"}]}
    visit = open_page(small_page, served=True, answers={"any deadlocks": (200, {**EMPTY, "answers": [cycle]})})
    ask(visit, "any deadlocks")
    assert "Harbour toll · Joint river watch" in visit.panel()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_the_evidence_is_a_sheet(open_page: Open, small_page: Page, scheme: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "color_scheme": scheme, "has_touch": True}
    visit = open_page(small_page, **phone)
    page = visit.page
    assert visit.data("document.documentElement.dataset.theme") == scheme
    assert visit.data("document.documentElement.scrollWidth") <= 390
    page.mouse.click(*visit.data("parley.at('measure/truce')"))
    page.wait_for_timeout(700)
    assert page.get_attribute("#panel", "data-snap") == "half"
    sheet = page.locator("#panel").bounding_box()
    assert sheet is not None
    assert visit.data("parley.at('measure/truce')")[1] < sheet["y"]
    page.click("#grip")
    assert page.get_attribute("#panel", "data-snap") == "full"
    page.click("#legend-open")
    assert page.locator("#legend").is_visible()
    page.keyboard.press("Escape")
    assert page.locator("#legend").is_hidden()
    small = """[...document.querySelectorAll('.top button, .chips button, .zoom button')].filter(b => b.offsetParent)
      .map(b => b.getBoundingClientRect()).filter(r => r.height < 32 || r.width < 32).length"""
    assert visit.data(small) == 0


def test_it_can_be_taken_away(open_page: Open, small_page: Page) -> None:
    visit = open_page(small_page)
    svg = visit.data("parley.toSVG()")
    assert svg.startswith("<svg")
    assert svg.count("<title>") == 1 + 6
    csv = visit.data("parley.toCSV()").split("\r\n")
    assert csv[0].startswith("actor,relation,object")
    assert len(csv) == 1 + 7  # one row per passage that is shown
    for kind in ("svg", "png", "csv"):
        visit.page.click("#menu-open")
        with visit.page.expect_download() as download:
            visit.page.click(f"[data-take={kind}]")
        assert download.value.suggested_filename.startswith("parley")
    visit.page.emulate_media(media="print")
    visit.page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert visit.page.locator("#print svg").is_visible()
    assert visit.page.locator("#table").is_visible()
    assert visit.problems == []


def test_without_the_renderer_the_table_stands_in(open_page: Open, small_page: Page) -> None:
    broken = Page(small_page.html.replace('id="data-options">{', 'id="data-options">null,{'), small_page.csp)
    assert open_page(broken, wait=False).problems  # a page cut off in its data says so in the console
    visit = open_page(small_page, wait=False)
    visit.page.add_init_script("Object.defineProperty(window, 'vis', {get() {}, set() {}})")
    visit.page.reload()
    visit.page.wait_for_selector("#error:visible")
    visit.page.click("#to-table")
    assert visit.page.locator("#table tbody tr").first.is_visible()


def test_accessibility(open_page: Open, small_page: Page) -> None:
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    for address in ("", f"#sel={TOLL}", "#sel=actor/brim", "#view=table"):
        # axe is injected as a script, which the policy of the page refuses: this context alone goes without it
        visit = open_page(Page(small_page.html, ""), address, bypass_csp=True)
        found = Axe().run(visit.page, options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert found.violations_count == 0, found.generate_report()
