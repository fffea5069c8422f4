"""The guns in force at each race time: a gun that is corrected at a stated time holds until then."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import field
from typing import TYPE_CHECKING

from race.fold.message_changes import MessageChanges
from race.fold.start_times import StartTimes
from race.lazy_dataclass import dataclass
from race.messages import Gun, Split, StartList

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.fold.timed_message import TimedMessage


ALWAYS = -(10**15)
"""Before every race time."""

MOST_CHANGES = 100
"""Of more, which no race has, the earlier ones take effect with the first of the last hundred."""


@dataclass(slots=True)
class StartTimeline:
    """The start times, one after the other; most races have one."""

    start_times: list[StartTimes] = field(default_factory=lambda: [StartTimes()])
    changes_ms: list[int] = field(default_factory=list)
    """The race times at which each but the first takes effect, in order."""

    @classmethod
    def of(cls, entries: Iterable[TimedMessage]) -> StartTimeline:
        """From the messages of a log, in the order of the log.

        A gun with a time of day and `when`, or a message that replaces a gun and has `when`, changes the
        start times at that race time; without `when` a gun holds for the whole race.
        """
        starts = [e for e in entries if isinstance(e.message, Gun | StartList) or e.message.replaces]
        guns = _gun_ids(starts)
        timed = [(_changed_ms(entry, guns), entry) for entry in starts]
        times = sorted({when_ms for when_ms, _ in timed if when_ms != ALWAYS})[-MOST_CHANGES:]
        timeline = cls([_in_force(timed, until_ms) for until_ms in (ALWAYS, *times)], times)
        timeline._merge()
        return timeline

    @property
    def last(self) -> StartTimes:
        """The start times after all changes."""
        return self.start_times[-1]

    def at(self, race_ms: int) -> StartTimes:
        """The start times in force at a race time."""
        return self.start_times[bisect_right(self.changes_ms, race_ms)] if self.changes_ms else self.last

    def race_ms(self, split: Split) -> int | None:
        """The race time at which a split took effect, by the gun in force then; None while it is not known.

        A split that is after a correction by the one gun, and before it by the next, takes effect with it.
        """
        if not self.changes_ms:
            return self.start_times[-1].race_ms(split)
        begin_ms: int | None = None
        for start_times, end_ms in zip(self.start_times, [*self.changes_ms, None], strict=True):
            ms = start_times.race_ms(split)
            if ms is not None and (end_ms is None or ms < end_ms):
                return ms if begin_ms is None else max(ms, begin_ms)
            begin_ms = end_ms
        return None

    def _merge(self) -> None:
        """Leave out changes that change nothing."""
        same = [n for n in range(1, len(self.start_times)) if self.start_times[n] == self.start_times[n - 1]]
        for n in reversed(same):
            del self.start_times[n], self.changes_ms[n - 1]


def _gun_ids(starts: Iterable[TimedMessage]) -> set[str]:
    """The ids of the guns, and of all that replaces one of them, directly or through others."""
    heirs = defaultdict[str, list[str]](list)
    new: list[str] = []
    for message in (entry.message for entry in starts):
        if message.id is not None:
            if isinstance(message, Gun):
                new.append(message.id)
            if message.replaces is not None:
                heirs[message.replaces].append(message.id)
    found: set[str] = set()
    while new:
        gun = new.pop()
        if gun not in found:
            found.add(gun)
            new += heirs[gun]
    return found


def _changed_ms(entry: TimedMessage, guns: set[str]) -> int:
    """The stated race time from which a message may change the start times; `ALWAYS` if it states none."""
    message = entry.message
    is_gun = isinstance(message, Gun) and message.clock is not None
    return message.when.ms if message.when is not None and (is_gun or message.replaces in guns) else ALWAYS


def _in_force(timed: Iterable[tuple[int, TimedMessage]], until_ms: int) -> StartTimes:
    """The start times by the messages that have taken effect by a race time."""
    changes = MessageChanges()
    by_id: dict[str, TimedMessage] = {}
    counted = [entry for when_ms, entry in timed if when_ms <= until_ms]
    for entry in counted:
        if entry.message.id is not None:
            by_id[entry.message.id] = entry
        changes.take(entry, by_id.get)
    return StartTimes.of(entry.message for entry in counted if changes.holds(entry.message))
