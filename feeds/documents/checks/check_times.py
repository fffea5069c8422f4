"""Times that nobody can have run: under a wrong column head, of another's reading, in a row with gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from feeds.documents.field_pace import FieldPace, Run, is_plausible
from feeds.documents.longest_chain import certain
from feeds.documents.printed_document import Contradiction, Fit, Performance, PrintedRace, Reading, Suspects

SLACK_MS = 100
"""What rounding to tenths may change between two marks."""

START_MS = 1000
"""What reaction and the first steps may cost."""


def gaps(race: PrintedRace) -> Iterator[Contradiction]:
    """Rows with fewer figures than column heads, where it is not clear which are missing."""
    for performance in race.performances:
        for fit in performance.fitted:
            if not fit.is_clear:
                text = f"{fit_told(performance, fit, race)}, and others nearly as well"
                suspects = performance.suspect(*fit.marks_m)
                yield Contradiction(performance.figures_document, fit.line, text, suspects)


def fit_told(performance: Performance, fit: Fit, race: PrintedRace) -> str:
    """Where the figures of a row with gaps were put, in words."""
    under = ", ".join(map(race.title.point, fit.marks_m))
    return f"{performance.family} has fewer figures than there are column heads; {under} fit best"


def wrong_heads(race: PrintedRace) -> Iterator[Contradiction]:
    """Column heads under which most cannot have run these times: the speed to them and from them tells."""
    distance_m = race.title.distance_m
    field = _field(race)
    marks = [m for m in race.marks_m if field.steps(0.0, m)]

    def follows(i: int, j: int) -> bool:
        from_m, to_m = marks[i] if i >= 0 else 0.0, marks[j] if j < len(marks) else distance_m
        taken = field.steps(from_m, to_m)
        even = field.even(from_m, to_m)
        plausible = [is_plausible(ms, even, _slack_ms(from_m), over=j > i + 1) for ms in taken]
        return 2 * sum(plausible) >= len(taken)

    good = certain(len(marks), follows)
    for i in sorted(set(range(len(marks))) - good):
        has_it = (p for p in race.performances if any(r.distance_m == marks[i] for r in p.marks))
        suspects = frozenset((performance.bib, marks[i]) for performance in has_it)
        text = f"the times under {marks[i]:g} m cannot be times at {marks[i]:g} m: the column head is wrong"
        yield Contradiction(race.analysis.name, race.analysis.head_lines.get(marks[i], 0), text, suspects)


def wrong_times(race: PrintedRace, suspects: Suspects) -> Iterator[Contradiction]:
    """Times of a runner that do not rise, or rise as nobody's in this race do."""
    field = _field(race)
    for performance in race.performances:
        readings = [r for r in performance.marks if (performance.bib, r.distance_m) not in suspects]
        good = certain(len(readings), _steps(performance, readings, field, race.title.distance_m))
        for i in sorted(set(range(len(readings))) - good):
            text = f"{performance.family} cannot be at {_reading(readings[i])}"
            around = [_reading(reading) for reading in readings[max(i - 1, 0) : i]]
            around += [_reading(reading) for reading in readings[i + 1 : i + 2]]
            if i == len(readings) - 1 and performance.result:
                around.append(f"the finish in {performance.result}")
            text += f" beside {' and '.join(around)}" if around else ""
            suspect = performance.suspect(readings[i].distance_m)
            yield Contradiction(performance.figures_document, readings[i].line, text, suspect)


def _steps(
    performance: Performance, readings: list[Reading], field: FieldPace, distance_m: float
) -> Callable[[int, int], bool]:
    """Whether a runner can have gone from one reading to another, from the start (-1) and to the finish."""
    result = performance.result
    points = [(reading.distance_m, reading.time.ms) for reading in readings]

    def follows(i: int, j: int) -> bool:
        if j == len(points) and result is None:
            return True
        from_m, from_ms = points[i] if i >= 0 else (0.0, 0)
        to_m, to_ms = points[j] if j < len(points) else (distance_m, result.ms if result else 0)
        return is_plausible(
            to_ms - from_ms,
            field.expected(from_m, to_m),
            _slack_ms(from_m),
            over=j > i + 1,
            may_stop=result is None,
        )

    return follows


def _slack_ms(from_m: float) -> int:
    return SLACK_MS if from_m else SLACK_MS + START_MS


def _field(race: PrintedRace) -> FieldPace:
    return FieldPace((_run(p, race.title.distance_m) for p in race.performances), race.title.distance_m)


def _run(performance: Performance, distance_m: float) -> Run:
    run = {reading.distance_m: reading.time.ms for reading in performance.marks}
    return {**run, distance_m: performance.result.ms} if performance.result else run


def _reading(reading: Reading) -> str:
    return f"{reading.distance_m:g} m in {reading.time}"
