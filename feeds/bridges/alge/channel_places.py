"""What channels of a Timy are where nothing is said of them: 0 is the start, 1 is the finish line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from race.course import NEAR_M, Course

if TYPE_CHECKING:
    from feeds.bridges.bridge import BridgeSettings
    from race.messages import StartList

START, FINISH = "C0", "C1"


def with_channels(settings: BridgeSettings) -> dict[str, object]:
    """The mapping file, with its channels in capitals, and what goes without saying."""
    table = dict(settings.table)
    places = table.get("places")
    if isinstance(places, dict):
        table["places"] = {
            key.upper() if re.fullmatch(r"c\d+", key) else key: value for key, value in places.items()
        }
    elif places is None and settings.start_list is not None:
        table["places"] = {FINISH: _finish_line(settings.start_list)}
    entrants = settings.start_list.entrants if settings.start_list is not None else ()
    if len({entrant.wave for entrant in entrants}) <= 1:
        table.setdefault("device_guns", [""])
    return table


def _finish_line(start_list: StartList) -> list[str]:
    """The checkpoints at the finish line: on a track all that are whole laps before the finish."""
    course, lap_m = Course(start_list), start_list.lap_m
    left = {c.id: course.distances[course.finish] - c.distance_m for c in course.checkpoints}
    if not lap_m:
        return [name for name, metres in left.items() if metres <= NEAR_M]
    return [name for name, metres in left.items() if min(metres % lap_m, -metres % lap_m) <= NEAR_M]
