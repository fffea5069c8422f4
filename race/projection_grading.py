"""The grade of the projections of a race: how accurate each was when it was made.

At every measured passing of a runner with a result, the projection made from the state at that moment is
compared with the time that was run and with even pace. At each checkpoint the runner projected first is noted
once eight have passed, or all where they are fewer.
"""

from __future__ import annotations

from itertools import groupby
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from race.projection.board_model import project
from race.projection.projector import Model, Projector, even_pace
from race.standings import Row, standings, winners

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.history import History
    from race.fold.runner import Runner
    from race.fold.state import RaceState

MOST = 2000
"""Of more passings only so many are graded, evenly spread over the race."""

FAVOURITE_AFTER = 8
"""How many have passed a checkpoint when the runner projected first is noted."""


class GradedProjection(NamedTuple):
    """One projection, graded. Times in milliseconds."""

    checkpoint: int
    """Index of the checkpoint where it was made."""
    error_ms: int
    """How far it was from the time run."""
    even_error_ms: int
    """How far even pace was from the time run."""
    half_width_ms: float | None
    held: bool


class Favourite(NamedTuple):
    """The runner projected first at a checkpoint."""

    checkpoint: int
    bib: str
    chance: float | None
    """The chance of winning given at the time; None where none was."""
    won: bool


class GradeSummary(NamedTuple):
    """The figures of several graded projections together; None where there is nothing to average."""

    projections: int
    error_ms: float
    even_error_ms: float
    ranges: int
    """Projections with a range."""
    held: int
    """Ranges that held."""
    half_width_ms: float | None
    favourites: int
    favourites_won: int
    favourites_chance: float | None
    """Mean chance given to the favourites that had one."""

    @property
    def ratio(self) -> float | None:
        """Error of even pace over that of the projections; None where there was no error."""
        return self.even_error_ms / self.error_ms if self.error_ms else None

    @property
    def coverage(self) -> float | None:
        """Share of the ranges that held."""
        return self.held / self.ranges if self.ranges else None


class Grade(NamedTuple):
    """The grade of a race."""

    course: Course
    projections: list[GradedProjection]
    favourites: list[Favourite]

    @property
    def checkpoints(self) -> list[int]:
        """Indices of the checkpoints with graded projections."""
        return sorted({graded.checkpoint for graded in self.projections})

    def favourite(self, checkpoint: int) -> Favourite | None:
        """The runner projected first at a checkpoint."""
        return next((favourite for favourite in self.favourites if favourite.checkpoint == checkpoint), None)

    def summary(self, checkpoint: int | None = None) -> GradeSummary:
        """The figures of one checkpoint, or of all; there must be graded projections."""
        return summed(
            [graded for graded in self.projections if checkpoint in (None, graded.checkpoint)],
            [favourite for favourite in self.favourites if checkpoint in (None, favourite.checkpoint)],
        )


def summed(projections: list[GradedProjection], favourites: list[Favourite]) -> GradeSummary:
    """The figures of graded projections of one race or several; there must be at least one."""
    widths = [graded.half_width_ms for graded in projections if graded.half_width_ms is not None]
    given = [favourite.chance for favourite in favourites if favourite.chance is not None]
    return GradeSummary(
        projections=len(projections),
        error_ms=fmean(graded.error_ms for graded in projections),
        even_error_ms=fmean(graded.even_error_ms for graded in projections),
        ranges=len(widths),
        held=sum(graded.held for graded in projections),
        half_width_ms=fmean(widths) if widths else None,
        favourites=len(favourites),
        favourites_won=sum(favourite.won for favourite in favourites),
        favourites_chance=fmean(given) if given else None,
    )


def grade(history: History, model: Model = project) -> Grade | None:
    """Grade a race from a history without estimated times; None without a start list."""
    end = history.at(history.end_ms)
    if end.course is None:
        return None
    passings = _passings(end.course, end)
    return Grade(end.course, _graded(history, model, passings), _favourites(history, model, passings))


class _GradedPassing(NamedTuple):
    """A measured passing of a runner who has a result."""

    when_ms: int
    checkpoint: int
    bib: str


def _passings(course: Course, end: RaceState) -> list[_GradedPassing]:
    """The passings before the finish, in order of time."""
    return sorted(
        _GradedPassing(passing.when_ms, index, bib)
        for bib, runner in end.runners.items()
        if runner.entrant.role == "runner" and not runner.status_claims and runner.time_at(course.finish)
        for index, passing in runner.passings.items()
        if index != course.finish and runner.time_at(index)
    )


def _graded(history: History, model: Model, passings: list[_GradedPassing]) -> list[GradedProjection]:
    every = -(-len(passings) // MOST) or 1
    finishers = history.at(history.end_ms).runners
    projections: list[GradedProjection] = []
    for when_ms, there in groupby(passings[::every], key=lambda passing: passing.when_ms):
        state = history.at(when_ms)
        even = even_pace(state)
        rows = {row.runner.entrant.bib: row for row in standings(state, model, when_ms)}
        for _, index, bib in there:
            if graded := _graded_at(index, rows[bib], even, finishers[bib]):
                projections.append(graded)
    return projections


def _graded_at(index: int, row: Row, even: Projector, finisher: Runner) -> GradedProjection | None:
    """One projection graded; None where the passing was not known at its time, or was known differently."""
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
    """The runner projected first at each checkpoint, as long as no one has finished."""
    end = standings(history.at(history.end_ms), model)
    won = {runner.entrant.bib for runner in winners(end)}
    favourites: list[Favourite] = []
    for index in sorted({passing.checkpoint for passing in passings}):
        there = [passing.when_ms for passing in passings if passing.checkpoint == index][:FAVOURITE_AFTER]
        rows = standings(history.at(there[-1]), model, there[-1])
        first = next((row for row in rows if row.projected_place == 1), None)
        if first is not None and not any(row.status == "finished" for row in rows):
            bib = first.runner.entrant.bib
            favourites.append(Favourite(index, bib, first.chances[0] if first.chances else None, bib in won))
    return favourites
