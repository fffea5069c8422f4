"""The home screen: races on hubs, and the library with the winners hidden until asked for."""

from __future__ import annotations

import asyncio
import gc
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from replays.storage.bookmarks import bookmarks
from tui.screens.navigation import OpenLiveRace, OpenPeople, OpenRecordedRace
from tui.settings.preferences import Preferences, remember
from tui.text.library_sort import FLAGSHIP, beside, named
from tui.text.safe_text import clean, fit, wrapped
from tui.widgets.find_input import FindInput
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import hints_of
from tui.widgets.library import LibraryPane
from tui.widgets.live_races import LiveRacesPane
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from feeds.hub_address import Address
    from replays.catalogue.catalogue import Catalogue
    from tui.text.styled_line import StyledLine

START_HERE = "start here: enter to watch, / to find, ? for all keys"
"""For someone who has opened no race yet."""

SHORT_S = 0.1
"""How long race files are read before the list is drawn again."""


class HomeScreen(Screen[None]):
    """Races on hubs, then recorded ones. Winners are hidden until asked for."""

    HELP = """
Results  how many runners' finishing times were published
Splits   published intermediate splits, per athlete
Guessed  the share of estimates among all splits that are shown
result only  nothing on the way; it opens shortly before the finish
Left at  where you stopped: enter continues there; g goes to the gun
Start    of a race on a hub, in its own time zone; +25: put off by 25 minutes
Winner   hidden, so that you can watch without knowing who won; w shows it

/ finds races by athlete, nation, meet, place, event, year: ingebrigtsen 2024
tab, and then a: the races and rivals of the athletes found
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", priority=True, id="library.open"),
        Binding("slash", "find", "Find", id="library.find"),
        Binding("escape", "stop_finding", "Clear", id="library.clear"),
        Binding("a", "athletes", "Athlete", id="library.athletes"),
        Binding("s", "sort(1)", "Sort", id="library.sort"),
        Binding("S", "sort(-1)", "Previous order", show=False, id="library.sort-back"),
        Binding("w", "winners", "Winners", id="library.winners"),
        Binding("x", "forget_hub", "Forget hub", id="library.forget-hub"),
    ]

    head = query_one("#head", Pane)
    keys = query_one(KeyFooter)
    live = query_one(LiveRacesPane)
    races = query_one(LibraryPane)
    find = query_one(FindInput)

    def __init__(self, *, live_first: bool = False, left: Address | None = None) -> None:
        super().__init__()
        self._live_first = live_first or left is not None
        """Whether the cursor is to go to the races on hubs when the first comes."""
        self._left = left
        """The race on a hub that was left for the library: the cursor goes there."""
        self._catalogue: Catalogue | None = None
        self._reading = ""
        self._failure = ""

    def compose(self) -> ComposeResult:
        """A title, the races on hubs, the library, the line to find a race by, the keys."""
        yield Pane(id="head", can_focus=False)
        yield LiveRacesPane(id="live")
        yield (races := LibraryPane(id="races"))
        yield FindInput("athlete, meet, place, year, event, nation", races)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Begin at the library, in the order picked last."""
        self.races.order = named(Preferences.load().order)
        self.races.focus()
        self.watch(self.find, "value", self._find, init=False)

    def on_screen_resume(self) -> None:
        """Read the library, to which a live race may have been added, and poll the hubs."""
        self.run_worker(self._read(), group="library", exclusive=True, exit_on_error=False)
        self.call_after_refresh(self._poll_hubs)

    def on_screen_suspend(self) -> None:
        """Read no files and poll no hubs while another screen hides this one."""
        self.workers.cancel_group(self, "library")
        self.live.stop_polling()

    def _poll_hubs(self) -> None:
        if self.is_current:
            self.live.start_polling()

    async def _read(self) -> None:
        """Show the library as indexed, then what has changed, as it is read."""
        # The catalogue brings pydantic: loaded here, the screen is drawn first.
        from replays.catalogue.catalogue import Catalogue
        from replays.catalogue.file_readers import FileReaders

        if self._catalogue is None:
            gc.freeze()  # what was loaded until now stays: no search for garbage need look at it
            self._catalogue = Catalogue()
        # First the race to begin with, so that it is there when it is pointed at.
        unread, done = sorted(self._catalogue.scan(), key=lambda path: path.stem != FLAGSHIP), 0
        readers = FileReaders(unread)
        try:
            while not readers.is_done:
                self._show_library(self._catalogue, f"reading {done:,} of {len(unread):,}")
                entries = await asyncio.to_thread(readers.read, SHORT_S)
                self._catalogue.add(entries)
                done += len(entries)
        finally:
            asyncio.get_running_loop().run_in_executor(None, readers.close)
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
    def _show_hubs_and_keys(self) -> None:
        """Report hubs that do not answer, and show the keys of the pane that has the focus."""
        if not self.live.display and self.focused is None:
            self.races.focus()
        if self._live_first and self.live.display:
            self._live_first = False
            self.live.focus()
            if self._left is not None:
                self.live.go_to(self._left)
        self._show()

    def _show(self) -> None:
        is_open = self._catalogue is not None
        status = [self.races.words() if is_open else "opening the library", self._reading]
        unreadable = self._catalogue.troubles if self._catalogue is not None else []
        troubles = "; ".join(clean(trouble) for trouble in (self._failure, *unreadable) if trouble)
        silent = clean("; ".join(self.live.troubles))
        said: StyledLine = ((fit(silent, self.head.line_width), "dim"),)
        if not silent and self.races.count and self.races.is_first_time:
            said = ((fit(START_HERE, self.head.line_width), "accent"),)
        width = self.head.line_width
        head: list[StyledLine] = [
            (("Lapbell", "strong"), ("   " + ", ".join(filter(None, status)), "dim")),
            *(((line, "accent"),) for line in wrapped(troubles, width, most=1 if silent else 2) if troubles),
            said,
        ]
        self.head.show_lines(head)
        self.keys.show_hints(hints_of(self))

    def action_find(self) -> None:
        """Open the line to find a race by."""
        self.find.value = ""
        self.find.display = self.races.stays_lit = True
        self.set_focus(self.find)
        self.refresh_bindings()
        self.call_after_refresh(self.races.prepare_to_find)

    def action_stop_finding(self) -> None:
        """List all races again."""
        self.find.value = ""
        self.find.display = self.races.stays_lit = False
        self.races.focus()

    def check_action(self, action: str, _parameters: tuple[object, ...]) -> bool | None:
        """`/` opens the line once, `a` needs words in it, and escape clears it while it is open."""
        if action == "find":
            return not self.find.has_focus
        if action == "athletes":
            return bool(self.find.value.strip()) and not self.find.has_focus
        if action == "forget_hub":
            return self.live.silent_hub is not None and not self.live.has_focus
        return action != "stop_finding" or self.find.display

    def _find(self, text: str) -> None:
        """Narrow the list in the same frame as the field."""
        self.races.find(text)
        self._show()

    def action_athletes(self) -> None:
        """Show the people whose names match the typed words."""
        self.post_message(OpenPeople(self, self.find.value.strip()))

    def action_sort(self, steps: int) -> None:
        """Sort the library in the next order, or the previous one, and remember it."""
        self.races.put_in_order(beside(self.races.order, steps))
        remember(order=self.races.order.name)
        self._show()

    def action_winners(self) -> None:
        """Show or hide who won."""
        self.races.winners = not self.races.winners
        self.races.draw()

    def action_forget_hub(self) -> None:
        """Forget the first hub that does not answer."""
        self.live.forget_silent_hub()

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
