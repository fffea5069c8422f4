"""Earlier editions of a course, read from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.log import read
from race.projection.previous_edition import Edition
from replays.backtests.split_table import SUFFIXES, open_table

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner


def read_edition(path: Path) -> Edition:
    """An earlier edition from a split table (.csv, .csv.gz) or a race file.

    From a race file the measured times are taken, from the start line where that was timed. Raises
    RaceFileError where the file is neither, FeedError where it holds no times.
    """
    edition = _of_table(path) if path.name.endswith(SUFFIXES) else _of_race(path)
    if not edition.athletes:
        raise FeedError(f"{path.name}: there are no times in it")
    return edition


def _of_table(path: Path) -> Edition:
    with open_table(path) as table:
        return Edition.of(table.distances, (athlete.seconds for athlete in table.athletes))


def _of_race(path: Path) -> Edition:
    history = read(path).history()
    state = history.at(history.end_ms)
    course = state.course
    if course is None:
        raise FeedError(f"{path.name}: no start list, and so no course")
    runners = (runner for runner in state.runners.values() if runner.passings)
    return Edition.of(course.distances, (_seconds(course, runner) for runner in runners))


def _seconds(course: Course, runner: Runner) -> list[float | None]:
    times = (runner.net_at(index) or runner.time_at(index) for index in range(course.finish + 1))
    return [time.ms / 1000 if time else None for time in times]
