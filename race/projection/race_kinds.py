"""Kinds of race: by setting and distance, how runners slow down and which times are plausible."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from race.messages import Setting

FASTEST: dict[Setting, float] = {"track": 0.09, "indoor": 0.09, "road": 0.14, "trail": 0.09}
"""The fastest plausible pace over a segment in seconds a metre: 400 m in 36 s, on a road 2:20 a kilometre.
Trails go downhill, and some are skied."""

PATIENCE: dict[Setting, float] = {"track": 1.2, "indoor": 1.2, "road": 1.5, "trail": 1.5}
"""A runner is overdue when a stretch has taken so many times as long as expected; docs/projection.md says how
often that was wrong."""

SLEEP_M, PATIENCE_WITH_SLEEP = 100_000, 2.5
"""In races longer than this runners stop for hours, and sleep."""

MARATHONS_M = (38_000, 50_000)

SLOWING_BEYOND_KM, SLOWING_PER_KM = 25, 0.0016
"""In longer races the rest of the way is run slower than the way so far, as a logarithm so much for each
kilometre of the length beyond the first number."""

MOST_KM = 162
"""No longer race was measured."""

HALVES_M, SLOWING_OF_HALVES = (18_000, 25_000), 0.015
"""On a road."""


class Kind(NamedTuple):
    """What a model needs to know about a race besides its course."""

    is_marathon: bool
    """Whether the curve of road marathons holds."""
    slowing: float
    """Elsewhere: logarithm of the pace over the rest of the way over that so far."""
    has_range: bool
    """Whether the ranges of the curve were measured on such races."""
    fastest: float
    """Seconds a metre; a time that makes a segment faster is a mistake."""
    patience: float
    """How many times the expected time of a stretch makes a runner overdue."""


def kind_of(setting: Setting, distance_m: float, *, is_plain_run: bool = True) -> Kind:
    """The kind of a race: road marathons have a curve of their own, in all others runners slow down steadily.

    Nothing was measured on a track without laps, nor of walks, relays and races in wheelchairs (not
    `is_plain_run`).
    """
    is_measured = is_plain_run and setting in ("road", "trail")
    is_marathon = is_measured and setting == "road" and MARATHONS_M[0] <= distance_m <= MARATHONS_M[1]
    slowing = _slowing(setting, distance_m) if is_measured else 0.0
    patience = PATIENCE_WITH_SLEEP if distance_m > SLEEP_M else PATIENCE[setting]
    return Kind(is_marathon, slowing, is_measured, FASTEST[setting], patience)


def _slowing(setting: Setting, distance_m: float) -> float:
    if setting == "road" and HALVES_M[0] <= distance_m <= HALVES_M[1]:
        return SLOWING_OF_HALVES
    return max(min(distance_m / 1000, MOST_KM) - SLOWING_BEYOND_KM, 0.0) * SLOWING_PER_KM
