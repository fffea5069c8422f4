"""Races on the track, each graded by what the board showed: of the library, the Diamond League and tables."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Split, StartList
from race.projection.board_model import BoardModel
from race.projection_grading import grade
from race.times import Time
from replays.backtests.split_table import LEADING
from replays.library import files
from replays.watching.recorded_race import RecordedRace
from tests.projections.track_fit import FitRow, refitted, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from race.calibration import GivenChance
    from race.messages import RaceKind
    from race.projection_grading import Grade

FEWEST = 4
"""Projections, fewer of which say nothing of a race."""

MIDDLE_M = (1400, 1700)

MIDDLE = "1500 m and mile"

HEATS = f"{MIDDLE}, colleges"

NATIONAL = f"{MIDDLE}, US finals"

NATIONAL_FINALS = ("USATF_2018", "ncaa_2018")

FITTED = {
    f"{MIDDLE}, paced, men": "paced",
    f"{MIDDLE}, paced, women": "paced",
    f"{MIDDLE}, championships": "championship",
    NATIONAL: "championship",
    HEATS: "club",
}
"""The rule of each kind that is fitted."""

WHOLE = 14
"""Runners at checkpoints, from which most of the times of a race are known."""


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


class _Run(NamedTuple):
    """A race that has been run, before it is judged."""

    name: str
    history: History
    kind: str
    """As the tables name it."""
    rows: list[FitRow]
    """Empty where the rule is not fitted on it."""


def judged_races(tables: Sequence[Path], samples: Path) -> list[TrackRace]:
    """The races of the library on the track, of the Diamond League, and the heats of tables.

    Those over 1500 m and a mile of which most times are known are judged by a rule that was fitted on the
    others of their kind.
    """
    runs = [*_library_runs(), *_diamond_league(samples / "track-splits")]
    runs += [run for table in tables for run in _heats(table)]
    found = (_judged(run, runs) for run in runs)
    return [race for race in found if race is not None]


def _judged(run: _Run, runs: Sequence[_Run]) -> TrackRace | None:
    fitted = FITTED.get(run.kind)
    others = [o.rows for o in runs if o is not run and o.rows and FITTED.get(o.kind) == fitted]
    with refitted(others, fitted) if fitted and run.rows else nullcontext():
        graded = grade(run.history, BoardModel())
    if graded is None or len(graded.projections) < FEWEST:
        return None
    return _of_grade(run.name, run.kind, graded)


def _run_of(name: str, history: History) -> _Run | None:
    start_list, end = history.start_list, history.at(history.end_ms)
    if start_list is None or start_list.setting not in ("track", "indoor"):
        return None
    kind = kind_of(start_list)
    rows = rows_of(end) if kind in FITTED else []
    return _Run(name, history, kind, rows if len(rows) >= WHOLE else [])


def _library_runs() -> Iterator[_Run]:
    for path in files():
        run = _run_of(path.stem, RecordedRace.read(path).history(estimates=False))
        if run is not None:
            yield run


def _diamond_league(folder: Path) -> Iterator[_Run]:
    """Races of women in the Diamond League, of which the times at every 100 m are known."""
    for path in sorted(folder.glob("1500m_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        distances = [column for column in rows[0] if column.isdigit()]
        field = [[_seconds(row[metres]) for metres in distances] for row in rows]
        yield _table_run(path.stem, [float(metres) for metres in distances], field, "women", "paced")


def _seconds(text: str) -> float | None:
    time = Time.parse(text.strip()) if text.strip()[:1].isdigit() else None
    return time.ms / 1000 if time else None


def _table_run(
    name: str, distances: Sequence[float], field: Sequence[Sequence[float | None]], sex: str, kind: RaceKind
) -> _Run:
    used = [i for i in range(len(distances)) if any(times[i] is not None for times in field)]
    start_list = StartList(
        name=name,
        kind=kind,
        sex=sex,
        distance_m=distances[-1],
        lap_m=400,
        checkpoints=tuple(Checkpoint(id=f"{distances[i]:g}", distance_m=distances[i]) for i in used),
        entrants=tuple(Entrant(bib=f"{number}", name=f"Runner {number}") for number in range(len(field))),
    )
    splits = [
        Split(bib=f"{n}", checkpoint=f"{distances[i]:g}", time=Time(round(s * 1000)), evidence="official")
        for n, times in enumerate(field)
        for i in used
        if (s := times[i]) is not None
    ]
    run = _run_of(name, History([start_list, Gun(), *splits]))
    assert run
    return run


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


def _heats(table: Path) -> Iterator[_Run]:
    """The heats of a table, run as among clubs, but for national finals."""
    rows: defaultdict[str, list[list[str]]] = defaultdict(list)
    with gzip.open(table, "rt", encoding="utf-8", newline="") as file:
        head, *lines = csv.reader(file)
    for line in lines:
        rows[line[0]].append(line)
    first = len(LEADING)
    for race, heat in rows.items():
        field = [[float(cell) if cell else None for cell in line[first:]] for line in heat]
        kind: RaceKind = "championship" if race.startswith(NATIONAL_FINALS) else "club"
        yield _table_run(race, [float(metres) for metres in head[first:]], field, heat[0][2], kind)


def kind_of(start_list: StartList) -> str:
    """The kind of a race, as the tables name it."""
    metres, sex = start_list.distance_m, start_list.sex_of_field or "men"
    if not MIDDLE_M[0] <= metres <= MIDDLE_M[1]:
        return "800 m" if metres == 800 else "3000 m and longer" if metres >= 3000 else "other distances"
    if start_list.name.startswith(NATIONAL_FINALS):
        return NATIONAL
    said = {
        "paced": f"paced, {sex}",
        "championship": "championships",
        "heat": "championships",
        "club": "colleges",
    }
    return f"{MIDDLE}, {said.get(start_list.kind or '', 'kind not told')}"
