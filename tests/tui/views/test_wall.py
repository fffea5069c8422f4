"""The wall: as large as fits, to be read from ten metres."""

from __future__ import annotations

import pytest

from race.messages import Gun
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.drawn import library, made, texts
from tui.views import wall
from tui.views.block_letters import SIZES, block_letters, plain_capitals
from tui.views.scene import Scene

AT_24_POINTS = (100, 28)
"""Cells of a 24-inch screen of 1920 by 1080 with letters of 24 points, below the name of the race."""


def rows_of(text: str, scene: Scene, width: int, height: int) -> int:
    """Lines of the letters in which a text is on the wall; 0 if it is not there."""
    shown = texts(wall.lines(scene, width, height))
    capitals = plain_capitals(text)
    for size in SIZES:
        first, *_ = block_letters(capitals, size)
        if first.strip() in shown and all(line.rstrip() in shown for line in block_letters(capitals, size)):
            return size.rows
    return 0


@pytest.mark.parametrize(
    ("at", "said"),
    [("2:55", ["Kerr", "~350 m to go", "2:55.0"]), ("1:40", ["Kidder", "~890 m to go", "1:40.0"])],
)
def test_leader_lap_counter_and_clock_are_read_from_ten_metres(at: str, said: list[str]) -> None:
    """Letters of seven lines are 59 mm high at 24 points, and the 200th part of ten metres is 50 mm."""
    scene = library(LONDON, at)

    assert [rows_of(text, scene, *AT_24_POINTS) for text in said] == [7, 7, 7]


def test_a_larger_window_has_larger_letters() -> None:
    """As large as fits."""
    sizes = [rows_of("Kerr", library(LONDON, "2:55"), *size) for size in ((78, 17), (100, 28), (298, 78))]

    assert sizes == sorted(set(sizes))


def test_at_the_end_there_is_a_card_with_the_first_three() -> None:
    """Their places and times, in letters of one size."""
    card = ["1 Kerr 3:42.66", "2 Nuguse 3:45.69", "3 Heyward 3:46.73"]

    assert [rows_of(text, library(LONDON), *AT_24_POINTS) for text in card] == [7, 7, 7]


def test_long_names_are_read_from_ten_metres_too() -> None:
    """Of the second and third rather the time is left out than that the letters become smaller."""
    card = ["1 Kerr 3:45.34", "2 Ingebrigtsen", "3 Nuguse 3:46.22"]

    assert [rows_of(text, library(BOWERMAN), *AT_24_POINTS) for text in card] == [7, 7, 7]


def test_a_name_that_is_too_long_is_cut() -> None:
    """The winner's time stays, and so do the places of the others."""
    names = runners("Ann Featherstonehaugh", "Bea Cholmondeley-Warner", "Cat Lee")
    log = [start_list(1600, (400,), names), Gun()]
    led = made(*log, split("1", "400", "60.00"))
    came = made(*log, *(split(str(n), "finish", f"4:0{n}.00") for n in (1, 2, 3)))

    assert rows_of("Featherstonehaug.", led, *AT_24_POINTS) == 7
    card = ["Feathersto. 4:01.00", "2 Cholmondeley-Wa.", "3 Lee 4:03.00"]
    assert [rows_of(text, came, *AT_24_POINTS) for text in card] == [7, 7, 7]


def test_a_name_in_another_script_is_written_small() -> None:
    """Rather than not at all."""
    scene = made(start_list(1600, (400,), runners("漢字")), Gun(), split("1", "400", "60.00"))

    assert "漢字" in texts(wall.lines(scene, *AT_24_POINTS))
