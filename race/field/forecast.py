"""When those on the way are expected at the checkpoints ahead and at the finish, for counts of a whole field.

The projections of the board are asked for every runner of a field of `PROJECTED`, and in a larger one of
every second, third ... on the start list. The others have the median of those who were last seen at the same
checkpoint: they run at their own average pace, and slow down as these are expected to.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import attrgetter, is_
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from race.course import START

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from race.field.field_count import FieldCount
    from race.field.paces import Pace, Paces
    from race.fold.runner import Runner
    from race.projection.projector import Projection

PROJECTED = 300
"""All of a field of 10,000 would take a second at first, and 150 ms at each split."""

LEAST = 8
"""At least so many of those last seen at a checkpoint are projected, if there are."""


class ExpectedRunner(NamedTuple):
    """Someone on the way, with race times in milliseconds from the first gun."""

    limit_ms: float
    """Until when at the latest the runner is expected at the next place with a checkpoint,"""
    next_ms: float
    """when most likely,"""
    finish_ms: float
    """and when at the finish."""
    pace: Pace
    runner: Runner

    @property
    def finish_time_ms(self) -> int:
        """The expected time at the finish from the runner's own gun."""
        return round(self.finish_ms) - self.pace.seen_ms + self.pace.own_ms


class _Slowing(NamedTuple):
    """How long those last seen at a checkpoint take from there, for each ms a metre of their average pace."""

    next: float
    limit: float
    finish: float


class ExpectedFrom(NamedTuple):
    """What is expected of those in the race who were seen last at one checkpoint, and have a time there."""

    runners: Sequence[ExpectedRunner] = ()
    """In the order in which they are overdue."""
    limits_ms: Sequence[float] = ()
    """Of each."""
    shows_finish: bool = False
    """Whether enough is known for a projected finish to be shown."""

    first_ms: float = 0.0
    """The earliest time at which one of them is expected at the next checkpoint,"""
    least_ms: float = 0.0
    """and the shortest from there to the finish."""

    def earliest_ms(self, share: float) -> float:
        """No one is expected sooner at so much of the way from the next checkpoint to the finish."""
        return self.first_ms + self.least_ms * share

    def overdue(self, clock_ms: int) -> int:
        """How many are overdue at the next checkpoint; they are the first."""
        return bisect_left(self.limits_ms, clock_ms)


NO_ONE = ExpectedFrom()


class Forecast:
    """What is expected of the field of one count, and of the next one after `renew`."""

    def __init__(self, count: FieldCount, paces: Paces) -> None:
        self._count, self._paces = count, paces
        self._groups: dict[int, _Group] = {}
        """By checkpoint, the newest."""

    def renew(self, projector: Callable[[Runner], Projection | None]) -> None:
        """Forget what was worked out, for a count that has moved on to another state."""
        self._projector = projector
        self._stride = 1 + max(self._count.everyone - 1, 0) // PROJECTED
        self._found: dict[int, ExpectedFrom] = {}

    def since(self, index: int) -> ExpectedFrom:
        """What is expected of those who were seen last at a checkpoint."""
        if index not in self._found:
            self._found[index] = self._expected(index)
        return self._found[index]

    def share(self, index: int, at: int) -> float:
        """How far a checkpoint is between the next one after `index` and the finish, from 0 to 1."""
        course = self._count.course
        next_m = course.distance(course.next_place(index))
        return (course.distance(at) - next_m) / max(course.distance_m - next_m, 1.0)

    def _expected(self, index: int) -> ExpectedFrom:
        if index in (START, self._count.course.finish):
            return NO_ONE
        revision, group = self._count.revision(index), self._groups.get(index)
        if group is None or (group.revision, group.stride) != (revision, self._stride):
            group = self._groups[index] = self._group(index, revision)
        projections = [self._projector(runner) for runner, _ in group.asked]
        if group.projections is None or not all(map(is_, projections, group.projections)):
            group.projections, group.expected = projections, group.expect(projections)
        return group.expected

    def _group(self, index: int, revision: int) -> _Group:
        known = [each for each in self._paces.at(index) if each[0].entrant.role == "runner"]
        asked = [each for each in known if each[0].number % self._stride == 0]
        return _Group(revision, self._stride, known, asked if len(asked) >= LEAST else known[:LEAST])


class _Group:
    """Those who were seen last at one checkpoint: kept for as long as they and their projections are."""

    def __init__(
        self,
        revision: int,
        stride: int,
        known: Sequence[tuple[Runner, Pace]],
        asked: Sequence[tuple[Runner, Pace]],
    ) -> None:
        self.revision, self.stride = revision, stride
        """What they are of."""
        self._known = known
        self.asked = asked
        """Those who are projected one by one."""
        self.projections: Sequence[Projection | None] | None = None
        self.expected = NO_ONE
        """By these projections."""

    def expect(self, projections: Sequence[Projection | None]) -> ExpectedFrom:
        """What is expected of all, by the projections of those asked."""
        exact: dict[str, ExpectedRunner] = {}
        early = 0
        for (runner, pace), projection in zip(self.asked, projections, strict=True):
            if projection is not None and projection.next is not None:
                when_ms, limit_ms = projection.next.when_ms, projection.next.limit_ms
                exact[runner.entrant.bib] = ExpectedRunner(
                    limit_ms, when_ms, projection.when_ms, pace, runner
                )
                early += projection.is_early
        if not exact:
            return NO_ONE
        slowing = _slowing(exact.values())
        runners = [exact.get(each[0].entrant.bib) or _expected(*each, *slowing) for each in self._known]
        runners.sort(key=_limit)
        return ExpectedFrom(
            runners,
            [each.limit_ms for each in runners],
            2 * early < len(exact),
            min(each.next_ms for each in runners),
            min(each.finish_ms - each.next_ms for each in runners),
        )


def _expected(runner: Runner, pace: Pace, next_slowing: float, limit: float, finish: float) -> ExpectedRunner:
    seen_ms, _, average, _ = pace
    # Half as long as by its own constructor, and there may be thousands.
    return _made(
        ExpectedRunner,
        (
            seen_ms + average * limit,
            seen_ms + average * next_slowing,
            seen_ms + average * finish,
            pace,
            runner,
        ),
    )


def _slowing(runners: Collection[ExpectedRunner]) -> _Slowing:
    return _Slowing(
        median((each.next_ms - each.pace.seen_ms) / each.pace.average for each in runners),
        median((each.limit_ms - each.pace.seen_ms) / each.pace.average for each in runners),
        median((each.finish_ms - each.pace.seen_ms) / each.pace.average for each in runners),
    )


_limit = attrgetter("limit_ms")

_made = tuple.__new__
