"""When a live race began, by the hub's clock, as far as the gun and the messages tell."""

from __future__ import annotations

from collections.abc import Iterable

from race.fold.history import History
from race.fold.start_times import StartTimes
from race.messages import Gun, Message, Split

BELIEVED_MS = 7 * 24 * 3600 * 1000
"""A gun that went longer than this before the hub heard of its race belongs to a race that is told again."""


class RaceClock:
    """The zero of the race clock.

    With a gun whose time of day is known it is that of the first gun. Else it is the latest zero with
    which no message came before what it tells: the hub cannot have heard of a split before it happened,
    so the gun went no later than when the hub heard of it, less its race time. Suspect splits, and those
    that something replaces, say nothing.
    """

    def __init__(self, history: History) -> None:
        self._history = history
        self._clocks = StartTimes()
        self._known = 0
        """How many messages have been looked at."""
        self._turns = 0
        self._latest: tuple[int, Message] | None = None
        """The latest zero that is possible, and the message that says so."""

    def catch_up(self) -> None:
        """Look at what has come since; at everything where the message that set the zero does not hold."""
        history, clocks = self._history, self._history.clocks
        fresh = history.messages[self._known :]
        for turn in history.changes[self._turns :]:
            fresh += [history.messages[number - 1] for number in turn.came]
        if clocks != self._clocks or (self._latest and not history.holds(self._latest[1])):
            self._clocks, self._latest, fresh = clocks, None, history.messages
        self._known, self._turns = len(history.messages), len(history.changes)
        self._limit(fresh)

    @property
    def zero_ms(self) -> int | None:
        """Milliseconds since 1970 in UTC at race time 0; None where nothing tells."""
        gun_ms, latest = self._clocks.start_ms, self._latest
        if gun_ms is not None and (latest is None or latest[0] - gun_ms < BELIEVED_MS):
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
        """The race time that has passed for certain when a message is heard; None where it does not tell."""
        match message:
            case Split(suspect=False):
                return self._clocks.race_ms(message)
            case Gun():
                return self._clocks.gun_ms(message)
        return None
