"""Text of double size in a pane, written over the blanks that the pane draws in its place.

Textual has no text of two lines' height, and no public way to write a sequence of one's own. Whatever is
written over a part of such text erases all of it, so the pane draws blanks there, and the text is written
after each of its paints.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.settings.text_scale import doubled
from tui.widgets.pane import EDGE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.style import Style

    from tui.text.styled_line import StyledLine
    from tui.widgets.pane import Pane

DOUBLE = "double"
"""The style of what is to be drawn twice as large; a line of it stands alone, with a blank line below."""

SAVE, RESTORE = "\x1b7", "\x1b8"
"""Keep the place of the cursor and its colours, and go back to them."""


class LargeText:
    """The lines of double size in a pane."""

    def __init__(self, pane: Pane) -> None:
        self._pane = pane
        self._texts: dict[int, str] = {}
        """By the line of the pane."""
        self._written: dict[tuple[int, int], int] = {}
        """By the row and column on the screen, the cells of what was written there."""

    def taken_from(self, lines: Sequence[StyledLine]) -> list[StyledLine]:
        """The lines without those of double size, which are written after the paint."""
        texts = {row: line[0][0] for row, line in enumerate(lines) if line and line[0][1] == DOUBLE}
        if texts != self._texts:
            self.erase()
            self._texts = texts
        if texts:
            self._pane.call_after_refresh(self._write)
        return [() if row in texts else line for row, line in enumerate(lines)]

    def erase(self) -> None:
        """Put blanks in place of what was written, before anything else is drawn there."""
        blanks = [
            f"\x1b[{row + down};{column}H{' ' * cells}"
            for (row, column), cells in self._written.items()
            for down in (0, 1)
        ]
        self._written.clear()
        self._texts = {}
        if blanks:
            self._send(_in_style("".join(blanks), self._pane.style("text")))

    def _write(self) -> None:
        pane = self._pane
        if not pane.is_attached or pane.app.screen is not pane.screen or not pane.display:
            return
        x, y = pane.content_region.offset
        style, sequences = pane.style(DOUBLE), []
        for line, text in self._texts.items():
            row, column = y + line + 1, x + EDGE + 1
            self._written[row, column] = 2 * cell_len(text)
            sequences.append(f"\x1b[{row};{column}H{_in_style(doubled(text), style)}")
        if sequences:
            self._send("".join(sequences))

    def _send(self, sequences: str) -> None:
        driver = getattr(self._pane.app, "_driver", None)
        if driver is not None and not self._pane.app.is_headless:
            driver.write(f"{SAVE}{sequences}{RESTORE}")


def _in_style(sequences: str, style: Style) -> str:
    """Sequences between those that begin and end a style."""
    return style.render("-").replace("-", sequences, 1)
