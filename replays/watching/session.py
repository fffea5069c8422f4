"""A race being watched: what there is to see at the playhead, and where it can step to."""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import Literal, NamedTuple, Protocol

from race.board import Board
from race.corrections.corrections import Correction
from race.fold.history import History
from race.fold.state import RaceState
from race.marks import MarkRun
from race.messages import Mark
from race.moments.commentary import Commentary
from race.moments.moment import CHATTER, Moment
from race.projection.board_model import BoardModel
from race.projection.previous_edition import Edition
from race.projection.projector import Projector
from race.times import LONGEST_MS
from replays.playhead import Clock, Playhead
from replays.watching.live_race import LiveRace
from replays.watching.recent_corrections import RecentCorrections
from replays.watching.target_choice import TargetChoice

StepKind = Literal["checkpoint", "moment", "message"]


class WatchedRace(Protocol):
    """A race that can be watched: a recording, or one that is going on."""

    race: str

    @property
    def end_ms(self) -> int:
        """The latest race time of which anything is known, in milliseconds from the gun."""

    def history(self, *, estimates: bool = True) -> History:
        """The race, with estimated splits or without them."""

    def step_times(self, kind: str, *, estimates: bool = True) -> list[int]:
        """Race times to step between, in milliseconds from the gun."""

    def playhead(self, clock: Clock, speed: float) -> Playhead:
        """A playhead for this race."""


class ReachedCheckpoint(NamedTuple):
    """A checkpoint that somebody has passed."""

    when_ms: int
    label: str


class Snapshot(NamedTuple):
    """All there is to see at one race time. Nothing in it is later."""

    clock_ms: int
    board: Board
    moments: list[Moment]
    reached: list[ReachedCheckpoint]
    corrections: list[Correction]
    """What is said otherwise than it was before, in the order of the log."""
    new_moments: int
    """How many moments have come, in a live race, since the one that the playhead shows."""
    against: MarkRun | None
    """The chosen mark, where there is one."""


class Session:
    """A race and its playhead. What is live is watched live, unless a time is given.

    Projections learn from an earlier `edition` of the course, where there is one.
    """

    def __init__(
        self,
        recording: WatchedRace,
        clock: Clock,
        *,
        speed: float = 1.0,
        at_ms: int | None = None,
        edition: Edition | None = None,
    ) -> None:
        self.recording = recording
        self.estimates = True
        self.target_choice = TargetChoice()
        self.playhead = recording.playhead(clock, speed)
        if at_ms is None:
            self.playhead.play()
        else:
            self.playhead.pause()
            self.playhead.seek(at_ms)
        self._forecast = BoardModel(edition)
        self._live = recording if isinstance(recording, LiveRace) else None
        self._news = RecentCorrections(clock)
        self._seen: tuple[object, ...] | None = None
        self._state = RaceState()
        self.followed: frozenset[str] = frozenset()
        """Bibs of those whose moments rank higher."""
        self._commentary, self._all_told = Commentary(), Commentary()
        self._told: list[Moment] = []
        self._reached: list[ReachedCheckpoint] = []
        self._board = Board(recording.race, 0, self._state, [])
        self._latest: tuple[int, list[int]] = (0, [])
        """How long the log was, and the times of all its moments."""

    def view(self) -> Snapshot:
        """What there is to see now; worked out anew only when something has taken effect.

        Live, without a delay, that is all that is known: also what came untimed after a slip.
        """
        clock_ms = self.playhead.position_ms
        history = self.history
        known_ms = max(clock_ms, history.last_effect_ms) if self._at_edge else clock_ms
        seen = (self.estimates, self.target_choice.targets, history.rewrites, history.count(known_ms))
        if seen != self._seen:
            self._seen = seen
            self._state = history.at(known_ms)
            targets = self.target_choice.targets
            self._board = Board.at(self.recording.race, clock_ms, self._state, self._forecast, targets)
            self._told = self._commentary.moments(self._state, LONGEST_MS, self._projector)
            self._reached = [ReachedCheckpoint(ms, name) for ms, name in self._commentary.reached()]
        self._board.clock_ms = clock_ms
        told = [
            moment if moment.when_ms <= clock_ms else moment._replace(when_ms=history.reach_ms)
            for moment in self._told
            if moment.when_ms <= known_ms and (self.estimates or not moment.estimated)
        ]
        corrected = self._corrections(clock_ms)
        new = self._new_moments(clock_ms)
        against = self.target_choice.chosen(self._board)
        return Snapshot(clock_ms, self._board, told, self._reached, corrected, new, against)

    def add_mark(self, mark: Mark) -> None:
        """Add a mark of the viewer's own. Raises FeedError for one of another event or distance."""
        history = self.history
        self.target_choice.add(mark, history.at(history.end_ms).start_list)
        self._listen()

    def follow(self, bib: str) -> None:
        """Follow an athlete, or no longer."""
        self.followed ^= {bib}
        self._listen()

    def _listen(self) -> None:
        """Tell the race anew, for whom is followed and what is chased now."""
        self._commentary = Commentary(self.followed, self.target_choice.targets)
        self._seen = None

    def step(self, stops: StepKind, direction: int) -> bool:
        """Go to the next (1) or previous (-1) checkpoint, moment or message; False if there is none."""
        return self.playhead.step(self.recording.step_times(stops, estimates=self.estimates), direction)

    @property
    def moving(self) -> bool:
        """Whether the clock on the screen moves; if not, nothing changes until something comes."""
        if self._live is None or not self.playhead.live:
            return self.playhead.playing
        return not self._live.clock_stopped or self.playhead.position_ms < self._live.end_ms

    def due_s(self) -> float:
        """Seconds on the wall until the next message takes effect, at the playhead's speed.

        Infinity where there is none, and while a live race is paused: then it changes only when something
        comes.
        """
        now_ms = self.playhead.position_ms
        next_ms = self.history.next_ms(now_ms)
        if next_ms is None or (self._live is not None and not self.playhead.playing):
            return math.inf
        return (next_ms - now_ms) / 1000 / self.playhead.speed

    def describe(self) -> str:
        """What the playhead is doing, in words."""
        words, live = self.playhead.describe(), self._live
        if live is None:
            return words
        if not self.playhead.live:
            new = self._new_moments(self.playhead.position_ms)
            return f"{words}, {new} new" if new else words
        if live.is_over and self.playhead.position_ms >= live.end_ms:
            return f"race {live.phase}"
        return "before the gun" if live.phase == "before" else words

    def recent_corrections(self) -> list[Correction]:
        """What was corrected a short while ago.

        That is 10 s on the wall: since the correction came, in a live race, where what was there before
        the watching began is not fresh; since the playhead came by, in a recorded one.
        """
        clock_ms = self.playhead.position_ms
        listed = self._corrections(clock_ms)
        if self._live is not None:
            return self._news.recent_by_arrival(listed)
        return self._news.recent_by_race_time(listed, clock_ms, self.playhead.speed)

    def recently_corrected_bibs(self) -> frozenset[str]:
        """Bibs of whom something on the screen was corrected a short while ago."""
        return frozenset(bib for correction in self.recent_corrections() for bib in correction.bibs)

    @property
    def history(self) -> History:
        """The race as it is watched, with estimates or without."""
        return self.recording.history(estimates=self.estimates)

    @property
    def _at_edge(self) -> bool:
        """Whether what is shown is the newest there is."""
        return self._live is not None and self.playhead.live and not self.playhead.delay_s

    @property
    def _projector(self) -> Projector | None:
        rows = self._board.rows
        return rows[0].field.projection if rows else None

    def _corrections(self, clock_ms: int) -> list[Correction]:
        """Those known by a race time.

        Riding, also those after a slip that put the log ahead of the race, which it has yet to reach.
        """
        live = self._live
        now_ms = live.clock_ms() if live is not None and self.playhead.live else math.inf
        found = self._news.read(self.history, live.backlog if live is not None else 0)
        return [c for c in found if c.when_ms <= clock_ms or c.when_ms > now_ms]

    def _new_moments(self, clock_ms: int) -> int:
        if self._live is None or self.playhead.live:
            return 0
        history = self.history
        length = len(history.messages)
        if length != self._latest[0]:
            told = self._all_told.moments(history.at(history.end_ms), LONGEST_MS)
            self._latest = length, [moment.when_ms for moment in told if moment.priority >= CHATTER]
        times = self._latest[1]
        return max(bisect_right(times, self.playhead.end_ms) - bisect_right(times, clock_ms), 0)
