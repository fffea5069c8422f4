"""A race that is going on: its log as far as it has come, and its clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from race.board import phase
from race.fold.history import History
from race.messages import Message
from replays.playhead import Clock
from replays.watching.live_playhead import LivePlayhead
from replays.watching.race_clock import RaceClock
from replays.watching.step_times import find_step_times


class LiveRace:
    """The log of a race that still grows. `now_ms` is the hub's clock: milliseconds since 1970 in UTC."""

    def __init__(self, race: str, now_ms: Callable[[], float]) -> None:
        self.race = race
        self.backlog = 0
        """How many messages were there when the watching began: what they correct is no news."""
        self._now_ms = now_ms
        self._history = History()
        self._race_clock = RaceClock(self._history)
        self._stops: dict[str, list[int]] = {}
        self._phase: str | None = None

    def extend(self, messages: Iterable[Message], *, fresh: bool = True) -> None:
        """Take in more of the log. `fresh` is false for what was in it before the watching began."""
        self._history.extend(messages)
        if not fresh:
            self.backlog = len(self._history.messages)
        self._race_clock.catch_up()
        self._stops.clear()
        self._phase = None

    def history(self, *, estimates: bool = True) -> History:
        """The race as far as it has come; there is nothing to leave out without estimates."""
        return self._history

    def step_times(self, kind: str, *, estimates: bool = True) -> list[int]:
        """Race times to step between, in milliseconds from the gun: checkpoint, moment or message."""
        if kind not in self._stops:
            self._stops[kind] = find_step_times(self._history, kind)
        return self._stops[kind]

    @property
    def end_ms(self) -> int:
        """How far the race is known to be: the latest race time of anything that counts."""
        return self._history.reach_ms

    @property
    def phase(self) -> str:
        """before, running, finished or official: as all that is known tells, wherever a playhead is."""
        if self._phase is None:
            self._phase = phase(self._history.at(self._history.end_ms))
        return self._phase

    @property
    def is_over(self) -> bool:
        """Whether nobody is running any more."""
        return self.phase in ("finished", "official")

    @property
    def clock_stopped(self) -> bool:
        """Whether its clock moves only when something comes."""
        return self.is_over or self._race_clock.zero_ms is None

    def clock_ms(self, delay_ms: int = 0) -> int:
        """The race time now, or as a picture shows it that comes `delay_ms` late.

        It is the time on the hub's clock since the first gun, or since the latest zero that the messages
        allow where no gun's time of day is known; `RaceClock` says how. It is never before the latest
        time that the log has reached, never before the gun, and is that latest time where nothing tells
        of a zero. When the race is finished or official it stands at the latest time, to which it may go
        back by as much as the last message came late. Otherwise it goes back only if something is corrected.
        """
        end_ms, zero_ms = self.end_ms, self._race_clock.zero_ms
        if zero_ms is None:
            return end_ms
        passed_ms = int(self._now_ms()) - zero_ms
        if self.is_over:
            return max(min(passed_ms - delay_ms, end_ms), 0) if delay_ms else end_ms
        return max(max(passed_ms, end_ms) - delay_ms, 0)

    def playhead(self, clock: Clock, speed: float) -> LivePlayhead:
        """A playhead that rides at the clock of the race."""
        return LivePlayhead(clock, self.clock_ms)
