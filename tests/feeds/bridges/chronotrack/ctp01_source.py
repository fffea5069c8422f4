"""A source of CTP01 that connects to a port, as controllers do, with the manners of several makes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field


@dataclass
class Manners:
    """What this make does."""

    greets_first: bool = True
    knows_locations: bool = True
    """Whether it answers `getlocations`."""
    obeys_numbers: bool = True
    """Whether it sends from the number that it is asked for, and not all again."""
    is_slow: bool = False
    """Whether its packets have seven bytes each, in the middle of lines."""
    tells: str = "iso"
    """How it writes times: `iso`, or `normal` whatever it is asked for."""


@dataclass
class Ctp01Source:
    """One box or several, which keep all that they have read."""

    port: int
    locations: Sequence[str]
    manners: Manners = field(default_factory=Manners)
    heard: list[str] = field(default_factory=list)
    """All lines that it was sent."""

    def __post_init__(self) -> None:
        """It has read nothing."""
        self._lines: dict[str, list[str]] = {name: [] for name in self.locations}
        self._streaming: set[str] = set()
        self._writer: asyncio.StreamWriter | None = None
        self._task: asyncio.Task[None] | None = None

    async def read(self, location: str, tag: str, time: str) -> None:
        """Read a tag at a time of 2 May 2026, such as `19:40:50.1`; it is sent twice if anyone wants it."""
        number = len(self._lines[location]) + 1
        moment = time if self.manners.tells == "normal" else f"2026-05-02T{time}"
        line = f"CT01_33~{number}~{location}~{tag}~{moment}~0~0F2A38~{number % 4}"
        self._lines[location].append(line)
        if location in self._streaming:
            await self._send(line, line)

    async def add(self, location: str, time: str) -> None:
        """A box is switched on, and announced."""
        self._lines[location] = []
        await self._send(f"CT01_33~1~{location}~newlocation~{time}~0~ED932A~0")

    def reset(self) -> None:
        """All is cleared; numbers begin with 1 again."""
        for lines in self._lines.values():
            lines.clear()

    async def connect(self) -> None:
        """Connect, and be there."""
        reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        self._streaming.clear()
        self._task = asyncio.create_task(self._listen(reader))
        if self.manners.greets_first:
            await self._send("SimpleClient~0.5.0~CTP01")

    async def hang_up(self) -> None:
        """Break off in the middle of a line, if there is a connection."""
        if self._writer is None or self._task is None:
            return
        self._task.cancel()
        self._writer.write(b"CT01_33~9999~finish~1~2026-05-02T19:4")
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()
        self._writer = None
        self._streaming.clear()

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            command = line.decode().rstrip("\r\n")
            self.heard.append(command)
            await self._obey(command.split("~"))

    async def _obey(self, words: list[str]) -> None:
        match words:
            case ["Lapbell", *_] if not self.manners.greets_first:
                await self._send("SimpleClient~0.5.0~CTP01")
            case ["getlocations"] if self.manners.knows_locations:
                await self._send("~".join(["ack", "getlocations", *self._lines]))
            case ["start"]:
                for name in self._lines:
                    await self._start(name, 1)
            case ["start", name]:
                await self._start(name, 1)
            case ["start", name, number]:
                await self._start(name, int(number) if self.manners.obeys_numbers else 1)
            case ["ping"]:
                await self._send("ack~ping")

    async def _start(self, name: str, number: int) -> None:
        self._streaming.add(name)
        await self._send(f"ack~start~{name}", *self._lines[name][number - 1 :])

    async def _send(self, *lines: str) -> None:
        if self._writer is None:
            return
        data = "".join(f"{line}\r\n" for line in lines).encode()
        step = 7 if self.manners.is_slow else len(data)
        for start in range(0, len(data), step):
            self._writer.write(data[start : start + step])
            await self._writer.drain()
