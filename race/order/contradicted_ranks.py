"""Printed places that the times printed with them contradict, among those that are believed."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from race.belief.printed_places import TIED_MS
from race.lazy_named_tuple import NamedTuple
from race.messages import Split

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.course import Course
    from race.fold.state import RaceState
    from race.times import Time


class RankedTime(NamedTuple):
    """A time with the place that was printed with it."""

    rank: int
    time: Time
    number: int
    """Of the message in the log."""
    split: Split


def contradicted_ranks(state: RaceState, course: Course) -> Iterator[tuple[RankedTime, RankedTime]]:
    """Each time with the one that is a place ahead of it, or shares its place, and should not.

    Printed places must agree with the times; only equal times may share one, or what TIED_MS allows.
    """
    for index in range(len(course.checkpoints)):
        for ahead, behind in pairwise(_ranked(state, index)):
            apart_ms = behind.time.minus(ahead.time).ms
            is_shared = ahead.rank == behind.rank
            if apart_ms < 0 or (is_shared and apart_ms > _tied_ms(behind.split, course)):
                yield ahead, behind


def _ranked(state: RaceState, index: int) -> list[RankedTime]:
    return sorted(
        RankedTime(split.rank, passing.time, passing.counted.number, split)
        for runner in state.runners.values()
        if (passing := runner.passings.get(index)) is not None
        and passing.time is not None
        and passing.counted is not None
        and isinstance(split := passing.counted.message, Split)
        and split.rank is not None
    )


def _tied_ms(split: Split, course: Course) -> int:
    """How far printed times with one rank may be apart, in milliseconds."""
    is_on_the_way = course.index[split.checkpoint] != course.finish
    return TIED_MS if is_on_the_way and split.evidence == "official" else 0
