"""Pace: the time for a kilometre, a mile or 400 m, as it was run or as it is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.later_pattern import later_pattern
from race.lazy_named_tuple import NamedTuple
from race.times import Time

if TYPE_CHECKING:
    from race.course import Course
    from race.laps import Stretch

KM_M, MILE_M, LAP_M = 1000.0, 1609.344, 400.0

UNITS_M = {"km": KM_M, "k": KM_M, "mile": MILE_M, "mi": MILE_M}
"""Metres of the units that may be typed behind a slash; any other is a number of metres."""

NAMES = {KM_M: "km", MILE_M: "mile"}

SLOWEST_MS = 24 * 3600 * 1000

FORM = "write 58 for a lap of 58 s, 2:55/km, 4:40/mile or 28.5/200"

_METRES = later_pattern(r"(\d{2,5})\s?m?", re.ASCII)


class Pace(NamedTuple):
    """A time over a distance."""

    time: Time
    per_m: float
    """Metres."""

    def over(self, metres: float) -> int:
        """The milliseconds that a distance takes at this pace."""
        return round(self.time.ms * metres / self.per_m)

    def show(self) -> str:
        """The pace as it is typed: `2:55/km`, `58.0/400`."""
        return f"{self.time}/{NAMES.get(self.per_m, f'{self.per_m:g}')}"


def parse_pace(text: str, course: Course) -> Pace:
    """A pace as it is typed; without a distance that of a lap, or on roads and trails of a kilometre.

    Raises ValueError for anything else.
    """
    typed, separator, unit = (part.strip().casefold() for part in text.partition("/"))
    time = Time.parse(typed)
    per_m = _unit_m(unit) if separator else course.track_m or KM_M
    if per_m is None or not 0 < time.ms < SLOWEST_MS:
        raise ValueError(f"not a pace: {text[:40]!r} ({FORM})")
    return Pace(time, per_m)


def pace_of(stretch: Stretch, per_m: float) -> Pace:
    """The pace of a stretch that was run: to the second, over less than a kilometre to the tenth."""
    ms = -(-stretch.time.ms * per_m // max(stretch.metres, 1.0))
    digits = 0 if per_m >= KM_M else min(stretch.time.digits, 1)
    return Pace(Time(int(ms), 3).rounded(digits), per_m)


def _unit_m(unit: str) -> float | None:
    metres = _METRES.fullmatch(unit)
    return UNITS_M.get(unit) or (float(metres[1]) if metres else None)
