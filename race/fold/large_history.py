"""The history of a large race that has ended: most of its splits in columns, all else folded as usual.

Where nothing compares runners with one another, which only printed places and rulings do, each is folded
alone. So those of whom everything is plain need no fold: at any race time they have passed what is no later.
The others, some in a hundred, are folded with the messages about them. Both have the same state as in a
`History` of all messages, which a test holds for random races.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, overload

from race.course import START
from race.fold.garbage_search import GarbageSearchPause
from race.fold.history import BEFORE_MS, History
from race.fold.plain_splits import PlainPassings, PlainSplits
from race.fold.runner import NO_ESTIMATES, NOTHING, Runner
from race.fold.state import RaceState, stretch_limits
from race.messages import Estimate, Message, Order, Ruling, Split, StartList, Status
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from race.belief.doubt import Doubt
    from race.fold.timed_message import TimedMessage
    from race.messages import TimeBand

FEW_SNAPSHOTS = 6
"""Each holds the whole field."""


class LogMessages(Sequence[Message]):
    """The messages of a large log; those in columns are made when they are asked for."""

    def __init__(self, splits: PlainSplits, others: Mapping[int, Message], head: int) -> None:
        self._splits = splits
        self._others = others
        self._head = head

    @cached_property
    def _cells(self) -> array[int]:
        """By number in the log, the cell of a plain split."""
        cells = array("I", bytes(4 * (self._head + 1)))
        for cell, number in enumerate(self._splits.numbers):
            cells[number] = cell
        return cells

    def __len__(self) -> int:
        return self._head

    @overload
    def __getitem__(self, at: int) -> Message: ...
    @overload
    def __getitem__(self, at: slice) -> list[Message]: ...
    def __getitem__(self, at: int | slice) -> Message | list[Message]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(self._head))]
        number = at + 1 if at >= 0 else self._head + at + 1
        if not 1 <= number <= self._head:
            raise IndexError(at)
        other = self._others.get(number)
        return other if other is not None else self._splits.split(self._cells[number])


class NotPlain(Exception):
    """A log of which all messages have to be folded."""


class LargeHistory(History):
    """The folded log of a large race that has ended: its plain splits, and all other messages by number.

    There are no printed places and no rulings, one start list, and guns before the first plain split.
    """

    _most_snapshots = FEW_SNAPSHOTS

    def __init__(
        self, splits: PlainSplits, others: Mapping[int, Message], estimates: Sequence[Estimate] = ()
    ) -> None:
        """Take what `set_aside` has parted. Raises NotPlain."""
        super().__init__()
        self.splits = splits
        self.others = dict(sorted(others.items()))
        """All messages but the plain splits, by number in the log; no estimates."""
        self.last_split = max(splits.numbers, default=0)
        """The number of the last split in the log."""
        for number, message in self.others.items():
            if isinstance(message, Split):
                self.last_split = max(self.last_split, number)
        self._size = max(self.last_split, *self.others)
        self._plain = {e.bib: n for n, e in enumerate(splits.entrants) if splits.has_any(n)}
        """The entrants in columns: their numbers in the start list, by bib."""
        self._bands: dict[str, list[Estimate]] = {}
        """The estimates of these, in order of time, by bib."""
        self._filled: tuple[int, RaceState] | None = None
        """The last state asked for, and its race time."""
        all_others, folded = self.others.copy(), self.others.copy()
        for number, estimate in enumerate(estimates, self._size + 1):
            all_others[number] = estimate
            if estimate.bib in self._plain:
                self._bands.setdefault(estimate.bib, []).append(estimate)
            else:
                folded[number] = estimate
        for bands in self._bands.values():
            bands.sort(key=_when_ms)
        self.messages = LogMessages(splits, all_others, self._size + len(estimates))  # type: ignore[assignment]
        with GarbageSearchPause():
            self._take(folded.items())
        if self._timeline.changes_ms or not self.is_on_foot:
            raise NotPlain

    def with_estimates(self, others: Mapping[int, Message], estimates: Sequence[Estimate]) -> LargeHistory:
        """The same race with estimates, and with `others` for all but the plain splits."""
        return LargeHistory(self.splits, others, estimates)

    def forget_states(self) -> None:
        """Give the memory of all states back; they are folded anew when they are asked for."""
        self._filled = None
        self._snapshots = [(0, RaceState())]
        self._head = (0, RaceState())

    def extend(self, messages: Iterable[Message]) -> None:
        """Raise NotPlain if there are any messages: the race has ended."""
        if [*messages]:
            raise NotPlain

    def at(self, clock_ms: int) -> RaceState:
        """The state at a race time: the fold of every message that has taken effect by then."""
        if self._filled is None or self._filled[0] != clock_ms:
            state = self._fold(self._others_by(clock_ms)).copy()
            self._fill(state.runners, clock_ms)
            self._filled = clock_ms, state
        return self._filled[1].copy()

    def doubts_at(self, clock_ms: int) -> dict[int, Doubt]:
        """The doubts of the state at a race time; plain splits are never doubted."""
        return self._fold(self._others_by(clock_ms)).doubts

    def count(self, clock_ms: int) -> int:
        """How many messages have taken effect by a race time."""
        return self._others_by(clock_ms) + bisect_right(self._whens, clock_ms)

    def next_ms(self, clock_ms: int) -> int | None:
        """When the next message after a race time takes effect; None after the last."""
        at, other = bisect_right(self._whens, clock_ms), self._others_by(clock_ms)
        plain, others = self._whens[at : at + 1], self._entries[other : other + 1]
        return min([*plain, *(entry.when_ms for entry in others)], default=None)

    def times(self) -> list[int]:
        """The distinct times from the gun on at which messages take effect."""
        return sorted({*super().times(), *(ms for ms in self._whens if ms >= 0)})

    @property
    def end_ms(self) -> int:
        """When the last message takes effect; 0 before the gun."""
        return max(super().end_ms, self._last_plain_ms)

    @property
    def reach_ms(self) -> int:
        """How far the race is known to be: the latest time that a believed message gives."""
        return max(super().reach_ms, self._last_plain_ms)

    @property
    def last_effect_ms(self) -> int:
        """The latest effect time of a message that is believed; 0 before the gun."""
        return max(super().last_effect_ms, self._last_plain_ms)

    def _others_by(self, clock_ms: int) -> int:
        """How many of the messages that are folded have taken effect by a race time."""
        return bisect_right(self._entries, clock_ms, key=_entry_ms)

    @cached_property
    def _whens(self) -> array[int]:
        """The race times of the plain splits and the estimates beside them, in order."""
        splits = self.splits
        plain = (ms for ms, number in zip(splits.whens, splits.numbers, strict=True) if number)
        bands = (_when_ms(estimate) for bands in self._bands.values() for estimate in bands)
        return array("q", sorted([*plain, *bands]))

    @cached_property
    def _last_plain_ms(self) -> int:
        """The latest race time of a plain split, and of an estimate beside them."""
        last_band_ms = max((_when_ms(bands[-1]) for bands in self._bands.values()), default=BEFORE_MS)
        return max(self._reached_by_plain(self._size), last_band_ms)

    def _timed(self, entry: TimedMessage) -> TimedMessage:
        if not self._reached:
            self.splits.set_race_times(self.start_times.delay_ms)
            self._reached = [BEFORE_MS] * len(self.messages)
        self._latest_ms = max(self._latest_ms, self._reached_by_plain(entry.number))
        return super()._timed(entry)

    def _reached_by_plain(self, number: int) -> int:
        """The latest race time of a plain split up to a message."""
        reached = self.splits.reached
        latest_ms: int = reached[min(number, len(reached) - 1)]
        return latest_ms

    def _fill(self, runners: dict[str, Runner], clock_ms: int) -> None:
        """Put in what the plain runners have passed by a race time."""
        splits, width = self.splits, self.splits.width
        seen, passing, times = splits.seen, splits.passing, splits.times
        for bib, number in self._plain.items():
            cells = seen(number, clock_ms)
            bands = self._bands_of(bib, clock_ms) if bib in self._bands else NO_ESTIMATES
            if not cells and not bands:
                continue
            laid_out, first = runners[bib], number * width
            start_mat = passing(first) if cells and times[first] >= 0 else None
            passings = PlainPassings(splits, first + 1, first + cells - 1)
            runners[bib] = _made(
                Runner,
                (
                    laid_out.entrant,
                    number,
                    laid_out.short_name,
                    passings,
                    cells - 2 if cells > 1 else START,
                    (),
                    start_mat,
                    NOTHING,
                    bands,
                ),
            )

    def _bands_of(self, bib: str, clock_ms: int) -> Mapping[int, TimeBand]:
        """The estimates of a plain runner that have taken effect, by checkpoint."""
        index = self.splits.course.index
        bands = {index[e.checkpoint]: e.band for e in self._bands[bib] if _when_ms(e) <= clock_ms}
        return bands or NO_ESTIMATES


def set_aside(splits: PlainSplits, others: dict[int, Message]) -> None:
    """Move the splits of those who need a fold from the columns to the other messages. Raises NotPlain.

    These are the entrants about whom anything else is said, and those of whom splits contradict each other.
    """
    start_lists = [message for message in others.values() if isinstance(message, StartList)]
    if len(start_lists) != 1 or any(isinstance(m, Order | Ruling | Estimate) for m in others.values()):
        raise NotPlain
    named = {message.bib for message in others.values() if isinstance(message, Split | Status)}
    apart = {splits.first_cells[bib] // splits.width for bib in named if bib in splits.first_cells}
    apart.update(splits.contradicted(partial(stretch_limits, splits.course, start_lists[0])))
    for number in apart:
        others.update(splits.take_out(number))


def _when_ms(estimate: Estimate) -> int:
    assert isinstance(estimate.when, Time)
    return estimate.when.ms


def _entry_ms(entry: TimedMessage) -> int:
    return entry.when_ms


_made = tuple.__new__
