"""Which layout a document is printed in, and the document read in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from feeds.documents.athlete_block import Block
from feeds.documents.intermediate_points import at_line, likely_marks
from feeds.documents.point_assignment import AssignedPerformance, Heads, place
from feeds.documents.printed_document import Contradiction, Document, TextRow, Title
from feeds.documents.printers.flashresults import FLASHRESULTS
from feeds.documents.printers.olympic_games import GAMES
from feeds.documents.printers.omega import OMEGA
from feeds.documents.printers.printer_layout import PrinterLayout
from feeds.documents.printers.world_athletics import WORLD_ATHLETICS
from feeds.documents.race_heading import find_title, read_record, read_remark
from feeds.documents.row_sorting import SortedRows, begin_of_table, sort_rows
from feeds.errors import FeedError

LAYOUTS = {layout.key: layout for layout in (OMEGA, GAMES, WORLD_ATHLETICS, FLASHRESULTS)}

PER_ROW = 10
"""Marks in a row, where there are no column heads to count."""


def detect(rows: Sequence[TextRow]) -> PrinterLayout | None:
    """The layout in which most rows are those of athletes; None where there are none."""

    def athletes(layout: PrinterLayout) -> int:
        return sum(1 for row in rows if layout.athlete(row.text) and not read_record(row.text))

    best = max(LAYOUTS.values(), key=athletes)
    return best if athletes(best) else None


def read_document(rows: Sequence[TextRow], name: str, layout: PrinterLayout | None = None) -> Document:
    """A document from its rows, in the given layout or in the one it is printed in.

    Raises FeedError where there is no athlete, no distance, or where the marks cannot be told.
    """
    layout = layout or detect(rows)
    begun = begin_of_table(rows, layout) if layout else len(rows)
    if layout is None or begun == len(rows):
        known = ", ".join(LAYOUTS)
        raise FeedError(f"{name}: no row reads as an athlete's in a result (layouts: {known})")
    title = find_title(rows[:begun], rows[begun:])
    if title is None:
        raise FeedError(f"{name}: no row above the table names the distance of the race")
    found = sort_rows(rows, name, layout, int(title.date[:4]) if title.date else None)
    return _document(found, name, layout, title)


def _document(found: SortedRows, name: str, layout: PrinterLayout, title: Title) -> Document:
    heads, is_told = _heads(found, name, title)
    placed = place(found.blocks, heads, title.distance_m)
    marks = sorted({head for row in heads for head in row} - {title.distance_m})
    remarks = [remark for row in (*found.head, *found.tail) if (remark := read_remark(row.text))]
    if marks and not is_told:
        remarks.append(
            f"{name} has no column heads; where its {len(marks)} marks lie is told by their number."
        )
    has_figures = any(block.printed for block in found.blocks)
    kind = "analysis" if has_figures else "results"
    return Document(
        name=name,
        kind=kind,
        printer=layout.printer,
        title=title,
        performances=tuple(
            replace(p.performance, figures_document=name, figures_line=p.performance.line) for p in placed
        ),
        marks_m=tuple(marks),
        head_lines={
            at_line(head, title.distance_m): line
            for line, heads in found.columns
            for head in heads
            if head is not None
        },
        laps_rounded_up=layout.laps_rounded_up,
        records=tuple(found.records),
        remarks=tuple(remarks),
        slips=(*found.slips, *_slips(found.blocks, placed, name)),
        left_out=tuple(row for row in found.tail if not read_remark(row.text) and row.text != title.start),
    )


def _heads(found: SortedRows, name: str, title: Title) -> tuple[Heads, bool]:
    """The column heads in metres, and whether they are printed."""
    printed = [
        [title.distance_m if head is None else at_line(head, title.distance_m) for head in heads]
        for _, heads in found.columns
    ]
    if printed or not any(block.printed for block in found.blocks):
        heads = _without_title(printed, title)
        columns = [head for row in heads for head in row]
        if columns != sorted(set(columns)) or max(columns, default=0) > title.distance_m:
            line = found.columns[-1][0]
            raise FeedError(f"{name}: line {line}: the column heads do not rise to {title.distance_m:g} m")
        return heads, True
    runs = [_to_finish(block) for block in found.blocks if block.athlete.result and block.printed]
    marks = likely_marks(title.distance_m, runs)
    if marks is None:
        raise FeedError(f"{name}: there are no column heads, and nothing else tells where the marks lie")
    told = (*marks, title.distance_m)
    per_row = max(PER_ROW, *(len(row.figures) for block in found.blocks for row in block.rows()))
    return [told[i : i + per_row] for i in range(0, len(told), per_row)], False


def _without_title(heads: list[list[float]], title: Title) -> Heads:
    """Column heads without a row that only repeats the distance of the race."""
    return [row for row in heads if len(heads) == 1 or row != [title.distance_m] or row is heads[-1]]


def _to_finish(block: Block) -> list[int]:
    result = block.athlete.result
    assert result is not None
    times = block.times
    return times if times and times[-1] == result.ms else [*times, result.ms]


def _slips(blocks: Sequence[Block], placed: Sequence[AssignedPerformance], name: str) -> list[Contradiction]:
    slips: list[Contradiction] = []
    for block, found in zip(blocks, placed, strict=True):
        who = block.athlete.family
        slips += [
            Contradiction(name, n, f"{who} has more figures than there are column heads")
            for n in found.surplus
        ]
        slips += [Contradiction(name, n, f"{who} has laps beside no row of marks") for n in block.strays()]
    return slips
