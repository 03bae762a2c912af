"""Pages that need nothing but themselves: assets inlined and pinned by hash, data apart from script."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from viz.looks import Style

STYLES: tuple[str, ...] = ("base.css", "graph.css", "panel.css", "table.css")
EARLY = "early.js"
"""Runs in the head, before the body is laid out: laying out a long table that is hidden at once took seconds."""

SCRIPTS: tuple[str, ...] = (
    "dom.js", "data.js", "state.js", "shapes.js", "geometry.js", "paint.js", "graph.js", "evidence.js", "ask.js",
    "legend.js", "panel.js", "search.js", "table.js", "export.js", "main.js",
)  # fmt: skip
"""The modules in the order in which they may run: each imports only from those before it."""

_IMPORT = re.compile(r"^import \{[^}]*\} from \"\./[a-z]+\.js\";\n", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?function|const|let|class)", re.MULTILINE)
_CLOSING = re.compile(r"</(?:script|style)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """One self-contained page. `csp` is for the Content-Security-Policy header, where the page is served.

    The page carries the policy itself too; only the header can also say who may frame it.
    """

    html: str
    csp: str


@dataclass(frozen=True, slots=True)
class Assets:
    """What is inlined: vis-network, our script, our style."""

    early: str
    vis: str
    app: str
    css: str

    def csp(self) -> str:
        """The policy: these scripts, this style, requests to the page's own server only, no string as script."""
        return "; ".join(
            (
                "default-src 'none'",
                f"script-src {_pin(self.early)} {_pin(self.vis)} {_pin(self.app)}",
                f"style-src {_pin(self.css)}",
                "img-src blob:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'none'",
                "require-trusted-types-for 'script'",
                "trusted-types 'none'",
            )
        )


def assets(vis: str, styles: Sequence[Style]) -> Assets:
    """Collect the assets; `vis` is vis-network's script, `styles` the relations whose colours the style sheet names.

    Raises ValueError if one of them could close its own element.
    """
    found = Assets(early=_static(EARLY), vis=vis, app=bundle(), css=_static_css() + _colours(styles))
    for name in ("early", "vis", "app", "css"):
        if _CLOSING.search(getattr(found, name)):
            raise ValueError(f"{name} holds a closing tag and cannot be inlined")
    return found


@cache
def bundle() -> str:
    """Our ES modules as one classic script, which also runs from file://, where browsers refuse modules.

    Their names are unique over all modules (a test says so), so leaving out imports and exports is all it takes.
    """
    parts = ["(() => {", '"use strict";']
    for name in SCRIPTS:
        parts.append(f"// {name}\n{_EXPORT.sub('', _IMPORT.sub('', _static(name)))}")
    return "\n".join([*parts, "})();\n"])


@cache
def _static_css() -> str:
    return "\n".join(_static(name) for name in STYLES)


def _static(name: str) -> str:
    return (files("viz") / "static" / name).read_text(encoding="utf-8")


def _colours(styles: Sequence[Style]) -> str:
    """One class per relation, by its place in the legend: names of relations never become CSS."""
    light = "".join(f".r{i}{{--rel:{style.light}}}" for i, style in enumerate(styles))
    dark = "".join(f'[data-theme="dark"] .r{i}{{--rel:{style.dark}}}' for i, style in enumerate(styles))
    return f"\n{light}\n{dark}\n"


def _pin(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
