"""The athlete's profile: a person's races in the library, and the rivals met most often."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on
from textual.getters import query_one
from textual.worker import Worker, WorkerState

from replays.people.athlete_history import AthleteHistory
from replays.people.known_people import People, Person
from replays.people.people_index import library_people
from replays.people.results_cache import ResultsCache
from tui.screens.navigation import OpenHeadToHead
from tui.screens.past_results import PastResultsScreen
from tui.text import athlete_profile
from tui.text.safe_text import clean
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane
from tui.widgets.stacked_panes import StackedPane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from race.board import Board
    from race.messages import Entrant
    from tui.text.styled_line import StyledLine


class AthleteProfileScreen(PastResultsScreen):
    """A person's races and rivals."""

    HELP = """
Result   place and time; w shows them for days before the watched race
······   hidden, so that you can watch a race without knowing the result
·        a place without a published time
Races    how many races of the library both ran
Won      how often this athlete was ahead; Lost how often behind
"""

    races = query_one("#races", StackedPane)
    rivals = query_one("#rivals", StackedPane)

    def __init__(self, athlete: Person | Entrant, board: Board | None = None) -> None:
        """`athlete` is an entrant in the race of the `board`, or, where none is watched, a person."""
        super().__init__(board, ResultsCache())
        self._athlete = athlete
        self._history: AthleteHistory | None = None
        self._status = "reading the library"

    def compose(self) -> ComposeResult:
        """The name and the best times, the races, the rivals, the keys."""
        yield Pane(id="head", can_focus=False)
        yield StackedPane(id="races", has_title=True)
        yield StackedPane(id="rivals", has_title=True)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the library."""
        self.races.focus()
        self.paint()
        self.run_worker(self._read(), exit_on_error=False)

    async def _read(self) -> None:
        self._history = await asyncio.to_thread(self._look_up)
        if self._history is None:
            self._status = "not in any race of the library"
        self.paint()
        races = [appearance.listed.race for appearance in self._history.appearances] if self._history else []
        if self.board is not None and self.board.race in races:
            self.races.put_cursor(races.index(self.board.race))

    def _look_up(self) -> AthleteHistory | None:
        people, self.cache.broken = library_people()
        person = self._recognise(people)
        return AthleteHistory.of(person, people, self.results.results) if person else None

    def _recognise(self, people: People) -> Person | None:
        if isinstance(self._athlete, Person):
            return next((person for person in people.persons if person.id == self._athlete.id), None)
        start_list = self.board.state.start_list if self.board else None
        if self.board is None or start_list is None:
            return None
        return people.recognise(self._athlete, self.board.race, start_list)

    @on(Worker.StateChanged)
    def _failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._status = clean(f"cannot read the library: {event.worker.error}")
            self.paint()

    def paint(self) -> None:
        """Show the name, the races and the rivals."""
        self.keys.show_hints(hints_of(self))
        history, width = self._history, self.races.line_width
        if history is None:
            self.show_head([((clean(self._athlete.name), "strong"), (f"   {self._status}", "dim"))])
            return
        bests = athlete_profile.bests_lines(history, width) if self.show_results else []
        self.show_head([*athlete_profile.heading(history, width), *bests])

        def race_line(index: int) -> StyledLine:
            appearance = history.appearances[index]
            return ((athlete_profile.race_line(appearance, width, with_result=self.show_results), "text"),)

        def rival_line(index: int) -> StyledLine:
            rival = history.rivals[index]
            return ((athlete_profile.rival_line(rival, with_result=self.show_results), "text"),)

        self.races.show(len(history.appearances), race_line, ((athlete_profile.titles(width), "title"),))
        self.rivals.show(len(history.rivals), rival_line, ((athlete_profile.RIVALS, "title"),))

    @on(Pane.Chosen, "#races")
    def _open_race(self, event: Pane.Chosen) -> None:
        if self._history is not None:
            self.open_race(self._history.appearances[event.index].listed)

    @on(Pane.Chosen, "#rivals")
    def _open_head_to_head(self, event: Pane.Chosen) -> None:
        if self._history is not None:
            people = self._history.person, self._history.rivals[event.index].person
            self.post_message(OpenHeadToHead(self, people, self.board, self.cache, self.show_results))
