"""When a live race started, by the hub's clock, as far as the gun and the messages say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.belief.source_clocks import AGREE_MS, TOLERANCE_MS
from race.fold.start_times import StartTimes
from race.lazy_named_tuple import NamedTuple
from race.messages import Gun, Message, Split

if TYPE_CHECKING:
    from collections.abc import Callable

    from race.fold.history import History

LONGEST_RACE_MS = 7 * 24 * 3600 * 1000
"""A gun longer than this before the hub received its race belongs to an old race that is sent again."""


class _Limit(NamedTuple):
    """The latest time at which the race can have started, for what a message says.

    It is by the hub's clock as it was at first, had it never been set.
    """

    zero_ms: int
    number: int
    """Of the message in the log."""
    entrant: str | None
    """None for a gun."""


class RaceClock:
    """The zero of the race clock.

    It is the time of day of the first gun, where that is known, moved by what the hub's clock differs from
    those of all sources. Otherwise it is the latest zero with which no message came before what it reports:
    the hub cannot have received a split before it happened, so the gun went no later than when the hub
    received the split, less its race time. The same puts right a hub's clock that is some seconds behind.
    No single message moves the race clock: what only one reports does not count if it is further ahead of
    all others than clocks differ. Messages that are not believed are left out.

    Where it is seen that the hub's clock is set (`hub_set_ms`: by how much in all, ahead if positive), the
    zero moves with it, until the messages show how the clocks are now.
    """

    def __init__(self, history: History, hub_set_ms: Callable[[], float] = lambda: 0.0) -> None:
        self._history = history
        self._hub_set_ms = hub_set_ms
        self._shown_ms = 0
        """By how much the hub's clock is ahead as far as the messages show."""
        self._shown_change_ms = 0
        """By how much that changed last."""
        self._set_before_ms = hub_set_ms()
        """By how much the hub's clock had been set when the messages showed that."""
        self._set_when_read: list[float] = []
        """The same for each message, when it was read."""
        self._start_times = StartTimes()
        self._messages_read = 0
        self._changes_read = 0
        self._doubted: frozenset[int] = frozenset()
        self._limits: list[_Limit] = []
        """The two earliest, of different entrants; the guns count as one."""

    @property
    def hub_offset_ms(self) -> int:
        """By how much the hub's clock is ahead of the timing's; negative if it is behind, 0 if in step."""
        return round(self._shown_ms + self._hub_set_ms() - self._set_before_ms)

    @property
    def zero_ms(self) -> int | None:
        """Milliseconds since 1970 in UTC, by the hub's clock, at race time 0.

        None where neither gun nor messages say.
        """
        set_ms = round(self._hub_set_ms())
        gun_ms, limits = self._start_times.start_ms, [limit.zero_ms + set_ms for limit in self._limits]
        latest_ms = limits[0] if limits else None
        if len(limits) > 1 and limits[0] < limits[1] - TOLERANCE_MS:
            latest_ms = limits[1]
        if gun_ms is None or (latest_ms is not None and latest_ms - gun_ms >= LONGEST_RACE_MS):
            return latest_ms
        zero_ms = gun_ms + self.hub_offset_ms
        behind = len(limits) > 1 and zero_ms - TOLERANCE_MS <= limits[1] < zero_ms
        return limits[1] if behind else zero_ms

    def catch_up(self) -> None:
        """Read the new messages; all of them again if the guns changed, or what is believed."""
        self._note_shown()
        history, start_times = self._history, self._history.start_times
        first = self._messages_read + 1 if start_times == self._start_times else 1
        self._start_times, self._messages_read = start_times, len(history.messages)
        back = [number for change in history.changes[self._changes_read :] for number in change.came]
        self._changes_read = len(history.changes)
        doubted, self._doubted = self._doubted, frozenset(history.doubts)
        is_back = min(back, default=first) < first or not doubted <= self._doubted
        if first == 1 or is_back or not all(history.is_believed(limit.number) for limit in self._limits):
            first, self._limits = 1, []
        new = len(history.messages) - len(self._set_when_read)
        self._set_when_read += [self._hub_set_ms()] * new
        for number in range(first, len(history.messages) + 1):
            self._limit(number)

    def _note_shown(self) -> None:
        """Note what the messages show of the hub's clock, and whether that is what it was set by."""
        shown_ms, set_ms = self._history.source_clocks.hub_offset_ms or 0, self._hub_set_ms()
        if abs(shown_ms - self._shown_ms) > AGREE_MS:
            is_expected = abs(self.hub_offset_ms - shown_ms) <= TOLERANCE_MS
            since_ms = self.hub_offset_ms - shown_ms if is_expected and set_ms != self._set_before_ms else 0
            self._shown_change_ms = shown_ms - self._shown_ms
            self._shown_ms, self._set_before_ms = shown_ms, set_ms - since_ms
        elif (
            abs(set_ms - self._set_before_ms - self._shown_change_ms) <= AGREE_MS < abs(self._shown_change_ms)
        ):
            self._shown_change_ms, self._set_before_ms = 0, set_ms

    def _limit(self, number: int) -> None:
        message = self._history.messages[number - 1]
        race_ms = self._race_ms(message)
        if race_ms is None or message.heard_ms is None or not self._history.is_believed(number):
            return
        entrant = message.bib if isinstance(message, Split) else None
        set_ms = round(self._set_when_read[number - 1])
        limit = _Limit(message.heard_ms - race_ms - set_ms, number, entrant)
        if len(self._limits) < 2 or limit.zero_ms < self._limits[1].zero_ms:
            limits = sorted([*self._limits, limit], key=lambda limit: limit.zero_ms)
            others = [other for other in limits if other.entrant != limits[0].entrant]
            self._limits = [limits[0], *others[:1]]

    def _race_ms(self, message: Message) -> int | None:
        """The race time that must have passed when a message is received; None where it has none."""
        if isinstance(message, Split):
            return self._start_times.race_ms(message)
        if not isinstance(message, Gun):
            return None
        is_planned = message.clock is not None and (message.heard_ms or 0) < message.clock.utc_ms
        return None if is_planned else self._start_times.gun_ms(message)
