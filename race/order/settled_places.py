"""From when on a place is settled: no one who is still to pass can take it.

Within one start the first to pass is ahead. Where runners have guns of their own, one who is still out, or
has not started, may pass later and be faster.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import START
from race.fold.runner import UNLISTED
from race.fold.start_times import StartTimes
from race.messages import Gun
from race.order.places import NEVER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.fold.timed_message import TimedMessage


class SettledPlaces:
    """When the places of one state are settled. Unlisted bibs are not waited for."""

    def __init__(
        self,
        state: RaceState,
        waves: Mapping[str, Sequence[str]] | None = None,
        first_seen: Mapping[str, int] | None = None,
    ) -> None:
        """By a state and, where they are known already, its `waves_of` and `waves_seen`."""
        self._state = state
        self._waves = waves_of(state) if waves is None else waves
        self._first_seen = first_seen

    def settled_ms(self, index: int, time_ms: int, from_ms: int) -> int:
        """The race time from which no other runner can still pass a checkpoint in a better time.

        Args:
            index: The checkpoint.
            time_ms: The time to beat, from the runner's own gun.
            from_ms: The race time of that passing.

        Returns:
            `from_ms` where it is settled at once, and NEVER while a start is awaited.
        """
        settled_ms = from_ms
        if len(self._waves) < 2:
            return from_ms
        if self._first_seen is None:
            self._first_seen = waves_seen(self._state)
        for wave in self._waves:
            limit_ms = self._limit_ms(wave, time_ms)
            if limit_ms > settled_ms:
                settled_ms = self._settled_ms(wave, index, settled_ms, limit_ms)
        return settled_ms

    def _settled_ms(self, wave: str, index: int, from_ms: int, limit_ms: int) -> int:
        """When the last of a wave has passed or left, between two race times."""
        settled_ms = from_ms
        for bib in self._waves[wave]:
            settled_ms = max(settled_ms, min(self._resolved_ms(self._state.runners[bib], index), limit_ms))
            if settled_ms >= limit_ms:
                break
        return settled_ms

    def _limit_ms(self, wave: str, time_ms: int) -> int:
        """The race time at which a wave has been out for longer than a time; NEVER if it has not started.

        A wave that may still get a gun of its own has started once one of its runners has been seen.
        """
        gun = wave if wave in self._known_ms else ""
        known_ms = self._known_ms.get(gun, NEVER if self._known_ms else 0)
        if wave != gun and self._first_seen is not None:
            known_ms = max(known_ms, self._first_seen.get(wave, NEVER))
        return max(self._delay_ms(gun) + time_ms, known_ms)

    def _delay_ms(self, gun: str) -> int:
        """The race time of a gun."""
        entry = self._newest.get(gun)
        if entry is None or not isinstance(entry.message, Gun):
            return 0
        is_known_later = entry.message.clock is not None and entry.message.when is not None
        return self._start_times.delays_ms[gun] if is_known_later else entry.when_ms

    def _resolved_ms(self, runner: Runner, index: int) -> int:
        """The race time at which a runner passed a checkpoint or left the race; NEVER before."""
        if runner.entrant.role == "pacemaker" and index == self._finish:
            return -NEVER
        passing = runner.passings.get(index)
        passed_ms = passing.when_ms if passing is not None else NEVER
        return min(passed_ms, runner.status_claims[-1].when_ms) if runner.status_claims else passed_ms

    @cached_property
    def _finish(self) -> int:
        return self._state.course.finish if self._state.course is not None else START

    @cached_property
    def _known_ms(self) -> dict[str, int]:
        """By wave, the race time at which its gun was known."""
        return {wave: entry.when_ms for wave, entry in self._newest.items()}

    @cached_property
    def _start_times(self) -> StartTimes:
        return StartTimes.of(entry.message for entry in self._newest.values())

    @cached_property
    def _newest(self) -> dict[str, TimedMessage]:
        """The gun that counts of each wave: the newest in the log."""
        guns = sorted(self._state.in_force(Gun), key=lambda entry: entry.number)
        return {entry.message.wave: entry for entry in guns if isinstance(entry.message, Gun)}


def waves_of(state: RaceState) -> dict[str, list[str]]:
    """The bibs of the start list by wave."""
    waves: defaultdict[str, list[str]] = defaultdict(list)
    for bib, runner in state.runners.items():
        if runner.number < UNLISTED:
            waves[runner.entrant.wave].append(bib)
    return dict(waves)


def waves_seen(state: RaceState) -> dict[str, int]:
    """By wave, the race time at which the first of its runners was seen; NEVER before."""
    seen: dict[str, int] = {}
    for runner in state.runners.values():
        first_ms = min((passing.when_ms for passing in runner.passings.values()), default=NEVER)
        wave = runner.entrant.wave
        seen[wave] = min(seen.get(wave, NEVER), first_ms)
    return seen
