"""The two lines above the board: the race, its state, the clock, and who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.course import START
from race.moments.phrases import listed, place_word
from race.order.thousandths import thousandths
from tui.text.clocks_and_guns import before_the_gun
from tui.text.dates import day
from tui.text.formatting import (
    OVERDUE,
    clock_text,
    distance_text,
    projection_text,
    segment_text,
    stretch_text,
    to_go_text,
)
from tui.text.mark_rows import mark_time, title_of
from tui.text.safe_text import clean, fit
from tui.text.unordered_packs import LEADER_NOT_KNOWN, in_front

if TYPE_CHECKING:
    from race.board import Board
    from race.course import Course
    from race.laps import Stretch
    from race.marks import MarkRun
    from race.standings import Row


def title(board: Board, mode: str, width: int) -> tuple[str, str, str]:
    """The first line in three parts: the race; meet, date and venue; and `mode` at the right."""
    start_list = board.state.start_list
    name = clean(start_list.name) if start_list else board.race
    about = [start_list.meet, day(start_list.date), start_list.venue] if start_list else []
    room = width - cell_len(name) - cell_len(mode) - 3
    if room < 12:
        return fit(name, max(width - cell_len(mode) - 1, 0)), " ", mode
    where = fitting([clean(part) for part in about], room, gap=", ")
    return name, "  " + fit(where, room), " " + mode


def clock(position_ms: int, *, moving: bool) -> str:
    """The race clock: to the tenth while it moves, to the hundredth while it stands."""
    return clock_text(position_ms, 1 if moving else 2)


def summary(board: Board) -> list[str]:
    """The state of the race in phrases, the most important first."""
    leader, course = board.leader, board.state.course
    if course is None:
        return []
    if leader is None:
        if board.phase == "before":
            return before_the_gun(board)
        foremost = next(iter(board.packs), None)
        left = to_go_text(course.to_go(foremost.checkpoint if foremost else START), course)
        if foremost is None:
            return [left]
        is_in_front = board.rows[0].pack == foremost
        return [left, in_front(foremost) if is_in_front else LEADER_NOT_KNOWN]
    name = clean(leader.runner.short_name)
    if leader.status == "finished":
        return [
            _result(board, leader),
            *_wind(course, leader),
            *_last(_last_segment(course, leader)),
            "official" if board.phase == "official" else "",
        ]
    return [
        _left(board, course, leader),
        f"{name} leads",
        *_last(leader.lap or _last_segment(course, leader)),
        *_on_for(leader),
    ]


def _wind(course: Course, first: Row) -> list[str]:
    """The wind of a sprint."""
    wind = first.passing.wind if first.passing else None
    return [f"wind {wind:+.1f} m/s"] if wind is not None and course.event.measures_wind else []


def _left(board: Board, course: Course, leader: Row) -> str:
    """What is left of the race: metres, or in a race to a time hours."""
    limit = leader.field.time_limit
    if limit is None:
        return to_go_text(course.to_go(leader.checkpoint), course)
    return f"{clock_text(max(limit.end_ms(leader.runner) - board.clock_ms, 0), 0)} to go"


def _result(board: Board, first: Row) -> str:
    """The first of those who have finished: the winners, unless a runner who is still out may be faster."""
    time = first.passing.time if first.passing else None
    names = [clean(runner.short_name) for runner in board.winners]
    name = listed(names) or clean(first.runner.short_name)
    if names:
        verb = "wins" if len(names) == 1 else "win"
    elif first.place == 1:
        verb = "is the fastest so far"
    else:
        verb = f"is {place_word(first.place)}" if first.place else "finishes"
    course = board.state.course
    if course is not None and course.limit_ms is not None:
        verb = verb if names else "is the furthest so far"
        return f"{name} {verb} with {distance_text(course.distance(first.checkpoint))}"
    if time is None:
        return f"{name} {verb}"
    digits = board.state.course.digits if board.state.course else 2
    more = thousandths(time)
    close = more if more and first.runner.entrant.bib in board.decided_by_thousandths else ""
    return f"{name} {verb} in {time.show(digits)}{close}"


def against_mark(board: Board, run: MarkRun | None) -> list[str]:
    """The race against a mark: `WR 3:43.13 -0.4  needs 56.2 for the last 409`, then shorter forms of it.

    The figures are those of the first runner who can still equal it, named unless that is the leader. Where
    no one can, they are the leader's. Empty without a mark.
    """
    if run is None:
        return []
    row = run.chased or run.first
    runner = row.chaser or board.leader
    name = f" {clean(runner.runner.short_name)}" if runner and runner is not board.leader else ""
    gap = row.running.gap(runner.runner) if runner else None
    phrase = f"{clean(title_of(row.mark))} {mark_time(row)}{name} {stretch_text(gap, '+')}".rstrip()
    if row.needs is None:
        return [phrase]
    whole = f"{phrase}  needs {stretch_text(row.needs)} for the last {row.needs.metres:.0f}"
    return [whole, f"{phrase}  needs {segment_text(row.needs)}", phrase]


def fitting(phrases: list[str], width: int, gap: str = "   ") -> str:
    """As many phrases as there is room for, the first ones first."""
    line = ""
    for phrase in phrases:
        longer = f"{line}{gap}{phrase}" if line else phrase
        if phrase and cell_len(longer) <= width:
            line = longer
    return line


def _last(stretch: Stretch | None) -> list[str]:
    return [f"last {stretch.metres:.0f} m {stretch_text(stretch)}"] if stretch else []


def _last_segment(course: Course, leader: Row) -> Stretch | None:
    """The leader's last segment, unless it is the whole race so far, which the clock shows."""
    segment = leader.segment
    return segment if segment and segment.metres != course.distance(leader.checkpoint) else None


def _on_for(leader: Row) -> list[str]:
    if leader.overdue:
        return [OVERDUE]
    if leader.projected_m is not None:
        return [f"on for about {distance_text(leader.projected_m)}"]
    return [f"on for {projection_text(leader.projection)}"] if leader.projection else []
