"""One athlete at the playhead: who it is, what is expected, and a line a checkpoint. Pure text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.laps import lap, segment
from race.moments.phrases import ordinal
from race.order.checkpoint_table import CheckpointTable
from tui.text.dates import day
from tui.text.formatting import MISSING, NOT_PUBLISHED, dropout, passing_text, segment_text, stretch_text
from tui.text.mark_rows import against_marks
from tui.text.projection_text import projection_lines
from tui.text.safe_text import clean, fit, wrapped
from tui.text.styled_line import StyledLine, wrapped_lines
from tui.text.unordered_packs import membership

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.board import Board
    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.standings import Row

COLUMNS = (
    ("Checkpoint", 12, "left"),
    ("Time", 9, "right"),
    ("Place", 5, "right"),
    ("Lap", 8, "right"),
    ("Last", 14, "right"),
    ("Gap", 8, "right"),
    ("Known", 0, "left"),
)
"""Title, least width in cells (0 for as much as there is) and alignment."""

LEAST_KNOWN = 8
"""Cells of the narrowest last column whose words go on in the line below."""


def athlete_splits(board: Board, bib: str, width: int = 84) -> list[StyledLine]:
    """An entrant's race so far; sentences are wrapped to a width in cells."""
    course = board.state.course
    row = next((row for row in board.rows if row.runner.entrant.bib == bib), None)
    if course is None or row is None:
        return [(("not on the start list", "dim"),)]
    sentences = [*projection_lines(course, row), against_marks(board, row.runner), *_thin(course, row.runner)]
    ahead = [line for text in sentences for line in _sentence(text, "text", width)]
    table = CheckpointTable(board.state, course)
    badges = board.badges.get(bib, ())
    passings = [_passing(table, row.runner, index, badges) for index in range(row.runner.reached + 1)]
    widths = [_width(number, [cells for cells, _ in passings]) for number in range(len(COLUMNS))]
    titles = [course.lap_word.capitalize() if title == "Lap" else title for title, _, _ in COLUMNS], "title"
    lines = [line for cells, style in (titles, *passings) for line in _lines(cells, widths, style, width)]
    return [*_about_athlete(board, course, row, width), *ahead, *([()] if ahead else []), *lines]


def _thin(course: Course, runner: Runner) -> list[str]:
    """That the finish alone was published, where more might be looked for."""
    published = [index for index, passing in runner.passings.items() if passing.evidence != "estimated"]
    is_thin = published == [course.finish] and course.finish > 0
    return ["only the finish time was published"] if is_thin else []


def _width(number: int, rows: list[list[str]]) -> int:
    """Cells of a column: those of the checkpoints are cut, while figures are shown whole."""
    width = COLUMNS[number][1]
    return max(width, *(len(cells[number]) for cells in rows)) if rows and number and width else width


def _about_athlete(board: Board, course: Course, row: Row, width: int) -> list[StyledLine]:
    entrant = row.runner.entrant
    facts = [
        entrant.nation,
        entrant.club,
        f"born {day(entrant.born)}" if entrant.born else "",
        f"personal best before this race {entrant.pb}" if entrant.pb else "",
        f"season's best {entrant.sb}" if entrant.sb else "",
    ]
    reason = row.runner.statuses[-1].reason if row.runner.statuses else ""
    return [
        ((clean(row.runner.full_name), "strong"), ("   " + _place_or_status(board, course, row), "accent")),
        *_sentence(", ".join(fact for fact in facts if fact), "text", width),
        *_sentence(entrant.note, "dim", width),
        *_sentence(reason, "dim", width),
        (),
    ]


def _sentence(text: str, style: str, width: int) -> list[StyledLine]:
    """The lines of a text; none for an empty one."""
    return wrapped_lines(text, style, width) if clean(text) else []


def _place_or_status(board: Board, course: Course, row: Row) -> str:
    if row.runner.statuses:
        return dropout(board, row.runner)
    if row.pack is not None:
        return membership(course, row.pack)
    if row.place is None:
        return "pacemaker" if row.runner.entrant.role == "pacemaker" else "not seen yet"
    at = "" if row.checkpoint == course.finish else f" at {clean(course.label(row.checkpoint))}"
    return ordinal(row.place) + at


def _passing(
    table: CheckpointTable, runner: Runner, index: int, badges: Sequence[str]
) -> tuple[list[str], str]:
    """The cells of the line of a checkpoint, and its style; `badges` are those beside the result."""
    course, leader = table.course, table.leader
    name, passing = clean(course.label(index)), runner.shown_at(index)
    if passing is None:
        is_there = index in runner.estimates
        figure, why = (NOT_PUBLISHED, "not published") if is_there else (MISSING, "missing")
        return [name, figure, "", "", "", "", why], "dim"
    gap = table.gap(runner, index) if leader is not runner else None
    place = table.place(runner, index)
    notes = badges if index == course.finish else passing.notes
    cells = [
        name,
        passing_text(passing, course.digits),
        f"{place}" if place is not None else "",
        stretch_text(lap(course, runner, index)),
        segment_text(segment(course, runner, index)) if runner.time_at(index) else "",
        stretch_text(gap, "+"),
        ", ".join(filter(None, (_member(course, runner, index), _evidence(passing, notes)))),
    ]
    return cells, "text"


def _member(course: Course, runner: Runner, index: int) -> str:
    """Who ran the leg of a relay that ends at a checkpoint; empty where that is not known."""
    legs, members = len(course.event.legs), runner.entrant.members
    leg = legs if index == course.finish else course.exchanges.get(index, 0)
    return clean(members[leg - 1]) if 0 < leg <= len(members) == legs else ""


def _evidence(passing: Passing, notes: Sequence[str]) -> str:
    wind = "" if passing.wind is None else f" wind {passing.wind:+.1f}"
    return clean(f"{passing.evidence}{' doubtful' if passing.doubt else ''}{wind} {' '.join(notes)}".rstrip())


def _lines(cells: list[str], widths: list[int], style: str, width: int) -> list[StyledLine]:
    """The line of a checkpoint; what does not fit into its last column goes on below."""
    columns = zip(cells[:-1], widths, COLUMNS, strict=False)
    start = " ".join(fit(cell, size, align) for cell, size, (_, _, align) in columns) + "  "
    room = width - cell_len(start)
    last = cells[-1].strip()
    known = wrapped(last, room) if room >= LEAST_KNOWN else [last]
    starts = [start, *(" " * cell_len(start) for _ in known[1:])]
    return [((begin + text, style),) for begin, text in zip(starts, known, strict=True)]
