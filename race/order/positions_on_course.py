"""Where each runner is on the course between checkpoints, as far as known at the playhead.

From the last passing on, a runner is taken to run at the pace of the latest timed stretch, and to wait at the
next checkpoint until the split there is known. Nothing later than the state is used. A runner who takes far
too long to a checkpoint that others have passed may be anywhere: on the grass, or past it unseen.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from race.course import START, Course
from race.lazy_named_tuple import NamedTuple
from race.messages import Gun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from race.fold.runner import Runner
    from race.fold.state import RaceState

UNKNOWN_PACE = 200.0
"""Milliseconds a metre, where no pace is known."""

SHORTEST_M = 50.0
"""Shorter stretches give no pace: a tenth of a second is too large a part of them."""

OVERDUE = 2.0
"""A runner who takes so many times as long as expected to the next checkpoint cannot be placed."""


class CoursePosition(NamedTuple):
    """A position on the course."""

    metres: float
    """From the start, along the measured line."""
    measured: bool
    """Whether a time was taken here at this moment, or the runner has finished or not started."""
    ahead_m: float = 0.0
    """By estimated times, how far in front of that the runner may be,"""
    behind_m: float = 0.0
    """and how far behind."""

    @property
    def reach(self) -> tuple[float, float]:
        """From where to where the runner may be, in metres from the start."""
        return self.metres - self.behind_m, self.metres + self.ahead_m


def course_positions(state: RaceState, clock_ms: int) -> dict[str, CoursePosition]:
    """Positions by bib at a race time, in milliseconds from the first gun.

    Runners who are out or overdue have none. Before their first split runners are taken to run at the median
    pace of the entrants' personal bests.
    """
    return positions_of(state, clock_ms, state.runners)


def positions_of(state: RaceState, clock_ms: int, bibs: Iterable[str]) -> dict[str, CoursePosition]:
    """The same of some runners."""
    course = state.course
    if course is None:
        return {}
    opening = opening_pace(state, course)
    guns = {
        entry.message.wave: entry.when_ms for entry in state.in_force(Gun) if isinstance(entry.message, Gun)
    }
    leader = max((runner.furthest for runner in state.runners.values()), default=START)
    positions: dict[str, CoursePosition] = {}
    for bib in bibs:
        runner = state.runners[bib]
        place = None if runner.status_claims else _position(course, runner, clock_ms, guns, opening, leader)
        if place is not None:
            positions[bib] = place
    return positions


def _position(
    course: Course, runner: Runner, clock_ms: int, guns: dict[str, int], opening: float, leader: int
) -> CoursePosition | None:
    index, passing = runner.furthest, runner.last
    start_ms = _start_ms(course, runner, guns)
    if runner.estimates and start_ms is not None and index != course.finish:
        return _among_estimates(course, runner, clock_ms, start_ms, opening)
    since_ms = passing.when_ms if passing is not None else start_ms
    behind_m = course.distance(index)
    if since_ms is None or clock_ms <= since_ms or index == course.finish:
        return CoursePosition(behind_m, measured=passing is None or passing.time is not None)
    gone_m = (clock_ms - since_ms) / latest_pace(course, runner, start_ms, opening)
    stretch_m = course.distance(index + 1) - behind_m
    if gone_m > stretch_m * OVERDUE and leader > index:
        return None
    return CoursePosition(behind_m + min(gone_m, stretch_m), measured=False)


def _among_estimates(
    course: Course, runner: Runner, clock_ms: int, start_ms: int, opening: float
) -> CoursePosition:
    """The position of a runner with estimates: evenly from one likely time to the next."""
    likely = {START: start_ms} | {index: band.likely_ms for index, band in runner.estimates.items()}
    likely |= {index: p.when_ms for index, p in runner.passings.items() if p.time is not None}
    here = max((index for index, ms in likely.items() if ms <= clock_ms), default=START)
    ahead = min((index for index in likely if index > here), default=None)
    here_m, gone_ms = course.distance(here), max(clock_ms - likely[here], 0)
    if ahead is not None:
        share = gone_ms / max(likely[ahead] - likely[here], 1)
        stretch_m = course.distance(ahead) - here_m
        metres = here_m + stretch_m * min(share, 1.0)
        pace = (likely[ahead] - likely[here]) / max(stretch_m, 1.0)
    else:
        before = max((index for index in likely if index < here), default=None)
        took_ms = likely[here] - likely[before] if before is not None else 0
        pace = took_ms / (here_m - course.distance(before)) if before is not None and took_ms > 0 else opening
        metres = min(here_m + gone_ms / pace, course.distance(min(here + 1, course.finish)))
    band = runner.estimates.get(here if ahead is None else ahead)
    if band is None:
        return CoursePosition(metres, measured=not gone_ms and here not in runner.estimates)
    ahead_m = (band.likely_ms - band.low_ms) / max(pace, 1.0)
    behind_m = (band.high_ms - band.likely_ms) / max(pace, 1.0)
    return CoursePosition(
        metres,
        False,
        min(ahead_m, course.distance_m - metres),
        min(behind_m, metres),
    )


def latest_pace(course: Course, runner: Runner, start_ms: int | None, opening: float) -> float:
    """Milliseconds a metre over the latest timed stretch; `opening` before the first.

    Without a `start_ms` the first stretch counts from the runner's own gun.
    """
    end = runner.last_timed
    if end == START:
        return opening
    timed = (index for index in range(end - 1, START, -1) if runner.time_at(index) is not None)
    end_m, last = course.distance(end), runner.passings[end]
    start = next((index for index in timed if end_m - course.distance(index) >= SHORTEST_M), START)
    if start != START:
        took_ms = last.when_ms - runner.passings[start].when_ms
    elif start_ms is not None:
        took_ms = last.when_ms - start_ms
    else:
        took_ms = last.time.ms if last.time is not None else 0
    return took_ms / (end_m - course.distance(start)) if took_ms > 0 else opening


def _start_ms(course: Course, runner: Runner, guns: dict[str, int]) -> int | None:
    """Race time at which an entrant started; None if not started, or not known to have.

    A wave without a gun may still get one: it waits at the start until its first split.
    """
    if course.start_line is not None:
        return runner.start_mat.when_ms if runner.start_mat is not None else None
    return guns.get(runner.entrant.wave)


def opening_pace(state: RaceState, course: Course) -> float:
    """Milliseconds a metre while no pace is known: the median of the personal bests, or 3:20 a kilometre."""
    bests = [runner.entrant.pb.ms for runner in state.runners.values() if runner.entrant.pb is not None]
    return median(bests) / course.distance_m if bests and median(bests) else UNKNOWN_PACE
