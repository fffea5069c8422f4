"""A recording being watched: what there is to see at the playhead, and where it can step to."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

from race.board import Board
from race.moments import Moment, first_at, moments
from race.state import RaceState
from replays.playhead import Clock, Playhead
from replays.recording import Recording

Stops = Literal["checkpoint", "moment", "message"]


class Reached(NamedTuple):
    """A checkpoint that somebody has passed."""

    when_ms: int
    label: str


class View(NamedTuple):
    """All there is to see at one race time. Nothing in it is later."""

    clock_ms: int
    board: Board
    moments: list[Moment]
    reached: list[Reached]


class Watch:
    """A recording and its playhead."""

    def __init__(
        self, recording: Recording, clock: Clock, *, speed: float = 1.0, at_ms: int | None = None
    ) -> None:
        self.recording = recording
        self.estimates = True
        self.playhead = Playhead(clock, recording.end_ms, speed=speed)
        if at_ms is None:
            self.playhead.play()
        else:
            self.playhead.seek(at_ms)
        self._seen: tuple[int, bool] | None = None
        self._state = RaceState()
        self._told: list[Moment] = []
        self._reached: list[Reached] = []
        self._board = Board(recording.race, 0, self._state, [])

    def view(self) -> View:
        """What there is to see now; worked out anew only when something has taken effect."""
        clock_ms = self.playhead.position_ms
        history = self.recording.history(estimates=self.estimates)
        seen = (history.count(clock_ms), self.estimates)
        if seen != self._seen:
            self._seen = seen
            self._state = history.at(clock_ms)
            self._board = Board.at(self.recording.race, clock_ms, self._state)
            self._told = moments(self._state, self.recording.end_ms)
            self._reached = _reached(self._state)
        self._board.clock_ms = clock_ms
        told = [
            moment
            for moment in self._told
            if moment.when_ms <= clock_ms and (self.estimates or not moment.estimated)
        ]
        return View(clock_ms, self._board, told, self._reached)

    def step(self, stops: Stops, direction: int) -> bool:
        """Go to the next (1) or previous (-1) checkpoint, moment or message; False if there is none."""
        return self.playhead.step(self.recording.stops(stops, estimates=self.estimates), direction)

    def due_s(self) -> float:
        """Seconds on the wall until the next message takes effect, at the playhead's speed."""
        times = self.recording.stops("message", estimates=self.estimates)
        now_ms = self.playhead.position_ms
        index = bisect_right(times, now_ms)
        left_ms = times[index] - now_ms if index < len(times) else 0
        return left_ms / 1000 / self.playhead.speed

    def words(self) -> str:
        """What the playhead is doing, in words."""
        if self.playhead.at_end:
            return "finished"
        speed = f"{self.playhead.speed:g}x"
        return f"playing {speed}" if self.playhead.playing else f"paused {speed}"


def _reached(state: RaceState) -> list[Reached]:
    course = state.course
    if course is None:
        return []
    firsts = [(index, first_at(state, index)) for index in range(len(course.checkpoints))]
    return [
        Reached(time.ms, course.checkpoints[index].id)
        for index, runner in firsts
        if runner is not None and (time := runner.time_at(index)) is not None
    ]
