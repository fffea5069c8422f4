"""A part of the screen whose lines are kept until it is refreshed.

With each frame Textual asks all that is in sight for all its lines, and looks at each of them again for
colours, borders and filters, whether it has changed or not. That is a fifth of what a frame takes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Container, Vertical

if TYPE_CHECKING:
    from typing import Self

    from textual.geometry import Region
    from textual.strip import Strip
    from textual.widget import Widget

    Drawn = Widget
else:
    # In fact whichever widget it is mixed into: Textual takes styles from the first base that is a widget.
    Drawn = object


class KeptLines(Drawn):
    """Answers with the lines that it was drawn with last, where nothing has asked for others since."""

    _lines_for: object = None
    """The part that the lines are of, with its size and what they were filtered by; None for no lines."""
    _kept_lines: list[Strip]

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> Self:
        """Draw again, with the next frame."""
        self._lines_for = None
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

    def notify_style_update(self) -> None:
        """Draw again in other colours."""
        self._lines_for = None
        super().notify_style_update()

    def render_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part."""
        lines_for = crop, self.size, tuple(self.get_line_filters())
        if lines_for != self._lines_for:
            self._kept_lines = self.drawn_lines(crop)
            self._lines_for = lines_for
        return self._kept_lines

    def drawn_lines(self, crop: Region) -> list[Strip]:
        """The lines of a part, as they are now."""
        return super().render_lines(crop)


class KeptContainer(KeptLines, Container):
    """A container, which draws nothing of its own."""


class KeptVertical(KeptLines, Vertical):
    """A container of what stands one below the other."""
