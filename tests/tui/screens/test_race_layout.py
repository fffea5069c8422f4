"""How the race screen is divided in windows of each size."""

from __future__ import annotations

import pytest

from tests.tui.app_on_stage import BOWERMAN, LONDON, on_stage
from tui.screens.race_layout import board_lines, lines_above_view, lines_below, views_of
from tui.views.view_registry import ANNOUNCER, CHART, TRACK


@pytest.mark.parametrize(
    ("picked", "size", "shown"),
    [
        ("board", (120, 40), (None, CHART)),
        ("board", (160, 40), (CHART, None)),
        ("board", (200, 60), (CHART, TRACK)),
        ("track", (120, 40), (TRACK, None)),
        ("track", (200, 60), (TRACK, CHART)),
    ],
)
def test_what_stands_beside_the_board(
    picked: str, size: tuple[int, int], shown: tuple[object, object]
) -> None:
    """What was picked, and in wide windows the chart and the track, each once."""
    assert views_of(picked, *size) == shown
    assert views_of(ANNOUNCER, *size)[1] is None


def test_the_board_leaves_the_moments_what_they_fill() -> None:
    """No more than that, and of a long board at least a third or six lines."""
    assert board_lines(18, 16, 2) == 16
    assert board_lines(18, 16, 9) == 12
    assert board_lines(30, 300, 40) == 20
    assert board_lines(30, 300, 3) == 27
    assert lines_below(34, 15, 10) == 8
    assert lines_below(34, 15, 11) == 0
    assert lines_above_view(54, 15) == 15
    assert lines_above_view(50, 300) == 30


async def test_rows_come_before_blank_lines_of_moments() -> None:
    """In a low window just after the gun the board has all lines but that of the gun."""
    async with on_stage(LONDON, "0:20", size=(80, 24)) as stage:
        assert stage.race.board.size.height >= 15
        assert "● The gun" in stage.lines[-4]


async def test_a_large_window_shows_all_and_cuts_no_sentence() -> None:
    """Board, chart, track and moments, with the cursor on the board, whatever the size was before."""
    async with on_stage(BOWERMAN, "3:45.34", size=(80, 24)) as stage:
        await stage.resize(200, 60)

        for text in ("Athlete", "Behind the leader", "home: ", "Kerr wins the Bowerman Mile in 3:45.34"):
            assert text in stage.text
        assert not any("…" in line[122:] for line in stage.lines[3:20])
        assert stage.focused is stage.race.board


async def test_a_chart_fills_what_a_short_board_and_few_moments_leave() -> None:
    """Early in a mile at 120x40, below the moments; no longer when they need the lines, nor in a view."""
    async with on_stage(LONDON, "1:20", size=(120, 40)) as stage:
        lines = stage.lines
        chart = next(number for number, line in enumerate(lines) if "Behind the leader, Kidder" in line)
        assert "● The gun" in lines[chart - 2]
        assert "1000" in lines[-4]
        assert not lines[-3].strip()

        await stage.press("5")
        assert "Behind the leader" not in stage.text
    async with on_stage(LONDON, "3:42.66", size=(120, 40)) as stage:
        assert "Behind the leader" not in stage.text
