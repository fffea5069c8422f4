"""Which checkpoint each passing of a runner over a line was, where a line is crossed several times.

- Passings before the gun belong to no checkpoint, but to the start line if that is timed there.
- One that is too fast by the limits of belief is no lap: it is a claim about the next checkpoint, which
  belief does not believe, and the next passing is of that checkpoint again.
- After about k times the usual time k-1 passings were missed, and the runner is not put back a lap. What is
  usual is the runner's own pace so far, or for a first lap that of the field. Where the time is not near a
  multiple, the runner has rested.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf, log
from statistics import median
from typing import TYPE_CHECKING

from race.belief.human_limits import least_seconds
from race.belief.stretch_limits import StretchLimits
from race.course import START
from race.edits.next_checkpoint import FEWEST, MISSED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course

NEAR = 1.2
"""A time that is so many times a multiple of the usual, or less, is about that multiple."""

MOST_MISSED = 8
"""In a row; after more the runner was away."""

START_WINDOW_MS = 600_000
"""For so long after the gun the start line is crossed, unless the next checkpoint can be reached sooner."""


class LapNumbers:
    """Numbers passings on one course, and learns how fast the field is."""

    def __init__(self, course: Course, start_window_ms: int = START_WINDOW_MS) -> None:
        self._course = course
        self._window_ms = start_window_ms
        is_on_foot = course.event.is_on_foot
        self._limits = StretchLimits(course.place_distances, "", course.event.leg_m, is_on_foot=is_on_foot)
        self._is_on_foot = is_on_foot
        self._may_miss = course.limit_ms is None
        """In a race to a time people sleep for about a multiple of anything."""
        self._field: dict[tuple[int, int], dict[str, float]] = {}
        """By stretch and runner, milliseconds a metre."""

    def least_ms(self, start: int, end: int) -> float:
        """The least time between two checkpoints in which anyone can run it; 0 where there is no limit."""
        metres = self._course.distance(end) - self._course.distance(start)
        return 1000 * least_seconds(metres, "", self._course.event.leg_m) if self._is_on_foot else 0.0

    def number(
        self, bib: str, times_ms: Sequence[int], line: Sequence[int], gun_ms: int | None
    ) -> list[int | None]:
        """For each passing the index of its checkpoint; None before the gun and after the last.

        Args:
            bib: The runner.
            times_ms: The passings in the order of time, in milliseconds since 1970.
            line: The indices of the checkpoints that are passed there, in order; START first if the start
                line is one of them.
            gun_ms: The runner's gun; None while it is not known.
        """
        starts = self._starts(times_ms, line, gun_ms)
        numbers: list[int | None] = [START if line[0] == START else None] * starts
        at, at_ms, first = START, gun_ms, None
        if starts and line[0] == START:
            at_ms = max(times_ms[starts - 1], gun_ms or 0)
        zero_ms = at_ms if gun_ms is None else gun_ms
        slots = [index for index in line if index != START]
        paces: list[float] = []
        for ms in times_ms[starts:]:
            if not slots:
                numbers.append(None)
                continue
            if at_ms is not None:
                if self._is_too_fast(at, at_ms, slots[0], ms, zero_ms, first):
                    numbers.append(slots[0])
                    continue
                del slots[: self._missed(bib, at, ms - at_ms, slots, paces)]
            index = slots.pop(0)
            metres = self._course.distance(index) - self._course.distance(at)
            if at_ms is not None and metres > 0:
                pace = (ms - at_ms) / metres
                paces.append(pace)
                self._field.setdefault((at, index), {})[bib] = pace
            at, at_ms, first = index, ms, first or (index, ms)
            numbers.append(index)
        return numbers

    def _starts(self, times_ms: Sequence[int], line: Sequence[int], gun_ms: int | None) -> int:
        """How many of the passings are of before the race, or of its start line."""
        if gun_ms is not None and line[0] != START:
            return sum(ms < gun_ms for ms in times_ms)
        if line[0] != START:
            return 0
        to_next_ms = self.least_ms(START, line[1]) if len(line) > 1 else inf
        if gun_ms is not None:
            return sum(ms <= gun_ms + min(self._window_ms, to_next_ms) for ms in times_ms)
        gaps = (later - before >= to_next_ms for before, later in pairwise(times_ms))
        return next((count for count, is_lap in enumerate(gaps, start=1) if is_lap), len(times_ms))

    def _is_too_fast(
        self, at: int, at_ms: int, index: int, ms: int, zero_ms: int | None, first: tuple[int, int] | None
    ) -> bool:
        if zero_ms is None:
            return ms - at_ms < self.least_ms(at, index)
        first_at, first_ms = first or (index, ms)
        taken_ms = ms - at_ms
        return not self._limits.covers(at, at_ms - zero_ms, index, taken_ms, first_at, first_ms - zero_ms)

    def _missed(self, bib: str, at: int, taken_ms: int, slots: Sequence[int], paces: Sequence[float]) -> int:
        """How many passings before this one were missed."""
        usual = median(paces) if paces else self._usual(bib, at, slots[0])
        if usual is None or not self._may_miss:
            return 0
        begin_m = self._course.distance(at)
        ratios = [
            taken_ms / (usual * (self._course.distance(index) - begin_m))
            for index in slots[: MOST_MISSED + 1]
            if self._course.distance(index) > begin_m
        ]
        if not ratios or ratios[0] < MISSED:
            return 0
        best = min(range(len(ratios)), key=lambda missed: abs(log(ratios[missed])))
        return best if abs(log(ratios[best])) <= log(NEAR) else 0

    def _usual(self, bib: str, at: int, index: int) -> float | None:
        """The pace of the others over a stretch, in milliseconds a metre."""
        others = [pace for other, pace in self._field.get((at, index), {}).items() if other != bib]
        return median(others) if len(others) >= FEWEST else None
