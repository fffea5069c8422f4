"""Which columns of times hold those at checkpoints, by arithmetic alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise
from statistics import correlation, median

Times = Mapping[int, int]
"""Milliseconds by row."""

FEWEST = 3
"""Rows."""

MOSTLY = 0.95
"""The share of the rows in which it must be so."""

LATEST = 0.98
"""The share of the result above which a time before it may be the result from another start."""

EARLIEST = 0.2
"""The share of the next time below which one may be a gap, a pace or the way to the start line."""

EARLIEST_OF_MANY = 0.1
"""The same where there are other columns, or places, that bear it out."""

MANY = 3
"""Columns that rise one after the other."""

MOST_SPREAD = 1.35
"""How much larger the share of one runner may be than another's: gaps differ by more."""

MOST_LEFT = 0.75
"""The spread of the shares of the result, by what is left of it: what runners had before differs by more."""

LAP = (0.7, 1.5)
"""The share of the stretch before a checkpoint that may be the next lap, and no time from the start."""

FEWEST_TOGETHER = 5
"""Rows by which it is seen whether two columns go together."""

TOGETHER = 0.4
"""The least correlation of the shares of the result at two checkpoints: who starts fast is early at both."""

ROUNDED_MS = 1000

UNITS = (1, 0.001, 60)
"""A figure read as seconds may be of milliseconds or of minutes."""

LONGEST_PACE_MS = 30 * 60 * 1000


def rising_columns(
    candidates: Mapping[int, Times], known: Mapping[int, Times], result: Times, beside: Collection[int]
) -> list[int]:
    """The columns, of those not understood, that hold times from the start at checkpoints.

    Their times rise from the column before to the one behind, up to the result, and do not follow from others
    as laps, gaps and paces do. `known` are the columns of times at checkpoints, and `beside` those with
    places beside them. One that rises from nothing but the start needs another, or places, beside it.
    """
    stretches = list(_stretches([times for _, times in sorted(known.items())], result))
    free = {
        i: times
        for i, times in sorted(candidates.items())
        if _is_below(times, result) and not _follows(times, result, stretches)
    }
    if _are_parts(free.values(), result):
        return []
    risen: dict[int, Times] = {}
    for i, times in free.items():
        fixed = {**known, **risen}
        if all(_is_below(o, times) if k < i else _is_below(times, o) for k, o in fixed.items()):
            risen[i] = times
    return [i for i in risen if _is_supported(i, risen, known, result, beside)]


def _is_supported(
    i: int, risen: Mapping[int, Times], known: Mapping[int, Times], result: Times, beside: Collection[int]
) -> bool:
    times = risen[i]
    before = [known[k] for k in sorted(known) if k < i]
    after = [known[k] for k in sorted(known) if k > i]
    fixed = known or {k: own for k, own in risen.items() if k != i}
    nearest = sorted(fixed, key=lambda k: abs(k - i))[:2]
    if not _go_together(times, [fixed[k] for k in nearest], result) or (
        before and _may_be_lap(times, before)
    ):
        return False
    shares = sorted(_shares(times, result))
    if not after and (median(shares) > LATEST or _middle(shares) > MOST_LEFT * (1 - median(shares))):
        return False
    if before:
        return True
    shares = sorted(_shares(times, after[0])) if after else shares
    is_borne_out = len(risen) >= MANY or i in beside
    least = EARLIEST_OF_MANY if is_borne_out else EARLIEST
    is_even = shares[0] >= least and shares[-1] <= MOST_SPREAD * shares[0]
    return is_even and (bool(after) or len(risen) > 1 or i in beside)


def _middle(shares: Sequence[float]) -> float:
    """The width of nine tenths of some shares in order."""
    out = len(shares) // 20
    return shares[-1 - out] - shares[out]


def _may_be_lap(times: Times, before: Sequence[Times]) -> bool:
    """Whether times may be of the lap after the last checkpoint, as long as that before it."""
    last = before[-1]
    stretch = {i: last[i] - before[-2].get(i, 0) for i in last} if len(before) > 1 else last
    return LAP[0] <= median(_shares(times, stretch)) <= LAP[1]


def _go_together(times: Times, others: Sequence[Times], result: Times) -> bool:
    """Whether the shares of the result rise with those nearby; so where rows are too few to tell."""
    answers = []
    for other in others:
        rows = [i for i in times.keys() & other.keys() & result.keys() if result[i]]
        if len(rows) < FEWEST_TOGETHER:
            return True
        one, two = ([column[i] / result[i] for i in rows] for column in (times, other))
        answers.append(min(one) < max(one) and min(two) < max(two) and correlation(one, two) >= TOGETHER)
    return any(answers) or not others


def ends_race(times: Times, others: Iterable[Times]) -> bool:
    """Whether a column can be the result: in no row less than the others, and in the order of the rows."""
    in_order = [times[i] for i in sorted(times)]
    is_ordered = len(in_order) >= FEWEST and all(a <= b for a, b in pairwise(in_order))
    return is_ordered and all(_is_below(other, times) for other in others)


def repeats(figures: Times, result: Times) -> bool:
    """Whether figures are the result in other units, or the gap to the first: they follow from it."""
    first = min(result.values(), default=0)
    gaps = {i: ms - first for i, ms in result.items() if ms > first}
    return any(
        _is_mostly(abs(a * factor - b) <= ROUNDED_MS for a, b in _both(figures, result)) for factor in UNITS
    ) or (_is_mostly(abs(a - b) <= ROUNDED_MS for a, b in _both(figures, gaps)))


def follows(times: Times, known: Iterable[Times], result: Times) -> bool:
    """Whether times are laps, gaps or paces that follow from the times at the checkpoints and the result."""
    return bool(_both(times, result)) and _follows(times, result, _stretches([*known], result))


def is_far_below(times: Times, other: Times) -> bool:
    """Whether times are less than half of others, as paces are of results."""
    return _is_mostly(2 * a < b for a, b in _both(times, other))


def _is_below(times: Times, other: Times) -> bool:
    return _is_mostly(a < b for a, b in _both(times, other))


def _both(one: Times, other: Times) -> list[tuple[int, int]]:
    return [(one[i], other[i]) for i in one.keys() & other.keys()]


def _is_mostly(answers: Iterable[bool]) -> bool:
    known = list(answers)
    return len(known) >= FEWEST and sum(known) >= MOSTLY * len(known)


def _shares(times: Times, other: Times) -> list[float]:
    return [a / b for a, b in _both(times, other) if b]


def _stretches(points: list[Times], result: Times) -> Iterable[Times]:
    """What is between every two known times, one after the other, the result the last of them."""
    for before, after in pairwise([None, *points, result]):
        if before is not None and after is not None:
            yield {i: after[i] - before[i] for i in before.keys() & after.keys()}


def _follows(times: Times, result: Times, stretches: Iterable[Times]) -> bool:
    """Whether times are the gap to the first, a pace, or a lap between others."""
    both = _both(times, result)
    gaps = [end - ms for ms, end in both]
    if _is_mostly(abs(gap - median(gaps)) <= ROUNDED_MS for gap in gaps):
        return True
    ratio = median(end / ms for ms, end in both)
    is_pace = _is_mostly(ms < LONGEST_PACE_MS and abs(end / ratio - ms) <= ROUNDED_MS for ms, end in both)
    return is_pace or any(
        _is_mostly(abs(a - b) <= ROUNDED_MS for a, b in _both(times, stretch)) for stretch in stretches
    )


def _are_parts(columns: Collection[Times], result: Times) -> bool:
    """Whether times add up to the result, as swim, bike and run do."""
    if len(columns) < 2:
        return False
    rows = [i for i in result if all(i in times for times in columns)]
    sums = [(sum(times[i] for times in columns), result[i]) for i in rows]
    return _is_mostly(abs(a - b) <= ROUNDED_MS * len(columns) for a, b in sums)
