"""Which controls of an orienteering race all runners of a class passed in one order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from feeds.tables.table_race import TablePoint, TableTime

if TYPE_CHECKING:
    from race.times import Time

LONGEST_CODE = 10

MOST_CONTROLS = 200
"""Of a course."""

COMMON = 0.8
"""The share of the runners who have to have a control for it to be one of the class."""


COMMON_SO_FAR = 0.5
"""The same before anyone has finished: lists of those on the way lack what was missed or comes later."""


class Visit(NamedTuple):
    """A control in a runner's list, in the order of the runner's own course."""

    code: str
    time: Time | None


Visits = Sequence[Visit]


class ControlCourse(NamedTuple):
    """The controls that a class has in common."""

    codes: tuple[str, ...]
    is_forked: bool
    """Whether runners have different controls."""

    @property
    def points(self) -> list[TablePoint]:
        """The controls as points of a race, called by their codes: their distances are estimated."""
        return [
            TablePoint(f"Control {code}", None, id=code if _is_plain(code) else "") for code in self.codes
        ]

    def notes(self, lists: Sequence[Visits]) -> list[str]:
        """How many of the runners' times are left out, as the course is forked or a control was missed."""
        timed = sum(visit.time is not None for visits in lists for visit in visits)
        lost = timed - sum(len(self.times(visits)) for visits in lists)
        if not lost:
            return []
        times = f"{lost} {'time' if lost == 1 else 'times'}"
        return [f"left out {times} at controls that are not in the same place in everyone's course"]

    def times(self, visits: Visits) -> list[TableTime]:
        """A runner's times at these controls.

        Of a runner whose list differs from the class's, only controls that come once in both are certain, and
        of these only those that come behind the same ones in both.
        """
        codes = tuple(visit.code for visit in visits)
        if not self.is_forked and codes == self.codes[: len(codes)]:
            return [TableTime(i, v.time) for i, v in enumerate(visits) if v.time is not None]
        index = _single(self.codes)
        once = _single(codes)
        common = [visit for visit in visits if visit.code in index and visit.code in once]
        order = [index[visit.code] for visit in common]
        furthest = accumulate(order, max)
        nearest = list(accumulate(reversed(order), min))[::-1]
        in_place = [far == own == near for far, own, near in zip(furthest, order, nearest, strict=True)]
        return [
            TableTime(point, visit.time)
            for point, visit, is_in_place in zip(order, common, in_place, strict=True)
            if is_in_place and visit.time is not None
        ]


def control_course(finishers: Sequence[Visits], others: Sequence[Visits]) -> ControlCourse:
    """The controls common to the runners of a class; those who did not finish decide only if no one did."""
    lists = [tuple(v.code for v in visits) for visits in finishers if visits]
    share = COMMON if lists else COMMON_SO_FAR
    lists = lists or _as_begun([tuple(v.code for v in visits) for visits in others if visits])
    if not lists:
        return ControlCourse((), is_forked=False)
    counted = Counter(lists)
    commonest = max(counted, key=lambda codes: (counted[codes], len(codes)))
    if counted[commonest] >= share * len(lists):
        return ControlCourse(commonest, is_forked=False)
    having = Counter(code for codes in lists for code in _single(codes))
    common = [c for c in _single(commonest) if having[c] >= COMMON * len(lists)]
    return ControlCourse(tuple(common), is_forked=True)


def _as_begun(lists: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """The lists of runners who are on the way, each as the longest that begins with it."""
    longest: dict[tuple[str, ...], tuple[str, ...]] = {}
    for codes in sorted(set(lists), key=len, reverse=True):
        if len(codes) <= MOST_CONTROLS:
            for end in range(len(codes), 0, -1):
                longest.setdefault(codes[:end], codes)
    return [longest.get(codes, codes) for codes in lists]


def _single(codes: Sequence[str]) -> dict[str, int]:
    """The codes that occur once, in their order, each with its index."""
    times = Counter(codes)
    return {code: i for i, code in enumerate(codes) if times[code] == 1}


def _is_plain(code: str) -> bool:
    """Whether a code may be part of an id."""
    return code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE
