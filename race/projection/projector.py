"""Projections, and the types of the models that make them.

A model is a function from a state to a projector, which is a function from a runner of that state to a
`Projection`. It sees only the state. `standings` takes the model as an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from race.course import START, Course
from race.fold.runner import Runner
from race.fold.state import RaceState
from race.lazy_named_tuple import NamedTuple
from race.projection.race_kinds import PATIENCE
from race.times import Time

Basis = Literal["result", "curve", "edition", "field", "last lap", "even pace"]
"""What a projection rests on: the time run, the fitted curve of this kind of race, an earlier edition of the
course, the runners ahead in this race, the last-lap rule of the track, or only the average pace so far."""

LEAST_LATE_MS = 5000
"""No one is overdue sooner after the expected time."""


class Expected(NamedTuple):
    """When a runner should pass the next checkpoint."""

    checkpoint: int
    time: Time
    """From the runner's own gun."""
    low: Time | None
    """Lower end of the range; None where no range was measured."""
    high: Time | None
    when_ms: int
    """Race time of the expected passing, in milliseconds from the first gun; for a late runner it is over."""
    limit_ms: int
    """The last race time at which the runner is still expected there."""
    is_watched: bool = True
    """Whether a runner not seen there by then is overdue. Otherwise nothing is known any longer: the runner
    may be resting, or a missing reading is likelier than a missing runner."""


class Overdue(NamedTuple):
    """A runner who should have passed a checkpoint long ago."""

    checkpoint: int
    since_ms: int
    """The race time from which the runner is overdue."""


class Projection(NamedTuple):
    """When a runner is expected at the finish."""

    time: Time
    """From the runner's own gun."""
    low: Time | None = None
    """Lower end of the range, which holds four times in five; None where no range was measured."""
    high: Time | None = None
    next: Expected | None = None
    """The next checkpoint that is not at the same place; None for a finisher."""
    basis: Basis = "even pace"
    when_ms: int = 0
    """Race time of the expected finish, in milliseconds from the first gun; 0 for a finisher."""
    own_share: float = 1.0
    """How much of the range is the runner's own; the rest is common to all in the race."""
    is_early: bool = False
    """Whether too little is known for a finish to be shown: only the next checkpoint is expected."""

    def at(self, clock_ms: int) -> Projection | Overdue | None:
        """The projection at a later race time at which the runner has still not been seen.

        Once the expected time at the next checkpoint has passed, it becomes the present time and the finish
        moves with it, in whole seconds, so that nothing is expected before the clock. It does so up to the
        limit: then the runner is overdue, or nothing is known (None).
        """
        _, low, _, expected, basis, when_ms, *_ = self
        if basis == "result":
            return self
        if expected is None:
            return self if clock_ms <= when_ms else None
        checkpoint, next_time, next_low, _, next_ms, limit_ms, is_watched = expected
        if clock_ms > limit_ms:
            return Overdue(checkpoint, limit_ms + 1) if is_watched else None
        ahead_ms = next_ms - clock_ms
        now_ms = next_time.ms - ahead_ms
        is_over = (next_low is not None and next_low.ms < now_ms) or (low is not None and low.ms < now_ms)
        if ahead_ms >= 0 and not is_over:
            return self
        late_ms = -min(ahead_ms // 1000 * 1000, 0)
        moved = expected._replace(
            time=_later(next_time, late_ms),
            low=next_low and _from(next_low, now_ms),
            high=expected.high and max(_later(next_time, late_ms), expected.high),
        )
        return self._replace(
            time=_later(self.time, late_ms),
            low=low and _from(_later(low, late_ms), now_ms),
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
    gun_ms = passing.when_ms - time.ms
    if index == course.finish:
        return Projection(time, time, time, basis="result")

    def expected(checkpoint: int) -> Time:
        ms = round(time.ms * course.distance(checkpoint) / course.distance(index))
        return Time(ms, min(time.digits, 1))

    following, finish = None, expected(course.finish)
    if runner.furthest < course.finish:
        ahead = course.next_place(runner.furthest)
        at = expected(ahead)
        when_ms, limit_ms = gun_ms + at.ms, gun_ms + latest_ms(time.ms, at.ms, PATIENCE["road"])
        following = Expected(ahead, at, None, None, when_ms, limit_ms, is_watched=False)
    return Projection(finish, next=following, when_ms=gun_ms + finish.ms)


def latest_ms(read_ms: int, expected_ms: int, patience: float) -> int:
    """The latest time at which a runner is expected at a checkpoint, last timed at `read_ms`.

    That is when the stretch has taken `patience` times as long as expected.
    """
    return expected_ms + max(round((patience - 1) * (expected_ms - read_ms)), LEAST_LATE_MS)


def _later(time: Time, ms: int) -> Time:
    return time._replace(ms=time.ms + ms)


def _from(time: Time, now_ms: int) -> Time:
    return time._replace(ms=max(time.ms, now_ms))
