"""A sheet as plain text, for a printer that takes lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text import text_table

if TYPE_CHECKING:
    from tui.report.sheets.sheet import Sheet
    from tui.report.tables import Table


def sheet_text(sheet: Sheet) -> str:
    """The sheet in lines, each table with its titles."""
    head = [line for line in (sheet.meeting, sheet.title, sheet.kind) if line]
    blocks = ["\n".join(head), *map(_table, sheet.tables), "\n".join(sheet.notes)]
    return "\n\n".join(blocks) + "\n"


def _table(table: Table) -> str:
    columns = [
        text_table.Column(column.title, align="right" if column.is_figure else "left")
        for column in table.columns
    ]
    lines = text_table.text_table(columns, [[cell.text for cell in row.cells] for row in table.rows])
    return f"{table.caption}\n{lines}" if table.caption else lines
