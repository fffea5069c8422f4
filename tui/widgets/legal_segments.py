"""The last look at what is drawn: no piece of a line that reaches the terminal holds a command to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from textual.filter import LineFilter

from feeds.legal_text import legal

if TYPE_CHECKING:
    from rich.segment import Segment
    from textual.color import Color


class LegalSegments(LineFilter):
    """Makes the text of every segment legal, whichever widget drew it, in as many cells as it had."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002
        """The segments, of which those that are legal stay as they are."""
        return [segment if legal(segment.text) is segment.text else _made(segment) for segment in segments]


def _made(segment: Segment) -> Segment:
    return segment._replace(text=set_cell_size(legal(segment.text), cell_len(segment.text)))
