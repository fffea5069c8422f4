"""The tables in memory, indexed by race, performance and subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from feeds.errors import FeedError
from feeds.track_splits.split_files import Fields, Table, TableRow, open_tables

TRUE = ("true", "t", "1", "yes")


class SplitTables:
    """All tables; performances by race, splits and annotations by performance, flags by subject."""

    def __init__(self, path: Path) -> None:
        """Reads all tables of a folder, or of a JSON file. Raises FeedError."""
        tables = open_tables(path)
        self.performances_name = tables["performances"].file_name
        self.splits_name = tables["splits"].file_name
        self.races = list(_checked(tables["races"], "id"))
        self.competitions = _by_id(tables["competitions"].rows)
        self.disciplines = _by_id(tables["disciplines"].rows)
        self.athletes = _by_id(tables["athletes"].rows)
        self.documents = _by_id(tables["documents"].rows)
        self.performances = _grouped(_checked(tables["performances"], "id", "race"), "race")
        self.splits = _grouped(_checked(tables["splits"], "performance", "time_s"), "performance")
        self.annotations = _grouped(tables["annotations"].rows, "performance")
        self.flags = _grouped(tables["flags"].rows, "subject")

    def is_suspect(self, subject: str) -> bool:
        """Whether a flag marks a split, a performance or a race as suspect."""
        return any(flag.fields.get("suspect", "").lower() in TRUE for flag in self.flags.get(subject, ()))


def _checked(table: Table, *columns: str) -> Iterator[TableRow]:
    """The rows of a table. Raises FeedError where one of the columns is missing."""
    for row in table.rows:
        missing = [column for column in columns if column not in row.fields]
        if missing:
            raise FeedError(f"{table.file_name}: line {row.line}: no column {missing[0]!r}")
        yield row


def _by_id(rows: Iterable[TableRow]) -> dict[str, Fields]:
    return {row.fields.get("id", ""): row.fields for row in rows}


def _grouped(rows: Iterable[TableRow], key: str) -> dict[str, list[TableRow]]:
    groups: dict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        groups[row.fields.get(key, "")].append(row)
    return groups
