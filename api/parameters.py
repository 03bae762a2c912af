"""What endpoints take and give in common: parameters, problems, examples."""

from __future__ import annotations

from typing import Annotated, Any, cast

from fastapi import Depends, Path, Query, Request
from fastapi.responses import JSONResponse
from pydantic import AfterValidator

from graph.reader import MAX_LIMIT, Reader, Scope
from schema import shapes
from schema.records import Basis
from schema.relations import ALL_RELATIONS, EDGE_TYPES

from .examples import example
from .pictures import Pages
from .questions import Questions

PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {
        "description": text,
        "content": {"application/problem+json": {"schema": shapes.Problem.model_json_schema()}},
    }
    for status, text in {
        404: "No such thing", 422: "The request cannot be understood", 503: "The store cannot be used",
    }.items()
}  # fmt: skip


def _one_of(names: list[str]) -> AfterValidator:
    """A value of the registry: which ones there are stands in the document and in the error."""

    def known(value: str) -> str:
        if value not in names:
            raise ValueError(f"{value!r} is not one of {', '.join(names)}")
        return value

    return AfterValidator(known)


STANCES = [e.stance for e in EDGE_TYPES]
RELATION_NAMES = [r.name for r in ALL_RELATIONS]


def shown(name: str) -> dict[int | str, dict[str, Any]]:
    """The `responses` of an endpoint: its example and what can go wrong."""
    return {**PROBLEMS, **example(name)}


StanceName = Annotated[str, Query(json_schema_extra={"enum": STANCES}, examples=["opposes"]), _one_of(STANCES)]
RelationName = Annotated[str, Query(json_schema_extra={"enum": RELATION_NAMES}), _one_of(RELATION_NAMES)]
Day = Annotated[str | None, Query(pattern=r"^\d{4}-\d{2}-\d{2}$", examples=["2026-01-11"])]
Cursor = Annotated[str | None, Query(description="`next` of the page before", max_length=1000)]
Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT)]
ItemId = Annotated[str, Path(max_length=200)]
OptionalId = Annotated[str | None, Query(max_length=200)]


def get_reader(request: Request) -> Reader:
    return cast("Reader", request.app.state.reader)


def get_pages(request: Request) -> Pages:
    return cast("Pages", request.app.state.pages)


def get_questions(request: Request) -> Questions:
    return cast("Questions", request.app.state.questions)


def get_scope(
    as_of: Annotated[Day, Query(description="what had been said or published by that day")] = None,
    on: Annotated[Day, Query(description="what held on that day")] = None,
    min_certainty: Annotated[float, Query(ge=0, le=1)] = 0.0,
    basis: Annotated[Basis, Query(description="implied and inferred add what the coder read into it")] = "stated",
    include_imputed: Annotated[bool, Query(description="what others say of the holder, marked")] = True,
    roll_up: Annotated[bool, Query(description="a named actor includes those who speak for it")] = True,
    according_to: Annotated[OptionalId, Query(description="id of the holder or of anyone in the chain")] = None,
    source: Annotated[OptionalId, Query(description="id of a source")] = None,
) -> Scope:
    return Scope(as_of, on, min_certainty, basis, include_imputed, roll_up, according_to, source)


ReaderArg = Annotated[Reader, Depends(get_reader)]
PagesArg = Annotated[Pages, Depends(get_pages)]
QuestionsArg = Annotated[Questions, Depends(get_questions)]
ScopeArg = Annotated[Scope, Depends(get_scope)]


def answer(body: Any) -> JSONResponse:  # noqa: ANN401
    """As it is: the readers' items have the documented shapes already (tests hold them to it)."""
    return JSONResponse(body)
