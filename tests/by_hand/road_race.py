"""A 10 km road race with a mass start, and two people with a watch each at its finish line."""

from __future__ import annotations

from random import Random

from race.messages import Checkpoint, Entrant, StartList
from tests.by_hand.acts import IS_WHOLE, Act, Passing, taps_and_names

RUNNERS = 300 if IS_WHOLE else 60
"""Three hundred take seven seconds."""

BIBS = [str(bib) for bib in range(1, RUNNERS + 1)]

FIRST_MS, LAST_MS = 31 * 60_000, 74 * 60_000

LATE_MS = 250
"""By how much a press may be late."""


def start_list() -> StartList:
    """All, timed at the finish."""
    return StartList(
        name="Town 10 km",
        event="10K",
        setting="road",
        distance_m=10_000,
        checkpoints=(Checkpoint(id="finish", distance_m=10_000),),
        entrants=tuple(Entrant(bib=bib, name=f"Ada {bib}") for bib in BIBS),
    )


def passings(chance: Random) -> list[Passing]:
    """How they came in: most in the middle, a few seconds or less apart, in any order of bibs."""
    times = sorted(round(chance.triangular(FIRST_MS, LAST_MS) / 10) * 10 for _ in BIBS)
    return [Passing(ms, bib, "finish") for ms, bib in zip(times, chance.sample(BIBS, RUNNERS), strict=True)]


def watched(truth: list[Passing], chance: Random, missed: set[str]) -> list[Passing]:
    """What one of the two saw: all but a few, each press a little late, and never before the one before."""
    seen: list[Passing] = []
    for passing in truth:
        if passing.bib not in missed:
            ms = passing.ms + chance.randint(0, LATE_MS // 10) * 10
            seen.append(passing._replace(ms=max(ms, seen[-1].ms + 10 if seen else 0)))
    return seen


def acts(seen: list[Passing]) -> list[Act]:
    """Taps, and the bibs whenever no one comes for a while."""
    return taps_and_names(seen, pause_ms=5000)
