"""The fitted numbers: how the pace changes over a kind of race, and with what spread.

They were fitted on the splits of finishers; `docs/projection.md` says of which races, and how accurate they
are.
"""

from __future__ import annotations

from typing import NamedTuple

Numbers = tuple[float, ...]

KNOTS: Numbers = (0, 0.12, 0.24, 0.36, 0.48, 0.6, 0.72, 0.84, 0.94, 1)
"""Fractions of the distance at which the curves are given, with straight lines between."""

REFERENCE_PACE = 0.33
"""Seconds a metre, 5:30 a kilometre: the pace at which the level of a runner is 0."""

FRACTIONS: Numbers = (0.02, 0.12, 0.24, 0.36, 0.48, 0.6, 0.72, 0.84, 0.95)
"""Fractions of the distance done at which the spreads are given, one row each."""

LEVELS: Numbers = (-0.25, -0.12, 0, 0.12, 0.25)
"""Levels at which they are given, one column each: the logarithm of a pace over `REFERENCE_PACE`."""


class FittedRange(NamedTuple):
    """Four in five lie between these logarithms of the real over the expected time for the rest."""

    low: tuple[Numbers, ...]
    high: tuple[Numbers, ...]


class Curve(NamedTuple):
    """Pace over a race of one kind, as logarithms at `KNOTS`."""

    distance_m: float
    """Length of the races it was fitted on; a shorter race is taken as the first part of one. 0 for any."""
    fade: Numbers
    """At level 0."""
    fade_by_level: Numbers
    """What a level adds, times that level."""
    fade_of_fast: Numbers
    """What is added below level -0.2, times the level below it."""
    persistence: Numbers
    """How much of a pace that is off the curve is kept: at the start, the change up to the finish, and the
    same two to be added for a pace slower than the curve."""
    hold: int
    """How many runners ahead weigh as much as the curve."""
    carry: float
    """How much of what runners ahead lost or gained is expected on stretches not run yet."""
    spread: FittedRange


MARATHON = Curve(
    distance_m=42_195,
    fade=(0, 0.0043, 0.0131, 0.0313, 0.0618, 0.1084, 0.1547, 0.1763, 0.1708, 0.1631),
    fade_by_level=(0, 0.0264, 0.0551, 0.0944, 0.1494, 0.1892, 0.1835, 0.1348, 0.0546, -0.0031),
    fade_of_fast=(0, -0.0583, -0.126, -0.1807, -0.1805, -0.1664, -0.1453, -0.0854, -0.0137, 0.0307),
    persistence=(1.7385, -0.8292, -0.6634, 0.4755),
    hold=40,
    carry=0,
    spread=FittedRange(
        low=(
            (-0.0721, -0.0814, -0.087, -0.0886, -0.0804),
            (-0.0721, -0.0814, -0.087, -0.0886, -0.0804),
            (-0.0666, -0.0767, -0.0816, -0.08, -0.0834),
            (-0.0743, -0.0834, -0.0866, -0.0836, -0.0859),
            (-0.0796, -0.0859, -0.0825, -0.0729, -0.0741),
            (-0.0719, -0.0744, -0.0693, -0.064, -0.082),
            (-0.0767, -0.0759, -0.0643, -0.0584, -0.0801),
            (-0.0715, -0.0611, -0.0586, -0.0685, -0.0886),
            (-0.0603, -0.0593, -0.0665, -0.0816, -0.0874),
        ),
        high=(
            (0.0982, 0.0971, 0.1217, 0.1519, 0.1592),
            (0.0982, 0.0971, 0.1217, 0.1519, 0.1592),
            (0.1051, 0.0964, 0.1149, 0.1374, 0.139),
            (0.1008, 0.0896, 0.1084, 0.1251, 0.1221),
            (0.0962, 0.0889, 0.1137, 0.1315, 0.1262),
            (0.1011, 0.0961, 0.1169, 0.1246, 0.1054),
            (0.0895, 0.0882, 0.1055, 0.1056, 0.0836),
            (0.0708, 0.0729, 0.078, 0.078, 0.0654),
            (0.0587, 0.0642, 0.0672, 0.0734, 0.0807),
        ),
    ),
)


HALF = Curve(
    distance_m=21_097.5,
    fade=(0, 0.025, 0.0499, 0.0698, 0.0753, 0.0781, 0.0796, 0.0711, 0.0526, 0.039),
    fade_by_level=(0, -0.0318, -0.0883, -0.1259, -0.086, -0.0269, 0.0007, -0.023, -0.0753, -0.1125),
    fade_of_fast=(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    persistence=(1.4302, -0.4112, -0.8018, 0.7221),
    hold=40,
    carry=0,
    spread=FittedRange(
        low=(
            (-0.04, -0.0582, -0.0745, -0.0891, -0.0854),
            (-0.04, -0.0582, -0.0745, -0.0891, -0.0854),
            (-0.04, -0.0582, -0.0745, -0.0891, -0.0854),
            (-0.0512, -0.0657, -0.076, -0.0858, -0.0892),
            (-0.0624, -0.0731, -0.0775, -0.0825, -0.093),
            (-0.0466, -0.06, -0.0659, -0.0733, -0.0858),
            (-0.0307, -0.0468, -0.0543, -0.0641, -0.0786),
            (-0.0517, -0.0497, -0.0566, -0.0713, -0.0848),
            (-0.0709, -0.0523, -0.0587, -0.0779, -0.0905),
        ),
        high=(
            (0.0719, 0.0823, 0.0993, 0.1192, 0.1356),
            (0.0719, 0.0823, 0.0993, 0.1192, 0.1356),
            (0.0719, 0.0823, 0.0993, 0.1192, 0.1356),
            (0.0556, 0.0637, 0.0812, 0.1037, 0.1214),
            (0.0394, 0.0451, 0.0631, 0.0883, 0.1073),
            (0.0392, 0.0476, 0.0639, 0.0883, 0.1041),
            (0.0389, 0.0502, 0.0648, 0.0883, 0.1009),
            (0.0514, 0.0504, 0.062, 0.0755, 0.0891),
            (0.0628, 0.0505, 0.0594, 0.0638, 0.0783),
        ),
    ),
)


FLAT = Curve(
    distance_m=0,
    fade=(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    fade_by_level=(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    fade_of_fast=(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    persistence=(0.8692, -0.4146, -0.3317, 0.2377),
    hold=5,
    carry=1,
    spread=FittedRange(
        low=(
            (-0.2454, -0.1566, -0.1923, -0.2286, -0.2567),
            (-0.1124, -0.1245, -0.1462, -0.1913, -0.2442),
            (0.0109, -0.0187, -0.0644, -0.1217, -0.1586),
            (-0.0269, -0.037, -0.041, -0.0451, -0.0382),
            (-0.0373, -0.0385, -0.0482, -0.0823, -0.1236),
            (-0.0615, -0.0247, -0.0393, -0.056, -0.0728),
            (-0.0422, -0.0695, -0.1307, -0.1876, -0.2027),
            (-0.0752, -0.0847, -0.0841, -0.0864, -0.1214),
            (-0.0688, -0.0797, -0.0823, -0.0959, -0.1322),
        ),
        high=(
            (0.0847, 0.0726, 0.0905, 0.1069, 0.0942),
            (0.0589, 0.0893, 0.1173, 0.1272, 0.1106),
            (0.2047, 0.2066, 0.1984, 0.1752, 0.1449),
            (0.1921, 0.1901, 0.1794, 0.1559, 0.1321),
            (0.1709, 0.1858, 0.1881, 0.1628, 0.1357),
            (0.0886, 0.0986, 0.0959, 0.0884, 0.0872),
            (0.1356, 0.104, 0.0856, 0.0771, 0.0727),
            (0.0388, 0.0433, 0.058, 0.073, 0.0626),
            (0.0386, 0.0495, 0.0668, 0.0799, 0.0764),
        ),
    ),
)
