"""Lists in which each line says who, and in what time: `Anna Berg: 3:52.4`, `3:52.4 Anna Berg`, `12 3:52`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.documents.detect_printer import detect
from feeds.documents.printed_document import TextRow
from feeds.documents.printers.by_hand import NATION_CODES
from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.typed_lines import LEADER, without_bullet
from feeds.tables.sheets.table_grid import SAMPLE, Grid, Row, RowCollector
from feeds.tables.status_words import read_status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.tables.source_file import SourceFile

FEWEST = 2
"""Lines that make a list."""

LONGEST_LINE = 120
"""Characters."""

HEADS = ["place", "bib", "name", "nation", "club", "result"]

_FIGURE = r"\d{1,3}(?:\s?[:.,'\"’′”″]|\s?h)[\d:.,'\"’′”″hms ]*(?<![:., ])(?:\s?(?:min|sec|std)\.?)?"
"""Begins like a time, and goes on with what stands in times; `read_cell` decides."""

_TIME = rf"\(?(?P<time>{_FIGURE}|(?i:dnf|dns|dq|dsq))\)?"
_TIME_OR_STATUS = rf"\(?(?P<time>{_FIGURE}|(?i:dnf|dns|dq|dsq)|(?<=[:,]\s)[^\W\d_][^\d:,()]*)\)?"
"""Behind a colon or a comma a status may have several words; `read_status` decides."""

_BETWEEN = r"\s*(?:[:,]|\s)\s*"
_NAME = (
    r"(?P<name>[^\W\d_][^\d:()]{1,60}?)"
    rf"(?:\s\(?(?P<nation>{'|'.join(sorted(NATION_CODES))})\)?)?(?:\s*(?:\(|:\s)(?P<club>[^():]{{2,60}}?)\)?)?"
)
_PLACE = r"(?:(?P<place>\d{1,3})[.)]\s*)?"
_BIB = r"(?:#?(?P<bib>\d{1,5})\s+)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_PLACE}{_BIB}{_NAME}{_BETWEEN}{_TIME_OR_STATUS}",
        rf"{_TIME}{_BETWEEN}{_BIB}{_NAME}",
        rf"#?(?P<bib>\d{{1,5}}){_BETWEEN}{_TIME_OR_STATUS}",
    )
)


def read_listed_times(source: SourceFile) -> Grid | None:
    """The list as a table; None of any other text, and of lists that are read as documents."""
    lines = [(i, " ".join(line.split())) for i, line in enumerate(source.lines, 1) if line.strip()]
    begin = next((k for k, (_, line) in enumerate(lines[:SAMPLE]) if _form_of(line)), len(lines))
    body = lines[begin:]
    form = _form_of(body[0][1]) if body else None
    if form is None or len(body) < FEWEST or _is_document(lines, len(body)):
        return None
    found = [(i, _cells(form, line)) for i, line in body]
    rows = [Row(i, cells) for i, cells in found if cells is not None]
    if len(rows) < len(body) or _are_places(rows):
        return None
    _drop_common_word(rows)
    collector = RowCollector(source.name)
    for i, line in lines[:begin]:
        collector.add(i, [line])
    collector.add(body[0][0], HEADS)
    for row in rows:
        collector.add(row.number, row.cells)
    return Grid(collector.rows)


def _is_document(lines: Sequence[tuple[int, str]], count: int) -> bool:
    """Whether most of so many rows are in the layout of a document."""
    layout = detect([TextRow(i, line) for i, line in lines])
    return layout is not None and 2 * sum(layout.athlete(line) is not None for _, line in lines) > count


def _form_of(line: str) -> re.Pattern[str] | None:
    """The first form that a line has; None of any other line."""
    return next((form for form in _FORMS if _cells(form, line) is not None), None)


def _cells(form: re.Pattern[str], line: str) -> list[str] | None:
    """What a line of a form says, in the order of `HEADS`; None of a line of no such form."""
    if len(line) > LONGEST_LINE:
        return None
    match = form.fullmatch(LEADER.sub(": ", without_bullet(line)))
    if match is None:
        return None
    parts = {kind: (text or "").strip() for kind, text in match.groupdict().items()}
    status = read_status(parts["time"])
    if read_cell(parts["time"]) is None and (status is None or status.status is None):
        return None
    return [*(parts.get(kind, "") for kind in HEADS[:-1]), parts["time"]]


def _drop_common_word(rows: Sequence[Row]) -> None:
    """Drop a word in small letters that leads to the time in each line: `Anna Berg in 3:52.4`."""
    timed = [row for row in rows if row.cells[-1][:1].isdigit()]
    last = {row.cells[2].rpartition(" ")[2] for row in timed}
    if len(timed) > 1 and len(last) == 1 and (word := last.pop()).islower() and not _are_small(timed):
        for row in timed:
            row.cells[2] = row.cells[2].removesuffix(word).strip()


def _are_small(rows: Sequence[Row]) -> bool:
    """Whether a name is written in small letters alone, so that its last word may be that of a family."""
    return any(row.cells[2].islower() for row in rows)


def _are_places(rows: Sequence[Row]) -> bool:
    """Whether the numbers may be places, not bibs: there are no names, and they are 1, 2, 3."""
    numbers = [row.cells[1] for row in rows]
    return not any(row.cells[2] for row in rows) and numbers == [str(i) for i in range(1, len(rows) + 1)]
