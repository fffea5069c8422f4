"""Projections, and the types of the models that make them.

A model is a function from a state to a projector, which is a function from a runner of that state to a
`Projection`. It sees only the state. `standings` takes the model as an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

from race.course import START, Course
from race.fold.runner import Runner
from race.fold.state import RaceState
from race.times import Time

Basis = Literal["result", "curve", "edition", "field", "last lap", "even pace"]
"""What a projection rests on: the time run, the fitted curve of this kind of race, an earlier edition of the
course, the runners ahead in this race, the last-lap rule of the track, or only the average pace so far."""


class Expected(NamedTuple):
    """When a runner should pass the next checkpoint."""

    checkpoint: int
    time: Time
    """From the runner's own gun."""
    low: Time | None
    """Lower end of the range; None where no range was measured."""
    high: Time | None
    when_ms: int
    """Race time of the expected passing, in milliseconds from the first gun."""
    limit_ms: int | None = None
    """Race time from which the runner is overdue there; None where that cannot be said."""


class Projection(NamedTuple):
    """When a runner is expected at the finish."""

    time: Time
    """From the runner's own gun."""
    low: Time | None = None
    """Lower end of the range, which holds four times in five; None where no range was measured."""
    high: Time | None = None
    estimated: bool = False
    """Whether it rests on an estimated split; then it has no range."""
    next: Expected | None = None
    """The next checkpoint; None for a finisher, and where it would rest on an estimated split."""
    basis: Basis = "even pace"
    overdue: bool = False
    """Whether the runner should have passed the next checkpoint long ago: then no finish is shown."""

    def at(self, clock_ms: int) -> Projection:
        """The projection at a later race time at which the runner has still not been seen.

        Once the expected time at the next checkpoint has passed, it becomes the present time and the finish
        moves with it, in whole seconds; beyond the limit of the range the runner is overdue.
        """
        expected = self.next
        if expected is None or clock_ms <= expected.when_ms:
            return self
        if expected.limit_ms is not None and clock_ms > expected.limit_ms:
            return self._replace(overdue=True)
        late_ms = (clock_ms - expected.when_ms) // 1000 * 1000
        if not late_ms:
            return self
        moved = expected._replace(
            time=_later(expected.time, late_ms),
            low=expected.low and _later(expected.low, late_ms),
            high=expected.high and max(_later(expected.time, late_ms), expected.high),
            when_ms=expected.when_ms + late_ms,
        )
        return self._replace(
            time=_later(self.time, late_ms),
            low=self.low and _later(self.low, late_ms),
            high=self.high and _later(self.high, late_ms),
            next=moved,
        )


Projector = Callable[[Runner], Projection | None]
Model = Callable[[RaceState], Projector]


def even_pace(state: RaceState) -> Projector:
    """Average pace so far, held over the distance that is left."""
    course = state.course
    return lambda runner: _at_even_pace(course, runner) if course else None


def _at_even_pace(course: Course, runner: Runner) -> Projection | None:
    """The even-pace projection, to the tenth of a second at most; for a finisher, the time run."""
    index = runner.last_timed
    time = runner.time_at(index)
    if index == START or time is None:
        return None
    passing = runner.passings[index]
    estimated = passing.evidence == "estimated"
    if index == course.finish:
        return Projection(time, time, time, estimated, basis="result")

    def expected(checkpoint: int) -> Time:
        ms = round(time.ms * course.distance(checkpoint) / course.distance(index))
        return Time(ms, min(time.digits, 1))

    ahead = runner.furthest + 1
    following = None
    if ahead <= course.finish and not estimated:
        when_ms = passing.when_ms + expected(ahead).ms - time.ms
        following = Expected(ahead, expected(ahead), None, None, when_ms)
    return Projection(expected(course.finish), estimated=estimated, next=following)


def _later(time: Time, ms: int) -> Time:
    return time._replace(ms=time.ms + ms)
