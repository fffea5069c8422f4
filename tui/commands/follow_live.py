"""A live race on a hub, printed for `lapbell follow`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress
from heapq import merge
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.viewer import Update, Viewer
from replays.commentary.checkpoint_reports import Every, LiveReports
from replays.commentary.live_narration import LiveNarration
from replays.commentary.message_ids import MessageIds
from replays.commentary.narration import NarratedEvent
from replays.hubs.hub_snapshot import loaded_race
from replays.hubs.reception import Reception
from replays.watching.followed import followed_bibs
from replays.watching.live_race import UNPUBLISHED
from replays.watching.recorded_marks import require_same_event
from replays.watching.recorded_race import RecordedRace
from tui.commands.event_lines import FeedEvent, FeedKind, Tell
from tui.commands.write_output import print_unread

if TYPE_CHECKING:
    from feeds.hub_address import Address
    from race.messages import Mark
    from replays.watching.live_race import LiveRace

TICK_S = 0.25
"""How often to look for what time alone brings, like an overdue runner."""

PHASES = {"before": "before the gun", "running": "the race is on"}


def follow_live(
    address: Address,
    tell: Tell,
    speed: float | None,
    athletes: Sequence[str],
    marks: tuple[Mark, ...],
    every: Every,
) -> RecordedRace:
    """Tell of a live race as it comes, until interrupted; returns the race if it is a recorded one.

    More is reported of the `athletes`, of who may reach one of the `marks`, and of everyone at `every` lap or
    checkpoint. Raises Refused where the hub will not serve the race, FeedError for a speed with a live race,
    for athletes who are not in it, and for marks of another event or distance.
    """
    return asyncio.run(_follow(LiveFollower(address, tell, athletes, marks, every), speed))


async def _follow(follower: LiveFollower, speed: float | None) -> RecordedRace:
    async with aclosing(updates_and_ticks(follower.reception.follow())) as ticks:
        async for _ in ticks:
            race = loaded_race(follower.reception)
            if isinstance(race, RecordedRace):
                return race
            if race is not None and speed is not None:
                raise FeedError("a live race has its own speed; leave --speed out")
            follower.print_news()
    raise AssertionError("the updates never end")


class LiveFollower:
    """Receives a race and tells what happens."""

    def __init__(
        self, address: Address, tell: Tell, athletes: Sequence[str], marks: tuple[Mark, ...], every: Every
    ) -> None:
        self.reception = Reception(Viewer(address.feed))
        self._address = address
        self._tell = tell
        self._athletes = athletes
        self._marks = marks
        self._every = every
        self._narration = LiveNarration()
        self._reports = LiveReports(every)
        self._ids = MessageIds()
        self._joined = self._waits = False
        self._noted = 0
        """How many sentences on what is unknown were printed."""
        self._reported_trouble: tuple[FeedKind | None, str] = None, ""
        """The trouble with the feed that was last printed, and its reason."""

    def print_news(self) -> None:
        """Print what is new of the feed, then of the race."""
        for event in (self._feed_event(), self._joined_event()):
            if event is not None:
                self._tell(self._race, event)
        live = self.reception.live
        if live is not None:
            self._noted = print_unread(live.unread, self._noted)
        if live is not None and self._joined and self.reception.lost is None:
            self._print_race(live)

    def _print_race(self, live: LiveRace) -> None:
        reports = self._reports.new_reports(live)
        narrated = self._narration.new_events(live)
        for event in merge(narrated, reports, key=lambda event: event.clock_ms):
            if isinstance(event, NarratedEvent):
                if not self._reports.says(event):
                    self._tell(self._race, event, self._ids.of(event.subject, live.history()))
            else:
                self._tell(self._race, event)

    @property
    def _race(self) -> str:
        return self._address.race or self.reception.race

    def _feed_event(self) -> FeedEvent | None:
        reception = self.reception
        trouble, reason = reception.trouble, reception.lost.reason if reception.lost else ""
        reported = trouble, reception.describe() if trouble == "device" else reason
        if reported == self._reported_trouble:
            return None
        self._reported_trouble = reported
        if trouble is None:
            return self._event("back", "the feed is back") if self._joined else None
        return self._event(trouble, f"{reception.describe()}: {reason}" if reason else reception.describe())

    def _joined_event(self) -> FeedEvent | None:
        live = self.reception.live
        if live is None or self._joined:
            return None
        if not live.is_published:
            is_first, self._waits = not self._waits, True
            where = f"joined {live.race} at {self._address.host}"
            return self._event("joined", f"{where}: {UNPUBLISHED}") if is_first else None
        self._joined = True
        start_list = live.history().start_list
        for mark in self._marks:
            require_same_event(mark, start_list)
        followed = followed_bibs(start_list, self._athletes)
        self._narration = LiveNarration(followed, self._marks)
        self._reports = LiveReports(self._every, followed, self._marks)
        name = start_list.name if start_list else live.race
        phase = PHASES.get(live.phase, live.phase)
        return self._event("joined", f"joined {name} at {self._address.host}: {phase}")

    def _event(self, kind: FeedKind, text: str) -> FeedEvent:
        live = self.reception.live
        return FeedEvent(kind, text, live.clock_ms() if live else None)


async def updates_and_ticks(updates: AsyncGenerator[Update, None]) -> AsyncGenerator[None, None]:
    """Yield after every update, and every `TICK_S` while none comes."""
    async with aclosing(updates):
        coming = asyncio.ensure_future(anext(updates))
        try:
            while True:
                await asyncio.wait({coming}, timeout=TICK_S)
                if coming.done():
                    coming.result()
                    coming = asyncio.ensure_future(anext(updates))
                yield
        finally:
            coming.cancel()
            with suppress(asyncio.CancelledError, StopAsyncIteration, FeedError):
                await coming
