"""The app: settings, global keys, the first screen."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.signal import Signal

from tui.race_sources import RaceSource
from tui.settings.notification import notification
from tui.settings.preferences import Preferences, remember
from tui.settings.themes import QUIET, THEMES
from tui.settings.user_themes import user_themes
from tui.text.safe_text import clean
from tui.widgets.key_hints import keys_of

if TYPE_CHECKING:
    from feeds.hub_address import Address

MOST_TROUBLES = 3
"""Files that are told to be no themes."""


START_S = 1.0
"""How long nothing but what stays is loaded and made, so that looking for garbage finds none."""


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
        Binding("o", "options", "Alerts and columns", show=False, id="app.options"),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("q,ctrl+c", "quit", "Quit", id="app.quit"),
    ]

    def __init__(self, source: RaceSource | None = None, *, live_first: bool = False) -> None:
        super().__init__()
        self._source = source
        self._live_first = live_first
        self.animation_level = "none"
        self.preferences = Preferences.load()
        self.preferred: Signal[Preferences] = Signal(self, "preferred")
        """Tells what somebody likes otherwise than before."""
        self._troubles = self._take_themes()

    def _take_themes(self) -> list[str]:
        """Learn all themes and begin with the one that was chosen last; says which files are none."""
        for theme in THEMES:
            self.register_theme(theme)
        own, troubles = user_themes(self.available_themes)
        for theme in own:
            self.register_theme(theme)
        if self.preferences.theme in self.available_themes:
            self.theme = self.preferences.theme
        self.preferences = replace(self.preferences, theme=self.theme)
        return troubles

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """What themes that are not ours do not say."""
        return QUIET

    def on_mount(self) -> None:
        """Say which themes cannot be used."""
        self.set_timer(START_S, _collect_garbage)
        for trouble in self._troubles[:MOST_TROUBLES]:
            self.notify(clean(trouble), severity="warning", markup=False)

    def watch_theme(self, theme: str) -> None:
        """Remember the theme."""
        if theme != self.preferences.theme:
            self.prefer(theme=theme)

    def prefer(self, **changes: Any) -> Preferences:
        """Remember how somebody likes it, by the names of the preferences, and tell who shows it."""
        remember(**changes)
        self.preferences = replace(self.preferences, **changes)
        self.preferred.publish(self.preferences)
        return self.preferences

    def alert(self, text: str) -> None:
        """Call somebody who looks elsewhere, in the ways that were chosen."""
        if "bell" in self.preferences.alert_by:
            self.bell()
        if "desktop" in self.preferences.alert_by and self._driver is not None and not self.is_headless:
            self._driver.write(notification(text, os.environ))

    def get_default_screen(self) -> Screen[None]:
        """The library, or the race that was asked for."""
        if self._source is None:
            from tui.screens.home import HomeScreen

            return HomeScreen(live_first=self._live_first)
        from tui.screens.race import RaceScreen

        screen = RaceScreen(self._source)
        if self._source.address is not None:
            self.install_screen(screen, self._source.address.feed)
        return screen

    def open_live(self, address: Address) -> None:
        """Watch a race on a hub. Until the program ends it is recorded, and keeps its playhead."""
        self.push_screen(self._live(address))

    def _live(self, address: Address) -> str:
        """The screen of a live race, by name."""
        from tui.race_sources import HubSource
        from tui.screens.race import RaceScreen

        if not self.is_screen_installed(address.feed):
            self.install_screen(RaceScreen(HubSource(address, self.preferences.delay_s)), address.feed)
        return address.feed

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a race on a hub has neighbours."""
        return action != "neighbour" or self._address is not None

    @property
    def _address(self) -> Address | None:
        """Where the race on the screen comes from, if from a hub."""
        from tui.screens.race import RaceScreen

        return self.screen.source.address if isinstance(self.screen, RaceScreen) else None

    async def action_neighbour(self, direction: int) -> None:
        """The race before or behind this one on the same hub."""
        from feeds.client.race_list import race_list
        from feeds.errors import FeedError

        screen, address = self.screen, self._address
        if address is None:
            return
        try:
            races = [notice.race for notice in await race_list(address)]
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
        from tui.screens.race import RaceScreen

        if isinstance(self.screen, RaceScreen):
            self.screen.leave()
        if len(self.screen_stack) > 1:
            self.pop_screen()
        else:
            from tui.screens.home import HomeScreen

            self.push_screen(HomeScreen())

    def action_help(self) -> None:
        """Show what every key does."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(keys_of(self.screen), self.screen.HELP or ""))

    def action_options(self) -> None:
        """Choose alerts, and columns for the board."""
        from tui.screens.options import OptionsScreen

        self.push_screen(OptionsScreen(self.preferences, self.prefer))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every key of the screen, findable by its words."""
        for key in keys_of(screen):
            run = partial(self.run_action, key.action)
            yield SystemCommand(key.text, f"Key {key.keys}", run)
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield command


def _collect_garbage() -> None:
    """From now on, and not among what was made for the start."""
    gc.freeze()
    gc.enable()
