"""Races on the track, each graded by what the board showed: those of the library, and tables of heats."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from race.projection.board_model import BoardModel
from race.projection_grading import grade
from replays.backtests.backtest import backtest
from replays.backtests.projection_errors import summarised
from replays.library import files
from replays.watching.recorded_race import RecordedRace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.calibration import GivenChance
    from race.messages import StartList
    from race.projection_grading import Grade
    from replays.backtests.file_report import FileReport

FEWEST = 4
"""Projections, fewer of which say nothing of a race."""

MIDDLE_M = (1400, 1700)

MIDDLE = "1500 m and mile"

HEATS = f"{MIDDLE}, college heats"


class CheckpointGrade(NamedTuple):
    """The projections of a race made at one checkpoint."""

    done: float
    """The part of the way."""
    projections: int
    error_s: float
    """Mean."""
    even_error_s: float
    ranges: int
    held: int
    half_range_s: float
    """Mean; 0 without ranges."""


class TrackRace(NamedTuple):
    """A race that has been graded."""

    kind: str
    checkpoints: list[CheckpointGrade]
    chances: list[GivenChance]
    """A moment is a race and the part of the way."""


def library_races() -> Iterator[TrackRace]:
    """The races of the library on the track that have splits to project from."""
    for path in files():
        recording = RecordedRace.read(path)
        history = recording.history(estimates=False)
        start_list, graded = history.start_list, grade(history, BoardModel())
        if start_list is None or start_list.setting not in ("track", "indoor"):
            continue
        if graded is not None and len(graded.projections) >= FEWEST:
            yield _of_grade(path.stem, kind_of(start_list), graded)


def _of_grade(race: str, kind: str, graded: Grade) -> TrackRace:
    course, parts = graded.course, {}
    checkpoints = []
    for index in graded.checkpoints:
        summary, done = graded.summary(index), course.distance(index) / course.distance_m
        parts[index] = done
        checkpoints.append(
            CheckpointGrade(
                done,
                summary.projections,
                summary.error_ms / 1000,
                summary.even_error_ms / 1000,
                summary.ranges,
                summary.held,
                (summary.half_width_ms or 0.0) / 1000,
            )
        )
    chances = [
        given._replace(moment=(race, parts[index]))
        for index in parts
        for given in graded.chances
        if given.moment == index
    ]
    return TrackRace(kind, checkpoints, chances)


def heats(table: Path) -> Iterator[TrackRace]:
    """The heats of a table, each as a race of its own, run as among clubs."""
    rows: defaultdict[str, list[list[str]]] = defaultdict(list)
    with gzip.open(table, "rt", encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    for line in lines:
        rows[line[0]].append(line)
    with TemporaryDirectory() as folder:
        for number, (race, field) in enumerate(rows.items()):
            path = Path(folder) / f"{number}.csv"
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([head, *field])
            yield _of_report(race, backtest(path, kind="club"))


def _of_report(race: str, report: FileReport) -> TrackRace:
    parts = [checkpoint.distance_m / report.distance_m for checkpoint in report.checkpoints]
    checkpoints = []
    for done, (_, errors, _) in zip(parts, report.checkpoints, strict=True):
        if (summary := summarised([errors])) is not None:
            error_s, half_s = summary.error_s, (summary.width_s or 0.0) / 2
            checkpoints.append(
                CheckpointGrade(
                    done,
                    summary.projections,
                    error_s["model"],
                    error_s["constant"],
                    summary.ranged,
                    summary.held,
                    half_s,
                )
            )
    chances = [
        given._replace(moment=(race, done))
        for index, done in enumerate(parts)
        for given in report.chances
        if given.moment == (race, index)
    ]
    return TrackRace(HEATS, checkpoints, chances)


def kind_of(start_list: StartList) -> str:
    """The kind of a race, as the tables name it."""
    metres, sex = start_list.distance_m, start_list.sex
    if not MIDDLE_M[0] <= metres <= MIDDLE_M[1]:
        return "800 m" if metres == 800 else "3000 m and longer" if metres >= 3000 else "other distances"
    said = {"paced": f"paced, {sex}", "championship": "championships", "heat": "elite heats"}
    return f"{MIDDLE}, {said.get(start_list.kind or '', 'kind not told')}"
