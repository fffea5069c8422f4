"""The oval of a track as the sport lays it out, in metres.

Seen from above with the home straight at the bottom: x to the right, y upwards, the middle of the infield at
the origin. The finish line is at the right end of the home straight, and races go anticlockwise.
"""

from __future__ import annotations

from math import cos, pi, sin

from race.lazy_dataclass import dataclass

MEASURED_M = 0.30
"""Distance of the measured line from the kerb (World Athletics Technical Rule 14.2)."""


@dataclass(frozen=True)
class Oval:
    """Two straights and two bends of one radius."""

    straight_m: float
    radius_m: float
    lane_m: float
    lanes: int

    @property
    def lap_m(self) -> float:
        """Length of a lap along the measured line."""
        return 2 * self.straight_m + 2 * self._bend_m

    @property
    def outer_m(self) -> float:
        """From the kerb to the outer edge of the last lane."""
        return self.lane_m * self.lanes

    @property
    def _bend_m(self) -> float:
        return pi * (self.radius_m + MEASURED_M)

    def at(self, metres: float, out_m: float = MEASURED_M) -> tuple[float, float]:
        """The point `metres` past the finish along the measured line, `out_m` from the kerb."""
        bend_m, half = self._bend_m, self.straight_m / 2
        reach = self.radius_m + out_m
        metres %= self.lap_m
        sign = 1 if metres < self.lap_m / 2 else -1
        metres %= self.lap_m / 2
        if metres < bend_m:
            angle = metres / bend_m * pi
            return sign * (half + reach * sin(angle)), -sign * reach * cos(angle)
        return sign * (half - (metres - bend_m)), sign * reach


OUTDOOR = Oval(84.39, 36.50, 1.22, 8)
"""The 400 m standard track (World Athletics Track and Field Facilities Manual, 2.2.1)."""

INDOOR = Oval(100 - pi * (17.20 + MEASURED_M), 17.20, 1.00, 6)
"""The 200 m standard indoor track: bends of 17.20 m, without the curves that lead into them."""


def oval_of(lap_m: float) -> Oval:
    """The standard track nearest to a length of lap."""
    return min((OUTDOOR, INDOOR), key=lambda oval: abs(oval.lap_m - lap_m))
