"""The head-to-head: every race in which two people met, and the one under the cursor split by split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.getters import query_one

from replays.people.head_to_head import HeadToHead
from tui.screens.past_results import PastResultsScreen
from tui.text import head_to_head
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane
from tui.widgets.stacked_panes import StackedPane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from race.board import Board
    from replays.people.known_people import Person
    from replays.people.results_cache import ResultsCache
    from tui.text.styled_line import StyledLine


class HeadToHeadScreen(PastResultsScreen):
    """Two people's meetings."""

    HELP = """
Winner   who was ahead, and by how much; w shows it,
         but only for days before the watched race
······   hidden, so that you can watch a race without knowing the result
·        a place without a published time
(3)      the place at a checkpoint
"""

    meetings = query_one("#meetings", StackedPane)
    splits = query_one("#splits", Pane)

    def __init__(
        self, people: tuple[Person, Person], board: Board | None, cache: ResultsCache, *, show_results: bool
    ) -> None:
        super().__init__(board, cache, show_results=show_results)
        self._pair = HeadToHead.of(*people, self.results.results)

    def compose(self) -> ComposeResult:
        """The balance, the meetings, the splits of one, the keys."""
        yield Pane(id="head", can_focus=False)
        yield StackedPane(id="meetings", has_title=True)
        yield Pane(id="splits", has_cursor=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin at the newest meeting whose result may be shown."""
        self.meetings.focus()
        self.paint()
        known = [n for n, meeting in enumerate(self._pair.meetings) if meeting.results is not None]
        self.meetings.put_cursor(known[-1] if known else 0)
        self.watch(self.meetings, "cursor", self._paint_splits)

    def paint(self) -> None:
        """Show the meetings and the splits."""
        self.keys.show_hints(hints_of(self))
        pair, width = self._pair, self.meetings.line_width
        self.show_head(head_to_head.heading(pair, width, with_result=self.show_results))

        def line(index: int) -> StyledLine:
            meeting = pair.meetings[index]
            return ((head_to_head.meeting_line(pair, meeting, width, with_result=self.show_results), "text"),)

        self.meetings.show(len(pair.meetings), line, ((head_to_head.titles(pair, width), "title"),))
        self._paint_splits()

    def _paint_splits(self) -> None:
        lines: list[StyledLine] = []
        if self.show_results and self._pair.meetings:
            meeting = self._pair.meetings[self.meetings.cursor]
            lines = head_to_head.splits_lines(self._pair, meeting) if meeting.results else []
        self.splits.show_lines(lines)

    @on(Pane.Chosen, "#meetings")
    def _open_race(self, event: Pane.Chosen) -> None:
        self.open_race(self._pair.meetings[event.index].listed)
