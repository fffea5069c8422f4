"""Backtests: how right the projections would have been in races whose splits are all known.

Each race is fed to the model again in the order of its times. Each projected time is compared with the time
that was run, as are the projections of three simpler rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from race.projection.field_tracker import MOST_TEACHERS
from race.projection.pace_curve import Read
from race.projection.road_model import Estimate, RoadModel
from replays.backtests.split_table import Athlete, open_table

if TYPE_CHECKING:
    from race.messages import Setting
    from race.projection.previous_edition import Edition
    from race.projection.runner_splits import RunnerSplits

RIEGEL = 1.06
"""The exponent of time over distance: Riegel, Athletic Records and Human Endurance, 1981."""

RULES = ("model", "constant", "last_segment", "riegel")

Progress = Callable[[float], None]
"""Called with the share of a file that is done, from 0 to 1."""


@dataclass(slots=True)
class ProjectionErrors:
    """How far off projections were."""

    count: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(RULES, 0.0))
    """Sum of the absolute errors by rule."""
    ranged: int = 0
    """How many projections had a range."""
    held: int = 0
    """How many of those ranges held the time that was run."""
    width: float = 0.0
    """Sum of the ranges' widths in seconds."""

    def add(self, actual: float, estimate: Estimate, simple: Sequence[float]) -> None:
        """Add the projection of the model and those of the simpler rules, in seconds."""
        self.count += 1
        for rule, seconds in zip(RULES, (estimate.seconds, *simple), strict=True):
            self.seconds[rule] += abs(seconds - actual)
        if estimate.low is not None and estimate.high is not None:
            self.ranged += 1
            self.held += estimate.low <= actual <= estimate.high
            self.width += estimate.high - estimate.low


class BacktestSummary(NamedTuple):
    """How right projections were at one checkpoint, or at several with equal weights."""

    projections: int
    error_s: dict[str, float]
    """Mean absolute error in seconds by rule."""
    ranged: int
    held: int
    width_s: float | None
    """Mean width of the ranges in seconds; None without ranges."""

    def ratio(self, rule: str) -> float | None:
        """The error of a rule divided by that of the model; None where the latter is 0."""
        return self.error_s[rule] / self.error_s["model"] if self.error_s["model"] else None

    @property
    def coverage(self) -> float | None:
        """The share of the ranges that held; None without ranges."""
        return self.held / self.ranged if self.ranged else None


def summarised(errors: Iterable[ProjectionErrors]) -> BacktestSummary | None:
    """The errors at some checkpoints together; None where nothing was projected."""
    counted = [each for each in errors if each.count]
    if not counted:
        return None
    ranged = sum(each.ranged for each in counted)
    return BacktestSummary(
        sum(each.count for each in counted),
        {rule: fmean(each.seconds[rule] / each.count for each in counted) for rule in RULES},
        ranged,
        sum(each.held for each in counted),
        sum(each.width for each in counted) / ranged if ranged else None,
    )


class CheckpointErrors(NamedTuple):
    """The errors of the projections made at one checkpoint of a file."""

    distance_m: float
    finish: ProjectionErrors
    following: ProjectionErrors
    """Of the time at the next checkpoint."""


@dataclass(slots=True)
class FileReport:
    """The projections of a file."""

    name: str
    distance_m: float
    setting: Setting
    races: int
    athletes: int
    checkpoints: list[CheckpointErrors]
    """Without the finish."""


def backtest(
    path: Path,
    edition: Edition | None = None,
    setting: Setting | None = None,
    progress: Progress | None = None,
) -> FileReport:
    """Project the races of a split table again. The setting defaults to the likely one for the distance.

    Raises RaceFileError where the file is not a split table, FeedError where the edition is of another
    course.
    """
    races: defaultdict[str, list[Athlete]] = defaultdict(list)
    with open_table(path) as table:
        distances = table.distances
        for athlete in table.athletes:
            races[athlete.race].append(athlete)
    if edition is not None and len(edition.matches(distances)) < 2:
        raise FeedError(f"{path.name}: the earlier edition is not of this course")
    setting = setting or likely_setting(distances[-1])
    checkpoints = [CheckpointErrors(m, ProjectionErrors(), ProjectionErrors()) for m in distances[:-1]]
    athletes = sum(map(len, races.values()))
    done = 0
    for race in races.values():
        for part in _rerun(race, distances, RoadModel(distances, setting, edition), checkpoints):
            if progress:
                progress((done + part * len(race)) / athletes)
        done += len(race)
    return FileReport(path.name, distances[-1], setting, len(races), athletes, checkpoints)


def likely_setting(distance_m: float) -> Setting:
    """A road from 40 to 42.5 km and from 21 to 21.2 km, a track up to 3000 m, a trail for all else."""
    if 40_000 <= distance_m <= 42_500 or 21_000 <= distance_m <= 21_200:
        return "road"
    return "track" if distance_m <= 3_000 else "trail"


def _rerun(
    athletes: Sequence[Athlete],
    distances: Sequence[float],
    model: RoadModel,
    checkpoints: Sequence[CheckpointErrors],
) -> Iterator[float]:
    """Project a race in the order of its times; yields the share that is done from time to time."""
    finish = len(distances) - 1
    stride = 1 + len(athletes) // MOST_TEACHERS
    runs: dict[int, RunnerSplits] = {}
    reads = _reads(athletes)
    for count, (number, read) in enumerate(reads):
        run = runs.get(number) or runs.setdefault(number, model.run(number))
        before = run.reads[-1] if run.reads else None
        if not model.trusts(before, read):
            continue
        run.add(read)
        if read.checkpoint < finish:
            factors = model.field.factors(read.checkpoint, read.when_ms)
            coming, last = model.estimates(run, len(run.reads) - 1, read.checkpoint + 1, factors)
            times, errors_here = athletes[number].seconds, checkpoints[read.checkpoint]
            for errors, end, estimate in (
                (errors_here.following, read.checkpoint + 1, coming),
                (errors_here.finish, finish, last),
            ):
                actual = times[end]
                if actual is not None:
                    errors.add(actual, estimate, _simple_rules(distances, before, read, end))
        if number % stride == 0:
            model.field.follow(run, len(run.reads) - 1)
        if count % 1000 == 0:
            yield count / len(reads)


def _reads(athletes: Sequence[Athlete]) -> list[tuple[int, Read]]:
    """All times of a race in chronological order, with the number of the athlete."""
    reads = [
        (number, Read(checkpoint, seconds, round((athlete.start_s + seconds) * 1000)))
        for number, athlete in enumerate(athletes)
        for checkpoint, seconds in enumerate(athlete.seconds)
        if seconds is not None
    ]
    reads.sort(key=lambda numbered: numbered[1].when_ms)
    return reads


def _simple_rules(
    distances: Sequence[float], before: Read | None, read: Read, end: int
) -> tuple[float, float, float]:
    """Seconds at a checkpoint by the simpler rules: constant pace, the pace of the last segment, Riegel."""
    done, whole = distances[read.checkpoint], distances[end]
    seconds, metres = read.seconds, done
    if before is not None:
        seconds, metres = read.seconds - before.seconds, done - distances[before.checkpoint]
    last_segment = read.seconds + seconds * (whole - done) / metres
    return read.seconds * whole / done, last_segment, read.seconds * (whole / done) ** RIEGEL
