"""A line between a viewer and a hub that can be slow, and can be cut."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from tests.ended_server import end


class Line:
    """A stretch of network between viewers and a hub."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._writers: list[asyncio.StreamWriter] = []
        self._carriers: set[asyncio.Task[None]] = set()
        self.bytes_at_once = 65536
        self.pause_s = 0.0
        self.open = asyncio.Event()
        """While it is cleared nothing comes through, and neither end is told."""
        self.open.set()

    async def __aenter__(self) -> Line:
        self._server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        self.port: int = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await end(self._server)
        self.cut()
        await asyncio.gather(*self._carriers, return_exceptions=True)

    def cut(self) -> None:
        """Break every connection, without a word."""
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._port)
        except OSError:
            writer.transport.abort()
            return
        self._writers += [writer, far_writer]
        for ends in ((reader, far_writer), (far_reader, writer)):
            carrier = asyncio.create_task(self._carry(*ends))
            self._carriers.add(carrier)
            carrier.add_done_callback(self._carriers.discard)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(self.bytes_at_once):
                await self.open.wait()
                writer.write(data)
                await writer.drain()
                await asyncio.sleep(self.pause_s)
        except OSError:
            pass
        finally:
            writer.close()


LineTo = Callable[[str], Awaitable[tuple[Line, str]]]
