"""The grade of the projections of a race: how right each was at the moment it was made.

Every measured passing of those with a result is looked at: what was projected then, from the state of that
very moment, against the time that was run and against even pace. And at each checkpoint the one who was then
projected first is noted, as soon as eight have come by, or all where they are fewer.
"""

from __future__ import annotations

from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from race.projection.board_model import project
from race.projection.projector import Model, Projector, even_pace
from race.standings import Row, standings

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.history import History
    from race.fold.state import RaceState, Runner

MOST = 2000
"""Of more passings so many are looked at, evenly spread over the race."""

FAVOURITE_AFTER = 8
"""So many have come by when the one projected first is noted."""


class GradedProjection(NamedTuple):
    """One projection, judged. Times in milliseconds."""

    checkpoint: int
    """Index of the checkpoint where it was made."""
    error_ms: int
    """How far it was from the time run."""
    even_error_ms: int
    """How far even pace was."""
    half_width_ms: float | None
    """Half its range; None where it had none."""
    held: bool
    """Whether the time run lay within the range."""


class Favourite(NamedTuple):
    """Who was projected first."""

    checkpoint: int
    bib: str
    chance: float | None
    """The chance of winning that was given; None where none was."""
    won: bool


class GradeSummary(NamedTuple):
    """Some looks together. What there is none of is None."""

    looks: int
    error_ms: float
    """Mean absolute error."""
    even_error_ms: float
    """That of even pace."""
    ranges: int
    """Looks with a range."""
    held: int
    """Ranges that held."""
    half_width_ms: float | None
    """Mean half range."""
    favourites: int
    favourites_won: int
    favourites_chance: float | None
    """Mean chance that was given to the favourites of whom one was."""

    @property
    def ratio(self) -> float | None:
        """Error of even pace over that of the projection; None where there was no error."""
        return self.even_error_ms / self.error_ms if self.error_ms else None

    @property
    def coverage(self) -> float | None:
        """Share of the ranges that held."""
        return self.held / self.ranges if self.ranges else None


class Grade(NamedTuple):
    """A race, graded."""

    course: Course
    looks: list[GradedProjection]
    favourites: list[Favourite]

    @property
    def checkpoints(self) -> list[int]:
        """Indices of the checkpoints where anything was looked at."""
        return sorted({look.checkpoint for look in self.looks})

    def favourite(self, checkpoint: int) -> Favourite | None:
        """Who was projected first there."""
        return next((found for found in self.favourites if found.checkpoint == checkpoint), None)

    def summary(self, checkpoint: int | None = None) -> GradeSummary:
        """Of one checkpoint, or of all. Only where there are looks."""
        return summed(
            [look for look in self.looks if checkpoint in (None, look.checkpoint)],
            [favourite for favourite in self.favourites if checkpoint in (None, favourite.checkpoint)],
        )


def summed(looks: list[GradedProjection], favourites: list[Favourite]) -> GradeSummary:
    """Looks of one race or of many, at least one, together."""
    widths = [look.half_width_ms for look in looks if look.half_width_ms is not None]
    given = [favourite.chance for favourite in favourites if favourite.chance is not None]
    return GradeSummary(
        looks=len(looks),
        error_ms=fmean(look.error_ms for look in looks),
        even_error_ms=fmean(look.even_error_ms for look in looks),
        ranges=len(widths),
        held=sum(look.held for look in looks),
        half_width_ms=fmean(widths) if widths else None,
        favourites=len(favourites),
        favourites_won=sum(favourite.won for favourite in favourites),
        favourites_chance=fmean(given) if given else None,
    )


def grade(history: History, model: Model = project) -> Grade | None:
    """Grade a race whose history holds measured times alone; None while no start list tells its course."""
    end = history.at(history.end_ms)
    if end.course is None:
        return None
    passings = _passings(end.course, end)
    return Grade(end.course, _looks(history, model, passings), _favourites(history, model, passings))


class _GradedPassing(NamedTuple):
    """A measured passing of somebody who has a result."""

    when_ms: int
    checkpoint: int
    bib: str


def _passings(course: Course, end: RaceState) -> list[_GradedPassing]:
    """Those before the finish, in the order in which they took place."""
    return sorted(
        _GradedPassing(passing.when_ms, index, bib)
        for bib, runner in end.runners.items()
        if runner.entrant.role == "runner" and not runner.status_claims and runner.time_at(course.finish)
        for index, passing in runner.passings.items()
        if index != course.finish and runner.time_at(index)
    )


def _looks(history: History, model: Model, passings: list[_GradedPassing]) -> list[GradedProjection]:
    every = -(-len(passings) // MOST) or 1
    finishers = history.at(history.end_ms).runners
    looks: list[GradedProjection] = []
    for when_ms, there in groupby(passings[::every], key=lambda passing: passing.when_ms):
        state = history.at(when_ms)
        even = even_pace(state)
        rows = {row.runner.entrant.bib: row for row in standings(state, model)}
        for _, index, bib in there:
            if look := _look(index, rows[bib], even, finishers[bib]):
                looks.append(look)
    return looks


def _look(index: int, row: Row, even: Projector, finisher: Runner) -> GradedProjection | None:
    """None where the passing was not known yet, or not like that."""
    course = row.field.course
    projected, at_even_pace, run = row.projection, even(row.runner), finisher.time_at(course.finish)
    if row.runner.last_timed != index or not (projected and at_even_pace and run):
        return None
    low, high = projected.low, projected.high
    return GradedProjection(
        index,
        abs(projected.time.ms - run.ms),
        abs(at_even_pace.time.ms - run.ms),
        (high.ms - low.ms) / 2 if low and high else None,
        low is not None and high is not None and low.ms <= run.ms <= high.ms,
    )


def _favourites(history: History, model: Model, passings: list[_GradedPassing]) -> list[Favourite]:
    """At each checkpoint, while nobody has finished."""
    end = standings(history.at(history.end_ms), model)
    winners = {row.runner.entrant.bib for row in end if row.status == "finished" and row.place == 1}
    found: list[Favourite] = []
    for index in sorted({passing.checkpoint for passing in passings}):
        there = [passing.when_ms for passing in passings if passing.checkpoint == index][:FAVOURITE_AFTER]
        rows = standings(history.at(there[-1]), model)
        first = next((row for row in rows if row.projected_place == 1), None)
        if first is not None and not any(row.status == "finished" for row in rows):
            bib = first.runner.entrant.bib
            found.append(Favourite(index, bib, first.chances[0] if first.chances else None, bib in winners))
    return found
