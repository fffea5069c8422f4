"""The athlete: one entrant's race so far, over the race screen and at the same playhead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from tui.screens.navigation import OpenProfile
from tui.screens.overlay import OverlayScreen
from tui.screens.race_keys import PLAYBACK_KEYS, PlaybackKeys
from tui.text.athlete_splits import athlete_splits

if TYPE_CHECKING:
    from race.board import Board
    from tui.text.styled_line import StyledLine


class AthleteSplitsScreen(PlaybackKeys, OverlayScreen):
    """Every checkpoint of one athlete, up to the playhead."""

    FIRST_HINTS = ("Close", "Copy", "All races")

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        Binding("y", "app.copy", "Copy", id="app.copy"),
        Binding("a", "profile", "All races", id="splits.profile"),
        Binding("escape,enter,q", "dismiss", "Close", id="window.close"),
    ]

    def __init__(self, race: PlaybackKeys, bib: str, board: Board) -> None:
        super().__init__()
        self.session = race.session
        self._race = race
        self._bib = bib
        self._board = board

    def repaint(self) -> None:
        """Let the race screen below paint, which hands its board on to this one."""
        self._race.repaint()

    def on_mount(self) -> None:
        """Show each board that the race screen paints."""
        self._race.painted.subscribe(self, self._show_board, immediate=True)

    def on_screen_resume(self) -> None:
        """Go on with the race below after another screen lay above both."""
        self.repaint()

    def action_profile(self) -> None:
        """Show all races of the athlete; a recorded race is paused meanwhile."""
        if self.is_active:
            self.session.pause_recorded()
            entrant = self._board.state.runners[self._bib].entrant
            self.post_message(OpenProfile(self, entrant, self._board))

    def lines(self, width: int) -> list[StyledLine]:
        """The athlete as the board has it."""
        return athlete_splits(self._board, self._bib, width)

    def _show_board(self, board: Board) -> None:
        self._board = board
        self.draw()
