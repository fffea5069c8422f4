"""The races of the library, each read once for all tests that only look at them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from race.fold.state import RaceState
from race.moments.moment import Moment
from replays.watching.recorded_race import RecordedRace
from tests.race.messages_by_hand import moments

END_MS = 10**9


@cache
def recorded(path: Path) -> RecordedRace:
    """A race of the library."""
    return RecordedRace.read(path)


@cache
def final_state(path: Path, *, estimates: bool = True) -> RaceState:
    """Its state at the end, with the estimated splits or by published figures alone."""
    return recorded(path).history(estimates=estimates).at(END_MS)


@cache
def final_moments(path: Path, *, estimates: bool = True) -> tuple[Moment, ...]:
    """All that is told of it."""
    return tuple(moments(final_state(path, estimates=estimates), END_MS))
