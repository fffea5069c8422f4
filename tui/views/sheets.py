"""The sheet of the state on the screen, kept from one frame to the next."""

from __future__ import annotations

from race.fold.state import RaceState
from race.order.checkpoint_table import CheckpointTable


class Sheets:
    """Keeps the newest sheet: what did not change from one state to the next is not worked out again."""

    def __init__(self) -> None:
        self._state: RaceState | None = None
        self._sheet: CheckpointTable | None = None

    def of(self, state: RaceState) -> CheckpointTable | None:
        """The sheet of a state that does not change any more; None without a course."""
        if state is not self._state:
            self._sheet = CheckpointTable(state, state.course, self._sheet) if state.course else None
            self._state = state
        return self._sheet


sheet_of = Sheets().of
"""Of the race on the screen."""
