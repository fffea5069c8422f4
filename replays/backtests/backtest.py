"""Backtests: how right the projections would have been, race after race of which all splits are known.

Each race is run again in the order of its times through the model, and each finish expected is held against
the one that came, as are those of three plainer rules.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from feeds.errors import FeedError
from race.messages import Setting
from race.projection.field_tracker import MOST_TEACHERS
from race.projection.pace_curve import Read
from race.projection.previous_edition import Edition
from race.projection.road_model import Estimate, RoadModel
from race.projection.runner_splits import RunnerSplits
from replays.backtests.split_table import Athlete, open_table

RIEGEL = 1.06
"""The exponent of time over distance: Riegel, Athletic Records and Human Endurance, 1981."""

RULES = ("model", "constant", "last_segment", "riegel")

Progress = Callable[[float], None]
"""Told the part of a file that is done, from 0 to 1."""


@dataclass(slots=True)
class Errors:
    """How far off expectations were."""

    count: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(RULES, 0.0))
    """Sum of the absolute errors by rule."""
    ranged: int = 0
    """How many expectations had a range."""
    held: int = 0
    """How many of those ranges held."""
    width: float = 0.0
    """Sum of the widths of the ranges in seconds."""

    def judge(self, actual: float, estimate: Estimate, plain: Sequence[float]) -> None:
        """Take in what the model expected, and the plainer rules."""
        self.count += 1
        for rule, seconds in zip(RULES, (estimate.seconds, *plain), strict=True):
            self.seconds[rule] += abs(seconds - actual)
        if estimate.low is not None and estimate.high is not None:
            self.ranged += 1
            self.held += estimate.low <= actual <= estimate.high
            self.width += estimate.high - estimate.low


class BacktestSummary(NamedTuple):
    """How right expectations were at one checkpoint, or over several, each of which counts the same."""

    projections: int
    error_s: dict[str, float]
    """Mean absolute error in seconds by rule."""
    ranged: int
    held: int
    width_s: float | None
    """Mean width of the ranges in seconds; None where there were none."""

    def ratio(self, rule: str) -> float | None:
        """The error of a rule over that of the model; None where the model made none."""
        return self.error_s[rule] / self.error_s["model"] if self.error_s["model"] else None

    @property
    def coverage(self) -> float | None:
        """The part of the ranges that held; None where there were none."""
        return self.held / self.ranged if self.ranged else None


def summarised(errors: Iterable[Errors]) -> BacktestSummary | None:
    """The errors of checkpoints together; None where nothing was expected."""
    looks = [one for one in errors if one.count]
    if not looks:
        return None
    ranged = sum(one.ranged for one in looks)
    return BacktestSummary(
        sum(one.count for one in looks),
        {rule: sum(one.seconds[rule] / one.count for one in looks) / len(looks) for rule in RULES},
        ranged,
        sum(one.held for one in looks),
        sum(one.width for one in looks) / ranged if ranged else None,
    )


class CheckpointErrors(NamedTuple):
    """What was expected at one checkpoint of one file."""

    distance_m: float
    finish: Errors
    following: Errors
    """At the next checkpoint."""


@dataclass(slots=True)
class FileReport:
    """How a file did."""

    name: str
    distance_m: float
    setting: Setting
    races: int
    athletes: int
    looks: list[CheckpointErrors]
    """By checkpoint, the finish aside."""


def backtest(
    path: Path,
    edition: Edition | None = None,
    setting: Setting | None = None,
    progress: Progress = lambda part: None,
) -> FileReport:
    """Run the races of a split table again. Where no setting is given it follows from the distance.

    Raises RaceFileError for what is no split table, FeedError where the edition is of another course.
    """
    races: defaultdict[str, list[Athlete]] = defaultdict(list)
    with open_table(path) as table:
        distances = table.distances
        for athlete in table.athletes:
            races[athlete.race].append(athlete)
    if edition is not None and len(edition.matches(distances)) < 2:
        raise FeedError(f"{path.name}: the earlier edition is not of this course")
    setting = setting or likely_setting(distances[-1])
    looks = [CheckpointErrors(metres, Errors(), Errors()) for metres in distances[:-1]]
    athletes = sum(map(len, races.values()))
    done = 0
    for race in races.values():
        for part in _rerun(race, distances, RoadModel(distances, setting, edition), looks):
            progress((done + part * len(race)) / athletes)
        done += len(race)
    return FileReport(path.name, distances[-1], setting, len(races), athletes, looks)


def likely_setting(distance_m: float) -> Setting:
    """A road for a marathon, also one up to 40 km, and for its half; a track up to 3000 m; else a trail."""
    if 40_000 <= distance_m <= 42_500 or 21_000 <= distance_m <= 21_200:
        return "road"
    return "track" if distance_m <= 3_000 else "trail"


def _rerun(
    athletes: Sequence[Athlete],
    distances: Sequence[float],
    outlook: RoadModel,
    looks: Sequence[CheckpointErrors],
) -> Iterator[float]:
    """Judge a race in the order of its times; tells now and then which part is done."""
    finish = len(distances) - 1
    stride = 1 + len(athletes) // MOST_TEACHERS
    runs: dict[int, RunnerSplits] = {}
    reads = _reads(athletes)
    for count, (number, read) in enumerate(reads):
        run = runs.get(number) or runs.setdefault(number, outlook.run(number))
        before = run.reads[-1] if run.reads else None
        if not outlook.trusts(before, read):
            continue
        run.add(read)
        if read.checkpoint < finish:
            factors = outlook.factors(read.checkpoint, read.when_ms)
            coming, last = outlook.estimates(run, len(run.reads) - 1, read.checkpoint + 1, factors)
            times, look = athletes[number].seconds, looks[read.checkpoint]
            for errors, end, estimate in (
                (look.following, read.checkpoint + 1, coming),
                (look.finish, finish, last),
            ):
                actual = times[end]
                if actual is not None:
                    errors.judge(actual, estimate, _plainly(distances, before, read, end))
        if number % stride == 0:
            outlook.field.follow(run, len(run.reads) - 1)
        if count % 1000 == 0:
            yield count / len(reads)


def _reads(athletes: Sequence[Athlete]) -> list[tuple[int, Read]]:
    """All times of a race in their order, with the number of the athlete."""
    found = [
        (number, Read(checkpoint, seconds, round((athlete.start_s + seconds) * 1000)))
        for number, athlete in enumerate(athletes)
        for checkpoint, seconds in enumerate(athlete.seconds)
        if seconds is not None
    ]
    found.sort(key=lambda numbered: numbered[1].when_ms)
    return found


def _plainly(
    distances: Sequence[float], before: Read | None, read: Read, end: int
) -> tuple[float, float, float]:
    """Seconds at a checkpoint by the plainer rules: constant pace, the pace of the last segment, Riegel."""
    done, whole = distances[read.checkpoint], distances[end]
    seconds, metres = read.seconds, done
    if before is not None:
        seconds, metres = read.seconds - before.seconds, done - distances[before.checkpoint]
    last_segment = read.seconds + seconds * (whole - done) / metres
    return read.seconds * whole / done, last_segment, read.seconds * (whole / done) ** RIEGEL
