"""The help over the timing screen, during which runners go on passing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.screens.help import HelpScreen

if TYPE_CHECKING:
    from textual import events

    from tui.widgets.key_hints import Key


class TimingHelp(HelpScreen):
    """Keys and signs; a key that takes a time does so here too."""

    def __init__(self, keys: list[Key], about: str, tapped: Callable[[events.Key], bool]) -> None:
        """`tapped` takes the time of a key, and returns whether it is one that takes times."""
        super().__init__(keys, about)
        self._tapped = tapped

    def on_key(self, event: events.Key) -> None:
        """Take a time."""
        if self._tapped(event):
            event.stop()
            event.prevent_default()
