"""The career: every race of the library that somebody ran, and whom they met most."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.getters import query_one
from textual.worker import Worker, WorkerState

from race.board import Board
from replays.people.results_cache import ResultsCache
from tui.screens.messages import OpenHeadToHead
from tui.screens.past_results import PastResultsScreen
from tui.text import athlete_profile
from tui.text.safe_text import clean
from tui.text.styled_line import StyledLine
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane
from tui.widgets.stacked_panes import StackedPane

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from replays.people.athlete_history import AthleteHistory
    from replays.people.known_people import People, Person

    Who: TypeAlias = Callable[[People], Person | None]


class AthleteProfileScreen(PastResultsScreen):
    """Somebody's races and rivals. No result is told unasked; of the day of a watched race or later, none."""

    HELP = """
Result   place and time; w shows them: while a race is watched, of those before it
······   hidden, so that a race can be watched without knowing
·        a place without a published time
Races    in how many races of the library both ran
Won      how often this athlete was ahead; Lost how often behind
"""

    races = query_one("#races", StackedPane)
    rivals = query_one("#rivals", StackedPane)

    def __init__(self, name: str, who: Who, board: Board | None = None) -> None:
        """`who` finds among all people the one of the `name`; the `board` is of the race being watched."""
        super().__init__(board, ResultsCache())
        self._name = name
        self._who = who
        self._people: People | None = None
        self._history: AthleteHistory | None = None
        self._says = "reading the library"

    @classmethod
    def of(cls, person: Person) -> AthleteProfileScreen:
        """Of somebody, while no race is being watched."""
        return cls(person.name, lambda people: next((p for p in people.persons if p.id == person.id), None))

    @classmethod
    def of_entrant(cls, bib: str, board: Board) -> AthleteProfileScreen:
        """Of somebody in the race that is being watched."""
        entrant, start_list = board.state.runners[bib].entrant, board.state.start_list
        return cls(
            entrant.name,
            lambda people: people.recognise(entrant, board.race, start_list) if start_list else None,
            board,
        )

    def compose(self) -> ComposeResult:
        """Who it is and the bests, the races, the rivals, the keys."""
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
        self._people, self._history = await asyncio.to_thread(self._look_up)
        if self._history is None:
            self._says = "not in any race of the library"
        self.paint()
        self._go_to_the_watched()

    def _look_up(self) -> tuple[People, AthleteHistory | None]:
        from replays.catalogue.start_lists import library
        from replays.people.athlete_history import AthleteHistory
        from replays.people.known_people import People

        races, self.archive.broken = library()
        people = People(races)
        person = self._who(people)
        return people, AthleteHistory.of(person, people, self.unspoilt.results) if person else None

    @on(Worker.StateChanged)
    def _failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._says = clean(f"cannot read the library: {event.worker.error}")
            self.paint()

    def _go_to_the_watched(self) -> None:
        races = [one.listed.race for one in self._history.appearances] if self._history else []
        if self.board is not None and self.board.race in races:
            self.races.put_cursor(races.index(self.board.race))

    def paint(self) -> None:
        """Show who it is, the races and the rivals."""
        self.keys.show_hints(hints_of(self))
        known, width = self._history, self.races.line_width
        if known is None:
            self.show_head([((clean(self._name), "strong"), (f"   {self._says}", "dim"))])
            return
        bests = athlete_profile.bests_lines(known, width) if self.told else []
        self.show_head([*athlete_profile.heading(known, width), *bests])
        self.races.show(len(known.appearances), self._race_line, ((athlete_profile.titles(width), "title"),))
        self.rivals.show(len(known.rivals), self._rival_line, ((athlete_profile.RIVALS, "title"),))

    def _race_line(self, index: int) -> StyledLine:
        assert self._history is not None
        shown = athlete_profile.race_line(
            self._history.appearances[index], self.races.line_width, with_result=self.told
        )
        return ((shown, "text"),)

    def _rival_line(self, index: int) -> StyledLine:
        assert self._history is not None
        return ((athlete_profile.rival_line(self._history.rivals[index], with_result=self.told), "text"),)

    @on(Pane.Chosen, "#races")
    def _open_race(self, event: Pane.Chosen) -> None:
        if self._history is not None:
            self.open_race(self._history.appearances[event.index].listed)

    @on(Pane.Chosen, "#rivals")
    def _open_head_to_head(self, event: Pane.Chosen) -> None:
        if self._history is not None:
            people = self._history.person, self._history.rivals[event.index].person
            self.post_message(OpenHeadToHead(self, people, self.board, self.archive, self.told))
