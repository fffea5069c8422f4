"""The fastest that a human could run a stretch of a race.

The table holds the fastest that men and women have covered each distance, records or not. From 200 m on they
started from standing; a stretch within a race starts flying, the road may go downhill, and a checkpoint may
stand where its distance is rounded to the kilometre. `MARGIN` allows for all three. The fastest measured were
cross-country skiers, over 15 km partly downhill: 0.9 of a runner's best.

Sources: World Athletics, lists of records and of all-time bests, November 2026 (200 m to the marathon);
International Association of Ultrarunners, records (50 km to 48 hours). The 20 m are parts of 100 m races:
Usain Bolt, Berlin 2009, and Florence Griffith-Joyner, Seoul 1988, in the biomechanics reports. The 100 m are
the last legs of the 4 x 100 m relays in London 2012, Bolt and Carmelita Jeter, as analysed by the German
federation.
"""

from __future__ import annotations

from bisect import bisect_right
from math import exp, log
from typing import Final

from race.lazy_named_tuple import NamedTuple

MARGIN = 0.88
"""The share of the fastest time known in which a stretch of a race may be covered."""


class Best(NamedTuple):
    """The fastest that a distance was covered, in seconds."""

    metres: float
    men: float
    women: float


BESTS: Final = (
    Best(20, 1.61, 1.82),
    Best(100, 8.70, 9.70),
    Best(200, 19.19, 21.34),
    Best(400, 42.94, 47.60),  # Michael Johnson's leg of a relay, 1993; Marita Koch 1985
    Best(800, 100.91, 113.28),
    Best(1000, 131.83, 148.98),
    Best(1500, 206.00, 228.68),
    Best(
        1609.344, 222.66, 246.42
    ),  # Josh Kerr, London 2026; Faith Kipyegon, Paris 2025, with male pacemakers
    Best(2000, 283.13, 319.70),
    Best(3000, 437.55, 486.11),
    Best(5000, 755.36, 838.06),
    Best(10_000, 1571.00, 1726.00),  # Joshua Cheptegei, track, 2020; Agnes Ngetich, road, 2024
    Best(21_097.5, 3402.0, 3772.0),  # Jacob Kiplimo, Barcelona 2025; Letesenbet Gidey 2021
    Best(42_195, 7170.0, 7796.0),  # Sabastian Sawe, London 2026; Ruth Chepngetich 2024
    Best(50_000, 9523.0, 10_794.0),  # C. J. Albertson 2022; Desiree Linden 2021
    Best(100_000, 21_935.0, 23_591.0),  # Aleksandr Sorokin 2023; Tomoe Abe 2000
    Best(160_934.4, 39_099.0, 45_424.0),  # Sorokin 2022; Caitriona Jennings 2025
    Best(278_622, 86_400 * 278.622 / 319.614, 86_400),  # in 24 hours: Sorokin 2022, Sarah Webster 2025
    Best(
        435_336, 172_800 * 435.336 / 473.495, 172_800
    ),  # in 48 hours: Yiannis Kouros 1996, Camille Herron 2023
)
"""By distance."""

_LOG_METRES: Final = tuple(log(best.metres) for best in BESTS)
_LOG_SECONDS: Final = {
    "women": tuple(log(best.women) for best in BESTS),
    "men": tuple(log(best.men) for best in BESTS),
}


def least_seconds(metres: float, sex: str = "", leg_m: float | None = None) -> float:
    """The least time in which a human could cover a stretch, starting at full speed.

    Between two distances of the table both grow evenly in logarithms. Shorter stretches are run at the speed
    of the shortest, longer ones at that of the longest.

    Args:
        metres: The length of the stretch.
        sex: "women" or "men"; anything else is taken for men, whose limit is the lower.
        leg_m: In a relay the longest leg, further than which no one runs.

    Returns:
        Seconds; 0 for a stretch without length.
    """
    if metres <= 0:
        return 0.0
    if leg_m is not None and metres > leg_m:
        return least_seconds(leg_m, sex) * metres / leg_m
    seconds = _LOG_SECONDS["women" if sex == "women" else "men"]
    log_metres = log(metres)
    after = bisect_right(_LOG_METRES, log_metres)
    if after in (0, len(BESTS)):
        end = max(after - 1, 0)
        return MARGIN * exp(seconds[end] + log_metres - _LOG_METRES[end])
    before = after - 1
    share = (log_metres - _LOG_METRES[before]) / (_LOG_METRES[after] - _LOG_METRES[before])
    return MARGIN * exp(seconds[before] + share * (seconds[after] - seconds[before]))
