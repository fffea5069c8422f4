"""The history of a race: its messages in the order in which they take effect, and the state at any time.

The state at time t is the fold of every message that has taken effect by t, however they arrived and
however the playhead came to t. Snapshots along the way make any seek short; one behind each start list keeps
the course the same one.

When a message takes effect, in milliseconds of race time from the first gun:

- a start list before everything else;
- a split at its own time, so that a late one lands where its time says;
- a gun when it went, after the first one;
- any message with `when` at that time;
- anything else at the latest time that the log had reached when it came, which may be before the race.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from typing import TYPE_CHECKING

from race.fold.message_changes import MessageChange, MessageChanges
from race.fold.replacements import NONE, Families, admitted, settle
from race.fold.start_times import StartTimes
from race.fold.state import RaceState
from race.fold.timed_message import TimedMessage
from race.messages import Gun, Message, Split, StartList

if TYPE_CHECKING:
    from collections.abc import Iterable

BEFORE_MS = -3_600_000_000
"""The effect time of what is known before the race; start lists come a millisecond earlier."""

SNAPSHOTS = 32
"""At most about this many are kept."""

SHORTEST_STRIDE = 256
"""Messages between two snapshots, at least."""


class History:
    """A log, folded. Grows by `extend`; `at` answers for any time without changing anything."""

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        self.messages: list[Message] = []
        self._entries: list[TimedMessage] = []
        self._by_id: dict[str, TimedMessage] = {}
        self._families = Families()
        self._changes = MessageChanges()
        self._starts: list[Message] = []
        """Guns and start lists in the order of the log."""
        self._clocks = StartTimes()
        self._latest_ms = BEFORE_MS
        self._reached: list[int] = []
        """The latest effect time up to each message in the order of the log."""
        self._rewrites = 0
        self._snapshots: list[tuple[int, RaceState]] = [(0, RaceState())]
        self._head: tuple[int, RaceState] = (0, RaceState())
        self.extend(messages)

    def extend(self, messages: Iterable[Message]) -> None:
        """Take in more of the log. Late messages land where their time says."""
        fresh: list[TimedMessage] = []
        starts_change = False
        for message in list(messages):
            self.messages.append(message)
            self._reached.append(self._latest_ms)
            entry = self._admitted(message)
            if entry is not None:
                fresh.append(entry)
                starts_change |= self._count(entry)
        if starts_change and self._set_clocks():
            fresh = sorted([*self._entries, *fresh], key=lambda entry: entry.number)
            self._entries, self._latest_ms = [], BEFORE_MS
            self._forget_after(0)
        self._place([self._timed(entry) for entry in fresh])

    def at(self, clock_ms: int) -> RaceState:
        """The state at a race time: the fold of all that has taken effect by then."""
        return self._fold(self.count(clock_ms)).copy()

    def count(self, clock_ms: int) -> int:
        """How many messages have taken effect by a race time. Equal counts mean equal states.

        That holds of a log that grows as long as `rewrites` stays the same.
        """
        return bisect_right(self._entries, clock_ms, key=_when)

    @property
    def rewrites(self) -> int:
        """How often what came changed the past: it took effect before something that was there."""
        return self._rewrites

    @property
    def changes(self) -> list[MessageChange]:
        """What messages changed about what was said before; it only grows."""
        return self._changes.told

    @property
    def clocks(self) -> StartTimes:
        """What is known of the guns."""
        return self._clocks

    @property
    def start_list(self) -> StartList | None:
        """The newest start list that holds in the end."""
        return next((s for s in reversed(self._starts) if isinstance(s, StartList) and self.holds(s)), None)

    def holds(self, message: Message) -> bool:
        """Whether nothing in the whole log replaces a message of it."""
        return self._changes.holds(message)

    def reached_ms(self, number: int) -> int:
        """The latest effect time up to a message, by its number in the log from 1."""
        return self._reached[number - 1]

    @property
    def end_ms(self) -> int:
        """When the last message takes effect; 0 before the gun."""
        return max(self._entries[-1].when_ms, 0) if self._entries else 0

    @property
    def reach_ms(self) -> int:
        """How far the race is known to be: the last time that anything in force says; 0 before the gun.

        A time that is taken back or suspect does not count, nor one that a message only took over from it.
        """
        last = next((e.when_ms for e in reversed(self._entries) if self._counts(e) and self._says(e)), 0)
        return max(last, 0)

    @property
    def last_effect_ms(self) -> int:
        """The last effect time of anything in force, suspect splits aside; 0 before the gun.

        It is beyond `reach_ms` where something untimed came while a slip put the log ahead of the race.
        """
        return max(next((entry.when_ms for entry in reversed(self._entries) if self._counts(entry)), 0), 0)

    def next_ms(self, clock_ms: int) -> int | None:
        """When something next takes effect after a race time; None if nothing does."""
        count = self.count(clock_ms)
        return self._entries[count].when_ms if count < len(self._entries) else None

    def times(self) -> list[int]:
        """The times from the gun on at which something takes effect, each once."""
        first = bisect_left(self._entries, 0, key=_when)
        return sorted({entry.when_ms for entry in self._entries[first:]})

    def effect_ms(self, message: Message) -> int:
        """When a message of this log would take effect if it came now."""
        if message.when is not None:
            return message.when.ms
        if isinstance(message, Split):
            race_ms = self._clocks.race_ms(message)
            if race_ms is not None:
                return race_ms
        elif isinstance(message, StartList):
            return BEFORE_MS - 1
        elif isinstance(message, Gun):
            return self._clocks.gun_ms(message)
        return self._latest_ms

    def _counts(self, entry: TimedMessage) -> bool:
        """Whether a message is in force, and no suspect split."""
        message = entry.message
        return self.holds(message) and not (isinstance(message, Split) and message.suspect)

    def _says(self, entry: TimedMessage) -> bool:
        """Whether a message says itself when it takes effect."""
        message = entry.message
        if isinstance(message, Split):
            return self._clocks.race_ms(message) is not None
        return message.when is not None or isinstance(message, Gun)

    def _admitted(self, message: Message) -> TimedMessage | None:
        """A message as it counts, not yet in its place; None for one that is sent again."""
        known = self._by_id.get(message.id) if message.id is not None else None
        first = self.messages[known.number - 1] if known is not None else None
        counted = admitted(message, first, self._families)
        if counted is None:
            return None
        entry = TimedMessage(BEFORE_MS, 0, len(self.messages), counted)
        if counted.id is not None:
            self._by_id[counted.id] = entry
        return entry

    def _count(self, entry: TimedMessage) -> bool:
        """Count what a message replaces in the end; whether guns or start lists may be others by it."""
        changes = isinstance(entry.message, Gun | StartList)
        if changes:
            self._starts.append(entry.message)
        for target in self._changes.take(entry, self._by_id.get):
            changes |= isinstance(target.message, Gun | StartList)
        return changes

    def _set_clocks(self) -> bool:
        """Read the clocks from the guns and start lists that hold in the end; whether they changed."""
        before = self._clocks
        self._clocks = StartTimes.of(filter(self.holds, self._starts))
        return self._clocks != before

    def _timed(self, entry: TimedMessage) -> TimedMessage:
        message = entry.message
        when_ms = self.effect_ms(message)
        if when_ms > self._latest_ms:
            self._latest_ms = when_ms
        self._reached[entry.number - 1] = self._latest_ms
        rank = message.rank or 0 if isinstance(message, Split) else 0
        entry = TimedMessage(when_ms, rank, entry.number, message)
        if message.id is not None:
            self._by_id[message.id] = entry
        return entry

    def _place(self, fresh: list[TimedMessage]) -> None:
        fresh.sort()
        if not fresh:
            return
        if not self._entries or self._entries[-1] < fresh[0]:
            self._entries += fresh
            return
        self._forget_after(bisect_left(self._entries, fresh[0]))
        if len(fresh) == 1:
            insort(self._entries, fresh[0])
        else:
            self._entries += fresh
            self._entries.sort()

    def _forget_after(self, count: int) -> None:
        self._rewrites += 1
        while self._snapshots[-1][0] > count:
            self._snapshots.pop()
        if self._head[0] > count:
            kept, state = self._snapshots[-1]
            self._head = (kept, state.copy())

    def _fold(self, count: int) -> RaceState:
        done, state = self._nearest(count)
        stride = max(SHORTEST_STRIDE, len(self._entries) // SNAPSHOTS)
        for index in range(done, count):
            entry = self._entries[index]
            self._apply(state, entry)
            since = index + 1 - self._snapshots[-1][0]
            if since >= stride or (since > 0 and isinstance(entry.message, StartList)):
                self._snapshots.append((index + 1, state.copy()))
        self._head = (count, state)
        return state

    def _nearest(self, count: int) -> tuple[int, RaceState]:
        """The fold of the most messages, up to a number, that is at hand."""
        at = bisect_right(self._snapshots, count, key=lambda snapshot: snapshot[0]) - 1
        kept, snapshot = self._snapshots[at]
        if kept <= self._head[0] <= count:
            return self._head
        return kept, snapshot.copy()

    def _apply(self, state: RaceState, entry: TimedMessage) -> None:
        message, elapsed = entry.message, self._clocks.elapsed
        if message.id is None or state.tallies.get(message.id, NONE).holds:
            state.enter(entry, elapsed)
        if message.replaces is not None:
            for target, holds in settle(state.tallies, entry, self._by_id.get, entry):
                (state.enter if holds else state.leave)(target, elapsed)


def _when(entry: TimedMessage) -> int:
    return entry.when_ms
