"""A file that another program writes to: what is added comes as it is added; after a rewrite, all of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.bridges.inputs.file_tail import FileTail
from feeds.bridges.inputs.raw_source import now_ms
from feeds.bridges.inputs.read_condition import ReadCondition
from feeds.bridges.raw_input import Piece

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say

POLL_S = 0.5
"""How often the file is looked at: folders on other computers tell nothing of changes."""


class GrowingFile:
    """A file by its path. With `once` it is read to its end, and must be there."""

    def __init__(self, path: Path, say: Say, *, once: bool = False, poll_s: float = POLL_S) -> None:
        self._path = path
        self._once = once
        self._poll_s = poll_s
        self._tail = FileTail(path, path.name)
        self.condition = ReadCondition(path.name, say)
        """Whether the file can be read."""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """The whole file, then what is added; the whole file again whenever it was rewritten."""
        while True:
            found = await self.condition.look(self._path, self._tail.look, once=self._once)
            for piece in found or ():
                yield piece
            if found:
                continue
            if self._once:
                yield Piece(now_ms(), self._path.name, "closed")
                return
            await asyncio.sleep(self._poll_s)

    async def reply(self, origin: str, data: bytes) -> None:
        """Nothing is written to a file."""
