"""A document with the heats of one event below one another, as a document for each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from feeds.documents.row_figures import read_heads
from feeds.documents.row_sorting import table_start
from race.event_names import read_round

if TYPE_CHECKING:
    from feeds.documents.printed_document import TextRow
    from feeds.documents.printers.printer_layout import PrinterLayout


LONGEST_TITLE = 80
"""Characters of a row that names a heat."""


def heat_parts(rows: Sequence[TextRow], layout: PrinterLayout | None) -> list[Sequence[TextRow]]:
    """The rows of each heat below those that are above all of them; all rows where there is one race.

    What stands above the first heat, and the heads of its columns, are of every heat.
    """
    start = table_start(rows, layout) if layout else len(rows)
    above = [i for i in range(start) if _heat(rows[i])]
    if not above:
        return [rows]
    first = above[-1]
    heat, begins = _heat(rows[first]), []
    for i in range(start, len(rows)):
        if (own := _heat(rows[i])) and own != heat:  # the same one stands again on the next page
            begins.append(i)
            heat = own
    if not begins:
        return [rows]
    shared = [*rows[:first], *(row for row in rows[first:start] if read_heads(row.text))]
    ends = [*begins, len(rows)]
    parts = [[*shared, *rows[begin:end]] for begin, end in zip(begins, ends[1:], strict=True)]
    return [rows[: begins[0]], *(part for part in parts if layout and table_start(part, layout) < len(part))]


def _heat(row: TextRow) -> str:
    """The heat that begins with a row which says nothing else."""
    if len(row.text) > LONGEST_TITLE or row.text[0].isdigit():
        return ""
    found = read_round(row.text)
    return found[1] if found else ""
