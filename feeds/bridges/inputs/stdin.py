"""Raw input from standard input, taken from it only once it was kept."""

from __future__ import annotations

import sys
from collections.abc import AsyncGenerator

from feeds.bridges.inputs.raw_source import DeviceCondition, now_ms
from feeds.bridges.raw_input import Piece
from feeds.errors import UserError
from feeds.publishing.line_reader import line_groups

ORIGIN = "stdin"


class Stdin:
    """The lines of standard input. What another run has taken of a file or a pipe does not come again."""

    def __init__(self) -> None:
        self.condition = DeviceCondition("connected")

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """The lines, in pieces of several. Raises UserError."""
        yield Piece(now_ms(), ORIGIN, "opened")
        try:
            async for lines in line_groups(sys.stdin.fileno()):
                yield Piece(now_ms(), ORIGIN, "data", b"".join(line + b"\n" for line in lines))
        except OSError as error:
            raise UserError(f"cannot read standard input: {error.strerror or error}") from error
        yield Piece(now_ms(), ORIGIN, "closed")

    async def reply(self, origin: str, data: bytes) -> None:
        """Nothing can be said to it."""
