"""What checkpoints are called: in a sentence, above a column, and on the board."""

from __future__ import annotations

import re

from rich.cells import cell_len

from race.course import START, Course
from tui.text.safe_text import clean, fit

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


def shortened_label(label: str, width: int) -> str:
    """A label in at most `width` cells: of a long one the beginning and the last word, `tell…out`.

    So the way into an aid station and the way out look different.
    """
    if cell_len(label) <= width:
        return label
    last = re.split(r"[\s._-]+", label)[-1]
    room = max(width - 2, 0)  # the ellipsis, and at least a letter before it
    ends = (last, label[-2:], label[-1:]) if room > 2 else (label[-1:],)
    end = next((end for end in ends if cell_len(end) <= room), "")
    return f"{fit(label, width - cell_len(end)).rstrip()}{end}"


def main_checkpoints(course: Course) -> list[int]:
    """Indices of the checkpoints worth a line or a column each: of a long track race, the ends of laps."""
    indices = range(len(course.checkpoints))
    if course.lap_m is None or len(indices) <= MOST_CHECKPOINTS:
        return list(indices)
    return [index for index in indices if course.ends_lap(index) or index == course.finish]
