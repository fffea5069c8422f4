"""Earlier editions of a course, read from files."""

from __future__ import annotations

from pathlib import Path

from feeds.errors import FeedError
from feeds.log import read
from race.course import Course
from race.fold.history import History
from race.fold.state import Runner
from race.projection.previous_edition import Edition
from replays.backtests.split_table import open_table


def read_edition(path: Path) -> Edition:
    """An earlier edition from a split table (.csv, .csv.gz) or a race file.

    Of a race file the measured times count, since the start line where its crossing was timed. Raises
    RaceFileError where the file is neither, FeedError where nobody's times are in it.
    """
    edition = _of_table(path) if path.name.endswith((".csv", ".csv.gz")) else _of_race(path)
    if not edition.athletes:
        raise FeedError(f"{path.name}: nobody's times are in it")
    return edition


def _of_table(path: Path) -> Edition:
    with open_table(path) as table:
        return Edition.of(table.distances, (athlete.seconds for athlete in table.athletes))


def _of_race(path: Path) -> Edition:
    history = History(read(path).messages())
    state = history.at(history.end_ms)
    course = state.course
    if course is None:
        raise FeedError(f"{path.name}: no start list, and so no course")
    runners = (runner for runner in state.runners.values() if runner.passings)
    return Edition.of(course.distances, (_seconds(course, runner) for runner in runners))


def _seconds(course: Course, runner: Runner) -> list[float | None]:
    times = (runner.net_at(index) or runner.time_at(index) for index in range(course.finish + 1))
    return [time.ms / 1000 if time else None for time in times]
