"""What is expected of one athlete, in sentences: the next checkpoint, the finish, the chances."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.phrases import place_word
from tui.text.formatting import chance_text
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.course import Course
    from race.projection.projector import Basis, Expected, Projection
    from race.standings import Row
    from race.times import Time

BASES: dict[Basis, str] = {
    "result": "",
    "curve": "from how runners pace this distance",
    "edition": "from an earlier edition on this course",
    "field": "from the runners ahead",
    "last lap": "from the last lap",
    "even pace": "at the average pace so far",
}
"""The basis of a projection, in words."""

SHOWN = 3
"""Of so many places the chances are said."""

UNSURE = "its accuracy has not been measured"


def projection_lines(course: Course, row: Row) -> list[str]:
    """What is expected of an entrant; empty after the finish or once the runner is out."""
    projection = row.projection
    if row.overdue is not None:
        return [f"overdue at {_label(course, row.overdue.checkpoint)}"]
    if projection is not None and projection.basis == "result":
        return []
    finish = [_finish(projection)] if projection is not None else []
    return [*_next(course, row.next), *finish, *_chances(row)]


def _label(course: Course, checkpoint: int) -> str:
    return clean(course.label(checkpoint))


def _next(course: Course, expected: Expected | None) -> list[str]:
    if expected is None or expected.checkpoint == course.finish:
        return []
    between = _between(expected.low, expected.high)
    return [f"expected at {_label(course, expected.checkpoint)} in {expected.time.show(1)}{between}"]


def _finish(projection: Projection) -> str:
    return f"projected finish {projection.time.show(1)} {BASES[projection.basis]}" + (
        _between(projection.low, projection.high) or f"; {UNSURE}"
    )


def _between(low: Time | None, high: Time | None) -> str:
    return f", four times in five between {low.show(1)} and {high.show(1)}" if low and high else ""


def _chances(row: Row) -> list[str]:
    """The chances of three places: the first ones, or those that are likelier than the third."""
    chances, another = row.all_chances, row.field.all_chances.another
    if chances is None:
        return []
    likeliest = max(range(len(chances)), key=lambda place: chances[place])
    first = max(min(likeliest - 1, len(chances) - SHOWN), 0)
    shown = list(range(first, min(first + SHOWN, len(chances))))
    named = ", ".join(f"{place_word(place + 1)} {chance_text(chances[place])}" for place in shown)
    others = [f"another runner, of whom no time is known, first {chance_text(another[0])}"] if another else []
    return [", ".join([f"chance of finishing {named}", *others])]
