"""Where something happened, and closing times, as notes say them."""

from __future__ import annotations

import pytest

from race.course import Course
from race.messages import Checkpoint, StartList
from race.times import Time
from replays.estimates.note_figures import ClosingTime, closing_times, place_of

COURSE = Course(
    StartList(
        name="1500 m",
        distance_m=1500,
        lap_m=400,
        checkpoints=(Checkpoint(id="finish", distance_m=1500),),
        entrants=(),
    )
)


@pytest.mark.parametrize(
    ("text", "metres"),
    [
        ("Kerr pulled up about 550 m from home", 950),
        ("He goes with 300 m to go", 1200),
        ("Tripped with 200 metres left", 1300),
        ("Kerr takes the lead at about 1000 m", 1000),
        ("Steps off after 900 m", 900),
        ("Eight metres behind at the bell", None),
        ("1 m from home by a chest", 1499),
        ("Ran 5000 m to go to the stadium", None),
        ("3000 m from home, as the crow flies", None),
        ("", None),
    ],
)
def test_the_place_that_a_note_names(text: str, metres: float | None) -> None:
    """From the start or from the finish, as far as it is on the course."""
    assert place_of(text, COURSE) == metres


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Wanyonyi last 300 m 38.37", [ClosingTime(300, Time(38_370, 2))]),
        (
            "Wanyonyi last lap 51.58, last 800 m 1:49.46",
            [ClosingTime(400, Time(51_580, 2)), ClosingTime(800, Time(109_460, 2))],
        ),
        ("Kerr's last 400 m was timed at 53.2", [ClosingTime(400, Time(53_200, 1))]),
        ("last 400 in 53.2", [ClosingTime(400, Time(53_200, 1))]),
        ("the final 200 m in 25", [ClosingTime(200, Time(25_000, 0))]),
        ("last over the water jump", []),
        ("last at 400 m", []),
        ("last 1600 m in 4:00", []),
        ("last 300 m 8 m behind", []),
    ],
)
def test_the_closing_times_that_a_note_states(text: str, found: list[ClosingTime]) -> None:
    """Metres or the last lap, with or without a word before the time."""
    assert list(closing_times(text, COURSE)) == found
