"""The help: every key of the screen below, and what the signs on it mean."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType

from tui.screens.overlay import OverlayScreen
from tui.text.safe_text import fit, wrapped
from tui.text.styled_line import plain_text

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine
    from tui.widgets.key_hints import Key

ABOVE = "Signs; the keys are below: pgdn"
"""The heading where there is no room for both beside each other."""

GAP = 2
"""Cells between a key and its text, and between two columns."""

LEAST_SIGNS = 34
"""Cells of the narrowest column of signs beside the keys."""

SIGN = r"(\S+(?: \S+)? {2,}|)(.*)"
"""A sign with the blanks behind it, and what it means; a sentence has no sign."""


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
    """What the signs mean, and the keys: beside each other where both have room, else the keys below."""
    widest = max((cell_len(key.keys) for key in keys), default=0)
    key_cells = widest + GAP + _longest(keys)
    left = width - key_cells - 2 * GAP
    if left < LEAST_SIGNS:
        signs: list[StyledLine] = [((line, "text"),) for line in about.strip().splitlines()]
        return [((ABOVE, "title"),), *signs, (), *_key_lines(keys, widest, width)]
    pairs = zip_longest(_sign_lines(about, left), _key_lines(keys, widest, key_cells), fillvalue=())
    return [
        (*line, (" " * (left + 2 * GAP - cell_len(plain_text(line))), "text"), *key) for line, key in pairs
    ]


def _key_lines(keys: list[Key], widest: int, width: int) -> list[StyledLine]:
    """The keys, in two columns where both have room."""
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
    return lines


def _sign_lines(about: str, width: int) -> list[StyledLine]:
    """What the signs mean, each sentence wrapped beside its sign."""
    lines: list[StyledLine] = [(("Signs", "title"),)]
    for paragraph in re.split(r"\n(?=\n|\S+(?: \S+)?  )", about.strip()):
        sign, meaning = re.match(SIGN, paragraph, re.DOTALL).groups()  # type: ignore[union-attr]
        if paragraph.startswith("\n") and meaning.strip():
            lines.append(())
        cells = cell_len(sign)
        first, *more = wrapped(" ".join(meaning.split()), width - cells)
        lines += [((sign, "strong"), (first, "text")), *(((" " * cells + line, "text"),) for line in more)]
    return lines


def _longest(keys: list[Key]) -> int:
    """Cells of the longest of their texts."""
    return max((cell_len(key.text) for key in keys), default=0)
