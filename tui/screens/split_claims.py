"""The history of one split: everything that was claimed about one cell of the splits."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.screens.overlay import OverlayScreen
from tui.views.split_claims_table import split_claims

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene


class SplitClaimsScreen(OverlayScreen):
    """An athlete at a checkpoint: which figure counts, from which source, and what it replaces."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,enter,q", "dismiss", "Close", id="window.close"),
    ]

    def __init__(self, scene: Scene, bib: str, checkpoint: int) -> None:
        super().__init__()
        self._scene = scene
        self._bib = bib
        self._checkpoint = checkpoint

    def lines(self, width: int) -> list[StyledLine]:
        """The claims, a line each."""
        return split_claims(self._scene, self._bib, self._checkpoint, width)
