"""OpenSplitTime's CSV, with elapsed times and with times of day."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import RaceParts, convert_text

HEADS = "first_name,last_name,gender,country,age,bib_number,Start,Aid 1,Aid 2,Finish"
SPREAD = "Overall rank,Gender rank,Bib number,Full name,Gender,Age,State code,Country code"


def convert(folder: Path, *rows: str) -> RaceParts:
    """The race of some rows over 80 km."""
    (race,) = convert_text(folder, "\n".join([*rows, ""]), Hints(distance_m=80_000))
    return race


def test_elapsed_times(tmp_path: Path) -> None:
    """Who has no time at the finish has no result; a country may have the two letters of ISO."""
    race = convert(
        tmp_path,
        HEADS,
        "Ada,Ash,F,USA,61,510,0:00:00,2:58:00,5:03:00,16:45:00",
        "Bea,Birk,female,US,58,502,0:00:00,2:45:00,5:29:00,16:48:00",
        "Cem,Ceder,M,,,505,0:00:00,2:46:00,,",
    )

    assert [(e.bib, e.name, e.nation, e.category) for e in race.start_list.entrants] == [
        ("510", "Ada Ash", "USA", "F"),
        ("502", "Bea Birk", "USA", "F"),
        ("505", "Cem Ceder", "", "M"),
    ]
    assert race.start_list.distance_m == 80_000
    assert race.times("510") == {"aid-1": "2:58:00", "aid-2": "5:03:00", "finish": "16:45:00"}
    assert race.times("505") == {"aid-1": "2:46:00"}
    assert race.statuses == {"505": ("unknown", "no time at the finish")}
    assert len(race.guns) == 1


def test_an_offset_of_the_start_is_a_start_of_its_own(tmp_path: Path) -> None:
    """Elapsed times count from it."""
    race = convert(
        tmp_path,
        f"{SPREAD},Start Offset,Aid 1 In,Aid 1 Out,Finish",
        "1,1,5,Ann Bay,Female,33,CO,US,00:00:00,03:10:00,03:15:00,30:00:00",
        "2,1,6,Bo Cay,Male,40,,DE,00:30:00,03:20:00,03:45:00,31:30:00",
        "3,2,7,Cy Day,Male,40,,DE,00:00:00,03:20:00,DROPPED,--:--:--",
    )

    assert race.times("6") == {"aid-1-in": "3:20:00", "aid-1-out": "3:45:00", "finish": "31:30:00"}
    assert [str(gun.when) for gun in race.guns] == ["0.000", "30:00.000"]
    way_in, way_out, _ = race.start_list.checkpoints
    assert way_in.distance_m == way_out.distance_m
    assert race.places == {"5": 1, "6": 2}
    assert race.statuses == {"7": ("dnf", "")}


@pytest.mark.parametrize(
    "clocks",
    [
        ("06:00:00", "09:10:00", "23:50:00", "14:00:00"),
        ("Fri 06:00", "Fri 09:10", "Fri 23:50", "Sat 14:00"),
        ("Sun 6:00AM", "Sun 9:10AM", "Sun 11:50PM", "Mon 2:00PM"),
        ("2026-06-12 06:00:00", "2026-06-12 09:10:00", "2026-06-12 23:50:00", "2026-06-13 14:00:00"),
    ],
    ids=["military", "military with days", "am and pm", "dates"],
)
def test_times_of_day_count_from_the_own_start(tmp_path: Path, clocks: tuple[str, ...]) -> None:
    """Over midnight the day goes on."""
    race = convert(tmp_path, HEADS, f"Ada,Ash,F,USA,61,510,{','.join(clocks)}")

    assert race.times("510") == {"aid-1": "3:10:00", "aid-2": "17:50:00", "finish": "32:00:00"}


def test_days_carry_over_more_than_one_midnight(tmp_path: Path) -> None:
    """With the day, gaps of more than a day are whole; and an earlier start on another day is a start."""
    race = convert(
        tmp_path,
        HEADS,
        "Ada,Ash,F,USA,61,510,Fri 06:00,Fri 09:00,Sun 10:00,Mon 07:00",
        "Bea,Birk,F,USA,61,511,Thu 22:00,Fri 01:00,Sat 10:00,Sun 07:00",
    )

    assert race.times("510") == {"aid-1": "3:00:00", "aid-2": "52:00:00", "finish": "73:00:00"}
    assert [str(gun.when) for gun in race.guns] == ["0.000", "8:00:00.000"]


def test_a_cell_that_is_no_time_is_named(tmp_path: Path) -> None:
    """By its row and the head of its column."""
    race = convert(tmp_path, HEADS, "Ada,Ash,F,USA,61,510,0:00:00,2:5x:00,5:03:00,16:45:00")

    assert race.times("510") == {"aid-2": "5:03:00", "finish": "16:45:00"}
    assert any("row 2, 'Aid 1': '2:5x:00' is not an elapsed time" in note for note in race.notes)


def test_tables_of_other_heads_are_no_export_of_this_program(tmp_path: Path) -> None:
    """There 20:00 is minutes and seconds."""
    text = "Bib,Name,Sex,Start,5 km,Finish\n7,Ada Ash,F,0:00,20:00,41:00\n8,Bea Birk,F,0:00,21:00,42:00\n"
    (race,) = convert_text(tmp_path, text, Hints(distance_m=10_000))

    assert race.times("7") == {"5-km": "20:00", "finish": "41:00"}


def test_elapsed_times_have_seconds(tmp_path: Path) -> None:
    """Without them a time could be either."""
    race = convert(tmp_path, HEADS, "Ada,Ash,F,USA,61,510,0:00:00,2:58,5:03:00,16:45:00")

    assert race.times("510") == {"aid-2": "5:03:00", "finish": "16:45:00"}


@pytest.mark.parametrize(
    ("rows", "hints", "said"),
    [
        ((HEADS,), Hints(distance_m=1), "no runner"),
        ((HEADS, "Ada,Ash,F,USA,61,510,0:00:00,,,1:00:00"), Hints(), "give --distance METRES"),
        ((f"{SPREAD},Start,Aid 1,Total", "1,1,5,A,F,3,,,0:00:00,1:00:00,2:00:00"), Hints(), "segments"),
        ((f"{SPREAD},Start,Finish Lap 1,Finish Lap 2", "1,1,5,A,F,3,,,0:00:00,1,2"), Hints(), "laps"),
    ],
)
def test_what_is_refused(tmp_path: Path, rows: tuple[str, ...], hints: Hints, said: str) -> None:
    """One sentence that says what to do."""
    with pytest.raises(FeedError, match=said):
        convert_text(tmp_path, "\n".join(rows), hints)


def test_a_word_in_place_of_the_overall_place_says_why_there_is_no_result(tmp_path: Path) -> None:
    """And the category is kept."""
    (race,) = convert_text(
        tmp_path,
        "Overall,Sex,Bib,Name,Category,Start,Aid 1,Finish\n"
        "1,F,10,Ada Ash,F41,0:00:00,1:55:10,9:05:10\n"
        "DNF,M,12,Cy Cole,M36,0:00:00,2:50:10,\n",
        Hints(distance_m=80_000),
    )
    assert race.statuses["12"] == ("dnf", "")
    assert [entrant.category for entrant in race.start_list.entrants] == ["F41", "M36"]
