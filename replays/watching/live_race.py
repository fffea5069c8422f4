"""A race that is being run: its log so far, and its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from typing_extensions import override

from race.belief.source_clocks import AGREE_MS, STEADY_MS
from race.board import LiveEdge, phase
from race.fold.history import History
from race.fold.race_clock import RaceClock
from race.fold.time_limit import time_limit
from race.messages import StartList, Void
from race.planned_start import first_planned
from race.times import LONGEST_MS
from replays.watching.live_playhead import LivePlayhead
from replays.watching.step_times import StepKind, find_step_times
from replays.watching.unread_parts import UnreadParts
from replays.watching.watched_race import WatchedRace

if TYPE_CHECKING:
    from race.messages import Message
    from replays.playhead import Clock

UNPUBLISHED = "the race has not started publishing"


class LiveRace(WatchedRace):
    """The log of a race that still grows.

    Times by the hub's clock are in milliseconds since 1970 in UTC: `now_ms`, and `lost_ms`, since when
    nothing can come, or None while the feed is as it should be. `hub_set_ms` is by how much the hub's clock
    was set while it was watched, `devices` how the timing devices are, a sentence each.
    """

    def __init__(
        self,
        race: str,
        now_ms: Callable[[], float],
        lost_ms: Callable[[], float | None] = lambda: None,
        hub_set_ms: Callable[[], float] = lambda: 0.0,
        devices: Callable[[], tuple[str, ...]] = lambda: (),
    ) -> None:
        self.race = race
        self.unread = UnreadParts()
        self.backlog = 0
        """How many messages were in the log when the viewer joined: what they corrected is not recent."""
        self._now_ms = now_ms
        self._lost_ms = lost_ms
        self._devices = devices
        self._history = History()
        self._race_clock = RaceClock(self._history, hub_set_ms)
        self._hub_set_ms, self._noted_set_ms = hub_set_ms, hub_set_ms()
        self._step_times: dict[StepKind, list[int]] = {}
        """Kept until the log grows: they take up to 0.2 s to find, and a held key asks 30 times a second."""
        self._phase: str | None = None
        """Kept until the log grows, the gun is due or the time is up: the clock asks for it each time."""
        self._is_gun_due = False
        """Whether it is before the gun because the gun is planned for later."""
        self._first_planned_ms: int | None = None
        self._limit_ms = LONGEST_MS
        """When the time of a race to a time is up, in race time."""

    def extend(self, messages: Iterable[Message], *, fresh: bool = True) -> None:
        """Take in more of the log. `fresh` is false for what was in it before the viewer joined."""
        messages = list(messages)
        set_ms = self._hub_set_ms() - self._noted_set_ms
        if abs(set_ms) > AGREE_MS:
            self._history.note_hub_set(round(set_ms))
            self._noted_set_ms += set_ms
        self._history.extend(messages)
        self.unread.extend(messages)
        if not fresh:
            self.backlog = len(self._history.messages)
        if any(isinstance(message, StartList | Void) for message in messages):
            first = first_planned(self._history.messages)
            self._first_planned_ms = first.utc_ms if first is not None else None
        self._race_clock.catch_up()
        self._step_times.clear()
        self._phase = None

    @property
    def is_published(self) -> bool:
        """Whether a message of it has come."""
        return bool(self._history.messages)

    @override
    def history(self, *, estimates: bool = True) -> History:
        """The race so far; it is the same with estimates and without."""
        return self._history

    @override
    def step_times(self, kind: StepKind, *, estimates: bool = True) -> list[int]:
        """The race times of checkpoints, moments or messages, in milliseconds from the gun, in order."""
        if kind not in self._step_times:
            self._step_times[kind] = find_step_times(self._history, kind)
        return self._step_times[kind]

    @property
    def end_ms(self) -> int:
        """How far the race is known to be: the latest race time that any message in force has.

        When the time of a race to a time is up, it is at least that.
        """
        is_up = self.phase != "before" and self._is_time_up
        return max(self._history.reach_ms, self._limit_ms if is_up else 0)

    @property
    def phase(self) -> str:
        """before, running, finished or official: by the whole log, wherever a playhead is."""
        if (
            self._phase is None
            or (self._phase == "before" and self._is_gun_due)
            or (self._phase == "running" and self._is_time_up)
        ):
            starts_in_ms, state = self._starts_in_ms, self._history.at(self._history.end_ms)
            limit = time_limit(state)
            self._is_gun_due, self._limit_ms = starts_in_ms > 0, limit.last_end_ms if limit else LONGEST_MS
            self._phase = phase(state, starts_in_ms, self._passed_ms)
        return self._phase

    @property
    def _is_time_up(self) -> bool:
        return self._passed_ms >= self._limit_ms

    @property
    def _passed_ms(self) -> int:
        """The race time now; without a zero of the race clock, as far as the race is known to be."""
        zero_ms = self._race_clock.zero_ms
        return int(self._now_ms()) - zero_ms if zero_ms is not None else self._history.reach_ms

    @property
    def edge(self) -> LiveEdge:
        """What is known beside the messages."""
        return LiveEdge(
            self._starts_in_ms,
            self.seen_ms,
            self._race_clock.hub_offset_ms,
            int(self._now_ms()) or None,
            self._first_planned_ms,
            self._devices(),
        )

    @property
    def seen_ms(self) -> int:
        """The race time up to which anyone who passed a checkpoint would have been seen.

        It is the race time now, but while the feed is lost the race time at which it was lost: no one
        becomes overdue because of that.
        """
        clock_ms, lost_ms, zero_ms = self.clock_ms(), self._lost_ms(), self._race_clock.zero_ms
        if lost_ms is None or zero_ms is None:
            return clock_ms
        return min(max(int(lost_ms) - zero_ms, self.end_ms, 0), clock_ms)

    @property
    def _starts_in_ms(self) -> int:
        zero_ms = self._race_clock.zero_ms
        return max(zero_ms - int(self._now_ms()), 0) if zero_ms is not None else 0

    @property
    def is_over(self) -> bool:
        """Whether no one is running any longer."""
        return self.phase in ("finished", "official")

    @property
    def clock_stopped(self) -> bool:
        """Whether the race clock moves only when a message comes."""
        return self.is_over or self._race_clock.zero_ms is None

    def clock_ms(self, delay_ms: int = 0) -> int:
        """The race time now, or `delay_ms` ago.

        It is the time on the hub's clock since the zero that `RaceClock` works out. It is never earlier than
        the gun. Where the latest time in the log is a moment later, it is that; no single message moves it
        by more. Without a zero it is the latest time in the log. When the race is finished or official it
        stops at that time, and may go back to it by as much as the last message came late.
        """
        end_ms, zero_ms = self.end_ms, self._race_clock.zero_ms
        if zero_ms is None:
            return end_ms
        passed_ms = self._passed_ms
        if self.is_over:
            return max(min(passed_ms - delay_ms, end_ms), 0) if delay_ms else end_ms
        now_ms = end_ms if passed_ms < end_ms <= passed_ms + STEADY_MS else passed_ms
        return max(now_ms - delay_ms, 0)

    @override
    def playhead(self, clock: Clock, speed: float) -> LivePlayhead:
        """A playhead that is live, and so at 1x."""
        return LivePlayhead(clock, self.clock_ms)
