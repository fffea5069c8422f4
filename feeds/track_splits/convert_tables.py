"""Tables in, races out, one after the other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.documents.convert_documents import ConvertedRace, convert_race
from feeds.documents.to_messages import hyphenated
from feeds.errors import FeedError
from feeds.track_splits.split_races import read_race

if TYPE_CHECKING:
    from feeds.track_splits.split_tables import SplitTables


def race_ids(tables: SplitTables) -> list[str]:
    """A name for the file of each race, in the order of the table: its id with hyphens.

    Raises FeedError where two races would have the same name, or one would have none.
    """
    ids = [hyphenated(row.fields.get("id", "")) for row in tables.races]
    twin = next((name for name, count in Counter(ids).items() if count > 1 or not name), None)
    if twin is not None:
        raise FeedError(f"races: two rows have the id {twin!r}" if twin else "races: a row has no id")
    return ids


def convert_tables(
    tables: SplitTables, *, keep_conflicts: bool = False
) -> Iterator[ConvertedRace | FeedError]:
    """Every race, or the reason why it cannot be converted."""
    for name, row in zip(race_ids(tables), tables.races, strict=True):
        try:
            race = convert_race(read_race(tables, row), keep_conflicts=keep_conflicts)
        except FeedError as error:
            yield error
        else:
            yield replace(race, race=name)
