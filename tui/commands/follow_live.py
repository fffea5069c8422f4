"""A race on a hub, heard for `lapbell follow`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing, suppress

from feeds.errors import FeedError
from feeds.hub_address import Address
from feeds.viewer import Update, Viewer
from race.messages import Mark
from replays.commentary.live_narration import LiveNarration
from replays.hubs.hub_snapshot import loaded_race
from replays.hubs.reception import Reception
from replays.watching.followed import followed_bibs
from replays.watching.recorded_marks import require_same_event
from replays.watching.recorded_race import RecordedRace
from tui.commands.event_lines import FeedEvent, Form, say

TICK_S = 0.25
"""How often it is looked whether time alone has brought something."""

PHASES = {"before": "before the gun", "running": "the race is on"}


def follow_hub(
    address: Address,
    form: Form,
    speed: float | None,
    wanted: Sequence[str] = (),
    marks: tuple[Mark, ...] = (),
) -> RecordedRace:
    """Print a live race as it comes, for ever; or return the race, if it is a recorded one.

    Of the athletes `wanted` more is told, and who is on the way to one of the `marks`. Raises Refused where
    the hub will not serve the race, FeedError for a live race at a speed, for athletes who are not in it, and
    for marks of another event or distance.
    """
    return asyncio.run(_follow(LiveFollower(address, form, wanted, marks), speed))


async def _follow(ear: LiveFollower, speed: float | None) -> RecordedRace:
    async with aclosing(_paced(ear.reception.follow())) as beats:
        async for _ in beats:
            found = loaded_race(ear.reception)
            if isinstance(found, RecordedRace):
                return found
            if found is not None and speed is not None:
                raise FeedError("a live race has its own speed; leave --speed out")
            ear.tell()
    raise AssertionError


class LiveFollower:
    """What is heard of a race, and printed."""

    def __init__(
        self, address: Address, form: Form, wanted: Sequence[str] = (), marks: tuple[Mark, ...] = ()
    ) -> None:
        self.reception = Reception(Viewer(address.feed))
        self._address = address
        self._form = form
        self._wanted = wanted
        self._marks = marks
        self._narration = LiveNarration()
        self._joined = False
        self._feed: tuple[str | None, str] = None, ""
        """What it lacked when that was last said, and why."""

    def tell(self) -> None:
        """Print what is new of the feed, and of the race."""
        for news in (self._news_of_feed(), self._welcome()):
            if news is not None:
                say(self._form, self._race, news)
        live = self.reception.live
        if live is not None and self.reception.lost is None:
            for told in self._narration.new_events(live):
                say(self._form, self._race, told)

    @property
    def _race(self) -> str:
        return self._address.race or self.reception.race

    def _news_of_feed(self) -> FeedEvent | None:
        reception = self.reception
        trouble, reason = reception.trouble, reception.lost.reason if reception.lost else ""
        if (trouble, reason) == self._feed:
            return None
        self._feed = trouble, reason
        if trouble is None:
            return self._news("back", "the feed is back") if self._joined else None
        return self._news(trouble, f"{reception.describe()}: {reason}" if reason else reception.describe())

    def _welcome(self) -> FeedEvent | None:
        live = self.reception.live
        if live is None or self._joined:
            return None
        self._joined = True
        start_list = live.history().start_list
        for mark in self._marks:
            require_same_event(mark, start_list)
        self._narration = LiveNarration(followed_bibs(start_list, self._wanted), self._marks)
        name = start_list.name if start_list else live.race
        return self._news(
            "joined", f"joined {name} at {self._address.host}: {PHASES.get(live.phase, live.phase)}"
        )

    def _news(self, kind: str, text: str) -> FeedEvent:
        live = self.reception.live
        return FeedEvent(kind, text, live.clock_ms() if live else None)


async def _paced(updates: AsyncGenerator[Update, None]) -> AsyncGenerator[None, None]:
    """A beat for every update, and now and then one where none comes."""
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
