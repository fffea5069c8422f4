"""Where a race was won: the time that one gained on another, lap by lap."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from race.course import START
from race.laps import Stretch, time_between
from race.order.head_to_head import checkpoint_gaps
from replays.report.whole_laps import whole_laps

if TYPE_CHECKING:
    from race.order.checkpoint_table import CheckpointTable
    from race.order.head_to_head import CheckpointGap, TimeAt
    from race.times import Time


class LapGain(NamedTuple):
    """What one gained on another over a lap, or a longer stretch where a time between is not known."""

    start: int
    """Index of the checkpoint where it begins; START for the start."""
    end: int
    own: Time
    """The time that the one took for it."""
    other: Time
    gained: Stretch
    """Positive where the one was faster."""
    ahead: Stretch
    """How far the one is ahead at its end, negative behind."""


def lap_gains(table: CheckpointTable, own: TimeAt, other: TimeAt) -> list[LapGain]:
    """The laps up to the last checkpoint where both have a time, the first one from the start.

    The laps are those that end there: of a mile three of 400 m and one of 409 m. On a road they are the
    stretches between the checkpoints.
    """
    gaps = {gap.checkpoint: gap for gap in checkpoint_gaps(table.course, own, other)}
    if not gaps:
        return []
    ends = [lap.end for lap in whole_laps(table, max(gaps)) if lap.end in gaps]
    first = _gain(table, None, gaps[ends[0]])
    return [first, *(_gain(table, gaps[start], gaps[end]) for start, end in pairwise(ends))]


def _gain(table: CheckpointTable, before: CheckpointGap | None, after: CheckpointGap) -> LapGain:
    course, ahead = table.course, after.gap
    if before is None:
        own, other = after.first.rounded(course.digits), after.second.rounded(course.digits)
        return LapGain(START, after.checkpoint, own, other, ahead, ahead)
    metres = course.distance(after.checkpoint) - course.distance(before.checkpoint)
    is_estimated = ahead.estimated or before.gap.estimated
    gained = Stretch(ahead.time.minus(before.gap.time), metres, is_estimated)
    own = time_between(course, after.first, before.first)
    other = time_between(course, after.second, before.second)
    return LapGain(before.checkpoint, after.checkpoint, own, other, gained, ahead)
