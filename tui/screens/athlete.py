"""The athlete: one entrant's race so far, over the race screen and at the same playhead."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import ModalScreen

from tui.screens.messages import OpenEntrantProfile
from tui.screens.race_keys import PLAYBACK_KEYS, PlaybackKeys
from tui.text.athlete_splits import athlete_splits
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from race.board import Board


class AthleteScreen(PlaybackKeys, ModalScreen[None]):
    """Every checkpoint of one athlete, up to the playhead."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        Binding("a", "profile", "All races", id="athlete.career"),
        Binding("escape,enter,q", "dismiss", "Close", id="athlete.close"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (92, "-framed")]  # noqa: RUF012

    pane = query_one("#athlete", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, race: PlaybackKeys, bib: str, board: Board) -> None:
        super().__init__()
        self.session = race.session
        self._race = race
        self._bib = bib
        self._board = board

    def repaint(self) -> None:
        """Let the race screen below paint, which hands its board on to this one."""
        self._race.repaint()

    def compose(self) -> ComposeResult:
        """One pane, and the keys."""
        yield Pane(id="athlete", has_cursor=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show what is known by now, and then what each paint of the race shows."""
        self._race.painted.subscribe(self, self._show_board, immediate=True)
        self._show_board(self._board)

    def on_resize(self) -> None:
        """Draw for the new size, once the pane has it."""
        self.call_after_refresh(lambda: self._show_board(self._board))

    def on_screen_resume(self) -> None:
        """Go on with the race below after another screen lay above both."""
        self.repaint()

    def action_profile(self) -> None:
        """Show all races of the athlete; a recorded race is paused meanwhile."""
        if self.is_active:
            self.session.pause_recorded()
            self.post_message(OpenEntrantProfile(self, self._bib, self._board))

    def _show_board(self, board: Board) -> None:
        self._board = board
        lines = athlete_splits(board, self._bib, self.pane.line_width)
        self.pane.show(len(lines), lines.__getitem__)
        self.keys.show_hints(hints_of(self))
