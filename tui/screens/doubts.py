"""What needs review: the claims that are not believed, over the race screen and at its playhead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.screens.overlay import OverlayScreen
from tui.screens.race_keys import PLAYBACK_KEYS, PlaybackKeys
from tui.text.doubted_claims import claim_lines, to_review

if TYPE_CHECKING:
    from race.board import Board
    from tui.text.styled_line import StyledLine


class DoubtsScreen(PlaybackKeys, OverlayScreen):
    """Each claim in a sentence, the newest first, with what would make it count."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        Binding("escape,enter,d,q", "dismiss", "Close", id="window.close"),
    ]

    def __init__(self, race: PlaybackKeys) -> None:
        super().__init__()
        self.session = race.session
        self._race = race

    def repaint(self) -> None:
        """Let the race screen below paint."""
        self._race.repaint()

    def on_mount(self) -> None:
        """Draw again with each board that the race screen paints."""
        self._race.painted.subscribe(self, self._draw_again, immediate=True)

    def lines(self, width: int) -> list[StyledLine]:
        """The claims at the playhead."""
        claims = self.session.watched.view().doubts if self.session.watched is not None else ()
        lines: list[StyledLine] = [((to_review(len(claims)), "title"),), ()]
        for claim in claims:
            lines += claim_lines(claim, width)
        return lines

    def _draw_again(self, _board: Board) -> None:
        self.draw()
