"""The endpoints of analyses over the conditions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from graph.analysis.circuits import Bounds
from graph.analysis.report import deadlock_report, one_deadlock
from graph.analysis.standing import blockade_report, silence_report
from graph.analysis.ways import sequence_report, unlock_report
from graph.contested import contested as contested_subjects
from schema import shapes

from .parameters import PROBLEMS, Cursor, ItemId, Limit, OptionalId, ReaderArg, ScopeArg, answer, shown

router = APIRouter(tags=["analysis"])


def get_bounds(
    max_length: Annotated[int | None, Query(ge=2, description="measures in a ring at most")] = None,
    limit: Annotated[int, Query(ge=1, le=10_000, description="rings at most, the short ones first")] = 1000,
    seconds: Annotated[float, Query(gt=0, le=30, description="how long to look")] = 5.0,
) -> Bounds:
    return Bounds(max_length, limit, seconds)


BoundsArg = Annotated[Bounds, Depends(get_bounds)]


@router.get("/deadlocks", response_model=shapes.Deadlocks, responses=shown("deadlocks"))
def deadlocks(reader: ReaderArg, scope: ScopeArg, bounds: BoundsArg) -> Response:
    """Rings of measures of which each waits for the next, the strongest first; with the passages behind every step, the
    softest step, ways round and who opposes them, and who could break it by dropping what."""
    return answer(deadlock_report(reader, scope, bounds))


@router.get("/deadlocks/{id}", response_model=shapes.Deadlock, responses=PROBLEMS)
def deadlock(reader: ReaderArg, scope: ScopeArg, bounds: BoundsArg, id: ItemId) -> Response:
    """One ring, each passage in its sentence where the text is at hand."""
    return answer(one_deadlock(reader, id, scope, bounds))


@router.get("/unlocks", response_model=shapes.Unlocks, responses=shown("unlocks"))
def unlocks(
    reader: ReaderArg,
    scope: ScopeArg,
    measure: Annotated[str, Query(max_length=200, description="id of a measure", examples=["un-mandate"])],
    limit: Annotated[int, Query(ge=1, le=1000, description="sets at most, the lightest first")] = 20,
    seconds: Annotated[float, Query(gt=0, le=30, description="how long to look")] = 10.0,
) -> Response:
    """What a measure waits for, the smallest sets of conditions whose dropping frees it, and what it would open itself."""
    return answer(unlock_report(reader, measure, scope, limit=limit, seconds=seconds))


@router.get("/sequence", response_model=shapes.SequenceAnswer, responses=shown("sequence"))
def sequence(
    reader: ReaderArg,
    scope: ScopeArg,
    goal: Annotated[str, Query(max_length=200, description="id of a measure", examples=["gaza-reconstruction"])],
) -> Response:
    """An order of steps that keeps every condition, or a smallest proof that there is none."""
    return answer(sequence_report(reader, goal, scope))


@router.get("/contested", response_model=shapes.Page[shapes.ContestedShape], responses=shown("contested"))
def contested(
    reader: ReaderArg,
    scope: ScopeArg,
    subject: Annotated[OptionalId, Query(description="id of a measure, event, actor or place")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Who reports what differently of one thing: contradictions, accepted tensions, denials, rejections, figures, and
    disagreements over whether something is so; each side with its claims, passages, and what it rests on."""
    return answer(contested_subjects(reader, scope, subject=subject, limit=limit, cursor=cursor))


@router.get("/blockades", response_model=shapes.Blockades, responses=shown("blockades"))
def blockades(reader: ReaderArg, scope: ScopeArg) -> Response:
    """Who stands in whose way without a ring: six patterns, each with the passages of every side."""
    return answer(blockade_report(reader, scope))


@router.get("/silence", response_model=shapes.Silences, responses=shown("silence"))
def silence(reader: ReaderArg, scope: ScopeArg) -> Response:
    """Who has taken no position on what others wait for."""
    return answer(silence_report(reader, scope))
