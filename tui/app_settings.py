"""What holds in the app of settings, preferences and themes, and what of them cannot be used."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.signal import Signal

from tui.settings.config import load_config
from tui.settings.config_settings import nearest
from tui.settings.preferences import Preferences, remember
from tui.settings.themes import QUIET, THEMES
from tui.settings.user_themes import user_themes
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_TROUBLES = 3
"""Theme files and settings that are reported as unusable at the start; `lapbell info` lists all."""

KEYS_S = 1.0
"""How long after the start keys of the user's own are checked: it needs every screen to be imported."""


class AppSettings(App[None]):
    """An app with preferences, which are remembered, over settings from the configuration."""

    def __init__(self, *, delay_s: float | None) -> None:
        """With `delay_s`, live races are so late, whatever has been set or was chosen before."""
        super().__init__()
        self.config = load_config()
        self.preferences = self.config.over(Preferences.load())
        if delay_s is not None:
            self.preferences = replace(self.preferences, delay_s=delay_s)
        self.preferred: Signal[Preferences] = Signal(self, "preferred")
        """The preferences, each time one changes."""
        self.own_themes: list[str] = []
        """The names of the user's own themes."""
        self._said: set[str] = set()
        """Of what has been set and was chosen otherwise on the screen, what the viewer has been told of."""
        self.troubles = [*self.config.troubles, *self._register_themes()]
        """What is unusable of settings and themes, in sentences."""
        if self.config.keys:
            # Loaded here, not at the top: only those with keys of their own need it.
            from tui.settings.own_keys import keymap_of

            self.set_keymap(keymap_of(self.config)[0])

    def _register_themes(self) -> list[str]:
        """Register all themes and begin with the one set, or chosen last; returns what is unusable."""
        for theme in THEMES:
            self.register_theme(theme)
        from_files, troubles = user_themes(self.available_themes)
        self.own_themes = [theme.name for theme in from_files]
        for theme in from_files:
            self.register_theme(theme)
        if self.config.theme is not None and self.config.theme not in self.available_themes:
            where, near = self.config.origins["theme"], nearest(self.config.theme, self.available_themes)
            troubles.append(f"{where}: there is no theme {self.config.theme!r}; {near}")
            self.config = self.config.without("theme")
            self.preferences = replace(self.preferences, theme=Preferences.load().theme)
        if self.preferences.theme in self.available_themes:
            self.theme = self.preferences.theme
        self.preferences = replace(self.preferences, theme=self.theme)
        return troubles

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Values for the variables of ours that other themes do not define."""
        return QUIET

    def on_mount(self) -> None:
        """Report what cannot be used of themes and settings."""
        if self.config.keys:
            self.set_timer(KEYS_S, lambda: self.run_worker(self._check_keys(), exit_on_error=False))
        self._report(self.troubles)

    def _report(self, troubles: Sequence[str]) -> None:
        for trouble in troubles[:MOST_TROUBLES]:
            self.notify(clean(trouble), severity="warning", markup=False)

    async def _check_keys(self) -> None:
        from tui.screens.bound_keys import key_troubles

        self._report(await asyncio.to_thread(key_troubles, type(self), self.config))

    def prefer(self, **changes: Any) -> Preferences:
        """Change and remember preferences, by their names; returns all of them."""
        remember(**changes)
        self.preferences = replace(self.preferences, **changes)
        self.preferred.publish(self.preferences)
        if "drawing" in changes:
            self.refresh_css(animate=False)
        self._say_what_is_set(changes)
        return self.preferences

    def _say_what_is_set(self, changes: Iterable[str]) -> None:
        """Say once of each setting that a choice made on the screen will not be there at the next start."""
        for name in set(changes).intersection(self.config.origins) - self._said:
            self._said.add(name)
            where = self.config.origins[name]
            self.notify(f"{clean(where)} sets this too: yours holds until the program ends", markup=False)
