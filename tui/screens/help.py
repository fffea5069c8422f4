"""The help: every key of the screen below, and what the signs on it mean."""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from tui.screens.overlay import OverlayScreen
from tui.text.safe_text import fit

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine
    from tui.widgets.key_hints import Key

GAP = 2
"""Cells between a key and its text, and between two columns."""


class HelpScreen(OverlayScreen):
    """Keys and signs, over the screen that they belong to."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,question_mark,q", "dismiss", "Close", id="window.close"),
    ]

    def __init__(self, keys: list[Key], about: str) -> None:
        super().__init__()
        self._key_list = keys
        self._about = about

    def lines(self, width: int) -> list[StyledLine]:
        """The keys, and what the screen's signs mean."""
        return help_lines(self._key_list, self._about, width)


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
                pieces.append((fit(key.keys, widest, "right"), "strong"))
                pieces.append((" " * GAP + fit(key.text, room), "text"))
        lines.append(tuple(pieces))
    return [*lines, (), *(((line, "text"),) for line in about.strip().splitlines())]


def _longest(keys: list[Key]) -> int:
    """Cells of the longest of their texts."""
    return max((cell_len(key.text) for key in keys), default=0)
