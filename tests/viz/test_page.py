"""What a page is made of: pinned assets, one classic script, data that cannot become markup."""

from __future__ import annotations

import re
from collections import Counter
from importlib.resources import files

import pytest

from schema.relations import looks
from tests.viz import pictures
from viz import page as viz_page
from viz.layout import layout
from viz.network import vis_script
from viz.overview import overview
from viz.page import EARLY, SCRIPTS, STYLES, assets, bundle
from viz.registry import VIEWS

STATIC = files("viz") / "static"


def source(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def test_every_asset_is_listed() -> None:
    found = {entry.name for entry in STATIC.iterdir()}
    assert found == {EARLY, *SCRIPTS, *STYLES}


def test_modules_import_only_from_those_before_them_and_only_what_is_exported() -> None:
    exported: dict[str, set[str]] = {}
    for name in SCRIPTS:
        for names, module in re.findall(r"^import \{([^}]*)\} from \"\./([a-z]+\.js)\";$", source(name), re.MULTILINE):
            assert module in exported, f"{name} imports {module}, which runs later"
            assert {n.strip() for n in names.split(",")} <= exported[module], f"{name} from {module}"
        declared = r"^export (?:async )?(?:function|const|let|class) (\w+)"
        exported[name] = set(re.findall(declared, source(name), re.MULTILINE))


def test_names_are_unique_over_all_modules_since_they_share_one_scope() -> None:
    declared = r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)"
    counts = Counter(name for module in SCRIPTS for name in re.findall(declared, source(module), re.MULTILINE))
    assert [name for name, count in counts.items() if count > 1] == []


def test_the_bundle_is_one_classic_script() -> None:
    assert not re.search(r"^\s*(import|export)\b", bundle(), re.MULTILINE)
    for forbidden in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function"):
        assert forbidden not in bundle(), forbidden


def test_an_asset_that_could_close_its_element_is_refused() -> None:
    with pytest.raises(ValueError, match="closing tag"):
        assets("x</SCRIPT >", [])


def test_nothing_is_fetched_and_only_pinned_scripts_run(small_page: viz_page.Page) -> None:
    # vis-network's licence comment and the SVG namespace name addresses; nothing asks for one
    ours = small_page.html.replace(vis_script(), "")
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", ours)
    assert "cdn" not in ours.lower()
    assert "'unsafe" not in small_page.csp
    assert small_page.csp.count("sha256-") == 4
    assert "default-src 'none'" in small_page.csp
    assert "require-trusted-types-for 'script'" in small_page.csp


def test_the_same_data_gives_the_same_page(small_page: viz_page.Page) -> None:
    placed = layout(pictures.small())
    assert overview(pictures.small(), looks(), placed=placed) == small_page


def test_a_layout_of_other_data_is_not_used(small_page: viz_page.Page) -> None:
    assert overview(pictures.small(), looks(), placed=layout(pictures.synthetic(5, 5, 9))) == small_page


def test_looks_that_are_no_colours_do_not_become_css() -> None:
    from dataclasses import replace

    evil = {name: replace(look, light="red}</style>#evil", dark="url(x)") for name, look in looks().items()}
    html = overview(pictures.small(), evil).html
    assert "#evil" not in html
    assert "url(x)" not in html


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
def test_every_view_builds(view: object) -> None:
    from viz.registry import View

    assert isinstance(view, View)
    assert re.fullmatch(r"[a-z-]+", view.name)
    assert view.title
    page = view.build(pictures.small(), looks())
    assert page.html.startswith("<!DOCTYPE html>")
    policy, _, framing = page.csp.rpartition("; ")
    assert framing == "frame-ancestors 'self'"
    assert policy in page.html.replace("&#39;", "'")
