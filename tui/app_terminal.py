"""What the app has to do with its terminal: what is written to it, what comes from it, and its end."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, TextIO, cast

from rich.console import Console
from textual import events

from feeds.legal_text import legal_lines
from tui.app_settings import AppSettings
from tui.drivers.changed_cells import ChangedCells, with_changed_cells
from tui.settings.notification import notification
from tui.text.safe_stream import safe
from tui.widgets.legal_segments import LegalSegments

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.driver import Driver
    from textual.filter import LineFilter

    from tui.screens import navigation
    from tui.widgets.keys_in_turn import KeysInTurn

LEGAL = LegalSegments()

TERMINAL_S = 2.0
"""How often to look whether the terminal is still there."""


FROM_THE_TERMINAL = (events.InputEvent, events.Paste, events.AppFocus, events.AppBlur)
"""What Textual hands on to the screen on top, whether there is one or not."""


class AppTerminal(AppSettings):
    """An app that writes changed cells only, takes keys one by one, and ends in good order."""

    def __init__(self, *, delay_s: float | None) -> None:
        super().__init__(delay_s=delay_s)
        self.animation_level = "none"
        # For the traceback of a crash, with what was being read at the time.
        self.error_console = Console(file=cast("TextIO", safe(sys.stderr)), force_terminal=False)

    def _handle_exception(self, error: Exception) -> None:
        """Keep the traceback too: on the screen it is gone with the terminal. Textual has no public place."""
        # Loaded here, not at the top: hardly any start needs it.
        from tui.settings.own_reports import report_crash

        report_crash(error)
        super()._handle_exception(error)

    def get_driver_class(self) -> type[Driver]:
        """The driver of the platform, that writes changed cells only."""
        return with_changed_cells(super().get_driver_class())

    def get_line_filters(self) -> Sequence[LineFilter]:
        """The filters that every line goes through before it is drawn."""
        return [LEGAL, *self._plainer(), *super().get_line_filters()]

    def _plainer(self) -> Sequence[LineFilter]:
        """The filter for a terminal whose font lacks braille, if that is known or was chosen."""
        is_console = os.environ.get("TERM") == "linux"
        if not is_console and "blocks" not in self.preferences.drawing:
            return []
        from tui.widgets.plainer_segments import PlainerSegments

        return [PlainerSegments(console=is_console)]

    def copy_to_clipboard(self, text: str) -> None:
        """Copy text, which a terminal takes as typed when it is pasted there."""
        super().copy_to_clipboard(legal_lines(text))

    def on_mount(self) -> None:
        """Look after the terminal, and listen to what would end the program."""
        self.set_interval(TERMINAL_S, self._end_without_terminal)
        self.app_resume_signal.subscribe(self, lambda _app: self.action_write_anew())
        if not self.is_headless:
            self._listen_to_signals()

    def _end_without_terminal(self) -> None:
        """End once the terminal is gone without a signal: Textual would read its end again and again."""
        if not self.is_headless and not self.is_web and not os.isatty(sys.stdin.fileno()):
            self.exit()

    def _listen_to_signals(self) -> None:
        """End in good order when the terminal is closed, or the program is ended from outside."""
        for name in ("SIGHUP", "SIGTERM"):
            with suppress(AttributeError, NotImplementedError):  # on Windows
                number: int = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end_by_signal, number)

    def _end_by_signal(self, number: int) -> None:
        """Remember at once where each race is left: with the terminal gone, the rest may fail."""
        from tui.screens.race_keys import PlaybackKeys

        for screen in self.screen_stack:
            if isinstance(screen, PlaybackKeys):
                screen.session.leave()
        self.exit(return_code=128 + number)

    @cached_property
    def _keys(self) -> KeysInTurn:
        # Loaded with the first key, so that the first board does not wait for it.
        from tui.widgets.keys_in_turn import KeysInTurn

        return KeysInTurn(self, self._give_key)

    async def _give_key(self, key: events.Key) -> None:
        """Give a key to what has the focus; Ctrl-C ends the program, whatever lies over the screen."""
        if key.key != "ctrl+c":
            await super().on_event(key)
            return
        below = next(screen for screen in reversed(self.screen_stack) if not screen.is_modal)
        while self.screen is not below:
            await self.pop_screen()
        # A screen that has something to finish has its own way to leave.
        _ = await self.run_action("quit", below) or await self.run_action("quit", self)

    async def on_event(self, event: events.Event) -> None:
        """Let each key be done with before the next is looked at."""
        if isinstance(event, FROM_THE_TERMINAL) and not self.screen_stack:
            return  # the program ends, and what was still to come is for no screen
        if isinstance(event, events.Resize):
            self._write_anew()
        if isinstance(event, events.Key) and not event.is_forwarded:
            await self._keys.take(event)
        else:
            await super().on_event(event)

    def _write_anew(self) -> None:
        if isinstance(self._driver, ChangedCells):
            self._driver.write_anew()

    def action_write_anew(self) -> None:
        """Write the whole screen again, after something else has written over it."""
        self._write_anew()
        self.screen.refresh(layout=True)

    def on_alert(self, message: navigation.Alert) -> None:
        """Alert the viewer in the ways that were chosen."""
        if "bell" in self.preferences.alert_by:
            self.bell()
        # Textual has no public way to write a sequence of one's own to the terminal.
        if "desktop" in self.preferences.alert_by and self._driver is not None and not self.is_headless:
            self._driver.write(notification(message.text, os.environ))
