"""The grade of the projections of a race: how accurate each was when it was made.

At every measured passing of a runner with a result, the projection made from the state at that moment is
compared with the time that was run and with even pace. At each checkpoint the runner projected first is noted
once eight have passed, or all where they are fewer.
"""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from race.projection.board_model import project
from race.projection.projector import Model, even_pace
from race.shown_projections import MeasuredPassing, ShownProjection, measured_passings, shown_projections
from race.standings import standings, winners

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.history import History

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
    passings = measured_passings(end, finishers=True)
    shown = shown_projections(history, model, passings)
    return Grade(end.course, list(filter(None, map(_graded, shown))), _favourites(history, model, passings))


def _graded(shown: ShownProjection) -> GradedProjection | None:
    """One projection graded; None where no finish was shown."""
    projected, at_even_pace = shown.row.projection, even_pace(shown.state)(shown.row.runner)
    run = shown.in_the_end.time_at(shown.row.field.course.finish)
    if not (projected and at_even_pace and run):
        return None
    low, high = projected.low, projected.high
    return GradedProjection(
        shown.checkpoint,
        abs(projected.time.ms - run.ms),
        abs(at_even_pace.time.ms - run.ms),
        (high.ms - low.ms) / 2 if low and high else None,
        low is not None and high is not None and low.ms <= run.ms <= high.ms,
    )


def _favourites(history: History, model: Model, passings: list[MeasuredPassing]) -> list[Favourite]:
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
