"""What the notes of a race say of its runners, beside what was timed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.lazy_named_tuple import NamedTuple
from replays.estimates.note_figures import closing_times, front_runners, leading_time, place_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from race.course import Course
    from race.fold.state import RaceState
    from race.times import Time


class Noted(NamedTuple):
    """What the notes of a race state, by bib or by index of the checkpoint."""

    closing: Mapping[str, Sequence[tuple[float, Time]]]
    """Where closing times began, in metres from the start, and the times."""
    left_m: Mapping[str, float]
    """Where runners left the others."""
    leading: Mapping[int, Time]
    """Times of the leader or of the leading group."""
    away: Mapping[str, int]
    """The first checkpoint where others are in front without a runner."""


def noted(state: RaceState, course: Course) -> Noted:
    """What the notes of a race state."""
    closing: dict[str, list[tuple[float, Time]]] = {}
    left_m: dict[str, float] = {}
    leading: dict[int, Time] = {}
    away: dict[str, int] = {}
    by_name = {runner.short_name: bib for bib, runner in state.runners.items()}
    for note in state.notes:
        bib = note.bib or by_name.get(note.text.partition(" ")[0])
        if bib is not None:
            at = [(course.distance_m - c.metres, c.time) for c in closing_times(note.text, course)]
            closing.setdefault(bib, []).extend(at)
            metres = place_of(note.text, course)
            if metres is not None:
                left_m[bib] = metres
        index = course.index.get(note.checkpoint or "", START)
        if index in (START, course.finish):
            continue
        time = leading_time(note)
        if time is not None:
            leading.setdefault(index, time)
        front = {by_name[name] for name in front_runners(note.text, by_name)}
        for other in state.runners.keys() - front if front else ():
            away[other] = min(away.get(other, index), index)
    return Noted(closing, left_m, leading, away)
