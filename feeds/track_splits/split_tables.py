"""The tables in memory, with what belongs to a race found at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from feeds.errors import FeedError
from feeds.track_splits.split_files import Fields, TableRow, Tables


class SplitTables:
    """All tables, the rows of performances and splits by what they belong to."""

    def __init__(self, tables: Tables) -> None:
        """Reads everything. Raises FeedError."""
        self.performances_name = tables.file_name("performances")
        self.splits_name = tables.file_name("splits")
        self.races = list(_checked(tables, "races", "id"))
        self.competitions = _by_id(tables.rows("competitions"))
        self.disciplines = _by_id(tables.rows("disciplines"))
        self.athletes = _by_id(tables.rows("athletes"))
        self.documents = _by_id(tables.rows("documents"))
        self.performances = _grouped(_checked(tables, "performances", "id", "race"), "race")
        self.splits = _grouped(_checked(tables, "splits", "performance", "time_s"), "performance")
        self.annotations = _grouped(tables.rows("annotations"), "performance")
        self.flags = _grouped(tables.rows("flags"), "subject")

    def is_suspect(self, subject: str) -> bool:
        """Whether a flag marks a split, a performance or a race as suspect."""
        return any(is_true(flag.fields.get("suspect", "")) for flag in self.flags.get(subject, ()))


def is_true(text: str) -> bool:
    """Whether a field says yes."""
    return text.lower() in ("true", "t", "1", "yes")


def _checked(tables: Tables, table: str, *columns: str) -> Iterator[TableRow]:
    """The rows of a table that must have some columns. Raises FeedError."""
    for row in tables.rows(table):
        missing = [column for column in columns if column not in row.fields]
        if missing:
            raise FeedError(f"{tables.file_name(table)}: line {row.line}: no column {missing[0]!r}")
        yield row


def _by_id(rows: Iterable[TableRow]) -> dict[str, Fields]:
    return {row.fields.get("id", ""): row.fields for row in rows}


def _grouped(rows: Iterable[TableRow], key: str) -> dict[str, list[TableRow]]:
    groups: dict[str, list[TableRow]] = defaultdict(list)
    for row in rows:
        groups[row.fields.get(key, "")].append(row)
    return groups
