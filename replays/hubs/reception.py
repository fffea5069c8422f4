"""Receives a race from its hub: follows and records it, and says what is wrong with the feed."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Literal

from feeds.client.reconnect import HubLost
from feeds.viewer import Arrived, Joined, Update, Viewer
from replays.watching.live_race import LiveRace

if TYPE_CHECKING:
    from feeds.recorder import Recorder
    from race.messages import Message

Trouble = Literal["lost", "mute", "unattended", "silent"]
"""There is no connection; the hub sends nothing, not even heartbeats; no publisher; no messages."""

SILENT_S = 30.0
"""A feed without a message for so long, while the race is running, is silent."""

MISSED_HEARTBEATS = 2.2
"""How many of the hub's heartbeats may be missed before the feed is mute."""


class Reception:
    """Follows a race. `seconds` is a clock that never goes back, `wall` one of seconds since 1970."""

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
        """How many messages the log had when the hub last said hello."""
        self.complete = False
        """Whether the race is a recorded one, to which nothing is added."""
        self.live: LiveRace | None = None
        """The race; None until the messages that the hub had at first have come."""
        self.lost: HubLost | None = None
        """Why the connection is lost, while it is."""
        self.publishers: int | None = None
        """How many publishers the race has; None where the hub does not say."""
        self._incoming: LiveRace | None = None
        self._seconds, self._wall = seconds, wall
        self._lost_at = 0.0
        self._attempts = 0
        self._last_message_s = self._last_contact_s = seconds()
        self._heartbeat_s = 0.0
        self._publisher_left_at: float | None = None

    @property
    def messages(self) -> list[Message]:
        """All messages so far, in the order of the log."""
        return self._incoming.history().messages if self._incoming else []

    async def follow(self) -> AsyncGenerator[Update, None]:
        """Take in every update and hand it on. Raises Refused where the hub will not serve the race."""
        try:
            async with aclosing(self.viewer.updates()) as updates:
                async for update in updates:
                    self._take(update)
                    yield update
        finally:
            if self.recorder is not None:
                self.recorder.close()

    def _take(self, update: Update) -> None:
        self._last_contact_s = self._seconds()
        match update:
            case Joined(hello):
                self.race, self.head, self.complete = hello.race, hello.head, hello.complete
                self._heartbeat_s = hello.heartbeat_ms / 1000
                self.lost, self._attempts = None, 0
                if hello.mode == "start":
                    self._incoming = LiveRace(hello.race, self.viewer.clock.now_ms)
                if self.recorder is not None and not hello.complete:
                    self.recorder.join(hello)
            case Arrived():
                self._arrive(update)
            case HubLost():
                if self.lost is None:
                    self._lost_at = self._wall()
                self.lost = update
                self._attempts += 1

    def _arrive(self, arrived: Arrived) -> None:
        assert self._incoming is not None
        if arrived.publishers is not None:
            self._count(arrived.publishers)
        if arrived.lines:
            self._last_message_s = self._seconds()
            if self.recorder is not None and not self.complete:
                self.recorder.keep(arrived.lines, arrived.seq)
            self._incoming.extend(arrived.messages, fresh=self.live is self._incoming)
        if arrived.seq >= self.head:
            self.live = self._incoming

    def _count(self, publishers: int) -> None:
        if publishers:
            self._publisher_left_at = None
        elif self.publishers:
            self._publisher_left_at = self._wall()
        self.publishers = publishers

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the feed; None where nothing is, or the whole race has come."""
        if self.complete and self.live is not None:
            return None
        if self.lost is not None:
            return "lost"
        if self._seconds() - self._last_contact_s > MISSED_HEARTBEATS * self._heartbeat_s > 0:
            return "mute"
        if self.live is None or self.live.phase != "running":
            return None
        if self._publisher_left_at is not None:
            return "unattended"
        return "silent" if self._seconds() - self._last_message_s >= SILENT_S else None

    def describe(self) -> str:
        """What is wrong with the feed, for the status line; empty where nothing is."""
        now_s = self._seconds()
        match self.trouble:
            case "lost":
                return f"reconnecting since {clock_time(self._lost_at)} (try {self._attempts})"
            case "mute":
                return f"nothing heard for {now_s - self._last_contact_s:.0f} s"
            case "unattended":
                return f"timing not connected since {clock_time(self._publisher_left_at or 0.0)}"
            case "silent":
                return f"feed silent for {now_s - self._last_message_s:.0f} s"
        return ""


def clock_time(seconds: float) -> str:
    """A local time of day, such as 14:03:22, from seconds since 1970."""
    return time.strftime("%H:%M:%S", time.localtime(seconds))
