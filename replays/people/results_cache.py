"""The archive: the results of the library's races, each read once and only when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from feeds.errors import RaceFileError
from race.board import Board
from replays.catalogue.start_lists import ListedRace
from replays.people.results import RaceResults


@dataclass
class ResultsCache:
    """Reads results, and remembers them."""

    broken: list[RaceFileError] = field(default_factory=list)
    """What is wrong with the files that could not be read."""
    _read: dict[Path, RaceResults | None] = field(default_factory=dict)

    def results(self, listed: ListedRace) -> RaceResults | None:
        """The results of a race; None where its file cannot be read."""
        if listed.path not in self._read:
            self._read[listed.path] = self._results(listed.path)
        return self._read[listed.path]

    def _results(self, path: Path) -> RaceResults | None:
        try:
            return RaceResults.read(path)
        except RaceFileError as error:
            self.broken.append(error)
            return None


@dataclass(frozen=True)
class SpoilerFreeResults:
    """What may be told of the results while a race is being watched.

    That is the end of the races of earlier days, and of the race itself what is on its board. Where no day
    is known, nothing is told.
    """

    archive: ResultsCache
    board: Board

    def results(self, listed: ListedRace) -> RaceResults | None:
        """The results of a race, as far as they may be told."""
        watched = self.board.state.start_list
        if watched is None:
            return None
        if listed.names == (self.board.race, watched.date, watched.name):
            return RaceResults(self.board.state)
        return self.archive.results(listed) if "" < listed.start_list.date < watched.date else None
