"""A race in one line, as for the prompt of a shell: its clock, how it stands, who leads and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.formatting import clock_text, stretch_text
from tui.text.race_headline import GAP, Forms, phrases, shortened
from tui.text.safe_text import clean, fit

if TYPE_CHECKING:
    from race.board import Board
    from race.standings import Row


def one_line(board: Board, width: int, trouble: str = "") -> str:
    """The race in at most `width` cells, the most important first; `trouble` is what is wrong with its feed.

    The clock stands still within a second, so that the line changes no more often than that.
    """
    start_list = board.state.start_list
    name = clean(start_list.name) if start_list else board.race
    clock = [] if board.is_over or board.phase == "before" else [clock_text(board.clock_ms, 0)]
    said: list[Forms] = [(GAP.join([name, *clock]), *clock)]
    if trouble:
        said.append((clean(trouble),))
    stands = phrases(board, moving=bool(clock))
    second = _second(board)
    said += [*stands[:2], *([(second,)] if second else []), *stands[2:]]
    return fit(shortened(said, width), width).rstrip()


def _second(board: Board) -> str | None:
    """Who is second and how far behind, where that is known."""
    rows: list[Row] = [*board.rows[:2]]
    if len(rows) < 2 or rows[1].place != 2 or rows[1].gap is None:
        return None
    return f"{clean(rows[1].runner.short_name)} {stretch_text(rows[1].gap, '+')}"
