"""The formats that are read, in the order in which they are tried: a file is known by its content."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_race import TableRace


class Hints(NamedTuple):
    """What was said beside the files."""

    event: str = ""
    """`1500`, `4x400`, `10 km`."""
    distance_m: float | None = None
    name: str = ""
    date: str = ""


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


FORMATS: tuple[TableFormat, ...] = ()


def recognise(source: SourceFile) -> TableFormat | None:
    """The format of a file; None if it is none of these."""
    return next((known for known in FORMATS if known.recognises(source)), None)
