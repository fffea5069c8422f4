"""In place of a chart in which there is nothing to draw yet: why, and the times that are worth racing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from race.course import START
from race.eligibility import may_take
from race.marks import mark_runs
from race.moments.phrases import at_checkpoint
from tui.text.checkpoint_labels import checkpoint_label
from tui.text.formatting import stretch_text, time_text
from tui.text.mark_rows import mark_time, title_of
from tui.text.safe_text import clean, fit, wrapped
from tui.views.who_is_drawn import name_of, style_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.marks import MarkRun
    from race.order.checkpoint_table import CheckpointTable
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

FIGURE = 10
"""Cells of a time in a column."""

LONGEST_NAME = 60


def nothing_drawn(
    scene: Scene, table: CheckpointTable, what: str, first: int, width: int, height: int
) -> list[StyledLine]:
    """Why a chart of `what` has no line; before the first split the marks and the personal bests too.

    `first` is the checkpoint at which the first values are taken.
    """
    course, at = table.course, at_checkpoint(table.course, first)
    before = "the first lap ends" if first and course.lap_m else "the first split"
    why = f"No {what} before {before}, {clean(at)}" if first > table.reached else f"No {what} known"
    head: list[StyledLine] = [((line, "dim"),) for line in wrapped(why, width)]
    if table.reached != START:
        return head[:height]
    rows = sorted([*_marks(scene, first), *_bests(scene)], key=lambda row: row.ms)
    if not rows:
        return head[:height]
    titles = ["finish", checkpoint_label(course, first)]
    columns = 2 if first != course.finish and any(row.pace for row in rows) else 1
    cells = min(max(cell_len(row.name) for row in rows), LONGEST_NAME, width - FIGURE * columns)
    title = " " * cells + "".join(fit(text, FIGURE, "right") for text in titles[:columns])
    lines: list[StyledLine] = [*head, (), ((title, "title"),)]
    for row in rows:
        figures = "".join(fit(text, FIGURE, "right") for text in (row.time, row.pace)[:columns])
        lines.append(((fit(row.name, cells) + figures.rstrip(), row.style),))
    return lines[:height]


class _Row(NamedTuple):
    """A time that is worth racing."""

    ms: int
    """To sort by."""
    name: str
    """Whose it is: `WR (El Guerrouj 1999)`, `Nuguse, PB`."""
    time: str
    pace: str
    """What it was at the first checkpoint, or would be at even pace; empty for a best."""
    style: str


def _marks(scene: Scene, first: int) -> Iterator[_Row]:
    """The marks that someone here may take."""
    state = scene.board.state
    field = [runner.entrant for runner in state.runners.values()]
    for run in mark_runs(scene.board.marks):
        row = run.first
        if state.start_list is None or not any(may_take(e, row.mark, state.start_list) for e in field):
            continue
        style = "strong" if run == scene.snapshot.against else "text"
        there = row.running.at(first)
        pace = stretch_text(there) if scene.snapshot.estimates or not there.estimated else ""
        yield _Row(row.mark.time.ms, _title(run), mark_time(row), pace, style)


def _title(run: MarkRun) -> str:
    """The marks of a run, who ran it and when."""
    mark = run.first.mark
    titles = ", ".join(clean(title_of(one)) for one in run.marks)
    who = " ".join(filter(None, (clean(mark.holder).partition(" ")[2], clean(mark.date[:4]))))
    return titles if not who or who in titles else f"{titles} ({who})"


def _bests(scene: Scene) -> Iterator[_Row]:
    """The personal bests with which the runners came."""
    digits = scene.course.digits if scene.course is not None else 2
    for row in scene.board.rows:
        best = row.runner.entrant.pb
        if best is not None and row.runner.entrant.role == "runner" and not row.runner.status_claims:
            style = style_of(scene, row.runner)
            name, time = f"{name_of(scene, row.runner)}, PB", time_text(best, digits)
            yield _Row(best.ms, name, time, "", "text" if style == "other" else style)
