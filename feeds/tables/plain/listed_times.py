"""Lists in which each line says who, and in what time: `Anna Berg: 3:52.4`, `3:52.4 Anna Berg`, `12 3:52`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.documents.detect_printer import detect
from feeds.documents.printed_document import TextRow
from feeds.documents.printers.by_hand import NATION_CODES
from feeds.tables.sheets.table_grid import SAMPLE, Grid, Row, RowCollector

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.tables.source_file import SourceFile

FEWEST = 2
"""Lines that make a list."""

LONGEST_LINE = 120
"""Characters."""

HEADS = ["place", "bib", "name", "nation", "club", "result"]

_TIME = r"(?P<time>\d{1,2}(?:[:.]\d\d)+(?:[.,]\d{1,3})?|\d{1,2}[.,]\d{1,3}|(?i:dnf|dns|dq|dsq))"
_BETWEEN = r"\s*(?:[:,]|\s[-–—]|\s)\s*"
_NAME = (
    r"(?P<name>[^\W\d_][^\d:;|()]{1,60}?)"
    rf"(?:\s\(?(?P<nation>{'|'.join(sorted(NATION_CODES))})\)?)?(?:\s*\((?P<club>[^()]{{2,60}})\))?"
)
_PLACE = r"(?:(?P<place>\d{1,3})[.)]\s*)?"
_BIB = r"(?:#?(?P<bib>\d{1,5})\s+)?"
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"{_PLACE}{_BIB}{_NAME}{_BETWEEN}{_TIME}",
        rf"{_TIME}{_BETWEEN}{_BIB}{_NAME}",
        rf"#?(?P<bib>\d{{1,5}}){_BETWEEN}{_TIME}",
    )
)


def read_listed_times(source: SourceFile) -> Grid | None:
    """The list as a table; None of any other text, and of lists that are read as documents."""
    lines = [(i, " ".join(line.split())) for i, line in enumerate(source.lines, 1) if line.strip()]
    begin = next((k for k, (_, line) in enumerate(lines[:SAMPLE]) if _matches(line)), len(lines))
    body = lines[begin:]
    form = next((form for form in _FORMS if body and form.fullmatch(body[0][1])), None)
    if form is None or len(body) < FEWEST or _is_document(lines, len(body)):
        return None
    found = [(i, form.fullmatch(line)) if len(line) <= LONGEST_LINE else (i, None) for i, line in body]
    rows = [Row(i, _cells(match)) for i, match in found if match is not None]
    if len(rows) < len(body) or _are_places(rows):
        return None
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


def _matches(line: str) -> bool:
    return len(line) <= LONGEST_LINE and any(form.fullmatch(line) for form in _FORMS)


def _cells(match: re.Match[str]) -> list[str]:
    parts = {kind: text or "" for kind, text in match.groupdict().items()}
    return [*(parts.get(kind, "") for kind in HEADS[:-1]), parts["time"]]


def _are_places(rows: Sequence[Row]) -> bool:
    """Whether the numbers may be places, not bibs: there are no names, and they are 1, 2, 3."""
    numbers = [row.cells[1] for row in rows]
    return not any(row.cells[2] for row in rows) and numbers == [str(i) for i in range(1, len(rows) + 1)]
