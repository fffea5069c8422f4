"""Those who come by a checkpoint in front, each with the place that is known on coming by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import Arrival
from race.order.places import Departed

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.state import Runner
    from race.moments.leading_runners import LeadingRunners


def arrivals(fronts: LeadingRunners, course: Course, index: int) -> list[Arrival]:
    """The first at a checkpoint, in the order in which they come by.

    Whose time is not known, or doubtful, and who has no printed place is left out, as is what was there by
    the gun. At the finish those who left the race are left out, too, and a pacemaker holds no place.
    """
    is_finish = index == course.finish
    departed = Departed((r for r in fronts.runners.values() if is_finish and r.out), index)
    found: list[Arrival] = []
    for bib, is_in_front in fronts.at(index):
        runner = fronts.runners[bib]
        passing = runner.passings[index]
        if passing.when_ms <= 0 or (is_finish and runner.out is not None):
            continue
        if passing.official_place is None and (passing.time is None or passing.suspect):
            continue
        if is_finish and runner.entrant.role == "pacemaker":
            place = 0
        elif passing.official_place is not None:
            place = departed.printed_place(index, passing) if is_finish else passing.official_place
        else:
            place = _counted(passing, found) if is_in_front else 1 + _ahead(fronts, runner, index)
        found.append(Arrival(len(found), runner, passing, place))
    return found


def _counted(passing: Passing, found: list[Arrival]) -> int:
    """The place behind those who came before and were faster; equal times share one.

    Who is only thought to have come by takes no place from those who did.
    """
    own = passing.time
    assert own is not None
    ahead = highest = 0
    for one in found:
        if not one.place or (one.estimated and passing.evidence != "estimated"):
            continue
        if one.time is not None and one.time.ms == own.ms and one.passing.official_place is None:
            return one.place
        if one.time is None or one.time.ms <= own.ms:
            ahead += 1
            highest = max(highest, one.place)
    return 1 + max(ahead, highest)


def _ahead(fronts: LeadingRunners, runner: Runner, index: int) -> int:
    """How many had come by before somebody further back."""
    when_ms = runner.passings[index].when_ms
    others = (other.passings.get(index) for other in fronts.runners.values())
    return sum(passing is not None and passing.when_ms < when_ms for passing in others)
