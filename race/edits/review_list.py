"""What needs review in a race: everything about which a person has to decide, in one list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.edits.claim_items import claim_items
from race.edits.device_items import chip_items, clock_items, shared_items, tap_items, unplaced_items
from race.edits.runner_items import (
    overdue_items,
    rank_items,
    restated_items,
    status_items,
    unlisted_items,
    watch_items,
)

if TYPE_CHECKING:
    from race.board import Board
    from race.edits.review_item import ReviewItem
    from race.fold.history import History


def review_list(history: History, board: Board) -> list[ReviewItem]:
    """All items of the whole log, at the race time of its board: first what concerns many messages.

    What is settled is in it too. Raises ValueError where a message has no id by which it could be corrected.
    """
    state, course = board.state, board.state.course
    if course is None:
        return []
    return [
        *clock_items(history),
        *chip_items(history, state, course),
        *shared_items(history, state, course),
        *unplaced_items(history, course),
        *unlisted_items(history, state, course),
        *status_items(state, course),
        *claim_items(history, state, board.clock_ms),
        *restated_items(state, course),
        *rank_items(state, course),
        *watch_items(history, state, course),
        *tap_items(history, state, course, board.clock_ms),
        *overdue_items(board, course),
    ]
