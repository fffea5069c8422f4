"""A reader of chips with the manners of real ones: each connection gets all it has, from the first read."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from tests.ended_server import end


class ResendingDevice:
    """A device at a port. It sends each line twice, in packets cut anywhere, with NUL bytes between."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._text = b""
        self._server: asyncio.Server | None = None
        self._writers: list[asyncio.StreamWriter] = []
        self.heard = bytearray()
        """What was sent to it."""

    async def read(self, lines: Sequence[str]) -> None:
        """Read chips, whether anyone is connected or not."""
        more = "".join(f"{line}\r\n\0{line}\r\n" for line in lines).encode()
        self._text += more
        for writer in tuple(self._writers):
            await self._send(writer, more)

    async def switch_on(self) -> None:
        """Wait for connections."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)

    async def switch_off(self) -> None:
        """Break off all connections, in the middle of a line."""
        assert self._server is not None
        await end(self._server)
        for writer in self._writers:
            writer.write(b"1,19:4")
            writer.close()
        self._writers.clear()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"reader 7 ready\r\n")
        await self._send(writer, self._text)
        self._writers.append(writer)
        with suppress(OSError):
            while data := await reader.read(100):
                self.heard.extend(data)
        if writer in self._writers:
            self._writers.remove(writer)
        writer.close()

    async def _send(self, writer: asyncio.StreamWriter, data: bytes) -> None:
        with suppress(OSError):  # who listened may have been killed
            for start in range(0, len(data), 53):
                writer.write(data[start : start + 53])
                await writer.drain()
