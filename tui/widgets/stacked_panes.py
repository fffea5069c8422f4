"""Panes one below the other: the cursor goes from the end of one into the next."""

from __future__ import annotations

from tui.widgets.pane import Pane


class StackedPane(Pane):
    """A pane whose neighbours are the other shelves of the screen."""

    def action_move(self, steps: int) -> None:
        """Move the cursor by lines; by one beyond the end, into the neighbour."""
        neighbour = self._neighbour(steps)
        if neighbour is None or 0 <= self.cursor + steps < self._count:
            super().action_move(steps)
            return
        neighbour.put_cursor(0 if steps > 0 else neighbour._count - 1)
        neighbour.focus()

    def _neighbour(self, steps: int) -> StackedPane | None:
        """The one that a step of one line leads to; none for longer steps, and none that is empty."""
        panes = [pane for pane in self.screen.query(StackedPane) if pane.display and pane._count]
        if abs(steps) != 1 or self not in panes:
            return None
        at = panes.index(self) + steps
        return panes[at] if 0 <= at < len(panes) else None
