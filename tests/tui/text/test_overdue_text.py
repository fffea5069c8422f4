"""What the text says of a late runner is what the JSON says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from race.board import Board
from race.board_json import board_json
from race.fold.history import History
from tests.race.random_races import clocks_of, wild_logs
from tui.text.board_cells import BoardLines
from tui.text.projection_text import projection_lines

if TYPE_CHECKING:
    from race.messages import Message


@settings(max_examples=60)
@given(wild_logs())
def test_overdue_in_the_text_is_overdue_in_the_json(log: list[Message]) -> None:
    """On the board and beside the splits; no chance and no next checkpoint stands beside it."""
    history = History(log)
    for known_ms in clocks_of(history):
        shown = Board.at("race", known_ms, history.at(known_ms))
        for clock_ms in (known_ms, known_ms + 7777, known_ms + 200_000):
            shown.move_to(clock_ms)
            overdue = {row["bib"]: row["overdue"] for row in board_json(shown)["rows"]}
            lines = {line.row.runner.entrant.bib: line for line in BoardLines(shown) if line.row}
            for row in shown.rows:
                bib, course = row.runner.entrant.bib, shown.state.course
                assert course
                sentences = projection_lines(course, row)
                assert (lines[bib].cells["projection"] == "overdue") is overdue[bib]
                assert any(text.startswith("overdue at") for text in sentences) is overdue[bib]
                if overdue[bib]:
                    assert (lines[bib].cells["next"], row.chances, len(sentences)) == ("", None, 1)
