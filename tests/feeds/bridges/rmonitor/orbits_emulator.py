"""Orbits as it sends RMonitor: a heartbeat, passings, and all of it again to whoever connects."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from tests.ended_server import end
from tests.free_ports import free_port


def clock(ms: int, *, decimals: bool = True) -> str:
    """A time as Orbits writes it."""
    seconds, thousandths = divmod(ms, 1000)
    text = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{text}.{thousandths:03}" if decimals else text


class Orbits:
    """One run with some competitors, and what it says at each moment."""

    def __init__(
        self, run: str = "25", description: str = "5000 m Women", regs: tuple[str, ...] = ("1", "2", "3")
    ) -> None:
        self.run, self.description, self.regs = run, description, regs
        self.race_ms = 0
        self.flag = "      "
        self.laps: dict[str, tuple[int, int]] = {}
        """The last lap of each competitor, with its total."""

    def entries(self) -> str:
        """The run and its competitors, in two layouts."""
        lines = [f'$B,{self.run},"{self.description}"', '$C,1,"Women"', '$E,"TRACKLENGTH","0.400"']
        for reg in self.regs:
            lines.append(f'$A,"{reg}","{reg}0",100{reg},"Ann","Runner "The {reg}" Berg","GBR",1')
            lines.append(f'$COMP,"{reg}","{reg}0",1,"Ann","Runner "The {reg}" Berg","GBR",""')
        return "".join(line + "\r\n" for line in lines)

    def refresh(self) -> str:
        """All that is sent anew after a reset: rows begin at nothing and fill up."""
        empty = "".join(f'$G,{n},"{reg}",,"00:00:00.000"\r\n' for n, reg in enumerate(self.regs, 1))
        rows = "".join(self.row(reg) for reg in self.laps)
        return f'$I, "00:00:00", "0/0/0000"\r\n{self.entries()}{empty}{rows}{self.beat(0)}'

    def beat(self, seconds: int = 1) -> str:
        """Heartbeats."""
        lines = []
        for _ in range(max(seconds, 1)):
            self.race_ms += 1000 if seconds else 0
            day = clock(20 * 3_600_000 + self.race_ms, decimals=False)
            lines.append(
                f'$F,13,"00:00:00","{day}","{clock(self.race_ms, decimals=False)}","{self.flag}"\r\n'
            )
        return "".join(lines)

    def passes(self, reg: str, lap: int, total_ms: int) -> str:
        """A passing with its row, after the seconds that went by."""
        before = self.laps.get(reg, (0, 0))[1] if lap else total_ms
        self.laps[reg] = lap, total_ms
        behind = self.beat(total_ms // 1000 - self.race_ms // 1000) if total_ms - self.race_ms >= 1000 else ""
        return f'{behind}$J,"{reg}","{clock(total_ms - before)}","{clock(total_ms)}"\r\n{self.row(reg)}'

    def row(self, reg: str) -> str:
        """The row of the results of a competitor."""
        lap, total_ms = self.laps[reg]
        return f'$G,1,"{reg}",{lap or ""},"{clock(total_ms)}"\r\n'


LAPS = [(0, 1_200), (1, 36_100), (2, 105_200), (3, 174_900), (4, 244_700)]
"""The passings of the first competitor."""


def whole_race(orbits: Orbits) -> list[str]:
    """A race as it is sent, a text for each passing."""
    texts = [orbits.refresh()]
    orbits.flag = "Green "
    for lap, ms in LAPS:
        for n, reg in enumerate(orbits.regs):
            texts.append(orbits.passes(reg, lap, ms + 730 * n * (lap + 1)))
    orbits.flag = "Finish"
    return [*texts, orbits.beat(20)]


class OrbitsServer:
    """Sends to all who are connected, and everything anew to whoever comes."""

    def __init__(self, orbits: Orbits) -> None:
        self.orbits = orbits
        self.heard = b""
        """What clients have sent, who should send nothing."""
        self.connections = 0
        self.port = free_port()
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen, at the same port each time."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Hang up."""
        assert self._server
        await end(self._server)
        for writer in list(self._writers):
            writer.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(2):
                await self._server.wait_closed()

    async def send(self, text: str, cut: int = 7) -> None:
        """Send something in small pieces."""
        data = text.encode()
        for i in range(0, len(data), cut * 40):
            for writer in list(self._writers):
                writer.write(data[i : i + cut * 40])
                with suppress(OSError):
                    await writer.drain()
            await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        writer.write(self.orbits.refresh().encode())
        self._writers.add(writer)
        with suppress(OSError):
            while data := await reader.read(1000):
                self.heard += data
        self._writers.discard(writer)
        writer.close()
