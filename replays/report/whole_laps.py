"""The laps that a race is divided into, without those that overlap them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from race.course import START

if TYPE_CHECKING:
    from race.order.checkpoint_table import CheckpointTable


class WholeLap(NamedTuple):
    """A lap, by the checkpoints at its ends."""

    start: int
    """Index of a checkpoint; START for the start."""
    end: int


def whole_laps(table: CheckpointTable, last: int) -> list[WholeLap]:
    """The laps from the start up to a checkpoint, counted back from it; none for START.

    Of a mile they are three of 400 m and one of 409 m, of 1500 m first 300 m and then three of 400 m. On a
    road they are the stretches between the checkpoints.
    """
    ends = [last]
    while ends[-1] != START:
        ends.append(_start(table, ends[-1]))
    return [WholeLap(start, end) for start, end in pairwise(ends[::-1])]


def _start(table: CheckpointTable, end: int) -> int:
    """Where the lap begins that ends at a checkpoint; without a checkpoint there, the nearest one."""
    course = table.course
    if course.lap_m is None or table.is_lap(end):
        return table.start(end)
    wanted_m = course.distance(end) - course.lap_m
    return min(range(START, end), key=lambda index: abs(course.distance(index) - wanted_m))
