"""Receives a race from its hub: follows and records it, and says what is wrong with the feed."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from typing import TYPE_CHECKING, Literal

from feeds.client.local_clock import steady_s
from feeds.client.reconnect import HubLost
from feeds.viewer import Arrived, Joined, Update, Viewer
from replays.watching.live_race import LiveRace
from replays.watching.viewer_time import time_of_day

if TYPE_CHECKING:
    from feeds.protocol.device_state import DeviceState
    from feeds.recorder import Recorder
    from race.messages import Message

Trouble = Literal["lost", "mute", "unattended", "device", "silent"]
"""There is no connection; the hub sends nothing, not even heartbeats; no publisher; a publisher has nothing
from its timing device; no messages."""

SILENT_S = 30.0
"""A feed without a message that is believed for so long, while the race is running, is silent."""

MISSED_HEARTBEATS = 2.2
"""How many of the hub's heartbeats may be missed before the feed is mute."""

SETTLING_S = 5.0
"""How long a publisher that comes back may take before it sends what happened meanwhile."""

_log = logging.getLogger("lapbell.feed")
_log.addHandler(logging.NullHandler())  # a command that keeps no reports writes none on stderr either


class Reception:
    """Follows a race. `seconds` is a clock that never goes back, `wall` one of seconds since 1970."""

    def __init__(
        self,
        viewer: Viewer,
        recorder: Recorder | None = None,
        *,
        seconds: Callable[[], float] = steady_s,
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
        self._seq = 0
        self.publishers: int | None = None
        """How many publishers the race has; None where the hub does not say."""
        self.devices: tuple[DeviceState, ...] = ()
        """How the timing devices are, as far as publishers say it."""
        self._incoming: LiveRace | None = None
        self._seconds, self._wall = seconds, wall
        self._lost_at = 0.0
        self._attempts = 0
        self._last_message_s = self._last_contact_s = seconds()
        self._heartbeat_s = 0.0
        self._publisher_left_at: float | None = None
        self._publisher_back_s: float | None = None
        """When a publisher came back that has sent no message since."""
        self._complete_ms = self._attended_ms = 0
        """By the hub's clock: when its log was last known whole, and when the race last had a publisher."""

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
                _log.info("joined %s, %d messages", hello.race, hello.head)
                self._heartbeat_s = hello.heartbeat_ms / 1000
                self.lost, self._attempts = None, 0
                if hello.mode == "start":
                    self._incoming = self._live_race(hello.race)
                    self._seq = 0
                if self.recorder is not None and not hello.complete:
                    self.recorder.join(hello)
            case Arrived():
                self._arrive(update)
            case HubLost():
                if self.lost is None:
                    self._lost_at = self._wall()
                    _log.warning("lost %s: %s", self.race or "the hub", update.reason)
                self.lost = update
                self._attempts += 1

    def _live_race(self, race: str) -> LiveRace:
        clock = self.viewer.clock
        return LiveRace(
            race,
            clock.now_ms,
            self.lost_ms,
            lambda: clock.set_ms,
            lambda: tuple(text for text, _ in self._device_texts()),
        )

    @property
    def ahead_ms(self) -> float:
        """By how much this computer's clock is ahead of the hub's; 0 before that is known."""
        hub_ms = self.viewer.clock.now_ms()
        return self._wall() * 1000 - hub_ms if hub_ms else 0.0

    def _arrive(self, arrived: Arrived) -> None:
        assert self._incoming is not None
        self._seq = arrived.seq
        if arrived.lines:
            self._publisher_back_s = None
            if self.recorder is not None and not self.complete:
                self.recorder.keep(arrived.lines, arrived.seq)
            self._incoming.extend(arrived.messages, fresh=self.live is self._incoming)
            history, head = self._incoming.history(), len(self.messages)
            if any(map(history.is_believed, range(head - len(arrived.messages) + 1, head + 1))):
                self._last_message_s = self._seconds()
        if arrived.seq >= self.head:
            self.live = self._incoming
            self._complete_ms = self.viewer.clock.now_ms()
        if arrived.publishers is not None:
            self._count(arrived.publishers)
            self.devices = arrived.devices

    def _count(self, publishers: int) -> None:
        now_ms = self.viewer.clock.now_ms()
        if publishers and self._publisher_left_at is not None:
            self._publisher_left_at, self._publisher_back_s = None, self._seconds()
        elif not publishers and self._publisher_left_at is None:
            heard_ms = (message.heard_ms or 0 for message in self.messages)
            self._attended_ms = now_ms if self.publishers else min(max(heard_ms, default=0) or now_ms, now_ms)
            self._publisher_left_at = self._wall() - (now_ms - self._attended_ms) / 1000
        self.publishers = publishers

    def lost_ms(self) -> float | None:
        """Since when no message could come, by the hub's clock; None while the feed is as it should be."""
        is_back = self._publisher_back_s is not None and self._seconds() - self._publisher_back_s < SETTLING_S
        is_cut_off = self.trouble in ("lost", "mute") or self._seq < self.head
        since_ms = [self._complete_ms] if is_cut_off else []
        if self._publisher_left_at is not None or is_back:
            since_ms.append(self._attended_ms)
        if len(self.devices) >= (self.publishers or 1) and not any(one.is_well for one in self.devices):
            since_ms.append(max(one.since_ms for one in self.devices))
        return min(since_ms, default=None)

    def _since(self, wall_s: float) -> str:
        start_list = self._incoming.history().start_list if self._incoming is not None else None
        zone = start_list.zone if start_list is not None else ""
        return time_of_day(wall_s * 1000, zone, self._wall() * 1000)

    def _device_texts(self) -> list[tuple[str, bool]]:
        """How each timing device is, in words, and whether that is well."""
        now_ms = self.viewer.clock.now_ms()
        return [
            (device.text(self._since(self._wall() - max(now_ms - device.since_ms, 0) / 1000)), device.is_well)
            for device in self.devices
        ]

    @property
    def trouble(self) -> Trouble | None:
        """What is wrong with the feed; None where nothing is, or the whole race has come."""
        if self.complete and self.live is not None:
            return None
        if self.lost is not None:
            return "lost"
        if self._seconds() - self._last_contact_s > MISSED_HEARTBEATS * self._heartbeat_s > 0:
            return "mute"
        if self.live is None or self.live.is_over:
            return None
        is_running = self.live.phase == "running"
        if is_running and self._publisher_left_at is not None:
            return "unattended"
        if not all(device.is_well for device in self.devices):
            return "device"
        if not is_running:
            return None
        return "silent" if self._seconds() - self._last_message_s >= SILENT_S else None

    def describe(self) -> str:
        """What is wrong with the feed, for the status line; empty where nothing is."""
        now_s = self._seconds()
        match self.trouble:
            case "lost":
                return f"reconnecting since {self._since(self._lost_at)} (try {self._attempts})"
            case "mute":
                return f"nothing heard for {now_s - self._last_contact_s:.0f} s"
            case "unattended":
                return f"timing not connected since {self._since(self._publisher_left_at or 0.0)}"
            case "device":
                return "; ".join(text for text, is_well in self._device_texts() if not is_well)
            case "silent":
                return f"feed silent for {now_s - self._last_message_s:.0f} s"
        return ""
