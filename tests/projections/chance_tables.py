"""The tables of docs/grading.md about chances."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple, Protocol

from race.calibration import GivenChance, brier, by_chance
from tui.report.charts.calibration_chart import CalibrationPoint

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROAD_PARTS = (0.0, 0.15, 0.3, 0.45, 0.55, 0.7, 0.8, 0.9, 1.0)
"""Where the parts of the way end that are judged together."""


class Chances(Protocol):
    """The chances of winning given in one race, or in several that are alike."""

    @property
    def chances(self) -> list[GivenChance]:
        """A moment is a race and the part of the way."""


class TableChances(NamedTuple):
    """The chances given in fields made of one table."""

    kind: str
    chances: list[GivenChance]


def reliability(races: Sequence[Chances]) -> str:
    """How often runners won by the chance they were given."""
    found = by_chance(given for race in races for given in race.chances)
    lines = [f"| {each.said * 100:.1f} % | {each.cases} | {each.share * 100:.1f} % |" for each in found]
    return "\n".join(["| mean chance | how many | won |", "|---|---|---|", *lines])


def chance_points(races: Sequence[Chances], kind: str) -> list[CalibrationPoint]:
    """How often runners won, by the chance they were given."""
    found = by_chance(given for race in races for given in race.chances)
    return [CalibrationPoint(kind, each.said, each) for each in found]


def by_fields(found: Sequence[TableChances]) -> str:
    """A line for each kind of field: Brier scores by the part of the way, and of favourites what they did."""
    ends = list(pairwise(ROAD_PARTS))
    lines = [
        f"| fields | moments | {' | '.join(f'to {end * 100:g} %' for _, end in ends)} | given | won |",
        "|---|---|" + "---|" * (len(ends) + 2),
    ]
    for kind in dict.fromkeys(each.kind for each in found):
        tables = [each for each in found if each.kind == kind]
        given, plain = [g for each in tables for g in each.chances], list(naive(tables, ROAD_PARTS))
        cells = [_scores(given, plain, start, end) for start, end in ends]
        first = _favourites(given)
        lines.append(
            f"| {kind} | {len(first)} | {' | '.join(cells)} | {fmean(f.chance for f in first) * 100:.0f} % | "
            f"{fmean(f.won for f in first) * 100:.0f} % |"
        )
    return "\n".join(lines)


def naive(races: Sequence[Chances], parts: Sequence[float]) -> Iterator[GivenChance]:
    """The chances of those in each place at a part of the way: how often they won the other races."""
    by_race = [_won_by_place(race, parts) for race in races]
    for race, own in zip(races, by_race, strict=True):
        for given in race.chances:
            key = given.place, _part(given, parts)
            alike = [won for other in by_race if other is not own for won in other[key]]
            yield given._replace(chance=fmean(alike) if alike else 0.0)


def _won_by_place(race: Chances, parts: Sequence[float]) -> defaultdict[tuple[int | None, int], list[bool]]:
    found: defaultdict[tuple[int | None, int], list[bool]] = defaultdict(list)
    for given in race.chances:
        found[given.place, _part(given, parts)].append(given.won)
    return found


def _part(given: GivenChance, parts: Sequence[float]) -> int:
    return sum(_done(given) >= end for end in parts)


def _done(given: GivenChance) -> float:
    assert isinstance(given.moment, tuple)
    return float(given.moment[1])


def _scores(given: Sequence[GivenChance], plain: Sequence[GivenChance], start: float, end: float) -> str:
    """The Brier score at a part of the way, and that of the naive chances."""
    score, other = (brier(g for g in each if start <= _done(g) < end) for each in (given, plain))
    return "" if score is None or other is None else f"{score:.3f} ({other:.3f})"


def _favourites(given: Sequence[GivenChance]) -> list[GivenChance]:
    """The likeliest winner of each moment."""
    found: dict[object, GivenChance] = {}
    for each in given:
        if each.moment not in found or each.chance > found[each.moment].chance:
            found[each.moment] = each
    return list(found.values())
