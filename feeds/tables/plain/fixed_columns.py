"""Tables of text whose columns stand below one another, with blanks between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from feeds.documents.detect_printer import detect
from feeds.documents.printed_document import TextRow
from feeds.documents.printers.by_hand import BY_HAND
from feeds.tables.plain.column_map import NO_MAP
from feeds.tables.plain.table_blocks import is_heads
from feeds.tables.sheets.table_grid import FEWEST_COLUMNS, SAMPLE, Grid, Row, RowCollector

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

LONGEST_LINE = 400
"""Characters."""

MOST_READ = 3000
"""Lines by which it is seen where columns end."""

_CELL = re.compile(r"\S+(?: \S+)*")
"""Words with single blanks between them."""

_RULE = re.compile(r"[\s=_.-]*[=_-]{3}[\s=_.-]*")


def read_fixed_columns(source: SourceFile) -> Grid | None:
    """The table; None of a text without one, and of a list in a printer's layout."""
    lines = [line.expandtabs().rstrip() for line in source.lines]
    at = next((i for i, line in enumerate(lines[:SAMPLE]) if _are_heads(line)), None)
    if at is None or any(len(line) > LONGEST_LINE for line in lines):
        return None
    rows = [TextRow(i, " ".join(line.split())) for i, line in enumerate(lines, 1) if line]
    if detect(rows[:MOST_READ]) not in (None, BY_HAND):
        return None
    body = [line for line in lines[at + 1 :] if _is_of_table(line)]
    cuts = _cuts([match.span() for match in _CELL.finditer(lines[at])], [lines[at], *body[:MOST_READ]])
    if cuts is None or not body:
        return None
    collector = RowCollector(source.name)
    for i, line in enumerate(lines):
        if not _RULE.fullmatch(line):
            collector.add(i + 1, _cells(line, cuts) if i == at or (i > at and _is_of_table(line)) else [line])
    return Grid(collector.rows)


def _are_heads(line: str) -> bool:
    cells = _CELL.findall(line) if len(line) <= LONGEST_LINE else []
    return len(cells) >= FEWEST_COLUMNS and is_heads(Row(0, cells), NO_MAP)


def _is_of_table(line: str) -> bool:
    """Whether a line has more than one cell; others are titles and remarks."""
    return len(_CELL.findall(line)) > 1 and not _RULE.fullmatch(line)


def _cuts(heads: Sequence[tuple[int, int]], lines: Sequence[str]) -> list[int] | None:
    """Where each column but the first begins: behind blanks in all lines. None where there are none."""
    cuts: list[int] = []
    for (_, end), (start, behind) in pairwise(heads):
        low = cuts[-1] if cuts else 0
        blank = [all(line[k : k + 1] in ("", " ") for line in lines) for k in range(low, behind)]
        between = [k for k in range(end, start) if blank[k - low]]
        if not between:
            return None
        cuts.append(between[-1] + 1)
    return cuts


def _cells(line: str, cuts: Sequence[int]) -> list[str]:
    ends = [*cuts, len(line)]
    return [line[start:end].strip() for start, end in zip([0, *cuts], ends, strict=True)]
