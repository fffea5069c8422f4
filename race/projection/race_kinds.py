"""Kinds of race: by setting and distance, which curve holds and which times are plausible."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.projection.fitted_curves import FLAT, HALF, MARATHON, Curve

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

HALVES_M = (18_000, 25_000)


class Kind(NamedTuple):
    """What a model needs to know about a race besides its course."""

    curve: Curve
    has_range: bool
    """Whether the spread of the curve was measured on such races."""
    fastest: float
    """Seconds a metre; a time that makes a segment faster is a mistake."""
    patience: float
    """How many times the expected time of a stretch makes a runner overdue."""


def kind_of(setting: Setting, distance_m: float, *, is_plain_run: bool = True) -> Kind:
    """The kind of a race: road marathons and half marathons have curves of their own, all else a flat one.

    The spread of the flat curve was not measured beyond marathon distances, nor on a track, nor of walks,
    relays and races in wheelchairs (not `is_plain_run`).
    """
    has_range = is_plain_run and setting in ("road", "trail") and distance_m <= MARATHONS_M[1]
    patience = PATIENCE_WITH_SLEEP if distance_m > SLEEP_M else PATIENCE[setting]
    curve = _curve(setting, distance_m) if is_plain_run else FLAT
    return Kind(curve, has_range, FASTEST[setting], patience)


def _curve(setting: Setting, distance_m: float) -> Curve:
    if setting == "road" and MARATHONS_M[0] <= distance_m <= MARATHONS_M[1]:
        return MARATHON
    if setting == "road" and HALVES_M[0] <= distance_m <= HALVES_M[1]:
        return HALF
    return FLAT
