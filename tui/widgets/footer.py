"""The footer: the keys of the screen, as many as there is room for."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual import events, on

from tui.widgets.pane import EDGE, Pane

if TYPE_CHECKING:
    from tui.widgets.key_hints import Hint

GAP = 2
"""Cells between two hints."""


class KeyFooter(Pane):
    """Keys and what they do; a click does it too. The last `STAY` hints stay when room is short."""

    STAY = 2

    def __init__(self, id: str = "keys") -> None:  # noqa: A002  # as in Textual
        super().__init__(can_focus=False, has_cursor=False, id=id)
        self._hints: list[Hint] = []

    def show_hints(self, hints: list[Hint]) -> None:
        """Show the hints that fit."""
        self._hints = fitting(hints, self.line_width, self.STAY)
        pairs = (((hint.keys, "strong"), (f" {hint.text}" + " " * GAP, "dim")) for hint in self._hints)
        self.show_lines([tuple(chain.from_iterable(pairs))])

    @on(events.Click)
    async def press(self, event: events.Click) -> None:
        """Do what the clicked key does."""
        x = event.x - EDGE
        for hint in self._hints:
            if 0 <= x < hint.width:
                number = x * len(hint.actions) // cell_len(hint.keys)
                action = hint.actions[min(number, len(hint.actions) - 1)]
                await self.app.run_action(action)
            x -= hint.width + GAP


def fitting(hints: list[Hint], width: int, stay: int) -> list[Hint]:
    """The first hints and the last `stay`, as many as fit into a width in cells."""
    last = hints[-stay:]
    room = width - sum(hint.width + GAP for hint in last)
    first: list[Hint] = []
    for hint in hints[:-stay]:
        room -= hint.width + GAP
        if room < -GAP:
            break
        first.append(hint)
    return [*first, *last]
