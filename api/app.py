"""The HTTP door: `create_app(store)` for a store that is open, or the one that the environment names.

    uvicorn --factory api.app:create_app
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import AsyncIterator
from importlib.metadata import PackageNotFoundError, version

from fastapi import FastAPI, Request, Response
from fastapi_offline import FastAPIOffline
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from graph.corpus import Corpus
from graph.reader import Reader
from graph.store import Store, open_store
from schema.errors import ParleyError
from viz.registry import VIEWS

from . import problems, routes
from .pictures import Pages
from .questions import Questions
from .settings import read_settings

DESCRIPTION = """
Who wants what in a negotiation, on what condition, says who, since when. Every answer names its claims, and every claim
its passages. Ask in words at `/ask`, list at `/positions` and `/claims`, or write Cypher.
"""
LOOPBACK_HOSTS = ("127.0.0.1", "localhost", "::1", "[::1]")


def project_version() -> str:
    try:
        return version("parley-graph")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "0"


def create_app(
    store: Store | None = None, corpus: Corpus | None = None, *, hosts: tuple[str, ...] = ("*",)
) -> FastAPI:
    """The application over `store`, which stays the caller's to close; without one, over the one that PARLEY_STORE
    names, opened and closed with the application. `hosts`: the Host headers that are answered; a page elsewhere that
    rebinds its name to this server is not."""

    @contextlib.asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if store is not None:
            _serve(app, store, corpus or Corpus())
            yield
            return
        settings = read_settings()
        with open_store(settings.target) as opened:
            _serve(app, opened, corpus or settings.open_corpus())
            yield

    app: FastAPI = FastAPIOffline(
        title="Parley",
        version=project_version(),
        description=DESCRIPTION,
        lifespan=lifespan,
        redoc_url=None,
        openapi_tags=[{"name": name, "description": text} for name, text in routes.TAGS.items()],
    )
    problems.install(app)
    app.include_router(routes.router)
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(BaseHTTPMiddleware, dispatch=_headers)
    if "*" not in hosts:
        app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(hosts), www_redirect=False)
    return app


def _serve(app: FastAPI, store: Store, corpus: Corpus) -> None:
    reader = Reader(store, corpus)
    app.state.reader = reader
    app.state.pages = Pages(reader)
    # The layout is computed before anybody asks for it, not in the first request.
    threading.Thread(target=_warm, args=(app.state.pages,), daemon=True).start()
    app.state.questions = Questions(store)
    app.state.version = project_version()


def _warm(pages: Pages) -> None:
    with contextlib.suppress(ParleyError, ValueError):  # whoever asks for the page will be told
        pages.page(VIEWS[0].name)


async def _headers(request: Request, call_next: RequestResponseEndpoint) -> Response:
    response = await call_next(request)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "no-referrer")
    response.headers.setdefault("X-Frame-Options", "DENY")
    return response
