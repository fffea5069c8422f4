"""The grade of the projections of a race: how accurate each was when it was made.

At every measured passing of a runner with a result, the projection made from the state at that moment is
compared with the time that was run and with even pace. At each checkpoint the chances of winning are noted,
and the runner projected first, once eight have passed, or all where they are fewer.
"""

from __future__ import annotations

from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from race.calibration import GivenChance, brier
from race.projection.board_model import project
from race.projection.projector import Model, even_pace
from race.shown_chances import Favourite, shown_chances
from race.shown_projections import (
    MOST,
    ShownProjection,
    measured_passings,
    shown_projections,
)

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.history import History


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
    brier: float | None
    """The Brier score of the chances of winning; None where none were given."""

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
    chances: list[GivenChance]
    """The chances of winning that every runner had at each checkpoint, the index of which is the moment."""

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
            [given for given in self.chances if checkpoint in (None, given.moment)],
        )


def summed(
    projections: list[GradedProjection], favourites: list[Favourite], chances: list[GivenChance]
) -> GradeSummary:
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
        brier=brier(chances),
    )


def grade(history: History, model: Model = project, most: int = MOST) -> Grade | None:
    """Grade at most so many projections of a race, from a history without estimated times.

    None without a start list.
    """
    end = history.at(history.end_ms)
    if end.course is None:
        return None
    passings = measured_passings(end, finishers=True)
    shown = shown_projections(history, model, passings, most)
    graded = Grade(end.course, list(filter(None, map(_graded, shown))), [], [])
    for there in shown_chances(history, model, passings):
        if there.favourite is not None:
            graded.favourites.append(there.favourite)
        graded.chances.extend(there.given)
    return graded


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
