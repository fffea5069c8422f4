"""The splits of a whole race as text: every runner by every checkpoint, in blocks of checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.order.checkpoint_table import CheckpointTable
from tui.text.formatting import place_or_status
from tui.text.safe_text import clean, fit, truncate, wrapped
from tui.views.splits.split_cells import BRACKET, LEGEND, MODES, Cell, Cells, Mode

if TYPE_CHECKING:
    from race.board import Board

PLACE = 4
"""Cells of the place and of a blank after it."""

LEAST_NAME, MOST_NAME = 8, 24

BETWEEN = 3
"""Cells of a column beside its figure: a blank, and a symbol on each side."""


def split_table(board: Board, mode: Mode, width: int) -> list[str]:
    """Lines of at most `width` cells. As many checkpoints stand side by side as there is room for."""
    course = board.state.course
    if course is None:
        return []
    cells = Cells(CheckpointTable(board.state, course), mode, frozenset(), official=board.phase == "official")
    names = [clean(row.runner.full_name) for row in board.rows]
    longest = max(map(cell_len, names), default=0)
    name_cells = min(max(longest, LEAST_NAME), MOST_NAME, max(width // 3, LEAST_NAME))
    rows = [
        f"{place_or_status(row):>{PLACE - 1}} {fit(name, name_cells)}"
        for row, name in zip(board.rows, names, strict=True)
    ]
    lines: list[str] = []
    used: set[str] = set()
    for block in _blocks(cells, width - PLACE - name_cells):
        heads = "".join(fit(cells.title(i), cells.width(i) + BETWEEN - 1, "right") + " " for i in block)
        lines += ["", truncate(fit(MODES[mode], PLACE + name_cells) + heads, width)]
        for row, begin in zip(board.rows, rows, strict=True):
            drawn = [(cells.cell(row.runner, i), cells.width(i)) for i in block]
            used.update(symbol for cell, _ in drawn for symbol in (cell.before, cell.text, cell.after))
            lines.append(truncate(begin + "".join(_figure(*cell) for cell in drawn), width))
    return [*lines, *_legend(used, width)]


def _blocks(cells: Cells, room: int) -> list[list[int]]:
    """The checkpoints, by index, in blocks that fit, with one at least in each."""
    blocks: list[list[int]] = []
    left = 0
    for index in range(len(cells.course.checkpoints)):
        left -= cells.width(index) + BETWEEN
        if left < 0:
            blocks.append([])
            left = room - cells.width(index) - BETWEEN
        blocks[-1].append(index)
    return blocks


def _figure(cell: Cell, width: int) -> str:
    """A figure with its symbols; the bracket of a pack is left out, as packs are not drawn here."""
    after = " " if cell.after in BRACKET else cell.after
    return fit(cell.before.strip() + cell.text, width + BETWEEN - 1, "right") + after


def _legend(used: set[str], width: int) -> list[str]:
    """What the symbols mean that are used."""
    known = [f"{symbol} {meaning}" for symbol, meaning in LEGEND if symbol in used]
    return ["", *wrapped("   ".join(known), width)] if known else []
