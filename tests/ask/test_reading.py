"""Paraphrases over an invented negotiation: each must be read as exactly this."""

from __future__ import annotations

import pytest

from graph.ask import Options, Reading, explain, parse, plan
from schema.errors import QuestionError

from .invented import lexicon


def shape(reading: Reading) -> str:
    """A reading in one line: kind and what is asked, relations, then the parts that are filled."""
    if reading.parts:
        return " + ".join(shape(part) for part in reading.parts)
    bits = [f"{reading.kind} {reading.asked}", "|".join(reading.names)]
    slots = (("S", reading.subject), ("O", reading.object), ("R", reading.requirement), ("T", reading.target))
    bits += [f"{key}:{','.join(slot.ids)}{'~' if slot.contrary else ''}" for key, slot in slots if slot.ids]
    if reading.parties:
        bits.append("P:" + ",".join(i for party in reading.parties for i in party.ids))
    bits.append("/".join(reading.kinds))
    bits.append(f"role={reading.role}" if reading.role else "")
    bits.append("count" if reading.count else "")
    bits.append("negated" if reading.negated else "")
    bits.append(f"claims={','.join(reading.claims)}" if reading.claims else "")
    bits.append("leads" if reading.roles == ("leads",) else "")
    return " ".join(bit for bit in bits if bit)


# A tilde marks that the question named the contrary, so that the stance is turned.
GRID = [
    ("Who opposes the Ulm Gorge dam?", "stance actors OPPOSES O:gorge-dam"),
    ("who oposes the gorge damm", "stance actors OPPOSES O:gorge-dam"),
    ("Who is against building the dam?", "stance actors OPPOSES O:gorge-dam"),
    ("opponents of the gorge dam", "stance actors OPPOSES O:gorge-dam"),
    ("anyone against the dam?", "stance actors OPPOSES O:gorge-dam"),
    ("By whom is the dam opposed?", "stance actors OPPOSES O:gorge-dam"),
    (
        "Which countries are opposed to the construction of a dam in Ulm Gorge?",
        "stance actors OPPOSES O:gorge-dam State",
    ),
    ("the dam is opposed by whom", "stance actors OPPOSES O:gorge-dam"),
    ("Who has voiced objections to the dam?", "stance actors OPPOSES O:gorge-dam"),
    ("who resists the dam in the gorge", "stance actors OPPOSES O:gorge-dam"),
    ("Who wants the dam?", "stance actors SUPPORTS|WAITS_FOR O:gorge-dam"),
    ("supporters of water quotas", "stance actors SUPPORTS O:water-quotas"),
    ("Who is in favour of binding water quotas?", "stance actors SUPPORTS O:water-quotas"),
    ("who favors water quotas", "stance actors SUPPORTS O:water-quotas"),
    ("Who would like binding quotas for water?", "stance actors SUPPORTS O:water-quotas"),
    ("Does Kelland oppose the dam?", "stance whether OPPOSES S:kelland O:gorge-dam"),
    ("is Kelland against the dam", "stance whether OPPOSES S:kelland O:gorge-dam"),
    ("Is the dam opposed by Port Asker?", "stance whether OPPOSES S:kelland O:gorge-dam"),
    ("Does Harrowgate want the dam?", "stance whether SUPPORTS|WAITS_FOR S:norvia O:gorge-dam"),
    ("Kelland opposes the dam?", "stance whether OPPOSES S:kelland O:gorge-dam"),
    ("Is it true that Norvia supports the dam?", "stance whether SUPPORTS S:norvia O:gorge-dam"),
    ("Is there opposition to the dam from Kelland?", "stance whether OPPOSES S:kelland O:gorge-dam"),
    ("what does Kelland oppose?", "stance objects OPPOSES S:kelland"),
    ("What is Norvia in favour of?", "stance objects SUPPORTS S:norvia"),
    ("What is opposed by Kelland?", "stance objects OPPOSES S:kelland"),
    ("What does Brandt want?", "stance objects SUPPORTS S:ilva-brandt"),
    ("What are Kelland's demands?", "stance objects DEMANDS|WAITS_FOR S:kelland"),
    ("Kelland's demands", "stance objects DEMANDS|WAITS_FOR S:kelland"),
    ("What does Norvia demand of Kelland?", "stance objects DEMANDS|WAITS_FOR S:norvia T:kelland"),
    ("What is Kelland's position on the dam?", "position claims S:kelland O:gorge-dam"),
    ("Where does Reyk stand on water quotas?", "position claims S:tomas-reyk O:water-quotas"),
    ("how does Kelland see Norvia?", "position claims S:kelland O:norvia"),
    ("Norvia's view of the fishing ban", "position claims S:norvia O:fish-ban-lifting~"),
    ("Kelland on the dam", "position claims S:kelland O:gorge-dam"),
    ("What does Tomas Reyk think about the dam?", "position claims S:tomas-reyk O:gorge-dam"),
    ("What position does Osmere take on the commission?", "position claims S:osmere O:varn-commission"),
    (
        "Who wants the Kellish fishing ban lifted and who wants it kept?",
        "stance actors SUPPORTS|WAITS_FOR O:fish-ban-lifting role=lifted"
        " + stance actors OPPOSES O:fish-ban-lifting~ role=kept",
    ),
    ("Who supports the fishing ban?", "stance actors OPPOSES O:fish-ban-lifting~"),
    ("who opposes lifting the fishing ban", "stance actors OPPOSES O:fish-ban-lifting"),
    ("Who is against keeping the fishing ban", "stance actors SUPPORTS O:fish-ban-lifting~"),
    (
        "What does Tarsk demand before joining the patrol force?",
        "conditions requirements CONDITIONS_ON S:tarsk O:patrol-membership",
    ),
    (
        "What must happen before Kelland reduces its garrison?",
        "conditions requirements CONDITIONS_ON O:border-garrison",
    ),
    (
        "What must happen before Kelland reduces the garrison, according to Kelland?",
        "conditions requirements CONDITIONS_ON S:kelland O:border-garrison",
    ),
    (
        "On what condition would Tarsk join the patrol force?",
        "conditions requirements CONDITIONS_ON O:tarskan-membership",
    ),
    (
        "What are Tarsk's conditions for joining the VPF?",
        "conditions requirements CONDITIONS_ON S:tarsk O:patrol-membership",
    ),
    ("What is needed for the filling of the reservoir?", "conditions requirements CONDITIONS_ON O:dam-filling"),
    ("What does the filling of the reservoir depend on?", "conditions requirements CONDITIONS_ON O:dam-filling"),
    (
        "Who makes the filling of the reservoir conditional on an independent survey?",
        "conditions actors CONDITIONS_ON O:dam-filling R:un-survey",
    ),
    ("What depends on the independent survey?", "conditions objects CONDITIONS_ON R:un-survey"),
    ("What would water quotas unlock?", "conditions objects CONDITIONS_ON R:water-quotas"),
    (
        "does Kelland require water quotas before the dam?",
        "conditions whether CONDITIONS_ON S:kelland O:gorge-dam R:water-quotas",
    ),
    ("Is an independent survey a condition for the dam?", "conditions whether CONDITIONS_ON O:gorge-dam R:un-survey"),
    (
        "Kelland's preconditions for reducing the garrison",
        "conditions requirements CONDITIONS_ON S:kelland O:border-garrison",
    ),
    (
        "Who demands flood alerts before the dam is built?",
        "conditions actors CONDITIONS_ON O:gorge-dam R:flood-warning",
    ),
    ("Who mediates between Norvia and Kelland?", "mediates actors MEDIATES P:norvia,kelland"),
    ("Does Osmere mediate between Norvia and Kelland?", "mediates whether MEDIATES S:osmere P:norvia,kelland"),
    ("mediators between Norvia and Kelland", "mediates actors MEDIATES P:norvia,kelland"),
    ("who is the mediator?", "mediates actors MEDIATES"),
    ("Who leads Norvia?", "represents actors represents O:norvia leads"),
    ("Who speaks for Kelland?", "represents actors represents O:kelland"),
    ("Who leads or speaks for Norvia?", "represents actors represents O:norvia"),
    ("Whom does Ilva Brandt represent?", "represents objects represents S:ilva-brandt"),
    ("Does Reyk represent Kelland?", "represents whether represents S:tomas-reyk O:kelland"),
    ("Kelland's leader", "represents actors represents O:kelland leads"),
    ("Who distrusts Norvia?", "stance actors DISTRUSTS O:norvia"),
    ("who is wary of Norvia", "stance actors DISTRUSTS O:norvia"),
    ("Does Kelland distrust Norvia?", "stance whether DISTRUSTS S:kelland O:norvia"),
    ("who has doubts about the commission", "stance actors DISTRUSTS O:varn-commission"),
    ("Who met Brandt?", "stance actors MEETS O:ilva-brandt"),
    ("Did Brandt meet Reyk?", "stance whether MEETS S:ilva-brandt O:tomas-reyk"),
    ("Who controls the Sable Delta?", "stance actors CONTROLS O:sable-delta"),
    ("Does the League control the delta?", "stance whether CONTROLS S:river-league O:sable-delta"),
    ("Who are Tarsk's allies?", "stance objects ALLIED_WITH S:tarsk"),
    ("Are Tarsk and Osmere allied?", "stance whether ALLIED_WITH S:tarsk O:osmere"),
    ("Who takes part in the patrol force?", "stance actors PARTICIPATES_IN O:patrol-membership"),
    ("Who disagrees with Norvia?", "stance actors DIVERGES_FROM O:norvia"),
    ("Where do Norvia and Kelland differ?", "compare objects SUPPORTS|OPPOSES|CONDITIONS_ON S:norvia O:kelland"),
    ("What do Norvia and Kelland agree on?", "compare objects SUPPORTS|OPPOSES|CONDITIONS_ON S:norvia O:kelland"),
    ("How many sources say that Kelland opposes the dam?", "sources whether OPPOSES S:kelland O:gorge-dam count"),
    (
        "how many sources back the claim that Kelland opposes or distrusts Tarskan involvement in the patrol?",
        "sources whether OPPOSES|DISTRUSTS S:kelland O:tarskan-membership count",
    ),
    ("Which articles report that Norvia supports the dam?", "sources whether SUPPORTS S:norvia O:gorge-dam"),
    ("Who says that Kelland opposes the dam?", "says whether OPPOSES S:kelland O:gorge-dam"),
    ("According to whom does Kelland oppose the dam?", "says whether OPPOSES S:kelland O:gorge-dam"),
    ("Since when does Kelland oppose the dam?", "when whether OPPOSES S:kelland O:gorge-dam"),
    ("When was the spring flood?", "when events O:spring-flood"),
    ("How many countries support water quotas?", "stance actors SUPPORTS O:water-quotas State count"),
    ("What share of the water does Norvia take?", "figure claims claims=c1"),
    (
        "who is for and who is against the dam",
        "stance actors SUPPORTS O:gorge-dam role=supports + stance actors OPPOSES O:gorge-dam role=opposes",
    ),
    ("Who supports or opposes the commission?", "stance actors SUPPORTS|OPPOSES O:commission-setup"),
    (
        "Who supports the dam, and who opposes it?",
        "stance actors SUPPORTS O:gorge-dam role=supports + stance actors OPPOSES O:gorge-dam role=opposes",
    ),
    ("Who warns of the filling of the reservoir?", "stance actors warns O:dam-filling"),
    ("What does Reyk warn of?", "stance objects warns S:tomas-reyk"),
    ("Who threatens Kelland?", "stance actors threatens O:kelland"),
    ("who denies that Norvia controls the delta", "denial actors CONTROLS S:norvia O:sable-delta"),
    ("Who is pressing Kelland to lift the fishing ban?", "stance actors PRESSURES O:fish-ban-lifting"),
    ("What does Osmere press Norvia to do?", "stance objects PRESSURES S:osmere T:norvia"),
    ("What has Kelland agreed to?", "stance objects AGREES_TO S:kelland"),
    ("Has Kelland agreed to water quotas?", "stance whether AGREES_TO S:kelland O:water-quotas"),
    ("Who has not agreed to water quotas?", "stance actors AGREES_TO O:water-quotas negated"),
    ("who doesn't want the dam", "stance actors OPPOSES O:gorge-dam"),
    ("who does not trust Norvia", "stance actors DISTRUSTS O:norvia"),
    ("Who hinders the independent survey?", "stance actors HINDERS O:un-survey"),
    ("who proposed the commission", "stance actors PROPOSES O:commission-setup"),
    ("Who attacks the fishing villages?", "stance actors ATTACKS O:fishers"),
    ("Who is willing to join the patrol force?", "stance actors SUPPORTS O:patrol-membership"),
    ("who is reluctant to join the patrol", "stance actors DECLINES|OPPOSES|conditions-on O:patrol-membership"),
    ("Are Tarsk and Osmere allied?", "stance whether ALLIED_WITH S:tarsk O:osmere"),
]

NOTHING_IN_THE_DATA = [
    "Who opposes the Zeldan canal?",
    "Who supports Zeldan participation in the patrol force?",
    "What is Zelda's position on the dam?",
    "Does Zelda oppose the dam?",
    "What does Zelda demand?",
    "What does Zelda demand before joining the patrol force?",
    "Does Germany mediate between Norvia and Kelland?",
    "Who mediates between Norvia and Zelda?",
    "Who leads Zelda?",
    "Who distrusts Zelda?",
    "Did Brandt meet Putin?",
    "Who met Quist?",
    "What must happen before the Olympic games?",
    "Who opposes the nuclear treaty?",
    "who opposes Osmerian participation in the patrol force",
    "Who supports the withdrawal of Norvia?",
    "Who opposes the dam in Kelland?",
    "who opposes sanctions on Tarsk",
    "Who opposes a fishing ban in Tarsk?",
    "who supports a railway tunnel",
    "Who controls Iraq?",
    "How many sources say that Zelda opposes the dam?",
    "Where do Norvia and Zelda differ?",
    "who opposes Norland",
    "Who supports Norway?",
    "What does Oman want?",
    "Who is against Tarskan withdrawal",
    "Who opposes the garrison of Norvia?",
]

NOT_A_QUESTION = [
    "What is the weather in Ulm Gorge?",
    "How do I cook rice?",
    "tell me a joke",
    "hello",
    "who",
    "the dam",
    "Norvia",
    "asdf qwer zxcv",
    "Why is the sky blue?",
    "Who wants what?",
    "What do the parties want?",
    "Translate this sentence",
    "buy cheap watches",
    "Kelland dam Norvia water",
]

OTHER_LANGUAGES = [
    ("Wer ist gegen den Damm?", "German"),
    ("Qui est contre le barrage ?", "French"),
    ("¿Quién está en contra de la presa?", "Spanish"),
    ("Chi è contro la diga?", "Italian"),
    ("Quem é contra a barragem?", "Portuguese"),
    ("Wie is er tegen de dam?", "Dutch"),
    ("Кто против плотины?", "Cyrillic"),
    ("من يعارض السد؟", "Arabic"),
    ("谁反对大坝？", "Chinese"),
]


@pytest.mark.parametrize(("question", "expected"), GRID, ids=[q for q, _ in GRID])
def test_paraphrases_are_read_alike(question: str, expected: str) -> None:
    reading = parse(question, lexicon())
    assert shape(reading) == expected
    assert not reading.unknown


@pytest.mark.parametrize(("question", "expected"), GRID[::3], ids=[q for q, _ in GRID[::3]])
def test_capitals_and_marks_do_not_matter(question: str, expected: str) -> None:
    assert shape(parse(question.lower().rstrip("?"), lexicon())) == expected


@pytest.mark.parametrize(("question", "expected"), GRID[::5], ids=[q for q, _ in GRID[::5]])
def test_politeness_does_not_matter(question: str, expected: str) -> None:
    assert shape(parse(f"Please tell me: {question}", lexicon())) == expected


@pytest.mark.parametrize("question", NOTHING_IN_THE_DATA)
def test_a_name_that_the_data_does_not_have_is_said(question: str) -> None:
    reading = parse(question, lexicon())
    assert reading.unknown
    assert "in the data" in reading.sentence
    assert any(word in reading.sentence for name in reading.unknown for word in name.split())


@pytest.mark.parametrize("question", NOT_A_QUESTION)
def test_what_is_not_understood_is_refused_with_questions_that_are(question: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse(question, lexicon())
    assert len(caught.value.suggestions) == 3
    for suggestion in caught.value.suggestions:
        assert not parse(suggestion, lexicon()).unknown


def test_unknown_words_are_named() -> None:
    with pytest.raises(QuestionError) as caught:
        parse("asdf qwer the dam", lexicon())
    assert caught.value.unknown == ("asdf", "qwer")
    assert "asdf" in caught.value.message


@pytest.mark.parametrize(("question", "language"), OTHER_LANGUAGES)
def test_another_language_is_said_to_be_one(question: str, language: str) -> None:
    with pytest.raises(QuestionError) as caught:
        parse(question, lexicon())
    assert language in caught.value.message


@pytest.mark.parametrize("question", ["", "  ?!", "x" * 600])
def test_an_empty_or_endless_question_is_refused(question: str) -> None:
    with pytest.raises(QuestionError):
        parse(question, lexicon())


def test_an_ambiguous_phrase_names_its_other_readings() -> None:
    reading = parse("Who opposes the garrison?", lexicon())
    assert reading.object.ids == ("border-garrison",) or reading.alternatives
    for other in reading.alternatives:
        assert other.understood["sentence"]
        again = parse(other.question, lexicon())
        assert again.understood()["measure"] == other.understood["measure"]


def test_corrections_are_shown() -> None:
    reading = parse("who oposes the gorge damm", lexicon())
    assert reading.corrections == (("oposes", "opposes"), ("damm", "dam"))
    assert reading.understood()["corrections"] == [
        {"typed": "oposes", "read": "opposes"},
        {"typed": "damm", "read": "dam"},
    ]


@pytest.mark.parametrize(("question", "expected"), GRID[::7], ids=[q for q, _ in GRID[::7]])
def test_every_reading_has_a_statement_with_all_its_parameters(question: str, expected: str) -> None:
    assert expected
    reading = parse(question, lexicon())
    for part in reading.parts or (reading,):
        statement = plan(part, lexicon(), Options())
        for name in statement.parameters:
            assert f"${name}" in statement.cypher
        assert "$$" not in statement.cypher


def test_explain_shows_every_stage() -> None:
    shown = explain("who oposes the gorge damm", lexicon())
    assert list(shown) == ["question", "tokens", "mentions", "grammar", "reading", "query"]
    assert "oposes→opposes" in shown["tokens"]
    assert shown["grammar"][0]["clause"]["may mean"] == ["OPPOSES"]
    assert shown["reading"]["measure"]["id"] == "gorge-dam"
    assert "OPPOSES" in shown["query"][0]["cypher"]
