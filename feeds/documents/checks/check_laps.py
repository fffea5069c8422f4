"""Printed laps against the splits next to them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import TYPE_CHECKING, NamedTuple

from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from feeds.documents.printed_document import Contradiction, LapRow, Performance, PrintedRace


class _Segment(NamedTuple):
    """The stretch between two neighbouring splits."""

    from_m: float
    to_m: float
    ms: int


_WrongLap = tuple[int, Time, _Segment | None]
"""The line of a printed lap that is not the difference of the splits, the lap, and its segment.

The segment is None where the laps of the row fit nowhere.
"""


def wrong_laps(race: PrintedRace) -> Iterator[Contradiction]:
    """Every printed lap that is not the difference of the printed splits.

    The split at its end is suspect; where the next lap is wrong too, that one split explains both. A result
    is never suspect because of a lap: there the split before it is.
    """
    heading = race.heading
    for performance in race.performances:
        family = performance.family
        explained: set[float] = set()
        faults = _wrong_laps(performance, heading.distance_m, rounded_up=race.analysis.laps_rounded_up)
        for line, lap, segment in faults:
            if segment is None:
                yield performance.contradiction(line, f"{family}'s laps do not match the splits next to them")
                continue
            from_m, to_m, _ = segment
            difference = Time(_cut_ms(segment, lap), lap.digits)
            before_finish = to_m == heading.distance_m and from_m
            suspect = from_m if from_m in explained or before_finish else to_m
            explained.add(suspect)
            between = f"from {heading.point(from_m)} to {heading.point(to_m)}"
            text = f"{family}'s lap {between} is printed as {lap}, the splits give {difference}"
            yield performance.contradiction(line, text, suspect)


def _wrong_laps(performance: Performance, distance_m: float, *, rounded_up: bool) -> Iterator[_WrongLap]:
    """Every printed lap that is not the difference of two neighbouring splits.

    A lap is the difference cut to the lap's own decimals; one `rounded_up` on its own from thousandths may be
    a unit more. A first row may begin with the lap from the start or without it, a last row may hold the lap
    to the finish. A lap may be left blank where the times fall.
    """
    segments = _segments(performance, distance_m)
    for row in performance.laps:
        choices = [choice for choice in _choices(row, segments, distance_m) if len(choice) == len(row.times)]
        if choices:
            faults = [list(_faults(row, choice, rounded_up=rounded_up)) for choice in choices]
            yield from min(faults, key=len)
        elif not _fits_with_blanks(row, segments, rounded_up=rounded_up):
            yield row.line, row.times[0], None


def _segments(performance: Performance, distance_m: float) -> list[_Segment]:
    """The differences of neighbouring splits, from the start to the finish."""
    times = [(0.0, 0), *((split.distance_m, split.time.ms) for split in performance.splits)]
    finish = performance.finish.time if performance.finish else performance.result
    if finish is not None:
        times.append((distance_m, finish.ms))
    return [_Segment(a, b, after - before) for (a, before), (b, after) in pairwise(times)]


def _choices(row: LapRow, segments: list[_Segment], distance_m: float) -> Iterator[list[_Segment]]:
    """The segments that the laps of a row may belong to."""
    inside = [segment for segment in segments if segment.to_m in row.ends_m]
    to_finish = [segment for segment in segments if segment.to_m == distance_m and segment not in inside]
    begins_at_start = bool(inside) and inside[0].from_m == 0
    is_last = bool(inside and to_finish) and inside[-1].to_m == to_finish[0].from_m
    for without_first, with_last in product((False, True), (False, True)):
        if (without_first and not begins_at_start) or (with_last and not is_last):
            continue
        yield inside[without_first:] + (to_finish if with_last else [])


def _fits_with_blanks(row: LapRow, segments: list[_Segment], *, rounded_up: bool) -> bool:
    """Whether the laps of a row, in their order, match segments although some laps are left blank."""
    left = iter(segment for segment in segments if segment.to_m in row.ends_m)
    return all(any(_matches(lap, segment, rounded_up=rounded_up) for segment in left) for lap in row.times)


def _faults(row: LapRow, choice: list[_Segment], *, rounded_up: bool) -> Iterator[_WrongLap]:
    for lap, segment in zip(row.times, choice, strict=True):
        if not _matches(lap, segment, rounded_up=rounded_up):
            yield row.line, lap, segment


def _matches(lap: Time, segment: _Segment, *, rounded_up: bool) -> bool:
    cut_ms = _cut_ms(segment, lap)
    return lap.ms == cut_ms or (rounded_up and lap.ms == cut_ms + UNITS_MS[lap.digits])


def _cut_ms(segment: _Segment, lap: Time) -> int:
    """A segment's time cut to the decimals of a lap."""
    unit = UNITS_MS[lap.digits]
    return segment.ms // unit * unit
