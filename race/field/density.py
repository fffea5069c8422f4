"""Where a field is along the course: how many are on each part of it, by expected position."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.course import START
from race.field.groups import EVERYONE, is_in_group
from race.order.positions_on_course import OVERDUE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.field.field_count import FieldCount
    from race.field.forecast import Forecast
    from race.field.paces import Paces
    from race.messages import Entrant

MOST_WAVES = 4
"""More waves are not told apart."""


class Series(NamedTuple):
    """Those who are counted together."""

    name: str
    """Of a wave, or of the group chosen; empty for the others."""
    counts: list[int]
    """By part of the course."""


class OnCourse(NamedTuple):
    """Someone on the course."""

    metres: float
    """From the start."""
    bib: str


class Density(NamedTuple):
    """A field along the course."""

    series: Sequence[Series]
    """The chosen group and the others; or the waves, in the order of the start list."""
    first: OnCourse | None
    last: OnCourse | None
    """Of those in the group that is chosen."""
    before_first_time: int
    """Those who have started and have no time yet: somewhere before the first checkpoint."""
    unplaced: int
    """Those who are overdue at their next checkpoint, or have no time at the last one."""

    @property
    def placed(self) -> int:
        """How many are counted."""
        return sum(sum(series.counts) for series in self.series)


class _Mover(NamedTuple):
    """A runner on the way from a checkpoint to the next place with one."""

    seen_ms: int
    limit_ms: float
    """Until when at the latest the runner is expected there."""
    speed: float
    """Metres a millisecond."""
    series: int
    bib: str


class FieldDensity:
    """The density of the field of one count, for a group or by wave.

    A runner is taken to go evenly from the last checkpoint to the next, and to wait there when late.
    """

    def __init__(self, count: FieldCount, paces: Paces, forecast: Forecast, group: str) -> None:
        self._count, self._group = count, group
        start_list = count.state.start_list if count.state is not None else None
        waves = [*dict.fromkeys(entrant.wave for entrant in start_list.entrants)] if start_list else []
        self._waves = waves if 1 < len(waves) <= MOST_WAVES and group == EVERYONE else []
        self._names = self._waves or ([group, ""] if group != EVERYONE else [""])
        on_way = range(count.course.finish)
        self._movers = [(index, [*self._on_way(index, paces, forecast)]) for index in on_way]
        racing = sum(len(count.racing(index)) for index in on_way)
        self._untimed = racing - sum(len(movers) for _, movers in self._movers)

    def _on_way(self, index: int, paces: Paces, forecast: Forecast) -> Iterator[_Mover]:
        course = self._count.course
        stretch_m = course.distance(course.next_place(index)) - course.distance(index)
        for limit_ms, next_ms, _, pace, runner in forecast.since(index).runners:
            speed = stretch_m / max(next_ms - pace.seen_ms, 1.0)
            yield _Mover(pace.seen_ms, limit_ms, speed, self._series(runner.entrant), runner.entrant.bib)
        for runner, pace in paces.at(index):
            if runner.entrant.role != "runner":  # of whom nothing is expected
                limit_ms = pace.seen_ms + OVERDUE * stretch_m * pace.latest
                series, bib = self._series(runner.entrant), runner.entrant.bib
                yield _Mover(pace.seen_ms, limit_ms, 1 / pace.latest, series, bib)

    def at(self, clock_ms: int, parts: int) -> Density:
        """The field at a race time, on so many equal parts of the course."""
        course = self._count.course
        counts = [[0] * parts for _ in self._names]
        a_metre, last_part = parts / course.distance_m, parts - 1
        unplaced = self._untimed
        first: tuple[float, str] | None = None
        last: tuple[float, str] | None = None
        for index, movers in self._movers:
            from_m = course.distance(index)
            stretch_m = course.distance(course.next_place(index)) - from_m
            for seen_ms, limit_ms, speed, series, bib in movers:
                if limit_ms < clock_ms:
                    unplaced += 1
                    continue
                gone_m = (clock_ms - seen_ms) * speed
                metres = from_m + (gone_m if gone_m < stretch_m else stretch_m)
                part = int(metres * a_metre)
                counts[series][part if part < parts else last_part] += 1
                if series == 0 or self._waves:
                    if first is None or metres > first[0]:
                        first = metres, bib
                    if last is None or metres < last[0]:
                        last = metres, bib
        return Density(
            [Series(name, there) for name, there in zip(self._names, counts, strict=True)],
            OnCourse(*first) if first else None,
            OnCourse(*last) if last else None,
            len(self._count.racing(START)),
            unplaced,
        )

    def _series(self, entrant: Entrant) -> int:
        """The number of the series that an entrant is counted in."""
        if self._waves:
            return self._waves.index(entrant.wave) if entrant.wave in self._waves else 0
        return 0 if is_in_group(entrant, self._group) else 1
