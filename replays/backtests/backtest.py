"""Backtests: how right the projections would have been in races whose splits are all known.

What the board would have shown at each time is compared with the time that was run, and so are the
projections of three simpler rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.projection.road_model import RoadModel
from replays.backtests.field_rerun import FieldRerun
from replays.backtests.file_report import FileReport
from replays.backtests.heat_rerun import HeatRerun
from replays.backtests.race_columns import RaceColumns, races_of
from replays.backtests.split_table import open_table

if TYPE_CHECKING:
    from race.messages import RaceKind, Setting
    from race.projection.previous_edition import Edition

MOST_PROJECTED = 20_000
"""Of more athletes of a race an even selection is projected."""

MOST_IN_A_HEAT = 500
"""The same on a track, where each projection looks at the whole field."""

Progress = Callable[[float], None]
"""Called with the share of a file that is done, from 0 to 1."""


def backtest(
    path: Path,
    edition: Edition | None = None,
    setting: Setting | None = None,
    kind: RaceKind | None = None,
    progress: Progress | None = None,
) -> FileReport:
    """Project the races of a split table again. The setting defaults to the likely one for the distance.

    Raises RaceFileError where the file is not a split table, FeedError where the edition is of another
    course.
    """
    with open_table(path) as table:
        distances = table.distances
        races = races_of(table.athletes, distances)
    if edition is not None and len(edition.matches(distances)) < 2:
        raise FeedError(f"{path.name}: the earlier edition is not of this course")
    report = FileReport(path.name, distances, setting or likely_setting(distances[-1]))
    athletes = sum(map(len, races))
    for race in races:
        for part in _rerun(race, report, kind, edition):
            if progress:
                progress((report.athletes + part * len(race)) / athletes)
        report.races += 1
        report.athletes += len(race)
    return report


def _rerun(
    race: RaceColumns, report: FileReport, kind: RaceKind | None, edition: Edition | None
) -> Iterator[float]:
    """Project a race; yields the share that is done from time to time."""
    is_on_track = report.setting in ("track", "indoor")
    numbers = race.selection(MOST_IN_A_HEAT if is_on_track else MOST_PROJECTED)
    report.projected += len(numbers)
    if is_on_track:
        return HeatRerun(race, numbers, report).run(kind, edition)
    model = RoadModel(race.distances, report.setting, edition)
    return FieldRerun(race, numbers, model, report).run()


def likely_setting(distance_m: float) -> Setting:
    """A road from 40 to 42.5 km and from 21 to 21.2 km, a track up to 3000 m, a trail for all else."""
    if 40_000 <= distance_m <= 42_500 or 21_000 <= distance_m <= 21_200:
        return "road"
    return "track" if distance_m <= 3_000 else "trail"
