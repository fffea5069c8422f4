"""The career: every race of the library that an athlete of the race ran, and whom they met most."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.getters import query_one
from textual.worker import Worker, WorkerState

from race.board import Board
from replays.archive import Archive
from tui import career
from tui.keys import hints_of
from tui.screens.past import PastScreen
from tui.text import clean
from tui.widgets.keyline import KeyLine
from tui.widgets.pane import Pane, StyledLine
from tui.widgets.shelf import Shelf

if TYPE_CHECKING:
    from replays.career import Career
    from replays.people import People


class CareerScreen(PastScreen):
    """Somebody's races and rivals. It tells no result unasked, and none of the day of the race or later."""

    HELP = """
Result   place and time; w shows those of races before the one being watched
······   hidden, so that a race can be watched without knowing
·        a place without a published time
Races    in how many races of the library both ran
Won      how often this athlete was ahead; Lost how often behind
"""

    races = query_one("#races", Shelf)
    rivals = query_one("#rivals", Shelf)

    def __init__(self, bib: str, board: Board) -> None:
        super().__init__(board, Archive())
        self._bib = bib
        self._people: People | None = None
        self._career: Career | None = None
        self._says = "reading the library"

    def compose(self) -> ComposeResult:
        """Who it is and the bests, the races, the rivals, the keys."""
        yield Pane(id="head", can_focus=False)
        yield Shelf(id="races", has_title=True)
        yield Shelf(id="rivals", has_title=True)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the library."""
        self.races.focus()
        self.paint()
        self.run_worker(self._read(), exit_on_error=False)

    async def _read(self) -> None:
        self._people, self._career = await asyncio.to_thread(self._look_up)
        if self._career is None:
            self._says = "not in any race of the library"
        self.paint()
        self._go_to_the_watched()

    def _look_up(self) -> tuple[People, Career | None]:
        from replays.career import Career
        from replays.people import People
        from replays.start_lists import library

        races, self.archive.broken = library()
        people = People(races)
        start_list = self.board.state.start_list
        entrant = self.board.state.runners[self._bib].entrant
        person = people.who(entrant, self.board.race, start_list) if start_list else None
        return people, Career.of(person, people, self.unspoilt.results) if person else None

    @on(Worker.StateChanged)
    def _failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._says = clean(f"cannot read the library: {event.worker.error}")
            self.paint()

    def _go_to_the_watched(self) -> None:
        races = [one.listed.race for one in self._career.appearances] if self._career else []
        if self.board.race in races:
            self.races.put_cursor(races.index(self.board.race))

    def paint(self) -> None:
        """Show who it is, the races and the rivals."""
        self.keys.show_hints(hints_of(self))
        known, width = self._career, self.races.line_width
        if known is None:
            name = clean(self.board.state.runners[self._bib].entrant.name)
            self.show_head([((name, "strong"), (f"   {self._says}", "dim"))])
            return
        bests = career.bests_lines(known, width) if self.told else []
        self.show_head([*career.heading(known, width), *bests])
        self.races.show(len(known.appearances), self._race_line, ((career.titles(width), "title"),))
        self.rivals.show(len(known.rivals), self._rival_line, ((career.RIVALS, "title"),))

    def _race_line(self, index: int) -> StyledLine:
        assert self._career is not None
        shown = career.race_line(self._career.appearances[index], self.races.line_width, told=self.told)
        return ((shown, "text"),)

    def _rival_line(self, index: int) -> StyledLine:
        assert self._career is not None
        return ((career.rival_line(self._career.rivals[index], told=self.told), "text"),)

    @on(Pane.Chosen, "#races")
    def _open_race(self, event: Pane.Chosen) -> None:
        if self._career is not None and self.is_active:
            self.open_race(self._career.appearances[event.index].listed)

    @on(Pane.Chosen, "#rivals")
    def _open_duel(self, event: Pane.Chosen) -> None:
        if self._career is not None and self.is_active:
            from tui.screens.duel import DuelScreen

            people = self._career.person, self._career.rivals[event.index].person
            self.app.push_screen(DuelScreen(people, self.board, self.archive, told=self.told))
