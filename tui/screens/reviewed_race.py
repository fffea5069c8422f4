"""A race as its desk shows it: live, with what is to be reviewed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.board import Board
from race.edits.log_lookup import state_now
from race.edits.review_list import review_list
from replays.watching.live_race import LiveRace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.timing.timing_session import TimingSession
    from race.edits.review_item import ReviewItem


class ReviewedRace:
    """The race of a session, folded as far as the session has messages."""

    def __init__(self, race: str) -> None:
        self._race = race
        self._live: LiveRace | None = None
        self._taken, self._rewrites = 0, 0

    def caught_up(self, session: TimingSession) -> LiveRace:
        """The race with all messages."""
        if self._live is None or self._rewrites != session.rewrites:
            self._live = LiveRace(self._race, session.clock.now_ms)
            self._taken, self._rewrites = 0, session.rewrites
        fresh = session.messages[self._taken :]
        if fresh:
            self._taken += len(fresh)
            self._live.extend(fresh)
        return self._live

    def items(self, session: TimingSession) -> Sequence[ReviewItem]:
        """What is to be reviewed by now, and what is settled."""
        live = self.caught_up(session)
        clock_ms, history = live.clock_ms(), live.history()
        board = Board.at(self._race, clock_ms, state_now(history))
        board.move_to(clock_ms, live.edge)
        return review_list(history, board)
