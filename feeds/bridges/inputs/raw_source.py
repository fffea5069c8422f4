"""A source of raw input."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from feeds.bridges.raw_input import Piece

Say = Callable[[str], None]
"""Takes a sentence on how the source is: connected, silent, gone."""


class Opening(NamedTuple):
    """How a source is opened."""

    say: Say
    once: bool = False
    """Whether what can be read to its end is read once, and not watched."""
    table: Mapping[str, object] = MappingProxyType({})
    """The mapping file."""


class RawSource(Protocol):
    """Gives the pieces of raw input as they come."""

    def pieces(self) -> AsyncGenerator[Piece, None]:
        """The pieces, in order. Ends at the end of an input that has one; raises UserError for a bad one."""

    async def reply(self, origin: str, data: bytes, /) -> None:
        """Send bytes to where pieces come from. Nothing happens if that is gone."""


def now_ms() -> int:
    """This computer's clock, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
