"""Columns whose heads alone mislead: the others, or their cells, say what they hold."""

from __future__ import annotations

import pytest

from feeds.tables.plain.column_map import NO_MAP
from feeds.tables.plain.table_columns import describe, read_columns
from tests.feeds.tables.typed_tables import metres_in, race_in, races_in, times_in


@pytest.mark.parametrize(
    ("heads", "understood"),
    [
        ("Bib,Swim,T1,Bike,T2,Run,Time", "bib, finish; not kept: 'Swim', 'T1', 'Bike', 'T2', 'Run'"),
        ("Dossard,Natation,Vélo,Course,Temps", "bib, finish; not kept: 'Natation', 'Vélo', 'Course'"),
        ("Bib,Run Time,Cycle Time,Total", "bib, finish; not kept: 'Run Time', 'Cycle Time'"),
        ("Startnr,Name,Lauf,T1,Zeit", "bib, name, race, T1, finish"),
        ("Bib,Bike,Time", "bib, finish; not kept: 'Bike'"),
        ("Athlete ID,Bib,Time", "bib, finish; not kept: 'Athlete ID'"),
        ("Athlete ID,Name,Time", "bib, name, finish"),
        ("Bib,Finish,Total Time", "bib, finish; not kept: 'Finish'"),
        ("Bib,Total Time,Finish", "bib, finish; not kept: 'Finish'"),
        ("Startnr,Tempo,Zeit", "bib, finish; not kept: 'Tempo'"),
        ("Startnr,Ziel,Tempo", "bib, finish; not kept: 'Tempo'"),
        ("Pettorale,Tempo,Arrivo", "bib, finish; not kept: 'Arrivo'"),
        ("Lugar,Puesto,Dorsal,Tiempo", "place, bib, finish; not kept: 'Lugar'"),
    ],
)
def test_heads_beside_others(heads: str, understood: str) -> None:
    """Parts of a triathlon, a program's number beside the bib, the time of day at the finish."""
    cells = heads.split(",")
    assert describe(read_columns(cells, NO_MAP)) == f"{len(cells)} columns: {understood}"


def test_the_result_is_not_the_time_of_day_at_the_finish() -> None:
    """Where there is a column of the time that was run."""
    race = race_in("Bib,Name,Finish,TotalTime\n4,Ann,07:20:10,00:20:10\n5,Bea,07:21:10,00:21:10\n", "5000")
    assert times_in(race) == {"Ann": ["20:10"], "Bea": ["21:10"]}


def test_transitions_are_no_intermediates() -> None:
    """Nothing but the result is read of a triathlon."""
    race = race_in(
        "bib,name,swim,t1,bike,t2,run,total\n1,Ann,26:30,2:00,62:15,1:10,41:30,133:25\n"
        "2,Bea,27:30,2:10,63:15,1:20,42:30,136:45\n",
        "marathon",
    )
    assert times_in(race) == {"Ann": ["2:13:25"], "Bea": ["2:16:45"]}


def test_a_split_that_holds_times_names_no_checkpoint() -> None:
    """As timataka.net writes it; the results stand, and a note says what was left out."""
    race = race_in(
        "Rank,BIB,Name,Split,Time\n1,14,Ann,00:20:53 (5KM),00:41:15\n2,15,Bea,00:21:53 (5KM),00:42:15\n",
        "10 km",
    )
    assert times_in(race) == {"Ann": ["41:15"], "Bea": ["42:15"]}
    assert any("'Split' holds times and not where" in note for note in race.notes)


@pytest.mark.parametrize("head", ["plaats", "lugar"])
def test_towns_are_no_places(head: str) -> None:
    """The word means both; the cells say which."""
    towns = race_in(f"{head},naam,tijd\nHaarlem,Ann,1.50\nApeldoorn,Bea,1.52\n", "800")
    assert [runner.place for runner in towns.runners] == [None, None]
    assert any(f"not kept: '{head}'" in note for note in towns.notes)
    places = race_in(f"{head},naam,tijd\n1,Ann,1.50\n2,Bea,1.52\nDNF,Cleo,\n", "800")
    assert [runner.place for runner in places.runners] == [1, 2, None]


@pytest.mark.parametrize("head", ["km", "Distance (km)", "distance_km"])
def test_kilometres_divide_a_table_into_races(head: str) -> None:
    """Runners over 5 and 10 km are not one race."""
    races = races_in(
        f"Bib,Name,{head},Time\n1,Ann,10,40:10\n2,Bea,10,41:10\n3,Cleo,5,19:10\n4,Dora,5,20:10\n"
    )
    assert [(metres_in(race), times_in(race)) for race in races] == [
        ([10_000], {"Ann": ["40:10"], "Bea": ["41:10"]}),
        ([5000], {"Cleo": ["19:10"], "Dora": ["20:10"]}),
    ]


def test_distances_that_all_differ_are_named() -> None:
    """They may be how far each came; the race is one, and a note says so."""
    race = race_in("Bib,Name,km,Time\n1,Ann,10.2,40:10\n2,Bea,9.9,41:10\n", "10 km")
    assert times_in(race) == {"Ann": ["40:10"], "Bea": ["41:10"]}
    assert any("'km' differs from runner to runner" in note for note in race.notes)


def test_two_meetings_are_two_races() -> None:
    """With the same event at both."""
    races = races_in(
        "meet_name,event,name,time\nLakeside,1500 m,Ann,4:10.0\nLakeside,1500 m,Bea,4:12.0\n"
        "Ridge,1500 m,Cleo,4:11.0\n"
    )
    assert [list(times_in(race)) for race in races] == [["Ann", "Bea"], ["Cleo"]]


def test_a_column_that_stands_twice_is_read_once() -> None:
    """It makes no second lap of the race, and a note says so."""
    rows = "".join(f"{i},Runner {chr(64 + i)},6{i}.0,6{i}.0,2:1{i}.0\n" for i in range(1, 6))
    race = race_in(f"bib,name,400,400,result\n{rows}", "800")
    assert metres_in(race) == [400, 800]
    assert times_in(race)["Runner A"] == ["1:01.0", "2:11.0"]
    assert any("'400' stands twice with the same cells" in note for note in race.notes)
