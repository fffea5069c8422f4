"""Marks on the board: their titles where there is little room, and their lines. Pure text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.areas import area_of
from race.lazy_dataclass import dataclass
from race.marks import MarkRow, MarkRun, mark_runs
from tui.text.formatting import aligned_stretch, stretch_text
from tui.text.safe_text import clean, fit

if TYPE_CHECKING:
    from race.board import Board
    from race.fold.runner import Runner
    from race.messages import Mark

MARK_SYMBOL = "┄"
"""In the place column of a mark's line."""


@dataclass(frozen=True, slots=True)
class MarkLine:
    """The line of a run on the board: one or more marks that were set in it."""

    run: MarkRun
    is_chosen: bool = False

    def name(self, width: int) -> str:
        """The marks, their time, who ran it and when: as much of that as fits."""
        mark = self.run.first.mark
        time = mark_time(self.run.first)
        titles = [clean(title_of(mark)) for mark in self.run.marks]
        whole = ", ".join(titles)
        short = titles[0] if len(titles) == 1 else f"{titles[0]} and {len(titles) - 1} more"
        holder, year = clean(mark.holder).partition(" ")[2], clean(mark.date[:4])
        if holder in whole:
            holder = year = ""
        forms = [f"{whole} {time} {holder} {year}", f"{short} {time} {holder} {year}"]
        forms += [f"{short} {time} {holder}", f"{short} {time}"]
        fitting = (form for form in map(str.strip, forms) if cell_len(form) <= width)
        return fit(next(fitting, forms[-1]), width)

    def cells(self, digits: int) -> dict[str, str]:
        """Its time and its gap, with their decimal points below those of the other lines."""
        row = self.run.first
        return {"time": aligned_stretch(row.time, "", digits), "gap": aligned_stretch(row.gap, "+", digits)}

    @property
    def estimated(self) -> frozenset[str]:
        """Which of the two are estimated."""
        stretches = {"time": self.run.first.time, "gap": self.run.first.gap}
        return frozenset(name for name, stretch in stretches.items() if stretch and stretch.estimated)


def title_of(mark: Mark) -> str:
    """A mark in a word or two: `WR`, `NR GBR`, or the label of a viewer's own target."""
    whose = {"NR": mark.nation, "AR": mark.area or ""}.get(mark.code, "")
    return f"{mark.code} {whose}".rstrip() or mark.label


def heading(run: MarkRun) -> str:
    """The title of the column of gaps to a run."""
    mark = run.first.mark
    return clean(mark.code or mark.label)


def mark_title(run: MarkRun) -> str:
    """The title of the most important mark of a run."""
    return clean(title_of(run.first.mark))


def mark_time(row: MarkRow) -> str:
    """The time of a mark with the decimals of the race."""
    return row.mark.time.show(row.running.course.digits)


def against_marks(board: Board, runner: Runner) -> str:
    """How far the runner is behind or ahead of the marks of their own, where last timed; empty before that.

    Of marks with one title, as a world lead that two share, the first stands for all.
    """
    nation = runner.entrant.nation
    rows = [row for row in board.marks if _concerns(row.mark, nation)]
    gaps: dict[str, str] = {}
    for run in mark_runs((*rows, *board.own_marks(runner.entrant))):
        if gap := run.first.running.gap(runner):
            gaps.setdefault(mark_title(run), stretch_text(gap, "+"))
    compared = ", ".join(f"{title} {gap}" for title, gap in gaps.items())
    return f"against the marks: {compared}" if compared else ""


def _concerns(mark: Mark, nation: str) -> bool:
    """Whether someone of a nation may beat it: no record of another nation, nor of another area."""
    if mark.code == "NR" and mark.nation and nation:
        return mark.nation == nation
    return not (mark.code == "AR" and mark.area and nation) or mark.area == area_of(nation)
