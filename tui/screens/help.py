"""The help: every key of the screen below, and what its signs mean."""

from __future__ import annotations

from itertools import zip_longest
from typing import ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen

from tui.text.safe_text import fit
from tui.text.styled_line import StyledLine
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import Key, hints_of
from tui.widgets.pane import Pane

GAP = 2
"""Cells between a key and its text, and between two columns."""


class HelpScreen(ModalScreen[None]):
    """Keys and signs, over the screen that they belong to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,q", "dismiss", "Close", id="help.close"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-framed")]  # noqa: RUF012

    pane = query_one("#help", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, keys: list[Key], about: str) -> None:
        super().__init__()
        self._keys = keys
        self._about = about

    def compose(self) -> ComposeResult:
        """One pane, and how to leave it."""
        yield Pane(id="help", has_cursor=False)
        yield KeyFooter()

    def on_resize(self) -> None:
        """Draw for the size."""
        lines = help_lines(self._keys, self._about, self.pane.line_width)
        self.pane.show(len(lines), lines.__getitem__)
        self.keys.show_hints(hints_of(self))


def help_lines(keys: list[Key], about: str, width: int) -> list[StyledLine]:
    """The keys, in two columns where both have room, and the explanation below."""
    widest = max((cell_len(key.keys) for key in keys), default=0)
    half = -(-len(keys) // 2)
    left, right = _longest(keys[:half]), _longest(keys[half:])
    if 2 * (widest + GAP) + left + GAP + right > width:
        half, left = len(keys), width - widest - 2 * GAP
    lines: list[StyledLine] = [(("Keys", "title"),)]
    for pair in zip_longest(keys[:half], keys[half:]):
        pieces = []
        for key, room in zip(pair, (left + GAP, right), strict=True):
            if key is not None:
                pieces.append((fit(key.keys, widest, "right"), "accent"))
                pieces.append((" " * GAP + fit(key.text, room), "text"))
        lines.append(tuple(pieces))
    return [*lines, (), *(((line, "text"),) for line in about.strip().splitlines())]


def _longest(keys: list[Key]) -> int:
    """Cells of the longest of their texts."""
    return max((cell_len(key.text) for key in keys), default=0)
