"""What the screens about the past have in common: results hidden until asked for, races that open."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen

from race.board import Board
from replays.catalogue.start_lists import ListedRace
from replays.people.results_cache import ResultsCache, SpoilerFreeResults
from tui.screens.messages import OpenRecordedRace
from tui.text.styled_line import StyledLine
from tui.widgets.footer import KeyFooter
from tui.widgets.pane import Pane


class PastResultsScreen(Screen[None]):
    """Races of the library, as much of them as may be told while another is being watched."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="past.open", priority=True),
        Binding("w", "results", "Results", id="past.results"),
        Binding("escape", "dismiss", "Back", id="past.back"),
    ]

    head = query_one("#head", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, board: Board | None, archive: ResultsCache, *, told: bool = False) -> None:
        super().__init__()
        self.board = board
        """Of the race that is being watched, as it stood when this was opened; None where none is."""
        self.archive = archive
        self.told = told
        """Whether results are shown."""

    def paint(self) -> None:
        """Show it all."""
        raise NotImplementedError

    def show_head(self, lines: list[StyledLine]) -> None:
        """Show the lines at the top, and a blank one below."""
        self.head.styles.height = len(lines) + 1
        self.head.show(len(lines), lines.__getitem__)

    @property
    def unspoilt(self) -> ResultsCache | SpoilerFreeResults:
        """The results that may be told: all of them, if asked for, where no race is being watched."""
        return self.archive if self.board is None else SpoilerFreeResults(self.archive, self.board)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.paint()

    def action_results(self) -> None:
        """Show or hide the results of earlier races."""
        self.told = not self.told
        self.paint()

    def action_open(self) -> None:
        """Open what the cursor is on."""
        if isinstance(self.focused, Pane):
            self.focused.action_choose()

    def open_race(self, listed: ListedRace) -> None:
        """Watch a race from its start."""
        self.post_message(OpenRecordedRace(self, listed.path))
