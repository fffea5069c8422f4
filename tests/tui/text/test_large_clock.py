"""The large clock: three lines, of equal length, in which no two clocks look the same."""

from __future__ import annotations

from itertools import combinations

from tui.text.large_clock import GLYPHS, large_clock


def test_a_clock_in_three_lines() -> None:
    """The decimals stand small behind the last line."""
    assert large_clock("2:51.07") == [
        "▀▀█ ▄ █▀▀ ▀█    ",
        "█▀▀ ▄ ▀▀█  █    ",
        "▀▀▀   ▀▀▀ ▀▀▀.07",
    ]


def test_figures_are_told_apart() -> None:
    """Each has three lines of equal length, and no two are the same."""
    assert set(GLYPHS) == {*"0123456789:"}
    assert all(len({len(row) for row in rows}) == 1 for rows in GLYPHS.values())
    assert all(one != other for one, other in combinations(GLYPHS.values(), 2))
