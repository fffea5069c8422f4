"""Shows the race that is on at a hub, one race after the other, unless the viewer is looking at something."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from replays.hubs.current_race import CurrentRace
from replays.hubs.hub_poller import HubPoller
from tui.screens.home import HomeScreen
from tui.screens.race import RaceScreen
from tui.text.timetable import race_title

if TYPE_CHECKING:
    from typing import Protocol

    from textual.screen import Screen

    from feeds.hub_address import Address

    class RaceApp(Protocol):
        """What the app does for it."""

        @property
        def screen_stack(self) -> list[Screen[object]]:
            """The screens, the one on top last."""

        def notify(self, message: str, *, markup: bool) -> None:
            """Say something over whatever is shown."""

        async def show_live_race(self, address: Address, like: RaceScreen | None = None) -> None:
            """Show a race in place of the one that is shown, in the same view."""


POLL_S = 1.0
"""How often the hub is asked: who waits for a gun misses the start of a sprint by no more than that."""

LOOK_S = 0.25
"""How often it looks whether the viewer is back from something else."""


class CurrentRaceFollower:
    """Polls a hub, and switches to the race whose gun went last.

    A viewer who has left the live edge, the race that was on, or the race screen stays there; the race says
    what is on instead.
    """

    def __init__(self, app: RaceApp, hub: Address) -> None:
        self._app = app
        self._poller = HubPoller(hub, POLL_S)
        self._current = CurrentRace()
        self._shown: Address | None = None
        """The race that it switched to last."""

    async def follow(self) -> None:
        """Follow the hub until cancelled."""
        while True:
            if not self._poller.due_s:
                await self._poller.poll()
                if self._poller.races is not None and self._poller.trouble is None:
                    self._current.look(self._poller.races, self._poller.now_ms, self._delay_ms)
            await self._look()
            await asyncio.sleep(min(self._poller.due_s, LOOK_S))

    async def switch(self) -> None:
        """Show the race that is on, whatever the viewer is looking at."""
        if self._current.race is not None:
            self._shown = self._poller.hub.of(self._current.race.race)
            await self._app.show_live_race(self._shown, self._race_screen)

    async def _look(self) -> None:
        race, screen = self._current.race, self._race_screen
        if race is None:
            return
        wanted = self._poller.hub.of(race.race)
        if screen is None:
            # It is the library that is shown: at first because the hub had not answered, later as chosen.
            if self._shown is None and isinstance(self._app.screen_stack[-1], HomeScreen):
                await self.switch()
            return
        if screen.session.source.address == wanted:
            self._shown = wanted
            also = ", ".join(map(race_title, self._current.also_on))
            screen.session.set_elsewhere(also_on=also)
        elif self._may_leave(screen):
            await self.switch()
        else:
            title = race_title(race)
            if screen is not self._app.screen_stack[-1] and screen.session.on_now != title:
                self._app.notify(f"{title} is on", markup=False)
            screen.session.set_elsewhere(on_now=title)

    def _may_leave(self, screen: RaceScreen) -> bool:
        """Whether the viewer only watches the race that was on until now."""
        session = screen.session
        is_on_top = self._app.screen_stack[-1] is screen and session.source.address == self._shown
        is_at_edge = session.watched is None or (session.is_live and session.watched.playhead.at_end)
        return is_on_top and is_at_edge and not session.is_finding

    @property
    def _race_screen(self) -> RaceScreen | None:
        """The race that is shown, whatever lies above it; None in the library."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, RaceScreen | HomeScreen):
                return screen if isinstance(screen, RaceScreen) else None
        return None

    @property
    def _delay_ms(self) -> int:
        """How late the race is shown."""
        screen = self._race_screen
        watched = screen.session.watched if screen is not None else None
        return round(watched.playhead.delay_s * 1000) if watched is not None else 0
