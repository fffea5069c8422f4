"""The river of a race: a line a checkpoint, and on it the packs, each at its time behind the first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from race.course import Course
from race.order.packs import Pack
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.formatting import ABOUT, CHOSEN
from tui.text.safe_text import fit
from tui.text.styled_line import StyledLine
from tui.views.charts.chart import nice_step
from tui.views.scene import Scene

TAIL, ABOUT_TAIL = "━", "┅"
"""How far a pack is stretched, measured and estimated."""

ALONE = "•"
"""Somebody with nobody near."""

LEVELS = "▁▂▃▄▅▆▇█"
"""How many run at a place of a field too large to tell its packs."""

CROWDED = 6
"""Cells that a pack needs: with more packs than the width has room for a field is told by its levels."""

BEYOND = "→"
"""There are more packs, further behind than there is room for."""

LABEL, TIME = 8, 10
"""Cells for the checkpoint and for the time of the first there."""

LEAST_S = 2.0
"""A river is never less wide, in seconds."""

TICK_CELLS = 12
"""Between two figures of the scale, at least."""

PLENTY = 2.5
"""Who is so many times as far behind as two thirds of the others does not count for the scale."""


Flow = list[tuple[str, str]]
"""Characters with their styles, a cell each."""


def pack_history(
    scene: Scene, course: Course, rows: Sequence[Sequence[Pack]], width: int
) -> list[StyledLine]:
    """The packs of some checkpoints, a line each in a width in cells, below a scale in seconds."""
    cells = width - LABEL - TIME
    if cells < TICK_CELLS:
        return []
    span_s = max(LEAST_S, *(_reach(packs) for packs in rows))
    per_s = (cells - 4) / span_s
    if max(map(len, rows)) * CROWDED > cells:
        flows = _crowds(scene, rows, cells, per_s)
    else:
        flows = [_flow(scene, course, packs, cells, per_s) for packs in rows]
    heads = [_head(course, packs[0]) for packs in rows]
    told = [(*head, *_runs(flow)) for head, flow in zip(heads, flows, strict=True)]
    return [_scale(cells, span_s, per_s), *told]


def _reach(packs: Sequence[Pack]) -> float:
    """Seconds behind the first that a line must have room for."""
    wanted = sum(len(pack.runners) for pack in packs) * 2 / 3
    seen, limit_ms, reach_ms = 0, 0.0, 0
    for pack in packs:
        seen += len(pack.runners)
        end_ms = pack.behind_ms + pack.length_ms
        if seen >= wanted and not limit_ms:
            limit_ms = max(end_ms * PLENTY, 1.0)
        if limit_ms and end_ms > limit_ms:
            break
        reach_ms = end_ms
    return reach_ms / 1000


def _scale(cells: int, span_s: float, per_s: float) -> StyledLine:
    step = nice_step(span_s, max(cells // TICK_CELLS, 1))
    text, tick = fit("seconds behind ", LABEL + TIME, "right"), 0.0
    while tick <= span_s:
        column = LABEL + TIME + round(tick * per_s)
        text = f"{text:<{column}}{tick:g}" if column >= len(text) else text
        tick += step
    return ((fit(text, LABEL + TIME + cells).rstrip(), "dim"),)


def _head(course: Course, first: Pack) -> StyledLine:
    """The checkpoint, and the time of the first there."""
    time = first.runners[0].time_at(first.checkpoint)
    about = ABOUT if first.estimated else ""
    shown = f"{about}{time.show(course.digits)}" if time else ""
    name = fit(short_checkpoint_label(course, first.checkpoint), LABEL - 1, "right")
    return ((f"{name} ", "dim"), (fit(shown, TIME - 2, "right") + "  ", "text"))


def _crowds(scene: Scene, rows: Sequence[Sequence[Pack]], cells: int, per_s: float) -> list[Flow]:
    """For each row how many run where; the fullest place of all fills its cell."""
    counts = [_counted(packs, cells, per_s) for packs in rows]
    most = max(max(row.values()) for row in counts)
    flows: list[Flow] = []
    for packs, row in zip(rows, counts, strict=True):
        flow: Flow = [(" ", "dim")] * cells
        for column, count in row.items():
            flow[column] = (LEVELS[(count * len(LEVELS) - 1) // most], "text")
        mine = next((pack for pack in packs if scene.chosen in pack.bibs), None)
        if mine is not None:
            flow[_column(mine, cells, per_s)] = (CHOSEN, "accent")
        if _column(packs[-1], cells, per_s) == cells - 1:
            flow[-1] = (BEYOND, "dim")
        flows.append(flow)
    return flows


def _counted(packs: Sequence[Pack], cells: int, per_s: float) -> Counter[int]:
    counts: Counter[int] = Counter()
    for pack in packs:
        counts[_column(pack, cells, per_s)] += len(pack.runners)
    return counts


def _column(pack: Pack, cells: int, per_s: float) -> int:
    return min(round(pack.behind_ms / 1000 * per_s), cells - 1)


def _flow(scene: Scene, course: Course, packs: Sequence[Pack], cells: int, per_s: float) -> Flow:
    """The packs of a checkpoint, each at its place or just behind the one in front."""
    characters: Flow = [(" ", "dim")] * cells
    used = -1
    """The last cell that is taken."""
    for pack in packs:
        text, style = _sign(scene, pack, per_s)
        column = max(round(pack.behind_ms / 1000 * per_s), used + 2 if used >= 0 else 0)
        if column + len(text) > cells - 1:
            characters[-1] = (BEYOND, "dim")
            break
        _write_gap(characters, course, pack, used + 1, column)
        characters[column : column + len(text)] = [(character, style) for character in text]
        used = column + len(text) - 1
    return characters


def _runs(flow: Flow) -> StyledLine:
    runs = groupby(flow, itemgetter(1))
    return tuple(("".join(character for character, _ in run), style) for style, run in runs)


def _sign(scene: Scene, pack: Pack, per_s: float) -> tuple[str, str]:
    is_mine = scene.chosen in pack.bibs
    size = len(pack.runners)
    text = f"{CHOSEN if is_mine else ''}{size if size > 1 else ALONE}"
    tail = ABOUT_TAIL if pack.estimated else TAIL
    text += tail * max(round(pack.length_ms / 1000 * per_s) - len(text) + 1, size > 1)
    return text, "accent" if is_mine else "strong" if size > 1 else "text"


def _write_gap(characters: Flow, course: Course, pack: Pack, start: int, end: int) -> None:
    """The gap in front of a pack in the middle between both, where there is room."""
    if pack.gap is None:
        return
    text = f"{ABOUT if pack.gap_estimated else ''}+{pack.gap.show(min(course.digits, 1))}"
    if end - start < len(text) + 2:
        return
    at = (start + end - len(text)) // 2
    characters[at : at + len(text)] = [(character, "dim") for character in text]
