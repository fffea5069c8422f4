"""The app, with the keys that work everywhere."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType

from tui.app_screens import AppScreens
from tui.settings.themes import MADE_FOR
from tui.widgets.key_hints import keys_of
from tui.widgets.pane import Pane

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.screen import Screen

START_S = 1.0
"""How long the garbage collector stays off: what is loaded and made in this time is here to stay."""


class LapbellApp(AppScreens):
    """Lapbell in the terminal: the library, or one race at once.

    Screens and their libraries are imported when the first of their kind opens, so that the first board
    does not wait for the rest.
    """

    TITLE = "Lapbell"
    CSS_PATH = "lapbell.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "To the next list", show=False, priority=True, id="app.next-pane"),
        Binding(
            "shift+tab",
            "app.focus_previous",
            "To the list before",
            show=False,
            priority=True,
            id="app.previous-pane",
        ),
        Binding("t", "change_theme", "Theme", show=False, id="app.theme"),
        Binding("o", "options", "Alerts and columns", show=False, id="app.options"),
        Binding("y", "copy", "Copy", show=False, id="app.copy"),
        Binding("ctrl+z", "suspend_process", "To the shell; fg comes back", show=False, id="app.suspend"),
        Binding("question_mark", "help", "Help", id="app.help"),
        Binding("q", "quit", "Quit", id="app.quit"),
        Binding("ctrl+c", "quit", "Quit"),
        Binding("ctrl+l", "write_anew", "Write the screen again", show=False, id="app.write-anew"),
    ]

    def on_mount(self) -> None:
        """Let the garbage collector work once all is there that stays."""
        self.set_timer(START_S, _collect_garbage)

    def action_copy(self) -> None:
        """Hand what the cursor is on to the terminal's clipboard; whether that takes it, nothing says."""
        text = self.focused.copied().strip() if isinstance(self.focused, Pane) else ""
        if not text:
            self.notify("nothing to copy here", markup=False)
            return
        self.copy_to_clipboard(text)
        lines = text.splitlines()
        copied = lines[0] if len(lines) == 1 else f"{len(lines)} lines"
        self.notify(f"sent to the terminal's clipboard: {copied}", markup=False)

    def action_help(self) -> None:
        """Show what every key does."""
        from tui.screens.help import HelpScreen

        self.push_screen(HelpScreen(keys_of(self.screen), self.screen.HELP or ""))

    def action_change_theme(self) -> None:
        """Choose a theme: ours first, then the user's own, then those of Textual."""
        from tui.screens.theme_list import ThemeListScreen

        first = [*MADE_FOR, *self.own_themes]
        others = sorted(self.available_themes.keys() - first)
        self.push_screen(ThemeListScreen([*first, *others], self.prefer))

    def action_options(self) -> None:
        """Choose alerts, and columns for the board."""
        from tui.screens.options import OptionsScreen

        self.push_screen(OptionsScreen(self.preferences, self.prefer))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Every key of the screen, to be found in the command palette by its words."""
        for key in keys_of(screen):
            yield SystemCommand(key.text, f"Key {key.keys}", partial(self.run_action, key.action))
        for command in super().get_system_commands(screen):
            if command.title in ("Theme", "Screenshot"):
                yield command


def _collect_garbage() -> None:
    """Turn the collector on, and leave out of its searches what was made at the start."""
    gc.freeze()
    gc.enable()
