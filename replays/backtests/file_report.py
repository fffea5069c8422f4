"""What a backtest found out about a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.calibration import GroupedShare
from replays.backtests.projection_errors import CheckpointErrors, ProjectionErrors

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.calibration import GivenChance
    from race.messages import Setting


class FileReport:
    """The projections of a file, counted and added up as its races are projected again."""

    def __init__(self, name: str, distances: Sequence[float], setting: Setting) -> None:
        self.name = name
        self.distance_m = distances[-1]
        self.setting = setting
        self.races = 0
        self.athletes = 0
        self.projected = 0
        """How many athletes were projected: of the largest races a selection."""
        self.checkpoints = [
            CheckpointErrors(m, ProjectionErrors(), ProjectionErrors()) for m in distances[:-1]
        ]
        """Without the finish."""
        self.held = GroupedShare()
        """Which ranges of finishes held; those of an athlete are alike, and on the track those of a race."""
        self.chances: list[GivenChance] = []
        """The chances of winning given in races on the track; a moment is a race and a checkpoint."""
