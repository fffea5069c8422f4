"""The tables in memory, indexed by race, performance and subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from feeds.errors import FeedError
from feeds.track_splits.split_files import Fields, TableFiles, TableRow

TRUE = ("true", "t", "1", "yes")


class SplitTables:
    """All tables; performances by race, splits and annotations by performance, flags by subject."""

    def __init__(self, path: Path) -> None:
        """Reads all tables of a folder, or of a JSON file. Raises FeedError."""
        files = TableFiles(path)
        self.performances_name = files.file_name("performances")
        self.splits_name = files.file_name("splits")
        self.races = list(_checked(files, "races", "id"))
        self.competitions = _by_id(files.rows("competitions"))
        self.disciplines = _by_id(files.rows("disciplines"))
        self.athletes = _by_id(files.rows("athletes"))
        self.documents = _by_id(files.rows("documents"))
        self.performances = _grouped(_checked(files, "performances", "id", "race"), "race")
        self.splits = _grouped(_checked(files, "splits", "performance", "time_s"), "performance")
        self.annotations = _grouped(files.rows("annotations"), "performance")
        self.flags = _grouped(files.rows("flags"), "subject")

    def is_suspect(self, subject: str) -> bool:
        """Whether a flag marks a split, a performance or a race as suspect."""
        return any(flag.fields.get("suspect", "").lower() in TRUE for flag in self.flags.get(subject, ()))


def _checked(files: TableFiles, table: str, *columns: str) -> Iterator[TableRow]:
    """The rows of a table. Raises FeedError where one of the columns is missing."""
    for row in files.rows(table):
        missing = [column for column in columns if column not in row.fields]
        if missing:
            raise FeedError(f"{files.file_name(table)}: line {row.line}: no column {missing[0]!r}")
        yield row


def _by_id(rows: Iterable[TableRow]) -> dict[str, Fields]:
    return {row.fields.get("id", ""): row.fields for row in rows}


def _grouped(rows: Iterable[TableRow], key: str) -> dict[str, list[TableRow]]:
    groups: dict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        groups[row.fields.get(key, "")].append(row)
    return groups
