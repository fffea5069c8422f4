"""For the announcer: the order with places and gaps, the leader first; before the gun the field."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.laps import gap_at
from tui.text.checkpoint_labels import short_checkpoint_label, shortened_label
from tui.text.formatting import (
    behind_text,
    gain_text,
    gap_text,
    passing_text,
    place_or_status,
    stretch_text,
    time_text,
)
from tui.text.safe_text import clean, fit, truncate
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

PLACE, TIME, GAP, MORE, PB = 3, 9, 8, 13, 12
"""Cells of the columns beside the name."""

GAIN, MOST_LABEL = 2, 7
"""Cells of the places gained, and of a checkpoint."""

LEAST_NAME, MOST_NAME = 10, 26
"""Cells of a name."""


def order(scene: Scene, width: int, most: int) -> list[StyledLine]:
    """The running order, or that at `scene.arrivals_at`; before anyone was seen the field."""
    table = scene.checkpoints
    if table is None:
        return []
    if scene.arrivals_at is not None:
        return _order_at(scene, table, scene.arrivals_at, width, most)
    rows = list(islice((row for row in scene.board.rows if row.is_racing), most))
    if not rows and not scene.board.packs:
        return [_entrant(scene, row, width) for row in scene.board.rows[:most]]
    return [_row(scene, table, row, width) for row in rows]


def _entrant(scene: Scene, row: Row, width: int) -> StyledLine:
    """`KER  Josh Kerr  GBR  PB 3:45.34`, and the note about the entrant."""
    entrant = row.runner.entrant
    best = f"PB {time_text(entrant.pb, 2)}" if entrant.pb is not None else ""
    status = place_or_status(row) if row.runner.out or entrant.role == "pacemaker" else ""
    room = max(min(width - PLACE - PB - 6, MOST_NAME), 1)
    start = f"{fit(clean(entrant.bib), PLACE)} {fit(name_of(scene, row.runner, room), room)} "
    more = f"{fit(clean(entrant.nation), 4)} {fit(status or best, PB)}"
    line = truncate(start + more, width)
    note = truncate(f"  {clean(entrant.note)}", width - len(line)) if entrant.note else ""
    return ((line, "dim" if status else "text"), (note, "dim"))


def _order_at(scene: Scene, table: CheckpointTable, index: int, width: int, most: int) -> list[StyledLine]:
    """Those who have passed a checkpoint, in the order of their places there."""
    lines: list[StyledLine] = []
    first = next(iter(table.in_order(index, 1)), None)
    for runner in table.in_order(index, most):
        gap = gap_at(table.course, runner, first, index) if first not in (None, runner) else None
        cells = [
            str(table.place_there(runner, index)),
            name_of(scene, runner, MOST_NAME),
            passing_text(runner.passings.get(index), table.course.digits),
            stretch_text(gap, "+"),
        ]
        lines.append(_fitted(cells, f"  {_where(table, index)}", width, "text" if lines else "strong"))
    return lines


def _row(scene: Scene, table: CheckpointTable, row: Row, width: int) -> StyledLine:
    """A row of the board: place, name, time, gap, and where that was, or what the result is worth."""
    leader = scene.board.leader
    is_first = leader is not None and row.runner is leader.runner
    if row.gap_m is not None:
        gap = behind_text(row.gap_m) if row.gap_m else ""
    else:
        gap = "" if is_first else gap_text(row.gap, row.laps_down, 2).rstrip()
    cells = [
        place_or_status(row),
        name_of(scene, row.runner, MOST_NAME),
        passing_text(row.passing, table.course.digits),
        gap,
    ]
    if row.status == "finished":
        more = clean(" ".join(scene.board.badges.get(row.runner.entrant.bib, ())))
    else:
        more = f"{gain_text(row.gain):<{GAIN}} {_where(table, row.checkpoint)}"
    is_behind = leader is not None and row.checkpoint != leader.checkpoint
    style = "strong" if is_first else "dim" if is_behind else "text"
    return _fitted(cells, f"  {more.rstrip()}", width, style)


def _fitted(cells: list[str], more: str, width: int, style: str) -> StyledLine:
    """Place, name and figures, and what stands behind them; the last ones are left out without room."""
    place, name, *figures = cells
    sizes = [TIME, GAP, MORE]
    while sizes and width - PLACE - 1 - sum(sizes) < LEAST_NAME:
        sizes.pop()
    room = max(min(width - PLACE - 1 - sum(sizes), MOST_NAME), 1)
    shown = "".join(fit(figure, size, "right") for figure, size in zip(figures, sizes, strict=False))
    line = fit(
        f"{fit(place, PLACE, 'right')} {fit(name, room)}{shown}", min(width, PLACE + 1 + room + len(shown))
    )
    rest = truncate(more, width - cell_len(line)) if MORE in sizes else ""
    return (line, style), (rest, "dim")


def _where(table: CheckpointTable, index: int) -> str:
    return shortened_label(short_checkpoint_label(table.course, index, "finish"), MOST_LABEL)
