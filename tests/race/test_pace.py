"""Pace: as it was run, and as it is typed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.course import Course
from race.laps import Stretch
from race.pace import pace_of, parse_pace
from race.times import Time
from tests.race.messages_by_hand import start_list

TRACK = Course(start_list(["A"]))
ROAD = Course(start_list(["A"], (5000, 10_000), lap_m=None))


@pytest.mark.parametrize(
    ("course", "text", "shown", "over_1000_ms"),
    [
        (TRACK, "58", "58/400", 145_000),
        (TRACK, "58.5", "58.5/400", 146_250),
        (ROAD, "2:55", "2:55/km", 175_000),
        (TRACK, "2:55/km", "2:55/km", 175_000),
        (ROAD, " 4:40 / Mile ", "4:40/mile", 173_984),
        (ROAD, "28.5/200", "28.5/200", 142_500),
        (ROAD, "28,5/200m", "28.5/200", 142_500),
    ],
)
def test_a_typed_pace(course: Course, text: str, shown: str, over_1000_ms: int) -> None:
    """A lap on the track, a kilometre on the road, or whatever is said."""
    pace = parse_pace(text, course)

    assert pace.show() == shown
    assert pace.over(1000) == over_1000_ms


@pytest.mark.parametrize("text", ["", "fast", "58/", "58/lap", "0", "0/km", "58/0", "-58", "58/400/2", "1e3"])
def test_what_is_no_pace(text: str) -> None:
    """It is refused with a sentence."""
    with pytest.raises(ValueError, match="not a"):
        parse_pace(text, TRACK)


@pytest.mark.parametrize(
    ("time", "metres", "per_m", "shown"),
    [
        ("15:00", 5000, 1000, "3:00"),
        ("15:00.5", 5000, 1000, "3:01"),
        ("14.1", 100, 400, "56.4"),
        ("4:00.00", 1609.344, 1609.344, "4:00"),
        ("15:00", 5000, 400, "1:12"),
    ],
)
def test_the_pace_of_a_stretch(time: str, metres: float, per_m: float, shown: str) -> None:
    """Rounded up, to the second, and over a lap to the tenth where the time has one."""
    assert str(pace_of(Stretch(Time.parse(time), metres), per_m).time) == shown


def test_a_relay_is_paced_by_laps_of_the_track() -> None:
    """Not by legs."""
    relay = replace(start_list([], (800, 1600, 2400, 3200)), event="4x800mR")

    assert parse_pace("60", Course(relay)).per_m == 400
