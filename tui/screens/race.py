"""The race screen: a race at its playhead, recorded or live, and the keys that move it."""

from __future__ import annotations

import asyncio
import gc
import math
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from replays.live import Live
from replays.watch import View, Watch
from tui import headline
from tui.keys import Hint, hints_of
from tui.news import bulletin, told
from tui.pacer import Pacer
from tui.playback import LIVE_KEYS, PLAYBACK_KEYS, Playback
from tui.screens.athlete import AthleteScreen
from tui.stations import Station
from tui.text import clean, fit, wrapped
from tui.timeline import Stop, expected_ms, time_at, timeline
from tui.widgets.board import BoardPane
from tui.widgets.keyline import KeyLine
from tui.widgets.moments import MomentsPane
from tui.widgets.pane import EDGE, Pane, StyledLine

if TYPE_CHECKING:
    from replays.reception import Reception

TICK_S = 0.05
"""How often the clock is painted while it moves."""

LIVE_HINT = Hint("end", "live", ("screen.end(1)",))

WORDS_S = 1.0
"""How often what is said of a live feed is painted, at least."""


class RaceScreen(Playback, Screen[None]):
    """A race, read from a hub and watched at a playhead."""

    HELP = """
Everything stands at the time of the race clock; nothing later is shown.

~      estimated, not published: e hides it, and leaves what was published
?      printed, but at odds with the rest
·      passed without a known time
▲2 ▼1  places gained or lost since the checkpoint before
≠      corrected a moment ago; the moments list every correction
PM     pacemaker, who holds no place in the result
At     the last checkpoint passed, in metres from the start
Lap    the lap that ends there; Last the stretch that ends there, in metres
Gap    behind the leader, Int behind the one in front, where both last passed
Proj   the finish at the average pace so far
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        *LIVE_KEYS,
        Binding("ctrl+left", "app.neighbour(-1)", "Race before", show=False, id="race.race-before"),
        Binding("ctrl+right", "app.neighbour(1)", "Next race", show=False, id="race.next-race"),
        Binding("escape", "app.library", "Library", show=False, id="race.library"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    head = query_one("#head", Pane)
    keys = query_one(KeyLine)
    board = query_one(BoardPane)
    moments = query_one(MomentsPane)
    line = query_one("#timeline", Pane)

    def __init__(self, station: Station) -> None:
        super().__init__()
        self.station = station
        self.viewing = None
        self._reception: Reception | None = None
        self._failure = ""
        self._says = "opening"
        self._hints: list[Hint] = []
        self._pacer = Pacer(self, self._paint)

    def compose(self) -> ComposeResult:
        """Head, board and moments, timeline, keys."""
        yield Pane(id="head", can_focus=False)
        with Container(id="body"):
            yield BoardPane(id="board")
            yield MomentsPane(id="moments")
        yield Pane(id="timeline", can_focus=False)
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the race from its hub."""
        self.board.focus()
        self._hints = hints_of(self)
        self.run_worker(self._read(), group="feed", exit_on_error=False)
        self._pacer.request()

    async def _read(self) -> None:
        """Follow the race; a recorded one is read to its end, then watched."""
        async with self.station.receive() as reception:
            self._reception = reception
            async for _ in reception.follow():
                if reception.live is None:
                    self._say_how_far(reception)
                elif reception.complete:
                    break
                else:
                    self._hear(reception.live)
        await self._open_recording(reception)

    def _say_how_far(self, reception: Reception) -> None:
        if reception.lost is not None:
            self._say(f"the feed is lost, trying again: {reception.lost.reason}")
        elif reception.race:
            doing = "opening" if reception.complete else "joining"
            self._say(f"{doing}, {len(reception.messages)} of {reception.head} messages")

    async def _open_recording(self, reception: Reception) -> None:
        from replays.recording import Recording

        recording = await asyncio.to_thread(Recording, reception.race, reception.messages)
        gc.freeze()
        self.viewing = Watch(recording, monotonic, speed=self.station.speed, at_ms=self.station.at_ms)
        self._stand_if_hidden()
        self._pacer.request()

    def _hear(self, live: Live) -> None:
        """Something came of a live race; it is watched from when all that was there has come."""
        if self.viewing is None or self.viewing.recording is not live:
            delay_s = self.viewing.playhead.delay_s if self.viewing else self.station.delay_s
            self.viewing = Watch(live, monotonic, speed=self.station.speed, at_ms=self.station.at_ms)
            self.viewing.playhead.set_delay(delay_s)
            self._hints = [LIVE_HINT, *hints_of(self)]
        self._pacer.request()

    @property
    def is_live(self) -> bool:
        """Whether the race is going on, or was when it was opened."""
        return self.viewing is not None and isinstance(self.viewing.recording, Live)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A delay is for live races."""
        return action != "delay" or self.is_live

    @on(Worker.StateChanged)
    def _feed_failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._failure = clean(f"{event.worker.error}")
            self._say(f"cannot open the race: {event.worker.error}")

    def _say(self, sentence: str) -> None:
        self._says = clean(sentence)
        self._pacer.request()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new size."""
        self._pacer.request()

    def on_screen_suspend(self) -> None:
        """Stand still while another screen hides this one; a live race goes on."""
        self._stand_if_hidden()

    def _stand_if_hidden(self) -> None:
        if self._is_hidden and self.viewing is not None and not self.is_live:
            self.viewing.playhead.pause()

    @property
    def _is_hidden(self) -> bool:
        return self.app.screen is not self and not self.app.screen.is_modal

    def on_screen_resume(self) -> None:
        """Go on drawing after another screen lay above."""
        self._pacer.request()

    def repaint(self) -> None:
        """Paint soon: something has changed."""
        self._pacer.request()

    def _paint(self) -> None:
        if not self.is_attached or self._is_hidden:
            return
        self.keys.show_hints(self._hints)
        if self.viewing is None:
            said = ["", *wrapped(self._says, self.head.line_width, most=2)]
            self.head.show(len(said), lambda index: ((said[index], "text"),))
            return
        view = self.viewing.view()
        self._show_head(view)
        self.board.show_board(
            view.board, self.viewing.playhead.speed, self.viewing.fresh_corrections(), live=self.is_live
        )
        self.moments.show_moments(told(view))
        self._show_timeline(view)
        if isinstance(self.app.screen, AthleteScreen):
            self.app.screen.show_board(view.board)
        self._paint_again(self.viewing, view)

    def _paint_again(self, viewing: Watch, view: View) -> None:
        """Ask for the next paint, when something will have moved."""
        wait_s = WORDS_S if self.is_live else math.inf
        if viewing.moving or view.clock_ms < viewing.playhead.position_ms:
            wait_s = min(viewing.due_s(), TICK_S)
        if wait_s < math.inf:
            self._pacer.request(wait_s)

    def _show_head(self, view: View) -> None:
        assert self.viewing is not None
        width = self.head.line_width
        name, about, mode = headline.title(view.board, self._mode(self.viewing), width)
        clock = fit(headline.clock(view.clock_ms, moving=self.viewing.moving), 9)
        stand = headline.fitting(headline.summary(view.board), width - len(clock) - 1)
        lines: tuple[StyledLine, ...] = (
            ((name, "strong"), (about, "dim"), (mode, "accent")),
            ((clock, "strong"), (" " + stand, "text")),
            ((fit(bulletin(self.viewing, self._reception, self._failure), width), "accent"),),
        )
        self.head.show(3, lines.__getitem__)

    def _mode(self, viewing: Watch) -> str:
        """How the feed is and what the playhead is doing, in words."""
        feed = "not connected" if self._failure else self._reception.words() if self._reception else ""
        hidden = "" if viewing.estimates else "published only"
        doing = viewing.words()
        said = (hidden, feed, "" if feed and doing == "live" else doing)
        return ", ".join(part for part in said if part)

    def _show_timeline(self, view: View) -> None:
        assert self.viewing is not None
        stops = [Stop(when_ms, label) for when_ms, label in view.reached]
        stops += [Stop(m.when_ms, "") for m in view.moments if m.kind in ("lead", "bell", "note")]
        drawn = timeline(self.line.line_width, view.clock_ms, self._span_ms(view), stops)
        self.line.show(1, lambda _: drawn)

    def _span_ms(self, view: View) -> int:
        """The race time at the end of the timeline: of a live race, when it should be won."""
        assert self.viewing is not None
        end_ms = self.viewing.playhead.end_ms
        return max(end_ms, expected_ms(view.board)) if self.is_live else end_ms

    @on(Pane.Chosen, "#board")
    def _open_athlete(self) -> None:
        bib = self.board.chosen_bib
        if self.viewing is not None and bib is not None and self.is_active:
            self.app.push_screen(AthleteScreen(bib, self.viewing.view().board, self))

    @on(Pane.Chosen, "#moments")
    def _go_to_moment(self, event: Pane.Chosen) -> None:
        if self.viewing is not None:
            self.viewing.playhead.seek(self.moments.moment(event.index).when_ms)
            self.repaint()

    @on(events.Click, "#timeline")
    def _go_to_click(self, event: events.Click) -> None:
        if self.viewing is not None:
            span_ms = self._span_ms(self.viewing.view())
            self.viewing.playhead.seek(time_at(event.x - EDGE, self.line.line_width, span_ms))
            self._pacer.request()
