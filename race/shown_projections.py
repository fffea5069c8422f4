"""What a board showed of each runner at the moment of each passing, to be compared with what was run."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from race.standings import Row, standings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.history import History
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.projection.projector import Model

MOST = 2000
"""Of more passings only so many are looked at, evenly spread over the race."""


class MeasuredPassing(NamedTuple):
    """A measured passing before the finish of a runner who counts."""

    when_ms: int
    checkpoint: int
    bib: str


class ShownProjection(NamedTuple):
    """The row of a runner just after a passing, as a board showed it."""

    checkpoint: int
    row: Row
    state: RaceState
    """As of then."""
    in_the_end: Runner
    """The same runner with all times."""


def measured_passings(end: RaceState, *, finishers: bool) -> list[MeasuredPassing]:
    """The passings before the finish in order of time, of all runners in the race or only of `finishers`."""
    course = end.course
    if course is None:
        return []
    return sorted(
        MeasuredPassing(passing.when_ms, index, bib)
        for bib, runner in end.runners.items()
        if runner.entrant.role == "runner" and not runner.status_claims
        if not finishers or runner.time_at(course.finish)
        for index, passing in runner.passings.items()
        if index != course.finish and runner.time_at(index)
    )


def shown_projections(
    history: History, model: Model, passings: list[MeasuredPassing], most: int = MOST
) -> Iterator[ShownProjection]:
    """What was shown at some passings; not where a passing was unknown at its time, or known otherwise."""
    every = -(-len(passings) // most) or 1
    in_the_end = history.at(history.end_ms).runners
    for when_ms, there in groupby(passings[::every], key=lambda passing: passing.when_ms):
        state = history.at(when_ms)
        rows = {row.runner.entrant.bib: row for row in standings(state, model, when_ms)}
        for _, index, bib in there:
            row = rows[bib]
            if row.runner.last_timed == index:
                yield ShownProjection(index, row, state, in_the_end[bib])
