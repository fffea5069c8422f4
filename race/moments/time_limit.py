"""The end of a race to a time: who came furthest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.fold.time_limit import time_limit
from race.moments import sentences
from race.moments.moment import Moment
from race.order.field_order import FieldOrder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.course import Course
    from race.fold.state import RaceState

FIRST = 3
"""How many are named."""


def time_is_up(state: RaceState, course: Course) -> Iterator[Moment]:
    """The winner and the first three with their distances, when the time is up."""
    limit = time_limit(state)
    if limit is None:
        return
    order = FieldOrder(state, course)
    first = [runner for runner in order.racing if runner.entrant.role == "runner"][:FIRST]
    if not first:
        return
    bibs = tuple(runner.entrant.bib for runner in first)
    ran = [f"{course.distance(runner.furthest) / 1000:.3f} km" for runner in first]
    if [order.places.get(bib) for bib in bibs[:2]] != [1, 1]:
        text = sentences.WINS_WITH.format(runner=first[0].spoken_name, distance=ran[0])
        yield Moment(limit.last_end_ms, "finish", text, bibs[0], priority=95)
    named = (f"{runner.spoken_name} {distance}" for runner, distance in zip(first, ran, strict=True))
    text = sentences.TIME_IS_UP.format(order=", ".join(named))
    yield Moment(limit.last_end_ms, "result", text, bibs[0], priority=15, others=bibs[1:])
