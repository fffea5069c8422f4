"""The table of a head-to-head: a line a checkpoint, with a bar on the side of the one in front."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from race.course import NEAR_M, START
from race.laps import Stretch, difference
from race.times import Time
from tui.text.checkpoint_labels import short_checkpoint_label, shortened_label
from tui.text.formatting import about, difference_text, segment_text, stretch_text, time_text
from tui.text.safe_text import fit

if TYPE_CHECKING:
    from race.order.checkpoint_table import CheckpointTable
    from race.order.head_to_head import CheckpointGap, TimeAt
    from tui.text.styled_line import StyledLine

LABEL, TIME, LAP = 7, 10, 12
"""Cells of the columns."""

MOST_HALF, LEAST_HALF = 36, 8
"""Cells of the bars on one side."""

MIDDLE = "│"

FULL, LEFT_HALF, RIGHT_HALF = "█", "▌", "▐"

ABOUT_FULL = "▒"
"""In a bar that rests on an estimate."""

LEAST_MS = 500
"""The least gap that a bar of full length stands for, in milliseconds."""


def gap_bars(
    table: CheckpointTable,
    first: TimeAt,
    second: TimeAt,
    shown: Sequence[CheckpointGap],
    width: int,
    height: int,
) -> list[StyledLine]:
    """The gaps at some checkpoints in `width` by `height` cells, with the times and laps of both sides."""
    half = min((width - LABEL - 2 * TIME - 1) // 2, MOST_HALF)
    with_laps = half - LAP >= LEAST_HALF
    half -= LAP if with_laps else 0
    if half < LEAST_HALF or not shown:
        return []
    kept = shown[: height - 1]
    most_ms = max(LEAST_MS, *(abs(gap.gap.time.ms) for gap in kept))
    return [_titles(half, with_laps=with_laps)] + [
        _line(table, first, second, gap, half, most_ms, with_laps=with_laps) for gap in kept
    ]


def _titles(half: int, *, with_laps: bool) -> StyledLine:
    lap = fit("lap", LAP, "right") if with_laps else ""
    left = fit("", LABEL) + fit("time", TIME, "right") + lap
    right = lap + fit("time", TIME, "right")
    return ((left + " " * (2 * half + 1) + right, "dim"),)


def _line(
    table: CheckpointTable,
    first: TimeAt,
    second: TimeAt,
    gap: CheckpointGap,
    half: int,
    most_ms: int,
    *,
    with_laps: bool,
) -> StyledLine:
    index = gap.checkpoint
    laps = [fit(_lap(table, at, index), LAP, "right") if with_laps else "" for at in (first, second)]
    times = [fit(_time(table, at(index)), TIME, "right") for at in (first, second)]
    label = fit(shortened_label(short_checkpoint_label(table.course, index), LABEL), LABEL, "right")
    return (
        (label, "dim"),
        (times[0], "strong" if gap.leader > 0 else "text"),
        (laps[0], "text"),
        *_bar(gap, half, most_ms),
        (laps[1], "text"),
        (times[1], "strong" if gap.leader < 0 else "text"),
    )


def _time(table: CheckpointTable, time: Stretch | None) -> str:
    return time_text(time.time, table.course.digits, estimated=time.estimated) if time else ""


def _lap(table: CheckpointTable, at: TimeAt, index: int) -> str:
    if not table.is_lap(index):
        return ""
    begin_index = table.start(index)
    begin = at(begin_index) if begin_index != START else Stretch(Time(0), 0.0, False)
    lap = difference(table.course, at(index), begin)
    if lap is None:
        return ""
    lap = lap._replace(metres=table.span_m(index))
    is_usual = table.course.lap_m is None or abs(lap.metres - table.course.lap_m) <= NEAR_M
    return stretch_text(lap) if is_usual else segment_text(lap)


def _bar(at_checkpoint: CheckpointGap, half: int, most_ms: int) -> list[tuple[str, str]]:
    """The bar on the side of the one in front, and the gap on the other side."""
    gap, ahead = at_checkpoint.gap, at_checkpoint.leader
    if not ahead:
        return [(" " * half, "text"), (MIDDLE, "dim"), (fit(" level", half), "dim")]
    figure = f"{about(gap.estimated)}+{difference_text(gap.time)}"
    halves = round(abs(gap.time.ms) / most_ms * 2 * (half - 1))
    bar = _blocks(halves, estimated=gap.estimated, leftwards=ahead > 0)
    style = "estimated" if gap.estimated else "accent"
    if ahead > 0:
        return [(fit(bar, half, "right"), style), (MIDDLE, "dim"), (fit(f" {figure}", half), "text")]
    return [(fit(f"{figure} ", half, "right"), "text"), (MIDDLE, "dim"), (fit(bar, half), style)]


def _blocks(halves: int, *, estimated: bool, leftwards: bool) -> str:
    """A bar of a number of half cells; of whole cells if it is estimated."""
    if estimated:
        return ABOUT_FULL * ((halves + 1) // 2)
    whole, rest = FULL * (halves // 2), halves % 2
    return RIGHT_HALF * rest + whole if leftwards else whole + LEFT_HALF * rest
