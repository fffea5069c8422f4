"""The rows of one document, sorted by what they are, in the layout of its printer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from feeds.documents.athlete_block import Block
from feeds.documents.nation_codes import nation_of
from feeds.documents.printed_document import Contradiction, Performance, TextRow
from feeds.documents.printers.printer_layout import RULE, STATUS, PrinterLayout, read_performance, read_rest
from feeds.documents.race_heading import is_other_race, read_record, read_remark
from feeds.documents.row_figures import TIME, Figure, is_mark_words, read_figures, read_heads
from feeds.errors import FeedError
from race.messages import Mark
from race.times import Time

_WITH_LAP = re.compile(rf"(?P<time>{TIME})\s?\[\s?(?P<lap>{TIME})\s?\]")
_LIKE_A_RESULT = re.compile(rf"(?<!\S){TIME}(?!\S)|\(=?\d+\)|(?<!\S)(?:{STATUS})(?:\s{RULE})?$")
"""A row that is not understood and holds such a thing is missed in the race; others are no loss."""


@dataclass(slots=True)
class SortedRows:
    """The rows of a document, each read as what it is."""

    head: list[TextRow] = field(default_factory=list)
    """Above the table: what is neither a record nor a column head."""
    columns: list[tuple[int, list[float | None]]] = field(default_factory=list)
    """Column heads with their lines; None is the finish."""
    records: list[Mark] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    tail: list[TextRow] = field(default_factory=list)
    """What else stands in the table and below it."""
    slips: list[Contradiction] = field(default_factory=list)
    is_open: bool = False
    """Whether the last athlete's row was understood, so that figures below it are its own."""


def begin_of_table(rows: Sequence[TextRow], layout: PrinterLayout) -> int:
    """The index of the first row of an athlete."""
    athletes = (i for i, row in enumerate(rows) if read_record(row.text) is None and layout.athlete(row.text))
    return next(athletes, len(rows))


def sort_rows(rows: Sequence[TextRow], name: str, layout: PrinterLayout, race_year: int | None) -> SortedRows:
    """Every row as what it is. Raises FeedError where a second race begins."""
    found = SortedRows()
    begun = begin_of_table(rows, layout)
    for row in rows[:begun]:
        _take_head(row, found)
    for row in rows[begun:]:
        _take(row, found, name, layout, race_year)
    return found


def _take_head(row: TextRow, found: SortedRows) -> None:
    if record := read_record(row.text):
        found.records.append(record)
    elif heads := read_heads(row.text):
        if heads not in [known for _, known in found.columns]:
            found.columns.append((row.line, heads))
    else:
        found.head.append(row)


def _take(row: TextRow, found: SortedRows, name: str, layout: PrinterLayout, race_year: int | None) -> None:
    text = row.text
    if read_record(text) or text in {head.text for head in found.head}:
        return
    if match := layout.athlete(text):
        _take_athlete(match, row, found, name, layout, race_year)
    elif read_remark(text):
        found.tail.append(row)
    elif figures := read_figures(text):
        if found.is_open:
            found.blocks[-1].printed.append((row.line, figures))
        else:
            found.slips.append(Contradiction(name, row.line, "figures below a row that was not understood"))
    elif is_mark_words(text) and found.is_open:
        athlete = found.blocks[-1].athlete
        found.blocks[-1].athlete = replace(athlete, notes=(*athlete.notes, *text.split()))
    elif heads := read_heads(text):
        if heads not in [known for _, known in found.columns]:
            found.slips.append(Contradiction(name, row.line, f"other column heads than above: {text}"))
    elif is_other_race([head.text for head in found.head], text):
        raise FeedError(f"{name}: line {row.line}: another race begins ({text}); convert one at a time")
    else:
        found.tail.append(row)
        if _LIKE_A_RESULT.search(text):
            found.slips.append(_not_understood(name, row))
            found.is_open = False


def _take_athlete(
    match: re.Match[str],
    row: TextRow,
    found: SortedRows,
    name: str,
    layout: PrinterLayout,
    race_year: int | None,
) -> None:
    try:
        block = Block(read_performance(match, row.line, name, race_year), without_ranks=layout.figures_in_row)
        rest = (
            _take_figures_in_row(block, row.line, match["rest"]) if layout.figures_in_row else match["rest"]
        )
        kinds = read_rest(rest)
        block.athlete = _with_rest(block.athlete, match.groupdict(), kinds or {}, layout)
    except ValueError:
        found.slips.append(_not_understood(name, row))
        found.is_open = False
        return
    if kinds is None:
        found.slips.append(_not_understood(name, row))
    found.blocks.append(block)
    found.is_open = True


def _take_figures_in_row(block: Block, line: int, rest: str) -> str:
    """Marks with their laps in brackets; gives back what else stands there."""
    pairs = list(_WITH_LAP.finditer(rest))
    if pairs:
        block.printed.append((line, [Figure(Time.parse(pair["time"]), None) for pair in pairs]))
        block.printed.append((line, [Figure(Time.parse(pair["lap"]), None) for pair in pairs]))
    return _WITH_LAP.sub(" ", rest)


def _with_rest(
    performance: Performance, parts: dict[str, str | None], kinds: dict[str, list[str]], layout: PrinterLayout
) -> Performance:
    position, country = parts.get("position"), parts.get("country") or ""
    nation = performance.nation or nation_of(country)
    notes = [f"{layout.position_word} {position}."] if position else []
    notes += [f"Country as printed: {country}."] if country and not nation else []
    behind = kinds.get("behind", [])
    return replace(
        performance,
        nation=nation,
        note=" ".join(notes),
        notes=tuple(kinds.get("mark", [])),
        behind=Time.parse(behind[0].lstrip("+")) if behind else None,
        thousandths="".join(kinds.get("thousandths", [])).strip("()"),
        reason=" ".join(kinds.get("rule", [])),
    )


def _not_understood(name: str, row: TextRow) -> Contradiction:
    return Contradiction(name, row.line, f"not understood: {row.text[:80]}")
