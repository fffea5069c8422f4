"""A passing: all that was claimed about one cell of the splits, over the race screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen

from tui.views.scene import Scene
from tui.views.split_claims_table import split_claims
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane


class SplitClaimsScreen(ModalScreen[None]):
    """An athlete at a checkpoint: which figure counts, on whose word, and what it stands in for."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "Close", id="passing.close"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-framed")]  # noqa: RUF012

    pane = query_one("#passing", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, scene: Scene, bib: str, checkpoint: int) -> None:
        super().__init__()
        self._scene = scene
        self._bib = bib
        self._checkpoint = checkpoint

    def compose(self) -> ComposeResult:
        """One pane, and how to leave it."""
        yield Pane(id="passing", has_cursor=False)
        yield KeyFooter()

    def on_resize(self) -> None:
        """Draw for the size, once the pane has it."""
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        lines = split_claims(self._scene, self._bib, self._checkpoint, self.pane.line_width)
        self.pane.show(len(lines), lines.__getitem__)
        self.keys.show_hints(hints_of(self))
