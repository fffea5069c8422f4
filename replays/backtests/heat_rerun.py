"""A race on the track of a split table, projected again by the board itself.

A projection on the track looks at the whole field. So the times are made into a race such as a race file
holds, and each projection is read from the board's rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.event import LAP_M
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Split, StartList
from race.projection.board_model import BoardModel
from race.projection.pace_curve import Read
from race.projection.road_model import Estimate
from race.shown_chances import shown_chances
from race.shown_projections import ShownProjection, measured_passings, shown_projections
from race.times import Time
from replays.backtests.simple_rules import simple_rules

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from race.fold.runner import Runner
    from race.messages import Message, RaceKind
    from race.projection.previous_edition import Edition
    from race.projection.projector import Expected, Projection
    from replays.backtests.file_report import FileReport
    from replays.backtests.race_columns import RaceColumns


class HeatRerun:
    """A race on the track, who takes part in it, and the report that it goes into."""

    def __init__(self, race: RaceColumns, numbers: Sequence[int], report: FileReport) -> None:
        self._race, self._numbers, self._report = race, numbers, report
        self._distances = race.distances

    def run(self, kind: RaceKind | None, edition: Edition | None) -> Iterator[float]:
        """Project the race, run in a way; yields the share that is done from time to time."""
        history, model = History(self._messages(kind)), BoardModel(edition)
        passings = measured_passings(history.at(history.end_ms), finishers=False)
        for count, shown in enumerate(shown_projections(history, model, passings)):
            yield count / len(passings)
            self._add(shown)
        for there in shown_chances(history, model, passings):
            given = (each._replace(moment=(self._race.name, each.moment)) for each in there.given)
            self._report.chances.extend(given)

    def _messages(self, kind: RaceKind | None) -> Iterator[Message]:
        """The race as messages; all start at the gun, as on a track."""
        sexes = {self._race.sexes[number] for number in self._numbers}
        yield StartList(
            name="A race of a split table",
            kind=kind,
            sex=sexes.pop() if len(sexes) == 1 else "",
            setting=self._report.setting,
            distance_m=self._distances[-1],
            lap_m=LAP_M[self._report.setting],
            checkpoints=tuple(Checkpoint(id=f"{i}", distance_m=m) for i, m in enumerate(self._distances)),
            entrants=tuple(Entrant(bib=f"{number}", name=f"Athlete {number}") for number in self._numbers),
        )
        yield Gun()
        for number in self._numbers:
            for read in self._race.reads(number):
                time = Time(round(read.seconds * 1000))
                yield Split(bib=f"{number}", checkpoint=f"{read.checkpoint}", time=time, evidence="official")

    def _add(self, shown: ShownProjection) -> None:
        """Compare what was shown after a passing with what was run."""
        errors, row, finish = self._report.checkpoints[shown.checkpoint], shown.row, len(self._distances) - 1
        known = list(_reads(row.runner, shown.checkpoint))
        before = known[-2] if len(known) > 1 else None
        following = row.next.checkpoint if row.next else finish
        for each, expected, end in (
            (errors.finish, row.projection, finish),
            (errors.following, row.next, following),
        ):
            actual = shown.in_the_end.time_at(end)
            if expected is not None and actual is not None:
                simple = simple_rules(self._distances, before, known[-1], end)
                has_held = each.add(actual.ms / 1000, _estimate(expected), simple)
                if each is errors.finish and has_held is not None:
                    self._report.held.add(self._race.name, has_held)


def _reads(runner: Runner, last: int) -> Iterator[Read]:
    """A runner's times up to a checkpoint."""
    for index in range(last + 1):
        time = runner.time_at(index)
        if time is not None:
            yield Read(index, time.ms / 1000, 0)


def _estimate(expected: Projection | Expected) -> Estimate:
    low, high = (end and end.ms / 1000 for end in (expected.low, expected.high))
    return Estimate(expected.time.ms / 1000, low, high)
