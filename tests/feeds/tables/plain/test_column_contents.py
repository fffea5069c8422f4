"""What a column holds is decided by its cells where its head does not say it, or says what cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.feeds.tables.further_language_tables import FURTHER_LANGUAGES
from tests.feeds.tables.tables_by_cells import BY_CELLS
from tests.feeds.tables.typed_tables import race_in, times_in

if TYPE_CHECKING:
    from pathlib import Path

TABLES = FURTHER_LANGUAGES | BY_CELLS


@pytest.mark.parametrize("name", TABLES)
def test_tables_by_heads_and_cells(name: str) -> None:
    """Each column is understood as it was looked at by hand, and the first runner's times are right."""
    event, text, understood, times = TABLES[name]
    race = race_in(text, event)
    said = race.notes[0].split(" columns: ")[1].removesuffix(" (--map can name them)")
    assert said == understood
    assert [str(figure.time) for figure in race.runners[0].times] == times.split()


def table(head: str, cells: list[str], beside: str = "5 km", finish: str = "finish") -> str:
    """Six runners over 10 km, with a column of these cells between the one at 5 km and the finish."""
    rows = [f"1{i},Runner {chr(65 + i)},2{i}:10,{cell},4{i}:2{i}" for i, cell in enumerate(cells)]
    return "\n".join([f"bib,name,{beside},{head},{finish}", *rows, ""])


def understood(text: str, event: str = "10 km") -> str:
    """What is said of the columns of a table."""
    return race_in(text, event).notes[0]


RISING = ["31:40", "33:05", "34:10", "35:50", "36:40", "37:20"]


def test_a_checkpoint_by_its_name() -> None:
    """Between one that is known and the finish; a note names it."""
    race = race_in(table("Mill bridge", RISING), "10 km")
    assert [point.name for point in race.points] == ["5 km", "Mill bridge", "finish"]
    assert times_in(race)["Runner A"] == ["20:10", "31:40", "40:20"]
    assert any("'Mill bridge' is read as a checkpoint" in note for note in race.notes)


@pytest.mark.parametrize(
    ("what", "cells"),
    [
        ("the lap to the finish", ["20:10", "20:11", "20:12", "20:13", "20:14", "20:15"]),
        ("gaps to the first", ["0:00", "1:01", "2:02", "3:03", "4:04", "5:05"]),
        ("the result in seconds", ["2420", "2481", "2542", "2603", "2664", "2725"]),
    ],
)
def test_what_follows_from_the_other_times(what: str, cells: list[str]) -> None:
    """Arithmetic tells it: nothing is read of it."""
    text = table("Xyzzy", cells)
    assert "not kept: 'Xyzzy'" in understood(text), what
    assert times_in(race_in(text, "10 km"))["Runner B"] == ["21:10", "41:21"]


@pytest.mark.parametrize(
    ("what", "cells"),
    [
        ("times that do not rise", ["31:40", "20:05", "34:10", "19:50", "36:40", "21:20"]),
        ("almost the result", ["40:18", "41:18", "42:20", "43:21", "44:20", "45:21"]),
        ("a pace, in no order with the times", ["4:01", "4:09", "4:15", "4:20", "4:31", "4:35"]),
        ("years of something", ["2012", "2015", "2009", "2001", "2010", "2013"]),
        ("words", ["low", "high", "low", "low", "high", "low"]),
        ("shares that fall as those at 5 km rise", ["33:05", "33:20", "33:40", "33:55", "34:10", "34:25"]),
        ("as long as the first lap", ["21:20", "22:00", "22:50", "23:30", "24:40", "25:50"]),
        ("a best of each runner's", ["38:10", "35:00", "41:20", "36:30", "42:50", "38:40"]),
    ],
)
def test_what_stays_open_is_named(what: str, cells: list[str]) -> None:
    """A column that could be several things is left out and named."""
    assert "not understood: 'Xyzzy'" in understood(table("Xyzzy", cells)), what


def test_one_column_from_the_start_needs_another_beside_it() -> None:
    """Times before all checkpoints may be anything; two that rise, or one with places, are checkpoints."""
    rows = ["12:10,15:10", "12:50,15:50", "13:20,16:40", "13:50,17:00"]
    two = "bib,name,Gate,Ford,finish\n" + "".join(f"{i},R {i},{r},2{i}:10\n" for i, r in enumerate(rows, 1))
    assert "Gate, Ford, finish" in understood(two, "5000")
    one = "\n".join(
        ",".join(cell for k, cell in enumerate(line.split(",")) if k != 3) for line in two.splitlines()
    )
    assert "not understood: 'Gate'" in understood(one + "\n", "5000")


def test_parts_that_add_up_to_the_result_are_no_checkpoints() -> None:
    """Though each is longer than the one before."""
    text = "bib,name,Foo,Bar,finish\n" + "".join(
        f"{i},R {i},1{i}:00,2{i}:00,{30 + 2 * i}:00\n" for i in range(1, 6)
    )
    assert "not understood: 'Foo', 'Bar'" in understood(text)


@pytest.mark.parametrize(
    ("cells", "role"),
    [
        (["1990", "1985", "1979", "2001", "1990", "1993"], "born"),
        (["GBR", "GER", "FRA", "GBR", "KEN", "NED"], "nation"),
        (["F", "M", "F", "F", "M", "F"], "sex"),
        (["F30", "F35", "F30", "MU20", "F40", "F35"], "category"),
        (["10 km", "10 km", "10 km", "10 km", "10 km", "10 km"], "race"),
    ],
)
def test_what_is_told_of_a_runner(cells: list[str], role: str) -> None:
    """By cells of one kind below a head that is not known; a note says it."""
    race = race_in(table("Xyzzy", cells), "10 km")
    assert f", {role}, " in race.notes[0]
    assert any("'Xyzzy' is read as" in note for note in race.notes)


def test_places_that_count_from_one() -> None:
    """Below a head that is not known; with a tie."""
    race = race_in(
        "Xyzzy,bib,name,time\n1,7,Ann,40:10\n2,9,Bea,40:12\n2,4,Cleo,40:12\n4,5,Dora,41:00\n", "10 km"
    )
    assert [runner.place for runner in race.runners] == [1, 2, 2, 4]


@pytest.mark.parametrize(
    "text",
    [
        "Xyzzy,bib,name\n1,7,Ann\n2,9,Bea\n3,4,Cleo\n4,5,Dora\n",
        "Xyzzy,bib,name,time\n1,7,Ann,40:10\n2,9,Bea,39:12\n3,4,Cleo,42:12\n4,5,Dora,41:00\n",
    ],
)
def test_rows_that_are_counted_are_no_places(text: str) -> None:
    """In a start list, and where the results are in another order."""
    race = race_in(text, "10 km")
    assert [runner.place for runner in race.runners] == [None] * 4
    assert "not understood: 'Xyzzy'" in race.notes[0]


def test_what_is_known_is_not_taken_away() -> None:
    """Years below an unknown head are none of birth where there is a column of these."""
    text = table("Xyzzy", ["1990", "1985", "1979", "2001", "1990", "1993"], beside="born")
    text = text.replace("20:10", "1991").replace("21:10", "1992").replace("22:10", "1993")
    assert "not understood: 'Xyzzy'" in understood(text)


def test_the_only_times_in_the_order_of_the_runners_are_the_result() -> None:
    """Where no head names it; times in another order stay open."""
    race = race_in("bib,name,Xyzzy\n4,Ann,40:10\n6,Bea,41:20\n5,Cleo,43:00\n", "10 km")
    assert times_in(race) == {"Ann": ["40:10"], "Bea": ["41:20"], "Cleo": ["43:00"]}
    other = race_in("bib,name,Xyzzy\n4,Ann,43:10\n6,Bea,41:20\n5,Cleo,44:00\n", "10 km")
    assert "not understood: 'Xyzzy'" in other.notes[0]


def test_a_category_of_its_own_for_each_runner_is_a_place() -> None:
    """Ages in fives may be categories."""
    places = understood(table("Division", ["811", "902", "1013", "1104", "1215", "1306"]))
    assert "not kept: 'Division'" in places
    assert ", category, " in understood(table("Division", ["30", "35", "40", "45", "50", "55"]))


def test_a_heat_of_age_classes_is_a_category() -> None:
    """And no race for each of them."""
    assert ", category, " in understood(table("section", ["F30", "F40", "F30", "F40", "F30", "F35"]))


def test_a_pace_beside_the_time_at_a_checkpoint() -> None:
    """`Tempo` is a time where there is no other."""
    text = "bib,name,5 km Czas,5 km Tempo,Czas\n4,Ann,20:10,4.03,40:10\n6,Bea,20:40,4.13,41:20\n"
    assert "bib, name, 5 km Czas, finish; not kept: '5 km Tempo'" in understood(text)
    other = "bib,name,5 km Tempo,Tempo\n4,Ann,20:10,40:10\n6,Bea,20:40,41:20\n"
    assert "bib, name, 5 km Tempo, finish" in understood(other)


def test_bibs_in_the_order_of_the_result_are_places() -> None:
    """From 1 on, for six runners or more."""
    rows = "".join(f"{i},Runner {i},4{i}:10\n" for i in range(1, 8))
    race = race_in(f"No,name,time\n{rows}", "10 km")
    assert [runner.place for runner in race.runners] == [1, 2, 3, 4, 5, 6, 7]
    assert "place, name, finish" in race.notes[0]
    alone = "".join(f"{i},4{i}:10\n" for i in range(1, 8))
    assert "bib, finish" in understood(f"No,time\n{alone}")
    shuffled = "".join(f"{i},Runner {i},4{9 - i}:10\n" for i in range(1, 8))
    assert "bib, name, finish" in understood(f"No,name,time\n{shuffled}")


def test_a_head_for_no_time_above_times() -> None:
    """A `Col` is a place in a result, and a pass on a mountain."""
    race = race_in(table("Col", RISING), "10 km")
    assert [point.name for point in race.points] == ["5 km", "Col", "finish"]
    assert any("'Col' holds times" in note for note in race.notes)


def test_a_map_is_believed(tmp_path: Path) -> None:
    """What `--map` says of a column stands, whatever its cells are."""
    column_map = tmp_path / "map.toml"
    column_map.write_text('[columns]\n"Division" = "category"\n', encoding="utf-8")
    text = table("Division", ["811", "902", "1013", "1104", "1215", "1306"])
    assert ", category, " in race_in(text, "10 km", column_map=column_map).notes[0]
