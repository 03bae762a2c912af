"""The one module that knows pyvis: it holds the nodes and edges, brings vis-network's script, and renders the page.

pyvis' own template is never used: it calls CDNs and runs data as script. Its data model and its way of rendering are;
see `docs` of pyvis 0.3.2 for the names used here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import pyvis
from jinja2 import Environment, PackageLoader, StrictUndefined
from pyvis.network import Network

OPTIONS: dict[str, object] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"shape": "custom", "chosen": False},
    "edges": {"chosen": False, "arrowStrikethrough": False, "selectionWidth": 0, "hoverWidth": 0},
    "interaction": {
        "hover": True,
        "tooltipDelay": 600_000,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "multiselect": False,
        "keyboard": {"enabled": False},
        "zoomSpeed": 0.6,
    },
}
"""No physics, since places are computed beforehand; no tooltips of vis-network, since those would take HTML."""


@cache
def vis_script() -> str:
    """vis-network, minified, from the pyvis package: no CDN."""
    return (Path(pyvis.__file__).parent / "templates/lib/vis-9.1.2/vis-network.min.js").read_text(encoding="utf-8")


def network(nodes: Sequence[dict[str, object]], edges: Sequence[dict[str, object]]) -> Network:
    """A pyvis network of ready-made nodes and edges.

    The lists are filled directly: `add_node` and `add_edge` look for doubles in all the others, which is quadratic.
    Edges keep their own ids and the network is directed, or parallel ones would vanish.
    """
    net = Network(directed=True)
    net.nodes, net.edges = list(nodes), list(edges)
    net.node_ids = [str(node["id"]) for node in nodes]
    net.options = OPTIONS  # set_options() would strip every blank
    return net


def render(net: Network, template: str, context: Mapping[str, object]) -> str:
    """Render a network through one of our templates. Names that the template needs and nobody gives are errors."""
    environment = Environment(
        loader=PackageLoader("viz", "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    environment.globals.update(context, vis_options=net.options)
    net.path = template
    net.templateEnv = environment
    return net.generate_html()
