"""The times of Scan'O'Vision: units whose length a file does not say, beside what they are rounded to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from race.times import Time

UNITS = (10_000, 1000, 100)
"""How many units of a time a second may have, the likeliest first."""


def units_per_second(times: Iterable[tuple[str, str]]) -> int:
    """How many units a second has in a file, by its times, each with the result beside it."""
    fits: Counter[int] = Counter()
    for units, result in times:
        shown = _shown(result)
        for per_second in UNITS:
            exact = _exact(units, per_second)
            if shown is not None and exact is not None and exact.rounded(shown.digits) == shown:
                fits[per_second] += 1
    return max(UNITS, key=lambda unit: fits[unit])


def osv_time(units: str, result: str, per_second: int) -> Time | None:
    """The time where the result is what it is rounded up to, else the result; None where there is no time."""
    exact, shown = _exact(units, per_second), _shown(result)
    if exact is None:
        return shown if shown is not None and shown.ms and not units.isdigit() else None
    if shown is None or not shown.ms:
        return exact
    return exact if exact.rounded(shown.digits) == shown else shown


def _exact(units: str, per_second: int) -> Time | None:
    """A time to the millisecond, of which it is the next; None of 0 and of what is no number."""
    if not (units.isascii() and units.isdigit() and len(units) <= 12) or not int(units):
        return None
    ms = -(-int(units) * 1000 // per_second)
    return Time(ms, min(len(str(per_second)) - 1, 3))


def _shown(text: str) -> Time | None:
    try:
        return Time.parse(text)
    except ValueError:
        return None
