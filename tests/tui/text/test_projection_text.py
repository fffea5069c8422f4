"""What is expected of one athlete, in sentences."""

from __future__ import annotations

from tests.race.messages_by_hand import GUN, board, order, row_of, split, start_list
from tui.text.projection_text import projection_lines

FIELD_BIBS = "ABCDEFG"

FIELD = start_list("ABCDEFGH", (300, 700, 1100, 1500))


def chances_of(bib: str, *times: str) -> str:
    """The chances of a runner, said when some have times at 700 m and H only a place."""
    splits = [split(bib, 700, time) for bib, time in zip(FIELD_BIBS, times, strict=False)]
    shown = board(FIELD, GUN, *splits, order(700, *FIELD_BIBS[: len(times)], "H"), at="2:10")
    row = row_of(shown, bib)
    return projection_lines(row.field.course, row)[-1]


def test_the_likeliest_places_are_said() -> None:
    """The first three of a runner in front, those around the likeliest place of others."""
    times = [f"1:4{i}.0" for i in range(5, 10)]

    assert chances_of("A", *times).startswith("chance of finishing first ")
    assert "fourth " in chances_of("E", *times)
    assert "first " not in chances_of("E", *times).partition(", another runner")[0]


def test_a_runner_without_a_time_may_win() -> None:
    """It is said beside the chances of those who have one."""
    assert "another runner, of whom no time is known, first " in chances_of("A", "1:45.0", "1:46.0", "1:47.0")
