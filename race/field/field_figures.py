"""The figures of a field, for what shows it at one race time after another.

Each is worked out when it is first asked for, and kept until another state is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.field.density import Density, FieldDensity
from race.field.field_count import FieldCount
from race.field.finish_times import FinishTimes, finish_times
from race.field.forecast import Forecast
from race.field.groups import groups_of
from race.field.mat_arrivals import ArrivalCounts, MatArrivals
from race.field.paces import Paces
from race.field.stretch_table import StretchTable, stretch_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from race.course import Course
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.projection.projector import Projection


class FieldFigures:
    """A field on its course, for the state taken last."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._count = FieldCount(course)
        self._paces = Paces(self._count)
        self._forecast = Forecast(self._count, self._paces)

    def take(self, state: RaceState, projector: Callable[[Runner], Projection | None]) -> None:
        """Move on, or back, to another state of the race, with the projections of that state."""
        if state is not self._count.state:
            self._count.take(state)
            self._forecast.renew(projector)
            self._arrivals: ArrivalCounts | None = None
            self._densities: dict[str, FieldDensity] = {}
            self._groups: tuple[str, ...] | None = None

    @property
    def everyone(self) -> int:
        """How many are in the field."""
        return self._count.everyone

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of the groups that can be looked at alone."""
        if self._groups is None:
            assert self._count.state is not None
            self._groups = groups_of(self._count.state)
        return self._groups

    def arrivals(self, index: int, clock_ms: int, back: int, ahead: int) -> MatArrivals:
        """The arrivals at a checkpoint in so many minutes before and after a race time."""
        if self._arrivals is None:
            self._arrivals = ArrivalCounts(self._count, self._forecast)
        return self._arrivals.at(index, clock_ms, back, ahead)

    def density(self, clock_ms: int, parts: int, group: str) -> Density:
        """Where the field is, on so many equal parts of the course."""
        if group not in self._densities:
            self._densities[group] = FieldDensity(self._count, self._paces, self._forecast, group)
        return self._densities[group].at(clock_ms, parts)

    def finish_times(self, clock_ms: int, group: str) -> FinishTimes:
        """The finish times, run and projected, of a group."""
        return finish_times(self._count, self._forecast, clock_ms, group)

    def stretches(self, clock_ms: int) -> StretchTable:
        """How many are still out, and where."""
        return stretch_table(self._count, self._forecast, clock_ms)
