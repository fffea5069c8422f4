"""The home screen: races on hubs, and the library with the winners hidden until asked for."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from replays.storage.bookmarks import bookmarks
from tui.screens.messages import OpenLiveRace, OpenPeople, OpenRecordedRace
from tui.settings.preferences import Preferences, remember
from tui.text.library_sort import beside, named
from tui.text.safe_text import clean, fit, wrapped
from tui.text.styled_line import StyledLine
from tui.widgets.find_input import FindInput
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.library import LibraryPane
from tui.widgets.live_races import LiveRacesPane
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from replays.catalogue.catalogue import Catalogue

SHORT_S = 0.1
"""How long files are read before what was found in them is shown."""


class HomeScreen(Screen[None]):
    """Races on hubs, then recorded ones. Nothing here tells a result unless asked."""

    HELP = """
Results  how many runners' finishing times were published
Splits   published splits on the way, per athlete
Est.     the share of estimates among all splits that are shown
Left at  where the playhead was: enter goes on there, and g then goes to the gun
Winner   hidden, so that a race can be watched without knowing; w shows it

/ finds by athlete, nation, meet, place, event and year: ingebrigtsen 2024
tab, and then a: the races and rivals of the athlete whom the words mean
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", id="home.open", priority=True),
        Binding("slash", "find", "Find", id="home.find"),
        Binding("escape", "find_no_more", "Clear", id="home.find-no-more"),
        Binding("a", "athletes", "Athlete", id="home.athletes"),
        Binding("s", "sort(1)", "Sort", id="home.sort"),
        Binding("S", "sort(-1)", "Sort as before", show=False, id="home.sort-back"),
        Binding("w", "winners", "Winners", id="home.winners"),
    ]

    head = query_one("#head", Pane)
    keys = query_one(KeyFooter)
    live = query_one(LiveRacesPane)
    races = query_one(LibraryPane)
    find = query_one(FindInput)

    def __init__(self, *, live_first: bool = False) -> None:
        super().__init__()
        self._live_first = live_first
        """Whether the cursor goes to the hubs' races as soon as there are any."""
        self._catalogue: Catalogue | None = None
        self._reading = ""
        self._failure = ""

    def compose(self) -> ComposeResult:
        """A title, the races on hubs, those in the library, the line to find one, the keys."""
        yield Pane(id="head", can_focus=False)
        yield LiveRacesPane(id="live")
        yield LibraryPane(id="races")
        yield FindInput("athlete, meet, place, year, event, nation")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin at the library, in the order that it was in last."""
        self.races.order = named(Preferences.load().order)
        self.races.focus()
        self.watch(self.find, "value", self._find, init=False)

    def on_screen_resume(self) -> None:
        """Read the library, which a live race may have been added to, and look at the hubs."""
        self.run_worker(self._read(), group="library", exclusive=True, exit_on_error=False)
        self.call_after_refresh(self._watch_hubs)

    def on_screen_suspend(self) -> None:
        """Leave files and hubs alone while another screen hides this one."""
        self.workers.cancel_group(self, "library")
        self.live.rest()

    def _watch_hubs(self) -> None:
        if self.is_current:
            self.live.watch_hubs()

    async def _read(self) -> None:
        """Show the library as it is known, then what has changed, as it is read."""
        from replays.catalogue.catalogue import Catalogue, read_files

        if self._catalogue is None:
            gc.freeze()
            self._catalogue = Catalogue()
        unread = self._catalogue.scan()
        done = 0
        try:
            while done < len(unread):
                self._show_library(self._catalogue, f"reading {done:,} of {len(unread):,}")
                entries = await asyncio.to_thread(read_files, unread[done:], SHORT_S)
                self._catalogue.add(entries)
                done += len(entries)
        finally:
            self._catalogue.save()
        self._show_library(self._catalogue)

    def _show_library(self, catalogue: Catalogue, reading: str = "") -> None:
        self._reading, self._failure = reading, ""
        self.races.show_races(catalogue.races, bookmarks())
        self._show()

    @on(Worker.StateChanged)
    def _library_failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._reading, self._failure = "", f"cannot read the library: {event.worker.error}"
            self._show()

    def on_resize(self) -> None:
        """Draw for the new width."""
        self._show()

    @on(LiveRacesPane.Changed)
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
        is_open = self._catalogue is not None
        says = [self.races.words() if is_open else "opening the library", self._reading]
        told = self._catalogue.troubles if self._catalogue is not None else []
        troubles = "; ".join(clean(trouble) for trouble in (self._failure, *told) if trouble)
        silent = clean("; ".join(self.live.troubles))
        width = self.head.line_width
        head: list[StyledLine] = [
            (("Lapbell", "strong"), ("   " + ", ".join(filter(None, says)), "dim")),
            *(((line, "accent"),) for line in wrapped(troubles, width, most=1 if silent else 2) if troubles),
            ((fit(silent, width), "dim"),),
        ]
        self.head.show(len(head), head.__getitem__)
        self.keys.show_hints(hints_of(self))

    def action_find(self) -> None:
        """Open the line to find a race by."""
        self.find.display = self.races.stays_lit = True
        self.find.focus()
        self.refresh_bindings()
        self.call_after_refresh(self.races.prepare_to_find)

    def action_find_no_more(self) -> None:
        """List all races again."""
        self.find.value = ""
        self.find.display = self.races.stays_lit = False
        self.races.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A race is looked for once, and there is something to clear until it is no more."""
        if action == "find":
            return not self.find.has_focus
        if action == "athletes":
            return bool(self.find.value.strip()) and not self.find.has_focus
        return action != "find_no_more" or self.find.display

    def _find(self, text: str) -> None:
        """Narrow the list in the same frame as the field."""
        self.races.find(text)
        self._show()

    def action_move(self, steps: int) -> None:
        """Move the cursor in the library from the line to find a race by."""
        self.races.action_move(steps)

    def action_page(self, pages: int) -> None:
        """Move it by what is in sight."""
        self.races.action_page(pages)

    def action_athletes(self) -> None:
        """The races of whom the words typed mean, or who may be meant by them."""
        self.post_message(OpenPeople(self, self.find.value.strip()))

    def action_sort(self, steps: int) -> None:
        """Put the library in the next order, or the one before, and remember it."""
        self.races.put_in_order(beside(self.races.order, steps))
        remember(order=self.races.order.name)
        self._show()

    def action_winners(self) -> None:
        """Show or hide who won."""
        self.races.winners = not self.races.winners
        self.races.draw()

    def action_open(self) -> None:
        """Open the race under the cursor."""
        (self.live if self.live.has_focus else self.races).action_choose()

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        """Watch a race; a recorded one from where it was left."""
        if event.pane is self.live:
            self.post_message(OpenLiveRace(self, self.live.address(event.index)))
        else:
            race = self.races.race(event.index)
            self.races.focus()
            self.post_message(OpenRecordedRace(self, race.path, self.races.left_at_ms(race)))
