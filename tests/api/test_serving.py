"""The socket that is served on."""

from __future__ import annotations

import asyncio
import socket

from api.serving import listening


def test_answers_do_not_wait_for_an_acknowledgement() -> None:
    """Headers and body are two packets: with Nagle's algorithm on, the second waits up to 40 ms for the client."""
    found: list[int] = []

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.append(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    async def once(sock: socket.socket) -> None:
        async with await asyncio.start_server(answer, sock=sock):
            reader, writer = await asyncio.open_connection(*sock.getsockname())
            await reader.read()
            writer.close()
            await writer.wait_closed()

    with listening("127.0.0.1", None) as sock:
        asyncio.run(once(sock))
    assert found == [1]
