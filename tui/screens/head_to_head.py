"""The duel: every race in which two people met, and the one under the cursor split by split."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.getters import query_one

from race.board import Board
from replays.people.head_to_head import HeadToHead
from replays.people.known_people import Person
from replays.people.results_cache import ResultsCache
from tui.screens.past_results import PastResultsScreen
from tui.text import head_to_head
from tui.text.styled_line import StyledLine
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane
from tui.widgets.stacked_panes import StackedPane


class HeadToHeadScreen(PastResultsScreen):
    """Two people's meetings. No result is told unasked; while a race is watched, none from its day on."""

    HELP = """
Winner   who was ahead, and by how much; w shows it: while a race is watched, of those before
······   hidden, so that a race can be watched without knowing
·        a place without a published time
(3)      the place at a checkpoint
"""

    meetings = query_one("#meetings", StackedPane)
    splits = query_one("#splits", Pane)

    def __init__(
        self, people: tuple[Person, Person], board: Board | None, archive: ResultsCache, *, told: bool
    ) -> None:
        super().__init__(board, archive, told=told)
        self._pair = HeadToHead.of(*people, self.unspoilt.results)

    def compose(self) -> ComposeResult:
        """The balance, the meetings, the splits of one, the keys."""
        yield Pane(id="head", can_focus=False)
        yield StackedPane(id="meetings", has_title=True)
        yield Pane(id="splits", has_cursor=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin at the newest meeting before the race that is being watched."""
        self.meetings.focus()
        self.paint()
        known = [n for n, meeting in enumerate(self._pair.meetings) if meeting.results is not None]
        self.meetings.put_cursor(known[-1] if known else 0)
        self.watch(self.meetings, "cursor", self._paint_splits)

    def paint(self) -> None:
        """Show the meetings and the splits."""
        self.keys.show_hints(hints_of(self))
        self.show_head(head_to_head.heading(self._pair, self.meetings.line_width, with_result=self.told))
        title = head_to_head.titles(self._pair, self.meetings.line_width)
        self.meetings.show(len(self._pair.meetings), self._meeting_line, ((title, "title"),))
        self._paint_splits()

    def _meeting_line(self, index: int) -> StyledLine:
        meeting, width = self._pair.meetings[index], self.meetings.line_width
        return ((head_to_head.meeting_line(self._pair, meeting, width, with_result=self.told), "text"),)

    def _paint_splits(self) -> None:
        lines: list[StyledLine] = []
        if self.told and self._pair.meetings:
            meeting = self._pair.meetings[self.meetings.cursor]
            lines = head_to_head.splits_lines(self._pair, meeting) if meeting.results else []
        self.splits.show(len(lines), lines.__getitem__)

    @on(Pane.Chosen, "#meetings")
    def _open_race(self, event: Pane.Chosen) -> None:
        self.open_race(self._pair.meetings[event.index].listed)
