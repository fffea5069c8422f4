"""What the screens about past races share: results hidden until asked for, races to open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen

from replays.people.results_cache import ResultsCache, SpoilerFreeResults
from tui.screens.navigation import OpenRecordedRace
from tui.widgets.footer import KeyFooter
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from race.board import Board
    from replays.catalogue.start_lists import ListedRace
    from tui.text.styled_line import StyledLine


class PastResultsScreen(Screen[None]):
    """Races of the library. While a race is being watched, no result of its day or later can be shown."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", priority=True, id="past.open"),
        Binding("w", "results", "Results", id="past.results"),
        Binding("escape", "dismiss", "Back", id="window.close"),
    ]

    head = query_one("#head", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, board: Board | None, cache: ResultsCache, *, show_results: bool = False) -> None:
        super().__init__()
        self.board = board
        """Of the race being watched, as it was when this screen was opened; None where there is none."""
        self.cache = cache
        self.show_results = show_results

    def paint(self) -> None:
        """Show everything."""
        raise NotImplementedError

    def show_head(self, lines: list[StyledLine]) -> None:
        """Show the lines at the top, and a blank one below."""
        self.head.styles.height = len(lines) + 1
        self.head.show_lines(lines)

    @property
    def results(self) -> ResultsCache | SpoilerFreeResults:
        """The results that may be shown."""
        return self.cache if self.board is None else SpoilerFreeResults(self.cache, self.board)

    def on_resize(self) -> None:
        """Draw for the new size."""
        self.paint()

    def action_results(self) -> None:
        """Show or hide results."""
        self.show_results = not self.show_results
        self.paint()

    def action_open(self) -> None:
        """Open what the cursor is on."""
        if isinstance(self.focused, Pane):
            self.focused.action_choose()

    def open_race(self, listed: ListedRace) -> None:
        """Watch a race from its start."""
        self.post_message(OpenRecordedRace(self, listed.path))
