"""Sessions under any sequence of keys and messages: they show what a fresh look at the same time shows."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from race.board import Board
from race.board_json import board_json
from race.fold.history import History
from race.messages import Message
from race.moments.commentary import Commentary
from race.projection.board_model import BoardModel
from replays.playhead import SPEEDS
from replays.result_only import opening_ms
from replays.watching.live_playhead import LONGEST_DELAY_S
from replays.watching.live_race import LiveRace
from replays.watching.recorded_race import RecordedRace
from replays.watching.session import Session
from replays.watching.step_times import StepKind
from tests.examples import examples
from tests.race.random_races import NOON_MS, tidy_races, wild_logs

KINDS: tuple[StepKind, ...] = ("checkpoint", "moment", "message")

SECONDS = st.integers(100, 60_000).map(lambda ms: ms / 1000)
RACE_TIMES_MS = st.integers(-1000, 400_000)
DIRECTIONS = st.sampled_from((1, -1))


class SessionMachine(RuleBasedStateMachine):
    """The keys that a recorded and a live race have in common. Subclasses open the race."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self.wall_s = 0.0

    def clock(self) -> float:
        """Wall-clock seconds since noon, when the gun of a random race goes."""
        return self.wall_s

    @rule(seconds=SECONDS)
    def time_passes(self, seconds: float) -> None:
        """It moves with the clock where it is playing, up to the end; there a live race is live."""
        playhead = self.session.playhead
        was_live, before_ms = playhead.live, playhead.position_ms
        reached_ms = before_ms + (seconds * 1000 * playhead.speed if playhead.playing else 0)
        self.wall_s += seconds
        assert was_live or abs(playhead.position_ms - min(reached_ms, playhead.end_ms)) <= 2
        assert was_live or reached_ms <= playhead.end_ms + 2 or playhead.at_end

    @rule()
    def play(self) -> None:
        """It plays, unless the race has no length."""
        self.session.playhead.play()
        assert self.session.playhead.playing or self.session.playhead.at_end

    @rule()
    def pause(self) -> None:
        """It stands where it was."""
        before_ms = self.session.playhead.position_ms
        self.session.playhead.pause()
        assert not self.session.playhead.playing
        assert self.session.playhead.position_ms == before_ms

    @rule()
    def toggle(self) -> None:
        """It plays where it was paused, and the other way round."""
        playing = self.session.playhead.playing
        self.session.playhead.toggle()
        assert self.session.playhead.playing is not playing or self.session.playhead.at_end

    @rule(position_ms=RACE_TIMES_MS)
    def seek(self, position_ms: int) -> None:
        """It goes there, or to the nearer end of the race."""
        playhead = self.session.playhead
        playhead.seek(position_ms)
        assert playhead.live or playhead.position_ms == min(max(position_ms, 0), playhead.end_ms)

    @rule(kind=st.sampled_from(KINDS), direction=DIRECTIONS)
    def step(self, kind: StepKind, direction: int) -> None:
        """It goes forwards or back to one of the times on offer, or stays."""
        playhead = self.session.playhead
        before_ms, was_live = playhead.position_ms, playhead.live
        times = self.session.race.step_times(kind, estimates=self.session.estimates)
        if self.session.step(kind, direction):
            assert playhead.live or playhead.position_ms in times
            assert was_live or (playhead.position_ms - before_ms) * direction > -1
        else:
            assert playhead.position_ms == before_ms

    @rule(steps=st.integers(-2, 2))
    def change_speed(self, steps: int) -> None:
        """It goes on from the same position."""
        before_ms = self.session.playhead.position_ms
        self.session.playhead.change_speed(steps)
        assert self.session.playhead.position_ms == before_ms

    @rule()
    def go_to_end(self) -> None:
        """The end of a recorded race; a live race is live."""
        self.session.playhead.to_end()
        assert self.session.playhead.at_end

    @rule(bib=st.integers(0, 6))
    def follow(self, bib: int) -> None:
        """Follow an athlete, or stop following."""
        self.session.follow(f"{bib}")

    @rule()
    def toggle_estimates(self) -> None:
        """Show estimates, or published figures alone."""
        self.session.estimates = not self.session.estimates

    @invariant()
    def is_within_the_race(self) -> None:
        """The position is neither before the gun nor after the end, and the speed is one on offer."""
        playhead = self.session.playhead
        assert 0 <= playhead.position_ms <= playhead.end_ms
        assert playhead.speed in SPEEDS

    @invariant()
    def is_live_only_at_the_edge(self) -> None:
        """Live is at the edge, at 1x; anything else is behind by what it says."""
        playhead = self.session.playhead
        if playhead.live:
            assert playhead.position_ms == playhead.end_ms
            assert (playhead.speed, playhead.playing, playhead.behind_ms) == (1, True, 0)
        else:
            assert playhead.behind_ms == playhead.end_ms - playhead.position_ms

    @invariant()
    def shows_nothing_later_than_the_clock(self) -> None:
        """Neither a moment nor a correction."""
        view, live = self.session.view(), self.session.playhead.live
        assert view.clock_ms == self.session.playhead.position_ms
        assert all(moment.when_ms <= view.clock_ms for moment in view.moments)
        assert live or all(correction.when_ms <= view.clock_ms for correction in view.corrections)
        assert live or all(reached.when_ms <= view.clock_ms for reached in view.reached)

    @invariant()
    def shows_what_a_fresh_look_shows(self) -> None:
        """However the playhead came there: the board and the moments are those of the log at that time.

        What only the clock says, such as that a runner is overdue, is said of the time seen alone.
        """
        view, session = self.session.view(), self.session
        log = History(session.history.messages)
        newest = session.playhead.live and session.playhead.delay_s == 0
        known_ms = max(view.clock_ms, log.last_effect_ms) if newest else view.clock_ms
        state, model = log.at(known_ms), BoardModel()
        fresh = Board.at(session.race.race, view.clock_ms, state, model)
        fresh.move_to(view.clock_ms, view.board.edge)
        moments = Commentary(session.followed).moments(state, known_ms, model(state))

        assert board_json(view.board) == board_json(fresh)
        assert [moment.text for moment in view.moments] == [
            moment.text for moment in moments if not moment.by_clock or moment.when_ms <= view.board.seen_ms
        ]


class RecordedSessionMachine(SessionMachine):
    """A recorded race."""

    @initialize(log=tidy_races() | wild_logs(), speed=st.sampled_from(SPEEDS))
    def open(self, log: list[Message], speed: float) -> None:
        """It plays from the start; where only the result is known, from shortly before it."""
        race = RecordedRace("race", log)
        self.session = Session(race, self.clock, speed=speed)
        end = race.history().at(race.end_ms)
        assert self.session.playhead.position_ms == min(opening_ms(end), race.end_ms)

    @invariant()
    def is_never_live(self) -> None:
        """A recorded race has no edge, and no new moments."""
        assert not self.session.playhead.live
        assert self.session.new_moments == 0


class LiveSessionMachine(SessionMachine):
    """A live race, whose messages come while it is watched."""

    @initialize(log=tidy_races() | wild_logs(), backlog=st.integers(0, 5))
    def join(self, log: list[Message], backlog: int) -> None:
        """It is live, with what was there before."""
        self.live = LiveRace("race", lambda: NOON_MS + self.wall_s * 1000)
        self.coming = log[::-1]
        self.receive(backlog, fresh=False)
        self.session = Session(self.live, self.clock)
        assert self.session.playhead.live

    def receive(self, count: int, *, fresh: bool) -> None:
        """The next messages come."""
        messages = [self.coming.pop() for _ in range(min(count, len(self.coming)))]
        heard_ms = int(NOON_MS + self.wall_s * 1000)
        self.live.extend([replace(message, heard_ms=heard_ms) for message in messages], fresh=fresh)

    @precondition(lambda self: self.coming)
    @rule(count=st.integers(1, 4))
    def messages_come(self, count: int) -> None:
        """Live it stays live; behind it stays where it is, unless the race is corrected to be shorter."""
        playhead = self.session.playhead
        was_live, before_ms = playhead.live, playhead.position_ms
        self.receive(count, fresh=True)
        assert playhead.live or not was_live
        assert playhead.live or playhead.position_ms == min(before_ms, playhead.end_ms)

    @rule(delay_s=st.floats(-1, LONGEST_DELAY_S + 1) | st.floats(0, 20))
    def set_delay(self, delay_s: float) -> None:
        """Within what is possible."""
        self.session.playhead.set_delay(delay_s)
        assert 0 <= self.session.playhead.delay_s <= LONGEST_DELAY_S

    @invariant()
    def counts_new_moments_only_behind(self) -> None:
        """Live, all moments are shown."""
        new = self.session.new_moments
        assert new == 0 if self.session.playhead.live else new >= 0


TestRecordedSession = RecordedSessionMachine.TestCase
TestLiveSession = LiveSessionMachine.TestCase
TestRecordedSession.settings = TestLiveSession.settings = examples(25, stateful_step_count=30)
