"""Lapbell's own table: written as CSV, long or wide, and read again, it is the same race."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection, Sequence

import pytest
from hypothesis import given

from feeds.errors import FeedError
from feeds.log import read
from feeds.tables.lapbell.lapbell_columns import HEADER, cell_text
from feeds.tables.lapbell.lapbell_table import FORMAT
from feeds.tables.lapbell.write_lapbell_csv import long_rows, write_long, write_wide
from feeds.tables.race_messages import convert_table
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Gun, Message, Official, Order, Split, StartList, Status
from race.split_rows import RaceRows, race_rows
from race.times import Time, TimeOfDay
from replays.library import files
from tests.race.messages_by_hand import AFTER_ALL_MS
from tests.race.random_races import tidy_races, wild_logs

OF_THE_FILE = "Lapbell's table, file table.csv"

EVERY_RACE = "LAPBELL_ALL_RACES" in os.environ
"""Else every fourth, which takes a quarter of the time."""

NOT_WIDE = {"checkpoint_name", "source", "gap_s", "last_400_s", "net_s", "leg", "wind", "clock", "decimals"}
"""Columns that the wide table does not have."""


def rows_of(messages: Sequence[Message]) -> RaceRows:
    """A race at its end."""
    rows = race_rows("race", History(messages), AFTER_ALL_MS)
    assert rows is not None
    return rows


def long_csv(*races: RaceRows) -> str:
    """Races as a long table."""
    file = io.StringIO()
    write_long(file, races)
    return file.getvalue()


def wide_csv(race: RaceRows) -> str:
    """A race as a wide table."""
    file = io.StringIO()
    write_wide(file, race)
    return file.getvalue()


def read_again(table: str) -> list[RaceRows]:
    """The races of a table, converted and folded."""
    source = SourceFile("table.csv", table.encode())
    assert FORMAT.recognises(source)
    return [rows_of(convert_table(race).messages) for race in FORMAT.read([source], Hints())]


def cells(race: RaceRows, without: Collection[str] = ()) -> list[dict[str, str]]:
    """The cells of a race: a source that is not given is the file, and of a doubt only that there is one.

    Of level runners without a leader it is chance to whom gaps are measured, and so their decimals.
    """
    rows = [dict(zip(HEADER, map(cell_text, row), strict=True)) for row in long_rows(race)]
    for row in rows:
        row["source"] = row["source"] or (OF_THE_FILE if row["evidence"] else "")
        row["doubt"] = "yes" if row["doubt"] else ""
        row["gap_s"] = row["gap_s"].rstrip("0")
    return [{name: cell for name, cell in row.items() if name not in without} for row in rows]


def refusal(table: str) -> str:
    """Why a table is not read."""
    with pytest.raises(FeedError) as error:
        FORMAT.read([SourceFile("table.csv", table.encode())], Hints())
    return str(error.value)


@given(tidy_races())
def test_a_long_table_holds_a_race(messages: list[Message]) -> None:
    """Times to their decimals, places, evidence, statuses, waves and guns, in the same order."""
    rows = rows_of(messages)

    [again] = read_again(long_csv(rows))

    assert cells(again) == cells(rows)


@given(tidy_races())
def test_a_wide_table_holds_a_race(messages: list[Message]) -> None:
    """All that it has columns for."""
    rows = rows_of(messages)

    if not rows.entrants:
        assert refusal(wide_csv(rows)) == "table.csv: it holds no race"
        return
    [again] = read_again(wide_csv(rows))
    assert cells(again, NOT_WIDE) == cells(rows, NOT_WIDE)


@given(wild_logs())
def test_whatever_a_log_holds_is_read_again(messages: list[Message]) -> None:
    """It is never refused, and no time is believed then that was doubtful."""
    rows = race_rows("race", History(messages), AFTER_ALL_MS)
    if rows is not None:
        [again] = read_again(long_csv(rows))
        assert not times(rows, doubtful=True) & times(again, doubtful=False)


def times(race: RaceRows, *, doubtful: bool) -> set[tuple[str, str]]:
    """Who has a time where, that is doubtful or is not."""
    timed = [row for row in cells(race) if row["time"] and bool(row["doubt"]) is doubtful]
    return {(row["bib"], row["checkpoint"]) for row in timed}


def test_the_library_is_read_again() -> None:
    """Races that come with Lapbell, all in one table."""
    races = [rows_of(list(read(path).messages())) for path in files()[:: 1 if EVERY_RACE else 4]]

    again = read_again(long_csv(*races))

    assert len(again) == len(races) > 10
    for race, other in zip(races, again, strict=True):
        assert cells(other) == cells(race)


ROAD = StartList(
    name="Bridge 10 km",
    meet="Bridge Run",
    venue="Köln",
    date="2026-05-03",
    zone="Europe/Berlin",
    event="10K",
    sex="mixed",
    round="final",
    heat="2",
    kind="club",
    setting="road",
    distance_m=10_000,
    checkpoints=(
        Checkpoint(id="mat", distance_m=0),
        Checkpoint(id="=2k", distance_m=2000),
        Checkpoint(id="5k", distance_m=5000, name="Bridge, east end"),
        Checkpoint(id="end", distance_m=10_000),
    ),
    entrants=(
        Entrant(
            bib="7",
            name="=HYPERLINK(1)",
            family="'-x",
            athlete="wa:1",
            nation="GER",
            club='@Club, "best" of \'em',
            team="#N/A",
            born="1990-01-31",
            category="W40",
            wave="Fast",
            pb=Time(1_900_000, 0),
            sb=Time(1_912_340, 2),
            note="+49",
        ),
        Entrant(bib="8", name="田中 次郎", wave="Slow"),
        Entrant(bib="9", name="Never Seen", role="pacemaker", wave="Slow"),
        Entrant(bib="10", name="Not There", wave="Slow"),
    ),
    sources={"chips": "Chip timing"},
)

NOON = TimeOfDay.parse("2026-05-03T10:00:00Z")

ROAD_RACE: list[Message] = [
    ROAD,
    Gun(wave="Fast", clock=NOON),
    Gun(wave="Slow", clock=TimeOfDay.parse("2026-05-03T10:01:30.5Z")),
    Split(bib="7", checkpoint="mat", time=Time(2100, 1), evidence="device", source="chips"),
    Split(
        bib="7",
        checkpoint="5k",
        time=Time(960_125, 3),
        evidence="hand",
        rank=1,
        notes=("Q; by time", "a\\b", "PB"),
    ),
    Split(bib="7", checkpoint="end", time=Time(1_901_000, 0), evidence="official", rank=1, wind=-1.5, leg=2),
    Split(bib="8", checkpoint="5k", time=Time(1000, 0), evidence="published", suspect=True),
    Order(checkpoint="5k", places={"8": 2}),
    Status(bib="8", status="dq", after="5k", reason="R22.6: took a tram"),
    Status(bib="10", status="dns"),
    Official(),
]


def test_all_that_the_table_has_columns_for_comes_back() -> None:
    """Clubs, categories, best times, waves, guns, winds, legs, doubts, orders, statuses and their reasons."""
    rows = rows_of(ROAD_RACE)

    [again] = read_again(long_csv(rows))

    assert cells(again) == cells(rows)
    assert again.start_list.entrants[0] == ROAD.entrants[0]
    assert (again.start_list.checkpoints, again.start_list.lap_m) == (ROAD.checkpoints, None)
    assert again.is_official


def test_a_time_that_is_known_to_less_than_it_was_read_is_rounded_up() -> None:
    """From a gun in whole seconds to a read in tenths: 15:10.2 is 15:11 in all columns."""
    read_at = TimeOfDay.parse("2026-05-03T10:15:10.2Z")
    rows = rows_of([*ROAD_RACE[:3], Split(bib="7", checkpoint="5k", clock=read_at, evidence="device")])

    [again] = read_again(long_csv(rows))

    row = next(row for row in cells(rows) if row["checkpoint"] == "5k")
    assert (row["time"], row["time_s"], row["decimals"]) == ("15:11", "911", "0")
    assert cells(again) == cells(rows)


def test_no_text_of_a_cell_is_a_formula() -> None:
    """What a spreadsheet would take for one begins with an apostrophe; numbers stay numbers."""
    for table in (long_csv(rows_of(ROAD_RACE)), wide_csv(rows_of(ROAD_RACE))):
        header, first, *_ = csv.reader(io.StringIO(table))
        row = dict(zip(header, first, strict=True))
        assert row["athlete"] == "'=HYPERLINK(1)"
        assert row["family"] == "''-x"
        assert row["club"].startswith("'@")
        assert row["entrant_note"] == "'+49"
    assert ",-1.5," in long_csv(rows_of(ROAD_RACE))


def test_a_spreadsheet_may_have_saved_the_table_again() -> None:
    """With semicolons, decimal commas, a byte order mark and other line ends."""
    rows = rows_of(ROAD_RACE)
    table = list(csv.reader(io.StringIO(long_csv(rows))))
    numbers = [number for number, name in enumerate(table[0]) if name.endswith(("_s", "_m", "wind"))]
    for row in table[1:]:
        for number in numbers:
            row[number] = row[number].replace(".", ",")
    file = io.StringIO()
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerows(table)

    [again] = read_again("\ufeff" + file.getvalue())

    assert cells(again) == cells(rows)


def changed(row: int, **texts: str) -> str:
    """The table of the road race with other cells in a row, counted from 0 after the header."""
    header, *rows = csv.reader(io.StringIO(long_csv(rows_of(ROAD_RACE))))
    for column, text in texts.items():
        rows[row][header.index(column)] = text
    file = io.StringIO()
    csv.writer(file).writerows([header, *rows])
    return file.getvalue()


@pytest.mark.parametrize(
    ("row", "texts", "sentence"),
    [
        (1, {"time_s": "960.2"}, "row 3: time is 16:00.125 and time_s is 960.2; leave one of them empty"),
        (1, {"time": "16:60.125"}, "row 3: time: not a time"),
        (1, {"evidence": ""}, "row 3: evidence is empty: write official, published, device or hand"),
        (1, {"evidence": "sworn"}, "row 3: evidence: 'sworn' is not one of official"),
        (1, {"distance_m": "4000"}, "row 6: 5k is at 5000.0 m here and at 4000.0 m above"),
        (1, {"athlete": "Another"}, "row 3: athlete is 'Another' here and '=HYPERLINK(1)' in row 2"),
        (
            1,
            {"checkpoint": "mat", "distance_m": "0", "checkpoint_name": ""},
            "row 3: a second time of bib 7 at mat",
        ),
        (1, {"meet": "Another"}, "row 3: meet is 'Another' here and 'Bridge Run' in row 2"),
        (3, {"status": "lost"}, "status: 'lost' is not one of finished"),
        (3, {"after": "nowhere"}, "after: there is no checkpoint 'nowhere'"),
        (1, {"wind": "nan"}, "row 3: wind: 'nan' is not a number"),
        (1, {"official_place": "1e9"}, "row 3: official_place: "),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(row: int, texts: dict[str, str], sentence: str) -> None:
    """In a sentence that names the row and the column."""
    assert sentence in refusal(changed(row, **texts))


def test_a_table_without_the_finish_is_refused() -> None:
    """The last checkpoint is not moved to the end of the race."""
    rows = [row for row in long_csv(rows_of(ROAD_RACE)).splitlines() if ",end," not in row]

    assert "has no checkpoint at its end (race_m 10000)" in refusal("\n".join(rows))


def test_a_torn_row_is_refused() -> None:
    """With its number."""
    header = long_csv(rows_of(ROAD_RACE)).splitlines()[0]

    assert "row 2: 3 cells, but" in refusal(f"{header}\na,b,c\n")
    assert refusal(header) == "table.csv: it holds no race"


def test_an_estimate_is_not_taken_for_a_time() -> None:
    """It is made anew when the race is read."""
    table = changed(1, evidence="estimated", time="", time_s="", official_place="", estimate_s="960.1")

    [again] = read_again(table)

    assert [row["checkpoint"] for row in cells(again) if row["bib"] == "7"] == ["mat", "end"]


def test_a_time_before_the_gun_is_left_out_and_named() -> None:
    """No race file can hold it; who was there is kept if the place says so."""
    table = changed(1, time="-1.5", time_s="-1.5", decimals="1", doubt="before the start line")

    [race] = FORMAT.read([SourceFile("table.csv", table.encode())], Hints())

    assert race.notes == ("table.csv: row 3: a time before the gun, -1.5, is left out",)
    [figure] = [figure for figure in race.runners[0].times if race.points[figure.point].id == "5k"]
    assert (figure.time, figure.place) == (None, 1)
