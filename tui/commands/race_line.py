"""A race in one line, as of now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.board import Board
from race.projection.board_model import BoardModel
from replays.watching.live_race import LiveRace
from tui.commands.open_race import newest_moment
from tui.text.one_line import one_line

if TYPE_CHECKING:
    from replays.watching.watched_race import WatchedRace


def race_line(race: WatchedRace, now_ms: int, width: int, trouble: str = "") -> str:
    """A race as of now, in at most `width` cells."""
    clock_ms, known_ms = newest_moment(race, now_ms)
    board = Board.at(race.race, clock_ms, race.history().at(known_ms), BoardModel())
    if isinstance(race, LiveRace):
        board.move_to(clock_ms, race.edge)
    return one_line(board, width, trouble)
