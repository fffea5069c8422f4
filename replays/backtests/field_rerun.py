"""A race of a split table, projected again as the board projects a field.

What the runners ahead teach depends on the time at which it is asked for, and not on the order of the
questions. So those who teach are followed first, to the end; then the others are projected one at a time, and
none of them is kept.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.projection.field_tracker import MOST_TEACHERS
from race.projection.pace_curve import SEX, Traits
from race.projection.racers import is_small
from race.projection.shown_finish import is_finish_shown
from replays.backtests.simple_rules import simple_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.projection.road_model import RoadModel
    from race.projection.runner_splits import RunnerSplits
    from replays.backtests.file_report import FileReport
    from replays.backtests.race_columns import RaceColumns

REPORTED = 1000
"""How many are projected between two reports of the progress."""


class FieldRerun:
    """A race, who of it is projected, by which model, and the report that it goes into."""

    def __init__(
        self,
        race: RaceColumns,
        numbers: Sequence[int],
        model: RoadModel,
        report: FileReport,
    ) -> None:
        self._race, self._numbers, self._model, self._report = race, numbers, model, report
        self._distances, self._finish = race.distances, len(race.distances) - 1

    def run(self) -> Iterator[float]:
        """Project the race; yields the share that is done from time to time."""
        race = self._race
        for number in range(0, len(race), 1 + len(race) // MOST_TEACHERS):
            if (run := self._splits(number, self._finish)).reads:
                self._model.field.follow(run)
        for checkpoint in range(self._finish):
            there = race.arrivals(self._numbers, checkpoint)
            for count, number in enumerate(there):
                if count % REPORTED == 0:
                    yield (checkpoint + count / len(there)) / self._finish
                run = self._splits(number, checkpoint)
                if run.reads and run.reads[-1].checkpoint == checkpoint:
                    self._project(run)

    def _splits(self, number: int, last: int) -> RunnerSplits:
        """The plausible times of an athlete up to a checkpoint."""
        sex = SEX[self._race.sexes[number]]
        run, before = (
            self._model.run(number, Traits(sex=sex, is_in_small_field=is_small(len(self._race)))),
            None,
        )
        for read in self._race.reads(number, last):
            if self._model.trusts(before, read):
                run.add(read)
                before = read
        return run

    def _project(self, run: RunnerSplits) -> None:
        """Compare what is shown at the last of an athlete's times with what was run."""
        read, number = run.reads[-1], len(run.reads) - 1
        errors, following = self._report.checkpoints[read.checkpoint], read.checkpoint + 1
        learnt = self._model.field.corrections(read.checkpoint, read.when_ms)
        coming, last = self._model.estimates(run, number, following, learnt)
        is_shown = is_finish_shown(
            self._distances[read.checkpoint] / self._distances[-1], last.low is not None
        )
        before = run.reads[number - 1] if number else None
        asked = [(errors.following, following, coming)]
        if is_shown:
            asked.append((errors.finish, self._finish, last))
        for each, end, estimate in asked:
            actual = self._race.seconds(run.number, end)
            if actual is None:
                continue
            has_held = each.add(actual, estimate, simple_rules(self._distances, before, read, end))
            if each is errors.finish and has_held is not None:
                self._report.held.add((self._race.name, run.number), has_held)
