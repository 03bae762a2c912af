"""A real server on a real socket, over each engine."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from api.app import LOOPBACK_HOSTS, create_app
from api.serving import address, listening
from graph.corpus import Corpus
from graph.store import Store

from ..conftest import SHARED


class Server(uvicorn.Server):
    """In a thread: signals stay the test runner's."""

    def install_signal_handlers(self) -> None:
        return


@contextlib.contextmanager
def served(store: Store, corpus: Corpus | None = None) -> Iterator[httpx.Client]:
    """A client of a server that listens on loopback."""
    app = create_app(store, corpus, hosts=LOOPBACK_HOSTS)
    with listening("127.0.0.1", None) as sock:
        server = Server(uvicorn.Config(app, log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]}, daemon=True)
        thread.start()
        with httpx.Client(base_url=address(sock), timeout=30) as found:
            yield found
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture(scope="module")
def client(gaza: Store) -> Iterator[httpx.Client]:
    texts = SHARED / "articles"
    with served(gaza, Corpus([texts] if texts.is_dir() else [])) as found:
        yield found
