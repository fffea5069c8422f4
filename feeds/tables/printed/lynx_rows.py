"""What the rows of FinishLynx say of a runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.tables.table_race import TableRunner
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.printed.lynx_files import LynxPerson, LynxRow


MOST_PLACES = 100_000
"""In one race."""


def lynx_entrant(row: LynxRow) -> TableRunner:
    """The runner of a row, without a result."""
    name, family = row_name(row)
    said = (
        f"Lane {row.lane}." if row.lane and row.lane != "0" else "",
        f"Reaction {row.reaction} s." if row.reaction else "",
    )
    return TableRunner(
        where=f"line {row.line}",
        name=name,
        family=family,
        bib=row.bib,
        club=row.affiliation,
        note=" ".join(filter(None, said)),
    )


def named_row(row: LynxRow, entry: LynxRow | LynxPerson | None) -> LynxRow:
    """A row with the name of the start list, where it has none."""
    if entry is None or row.last or row.first:
        return row
    return row._replace(last=entry.last, first=entry.first, affiliation=row.affiliation or entry.affiliation)


def row_name(row: LynxRow) -> tuple[str, str]:
    """The name, given name first, and the family name where it is not the last word."""
    name = " ".join(f"{row.first} {row.last}".split()) or f"Bib {row.bib or '?'}"
    return name, row.last if " " in row.last else ""


def row_place(row: LynxRow) -> int | None:
    """The place; None where the row has none, or a status."""
    place = int(row.place) if row.place.isascii() and row.place.isdigit() else 0
    return place if 0 < place <= MOST_PLACES else None


def row_time(row: LynxRow, notes: list[str]) -> Time | None:
    """A time; of ten-thousandths the next thousandth. None and a note where it is none."""
    if not row.time:
        return None
    try:
        return lynx_time(row.time)
    except ValueError as error:
        notes.append(f"line {row.line}, {row_name(row)[0]}: {error}")
        return None


def lynx_time(text: str) -> Time:
    """A time as FinishLynx writes it; of ten-thousandths the next thousandth. Raises ValueError."""
    whole, _, decimals = text.partition(".")
    time = Time.parse(f"{whole}.{decimals[:3]}" if decimals else whole)
    return Time(time.ms + 1) if decimals[3:].strip("0") else time
