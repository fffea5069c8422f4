"""What checkpoints are called: in a sentence, above a column, and on the board."""

from __future__ import annotations

from race.course import START, Course
from tui.text.safe_text import clean

MOST_CHECKPOINTS = 24
"""On a track with more checkpoints than this, only those that end a lap are shown."""


def checkpoint_label(course: Course, index: int) -> str:
    """A checkpoint in a sentence: `1200 m`, `the finish`, `the start line`."""
    if index == START:
        return "the start line"
    return "the finish" if index == course.finish else clean(course.label(index))


def short_checkpoint_label(course: Course, index: int, finish: str = "finish") -> str:
    """A checkpoint where there is little room: `1200`, `finish`; empty for the start."""
    if index == START:
        return ""
    return finish if index == course.finish else clean(course.checkpoints[index].id)


def main_checkpoints(course: Course) -> list[int]:
    """Indices of the checkpoints worth a line or a column each: of a long track race, the ends of laps."""
    indices = range(len(course.checkpoints))
    if course.lap_m is None or len(indices) <= MOST_CHECKPOINTS:
        return list(indices)
    return [index for index in indices if course.ends_lap(index) or index == course.finish]
