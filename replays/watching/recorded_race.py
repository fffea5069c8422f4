"""A recorded race, ready to be watched: with its estimated splits, and without them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from operator import is_
from pathlib import Path

from feeds.log import Log, read
from race.fold.garbage_search import GarbageSearchPause
from race.fold.history import History
from race.fold.time_limit import time_limit
from race.messages import Estimate, Message
from race.times import LONGEST_MS
from replays.playhead import Clock, Playhead
from replays.reconstruction import reconstruct
from replays.result_only import opening_ms
from replays.watching.step_times import StepKind, find_step_times
from replays.watching.unread_parts import UnreadParts


class RecordedRace:
    """The log of a race that has ended; its missing splits are estimated once."""

    def __init__(self, race: str, messages: Sequence[Message], history: History | None = None) -> None:
        """`history` is that of the messages, where it was made before."""
        self.race = race
        self.unread = UnreadParts(messages)
        with GarbageSearchPause(len(messages)):
            self._messages = reconstruct(messages, history)
        self._histories: dict[bool, History] = {}
        """With estimated splits and without; kept for their snapshots, which make a seek short."""
        if history is not None and all(map(is_, self._messages, messages)):
            self._histories[False] = history  # no message needed a time
        self._step_times: dict[tuple[StepKind, bool], list[int]] = {}
        """Kept, as they take up to 0.2 s to find, and a held key asks 30 times a second."""

    @classmethod
    def read(cls, path: Path) -> RecordedRace:
        """The race of a file. Raises RaceFileError."""
        return cls.of(read(path))

    @classmethod
    def of(cls, log: Log) -> RecordedRace:
        """The race of a log."""
        history = log.history()
        return cls(log.race, history.messages, history)

    def history(self, *, estimates: bool = True) -> History:
        """The race with the estimated splits, or with published figures alone."""
        estimates = estimates and self._has_estimates  # the same history twice: of 10,000 runners 100 MB
        if estimates not in self._histories:
            kept = (m for m in self._messages if estimates or not isinstance(m, Estimate))
            self._histories[estimates] = History(kept)
        return self._histories[estimates]

    @cached_property
    def _has_estimates(self) -> bool:
        return any(isinstance(message, Estimate) for message in self._messages)

    @cached_property
    def end_ms(self) -> int:
        """When the last message takes effect, or later the time of a race to a time is up.

        It is the race time in milliseconds from the gun.
        """
        return max(self.history().end_ms, self._limit_ms)

    @cached_property
    def reach_ms(self) -> int:
        """The latest time that is believed, or later the end of a race to a time; as `end_ms` otherwise.

        A time that is not believed may be later, and is no reason to miss anyone who was not seen by then.
        """
        return max(self.history().reach_ms, self._limit_ms)

    @cached_property
    def _limit_ms(self) -> int:
        """When the time of a race to a time is up; 0 for any other race."""
        history = self.history()
        if history.start_list is None or history.start_list.limit_s is None:
            return 0  # without folding the whole race
        limit = time_limit(history.at(history.end_ms))
        return limit.last_end_ms if limit is not None and limit.last_end_ms < LONGEST_MS else 0

    def step_times(self, kind: StepKind, *, estimates: bool = True) -> list[int]:
        """The race times of checkpoints, moments or messages, in milliseconds from the gun, in order."""
        if (kind, estimates) not in self._step_times:
            times = find_step_times(self.history(estimates=estimates), kind)
            self._step_times[kind, estimates] = [ms for ms in times if ms <= self.end_ms]
        return self._step_times[kind, estimates]

    def playhead(self, clock: Clock, speed: float) -> Playhead:
        """A playhead for this race: at its start, or near the finish where only the result is known."""
        playhead = Playhead(clock, self.end_ms, speed=speed)
        history = self.history(estimates=False)
        start_ms = opening_ms(history.at(history.end_ms))
        if start_ms:
            playhead.seek(start_ms)
        return playhead
