"""Printed laps are held against the marks beside which they stand."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise, product
from typing import NamedTuple

from feeds.documents.printed_document import Contradiction, LapRow, Performance, PrintedRace
from race.times import Time

UNIT_MS = (1000, 100, 10, 1)
"""Milliseconds of the last decimal, by how many decimals there are."""


class _WrongLap(NamedTuple):
    """A printed lap that is not the difference of the printed marks."""

    line: int
    lap: Time
    from_m: float
    to_m: float
    """Metres from the start; equal to `from_m` where the lap fits nowhere."""
    difference: Time
    """What the marks give, with the decimals of the lap."""


class _Step(NamedTuple):
    from_m: float
    to_m: float
    ms: int


def wrong_laps(race: PrintedRace) -> Iterator[Contradiction]:
    """Every printed lap that is not the difference of the printed marks.

    The mark at its end is suspect; where the next lap is wrong too, that one mark explains both. A result is
    never suspect for a lap: there it is the mark before it.
    """
    for performance in race.performances:
        name, who = performance.figures_document, performance.family
        explained: set[float] = set()
        faults = _wrong_laps(performance, race.title.distance_m, rounded_up=race.analysis.laps_rounded_up)
        for fault in faults:
            if fault.from_m == fault.to_m:
                yield Contradiction(name, fault.line, f"the laps of {who} do not fit the marks beside them")
                continue
            before_finish = fault.to_m == race.title.distance_m and fault.from_m
            suspect = fault.from_m if fault.from_m in explained or before_finish else fault.to_m
            explained.add(suspect)
            between = f"from {race.title.point(fault.from_m)} to {race.title.point(fault.to_m)}"
            text = f"{who}'s lap {between} is printed as {fault.lap},"
            text += f" the marks give {fault.difference}"
            yield Contradiction(name, fault.line, text, performance.suspect(suspect))


def _wrong_laps(performance: Performance, distance_m: float, *, rounded_up: bool) -> Iterator[_WrongLap]:
    """Every printed lap that is not the difference of two neighbouring marks.

    A lap is the difference cut to the lap's own decimals; one `rounded_up` by itself from thousandths may
    be a unit more. A first row may begin with the lap from the start or without it, a last one may hold the
    lap to the finish; a lap may be left blank, as one is that would be none (a time that falls).
    """
    steps = _steps(performance, distance_m)
    for row in performance.laps:
        ways = [way for way in _ways(row, steps, distance_m) if len(way) == len(row.times)]
        if not ways and _fits_with_blanks(row, steps, rounded_up=rounded_up):
            continue
        if not ways:
            yield _WrongLap(row.line, row.times[0], 0.0, 0.0, Time(0))
            continue
        faults = [list(_faults(row, way, rounded_up=rounded_up)) for way in ways]
        yield from min(faults, key=len)


def _steps(performance: Performance, distance_m: float) -> list[_Step]:
    """The differences of neighbouring marks, from the start to the finish."""
    times = [(0.0, 0), *((reading.distance_m, reading.time.ms) for reading in performance.marks)]
    finish = performance.finish.time if performance.finish else performance.result
    if finish is not None:
        times.append((distance_m, finish.ms))
    return [_Step(a, b, after - before) for (a, before), (b, after) in pairwise(times)]


def _ways(row: LapRow, steps: list[_Step], distance_m: float) -> Iterator[list[_Step]]:
    """The laps that a row may mean."""
    own = [step for step in steps if step.to_m in row.ends_m]
    to_finish = [step for step in steps if step.to_m == distance_m and step not in own]
    begins_at_start = bool(own) and own[0].from_m == 0
    is_last = bool(own and to_finish) and own[-1].to_m == to_finish[0].from_m
    for without_first, with_last in product((False, True), (False, True)):
        if (without_first and not begins_at_start) or (with_last and not is_last):
            continue
        yield own[without_first:] + (to_finish if with_last else [])


def _fits_with_blanks(row: LapRow, steps: list[_Step], *, rounded_up: bool) -> bool:
    """Whether the laps of a row are, in their order, differences of the marks, though some are left blank."""
    left = iter(step for step in steps if step.to_m in row.ends_m)
    return all(any(_agree(lap, step, rounded_up=rounded_up) for step in left) for lap in row.times)


def _faults(row: LapRow, way: list[_Step], *, rounded_up: bool) -> Iterator[_WrongLap]:
    for lap, step in zip(row.times, way, strict=True):
        if not _agree(lap, step, rounded_up=rounded_up):
            yield _WrongLap(row.line, lap, step.from_m, step.to_m, Time(_cut_ms(step, lap), lap.digits))


def _agree(lap: Time, step: _Step, *, rounded_up: bool) -> bool:
    cut_ms = _cut_ms(step, lap)
    return lap.ms == cut_ms or (rounded_up and lap.ms == cut_ms + UNIT_MS[lap.digits])


def _cut_ms(step: _Step, lap: Time) -> int:
    """A difference cut to the decimals of a lap."""
    unit = UNIT_MS[lap.digits]
    return step.ms // unit * unit
