"""The people of the library whose names match some words: to choose one, whose races are then shown."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from replays.people.name_lookup import best_matches, similar_people
from replays.people.names_apart import names_apart
from replays.people.people_index import library_people
from tui.screens.navigation import OpenProfile
from tui.text import athlete_profile
from tui.text.safe_text import clean
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from replays.people.known_people import Person


class PeopleScreen(Screen[None]):
    """People to choose from, without their results. Where only one matches, the profile opens at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Races", priority=True, id="people.open"),
        Binding("escape", "dismiss", "Back", id="window.close"),
    ]

    head = query_one("#head", Pane)
    people = query_one("#people", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._matches: list[Person] = []
        self._names: list[str] = []
        self._status = "reading the library"

    def compose(self) -> ComposeResult:
        """The words, the people, the keys."""
        yield Pane(id="head", can_focus=False)
        yield Pane(id="people", has_title=True)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Read the library."""
        self.people.focus()
        self.head.styles.height = 2
        self._paint()
        self.run_worker(self._read(), exit_on_error=False)

    async def _read(self) -> None:
        self._matches, similar = await asyncio.to_thread(self._search)
        self._names = names_apart(self._matches)
        self._status = athlete_profile.found_words(self._matches, similar)
        self._paint()
        if len(self._matches) == 1:
            self.post_message(OpenProfile(self, self._matches[0], replace=True))

    def _search(self) -> tuple[list[Person], list[str]]:
        """The people who match best, and without any the names like the words."""
        people = library_people()[0]
        found = best_matches(people, self._text)
        return found, [] if found else names_apart(similar_people(people, self._text))

    @on(Worker.StateChanged)
    def _failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._status = f"cannot read the library: {event.worker.error}"
            self._paint()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._paint()

    def _paint(self) -> None:
        self.head.show_lines([((clean(self._text), "strong"), (f"   {clean(self._status)}", "dim"))])
        matches, names, width = self._matches, self._names, self.people.line_width
        self.people.show(
            len(matches),
            lambda index: ((athlete_profile.person_line(matches[index], names[index], width), "text"),),
            ((athlete_profile.PEOPLE if matches else "", "title"),),
        )
        self.keys.show_hints(hints_of(self))

    def action_open(self) -> None:
        """Show the races of the person under the cursor."""
        self.people.action_choose()

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        """Show a person's races."""
        if self._matches:
            self.post_message(OpenProfile(self, self._matches[event.index]))
