"""Two runners head to head: who was in front where, the trend a lap, and the chances."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from race.course import NEAR_M, Course
from race.laps import Stretch, difference, reached
from race.place_chances import LEAST_MS, TENTH, FinishSpread, chances
from race.times import Time

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.projection.projector import Projection

TimeAt = Callable[[int], Stretch | None]
"""The time from the gun at the checkpoint of an index; None where there is none."""

KILOMETRE_M = 1000.0


class CheckpointGap(NamedTuple):
    """Two runners at a checkpoint where both have a time."""

    checkpoint: int
    first: Time
    """The first runner's time from the gun."""
    second: Time
    gap: Stretch
    """The second runner's time behind the first; negative ahead."""

    @property
    def leader(self) -> int:
        """1 if the first runner is in front, -1 if the second is, 0 if they are level."""
        return (self.gap.time.ms > 0) - (self.gap.time.ms < 0)


class LeadSwap(NamedTuple):
    """A change of the runner in front."""

    before: CheckpointGap
    """The last checkpoint with the earlier one in front."""
    after: CheckpointGap


def times_of(course: Course, runner: Runner) -> TimeAt:
    """A runner's times by checkpoint."""
    return partial(reached, course, runner)


def checkpoint_gaps(course: Course, first: TimeAt, second: TimeAt) -> list[CheckpointGap]:
    """The gaps at the checkpoints where both have a time, in the order of the course."""
    gaps: list[CheckpointGap] = []
    for index in range(len(course.checkpoints)):
        time, other = first(index), second(index)
        gap = difference(course, other, time)
        if time is not None and other is not None and gap is not None:
            gaps.append(CheckpointGap(index, time.time, other.time, gap))
    return gaps


def lead_swaps(met: list[CheckpointGap]) -> list[LeadSwap]:
    """Where the runner in front changed; checkpoints that they passed level do not count."""
    decided = [meeting for meeting in met if meeting.leader]
    return [LeadSwap(before, after) for before, after in pairwise(decided) if before.leader != after.leader]


def trend(course: Course, met: list[CheckpointGap], *, per_lap: bool = True) -> Stretch | None:
    """The time the second runner lost to the first a lap, on a road a kilometre; negative if gained.

    Measured from the nearest common checkpoint at least so far back, and scaled to a lap or kilometre, unless
    `per_lap` is false; the metres are those it was measured over. None before there is such a checkpoint.
    With the two runners exchanged it is the same figure with the other sign.
    """
    unit_m = course.lap_m or KILOMETRE_M
    if not met:
        return None
    now = met[-1]
    earlier = [m for m in met[:-1] if now.gap.metres - m.gap.metres >= unit_m - NEAR_M]
    if not earlier:
        return None
    then = earlier[-1]
    metres = now.gap.metres - then.gap.metres
    change_ms = float(now.gap.time.ms - then.gap.time.ms)
    digits = min(now.gap.time.digits, then.gap.time.digits)
    if per_lap and metres - unit_m > NEAR_M:
        change_ms, digits = change_ms * unit_m / metres, min(digits, 1)
    unit = 10 ** (3 - digits)
    change = Time(round(change_ms / unit) * unit, digits)
    return Stretch(change, metres, now.gap.estimated or then.gap.estimated)


def chance_ahead(first: Projection | None, second: Projection | None) -> float | None:
    """The chance that the first of two finishes before the second; None without ranges."""
    if first is None or second is None or first.low is None or second.low is None:
        return None
    return chances({"first": first, "second": second}).by_bib["first"][0]


def chance_under(projection: Projection | None, ms: int) -> float | None:
    """The chance of a finish before a fixed time, in milliseconds from the gun; None without a range.

    Against a fixed time the whole range counts, unlike against another runner.
    """
    if projection is None or projection.low is None or projection.high is None:
        return None
    middle = projection.time.ms
    below, above = (middle - projection.low.ms) / TENTH, (projection.high.ms - middle) / TENTH
    return FinishSpread(middle, max(below, LEAST_MS), max(above, LEAST_MS)).finished(ms)
