"""Running the application: a socket is bound before anything is promised, and the end leaves nothing behind."""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
from collections.abc import Callable, Iterator

import uvicorn
from fastapi import FastAPI

from schema.errors import PortInUse, SettingsError

DEFAULT_PORT = 8000
TRIED_PORTS = 100


@contextlib.contextmanager
def listening(host: str, port: int | None) -> Iterator[socket.socket]:
    """A bound socket. Without a `port` the default or the next free one; a given port that is taken is PortInUse."""
    wanted = range(DEFAULT_PORT, DEFAULT_PORT + TRIED_PORTS) if port is None else (port,)
    bound = next((s for p in wanted if (s := _bind(host, p)) is not None), None)
    if bound is None:
        where = f"port {port} of {host}" if port is not None else f"every port from {DEFAULT_PORT} on"
        raise PortInUse(f"{where} is in use", hint="choose another with --port, or leave it out")
    with bound:
        yield bound


def _bind(host: str, port: int) -> socket.socket | None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named, or asyncio takes an accepted socket for no TCP and leaves Nagle's delay on: 40 ms an answer.
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if os.name == "posix":  # elsewhere it would let two servers share a port
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
        sock.listen(128)  # now: a second server would bind as well while nobody listens
    except OSError as error:
        sock.close()
        if error.errno == errno.EADDRINUSE:
            return None
        reason = error.strerror or str(error)
        raise SettingsError(f"cannot listen on {host} port {port}: {reason}", hint="see --host and --port") from error
    except OverflowError as error:
        sock.close()
        raise SettingsError(f"{port} is no port", hint="a number from 1 to 65535") from error
    return sock


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if not self.should_exit:
            self._ready()


def serve(app: FastAPI, sock: socket.socket, *, ready: Callable[[], None] = lambda: None, quiet: bool = True) -> None:
    """Serve until SIGINT or SIGTERM. `ready` is called once requests are answered."""
    config = uvicorn.Config(
        app, log_level="warning" if quiet else "info", access_log=not quiet, server_header=False, timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )  # fmt: skip
    with contextlib.suppress(KeyboardInterrupt):
        _Server(config, ready).run(sockets=[sock])


def address(sock: socket.socket) -> str:
    """The address to open: what listens everywhere is reached on loopback."""
    host, port = sock.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def has_display() -> bool:
    """Whether a browser would be seen: a terminal of a person's, with a display."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return sys.platform in ("darwin", "win32") or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
