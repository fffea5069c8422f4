"""What the race screen shows at the playhead, painted anew with each change and each tick of the clock."""

from __future__ import annotations

import asyncio
import math
import os
from time import monotonic
from typing import TYPE_CHECKING

from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.signal import Signal

from race.moments.moment import BIG, ON_TIMELINE
from tui.race_session import BOARD
from tui.screens.navigation import Alert
from tui.screens.race_notices import ClockAt, head_lines, shown_moments
from tui.screens.race_panes import RacePanes, report_changes
from tui.settings.text_scale import scales_text
from tui.text.safe_text import clean, wrapped
from tui.text.timeline import Stop, timeline
from tui.widgets.repaint_pacing import LONE_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.widget import Widget

    from race.board import Board
    from replays.people.earlier_meetings import EarlierMeetings
    from replays.playhead import Clock
    from replays.watching.session import Session, Snapshot
    from tui.race_sources import RaceSource
    from tui.settings.preferences import Preferences
    from tui.widgets.view_pane import ViewPane

TICK_S = 0.1
"""The longest time between two paints of a moving clock: its tenths change as often at 1x."""

MOST_PINNED = 5
"""Lines of followed athletes below the board."""

FEED_STATE_S = 1.0
"""The longest time between two paints of a live race, whose head says how many seconds a feed is silent."""

SOON_S = 0.01
"""Moments and views wait for a paint of the board that is due so soon: they take longer to draw."""

LEVEL_S = 0.2
"""The longest time that they wait so while keys keep coming."""

TOGETHER_S = 0.03
"""A tick of the clock waits for a message that is due so soon after it, which would wait for its paint."""


class RacePainting(RacePanes):
    """Paints the session into the panes, and asks for the next paint when something will have changed."""

    def __init__(self, source: RaceSource, preferences: Preferences, clock: Clock) -> None:
        super().__init__(source, clock)
        self.painted: Signal[Board] = Signal(self, "painted")
        self.preferences = preferences
        self._earlier: EarlierMeetings | None = None
        self._scales_text = scales_text(os.environ)
        self._left: tuple[Session, Snapshot] | None = None
        """What the board shows, and moments and views do not yet."""
        self._left_s = 0.0
        """Since when they are behind."""
        self._changed_s = 0.0
        """When a split, or something else that changed the race, was painted last, or was due before that."""
        self._due_s = math.inf
        """When the next message takes effect, as far as that is known, by `time.monotonic`."""

    @property
    def is_hidden(self) -> bool:
        """Whether another screen is shown instead of this one."""
        return self.app.screen is not self and not self.app.screen.is_modal

    @property
    def _is_in_sight(self) -> bool:
        try:
            return self.is_attached and bool(self.head.size) and not self.is_hidden
        except (NoMatches, ScreenStackError):  # it is being taken down, and something has come late
            return False

    @property
    def is_level(self) -> bool:
        """Whether moments and views show the same moment as the board."""
        return self._left is None

    def paint(self) -> None:
        """Draw what the session shows; while the race opens, how far that is.

        Where views stand beside the board, they and the moments are drawn after it, in a frame of their own:
        what a key asks for is on the board, and they take longer than all else. A board that needs more lines
        or fewer gets them in that frame too.
        """
        if not self._is_in_sight:
            return
        self.keys.show_hints(self.named_now(self.hints))
        session, watched = self.session, self.session.watched
        if watched is None:
            status = wrapped(clean(session.status), self.head.line_width, most=2)
            self.head.show_lines([(), *(((line, "text"),) for line in status)])
            return
        shown = watched.view()
        if shown.board is not self.board.shown:
            # By when it was due: the change before may have waited for its paint, and this one not.
            before_s, self._changed_s = self._changed_s, min(monotonic(), self._due_s)
            if self._changed_s >= before_s + LONE_S:
                self.view.is_due = self.beside.is_due = True
        self._show_head_and_board(watched, shown)
        self._show_timeline(shown)
        if self.is_rearranged or not self.has_class("-wide") or self.has_class("-alone"):
            self.is_rearranged, self._left = False, None
            self._show_rest(watched, shown)
        else:
            self._left_s = monotonic() if self._left is None else self._left_s
            self._left = watched, shown
        report_changes((self.head, self.board, self.view, self.timeline, self.keys))
        if self._left is not None:
            self.call_after_refresh(self._level)
        self.painted.publish(shown.board)
        alert = session.alert(shown, self.preferences.alerts)
        if alert is not None:
            self.post_message(Alert(alert.text))
        self._request_next_paint(watched, shown)
        if self.has_keys and not self.has_class("-bare") and not self.keys.size:
            self.call_after_refresh(self.repaint)  # what was hidden has no size yet

    def _show_head_and_board(self, watched: Session, shown: Snapshot) -> None:
        session = self.session
        elsewhere: ClockAt = "view" if self.has_class("-alone") else "beside"
        clock_at = "line" if self.has_class("-tiny") else elsewhere
        self.head.show_lines(head_lines(session, watched, shown, self.head.line_width, clock_at))
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
        self.is_rearranged |= bool(shown.doubts) != self.has_class("-doubted")
        self.set_class(bool(shown.doubts), "-doubted")
        if self.doubts is not None:
            self.doubts.show_claims(shown.doubts)

    def _level(self) -> None:
        """Draw moments and views as of the board that was painted, unless another one is about to be."""
        if self._left is None:
            return
        if not self._is_in_sight:
            self._left = None  # all is painted when it is again
            return
        now_s, due_s = monotonic(), self.pacing.due_s
        if due_s is not None and due_s < now_s + SOON_S and now_s < self._left_s + LEVEL_S:
            return  # that paint will ask for this again
        if self.pacing.is_behind:
            self.pacing.request()
            return
        (watched, shown), self._left = self._left, None
        if watched is self.session.watched:
            self._show_rest(watched, shown)

    def _show_rest(self, watched: Session, shown: Snapshot) -> None:
        """Show moments and views, in a new layout if a list has another height."""
        self.moments.show_moments(shown_moments(shown))
        self._make_room()
        self._show_views(watched, shown, (self.view, self.beside))
        report_changes((self.moments, self.view, self.beside))

    def _show_views(self, watched: Session, shown: Snapshot, views: Sequence[ViewPane]) -> None:
        displayed = [view for view in views if view.display]
        if not displayed:
            return
        scene = self.session.scene(shown, self.board.chosen_bib, scales_text=self._scales_text)
        for view in displayed:
            is_picked = view is self.view and self.session.view != BOARD
            view.show_scene(scene, runs=watched.moving, is_picked=is_picked)
        pair = self.session.unknown_meetings(scene)
        if pair is not None:
            self.run_worker(self._look_up(pair, scene.board), group="meetings", exit_on_error=False)

    async def _look_up(self, pair: tuple[str, str], board: Board) -> None:
        """Look up the earlier meetings of two who are compared."""
        from replays.people.earlier_meetings import EarlierMeetings

        self.session.meetings[pair] = None  # until it is known
        self._earlier = self._earlier or EarlierMeetings()
        self.session.meetings[pair] = await asyncio.to_thread(self._earlier.of, board, *pair)
        self.repaint()

    def _make_room(self) -> None:
        """Share the lines anew if a list needs more or fewer, and lay the screen out at once if so.

        Otherwise Textual would first show the views as they were, in their new places.
        """
        for _ in range(2):  # who is pinned depends on how many lines the board got
            changed = [*self._show_pinned(), *self.share_lines()]
            if not changed:
                return
            self.lay_out_now(changed)

    def _show_pinned(self) -> list[Widget]:
        """Below the board, the followed who are not in sight on it. Returns what has another height now."""
        lines = self.board.out_of_sight()[:MOST_PINNED]
        is_as_before = len(lines) == self.pinned.count and self.pinned.display == bool(lines)
        changed: list[Widget] = [] if is_as_before else [self.pinned]
        if changed:
            self.pinned.display = bool(lines)
            self.pinned.styles.height = len(lines)
        self.pinned.show_lines(lines)
        return changed

    def _show_timeline(self, shown: Snapshot) -> None:
        stops = [Stop(when_ms, label) for when_ms, label in shown.reached]
        stops += [Stop(m.when_ms, "", m.priority >= BIG) for m in shown.moments if m.priority >= ON_TIMELINE]
        width, span_ms = self.timeline.line_width, self.session.span_ms(shown)
        self.timeline.show_lines([timeline(width, shown.clock_ms, span_ms, stops)])

    def _request_next_paint(self, watched: Session, shown: Snapshot) -> None:
        """Ask for a paint when the next message takes effect or the clock shows another figure."""
        if self.session.is_live:
            self.pacing.request(FEED_STATE_S, "clock")
        self._due_s = math.inf
        if watched.moving or shown.clock_ms < watched.playhead.position_ms:
            speed, due_s = watched.playhead.speed, watched.due_s(shown.clock_ms)
            step_ms = max(speed, 1.0) * TICK_S * 1000
            tick_s = (step_ms - shown.clock_ms % step_ms) / 1000 / speed
            if not tick_s < due_s < tick_s + TOGETHER_S:
                self.pacing.request(tick_s, "clock")
            self._due_s = monotonic() + due_s
            if due_s < math.inf:
                self.pacing.request(due_s, "race")
