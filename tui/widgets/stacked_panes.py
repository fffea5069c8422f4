"""Panes one above the other, with one cursor: it goes from the end of one into the next."""

from __future__ import annotations

from tui.widgets.pane import Pane


class StackedPane(Pane):
    """A pane whose neighbours are the other stacked panes of the screen."""

    def action_move(self, steps: int) -> None:
        """Move the cursor by lines; by one beyond the end, into the neighbouring pane."""
        neighbour = self._neighbour(steps)
        if neighbour is None or 0 <= self.cursor + steps < self.count:
            super().action_move(steps)
            return
        neighbour.put_cursor(0 if steps > 0 else neighbour.count - 1)
        neighbour.focus()

    def _neighbour(self, steps: int) -> StackedPane | None:
        """The pane that a step of one line leads to, if it has lines; None for longer steps."""
        panes = [pane for pane in self.screen.query(StackedPane) if pane.display and pane.count]
        if abs(steps) != 1 or self not in panes:
            return None
        at = panes.index(self) + steps
        return panes[at] if 0 <= at < len(panes) else None
