"""The two lines above the board: which race, in what state, the clock, and how it stands."""

from __future__ import annotations

from rich.cells import cell_len

from race.board import Board
from race.course import Course
from race.laps import Stretch
from race.marks import MarkRun
from race.standings import Row
from race.times import Time
from tui.text.dates import day
from tui.text.formatting import projection_text, stretch_text
from tui.text.mark_rows import mark_time, mark_title
from tui.text.safe_text import clean, fit


def title(board: Board, mode: str, width: int) -> tuple[str, str, str]:
    """The first line in three parts: the race, where and when it was, and at the right `mode`."""
    start_list = board.state.start_list
    name = clean(start_list.name) if start_list else board.race
    about = [start_list.meet, day(start_list.date), start_list.venue] if start_list else []
    room = width - cell_len(name) - cell_len(mode) - 3
    if room < 12:
        return fit(name, max(width - cell_len(mode) - 1, 0)), " ", mode
    where = fitting([clean(part) for part in about], room, gap=", ")
    return name, "  " + fit(where, room), " " + mode


def clock(position_ms: int, *, moving: bool) -> str:
    """The race clock: to the tenth while it moves, to the hundredth when it stands.

    A clock shows what has passed, so it is cut and not rounded up.
    """
    unit, digits = (100, 1) if moving else (10, 2)
    return Time(position_ms // unit * unit, digits).show()


def summary(board: Board) -> list[str]:
    """How the race stands, in phrases, the most important first."""
    leader, course = board.leader, board.state.course
    if course is None:
        return []
    if leader is None:
        return ["before the gun" if board.phase == "before" else _to_go(course.distance_m, course.lap_m)]
    name = clean(leader.runner.short_name)
    if leader.status == "finished":
        won = leader.passing.time if leader.passing else None
        return [
            f"{name} wins in {won.show(course.digits)}" if won else f"{name} wins",
            *_last(_since_a_split(course, leader)),
            "official" if board.phase == "official" else "",
        ]
    return [
        _to_go(course.to_go(leader.checkpoint), course.lap_m),
        f"{name} leads",
        *_last(leader.lap or _since_a_split(course, leader)),
        *_on_for(leader, board.clock_ms),
    ]


def against_mark(board: Board, run: MarkRun | None) -> str:
    """How the leader stands to a mark, and what it takes: `WR 3:43.13 -0.4  needs 56.2 for the last 409`."""
    if run is None:
        return ""
    row = run.first
    ahead = row.running.gap(board.leader.runner) if board.leader else None
    phrase = f"{mark_title(run)} {mark_time(row)}"
    if ahead is not None:
        phrase += f" {stretch_text(ahead, '+')}"
    if row.needs is not None:
        phrase += f"  needs {stretch_text(row.needs)} for the last {row.needs.metres:.0f}"
    return phrase


def fitting(phrases: list[str], width: int, gap: str = "   ") -> str:
    """As many phrases as there is room for, the first ones first."""
    line = ""
    for phrase in phrases:
        longer = f"{line}{gap}{phrase}" if line else phrase
        if phrase and cell_len(longer) <= width:
            line = longer
    return line


def _to_go(metres: float, lap_m: float | None) -> str:
    if lap_m is not None and metres >= 2 * lap_m and metres % lap_m < 1:
        return f"{metres / lap_m:.0f} laps to go"
    if lap_m is None and metres >= 1000:
        return f"{metres / 1000:.1f} km to go"
    return f"{metres:.0f} m to go"


def _last(stretch: Stretch | None) -> list[str]:
    return [f"last {stretch.metres:.0f} m {stretch_text(stretch)}"] if stretch else []


def _since_a_split(course: Course, leader: Row) -> Stretch | None:
    """The stretch behind the leader, unless it is all that has been run: that the clock tells."""
    whole = leader.segment is not None and leader.segment.metres == course.distance(leader.checkpoint)
    return None if whole else leader.segment


def _on_for(leader: Row, clock_ms: int) -> list[str]:
    projection = leader.projection.at(clock_ms) if leader.projection else None
    if projection is None:
        return []
    return ["overdue"] if projection.overdue else [f"on for {projection_text(projection)}"]
