"""Whether the other messages of a log contradict some of them: else the log could be that of a true race.

This asks each pair of claims anew, by none of the rules that are tested with it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import NamedTuple

from race.belief.human_limits import least_seconds
from race.belief.printed_places import TIED_MS
from race.course import START, Course
from race.fold.start_times import StartTimes
from race.messages import Gun, Message, Order, Split, StartList


class Claimed(NamedTuple):
    """A split as it is claimed."""

    split: Split
    at: int
    """Of the checkpoint."""
    ms: int
    """From the runner's own gun."""
    place: int
    """0 where there is none."""


def are_contradicted(messages: Sequence[Message], wrong: Container[Message]) -> bool:
    """Whether splits of a log cannot be true, by what else is in it.

    The runner cannot get from or to another checkpoint in the time; the places at the checkpoint and the
    times do not rise together; or more others are known to have been ahead than the place says.
    """
    start_list = next((m for m in messages if isinstance(m, StartList)), None)
    if start_list is None:
        return False
    course = Course(start_list)
    pacemakers = {entrant.bib for entrant in start_list.entrants if entrant.role == "pacemaker"}
    claims = list(_claims(messages, course))
    for claim in claims:
        if claim.split in wrong:
            others = [other for other in claims if other is not claim]
            if any(_contradict(claim, other, course, start_list.sex) for other in others):
                return True
            ahead = {
                other.split.bib for other in others if other.at >= claim.at and other.ms < claim.ms - TIED_MS
            }
            ahead -= {claim.split.bib, *pacemakers}
            if claim.at != course.finish and 0 < claim.place <= len(ahead):
                return True
    return False


def _claims(messages: Sequence[Message], course: Course) -> Iterator[Claimed]:
    starts = StartTimes.of([m for m in messages if isinstance(m, StartList | Gun)])
    ordered = {
        (bib, m.checkpoint): place
        for m in messages
        if isinstance(m, Order)
        for bib, place in m.places.items()
    }
    for split in messages:
        if isinstance(split, Split) and not split.suspect:
            time, index = starts.elapsed(split), course.index.get(split.checkpoint, START)
            if time is not None and index != START:
                place = split.rank or ordered.get((split.bib, split.checkpoint), 0)
                yield Claimed(split, index, time.ms, place)


def _contradict(one: Claimed, other: Claimed, course: Course, sex: str) -> bool:
    if one.split.bib == other.split.bib and one.at != other.at:
        before, after = sorted((one, other), key=lambda claim: claim.at)
        metres = course.distance(after.at) - course.distance(before.at)
        return after.ms - before.ms < 1000 * least_seconds(metres, sex)
    if one.at != other.at or not one.place or not other.place:
        return False
    return abs(one.ms - other.ms) > TIED_MS and (one.ms - other.ms) * (one.place - other.place) < 0
