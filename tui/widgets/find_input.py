"""The line to type words into, to find something."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input


class FindInput(Input):
    """A field of one line. Up and down still move the cursor in the list that it narrows."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "screen.move(1)", "Down", show=False),
        Binding("up", "screen.move(-1)", "Up", show=False),
        Binding("pagedown", "screen.page(1)", "Page down", show=False),
        Binding("pageup", "screen.page(-1)", "Page up", show=False),
    ]

    def __init__(self, example: str, id: str = "find") -> None:  # noqa: A002  # as in Textual
        super().__init__(placeholder=example, compact=True, select_on_focus=False, id=id)
        self.display = False
        self.cursor_blink = False
