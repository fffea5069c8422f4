"""Races of invented tables, and what is in the files they become."""

from __future__ import annotations

from typing import Any

from feeds.tables.race_messages import convert_table
from feeds.tables.table_race import TablePoint, TableRace, TableRunner, TableTime
from race.event import Event
from race.times import Time
from tests.feeds.tables.converted_files import RaceParts, parts_of


def runner(number: int, *times: str, bib: str = "", **fields: Any) -> TableRunner:
    """A runner with a time at each point in turn; an empty one is not known."""
    known = tuple(TableTime(i, Time.parse(text)) for i, text in enumerate(times) if text)
    return TableRunner(
        where=f"row {number}",
        name=f"Runner {chr(64 + number)}",
        bib=bib or str(number),
        times=known,
        **fields,
    )


def race(*runners: TableRunner, points: tuple[TablePoint, ...], distance_m: float = 10_000) -> TableRace:
    """A race over some points."""
    event = Event(code="", distance_m=distance_m, setting="road")
    return TableRace(name="Run", event=event, points=points, runners=runners, source="a test")


def converted(table: TableRace) -> RaceParts:
    """What is in its race file."""
    return parts_of(convert_table(table))
