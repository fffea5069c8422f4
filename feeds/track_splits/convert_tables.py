"""Tables in, races out, one after the other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from feeds.documents.convert_documents import Converted, convert_race, renamed
from feeds.errors import FeedError
from feeds.track_splits.split_files import TableRow
from feeds.track_splits.split_races import read_race
from feeds.track_splits.split_tables import SplitTables


def race_ids(tables: SplitTables) -> list[str]:
    """A name for the file of each race, in the order of the table: its id with hyphens.

    Raises FeedError where two races would have one name, or one would have none.
    """
    ids = [_plain(row.fields.get("id", "")) for row in tables.races]
    twin = next((name for name, count in Counter(ids).items() if count > 1 or not name), None)
    if twin is not None:
        raise FeedError(f"races: two rows have the id {twin!r}" if twin else "races: a row has no id")
    return ids


def _plain(race: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", race.lower()).strip("-")[:80].rstrip("-")


def convert_tables(tables: SplitTables, *, keep_conflicts: bool = False) -> Iterator[Converted | FeedError]:
    """Every race, or why it cannot be one."""
    for name, row in zip(race_ids(tables), tables.races, strict=True):
        yield _converted(tables, name, row, keep_conflicts=keep_conflicts)


def _converted(
    tables: SplitTables, name: str, row: TableRow, *, keep_conflicts: bool
) -> Converted | FeedError:
    try:
        race = read_race(tables, row)
        return renamed(convert_race(race, keep_conflicts=keep_conflicts), name)
    except FeedError as error:
        return error
