"""Errors as RFC 9457 problem details: one table from our errors to statuses, walked by a test."""

from __future__ import annotations

import http
import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from schema import errors
from schema.errors import ParleyError, QuestionError

log = logging.getLogger("parley.api")
MEDIA_TYPE = "application/problem+json"

STATUS: dict[type[ParleyError], int] = {
    errors.SettingsError: 500,
    errors.FactError: 422,
    errors.QuestionError: 422,
    errors.QuerySyntaxError: 400,
    errors.QueryRefused: 403,
    errors.QueryTimeout: 408,
    errors.QueryTooLarge: 413,
    errors.QueryError: 400,
    errors.NotFound: 404,
    errors.BadCursor: 400,
    errors.LoadConflict: 409,
    errors.LoadError: 409,
    errors.JudgementError: 409,
    errors.StoreUnavailable: 503,
    errors.StoreAuthError: 503,
    errors.StoreVersionError: 503,
    errors.StoreBusy: 503,
    errors.BatchTooLarge: 503,
    errors.EngineMissing: 503,
    errors.EngineCrashed: 503,
    errors.StoreFolderError: 503,
    errors.StoreError: 503,
    errors.PortInUse: 500,
}


def status_of(error: ParleyError) -> int:
    """The status of the nearest class in the table."""
    return next((STATUS[cls] for cls in type(error).__mro__ if cls in STATUS), 500)


def problem(status: int, detail: str, *, kind: str = "about:blank", **more: Any) -> JSONResponse:  # noqa: ANN401
    """A problem document. `more` are members of its own: hint, unknown, suggestions, errors."""
    body = {"type": kind, "title": http.HTTPStatus(status).phrase, "status": status, "detail": detail}
    body |= {k: v for k, v in more.items() if v}
    return JSONResponse(body, status_code=status, media_type=MEDIA_TYPE)


def _ours(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ParleyError)  # noqa: S101  registered for it
    status = status_of(error)
    more: dict[str, Any] = {"hint": error.hint}
    if isinstance(error, QuestionError):
        more |= {"unknown": list(error.unknown), "suggestions": list(error.suggestions)}
    if status >= 500:
        log.warning("store trouble", extra={"error": type(error).__name__, "detail": error.message})
    return problem(status, error.message, kind=f"urn:parley:problem:{type(error).__name__}", **more)


def _invalid(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = [{"where": ".".join(str(p) for p in e["loc"]), "what": e["msg"]} for e in error.errors()]
    detail = "; ".join(f"{f['where']}: {f['what']}" for f in found)
    return problem(422, detail, kind="urn:parley:problem:InvalidRequest", errors=found)


def _http(_: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)  # noqa: S101
    answer = problem(error.status_code, str(error.detail))
    if error.headers:
        answer.headers.update(error.headers)
    return answer


def _unexpected(request: Request, error: Exception) -> JSONResponse:
    log.error("unexpected error", extra={"path": request.url.path}, exc_info=error)
    return problem(500, "something went wrong on our side; the server's log says what")


def install(app: FastAPI) -> None:
    """Answer every error of `app` as a problem document."""
    app.add_exception_handler(ParleyError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)
