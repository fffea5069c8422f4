"""Summarises race files for the library."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feeds import log
from feeds.errors import Problem, RaceFileError
from race.projection.board_model import project
from race.standings import standings, winners
from race.times import LONGEST_MS
from replays.catalogue.summary import ListedEntrant, RaceSummary
from replays.reconstruction import estimated_splits
from replays.result_only import figures_on_the_way

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.messages import Entrant


def summarise(path: Path) -> RaceSummary:
    """The summary of a race file. Raises RaceFileError where it cannot be read, or has no start list."""
    race_log = log.read(path)
    history = race_log.history()
    state = history.at(history.end_ms)
    start_list = state.start_list
    if start_list is None or state.course is None:
        raise RaceFileError(path.name, [Problem(0, "no start list: nothing is known about the race")])
    finish = state.course.finish
    everyone = list(state.runners.values())
    runners = [runner for runner in everyone if runner.entrant.role == "runner"]
    timed = [runner for runner in runners if runner.time_at(finish) is not None]
    return RaceSummary(
        path=path,
        race=race_log.race,
        name=start_list.name,
        meet=start_list.meet,
        venue=start_list.venue,
        date=start_list.date,
        event=start_list.event,
        sex=start_list.sex,
        distance_m=start_list.distance_m,
        entrants=tuple(sorted((_listed(runner.entrant) for runner in everyone), key=_by_name)),
        sources=tuple(start_list.sources.values()),
        starters=sum(runner.out != "dns" for runner in everyone),
        finishers=_finishers(runners, finish),
        results=len(timed),
        splits=sum(_splits(runner, finish) for runner in everyone),
        figures=figures_on_the_way(state),
        estimated=estimated_splits(history.messages, history),
        possible_splits=sum(_reach(runner, finish) for runner in everyone),
        winner=" and ".join(runner.entrant.name for runner in winners(standings(state, project, LONGEST_MS))),
    )


def _listed(entrant: Entrant) -> ListedEntrant:
    return ListedEntrant(entrant.bib, entrant.name, entrant.short_name, entrant.nation, entrant.role)


def _by_name(entrant: ListedEntrant) -> tuple[str, str]:
    """Not the order of the start list, which may be that of the result."""
    return entrant.short_name.casefold(), entrant.name


def _finishers(runners: list[Runner], finish: int) -> int:
    """How many must have a result: those not known to lack one, or as many as the last known place."""
    resultless = sum(runner.out in ("dnf", "dns", "dq") for runner in runners)
    return max(len(runners) - resultless, max((_place(runner, finish) for runner in runners), default=0))


def _place(runner: Runner, finish: int) -> int:
    """The official place of a runner whose result is valid; 0 where there is none."""
    passing = runner.passings.get(finish)
    return passing.official_place or 0 if passing is not None and runner.out is None else 0


def _splits(runner: Runner, finish: int) -> int:
    return sum(runner.time_at(index) is not None for index in runner.passings if index != finish)


def _reach(runner: Runner, finish: int) -> int:
    """Checkpoints short of the finish that the runner passed, as far as is known."""
    return finish if runner.out in (None, "unknown") else min(runner.furthest + 1, finish)
