"""The announcer's view: few words and much room, to be read from two metres without pressing a key."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.moments.moment import CHATTER
from tui.text.formatting import clock_text
from tui.text.race_headline import summary
from tui.text.records_in_reach import records_in_reach
from tui.text.safe_text import fit, truncate
from tui.text.styled_line import StyledLine, plain_text, wrapped_lines
from tui.views.announcer.next_arrivals import arrived, coming, followed, packs
from tui.views.big_digits import figure_cells, figures, numeral_rows

if TYPE_CHECKING:
    from tui.views.scene import Scene

CLOCK_SHARE = 0.2
"""The share of the height that the clock takes."""

MOST_CLOCK = 9
"""Lines of the clock at most."""

LEAST_SUMMARY = 24
"""Cells beside the clock that are worth writing in."""

MARGIN = 4
"""Cells between the clock and the text beside it, and between two columns."""

LEAST_WIDTH = 50
"""In a narrower pane only the clock is shown."""

TWO_COLUMNS = 110
"""From this width on the moments stand beside the arrivals."""

LEAST_SPACED = 34
"""From this height on there is a blank line between any two items."""

LABEL = 9
"""Cells for the label at the left of a block."""

MOST_LINES = 3
"""Lines of one sentence."""

MOST_PACKS = 2
"""Packs in unknown order, each in a sentence."""

MOST_RUNNERS = 6
"""Runners in the blocks of arrivals."""

Item = list[StyledLine]
"""One entry of a block, on one line or more."""

Block = tuple[str, list[Item]]
"""A label and its items."""


def lines(scene: Scene, width: int, height: int, records: Sequence[str] | None = None) -> list[StyledLine]:
    """The view in `width` by `height` cells; `records` are the lines about records, if not those in reach."""
    head = _head(scene, width, height)
    room = height - len(head) - 1
    if width < LEAST_WIDTH or room < 1:
        return head[:height]
    spaced = height >= LEAST_SPACED
    if records is None:
        records = records_in_reach(scene.board)
    if width < TWO_COLUMNS:
        body = _stack(_arrivals(scene, width, max(room * 2 // 3, 1), 1 + spaced), room, spaced=spaced)
        left = room - len(body) - 1
        if left > 0:
            body += [(), *_stack(_announcements(scene, records, width, left), left, spaced=spaced)]
    else:
        half = (width - MARGIN) // 2
        arrivals = _stack(_arrivals(scene, half, room, 1 + spaced), room, spaced=spaced)
        announcements = _announcements(scene, records, width - half - MARGIN, room)
        body = _side_by_side(arrivals, _stack(announcements, room, spaced=spaced), half + MARGIN)
    return [*head, (), *body][:height]


def _head(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The clock, and beside it the state of the race."""
    text = clock_text(scene.clock_ms, 1 if scene.course is None or scene.course.digits else 0)
    rows = min(numeral_rows(max(round(height * CLOCK_SHARE), 5)), MOST_CLOCK)
    if height < 12 or figure_cells(text, rows) > width:
        return [((truncate(text, width), "accent"),)]
    phrases = [phrase for phrase in summary(scene.board) if phrase]
    room = width - figure_cells(text, rows) - MARGIN
    if room < LEAST_SUMMARY:
        return [((line.rstrip(), "accent"),) for line in figures(text, rows)]
    step = 2 if rows >= 2 * len(phrases) - 1 else 1
    start = (rows - step * (len(phrases) - 1) - 1) // 2
    beside = {start + step * number: phrase for number, phrase in enumerate(phrases)}
    return [
        ((line + " " * MARGIN, "accent"), (truncate(beside.get(row, ""), room), "strong"))
        for row, line in enumerate(figures(text, rows))
    ]


def _arrivals(scene: Scene, width: int, room: int, step: int) -> list[Block]:
    """The next arrivals, the packs in unknown order, the last arrivals, and the followed runners.

    There are `step` lines for each runner.
    """
    cells = width - LABEL
    follow = followed(scene, cells)
    together = [wrapped_lines(text, "text", cells, MOST_LINES) for text in packs(scene, MOST_PACKS)]
    taken = [*map(len, together), *([len(follow)] if follow else [])]
    each = max((room - sum(taken) - len(taken) - 1) // (2 * step), 1)
    each = min(each, MOST_RUNNERS)
    blocks = [
        ("Next", [[line] for line in coming(scene, cells, each)]),
        ("Packs", together),
        ("Arrived", [[line] for line in arrived(scene, cells, each)]),
        ("Followed", [[line] for line in follow]),
    ]
    return [(label, block) for label, block in blocks if block]


def _announcements(scene: Scene, records: Sequence[str], width: int, room: int) -> list[Block]:
    """The records in reach, and the moments worth announcing, the newest first."""
    cells = width - LABEL
    in_reach = [wrapped_lines(text, "text", cells, MOST_LINES) for text in records]
    moments: list[Item] = []
    for moment in reversed(scene.snapshot.moments):
        if len(moments) >= room:
            break
        if moment.raised(scene.followed).priority >= CHATTER:
            moments.append(wrapped_lines(moment.text, "text" if moments else "strong", cells, MOST_LINES))
    return [block for block in (("Records", in_reach), ("Latest", moments)) if block[1]]


def _stack(blocks: Sequence[Block], room: int, *, spaced: bool) -> list[StyledLine]:
    """Blocks below each other, each with its label at the left of its first line."""
    stacked: list[StyledLine] = []
    for label, items in blocks:
        stacked += [()] if stacked else []
        for number, item in enumerate(items):
            stacked += [()] if number and spaced else []
            labels = [label if number == row == 0 else "" for row in range(len(item))]
            stacked += [((fit(text, LABEL), "dim"), *line) for text, line in zip(labels, item, strict=True)]
    return stacked[:room]


def _side_by_side(left: Sequence[StyledLine], right: Sequence[StyledLine], column: int) -> list[StyledLine]:
    """Two columns, the second from a cell on."""
    return [
        (*first, (" " * (column - cell_len(plain_text(first))), "text"), *second) if second else first
        for first, second in zip_longest(left, right, fillvalue=())
    ]
