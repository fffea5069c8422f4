"""The catalogue of the library: a summary of every race file, read again only when the file has changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from race.fold.garbage_search import GarbageSearchPause
from replays.catalogue import library_index
from replays.catalogue.file_readers import FileReaders
from replays.catalogue.library_index import IndexEntry, Stamp, UnreadableFile
from replays.catalogue.summary import RaceSummary
from replays.library import all_files, files, unconverted

if TYPE_CHECKING:
    from feeds.errors import RaceFileError


SHORT_S = 0.1
"""How long files are read before what was read is added."""


class Catalogue:
    """The races that come with Lapbell and the user's own, or those of one folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._index = library_index.read()
        self._files: list[Path] = []
        self._entries: dict[Path, IndexEntry] = {}
        self._unlisted: list[RaceFileError] = []
        self._is_saved = True

    def scan(self) -> list[Path]:
        """List the files; returns those that are new or have changed, and so are to be read.

        Until they are read, their old entries count. Raises OSError where the folder of the races that come
        with Lapbell, or the one given, cannot be read.
        """
        folder = self._folder
        self._files, self._unlisted = all_files() if folder is None else (files(folder), unconverted(folder))
        with GarbageSearchPause(len(self._files)):
            known = {path: self._entry(path) for path in self._files}
        self._entries = {path: entry for path, entry in known.items() if entry is not None}
        return [path for path, entry in known.items() if entry is None or entry.stamp != Stamp.of(path)]

    def add(self, entries: Sequence[IndexEntry]) -> None:
        """Add what was read."""
        self._entries |= {entry.path: entry for entry in entries}
        self._is_saved = self._is_saved and not any(entry.is_lasting for entry in entries)

    def save(self) -> None:
        """Write the index if it has changed."""
        if not self._is_saved:
            self._is_saved = True
            library_index.write(self._entries.values())

    @property
    def races(self) -> list[RaceSummary]:
        """The races read so far, newest first."""
        summaries = [entry.content for entry in self._known() if isinstance(entry.content, RaceSummary)]
        return sorted(summaries, key=lambda summary: summary.date, reverse=True)

    @property
    def troubles(self) -> list[str]:
        """The files that cannot be read and why, a sentence each."""
        unreadable = [entry.content for entry in self._known() if isinstance(entry.content, UnreadableFile)]
        return [*map(str, self._unlisted), *(file.reason for file in unreadable)]

    def _known(self) -> list[IndexEntry]:
        return [self._entries[path] for path in self._files if path in self._entries]

    def _entry(self, path: Path) -> IndexEntry | None:
        """What is known of a file, from reading it or from the index."""
        return self._entries.get(path) or library_index.parse_entry(path, self._index.get(str(path)))


def races(
    folder: Path | None = None, report: Callable[[int, int], None] | None = None
) -> tuple[list[RaceSummary], list[str]]:
    """Every race of the library, newest first, and the files that cannot be read and why.

    With a folder, only its races. `report` is called with how many of the files were read, and of how
    many. Raises OSError where the folder cannot be read.
    """
    catalogue = Catalogue(folder)
    unread, done = catalogue.scan(), 0
    try:
        with FileReaders(unread) as readers:
            while not readers.is_done:
                entries = readers.read(SHORT_S)
                catalogue.add(entries)
                done += len(entries)
                if report is not None:
                    report(done, len(unread))
    finally:
        catalogue.save()
    return catalogue.races, catalogue.troubles
