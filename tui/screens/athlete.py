"""The athlete: one entrant's race so far, over the race screen and at the same playhead."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen

from race.board import Board
from replays.watching.live_race import LiveRace
from tui.screens.race_playback import PLAYBACK_KEYS, Playback
from tui.text.athlete_splits import athlete_splits
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane


class AthleteScreen(Playback, ModalScreen[None]):
    """Every checkpoint of one athlete, up to the playhead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        Binding("a", "career", "All races", id="athlete.career"),
        Binding("escape,enter,q", "dismiss", "Close", id="athlete.close"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-framed")]  # noqa: RUF012

    pane = query_one("#athlete", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, bib: str, board: Board, race: Playback) -> None:
        super().__init__()
        self._bib = bib
        self._board = board
        self._race = race
        self.viewing = race.viewing

    def repaint(self) -> None:
        """Let the race screen below paint, which hands its board on to this one."""
        self._race.repaint()

    def compose(self) -> ComposeResult:
        """One pane, and how to leave it."""
        yield Pane(id="athlete", has_cursor=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show what is known by now."""
        self.show_board(self._board)

    def on_resize(self) -> None:
        """Draw for the new size, once the pane has it."""
        self.call_after_refresh(lambda: self.show_board(self._board))

    def on_screen_resume(self) -> None:
        """Go on with the race below after another screen lay above both."""
        self.repaint()

    def action_career(self) -> None:
        """All races of the athlete; a recorded race stands still meanwhile."""
        if not self.is_active:
            return
        from tui.screens.athlete_profile import AthleteProfileScreen

        if self.viewing is not None and not isinstance(self.viewing.recording, LiveRace):
            self.viewing.playhead.pause()
        self.app.push_screen(AthleteProfileScreen.of_entrant(self._bib, self._board))

    def show_board(self, board: Board) -> None:
        """Show the athlete as this board has it, once there is something to show it on."""
        self._board = board
        if not self.query("#athlete"):
            return
        lines = athlete_splits(board, self._bib, self.pane.line_width)
        self.pane.show(len(lines), lines.__getitem__)
        self.keys.show_hints(hints_of(self))
