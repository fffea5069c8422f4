"""How the race screen is divided: which views stand beside the board, and how many lines the board gets."""

from __future__ import annotations

from tui.views.view_registry import CHART, HEAD_TO_HEAD, TRACK, VIEWS, ViewKind

WIDE = 160
"""Cells of the narrowest window in which a view always stands beside the board."""

WIDEST, HIGHEST = 180, 45
"""Cells and lines of the smallest window in which a second view does."""

LEAST_BELOW = 8
"""Lines below a board and its moments that are worth a chart."""

KEPT_MOMENTS = 6
"""Lines that a long board leaves to the moments, with the blank one above them."""


def views_of(name: str, width: int, height: int) -> tuple[ViewKind | None, ViewKind | None]:
    """The view that was picked and a second one, in a window of this size; None where there is none.

    Where the board alone was picked, its gaps stand beside it in a wide window, and in others at the foot, if
    `lines_below` has room for them.
    """
    picked = next((kind for kind in (*VIEWS, HEAD_TO_HEAD) if kind.name == name), None)
    if width < WIDE or (picked is not None and picked.alone):
        return picked, CHART if picked is None else None
    first = picked or CHART
    has_room = width >= WIDEST and height >= HIGHEST
    return first, (CHART if first is TRACK else TRACK) if has_room else None


def board_lines(room: int, board: int, moments: int) -> int:
    """How many of `room` lines a board of so many gets, above so many of moments."""
    kept = min(moments, max(room // 3, KEPT_MOMENTS))
    return max(min(board, room - kept), 1)


def lines_above_view(room: int, lines: int) -> int:
    """How many of `room` lines a list of so many gets, above a view that fills the rest."""
    return max(min(lines, room * 3 // 5), 1)


def lines_below(room: int, board: int, moments: int) -> int:
    """How many of `room` lines a board and moments of so many leave to a chart below a blank line, or 0."""
    left = room - board - moments - 1
    return left if left >= LEAST_BELOW else 0
