"""The documentation table of the registry, in Markdown: `docs/relations.md`."""

from __future__ import annotations

from collections.abc import Iterable

from .jsonschema import FILES
from .kinds import ACTOR_IRIS, ACTOR_KINDS, NODE_KINDS
from .ontology import link_iri, relation_iri
from .relations import (
    ALL_RELATIONS,
    CLAIM_LINKS,
    EDGE_TYPES,
    OTHER_LINKS,
    REQUIRES_IRI,
    REQUIRES_LOOK,
    STRUCTURE,
    EdgeType,
    Link,
    Relation,
    Words,
)

SIGNS = {1: "+", -1: "−", 0: "0"}
HEAD = """# Kinds, relations and edges

<!-- Written by `python -m schema.build` from schema/kinds.py and schema/relations.py. Do not edit. -->

What a claim can say, what becomes of it in the graph, and how `parley ask` can name it.
"""


def markdown() -> str:
    """The whole page."""
    return "\n".join([
        HEAD, *_relations(), "", *_edges(), "", *_links(), "", *_kinds(), "", *_files(), "",
    ])  # fmt: skip


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    titles = list(head)
    lines = [_row(titles), "|" + "---|" * len(titles)]
    return lines + [_row(cells) for cells in rows]


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _code(text: str | None) -> str:
    return f"`{text}`" if text else ""


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(_code(t) for t in texts)


def _words(words: Words) -> str:
    return ", ".join(dict.fromkeys((*words.verbs, *words.phrases, *words.nouns, *words.agents)))


def _relations() -> list[str]:
    text = (
        "Polarity is for (+), against (−) or neither (0); ± is judged by each claim. A claim gives the edge of its "
        "own type and, where it counts as a stance, SUPPORTS or OPPOSES. Conditions are what `condition_kind` may be. "
        "Two codings are compared by relation and by its class."
    )
    head = ("relation", "means", "class", "about", "towards", "polarity", "edge", "counts as", "conditions", "PLOVER", "IRI")
    return ["## Relations of claims", "", text, "", *_table(head, map(_relation, ALL_RELATIONS))]


def _relation(relation: Relation) -> list[str]:
    about = ", ".join(relation.objects) + (" or nothing" if relation.object_optional else "")
    return [
        _code(relation.name), relation.meaning, relation.relation_class, about, relation.towards or "",
        "±" if relation.judged else SIGNS[relation.polarity], _code(relation.edge), _code(relation.stance),
        ", ".join(relation.conditions), relation.plover or "",
        _code("relation:" + str(relation_iri(relation.name)).rsplit("/", 1)[-1]),
    ]  # fmt: skip


def _edges() -> list[str]:
    text = (
        "Derived from accepted claims that are neither embedded nor negated, each with the ids of its claims. "
        "An edge passes up (to broader measures) or down (to narrower ones) along SPECIALISES, marked `inherited`."
    )
    head = ("edge", "in a sentence", "from", "to", "passes", "symmetric", "words", "IRI")
    requires = [
        "`REQUIRES`", REQUIRES_LOOK.phrase, "Measure", "Measure", "", "", "",
        f"`parley:requires`, a {_code(REQUIRES_IRI)}",
    ]  # fmt: skip
    return ["## Edges of the view", "", text, "", *_table(head, [*map(_edge, EDGE_TYPES), requires])]


def _edge(edge: EdgeType) -> list[str]:
    return [
        _code(edge.type), edge.look.phrase, "Actor", ", ".join(edge.ranges), edge.inherits or "",
        "yes" if edge.symmetric else "", _words(edge.words), _iri(edge.type, edge.iri),
    ]  # fmt: skip


def _iri(type_: str, public: str | None) -> str:
    own = _code("parley:" + str(link_iri(type_)).rsplit("#", 1)[-1])
    return f"{own}, a {_code(public)}" if public else own


def _links() -> list[str]:
    head = ("edge", "field", "from", "to", "inverse", "IRI")
    links = (*STRUCTURE, *CLAIM_LINKS, *OTHER_LINKS)
    return ["## Edges of the record", "", *_table(head, map(_link, links))]


def _link(link: Link) -> list[str]:
    return [
        _code(link.type), _code(link.field), link.source, ", ".join(link.target), link.inverse or "",
        _iri(link.type, link.iri),
    ]  # fmt: skip


def _kinds() -> list[str]:
    rows = [[_code(k.label), k.description, _code(k.iri)] for k in NODE_KINDS if k.public]
    rows += [[_code(f"Actor:{name}"), "", _code(ACTOR_IRIS[name])] for name in ACTOR_KINDS]
    return ["## Kinds of nodes", "", *_table(("label", "what it is", "public class"), rows)]


def _files() -> list[str]:
    text = (
        "Each fact file has a JSON Schema in `schema/json`. An editor with a YAML language server completes and "
        "checks a file that names its schema in the first line:"
    )
    modeline = "# yaml-language-server: $schema=../../schema/json/claims.schema.json"
    lines = ["```yaml", modeline, "source: some-source", "```"]
    rows = [
        [_code("claims/*.yaml" if name == "claims" else name + ".yaml"), _codes(headings), _code(name + ".schema.json")]
        for name, (_, headings) in FILES.items()
    ]
    rows.insert(0, ["`dataset.yaml`", "", "`dataset.schema.json`"])
    more = (
        "The path is relative to the file. `python -m schema.build --json-schemas FOLDER` writes the schemas to a "
        "folder of yours. A line of `claims/*.jsonl` is `claims.schema.json#/definitions/Claim`."
    )
    return ["## Fact files in an editor", "", text, "", *lines, "", more, "",
            *_table(("file", "headings", "schema"), rows)]  # fmt: skip
