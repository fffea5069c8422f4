"""Excel workbooks and OpenDocument spreadsheets are read as what they show."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from feeds.errors import FeedError
from tests.feeds.tables.made_sheets import archive, ods, with_sheet, xlsx
from tests.feeds.tables.typed_tables import race_in, races_in, times_in

HEADS = ["bib", "name", 400, 800, 1200, "finish"]


def test_numbers_and_times_of_excel() -> None:
    """Seconds, fractions of a day and texts; a column has as many decimals as any of its times needs."""
    content = xlsx(
        {
            "Results": [
                HEADS,
                [11, "Anna Berg", 61.2, time(0, 2, 4), "3:06.1", time(0, 3, 52, 400_000)],
                [12, "Mia Zeller", 61, timedelta(minutes=2, seconds=4.3), "3:06.9", time(0, 3, 54, 150_000)],
            ]
        }
    )
    race = race_in(content, "1500", "club.xlsx")
    assert times_in(race) == {
        "Anna Berg": ["1:01.2", "2:04.0", "3:06.1", "3:52.40"],
        "Mia Zeller": ["1:01.0", "2:04.3", "3:06.9", "3:54.15"],
    }
    assert [runner.bib for runner in race.runners] == ["11", "12"]


def test_minutes_that_excel_took_for_hours() -> None:
    """A typed 3:52 is 3 hours and 52 minutes to Excel; for 1500 m it is minutes again, and a note says so."""
    content = xlsx(
        {"Sheet1": [["name", "result"], ["Anna", time(3, 52)], ["Mia", time(3, 54)]]},
        formats={"B2": "h:mm", "B3": "h:mm"},
    )
    race = race_in(content, "1500", "club.xlsx")
    assert times_in(race) == {"Anna": ["3:52"], "Mia": ["3:54"]}
    assert any("'3:52:00' is read as minutes" in note for note in race.notes)


def test_a_sheet_for_each_race() -> None:
    """Sheets with heads are races; another is named, and so is a hidden one."""
    rows = [["name", "400", "800"], ["Anna", 61.2, 124.0]]
    content = xlsx(
        {"Women 800 m A": rows, "Notes": [["Thanks to all"]], "Old": rows, "Women 800 m B": rows},
        hidden=["Old"],
    )
    races = races_in(content, "", "club.xlsx")
    assert [race.name for race in races] == ["Women 800 m A", "Women 800 m B"]
    assert "sheet 'Old' is hidden: left out" in races[0].notes
    assert any(note.startswith("sheet 'Notes': no row names the columns") for note in races[0].notes)


def test_a_formula_without_a_value_is_named() -> None:
    """It was never worked out; what programs have worked out is read as any value."""
    content = xlsx({"Sheet1": [["name", "400", "800"], ["Anna", 61.2, "=B2*2"], ["Mia", 62.0, 126.0]]})
    race = race_in(content, "", "club.xlsx")
    assert any(note.startswith("C2: a formula without a value") for note in race.notes)
    assert times_in(race)["Anna"] == ["1:01.2", None]


def test_merged_cells_are_named() -> None:
    """The rows below the first have no value."""
    rows = [["club", "name", "800"], ["TV Olten", "Anna", 124.0], [None, "Mia", 126.0]]
    race = race_in(xlsx({"Sheet1": rows}, merged=["A2:A3"]), "800", "club.xlsx")
    assert any(note.startswith("A2:A3: merged cells") for note in race.notes)
    assert [runner.club for runner in race.runners] == ["TV Olten", ""]


def test_a_day_of_birth() -> None:
    """A date is one; 6/12/2001 could be two, and is left out with a note."""
    rows = [["name", "born", "800"], ["Anna", datetime(2001, 5, 25), 124.0], ["Mia", "6/12/2001", 126.0]]
    race = race_in(xlsx({"Sheet1": rows}), "800", "club.xlsx")
    assert [runner.born for runner in race.runners] == ["2001-05-25", ""]
    assert any(note.startswith("B3: '6/12/2001'") for note in race.notes)


def test_an_open_document() -> None:
    """Its times are durations, its numbers have values; comments at cells are no part of them."""
    cells = {
        "T1": '<table:table-cell office:value-type="time" office:time-value="PT00H03M52.4000000001S">'
        "<text:p>03:52</text:p></table:table-cell>",
        "T2": '<table:table-cell office:value-type="float" office:value="234.1">'
        "<office:annotation><text:p>by hand</text:p></office:annotation>"
        "<text:p>234</text:p></table:table-cell>",
        "-": '<table:table-cell table:number-columns-repeated="2"/>',
    }
    content = ods(
        {
            "Tabelle1": [
                ["Startnr", "Name", "x", "y", "Zeit"],
                ["1", "Änne", "-", "T1"],
                ["2", "Mia", "-", "T2"],
            ]
        },
        cells,
    )
    assert times_in(race_in(content, "1500", "club.ods")) == {"Änne": ["3:52.4"], "Mia": ["3:54.1"]}


def test_old_excel_files_are_refused() -> None:
    """With what to do."""
    with pytest.raises(FeedError, match=r"save it as .xlsx or CSV"):
        race_in(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "1500", "club.xls")


SHEET = xlsx({"Sheet1": [["name", "800"], ["Anna", 124.0]]})
_XML = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>%s</sheetData></worksheet>"
)


ODS = "application/vnd.oasis.opendocument.spreadsheet"

HARMFUL: dict[str, Callable[[], bytes]] = {
    "a million columns": lambda: with_sheet(
        SHEET, _XML % (b"<row r='1'>" + b"<c r='A1'/>" * 1_000_000 + b"</row>")
    ),
    "a million rows": lambda: with_sheet(SHEET, _XML % (b"<row/>" * 1_000_000)),
    "a row far down": lambda: with_sheet(SHEET, _XML % b'<row r="99999999999"><c r="A1"><v>1</v></c></row>'),
    "cells far out": lambda: with_sheet(SHEET, _XML % (b'<row><c r="XFD1"><v>1</v></c></row>' * 5000)),
    "a packed sheet": lambda: with_sheet(SHEET, b" " * 101_000_000),
    "entities": lambda: with_sheet(SHEET, b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + _XML % b""),
    "strings": lambda: with_sheet(SHEET, b"<si/>" * 2_000_000, "xl/sharedStrings.xml"),
    "styles": lambda: with_sheet(SHEET, b" " * 50_000_000, "xl/styles.xml"),
    "no XML": lambda: with_sheet(SHEET, b"not XML"),
    "half a file": lambda: SHEET[: len(SHEET) // 2],
    "an empty workbook": lambda: archive({"xl/workbook.xml": "<x/>"}),
    "deep XML": lambda: archive({"mimetype": ODS, "content.xml": "<x" * 100_000}),
    "no content": lambda: archive({"mimetype": ODS}),
    "500 columns": lambda: ods({"x": [["name"] * 500]}),
}
"""Some are large before they are packed: none is made before it is needed."""


@pytest.mark.parametrize("what", HARMFUL)
def test_spreadsheets_made_to_do_harm_are_refused(what: str) -> None:
    """In one sentence."""
    with pytest.raises(FeedError, match=r"^club\.xlsx"):
        race_in(HARMFUL[what](), "800", "club.xlsx")
