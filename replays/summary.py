"""What the library tells about its races without giving a result away."""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from feeds import log
from feeds.errors import Problem, RaceFileError
from feeds.log import Log
from race.history import History
from race.messages import StartList
from race.state import RaceState, Runner
from replays.library import files, name_of, own_files

MOST_KEPT = 256
"""Summaries of files that did not change since they were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What the library tells about a race without giving its result away."""

    race: str
    path: Path
    start_list: StartList
    runners: int
    """Entrants who are not pacemakers."""
    pacemakers: int
    results: int
    """Runners whose finishing time is known."""
    resultless: int
    """Runners known to have no result: did not start, did not finish, disqualified."""
    last_place: int
    """The last place in the result that anybody is known to hold; 0 where no places are known."""
    splits: int
    """Published splits short of the finish, pacemakers' included."""
    possible_splits: int
    """What they would be if everyone had been timed everywhere."""
    winner: str

    @property
    def finishers(self) -> int:
        """How many must have a result: on the start list, or by the places that are known."""
        return max(self.runners - self.resultless, self.last_place)

    @property
    def missing(self) -> int:
        """Results that nobody published."""
        return self.finishers - self.results

    @property
    def name(self) -> str:
        """What the race is opened by: its name in the library, or the path of its file."""
        return name_of(self.path)

    def completeness(self) -> str:
        """How much was published, in words."""
        results = "all results"
        if self.missing:
            results = f"{self.results} of {self.finishers} results"
        share = self.splits / self.possible_splits if self.possible_splits else 1.0
        if share == 1.0:
            return f"{results}, all splits"
        return f"{results}, {self.splits} of {self.possible_splits} splits"

    def to_json(self) -> dict[str, Any]:
        """The object that `lapbell races --json` prints for a race: nothing of the result."""
        start_list = self.start_list
        return {
            "race": self.race,
            "path": str(self.path),
            "name": start_list.name,
            "meet": start_list.meet or None,
            "venue": start_list.venue or None,
            "date": start_list.date or None,
            "event": start_list.event or None,
            "sex": start_list.sex or None,
            "distance_m": start_list.distance_m,
            "runners": self.runners,
            "pacemakers": self.pacemakers,
            "results": self.results,
            "results_missing": self.missing,
            "splits": self.splits,
            "splits_possible": self.possible_splits,
            "sources": list(start_list.sources.values()),
        }


def races(folder: Path | None = None) -> tuple[list[Summary], list[RaceFileError]]:
    """Every race of the library, newest first, and what is wrong with the files that cannot be read.

    With a folder, those of that folder alone. Raises OSError where the folder cannot be read.
    """
    found: list[Summary] = []
    broken: list[RaceFileError] = []
    paths = files(folder) if folder else files()
    try:
        paths += own_files() if folder is None else []
    except RaceFileError as error:
        broken.append(error)
    for path in paths:
        try:
            found.append(summarise(path))
        except RaceFileError as error:
            broken.append(error)
    found.sort(key=lambda summary: summary.start_list.date, reverse=True)
    return found, broken


def summarise(path: Path) -> Summary:
    """What a race file holds; worked out anew only when the file has changed. Raises RaceFileError."""
    try:
        status = os.stat(path)
    except OSError as error:
        raise RaceFileError(path.name, [Problem(0, f"cannot be read: {error.strerror or error}")]) from error
    return _summarised(path, status.st_mtime_ns, status.st_size)


@lru_cache(maxsize=MOST_KEPT)
def _summarised(path: Path, _mtime_ns: int, _size: int) -> Summary:
    return summary_of(log.read(path), path)


def summary_of(race_log: Log, path: Path) -> Summary:
    """What a log holds. Raises RaceFileError where it has no start list."""
    history = History(race_log.messages())
    state = history.at(history.end_ms)
    if state.start_list is None or state.course is None:
        raise RaceFileError(path.name, [Problem(0, "no start list: nothing is known about the race")])
    finish = state.course.finish
    runners = [r for r in state.runners.values() if r.entrant.role == "runner"]
    timed = [runner for runner in runners if runner.time_at(finish) is not None]
    return Summary(
        race=race_log.race,
        path=path,
        start_list=state.start_list,
        runners=len(runners),
        pacemakers=len(state.runners) - len(runners),
        results=len(timed),
        resultless=sum(runner.out in ("dnf", "dns", "dq") for runner in runners),
        last_place=max((_place(runner, finish) for runner in runners), default=0),
        splits=sum(_splits(runner, finish) for runner in state.runners.values()),
        possible_splits=sum(_reach(runner, finish) for runner in state.runners.values()),
        winner=_winner(state, timed, finish),
    )


def _place(runner: Runner, finish: int) -> int:
    """The place printed for somebody whose result stands; 0 where there is none."""
    passing = runner.passings.get(finish)
    return passing.rank or 0 if passing is not None and runner.out is None else 0


def _splits(runner: Runner, finish: int) -> int:
    return sum(runner.time_at(index) is not None for index in runner.passings if index != finish)


def _reach(runner: Runner, finish: int) -> int:
    """Checkpoints short of the finish that the runner passed, as far as anyone knows."""
    return finish if runner.out in (None, "unknown") else min(runner.furthest + 1, finish)


def _winner(state: RaceState, finishers: list[Runner], finish: int) -> str:
    if not finishers:
        return ""
    first = min(finishers, key=lambda r: (r.passings[finish].rank or 1, r.passings[finish].time or (0,)))
    return first.entrant.name
