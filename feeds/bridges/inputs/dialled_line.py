"""A line to a device that is opened again whenever it breaks off."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from feeds.bridges.inputs.raw_source import DeviceCondition, now_ms
from feeds.bridges.raw_input import Piece
from feeds.client.reconnect import HubLost, Reconnection

if TYPE_CHECKING:
    from feeds.bridges.inputs.raw_source import Say


class Line(Protocol):
    """What is open."""

    received_at: float
    """When the last byte came, by the clock of the event loop."""

    async def hang_up(self) -> None:
        """Close it."""


L = TypeVar("L", bound=Line)


class DialledLine(ABC, Generic[L]):
    """One line after the other. A class derived from it opens them and reads what comes."""

    def __init__(self, name: str, say: Say) -> None:
        self._name, self._say = name, say
        self._line: L | None = None
        self._reason = ""
        self.condition = DeviceCondition("away")
        """How the device is."""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """What comes over the line, however often it has to be opened. It never ends."""
        async with aclosing(Reconnection(self._dial).events(self._talk)) as events:
            async for event in events:
                if not isinstance(event, HubLost):
                    yield event
                    continue
                if self._line is not None:
                    self._line = None
                    yield Piece(now_ms(), self._name, "closed")
                if event.reason != self._reason:
                    self._reason = event.reason
                    self._say(f"{event.reason}; trying again until it works")

    def _opened(self, line: L) -> Piece:
        """Take a line that is open."""
        self._line, self._reason = line, ""
        return Piece(now_ms(), self._name, "opened")

    @abstractmethod
    async def _dial(self) -> L:
        """Open a line. Raises Interrupted."""

    @abstractmethod
    def _talk(self, line: L) -> AsyncGenerator[Piece | None, None]:
        """What comes over a line. Raises Interrupted once it breaks off."""
