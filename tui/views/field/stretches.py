"""How many are still out, and where: a line for each stretch between two checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from tui.text.checkpoint_labels import short_checkpoint_label, shortened_label
from tui.text.formatting import ABOUT
from tui.text.race_headline import fitting
from tui.text.safe_text import fit, truncate, wrapped
from tui.views.field.heading import LEAST_HEIGHT, LEAST_WIDTH
from tui.views.scene import Scene, nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course
    from race.field.stretch_table import StretchRow, StretchTable
    from tui.text.styled_line import StyledLine

COLUMNS = (("from", 9), ("passed", 8), ("not read", 9), ("on it", 8), (f"{ABOUT}overdue", 9), ("out", 6))
"""The heads of the table, and how many cells each has."""

HEADS = 2
"""Lines above the table."""

BELOW = 3
"""Lines below it at most, with the blank one above them."""


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The table in `width` by `height` cells: everyone on the start list is in one place of it."""
    course, field = scene.course, scene.field
    if course is None or field is None:
        return []
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for the table here", width, height)
    table = field.stretches(scene.board.seen_ms)
    head = fitting([f"{table.still_out} still out", f"of {table.everyone} on the start list"], width)
    shown: list[StyledLine] = [((head, "strong"),)]
    shown.append(((truncate("".join(fit(title, cells, "right") for title, cells in COLUMNS), width), "dim"),))
    rows, left_out = _fitting_rows(table.rows, height - HEADS - BELOW)
    most = max((row.on_way for row in table.rows[:-1]), default=0)
    shown += [_line(course, row, most, width) for row in rows]
    if left_out:
        shown.append(((truncate(f"and {left_out} more stretches", width), "dim"),))
    return [*shown, (), *_sums(table, width)][:height]


def _fitting_rows(rows: Sequence[StretchRow], most: int) -> tuple[Sequence[StretchRow], int]:
    """The rows that fit, and how many are left out: those with nothing to say, then the first ones."""
    if len(rows) <= most:
        return rows, 0
    telling = [row for row in rows if row.on_way or row.stopped or row is rows[-1]]
    kept = telling[-max(most - 1, 1) :]
    return kept, len(rows) - len(kept)


def _line(course: Course, row: StretchRow, most: int, width: int) -> StyledLine:
    is_finish = row.checkpoint == course.finish
    label = "start" if row.checkpoint == START else short_checkpoint_label(course, row.checkpoint)
    texts = [
        shortened_label(label, COLUMNS[0][1] - 1),
        f"{row.passed}",
        f"{row.missed}" if row.missed else "·",
        "" if is_finish else f"{row.on_way}",
        "" if is_finish else f"{ABOUT}{row.overdue}" if row.overdue else "·",
        f"{row.stopped}" if row.stopped else "·",
    ]
    cells = [fit(text, size, "right") for text, (_, size) in zip(texts, COLUMNS, strict=True)]
    text = truncate("".join(cells), width)
    room = width - len(text) - 2
    halves = 0 if is_finish or not most else -(-row.on_way * room * 2 // most)
    bar = "█" * (halves // 2) + "▌" * (halves % 2)
    style = "text" if row.on_way or is_finish else "dim"
    return ((text, style), (f"  {bar}" if room > 0 and bar else "", "other"))


def _sums(table: StretchTable, width: int) -> list[StyledLine]:
    """Everyone, in one place each."""
    overdue = sum(row.overdue for row in table.rows)
    late = f" ({ABOUT}{overdue} of them overdue)" if overdue else ""
    unseen = f", {table.unseen} not seen at the start" if table.unseen else ""
    text = (
        f"{table.rows[-1].on_way} finished, {table.still_out} still out{late},"
        f" {table.stopped} out of the race, {table.absent} did not start{unseen}"
    )
    return [((line, "text"),) for line in wrapped(text, width, BELOW - 1)]
