"""The board's columns: which stay in a narrow window, and that everything stands in line."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from race.board import Board
from race.messages import Entrant, Setting, Status
from race.times import Time
from tests.tui.small_races import board_at, board_of, runners, split, start_list
from tui.text.board_cells import FIGURES, BoardLine, BoardLines, cells_of, figure_widths, pieces_of
from tui.text.board_columns import (
    IMPORTANCE,
    ON_REQUEST,
    BoardLayout,
    lay_out,
    layout_of,
    longest_name,
)
from tui.text.safe_text import fit

WIDTHS = range(10, 221)

HOSTILE = [
    "[bold]Kerr[/bold] [link=x]here[/link]",
    "\x1b[31mRed\x1b[0m Runner",
    "\x1b]0;title\x07\x1b[2J Runner",
    "\x9b31m C1",
    "\u202egnipoh\u202c \u2067Runner\u2069",
    "Run\u200bner\u200f",
    "日本太郎 山田",
    "a" + "\u0336" * 40,
    "👩‍🚀 ⏱️ 🇳🇿",
    "\u200b\u200e",
    "two\nlines\r\ttabs",
    "A very long name that no column of any board has room for",
]


ALWAYS = [name for name in IMPORTANCE if name not in ("net", "category", "mark", "full notes", *ON_REQUEST)]
"""The columns of a race without chips and categories, and with no mark to hold it against."""


def kept(layout: BoardLayout) -> set[str]:
    """What a layout shows, in the words of IMPORTANCE."""
    names = {column.name for column in layout.columns}
    return names | {"full names"} if layout.full_names else names


def drawn(line: BoardLine, layout: BoardLayout) -> str:
    """A line as it stands on the screen."""
    return " ".join(text for _, text in cells_of(line, layout))


def cell(line: BoardLine, layout: BoardLayout, name: str) -> str:
    """What stands in a column of a line, its blanks included."""
    return next(text for column, text in cells_of(line, layout) if column == name)


def line_of(board: Board, bib: str) -> BoardLine:
    """The line of an entrant."""
    lines = BoardLines(board)
    index = lines.index_of(bib)
    assert index is not None
    line: BoardLine = lines[index]
    return line


@pytest.fixture(scope="module")
def bowerman() -> Board:
    """The Bowerman Mile as Kerr passes 1200 m."""
    return board_at("2024-bowerman-mile", "2:50.70")


@pytest.fixture(scope="module")
def london() -> Board:
    """The London mile in its third lap."""
    return board_at("2026-london-dl-mile", "2:19.2")


@pytest.fixture(scope="module")
def hostile() -> Board:
    """A race of people with hostile names."""
    entrants = [
        Entrant(bib=f"{number}", name=name, family=name, nation=name[:3])
        for number, name in enumerate(HOSTILE, start=1)
    ]
    entrants.append(Entrant(bib="\x1b[5m", name="Bib"))
    splits = [split(str(n), "400", f"{55 + n}.{n}") for n in range(1, len(HOSTILE))]
    out = Status(bib=str(len(HOSTILE)), status="dq", reason="\x1b[2J \u202e[b]why[/b]")
    return board_of(start_list(800, [400], entrants), *splits, out)


@pytest.mark.parametrize("name", [0, 12, 18, 28, 60])
def test_columns_go_by_importance(name: int) -> None:
    """At any width those columns stay that matter most, whatever the names."""
    for width in WIDTHS:
        layout = lay_out(width, name)

        assert kept(layout) == set(ALWAYS[: len(kept(layout))])


@pytest.mark.parametrize("name", [0, 12, 18, 28, 60])
def test_a_wider_board_shows_no_less(name: int) -> None:
    """No column goes when a cell is added."""
    for narrow, wide in pairwise(WIDTHS):
        assert kept(lay_out(narrow, name)) <= kept(lay_out(wide, name))


@pytest.mark.parametrize("race", ["bowerman", "london", "hostile"])
def test_no_line_is_wider_than_the_board(race: str, request: pytest.FixtureRequest) -> None:
    """Titles and lines keep within the width, measured in cells."""
    board: Board = request.getfixturevalue(race)
    lines = list(BoardLines(board))

    for width in WIDTHS:
        layout = lay_out(width, longest_name(board))

        assert cell_len(layout.titles()) <= width
        assert max(cell_len(drawn(line, layout)) for line in lines) <= width


def test_what_eighty_columns_hold(bowerman: Board) -> None:
    """In an 80-column window, which leaves 78 cells, only first names and the last columns are missing."""
    layout = lay_out(78, longest_name(bowerman))

    assert set(ALWAYS) - kept(layout) == {"full names", "win", "bib", "segment", "next"}


def test_names_are_full_where_there_is_room(bowerman: Board) -> None:
    """First names appear with the first cell that lets the longest name in."""
    longest = longest_name(bowerman)
    first = next(width for width in WIDTHS if lay_out(width, longest).full_names)
    line = line_of(bowerman, "ROM")

    assert cell(line, lay_out(first - 1, longest), "athlete").rstrip() == "García Romo"
    assert cell(line, lay_out(first, longest), "athlete").rstrip() == "Mario García Romo"
    assert all(lay_out(width, longest).full_names for width in range(first, 221))


def test_room_left_over_goes_to_the_notes() -> None:
    """A wide board has long notes, and no column grows without end."""
    notes = {column.name: column.width for column in lay_out(220, 20).columns}["notes"]

    assert notes == 60


def test_a_mark_of_the_viewers_own_is_named_whole() -> None:
    """Its column is as wide as its title, up to ten cells."""
    for mark, title in (("WR", "     WR"), ("sub-3:50", "sub-3:50"), ("Kerr in Tokyo", "Kerr in T…")):
        [column] = [column for column in lay_out(120, 20, mark).columns if column.name == "mark"]

        assert fit(column.title, column.width, "right") == title


def test_badges_come_before_first_names_and_bibs() -> None:
    """At the end of the London mile, 72 cells hold all that Kerr has won by it, though no first name."""
    board = board_at("2026-london-dl-mile")
    layout = layout_of(board, 72)

    assert cell(line_of(board, "KER"), layout, "notes").rstrip() == " ".join(board.badges["KER"])
    assert not kept(layout) & {"full names", "bib"}


def test_the_leader_at_1200_m(bowerman: Board) -> None:
    """Kerr's line has his published time, the checkpoint, and no gap."""
    line = line_of(bowerman, "KER")

    figures = {
        name: line.cells[name].strip() for name in ("place", "athlete", "at", "time", "gap", "interval")
    }

    assert figures == {
        "place": "1",
        "athlete": "Josh Kerr",
        "at": "1200",
        "time": "2:50.70",
        "gap": "",
        "interval": "",
    }


def test_unpublished_places_are_a_line() -> None:
    """Between sixth and ninth stands that the holders of 7 and 8 are not known."""
    lines = list(BoardLines(board_at("2024-bowerman-mile", "4:00")))
    texts = [line.text for line in lines]

    [hole] = [index for index, text in enumerate(texts) if text == "7–8 not published"]

    assert lines[hole].row is None
    assert [lines[index].cells["place"] for index in (hole - 1, hole + 1)] == ["6", "9"]


@pytest.mark.parametrize("at", ["30", "56", "2:50.70"])
def test_there_are_no_holes_between_places_that_no_one_published(at: str) -> None:
    """Who is in a pack has no place, and no place is missing between those who have one."""
    texts = [line.text for line in BoardLines(board_at("2024-bowerman-mile", at))]

    assert not [text for text in texts if "not published" in text and text[0].isdigit()]


def test_a_pacemaker_who_stepped_off(bowerman: Board) -> None:
    """The line says so in place of figures, and PM in place of a place."""
    line = line_of(bowerman, "ALV")

    shown = drawn(line, lay_out(78, 18))

    assert line.text == "stepped off after 800 m"
    assert shown.split() == ["PM", "Alvarado", "USA", *line.text.split()]


@pytest.mark.parametrize("width", [78, 98, 130, 200])
@pytest.mark.parametrize("race", ["bowerman", "london"])
@pytest.mark.parametrize("at", [None, "2:19.2", "2:50.70"])
def test_decimal_points_stand_in_one_column(race: str, at: str | None, width: int) -> None:
    """In every column of times the points stand under each other."""
    board = board_at({"bowerman": "2024-bowerman-mile", "london": "2026-london-dl-mile"}[race], at)
    layout = lay_out(width, longest_name(board))
    lines = [line for line in BoardLines(board) if not line.text]

    for name in ("time", "lap", "gap", "interval"):
        figures = [cell(line, layout, name) for line in lines]
        points = {cell_len(figure[: figure.index(".")]) for figure in figures if "." in figure}

        assert len(points) <= 1, f"{name}: {figures}"
        assert not any("…" in figure for figure in figures)


def test_times_of_any_precision_stand_under_each_other() -> None:
    """Whole seconds, tenths, hundredths and thousandths share one decimal point."""
    times = ["58", "58.2", "58.31", "58.402"]
    splits = [split(str(bib), "400", time) for bib, time in enumerate(times, start=1)]
    board = board_of(start_list(800, [400], runners("A", "B", "C", "D")), *splits)
    layout = lay_out(78)

    shown = [cell(line, layout, "time") for line in BoardLines(board)]

    assert shown == ["   58   ", "   58.2 ", "   58.31", "   58.41"]


def test_thousandths_stand_behind_the_times_between_which_they_decide() -> None:
    """The times stay what the result prints, and their decimal points in one column."""
    names = ("Ash", "Birk", "Ceder", "Dorn", "Elm")
    times = ("3:32.451", "3:32.455", "3:32.459", "3:32.46", "3:32.461")
    finishes = [split(str(bib), "finish", time) for bib, time in enumerate(times, start=1)]
    board = board_of(start_list(1500, [400], runners(*names)), *finishes)
    lines = list(BoardLines(board))
    layout = layout_of(board, 60, figures=figure_widths(lines))

    assert [f"{line.cells['place']} {cell(line, layout, 'time')}" for line in lines] == [
        "1 3:32.46 (.451)",
        "2 3:32.46 (.455)",
        "3 3:32.46 (.459)",
        "4 3:32.46       ",
        "5 3:32.47       ",
    ]


def assert_figures_are_whole(board: Board) -> None:
    """No figure is cut, whatever the width and the columns that it leaves room for."""
    lines = list(BoardLines(board))
    for width in WIDTHS:
        layout = layout_of(board, width, figures=figure_widths(lines))
        assert cell_len(layout.titles()) <= width
        for line in lines:
            for name, text in cells_of(line, layout):
                if name in FIGURES:
                    assert text.strip() == line.cells.get(name, "").strip()


def test_laps_of_a_minute_and_more_are_whole() -> None:
    """As in most races of women and of clubs over 1500 m."""
    board = board_at("2020-tokyo-olympics-1500m-women-final", "2:20")

    assert line_of(board, board.rows[0].runner.entrant.bib).cells["lap"].strip().startswith("1:")
    assert_figures_are_whole(board)


@settings(max_examples=30)
@given(
    st.lists(st.integers(52_000, 400_000_000), min_size=2, max_size=6, unique=True),
    st.integers(0, 3),
    st.sampled_from(["track", "road", "trail"]),
    st.sampled_from([800.0, 10_000.0, 160_000.0]),
)
def test_figures_of_any_size_are_whole(
    ends_ms: list[int], digits: int, setting: Setting, distance_m: float
) -> None:
    """From seconds to a hundred hours, in whole seconds or thousandths: laps, gaps, times and projections."""
    names = [f"R{number}" for number in range(len(ends_ms))]
    race = start_list(distance_m, [distance_m / 2], runners(*names), lap_m=400, setting=setting)
    splits = [
        replace(split(f"{bib}", f"{distance_m / 2:g}", "1"), time=Time(ms // 2, 3).rounded(digits))
        for bib, ms in enumerate(ends_ms, start=1)
    ]
    finishes = [
        replace(split(f"{bib}", "finish", "1"), time=Time(ms, 3).rounded(digits))
        for bib, ms in enumerate(ends_ms[1:], start=2)
    ]

    assert_figures_are_whole(board_of(race, *splits, *finishes))


@pytest.mark.parametrize("width", [40, 78, 130, 200])
def test_hostile_names_leave_every_line_aligned(hostile: Board, width: int) -> None:
    """Whatever a name holds, each column begins at the cell at which its title does."""
    layout = lay_out(width, longest_name(hostile))

    for line in BoardLines(hostile):
        cells = cells_of(line, layout)
        figures = [(name, text) for name, text in cells if name != "text"]
        widths = [(column.name, column.width) for column in layout.columns]

        assert [(name, cell_len(text)) for name, text in figures] == widths[: len(figures)]


def test_hostile_names_are_inert_on_the_board(hostile: Board) -> None:
    """No control, direction or joining character comes through, in names, nations, bibs or reasons."""
    layout = lay_out(200, longest_name(hostile))

    shown = "".join(drawn(line, layout) for line in BoardLines(hostile))

    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn"}
    assert "[bold]Kerr[/bold]" in shown


def test_a_lapped_runner_is_laps_behind() -> None:
    """The gap is in laps, not in seconds."""
    board = board_of(
        start_list(2000, [400, 800, 1200, 1600], runners("Fast", "Slow")),
        split("1", "400", "60.0"),
        split("1", "800", "2:00.0"),
        split("2", "400", "2:05.0"),
    )

    line = line_of(board, "2")

    assert line.cells["gap"].strip() == "+1 lap"
    assert line.row
    assert line.row.laps_down == 1


def test_two_laps_behind_are_laps() -> None:
    """The word is in the plural, and fits its column."""
    marks = [400, 800, 1200, 1600]
    board = board_of(
        start_list(10_000, marks, runners("Fast", "Slow")),
        *(split("1", f"{mark}", f"{mark // 400}:00.0") for mark in marks),
        split("2", "400", "3:05.0"),
    )

    assert cell(line_of(board, "2"), lay_out(78), "gap").strip() == "+2 laps"


def test_a_gap_from_before_a_pass_is_not_shown() -> None:
    """A runner who has been overtaken since the last common checkpoint has no gap."""
    board = board_of(
        start_list(1200, [400, 800], runners("Passing", "Passed")),
        split("2", "400", "60.0"),
        split("1", "400", "60.4"),
        split("1", "800", "2:00.1"),
        at="2:00.2",
    )

    line = line_of(board, "2")

    assert line.row
    assert line.row.gap
    assert line.row.gap.time == Time(-400, 1)
    assert (line.cells["gap"].strip(), line.cells["interval"].strip()) == ("", "")


def test_what_is_at_odds_with_the_rest_has_a_question_mark() -> None:
    """A suspect time is shown with its doubt, and nothing is counted from it."""
    board = board_of(
        start_list(1200, [400, 800], runners("Doubtful")),
        split("1", "400", "58.2"),
        split("1", "800", "1:31.0", suspect=True),
    )

    cells = line_of(board, "1").cells

    assert (cells["at"], cells["time"].strip()) == ("400", "58.2")
    assert cells["notes"].strip() == "?1:31.0 at 800 m"


def test_a_doubted_time_is_whole_where_the_notes_are_narrow() -> None:
    """Without room for the place where it was taken, the figure stands alone."""
    board = board_at("2024-paris-olympics-1500m-semifinal-2", "3:03.6")
    lines = list(BoardLines(board))
    notes = {}
    for width in WIDTHS:
        layout = layout_of(board, width, figures=figure_widths(lines))
        if "notes" in kept(layout):
            notes[width] = cell(line_of(board, "1098"), layout, "notes").rstrip()

    assert notes[80] == "?3:02.9"
    assert set(notes.values()) == {"?3:02.9", "?3:02.9 at 1300 m"}


def test_a_passing_without_a_time_is_a_dot() -> None:
    """Known places without times stand as dots."""
    board = board_at("2024-bowerman-mile", "2:45.00", estimates=False)

    assert line_of(board, "KER").cells["time"].strip() == "·"


def test_a_pacemaker_is_marked_where_there_are_no_notes() -> None:
    """Who leads as a pacemaker does not look like a leader in a narrow window."""
    board = board_at("2024-bowerman-mile", "0:57.0")
    line = next(line for line in BoardLines(board) if line.row and line.row.runner.short_name == "Alvarado")

    cells = {
        width: "".join(text for _, text in pieces_of(line, layout_of(board, width)))
        for width in (40, 74, 118)
    }

    assert all(text.count("PM") == 1 for text in cells.values())
    assert "Alvarado PM" in cells[40]


@pytest.mark.parametrize(
    ("race", "missing", "kept"),
    [
        ("2026-london-dl-mile", "lap", "segment"),
        ("invented-marathon", "segment", "lap"),
        ("2012-london-olympics-800m-final", "", "lap"),
        ("2023-budapest-worlds-1500m-final", "lap", "gap"),
        ("2025-tokyo-worlds-1500m-final", "lap", "segment"),
    ],
    ids=[
        "no lap ends there",
        "it is the last stretch",
        "both say something",
        "nothing is known",
        "one stretch is",
    ],
)
def test_a_result_has_no_column_that_says_nothing(race: str, missing: str, kept: str) -> None:
    """While the race is run the column is there."""
    columns = [
        {column.name for column in layout_of(board_at(race, at), 200).columns} for at in ("1:30", "9:00:00")
    ]

    assert {"lap", "segment"} <= columns[0]
    assert kept in columns[1]
    assert missing not in columns[1]


@pytest.mark.parametrize(
    ("race", "at", "has_chances"),
    [
        ("2026-london-dl-mile", "2:50.00", True),
        ("2026-london-dl-mile", "5.00", False),
        ("2024-bowerman-mile", "3:00.00", False),
        ("invented-marathon", "1:40:00", False),
    ],
)
def test_chances_have_a_column_while_there_are_any(race: str, at: str, has_chances: bool) -> None:
    """Not in a race of which so little was published that no one has one; then others have its room."""
    layout = layout_of(board_at(race, at), 120)

    assert ("win" in kept(layout)) == has_chances


def test_how_someone_left_is_cut_between_clauses() -> None:
    """So what stands there is whole; an athlete's window has all of it."""
    board = board_at("2024-bowerman-mile")
    ends = {width: drawn(line_of(board, "KIP"), layout_of(board, width)) for width in (78, 118)}

    assert ends[78].rstrip().endswith("KEN led until Kerr passed")
    assert ends[118].rstrip().endswith("led until Kerr passed; place and time not published")
    assert drawn(line_of(board, "KES"), layout_of(board, 78)).rstrip().endswith("start not confirmed")
