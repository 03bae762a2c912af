"""Reading the REST items into a picture, and the picture into nodes and lines."""

from __future__ import annotations

import pytest

from schema.relations import EDGE_TYPES, looks
from tests.viz import pictures
from viz import words
from viz.figure import figure
from viz.kinds import KINDS, kind_of
from viz.looks import MAIN, style_of
from viz.picture import Claim, Link, Need, Picture, Position, Source


def position(picture: Picture, actor: str, stance: str) -> Position:
    return next(p for p in picture.positions if p.actor.id == actor and p.stance == stance)


def claim(picture: Picture, id_: str) -> Claim:
    return next(c for c in picture.claims if c.id == id_)


def test_every_item_is_read() -> None:
    picture = pictures.small()
    assert (len(picture.entities), len(picture.positions), len(picture.requirements)) == (9, 7, 2)
    assert position(picture, "brim", "opposes").disputed
    assert position(picture, "militia", "controls").object.key == "place/delta"
    assert picture.requirements[0].holder is not None
    assert picture.requirements[0].holder.name == "Brim"  # the API names a holder by id
    assert picture.requirements[1].holder is None
    assert picture.excerpts["c0"][0].text == pictures.TEXT


def test_an_object_that_no_collection_lists_becomes_a_node() -> None:
    stray = pictures.position("brim", "opposes", "toll", [])
    stray["object"] = {"id": "dam", "name": "The dam", "kind": "Event"}
    picture = pictures.small(positions=[stray])
    assert "event/dam" in {entity.key for entity in picture.entities}


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ({"actors": [{"name": "no id"}]}, "id is missing"),
        ({"actors": [{"id": "x", "name": ["list"]}]}, "'x': name is .* expected text"),
        (
            {"positions": [{"actor": "brim", "stance": "opposes", "object": {"id": "toll"}}]},
            "actor is 'brim', expected",
        ),
        ({"claims": [{"id": "c", "passages": "text"}]}, "passages is 'text', expected a list"),
    ],
)
def test_what_cannot_be_read_names_item_and_field(items: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        pictures.small(**items)


def test_lines_are_positions_and_pairs_of_measures() -> None:
    drawn = figure(pictures.small())
    assert len(drawn.lines) == 7 + 1  # two holders of one precondition share a line
    both = next(line for line in drawn.lines if line.relation == "requires")
    assert [r.kind for r in both.requirements] == ["demanded", "analytic"]
    assert {line.relation for line in drawn.lines if not line.main} == {"distrusts", "controls"}


def test_ids_of_lines_depend_on_content_alone() -> None:
    turned = pictures.small(positions=pictures.POSITIONS[::-1], actors=pictures.ACTORS[::-1])
    assert {line.id for line in figure(turned).lines} == {line.id for line in figure(pictures.small()).lines}


def test_leaning_goes_from_against_to_for_and_a_condition_is_no_opposition() -> None:
    leaning = {node.key: node.leaning for node in figure(pictures.small()).nodes}
    assert leaning["actor/asta"] == 1
    assert leaning["actor/brim"] == pytest.approx((-1 - 0.15) / 2)
    assert leaning["place/delta"] is None


def test_the_core_of_a_large_picture_is_small_and_whole_in_itself() -> None:
    drawn = figure(pictures.synthetic(60, 90, 220))
    core = {node.key for node in drawn.nodes if node.core}
    assert 20 <= len(core) <= 36
    assert all(line.core == (line.start in core and line.end in core) for line in drawn.lines)
    touched = {key for line in drawn.lines if line.core for key in (line.start, line.end)}
    assert touched == core


def test_every_edge_type_of_the_registry_has_a_look() -> None:
    for edge in EDGE_TYPES:
        style = style_of(edge.stance.replace("_", "-"), looks())
        assert style.label == edge.look.label, edge.type
    assert MAIN == ("supports", "opposes", "conditions-on", "mediates", "requires")
    assert style_of("never-heard-of", looks()).label == "Never heard of"


def test_every_kind_of_actor_has_a_shape_of_its_own() -> None:
    kinds = [kind_of(name) for name in ("State", "Person", "Organisation", "ArmedGroup", "InternationalBody", "Force",
                                        "Group", "Outlet")]  # fmt: skip
    assert len({kind.shape for kind in kinds}) == 8
    assert kind_of("Zebra").id == "actor"
    assert len({kind.id for kind in KINDS}) == len(KINDS)


def test_attribution_is_a_sentence() -> None:
    sources = {"herald": Source("herald", "Talks stall", None, None, None)}
    outlet, speaker = Link(0, "herald", "x", "reports"), Link(1, "cole", "Ida Cole", "says")
    rumour = Link(1, "notes", "internal notes", "according to")
    assert words.chain((outlet, speaker), sources) == "“Talks stall” reports that Ida Cole says this."
    assert words.chain((outlet, rumour), sources) == "“Talks stall” reports this, according to internal notes."
    assert words.chain((), sources) == ""


def test_conditions_are_alternatives_of_conjunctions() -> None:
    needs = (Need("A", "1", False), Need("B", "1", False), Need("C", "2", True))
    assert words.conditions(needs) == "only after A and B, or after not C"


@pytest.mark.parametrize(
    ("published", "precision", "said"),
    [(None, "", "undated"), ("2031-04-02", "day", "2031-04-02"), ("2031-04-02", "not-before", "not before 2031-04-02")],
)
def test_dates_are_never_guessed(published: str | None, precision: str, said: str) -> None:
    assert words.dated(Source("s", "t", None, published, None, precision)) == said


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//host/x", "ftp://host/x", "http://", None]
)
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert words.safe_url(url) is None


def test_names_lose_what_would_rearrange_their_surroundings() -> None:
    assert words.clean("a\u202eb\nc\u2066 d\x00") == "a b c d"
    assert words.initials("Benjamin Netanyahu") == "BN"
    assert words.initials("the Group of Friends") == "GF"
    assert words.initials("Israel") == "Isr"
    assert words.initials("<>") == "?"
