"""What checkpoints are called: in a sentence, and above a column."""

from __future__ import annotations

from race.course import Course
from tui.text.safe_text import clean

MANY = 24
"""Of more checkpoints on a track those that end a lap stand for all."""


def checkpoint_label(course: Course, index: int) -> str:
    """A checkpoint in a sentence: `1200 m`, `the finish`."""
    return "the finish" if index == course.finish else clean(course.label(index))


def short_checkpoint_label(course: Course, index: int) -> str:
    """A checkpoint where there is little room: `1200`, `finish`."""
    return "finish" if index == course.finish else clean(course.checkpoints[index].id)


def main_checkpoints(course: Course) -> list[int]:
    """The checkpoints that are told where not all can be, by index: the ends of the laps of a long race."""
    indices = range(len(course.checkpoints))
    if course.lap_m is None or len(indices) <= MANY:
        return list(indices)
    return [index for index in indices if course.ends_lap(index) or index == course.finish]
