"""The splits of a large race in columns: those that say nothing but a time, and contradict nothing.

A city marathon has half a million of them. As messages, with what the fold makes of each, they take 1.5 kB
apiece; here it is 22 bytes. What is asked for is made of them again, equal to what the fold would have made.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING, Any, NamedTuple

from race.course import START, Course
from race.fold.checkpoint_passing import Passing
from race.fold.timed_message import TimedMessage
from race.messages import Split
from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from collections.abc import Callable

    from race.belief.stretch_limits import StretchLimits
    from race.fold.timed_message import Entries
    from race.messages import Entrant, Evidence, StartList

NOT_TIMED = -1
"""In place of a time."""

NEVER_MS = 2**62

NEVER_BEFORE_MS = -NEVER_MS

DIGITS = 4
"""Times are kept as milliseconds times four, and the number of their decimals."""


MOST_KINDS = 1000
"""A start list has no more than 200 sources."""


class PlainKind(NamedTuple):
    """What many plain splits have in common."""

    source: str
    evidence: Evidence


class PlainSplits:
    """By entrant in the order of the start list, and in it by checkpoint, with the start line before all."""

    def __init__(self, start_list: StartList) -> None:
        self.course = Course(start_list)
        self.entrants = start_list.entrants
        self.width = self.course.finish + 2
        """Cells of an entrant."""
        self.first_cells = {e.bib: n * self.width for n, e in enumerate(start_list.entrants)}
        """The first cell of each entrant, by bib."""
        self.columns = {checkpoint: index + 1 for checkpoint, index in self.course.index.items()}
        """The place of each checkpoint among the cells of an entrant, by its id."""
        size = len(start_list.entrants) * self.width
        self.times = array("q", [NOT_TIMED]) * size
        self.numbers = array("I", bytes(4 * size))
        """The numbers of the messages in the log, from 1; 0 for none."""
        self.kinds = array("H", bytes(2 * size))
        self.known_kinds: list[PlainKind] = []
        self.whens = array("q")
        """Race times in milliseconds; where there is no split, that of the entrant's next one."""
        self.reached = array("q")
        """By number in the log, the latest race time of a split up to there."""

    def kind_of(self, source: str, evidence: Evidence) -> int:
        """The number of a kind. Raises ValueError if there are too many."""
        kind = PlainKind(source, evidence)
        if kind not in self.known_kinds:
            if len(self.known_kinds) == MOST_KINDS:
                raise ValueError("too many sources")
            self.known_kinds.append(kind)
        return self.known_kinds.index(kind)

    def is_filled(self, cell: int) -> bool:
        """Whether there is a split."""
        return self.times[cell] != NOT_TIMED

    def has_any(self, number: int) -> bool:
        """Whether there is a split of an entrant, by number in the start list."""
        first = number * self.width
        return max(self.times[first : first + self.width]) != NOT_TIMED

    def split(self, cell: int) -> Split:
        """The message of a cell."""
        source, evidence = self.known_kinds[self.kinds[cell]]
        number, column = divmod(cell, self.width)
        checkpoint = self.course.at(column - 1).id
        bib, time = self.entrants[number].bib, self.time(cell)
        return Split(source=source, bib=bib, checkpoint=checkpoint, time=time, evidence=evidence)

    def time(self, cell: int) -> Time:
        """The time of a cell."""
        return _made(Time, divmod(self.times[cell], DIGITS))

    def entry(self, cell: int) -> TimedMessage:
        """The message of a cell as it counts."""
        return TimedMessage(self.whens[cell], 0, self.numbers[cell], self.split(cell))

    def passing(self, cell: int) -> Passing:
        """What the fold makes of a cell."""
        evidence = self.known_kinds[self.kinds[cell]].evidence
        return _made(PlainPassing, (self.time(cell), None, evidence, (), self, cell, None))

    def take_out(self, number: int) -> list[tuple[int, Split]]:
        """Empty the cells of an entrant, by number in the start list. Returns the numbered messages."""
        first = number * self.width
        taken = []
        for cell in range(first, first + self.width):
            if self.is_filled(cell):
                taken.append((self.numbers[cell], self.split(cell)))
                self.times[cell], self.numbers[cell] = NOT_TIMED, 0
        return taken

    def contradicted(self, limits_of: Callable[[Entrant], StretchLimits]) -> list[int]:
        """The entrants, by number in the start list, of whom not all splits need to be believed.

        The others are those of whom `Runner.with_next` takes every split.
        """
        found, width, times = [], self.width, self.times
        limits: dict[str, StretchLimits] = {}
        for number, entrant in enumerate(self.entrants):
            category = entrant.category
            if category not in limits:
                limits[category] = limits_of(entrant)
            covers = limits[category].covers
            before, before_ms, unit_ms, first, first_ms = START, 0, 0, START, 0
            is_first = True
            for index, time in enumerate(times[number * width : (number + 1) * width], START):
                if time < 0:
                    continue
                ms, digits = divmod(time, DIGITS)
                if index == START:
                    first, first_ms, is_first, before_ms = START, ms, False, ms
                    unit_ms = UNITS_MS[digits]
                    continue
                if is_first:
                    fits = covers(START, 0, index, ms, index, 0)
                    first, first_ms, is_first = index, ms, False
                else:
                    if first != START and first != 0:
                        fits = False  # with_next looks at the first checkpoint, which has no time
                        found.append(number)
                        break
                    fits = ms > before_ms and covers(
                        before, before_ms, index, ms - before_ms + unit_ms, first, first_ms
                    )
                if not fits:
                    found.append(number)
                    break
                before, before_ms, unit_ms = index, ms, UNITS_MS[digits]
        return found

    def set_race_times(self, delay_ms: Callable[[str], int]) -> None:
        """Work out the race times, once, by how long after the first gun each entrant's own went."""
        if self.whens:
            return
        whens = array("q", [NEVER_MS]) * len(self.times)
        reached = array("q", [NEVER_BEFORE_MS]) * (max(self.numbers) + 1)
        width, times, numbers = self.width, self.times, self.numbers
        for number, entrant in enumerate(self.entrants):
            first, next_ms = number * width, NEVER_MS
            delay = delay_ms(entrant.bib)
            for cell in range(first + width - 1, first - 1, -1):
                time = times[cell]
                if time >= 0:
                    next_ms = reached[numbers[cell]] = time // DIGITS + delay
                whens[cell] = next_ms
        self.whens = whens
        self.reached = array("q", accumulate(reached, max))

    def seen(self, number: int, clock_ms: int) -> int:
        """How many of an entrant's cells are of no later race time, up to the last filled one of these."""
        first = number * self.width
        return bisect_right(self.whens, clock_ms, first, first + self.width) - first


class PlainPassing(Passing):
    """A passing that is made of a cell; the message is made when it is asked for."""

    __slots__ = ()

    @property
    def entries(self) -> Entries:
        """The message."""
        return (self.counted,)

    @property
    def counted(self) -> TimedMessage:
        """The message."""
        splits, cell = self._place
        return splits.entry(cell)

    @property
    def when_ms(self) -> int:
        """Race time of the passing."""
        splits, cell = self._place
        return splits.whens[cell]

    @property
    def _place(self) -> tuple[PlainSplits, int]:
        """The columns and the cell, which stand in place of the messages."""
        return tuple.__getitem__(self, slice(4, 6))  # type: ignore[return-value]


class PlainPassings(Mapping[int, Passing]):
    """The passings of an entrant up to some race time, made as they are asked for."""

    __slots__ = ("_first", "_last", "_splits")

    def __init__(self, splits: PlainSplits, first: int, last: int) -> None:
        """Take the cell of the first checkpoint, and the last cell."""
        self._splits = splits
        self._first = first
        self._last = last

    def __getitem__(self, index: int) -> Passing:
        cell = self._first + index
        if index < 0 or cell > self._last or not self._splits.is_filled(cell):
            raise KeyError(index)
        return self._splits.passing(cell)

    def get(self, index: int, default: Any = None) -> Any:
        """The passing at a checkpoint; the base class would raise an error and catch it."""
        cell = self._first + index
        if index < 0 or cell > self._last or not self._splits.is_filled(cell):
            return default
        return self._splits.passing(cell)

    def __contains__(self, index: object) -> bool:
        if not isinstance(index, int) or index < 0:
            return False
        cell = self._first + index
        return cell <= self._last and self._splits.is_filled(cell)

    def __iter__(self) -> Iterator[int]:
        filled, first = self._splits.is_filled, self._first
        return (cell - first for cell in range(first, self._last + 1) if filled(cell))

    def __len__(self) -> int:
        return sum(map(self._splits.is_filled, range(self._first, self._last + 1)))

    def times(self) -> Iterator[tuple[int, int, int]]:
        """Checkpoint, milliseconds and decimals of each, in order, without a passing made for it."""
        for index, time in enumerate(self._splits.times[self._first : self._last + 1]):
            if time != NOT_TIMED:
                yield index, *divmod(time, DIGITS)

    def copy(self) -> dict[int, Passing]:
        """The same as a dictionary."""
        return dict(self)


_made = tuple.__new__
