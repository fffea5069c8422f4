"""The home screen: races on hubs, and the library with the winners hidden until asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from tui.headline import day
from tui.keys import hints_of
from tui.text import clean, fit, wrapped
from tui.widgets.keyline import KeyLine
from tui.widgets.live import LivePane
from tui.widgets.pane import Pane, StyledLine
from tui.widgets.shelf import Shelf

if TYPE_CHECKING:
    from replays.summary import Summary

HIDDEN = "······"

LONGEST_MEET = 48
"""Cells that the meet takes at most, so that a line can be followed to its end."""


class HomeScreen(Screen[None]):
    """Races on hubs, then recorded ones, newest first. Nothing here tells a result unless asked."""

    HELP = """
Results  how many runners' finishing times were published
Splits   how many of all splits were published; the rest is estimated
Winner   hidden, so that a race can be watched without knowing; w shows it
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="home.open", priority=True),
        Binding("w", "winners", "Winners", id="home.winners"),
    ]

    head = query_one("#head", Pane)
    keys = query_one(KeyLine)
    live = query_one(LivePane)
    races = query_one("#races", Shelf)

    def __init__(self, *, live_first: bool = False) -> None:
        super().__init__()
        self._live_first = live_first
        """Whether the cursor goes to the hubs' races as soon as there are any."""
        self._summaries: list[Summary] = []
        self._troubles: list[str] = []
        self._winners = False
        self._opened = False

    def compose(self) -> ComposeResult:
        """A title, the races on hubs, those in the library, the keys."""
        yield Pane(id="head", can_focus=False)
        yield LivePane(id="live")
        yield Shelf(id="races", has_title=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Begin at the library."""
        self.races.focus()
        self._show()

    def on_screen_resume(self) -> None:
        """Read the library, which a live race may have been added to, and look at the hubs."""
        self.run_worker(self._read(), group="library", exclusive=True, exit_on_error=False)
        self.live.watch_hubs()

    def on_screen_suspend(self) -> None:
        """Leave the hubs alone while another screen hides this one."""
        self.live.rest()

    async def _read(self) -> None:
        from replays.summary import races

        summaries, broken = await asyncio.to_thread(races)
        chosen = self._summaries[self.races.cursor].path if self._summaries else None
        self._summaries = summaries
        self._troubles = [clean(str(error)) for error in broken]
        self._opened = True
        self._show()
        paths = [summary.path for summary in self._summaries]
        if chosen in paths:
            self.races.put_cursor(paths.index(chosen))

    @on(Worker.StateChanged)
    def _library_failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._troubles = [clean(f"cannot read the library: {event.worker.error}")]
            self._opened = True
            self._show()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._show()

    @on(LivePane.Changed)
    @on(events.DescendantFocus)
    def _say_how_it_is(self) -> None:
        """Tell of hubs that do not answer, and of the keys where the cursor is."""
        if not self.live.display and self.focused is None:
            self.races.focus()
        if self._live_first and self.live.display:
            self._live_first = False
            self.live.focus()
        self._show()

    def _show(self) -> None:
        count = len(self._summaries)
        races = "race" if count == 1 else "races"
        says = f"{count} recorded {races}" if self._opened else "opening the library"
        troubles = "; ".join(self._troubles)
        silent = clean("; ".join(self.live.troubles))
        width = self.head.line_width
        head: list[StyledLine] = [
            (("Lapbell", "strong"), (f"   {says}", "dim")),
            *(((line, "accent"),) for line in wrapped(troubles, width, most=1 if silent else 2) if troubles),
            ((fit(silent, width), "dim"),),
        ]
        self.head.show(len(head), head.__getitem__)
        self.keys.show_hints(hints_of(self))
        titles = ("Date", "Race", "Meet", "Results", "Splits", "Winner")
        self.races.show(count, self._line, ((self._columns(titles), "title"),))

    def _line(self, index: int) -> StyledLine:
        summary = self._summaries[index]
        start_list = summary.start_list
        cells = (
            day(start_list.date),
            clean(start_list.name),
            clean(start_list.meet),
            f"{summary.results}/{summary.finishers}",
            f"{summary.splits}/{summary.possible_splits}",
            clean(summary.winner) if self._winners else HIDDEN,
        )
        return ((self._columns(cells), "text"),)

    def _columns(self, cells: Sequence[str]) -> str:
        """The meet takes what room the rest leaves."""
        wide = self.size.width >= 120
        winner = (24 if wide else 18) if self._winners else len(HIDDEN)
        sizes = [11, 26 if wide else 20, 0, 7, 9, winner]
        sizes[2] = min(max(self.races.line_width - sum(sizes) - len(sizes) + 1, 0), LONGEST_MEET)
        return " ".join(fit(cell, size) for cell, size in zip(cells, sizes, strict=True))

    def action_winners(self) -> None:
        """Show or hide who won."""
        self._winners = not self._winners
        self._show()

    def action_open(self) -> None:
        """Open the race under the cursor."""
        (self.live if self.live.has_focus else self.races).action_choose()

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        """Open a race, once however often it was asked for."""
        if not self.is_active:
            return
        if event.pane is self.live:
            from tui.app import LapbellApp

            assert isinstance(self.app, LapbellApp)
            self.app.open_live(self.live.address(event.index))
            return
        from tui.screens.race import RaceScreen
        from tui.stations import Recorded

        self.app.push_screen(RaceScreen(Recorded(self._summaries[event.index].path)))
