"""Records: what the results were worth, and the marks that were there to be beaten."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from race.moments.worth import Worth
from race.records import beaten_marks
from tui.report.page_parts import Section
from tui.report.tables import Column, Table, TableRow, plain_row
from tui.text.dates import day
from tui.text.formatting import place_text, stretch_text
from tui.text.mark_rows import mark_time, title_of
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.board import Board

MOST_RESULTS = 60
"""Results with a record or a best that are listed, from the first place."""


def records_section(board: Board) -> Section | None:
    """The section; None where the race has no marks and no result was worth one."""
    worth, marks = list(islice(_worth(board), MOST_RESULTS)), list(_marks(board))
    tables = []
    if worth:
        columns = [Column("Place"), Column("Athlete", is_figure=False, names_row=True), Column("Time")]
        columns += [Column("Notes", is_figure=False), Column("Worth", is_figure=False)]
        tables.append(Table("What the results were worth", columns, worth))
    if marks:
        columns = [Column("Mark", is_figure=False, names_row=True), Column("Time")]
        columns += [Column(title, is_figure=False) for title in ("Holder", "Nation", "Where", "When")]
        tables.append(
            Table("Marks before the race", [*columns, Column("Leader slower (+) or faster (-)")], marks)
        )
    return Section("records", "Records", tables=tables) if tables else None


def _worth(board: Board) -> Iterator[TableRow]:
    beaten, words = beaten_marks(board.state, board.targets), Worth(board.state.start_list)
    for row in board.rows:
        bib, passing = row.runner.entrant.bib, row.passing
        badges = board.badges.get(bib, ())
        if row.status != "finished" or not badges or passing is None or passing.time is None:
            continue
        said = words.words(row.runner, passing.time, badges, beaten.get(bib, {}), in_full=True)
        time = passing.time.show(row.field.course.digits)
        name, notes = clean(row.runner.full_name), clean(" ".join(badges))
        yield plain_row(place_text(row), name, time, notes, clean(said))


def _marks(board: Board) -> Iterator[TableRow]:
    for row in board.marks:
        mark = row.mark
        against = row.running.gap(board.leader.runner) if board.leader is not None else None
        yield plain_row(
            clean(f"{mark.label} ({title_of(mark)})" if mark.code else mark.label),
            mark_time(row),
            clean(mark.holder),
            clean(mark.nation),
            clean(mark.venue),
            day(clean(mark.date)),
            stretch_text(against, "+"),
        )
