"""The history of the packs: a line a checkpoint, on it each pack at its time behind the leader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from race.times import Time
from tui.text.checkpoint_labels import short_checkpoint_label, shortened_label
from tui.text.formatting import CHOSEN, FOLLOWED, time_text
from tui.text.safe_text import fit
from tui.text.styled_line import StyledLine, merged
from tui.views.charts.chart_scale import nice_step
from tui.views.who_is_drawn import is_picked, style_of

if TYPE_CHECKING:
    from race.course import Course
    from race.order.packs import Pack
    from tui.views.scene import Scene

TAIL = "━"
"""The length of a pack."""

ALONE = "•"
"""A runner alone."""

LEVELS = "▁▂▃▄▅▆▇█"
"""The number of runners in a cell, in a field too large to draw its packs."""

LEAST_PACK = 6
"""Cells for each pack; a field with more packs than fit is drawn by LEVELS."""

BEYOND = "→"
"""At the end of a line: there are more packs further behind."""

LABEL, TIME = 8, 10
"""Cells for the checkpoint and for the leader's time there."""

LEAST_S = 2.0
"""The least width of the scale, in seconds."""

TICK_CELLS = 12
"""Cells between two figures of the scale at least."""

MINUTE_S = 60
"""From such steps on the scale has times, before that seconds."""

OUTLIER = 2.5
"""Packs this many times as far behind as two thirds of the field do not count for the scale."""

Row = list[tuple[str, str]]
"""Characters with their styles, one a cell."""


class HistoryRow(NamedTuple):
    """The packs at a checkpoint."""

    packs: Sequence[Pack]
    ghost: str = ""
    """The name of the other race whose packs they are."""


def pack_history(scene: Scene, course: Course, history: Sequence[HistoryRow], width: int) -> list[StyledLine]:
    """The packs at some checkpoints, a line each in a width in cells, below a scale in seconds or times."""
    cells = width - LABEL - TIME
    if cells < TICK_CELLS:
        return []
    rows = [row.packs for row in history]
    span_s = max(LEAST_S, *map(reach_s, rows))
    per_s = (cells - 4) / span_s
    if max(map(len, rows)) * LEAST_PACK > cells:
        drawn = _density_rows(scene, rows, cells, per_s)
    else:
        drawn = [_pack_row(scene, course, packs, cells, per_s) for packs in rows]
    lines = [_line(course, row, cells) for row, cells in zip(history, drawn, strict=True)]
    return [_scale(cells, span_s, per_s), *lines]


def _line(course: Course, row: HistoryRow, cells: Row) -> StyledLine:
    """The line of a checkpoint; of another race in one quiet style, with its name in place of the label."""
    head = _head(course, row.packs[0])
    if not row.ghost:
        return (*head, *merged(cells))
    name = fit(shortened_label(row.ghost, LABEL - 1), LABEL - 1, "right") + " "
    text = "".join([name, *(text for text, _ in head[1:]), *(character for character, _ in cells)])
    return ((text.replace(CHOSEN, " "), "dim"),)


def reach_s(packs: Sequence[Pack]) -> float:
    """Seconds behind the leader that a line must have room for."""
    enough = sum(len(pack.runners) for pack in packs) * 2 / 3
    seen, limit_ms, reach_ms = 0, 0.0, 0
    for pack in packs:
        seen += len(pack.runners)
        end_ms = pack.behind_ms + pack.length_ms
        if seen >= enough and not limit_ms:
            limit_ms = max(end_ms * OUTLIER, 1.0)
        if limit_ms and end_ms > limit_ms:
            break
        reach_ms = end_ms
    return reach_ms / 1000


def _scale(cells: int, span_s: float, per_s: float) -> StyledLine:
    step = nice_step(span_s, max(cells // TICK_CELLS, 1))
    text, tick = fit("seconds behind " if step < MINUTE_S else "behind ", LABEL + TIME, "right"), 0.0
    while tick <= span_s:
        column = LABEL + TIME + round(tick * per_s)
        figure = f"{tick:g}" if step < MINUTE_S else Time(round(tick * 1000)).show(0)
        if len(text) <= column <= LABEL + TIME + cells - len(figure):
            text = f"{text:<{column}}{figure}"
        tick += step
    return ((text, "dim"),)


def _head(course: Course, first: Pack) -> StyledLine:
    """The checkpoint, and the leader's time there."""
    time = time_text(first.runners[0].time_at(first.checkpoint), course.digits)
    label = shortened_label(short_checkpoint_label(course, first.checkpoint), LABEL - 1)
    name = fit(label, LABEL - 1, "right")
    return ((f"{name} ", "dim"), (fit(time, TIME - 2, "right") + "  ", "text"))


def _density_rows(scene: Scene, rows: Sequence[Sequence[Pack]], cells: int, per_s: float) -> list[Row]:
    """The number of runners in each cell; the highest number of all rows fills its cell."""
    counts = [_counted(packs, cells, per_s) for packs in rows]
    most = max(max(row.values()) for row in counts)
    drawn: list[Row] = []
    for packs, count_by_column in zip(rows, counts, strict=True):
        row: Row = [(" ", "dim")] * cells
        for column, count in count_by_column.items():
            row[column] = (LEVELS[(count * len(LEVELS) - 1) // most], "text")
        chosen = next((pack for pack in packs if scene.chosen in pack.bibs), None)
        if chosen is not None:
            row[_column(chosen, cells, per_s)] = (CHOSEN, "accent")
        if _column(packs[-1], cells, per_s) == cells - 1:
            row[-1] = (BEYOND, "dim")
        drawn.append(row)
    return drawn


def _counted(packs: Sequence[Pack], cells: int, per_s: float) -> Counter[int]:
    counts: Counter[int] = Counter()
    for pack in packs:
        counts[_column(pack, cells, per_s)] += len(pack.runners)
    return counts


def _column(pack: Pack, cells: int, per_s: float) -> int:
    return min(round(pack.behind_ms / 1000 * per_s), cells - 1)


def _pack_row(scene: Scene, course: Course, packs: Sequence[Pack], cells: int, per_s: float) -> Row:
    """The packs at a checkpoint, each at its place or just behind the one in front."""
    row: Row = [(" ", "dim")] * cells
    used = -1
    """The last cell that is taken."""
    for pack in packs:
        text, style = _symbol(scene, pack, per_s)
        column = max(round(pack.behind_ms / 1000 * per_s), used + 2 if used >= 0 else 0)
        if column + len(text) > cells - 1:
            row[-1] = (BEYOND, "dim")
            break
        _write_gap(row, course, pack, used + 1, column)
        row[column : column + len(text)] = [(character, style) for character in text]
        used = column + len(text) - 1
    return row


def _symbol(scene: Scene, pack: Pack, per_s: float) -> tuple[str, str]:
    picked = sorted(
        (r for r in pack.runners if is_picked(scene, r)), key=lambda r: r.entrant.bib != scene.chosen
    )
    size = len(pack.runners)
    symbol = "" if not picked else CHOSEN if picked[0].entrant.bib == scene.chosen else FOLLOWED
    text = f"{symbol}{size if size > 1 else ALONE}"
    text += TAIL * max(round(pack.length_ms / 1000 * per_s) - len(text) + 1, size > 1)
    return text, style_of(scene, picked[0]) if picked else "strong" if size > 1 else "text"


def _write_gap(row: Row, course: Course, pack: Pack, start: int, end: int) -> None:
    """The gap in front of a pack, halfway to the pack before, if there is room."""
    if pack.gap is None:
        return
    text = f"+{pack.gap.show(min(course.digits, 1))}"
    if end - start < len(text) + 2:
        return
    at = (start + end - len(text)) // 2
    row[at : at + len(text)] = [(character, "dim") for character in text]
