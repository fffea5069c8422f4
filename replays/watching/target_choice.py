"""The mark that the viewer races the field against: whether marks are shown, and which one is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.marks import MarkRun, mark_runs

if TYPE_CHECKING:
    from race.board import Board
    from race.messages import Mark, StartList


class TargetChoice:
    """The viewer's choice among the marks of a race."""

    def __init__(self, *, shown: bool = False) -> None:
        self.shown = shown
        """Whether the marks are shown among the rows."""
        self.targets: tuple[Mark, ...] = ()
        """The marks that the viewer added."""
        self._label = ""
        """Of the chosen mark; without one of this label the fastest is chosen."""

    def add(self, mark: Mark, start_list: StartList | None) -> None:
        """Add a mark in place of any other with its label, choose it, and show the marks.

        Raises FeedError for a mark of another event or distance.
        """
        # Loaded here, not at the top: only where a mark is added.
        from replays.watching.recorded_marks import require_same_event

        require_same_event(mark, start_list)
        self.targets = (*(other for other in self.targets if other.label != mark.label), mark)
        self._label, self.shown = mark.label, True

    def chosen(self, board: Board) -> MarkRun | None:
        """The run that the field is raced against; None where there are no marks."""
        runs = mark_runs(board.marks)
        return next((run for run in runs if self._is_chosen(run)), runs[0] if runs else None)

    def choose_next(self, board: Board) -> None:
        """Choose the next slower run, and the fastest after the slowest."""
        runs, chosen = mark_runs(board.marks), self.chosen(board)
        if chosen is not None:
            self._label = runs[(runs.index(chosen) + 1) % len(runs)].marks[0].label

    def _is_chosen(self, run: MarkRun) -> bool:
        return any(mark.label == self._label for mark in run.marks)
