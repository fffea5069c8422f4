"""Recognises the layout that a document is printed in, and reads the document in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.documents.intermediate_points import at_line, likely_intermediates
from feeds.documents.other_lists import refuse_other_lists
from feeds.documents.point_assignment import Heads, assign_points
from feeds.documents.printed_document import Document, RaceHeading, TextRow
from feeds.documents.printers.by_hand import BY_HAND, NATION_CODES
from feeds.documents.printers.flashresults import FLASHRESULTS
from feeds.documents.printers.olympic_games import OLYMPIC_GAMES
from feeds.documents.printers.omega import OMEGA
from feeds.documents.printers.world_athletics import WORLD_ATHLETICS
from feeds.documents.race_heading import find_heading, read_record, read_remark, read_wind
from feeds.documents.row_sorting import SortedRows, sort_rows, table_start
from feeds.errors import AnswerNeeded, FeedError

if TYPE_CHECKING:
    from feeds.documents.athlete_block import AthleteBlock
    from feeds.documents.printers.printer_layout import PrinterLayout
    from race.event import Event

LAYOUTS = {layout.key: layout for layout in (OMEGA, OLYMPIC_GAMES, WORLD_ATHLETICS, FLASHRESULTS, BY_HAND)}

PER_ROW = 10
"""Splits in a row, where there are no column heads to count."""


def detect(rows: Sequence[TextRow]) -> PrinterLayout | None:
    """The layout in which most rows are athletes'; None where none are.

    What is in no printer's layout but for a few rows was written by hand.
    """

    def athletes(layout: PrinterLayout) -> int:
        return sum(1 for row in rows if layout.athlete(row.text) and not read_record(row.text))

    best = max((layout for layout in LAYOUTS.values() if layout is not BY_HAND), key=athletes)
    found = [match for row in rows if (match := best.athlete(row.text)) and not read_record(row.text)]
    known = sum(match.groupdict().get("nation", "") in ("", None, *NATION_CODES) for match in found)
    if 2 * known < athletes(BY_HAND):
        return BY_HAND
    return best if athletes(best) else None


def read_document(
    rows: Sequence[TextRow], name: str, layout: PrinterLayout | None = None, event: Event | None = None
) -> Document:
    """A document from its rows, in the given layout or in the one that is recognised.

    The `event` is what was said beside it, where the rows above the table do not name it. Raises FeedError
    where there is no athlete, no distance, or where the intermediates remain unknown.
    """
    refuse_other_lists(rows, name)
    layout = layout or detect(rows)
    start = table_start(rows, layout) if layout else len(rows)
    if layout is None or start == len(rows):
        raise FeedError(
            f"{name}: no row looks like an athlete's result (docs/convert.md has an example of each kind)"
        )
    try:
        heading = find_heading(rows[:start], rows[start:], event)
    except ValueError as error:
        raise FeedError(f"{name}: {error}") from None
    if heading is None:
        raise AnswerNeeded(
            f"{name}: no row above the table names the event: give it with --event EVENT", "--event 1500"
        )
    if not heading.distance_m:
        raise AnswerNeeded(
            f"{name}: it does not say how far the race is: give it with --distance METRES", "--distance 8000"
        )
    sorted_rows = sort_rows(
        rows,
        name,
        layout,
        int(heading.date[:4]) if heading.date else None,
        is_relay=heading.event.kind == "relay",
    )
    return _document(sorted_rows, heading)


def _document(rows: SortedRows, heading: RaceHeading) -> Document:
    name = rows.name
    heads, are_printed = _heads(rows, heading)
    if not any(block.athlete.bib for block in rows.blocks if block.athlete.result):
        for block in rows.blocks:  # a number before a status is one of the list
            block.athlete = replace(block.athlete, bib="")
    if heading.event.is_team_race:
        for block in rows.blocks:
            legs = "; ".join(f"{leg} {runner}" for leg, runner in enumerate(block.legs, 1))
            note = " ".join(filter(None, (block.athlete.note, legs and f"Legs: {legs}.")))
            team = block.athlete.name
            block.athlete = replace(block.athlete, family=team, team=team, note=note)
    if not any(block.has_places for block in rows.blocks):
        for block in rows.blocks:
            block.are_ranked = False
    performances, misfits = assign_points(rows.blocks, heads, heading.distance_m)
    intermediates = sorted({head for row in heads for head in row} - {heading.distance_m})
    texts = [row.text for row in (*rows.head, *rows.tail)]
    remarks = [remark for text in texts if (remark := read_remark(text))]
    if intermediates and not are_printed:
        count = len(intermediates)
        remarks.append(f"{name} has no column heads; its {count} intermediates are inferred from the times.")
    return Document(
        name=name,
        kind="analysis" if any(block.printed for block in rows.blocks) else "results",
        printer=rows.layout.printer,
        heading=heading,
        performances=performances,
        intermediates_m=tuple(intermediates),
        head_lines={
            at_line(head, heading.distance_m): line
            for line, heads in rows.columns
            for head in heads
            if head is not None
        },
        laps_rounded_up=rows.layout.laps_rounded_up,
        records=tuple(rows.records),
        wind=next((wind for wind in map(read_wind, texts) if wind is not None), None),
        remarks=tuple(remarks),
        contradictions=(*rows.contradictions, *misfits),
        left_out=tuple(row for row in rows.tail if not _is_read(row.text, heading)),
    )


def _is_read(text: str, heading: RaceHeading) -> bool:
    """Whether a row below the table was understood."""
    return bool(read_remark(text)) or text == heading.start or read_wind(text) is not None


def _heads(rows: SortedRows, heading: RaceHeading) -> tuple[Heads, bool]:
    """The column heads in metres, and whether they are printed."""
    name, distance_m = rows.name, heading.distance_m
    printed = [
        [distance_m if head is None else at_line(head, distance_m) for head in heads]
        for _, heads in rows.columns
    ]
    with_figures = [block for block in rows.blocks if block.printed]
    if printed or not with_figures:
        heads = _without_distance(printed, distance_m)
        columns = [head for row in heads for head in row]
        if columns != sorted(set(columns)) or max(columns, default=0) > distance_m:
            line = rows.columns[-1][0]
            raise FeedError(f"{name}: line {line}: the column heads do not rise to {distance_m:g} m")
        return heads, True
    intermediates = likely_intermediates(distance_m, [*map(_to_finish, with_figures)])
    if intermediates is None:
        raise FeedError(f"{name}: there are no column heads, and the times do not show where they were taken")
    columns = [*intermediates, distance_m]
    per_row = max(PER_ROW, *(len(row.figures) for block in rows.blocks for row in block.rows()))
    return [columns[i : i + per_row] for i in range(0, len(columns), per_row)], False


def _without_distance(heads: list[list[float]], distance_m: float) -> Heads:
    """Column heads without a row that only repeats the distance of the race."""
    return [row for row in heads if len(heads) == 1 or row != [distance_m] or row is heads[-1]]


def _to_finish(block: AthleteBlock) -> list[int]:
    """An athlete's times in milliseconds, the last one the result; none without a result."""
    result, times = block.athlete.result, block.times
    if result is None:
        return []
    return times if times and times[-1] == result.ms else [*times, result.ms]
