"""Where someone of whom nothing is known has probably come to, on a line that is crossed several times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START

if TYPE_CHECKING:
    from feeds.bridges.reads.lap_numbers import LapNumbers
    from feeds.bridges.reads.reads_map import Line
    from race.course import Course


class LikelyCheckpoint:
    """Says which checkpoint is the nearest, at the pace of the first who came."""

    def __init__(self, course: Course, laps: LapNumbers) -> None:
        self._course, self._laps = course, laps
        self._pace: float | None = None
        """Milliseconds a metre."""

    def at(self, line: Line, ms: int, gun_ms: int | None) -> int:
        """The index of a checkpoint of the line; the first before anyone can have come there."""
        slots = [index for index in line if index != START]
        if gun_ms is None or not slots or ms - gun_ms < self._laps.least_ms(START, slots[0]):
            return line[0]
        if self._pace is None:
            self._pace = (ms - gun_ms) / self._course.distance(slots[0])
        run_m = (ms - gun_ms) / self._pace
        return min(slots, key=lambda index: abs(self._course.distance(index) - run_m))
