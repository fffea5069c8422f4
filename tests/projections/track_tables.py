"""The tables of docs/grading.md."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from statistics import fmean, median
from typing import TYPE_CHECKING

from race.calibration import RANGES_HOLD, Reliability, brier
from tests.projections.chance_tables import naive
from tui.report.charts.calibration_chart import CalibrationPoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.projections.track_races import CheckpointGrade, TrackRace

PARTS = (0.2, 0.4, 0.6, 0.72, 0.78, 0.9, 1.0)
"""Where the parts of the way end that are judged together; what is between 0.72 and 0.78 has a lap to go."""

FEWEST_RACES = 5
"""From fewer no one can say how often those in each place win."""


def by_kind(races: Sequence[TrackRace]) -> str:
    """A line for each kind of race."""
    lines = [
        "| kind | races | projections | error | even pace | ratio | median race | in range | half range | "
        "Brier score | naive |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for kind, of_kind in sorted(_kinds(races).items()):
        graded = [checkpoint for race in of_kind for checkpoint in race.checkpoints]
        score = brier(given for race in of_kind for given in race.chances)
        plain = brier(naive(of_kind, PARTS)) if len(of_kind) >= FEWEST_RACES else None
        chances = ["" if each is None else f"{each:.3f}" for each in (score, plain)]
        cells = [kind, str(len(of_kind)), _figures(graded), _median(of_kind), _held(graded), *chances]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def by_part(races: Sequence[TrackRace]) -> str:
    """The same kinds by the part of the way: ratio, how many ranges held, half of their width."""
    ends = list(pairwise(PARTS))
    lines = [
        f"| kind | {' | '.join(f'{start:g} to {end:g}' for start, end in ends)} |",
        "|---|" + "---|" * len(ends),
    ]
    for kind, of_kind in sorted(_kinds(races).items()):
        cells = []
        for start, end in ends:
            graded = [c for race in of_kind for c in race.checkpoints if start <= c.done < end]
            cells.append(_cell(graded))
        lines.append(f"| {kind} | {' | '.join(cells)} |")
    return "\n".join(lines)


def ranges_points(races: Sequence[TrackRace], kind: str) -> Iterator[CalibrationPoint]:
    """How often the ranges held, by the part of the way."""
    for start, end in pairwise(PARTS):
        graded = [c for race in races for c in race.checkpoints if start <= c.done < end]
        ranges, held = sum(c.ranges for c in graded), sum(c.held for c in graded)
        if ranges:
            done = fmean(c.done for c in graded)
            yield CalibrationPoint(kind, done, Reliability(RANGES_HOLD, ranges, held))


def _kinds(races: Sequence[TrackRace]) -> dict[str, list[TrackRace]]:
    kinds: defaultdict[str, list[TrackRace]] = defaultdict(list)
    for race in races:
        kinds[race.kind].append(race)
    return kinds


def _figures(graded: Sequence[CheckpointGrade]) -> str:
    error, even = _mean_errors(graded)
    return f"{sum(c.projections for c in graded)} | {error:.2f} s | {even:.2f} s | {_ratio(error, even)}"


def _mean_errors(graded: Sequence[CheckpointGrade]) -> tuple[float, float]:
    """Of all projections, those shown and even pace."""
    count = sum(c.projections for c in graded)
    return (
        sum(c.error_s * c.projections for c in graded) / count,
        sum(c.even_error_s * c.projections for c in graded) / count,
    )


def _ratio(error: float, even: float) -> str:
    return f"x{even / error:.2f}" if error else ""


def _median(races: Sequence[TrackRace]) -> str:
    errors = [_mean_errors(race.checkpoints) for race in races]
    return f"x{median(even / error for error, even in errors):.2f}"


def _held(graded: Sequence[CheckpointGrade]) -> str:
    ranges = sum(c.ranges for c in graded)
    if not ranges:
        return "none | "
    half = sum(c.half_range_s * c.ranges for c in graded) / ranges
    return f"{sum(c.held for c in graded) / ranges * 100:.0f} % | ±{half:.1f} s"


def _cell(graded: Sequence[CheckpointGrade]) -> str:
    if not graded:
        return ""
    return f"{_ratio(*_mean_errors(graded))}, {_held(graded).replace(' | ', ', ').removesuffix(', ')}"
