"""The spreadsheet of a race: figures are numbers, texts are texts, and it is read again."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from datetime import timedelta

import openpyxl
import pytest
from hypothesis import given, settings

from feeds.errors import UserError
from feeds.tables.lapbell.lapbell_columns import HEADER
from feeds.tables.lapbell.lapbell_table import FORMAT
from feeds.tables.lapbell.write_lapbell_xlsx import write_library_xlsx, write_xlsx
from feeds.tables.race_messages import convert_table
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from race.messages import Message
from race.split_rows import RaceRows
from tests.feeds.tables.lapbell.test_lapbell_table import ROAD_RACE, cells, rows_of
from tests.race.random_races import tidy_races


def workbook(*races: RaceRows) -> bytes:
    """A race as a spreadsheet, or several as that of a library."""
    file = io.BytesIO()
    if len(races) == 1:
        write_xlsx(file, races[0])
    else:
        write_library_xlsx(file, races)
    return file.getvalue()


def read_again(content: bytes) -> list[RaceRows]:
    """The races of a spreadsheet, converted and folded."""
    source = SourceFile("table.csv", content)
    assert FORMAT.recognises(source)
    return [rows_of(convert_table(race).messages) for race in FORMAT.read([source], Hints())]


@given(tidy_races())
@settings(max_examples=8, deadline=None)
def test_a_spreadsheet_holds_a_race(messages: list[Message]) -> None:
    """As CSV does, though its numbers have no decimals of their own."""
    rows = rows_of(messages)

    [again] = read_again(workbook(rows))

    assert cells(again) == cells(rows)


def test_all_that_it_has_columns_for_comes_back() -> None:
    """From the spreadsheet of one race, and from that of several."""
    rows = rows_of(ROAD_RACE)

    other = replace(rows, race="other")
    for again in (*read_again(workbook(rows)), *read_again(workbook(rows, other))):
        assert cells(again) == cells(rows)


def test_the_sheets_and_their_first_rows() -> None:
    """A sheet each for the result, the splits, the laps, the entrants and what is known of the race."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows_of(ROAD_RACE))))

    assert book.sheetnames == ["result", "splits", "laps", "entrants", "about"]
    result = [[cell.value for cell in row] for row in book["result"].iter_rows()]
    assert result[0][:3] == ["place", "bib", "athlete"]
    assert result[1][:7] == [
        1,
        "7",
        "=HYPERLINK(1)",
        "GER",
        '@Club, "best" of \'em',
        "W40",
        timedelta(seconds=1901),
    ]
    assert [row[6:8] for row in result[1:]] == [
        [timedelta(seconds=1901), 10_000],
        [None, 0],
        ["DQ", 5000],
        ["DNS", 0],
    ]
    laps = [[cell.value for cell in row] for row in book["laps"].iter_rows()]
    ends = ("=2k (2000 m)", "5k (5000 m)", "end (10000 m)")
    assert laps[0][3:] == [head for end in ends for head in (end, f"{end} evidence")]
    assert laps[1][5:] == [None, None, timedelta(seconds=940), "hand"]
    assert ("source", "Chip timing") in [tuple(c.value for c in row) for row in book["about"].iter_rows()]


def test_figures_are_numbers_with_their_decimals() -> None:
    """A time is a part of a day, shown as the sport prints it; seconds are numbers."""
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(rows_of(ROAD_RACE))))["splits"]
    row = next(row for row in sheet.iter_rows(min_row=2) if row[HEADER.index("checkpoint")].value == "5k")
    time, seconds = row[HEADER.index("time")], row[HEADER.index("time_s")]

    assert (time.value, time.number_format) == (timedelta(seconds=960, milliseconds=125), "[m]:ss.000")
    assert (seconds.value, seconds.number_format) == (960.125, "0.000")
    assert row[HEADER.index("bib")].value == "7"


def test_no_cell_is_a_formula() -> None:
    """Whatever a text begins with, in the heads of columns too; nor an error, for which some texts stand."""
    book = openpyxl.load_workbook(io.BytesIO(workbook(rows_of(ROAD_RACE))))

    assert [
        c.coordinate for sheet in book for row in sheet.iter_rows() for c in row if c.data_type in "fe"
    ] == []


def test_without_the_library_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """In a sentence."""
    monkeypatch.setitem(sys.modules, "openpyxl", None)

    with pytest.raises(UserError, match=r"pip install 'lapbell\[tables\]'"):
        workbook(rows_of(ROAD_RACE))
