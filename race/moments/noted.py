"""What the sources of a race note, as moments: each in its place, and none that another says already."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.later_pattern import later_pattern
from race.moments.moment import Moment
from race.moments.phrases import COUNTS
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.course import Course
    from race.fold.state import RaceState
    from race.messages import Note

_COUNT = later_pattern(rf"({'|'.join(COUNTS[1:])})\b[^,;]* under ((?:\d+:)?\d+:\d\d)", re.IGNORECASE)
"""How a note begins that counts the runners under a figure: "Seven men have run under 3:49"."""


def noted(state: RaceState, course: Course) -> Iterator[Moment]:
    """The notes of a race that have a time; of what two sources say of one runner at one point the last.

    Left to the result is one that counts more runners under a figure than are known by then.
    """
    on_the_way = {checkpoint.id for checkpoint in course.checkpoints[:-1]}
    last = {(note.bib, note.checkpoint, note.when): note for note in state.notes}
    for note in state.notes:
        if note.when is None:
            continue
        other = last[note.bib, note.checkpoint, note.when]
        is_sourced = bool(note.bib and note.source and other.source) and note.checkpoint in on_the_way
        if is_sourced and note.source != other.source:
            continue
        counted = _counted(note)
        if counted is None or counted[1] == _known_under(state, course, counted[0], note.when.ms):
            yield Moment(note.when.ms, "note", note.text, note.bib, priority=50)


def counted_under(notes: Sequence[Note], state: RaceState, course: Course) -> tuple[Time, int] | None:
    """The figure, and how many were under it, of a note that is left to the result."""
    for note in notes:
        counted = _counted(note)
        if counted is None or note.when is None:
            continue
        if counted[1] != _known_under(state, course, counted[0], note.when.ms):
            return counted
    return None


def _counted(note: Note) -> tuple[Time, int] | None:
    found = _COUNT.match(note.text)
    if found is None:
        return None
    number, figure = found.groups()
    return Time.parse(figure), COUNTS.index(number.lower())


def _known_under(state: RaceState, course: Course, bar: Time, when_ms: int) -> int:
    """How many are known, by a race time, to have finished under a figure."""
    finishes = (runner.passings.get(course.finish) for runner in state.runners.values())
    return sum(
        finish is not None
        and finish.when_ms <= when_ms
        and finish.time is not None
        and finish.time.ms < bar.ms
        for finish in finishes
    )
