"""Two against each other: who was in front where, what it is worth a lap, and how likely it ends so."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from race.course import NEAR_M, START, Course
from race.laps import Stretch, is_estimated
from race.place_chances import LEAST_MS, TENTH, FinishSpread, chances
from race.times import Time

if TYPE_CHECKING:
    from race.fold.state import Runner
    from race.projection.projector import Projection

TimeAt = Callable[[int], Stretch | None]
"""A time from the gun at a checkpoint, by its index; None where there is none."""

KILOMETRE_M = 1000.0


class CheckpointGap(NamedTuple):
    """Two at a checkpoint where both have a time."""

    checkpoint: int
    """Its index."""
    first: Time
    """Of the first of the two that are compared, from the gun."""
    second: Time
    gap: Stretch
    """How far the second is behind the first; negative ahead."""

    @property
    def leader(self) -> int:
        """1 or -1: which of the two is in front; 0 for neither."""
        return (self.gap.time.ms > 0) - (self.gap.time.ms < 0)


class LeadSwap(NamedTuple):
    """The other one has come to the front."""

    before: CheckpointGap
    """The last meeting with the one before in front."""
    after: CheckpointGap


def times_of(course: Course, runner: Runner) -> TimeAt:
    """The times of somebody in the race."""

    def at(index: int) -> Stretch | None:
        time = runner.time_at(index)
        if time is None or index == START:
            return None
        return Stretch(time, course.distance(index), is_estimated(runner, index))

    return at


def checkpoint_gaps(course: Course, first: TimeAt, second: TimeAt) -> list[CheckpointGap]:
    """The checkpoints where both have a time, in the order of the course."""
    found: list[CheckpointGap] = []
    for index in range(len(course.checkpoints)):
        one, other = first(index), second(index)
        if one is None or other is None:
            continue
        behind = other.time.rounded(course.digits).minus(one.time.rounded(course.digits))
        gap = Stretch(behind, course.distance(index), one.estimated or other.estimated)
        found.append(CheckpointGap(index, one.time, other.time, gap))
    return found


def lead_swaps(met: list[CheckpointGap]) -> list[LeadSwap]:
    """Where the one in front was another than before; checkpoints that they passed level do not count."""
    told = [meeting for meeting in met if meeting.leader]
    return [LeadSwap(before, after) for before, after in pairwise(told) if before.leader != after.leader]


def trend(course: Course, met: list[CheckpointGap]) -> Stretch | None:
    """How much the second lost to the first in the last lap, a kilometre on a road; negative: gained.

    It is measured from the nearest meeting that lies so far back or further, and told for a lap; its metres
    are those that it was measured over. None before there is one.
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
    change = now.gap.time.minus(then.gap.time)
    if metres - unit_m > NEAR_M:
        change = Time(round(change.ms * unit_m / metres / 100) * 100, min(change.digits, 1))
    return Stretch(change, metres, now.gap.estimated or then.gap.estimated)


def chance_ahead(first: Projection | None, second: Projection | None) -> float | None:
    """The chance that the first of two finishes before the second; None where the ranges are not known."""
    found = chances({"first": first, "second": second})
    return found["first"][0] if "first" in found else None


def chance_under(projection: Projection | None, ms: int) -> float | None:
    """The chance of a finish before a fixed time, in milliseconds from the gun; None without a range.

    Nobody else runs against a time, so the whole range counts.
    """
    if projection is None or projection.low is None or projection.high is None:
        return None
    middle = projection.time.ms
    below, above = (middle - projection.low.ms) / TENTH, (projection.high.ms - middle) / TENTH
    return FinishSpread(middle, max(below, LEAST_MS), max(above, LEAST_MS)).finished(ms)
