"""The app: settings, global keys, the first screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.keys import keys_of
from tui.stations import Station
from tui.text import clean

if TYPE_CHECKING:
    from feeds.address import Address


class LapbellApp(App[None]):
    """Lapbell in the terminal: the library, or one race at once."""

    TITLE = "Lapbell"
    CSS_PATH = "lapbell.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next pane", show=False, priority=True, id="app.next-pane"),
        Binding(
            "shift+tab", "app.focus_previous", "Pane before", show=False, priority=True, id="app.pane-before"
        ),
        Binding("t", "change_theme", "Theme", show=False, id="app.theme"),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("q,ctrl+c", "quit", "Quit", id="app.quit"),
    ]

    def __init__(self, station: Station | None = None, *, live_first: bool = False) -> None:
        super().__init__()
        self._station = station
        self._live_first = live_first
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """The library, or the race that was asked for."""
        if self._station is None:
            from tui.screens.home import HomeScreen

            return HomeScreen(live_first=self._live_first)
        from tui.screens.race import RaceScreen

        screen = RaceScreen(self._station)
        if self._station.address is not None:
            self.install_screen(screen, self._station.address.feed)
        return screen

    def open_live(self, address: Address) -> None:
        """Watch a race on a hub. Until the program ends it is recorded, and keeps its playhead."""
        self.push_screen(self._live(address))

    def _live(self, address: Address) -> str:
        """The screen of a live race, by name."""
        from tui.preferences import saved_delay_s
        from tui.screens.race import RaceScreen
        from tui.stations import OnAir

        if not self.is_screen_installed(address.feed):
            self.install_screen(RaceScreen(OnAir(address, saved_delay_s())), address.feed)
        return address.feed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a race on a hub has neighbours."""
        return action != "neighbour" or self._address is not None

    @property
    def _address(self) -> Address | None:
        """Where the race on the screen comes from, if from a hub."""
        from tui.screens.race import RaceScreen

        return self.screen.station.address if isinstance(self.screen, RaceScreen) else None

    async def action_neighbour(self, direction: int) -> None:
        """The race before or behind this one on the same hub."""
        from feeds.errors import FeedError
        from feeds.programme import programme

        screen, address = self.screen, self._address
        if address is None:
            return
        try:
            races = [notice.race for notice in await programme(address)]
        except FeedError as error:
            self.notify(clean(str(error)), markup=False)
            return
        if address.race in races and self.screen is screen:
            race = races[(races.index(address.race) + direction) % len(races)]
            if race != address.race:
                self._switch_to(self._live(address.of(race)))

    def _switch_to(self, name: str) -> None:
        """Show a live race in place of another. The first screen of all stays at the bottom."""
        if self.get_screen(name) is self.screen_stack[0]:
            self.pop_screen()
        elif len(self.screen_stack) == 1:
            self.push_screen(name)
        else:
            self.switch_screen(name)

    def action_library(self) -> None:
        """Leave the race for the library."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            from tui.screens.home import HomeScreen

            self.push_screen(HomeScreen())

    def action_help(self) -> None:
        """Show what every key does."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(keys_of(self.screen), self.screen.HELP or ""))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every key of the screen, findable by its words."""
        for key in keys_of(screen):
            run = partial(self.run_action, key.action)
            yield SystemCommand(key.text, f"Key {key.keys}", run)
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield command
