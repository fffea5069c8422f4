"""The columns of a table with the cells below them, for deciding by these what the heads leave open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from feeds.tables.plain.cell_kinds import ColumnCells
from feeds.tables.plain.column_heads import Head
from feeds.tables.plain.table_columns import read_heads

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.plain.rising_columns import Times
    from feeds.tables.plain.table_columns import Columns
    from feeds.tables.sheets.table_grid import Row

Changes = dict[int, tuple[Head, str]]
"""New heads by column, each with what is to be said of it; nothing where nothing is lost by it."""


class ColumnTable:
    """Columns and their cells."""

    def __init__(self, columns: Columns, rows: Sequence[Row], said: Collection[int]) -> None:
        """Those in `said` are named by `--map`, and stay as they are."""
        self.columns, self.heads, self.said = columns, columns.heads, said
        self._rows = rows
        self._cells: dict[int, ColumnCells] = {}

    def changed(self, changes: Changes) -> ColumnTable:
        """The same with other heads."""
        heads = [changes[i][0] if i in changes else head for i, head in enumerate(self.heads)]
        table = ColumnTable(read_heads(heads), self._rows, self.said)
        table._cells = self._cells
        return table

    def cells(self, column: int) -> ColumnCells:
        """Those of a column."""
        if column not in self._cells:
            self._cells[column] = ColumnCells(self._rows, column)
        return self._cells[column]

    @cached_property
    def unknown(self) -> list[int]:
        """The columns whose heads say nothing."""
        found = self.columns.not_understood
        return [i for i in found if self.heads[i] == Head(self.heads[i].text) and i not in self.said]

    def headed(self, *roles: ColumnRole) -> list[int]:
        """The columns of these roles."""
        found = [self.columns.roles[role] for role in roles if role in self.columns.roles]
        return [i for i in found if i not in self.said]

    @cached_property
    def results(self) -> Times:
        """The times in the column of the result; none where there is no such column."""
        return self.cells(self.columns.result).times if self.columns.result is not None else {}

    @cached_property
    def known_times(self) -> Mapping[int, Times]:
        """Those at the checkpoints, by column."""
        return {point.column: self.cells(point.column).times for point in self.columns.points}

    @cached_property
    def unknown_times(self) -> Mapping[int, Times]:
        """Those in columns whose heads say nothing."""
        return {i: times for i in self.unknown if (times := self.cells(i).times)}

    def as_role(self, column: int, role: ColumnRole) -> Head:
        """A column's head, with another role."""
        return Head(self.heads[column].text, role)
