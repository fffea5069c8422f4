"""The race screen: a race at its playhead, and the keys that move it."""

from __future__ import annotations

import asyncio
import gc
from contextlib import aclosing
from pathlib import Path
from time import monotonic
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.getters import query_one
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from race.messages import Message
from replays.watch import View, Watch
from tui import headline
from tui.keys import Hint, hints_of
from tui.pacer import Pacer
from tui.playback import PLAYBACK_KEYS, Playback
from tui.screens.athlete import AthleteScreen
from tui.text import clean, fit, wrapped
from tui.timeline import Stop, time_at, timeline
from tui.widgets.board import BoardPane
from tui.widgets.keyline import KeyLine
from tui.widgets.moments import MomentsPane
from tui.widgets.pane import EDGE, Pane, StyledLine

TICK_S = 0.05
"""How often the clock is painted while it moves."""


class RaceScreen(Playback, Screen[None]):
    """A recorded race, read from a hub and watched at a playhead."""

    HELP = """
Everything stands at the time of the race clock; nothing later is shown.

~      estimated, not published: e hides it, and leaves what was published
?      printed, but at odds with the rest
·      passed without a known time
▲2 ▼1  places gained or lost since the checkpoint before
PM     pacemaker, who holds no place in the result
At     the last checkpoint passed, in metres from the start
Lap    the lap that ends there; Last the stretch that ends there, in metres
Gap    behind the leader, Int behind the one in front, where both last passed
Proj   the finish at the average pace so far
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        Binding("escape", "app.library", "Library", show=False, id="race.library"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    head = query_one("#head", Pane)
    keys = query_one(KeyLine)
    board = query_one(BoardPane)
    moments = query_one(MomentsPane)
    line = query_one("#timeline", Pane)

    def __init__(self, path: Path, *, speed: float = 1.0, at_ms: int | None = None) -> None:
        super().__init__()
        self._path = path
        self._speed = speed
        self._at_ms = at_ms
        self.viewing = None
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
        """Put the race on a hub and read it from there."""
        self.board.focus()
        self._hints = hints_of(self)
        self.run_worker(self._read(), group="feed", exit_on_error=False)
        self._pacer.request()

    async def _read(self) -> None:
        """Read the race from its hub to the end of its log, then watch it."""
        from feeds.viewer import Arrived, Joined, Lost
        from tui.broadcast import on_air

        messages: list[Message] = []
        race, head = "", 1
        async with on_air(self._path) as viewer, aclosing(viewer.updates()) as updates:
            async for update in updates:
                match update:
                    case Joined(hello):
                        messages, race, head = [], hello.race, hello.head
                    case Arrived(arrived):
                        messages += arrived
                        self._say(f"opening, {len(messages)} of {head} messages")
                    case Lost(reason):
                        self._say(f"the feed is lost, trying again: {reason}")
                if len(messages) >= head:
                    break
        await self._open(race, messages)

    async def _open(self, race: str, messages: list[Message]) -> None:
        from replays.recording import Recording

        recording = await asyncio.to_thread(Recording, race, messages)
        gc.freeze()
        self.viewing = Watch(recording, monotonic, speed=self._speed, at_ms=self._at_ms)
        self._stand_if_hidden()
        self._pacer.request()

    @on(Worker.StateChanged)
    def _feed_failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self._say(f"cannot open the race: {event.worker.error}")

    def _say(self, sentence: str) -> None:
        self._says = clean(sentence)
        self._pacer.request()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw for the new size."""
        self._pacer.request()

    def on_screen_suspend(self) -> None:
        """Stand still while another screen hides this one."""
        self._stand_if_hidden()

    def _stand_if_hidden(self) -> None:
        hidden = self.app.screen is not self and not self.app.screen.is_modal
        if hidden and self.viewing is not None:
            self.viewing.playhead.pause()

    def on_screen_resume(self) -> None:
        """Go on drawing after another screen lay above."""
        self._pacer.request()

    def repaint(self) -> None:
        """Paint soon: something has changed."""
        self._pacer.request()

    def _paint(self) -> None:
        if not self.is_attached:
            return
        self.keys.show_hints(self._hints)
        if self.viewing is None:
            said = ["", *wrapped(self._says, self.head.line_width, most=2)]
            self.head.show(len(said), lambda index: ((said[index], "text"),))
            return
        view = self.viewing.view()
        self._show_head(view)
        self.board.show_board(view.board, self.viewing.playhead.speed)
        self.moments.show_moments(view.moments)
        self._show_timeline(view)
        if isinstance(self.app.screen, AthleteScreen):
            self.app.screen.show_board(view.board)
        playhead = self.viewing.playhead
        if playhead.playing or view.clock_ms < playhead.position_ms:
            self._pacer.request(min(self.viewing.due_s(), TICK_S))

    def _show_head(self, view: View) -> None:
        assert self.viewing is not None
        width = self.head.line_width
        hidden = "" if self.viewing.estimates else "published only, "
        name, about, mode = headline.title(view.board, f"{hidden}{self.viewing.words()}", width)
        moving = self.viewing.playhead.playing
        clock = fit(headline.clock(view.clock_ms, moving=moving), 9)
        stand = headline.fitting(headline.summary(view.board), width - len(clock) - 1)
        lines: tuple[StyledLine, ...] = (
            ((name, "strong"), (about, "dim"), (mode, "accent")),
            ((clock, "strong"), (" " + stand, "text")),
        )
        self.head.show(2, lines.__getitem__)

    def _show_timeline(self, view: View) -> None:
        stops = [Stop(when_ms, label) for when_ms, label in view.reached]
        stops += [Stop(m.when_ms, "") for m in view.moments if m.kind in ("lead", "bell", "note")]
        assert self.viewing is not None
        end_ms = self.viewing.playhead.end_ms
        drawn = timeline(self.line.line_width, view.clock_ms, end_ms, stops)
        self.line.show(1, lambda _: drawn)

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
            end_ms = self.viewing.playhead.end_ms
            self.viewing.playhead.seek(time_at(event.x - EDGE, self.line.line_width, end_ms))
            self._pacer.request()
