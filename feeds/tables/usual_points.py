"""Where times are usually taken in a race."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from race.event import HALF_MARATHON_M, MARATHON_M

if TYPE_CHECKING:
    from race.event import Event

SPLIT_M = {"track": 400.0, "indoor": 200.0}
"""Metres between two checkpoints, by the setting."""

MOST_POINTS = 24

SHORTEST_REST_M = 100.0
"""A shorter rest is run before the first lap, as the nine metres of a mile."""


def usual_points(event: Event) -> list[float]:
    """Metres from the start, without the finish: legs, laps, 5 km or kilometres; none in a sprint."""
    if event.legs:
        return [*accumulate(event.legs)][:-1]
    step = SPLIT_M.get(event.setting, 5000.0 if event.distance_m > 10_000 else 1000.0)
    if event.setting in SPLIT_M and event.distance_m > MOST_POINTS * step:
        step = 1000.0
    count, rest_m = divmod(event.distance_m, step)
    if count > MOST_POINTS:
        return []
    first_m = rest_m if 0 < rest_m < SHORTEST_REST_M else 0.0
    points = {round(first_m + step * n, 3) for n in range(1, int(count) + 1)} - {event.distance_m}
    if event.distance_m == MARATHON_M:
        points.add(HALF_MARATHON_M)
    return sorted(points)


def finish_line_points(event: Event) -> list[float]:
    """Where the finish line is passed on the way, in metres from the start: each lap; nowhere on a road."""
    if event.legs or event.limit_s is not None:
        return usual_points(event)
    if event.lap_m is None:
        return []
    laps = range(int(event.distance_m / event.lap_m), 0, -1)
    points = [round(event.distance_m - event.lap_m * lap, 3) for lap in laps]
    return [metres for metres in points if metres >= SHORTEST_REST_M]


def point_name(event: Event, metres: float) -> str:
    """How a point is headed: in whole metres on a track, in kilometres elsewhere."""
    return f"{int(metres)} m" if event.setting in SPLIT_M else f"{metres / 1000:.7g} km"
