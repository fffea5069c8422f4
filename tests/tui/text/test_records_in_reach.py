"""The records in reach, in words for an announcer."""

from __future__ import annotations

import pytest

from race.marks import mark_runs
from tests.tui.small_races import board_at
from tui.text.race_headline import against_mark
from tui.text.records_in_reach import records_in_reach


def test_a_record_in_reach_is_that_of_the_runner_who_may_hold_it() -> None:
    """At 1200 m of the London mile: Kerr's times for his records, and Nuguse's for those of America."""
    assert records_in_reach(board_at("2026-london-dl-mile", "2:55")) == [
        "WR 3:43.13: Kerr needs 56.63 for the last 409 m",
        "AR Europe 3:43.73: Kerr needs 57.23 for the last 409 m",
        "AR NACAC 3:43.97: Nuguse needs 57.17 for the last 409 m",
    ]


def test_the_spanish_record_is_not_for_a_briton() -> None:
    """In the Bowerman Mile it is García Romo's, of whom no split was published."""
    board = board_at("2024-bowerman-mile", "2:53.50")
    [spanish] = [run for run in mark_runs(board.marks) if run.first.mark.nation == "ESP"]

    assert records_in_reach(board) == [
        "NR GBR 3:46.32: Kerr needs 55.62 for the last 409 m",
        "WL 3:51.06: Kerr needs 1:00.36 for the last 409 m",
    ]
    assert against_mark(board, spanish)[0] == "NR ESP 3:47.69 ~+0.9"


@pytest.mark.parametrize("at", ["14:20", "14:34"])
def test_a_record_that_no_one_can_reach_any_longer_is_gone(at: str) -> None:
    """In the last lap of the 5000 m in Eugene the world record would have taken 44.1 seconds."""
    board = board_at("2024-eugene-dl-5000m-women", at)

    assert records_in_reach(board) == []
    assert all(row.needs is None for row in board.marks if row.mark.code == "WR")
