"""The lines of the timing screen: the race and its clock, the passings, the field with its laps."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.times import Time
from tui.text.formatting import DOUBT, clock_text
from tui.text.safe_text import clean, fit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from race.course import Course
    from race.edits.lap_counter import LapCount
    from race.edits.timed_passings import TimedPassing
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from tui.text.styled_line import StyledLine

UNNAMED = "—"
"""In place of a bib, for a time that belongs to no runner yet."""

NAME = 12
"""Cells of a name beside a passing."""


class Desk(NamedTuple):
    """Who times what, and how it is with the file and the hub."""

    by: str
    where: str
    """The checkpoints, in words."""
    hub: str
    trouble: str
    """Why presses wait that should be on disk; empty while all is well."""


def head_lines(name: str, clock_ms: int | None, desk: Desk, unnamed: int, width: int) -> list[StyledLine]:
    """Three lines: the race and who times it; the clock and what waits; the hub, or a trouble."""
    who = fit(f"{desk.by} times {desk.where}" if desk.by else f"timing {desk.where}", width // 2, "right")
    race = fit(clean(name), width - len(who.strip()) - 2)
    clock = clock_text(clock_ms, 1) if clock_ms is not None else "before the gun: g fires it"
    taps = f"{unnamed} to name" if unnamed else ""
    below = (desk.trouble, "lost") if desk.trouble else (desk.hub, "dim")
    return [
        ((race, "strong"), ("  " + clean(who.strip()), "dim")),
        ((fit(clock, 28), "accent"), ("  ", "text"), (taps, "strong")),
        ((fit(clean(below[0]), width), below[1]),),
    ]


def passing_line(passing: TimedPassing, state: RaceState, width: int, suspicion: str) -> StyledLine:
    """A passing: where, when, who, and what is doubtful about it."""
    course = state.course
    where = (
        course.label(course.index[passing.checkpoint])
        if course and passing.checkpoint in course.index
        else ""
    )
    digits = course.digits if course else 2
    time = passing.time.show(digits) if passing.time is not None else _day_time(passing)
    runner = state.runners.get(passing.bib or "")
    bib = clean(passing.bib) if passing.bib is not None else UNNAMED
    name = clean(runner.spoken_name) if runner is not None else ""
    if passing.bib is not None and runner is None:
        name = "not on the list"
    why = passing.doubt or suspicion
    text = f"{fit(time, 10, 'right')} {fit(bib, 5, 'right')} {fit(name, NAME)} {fit(where, 8)}"
    style = "text" if passing.bib is not None else "strong"
    mark = f" {DOUBT} {clean(why)}" if why else ""
    return ((text, style), (fit(mark, max(width - len(text), 0)).rstrip(), "lost"))


def _day_time(passing: TimedPassing) -> str:
    return passing.clock.show()[11:-1] if passing.clock is not None else ""


def field_line(
    runner: Runner, letter: str, count: LapCount | None, course: Course | None, width: int
) -> StyledLine:
    """A runner: the letter, the bib, laps to go, and the last time."""
    entrant = runner.entrant
    last = runner.last
    at = course.label(runner.furthest) if course is not None and last is not None else ""
    time = last.time.show(course.digits) if course and last is not None and last.time is not None else ""
    laps = _laps(runner, count, course)
    out = runner.out or ""
    room = max(width - 2 - 5 - 1 - 7 - 1 - 9 - 1 - 8, 4)
    text = f"{fit(letter, 2)}{fit(clean(entrant.bib), 4, 'right')} {fit(clean(runner.short_name), room)} "
    right = f"{fit(out.upper() or laps, 7)} {fit(time, 9, 'right')} {fit(at, 8)}"
    bell = count is not None and count.is_last and not out
    return (
        (text, "dim" if out else "text"),
        (right.rstrip(), "accent" if bell else "dim" if out else "text"),
    )


def _laps(runner: Runner, count: LapCount | None, course: Course | None) -> str:
    if course is not None and runner.furthest == course.finish:
        return "done"
    if count is None:
        return ""
    return "bell" if count.is_last else f"{count.to_go} to go"


def letters(bibs: Sequence[str]) -> Mapping[str, str]:
    """A letter for each of the first 26 runners, by bib."""
    return dict(zip(bibs, "abcdefghijklmnopqrstuvwxyz", strict=False))


def difference_lines(apart_ms: int, who: str, rule: str) -> StyledLine:
    """Two watches that differ, and the rule that decides."""
    return ((f"{clean(who)}: {Time(apart_ms, 2).show(2)} apart, {clean(rule)}", "dim"),)
