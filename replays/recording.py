"""A recorded race, ready to be watched: with its estimated splits, and without them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from race.history import History
from race.messages import Message, Split
from race.moments import first_at, moments
from replays.reconstruction import reconstruct


class Recording:
    """The log of a race that has ended, reconstructed once and folded on demand."""

    def __init__(self, race: str, messages: Sequence[Message]) -> None:
        self.race = race
        self._messages = reconstruct(messages)
        self._histories: dict[bool, History] = {}
        self.stops = cache(self._find_stops)
        """Race times to step between, in milliseconds from the gun: checkpoint, moment or message."""

    @property
    def has_estimates(self) -> bool:
        """Whether any split had to be estimated."""
        return any(_is_estimate(message) for message in self._messages)

    def history(self, *, estimates: bool = True) -> History:
        """The race with the estimated splits, or with published figures alone."""
        if estimates not in self._histories:
            kept = (m for m in self._messages if estimates or not _is_estimate(m))
            self._histories[estimates] = History(kept)
        return self._histories[estimates]

    @property
    def end_ms(self) -> int:
        """When all has been told: race time in milliseconds from the gun."""
        return self.history().end_ms

    def _find_stops(self, kind: str, *, estimates: bool = True) -> list[int]:
        history = self.history(estimates=estimates)
        if kind == "message":
            return history.times()
        state = history.at(self.end_ms)
        if kind == "moment":
            told = moments(state, self.end_ms)
            return sorted({moment.when_ms for moment in told if estimates or not moment.estimated})
        checkpoints = range(len(state.course.checkpoints)) if state.course else range(0)
        firsts = ((index, first_at(state, index)) for index in checkpoints)
        times = (runner.time_at(index) for index, runner in firsts if runner is not None)
        return sorted({time.ms for time in times if time is not None})


def _is_estimate(message: Message) -> bool:
    return isinstance(message, Split) and message.evidence == "estimated"
