"""Raw input from a recording, at the pace at which it came or faster."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from typing import TYPE_CHECKING

from feeds.bridges.inputs.raw_source import DeviceCondition
from feeds.bridges.raw_recording import recorded_pieces

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.bridges.raw_input import Piece


class Recorded:
    """The pieces of a recording, `speed` times as fast as they came; without waiting where that is None."""

    def __init__(self, path: Path, speed: float | None) -> None:
        self._path, self._speed = path, speed
        self.condition = DeviceCondition("connected")

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """The pieces. Raises FeedError."""
        loop = asyncio.get_running_loop()
        begun_s, first_ms = loop.time(), None
        for piece in recorded_pieces(self._path):
            first_ms = piece.received_ms if first_ms is None else first_ms
            if self._speed is not None:
                due_s = begun_s + (piece.received_ms - first_ms) / 1000 / self._speed
                await asyncio.sleep(max(due_s - loop.time(), 0.0))
            yield piece

    async def reply(self, origin: str, data: bytes) -> None:
        """No device is there."""
