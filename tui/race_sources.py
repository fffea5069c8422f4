"""Where a race comes from: a race file, served by a hub inside this process, or a hub somewhere."""

from __future__ import annotations

import asyncio
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from feeds.log import read
from feeds.viewer import Viewer
from race.lazy_dataclass import dataclass
from replays.hubs import known_hubs
from replays.hubs.reception import Reception
from replays.library import data_folder
from replays.storage import bookmarks

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from feeds.hub_address import Address
    from feeds.log import Log
    from feeds.tables.cue_lines import CueLine
    from race.messages import Mark
    from race.projection.previous_edition import Edition
    from replays.watching.ghost_race import GhostRace


@dataclass(frozen=True, kw_only=True)
class RaceSource:
    """A source of a race, and how the race is watched at first."""

    address: Address | None = None
    """Of a race on a hub."""
    speed: float = 1.0
    """Race time per time on the wall, of a recorded race at first."""
    at_ms: int | None = None
    """The race time to pause at; None to begin at the start, or live."""
    delay_s: float = 0.0
    """How late a live race is shown."""
    marks: tuple[Mark, ...] = ()
    """Marks that the viewer wants to race from the start."""
    ghosts: tuple[GhostRace, ...] = ()
    """Recordings that run along with the race."""
    edition: Edition | None = None
    """An earlier edition of the course, for the projections."""
    cues: tuple[CueLine, ...] = ()
    """Notes about athletes, for the preview of the race."""
    operator: bool = False
    """Whether the viewer looks after the timing: what is not believed has a pane of its own."""

    def receive(self) -> AbstractAsyncContextManager[Reception]:
        """Open the race for as long as it is watched. Raises FeedError."""
        raise NotImplementedError

    def note_answer(self) -> None:
        """Note that the race has been reached."""

    def leave(self, at_ms: int | None) -> None:
        """Note that the race was left at a race time, or (None) at its end."""


@dataclass(frozen=True)
class RecordedSource(RaceSource):
    """A race file, or a file that was read as one."""

    path: Path
    remembered: bool = True
    """Whether the library continues the race where it was left."""
    log: Log | None = None
    """What the file holds, where it has been read already."""

    @asynccontextmanager
    async def receive(self) -> AsyncIterator[Reception]:
        """Serve the file from a hub on loopback, and read it from there."""
        # Only a replay needs the server side: a live race would load its dozen modules for nothing.
        from feeds.hub import Hub

        log = self.log if self.log is not None else await asyncio.to_thread(read, self.path)
        async with Hub(log) as hub:
            yield Reception(Viewer(hub.url(log.race)))

    def leave(self, at_ms: int | None) -> None:
        """Remember it, so that the library can continue there."""
        if self.remembered:
            bookmarks.leave(self.path, at_ms)


@dataclass(frozen=True)
class HubSource(RaceSource):
    """A race on a hub, recorded as it comes. Its playhead is kept until the program ends, and no longer."""

    address: Address
    record: bool = True
    path: Path | None = None
    """The file to record to, if not among the user's own races."""

    @asynccontextmanager
    async def receive(self) -> AsyncIterator[Reception]:
        """Follow it from its hub."""
        # Loaded here, not at the top: a replay is not recorded.
        from feeds.recorder import Recorder

        recorder = Recorder(data_folder() / "races", self.path) if self.record else None
        yield Reception(Viewer(self.address.feed), recorder)

    def note_answer(self) -> None:
        """Remember the hub for good."""
        known_hubs.note_answer(self.address)
