"""Who passes a checkpoint in front, each with the place known on passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import Arrival
from race.order.places import Departed

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.moments.leading_runners import LeadingRunners


def arrivals(leading: LeadingRunners, course: Course, index: int) -> list[Arrival]:
    """The first at a checkpoint, in the order in which they pass.

    Left out are runners with neither a time that counts nor an official place, passings before the gun and,
    at the finish, those who left the race. A pacemaker holds no place at the finish.
    """
    is_finish = index == course.finish
    departed = Departed((r for r in leading.runners.values() if is_finish and r.out), index)
    arrived: list[Arrival] = []
    for bib, is_in_front in leading.at(index):
        runner = leading.runners[bib]
        passing = runner.passings[index]
        if passing.when_ms <= 0 or (is_finish and runner.out is not None):
            continue
        if passing.official_place is None and passing.time is None:
            continue
        if is_finish and runner.entrant.role == "pacemaker":
            place = 0
        elif passing.official_place is not None:
            place = departed.place_now(index, passing) if is_finish else passing.official_place
        else:
            place = _counted(passing, arrived) if is_in_front else 1 + _ahead(leading, runner, index)
        arrived.append(Arrival(len(arrived), _known_by_then(runner, index), passing, place))
    return arrived


def _known_by_then(runner: Runner, index: int) -> Runner:
    """The runner without the passings of earlier checkpoints that are later than this one.

    Those contradict it, and come when its sentences have been found.
    """
    when_ms = runner.passings[index].when_ms
    known = {i: p for i, p in runner.passings.items() if i > index or p.when_ms <= when_ms}
    return runner if len(known) == len(runner.passings) else runner._replace(passings=known)


def _counted(passing: Passing, arrived: list[Arrival]) -> int:
    """The place behind those who passed before and were faster; equal times share one.

    An estimated passing takes no place from a measured one.
    """
    time = passing.time
    assert time is not None
    ahead = highest = 0
    for other in arrived:
        if not other.place or (other.estimated and passing.evidence != "estimated"):
            continue
        is_level = other.time is not None and other.time.ms == time.ms
        if is_level and other.passing.official_place is None:
            continue
        if other.time is None or other.time.ms <= time.ms:
            ahead += 1
            highest = max(highest, other.place)
    return 1 + max(ahead, highest)


def _ahead(leading: LeadingRunners, runner: Runner, index: int) -> int:
    """How many had passed before a runner further back, less those with an earlier start who were slower."""
    own = runner.passings[index]
    others = (other.passings.get(index) for other in leading.runners.values())
    return sum(
        passing is not None
        and passing.when_ms < own.when_ms
        and (passing.time is None or own.time is None or passing.time.ms < own.time.ms)
        for passing in others
    )
