"""An empty table to fill in, with the columns of an event."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.race_choice import hinted_event
from feeds.tables.table_grid import column_letters
from feeds.tables.xlsx_sheets import HINT
from race.event import HALF_MARATHON_M, MARATHON_M

if TYPE_CHECKING:
    from feeds.tables.table_format import Hints
    from race.event import Event

FORMS = ("csv", "xlsx")

PERSON = ("bib", "name", "nation", "club", "born")

ROWS = 200
"""Rows of a workbook whose cells of times are texts: Excel makes hours of minutes."""

SPLIT_M = {"track": 400.0, "indoor": 200.0}
"""Metres between two checkpoints, by the setting."""

MOST_POINTS = 24


def template(form: str, hints: Hints) -> bytes:
    """The table as a file. Raises FeedError where the event is missing, or a library."""
    event = hinted_event(hints, "track")
    if event is None:
        raise FeedError(
            "--template needs --event EVENT or --distance METRES: they say which columns there are"
        )
    title = hints.event or f"{event.distance_m:g} m"
    rows = [[" ".join(filter(None, (hints.name, title, hints.date)))], _heads(event)]
    return _csv(rows) if form == "csv" else _xlsx(rows)


def _heads(event: Event) -> list[str]:
    person = ["bib", "team", "nation"] if event.kind == "relay" else list(PERSON)
    return [*person, *_points(event), "result", "status"]


def _points(event: Event) -> list[str]:
    """Checkpoints as they are usual: legs, laps, 5 km or kilometres; none in a sprint."""
    if event.legs:
        ends = [sum(event.legs[: i + 1]) for i in range(len(event.legs) - 1)]
        return [f"{metres:g} m" for metres in ends]
    on_track = event.setting in SPLIT_M
    step = SPLIT_M.get(event.setting, 5000.0 if event.distance_m > 10_000 else 1000.0)
    if on_track and event.distance_m > MOST_POINTS * step:
        step = 1000.0
    count = int((event.distance_m - 1) // step)
    if count > MOST_POINTS:
        return []
    points = {step * n for n in range(1, count + 1)}
    if event.distance_m == MARATHON_M:
        points.add(HALF_MARATHON_M)
    return [f"{m:g} m" if on_track else f"{m / 1000:g} km" for m in sorted(points)]


def _csv(rows: list[list[str]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def _xlsx(rows: list[list[str]]) -> bytes:
    try:
        from openpyxl import Workbook  # an optional dependency
    except ImportError:
        raise FeedError(HINT) from None
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
