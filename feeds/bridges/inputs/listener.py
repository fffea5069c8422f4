"""Ports at which devices connect (TCP), or to which they send (UDP)."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from typing import TYPE_CHECKING, Any

from feeds.bridges.inputs.connection import chunks
from feeds.bridges.inputs.raw_source import DeviceCondition, now_ms
from feeds.bridges.inputs.stay_connected import notice_break
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError
from feeds.stop_accepting import stop_accepting

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say
    from feeds.bridges.raw_input import PieceKind

MOST_CONNECTIONS = 64
"""Devices at one time; others are turned away."""

MOST_WAITING = 256
"""Pieces that wait to be taken; while there are so many, TCP devices wait, and what comes by UDP is lost."""

MOST_UNREAD = 65_536
"""Bytes of replies that a device leaves unread before it is hung up on."""


class TcpListener:
    """Waits for devices to connect. Each has its address as origin.

    One that sends nothing for `idle_s` gives a piece `idle`; after `silence_s` it is hung up on, as a device
    whose cable was pulled never hangs up.
    """

    def __init__(
        self, host: str, port: int, say: Say, *, idle_s: float | None = None, silence_s: float | None = None
    ) -> None:
        self._host, self._port, self._say = host, port, say
        self._idle_s, self._silence_s = idle_s, silence_s
        self._waiting: asyncio.Queue[Piece] = asyncio.Queue(MOST_WAITING)
        self._writers: dict[str, asyncio.StreamWriter] = {}
        self.condition = DeviceCondition("away")
        """Whether a device is connected."""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """What all devices send, as it comes. It never ends. Raises UserError where the port is taken."""
        try:
            server = await asyncio.start_server(self._serve, self._host, self._port)
        except OSError as error:
            raise UserError(_cannot_listen(self._host, self._port, error)) from error
        async with server:
            self._say(f"listening at {self._host}:{self._port}")
            try:
                while True:
                    yield await self._waiting.get()
            finally:
                await stop_accepting(server.sockets)
                for writer in self._writers.values():
                    writer.close()

    async def reply(self, origin: str, data: bytes) -> None:
        """Send bytes to a device, if it is still connected. No device makes the others wait."""
        writer = self._writers.get(origin)
        if writer is None:
            return
        writer.write(data)
        if writer.transport.get_write_buffer_size() > MOST_UNREAD:
            self._say(f"{origin} does not read what it is sent, and is hung up on")
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host, port, *_ = writer.get_extra_info("peername")
        origin = f"{host}:{port}"
        if len(self._writers) >= MOST_CONNECTIONS:
            self._say(f"{origin} is turned away: {MOST_CONNECTIONS} devices are connected")
            writer.close()
            return
        self._writers[origin] = writer
        notice_break(writer)
        self.condition.become("connected")
        self._say(f"{origin} has connected")
        try:
            await self._waiting.put(Piece(now_ms(), origin, "opened"))
            end = await self._take(origin, reader)
            await self._waiting.put(Piece(now_ms(), origin, "closed"))
            self._say(f"{origin} {end}; waiting for it to connect again")
        finally:
            del self._writers[origin]
            writer.close()
            if not self._writers:
                self.condition.become("away")

    async def _take(self, origin: str, reader: asyncio.StreamReader) -> str:
        """Take what a device sends; returns how it ended."""
        try:
            async with aclosing(chunks(reader, self._idle_s, self._silence_s)) as found:
                async for data in found:
                    kind: PieceKind = "idle" if data is None else "data"
                    await self._waiting.put(Piece(now_ms(), origin, kind, data or b""))
        except TimeoutError:
            return f"has been silent for {self._silence_s:.0f} s"
        except OSError as error:
            return f"broke off: {error.strerror or error}"
        return "has hung up"


class UdpListener:
    """Takes datagrams. All that comes from one address is one stream, which begins with the first."""

    def __init__(self, host: str, port: int, say: Say) -> None:
        self._host, self._port, self._say = host, port, say
        self._waiting: asyncio.Queue[Piece] = asyncio.Queue(MOST_WAITING)
        self._origins: set[str] = set()
        self.condition = DeviceCondition("away")
        """Whether a device has ever sent something: that is all that is known of datagrams."""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """What is sent here. It never ends. Raises UserError where the port is taken."""
        loop = asyncio.get_running_loop()
        try:
            transport, _ = await loop.create_datagram_endpoint(
                lambda: _Datagrams(self._take), (self._host, self._port)
            )
        except OSError as error:
            raise UserError(_cannot_listen(self._host, self._port, error)) from error
        self._say(f"listening at {self._host}:{self._port} (UDP)")
        try:
            while True:
                yield await self._waiting.get()
        finally:
            transport.close()

    async def reply(self, origin: str, data: bytes) -> None:
        """Nothing is sent back."""

    def _take(self, origin: str, data: bytes) -> None:
        is_new = origin not in self._origins
        self.condition.become("connected")
        if is_new and len(self._origins) >= MOST_CONNECTIONS:
            return
        with suppress(asyncio.QueueFull):
            if is_new:
                self._waiting.put_nowait(Piece(now_ms(), origin, "opened"))
                self._origins.add(origin)
                self._say(f"{origin} sends")
            self._waiting.put_nowait(Piece(now_ms(), origin, "data", data))


class _Datagrams(asyncio.DatagramProtocol):
    def __init__(self, take: Any) -> None:
        self._take = take

    def datagram_received(self, data: bytes, addr: tuple[Any, ...]) -> None:
        self._take(f"{addr[0]}:{addr[1]}", data)


def _cannot_listen(host: str, port: int, error: OSError) -> str:
    return f"cannot listen at {host}:{port}: {error.strerror or error}"
