"""The line to type words into, to find something."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

if TYPE_CHECKING:
    from tui.widgets.pane import Pane


class FindInput(Input):
    """A field of one line. Up and down still move the cursor in the list that it narrows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False),
        Binding("up", "move(-1)", "Up", show=False),
        Binding("pagedown", "page(1)", "Page down", show=False),
        Binding("pageup", "page(-1)", "Page up", show=False),
    ]

    def __init__(self, example: str, pane: Pane) -> None:
        """`example` is shown while the field is empty; `pane` is the list that it narrows."""
        super().__init__(placeholder=example, compact=True, select_on_focus=False, id="find")
        self.display = False
        self.cursor_blink = False
        self._pane = pane

    def action_move(self, steps: int) -> None:
        """Move the cursor of the list."""
        self._pane.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move it by a page."""
        self._pane.action_page(pages)
