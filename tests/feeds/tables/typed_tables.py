"""Tables as people type them, and the races that are made of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from feeds.tables.plain.plain_table import FORMAT
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.tables.table_race import TableRace

Times = dict[str, list[str | None]]
"""By a runner's name, the time at each of the race's points."""


def races_in(
    text: str | bytes, event: str = "", name: str = "club.csv", column_map: Path | None = None
) -> Sequence[TableRace]:
    """The races in a table's text."""
    content = text.encode() if isinstance(text, str) else text
    return FORMAT.read([SourceFile(name, content)], Hints(event, column_map=column_map))


def race_in(
    text: str | bytes, event: str = "", name: str = "club.csv", column_map: Path | None = None
) -> TableRace:
    """The only race in a table's text."""
    [race] = races_in(text, event, name, column_map)
    return race


def times_in(race: TableRace) -> Times:
    """The times in a race, as the sport writes them."""
    found: Times = {}
    for runner in race.runners:
        own: dict[int, str | None] = {
            figure.point: str(figure.time) for figure in runner.times if figure.time
        }
        found[runner.name] = [own.get(i) for i in range(len(race.points))]
    return found


def metres_in(race: TableRace) -> list[float | None]:
    """Where the race's points are."""
    return [point.distance_m for point in race.points]


def csv_of(rows: Iterable[Sequence[str]], separator: str = ",") -> str:
    """Rows of cells as text."""
    return "\n".join(separator.join(row) for row in rows) + "\n"
