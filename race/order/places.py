"""Who is ahead of whom at a checkpoint, and in which place."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from race.fold.runner import Runner
from race.messages import Split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from race.course import Course
    from race.fold.checkpoint_passing import Passing

NEVER = 10**15
"""The time of a runner without one: after all others."""

Key = tuple[int, int, int, Runner]
"""What runners are sorted by: official place and time, or time and time of day; then their number."""


def in_order(index: int, runners: Iterable[Runner], ahead: Sequence[Runner] = ()) -> list[Runner]:
    """The runners who passed a checkpoint, from the first to the last.

    Those with official places are in that order; the others are placed among them by time. A runner with an
    official place and no time comes as late as the place allows: the third behind two of the others, or
    behind one if one has gone on and is `ahead`.
    """
    official: list[Key] = []
    others: list[Key] = []
    for runner in runners:
        passing = runner.passings[index]
        ms = passing.time.ms if passing.time is not None else NEVER
        if passing.official_place is not None:
            official.append((passing.official_place, ms, runner.number, runner))
        elif ms == NEVER:
            others.append((ms, _time_of_day(passing), runner.number, runner))
        else:
            others.append((ms, 0, runner.number, runner))
    official.sort()
    others.sort()
    is_untimed = any(ms == NEVER for _, ms, *_ in official)
    gone = [r.passings[index].official_place for r in ahead if index in r.passings] if is_untimed else ()
    return _woven(official, others, gone) if official else [runner for *_, runner in others]


def _woven(official: Sequence[Key], others: Sequence[Key], gone: Sequence[int | None]) -> list[Runner]:
    """Weave those without official places in; `gone` has the places of those who have gone on."""
    order: list[Runner] = []
    waiting = 0
    for (place, ms, _, runner), limit in zip(official, _limits(official), strict=True):
        while waiting < len(others) and others[waiting][0] < limit:
            if ms == NEVER and len(order) + sum((p or 0) < place for p in gone) >= place - 1:
                break
            order.append(others[waiting][3])
            waiting += 1
        order.append(runner)
    return order + [runner for *_, runner in others[waiting:]]


def _limits(official: Sequence[Key]) -> list[int]:
    """For each official place the time before which others are ahead: its own, or the next one known."""
    limits: list[int] = []
    next_ms = NEVER
    for _, ms, _, _ in reversed(official):
        next_ms = ms if ms != NEVER else next_ms
        limits.append(next_ms)
    return limits[::-1]


def _time_of_day(passing: Passing) -> int:
    """The time of day, which orders runners whose gun is not known."""
    split = passing.counted.message if passing.counted else None
    return split.clock.utc_ms if isinstance(split, Split) and split.clock else NEVER


class Departed:
    """Those who left the race: official places given before they did move up by one behind each of them."""

    def __init__(self, runners: Iterable[Runner], finish: int) -> None:
        self._runners = [runner for runner in runners if runner.out not in (None, "unknown")]
        self._finish = finish
        self._tables: dict[int, tuple[list[int], list[int]]] = {}
        """By checkpoint, as every runner there asks for the same one."""

    def place_now(self, index: int, passing: Passing) -> int:
        """The place that an official place has become; 0 where there is none."""
        if passing.official_place is None or not self._runners:
            return passing.official_place or 0
        if index not in self._tables:
            self._tables[index] = self._table(index)
        held, times = self._tables[index]
        ahead = bisect_left(held, passing.official_place)
        return passing.official_place - ahead - (bisect_left(times, passing.time.ms) if passing.time else 0)

    def _table(self, index: int) -> tuple[list[int], list[int]]:
        """Their official places, and the times of those without one; at the finish those do not count."""
        there = [runner.passings[index] for runner in self._runners if index in runner.passings]
        held = sorted(passing.official_place for passing in there if passing.official_place is not None)
        unplaced = (p.time for p in there if p.official_place is None and index != self._finish)
        return held, sorted(time.ms for time in unplaced if time is not None)


def places(passings: Iterable[tuple[int, Passing]], departed: Departed) -> list[int]:
    """The places of passings in order, each with the index of its checkpoint: official ones, else counted.

    Equal official places share a place, and so do equal times without them.
    """
    given: list[int] = []
    held = counted = 0
    before: tuple[int | None, int | None, int | None] = (None, None, None)
    for index, passing in passings:
        official_place, time = passing.official_place, passing.time
        here = index, official_place, time.ms if official_place is None and time is not None else None
        counted += 1
        if official_place is not None:
            counted = max(counted, departed.place_now(index, passing))
        if here != before or (official_place is None and time is None):
            held = counted
        given.append(held)
        before = here
    return given


def places_at(course: Course, runners: Collection[Runner], index: int) -> dict[str, int]:
    """The places at a checkpoint, by bib: among all who passed it, and at the finish in the result.

    A counted place is left out where someone without a time may have passed before; and all are while the
    runners are in lanes after staggered starts, whatever was printed.
    """
    if course.is_in_lanes(index):
        return {}
    is_finish, counted_ms = index == course.finish, counted_until_ms(runners, index)
    there = [r for r in runners if index in r.passings]
    order = in_order(index, (r for r in there if holds_place(course, r, index)) if is_finish else there)
    departed = Departed(runners if is_finish else (), course.finish)
    passings = [runner.passings[index] for runner in order]
    held = zip(order, passings, places(((index, p) for p in passings), departed), strict=True)
    return {
        runner.entrant.bib: place
        for runner, passing, place in held
        if counted_ms == NEVER or is_place_known(passing, counted_ms)
    }


def counted_until_ms(runners: Iterable[Runner], index: int) -> int:
    """Up to which time places can be counted at a checkpoint: that of the first who has none there.

    The time is from the own gun, like those that places are counted by.
    """
    missing = (r for r in runners if index in r.estimates and index not in r.passings)
    return min((runner.estimates[index].low_ms - _gun_ms(runner) for runner in missing), default=NEVER)


def is_place_known(passing: Passing, counted_ms: int) -> bool:
    """Whether a place is known: it is official, or can be counted."""
    ms = passing.time.ms if passing.time is not None else NEVER
    return passing.official_place is not None or ms <= counted_ms


def _gun_ms(runner: Runner) -> int:
    """When the gun of a runner went, in race time; that of the first where the runner has not been timed."""
    passing = runner.last
    return passing.when_ms - passing.time.ms if passing is not None and passing.time is not None else 0


def holds_place(course: Course, runner: Runner, index: int) -> bool:
    """Whether a runner who passed a checkpoint holds a place there.

    At the finish those do not who are out of the race, nor pacemakers without an official place.
    """
    if index != course.finish:
        return True
    is_official = runner.passings[index].official_place is not None
    return not runner.status_claims and (runner.entrant.role == "runner" or is_official)
