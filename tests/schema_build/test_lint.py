"""Each rule of the lint finds what it is there for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from schema import lint
from schema.relations import ALL_RELATIONS, EDGE, EDGE_TYPES, RELATIONS, STRUCTURE, Look, Words


def edges(monkeypatch: pytest.MonkeyPatch, type_: str, **changes: Any) -> None:  # noqa: ANN401
    """The registry with one edge type changed."""
    changed = tuple(replace(e, **changes) if e.type == type_ else e for e in EDGE_TYPES)
    monkeypatch.setattr(lint, "EDGE_TYPES", changed)
    monkeypatch.setattr(lint, "EDGE", {e.type: e for e in changed})
    monkeypatch.setattr(lint, "ENTRIES", (*changed, *ALL_RELATIONS))


def relations(monkeypatch: pytest.MonkeyPatch, name: str, **changes: Any) -> None:  # noqa: ANN401
    """The registry with one relation changed."""
    changed = tuple(replace(r, **changes) if r.name == name else r for r in RELATIONS)
    rest = ALL_RELATIONS[len(RELATIONS) :]
    monkeypatch.setattr(lint, "RELATIONS", changed)
    monkeypatch.setattr(lint, "ALL_RELATIONS", (*changed, *rest))
    monkeypatch.setattr(lint, "ENTRIES", (*EDGE_TYPES, *changed, *rest))


def links(monkeypatch: pytest.MonkeyPatch, type_: str, **changes: Any) -> None:  # noqa: ANN401
    changed = tuple(replace(link, **changes) if link.type == type_ else link for link in STRUCTURE)
    monkeypatch.setattr(lint, "STRUCTURE", changed)
    monkeypatch.setattr(lint, "LINKS", (*changed, *lint.LINKS[len(STRUCTURE) :]))


def found(part: str) -> bool:
    quick = [rule for rule in lint.RULES if rule is not lint.one_thing_one_iri]
    return any(part in finding for rule in quick for finding in rule())


def test_every_rule_of_the_module_runs() -> None:
    generators = {
        value for name, value in vars(lint).items()
        if not name.startswith("_") and callable(value) and getattr(value, "__module__", "") == lint.__name__
    }  # fmt: skip
    assert set(lint.RULES) == generators - {lint.findings}


def test_a_name_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    edges(monkeypatch, "OPPOSES", look=replace(EDGE["OPPOSES"].look, label="Supports"))
    assert found("the legend's label 'Supports' is used twice")


def test_a_class_that_does_not_fit_the_polarity(monkeypatch: pytest.MonkeyPatch) -> None:
    relations(monkeypatch, "mediates", relation_class="stance-for")
    assert found("mediates has the polarity 0 and the class stance-for")
    relations(monkeypatch, "opposes", relation_class="deed")
    assert found("opposes has the polarity -1 and the class deed")


def test_an_inverse_used_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    links(monkeypatch, "MEANS_FOR", inverse="has part")
    assert found("the inverse 'has part' is used twice")


def test_an_inverse_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    links(monkeypatch, "MEANS_FOR", inverse=None)
    assert found("MEANS_FOR has no inverse")


def test_an_inverse_that_is_an_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    links(monkeypatch, "MEANS_FOR", inverse="supports")
    assert found("the inverse of MEANS_FOR is the name of an edge type")


def test_an_end_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    edges(monkeypatch, "LACKS", ranges=("Mesure",))
    assert found("LACKS ends at 'Mesure', which is no label")


def test_an_edge_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    relations(monkeypatch, "lacks", edge="LACKED")
    assert found("lacks gives the edge LACKED, which does not exist")
    assert found("no relation gives the edge LACKS")


def test_a_relation_about_nothing_that_its_edge_points_to(monkeypatch: pytest.MonkeyPatch) -> None:
    relations(monkeypatch, "lacks", objects=("Place",))
    assert found("lacks is about nothing that its edge LACKS points to")


def test_a_polarity_against_the_stance(monkeypatch: pytest.MonkeyPatch) -> None:
    relations(monkeypatch, "declines", polarity=1)
    assert found("declines counts as OPPOSES and has the polarity 1")


def test_a_condition_kind_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    relations(monkeypatch, "warns", conditions=("triger",))
    assert found("warns has the condition kinds ['triger']")


def test_a_category_that_plover_does_not_have(monkeypatch: pytest.MonkeyPatch) -> None:
    relations(monkeypatch, "supports", plover="PRAISE")
    assert found("supports is mapped to PRAISE, which is no PLOVER category")


def test_a_relation_that_nobody_can_ask_for(monkeypatch: pytest.MonkeyPatch) -> None:
    relations(monkeypatch, "reports", words=Words())
    assert found("reports has no words")


def test_a_word_for_and_against(monkeypatch: pytest.MonkeyPatch) -> None:
    words = EDGE["OPPOSES"].words
    edges(monkeypatch, "OPPOSES", words=replace(words, verbs=(*words.verbs, "support")))
    assert found("the word 'support' (verbs) means SUPPORTS and OPPOSES: for and against")


def test_a_word_of_two_meanings(monkeypatch: pytest.MonkeyPatch) -> None:
    words = EDGE["LACKS"].words
    edges(monkeypatch, "LACKS", words=replace(words, verbs=(*words.verbs, "hinder")))
    assert found("the word 'hinder' (verbs) means LACKS and HINDERS: drop one")


def test_a_word_that_the_object_tells_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    words = EDGE["HINDERS"].words
    edges(monkeypatch, "HINDERS", words=replace(words, verbs=(*words.verbs, "ally with")))
    assert not found("ally with"), "HINDERS is of measures, ALLIED_WITH of actors"


def test_a_word_not_in_its_base_form(monkeypatch: pytest.MonkeyPatch) -> None:
    edges(monkeypatch, "LACKS", words=Words(("Lack",)))
    assert found("the word 'Lack' is not in its base form")


def test_looks_that_are_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    look = EDGE["SUPPORTS"].look
    edges(monkeypatch, "LACKS", look=Look("Lacks", "lacks", "#005ab6", "#6cb4fe", look.dash, look.end))
    assert found("SUPPORTS and LACKS look alike")


def test_a_colour_that_nobody_sees(monkeypatch: pytest.MonkeyPatch) -> None:
    edges(monkeypatch, "LACKS", look=replace(EDGE["LACKS"].look, light="#eeeeee"))
    assert found("LACKS: #eeeeee has a contrast of 1.2 on #ffffff")


def test_a_prefix_that_is_not_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    links(monkeypatch, "MEANS_FOR", iri="schema:tool")
    assert found("MEANS_FOR is mapped to schema:tool, whose prefix is not declared")


def test_shared_words_are_still_shared() -> None:
    """An exception that no longer excepts anything is dropped."""
    for word in lint.SHARED_WORDS:
        words = [(*e.words.verbs, *e.words.nouns, *e.words.phrases, *e.words.agents) for e in lint.ENTRIES]
        having = [some for some in words if word in some]
        assert len(having) > 1, f"{word!r} is no longer shared: drop it from SHARED_WORDS"
