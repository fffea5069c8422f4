"""A sheet: what stands above its tables, the tables, and what stands below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from replays.watching.viewer_time import time_of_day
from tui.report.tables import Column, Table, plain_row
from tui.text.dates import day
from tui.text.mark_rows import mark_time, title_of
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.board import Board
    from race.messages import Entrant, StartList

SIGNATURES = "Referee ____________________   Timekeeper ____________________   Time posted ________"


@dataclass(frozen=True)
class Sheet:
    """A sheet of paper about a race."""

    meeting: str
    """The meeting, its day and its place."""
    title: str
    """The event, the round and the heat."""
    kind: str
    """What the sheet is, and how final."""
    tables: Sequence[Table]
    notes: Sequence[str] = ()


def meeting_line(start_list: StartList) -> str:
    """Meeting, day and venue."""
    parts = (start_list.meet, day(start_list.date), start_list.venue)
    return ", ".join(clean(part) for part in parts if part)


def title_line(start_list: StartList) -> str:
    """The race, and its round and heat where the name does not say them."""
    name = clean(start_list.name)
    words = name.lower()
    more = [clean(start_list.round)] if start_list.round.lower() not in words else []
    if start_list.heat and not (start_list.round and words.endswith(f" {start_list.heat.lower()}")):
        more.append(f"heat {clean(start_list.heat)}")
    return ", ".join([name, *filter(None, more)])


def start_line(board: Board) -> str:
    """When the race was started, or is planned to be; empty where that is not known."""
    start_list = board.state.start_list
    zone = start_list.zone if start_list is not None else ""
    clocks = [gun.clock.utc_ms for gun in board.state.guns if gun.clock is not None]
    if clocks:
        return f"Started at {time_of_day(min(clocks), zone, min(clocks))}"
    if start_list is not None and start_list.planned is not None:
        planned_ms = start_list.planned.utc_ms
        return f"Planned for {time_of_day(planned_ms, zone, planned_ms, seconds=False)}"
    return ""


def records_table(board: Board) -> Table | None:
    """The records and standards of the event before the race; None without any."""
    rows = [
        plain_row(
            clean(title_of(row.mark)),
            mark_time(row),
            clean(row.mark.holder),
            clean(row.mark.nation),
            clean(row.mark.venue),
            day(clean(row.mark.date)),
        )
        for row in board.marks
    ]
    columns = [text_column("Record"), Column("Time"), text_column("Holder"), text_column("Nat")]
    return with_content(Table("Records", [*columns, text_column("Where"), text_column("When")], rows))


def text_column(title: str) -> Column:
    """A column of words."""
    return Column(title, is_figure=False, names_row=title == "Name")


def with_content(table: Table) -> Table | None:
    """A table without the columns in which nothing stands; None without rows."""
    if not table.rows:
        return None
    kept = [
        number for number in range(len(table.columns)) if any(row.cells[number].text for row in table.rows)
    ]
    columns = [table.columns[number] for number in kept]
    rows = [plain_row(*(row.cells[number].text for number in kept)) for row in table.rows]
    return Table(table.caption, columns, rows, table.more)


def from_note(entrant: Entrant, what: str) -> str:
    """What the note on an entrant gives under a word, as converters write it: 4 for `Lane 4.`."""
    sentences = entrant.note.split(". ")
    found = (part.removeprefix(what).strip().rstrip(".") for part in sentences if part.startswith(f"{what} "))
    return clean(next(found, ""))


def present(tables: Iterable[Table | None]) -> list[Table]:
    """The tables that there are."""
    return [table for table in tables if table is not None]
