"""The laps of the field: their average, to which each is compared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.laps import Stretch, lap
from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.course import Course
    from race.fold.runner import Runner

FEWEST_LAPS = 3
"""Of fewer laps the average says nothing of a field."""


class AverageLaps:
    """The average laps of one state, each worked out when it is first asked for."""

    def __init__(self, course: Course, runners: Iterable[Runner]) -> None:
        self._course = course
        self._runners = [runner for runner in runners if runner.entrant.role == "runner"]
        self._averages: dict[int, Time | None] = {}

    def at(self, index: int) -> Time | None:
        """The average lap that ends at a checkpoint, of those who have passed it; without pacemakers."""
        if index not in self._averages:
            laps = [lap(self._course, runner, index) for runner in self._runners]
            self._averages[index] = _average([one.time for one in laps if one is not None])
        return self._averages[index]

    def behind(self, runner: Runner, index: int) -> Stretch | None:
        """How much slower than the average a runner's lap was that ends there; negative if faster."""
        own, average = lap(self._course, runner, index), self.at(index)
        if own is None or average is None:
            return None
        return Stretch(own.time.minus(average), own.metres)


def _average(laps: list[Time]) -> Time | None:
    """The average, as precise as the least precise of them."""
    if len(laps) < FEWEST_LAPS:
        return None
    digits = min(time.digits for time in laps)
    unit = UNITS_MS[digits]
    return Time(round(sum(time.ms for time in laps) / len(laps) / unit) * unit, digits)
