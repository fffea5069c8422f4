"""Where a playhead can step to: the race times of checkpoints, moments and messages."""

from __future__ import annotations

from race.history import History
from race.moments import first_at, moments
from race.times import LONGEST_MS


def find_stops(history: History, kind: str, *, estimates: bool = True) -> list[int]:
    """Race times in order, in milliseconds from the gun, of one kind: checkpoint, moment or message."""
    if kind == "message":
        return history.times()
    state = history.at(history.end_ms)
    if kind == "moment":
        told = moments(state, LONGEST_MS)
        return sorted({moment.when_ms for moment in told if estimates or not moment.estimated})
    checkpoints = range(len(state.course.checkpoints)) if state.course else range(0)
    firsts = ((index, first_at(state, index)) for index in checkpoints)
    times = (runner.time_at(index) for index, runner in firsts if runner is not None)
    return sorted({time.ms for time in times if time is not None})
