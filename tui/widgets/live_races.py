"""The races on the hubs that were watched lately, as they come."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer

from replays.hubs import known_hubs
from tui.text.safe_text import clean, fit
from tui.text.styled_line import StyledLine
from tui.widgets.stacked_panes import StackedPane

if TYPE_CHECKING:
    from feeds.hub_address import Address
    from feeds.protocol.race_notice import RaceNotice
    from replays.hubs.hub_poller import HubPoller

LONGEST_MEET = 48
"""Cells that the meet takes at most."""

TITLES = ("Now", "Race", "Meet", "Hub", "Messages", "Timing")

SOON_S = 0.01
"""Textual has no timer for now."""

MESSAGES = TITLES.index("Messages")


class HubRace(NamedTuple):
    """A line: a race, and the hub that has it."""

    poller: HubPoller
    notice: RaceNotice


class LiveRacesPane(StackedPane):
    """A line a race. It is not there while there are none."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x", "forget", "Forget hub", id="live.forget"),
    ]

    class Changed(Message):
        """A hub answered, or did not; or one was forgotten."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002
        super().__init__(has_title=True, id=id)
        self.display = False
        self._pollers: dict[Address, HubPoller] = {}
        self._looks: dict[Address, Timer] = {}
        self._lines: list[HubRace] = []
        self._watching = False

    @property
    def troubles(self) -> list[str]:
        """Why hubs do not answer, a sentence each."""
        return [poller.trouble for poller in self._pollers.values() if poller.trouble]

    def address(self, index: int) -> Address:
        """The race on a line."""
        poller, notice = self._lines[index]
        return poller.hub.of(notice.race)

    def watch_hubs(self) -> None:
        """Look at every hub that is remembered, and go on doing so."""
        self._watching = True
        known = self._pollers
        self._pollers = {hub: known.get(hub) or _poller(hub) for hub in known_hubs.remembered()}
        for poller in self._pollers.values():
            self._look_later(poller)
        self.draw()

    def rest(self) -> None:
        """Leave the hubs alone."""
        self._watching = False
        for timer in self._looks.values():
            timer.stop()
        self._looks.clear()

    def _look_later(self, poller: HubPoller) -> None:
        if self._watching and poller.hub in self._pollers:
            if (timer := self._looks.pop(poller.hub, None)) is not None:
                timer.stop()
            self._looks[poller.hub] = self.set_timer(
                max(poller.due_s, SOON_S), partial(self._look_now, poller)
            )

    def _look_now(self, poller: HubPoller) -> None:
        self.run_worker(self._look(poller), group="hubs", exit_on_error=False)

    async def _look(self, poller: HubPoller) -> None:
        await poller.poll()
        self._look_later(poller)
        self.draw()
        self.post_message(self.Changed())

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw()
        super().on_resize()

    def draw(self) -> None:
        """Show the races as they are known."""
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
        """Keep the cursor with its race, wherever that is now."""
        races = [(line.poller.hub, line.notice.race) for line in self._lines]
        race = before.poller.hub, before.notice.race
        if race in races:
            self.put_cursor(races.index(race))

    def _line(self, index: int) -> StyledLine:
        poller, notice = self._lines[index]
        silent = poller.trouble is not None
        cells = (
            "no answer" if silent else clean(notice.state),
            clean(notice.name) or notice.race,
            clean(notice.meet),
            poller.hub.host,
            str(notice.head),
            "connected" if notice.publishers and not silent else "",
        )
        style = "dim" if silent else "strong" if notice.state == "running" else "text"
        return ((self._columns(cells), style),)

    def _columns(self, cells: Sequence[str]) -> str:
        """The meet takes what room the rest leaves."""
        wide = self.screen.size.width >= 120
        sizes = [9, 26 if wide else 20, 0, 24 if wide else 15, 8, 9]
        sizes[2] = min(max(self.line_width - sum(sizes) - len(sizes) + 1, 0), LONGEST_MEET)
        aligns = ["right" if number == MESSAGES else "left" for number in range(len(cells))]
        return " ".join(fit(*cell) for cell in zip(cells, sizes, aligns, strict=True))

    def action_forget(self) -> None:
        """Forget the hub of the race under the cursor, with all its races."""
        if self.cursor < len(self._lines):
            hub = self._lines[self.cursor].poller.hub
            known_hubs.forget(hub)
            self._pollers.pop(hub, None)
            if (timer := self._looks.pop(hub, None)) is not None:
                timer.stop()
            self.draw()
            self.post_message(self.Changed())


def _poller(hub: Address) -> HubPoller:
    from replays.hubs.hub_poller import HubPoller

    return HubPoller(hub)
