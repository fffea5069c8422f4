"""The splits of a great race: a split's time says when it was due, so that viewers can say how late it is."""

from __future__ import annotations

from tests.feeds.raw_publisher import Frame

RACE = "city-40-km"
ENTRANTS = 5000
CHECKPOINTS = 200
"""With the finish."""

START_LIST: Frame = {
    "type": "start-list",
    "name": "City 40 km",
    "distance_m": 200 * CHECKPOINTS,
    "checkpoints": [
        {"id": str(200 * number), "distance_m": 200 * number} for number in range(1, CHECKPOINTS + 1)
    ],
    "entrants": [{"bib": str(bib), "name": f"Runner {bib}"} for bib in range(1, ENTRANTS + 1)],
}


def split(number: int, rate: float) -> Frame:
    """The message of a number: the first is the start list, the others are splits, `rate` a second."""
    if number == 1:
        return START_LIST
    due_ms = int(number * 1000 / rate)
    minutes, seconds = due_ms // 60_000 + 60, due_ms / 1000 % 60
    return {
        "type": "split",
        "bib": str(number % ENTRANTS + 1),
        "checkpoint": str(200 * (number // ENTRANTS % CHECKPOINTS + 1)),
        "time": f"{minutes // 60}:{minutes % 60:02}:{seconds:06.3f}",
        "evidence": "device",
    }


def due_ms_of(hours: int, minutes: int, seconds: int, milliseconds: int) -> int:
    """When a split with this time was due, in milliseconds after the load began."""
    return ((hours - 1) * 3600 + minutes * 60 + seconds) * 1000 + milliseconds
