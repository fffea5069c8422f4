"""A bridge at work: pieces of raw input are recorded, then read, and what is made of them is handed on."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator, Callable, Iterable, Iterator
from contextlib import aclosing
from typing import TYPE_CHECKING

from feeds.bridges.bridge import Bridge, Outcome
from feeds.bridges.guns_in_force import read_guns

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from feeds.bridges.inputs.raw_source import RawSource
    from feeds.bridges.raw_input import Piece
    from feeds.bridges.raw_recording import RawRecording

MOST_KEPT = 5
"""Records that could not be read, of which the first are kept to be read by people."""

Take = Callable[[Outcome], None]
"""Takes what was made of a record."""


class BridgeRun:
    """Gives a bridge its input, and counts what becomes of it."""

    def __init__(self, bridge: Bridge, take: Take) -> None:
        self._bridge = bridge
        self._take = take
        self._sends = [re.compile(pattern, re.DOTALL) for pattern in bridge.sends]
        self._last = 0
        """The number of the newest record."""
        self._receipts = [re.compile(pattern, re.DOTALL) for pattern in bridge.receipts]
        self.records = 0
        """How many records were read, the bad ones included."""
        self.bad = 0
        self._taking = asyncio.Lock()
        self.has_heard = asyncio.Event()
        """Set when something was taken that comes from no device."""
        self.first_bad: list[Outcome] = []
        """The first `MOST_KEPT` that could not be read."""

    def repeat(self, pieces: Iterable[Piece]) -> None:
        """Take pieces that were recorded. Nothing is sent to a device."""
        for piece in pieces:
            for outcome in self._outcomes(piece):
                self._count(outcome)

    async def live(
        self, source: RawSource, recording: RawRecording | None, kept: Callable[[], Awaitable[None]]
    ) -> None:
        """Take pieces as they come, until the source ends.

        A piece is in the recording before it is read, and what was made of it is `kept` before the device is
        answered and the next piece is taken. Without a recording no device is told that its data is kept.
        """
        async with aclosing(source.pieces()) as pieces:
            async for piece in pieces:
                for reply in await self._taken(piece, recording, kept):
                    if recording is None and _matches(reply, self._receipts):
                        continue
                    if _matches(reply, self._sends):
                        await source.reply(piece.origin, reply)

    async def hear(
        self,
        pieces: AsyncGenerator[Piece, None],
        recording: RawRecording,
        kept: Callable[[], Awaitable[None]],
    ) -> None:
        """Take pieces that come from no device, beside `live`."""
        async with aclosing(pieces):
            async for piece in pieces:
                await self._taken(piece, recording, kept)
                self.has_heard.set()

    async def _taken(
        self, piece: Piece, recording: RawRecording | None, kept: Callable[[], Awaitable[None]]
    ) -> list[bytes]:
        """Record a piece, read it, and have what was made of it kept. Returns what is to be answered."""
        async with self._taking:
            if recording is not None and piece.kind != "idle":
                await asyncio.to_thread(recording.append, [piece])
            replies = [outcome.reply for outcome in self._counted(piece) if outcome.reply]
            await kept()
            return replies

    def _counted(self, piece: Piece) -> Iterator[Outcome]:
        for outcome in self._outcomes(piece):
            self._count(outcome)
            yield outcome

    def _count(self, outcome: Outcome) -> None:
        self.records += outcome.record > self._last if outcome.record else outcome.is_bad
        self._last = max(self._last, outcome.record)
        if outcome.is_bad:
            self.bad += 1
            if len(self.first_bad) < MOST_KEPT:
                self.first_bad.append(outcome)
        self._take(outcome)

    def _outcomes(self, piece: Piece) -> Iterator[Outcome]:
        """What the bridge makes of a piece. A fault of the bridge costs the piece, and not the race."""
        try:
            if piece.kind == "guns":
                yield from self._bridge.hear_guns(read_guns(piece.data))
            else:
                yield from self._bridge.take(piece)
        except Exception as error:
            raw = repr(piece.data[:80])[2:-1]
            yield Outcome(raw, remark=f"the bridge failed: {type(error).__name__}: {error}", is_bad=True)


def _matches(data: bytes, patterns: Iterable[re.Pattern[bytes]]) -> bool:
    return any(pattern.fullmatch(data) for pattern in patterns)
