"""Who passes a checkpoint in front, each with the place known on passing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import Arrival
from race.order.places import Departed, counted_until_ms, holds_place, is_place_known, places_at

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.moments.leading_runners import LeadingRunners


def arrivals(leading: LeadingRunners, course: Course, index: int) -> list[Arrival]:
    """The first at a checkpoint, in the order in which they pass.

    Left out are runners with neither a time that counts nor an official place, passings before the gun and,
    at the finish, those who left the race; and all, while they are in lanes after staggered starts.
    """
    if course.is_in_lanes(index):
        return []
    seen = [(leading.runners[bib], is_in_front) for bib, is_in_front in leading.at(index)]
    there = [(runner, is_in_front) for runner, is_in_front in seen if _counts(course, runner, index)]
    places = _places(leading, course, index, [runner for runner, is_in_front in there if is_in_front])
    counted_ms = counted_until_ms(leading.runners.values(), index)
    arrived: list[Arrival] = []
    for runner, _ in there:
        bib = runner.entrant.bib
        if runner.passings[index].when_ms <= 0:
            continue
        place = places[bib] if bib in places else _place_further_back(leading, course, runner, index)
        place = place if is_place_known(runner.passings[index], counted_ms) else 0
        by_then = runner if leading.is_in_order(bib) else _known_by_then(runner, index)
        arrived.append(Arrival(len(arrived), by_then, runner.passings[index], place))
    return arrived


def _counts(course: Course, runner: Runner, index: int) -> bool:
    passing = runner.passings[index]
    is_known = passing.official_place is not None or passing.time is not None
    return is_known and (index != course.finish or runner.out is None)


def _known_by_then(runner: Runner, index: int) -> Runner:
    """The runner without the passings of earlier checkpoints that are later than this one.

    Those contradict it, and come when its sentences have been found.
    """
    when_ms = runner.passings[index].when_ms
    later = {i for i, p in runner.passings.items() if i < index and p.when_ms > when_ms}
    if not later:
        return runner
    return runner._replace(passings={i: p for i, p in runner.passings.items() if i not in later})


def _places(leading: LeadingRunners, course: Course, index: int, passed: list[Runner]) -> dict[str, int]:
    """The places at a checkpoint, by bib, each among those who had passed by then; 0 for none."""
    out = list(leading.out.values()) if index == course.finish else []
    is_timed = all(runner.passings[index].time is not None for runner in passed)
    at_last = places_at(course, [*passed, *out], index)
    numbers = {bib: number for number, bib in enumerate(at_last)}
    first_later = len(numbers)
    places: dict[str, int] = {}
    for count in range(len(passed), 0, -1):
        bib = passed[count - 1].entrant.bib
        number = numbers.get(bib, -1)
        if is_timed and number < first_later:
            places[bib] = at_last.get(bib, 0)
        else:
            places[bib] = places_at(course, [*passed[:count], *out], index).get(bib, 0)
        first_later = min(first_later, number) if number >= 0 else first_later
    return places


def _place_further_back(leading: LeadingRunners, course: Course, runner: Runner, index: int) -> int:
    """The place of a runner who is not among the first: the official one, or else as counted."""
    passing = runner.passings[index]
    if not holds_place(course, runner, index):
        return 0
    if passing.official_place is None:
        return 1 + _ahead(leading, runner, index)
    return Departed(leading.out.values() if index == course.finish else (), course.finish).place_now(
        index, passing
    )


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
