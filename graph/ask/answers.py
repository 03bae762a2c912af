"""Last stage: rows become the answer that interfaces give."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Literal, Protocol

from . import queries
from .cycles import cycles
from .lexicon import Lexicon
from .parsing import stages
from .planning import BASES, Options, Statement, denials, is_polar_stance, plan
from .reading import Reading, Slot
from .relating import STANCES, TURN, fits

Row = dict[str, Any]
Verdict = Literal["yes", "no", "conditional", "unknown"]


class Store(Protocol):
    """Whatever runs Cypher."""

    def rows(self, cypher: str, parameters: dict[str, Any]) -> list[Row]: ...


def build_lexicon(store: Store) -> Lexicon:
    """The names that a graph holds now. Build it again when the data has changed."""
    from graph.cypher import with_names

    entities: list[Row] = []
    for label in ("Actor", "Measure", "Event", "Place"):
        entities += store.rows(with_names(queries.LEXICON_ENTITIES, label=label), {})
    return Lexicon.load(entities, store.rows(queries.LEXICON_LINKS, {}), store.rows(queries.LEXICON_POSITIONS, {}),
                        store.rows(queries.LEXICON_FIGURES, {}))  # fmt: skip


def ask(
    store: Store,
    question: str,
    *,
    basis: str = "stated",
    include_imputed: bool = True,
    roll_up: bool = True,
    min_certainty: float = 0.0,
    as_of: str | None = None,
    on: str | None = None,
    according_to: str | None = None,
    source: str | None = None,
    lexicon: Lexicon | None = None,
) -> dict[str, Any]:
    """The answer to a question in English, ready for JSON. Raises QuestionError if it is not understood.

    The filters are the common parameters of the interface: of an answer's claims those count that pass all of them.
    """
    lexicon = lexicon or build_lexicon(store)
    reading = stages(question, lexicon).reading
    options = Options(basis, include_imputed, roll_up, min_certainty, reading.as_of or as_of, on, according_to, source)
    return answer(store, reading, lexicon, options)


def answer(store: Store, reading: Reading, lexicon: Lexicon, options: Options) -> dict[str, Any]:
    """Run what a reading asks."""
    result: dict[str, Any] = {"question": reading.question, "understood": reading.understood()}
    if reading.parts:
        answers, statements = [], []
        for part in reading.parts:
            found, statement, _ = _run(store, part, lexicon, options)
            answers += [{**a, "role": part.role} for a in found]
            statements.append(statement)
        result["answers"] = _common(answers, len(reading.parts)) if reading.together else answers
        result["cypher"] = ";\n\n".join(s.cypher for s in statements)
        result["parameters"] = {"parts": [s.parameters for s in statements]}
    else:
        answers, statement, verdict = _run(store, reading, lexicon, options)
        result["answers"] = answers
        if verdict:
            result["verdict"] = verdict
        result["cypher"], result["parameters"] = statement.cypher, statement.parameters
    if reading.count:
        result["count"] = len(result["answers"])
    if not result["answers"] and not reading.unknown:
        result["understood"]["sentence"] += ": nobody and nothing in the data" if reading.asked != "whether" else (
            ": the data does not say")  # fmt: skip
    others = [{"understood": a.understood, "question": a.question} for a in reading.alternatives]
    if result.get("verdict") == "unknown":
        others = [*_of_groups(store, reading, lexicon, options), *others]
    if not result["answers"] and options.basis == BASES[0]:
        others = [*_implied(store, reading, lexicon, options), *others]
    result["alternatives"] = others
    return result


def _of_groups(store: Store, reading: Reading, lexicon: Lexicon, options: Options) -> list[Row]:
    """The same question of groups that the actor is a member of, where it has an answer: theirs is not its own."""
    found = []
    for group in dict.fromkeys(g for id_ in reading.subject.ids for g in lexicon.groups_of.get(id_, ())):
        entity = lexicon.entities.get(group)
        words = re.compile(re.escape(reading.subject.text), re.IGNORECASE)
        if entity is None or not words.search(reading.question):
            continue
        other = replace(
            reading, subject=Slot(entity.name, (entity,)), question=words.sub(entity.name, reading.question, count=1)
        )
        _, _, verdict = _run(store, other, lexicon, options)
        if verdict not in (None, "unknown"):
            found.append({"understood": other.understood(), "question": other.question, "verdict": verdict})
    return found


def _implied(store: Store, reading: Reading, lexicon: Lexicon, options: Options) -> list[Row]:
    """What any careful reader would say where nothing is stated: marked, and apart from the answers."""
    if reading.parts:
        return []
    found, _, verdict = _run(store, reading, lexicon, replace(options, basis=BASES[1]))
    understood = {**reading.understood(), "basis": BASES[1]}
    apart = {"understood": understood, "question": reading.question, "basis": BASES[1], "answers": found}
    return [apart | ({"verdict": verdict} if verdict else {})] if found else []


def _common(answers: list[Row], parts: int) -> list[Row]:
    """Those that answer every part, once, with the proof of all."""
    grouped: dict[str, list[Row]] = {}
    for answer in answers:
        grouped.setdefault(answer["id"], []).append(answer)
    return [
        {**found[0], "role": None, "claims": [c for a in found for c in a["claims"]]}
        for found in grouped.values()
        if len({a["role"] for a in found}) == parts
    ]


def _run(
    store: Store, reading: Reading, lexicon: Lexicon, options: Options
) -> tuple[list[Row], Statement, Verdict | None]:
    if reading.kind == "deadlock":
        rings, statement = cycles(store, reading, options)  # type: ignore[arg-type]  # its analysis reads in transactions
        return rings, statement, ("yes" if rings else "no") if reading.asked == "whether" else None
    statement = plan(reading, lexicon, options)
    polar = reading.asked == "whether" and reading.kind not in ("sources", "says", "when")
    missing = any(slot.unknown and not slot.entities for slot in reading.slots)
    if missing or _impossible(reading):
        return [], statement, "unknown" if polar else None
    rows = store.rows(statement.cypher, statement.parameters)
    if not polar:
        return collect(rows, reading, lexicon), statement, None
    verdict, rows = judge(rows, reading)
    if reading.flipped:
        verdict = _FLIPPED.get(verdict, verdict)
    if verdict == "unknown" and reading.kind == "stance" and reading.object:
        denial = denials(reading, lexicon, options)
        if denied := store.rows(denial.cypher, denial.parameters):
            return collect(denied, reading, lexicon), denial, "no"
        refused = plan(replace(reading, negated=True), lexicon, options)
        if not is_polar_stance(reading) and (negated := store.rows(refused.cypher, refused.parameters)):
            return collect(negated, reading, lexicon), refused, "no"
    return collect(rows, reading, lexicon), statement, verdict


_FLIPPED: dict[Verdict, Verdict] = {"yes": "no", "no": "yes"}


def _impossible(reading: Reading) -> bool:
    """Whether the relation cannot point to such a thing at all."""
    entities = reading.object.entities
    if (
        reading.kind not in ("stance", "sources", "says", "when")
        or not entities
        or not reading.names
        or "represents" in reading.names
    ):
        return False
    return not any(fits(n, entities[0].label) for n in reading.names)


def judge(rows: list[Row], reading: Reading) -> tuple[Verdict, list[Row]]:
    """The verdict of a yes/no question and the rows that it rests on."""
    if not is_polar_stance(reading) or reading.kind != "stance":
        return ("yes", rows) if rows else ("unknown", [])
    asked = next(n for n in reading.names if n in STANCES)
    other = TURN[asked]
    named = [r for r in rows if r["edge"] in reading.names]
    joining = (
        "PARTICIPATES_IN" in reading.names
    )  # "will X join?": what X makes it wait for comes before what is expected
    waiting = [r for r in rows if r["edge"] == "CONDITIONS_ON" or (r["edge"] == "SUPPORTS" and _conditional(r))]
    if joining and waiting:
        return "conditional", waiting
    firm = [r for r in named if asked == "OPPOSES" or r["edge"] == "WAITS_FOR" or not _conditional(r)]
    if firm:
        return "yes", firm
    if waiting:
        return "conditional", waiting
    against = [r for r in rows if r["edge"] == other]
    return ("no", against) if against else ("unknown", [])


def _conditional(row: Row) -> bool:
    return bool(row["claims"]) and all(c["conditions"] for c in row["claims"])


def collect(rows: list[Row], reading: Reading, lexicon: Lexicon) -> list[Row]:
    """Rows of one thing become one answer; direct before inherited, more sources first, then by name."""
    several = len({n for n in reading.names if n in ("SUPPORTS", "OPPOSES")}) > 1 and reading.asked in (
        "actors",
        "objects",
    )
    grouped: dict[tuple[str, str | None], list[Row]] = {}
    for row in rows:
        if (one := lexicon.of(row["id"])) != row["id"]:
            row = {**row, "id": one, "name": lexicon.name(one)}
        role = row["role"] or (
            row["edge"].lower() if several else "as a condition" if row["edge"] == "WAITS_FOR" else None
        )
        grouped.setdefault((row["id"], role), []).append(row)
    answers = [_answer(id_, role, group, lexicon) for (id_, role), group in grouped.items()]
    for found in answers:
        if offices := _offices(found["id"], reading, lexicon):
            found["speaks_for"] = offices
    answers.sort(
        key=lambda a: (a["inherited"], -len({c["source"]["id"] for c in a["claims"]}), a["name"], a["role"] or "")
    )
    return answers


def _answer(id_: str, role: str | None, rows: list[Row], lexicon: Lexicon) -> Row:
    claims = {
        (c["id"], c["source_id"], c["start"]): c for row in rows for c in row["claims"] if c["id"] and c["phrase"]
    }
    proof = sorted(claims.values(), key=lambda c: (c["source_id"], c["start"], c["id"]))
    entity = lexicon.entities.get(id_)
    waits = {lexicon.of(w["id"]): w for c in proof for w in c["conditions"]}
    basis = min((c["basis"] for c in proof), key=BASES.index) if proof else "stated"
    return {
        "id": id_,
        "name": rows[0]["name"],
        "kind": (entity.kind or entity.label) if entity else _kind_of(rows[0]),
        "certainty": max((c["certainty"] for c in proof if c["basis"] == basis), default=None),
        "imputed": bool(proof) and all(c["imputed"] for c in proof),
        "basis": basis,
        "inherited": all(row["inherited"] for row in rows),
        "conditional": [
            {"id": id_, "name": lexicon.name(id_) if id_ != w["id"] else w["name"]} for id_, w in sorted(waits.items())
        ],
        "role": role,
        "claims": [_claim(c) for c in proof],
    }


def _offices(id_: str, reading: Reading, lexicon: Lexicon) -> list[Row]:
    """Why an actor answers for the one that was asked about. An office without dates is taken to hold at any time."""
    if id_ in reading.subject.ids or not any(id_ in lexicon.speakers(asked) for asked in reading.subject.ids):
        return []
    return [
        {
            "id": o.principal, "name": lexicon.name(o.principal), "office": o.office, "from": o.first, "to": o.last,
            "dated": bool(o.first or o.last), "background": o.background,
        }
        for o in lexicon.offices[id_]
    ]  # fmt: skip


def _kind_of(row: Row) -> str:
    return "Source" if row["edge"] in ("SOURCE", "ATTRIBUTED_TO") else "Claim"


def _claim(c: Row) -> Row:
    claim = {
        "id": c["id"], "statement": c["statement"], "phrase": c["phrase"],
        "source": {
            "id": c["source_id"], "title": c["title"], "publisher": c["publisher"], "published": c["published"],
            "published_precision": c["published_precision"],
        },
        "start": c["start"], "end": c["end"],
    }  # fmt: skip
    dates = {k: c[k] for k in ("said_from", "said_to", "valid_from", "valid_to") if c.get(k)}
    figure = {k: c[k] for k in ("value", "value_to", "unit", "comparator") if c.get(k) is not None}
    if figure:
        figure["of"] = c.get("figure_of")
        claim["figure"] = figure
    return {**claim, **dates}
