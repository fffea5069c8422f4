"""Whether the figures at a table's checkpoints are laps or times from the start."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import log
from statistics import median
from typing import TYPE_CHECKING, Literal

from feeds.tables.plain.table_figures import possible_times
from race.belief.stretch_limits import LONGEST_TRACK_M
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.plain.table_figures import Figure, Reader
    from race.event import Event

SAMPLE = 400
"""Rows by which laps are told from times from the start."""

MOSTLY = 0.6
"""The share of the rows in which the figures must be what the table is taken to hold."""

NEARLY = 0.05
"""The share of a result by which the last time before it, or the sum of the laps, may be wrong."""

CLEARLY = 0.1
"""How much more even (log of the ratio) the figures must be as one than as the other."""

MOST_UNEVEN = log(1.6)
"""How much slower the slowest part of a race on the track may be than the fastest: with more, the columns are
of several races."""

Meaning = Literal["laps", "times"]
MEANINGS: tuple[Meaning, ...] = ("times", "laps")


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
