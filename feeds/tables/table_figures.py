"""The times in a table's columns, from the start or as laps, each text in the style that makes sense."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate, pairwise
from math import log
from statistics import median
from typing import TYPE_CHECKING, Literal, NamedTuple

from feeds.tables.cell_times import CellTime, Style, read_cell, read_column
from race.belief.human_limits import least_seconds
from race.belief.stretch_limits import LONGEST_TRACK_M, SLOWEST_MS
from race.times import LONGEST_MS, UNITS_MS, Time

if TYPE_CHECKING:
    from feeds.tables.table_grid import Row
    from race.event import Event

SLOWEST = 50.0
"""In longer races so many times the least is the most: under the 60 between two readings of a text."""

SAMPLE = 400
"""Rows by which laps are told from times from the start."""

MOSTLY = 0.6
"""The share of the rows in which the figures must be what the table is taken to hold."""

NEARLY = 0.05
"""The share of a result by which the last time before it, or the sum of the laps, may be wrong."""

CLEARLY = 0.1
"""How much more even (log of the ratio) the figures must be as one than as the other."""

WHEELCHAIR = 0.5
"""The share of a runner's least time that wheelchairs need."""

MOST_UNEVEN = log(1.6)
"""How much slower the slowest part of a race on the track may be than the fastest: with more, the columns are
of several races."""

Meaning = Literal["laps", "times"]
MEANINGS: tuple[Meaning, ...] = ("times", "laps")


class Figure(NamedTuple):
    """A time in a cell, as it is understood."""

    time: Time
    is_possible: bool = True
    """Whether a human can take it."""
    place: int | None = None
    notes: tuple[str, ...] = ()
    is_by_hand: bool = False


FigureColumn = dict[int, Figure]
"""By the index of the row."""


class Reader:
    """Reads columns of times; what one has made of a form of text holds for others that do not decide."""

    def __init__(self, rows: Sequence[Row], event: Event, sex: str, *, has_numbers: bool = False) -> None:
        """With `has_numbers` a column's times have as many decimals as any of them needs."""
        self._rows = rows
        self._event = event
        self._sex = sex
        self._has_numbers = has_numbers
        self._styles: dict[str, Style] = {}
        self.unusual: dict[int, tuple[str, Style]] = {}
        """By column, a text that is not read in the usual way, and how it is read."""
        self.unread: list[tuple[int, int, str]] = []
        """Cells that are no times: the index of the row, the column, the text."""

    def read(self, column: int, metres: float | None, rows: int | None = None) -> FigureColumn:
        """A column of times for a distance, in metres if it is known; of the first `rows` alone, if given."""
        cells: dict[int, CellTime] = {}
        for i, row in enumerate(self._rows[:rows]):
            text = row.cells[column] if column < len(row.cells) else ""
            if text and (cell := read_cell(text)) is not None:
                cells[i] = cell
            elif text and rows is None:
                self.unread.append((i, column, text))
        figures: FigureColumn = {}
        for i, read in read_column(
            cells, possible_times(metres, self._event, self._sex), self._styles
        ).items():
            if read.time.ms == 0:
                continue  # how programs write that there is no time
            if read.time.ms >= LONGEST_MS:
                self.unread.append((i, column, self._rows[i].cells[column]))
                continue
            if rows is None and read.is_possible and metres is not None:
                self._styles.setdefault(read.cell.form, read.style)
            if rows is None and read.style != next(iter(read.cell.readings)):
                self.unusual.setdefault(column, (self._rows[i].cells[column], read.style))
            cell = read.cell
            figures[i] = Figure(read.time, read.is_possible, cell.place, cell.notes, cell.is_by_hand)
        return _with_equal_digits(figures) if self._has_numbers else figures


def possible_times(metres: float | None, event: Event, sex: str) -> Callable[[Time], bool]:
    """Whether a human can take a time for a part of a race; where that is not known, any time will do."""
    if metres is None or metres <= 0:
        return lambda time: time.ms > 0
    least_ms = 1000 * least_seconds(metres, sex, event.leg_m)
    most_ms = SLOWEST_MS * metres if event.distance_m <= LONGEST_TRACK_M else SLOWEST * least_ms
    if event.kind == "wheelchair":
        least_ms *= WHEELCHAIR
    return lambda time: least_ms <= time.ms <= most_ms


def _with_equal_digits(figures: FigureColumn) -> FigureColumn:
    digits = max((figure.time.digits for figure in figures.values()), default=0)
    return {i: figure._replace(time=Time(figure.time.ms, digits)) for i, figure in figures.items()}


def lap_lengths(metres: Sequence[float | None]) -> list[float | None]:
    """The lengths of the laps that end at these distances, where both ends are known."""
    ends = [0.0, *metres]
    return [
        end - start if start is not None and end is not None and end > start else None
        for start, end in pairwise(ends)
    ]


def meaning_of(
    reader: Reader,
    columns: Sequence[int],
    metres: Sequence[float | None],
    result: int | None,
    event: Event,
) -> tuple[Meaning | None, bool]:
    """Whether the figures of these columns are laps or times from the start, by the first rows.

    None where they are neither. The second value says whether they could as well be the other.
    """
    rows = _Sample(reader, columns, metres, result, event)
    counts: dict[Meaning, int] = {"times": 0, "laps": 0}
    unevenness: dict[Meaning, list[float]] = {"times": [], "laps": []}
    for i in rows.indices:
        for meaning in MEANINGS:
            own = [column.get(i) for column in (rows.laps if meaning == "laps" else rows.times)]
            if rows.can_be(meaning, own, rows.results.get(i)):
                counts[meaning] += 1
                unevenness[meaning].append(rows.unevenness(meaning, own, rows.results.get(i)))
    if not rows.indices:
        return "times", False
    even = {meaning: median(values) if values else 0.0 for meaning, values in unevenness.items()}
    best, is_both = _more_likely(counts, even, len(rows.indices))
    on_track = event.setting in ("track", "indoor") and event.distance_m <= LONGEST_TRACK_M
    if best is not None and on_track and even[best] > MOST_UNEVEN and None not in metres:
        return None, False
    return best, is_both


def _more_likely(
    counts: Mapping[Meaning, int], even: Mapping[Meaning, float], rows: int
) -> tuple[Meaning | None, bool]:
    """What most rows can be; of two, what is more even, if that is clear, or what more rows can be."""
    possible = [meaning for meaning in MEANINGS if counts[meaning] >= MOSTLY * rows]
    if len(possible) < len(MEANINGS):
        return (possible[0] if possible else None), False
    is_clear = abs(even["laps"] - even["times"]) >= CLEARLY
    if is_clear or counts["laps"] == counts["times"]:
        return ("laps" if even["laps"] < even["times"] else "times"), not is_clear
    return ("laps" if counts["laps"] > counts["times"] else "times"), False


class _Sample:
    """The first rows, read both as times from the start and as laps."""

    def __init__(
        self,
        reader: Reader,
        columns: Sequence[int],
        metres: Sequence[float | None],
        result: int | None,
        event: Event,
    ) -> None:
        distance_m = event.distance_m
        self._lap_m = lap_lengths(metres)
        self._rest_m = distance_m - metres[-1] if metres[-1] is not None else None
        self._can_be_rest = possible_times(self._rest_m, event, "")
        self._can_be_result = possible_times(distance_m, event, "")
        self.times = [reader.read(c, m, SAMPLE) for c, m in zip(columns, metres, strict=True)]
        self.laps = [reader.read(c, m, SAMPLE) for c, m in zip(columns, self._lap_m, strict=True)]
        self.results = reader.read(result, distance_m, SAMPLE) if result is not None else {}
        self.has_results = result is not None
        self.indices = {i for column in self.times for i in column}

    def can_be(self, meaning: Meaning, figures: Sequence[Figure | None], end: Figure | None) -> bool:
        """Whether a row can have such figures and such a result."""
        known = [figure for figure in figures if figure is not None]
        if any(not figure.is_possible for figure in known):
            return False
        times = [figure.time.ms for figure in known]
        is_full = len(known) == len(figures)
        if meaning == "times" and any(b <= a for a, b in pairwise(times)):
            return False
        total = times[-1] if meaning == "times" else sum(times)
        if end is None:
            to_finish = is_full and not self.has_results and not self._rest_m
            return not to_finish or self._can_be_result(Time(total))
        if not is_full:
            return total <= end.time.ms
        if self._rest_m == 0 or self._rest_m is None:
            is_all = abs(total - end.time.ms) <= NEARLY * end.time.ms
            return is_all or (self._rest_m is None and total < end.time.ms)
        if meaning == "times":
            return total < end.time.ms
        return self._can_be_rest(Time(max(end.time.ms - total, 0)))

    def unevenness(
        self, meaning: Meaning, figures: Sequence[Figure | None], result: Figure | None = None
    ) -> float:
        """How much slower the slowest part is than the fastest, as a logarithm.

        Parts count as equally long where their lengths are not known.
        """
        times = [figure.time.ms if figure is not None else None for figure in figures]
        starts = [0, *times[:-1]] if meaning == "times" else [0] * len(times)
        paces = [
            (end - start) / (metres or 1.0)
            for start, end, metres in zip(starts, times, self._lap_m, strict=True)
            if start is not None and end is not None and end > start
        ]
        if meaning == "times" and result is not None and times[-1] is not None and self._rest_m:
            paces.append(max(result.time.ms - times[-1], 1) / self._rest_m)
        return log(max(paces) / min(paces)) if paces else 0.0


def is_same(one: Time, other: Time, count: int = 1) -> bool:
    """Whether two times are one, given with different decimals; or a sum of so many that were rounded."""
    unit = UNITS_MS[min(one.digits, other.digits)]
    return abs(one.ms - other.ms) < unit * count or one.ms == other.ms


def added_up(
    laps: Sequence[FigureColumn], rows: int, results: FigureColumn, *, to_finish: bool
) -> list[FigureColumn]:
    """The times from the start that laps give, up to the first lap that is missing.

    Where the laps go to the finish, those after a missing lap are taken from the result.
    """
    sums: list[FigureColumn] = [{} for _ in laps]
    for i in range(rows):
        own = [column.get(i) for column in laps]
        known = next((k for k, lap in enumerate(own) if lap is None), len(own))
        for k, time in enumerate(_sums([lap.time for lap in own[:known] if lap is not None])):
            lap = own[k]
            sums[k][i] = lap._replace(time=time) if lap else Figure(time)
        end = results.get(i)
        if known == len(own) or end is None or not to_finish:
            continue
        behind: list[Time] = []
        for k in range(len(own) - 1, known, -1):
            lap = own[k]
            if lap is None:
                break
            sums[k][i] = lap._replace(time=_minus(end.time, behind))
            behind.append(lap.time)
        else:
            sums[known][i] = Figure(_minus(end.time, behind))
    return sums


def _sums(times: Sequence[Time]) -> list[Time]:
    return list(accumulate(times, lambda a, b: Time(a.ms + b.ms, min(a.digits, b.digits))))


def _minus(time: Time, laps: Sequence[Time]) -> Time:
    return Time(time.ms - sum(lap.ms for lap in laps), min(t.digits for t in (time, *laps)))
