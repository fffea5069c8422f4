"""Split times without the points where they were taken: put where the field can have been timed, or left out.

Hy-Tek prints such times below a runner's row, FinishLynx writes them into one field; some passes are missing,
and passes before the first lap and after the finish are among them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import accumulate, combinations
from math import comb
from statistics import median, median_low
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.field_pace import FieldPace, is_plausible
from feeds.documents.intermediate_points import likely_intermediates
from feeds.documents.longest_chain import disputed
from feeds.tables.table_race import TablePoint, TableTime
from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from race.event import Event

_CLOCK = r"\d{1,2}:\d\d:\d\d(?:\.\d{1,3})?|\d{1,3}:\d\d(?:\.\d{1,3})?|\d{1,5}\.\d{1,3}"
_PASS = re.compile(rf"(?P<time>{_CLOCK})(?:\s*\(\s*(?P<lap>{_CLOCK})\s*\))?(?=[\s,]|$)")

MOST_PASSES = 400
"""In one runner's list."""

MOST_CHOICES = 5000
CLEARLY = 3
"""How many times closer the best choice must fit than the next one."""

FARTHEST = 0.06
"""How far a pass may be from where the field's pace puts it, as a share of its time."""

SLACK_MS = 1000
"""For reaction and the first steps."""


class UnplacedSplits(NamedTuple):
    """A runner's times from the start, in their order."""

    who: str
    """The row and the name, for notes."""
    times: tuple[Time, ...]
    result: Time | None


class PlacedSplits(NamedTuple):
    """The points, and each runner's times at them without the finish."""

    points: tuple[TablePoint, ...]
    times: tuple[tuple[TableTime, ...], ...]
    remark: str = ""
    notes: tuple[str, ...] = ()


def read_passes(text: str) -> list[Time] | None:
    """The times of a list such as `1:02.3 (1:02.3), 2:05.1 (1:02.8)`; None where it holds anything else.

    Raises ValueError where a lap is not the difference of the times.
    """
    if _PASS.sub("", text).replace(",", "").strip():
        return None
    matches = list(_PASS.finditer(text))
    if not matches or len(matches) > MOST_PASSES:
        return None
    times = [Time.parse(match["time"]) for match in matches]
    for before, time, match in zip([None, *times], times, matches, strict=False):
        if match["lap"] and not _is_lap(Time.parse(match["lap"]), before, time):
            raise ValueError(f"the lap in {match[0]!r} does not fit the time before it")
    return times


def _is_lap(lap: Time, before: Time | None, time: Time) -> bool:
    slack = 2 * UNITS_MS[min(lap.digits, time.digits)]
    return before is None or abs(time.ms - before.ms - lap.ms) <= slack


def place_splits(event: Event, runners: Sequence[UnplacedSplits]) -> PlacedSplits:
    """The splits of all runners at the points that their times show, with a remark that says so.

    Points that the times do not show have no distance.
    """
    finish = TablePoint("Finish", event.distance_m)
    lists = [_before_finish(runner) for runner in runners]
    full = _full(event, runners, lists)
    if not full:
        notes = ("the splits are left out: no finisher has one at every point",) if any(lists) else ()
        return PlacedSplits((finish,), tuple(() for _ in runners), "", notes)
    rows = [[*lists[i], result.ms] for i in full if (result := runners[i].result)]
    metres = (
        tuple(accumulate(event.legs))[:-1] if event.legs else likely_intermediates(event.distance_m, rows)
    )
    if metres is None and not _agree(rows):
        unclear = "the splits are left out: neither the file nor the times show where they were taken"
        return PlacedSplits((finish,), tuple(() for _ in runners), "", (unclear,))
    placing = _Placing(metres or _by_share(event.distance_m, rows), event, runners, lists, rows)
    times = tuple(map(placing.times, range(len(runners))))
    if metres is None:
        named = (TablePoint(f"Split {n}", None) for n in range(1, len(rows[0])))
        return PlacedSplits((*named, finish), times, "", tuple(placing.notes))
    shown = ", ".join(f"{m:g}" for m in metres)
    remark = f"Where the splits were taken is not printed; their times are those of {shown} m."
    points = (*(TablePoint(f"{m:g}", m) for m in metres), finish)
    return PlacedSplits(points, times, remark, (remark[:1].lower() + remark[1:-1], *placing.notes))


def _before_finish(runner: UnplacedSplits) -> list[int]:
    """A runner's times before the result in milliseconds, one each; those after it are not splits."""
    end = runner.result
    if end is None:
        return sorted({time.ms for time in runner.times})
    near = UNITS_MS[min(end.digits, 2)]
    return sorted({time.ms for time in runner.times if time.ms < end.ms - near})


def _full(event: Event, runners: Sequence[UnplacedSplits], lists: Sequence[Sequence[int]]) -> list[int]:
    """The indices of the finishers with a time at each point: those with the commonest number of times."""
    finished = [i for i, runner in enumerate(runners) if runner.result is not None and lists[i]]
    counts = Counter(len(lists[i]) for i in finished)
    if event.legs:
        counts = Counter({n: counts[n] for n in counts if n == len(event.legs) - 1})
    count = max(counts, key=lambda n: (counts[n], n), default=0)
    return [i for i in finished if len(lists[i]) == count] if count else []


def _agree(rows: Sequence[Sequence[int]]) -> bool:
    """Whether all were timed at the same points, going by their shares of the time."""
    shares = [[ms / row[-1] for ms in row] for row in rows]
    return all(max(own) - min(own) <= FARTHEST for own in zip(*shares, strict=True))


def _by_share(distance_m: float, rows: Sequence[Sequence[int]]) -> tuple[float, ...]:
    """Where the points would be if all ran evenly."""
    return tuple(distance_m * median(row[i] / row[-1] for row in rows) for i in range(len(rows[0]) - 1))


class _Placing:
    def __init__(
        self,
        points: tuple[float, ...],
        event: Event,
        runners: Sequence[UnplacedSplits],
        lists: Sequence[Sequence[int]],
        rows: Sequence[Sequence[int]],
    ) -> None:
        self.points, self.distance_m, self.runners, self.lists = points, event.distance_m, runners, lists
        self.is_relay = bool(event.legs)
        ends = (*points, event.distance_m)
        self.field = FieldPace([dict(zip(ends, row, strict=True)) for row in rows], event.distance_m)
        self.typical = {m: median_low(row[i] for row in rows) for i, m in enumerate(ends)}
        self.notes: list[str] = []

    def times(self, index: int) -> tuple[TableTime, ...]:
        """A runner's times at the points; where it is not clear which points they are of, none and a note."""
        found, runner = self.lists[index], self.runners[index]
        placed = list(zip(self.points, found, strict=False)) if len(found) == len(self.points) else None
        if placed is None and found:
            placed = self._fitted(found, runner.result)
            if placed is None:
                self.notes.append(
                    f"{runner.who}: the splits are left out: it is not clear where they were taken"
                )
        if not placed:
            return ()
        wrong = set(disputed(len(placed), self._steps(placed, runner.result)))
        if wrong:
            self.notes.append(f"{runner.who}: splits that are unlike the field's are marked as doubtful")
        digits = {time.ms: time for time in runner.times}
        return tuple(
            TableTime(
                self.points.index(metres),
                digits[ms],
                is_doubtful=i in wrong,
                leg=self.points.index(metres) + 1 if self.is_relay else None,
            )
            for i, (metres, ms) in enumerate(placed)
        )

    def _fitted(self, found: Sequence[int], result: Time | None) -> list[tuple[float, int]] | None:
        """As many of the times as there can be, each at the point where the field's pace puts it."""
        pace = result.ms / self.typical[self.distance_m] if result else 1.0
        count = min(len(found), len(self.points))
        if comb(len(self.points), count) * comb(len(found), count) > MOST_CHOICES:
            return None

        def misfit(choice: Sequence[tuple[float, int]]) -> float:
            return sum(abs(self.typical[m] * pace - ms) / ms for m, ms in choice)

        choices = sorted(
            (
                list(zip(points, times, strict=True))
                for points in combinations(self.points, count)
                for times in combinations(found, count)
            ),
            key=misfit,
        )
        best, others = choices[0], choices[1:]
        if any(abs(self.typical[m] * pace - ms) > FARTHEST * ms + SLACK_MS for m, ms in best):
            return None
        return best if not others or misfit(best) * CLEARLY < misfit(others[0]) else None

    def _steps(self, placed: Sequence[tuple[float, int]], result: Time | None) -> Callable[[int, int], bool]:
        ends = [(0.0, 0), *placed, (self.distance_m, result.ms if result else 0)]

        def follows(i: int, j: int) -> bool:
            if j == len(placed) and result is None:
                return True
            (from_m, from_ms), (to_m, to_ms) = ends[i + 1], ends[j + 1]
            slack_ms = 100 if from_m else SLACK_MS
            return is_plausible(
                to_ms - from_ms,
                self.field.expected(from_m, to_m),
                slack_ms,
                skips=j > i + 1,
                may_stop=result is None,
            )

        return follows
