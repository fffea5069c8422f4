"""The people of the library whom some words may mean: to choose one, whose races are then shown."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from replays.people.known_people import People, Person
from replays.people.name_lookup import best_matches
from tui.screens.messages import OpenProfile
from tui.text import athlete_profile
from tui.text.safe_text import clean
from tui.text.styled_line import StyledLine
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.pane import Pane


class PeopleScreen(Screen[None]):
    """Those who may be meant. Where that is one person, the races are opened at once; no result is told."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Races", id="people.open", priority=True),
        Binding("escape", "dismiss", "Back", id="people.back"),
    ]

    head = query_one("#head", Pane)
    people = query_one("#people", Pane)
    keys = query_one(KeyFooter)

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self._found: list[Person] | None = None
        self._failure = ""

    def compose(self) -> ComposeResult:
        """What was looked for, who was found, the keys."""
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
        self._found = await asyncio.to_thread(self._look_up)
        self._paint()
        if len(self._found) == 1:
            self.post_message(OpenProfile(self, self._found[0], replace=True))

    def _look_up(self) -> list[Person]:
        from replays.catalogue.start_lists import library

        return best_matches(People(library()[0]), self._text)

    @on(Worker.StateChanged)
    def _failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._failure = f"cannot read the library: {event.worker.error}"
            self._paint()

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._paint()

    def _paint(self) -> None:
        found = self._found or []
        says = self._failure or (
            "reading the library" if self._found is None else athlete_profile.found_words(found)
        )
        line: StyledLine = ((clean(self._text), "strong"), (f"   {clean(says)}", "dim"))
        self.head.show(1, lambda _: line)
        width = self.people.line_width
        self.people.show(
            len(found),
            lambda index: ((athlete_profile.person_line(found[index], width), "text"),),
            ((athlete_profile.PEOPLE if found else "", "title"),),
        )
        self.keys.show_hints(hints_of(self))

    def action_open(self) -> None:
        """Show the races of the one under the cursor."""
        self.people.action_choose()

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        """Show somebody's races, once however often that was asked for."""
        if self._found:
            self.post_message(OpenProfile(self, self._found[event.index]))
