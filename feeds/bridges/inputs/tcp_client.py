"""A connection to a device that listens, made again whenever it breaks off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from feeds.bridges.inputs.connection import chunks
from feeds.bridges.inputs.dialled_line import DialledLine
from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.inputs.stay_connected import notice_break
from feeds.bridges.raw_input import Piece
from feeds.errors import Interrupted

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say

CONNECT_S = 10.0


class _Line:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.received_at = asyncio.get_running_loop().time()
        """When the last byte came, by the clock of the event loop."""

    async def hang_up(self) -> None:
        self.writer.close()
        with suppress(OSError):
            await self.writer.wait_closed()


class TcpClient(DialledLine[_Line]):
    """Connects to a host and a port.

    A device that is silent is so until it sends something, however often it is called.
    Each `idle_s` without a byte gives a piece `idle`; after `silence_s` the connection counts as broken.
    """

    def __init__(
        self, host: str, port: int, say: Say, silence_s: float | None = None, *, idle_s: float | None = None
    ) -> None:
        super().__init__(f"{host}:{port}", say)
        self._host, self._port = host, port
        self._silence_s, self._idle_s = silence_s, idle_s

    async def reply(self, origin: str, data: bytes) -> None:
        """Send bytes over the connection there is."""
        if self._line is not None and origin == self._name:
            self._line.writer.write(data)
            with suppress(OSError):
                await self._line.writer.drain()

    async def _dial(self) -> _Line:
        try:
            async with asyncio.timeout(CONNECT_S):
                line = _Line(*await asyncio.open_connection(self._host, self._port))
        except TimeoutError:
            self.condition.become("away")
            raise Interrupted(f"{self._name} does not answer") from None
        except OSError as error:
            self.condition.become("away")
            raise Interrupted(f"{self._name} cannot be reached: {error.strerror or error}") from error
        notice_break(line.writer)
        return line

    async def _talk(self, line: _Line) -> AsyncGenerator[Piece | None, None]:
        self._say(f"connected to {self._name}")
        if self.condition.word == "away":
            self.condition.become("connected")
        yield self._opened(line)
        try:
            async with aclosing(chunks(line.reader, self._idle_s, self._silence_s)) as found:
                async for data in found:
                    if data is None:
                        yield Piece(now_ms(), self._name, "idle")
                        continue
                    line.received_at = asyncio.get_running_loop().time()
                    self.condition.become("connected")
                    yield Piece(now_ms(), self._name, "data", data)
        except TimeoutError:
            self.condition.become("silent", line.received_at)
            raise Interrupted(f"{self._name} has been silent for {self._silence_s:.0f} s") from None
        except OSError as error:
            self.condition.become("away")
            raise Interrupted(f"{self._name} broke off: {error.strerror or error}") from error
        self.condition.become("away")
        raise Interrupted(f"{self._name} hung up")
