"""The catalogue of the library: every race file there is, read only when it has changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from time import monotonic

from feeds.errors import RaceFileError
from replays.catalogue import library_index
from replays.catalogue.library_index import IndexEntry, Stamp, Trouble
from replays.catalogue.summary import RaceSummary
from replays.library import files, own_files

NO_STAMP = Stamp(0, 0, 0)
"""Of a file that cannot be looked at."""


class Catalogue:
    """The races that come with Lapbell and the user's own, or those of one folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._index = library_index.read()
        self._files: list[Path] = []
        self._entries: dict[Path, IndexEntry] = {}
        self._unlisted: list[str] = []
        self._is_kept = True

    def look(self) -> list[Path]:
        """See which files there are; returns those that are new or have changed, and so are to be read.

        Until then they count as what they were. Raises OSError where the folder with the races that come
        with Lapbell cannot be read.
        """
        self._files = self._listing()
        known = {path: self._entry(path) for path in self._files}
        self._entries = {path: entry for path, entry in known.items() if entry is not None}
        return [path for path, entry in known.items() if entry is None or entry.stamp != _stamp(path)]

    def take(self, entries: Sequence[IndexEntry]) -> None:
        """Put in what was read."""
        self._entries |= {entry.path: entry for entry in entries}
        self._is_kept = self._is_kept and not any(entry.lasts for entry in entries)

    def keep(self) -> None:
        """Write the index, where something was read that it should have."""
        if not self._is_kept:
            self._is_kept = True
            library_index.write(self._entries.values())

    @property
    def races(self) -> list[RaceSummary]:
        """Those known so far, newest first."""
        found = [entry.found for entry in self._known() if isinstance(entry.found, RaceSummary)]
        return sorted(found, key=lambda summary: summary.date, reverse=True)

    @property
    def troubles(self) -> list[str]:
        """What cannot be read, a sentence each."""
        found = [entry.found.sentence for entry in self._known() if isinstance(entry.found, Trouble)]
        return [*self._unlisted, *found]

    def _known(self) -> list[IndexEntry]:
        return [self._entries[path] for path in self._files if path in self._entries]

    def _entry(self, path: Path) -> IndexEntry | None:
        """What is known of a file: since it was read, or from the index."""
        return self._entries.get(path) or library_index.entry(path, self._index.get(str(path)))

    def _listing(self) -> list[Path]:
        self._unlisted = []
        if self._folder is not None:
            return files(self._folder)
        try:
            return [*files(), *own_files()]
        except RaceFileError as error:
            self._unlisted = [str(error)]
            return files()


def read_files(paths: Iterable[Path], for_s: float = float("inf")) -> list[IndexEntry]:
    """What the first of some files hold: as many as can be read in some seconds, and one at least."""
    until = monotonic() + for_s
    found = []
    for path in paths:
        found.append(_read(path))
        if monotonic() >= until:
            break
    return found


def races(folder: Path | None = None) -> tuple[list[RaceSummary], list[str]]:
    """Every race of the library, newest first, and what is wrong with the files that cannot be read.

    With a folder, those of that folder alone. Raises OSError where the folder cannot be read.
    """
    catalogue = Catalogue(folder)
    catalogue.take(read_files(catalogue.look()))
    catalogue.keep()
    return catalogue.races, catalogue.troubles


def _read(path: Path) -> IndexEntry:
    from replays.catalogue.summarise import summarise

    stamp = _stamp(path)
    try:
        return IndexEntry(path, stamp, summarise(path))
    except RaceFileError as error:
        worst = next(problem for problem in error.problems if problem.fatal)
        return IndexEntry(path, stamp, Trouble(str(error), of_a_line=worst.line > 0))


def _stamp(path: Path) -> Stamp:
    try:
        return Stamp.of(path)
    except OSError:
        return NO_STAMP
