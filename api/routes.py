"""The endpoints: each reads its parameters, calls one method and returns one answer."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from graph import door
from graph.reader import Filter, Scope
from loaders.registry import EXPORTERS
from schema import shapes
from schema.errors import NotFound

from . import analyses
from .examples import example
from .parameters import (
    PROBLEMS,
    Cursor,
    Day,
    ItemId,
    Limit,
    OptionalId,
    PagesArg,
    QuestionsArg,
    ReaderArg,
    RelationName,
    ScopeArg,
    StanceName,
    answer,
    shown,
)

router = APIRouter()
TAGS = {
    "questions": "Questions in words and in Cypher",
    "graph": "What the graph holds: collections with filters and cursors, items by id",
    "analysis": "Why it is stuck, and what would free it",
    "views": "Pages for people",
    "service": "About this server",
}


# ---- service


@router.get("/health", tags=["service"], response_model=shapes.Health, responses=example("health"))
def health(request: Request, reader: ReaderArg) -> Response:
    """Whether the store answers; degraded while a load is unfinished or the view is being derived."""
    return answer(reader.health(request.app.state.version))


# ---- questions


@router.get("/ask", tags=["questions"], response_model=shapes.AskAnswer, responses=shown("ask"))
def ask(
    questions: QuestionsArg,
    scope: ScopeArg,
    q: Annotated[str, Query(min_length=1, max_length=500, examples=["who opposes Turkish ISF participation"])],
) -> Response:
    """A question in English: who holds a stance, on what condition, according to whom. Says what it understood, shows
    the Cypher that gives exactly this answer, and proves each answer by its passages."""
    return answer(questions.ask(q, scope))


@router.post("/cypher", tags=["questions"], response_model=shapes.CypherAnswer, responses={
    400: {"description": "It does not parse"}, 403: {"description": "It is refused"},
    408: {"description": "Stopped at the time limit"}, 413: {"description": "Stopped at the size limit"}, **PROBLEMS,
    **example("cypher"),
})  # fmt: skip
def cypher(reader: ReaderArg, body: shapes.CypherQuery) -> Response:
    """One reading statement; at most 1000 rows, 20 seconds."""
    found = door.run(reader.store, body.query, body.parameters)
    return answer({"columns": found.columns, "rows": found.rows, "truncated": found.truncated})


# ---- the graph


@router.get(
    "/positions", tags=["graph"], response_model=shapes.Page[shapes.PositionShape], responses=shown("positions")
)
def positions(
    reader: ReaderArg,
    scope: ScopeArg,
    actor: Annotated[OptionalId, Query(description="id of an actor")] = None,
    object: Annotated[OptionalId, Query(description="id of a measure, actor, place or event")] = None,
    measure: Annotated[OptionalId, Query(description="the same as object")] = None,
    stance: StanceName | None = None,
    conditional: bool | None = None,
    disputed: bool | None = None,
    current: bool | None = None,
    inherited: bool | None = None,
    anonymous: Annotated[bool | None, Query(description="held by an unnamed source, or not")] = None,
    min_sources: Annotated[int, Query(ge=1, description="independent ones: copies of one text count once")] = 1,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Who stands where: the edges of the view, with the claims and sources behind each."""
    wanted = Filter(actor, object or measure, stance, conditional, disputed, current, inherited, anonymous, min_sources)
    return answer(reader.positions(wanted, scope, limit=limit, cursor=cursor))


@router.get("/claims", tags=["graph"], response_model=shapes.Page[shapes.ClaimShape], responses=shown("claims"))
def claims(
    reader: ReaderArg,
    scope: ScopeArg,
    holder: OptionalId = None,
    about: OptionalId = None,
    relation: RelationName | None = None,
    modality: Annotated[str | None, Query(pattern="^[a-z]+$")] = None,
    status: Annotated[str | None, Query(pattern="^[a-z]+$", description="accepted by default; any: all")] = "accepted",
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """The record: one item a proposition and source, with all its passages."""
    return answer(reader.claims(
        scope, limit=limit, cursor=cursor, holder=holder, about=about, relation=relation, modality=modality,
        status=None if status == "any" else status,
    ))  # fmt: skip


@router.get("/claims/{id}", tags=["graph"], response_model=shapes.ClaimShape, responses=PROBLEMS)
def claim(reader: ReaderArg, id: ItemId) -> Response:
    """One claim; its passages with their text where that is at hand."""
    found = reader.claim(id)
    return answer({**found, "passages": reader.with_texts(found["passages"])})


@router.get("/passages", tags=["graph"], response_model=shapes.Page[shapes.PassageItem], responses=PROBLEMS)
def passages(reader: ReaderArg, source: OptionalId = None, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """Slices of sources, with the claims that they prove."""
    return answer(reader.passages(limit=limit, cursor=cursor, source=source))


@router.get("/passages/{id}", tags=["graph"], response_model=shapes.PassageItem, responses=PROBLEMS)
def passage(reader: ReaderArg, id: ItemId) -> Response:
    return answer(reader.passage(id))


@router.get("/actors", tags=["graph"], response_model=shapes.Page[shapes.ActorShape], responses=shown("actors"))
def actors(
    reader: ReaderArg,
    scope: ScopeArg,
    kind: Annotated[str | None, Query(examples=["State"])] = None,
    q: Annotated[str | None, Query(description="part of a name or alias", max_length=200)] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Who holds, says or is addressed."""
    return answer(reader.entities("Actor", limit=limit, cursor=cursor, kind=kind, q=q, scope=scope))


@router.get("/actors/{id}", tags=["graph"], response_model=shapes.ActorShape, responses=PROBLEMS)
def actor(reader: ReaderArg, scope: ScopeArg, id: ItemId) -> Response:
    """One actor; with `as_of` or `on`, with whom it represented then."""
    return answer(reader.entity("Actor", id, scope))


@router.get("/measures", tags=["graph"], response_model=shapes.Page[shapes.MeasureShape], responses=shown("measures"))
def measures(
    reader: ReaderArg,
    q: Annotated[str | None, Query(description="part of a name or alias", max_length=200)] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """What one can be for or against."""
    return answer(reader.entities("Measure", limit=limit, cursor=cursor, q=q))


@router.get("/measures/{id}", tags=["graph"], response_model=shapes.MeasureShape, responses=PROBLEMS)
def measure(reader: ReaderArg, id: ItemId) -> Response:
    return answer(reader.entity("Measure", id))


@router.get("/events", tags=["graph"], response_model=shapes.Page[shapes.EventShape], responses=PROBLEMS)
def events(reader: ReaderArg, limit: Limit = 100, cursor: Cursor = None) -> Response:
    return answer(reader.entities("Event", limit=limit, cursor=cursor))


@router.get("/events/{id}", tags=["graph"], response_model=shapes.EventShape, responses=PROBLEMS)
def event(reader: ReaderArg, id: ItemId) -> Response:
    return answer(reader.entity("Event", id))


@router.get("/places", tags=["graph"], response_model=shapes.Page[shapes.PlaceShape], responses=PROBLEMS)
def places(reader: ReaderArg, limit: Limit = 100, cursor: Cursor = None) -> Response:
    return answer(reader.entities("Place", limit=limit, cursor=cursor))


@router.get("/places/{id}", tags=["graph"], response_model=shapes.PlaceShape, responses=PROBLEMS)
def place(reader: ReaderArg, id: ItemId) -> Response:
    return answer(reader.entity("Place", id))


@router.get("/sources", tags=["graph"], response_model=shapes.Page[shapes.SourceShape], responses=shown("sources"))
def sources(reader: ReaderArg, limit: Limit = 100, cursor: Cursor = None) -> Response:
    """The texts, each known by its SHA-256. What a text does not say of itself is null."""
    return answer(reader.entities("Source", limit=limit, cursor=cursor))


@router.get("/sources/{id}", tags=["graph"], response_model=shapes.SourceShape, responses=PROBLEMS)
def source(reader: ReaderArg, id: ItemId) -> Response:
    return answer(reader.entity("Source", id))


@router.get("/relations", tags=["graph"], response_model=shapes.Page[shapes.RelationShape])
def relations(reader: ReaderArg) -> Response:
    """What a claim can say, from the registry."""
    return answer(reader.relations())


@router.get("/export/{format}", tags=["graph"], responses=PROBLEMS)
def export(reader: ReaderArg, format: Annotated[str, Path(max_length=40)]) -> Response:
    """The whole graph as a file: RDF as TriG or JSON-LD, or what else the exporters write."""
    found = next((e for e in EXPORTERS if e.name == format), None)
    if found is None:
        raise NotFound(f"no format is called {format!r}", hint=f"one of {', '.join(e.name for e in EXPORTERS)}")
    return Response(found.to_bytes(reader.store), media_type=found.media_type)


router.include_router(analyses.router)

# ---- views


@router.get("/", tags=["views"], include_in_schema=False)
def index() -> Response:
    return RedirectResponse("views/overview")


@router.get("/favicon.ico", include_in_schema=False)
def favicon() -> Response:
    return Response(status_code=204)


@router.get("/views/{name}", tags=["views"], response_class=HTMLResponse, responses=PROBLEMS)
def view(
    pages: PagesArg,
    name: Annotated[str, Path(max_length=40, examples=["overview"])],
    as_of: Annotated[Day, Query(description="what had been said or published by that day")] = None,
    on: Annotated[Day, Query(description="what held on that day")] = None,
) -> Response:
    """A page with everything in it; it asks nothing of any other server."""
    page = pages.page(name, Scope(as_of, on, basis="inferred") if as_of or on else None)
    return HTMLResponse(page.html, headers={"Content-Security-Policy": page.csp, "Cache-Control": "no-cache"})
