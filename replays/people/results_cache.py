"""The results of the library's races, each read once, and only when it is asked for."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import RaceFileError
from race.lazy_dataclass import dataclass
from replays.people.results import RaceResults

if TYPE_CHECKING:
    from race.board import Board
    from replays.catalogue.start_lists import ListedRace


@dataclass
class ResultsCache:
    """Reads race files for their results, and keeps these: to read a file takes longer than all the rest."""

    broken: list[RaceFileError] = field(default_factory=list)
    """What is wrong with the files that could not be read."""
    _results: dict[Path, RaceResults | None] = field(default_factory=dict)

    def results(self, listed: ListedRace) -> RaceResults | None:
        """The results of a race; None where its file cannot be read."""
        path = listed.path
        if path not in self._results:
            try:
                self._results[path] = RaceResults.read(path)
            except RaceFileError as error:
                self.broken.append(error)
                self._results[path] = None
        return self._results[path]


@dataclass(frozen=True)
class SpoilerFreeResults:
    """The results that may be shown while a race is being watched.

    These are the results of races of earlier days, and of the race itself what its board shows. Where the
    day of either race is not known, no result is shown.
    """

    cache: ResultsCache
    board: Board

    def results(self, listed: ListedRace) -> RaceResults | None:
        """The results of a race; None where they may not be shown."""
        watched = self.board.state.start_list
        if watched is None:
            return None
        if listed.names == (self.board.race, watched.date, watched.name):
            return RaceResults(self.board.state, self.board.clock_ms)
        return self.cache.results(listed) if "" < listed.start_list.date < watched.date else None
