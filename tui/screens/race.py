"""The race screen: draws a race session, and turns keys and clicks into changes of it."""

from __future__ import annotations

import asyncio
import gc
import math
import os
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ScreenStackError
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.css.query import NoMatches
from textual.css.scalar import Scalar
from textual.getters import query_one
from textual.screen import Screen
from textual.signal import Signal
from textual.worker import Worker, WorkerState

from race.moments.moment import BIG, ON_TIMELINE
from tui.race_session import BOARD, RaceSession
from tui.screens.navigation import (
    Alert,
    OpenAddMark,
    OpenAthlete,
    OpenCurrentRace,
    OpenDoubts,
    OpenLibrary,
    OpenNeighbour,
    OpenPreview,
    OpenSplitClaims,
    OpenWhatIf,
)
from tui.screens.race_keys import LIVE_KEYS, PICKING_KEYS, PLAYBACK_KEYS, PlaybackKeys
from tui.screens.race_layout import board_lines, lines_above_view, views_of
from tui.screens.race_notices import head_lines, shown_moments
from tui.settings.text_scale import scales_text
from tui.text.moment_lines import legend
from tui.text.safe_text import clean, wrapped
from tui.text.timeline import Stop, time_at, timeline
from tui.views.view_registry import SPLITS
from tui.widgets.board import BoardPane
from tui.widgets.footer import KeyFooter
from tui.widgets.key_hints import Hint, hints_of
from tui.widgets.moments import MomentsPane
from tui.widgets.pane import EDGE, Pane
from tui.widgets.repaint_pacing import RepaintPacing
from tui.widgets.view_pane import ViewPane

if TYPE_CHECKING:
    from textual.app import ComposeResult
    from textual.widget import Widget
    from textual.widgets import Input

    from race.board import Board
    from replays.people.earlier_meetings import EarlierMeetings
    from replays.playhead import Clock
    from replays.watching.session import Session, Snapshot
    from tui.race_sources import RaceSource
    from tui.settings.preferences import Preferences
    from tui.widgets.doubts import DoubtsPane
    from tui.widgets.find_input import FindInput

TICK_S = 0.1
"""The longest time between two paints of a moving clock: its tenths change as often at 1x."""

AT_ONCE_S = 0.1
"""How long a race may take to open before the screen shows that it is being opened."""

LIVE_HINT = Hint("end", "to live", ("screen.session('to_end')",))

ONE_MODE = "v has something else to show in the views 2 and 3 alone"

OF_LIVE_RACES = ("change_delay", "see_gun")
"""Changes of the session that a recorded race has no use for."""

FIRST_HINTS = (
    *("Pause", "moment", "views", "compare", "copy", "back", "5 s", "find", "mode", "follow"),
    *("checkpoint", "speed", "marks"),
)
"""What the footer names first: what one presses most, and what one would not find by chance."""

ALSO_HINTED = {
    "screen.compare": "compare",
    "app.copy": "copy",
    "screen.library": "back",
    "screen.step_up": "back",
    "screen.stop_finding": "back",
}
"""Actions of keys that the footer names too."""

MOST_PINNED = 5
"""Lines of followed athletes below the board."""

FEED_STATE_S = 1.0
"""The longest time between two paints of a live race, whose head says how many seconds a feed is silent."""


class RaceScreen(PlaybackKeys, Screen[None]):
    """A race, read from a hub and watched at a playhead."""

    HELP = f"""
The screen never shows anything later than the time on the race clock.

pack   these runners came by together, in an order that was not published
~      estimated, not published; e hides all estimates
?      doubtful, and decides nothing; behind At: a doubtful time further on
·      passed without a known time, ◦ without one that was published
▲2 ▼1  places gained or lost since the previous checkpoint
≠      corrected a moment ago; the moments list every correction
¿      not believed; d lists what needs review, and why
PM     pacemaker, who holds no place in the result
At     the last checkpoint passed, in metres from the start
Lap    the lap ending there; Last the stretch ending there, with its length
Gap    behind the leader, Int behind the one in front, where both last passed
┄      a mark, where it would be by now, by its own splits or at even pace
WR     or another mark as a column: time ahead of it (-) or behind it (+)
Proj   the projected finish, right within ± four times in five; ±? if unknown
Win    the chance of winning; Next the time expected at the next checkpoint
▾      the rows are sorted by this column; s takes the next
◆      followed: more of their moments are listed, and they stay in sight

{legend(76)}

Timeline: ┴ a checkpoint, ▴ a moment, ▲ one of the biggest, ● the playhead
"""

    BINDINGS: ClassVar[list[BindingType]] = [
        *PLAYBACK_KEYS,
        *LIVE_KEYS,
        *PICKING_KEYS,
        Binding("T", "add_mark", "Add a mark to race against", show=False, id="race.add-mark"),
        Binding("w", "what_if", "What if: go on at some pace", show=False, id="race.what-if"),
        Binding("d", "doubts", "What needs review", show=False, id="race.review"),
        Binding("ctrl+left", "neighbour(-1)", "Previous race", show=False, id="race.previous-race"),
        Binding("ctrl+right", "neighbour(1)", "Next race", show=False, id="race.next-race"),
        Binding("p", "preview", "The field and what is at stake", show=False, id="race.preview"),
        Binding("n", "current_race", "The race that is on", show=False, id="race.current"),
        Binding("escape", "library", "Back to the library", show=False, id="race.step-up"),
    ]

    # Textual declares neither a ClassVar.
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-tiny"), (16, "-short"), (36, "-tall")]  # noqa: RUF012

    head = query_one("#head", Pane)
    board = query_one(BoardPane)
    pinned = query_one("#pinned", Pane)
    body = query_one("#body", Container)
    running = query_one("#running", Vertical)
    view = query_one("#view", ViewPane)
    beside = query_one("#beside", ViewPane)
    moments = query_one(MomentsPane)
    timeline = query_one("#timeline", Pane)
    keys = query_one(KeyFooter)

    def __init__(
        self,
        source: RaceSource,
        preferences: Preferences,
        preferred: Signal[Preferences],
        clock: Clock = monotonic,
    ) -> None:
        super().__init__()
        self.session = RaceSession(source, clock)
        self.modes: dict[str, int] = {}
        """The mode that each view is drawn in."""
        self.painted: Signal[Board] = Signal(self, "painted")
        self._preferences = preferences
        self._preferred = preferred
        self._has_opened = asyncio.Event()
        self._hints: list[Hint] = []
        self._find: FindInput | None = None
        self._doubts: DoubtsPane | None = None
        self._earlier: EarlierMeetings | None = None
        self._scales_text = scales_text(os.environ)
        self.pacing = RepaintPacing(self, self._paint)

    def compose(self) -> ComposeResult:
        """Head, board and moments, timeline, keys."""
        yield Pane(id="head", can_focus=False)
        with Container(id="body"):
            with Vertical(id="left"):
                with Vertical(id="running"):
                    yield (board := BoardPane(id="board"))
                    yield Pane(id="pinned", can_focus=False)
                    if self.session.source.operator:
                        # Loaded here, not at the top: other viewers have no such pane.
                        from tui.widgets.doubts import DoubtsPane

                        self._doubts = DoubtsPane(id="doubts")
                        yield self._doubts
                yield ViewPane(board, self.modes)
            with Vertical(id="right"):
                yield MomentsPane(id="moments")
                yield ViewPane(board, self.modes, id="beside")
        yield Pane(id="timeline", can_focus=False)
        yield KeyFooter()

    async def on_mount(self) -> None:
        """Read the race from its hub, and wait a moment for it: most races open before anything is shown."""
        self.board.focus()
        self.set_class(self.session.source.operator, "-operator")
        self.watch(self.board, "cursor", self.repaint, init=False)
        self._preferred.subscribe(self, self._take_preferences)
        self.app.app_suspend_signal.subscribe(
            self, lambda _app: self.session.pause_recorded(), immediate=True
        )
        self._take_preferences(self._preferences)
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
                self._list_keys()
                if not session.is_live:
                    gc.freeze()  # a recorded race stays as it is: no search for garbage need look at it
            if self._is_hidden:
                session.pause_recorded()
            while session.refused_marks:
                self.notify(clean(session.refused_marks.pop()), markup=False)
            self.pacing.request()

    @on(Worker.StateChanged)
    def _feed_failed(self, event: Worker.StateChanged) -> None:
        if event.state == WorkerState.ERROR:
            self.session.fail(str(event.worker.error))
            self.pacing.request()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Some keys are for live races or races on a hub, and escape goes one step up and no further."""
        if action == "session":
            return parameters[0] not in OF_LIVE_RACES or self.session.is_live
        if action == "neighbour":
            return self.session.source.address is not None
        if action == "current_race":
            return bool(self.session.on_now)
        if action == "step_up":
            return self.session.view != BOARD
        return action != "stop_finding" or self.session.is_narrowed

    def on_resize(self) -> None:
        """Draw for the new size."""
        self._arrange()
        self.pacing.request()

    def on_screen_suspend(self) -> None:
        """Pause a recorded race while another screen hides this one."""
        self.view.erase_large_text()
        if self._is_hidden:
            self.session.pause_recorded()

    async def on_screen_resume(self) -> None:
        """Draw, after another screen lay above or for the first time.

        The first time Textual would lay out and write a screen without the race, again for the size of the
        window, and again for what was painted. In one batch the first write holds the board. That takes two
        private methods of Textual's: nothing public lays a screen out at once.
        """
        if self.head.size or not self._has_opened.is_set():
            self.pacing.request()
            return
        size = self.app.size
        with self.app.batch_update():
            await self._on_resize(events.Resize(size, size))
            for _ in range(2):  # how the lines are shared is known when they have been made
                self._refresh_layout(size)
                self.pacing.paint_now()

    def on_unmount(self) -> None:
        """Leave the race with the program."""
        self.session.leave()

    @property
    def _is_hidden(self) -> bool:
        return self.app.screen is not self and not self.app.screen.is_modal

    def _take_preferences(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self.board.choose_columns(preferences.columns)

    def repaint(self) -> None:
        """Paint soon, the view too: the viewer has changed something."""
        self.view.is_due = self.beside.is_due = True
        self.pacing.request()

    @property
    def _is_in_sight(self) -> bool:
        try:
            return self.is_attached and bool(self.head.size) and not self._is_hidden
        except (NoMatches, ScreenStackError):  # it is being taken down, and something has come late
            return False

    def _paint(self) -> None:
        if not self._is_in_sight:
            return
        self.keys.show_hints(self._hints)
        session, watched = self.session, self.session.watched
        if watched is None:
            status = wrapped(clean(session.status), self.head.line_width, most=2)
            self.head.show_lines([(), *(((line, "text"),) for line in status)])
            return
        shown = watched.view()
        large = not (self.has_class("-tiny") or self.has_class("-alone"))
        self.head.show_lines(head_lines(session, watched, shown, self.head.line_width, large=large))
        self.board.followed = watched.followed
        self.board.wanted = session.filter
        self.board.sort, self.board.compared_with = session.sort, session.compared_bib
        self.board.instead = ((session.filter.found_none, "text"),) if session.filter else ()
        self.board.show_board(
            shown.board,
            watched.playhead.speed,
            watched.recently_corrected_bibs(),
            live=session.is_live,
            against=shown.against if watched.target_choice.shown else None,
        )
        self._show_pinned()
        views = [view for view in (self.view, self.beside) if view.display]
        if views:
            scene = session.scene(shown, self.board.chosen_bib, scales_text=self._scales_text)
            for view in views:
                view.show_scene(scene, runs=watched.moving)
            pair = session.unknown_meetings(scene)
            if pair is not None:
                self.run_worker(self._look_up(pair, scene.board), group="meetings", exit_on_error=False)
        self.moments.show_moments(shown_moments(shown))
        self.set_class(bool(shown.doubts), "-doubted")
        if self._doubts is not None:
            self._doubts.show_claims(shown.doubts)
        self._share_lines()
        self._show_timeline(shown)
        self.painted.publish(shown.board)
        alert = session.alert(shown, self._preferences.alerts)
        if alert is not None:
            self.post_message(Alert(alert.text))
        self._request_next_paint(watched, shown)
        if not self.has_class("-bare") and not self.keys.size:
            self.call_after_refresh(self.repaint)  # what was hidden has no size yet

    async def _look_up(self, pair: tuple[str, str], board: Board) -> None:
        """Look up the earlier meetings of two who are compared."""
        from replays.people.earlier_meetings import EarlierMeetings

        self.session.meetings[pair] = None  # until it is known
        self._earlier = self._earlier or EarlierMeetings()
        self.session.meetings[pair] = await asyncio.to_thread(self._earlier.of, board, *pair)
        self.repaint()

    def _show_pinned(self) -> None:
        """Below the board, the followed who are not in sight on it."""
        lines = self.board.out_of_sight()[:MOST_PINNED]
        self.pinned.display = bool(lines)
        self.pinned.styles.height = len(lines)
        self.pinned.show_lines(lines)

    def _show_timeline(self, shown: Snapshot) -> None:
        stops = [Stop(when_ms, label) for when_ms, label in shown.reached]
        stops += [Stop(m.when_ms, "", m.priority >= BIG) for m in shown.moments if m.priority >= ON_TIMELINE]
        width, span_ms = self.timeline.line_width, self.session.span_ms(shown)
        self.timeline.show_lines([timeline(width, shown.clock_ms, span_ms, stops)])

    def _request_next_paint(self, watched: Session, shown: Snapshot) -> None:
        """Ask for a paint when the next message takes effect or the clock shows another figure."""
        wait_s = FEED_STATE_S if self.session.is_live else math.inf
        if watched.moving or shown.clock_ms < watched.playhead.position_ms:
            speed = watched.playhead.speed
            step_ms = max(speed, 1.0) * TICK_S * 1000
            wait_s = min(watched.due_s(), (step_ms - shown.clock_ms % step_ms) / 1000 / speed)
        if wait_s < math.inf:
            self.pacing.request(wait_s)

    def action_view(self, name: str) -> None:
        """Show a view, or the board alone."""
        self.session.pick_view(name)
        self.show_view(name)

    def action_compare(self) -> None:
        """Compare the others with the athlete under the cursor; again, stop."""
        self.session.compare_with(self.board.chosen_bib or self.board.chosen_mark)
        self.show_view(self.session.view)

    def action_step_up(self) -> None:
        """Go from the comparison to the view before it, or from a view to the board."""
        self.session.step_up()
        self.show_view(self.session.view)

    def show_view(self, name: str) -> None:
        """Make room for a view; a name that is no view's shows the board alone."""
        self.view.erase_large_text()
        self.session.view = name
        self._arrange()
        self.repaint()

    def _arrange(self) -> None:
        """Show the views that the window has room for."""
        kind, beside = views_of(self.session.view, self.app.size.width, self.app.size.height)
        self.view.kind, self.beside.kind = kind, beside
        self.set_class(kind is not None, "-view")
        self.set_class(kind is not None and kind.alone, "-alone")
        self.set_class(beside is not None, "-beside")
        self._list_keys()
        self.call_after_refresh(self.repaint)  # once what was hidden has its size again
        self.set_class(kind is not None and kind.bare, "-bare")
        if self.focused in (None, self.board, self.view):
            self.call_after_refresh(self._focus_board_or_view)

    def _list_keys(self) -> None:
        """Name in the footer what the keys do now."""
        has_modes = self.view.kind is not None and bool(self.view.kind.modes)
        also = ALSO_HINTED | ({"screen.next_mode": "mode"} if has_modes else {})
        hints = hints_of(self, FIRST_HINTS, also)
        self._hints = [LIVE_HINT, *hints] if self.session.is_live else hints

    def _share_lines(self) -> None:
        """Give the board the lines that it needs, as far as its neighbours can do without them."""
        room = self.body.size.height
        board, moments = max(self.board.count, 1) + 1, self.moments.count + 1
        if self._doubts is not None:  # as many for either, so that the board stays as it is
            board = moments = room
        if self.has_class("-tiny") or self.has_class("-short", "-operator", "-doubted"):
            moments = 0
        lines: dict[Widget, str] = {self.moments: "1fr"}
        if self.has_class("-wide"):
            lines[self.running] = f"{lines_above_view(room, board)}"
        else:
            lines[self.running] = f"{board_lines(room, board, moments)}"
        if self.has_class("-beside"):
            lines[self.moments] = f"{lines_above_view(room, moments - 1)}"
        for pane, height in lines.items():
            if pane.styles.height != Scalar.parse(height):
                pane.styles.height = height
                self.call_after_refresh(self.pacing.request)

    @on(events.DescendantBlur)
    def _keep_focus(self) -> None:
        self.call_after_refresh(self._focus_if_none_is)

    def _focus_if_none_is(self) -> None:
        if self.focused is None or not self.focused.display:
            self._focus_board_or_view()

    def _focus_board_or_view(self) -> None:
        """Let the keys go to the board, or to the view in its place."""
        kind = self.view.kind
        is_alone = kind is not None and (kind.alone or self.has_class("-narrow"))
        (self.view if is_alone else self.board).focus()

    def action_next_mode(self) -> None:
        """Draw the view in its next mode."""
        if not self.view.next_mode():
            self.notify(ONE_MODE, markup=False)
        self.repaint()

    def action_column(self, steps: int) -> None:
        """Move the checkpoint under the cursor of the splits, or of the announcer's arrivals."""
        self.session.move_column(steps)
        self.repaint()

    def action_follow(self) -> None:
        """Follow the athlete under the cursor, or stop following."""
        self.session.follow_athlete(self.board.chosen_bib)
        self.repaint()

    async def action_find(self) -> None:
        """Open the line to find athletes by."""
        if self._find is None:
            # Made when first opened: at every start it would take a tenth as long as a bare app does.
            from tui.widgets.find_input import FindInput

            self._find = FindInput("name, bib, nation, club, category, men, women", self.board)
            await self.mount(self._find, before=self.keys)
        self._find.value = ""
        self.session.is_finding = self._find.display = True
        self.set_focus(self._find)  # at once, so that words typed in a hurry go there

    def action_stop_finding(self) -> None:
        """Show every runner again, with the cursor on the athlete that was found."""
        self.board.hold(self.board.chosen_bib)
        if self._find is not None:
            self._find.value = ""
        self.session.stop_finding()
        self.on_input_submitted()

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the board to the athletes that the words find."""
        self.session.find(event.value)
        self.repaint()

    def on_input_submitted(self) -> None:
        """Close the line; the board stays narrowed."""
        self.session.is_finding = False
        if self._find is not None:
            self._find.display = False
        self.repaint()

    def action_add_mark(self) -> None:
        """Ask for a mark to race."""
        if self.session.watched is not None:
            self.post_message(OpenAddMark(self, self))

    def action_what_if(self) -> None:
        """Ask at what pace the athlete under the cursor is to go on."""
        bib = self.board.chosen_bib
        if self.session.watched is not None and bib is not None:
            self.post_message(OpenWhatIf(self, self, bib, self.session.watched.view().board))

    def action_doubts(self) -> None:
        """List what is not believed."""
        if self.session.watched is not None:
            self.post_message(OpenDoubts(self, self))

    def action_neighbour(self, direction: int) -> None:
        """Watch the next race of the same hub, or the previous one."""
        if self.session.source.address is not None:
            self.post_message(OpenNeighbour(self, self.session.source.address, direction))

    def action_preview(self) -> None:
        """Show the field as an announcer introduces it before the gun."""
        session = self.session
        if session.watched is not None:
            session.pause_recorded()
            board = session.watched.before_the_gun()
            self.post_message(OpenPreview(self, board, session.source.cues))

    def action_current_race(self) -> None:
        """Watch the race that is on."""
        self.post_message(OpenCurrentRace(self))

    def look_like(self, other: RaceScreen) -> None:
        """Take over the view and the modes of another race; a comparison is of that race alone."""
        self.modes.update(other.modes)
        self.session.pick_view(BOARD if other.session.is_comparing else other.session.view)
        if self.is_mounted:
            self.show_view(self.session.view)

    def action_library(self) -> None:
        """Leave the race for the library."""
        self.session.leave()
        self.post_message(OpenLibrary(self, self.session.source.address))

    @on(Pane.Chosen, "#board")
    def _open_athlete(self) -> None:
        session, bib = self.session, self.board.chosen_bib
        if session.watched is None or bib is None:
            return
        shown = session.watched.view()
        if session.view == SPLITS and session.column is not None:
            self.post_message(OpenSplitClaims(self, session.scene(shown, bib), bib, session.column))
        else:
            self.post_message(OpenAthlete(self, self, bib, shown.board))

    @on(Pane.Chosen, "#doubts")
    def _open_doubt(self, event: Pane.Chosen) -> None:
        """Show all claims about the split that is not believed."""
        watched = self.session.watched
        claim = self._doubts.entry(event.index) if self._doubts is not None else None
        course = watched.view().board.state.course if watched is not None else None
        if watched is None or claim is None or course is None:
            return
        if claim.bib is None or claim.checkpoint not in course.index:
            return
        scene = self.session.scene(watched.view(), claim.bib)
        self.post_message(OpenSplitClaims(self, scene, claim.bib, course.index[claim.checkpoint]))

    @on(MomentsPane.Rewrapped)
    def _share_lines_anew(self) -> None:
        self.pacing.request()

    @on(Pane.Chosen, "#moments")
    def _go_to_moment(self, event: Pane.Chosen) -> None:
        self.action_session("seek", (self.moments.entry(event.index).when_ms,))

    @on(events.Click, "#timeline")
    def _go_to_click(self, event: events.Click) -> None:
        if self.session.watched is not None:
            span_ms = self.session.span_ms(self.session.watched.view())
            self.action_session("seek", (time_at(event.x - EDGE, self.timeline.line_width, span_ms),))
