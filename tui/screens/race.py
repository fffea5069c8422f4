"""The race screen: a race is read, shown while it lasts, and left."""

from __future__ import annotations

import asyncio
import gc
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

from textual import events, on
from textual.worker import Worker, WorkerState

from tui.race_session import BOARD
from tui.screens.race_actions import RaceActions
from tui.text.race_help import RACE_HELP
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from textual.signal import Signal

    from replays.playhead import Clock
    from tui.race_sources import RaceSource
    from tui.settings.preferences import Preferences

AT_ONCE_S = 0.1
"""How long a race may take to open before the screen shows that it is being opened."""


class RaceScreen(RaceActions):
    """A race, read from a hub and watched at a playhead."""

    HELP = RACE_HELP

    def __init__(
        self,
        source: RaceSource,
        preferences: Preferences,
        preferred: Signal[Preferences],
        clock: Clock = monotonic,
    ) -> None:
        super().__init__(source, preferences, clock)
        self._preferred = preferred
        self._has_opened = asyncio.Event()

    async def on_mount(self) -> None:
        """Read the race from its hub, and wait a moment for it: most races open before anything is shown."""
        self.board.focus()
        self.set_class(self.session.source.operator, "-operator")
        self.watch(self.board, "cursor", self.repaint, init=False)
        self._preferred.subscribe(self, self._take_preferences)
        self.app.app_suspend_signal.subscribe(
            self, lambda _app: self.session.pause_recorded(), immediate=True
        )
        self._take_preferences(self.preferences)
        self.show_view(self.session.view)
        self.run_worker(self._follow(), group="feed", exit_on_error=False)
        with suppress(TimeoutError):
            async with asyncio.timeout(AT_ONCE_S):
                await self._has_opened.wait()

    async def _follow(self) -> None:
        session = self.session
        async for _ in session.follow():
            if session.watched is not None and not self._has_opened.is_set():
                self._has_opened.set()
                self.list_keys()
                if not session.is_live:
                    gc.freeze()  # a recorded race stays as it is: no search for garbage need look at it
            if self.is_hidden:
                session.pause_recorded()
            while session.refused_marks:
                self.notify(clean(session.refused_marks.pop()), markup=False)
            self.pacing.request(cause="race")

    @on(Worker.StateChanged)
    def _feed_failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self.session.fail(str(event.worker.error))
            self.pacing.request()

    def on_screen_suspend(self) -> None:
        """Pause a recorded race while another screen hides this one."""
        self.view.erase_large_text()
        if self.is_hidden:
            self.session.pause_recorded()

    async def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Draw, after another screen lay above or for the first time.

        The first time Textual would lay out and write a screen without the race, again for the size of the
        window, and again for what was painted. In one batch the first write holds the board. That takes two
        private methods of Textual's: nothing public lays a screen out at once.
        """
        if self.head.size or not self._has_opened.is_set():
            self.pacing.request()
            return
        event.refresh_styles = False  # all have just been mounted, with the styles that they have now
        size = self.app.size
        with self.app.batch_update():
            await self._on_resize(events.Resize(size, size))
            self._refresh_layout(size)
            self.pacing.paint_now()

    def on_unmount(self) -> None:
        """Leave the race with the program."""
        self.session.leave()

    def _take_preferences(self, preferences: Preferences) -> None:
        self.preferences = preferences
        self.board.choose_columns(preferences.columns)

    def look_like(self, other: RaceScreen) -> None:
        """Take over the view and the modes of another race; a comparison is of that race alone."""
        self.modes.update(other.modes)
        self.session.pick_view(BOARD if other.session.is_comparing else other.session.view)
        if self.is_mounted:
            self.show_view(self.session.view)
