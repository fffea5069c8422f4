"""The timeline: how far the race has been told, with what has been reached marked on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from race.board import Board
from race.times import Time
from tui.text.styled_line import StyledLine

ROUND_MS = 30_000
"""The end of the line is a round time, so that it does not give the result away."""


UNKNOWN_PACE = 200
"""Milliseconds a metre, while nothing tells."""


class Stop(NamedTuple):
    """Something on the line."""

    when_ms: int
    label: str
    """Written beside the tick where there is room; nothing for a moment."""
    is_big: bool = False
    """Whether it is one of the biggest moments."""


def scale_ms(end_ms: int) -> int:
    """The race time at the right end of the line."""
    return -(-max(end_ms, 1) // ROUND_MS) * ROUND_MS


def expected_ms(board: Board) -> int:
    """The race time by which a race should be won: as projected, and before that at 3:20 a kilometre."""
    projections = (row.projection for row in board.rows)
    projected = min((found.time.ms for found in projections if found is not None), default=0)
    course = board.state.course
    return projected or (round(course.distance_m * UNKNOWN_PACE) if course else 0)


def timeline(width: int, position_ms: int, end_ms: int, stops: Sequence[Stop]) -> StyledLine:
    """The line as styled pieces: the part that has passed, the playhead, the part to come.

    `stops` are those reached; what is not reached is not on the line.
    """
    scale = scale_ms(end_ms)
    left, right = "0:00", Time(scale, 0).show()
    room = width - len(left) - len(right) - 4
    if room < 10:
        return ((f" {left}", "dim"),)
    here = column(position_ms, scale, room)
    cells = _marked(room, here, [(column(s.when_ms, scale, room), s) for s in stops])
    return (
        (f"{left} ", "dim"),
        ("├" + "".join(cells[:here]), "text"),
        ("●", "accent"),
        ("".join(cells[here + 1 :]) + "┤", "dim"),
        (f" {right}", "dim"),
    )


def _marked(room: int, here: int, stops: Sequence[tuple[int, Stop]]) -> list[str]:
    """The line with a tick for each checkpoint, a mark for each moment, and labels where they fit."""
    cells = ["─"] * room
    for at, stop in sorted(stops, key=lambda one: _weight(one[1])):
        cells[at] = SIGNS[_weight(stop)]
    for at, stop in stops:
        end = at + 1 + len(stop.label)
        if end <= here and set(cells[at + 1 : end]) == {"─"}:
            cells[at + 1 : end] = stop.label
    return cells


SIGNS = ("▴", "┴", "▲")
"""A moment; a checkpoint, which hides it where both fall on one cell; one of the biggest moments."""


def _weight(stop: Stop) -> int:
    return 2 if stop.is_big else 1 if stop.label else 0


def column(when_ms: int, scale: int, room: int) -> int:
    """Which cell of the line a race time falls on."""
    return min(max(when_ms * room // scale, 0), room - 1)


def time_at(x: int, width: int, end_ms: int) -> int:
    """The race time that a cell of the whole line stands for: where a click means to go."""
    scale = scale_ms(end_ms)
    left, right = len("0:00"), len(Time(scale, 0).show())
    room = max(width - left - right - 4, 1)
    return min(max(-((left + 2 - x) * scale // room), 0), end_ms)
