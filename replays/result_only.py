"""Races of which hardly more than the result was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.fold.state import RaceState

FEWEST = 3
"""With fewer published figures before the finish there is nothing to watch on the way."""

LEAD_IN_MS = 20_000
"""Such a race opens so long before its first finish."""


def figures_on_the_way(state: RaceState) -> int:
    """How many times and places were published short of the finish, at the end of a race."""
    finish = state.course.finish if state.course is not None else 0
    return sum(index != finish for runner in state.runners.values() for index in runner.passings)


def opening_ms(state: RaceState) -> int:
    """The race time at which a race that has ended opens: the gun, or shortly before its first finish."""
    course = state.course
    if course is None or figures_on_the_way(state) >= FEWEST:
        return 0
    finishes = (runner.passings.get(course.finish) for runner in state.runners.values())
    first_ms = min((p.when_ms for p in finishes if p is not None and p.time is not None), default=0)
    return max(first_ms - LEAD_IN_MS, 0)
