"""Tables as they are less often written, and what must not be lost or added in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.tables.plain.column_heads import read_head
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import convert_text

if TYPE_CHECKING:
    from pathlib import Path

TEN_K = Hints(event="10km")


def test_a_line_drawn_below_the_heads_is_no_runner(tmp_path: Path) -> None:
    """As in a table of Markdown."""
    text = "| Place | Name | Club | Time |\n|---|:---|---|---:|\n| 1 | Al Bo | Kent | 30:01 |\n"
    (race,) = convert_text(tmp_path, text, TEN_K)
    assert [(e.name, e.club) for e in race.start_list.entrants] == [("Al Bo", "Kent")]


@pytest.mark.parametrize(
    ("written", "nation"),
    [
        ("US", "USA"),
        ("DEU", "GER"),
        ("Deutschland", "GER"),
        ("The Netherlands", "NED"),
        ("Pays-Bas", "NED"),
        ("CHE", "SUI"),
        ("BRN", "BRN"),
        ("Kent", ""),
        ("BYU", ""),
    ],
)
def test_countries_by_other_codes_and_names(tmp_path: Path, written: str, nation: str) -> None:
    """Those of ISO, and the names in the languages of the table; of clubs there is none."""
    text = f"Place,Name,Country,Time\n1,Al Bo,{written},30:01\n"
    (race,) = convert_text(tmp_path, text, TEN_K)
    assert race.start_list.entrants[0].nation == nation


def test_all_columns_of_notes_are_kept(tmp_path: Path) -> None:
    """A qualifier in one, the rule in the other."""
    text = "Rank,Name,Result,Qual,Notes\n1,Al Bo,30:01,Q,PB\n,Cy Do,DQ,,TR17.2.3\n"
    (race,) = convert_text(tmp_path, text, TEN_K)
    assert [entrant.note for entrant in race.start_list.entrants] == ["Q; PB", "TR17.2.3"]


@pytest.mark.parametrize(
    ("heads", "metres"), [("Aid 1 In,Aid 1 Out", None), ("25 km In,25 km Out", 25_000.0)]
)
def test_the_ways_in_and_out_are_at_one_place(tmp_path: Path, heads: str, metres: float | None) -> None:
    """Whether its distance is given or estimated."""
    text = f"Place,Name,{heads},Finish\n1,Al Bo,2:00:00,2:05:00,4:05:00\n2,Cy Do,2:10:00,2:12:00,4:25:00\n"
    (race,) = convert_text(tmp_path, text, Hints(distance_m=50_000))
    way_in, way_out, _ = race.start_list.checkpoints
    assert way_in.distance_m == way_out.distance_m
    assert metres in (None, way_in.distance_m)
    assert list(race.times(race.start_list.entrants[0].bib).values()) == ["2:00:00", "2:05:00", "4:05:00"]


def test_a_capital_m_is_miles(tmp_path: Path) -> None:
    """`20M` in a marathon is at 20 miles; `20m` in a sprint at 20 metres."""
    text = "Place,Name,20M,Time\n1,Al Bo,1:48:00,2:22:35\n2,Cy Do,1:57:00,2:34:39\n"
    (race,) = convert_text(tmp_path, text, Hints(event="marathon"))
    assert race.start_list.checkpoints[0].distance_m == pytest.approx(32_186.88)
    point = read_head("20m").point
    assert point is not None
    assert point.metres == 20


def test_a_start_list_has_no_gun(tmp_path: Path) -> None:
    """It says who runs, and nothing of the race."""
    (race,) = convert_text(tmp_path, "Bib,Name,Nation,PB\n1,Al Bo,GBR,28:01\n", TEN_K)
    assert (race.guns, race.is_official) == ([], False)


@pytest.mark.parametrize(
    "text",
    [
        "Event,Rank,Name,Mark\nWomen 1500m,1,Ann Bo,4:20.1\n"
        "Men Long Jump,1,Al Bo,7.01\nMen 110mH,1,Al Bo,14.10\n",
        "Rank,Name,Mark\nWomen 1500m,,\n1,Ann Bo,4:20.1\n"
        "Men Long Jump,,\n1,Al Bo,7.01\nMen 110mH,,\n1,Al Bo,14.10\n",
        "Women 1500m\nRank,Name,Mark\n1,Ann Bo,4:20.1\nMen Long Jump\nRank,Name,Mark\n1,Al Bo,7.01\n"
        "Men 110mH\nRank,Name,Mark\n1,Al Bo,14.10\n",
    ],
    ids=["column", "subtitles", "tables"],
)
def test_what_is_no_race_is_left_out_of_a_file_of_races(tmp_path: Path, text: str) -> None:
    """And named."""
    races = convert_text(tmp_path, text)
    assert [race.start_list.event for race in races] == ["1500", "110H"]
    assert "'Men Long Jump' is a field event, not a race: left out" in "\n".join(races[0].notes)


def test_a_line_above_the_heads_says_where_times_were_taken(tmp_path: Path) -> None:
    """For the times and the places below it."""
    text = (
        ";;;5 km;;Ziel;\nRang;StNr;Name;Zeit;Rang;Zeit;Rang\n"
        "1;11;Al Bo;15:06;2;30:11;1\n2;12;Cy Do;15:05;1;30:31;2\n"
    )
    (race,) = convert_text(tmp_path, text, TEN_K)
    assert [point.distance_m for point in race.start_list.checkpoints] == [5000, 10_000]
    assert [*race.times("11").values()] == ["15:06", "30:11"]
    assert {split.bib: split.rank for split in race.splits if split.checkpoint != "finish"} == {
        "11": 2,
        "12": 1,
    }
