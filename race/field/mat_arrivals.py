"""How many arrive at a checkpoint in each minute: those who have come, and those who are expected."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from race.course import START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.field.field_count import FieldCount
    from race.field.forecast import Forecast

MINUTE_MS = 60_000


class MatArrivals(NamedTuple):
    """A checkpoint, by index, at a race time."""

    checkpoint: int
    passed: int
    """Those who were seen here or further on, also of those who are out of the race since."""
    missed: int
    """Those among them who were not seen here."""
    of: int
    """Those who have passed and those who may still come: who has started and is not out of the race.

    At START also those of whom nothing is known.
    """
    came: Sequence[int]
    """How many were seen in each of the last minutes, the newest minute last."""
    coming: Sequence[int]
    """How many are expected in each of the next minutes; in the first one also those who are due."""


class ArrivalCounts:
    """The arrivals of one state."""

    def __init__(self, count: FieldCount, forecast: Forecast) -> None:
        self._count, self._forecast = count, forecast
        places = range(START, count.course.finish + 1)
        here = [len(count.racing(index)) + len(count.out(index)) for index in places]
        self._here_or_beyond = [sum(here[at:]) for at in range(len(here))]
        self._racing = [len(count.racing(index)) for index in places]
        self._expected: dict[int, tuple[object, Sequence[float]]] = {}
        """By checkpoint, after who is considered."""

    def at(self, index: int, clock_ms: int, back: int, ahead: int) -> MatArrivals:
        """A checkpoint at a race time, with so many minutes back and ahead."""
        times = self._count.times(index)
        passed = self._here_or_beyond[index + 1]
        came = [bisect_right(times, clock_ms - ago * MINUTE_MS) for ago in range(back, -1, -1)]
        expected = self._expected_at(index, clock_ms, clock_ms + ahead * MINUTE_MS)
        coming = [bisect_right(expected, clock_ms + later * MINUTE_MS) for later in range(1, ahead + 1)]
        return MatArrivals(
            index,
            passed,
            max(passed - len(times), 0),
            passed + (sum(self._racing[: index + 1]) if index != START else len(self._count.unseen)),
            [end - start for start, end in pairwise(came)],
            [end - start for start, end in pairwise([0, *coming])],
        )

    def _expected_at(self, index: int, clock_ms: int, until_ms: int) -> Sequence[float]:
        """When those on the way are expected at a checkpoint, in order; who is overdue is left out.

        So are all of whom none is expected before `until_ms`.
        """
        considered = tuple(
            (before, self._forecast.since(before).overdue(clock_ms), share)
            for before in range(index)
            # Less than 0 is a checkpoint at the place where they were seen last.
            if (share := self._forecast.share(before, index)) >= 0
            and self._forecast.since(before).earliest_ms(share) < until_ms
        )
        kept = self._expected.get(index)
        if kept is not None and kept[0] == considered:
            return kept[1]
        times: list[float] = []
        for before, overdue, share in considered:
            runners = self._forecast.since(before).runners
            times += [ms + (finish_ms - ms) * share for _, ms, finish_ms, *_ in runners[overdue:]]
        times.sort()
        self._expected[index] = considered, times
        return times
