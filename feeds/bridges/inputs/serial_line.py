"""A serial line, opened again whenever it breaks off: an adapter that is pulled out, a computer that slept.

The line has 8 bits, no parity and one stop bit, and no flow control: nothing is ever asked of the device.
DTR and RTS are set while it is open, as some devices send nothing before they see them.
"""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds.bridges.inputs.dialled_line import DialledLine
from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.raw_input import LARGEST_READ, Piece
from feeds.errors import Interrupted, UserError

try:
    import serial  # an optional dependency
    from serial.tools.list_ports import comports
except ImportError:
    raise UserError(
        "a serial line needs pyserial: pip install 'lapbell[serial]' (pipx: pipx inject lapbell pyserial)"
    ) from None

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say

SPEED = 9600
"""Bits a second, where nothing is said."""

SPEEDS = (1200, 2400, 4800, 9600, 14_400, 19_200, 28_800, 38_400, 57_600, 115_200, 230_400)

WAIT_S = 0.25
"""For so long a thread waits for a byte: it outlives its bridge by no more."""

MOST_NAMED = 8
"""Lines of this computer that are named where one is not there."""


class _Line:
    """An open line."""

    def __init__(self, port: serial.Serial, name: str) -> None:
        self._port, self._name = port, name
        self._waiting: asyncio.Future[bytes] | None = None
        self.received_at = asyncio.get_running_loop().time()
        """When the last byte came, by the clock of the event loop."""

    async def read(self) -> bytes:
        """The next bytes. Raises Interrupted."""
        loop = asyncio.get_running_loop()
        while True:
            self._waiting = loop.run_in_executor(None, self._wait)
            try:
                data = await asyncio.shield(self._waiting)
            except Exception as error:  # pyserial lets those of termios through, which are no OSErrors
                raise Interrupted(f"the line {self._name} broke off: {_reason(error)}") from error
            if data:
                self.received_at = loop.time()
                return data

    async def write(self, data: bytes) -> None:
        """Send bytes, as far as the line takes them."""
        with suppress(Exception):
            await asyncio.to_thread(self._port.write, data)

    async def hang_up(self) -> None:
        """Close the line, once no thread waits at it."""
        if self._waiting is not None:
            await asyncio.wait([self._waiting])
            if not self._waiting.cancelled():
                self._waiting.exception()
        with suppress(Exception):
            self._port.close()

    def _wait(self) -> bytes:
        first: bytes = self._port.read(1)
        if first:
            first += self._port.read(min(self._port.in_waiting, LARGEST_READ - 1))
        return first


class SerialLine(DialledLine[_Line]):
    """A serial line by its name, such as `/dev/ttyUSB0` or `COM3`, at a speed in bits a second."""

    def __init__(self, name: str, speed: int, say: Say) -> None:
        """Raises UserError for a speed that no device has."""
        if speed not in SPEEDS:
            raise UserError(f"{speed} is not the speed of a serial line ({', '.join(map(str, SPEEDS))})")
        super().__init__(name, say)
        self._speed = speed

    async def reply(self, origin: str, data: bytes) -> None:
        """Send bytes over the line, if it is open."""
        if self._line is not None and origin == self._name:
            await self._line.write(data)

    async def _dial(self) -> _Line:
        try:
            port = await asyncio.to_thread(
                serial.Serial, self._name, self._speed, timeout=WAIT_S, write_timeout=WAIT_S, exclusive=True
            )
        except Exception as error:
            self.condition.become("away")
            raise Interrupted(await asyncio.to_thread(_cannot_open, self._name, error)) from error
        return _Line(port, self._name)

    async def _talk(self, line: _Line) -> AsyncGenerator[Piece | None, None]:
        self.condition.become("connected")
        self._say(f"the line {self._name} is open at {self._speed} bits a second")
        yield self._opened(line)
        try:
            while True:
                yield Piece(now_ms(), self._name, "data", await line.read())
        finally:
            self.condition.become("away")


def _cannot_open(name: str, error: Exception) -> str:
    """Why a line cannot be opened, and what to do, in a sentence."""
    match getattr(error, "errno", None):
        case errno.ENOENT | errno.ENODEV | errno.ENXIO:
            there = ", ".join(sorted(port.device for port in comports())[:MOST_NAMED])
            return f"there is no serial line {name} ({f'there are {there}' if there else 'there is none'})"
        case errno.EACCES | errno.EPERM:
            return (
                f"the line {name} may not be opened by you; on Linux, join the group that owns it (dialout)"
            )
        case errno.EAGAIN | errno.EBUSY:
            return f"the line {name} is in use by another program"
    return f"the line {name} cannot be opened: {_reason(error)}"


def _reason(error: Exception) -> str:
    text = str(getattr(error, "strerror", None) or error)
    return "its adapter is gone" if "returned no data" in text else text
