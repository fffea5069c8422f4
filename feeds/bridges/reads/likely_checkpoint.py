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
        self._first: tuple[int, float] | None = None
        """When the first runner came to a line, and how far that is from the start."""

    def saw(self, line: Line, ms: int, gun_ms: int | None) -> None:
        """Someone has come to a line."""
        first = next((index for index in line if index != START), None)
        if first is None or not self._can_run(first, ms, gun_ms):
            return
        known = self._first is not None and self._can_run(first, self._first[0], gun_ms)
        if not known or self._first is None or ms < self._first[0]:
            self._first = ms, self._course.distance(first)

    def at(self, line: Line, ms: int, gun_ms: int | None) -> int:
        """The index of a checkpoint of the line; the first before anyone can have come there."""
        slots = [index for index in line if index != START]
        if gun_ms is None or self._first is None or not slots or not self._can_run(slots[0], ms, gun_ms):
            return line[0]
        first_ms, metres = self._first
        run_m = (ms - gun_ms) * metres / max(first_ms - gun_ms, 1)
        return min(slots, key=lambda index: abs(self._course.distance(index) - run_m))

    def _can_run(self, index: int, ms: int, gun_ms: int | None) -> bool:
        return gun_ms is not None and ms - gun_ms >= self._laps.least_ms(START, index)
