"""The races on known hubs, as the hubs report them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message

from replays.hubs import known_hubs
from tui.text.safe_text import clean, fit_columns
from tui.text.timetable import NOW, now_cell, race_title, start_cell
from tui.widgets.stacked_panes import StackedPane

if TYPE_CHECKING:
    from textual.timer import Timer

    from feeds.hub_address import Address
    from feeds.protocol.race_notice import RaceNotice
    from replays.hubs.hub_poller import HubPoller
    from tui.text.styled_line import StyledLine

LONGEST_MEET = 48
"""The most cells of the meet."""

TITLES = ("Now", "Start", "Race", "Meet", "Hub", "Messages", "Timing")

COUNTDOWN_S = 1.0
"""How often the list is drawn while it is in sight."""


class HubRace(NamedTuple):
    """A line: a race, and the poller of the hub that has it."""

    poller: HubPoller
    notice: RaceNotice


class LiveRacesPane(StackedPane):
    """One line for each race; hidden while there are none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "forget", "Forget hub", id="library.forget-hub"),
    ]

    class Changed(Message):
        """A hub answered, did not answer, or was forgotten."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  # as in Textual
        super().__init__(has_title=True, id=id)
        self.display = False
        self._pollers: dict[Address, HubPoller] = {}
        self._lines: list[HubRace] = []
        self._countdown: Timer | None = None

    @property
    def troubles(self) -> list[str]:
        """Why hubs do not answer, one sentence each."""
        return [poller.trouble for poller in self._pollers.values() if poller.trouble]

    def address(self, index: int) -> Address:
        """The address of the race on a line."""
        poller, notice = self._lines[index]
        return poller.hub.of(notice.race)

    def go_to(self, address: Address) -> None:
        """Put the cursor on a race, if it is on a line."""
        addresses = [self.address(index) for index in range(len(self._lines))]
        if address in addresses:
            self.put_cursor(addresses.index(address))

    def start_polling(self) -> None:
        """Poll every known hub, again and again."""
        self.stop_polling()
        self._countdown = self.set_interval(COUNTDOWN_S, self.draw)
        known = self._pollers
        self._pollers = {hub: known.get(hub) or _poller(hub) for hub in known_hubs.remembered()}
        for poller in self._pollers.values():
            self.run_worker(self._poll(poller), group="hubs", exit_on_error=False)
        self.draw()

    def stop_polling(self) -> None:
        """Stop polling."""
        self.workers.cancel_group(self, "hubs")
        if self._countdown is not None:
            self._countdown.stop()

    async def _poll(self, poller: HubPoller) -> None:
        while poller.hub in self._pollers:
            await asyncio.sleep(poller.due_s)
            await poller.poll()
            if poller.trouble is None:
                known_hubs.note_answer(poller.hub)
            self.draw()
            self.post_message(self.Changed())

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()
        super().on_resize()

    def draw(self) -> None:
        """Show the races reported last."""
        before = self._lines[self.cursor] if self.cursor < len(self._lines) else None
        self._lines = [
            HubRace(poller, notice) for poller in self._pollers.values() for notice in poller.races or ()
        ]
        self.display = bool(self._lines)
        self.styles.height = len(self._lines) + 1
        self.show(len(self._lines), self._line, ((self._columns(TITLES), "title"),))
        if before is not None:
            self._stay_at(before)

    def _stay_at(self, before: HubRace) -> None:
        """Keep the cursor on its race."""
        races = [(line.poller.hub, line.notice.race) for line in self._lines]
        race = before.poller.hub, before.notice.race
        if race in races:
            self.put_cursor(races.index(race))

    def _line(self, index: int) -> StyledLine:
        poller, notice = self._lines[index]
        is_silent = poller.trouble is not None
        cells = (
            "no answer" if is_silent else clean(now_cell(notice, poller.now_ms)),
            start_cell(notice, poller.now_ms),
            race_title(notice),
            clean(notice.meet),
            poller.hub.host,
            f"{notice.head:>8}",
            "" if is_silent else clean(notice.timing),
        )
        style = "dim" if is_silent else "strong" if notice.shown_state == "running" else "text"
        return ((self._columns(cells), style),)

    def _columns(self, cells: Sequence[str]) -> str:
        """Cells in their columns; the meet takes the room that is left.

        In a narrow window the starts, where there are any, stand in the place of the counts of messages.
        """
        wide = self.screen.size.width >= 120
        planned = any(line.notice.planned_ms is not None for line in self._lines)
        starts = (len(start_cell(line.notice, line.poller.now_ms)) for line in self._lines)
        now, start = (NOW, max(len("Start"), *starts)) if planned else (len("no answer"), 0)
        messages = 8 if wide or not planned else 0
        sizes = [now, start, 26 if wide else 20, 0, 24 if wide else 15, messages, 9]
        others = [size for size in sizes if size]
        sizes[3] = min(max(self.line_width - sum(others) - len(others), 0), LONGEST_MEET)
        return fit_columns(cells, sizes)

    def action_forget(self) -> None:
        """Forget the hub of the race under the cursor, with all its races."""
        if self.cursor < len(self._lines):
            self._forget(self._lines[self.cursor].poller.hub)

    @property
    def silent_hub(self) -> Address | None:
        """The first hub that does not answer and has no line here."""
        pollers = self._pollers.values()
        return next((poller.hub for poller in pollers if poller.trouble and not poller.races), None)

    def forget_silent_hub(self) -> None:
        """Forget that hub."""
        if self.silent_hub is not None:
            self._forget(self.silent_hub)

    def _forget(self, hub: Address) -> None:
        known_hubs.forget(hub)
        self._pollers.pop(hub, None)
        self.draw()
        self.post_message(self.Changed())


def _poller(hub: Address) -> HubPoller:
    # The websockets library is loaded when there is a hub to poll.
    from replays.hubs.hub_poller import HubPoller

    return HubPoller(hub)
