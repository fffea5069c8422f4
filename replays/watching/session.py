"""A race being watched: what is shown at the playhead, and where the playhead can step to."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from race.board import RECORDED, Board, LiveEdge
from race.doubted_claims import doubted_claims
from race.fold.state import RaceState
from race.lazy_named_tuple import NamedTuple
from race.moments.commentary import Commentary
from race.moments.hindsight import in_hindsight
from race.moments.moment import CHATTER, Moment
from race.projection.board_model import BoardModel
from race.times import LONGEST_MS, Time
from replays.watching.live_race import UNPUBLISHED, LiveRace
from replays.watching.recent_corrections import RecentCorrections
from replays.watching.recent_doubts import RecentDoubts
from replays.watching.target_choice import TargetChoice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.corrections.corrections import Correction
    from race.doubted_claims import DoubtedClaim
    from race.fold.history import History
    from race.marks import MarkRun
    from race.messages import Mark
    from race.projection.previous_edition import Edition
    from replays.playhead import Clock
    from replays.watching.step_times import StepKind
    from replays.watching.watched_race import WatchedRace


class ReachedCheckpoint(NamedTuple):
    """A checkpoint that an athlete has passed."""

    when_ms: int
    label: str


class Snapshot(NamedTuple):
    """All that is shown at one race time. Nothing in it is later."""

    clock_ms: int
    board: Board
    moments: list[Moment]
    reached: list[ReachedCheckpoint]
    corrections: list[Correction]
    """In the order of the log."""
    against: MarkRun | None
    """The chosen mark; None where the race has no marks."""
    estimates: bool = True
    """Whether estimates are shown, or only what was published."""
    doubts: Sequence[DoubtedClaim] = ()
    """The claims that are not believed, the newest first."""


class Session:
    """A race and its playhead. A live race is watched live, unless a time is given.

    Projections learn from an earlier `edition` of the course, where there is one.
    """

    def __init__(
        self,
        race: WatchedRace,
        clock: Clock,
        *,
        speed: float = 1.0,
        at_ms: int | None = None,
        edition: Edition | None = None,
    ) -> None:
        self.race = race
        self.estimates = True
        self.target_choice = TargetChoice()
        self.playhead = race.playhead(clock, speed)
        if at_ms is None:
            self.playhead.play()
        else:
            self.playhead.pause()
            self.playhead.seek(at_ms)
        self.followed: frozenset[str] = frozenset()
        """The bibs of the followed athletes, whose moments have a higher priority."""
        self._model = BoardModel(edition)
        self._live = race if isinstance(race, LiveRace) else None
        self._recent = RecentCorrections(clock)
        self._recent_doubts = RecentDoubts(clock)
        self._doubts: Sequence[DoubtedClaim] = ()
        self._doubted_of: tuple[object, ...] | None = None
        """What the doubts were worked out from."""
        self._commentary, self._whole_commentary = Commentary(), Commentary()
        self._shown: tuple[object, ...] | None = None
        """What the board and the moments were worked out from. They are kept while it is the same: from one
        message to the next only the clock moves, and a frame takes 0.03 ms instead of up to 15."""
        self._board = Board(race.race, 0, RaceState(), [])
        self._moments: list[Moment] = []
        self._reached: list[ReachedCheckpoint] = []
        self._all_moments: tuple[int, list[int]] = (0, [])
        """The length of the log, and the times of all its moments: kept until the log grows."""

    def view(self) -> Snapshot:
        """What is shown now.

        Live and without a delay that is all that is known, also an untimed message that came while a slip
        had put the log ahead of the race.
        """
        clock_ms = self.playhead.position_ms
        history, targets = self.history, self.target_choice.targets
        known_ms = max(clock_ms, history.last_effect_ms) if self._shows_newest else clock_ms
        shown = (self.estimates, targets, history.rewrites, history.count(known_ms))
        if shown != self._shown:
            self._shown = shown
            state = history.at(known_ms)
            self._board = Board.at(self.race.race, clock_ms, state, self._model, targets)
            rows = self._board.rows
            projector = rows[0].field.projector if rows else None
            winners = {winner.entrant.bib for winner in self._board.winners}
            self._moments = in_hindsight(self._commentary.moments(state, LONGEST_MS, projector), winners)
            self._reached = [ReachedCheckpoint(ms, name) for ms, name in self._commentary.reached()]
        self._find_doubts(known_ms, shown)
        self._board.move_to(clock_ms, self.edge)
        moments = [
            moment if moment.when_ms <= clock_ms else moment._replace(when_ms=min(history.reach_ms, clock_ms))
            for moment in self._moments
            if moment.when_ms <= (self._board.seen_ms if moment.by_clock else known_ms)
        ]
        corrections = self._corrections(clock_ms)
        against = self.target_choice.chosen(self._board)
        return Snapshot(
            *(clock_ms, self._board, moments, self._reached, corrections, against),
            self.estimates,
            self._doubts,
        )

    def _find_doubts(self, known_ms: int, shown: tuple[object, ...]) -> None:
        """Find what is not believed of the state shown; live, also of times that are still to come."""
        history = self.history
        doubted_of = (*shown, len(history.messages), self._shows_newest)
        if doubted_of != self._doubted_of:
            self._doubted_of = doubted_of
            whole = self._shows_newest and known_ms < history.end_ms
            state = history.at(history.end_ms) if whole else self._board.state
            self._doubts = doubted_claims(history, state, LONGEST_MS if whole else known_ms)

    def before_the_gun(self) -> Board:
        """The board as it was at the gun, or is before it; of nothing later."""
        board = Board.at(self.race.race, 0, self.history.at(0))
        board.move_to(0, self.edge)
        return board

    def add_mark(self, mark: Mark) -> None:
        """Add a mark of the viewer's. Raises FeedError for one of another event or distance."""
        history = self.history
        self.target_choice.add(mark, history.at(history.end_ms).start_list)
        self._restart_commentary()

    def follow(self, bib: str) -> None:
        """Follow an athlete, or stop following."""
        self.followed ^= {bib}
        self._restart_commentary()

    def _restart_commentary(self) -> None:
        """Find the moments again, for the athletes that are followed and the marks that are raced now."""
        self._commentary = Commentary(self.followed, self.target_choice.targets)
        self._shown = None

    def step(self, kind: StepKind, direction: int) -> bool:
        """Go to the next (1) or previous (-1) checkpoint, moment or message; False if there is none."""
        return self.playhead.step(self.race.step_times(kind, estimates=self.estimates), direction)

    @property
    def edge(self) -> LiveEdge:
        """What is known of a live race beside its messages."""
        return self._live.edge if self._live is not None else RECORDED

    @property
    def moving(self) -> bool:
        """Whether the clock on the screen moves; if not, nothing changes until a message comes."""
        if self._live is None or not self.playhead.live:
            return self.playhead.playing
        return not self._live.clock_stopped or self.playhead.position_ms < self._live.end_ms

    def due_s(self, shown_ms: int | None = None) -> float:
        """Wall-clock seconds until the next message takes effect, at the playhead's speed.

        That is the first one after `shown_ms`, by default after now: 0 where it took effect since then.
        Infinity where there is none, and in a paused live race: there only a new message changes anything.
        """
        now_ms = self.playhead.position_ms
        next_ms = self.history.next_ms(now_ms if shown_ms is None else shown_ms)
        if next_ms is None or (self._live is not None and not self.playhead.playing):
            return math.inf
        return max(next_ms - now_ms, 0) / 1000 / self.playhead.speed

    def describe(self) -> str:
        """What the playhead is doing, for the status line."""
        text, live = self.playhead.describe(), self._live
        if self.playhead.repeated is not None:
            start, end = (Time(ms).cut(1).show() for ms in self.playhead.repeated)
            text += f", repeats {start}–{end}"
        if live is None:
            return text
        if not self.playhead.live:
            return f"{text}, {self.new_moments} new" if self.new_moments else text
        if live.is_over and self.playhead.position_ms >= live.end_ms:
            return f"race {live.phase}"
        if not live.is_published:
            return UNPUBLISHED
        return "before the gun" if live.phase == "before" else text

    def recent_corrections(self) -> list[Correction]:
        """The corrections of the last 10 s by the wall clock.

        In a live race these are the ones that came in that time, after the viewer joined; in a recorded race
        those that the playhead passed.
        """
        clock_ms = self.playhead.position_ms
        listed = self._corrections(clock_ms)
        if self._live is not None:
            return self._recent.recent_by_arrival(listed)
        return self._recent.recent_by_race_time(listed, clock_ms, self.playhead.speed)

    def recent_doubts(self, shown: Snapshot | None = None) -> list[DoubtedClaim]:
        """The claims that came to be doubted in the last 10 s, likewise; live none is pointed out twice.

        `shown` is the view in which they are: while the race plays, another one is of a later moment.
        """
        doubts, playhead = (shown or self.view()).doubts, self.playhead
        if self._live is not None:
            return self._recent_doubts.read_live(doubts, self._live.backlog)
        return self._recent_doubts.read_recorded(doubts, playhead.position_ms, playhead)

    def recently_corrected_bibs(self) -> frozenset[str]:
        """The bibs of the athletes that the recent corrections are about."""
        return frozenset(bib for correction in self.recent_corrections() for bib in correction.bibs)

    @property
    def history(self) -> History:
        """The race as it is watched, with estimates or without."""
        return self.race.history(estimates=self.estimates)

    @property
    def _shows_newest(self) -> bool:
        """Whether the newest state that is known is shown."""
        return self._live is not None and self.playhead.live and not self.playhead.delay_s

    def _corrections(self, clock_ms: int) -> list[Correction]:
        """The corrections known by a race time.

        Live, these include the ones after a slip that put the log ahead of the race, at a time that the clock
        has yet to reach.
        """
        live = self._live
        now_ms = live.clock_ms() if live is not None and self.playhead.live else math.inf
        listed = self._recent.read(self.history, live.backlog if live is not None else 0)
        return [c for c in listed if c.when_ms <= clock_ms or c.when_ms > now_ms]

    @property
    def new_moments(self) -> int:
        """How many moments of a live race are later than the time shown."""
        if self._live is None or self.playhead.live:
            return 0
        history = self.history
        length = len(history.messages)
        if length != self._all_moments[0]:
            moments = self._whole_commentary.moments(history.at(history.end_ms), LONGEST_MS)
            self._all_moments = length, [m.when_ms for m in moments if m.priority >= CHATTER]
        times, playhead = self._all_moments[1], self.playhead
        return max(bisect_right(times, playhead.end_ms) - bisect_right(times, playhead.position_ms), 0)
