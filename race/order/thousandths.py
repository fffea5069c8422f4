"""Thousandths of a second: shown only between runners whose order they decide."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.course import Course
    from race.times import Time


class PlacedTime(NamedTuple):
    """A runner's time at a checkpoint, and the place there."""

    bib: str
    checkpoint: int
    """Its index."""
    place: int | None
    time: Time | None


def decided_by_thousandths(course: Course, placed: Iterable[PlacedTime]) -> frozenset[str]:
    """The bibs of those whose time, as it is shown, is also that of a runner in another place.

    On a road, where whole seconds are shown, runners share them all the time: none.
    """
    alike: defaultdict[tuple[int, int], list[PlacedTime]] = defaultdict(list)
    for one in placed if course.digits else ():
        if one.time is not None and one.place is not None:
            alike[one.checkpoint, one.time.rounded(course.digits).ms].append(one)
    return frozenset(
        one.bib for near in alike.values() if len({other.place for other in near}) > 1 for one in near
    )


def thousandths(time: Time) -> str:
    """The decimals of a time known to the thousandth, to be shown behind it: ` (.451)`; else nothing."""
    return f" (.{time.ms % 1000:03})" if time.digits == 3 else ""
