"""Backtests: how right the projections would have been in races whose splits are all known.

What the board would have shown at each time is compared with the time that was run, and so are the
projections of three simpler rules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.projection.road_model import RoadModel
from replays.backtests.field_rerun import FieldRerun
from replays.backtests.heat_rerun import HeatRerun
from replays.backtests.projection_errors import CheckpointErrors, ProjectionErrors
from replays.backtests.split_table import open_table
from replays.backtests.table_race import races_of

if TYPE_CHECKING:
    from race.messages import RaceKind, Setting
    from race.projection.previous_edition import Edition

MOST_PROJECTED = 25_000
"""Of more athletes of a race an even selection is projected."""

MOST_IN_A_HEAT = 500
"""The same on a track, where each projection looks at the whole field."""

Progress = Callable[[float], None]
"""Called with the share of a file that is done, from 0 to 1."""


@dataclass(slots=True)
class FileReport:
    """The projections of a file."""

    name: str
    distance_m: float
    setting: Setting
    races: int
    athletes: int
    projected: int
    """How many athletes were projected: of the largest races a selection."""
    checkpoints: list[CheckpointErrors]
    """Without the finish."""


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
    setting = setting or likely_setting(distances[-1])
    checkpoints = [CheckpointErrors(m, ProjectionErrors(), ProjectionErrors()) for m in distances[:-1]]
    athletes, projected, done = sum(map(len, races)), 0, 0
    is_on_track = setting in ("track", "indoor")
    for race in races:
        numbers = race.selection(MOST_IN_A_HEAT if is_on_track else MOST_PROJECTED)
        if is_on_track:
            parts = HeatRerun(race, numbers, setting, kind, checkpoints).run(edition)
        else:
            parts = FieldRerun(race, numbers, RoadModel(distances, setting, edition), checkpoints).run()
        for part in parts:
            if progress:
                progress((done + part * len(race)) / athletes)
        done += len(race)
        projected += len(numbers)
    return FileReport(path.name, distances[-1], setting, len(races), athletes, projected, checkpoints)


def likely_setting(distance_m: float) -> Setting:
    """A road from 40 to 42.5 km and from 21 to 21.2 km, a track up to 3000 m, a trail for all else."""
    if 40_000 <= distance_m <= 42_500 or 21_000 <= distance_m <= 21_200:
        return "road"
    return "track" if distance_m <= 3_000 else "trail"
