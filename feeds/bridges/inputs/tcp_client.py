"""A connection to a device that listens, made again whenever it breaks off."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING

from feeds.bridges.inputs.connection import chunks
from feeds.bridges.inputs.raw_source import DeviceCondition, now_ms
from feeds.bridges.inputs.stay_connected import notice_break
from feeds.bridges.raw_input import Piece
from feeds.client.reconnect import HubLost, Reconnection
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


class TcpClient:
    """Connects to a host and a port.

    Each `idle_s` without a byte gives a piece `idle`; after `silence_s` the connection counts as broken.
    """

    def __init__(
        self, host: str, port: int, say: Say, silence_s: float | None = None, *, idle_s: float | None = None
    ) -> None:
        self._host, self._port = host, port
        self._name = f"{host}:{port}"
        self._say = say
        self._silence_s, self._idle_s = silence_s, idle_s
        self._line: _Line | None = None
        self._reason = ""
        self.condition = DeviceCondition("away")
        """A device that is silent is so until it sends something, however often it is called."""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """What comes over one connection after the other. It never ends."""
        async with aclosing(Reconnection(self._dial).events(self._talk)) as events:
            async for event in events:
                if not isinstance(event, HubLost):
                    yield event
                    continue
                if self._line is not None:
                    self._line = None
                    yield Piece(now_ms(), self._name, "closed")
                if event.reason != self._reason:
                    self._reason = event.reason
                    self._say(f"{event.reason}; trying again until it works")

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
        self._line, self._reason = line, ""
        self._say(f"connected to {self._name}")
        if self.condition.word == "away":
            self.condition.become("connected")
        yield Piece(now_ms(), self._name, "opened")
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
