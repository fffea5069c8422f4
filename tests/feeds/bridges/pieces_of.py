"""Raw input in a test: what a source has given so far, and waiting for more of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from feeds.bridges.inputs.raw_source import RawSource
from feeds.bridges.raw_input import Piece, PieceKind
from tests.patience import until


class Given:
    """What a source has given."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []

    @property
    def kinds(self) -> list[PieceKind]:
        """The kinds of the pieces."""
        return [piece.kind for piece in self.pieces]

    @property
    def data(self) -> bytes:
        """The bytes of all pieces."""
        return b"".join(piece.data for piece in self.pieces)

    async def count(self, count: int) -> list[Piece]:
        """Wait until there are so many pieces."""
        await until(lambda: len(self.pieces) >= count)
        return self.pieces

    async def has(self, data: bytes) -> None:
        """Wait until some bytes were given."""
        await until(lambda: data in self.data)


@asynccontextmanager
async def given_by(source: RawSource) -> AsyncIterator[Given]:
    """Take what a source gives, in the background."""
    given = Given()

    async def take() -> None:
        async for piece in source.pieces():
            given.pieces.append(piece)

    task = asyncio.create_task(take())
    try:
        yield given
        if task.done():
            await task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
