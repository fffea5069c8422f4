"""The index of the library: what its files hold, kept in the data folder so that they are not read again.

The files are what counts. An index that is gone, damaged, of another version or not ours is an empty one.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from replays.catalogue.summary import ListedEntrant, RaceSummary
from replays.storage.json_store import keep, recall

NAME = "library.json"

VERSION = 1
"""Counted up when the same file would be summed up otherwise than before."""

LARGEST_FILE = 256 * 1024 * 1024
"""Bytes; some 100,000 races."""

MOST = 1_000_000_000
"""No count of anything in a race is larger, nor its distance in metres."""

TEXTS = ("race", "name", "meet", "venue", "date", "event", "sex", "winner")

COUNTS = ("starters", "finishers", "results", "splits", "estimated", "possible_splits")


class Stamp(NamedTuple):
    """What tells whether a file has changed: also the time of change, which a copied time cannot hide."""

    written_ns: int
    changed_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> Stamp:
        """The stamp of a file as it is now. Raises OSError."""
        status = os.stat(path)
        return cls(status.st_mtime_ns, status.st_ctime_ns, status.st_size)


class Trouble(NamedTuple):
    """Why a file is none of the races."""

    sentence: str
    of_a_line: bool
    """Whether a line of it is wrong, and so will be until the file changes."""


class IndexEntry(NamedTuple):
    """A file as it was when it was read."""

    path: Path
    stamp: Stamp
    found: RaceSummary | Trouble

    @property
    def lasts(self) -> bool:
        """Whether it is as it is until the file changes."""
        return isinstance(self.found, RaceSummary) or self.found.of_a_line


def read() -> dict[str, Any]:
    """What is kept of each file, by its path; `entry` tells what that says."""
    kept = recall(NAME, LARGEST_FILE)
    is_ours = isinstance(kept, dict) and kept.get("version") == VERSION
    files = kept.get("files") if is_ours else None
    return files if isinstance(files, dict) else {}


def entry(path: Path, fields: Any) -> IndexEntry | None:
    """What is kept of a file; None where that cannot have been written here."""
    try:
        stamp = Stamp(*map(_whole, fields["stamp"]))
        if "trouble" in fields:
            return IndexEntry(path, stamp, Trouble(_text(fields["trouble"]), of_a_line=True))
        return IndexEntry(path, stamp, _summary(path, fields))
    except (AttributeError, KeyError, TypeError, ValueError):
        return None


def write(entries: Iterable[IndexEntry]) -> None:
    """Keep these and nothing else. Not being able to is no trouble."""
    files = {str(entry.path): _fields(entry) for entry in entries if entry.lasts}
    keep(NAME, {"version": VERSION, "files": files})


def _fields(entry: IndexEntry) -> dict[str, Any]:
    found = entry.found
    if isinstance(found, Trouble):
        return {"stamp": entry.stamp, "trouble": found.sentence}
    fields = {name: getattr(found, name) for name in (*TEXTS, *COUNTS)}
    columns = list(zip(*found.entrants, strict=True))
    lists = {"entrants": columns, "sources": found.sources}
    return {"stamp": entry.stamp, "distance_m": found.distance_m, **lists, **fields}


def _summary(path: Path, fields: dict[str, Any]) -> RaceSummary:
    """Raises KeyError, TypeError or ValueError."""
    told: dict[str, Any] = {name: _text(fields[name]) for name in TEXTS}
    told |= {name: _count(fields[name]) for name in COUNTS}
    return RaceSummary(
        path=path,
        distance_m=_metres(fields["distance_m"]),
        entrants=tuple([ListedEntrant(*row) for row in zip(*map(_texts, fields["entrants"]), strict=True)]),
        sources=_texts(fields["sources"]),
        **told,
    )


def _text(value: object) -> str:
    if type(value) is not str:
        raise TypeError
    return value


def _texts(values: object) -> tuple[str, ...]:
    if type(values) is not list or not set(map(type, values)) <= {str}:
        raise TypeError
    return tuple(values)


def _whole(value: object) -> int:
    if type(value) is not int:
        raise TypeError
    return value


def _count(value: object) -> int:
    number = _whole(value)
    if not 0 <= number <= MOST:
        raise ValueError
    return number


def _metres(value: object) -> float:
    if type(value) not in (int, float) or not 0 < float(str(value)) <= MOST:
        raise ValueError
    return float(str(value))
