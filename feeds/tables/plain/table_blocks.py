"""The tables that stand one below the other in a grid: where each has its titles, its heads and its rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from feeds.tables.plain.column_heads import read_head
from feeds.tables.plain.column_map import NO_MAP, ColumnMap
from feeds.tables.plain.header_words import ROLES
from feeds.tables.plain.table_columns import PERSON, RESULTS
from feeds.tables.sheets.table_grid import Row

_PERSON_HEADS = frozenset(word for word, role in ROLES.items() if role in PERSON)

FEWEST_HEADS = 2


def is_heads(row: Row, column_map: ColumnMap) -> bool:
    """Whether a row has the heads of columns."""
    if column_map.header is not None:
        return row.number == column_map.header
    if not any(
        cell.casefold().strip(" .:") in _PERSON_HEADS or cell in column_map.columns for cell in row.cells
    ):
        return _has_words(row) and _known(row, column_map) >= FEWEST_HEADS
    return _known(row, column_map) >= FEWEST_HEADS


def _has_words(row: Row) -> bool:
    """Whether a row may have the heads of columns: most cells have letters, and none is a time."""
    filled = [cell for cell in row.cells if cell]
    return 2 * sum(any(map(str.isalpha, cell)) for cell in filled) >= len(filled) and not any(
        ":" in c for c in filled
    )


def _known(row: Row, column_map: ColumnMap) -> int:
    """How many heads of columns a row has; 0 where it cannot be the row of the heads."""
    said = column_map.heads(row.cells)
    heads = [said.get(i) or read_head(cell) for i, cell in enumerate(row.cells) if cell]
    known = sum(head.role is not None or head.point is not None for head in heads)
    words = sum(not head.text.replace(".", "").isdecimal() for head in heads)
    roles = {head.role for head in heads}
    has_times = bool(roles.intersection(RESULTS)) or any(head.point is not None for head in heads)
    is_half = 2 * known >= words or has_times
    return known if is_half and roles & PERSON else 0


def split_blocks(
    rows: Sequence[Row], column_map: ColumnMap = NO_MAP
) -> Iterator[tuple[list[Row], Row, list[Row]]]:
    """The tables that stand one below the other: titles, the row of heads, and the rows below it."""
    titles: list[Row] = []
    heads: Row | None = Row(0, []) if column_map.header == 0 else None
    body: list[Row] = []
    for row in rows:
        if heads is not None and row.cells == heads.cells:
            if not (after := _trailing_titles(body)):
                continue  # the heads are repeated at the top of a page
        elif not is_heads(row, column_map):
            if heads is not None and not body and _is_second_line(row):
                heads = Row(heads.number, _joined(heads.cells, row.cells))
            else:
                (titles if heads is None else body).append(row)
            continue
        else:
            after = _trailing_titles(body)
        if heads is None and titles and _is_first_line(titles[-1]):
            row = Row(row.number, _headed(titles.pop().cells, row.cells))
        if heads is not None:
            yield titles, heads, body[: len(body) - len(after)]
            titles = after
        heads, body = row, []
    if heads is not None:
        yield titles, heads, body


def _is_second_line(row: Row) -> bool:
    """Whether a row below the heads goes on with them: all its cells are of checkpoints or the like."""
    heads = [read_head(cell) for cell in row.cells if cell]
    points = sum(head.point is not None for head in heads)
    return points > 1 and all(head.point is not None or head.role in (*RESULTS, "place") for head in heads)


def _is_first_line(row: Row) -> bool:
    """Whether a row above the heads says where their times and places were taken."""
    heads = [read_head(cell) for cell in row.cells if cell]
    return len(heads) > 1 and all(head.point is not None or head.role in RESULTS for head in heads)


def _headed(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Heads of times and places, each with the nearest head above it or to the left of that."""
    heads: list[str] = []
    above = ""
    for i, cell in enumerate(lower):
        above = (upper[i] if i < len(upper) else "") or above
        is_figure = read_head(cell).role in (*RESULTS, "place", "gap", "pace")
        is_result = read_head(above).role in RESULTS
        if not above or not (is_figure or not cell):
            heads.append(cell)
        elif is_result:
            heads.append(above if read_head(cell).role in (*RESULTS, None) else cell)
        else:
            heads.append(f"{above} {cell}".strip())
    return heads


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Heads of two lines: the lower one where it has a cell."""
    width = max(len(upper), len(lower))
    both = [[*cells, *[""] * (width - len(cells))] for cells in (upper, lower)]
    return [below or above for above, below in zip(*both, strict=True)]


def _trailing_titles(body: Sequence[Row]) -> list[Row]:
    """The rows of one cell at the end of a table, which are titles of the next one."""
    count = 0
    while count < len(body) and sum(map(bool, body[-1 - count].cells)) == 1:
        count += 1
    return list(body[len(body) - count :])
