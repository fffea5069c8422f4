"""The timeline below a race: how far it has been played, with the checkpoints and moments reached."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.order.positions_on_course import opening_pace
from race.times import Time

if TYPE_CHECKING:
    from race.board import Board
    from tui.text.styled_line import StyledLine

ROUND_MS = 30_000
"""The scale ends at a multiple of this, so that its end does not give the result away."""

SYMBOLS = ("▴", "┴", "▲")
"""A moment; a checkpoint, which hides a moment in the same cell; one of the biggest moments."""


STEPS = (1, 2, 5, 10, 25, 50, 100)
"""Of many checkpoints every so many are shown."""


class Stop(NamedTuple):
    """A checkpoint or a moment on the timeline."""

    when_ms: int
    label: str
    """Beside the tick where there is room; empty for a moment."""
    is_big: bool = False
    """Whether it is one of the biggest moments."""


def scale_ms(end_ms: int) -> int:
    """The race time at the right end of the line."""
    return -(-max(end_ms, 1) // ROUND_MS) * ROUND_MS


def expected_ms(board: Board) -> int:
    """The race time at which the winner is expected; 0 without a course."""
    projections = (row.projection for row in board.rows)
    projected = min((projection.time.ms for projection in projections if projection is not None), default=0)
    course = board.state.course
    return projected or (round(course.distance_m * opening_pace(board.state, course)) if course else 0)


def timeline(width: int, position_ms: int, end_ms: int, stops: Sequence[Stop]) -> StyledLine:
    """The part that has passed, the playhead, and the part to come; `stops` are only those reached."""
    scale = scale_ms(end_ms)
    left, right, room = _ends(width, scale)
    if room < 10:
        return ((f" {left}", "dim"),)
    here = column(position_ms, scale, room)
    cells = _with_stops(
        room, here, [(column(s.when_ms, scale, room), s) for s in thinned(stops, scale, room)]
    )
    return (
        (f"{left} ", "dim"),
        ("├" + "".join(cells[:here]), "text"),
        ("●", "text"),
        ("".join(cells[here + 1 :]) + "┤", "dim"),
        (f" {right}", "dim"),
    )


def thinned(stops: Sequence[Stop], scale: int, room: int) -> list[Stop]:
    """The stops; of checkpoints that would stand too close together only each second, fifth or tenth.

    Those that stay have room for their labels, with a cell between two.
    """
    checkpoints = sorted(stop for stop in stops if stop.label)
    gaps = sorted(later.when_ms - stop.when_ms for stop, later in pairwise(checkpoints))
    if not gaps:
        return list(stops)
    cells = max(len(stop.label) for stop in checkpoints) + 2
    between = gaps[len(gaps) // 2] * room / scale
    step = next((step for step in STEPS if step * between >= cells), STEPS[-1])
    stay = set(checkpoints[step - 1 :: step])
    return [stop for stop in stops if not stop.label or stop in stay]


def _ends(width: int, scale: int) -> tuple[str, str, int]:
    """The times at both ends, and the cells of the line between them."""
    left, right = "0:00", Time(scale, 0).show()
    return left, right, width - len(left) - len(right) - 4


def _with_stops(room: int, here: int, stops: Sequence[tuple[int, Stop]]) -> list[str]:
    """The line with a symbol for each stop, and labels where they fit."""
    cells = ["─"] * room
    for at, stop in sorted(stops, key=lambda item: _weight(item[1])):
        cells[at] = SYMBOLS[_weight(stop)]
    for at, stop in stops:
        begin, end = at - len(stop.label), at + 1 + len(stop.label)
        if end <= here and set(cells[at + 1 : end]) == {"─"}:
            cells[at + 1 : end] = stop.label
        elif begin > 0 and set(cells[begin - 1 : at]) == {"─"}:
            cells[begin:at] = stop.label  # right before the playhead, the label stands before its tick
    return cells


def _weight(stop: Stop) -> int:
    return 2 if stop.is_big else 1 if stop.label else 0


def column(when_ms: int, scale: int, room: int) -> int:
    """The cell of a race time on a line of `room` cells."""
    return min(max(when_ms * room // scale, 0), room - 1)


def time_at(x: int, width: int, end_ms: int) -> int:
    """The race time that a click on a cell of the whole timeline asks for."""
    scale = scale_ms(end_ms)
    left, _, room = _ends(width, scale)
    return min(max(-((len(left) + 2 - x) * scale // max(room, 1)), 0), end_ms)
