"""The announcer's view: few words and much room, to be read from two metres, with no key pressed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len

from race.moments.moment import CHATTER, Moment
from race.times import Time
from tui.text.race_headline import summary
from tui.text.safe_text import clean, fit, wrapped
from tui.text.styled_line import StyledLine
from tui.views.announcer.next_arrivals import arrived, coming, followed
from tui.views.big_digits import figure_cells, figures, numeral_rows
from tui.views.scene import Scene

CLOCK_SHARE = 0.2
"""The part of the height that the clock takes."""

MOST_CLOCK = 9
"""Lines of the clock, at most."""

LEAST_SUMMARY = 24
"""Cells beside the clock that are worth writing in."""

MARGIN = 4
"""Cells between the clock and what stands beside it, and between two columns."""

LEAST_WIDTH = 50
"""In fewer cells there is only the clock."""

TWO_COLUMNS = 110
"""From this width on what was said stands beside who comes."""

AIRY = 34
"""From so many lines on a blank one is left between any two."""

LABEL = 9
"""Cells for what a block is called, at its left."""

MOST_LINES = 3
"""Of one sentence."""

MOST_PEOPLE = 6
"""Of those who come, and of those who came."""

Item = list[StyledLine]
"""What is said in one go, on one line or more."""

Block = tuple[str, list[Item]]
"""What it is called, and its items."""


def lines(scene: Scene, width: int, height: int, records: Sequence[str] = ()) -> list[StyledLine]:
    """The view in `width` by `height` cells; `records` says which are in reach, a line each."""
    head = _head(scene, width, height)
    if width < LEAST_WIDTH:
        return head[:height]
    room = height - len(head) - 1
    if room < 1:
        return head[:height]
    airy = height >= AIRY
    if width < TWO_COLUMNS:
        body = _stacked(scene, records, width, room, airy=airy)
    else:
        half = (width - MARGIN) // 2
        left = _stack(_people(scene, half, room, 1 + airy), half, room, airy=airy)
        right = _stack(
            _words(scene, records, width - half - MARGIN, room), width - half - MARGIN, room, airy=airy
        )
        body = _beside(left, right, half + MARGIN)
    return [*head, (), *body][:height]


def _head(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The clock, and beside it how the race stands."""
    text = _clock(scene)
    rows = min(numeral_rows(max(round(height * CLOCK_SHARE), 5)), MOST_CLOCK)
    if height < 12 or figure_cells(text, rows) > width:
        return [((fit(text, width).rstrip(), "accent"),)]
    phrases = [phrase for phrase in summary(scene.board) if phrase]
    room = width - figure_cells(text, rows) - MARGIN
    if room < LEAST_SUMMARY:
        return [((line.rstrip(), "accent"),) for line in figures(text, rows)]
    step = 2 if rows >= 2 * len(phrases) - 1 else 1
    start = (rows - step * (len(phrases) - 1) - 1) // 2
    beside = {start + step * number: phrase for number, phrase in enumerate(phrases)}
    return [
        ((line + " " * MARGIN, "accent"), (fit(beside.get(row, ""), room).rstrip(), "strong"))
        for row, line in enumerate(figures(text, rows))
    ]


def _clock(scene: Scene) -> str:
    """The race clock to the tenth, on a road to the second. It shows what has passed, so it is cut."""
    course = scene.course
    digits = 1 if course is None or course.digits else 0
    unit = 100 if digits else 1000
    return Time(scene.clock_ms // unit * unit, digits).show()


def _stacked(scene: Scene, records: Sequence[str], width: int, room: int, *, airy: bool) -> list[StyledLine]:
    """Everything below each other; what was said last takes what room is left."""
    people = _stack(_people(scene, width, max(room * 2 // 3, 1), 1 + airy), width, room, airy=airy)
    left = room - len(people) - 1
    if left < 1:
        return people[:room]
    said = _stack(_words(scene, records, width, left), width, left, airy=airy)
    return [*people, (), *said]


def _people(scene: Scene, width: int, room: int, step: int) -> list[Block]:
    """Who comes, who came, who is followed: as many of the first two as there is room for."""
    cells = width - LABEL
    mine = followed(scene, cells)
    each = max((room - (len(mine) + 1 if mine else 0) - 1) // (2 * step), 1)
    each = min(each, MOST_PEOPLE)
    told = [
        ("Next", coming(scene, cells, each)),
        ("Arrived", arrived(scene, cells, each)),
        ("Followed", mine),
    ]
    return [(name, [[line] for line in found]) for name, found in told if found]


def _words(scene: Scene, records: Sequence[str], width: int, room: int) -> list[Block]:
    """The records in reach, and what was said, the newest first."""
    cells = width - LABEL
    reach = [_sentence(line, cells, "text") for line in records]
    said: list[Item] = []
    for moment in reversed(scene.snapshot.moments):
        if len(said) >= room:
            break
        if _is_worth_saying(scene, moment):
            said.append(_sentence(moment.text, cells, "text" if said else "strong"))
    return [block for block in (("Records", reach), ("Said", said)) if block[1]]


def _sentence(text: str, cells: int, style: str) -> Item:
    return [((line, style),) for line in wrapped(clean(text), cells, MOST_LINES)]


def _is_worth_saying(scene: Scene, moment: Moment) -> bool:
    return moment.raised(scene.followed).priority >= CHATTER


def _stack(blocks: Sequence[Block], width: int, room: int, *, airy: bool) -> list[StyledLine]:
    """Blocks below each other, each with its name at the left of its first line."""
    told: list[StyledLine] = []
    for name, items in blocks:
        told += [()] if told else []
        for number, item in enumerate(items):
            told += [()] if number and airy else []
            labels = [name if number == row == 0 else "" for row in range(len(item))]
            told += [((fit(label, LABEL), "dim"), *line) for label, line in zip(labels, item, strict=True)]
    return told[:room]


def _beside(left: Sequence[StyledLine], right: Sequence[StyledLine], column: int) -> list[StyledLine]:
    """Two columns, the second from a cell on."""
    told: list[StyledLine] = []
    for row in range(max(len(left), len(right))):
        first = left[row] if row < len(left) else ()
        second = right[row] if row < len(right) else ()
        used = sum(cell_len(text) for text, _ in first)
        told.append((*first, (" " * (column - used), "text"), *second) if second else first)
    return told
