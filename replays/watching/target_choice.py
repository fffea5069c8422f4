"""What the viewer races the field against: whether marks are shown, which is chosen, and the viewer's own."""

from __future__ import annotations

from race.board import Board
from race.marks import MarkRun, mark_runs
from race.messages import Mark, StartList
from replays.watching.recorded_marks import require_same_event


class TargetChoice:
    """The viewer's choice among the marks of a race."""

    def __init__(self, *, shown: bool = False) -> None:
        self.shown = shown
        """Whether the marks stand among the rows."""
        self.targets: tuple[Mark, ...] = ()
        """Marks of the viewer's own."""
        self._label = ""
        """Of the chosen mark; the fastest one is chosen where there is none of it."""

    def add(self, mark: Mark, start_list: StartList | None) -> None:
        """Show a mark of the viewer's own and choose it. Another of its label makes way.

        Raises FeedError for one of another event or distance.
        """
        require_same_event(mark, start_list)
        self.targets = (*(other for other in self.targets if other.label != mark.label), mark)
        self._label, self.shown = mark.label, True

    def chosen(self, board: Board) -> MarkRun | None:
        """The run that everybody is held against; None where there are no marks."""
        known = mark_runs(board.marks)
        return next((run for run in known if self._is_of(run)), known[0] if known else None)

    def choose_next(self, board: Board) -> None:
        """Hold everybody against the next slower run, and against the fastest after the slowest."""
        known, chosen = mark_runs(board.marks), self.chosen(board)
        if chosen is not None:
            self._label = known[(known.index(chosen) + 1) % len(known)].marks[0].label

    def _is_of(self, run: MarkRun) -> bool:
        return any(mark.label == self._label for mark in run.marks)
