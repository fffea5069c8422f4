"""The lines of the timing screen: the race and its clock, the passings, the field with its laps."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from race.edits.log_lookup import where
from race.fold.runner import UNLISTED
from tui.text.formatting import DOUBT, FIN, clock_text
from tui.text.safe_text import clean, fit, truncate

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from race.course import Course
    from race.edits.lap_counter import LapCount
    from race.edits.timed_passings import TimedPassing
    from race.edits.watch_differences import WatchDifference
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Gun
    from race.times import TimeOfDay
    from tui.text.styled_line import StyledLine

UNNAMED = "—"
"""In place of a bib, for a time that belongs to no runner yet."""

WATCHES = "&"
"""Before a time of which another watch has one too."""

LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

LABEL = 12
"""Cells of what is asked that stay beside a long answer."""

TIME, BIB, AT = 9, 5, 6
"""Cells of a time with its sign, a bib, and a checkpoint."""


class Desk(NamedTuple):
    """The race as it stands, and how it is with the file and the hub."""

    race: str
    who: str
    """Who times what, in words."""
    gun: str
    """When it went, in words; empty before it."""
    laps: str
    """What the leader has to go, and whether the bell is next."""
    unnamed: int
    """Taps that belong to no runner yet."""
    differences: int
    """Passings of which two watches have different times."""
    file: str
    hub: str
    trouble: str
    """Why presses wait that should be on disk; empty while all is well."""


def head_lines(desk: Desk, clock_ms: int | None, day_time: str, width: int) -> list[StyledLine]:
    """Three lines: the race and who times it; the clock and what waits; the file and the hub, or a trouble.

    `clock_ms` is the time since the gun, `day_time` the time of day in words.
    """
    who = truncate(clean(desk.who), width // 2)
    race = fit(clean(desk.race), width - len(who) - 2)
    clock = clock_text(clock_ms, 1) if clock_ms is not None else day_time
    counts = [
        f"{desk.unnamed} to name" if desk.unnamed else "",
        f"two watches differ {desk.differences}x" if desk.differences else "",
    ]
    rest = "  ".join(filter(None, (clean(desk.gun) or "before the gun: g fires it", desk.laps)))
    counted = "  ".join(filter(None, counts))
    room = max(width - 10 - len(counted) - 2, 0)
    if desk.trouble:
        below: StyledLine = ((truncate(clean(desk.trouble), width), "lost"),)
    else:
        file = truncate(clean(desk.file), width // 3)
        below = ((fit(clean(desk.hub), width - len(file) - 2), "dim"), (f"  {file}", "dim"))
    return [
        ((race, "strong"), ("  " + who, "dim")),
        ((fit(clock, 10), "accent"), (fit(rest, room), "text"), ("  " + counted, "strong")),
        below,
    ]


def gun_text(guns: Mapping[str, Gun], waves: Iterable[str]) -> str:
    """When the gun went, or that of each wave; empty before any."""
    if not guns:
        return ""
    names = sorted({*waves, *guns})
    if len(names) == 1:
        return f"gun {day_text(guns[names[0]].clock)}"
    return "  ".join(
        f"{name or 'others'} {day_text(guns[name].clock) if name in guns else 'waits'}" for name in names
    )


def day_text(clock: TimeOfDay | None) -> str:
    """A time of day on this computer's clock, with its decimals."""
    if clock is None:
        return "at a time that is not known"
    moment = datetime.fromtimestamp(clock.utc_ms // 1000)
    decimals = f".{clock.utc_ms % 1000:03}"[: clock.digits + 1] if clock.digits else ""
    return f"{moment:%H:%M:%S}{decimals}"


def laps_text(counts: Mapping[str, LapCount]) -> str:
    """What the leader of a race of laps has to go, and whether the bell is next; empty for other races."""
    if not counts:
        return ""
    to_go = min(count.to_go for count in counts.values())
    match to_go:
        case 0:
            return "the first has finished"
        case 1:
            return "BELL: the last lap"
        case 2:
            return "2 laps to go, next the BELL"
    return f"{to_go} laps to go"


def passing_line(
    passing: TimedPassing, state: RaceState, width: int, why: str, pack: Sequence[str], *, watches: bool
) -> StyledLine:
    """A passing: when, who, where, and what is doubtful about it, as far as there is room.

    `pack` are the bibs that came by behind the runner, without times of their own.
    """
    sign = DOUBT if why else WATCHES if watches else ""
    runner = state.runners.get(passing.bib or "")
    name = clean(runner.spoken_name) if runner is not None else ""
    if passing.bib is not None and not is_listed(passing.bib, state):
        name = "unlisted"
    if pack:
        name = f"+{','.join(map(clean, pack))} {name}"
    bib = clean(passing.bib) if passing.bib is not None else UNNAMED
    room = width - TIME - BIB - AT - 3
    size = room if room < 24 else min(room, 20)
    time = fit(sign + _time_text(passing, state.course), TIME, "right")
    text = f"{time} {fit(bib, BIB, 'right')} {fit(name, size)} {fit(_at(passing, state.course), AT)}"
    style = "text" if passing.bib is not None else "strong"
    return ((text, style), (truncate(f" {clean(why)}", max(room - size, 0)), "lost"))


def _time_text(passing: TimedPassing, course: Course | None) -> str:
    if passing.time is not None:
        return passing.time.show(course.digits if course is not None else 2)
    return day_text(passing.clock)[:-1] if passing.clock is not None else ""


def _at(passing: TimedPassing, course: Course | None) -> str:
    if course is None or passing.checkpoint not in course.index or passing.bib is None:
        return ""
    index = course.index[passing.checkpoint]
    return FIN if index == course.finish else clean(course.label(index))


def is_listed(bib: str, state: RaceState) -> bool:
    """Whether a bib is on the start list."""
    runner = state.runners.get(bib)
    return runner is not None and runner.number < UNLISTED


def detail_line(
    passing: TimedPassing,
    state: RaceState,
    why: str,
    pack: Sequence[str],
    watches: WatchDifference | None,
    width: int,
) -> StyledLine:
    """The passing under the cursor in whole: what its watch had, why it is doubtful, who else has it."""
    course = state.course
    index = course.index.get(passing.checkpoint) if course is not None else None
    there = where(course, index) if course is not None and index is not None and passing.bib else ""
    runner = state.runners.get(passing.bib or "")
    who = clean(runner.full_name) if runner is not None else clean(passing.bib or "no runner yet")
    text = " ".join(filter(None, (who, clean(there))))
    if passing.clock is not None and not why and watches is None:
        text += f" at {day_text(passing.clock)}"
    if pack:
        text += f", then {', '.join(map(clean, pack))}"
    if why:
        return (
            (truncate(f"{text}:", width), "dim"),
            (truncate(f" {clean(why)}", width - len(text) - 1), "lost"),
        )
    if watches is not None and course is not None:
        text += f": {_watch_text(watches, course)}"
    return ((truncate(text, width), "dim"),)


def _watch_text(difference: WatchDifference, course: Course) -> str:
    times = ", ".join(
        f"{watch_name(one.source)} {one.time.show(course.digits)}{' counts' if one.counts else ''}"
        for one in difference.times
    )
    return f"{times}; {difference.rule}"


def watch_line(difference: WatchDifference, state: RaceState, width: int) -> StyledLine:
    """A passing that more than one watch has: where, whose, what each has, and the rule that decides."""
    course = state.course
    assert course is not None
    finish = difference.checkpoint == course.finish
    label = FIN if finish else clean(course.label(difference.checkpoint))
    text = f"{fit(clean(difference.bib), 4, 'right')} {fit(label, AT)} "
    times = " ".join(
        f"{'>' if one.counts else ''}{one.time.show(course.digits)} {watch_name(one.source)}"
        for one in difference.times
    )
    differs = are_apart(difference, course)
    line = f"{times}  {f'{difference.apart_ms / 1000:.2f} apart  ' if differs else ''}{difference.rule}"
    return ((text, "text"), (truncate(line, width - len(text)), "strong" if differs else "dim"))


def watch_name(source: str) -> str:
    """Whose watch it is, for short."""
    return clean(source.removeprefix("Timed by ")) or "?"


def are_apart(difference: WatchDifference, course: Course) -> bool:
    """Whether the times of several watches differ as they are shown."""
    return len({one.time.show(course.digits) for one in difference.times}) > 1


def field_line(
    runner: Runner, letter: str, count: LapCount | None, course: Course | None, width: int
) -> StyledLine:
    """A runner: the letter, the bib, laps done and to go, and the last time."""
    last, out = runner.last, runner.out or ""
    time = last.time.show(course.digits) if course and last is not None and last.time is not None else ""
    finished = course is not None and runner.furthest == course.finish
    at = clean(course.label(runner.furthest)) if course is not None and last is not None else ""
    laps = out.upper() or (FIN if finished else "" if count is None else _laps(count))
    sizes = (7, 8, 7) if width >= 46 else (5, 8, 0)
    room = max(width - 2 - 4 - 2 - sum(size + 1 for size in sizes if size), 4)
    text = (
        f"{fit(letter, 2)}{fit(clean(runner.entrant.bib), 4, 'right')} {fit(clean(runner.short_name), room)} "
    )
    right = f"{fit(laps, sizes[0])} {fit(time, sizes[1], 'right')}"
    if sizes[2]:
        right += f" {fit(FIN if finished else at, sizes[2])}"
    bell = count is not None and count.is_last and not out
    dim = bool(out) or finished
    return (
        (text, "dim" if dim else "text"),
        (right.rstrip(), "accent" if bell else "dim" if dim else "text"),
    )


def _laps(count: LapCount) -> str:
    """Laps done and to go: `2+3`; the last one is a word."""
    return "BELL" if count.is_last else f"{count.done}+{count.to_go}"


def typed_line(label: str, text: str, width: int) -> StyledLine:
    """The line that is typed into. A long answer pushes out what is asked, and then its own beginning."""
    text = clean(text) + text[len(text.rstrip()) :]
    room = max(width - cell_len(text) - 3, LABEL)
    asked = f"{truncate(clean(label), room)}: "
    end = text[max(cell_len(asked) + cell_len(text) + 1 - width, 0) :]
    return ((asked, "strong"), (end, "text"), ("_", "accent"))


def letters(bibs: Sequence[str]) -> dict[str, str]:
    """A letter for each of the first 52 runners, by bib."""
    return dict(zip(bibs, LETTERS, strict=False))
