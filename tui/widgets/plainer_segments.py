"""Lines for terminals whose font lacks braille, or more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.filter import LineFilter

from tui.text.plain_characters import in_blocks, nearest

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.color import Color

CONSOLE_FONT = "cp437"
"""What the console of Linux can show with any of its fonts, nearly."""


class PlainerSegments(LineFilter):
    """Draws in blocks instead of dots; for the console, with no character that its font may lack."""

    def __init__(self, *, console: bool) -> None:
        super().__init__()
        self._console = console

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments, of which those in ASCII stay as they are."""
        return [
            segment if segment.text.isascii() else segment._replace(text=self._plainer(segment.text))
            for segment in segments
        ]

    def _plainer(self, text: str) -> str:
        return nearest(text, CONSOLE_FONT) if self._console else in_blocks(text)
