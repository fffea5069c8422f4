"""Tables of web pages: heads in several rows, cells over several, hidden parts, tables within tables."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import settings as few
from hypothesis import strategies as st

from feeds.errors import FeedError
from feeds.tables.sheets.html_tables import MOST_NESTED, read_page
from feeds.tables.source_file import SourceFile
from tests.feeds.tables.converted_files import convert_text


def cells(page: str) -> list[list[list[str]]]:
    """The cells of each table of a page."""
    return [[row.cells for row in grid.rows] for grid in read_page(SourceFile("page", page.encode()))]


@pytest.mark.parametrize(
    ("page", "rows"),
    [
        ("<table><tr><td>a<td>b<tr><td>c<td>d</table>", [["a", "b"], ["c", "d"]]),
        ("<TABLE><TR><TD nowrap>a&amp;b&nbsp;c</TD></TR></TABLE>", [["a&b c"]]),
        ("<table><tr><td><a x=y>An<b>na</b></a><br>Berg<td>1<sup>st</sup></table>", [["Anna Berg", "1st"]]),
        ("<table><tr><td>15:02<span style='display: none'>000902</span></td></tr></table>", [["15:02"]]),
        ("<table><tr><td>1<script>2</script><!-- 3 <td> --></td></tr></table>", [["1"]]),
        ("<table><tr><td rowspan=2>A<td>1</tr><tr><td>2</tr></table>", [["A", "1"], ["A", "2"]]),
        ("<table><tr><td colspan=3>A<td>1</table>", [["A", "", "", "1"]]),
        (
            "<table><tr><th rowspan=2>Bib<th colspan=2>5 km<th rowspan=2>Result</tr>"
            "<tr><th>Time<th>Place</tr><tr><td>7<td>15:02<td>1<td>31:10</table>",
            [["Bib", "5 km Time", "5 km Place", "Result"], ["7", "15:02", "1", "31:10"]],
        ),
        ("<table><caption>10 km</caption><tr><th>Bib<tr><td>7</table>", [["10 km"], ["Bib"], ["7"]]),
        ("<h2>10 km</h2><p>x</p><table><tr><th>Bib<tr><td>7</table>", [["10 km"], ["Bib"], ["7"]]),
        (
            "<table><tr><th colspan=2>10 km<tr><th>Bib<th>Name<tr><td>7<td>A</table>",
            [["10 km"], ["Bib", "Name"], ["7", "A"]],
        ),
    ],
)  # fmt: skip
def test_cells_are_where_a_page_shows_them(page: str, rows: list[list[str]]) -> None:
    """As people see them."""
    assert cells(page) == [rows]


def test_each_table_is_one() -> None:
    """One after the other, or one within a cell of another; those without cells are none."""
    page = "<table><tr><td>x<table><tr><td>in</table><td>y</table><table></table><table><tr><td>z</table>"

    assert cells(page) == [[["in"]], [["x", "y"]], [["z"]]]


def test_headings_are_those_of_the_tables_below_them() -> None:
    """Up to the next heading; without one, the title of the page."""
    one = "<table><tr><td>{}</table>"
    page = f"<title>T</title>{one.format(1)}<h1>A</h1>{one.format(2)}{one.format(3)}<h2>B</h2>{one.format(4)}"

    assert cells(page) == [[["T"], ["1"]], [["A"], ["2"]], [["A"], ["3"]], [["B"], ["4"]]]


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<table><tr><td>a", "breaks off within a table"),
        ("<table><tr><td>" * (MOST_NESTED + 1), "nested deeper"),
        ("<table><tr>" + "<td colspan=400>" * 2 + "x</table>", "columns"),
    ],
)
def test_what_is_no_table_is_refused(page: str, sentence: str) -> None:
    """Half a page, and what is made to do harm."""
    with pytest.raises(FeedError, match=sentence):
        cells(page)


@pytest.mark.parametrize(
    "part", ["<", "<a ", "<!--", "<td", "<table", "</", "<script>", "<td rowspan=1000>x", "&#", "<i hidden>"]
)
def test_a_page_of_beginnings_takes_no_time(part: str) -> None:
    """Each letter is looked at once."""
    begun_s = monotonic()
    with suppress(FeedError):
        cells(f"<table><tr><td>{part * (300_000 // len(part))}</table>")

    assert monotonic() - begun_s < 20


TAGS = [
    "<table>",
    "</table>",
    "<tr>",
    "<td>",
    "</td>",
    "<th colspan=2>",
    "<td rowspan=3>",
    "x",
    "<h2>",
    "</h2>",
    "<!--",
    "-->",
]


@few(max_examples=100, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(TAGS), st.text(max_size=4)), max_size=40))
def test_no_page_breaks_it(parts: list[str]) -> None:
    """It is read, or refused in a sentence."""
    with suppress(FeedError):
        cells("".join(parts).encode(errors="replace").decode())


def test_a_saved_page_is_converted(tmp_path: Path) -> None:
    """As any table; other tables of the page are passed over."""
    page = (
        "<!DOCTYPE html><html><table><tr><td>Menu<td>News</table><h1>1500 m Women</h1>"
        "<table><thead><tr><th>Pl<th>Bib<th>Name<th>700 m<th>Time</thead>"
        "<tr><td>1<td>11<td>Anna Berg<td>1:58.0<td>4:12.20"
        "<tr><td><td>12<td>Mia Zeller<td>2:01.0<td>DNF</table>"
    )
    (race,) = convert_text(tmp_path, page)

    assert race.start_list.distance_m == 1500
    assert race.times("11") == {"700-m": "1:58.0", "finish": "4:12.20"}
    assert race.statuses["12"][0] == "dnf"


def test_json_of_any_program_is_converted(tmp_path: Path) -> None:
    """If it holds a list of runners."""
    text = '{"name":"x","results":[{"bib":11,"name":"Anna Berg","700 m":"1:58.0","1500 m":"4:12.20"}]}'
    (race,) = convert_text(tmp_path, text)

    assert race.times("11") == {"700-m": "1:58.0", "finish": "4:12.20"}
