"""Times that cannot have been run: under a wrong column head, another athlete's, in a row with gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from feeds.documents.field_pace import FieldPace, RunnerTimes, is_plausible
from feeds.documents.longest_chain import disputed
from feeds.documents.printed_document import (
    ColumnFit,
    Contradiction,
    Performance,
    PrintedRace,
    PrintedSplit,
    Suspects,
)

SLACK_MS = 100
"""How much rounding to tenths may change the time between two splits."""

START_MS = 1000
"""How much time reaction and the first steps may take."""


def unclear_fits(race: PrintedRace) -> Iterator[Contradiction]:
    """Rows with fewer figures than column heads, where it is not clear which figures are missing."""
    for performance in race.performances:
        for fit in performance.column_fits:
            if not fit.is_clear:
                text = f"{describe_fit(performance, fit, race)}, but others fit nearly as well"
                yield performance.contradiction(fit.line, text, *fit.points_m)


def describe_fit(performance: Performance, fit: ColumnFit, race: PrintedRace) -> str:
    """The columns chosen for a row with gaps, in words."""
    points = ", ".join(map(race.heading.point, fit.points_m))
    return f"{performance.family} has fewer figures than there are column heads; {points} fit best"


def wrong_heads(race: PrintedRace) -> Iterator[Contradiction]:
    """Column heads that contradict the speed of most runners from the column before and to the next."""
    distance_m = race.heading.distance_m
    field = _field(race)
    points = [m for m in race.intermediates_m if field.steps(0.0, m)]

    def follows(i: int, j: int) -> bool:
        from_m, to_m = points[i] if i >= 0 else 0.0, points[j] if j < len(points) else distance_m
        taken = field.steps(from_m, to_m)
        even = field.even(from_m, to_m)
        plausible = [is_plausible(ms, even, _slack_ms(from_m), skips=j > i + 1) for ms in taken]
        return 2 * sum(plausible) >= len(taken)

    for i in disputed(len(points), follows):
        metres = points[i]
        timed = (p for p in race.performances if any(split.distance_m == metres for split in p.splits))
        suspects = frozenset((performance.bib, metres) for performance in timed)
        text = f"the times under {metres:g} m cannot be times at {metres:g} m: the column head is wrong"
        yield Contradiction(race.analysis.name, race.analysis.head_lines.get(metres, 0), text, suspects)


def wrong_times(race: PrintedRace, suspects: Suspects) -> Iterator[Contradiction]:
    """Times of a runner that do not rise, or rise unlike those of the others in this race."""
    field = _field(race)
    for performance in race.performances:
        splits = [s for s in performance.splits if (performance.bib, s.distance_m) not in suspects]
        for i in disputed(len(splits), _steps(performance, splits, field, race.heading.distance_m)):
            text = f"{performance.family} cannot be at {_shown(splits[i])}"
            around = [_shown(split) for split in (*splits[max(i - 1, 0) : i], *splits[i + 1 : i + 2])]
            if i == len(splits) - 1 and performance.result:
                around.append(f"the finish in {performance.result}")
            text += f", given {' and '.join(around)}" if around else ""
            yield performance.contradiction(splits[i].line, text, splits[i].distance_m)


def _steps(
    performance: Performance, splits: list[PrintedSplit], field: FieldPace, distance_m: float
) -> Callable[[int, int], bool]:
    """Whether a runner can have run from one split to another, from the start (-1) and to the finish."""
    result = performance.result
    points = [(split.distance_m, split.time.ms) for split in splits]

    def follows(i: int, j: int) -> bool:
        if j == len(points) and result is None:
            return True
        from_m, from_ms = points[i] if i >= 0 else (0.0, 0)
        to_m, to_ms = points[j] if j < len(points) else (distance_m, result.ms if result else 0)
        return is_plausible(
            to_ms - from_ms,
            field.expected(from_m, to_m),
            _slack_ms(from_m),
            skips=j > i + 1,
            may_stop=result is None,
        )

    return follows


def _slack_ms(from_m: float) -> int:
    return SLACK_MS if from_m else SLACK_MS + START_MS


def _field(race: PrintedRace) -> FieldPace:
    distance_m = race.heading.distance_m
    return FieldPace((_runner_times(p, distance_m) for p in race.performances), distance_m)


def _runner_times(performance: Performance, distance_m: float) -> RunnerTimes:
    times = {split.distance_m: split.time.ms for split in performance.splits}
    return {**times, distance_m: performance.result.ms} if performance.result else times


def _shown(split: PrintedSplit) -> str:
    return f"{split.distance_m:g} m in {split.time}"
