"""Where something happened, and closing times, as notes say them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.course import Course
from race.messages import Checkpoint, Note, StartList
from race.times import Time
from replays.estimates.note_figures import (
    ClosingTime,
    closing_times,
    front_runners,
    leading_time,
    place_of,
)

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


@pytest.mark.parametrize(
    ("text", "when", "stated"),
    [
        ("The leading group passes 5 km in 14:25", "14:25", True),
        ("The pacemakers lead through 400 m in 56.01", "56.01", True),
        ("The pacemakers take the field through 800 m in just over 1:51", "1:51", True),
        ("The leader passes the half mile in 1:58.2", "1:58.2", True),
        ("The leader passes the half mile in 1:58.2", "1:58", False),
        ("The leader is at 11:51 of the road book", "1:51", False),
        ("The chasers pass 5 km in 14:40", "14:40", False),
        ("The leading group passes 5 km", "14:25", False),
    ],
)
def test_the_leader_s_time_that_a_note_states(text: str, when: str, stated: bool) -> None:
    """Of a note about no one by name whose own time is in its words."""
    note = Note(text=text, checkpoint="5k", when=Time.parse(when))

    assert leading_time(note) == (Time.parse(when) if stated else None)


def test_a_note_about_a_runner_states_no_leader_s_time() -> None:
    """That is the runner's, and without a checkpoint it is no one's."""
    note = Note(text="The leading group passes in 14:25", checkpoint="5k", when=Time.parse("14:25"))

    assert leading_time(note) is not None
    assert leading_time(replace(note, bib="A")) is None
    assert leading_time(replace(note, checkpoint=None)) is None


NAMES = ("Mateiko", "Kiptum", "Edesa", "Assefa", "Kerr", "Nuguse", "Ingebrigtsen", "Kerr-Smith")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Only Mateiko is with Kiptum", {"Mateiko", "Kiptum"}),
        ("At 30 km only Kerr and Nuguse are with Kiptum", {"Kerr", "Nuguse", "Kiptum"}),
        ("Edesa, the last to stay with Assefa, is dropped", {"Assefa"}),
        ("Ingebrigtsen leads alone from here", {"Ingebrigtsen"}),
        ("Kerr, Ingebrigtsen and Nuguse are clear of the rest", {"Kerr", "Ingebrigtsen", "Nuguse"}),
        ("Kerr-Smith is alone", {"Kerr-Smith"}),
        ("Mateiko is with Kiptum", set()),
        ("Only Smith is with Kiptum", set()),
        ("The leader is clear of the rest", set()),
    ],
)
def test_those_of_whom_a_note_says_that_they_are_in_front_alone(text: str, names: set[str]) -> None:
    """By names of the start list; of others nothing is known."""
    assert set(front_runners(text, NAMES)) == names
    assert front_runners(text, ()) == ()
