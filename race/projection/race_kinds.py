"""Kinds of races: by the setting and the distance, which curve holds, and what is taken for true."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.projection.fitted_curves import FLAT, HALF, MARATHON, Curve

if TYPE_CHECKING:
    from race.messages import Setting

FASTEST: dict[Setting, float] = {"track": 0.09, "indoor": 0.09, "road": 0.14, "trail": 0.09}
"""Seconds a metre over a segment that nobody is faster than: 400 m in 36 s, on a road 2:20 a kilometre.
Trails go downhill, and some are skied."""

MARATHONS_M = (38_000, 50_000)

HALVES_M = (18_000, 25_000)


class Kind(NamedTuple):
    """What a model needs to know of a race besides its course."""

    curve: Curve
    has_range: bool
    """Whether the spread of the curve was measured on races like it."""
    fastest: float
    """Seconds a metre; a time that makes a segment faster is a mistake."""


def kind_of(setting: Setting, distance_m: float) -> Kind:
    """Marathons and half marathons on a road have curves of their own, all else has the flat one.

    Beyond the distances of the marathon, and on a track, the spread of the flat one was not measured.
    """
    has_range = setting in ("road", "trail") and distance_m <= MARATHONS_M[1]
    return Kind(_curve(setting, distance_m), has_range, FASTEST[setting])


def _curve(setting: Setting, distance_m: float) -> Curve:
    if setting == "road" and MARATHONS_M[0] <= distance_m <= MARATHONS_M[1]:
        return MARATHON
    if setting == "road" and HALVES_M[0] <= distance_m <= HALVES_M[1]:
        return HALF
    return FLAT
