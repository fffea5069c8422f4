"""The preview: the field of a race before its gun, with bests and notes, and what is at stake."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from replays.preview.race_preview import PreviewReader, RacePreview
from tui.screens.navigation import OpenProfile
from tui.text import race_preview
from tui.text.safe_text import clean, fit
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from feeds.tables.cue_lines import CueLine
    from race.board import Board
    from tui.text.race_preview import FieldLine


class PreviewScreen(Screen[None]):
    """The field at the left or above, what is at stake beside or below it."""

    HELP = """
PB, SB   the best ever and of the season, before this race
*        the best in the races of this library, not from the start list
         below a name: what the notes file says
At stake the records and standards, and who has run within 1 % of them
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Races", priority=True, id="preview.open"),
        Binding("s", "sort", "Sort", id="preview.sort"),
        Binding("escape,p", "back", "Back", id="preview.close"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012  # as on the race screen

    head = query_one("#head", Pane)
    field = query_one("#field", Pane)
    stakes = query_one("#stakes", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, board: Board | None, cues: Sequence[CueLine] = ()) -> None:
        """Show the race of a board that is at the gun or before it."""
        super().__init__()
        self._board = board
        self._reader = PreviewReader(cues)
        self.preview: RacePreview | None = None
        """What is shown; None until it has been read."""
        self.status = "reading the library"
        self._order = 0
        self._lines: list[FieldLine] = []

    def compose(self) -> ComposeResult:
        """The race, the field, what is at stake, the keys."""
        yield Pane(id="head", can_focus=False)
        with Container(id="preview"):
            yield Pane(id="field", has_title=True)
            yield Pane(id="stakes", has_cursor=False)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Look up the field in the library."""
        self.field.focus()
        self.run_worker(
            self.follow(), group="hubs" if self._board is None else "preview", exit_on_error=False
        )

    async def follow(self) -> None:
        """Read what is to be shown."""
        if self._board is not None:
            await self.show_board(self._board)

    async def show_board(self, board: Board) -> None:
        """Show the race of a board, which is looked up first."""
        self.preview = await asyncio.to_thread(self._reader.preview, board)
        self.status = ""
        self.paint()

    @on(Worker.StateChanged)
    def _failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self.status = f"cannot show the field: {event.worker.error}"
            self.paint()

    def on_resize(self) -> None:
        """Draw for the new size, once the panes have theirs."""
        self.call_after_refresh(self.paint)

    def on_descendant_focus(self) -> None:
        """Show the keys of the pane that has the focus."""
        self.keys.show_hints(hints_of(self))

    def paint(self) -> None:
        """Show everything."""
        if not self.is_attached or not self.head.size:
            return
        self.paint_head()
        preview = self.preview
        if preview is None:
            return
        width = self.field.line_width
        self._lines = race_preview.field_lines(preview, width, self._order)
        title = race_preview.titles(width)
        lines = self._lines
        self.field.show(len(lines), lambda index: lines[index].draw(width), ((title, "title"),))
        self.stakes.show_lines(race_preview.stake_lines(preview, self.stakes.line_width))

    def paint_head(self) -> None:
        """Show the race, when it starts, and what is wrong, if anything."""
        width = self.head.line_width
        lines = race_preview.heading(self.preview, width) if self.preview is not None else [(), ()]
        self.head.show_lines([*lines, ((fit(clean(self.status), width), "dim"),)])
        self.keys.show_hints(hints_of(self))

    def action_sort(self) -> None:
        """Sort the field in the next order."""
        self._order = (self._order + 1) % len(race_preview.ORDERS)
        self.status = f"the field {race_preview.ORDERS[self._order]}"
        self.paint()

    def action_back(self) -> None:
        """Go back to the race."""
        self.dismiss()

    def action_open(self) -> None:
        """Show the races of the athlete under the cursor."""
        if self.preview is not None and self.field.cursor < len(self._lines):
            entrant = self._lines[self.field.cursor].entry.entrant
            self.post_message(OpenProfile(self, entrant, self.preview.board))

    @on(Pane.Chosen, "#field")
    def _open(self) -> None:
        self.action_open()
