"""A source of raw input."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from feeds.bridges.raw_input import Piece
    from feeds.protocol.device_state import DeviceWord

Say = Callable[[str], None]
"""Takes a sentence on how the source is: connected, silent, gone."""


class Opening(NamedTuple):
    """How a source is opened."""

    say: Say
    once: bool = False
    """Whether what can be read to its end is read once, and not watched."""
    table: Mapping[str, object] = MappingProxyType({})
    """The mapping file."""


class DeviceCondition:
    """How a device is, and since when."""

    def __init__(self, word: DeviceWord) -> None:
        self.word = word
        self.since_s = time.monotonic()
        """By the clock of the event loop, which never goes back."""

    def become(self, word: DeviceWord, since_s: float | None = None) -> None:
        """Note how it is, since a moment ago or now; nothing changes where it was so already."""
        if word != self.word:
            self.word = word
            self.since_s = time.monotonic() if since_s is None else since_s


class RawSource(Protocol):
    """Gives the pieces of raw input as they come."""

    @property
    def condition(self) -> DeviceCondition:
        """How the device is: hubs and boards say it."""

    def pieces(self) -> AsyncGenerator[Piece, None]:
        """The pieces, in order. Ends at the end of an input that has one; raises UserError for a bad one."""

    async def reply(self, origin: str, data: bytes, /) -> None:
        """Send bytes to where pieces come from. Nothing happens if that is gone."""


def now_ms() -> int:
    """This computer's clock, in milliseconds since 1970."""
    return time.time_ns() // 1_000_000
