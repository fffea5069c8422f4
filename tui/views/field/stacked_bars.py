"""Columns of bars, several kinds of which may stand on one another."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.views.canvas import Canvas

EIGHTHS = " ▁▂▃▄▅▆▇█"
"""A measured number, in eighths of a cell."""

QUARTERS = " ⣀⣤⣶⣿"
"""An expected number, in quarters of a cell."""


class Fill(NamedTuple):
    """What bars of one kind are drawn with."""

    levels: str
    """A blank, then the characters of a cell that is more and more full."""
    style: str


MEASURED = Fill(EIGHTHS, "text")
EXPECTED = Fill(QUARTERS, "dim")
PICKED = Fill(EIGHTHS, "accent")

SHADES = tuple(
    Fill(f" {character}", style)
    for character, style in zip("█▓▒░", ("strong", "text", "other", "dim"), strict=True)
)
"""Told apart without colour."""


def draw_bars(
    canvas: Canvas,
    left: int,
    bottom: int,
    rows: int,
    series: Sequence[tuple[Fill, Sequence[float]]],
    most: float,
) -> None:
    """Draw bars upwards from a row: each column of all series on one another, the first at the bottom.

    Of `rows` lines, `most` fills all. A number above 0 is seen, however small.
    """
    if most <= 0:
        return
    for column, heights in enumerate(zip(*(values for _, values in series), strict=True)):
        tops: list[float] = []
        for height in heights:
            tops.append((tops[-1] if tops else 0.0) + height * rows / most)
        for row in range(rows):
            if tops[-1] <= row:
                break
            character, style = _cell(series, tops, row)
            canvas.write(left + column, bottom - row, character, style)


def _cell(series: Sequence[tuple[Fill, Sequence[float]]], tops: Sequence[float], row: int) -> tuple[str, str]:
    """What stands in a cell: the series in its middle, or the topmost one there."""
    reach = min(row + 0.5, tops[-1] - 1e-9)
    levels, style = next(fill for (fill, _), top in zip(series, tops, strict=True) if top > reach)
    last = len(levels) - 1
    part = min(tops[-1] - row, 1.0)
    return levels[max(min(round(part * last), last), 1)], style
