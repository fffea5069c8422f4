"""What the cells of a table say of its columns, beyond the heads and against them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from feeds.tables.plain.column_table import ColumnTable
from feeds.tables.plain.contradicted_heads import contradicted_heads
from feeds.tables.plain.unnamed_columns import named_checkpoints, not_kept, only_result, told_of_runners

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.plain.table_columns import Columns
    from feeds.tables.plain.table_doubts import Doubts
    from feeds.tables.sheets.table_grid import Row

LONG: frozenset[ColumnRole | None] = frozenset({"checkpoint", "lap number"})
"""Columns of tables with a row for each time, whose cells rise from row to row and not along the row."""

RULES = (contradicted_heads, told_of_runners, only_result, not_kept, named_checkpoints)
"""In this order: each decides by what those before it have decided."""


def by_contents(columns: Columns, rows: Sequence[Row], said: Collection[int], doubts: Doubts) -> Columns:
    """The columns as their cells have them; each that is not as its head says is noted.

    Those in `said` are named by `--map` and stay as they are.
    """
    table = ColumnTable(columns, rows, said)
    if any(head.role in LONG and not table.cells(i).are_clock_like for i, head in enumerate(columns.heads)):
        return columns
    for rule in RULES:
        changes = rule(table)
        for i, (_, note) in changes.items():
            if note:
                doubts.add("columns", f"{columns.name(i)} {note} (--map can say what it is)")
        if changes:
            table = table.changed(changes)
    return table.columns
