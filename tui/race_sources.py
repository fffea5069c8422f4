"""Where a race comes from: a race file, put on the air inside this process, or a hub somewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from feeds.hub_address import Address
    from race.messages import Mark
    from race.projection.previous_edition import Edition
    from replays.hubs.reception import Reception


class RaceSource(Protocol):
    """Where a race comes from, and how it is to be watched at first."""

    @property
    def speed(self) -> float | None:
        """Race time per time on the wall, if that was asked for."""

    @property
    def at_ms(self) -> int | None:
        """The race time to stand at; None to begin at the start, or live."""

    @property
    def delay_s(self) -> float:
        """How late a live race is shown."""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Marks that the viewer wants to race from the start."""

    @property
    def edition(self) -> Edition | None:
        """An earlier edition of the course, for the projections."""

    @property
    def address(self) -> Address | None:
        """The address of a race on a hub."""

    def receive(self) -> AbstractAsyncContextManager[Reception]:
        """Open the race for as long as it is watched. Raises FeedError."""

    def leave(self, at_ms: int | None) -> None:
        """The race was left at a race time, or at its end."""


@dataclass(frozen=True, slots=True)
class RecordedSource:
    """A race file."""

    path: Path
    speed: float | None = None
    at_ms: int | None = None
    delay_s: float = 0.0
    address: Address | None = None
    marks: tuple[Mark, ...] = ()
    edition: Edition | None = None

    @asynccontextmanager
    async def receive(self) -> AsyncIterator[Reception]:
        """Serve the file from a hub on loopback, and read it from there."""
        from feeds.hub import Hub
        from feeds.log import read
        from feeds.viewer import Viewer
        from replays.hubs.reception import Reception

        log = await asyncio.to_thread(read, self.path)
        async with Hub(log) as hub:
            yield Reception(Viewer(hub.url(log.race)))

    def leave(self, at_ms: int | None) -> None:
        """Remember it, so that the library can go on there."""
        from replays.storage.bookmarks import leave

        leave(self.path, at_ms)


class UnrememberedSource(RecordedSource):
    """A race file of which a picture is drawn: nothing of it is remembered."""

    __slots__ = ()

    def leave(self, at_ms: int | None) -> None:
        """Forget it."""


@dataclass(frozen=True, slots=True)
class HubSource:
    """A race on a hub, recorded as it comes."""

    address: Address
    delay_s: float = 0.0
    record: bool = True
    path: Path | None = None
    """Where it is recorded, if not among the user's own races."""
    speed: float | None = None
    at_ms: int | None = None
    marks: tuple[Mark, ...] = ()
    edition: Edition | None = None

    @asynccontextmanager
    async def receive(self) -> AsyncIterator[Reception]:
        """Follow it from its hub."""
        from feeds.recorder import Recorder
        from feeds.viewer import Viewer
        from replays.hubs.reception import Reception
        from replays.library import data_folder

        recorder = Recorder(data_folder() / "races", self.path) if self.record else None
        yield Reception(Viewer(self.address.feed), recorder)

    def leave(self, at_ms: int | None) -> None:
        """Until the program ends the race keeps its playhead; after that it is another day."""
