"""Timing & Scoring as it exports passings: it connects, greets, and sends until it has an acknowledgement."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress

RESEND_S = 0.1
"""In truth 20 s."""

AHEAD = 10
"""Frames that are sent in version 2 before the first of them is acknowledged."""


def v1(chip: str, time: str, lap: int = 1, date: str = "260502") -> str:
    """A passing of version 1."""
    text = f"{chip:>7}{time:>12} 3 0F{lap:>3}0000{date}"
    return f"{text}{sum(text.encode()) % 256:02X}"


def v2(chip: str, time: str, lap: int = 1, date: str = "260502", more: str = "") -> str:
    """A passing of version 2."""
    return f"t={time}|c={chip}|ct=UH|d={date}|l={lap}|dv=4|re=0|an=00001111|g=0{more}"


class Exporter:
    """An exporter with some locations. What it has is sent again over each new connection, from number 1."""

    def __init__(self, *locations: str, records: int = 2) -> None:
        self.passings: dict[str, list[tuple[str, str]]] = {location: [] for location in locations}
        self.markers: list[str] = []
        self.heard: list[str] = []
        """The frames that it was sent over the connection there is."""
        self.frames_sent = 0
        self._numbers: dict[tuple[str, int, int], int] = {}
        """By location, first passing and how many there are, the number of a frame over this connection."""
        self._records = records
        """Of a frame."""
        self._writer: asyncio.StreamWriter | None = None
        self._tasks: list[asyncio.Task[None]] = []

    async def connect(self, port: int) -> None:
        """Connect and greet, once for each location, in one packet."""
        reader, self._writer = await asyncio.open_connection("127.0.0.1", port)
        self.heard, self._numbers = [], {}
        self._tasks = [asyncio.create_task(self._hear(reader)), asyncio.create_task(self._send_all())]

    async def hang_up(self) -> None:
        """Break off in the middle of a frame."""
        assert self._writer is not None
        for task in self._tasks:
            task.cancel()
        self._writer.write(b"\r\n\0\0Finish@Store@KV865")
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    def has_all_acknowledged(self) -> bool:
        """Whether nothing has to be sent again."""
        return "AckPong" in self._functions() and not self._unacknowledged()

    def _functions(self) -> set[str]:
        return {frame.split("@")[1] for frame in self.heard}

    @property
    def _speaks_v2(self) -> bool:
        return any(frame.endswith("@AckPong@Version2.1@") for frame in self.heard)

    def _frames(self) -> list[tuple[str, str, Sequence[str], int]]:
        """What there is to send: location, function, records, number."""
        function, record = ("Passing", v2) if self._speaks_v2 else ("Store", v1)
        frames: list[tuple[str, str, Sequence[str], int]] = []
        for location, passings in self.passings.items():
            for start in range(0, len(passings), self._records):
                group = [record(chip, time) for chip, time in passings[start : start + self._records]]
                key = location, start, len(group)
                number = self._numbers.setdefault(key, len(self._numbers) + 1)
                frames.append((location, function, group, number))
        marker = (
            "t=2026-05-02 {0}|mt=Gunshot|n=Gunshot" if self._speaks_v2 else "2026-05-02 {0}|ext-gun|Gunshot"
        )
        older = ["2026-05-01 09:00:00.000|ext-gun|Of yesterday"] if self.markers else []
        told = older + [marker.format(time) for time in self.markers]
        return [*frames, (next(iter(self.passings)), "Marker", told, 900)] if told else frames

    def _unacknowledged(self) -> list[tuple[str, str, Sequence[str], int]]:
        return [frame for frame in self._frames() if f"Lapbell@Ack{frame[1]}@{frame[3]}@" not in self.heard]

    async def _send_all(self) -> None:
        """The newest frames first in version 2; in version 1 one of a location at a time."""
        self._write("".join(f"\r\n\0\0{location}@Pong@$" for location in self.passings))
        while True:
            await asyncio.sleep(RESEND_S)
            if "AckPong" not in self._functions():
                continue
            frames = self._unacknowledged()
            if self._speaks_v2:
                frames = frames[AHEAD - 1 :: -1]
            else:
                frames = list({frame[:2]: frame for frame in reversed(frames)}.values())
            text = "".join(
                f"\r\n\0\0\0\0{location}@{function}@{'@'.join([*records, str(number)])}@$"
                for location, function, records, number in frames
            )
            self.frames_sent += len(frames)
            self._write(f"{text}T&S@Ping@$")

    def _write(self, text: str) -> None:
        """Write in pieces of eleven bytes."""
        assert self._writer is not None
        for start in range(0, len(text), 11):
            self._writer.write(text[start : start + 11].encode())

    async def _hear(self, reader: asyncio.StreamReader) -> None:
        while True:
            frame = (await reader.readuntil(b"$")).decode().removesuffix("$")
            self.heard.append(frame)
            if frame == "Lapbell@Ping@":
                self._write("".join(f"\r\n{location}@AckPing@$" for location in self.passings))
