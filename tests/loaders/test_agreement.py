"""Two codings compared: what must hold of any two, and cases worked out by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.corpus import Corpus
from loaders.agreement import Agreement, Figures, agreement
from loaders.alignment import align, comparable, likeness
from loaders.coding import Coding, match, normalised
from loaders.disagreements import disagreement_data, disagreement_text, report_data
from loaders.factset import FactSet, bundled, read_claims, read_folder
from loaders.plain import yaml_text
from loaders.records import Found, check_records
from loaders.reliability import Overlap, Table
from loaders.sentences import Grid
from loaders.spans import Span
from schema.errors import FactError, NotFound, SettingsError
from schema.records import Claim

from .files import good, write

SENTENCES = [f"Sentence {name} says a thing." for name in ("one", "two", "three", "four", "five", "six")]
TEXT = " ".join(SENTENCES)
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
RELATIONS = ("supports", "opposes", "proposes", "demands", "mediates", "declines")
ACTORS = ("ann", "ben", "cat")
MEASURES = ("opening", "closing", "talks")


class _AtHand(Corpus):
    """The text, without a file."""

    def text(self, sha256: str) -> str | None:
        return TEXT if sha256 == SHA else None


CORPUS = _AtHand()


def passage(sentence: int, *, words: str | None = None) -> dict[str, Any]:
    words = words or SENTENCES[sentence]
    start = TEXT.index(words, TEXT.index(SENTENCES[sentence]))
    return {"start": start, "end": start + len(words), "phrase": words}


def claim(key: str, sentence: int = 0, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "key": key, "source": "report", "relation": "supports", "statement": f"What {key} says.", "holder": "ann",
        "about": "opening", "passages": [passage(sentence)], **more,
    }  # fmt: skip


def coding(*claims: dict[str, Any], name: str = "first", rename: str = "", names: str = "") -> FactSet:
    """A data set of these claims. `rename` is added to the ids of actors and measures, `names` to their names."""
    found = Found()
    found.add_dataset({"id": name, "title": name.title()}, "here")
    for id_ in ACTORS:
        found.add_entity("Actor", {"id": id_ + rename, "name": id_.title() + names, "kind": "Person"}, "here")
    for id_ in MEASURES:
        found.add_entity("Measure", {"id": id_ + rename, "name": f"The {id_}" + names, "aliases": [id_ + " it"]}, "here")
    found.add_entity("Source", {"id": "report" + rename, "title": "Report", "sha256": SHA}, "here")
    for values in claims:
        found.add_claim(_renamed(values, rename), "here")
    return check_records(found, "here")


def _renamed(value: Any, rename: str) -> Any:  # noqa: ANN401
    if isinstance(value, str) and value in (*ACTORS, *MEASURES, "report"):
        return value + rename
    if isinstance(value, dict):
        return {k: _renamed(v, rename) for k, v in value.items()}
    return [_renamed(v, rename) for v in value] if isinstance(value, list) else value


def _says(values: dict[str, Any]) -> str:
    return yaml_text({k: v for k, v in values.items() if k not in ("key", "statement", "passages", "certainty")})


some_claims = st.lists(
    st.builds(
        lambda sentences, relation, **more: claim(
            "", relation=relation, passages=[passage(s) for s in sorted(sentences)], **more
        ),
        st.frozensets(st.integers(0, 5), min_size=1, max_size=2),
        st.sampled_from(RELATIONS),
        holder=st.sets(st.sampled_from(ACTORS), max_size=2).map(sorted),
        about=st.sets(st.sampled_from(MEASURES), min_size=1, max_size=2).map(sorted),
        modality=st.sampled_from(["asserted", "expected"]),
        attributed_to=st.lists(st.sampled_from(ACTORS), max_size=1),
        negated=st.booleans(),
    ),
    max_size=7,
    unique_by=_says,
).map(lambda claims: [{**c, "key": f"k{place}"} for place, c in enumerate(claims)])


def compare(a: FactSet, b: FactSet, **more: Any) -> Agreement:  # noqa: ANN401
    return agreement(a, b, CORPUS, source="report", **more)


def mirrored(figures: Figures) -> Figures:
    def overlap(found: Overlap) -> Overlap:
        return Overlap(found.common, found.only_b, found.only_a)

    table = figures.sentences
    return replace(
        figures,
        sentences=Table(table.both, table.only_b, table.only_a, table.neither),
        dimensions={k: replace(v, overlap=overlap(v.overlap)) for k, v in figures.dimensions.items()},
        claims_a=figures.claims_b,
        claims_b=figures.claims_a,
    )


@given(some_claims)
def test_a_coding_agrees_with_itself(claims: list[dict[str, Any]]) -> None:
    found = compare(coding(*claims), coding(*claims, name="second"))
    figures = found.overall
    assert figures.sentences.kappa in (None, 1)
    assert figures.alpha in (None, 1)
    assert {f.overlap.f1 for f in figures.dimensions.values()} <= {None, 1}
    assert {f.alpha for f in figures.dimensions.values()} <= {None, 1}
    assert figures.claims_a == figures.paired == figures.identical == len(claims)
    assert found.disagreements == ()


@given(some_claims, some_claims)
def test_it_does_not_matter_who_is_first(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    one, other = compare(coding(*ours), coding(*theirs)), compare(coding(*theirs), coding(*ours))
    assert other.overall == mirrored(one.overall)
    assert {(d.b and d.b.key, d.a and d.a.key) for d in other.disagreements} == {
        (d.a and d.a.key, d.b and d.b.key) for d in one.disagreements
    }


@given(some_claims, some_claims, st.randoms())
def test_the_order_of_claims_does_not_matter(ours: list[dict[str, Any]], theirs: list[dict[str, Any]], random: Any) -> None:  # noqa: ANN401
    before = compare(coding(*ours), coding(*theirs))
    random.shuffle(ours)
    random.shuffle(theirs)
    assert compare(coding(*ours), coding(*theirs)) == before


@given(some_claims, some_claims)
def test_other_ids_for_the_same_names_change_no_figure(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    before = compare(coding(*ours), coding(*theirs))
    after = compare(coding(*ours), coding(*theirs, rename="-2"))
    assert after.overall == before.overall
    assert dict(after.matched) == {id_: f"{id_}-2" for id_ in (*ACTORS, *MEASURES, "report")}


@settings(max_examples=50)
@given(some_claims, some_claims)
def test_no_other_pairs_are_more_alike_in_sum(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    grid = Grid.of(TEXT)
    a, b = (Coding(coding(*claims[:5])).of("report", grid) for claims in (ours, theirs))
    weights = [
        [likeness(x, y) if comparable(x, y) and x.sentences & y.sentences else 0 for y in b] for x in a
    ]  # fmt: skip
    found = sum(weights[a.index(x)][b.index(y)] for x, y in align(a, b))
    rows, columns = (a, b) if len(a) <= len(b) else (b, a)
    best = max(
        sum(weights[i][j] if rows is a else weights[j][i] for i, j in enumerate(chosen))
        for chosen in permutations(range(len(columns)), len(rows))
    )
    assert found == best


@given(some_claims, some_claims)
def test_each_claim_is_paired_or_listed_once(ours: list[dict[str, Any]], theirs: list[dict[str, Any]]) -> None:
    found = compare(coding(*ours), coding(*theirs))
    figures, listed = found.overall, found.disagreements
    assert sum(d.b is None for d in listed) == figures.claims_a - figures.paired
    assert sum(d.a is None for d in listed) == figures.claims_b - figures.paired
    assert sum(d.a is not None and d.b is not None for d in listed) == figures.paired - figures.identical
    assert all(bool(d.fields) == (d.a is not None and d.b is not None) for d in listed)


# ---- by hand


def test_figures_worked_out_by_hand() -> None:
    ours = coding(
        claim("one", 0), claim("two", 1, relation="opposes"), claim("three", 2, about="talks"), claim("four", 3, holder="cat"),
    )  # fmt: skip
    theirs = coding(
        claim("a", 0, relation="demands"),
        claim("b", 1, relation="opposes", attributed_to="ben"),
        claim("c", 3, holder="cat"),
        claim("d", 4, holder="ben"),
        name="second",
    )
    found = compare(ours, theirs)
    figures = found.overall
    assert figures.sentences == Table(both=3, only_a=1, only_b=1, neither=1)
    assert figures.sentences.kappa == pytest.approx((4 / 6 - 20 / 36) / (1 - 20 / 36))
    assert (figures.claims_a, figures.claims_b, figures.paired, figures.identical) == (4, 4, 3, 1)
    assert figures.dimensions["relation"].overlap == Overlap(common=2, only_a=2, only_b=2)
    assert figures.dimensions["class"].overlap == Overlap(common=3, only_a=1, only_b=1)
    assert figures.dimensions["holder"].overlap == Overlap(common=3, only_a=1, only_b=1)
    assert figures.dimensions["object"].overlap == Overlap(common=3, only_a=1, only_b=1)
    assert figures.dimensions["speaker"].overlap == Overlap(common=0, only_a=0, only_b=1)
    assert figures.dimensions["condition"].overlap.f1 is None
    assert figures.dimensions["object"].alpha is None  # all pairs are about one thing
    assert figures.dimensions["holder"].alpha == 1
    assert figures.dimensions["speaker"].alpha == 0  # one of three pairs, as by chance
    assert [(d.start, d.a and d.a.key, d.b and d.b.key, list(d.fields)) for d in found.disagreements] == [
        (TEXT.index(SENTENCES[0]), "one", "a", ["relation"]),
        (TEXT.index(SENTENCES[1]), "two", "b", ["speaker"]),
        (TEXT.index(SENTENCES[2]), "three", None, []),
        (TEXT.index(SENTENCES[4]), None, "d", []),
    ]


def test_a_claim_does_not_take_anothers_partner() -> None:
    """The first claim is most like the other's only claim on the opening, which is the second one's twin."""
    ours = coding(claim("near", holder="ben"), claim("twin"))
    theirs = coding(claim("x"), claim("y", relation="opposes", holder="ben"))
    pairs = [(d.a and d.a.key, d.b and d.b.key) for d in compare(ours, theirs).disagreements]
    assert pairs == [("near", "y")]


def test_claims_of_different_sentences_are_not_one() -> None:
    figures = compare(coding(claim("one", 0)), coding(claim("one", 1))).overall
    assert figures.paired == 0
    assert figures.sentences.kappa == pytest.approx(-0.2)


def test_claims_about_claims_are_compared_by_what_those_say() -> None:
    def both(key: str, relation: str = "requires") -> Sequence[dict[str, Any]]:
        inner = claim(key, relation=relation, embedded=True, holder=[])
        if relation == "requires":
            inner |= {"conditions": ["talks"], "condition_kind": "analytic"}
        return inner, claim("outer", relation="rejects", about=f"claim:{key}")

    same = compare(coding(*both("k1")), coding(*both("k2")))
    assert same.disagreements == ()
    other = compare(coding(*both("k1")), coding(*both("k2", "supports")))
    assert [d.fields["object"] for d in other.disagreements if d.a and d.a.key == "outer"] == [
        (frozenset(["requires(opening, talks)"]), frozenset(["supports(opening)"]))
    ]


def test_no_claims_at_all_leave_everything_undefined() -> None:
    figures = compare(coding(), coding()).overall
    assert figures.sentences == Table(neither=6)
    assert figures.sentences.kappa is None
    assert {f.overlap.f1 for f in figures.dimensions.values()} == {None}
    assert "null" in str(report_data(compare(coding(), coding()))).replace("None", "null")


def test_a_source_that_one_did_not_code_is_left_out_unless_asked_for() -> None:
    with pytest.raises(NotFound, match=r"no text to compare.*not coded by the second"):
        agreement(coding(claim("one")), coding(), CORPUS)
    assert compare(coding(claim("one")), coding()).overall.sentences == Table(only_a=1, neither=5)
    with pytest.raises(NotFound, match="its text is not at hand"):
        agreement(coding(claim("one")), coding(claim("one")), Corpus())


def test_claims_that_do_not_stand_are_not_compared() -> None:
    assert compare(coding(claim("one", status="rejected")), coding()).overall.claims_a == 0


# ---- names


def test_a_mapping_goes_before_ids_and_names() -> None:
    ours, theirs = coding(), coding(rename="-2", names=" of old")
    assert dict(match(ours, theirs).matched) == {"report": "report-2", **{m: f"{m}-2" for m in MEASURES}}  # by alias
    same = {"ann": "ben-2", "opening": "talks-2"}
    found = match(ours, theirs, same)
    assert dict(found.matched) == {"report": "report-2", "closing": "closing-2", **same}
    assert found.common["ann-2"] == "ann-2"
    with pytest.raises(SettingsError, match=r"first has nothing with the id 'anne'.*did you mean ann"):
        match(ours, theirs, {"anne": "ben-2"})


def test_an_id_that_means_something_else_is_not_taken_for_it() -> None:
    ours, theirs = Found(), Found()
    for found, label, more in ((ours, "Actor", {"kind": "State"}), (theirs, "Measure", {})):
        found.add_dataset({"id": label.lower(), "title": label}, "here")
        found.add_entity(label, {"id": "plan", "name": label, **more}, "here")
    names = match(check_records(ours, "here"), check_records(theirs, "here"))
    assert names.common == {"plan": "plan of measure"}


def test_a_name_that_two_have_pairs_nothing() -> None:
    theirs = Found()
    theirs.add_dataset({"id": "second", "title": "Second"}, "here")
    for id_, name, alias in (("a1", "Ann", "Annie"), ("a2", "Anna", "Ann B")):
        theirs.add_entity("Actor", {"id": id_, "name": name, "aliases": [alias], "kind": "Person"}, "here")
    ours = Found()
    ours.add_dataset({"id": "first", "title": "First"}, "here")
    ours.add_entity("Actor", {"id": "ann", "name": "ann", "aliases": ["ANNA"], "kind": "Person"}, "here")
    assert match(check_records(ours, "here"), check_records(theirs, "here")).matched == ()


@pytest.mark.parametrize(("one", "other"), [("The Board", "board"), ("Côte-d’Ivoire", "cote d ivoire"), ("ISF", " isf. ")])
def test_names_that_are_one(one: str, other: str) -> None:
    assert normalised(one) == normalised(other)


# ---- files


def test_a_file_of_claims_with_the_lists_of_another(tmp_path: Path) -> None:
    folder = write(tmp_path / "set", good())
    alone = tmp_path / "second.yaml"
    alone.write_text((folder / "claims" / "report.yaml").read_text("utf-8").replace("key: shut", "key: closed"), "utf-8")
    facts = read_claims(alone, folder)
    assert {c.key for c in facts.claims()} == {"closed", "against"}
    alone.write_text(alone.read_text("utf-8").replace("holder: ann", "holder: anne"), "utf-8")
    with pytest.raises(FactError, match=r"second\.yaml:\d+: holder\.0: nothing has the id 'anne'.*did you mean ann"):
        read_claims(alone, folder)


def test_disagreements_to_decide_can_be_read_back() -> None:
    found = compare(coding(claim("one"), claim("two", 1, holder="ben")), coding(claim("one", modality="expected")))
    data = yaml.safe_load(yaml_text(disagreement_data(found)))
    first, second = data["disagreements"]
    assert first["differs"] == {"modality": {"a": ["asserted"], "b": ["expected"]}}
    assert (first["phrase"], first["decision"], first["because"]) == (SENTENCES[0], None, None)
    assert second["b"] is None
    assert Claim.model_validate({**second["a"], "source": "report"}).key == "two"
    text = "\n".join(disagreement_text(found))
    assert "modality: asserted  ≠  expected" in text
    assert "only in A" in text


def test_the_bundled_data_set_agrees_with_itself(articles: Path) -> None:
    texts = Corpus([articles])
    facts = read_folder(bundled(), corpus=texts)
    figures = agreement(facts, facts, texts).overall
    assert figures.sentences.kappa == 1
    assert figures.identical == figures.claims_a > 200


def test_a_passage_counts_where_it_has_a_word() -> None:
    """One that reaches over the blank after its sentence is not in the next."""
    span = Span(0, len(SENTENCES[0]) + 1)
    assert Grid.of(TEXT).touched([span]) == {0}
