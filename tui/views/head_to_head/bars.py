"""The table of a duel: a line a checkpoint, with a bar on the side of the one in front."""

from __future__ import annotations

from collections.abc import Sequence

from race.course import START
from race.laps import Stretch
from race.order.checkpoint_table import CheckpointTable
from race.order.head_to_head import CheckpointGap, TimeAt
from race.times import Time
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.formatting import ABOUT, stretch_text
from tui.text.safe_text import fit
from tui.text.styled_line import StyledLine

LABEL, TIME, LAP = 7, 10, 9
"""Cells of the columns."""

MOST_HALF, LEAST_HALF = 36, 8
"""Cells on one side of the middle."""

MIDDLE = "│"

FULL, LEFT_HALF, RIGHT_HALF = "█", "▌", "▐"
ABOUT_FULL = "▒"
"""Of a bar that rests on an estimate."""

LEAST_MS = 500
"""A bar of full length never stands for less, in milliseconds."""


def table(
    sheet: CheckpointTable,
    first: TimeAt,
    second: TimeAt,
    shown: Sequence[CheckpointGap],
    width: int,
    height: int,
) -> list[StyledLine]:
    """The meetings of two in `width` by `height` cells, with the times and laps of both on their sides."""
    half = min((width - LABEL - 2 * TIME - 1) // 2, MOST_HALF)
    with_laps = half - LAP >= LEAST_HALF
    half -= LAP if with_laps else 0
    if half < LEAST_HALF or not shown:
        return []
    kept = shown[: height - 1]
    most_ms = max(LEAST_MS, *(abs(meeting.gap.time.ms) for meeting in kept))
    return [_titles(half, with_laps=with_laps)] + [
        _line(sheet, first, second, meeting, half, most_ms, with_laps=with_laps) for meeting in kept
    ]


def _titles(half: int, *, with_laps: bool) -> StyledLine:
    lap = fit("lap", LAP, "right") if with_laps else ""
    left = fit("", LABEL) + fit("time", TIME, "right") + lap
    right = lap + fit("time", TIME, "right")
    return ((left + " " * (2 * half + 1) + right, "dim"),)


def _line(
    sheet: CheckpointTable,
    first: TimeAt,
    second: TimeAt,
    meeting: CheckpointGap,
    half: int,
    most_ms: int,
    *,
    with_laps: bool,
) -> StyledLine:
    index = meeting.checkpoint
    laps = [fit(_lap(sheet, at, index), LAP, "right") if with_laps else "" for at in (first, second)]
    times = [fit(_time(sheet, at, index), TIME, "right") for at in (first, second)]
    label = fit(short_checkpoint_label(sheet.course, index), LABEL, "right")
    return (
        (label, "dim"),
        (times[0], "strong" if meeting.leader > 0 else "text"),
        (laps[0], "text"),
        *_bar(meeting, half, most_ms),
        (laps[1], "text"),
        (times[1], "strong" if meeting.leader < 0 else "text"),
    )


def _time(sheet: CheckpointTable, at: TimeAt, index: int) -> str:
    stretch = at(index)
    if stretch is None:
        return ""
    return f"{ABOUT if stretch.estimated else ''}{stretch.time.show(sheet.course.digits)}"


def _lap(sheet: CheckpointTable, at: TimeAt, index: int) -> str:
    if not sheet.is_lap(index):
        return ""
    start, end = sheet.start(index), at(index)
    begin = at(start) if start != START else Stretch(Time(0), 0.0, False)
    if begin is None or end is None:
        return ""
    estimated = begin.estimated or end.estimated
    return stretch_text(Stretch(end.time.minus(begin.time), sheet.span_m(index), estimated))


def _bar(meeting: CheckpointGap, half: int, most_ms: int) -> list[tuple[str, str]]:
    """The bar on the side of the one in front, and the gap on that of the other."""
    gap, ahead = meeting.gap, meeting.leader
    if not ahead:
        return [(" " * half, "text"), (MIDDLE, "dim"), (fit(" level", half), "dim")]
    about = ABOUT if gap.estimated else ""
    figure = f"{about}+{gap.time._replace(ms=abs(gap.time.ms)).show(2)}"
    halves = round(abs(gap.time.ms) / most_ms * 2 * (half - 1))
    bar = (_blocks(halves, estimated=gap.estimated, leftwards=ahead > 0), _style(meeting))
    if ahead > 0:
        return [(fit(bar[0], half, "right"), bar[1]), (MIDDLE, "dim"), (fit(f" {figure}", half), "text")]
    return [(fit(f"{figure} ", half, "right"), "text"), (MIDDLE, "dim"), (fit(bar[0], half), bar[1])]


def _blocks(halves: int, *, estimated: bool, leftwards: bool) -> str:
    """A bar of so many half cells, of whole ones where it is estimated."""
    if estimated:
        return ABOUT_FULL * ((halves + 1) // 2)
    whole, rest = FULL * (halves // 2), halves % 2
    return RIGHT_HALF * rest + whole if leftwards else whole + LEFT_HALF * rest


def _style(meeting: CheckpointGap) -> str:
    return "estimated" if meeting.gap.estimated else "accent"
