"""The board of a race to a time: gaps are distances, and the result is one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.messages import Message
from tests.race.messages_by_hand import GUN, board, entrant, gun, split, start_list
from tui.text.board_cells import BoardLines, figure_widths, pieces_of
from tui.text.board_columns import layout_of
from tui.text.race_headline import summary

HOUR = replace(start_list("ABCD", (400, 800, 1200, 9600), lap_m=400), limit_s=3600)
LAPS: list[Message] = [
    HOUR,
    GUN,
    *(split("A", metres, f"{metres}") for metres in (400, 800, 1200)),
    split("B", 400, "500"),
    split("B", 800, "1000"),
    split("C", 400, "600"),
    split("D", 400, "610"),
]


def test_gaps_are_distances_and_of_those_level_there_times() -> None:
    """A runner on the same lap is so much later; one who is not is so much less far."""
    cells = [(line.cells["gap"].strip(), line.cells["interval"].strip()) for line in BoardLines(board(*LAPS))]

    assert cells == [("", ""), ("+400 m", "+400 m"), ("+800 m", "+400 m"), ("+800 m", "+10")]


@pytest.mark.parametrize(
    ("at", "title", "first"), [("30:00", "Proj", "~3.600 km"), ("1:00:00", "Dist", "1.200 km")]
)
def test_at_the_end_the_projected_distance_is_the_result(at: str, title: str, first: str) -> None:
    """In a window of 80 cells too."""
    shown = board(*LAPS, at=at)
    lines = list(BoardLines(shown))
    layout = layout_of(shown, 80, figures=figure_widths(lines))

    assert title in layout.titles()
    assert first in "".join(text for _, text in pieces_of(lines[0], layout))


def test_what_is_left_is_the_time_of_the_leader() -> None:
    """By the leader's own gun; until the others' time is up nobody has won."""
    late = replace(HOUR, entrants=(entrant("A", wave="late"), entrant("B")))
    guns = gun("2026-05-02T08:00:00Z"), gun("2026-05-02T08:30:00Z", wave="late")
    ahead = board(late, *guns, split("A", 800, "20:00"), split("B", 400, "20:00"), at="55:00")
    behind = board(late, *guns, split("A", 400, "20:00"), split("B", 800, "20:00"), at="1:10:00")

    assert summary(ahead)[:2] == ["35:00 to go", "A leads"]
    assert summary(behind)[0] == "B is the furthest so far with 0.800 km"
