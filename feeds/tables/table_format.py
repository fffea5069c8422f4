"""What a format of tables or of exports is: how it is known and how it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import tzinfo
    from pathlib import Path

    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_race import TableRace


class Hints(NamedTuple):
    """What was given as options beside the files."""

    event: str = ""
    """`1500`, `4x400`, `10 km`."""
    distance_m: float | None = None
    name: str = ""
    date: str = ""
    only: tuple[str, ...] = ()
    """The names of the races to convert of those in a file; all, if it is empty."""
    column_map: Path | Mapping[str, object] | None = None
    """A file that says what the columns of a table hold, where their heads do not; or what is in it."""
    zone: tzinfo | None = None
    """Of times of day that are written without one."""
    is_on: bool = False
    """Whether the race is on, so that a result may be the time so far."""


class TableFormat(NamedTuple):
    """A format."""

    key: str
    """For `--as`."""
    title: str
    """In words, as in "a Hy-Tek result list"."""
    recognises: Callable[[SourceFile], bool]
    """Whether a file is of this format; it never raises."""
    read: Callable[[Sequence[SourceFile], Hints], Sequence[TableRace]]
    """The races in one file, or in several that belong together. Raises FeedError with what to do."""
