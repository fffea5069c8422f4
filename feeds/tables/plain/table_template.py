"""An empty table to fill in, with the columns of an event."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.race_choice import hinted_event
from feeds.tables.sheets.table_grid import column_letters
from feeds.tables.sheets.xlsx_sheets import NEEDS_OPENPYXL
from feeds.tables.usual_points import point_name, usual_points

if TYPE_CHECKING:
    from feeds.tables.table_format import Hints
    from race.event import Event

FORMS = ("csv", "xlsx")

PERSON = ("bib", "name", "nation", "club", "born")

ROWS = 200
"""Rows of a workbook whose cells of times are texts: Excel makes hours of minutes."""


def template(form: str, hints: Hints) -> bytes:
    """The table as a file. Raises FeedError where the event is missing, or a library."""
    event = hinted_event(hints, "track")
    if event is None:
        raise FeedError("--template needs --event EVENT or --distance METRES, which decides the columns")
    title = hints.event or f"{event.distance_m:g} m"
    rows = [[" ".join(filter(None, (hints.name, title, hints.date)))], _heads(event)]
    return _csv(rows) if form == "csv" else _xlsx(rows)


def _heads(event: Event) -> list[str]:
    person = ["bib", "team", "nation"] if event.kind == "relay" else list(PERSON)
    points = [point_name(event, metres) for metres in usual_points(event)]
    return [*person, *points, "result", "status"]


def _csv(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    try:
        from openpyxl import Workbook  # an optional dependency
    except ImportError:
        raise FeedError(f"writing {NEEDS_OPENPYXL}, or write the template as csv") from None
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    sheet.freeze_panes = "A3"
    heads = rows[-1]
    for i, head in enumerate(heads):
        sheet.column_dimensions[column_letters(i)].width = 22 if head in ("name", "team", "club") else 11
        for number in range(3, ROWS + 3):
            sheet.cell(number, i + 1).number_format = "@"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
