"""The field of the next race at a hub, in the announcer's ten minutes before its gun."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType

from feeds.errors import FeedError
from race.board import Board
from replays.hubs.current_race import races_to_come
from replays.hubs.hub_poller import HubPoller
from replays.hubs.hub_snapshot import read_race
from replays.watching.live_race import LiveRace
from tui.screens.navigation import OpenLibrary, OpenLiveRace
from tui.screens.race_preview import PreviewScreen
from tui.text.timetable import race_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.hub_address import Address
    from feeds.protocol.race_notice import RaceNotice
    from feeds.tables.cue_lines import CueLine

SECOND_S = 1.0


class NextRaceScreen(PreviewScreen):
    """The preview of the race that is next by the timetable; when its gun goes, of the one after it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "watch", "Watch the race", id="next.watch"),
        Binding("ctrl+left", "choose(-1)", "The race before", show=False, id="next.earlier-race"),
        Binding("ctrl+right", "choose(1)", "The race after", show=False, id="next.later-race"),
    ]

    def __init__(self, hub: Address, cues: Sequence[CueLine] = ()) -> None:
        super().__init__(None, cues)
        self.status = f"asking {hub.host} for its races"
        self._poller = HubPoller(hub)
        self._notice: RaceNotice | None = None
        """The race that is shown, as the hub announced it."""
        self._chosen = ""
        """The race that the viewer chose; empty for the next one."""
        self._race: LiveRace | None = None
        self._is_due = asyncio.Event()
        """Set where something is to be shown before the hub is asked again."""

    def on_mount(self) -> None:
        """Count down."""
        super().on_mount()
        self.set_interval(SECOND_S, self._count_down)

    def _count_down(self) -> None:
        if self.preview is not None and self._race is not None:
            self.preview.board.move_to(0, self._race.edge)
            self.paint_head()

    async def follow(self) -> None:
        """Ask the hub again and again what is next, and read that when it changes."""
        while True:
            if not self._poller.due_s:
                await self._poller.poll()
            self.status = self._poller.trouble or ""
            coming = races_to_come(self._poller.races or ())
            if self._poller.races is not None and not self.status:
                self.status = await self._look(coming)
            self.paint_head()
            self._is_due.clear()
            try:
                async with asyncio.timeout(self._poller.due_s):
                    await self._is_due.wait()
            except TimeoutError:
                continue

    async def _look(self, coming: Sequence[RaceNotice]) -> str:
        """Show the race that is chosen or next; returns what is to be said beside it."""
        if not coming:
            last = self._notice
            return f"{race_title(last)} was the last: no race is to come" if last else "no race is to come"
        wanted = next((notice for notice in coming if notice.race == self._chosen), coming[0])
        shown, self._chosen = self._notice, wanted.race if wanted is not coming[0] else ""
        if shown is None or (shown.race, shown.head) != (wanted.race, wanted.head):
            try:
                race, _ = await read_race(self._poller.hub.of(wanted.race))
            except FeedError as error:
                return str(error)
            board = Board.at(race.race, 0, race.history().at(0))
            self._race = race if isinstance(race, LiveRace) else None
            if self._race is not None:
                board.move_to(0, self._race.edge)
            if shown is None or shown.race != wanted.race:
                self.field.put_cursor(0)
            await self.show_board(board)
            self._notice = wanted
        later = len(coming) - 1 - coming.index(wanted)
        return f"{later} more to come: ctrl+→" if later else ""

    def action_choose(self, steps: int) -> None:
        """Show the field of the race before or after."""
        coming = races_to_come(self._poller.races or ())
        at = next((n for n, one in enumerate(coming) if self._notice and one.race == self._notice.race), 0)
        if coming:
            self._chosen = coming[min(max(at + steps, 0), len(coming) - 1)].race
            self._is_due.set()

    def action_back(self) -> None:
        """Leave for the library."""
        self.post_message(OpenLibrary(self))

    def action_watch(self) -> None:
        """Watch the race whose field is shown."""
        if self._notice is not None:
            self.post_message(OpenLiveRace(self, self._poller.hub.of(self._notice.race)))
