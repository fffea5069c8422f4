"""Reads a file of the library for the index: its summary, or why it is not a race."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.data_file import expect_file
from feeds.errors import RaceFileError
from replays.catalogue.library_index import IndexEntry, Stamp, UnreadableFile

if TYPE_CHECKING:
    from pathlib import Path


def read_entry(path: Path) -> IndexEntry:
    """The entry of a file as it is now.

    Raises nothing, whatever is in the file: it does not keep the others from being listed.
    """
    from replays.catalogue.summarise import (
        summarise,  # 0.1 s to import, not needed while the index is current
    )

    stamp = Stamp.of(path)
    try:
        expect_file(path)
        return IndexEntry(path, stamp, summarise(path))
    except OSError as error:
        return unread_entry(path, stamp, error.strerror or str(error))
    except RaceFileError as error:
        worst = next(problem for problem in error.problems if problem.fatal)
        return IndexEntry(path, stamp, UnreadableFile(str(error), at_a_line=worst.line > 0))
    except Exception as error:  # a fault of Lapbell's that one odd file brings out
        return unread_entry(path, stamp, f"{type(error).__name__}: {error}")


def unread_entry(path: Path, stamp: Stamp, reason: str) -> IndexEntry:
    """The entry of a file that is to be read again the next time."""
    return IndexEntry(path, stamp, UnreadableFile(f"{path.name}: cannot be read: {reason}", at_a_line=False))
