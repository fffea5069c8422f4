"""The index of the library: summaries of its files, kept in the data folder so that none is read twice.

The files decide: an index that is missing, damaged, of another version or not Lapbell's counts as empty.
"""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from replays.catalogue.summary import ListedEntrant, RaceSummary
from replays.storage.json_store import load_json, save_json

NAME = "library.json"

VERSION = 4
"""Increased when the summary of an unchanged file would change."""

LARGEST_FILE = 24 * 1024 * 1024
"""Bytes; enough for some 10,000 races."""

MOST = 1_000_000_000
"""The largest count, and the longest distance in metres, that an entry can have."""

PLAIN_FIELDS = {
    field.name: str if field.type == "str" else int
    for field in dataclasses.fields(RaceSummary)
    if field.type in ("str", "int")
}
"""The texts and counts of a summary, with their types."""


class Stamp(NamedTuple):
    """Times and size that show whether a file has changed.

    The time of the change of its metadata is among them, as the time of writing can be copied.
    """

    written_ns: int
    changed_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The current stamp of a file; zeros where it cannot be accessed."""
        try:
            status = os.stat(path)
        except OSError:
            return cls(0, 0, 0)
        return cls(status.st_mtime_ns, status.st_ctime_ns, status.st_size)


class UnreadableFile(NamedTuple):
    """A file that is not a race."""

    reason: str
    """A sentence."""
    at_a_line: bool
    """Whether a line is wrong, which lasts until the file changes."""


class IndexEntry(NamedTuple):
    """A file as it was last read."""

    path: Path
    stamp: Stamp
    content: RaceSummary | UnreadableFile

    @property
    def is_lasting(self) -> bool:
        """Whether reading the file again gives the same until it changes."""
        return isinstance(self.content, RaceSummary) or self.content.at_a_line


def read() -> dict[str, Any]:
    """The fields of each file's entry by its path, for `parse_entry`."""
    index = load_json(NAME, LARGEST_FILE)
    is_ours = isinstance(index, dict) and index.get("version") == VERSION
    files = index.get("files") if is_ours else None
    return files if isinstance(files, dict) else {}


def parse_entry(path: Path, fields: Any) -> IndexEntry | None:
    """The entry of a file from its fields; None where Lapbell cannot have written them."""
    try:
        stamp = Stamp(*fields["stamp"])
        if {*map(type, stamp)} != {int}:
            return None
        if "trouble" in fields:
            return IndexEntry(path, stamp, UnreadableFile(_checked(fields["trouble"], str), at_a_line=True))
        return IndexEntry(path, stamp, _summary(path, fields))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def write(entries: Iterable[IndexEntry]) -> None:
    """Write an index of these entries alone; does nothing where it cannot be written."""
    files = {str(entry.path): _fields(entry) for entry in entries if entry.is_lasting}
    save_json(NAME, {"version": VERSION, "files": files})


def _fields(entry: IndexEntry) -> dict[str, Any]:
    content = entry.content
    if isinstance(content, UnreadableFile):
        return {"stamp": entry.stamp, "trouble": content.reason}
    plain = {name: getattr(content, name) for name in PLAIN_FIELDS}
    columns = list(zip(*content.entrants, strict=True))
    lists = {"entrants": columns, "sources": content.sources}
    return {"stamp": entry.stamp, "distance_m": content.distance_m, **lists, **plain}


def _summary(path: Path, fields: dict[str, Any]) -> RaceSummary:
    """Raises KeyError, TypeError or ValueError."""
    distance_m = fields["distance_m"]
    if type(distance_m) not in (int, float) or not 0 < distance_m <= MOST:
        raise ValueError
    return RaceSummary(
        path=path,
        distance_m=float(distance_m),
        entrants=tuple([ListedEntrant(*row) for row in zip(*map(_texts, fields["entrants"]), strict=True)]),
        sources=_texts(fields["sources"]),
        **{name: _checked(fields[name], type_) for name, type_ in PLAIN_FIELDS.items()},
    )


def _checked(value: Any, type_: type) -> Any:
    """A text, or a count up to MOST. Raises ValueError for anything else."""
    if type(value) is not type_ or (isinstance(value, int) and not 0 <= value <= MOST):
        raise ValueError
    return value


def _texts(values: object) -> tuple[str, ...]:
    if type(values) is not list or not set(map(type, values)) <= {str}:
        raise TypeError
    return tuple(values)
