"""A race as it comes from its hub: followed, recorded, and with a word on how the feed is."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import Literal

from feeds.recorder import Recorder
from feeds.viewer import Arrived, FeedLost, Joined, Update, Viewer
from race.messages import Message
from replays.watching.live_race import LiveRace

Trouble = Literal["lost", "mute", "unattended", "silent"]
"""There is no feed; the hub says nothing at all; nobody publishes the race; nothing is said of it."""

SILENT_S = 30.0
"""A feed without a message for so long, while the race is on, is said to be silent."""

MISSED = 2.2
"""Heartbeats of the hub that do not come before that is said."""


class Reception:
    """Follows a race. `seconds` is a clock that only ever grows, `wall` one that tells the time of day."""

    def __init__(
        self,
        viewer: Viewer,
        recorder: Recorder | None = None,
        *,
        seconds: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self.viewer = viewer
        self.recorder = recorder
        self.race = ""
        self.head = 0
        """How many messages there were when the hub last said hello."""
        self.complete = False
        """Whether nothing more is to come: the race is a recorded one."""
        self.live: LiveRace | None = None
        """The race, from when all that was there at first has come."""
        self.lost: FeedLost | None = None
        """Why there is no feed, while there is none."""
        self.publishers: int | None = None
        """How many publish the race, as far as the hub tells."""
        self._coming: LiveRace | None = None
        self._seconds, self._wall = seconds, wall
        self._lost_at = 0.0
        self._tries = 0
        self._heard_s = self._contact_s = seconds()
        self._heartbeat_s = 0.0
        self._publisher_left_at: float | None = None

    @property
    def messages(self) -> list[Message]:
        """All that has come so far, in the order of the log."""
        return self._coming.history().messages if self._coming else []

    async def follow(self) -> AsyncGenerator[Update, None]:
        """Take in all that comes, and hand it on. Raises Refused where the hub will not serve the race."""
        try:
            async with aclosing(self.viewer.updates()) as updates:
                async for update in updates:
                    self._take(update)
                    yield update
        finally:
            if self.recorder is not None:
                self.recorder.close()

    def _take(self, update: Update) -> None:
        self._contact_s = self._seconds()
        match update:
            case Joined(hello):
                self.race, self.head, self.complete = hello.race, hello.head, hello.complete
                self._heartbeat_s = hello.heartbeat_ms / 1000
                self.lost, self._tries = None, 0
                if hello.mode == "start":
                    self._coming = LiveRace(hello.race, self.viewer.clock.now_ms)
                if self.recorder is not None and not hello.complete:
                    self.recorder.join(hello)
            case Arrived():
                self._arrive(update)
            case FeedLost():
                if self.lost is None:
                    self._lost_at = self._wall()
                self.lost = update
                self._tries += 1

    def _arrive(self, arrived: Arrived) -> None:
        assert self._coming is not None
        if arrived.publishers is not None:
            self._count(arrived.publishers)
        if arrived.lines:
            self._heard_s = self._seconds()
            if self.recorder is not None and not self.complete:
                self.recorder.keep(arrived.lines, arrived.seq)
            self._coming.extend(arrived.messages, fresh=self.live is self._coming)
        if arrived.seq >= self.head:
            self.live = self._coming

    def _count(self, publishers: int) -> None:
        if publishers:
            self._publisher_left_at = None
        elif self.publishers:
            self._publisher_left_at = self._wall()
        self.publishers = publishers

    @property
    def trouble(self) -> Trouble | None:
        """What the feed lacks; None where all is as it should be, or all has come that there is."""
        if self.complete and self.live is not None:
            return None
        if self.lost is not None:
            return "lost"
        if self._seconds() - self._contact_s > MISSED * self._heartbeat_s > 0:
            return "mute"
        if self.live is None or self.live.phase != "running":
            return None
        if self._publisher_left_at is not None:
            return "unattended"
        return "silent" if self._seconds() - self._heard_s >= SILENT_S else None

    def describe(self) -> str:
        """How the feed is, in words; nothing where all is as it should be."""
        now_s = self._seconds()
        match self.trouble:
            case "lost":
                return f"reconnecting since {clock_time(self._lost_at)} (try {self._tries})"
            case "mute":
                return f"nothing heard for {now_s - self._contact_s:.0f} s"
            case "unattended":
                return f"timing not connected since {clock_time(self._publisher_left_at or 0.0)}"
            case "silent":
                return f"feed silent for {now_s - self._heard_s:.0f} s"
        return ""


def clock_time(seconds: float) -> str:
    """A time of day where this computer is: 14:03:22."""
    return time.strftime("%H:%M:%S", time.localtime(seconds))
