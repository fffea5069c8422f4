"""The history of a race: its messages in the order in which they take effect, and the state at any time.

The state at time t is the fold of every message that has taken effect by t, in whatever order they arrived
and wherever the playhead was before. Snapshots along the way keep every seek short; the one after each start
list keeps its course the same object.

When a message takes effect, in milliseconds of race time from the first gun:

- a start list before everything else;
- a split at its own time, so that a late one lands where its time says;
- a gun when it went, after the first one; it gives the times of the whole race, unless it has `when`: then
  the gun before it holds until that time;
- any message with `when` at that time;
- anything else at the latest time that the log had reached when it came, which may be before the race.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from functools import partial
from typing import TYPE_CHECKING

from race.belief.field_speed import FieldSpeed
from race.belief.source_clocks import SourceClocks
from race.fold.garbage_search import GarbageSearchPause
from race.fold.message_changes import MessageChange, MessageChanges
from race.fold.replacements import NONE, Families, Replacements, admitted, settle
from race.fold.runner import ZERO
from race.fold.start_timeline import StartTimeline
from race.fold.state import Circumstances, RaceState
from race.fold.timed_message import END, TimedMessage
from race.messages import Gun, Message, Split, StartList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.belief.doubt import Doubt
    from race.fold.start_times import StartTimes

BEFORE_MS = -3_600_000_000
"""The effect time of messages from before the race; start lists come a millisecond earlier."""

SNAPSHOTS = 42
"""About the most that are kept."""

SHORTEST_STRIDE = 192
"""The fewest messages between two snapshots."""

ANY_START = "\n"
"""Stands for the guns and start lists; no message has such an id."""

STARTS = (Gun, StartList)
"""What gives the times of the race, and so may change them all."""


class History:
    """The folded log of a race. It grows by `extend`; `at` gives the state at any race time."""

    _most_snapshots = SNAPSHOTS

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        self.messages: list[Message] = []
        self._entries: list[TimedMessage] = []
        self._by_id: dict[str, TimedMessage] = {}
        self._replacements = Replacements()
        self._relations = Families()
        """What replaces one another, with all guns and start lists in one group."""
        self._changes = MessageChanges()
        self._guns_and_start_lists: list[Message] = []
        self._timeline = StartTimeline()
        self._source_clocks = SourceClocks()
        self._judged = 0
        """The revision of the clocks by which all messages are judged."""
        self._hub_sets_ms: list[int] = []
        self._field_speed = FieldSpeed()
        self._is_on_foot = True
        self._kept: tuple[StartTimes, Circumstances] | None = None
        """The newest circumstances, kept as what is weighed by them is kept with them."""
        self._latest_ms = BEFORE_MS
        self._reached: list[int] = []
        """The latest effect time up to each message in the order of the log."""
        self._rewrites = 0
        self._doubts: dict[int, Doubt] | None = None
        """Kept until the log grows: the race clock asks for it again and again."""
        self._snapshots: list[tuple[int, RaceState]] = [(0, RaceState())]
        self._head: tuple[int, RaceState] = (0, RaceState())
        self.extend(messages)

    def extend(self, messages: Iterable[Message]) -> None:
        """Add messages to the log. Late ones are put where their times say."""
        first, added = len(self.messages) + 1, [*messages]
        self.messages += added
        self._reached += [self._latest_ms] * len(added)
        with GarbageSearchPause(len(added)):
            self._take(enumerate(added, first))

    def _take(self, numbered: Iterable[tuple[int, Message]]) -> None:
        """Take messages in by their numbers."""
        fresh: list[TimedMessage] = []
        starts_change = False
        self._doubts = None
        for number, message in numbered:
            entry = self._admitted(number, message)
            if entry is not None:
                fresh.append(entry)
                starts_change |= self._count(entry)
        changes = starts_change and self._set_timeline([*self._entries, *fresh])
        if not changes:
            self._take_clocks(fresh)
        if changes or self._source_clocks.revision != self._judged:
            fresh = sorted([*self._entries, *fresh], key=_number)
            self._entries, self._latest_ms, self._field_speed = [], BEFORE_MS, FieldSpeed()
            self._forget_after(0)
        self._judged = self._source_clocks.revision
        self._place([self._timed(entry) for entry in fresh])
        if self._is_on_foot is not self._field_speed.is_on_foot:
            self._is_on_foot, self._kept = self._field_speed.is_on_foot, None
            self._forget_after(0)

    def note_hub_set(self, set_ms: int) -> None:
        """Note that the hub's clock was seen to be set ahead by so much."""
        self._hub_sets_ms.append(set_ms)
        self._source_clocks.confirm(set_ms)

    def at(self, clock_ms: int) -> RaceState:
        """The state at a race time: the fold of every message that has taken effect by then."""
        return self._fold(self.count(clock_ms)).copy()

    def doubts_at(self, clock_ms: int) -> dict[int, Doubt]:
        """The doubts of the state at a race time, without a copy of it."""
        return self._fold(self.count(clock_ms)).doubts

    def count(self, clock_ms: int) -> int:
        """How many messages have taken effect by a race time.

        While `rewrites` stays the same, equal counts mean equal states.
        """
        return bisect_right(self._entries, clock_ms, key=_when)

    @property
    def rewrites(self) -> int:
        """How often new messages took effect before earlier ones, and so changed the past."""
        return self._rewrites

    @property
    def changes(self) -> list[MessageChange]:
        """What each message changed about the messages before it; the list only grows."""
        return self._changes.changes

    @property
    def start_times(self) -> StartTimes:
        """The guns, as far as known at the end of the log."""
        return self._timeline.last

    @property
    def source_clocks(self) -> SourceClocks:
        """What the reads say about the clocks that made them, the hub's among them."""
        return self._source_clocks

    @property
    def is_on_foot(self) -> bool:
        """Whether the field can have run; else no one is doubted for being too fast."""
        return self._is_on_foot

    @property
    def start_list(self) -> StartList | None:
        """The newest start list in force at the end of the log."""
        return next(
            (s for s in reversed(self._guns_and_start_lists) if isinstance(s, StartList) and self.holds(s)),
            None,
        )

    def holds(self, message: Message) -> bool:
        """Whether no message of the whole log replaces this one."""
        return self._changes.holds(message)

    def named(self, message_id: str) -> Message | None:
        """The message of an id; None where there is none."""
        entry = self._by_id.get(message_id)
        return entry.message if entry is not None else None

    def reached_ms(self, number: int) -> int:
        """The latest effect time up to a message, by its number in the log from 1."""
        return self._reached[number - 1]

    @property
    def end_ms(self) -> int:
        """When the last message takes effect; 0 before the gun."""
        return max(self._entries[-1].when_ms, 0) if self._entries else 0

    @property
    def doubts(self) -> dict[int, Doubt]:
        """Why messages are not believed, with the whole log known, by number in the log."""
        if self._doubts is None:
            self._doubts = self._fold(len(self._entries)).doubts
        return self._doubts

    def is_believed(self, number: int) -> bool:
        """Whether the message of a number in the log is in force and believed."""
        return self.holds(self.messages[number - 1]) and number not in self.doubts

    @property
    def reach_ms(self) -> int:
        """How far the race is known to be: the latest time that a believed message gives; 0 before the gun.

        A message that has no time of its own does not count.
        """
        last = next((e.when_ms for e in reversed(self._entries) if self._counts(e) and self._has_time(e)), 0)
        return max(last, 0)

    @property
    def last_effect_ms(self) -> int:
        """The latest effect time of a message that is believed; 0 before the gun.

        It is beyond `reach_ms` where a message without a time came while a mistaken time, since withdrawn,
        had put the log ahead of the race.
        """
        return max(next((entry.when_ms for entry in reversed(self._entries) if self._counts(entry)), 0), 0)

    def next_ms(self, clock_ms: int) -> int | None:
        """When the next message after a race time takes effect; None after the last."""
        count = self.count(clock_ms)
        return self._entries[count].when_ms if count < len(self._entries) else None

    def times(self) -> list[int]:
        """The distinct times from the gun on at which messages take effect."""
        first = bisect_left(self._entries, 0, key=_when)
        return sorted({entry.when_ms for entry in self._entries[first:]})

    def effect_ms(self, message: Message) -> int:
        """When a message of this log would take effect if it came now."""
        if message.when is not None:
            return message.when.ms
        if isinstance(message, Split):
            race_ms = self._timeline.race_ms(message)
            if race_ms is not None:
                return race_ms
        elif isinstance(message, StartList):
            return BEFORE_MS - 1
        elif isinstance(message, Gun):
            return self.start_times.gun_ms(message)
        return self._latest_ms

    def gun_ms(self, bib: str) -> int:
        """When a split at the very gun of an entrant would take effect."""
        if not self._timeline.changes_ms:
            return self.start_times.delay_ms(bib)
        return self.effect_ms(Split(bib=bib, checkpoint="", time=ZERO, evidence="published"))

    def ahead_ms(self, split: Split) -> int:
        """By how much a split claims to be later than when the hub heard of it; 0 where that is not known."""
        clock_ms = split.clock.utc_ms if split.clock is not None else self.time_of_day_ms(split)
        return clock_ms - split.heard_ms if clock_ms is not None and split.heard_ms is not None else 0

    def time_of_day_ms(self, message: Message) -> int | None:
        """When a split was that says only how long after the gun, in milliseconds since 1970 in UTC."""
        return self.start_times.time_of_day_ms(message)

    def _set_timeline(self, entries: list[TimedMessage]) -> bool:
        """Set the guns in force, and judge all clocks anew by them; returns whether anything changed."""
        entries.sort(key=_number)
        timeline = StartTimeline.of(entries)
        if timeline == self._timeline:
            return False
        self._timeline, self._source_clocks = timeline, SourceClocks()
        self._take_clocks(entries)
        for set_ms in self._hub_sets_ms:
            self._source_clocks.confirm(set_ms)
        return True

    def _take_clocks(self, entries: list[TimedMessage]) -> None:
        for entry in entries:
            message = entry.message
            if message.heard_ms is not None:
                self._source_clocks.take(message, self.time_of_day_ms(message))

    def _counts(self, entry: TimedMessage) -> bool:
        """Whether a message is in force and believed."""
        return self.holds(entry.message) and entry.number not in self.doubts

    def _has_time(self, entry: TimedMessage) -> bool:
        """Whether a message has an effect time of its own."""
        message = entry.message
        if isinstance(message, Split):
            return self._timeline.race_ms(message) is not None
        return message.when is not None or isinstance(message, Gun)

    def _admitted(self, number: int, message: Message) -> TimedMessage | None:
        """A message as it counts, without its effect time yet; None for a repeated one."""
        if message.id is None:
            return _made(TimedMessage, (BEFORE_MS, 0, number, message))
        known = self._by_id.get(message.id)
        first = self.messages[known.number - 1] if known is not None else None
        counted = admitted(message, first, self._replacements)
        if counted is None:
            return None
        entry = TimedMessage(BEFORE_MS, 0, number, counted)
        if counted.id is not None:
            self._by_id[counted.id] = entry
        return entry

    def _count(self, entry: TimedMessage) -> bool:
        """Count what a message replaces; returns whether that may change the guns or start lists in force."""
        message = entry.message
        self._changes.take(entry, self._by_id.get)
        if message.replaces is not None and message.id is not None:
            self._relations.unite(message.id, message.replaces)
        if isinstance(message, STARTS):
            if message.id is not None:
                self._relations.unite(message.id, ANY_START)
            self._guns_and_start_lists.append(message)
            return True
        return message.replaces is not None and self._relations.are_related(message.replaces, ANY_START)

    def _timed(self, entry: TimedMessage) -> TimedMessage:
        _, _, number, message = entry
        when_ms = self.effect_ms(message)
        place, misleads = 0, False
        if isinstance(message, Split):
            place = message.rank or 0
            self._field_speed.take(message, when_ms)
            misleads = message.suspect or (
                message.heard_ms is not None
                and _is_out_of_step(self._source_clocks, self.start_times, message)
            )
        elif isinstance(message, StartList):
            self._field_speed.lay_out(message)
        if when_ms > self._latest_ms and not misleads:
            self._latest_ms = when_ms
        self._reached[number - 1] = self._latest_ms
        entry = _made(TimedMessage, (when_ms, place, number, message))
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
        done, state = self._head
        is_whole = done == len(self._entries)
        self._forget_after(bisect_left(self._entries, fresh[0]))
        if len(fresh) == 1:
            insort(self._entries, fresh[0])
        else:
            self._entries += fresh
            self._entries.sort()
        is_plain = not state.compares_places and not self._timeline.changes_ms
        if is_whole and is_plain and not any(isinstance(entry.message, STARTS) for entry in fresh):
            self._add_to_whole(state, fresh)

    def _add_to_whole(self, state: RaceState, fresh: list[TimedMessage]) -> None:
        """Bring a state of the whole log up to date with late messages, without folding all after them anew.

        Unless times are compared with printed places, the order in which messages enter makes no difference
        to the state, and this takes a hundredth of the time when someone corrects what was long ago.
        """
        circumstances = self._circumstances(0)
        for entry in sorted(fresh, key=_number):
            self._apply(state, entry, circumstances, END)
        if not state.compares_places:
            self._head = (len(self._entries), state)

    def _apply(
        self, state: RaceState, entry: TimedMessage, circumstances: Circumstances, now: TimedMessage
    ) -> None:
        """Let a message take effect in a state, in which all up to `now` may have taken effect."""
        message = entry.message
        if message.id is None or state.tallies.get(message.id, NONE).holds:
            state.enter(entry, circumstances)
        if message.replaces is not None:
            for target, holds in settle(state.tallies, entry, self._by_id.get, now):
                (state.enter if holds else state.leave)(target, circumstances)

    def _forget_after(self, count: int) -> None:
        self._rewrites += 1
        while self._snapshots[-1][0] > count:
            self._snapshots.pop()
        if self._head[0] > count:
            kept, state = self._snapshots[-1]
            self._head = (kept, state.copy())

    def _fold(self, count: int) -> RaceState:
        done, state = self._nearest(count)
        with GarbageSearchPause(count - done):
            self._apply_all(state, done, count)
        self._head = (count, state)
        return state

    def _apply_all(self, state: RaceState, done: int, count: int) -> None:
        """Apply the messages after so many to the state there, up to a count."""
        stride = max(SHORTEST_STRIDE, len(self._entries) // self._most_snapshots)
        changes_ms, kept = self._timeline.changes_ms, self._snapshots[-1][0]
        steady = None if changes_ms else self._circumstances(0)
        for number, entry in enumerate(self._entries[done:count], done + 1):
            message = entry.message
            circumstances = steady or self._circumstances(entry.when_ms)
            self._apply(state, entry, circumstances, entry)
            lays_out = isinstance(message, StartList)
            if steady is None and entry.when_ms in changes_ms and not isinstance(message, Split):
                state.measure_again(circumstances)
                lays_out = True
            if number - kept >= stride or (lays_out and number > kept):
                self._snapshots.append((number, state.copy()))
                kept = number

    def _nearest(self, count: int) -> tuple[int, RaceState]:
        """The longest fold kept of at most so many messages: how many, and the state."""
        at = bisect_right(self._snapshots, count, key=lambda snapshot: snapshot[0]) - 1
        kept, snapshot = self._snapshots[at]
        if kept <= self._head[0] <= count:
            return self._head
        return kept, snapshot.copy()

    def _circumstances(self, when_ms: int) -> Circumstances:
        """What the whole log says about claims that take effect at a race time."""
        start_times = self._timeline.at(when_ms)
        if self._kept is None or self._kept[0] is not start_times:
            circumstances = Circumstances(
                start_times.elapsed,
                start_times.has_started,
                partial(_is_out_of_step, self._source_clocks, self.start_times),
                self._by_id.get,
                self._is_on_foot,
            )
            self._kept = start_times, circumstances
        return self._kept[1]


def _is_out_of_step(clocks: SourceClocks, start_times: StartTimes, split: Split) -> bool:
    """Whether a split was at a time that cannot be, by the hub's clock and those of the others."""
    if split.heard_ms is None or clocks.agree:
        return False
    return clocks.out_of_step(split, start_times.time_of_day_ms(split))


_made = tuple.__new__
"""Makes an entry in half the time that its own constructor takes."""


def _number(entry: TimedMessage) -> int:
    return entry.number


def _when(entry: TimedMessage) -> int:
    return entry.when_ms
