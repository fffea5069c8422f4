"""A runner's best earlier race over the same distance, of those whose splits the library has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.marks import RunningMark
from replays.people.people_index import library_people
from replays.people.results_cache import ResultsCache, SpoilerFreeResults
from replays.watching.recorded_marks import run_of
from replays.watching.recorded_race import RecordedRace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.board import Board
    from race.fold.runner import Runner
    from race.messages import Mark, StartList
    from replays.people.known_people import RaceEntry


def best_earlier_race(board: Board, runner: Runner) -> RunningMark | None:
    """The fastest run of a runner before the day of a race, as a mark on its course; None without one.

    Nothing of the same day or later is read, as someone watching the race may not know it yet.
    """
    start_list, course = board.state.start_list, board.state.course
    if start_list is None or course is None:
        return None
    people, _ = library_people()
    person = people.recognise(runner.entrant, board.race, start_list)
    results = SpoilerFreeResults(ResultsCache(), board)
    timed: list[tuple[int, RaceEntry]] = []
    for entry in person.entries if person is not None else ():
        read = results.results(entry.listed) if _is_alike(entry, start_list, board.race) else None
        time = read.result(entry.entrant.bib).time if read is not None else None
        if time is not None:
            timed.append((time.ms, entry))
    fastest_first = (entry for _, entry in sorted(timed, key=lambda pair: pair[0]))
    return next((RunningMark(mark, course) for mark in _with_splits(fastest_first)), None)


def _is_alike(entry: RaceEntry, start_list: StartList, race: str) -> bool:
    """Whether an entry is a runner's, to another race of the same event in the same setting."""
    other = entry.listed.start_list
    of_race = (start_list.event, start_list.distance_m, start_list.setting)
    is_other = entry.listed.names != (race, start_list.date, start_list.name)
    is_same_event = (other.event, other.distance_m, other.setting) == of_race
    return is_other and is_same_event and entry.entrant.role == "runner"


def _with_splits(entries: Iterator[RaceEntry]) -> Iterator[Mark]:
    """The runs of which splits were published, as marks."""
    for entry in entries:
        listed = entry.listed
        try:
            mark = run_of("best earlier race", RecordedRace.read(listed.path), entry.entrant.bib)
        except FeedError:
            continue  # a run with a time but without a place to compare, or splits that contradict it
        if mark.splits:
            yield mark
