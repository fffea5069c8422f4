"""The columns of the board: which there are, which a width has room for, and what stands in them.

Pure text: the board widget colours it, `lapbell board` prints it as it is.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.cells import cell_len

from race.board import Board
from race.course import START, Course
from race.laps import Stretch
from race.moments import departure
from race.standings import Row
from tui.figures import (
    change_text,
    gap_text,
    pad_decimals,
    passing_text,
    projection_text,
    segment_text,
    stretch_text,
)
from tui.text import clean, fit


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the board."""

    name: str
    title: str
    width: int
    right: bool = False


COLUMNS = (
    Column("place", "P", 3, right=True),
    Column("change", "±", 3),
    Column("bib", "Bib", 5, right=True),
    Column("athlete", "Athlete", 12),
    Column("nation", "Nat", 3),
    Column("at", "At", 5, right=True),
    Column("time", "Time", 8, right=True),
    Column("lap", "Lap", 6, right=True),
    Column("segment", "Last", 13, right=True),
    Column("gap", "Gap", 7, right=True),
    Column("interval", "Int", 6, right=True),
    Column("projection", "Proj", 8, right=True),
    Column("notes", "Notes", 6),
)
"""From left to right, each with the least width it needs in a race of a few minutes."""

LONG_M = 2000.0
"""From here on laps and gaps may take a minute, and times ten."""

LONG = {"time": 9, "lap": 8, "segment": 15, "gap": 8, "interval": 8, "projection": 9}
"""The widths that long races need."""

IMPORTANCE = (
    "place",
    "athlete",
    "time",
    "at",
    "gap",
    "lap",
    "nation",
    "projection",
    "change",
    "interval",
    "notes",
    "full names",
    "bib",
    "segment",
)
"""A narrow board keeps the first of these."""

CORRECTED = "≠"
"""Stands before the change of somebody of whom something was corrected a moment ago."""

MOST = {"athlete": 28, "notes": 60}
"""Columns that take what room is left, up to so many cells."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns that a width has room for, with their widths."""

    columns: tuple[Column, ...]
    width: int
    full_names: bool

    def titles(self) -> str:
        """The line above the rows."""
        return " ".join(
            fit(column.title, column.width, "right" if column.right else "left") for column in self.columns
        )


def layout_of(board: Board, width: int) -> Layout:
    """The columns for a board in a width in cells. Nothing in it changes while the race is run."""
    course = board.state.course
    is_long = course is not None and course.distance_m > LONG_M
    is_over = board.phase in ("finished", "official")
    return lay_out(width, longest_name(board), is_long=is_long, is_over=is_over)


def lay_out(width: int, longest_name: int = 0, *, is_long: bool = False, is_over: bool = False) -> Layout:
    """Choose columns for a width in cells, so that names of `longest_name` cells fit if they can.

    Once the race is over nothing is projected, and the column makes room for the notes.
    """
    least = {column.name: column.width + 1 for column in COLUMNS}
    if is_long:
        least |= {name: cells + 1 for name, cells in LONG.items()}
    least["full names"] = max(min(longest_name, MOST["athlete"]) + 1 - least["athlete"], 0)
    chosen: dict[str, int] = {}
    room = width + 1
    for name in IMPORTANCE:
        if is_over and name == "projection":
            continue
        if least[name] > room:
            break
        chosen[name] = least[name] - 1
        room -= least[name]
    full_names = "full names" in chosen
    if full_names:
        chosen["athlete"] += least["full names"]
    if "notes" in chosen:
        chosen["notes"] = min(chosen["notes"] + room, MOST["notes"])
    columns = tuple(
        Column(column.name, column.title, chosen[column.name], column.right)
        for column in COLUMNS
        if column.name in chosen
    )
    return Layout(columns, width, full_names)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the board: an entrant, or the places that nobody is known to hold."""

    cells: dict[str, str]
    """Text by column name."""
    text: str = ""
    """What fills the line where the cells end: who is out, and how; places not published."""
    row: Row | None = None
    estimated: frozenset[str] = field(default_factory=frozenset)
    """Columns whose text is estimated."""
    corrected: bool = False
    """Whether something of it was corrected a moment ago."""


class Lines(Sequence[Line]):
    """The board as lines of text, each made when it is asked for."""

    def __init__(self, board: Board, corrected: Container[str] = ()) -> None:
        self._corrected = corrected
        self._course = board.state.course
        self._digits = _digits(board.rows)
        self._entries: list[Row | str] = []
        holes = board.holes()
        for number, row in enumerate(board.rows):
            if number in holes:
                first, last = holes[number]
                places = f"{first}" if first == last else f"{first}–{last}"
                self._entries.append(f"{places} not published")
            self._entries.append(row)

    def __len__(self) -> int:
        return len(self._entries)

    def __getitem__(self, index: Any) -> Any:
        entry = self._entries[index]
        if isinstance(entry, str) or self._course is None:
            return Line({}, str(entry))
        return _line(self._course, entry, self._digits, entry.runner.entrant.bib in self._corrected)

    def index_of(self, bib: str) -> int | None:
        """The line of an entrant."""
        for index, entry in enumerate(self._entries):
            if not isinstance(entry, str) and entry.runner.entrant.bib == bib:
                return index
        return None


def longest_name(board: Board) -> int:
    """Cells of the longest name on the board."""
    return max((cell_len(clean(row.runner.entrant.name)) for row in board.rows), default=0)


def _digits(rows: Sequence[Row]) -> int:
    """Decimals of the most exact time on the board: all are aligned on its decimal point."""
    times = (row.passing.time for row in rows if row.passing)
    return min(max((time.digits for time in times if time), default=0), 2)


def _line(course: Course, row: Row, digits: int, corrected: bool) -> Line:
    entrant, passing, laps_down, projection = row.runner.entrant, row.passing, row.laps_down, row.projection
    lap, segment, gap, interval = row.lap, row.segment, row.gap, row.interval
    known = {
        "time": passing.time.digits if passing and passing.time else 0,
        "lap": lap.time.digits if lap else 0,
        "gap": gap.time.digits if gap and not laps_down else digits,
        "interval": interval.time.digits if interval else 0,
    }
    behind = interval is not None or laps_down > 0
    cells = {
        "place": _place(row),
        "change": f"{CORRECTED if corrected else ''}{change_text(row.change)}",
        "bib": clean(entrant.bib),
        "athlete": clean(entrant.name),
        "short": clean(entrant.short_name),
        "nation": clean(entrant.nation),
        "at": _at(course, row.checkpoint),
        "time": passing_text(passing),
        "lap": stretch_text(lap),
        "segment": segment_text(segment),
        "gap": gap_text(gap, laps_down) if behind and not _is_past(gap) else "",
        "interval": stretch_text(interval, "+") if not _is_past(interval) else "",
        "projection": projection_text(projection) if projection and row.status != "finished" else "",
        "notes": _notes(row),
    }
    cells |= {name: pad_decimals(cells[name], known[name], digits) for name in known}
    stretches = {"lap": lap, "segment": segment, "gap": gap, "interval": interval, "projection": projection}
    estimated = {name for name, stretch in stretches.items() if stretch and stretch.estimated}
    if passing is not None and passing.evidence == "estimated":
        estimated.add("time")
    return Line(cells, _leaving(course, row), row, frozenset(estimated), corrected)


def _is_past(gap: Stretch | None) -> bool:
    """Whether a gap dates from before the pass that put the other in front: then it says nothing."""
    return gap is not None and gap.time.ms < 0


KEPT = ("place", "change", "bib", "athlete", "nation")
"""Columns that stand before the `text` of a line that has one."""


def cells_of(line: Line, layout: Layout) -> list[tuple[str, str]]:
    """The columns of a line from left to right, each as its name and its text in the column's width.

    Where the line has a `text` of its own, that takes the place of all columns behind the athlete.
    """
    cells: list[tuple[str, str]] = []
    used = 0
    for column in layout.columns:
        if line.text and column.name not in KEPT:
            return [*cells, ("text", fit(line.text, max(layout.width - used, 0)))]
        name = "short" if column.name == "athlete" and not layout.full_names else column.name
        text = line.cells.get(name, "")
        if name == "place" and line.corrected and "change" not in {c.name for c in layout.columns}:
            text = f"{CORRECTED}{text}"
        if cell_len(text) > column.width:
            text = text.rstrip()
        text = fit(text, column.width, "right" if column.right else "left")
        cells.append((column.name, text))
        used += column.width + 1
    return cells


def _place(row: Row) -> str:
    if row.place is None:
        return "PM" if row.runner.entrant.role == "pacemaker" else ""
    return str(row.place)


def _at(course: Course, checkpoint: int) -> str:
    if checkpoint == course.finish:
        return "FIN"
    return clean(course.checkpoints[checkpoint].id) if checkpoint != START else ""


def _notes(row: Row) -> str:
    printed = " ".join(row.passing.notes) if row.passing else ""
    if row.runner.entrant.role == "pacemaker" and row.place is not None:
        printed = f"PM {printed}"
    return clean(printed)


def _leaving(course: Course, row: Row) -> str:
    runner = row.runner
    if not runner.statuses:
        return ""
    return clean(departure(runner.statuses[-1], runner, course))
