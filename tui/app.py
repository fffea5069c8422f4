"""The app: settings, global keys, the first screen."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.keys import keys_of


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

    def __init__(self, path: Path | None = None, *, speed: float = 1.0, at_ms: int | None = None) -> None:
        super().__init__()
        self._path = path
        self._speed = speed
        self._at_ms = at_ms
        self.animation_level = "none"

    def get_default_screen(self) -> Screen[None]:
        """The library, or the race that was asked for."""
        if self._path is None:
            from tui.screens.home import HomeScreen

            return HomeScreen()
        from tui.screens.race import RaceScreen

        return RaceScreen(self._path, speed=self._speed, at_ms=self._at_ms)

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
