"""When a live race started, by the hub's clock, as far as the gun and the messages say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from race.belief.source_clocks import TOLERANCE_MS, SourceClocks
from race.fold.start_times import StartTimes
from race.messages import Gun, Message, Split

if TYPE_CHECKING:
    from race.fold.history import History

LONGEST_RACE_MS = 7 * 24 * 3600 * 1000
"""A gun longer than this before the hub received its race belongs to an old race that is sent again."""


class _Limit(NamedTuple):
    """The latest time at which the race can have started, for what a message says."""

    zero_ms: int
    message: Message


class RaceClock:
    """The zero of the race clock.

    It is the time of day of the first gun, where that is known, moved by what the hub's clock differs from
    those of all sources. Otherwise it is the latest zero with which no message came before what it reports:
    the hub cannot have received a split before it happened, so the gun went no later than when the hub
    received the split, less its race time. The same puts right a hub's clock that is some seconds behind.
    No single message moves the race clock: what only one reports does not count if it is further ahead of
    all others than clocks differ. Suspect splits and messages that were replaced are left out.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._start_times = StartTimes()
        self._source_clocks = SourceClocks()
        self._messages_read = 0
        self._changes_read = 0
        self._limits: list[_Limit] = []
        """The two earliest, of different entrants; the guns count as one."""

    @property
    def hub_offset_ms(self) -> int:
        """By how much the hub's clock is ahead of the timing's; negative if it is behind, 0 if in step."""
        return self._source_clocks.hub_offset_ms or 0

    @property
    def zero_ms(self) -> int | None:
        """Milliseconds since 1970 in UTC, by the hub's clock, at race time 0.

        None where neither gun nor messages say.
        """
        gun_ms, limits = self._start_times.start_ms, [limit.zero_ms for limit in self._limits]
        latest_ms = limits[0] if limits else None
        if len(limits) > 1 and limits[0] < limits[1] - TOLERANCE_MS:
            latest_ms = limits[1]
        if gun_ms is None or (latest_ms is not None and latest_ms - gun_ms >= LONGEST_RACE_MS):
            return latest_ms
        zero_ms = gun_ms + self.hub_offset_ms
        behind = len(limits) > 1 and zero_ms - TOLERANCE_MS <= limits[1] < zero_ms
        return limits[1] if behind else zero_ms

    def catch_up(self) -> None:
        """Read the new messages; all of them again if the guns changed, or what a limit follows from."""
        history, start_times = self._history, self._history.start_times
        fresh = history.messages[self._messages_read :]
        came = [
            history.messages[number - 1]
            for change in history.changes[self._changes_read :]
            for number in change.came
        ]
        self._messages_read, self._changes_read = len(history.messages), len(history.changes)
        if start_times != self._start_times:
            self._start_times, self._source_clocks = start_times, SourceClocks()
            self._limits, fresh, came = [], history.messages, []
        for message in fresh:
            self._source_clocks.take(message, self._time_of_day_ms(message))
        if not all(history.holds(limit.message) for limit in self._limits):
            self._limits, fresh = [], history.messages
        self._limit([*fresh, *came])

    def _time_of_day_ms(self, message: Message) -> int | None:
        """The time of day of a split that says only how long after the gun it was."""
        start_ms = self._start_times.start_ms
        if start_ms is None or not isinstance(message, Split) or message.time is None:
            return None
        race_ms = self._start_times.race_ms(message)
        return start_ms + race_ms if race_ms is not None else None

    def _limit(self, messages: Iterable[Message]) -> None:
        for message in messages:
            race_ms = self._race_ms(message)
            if race_ms is None or message.heard_ms is None or not self._history.holds(message):
                continue
            limit = _Limit(message.heard_ms - race_ms, message)
            if len(self._limits) < 2 or limit.zero_ms < self._limits[1].zero_ms:
                limits = sorted([*self._limits, limit], key=lambda limit: limit.zero_ms)
                others = [other for other in limits if _entrant(other) != _entrant(limits[0])]
                self._limits = [limits[0], *others[:1]]

    def _race_ms(self, message: Message) -> int | None:
        """The race time that must have passed when a message is received; None where it has none."""
        if not isinstance(message, Split | Gun) or (isinstance(message, Split) and message.suspect):
            return None
        start_times = self._start_times
        if isinstance(message, Split):
            return start_times.race_ms(message)
        is_planned = message.clock is not None and (message.heard_ms or 0) < message.clock.utc_ms
        return None if is_planned else start_times.gun_ms(message)


def _entrant(limit: _Limit) -> str | None:
    return limit.message.bib if isinstance(limit.message, Split) else None
