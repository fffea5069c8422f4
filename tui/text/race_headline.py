"""What stands above the board: the race, its state, the clock, and who leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.course import START
from race.moments.phrases import length, listed, place_word
from race.order.metres_to_go import foremost_to_go
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
    from collections.abc import Sequence

    from race.board import Board
    from race.course import Course
    from race.laps import Stretch
    from race.marks import MarkRun
    from race.standings import Row


Forms = tuple[str, ...]
"""A phrase in words, and then in shorter ones that say the same."""

GAP = "   "
"""Between two phrases."""


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
    return [forms[0] for forms in phrases(board)]


def phrases(board: Board, *, moving: bool = False) -> list[Forms]:
    """The same, each phrase in its forms; with metres to go that are `moving` between the checkpoints."""
    leader, course = board.leader, board.state.course
    if course is None:
        return []
    if leader is None:
        return _without_leader(board, course, moving=moving)
    if leader.status == "finished":
        return [
            (_result(board, leader),),
            *((phrase,) for phrase in _wind(course, leader)),
            *_last(course, _last_segment(course, leader)),
            ("official" if board.phase == "official" else "",),
        ]
    return [
        _left(board, course, leader.checkpoint, moving=moving),
        (f"{clean(leader.runner.short_name)} leads",),
        *_last(course, leader.lap or _last_segment(course, leader)),
        *_on_for(leader),
    ]


def _without_leader(board: Board, course: Course, *, moving: bool) -> list[Forms]:
    """Before anyone is known to lead: the start, or those in front together."""
    if board.phase == "before":
        return [(phrase,) for phrase in before_the_gun(board)]
    foremost = next(iter(board.packs), None)
    left = _left(board, course, foremost.checkpoint if foremost else START, moving=moving)
    if foremost is None:
        return [left]
    is_in_front = board.rows[0].pack == foremost
    return [left, (in_front(foremost) if is_in_front else LEADER_NOT_KNOWN,)]


def _wind(course: Course, first: Row) -> list[str]:
    """The wind of a sprint."""
    wind = first.passing.wind if first.passing else None
    return [f"wind {wind:+.1f} m/s"] if wind is not None and course.event.measures_wind else []


def _left(board: Board, course: Course, checkpoint: int, *, moving: bool) -> Forms:
    """What is left of the race: metres, whole laps of many, or in a race to a time hours."""
    leader = board.leader
    limit = leader.field.time_limit if leader is not None else None
    if leader is not None and limit is not None:
        return (f"{clock_text(max(limit.end_ms(leader.runner) - board.clock_ms, 0), 0)} to go",)
    at_checkpoint = to_go_text(course.to_go(checkpoint), course)
    left = foremost_to_go(board.state, board.seen_ms) if moving and course.limit_ms is None else None
    if left is None or not left.estimated:
        return (at_checkpoint,)
    between = to_go_text(left.metres, course, estimated=True)
    in_laps = course.lap_m is not None and left.metres > 2 * course.lap_m
    if in_laps and f"{course.lap_word}s" in at_checkpoint:
        return f"{at_checkpoint}, {between.removesuffix(' to go')}", at_checkpoint
    return (between,)


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
    """The race against a mark: `WR 3:43.13 -0.4  needs 56.2 for the last 409 m`, then shorter forms of it.

    The figures are those of the first runner who can still equal it, named unless that is the leader. Where
    no one can, they are the leader's. Empty without a mark.
    """
    if run is None:
        return []
    row, course = run.chased or run.first, board.state.course
    runner = row.chaser or board.leader
    name = f" {clean(runner.runner.short_name)}" if runner and runner is not board.leader else ""
    gap = row.running.gap(runner.runner) if runner else None
    phrase = f"{clean(title_of(row.mark))} {mark_time(row)}{name} {stretch_text(gap, '+')}".rstrip()
    if row.needs is None or course is None:
        return [phrase]
    rest = length(course, row.needs.metres)
    whole = f"{phrase}  needs {stretch_text(row.needs)} for the last {rest}"
    return [whole, f"{phrase}  needs {segment_text(row.needs)}", phrase]


def shortened(phrases: Sequence[Forms], width: int) -> str:
    """All phrases in a line, the last ones in shorter forms where there is no room; then without the last."""
    chosen = [0 for _ in phrases]
    while True:
        texts = [forms[number] for forms, number in zip(phrases, chosen, strict=False)]
        line = GAP.join(filter(None, texts))
        if cell_len(line) <= width or not chosen:
            return line
        longer = [at for at, number in enumerate(chosen) if number + 1 < len(phrases[at])]
        if longer:
            chosen[longer[-1]] += 1
        else:
            chosen.pop()


def fitting(phrases: list[str], width: int, gap: str = GAP) -> str:
    """As many phrases as there is room for, the first ones first."""
    line = ""
    for phrase in phrases:
        longer = f"{line}{gap}{phrase}" if line else phrase
        if phrase and cell_len(longer) <= width:
            line = longer
    return line


def _last(course: Course, stretch: Stretch | None) -> list[Forms]:
    if stretch is None:
        return []
    return [(f"last {length(course, stretch.metres)} {stretch_text(stretch)}", segment_text(stretch))]


def _last_segment(course: Course, leader: Row) -> Stretch | None:
    """The leader's last segment, unless it is the whole race so far, which the clock shows."""
    segment = leader.segment
    return segment if segment and segment.metres != course.distance(leader.checkpoint) else None


def _on_for(leader: Row) -> list[Forms]:
    if leader.overdue:
        return [(OVERDUE,)]
    if leader.projected_m is not None:
        return [(f"on for about {distance_text(leader.projected_m)}",)]
    if leader.projection is None:
        return []
    whole = f"on for {projection_text(leader.projection)}"
    return [(whole, whole.rpartition(" ")[0])]
