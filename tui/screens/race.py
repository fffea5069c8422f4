"""The race screen: a race at its playhead, recorded or live, and the keys that move it."""

from __future__ import annotations

import asyncio
import gc
import math
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.getters import app, query_one
from textual.worker import Worker, WorkerState

from feeds.errors import FeedError
from race.moments.moment import BIG, ON_TIMELINE
from replays.watching.live_race import LiveRace
from replays.watching.session import Session, Snapshot
from replays.watching.watched_race import WatchedRace
from tui.app import LapbellApp
from tui.race_sources import RaceSource
from tui.screens.race_notices import bulletin, moment_lines
from tui.screens.race_picking import PICKING_KEYS, Picking
from tui.screens.race_playback import LIVE_KEYS, PLAYBACK_KEYS, Playback
from tui.settings.alerts import Alerts
from tui.settings.preferences import Preferences, remember_speed
from tui.text import race_headline
from tui.text.formatting import HOUR_MS
from tui.text.safe_text import clean, fit, wrapped
from tui.text.styled_line import StyledLine
from tui.text.timeline import Stop, expected_ms, time_at, timeline
from tui.views.view_registry import SPLITS
from tui.widgets.board import BoardPane
from tui.widgets.find_input import FindInput
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import Hint, hints_of
from tui.widgets.moments import MomentsPane
from tui.widgets.pane import EDGE, Pane
from tui.widgets.repaint_pacing import RepaintPacing
from tui.widgets.view_pane import ViewPane

if TYPE_CHECKING:
    from replays.hubs.reception import Reception

TICK_S = 0.1
"""How often the clock is painted while it moves, at least: as often as its tenths change, if not faster."""

AT_ONCE_S = 0.1
"""How long nothing at all is shown while a race is opened."""

LIVE_HINT = Hint("end", "live", ("screen.end(1)",))

FIRST_HINTS = ("Pause", "5 s", "checkpoint", "moment", "views", "speed", "find", "follow", "marks")

MOST_PINNED = 5
"""Lines of followed athletes below the board."""

WORDS_S = 1.0
"""How often what is said of a live feed is painted, at least."""


class RaceScreen(Playback, Picking):
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
┄      a mark where it would be by now, by its own splits or at even pace
WR     and other marks as titles: ahead of the mark (-) or behind it (+)
Proj   the finish to expect, four times in five within ±, if that is known
Win    the chance to be first; Next the time expected at the next checkpoint
◆      followed: told of more, and kept in sight below the board
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        *LIVE_KEYS,
        *PICKING_KEYS,
        Binding("T", "target", "Type a mark to race", show=False, id="race.target"),
        Binding("ctrl+left", "app.neighbour(-1)", "Race before", show=False, id="race.race-before"),
        Binding("ctrl+right", "app.neighbour(1)", "Next race", show=False, id="race.next-race"),
        Binding("escape", "app.library", "Library", show=False, id="race.library"),
    ]

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (150, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    app = app(LapbellApp)
    head = query_one("#head", Pane)
    keys = query_one(KeyFooter)
    moments = query_one(MomentsPane)
    line = query_one("#timeline", Pane)

    def __init__(self, source: RaceSource) -> None:
        super().__init__()
        self.source = source
        self.viewing = None
        self._reception: Reception | None = None
        self._has_come = asyncio.Event()
        self._failure = ""
        self._says = "opening"
        self._hints: list[Hint] = []
        self._pacer = RepaintPacing(self, self._paint)
        self._alerts = Alerts(monotonic)

    def compose(self) -> ComposeResult:
        """Head, board and moments, timeline, keys."""
        yield Pane(id="head", can_focus=False)
        with Container(id="body"):
            with Vertical(id="running"):
                yield (board := BoardPane(id="board"))
                yield Pane(id="pinned", can_focus=False)
            yield ViewPane(board)
            yield MomentsPane(id="moments")
        yield Pane(id="timeline", can_focus=False)
        yield FindInput("name, bib, nation, club, category, men, women")
        yield KeyFooter()

    async def on_mount(self) -> None:
        """Read the race from its hub. What is there at once is shown before a word on opening it."""
        self.board.focus()
        self.watch(self.board, "cursor", self.repaint, init=False)
        self._hints = hints_of(self, FIRST_HINTS)
        self.app.preferred.subscribe(self, self._like)
        self._like(self.app.preferences)
        self.show_view(self.app.preferences.view)
        self.run_worker(self._read(), group="feed", exit_on_error=False)
        with suppress(TimeoutError):
            async with asyncio.timeout(AT_ONCE_S):
                await self._has_come.wait()

    async def _read(self) -> None:
        """Follow the race; a recorded one is read to its end, then watched."""
        async with self.source.receive() as reception:
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
        from replays.watching.recorded_race import RecordedRace

        recording = await asyncio.to_thread(RecordedRace, reception.race, reception.messages)
        gc.freeze()
        self.viewing = self._watched(recording)
        self._has_come.set()
        self._stand_if_hidden()
        self._pacer.request()

    def _hear(self, live: LiveRace) -> None:
        """Something came of a live race; it is watched from when all that was there has come."""
        if self.viewing is None or self.viewing.recording is not live:
            delay_s = self.viewing.playhead.delay_s if self.viewing else self.source.delay_s
            self.viewing = self._watched(live)
            self.viewing.playhead.set_delay(delay_s)
            self._has_come.set()
            self._hints = [LIVE_HINT, *hints_of(self, FIRST_HINTS)]
        self._pacer.request()

    def _watched(self, race: WatchedRace) -> Session:
        """The race with the marks that were asked for; what is none here is said."""
        source = self.source
        speed = self.app.preferences.speed if source.speed is None else source.speed
        viewing = Session(race, monotonic, speed=speed, at_ms=source.at_ms, edition=source.edition)
        for mark in source.marks:
            try:
                viewing.add_mark(mark)
            except FeedError as error:
                self.notify(clean(str(error)), markup=False)
        self.follow_remembered(viewing)
        return viewing

    @property
    def is_live(self) -> bool:
        """Whether the race is going on, or was when it was opened."""
        return self.viewing is not None and isinstance(self.viewing.recording, LiveRace)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A delay is for live races."""
        if action == "delay":
            return self.is_live
        return super().check_action(action, parameters)

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

    def on_unmount(self) -> None:
        """Leave the race with the program."""
        self.leave()

    def leave(self) -> None:
        """Let it be remembered where the playhead is."""
        if self.viewing is not None:
            playhead = self.viewing.playhead
            self.source.leave(None if playhead.at_end else playhead.position_ms)
            if not self.is_live and playhead.speed != self.source.speed:
                remember_speed(playhead.speed)

    def _stand_if_hidden(self) -> None:
        if self._is_hidden and self.viewing is not None and not self.is_live:
            self.viewing.playhead.pause()

    @property
    def _is_hidden(self) -> bool:
        return self.app.screen is not self and not self.app.screen.is_modal

    def on_screen_resume(self) -> None:
        """Go on drawing after another screen lay above."""
        self._pacer.request()

    def _like(self, preferences: Preferences) -> None:
        self.board.choose_columns(preferences.columns)

    def repaint(self) -> None:
        """Paint soon, the view too: somebody has changed something."""
        self.view.is_due = True
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
        self.board.followed = self.viewing.followed
        self.board.wanted = self.picks.sought
        self.board.show_board(
            view.board,
            self.viewing.playhead.speed,
            self.viewing.recently_corrected_bibs(),
            live=self.is_live,
            against=view.against if self.viewing.target_choice.shown else None,
        )
        self._show_pinned()
        if self.view.display:
            self.view.show_scene(self.scene(self.viewing, view), runs=self.viewing.moving)
        self.moments.show_moments(moment_lines(view))
        self._alert(view, self.viewing)
        self._show_timeline(view)
        if self.app.screen is not self:
            self._show_above(view)
        self._paint_again(self.viewing, view)

    def _show_above(self, view: Snapshot) -> None:
        """The athlete whose splits lie above the board goes on running."""
        from tui.screens.athlete import AthleteScreen

        if isinstance(self.app.screen, AthleteScreen):
            self.app.screen.show_board(view.board)

    def _show_pinned(self) -> None:
        """Below the board, the followed who are not on it now."""
        pinned = self.query_one("#pinned", Pane)
        lines = self.board.out_of_sight()[:MOST_PINNED]
        pinned.display = bool(lines)
        pinned.styles.height = len(lines)
        pinned.show(len(lines), lines.__getitem__)

    def _alert(self, view: Snapshot, viewing: Session) -> None:
        called = self._alerts.hear(view, viewing.playhead, self.app.preferences.alerts, viewing.followed)
        if called is not None:
            self.app.alert(called.text)

    def _paint_again(self, viewing: Session, view: Snapshot) -> None:
        """Ask for the next paint, when something will have moved."""
        wait_s = WORDS_S if self.is_live else math.inf
        if viewing.moving or view.clock_ms < viewing.playhead.position_ms:
            wait_s = min(viewing.due_s(), self._tick_s(viewing, view.clock_ms))
        if wait_s < math.inf:
            self._pacer.request(wait_s)

    def _tick_s(self, viewing: Session, clock_ms: int) -> float:
        """Until the clock shows another tenth; at more than the speed of the race, `TICK_S` on the wall."""
        speed = viewing.playhead.speed
        step_ms = max(speed, 1.0) * TICK_S * 1000
        return (step_ms - clock_ms % step_ms) / 1000 / speed

    def _show_head(self, view: Snapshot) -> None:
        assert self.viewing is not None
        width = self.head.line_width
        name, about, mode = race_headline.title(view.board, self._mode(self.viewing), width)
        is_long = self.viewing.playhead.end_ms >= HOUR_MS
        clock = fit(race_headline.clock(view.clock_ms, moving=self.viewing.moving), 11 if is_long else 9)
        chased = race_headline.against_mark(view.board, view.against)
        stand = race_headline.fitting([*race_headline.summary(view.board), chased], width - len(clock) - 1)
        news = bulletin(self.viewing, self._reception, self._failure)
        if not news and self.viewing.target_choice.shown and not stand.endswith(chased):
            news = " " * 10 + chased
        lines: tuple[StyledLine, ...] = (
            ((name, "strong"), (about, "dim"), (mode, "accent")),
            ((clock, "strong"), (" " + stand, "text")),
            ((fit(news, width), "accent"),),
        )
        self.head.show(3, lines.__getitem__)

    def _mode(self, viewing: Session) -> str:
        """How the feed is and what the playhead is doing, in words."""
        feed = "not connected" if self._failure else self._reception.describe() if self._reception else ""
        hidden = "" if viewing.estimates else "published only"
        doing = viewing.describe()
        sought = self.picks.sought
        narrowed = f"only {' '.join(sought.words)} (esc: all)" if sought else ""
        said = (narrowed, hidden, feed, "" if feed and doing == "live" else doing)
        return ", ".join(part for part in said if part)

    def _show_timeline(self, view: Snapshot) -> None:
        assert self.viewing is not None
        stops = [Stop(when_ms, label) for when_ms, label in view.reached]
        stops += [Stop(m.when_ms, "", m.priority >= BIG) for m in view.moments if m.priority >= ON_TIMELINE]
        drawn = timeline(self.line.line_width, view.clock_ms, self._span_ms(view), stops)
        self.line.show(1, lambda _: drawn)

    def _span_ms(self, view: Snapshot) -> int:
        """The race time at the end of the timeline: of a live race, when it should be won."""
        assert self.viewing is not None
        end_ms = self.viewing.playhead.end_ms
        return max(end_ms, expected_ms(view.board)) if self.is_live else end_ms

    def action_target(self) -> None:
        """Ask for a mark to race."""
        from tui.screens.add_mark import AddMarkScreen

        if self.viewing is not None:
            viewing = self.viewing
            self.app.push_screen(AddMarkScreen(viewing.add_mark), lambda _: self.repaint())

    @on(Pane.Chosen, "#board")
    def _open_athlete(self) -> None:
        from tui.screens.athlete import AthleteScreen
        from tui.screens.split_claims import SplitClaimsScreen

        bib, column = self.board.chosen_bib, self.picks.column
        if self.viewing is None or bib is None or not self.is_active:
            return
        view = self.viewing.view()
        if self.picks.view == SPLITS and column is not None:
            self.app.push_screen(SplitClaimsScreen(self.scene(self.viewing, view), bib, column))
        else:
            self.app.push_screen(AthleteScreen(bib, view.board, self))

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
