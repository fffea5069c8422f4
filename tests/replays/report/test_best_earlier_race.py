"""A runner's best earlier race: of the same event, before the day, with splits."""

from __future__ import annotations

import pytest

from race.board import Board
from replays.library import find
from replays.report.best_earlier_race import best_earlier_race
from replays.watching.recorded_race import RecordedRace


@pytest.mark.parametrize(
    ("race", "bib", "found"),
    [
        ("2026-london-dl-mile", "KER", ("3:45.34", "2024-05-25")),
        ("2024-bowerman-mile", "KER", ("3:53.88", "2019-07-21")),
        ("1954-oxford-mile", "", None),
    ],
)
def test_races_of_the_library(race: str, bib: str, found: tuple[str, str] | None) -> None:
    """Never one of the same day or later, though the library has a faster one."""
    recording = RecordedRace.read(find(race))
    board = Board.at(recording.race, recording.end_ms, recording.history().at(recording.end_ms))
    runner = next(row.runner for row in board.rows if bib in ("", row.runner.entrant.bib))

    best = best_earlier_race(board, runner)

    assert (best and (best.mark.time.show(), best.mark.date)) == found
    assert best is None or best.mark.splits
