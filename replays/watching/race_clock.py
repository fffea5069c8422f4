"""When a live race started, by the hub's clock, as far as the gun and the messages say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from race.fold.start_times import StartTimes
from race.messages import Gun, Message, Split

if TYPE_CHECKING:
    from race.fold.history import History

LONGEST_RACE_MS = 7 * 24 * 3600 * 1000
"""A gun longer than this before the hub received its race belongs to an old race that is sent again."""


class RaceClock:
    """The zero of the race clock.

    It is the time of day of the first gun, where that is known. Otherwise it is the latest zero with which no
    message came before what it reports: the hub cannot have received a split before it happened, so the gun
    went no later than when the hub received the split, less its race time. Suspect splits and messages that
    were replaced are left out.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._clocks = StartTimes()
        self._messages_read = 0
        self._changes_read = 0
        self._latest: tuple[int, Message] | None = None
        """The latest possible zero, and the message that it follows from."""

    def catch_up(self) -> None:
        """Read the new messages; all of them again if the one that the zero follows from was replaced."""
        history, clocks = self._history, self._history.start_times
        fresh = history.messages[self._messages_read :]
        for change in history.changes[self._changes_read :]:
            fresh += [history.messages[number - 1] for number in change.came]
        if clocks != self._clocks or (self._latest and not history.holds(self._latest[1])):
            self._clocks, self._latest, fresh = clocks, None, history.messages
        self._messages_read, self._changes_read = len(history.messages), len(history.changes)
        self._limit(fresh)

    @property
    def zero_ms(self) -> int | None:
        """Milliseconds since 1970 in UTC at race time 0; None where neither gun nor messages say."""
        gun_ms, latest = self._clocks.start_ms, self._latest
        if gun_ms is not None and (latest is None or latest[0] - gun_ms < LONGEST_RACE_MS):
            return gun_ms
        return latest[0] if latest else None

    def _limit(self, messages: Iterable[Message]) -> None:
        for message in messages:
            race_ms = self._race_ms(message)
            if race_ms is None or message.heard_ms is None or not self._history.holds(message):
                continue
            zero_ms = message.heard_ms - race_ms
            if self._latest is None or zero_ms < self._latest[0]:
                self._latest = zero_ms, message

    def _race_ms(self, message: Message) -> int | None:
        """The race time that must have passed when a message is received; None where it has none."""
        match message:
            case Split(suspect=False):
                return self._clocks.race_ms(message)
            case Gun():
                return self._clocks.gun_ms(message)
        return None
