"""One pane over the screen below, with a frame where the window has room for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.getters import query_one
from textual.screen import ModalScreen

from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from tui.text.styled_line import StyledLine
    from tui.widgets.key_hints import Hint


class OverlayScreen(ModalScreen[None]):
    """Lines to read and scroll."""

    HORIZONTAL_BREAKPOINTS = [(92, "-framed")]  # noqa: RUF012  # Textual does not declare it a ClassVar

    FIRST_HINTS: ClassVar[tuple[str, ...]] = ()
    """The keys that stand first in the footer, by their words."""

    SCROLL: ClassVar[dict[str, str]] = {"focused.move(1)": "scroll", "focused.move(-1)": "scroll"}
    """The actions of the keys that the footer names where not all lines fit."""

    pane = query_one("#overlay", Pane)
    keys = query_one(KeyFooter)

    def compose(self) -> ComposeResult:
        """The pane and the keys."""
        yield Pane(id="overlay", has_cursor=False)
        yield KeyFooter()

    def on_resize(self) -> None:
        """Draw for the new size, once the pane has it."""
        self.call_after_refresh(self.draw)

    def on_unmount(self) -> None:
        """Take along what was said here."""
        self.app.clear_notifications()

    def lines(self, width: int) -> list[StyledLine]:
        """What the pane shows, in a width in cells."""
        raise NotImplementedError

    def draw(self) -> None:
        """Show the lines and the keys."""
        lines = self.lines(self.pane.line_width)
        self.pane.show_lines(lines)
        scroll = self.SCROLL if len(lines) > self.pane.scrollable_content_region.height else {}
        self.keys.show_hints(self.named_now(hints_of(self, self.FIRST_HINTS, scroll)))

    def named_now(self, hints: list[Hint]) -> list[Hint]:
        """The keys, by what they do at the moment."""
        return hints
