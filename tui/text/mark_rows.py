"""Marks on the board: what a run is called where there is little room, and its line. Pure text."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len

from race.board import Board
from race.fold.state import Runner
from race.laps import Stretch
from race.marks import MarkRow, MarkRun, mark_runs
from race.messages import Mark
from tui.text.formatting import pad_decimals, stretch_text
from tui.text.safe_text import clean, fit

SIGN = "┄"
"""Stands in the place of a mark, which has none."""


@dataclass(frozen=True, slots=True)
class MarkLine:
    """A run on its line of the board."""

    run: MarkRun
    is_chosen: bool = False

    @property
    def position(self) -> int:
        """The number of the row that it stands above."""
        return self.run.first.position

    def name(self, width: int) -> str:
        """What it is, its time, who ran it and when, as much of that as fits."""
        mark = self.run.first.mark
        time = mark_time(self.run.first)
        titles = [clean(title_of(mark)) for mark in self.run.marks]
        whole = ", ".join(titles)
        short = titles[0] if len(titles) == 1 else f"{titles[0]}+{len(titles) - 1}"
        holder, year = clean(mark.holder).partition(" ")[2], clean(mark.date[:4])
        forms = [f"{whole} {time} {holder} {year}", f"{short} {time} {holder} {year}"]
        forms += [f"{short} {time} {holder}", f"{short} {time}"]
        fitting = (form for form in map(str.strip, forms) if cell_len(form) <= width)
        return fit(next(fitting, forms[-1]), width)

    def cells(self, digits: int) -> dict[str, str]:
        """Its time and its gap, with their points below those of the other lines."""
        row = self.run.first
        return {"time": _figure(row.time, "", digits), "gap": _figure(row.gap, "+", digits)}

    @property
    def estimated(self) -> frozenset[str]:
        """Which of the two are estimated."""
        told = {"time": self.run.first.time, "gap": self.run.first.gap}
        return frozenset(name for name, stretch in told.items() if stretch and stretch.estimated)


def _figure(stretch: Stretch | None, sign: str, digits: int) -> str:
    return pad_decimals(stretch_text(stretch, sign), stretch.time.digits if stretch else 0, digits)


def title_of(mark: Mark) -> str:
    """What a mark is called where there is little room: `WR`, `NR GBR`, a target by its label."""
    whose = {"NR": mark.nation, "AR": mark.area or ""}.get(mark.code, "")
    return f"{mark.code} {whose}".rstrip() or mark.label


def heading(run: MarkRun) -> str:
    """What stands above the column of a run."""
    mark = run.first.mark
    return clean(mark.code or mark.label)


def mark_title(run: MarkRun) -> str:
    """What a run is called where there is little room: what it is first."""
    return clean(title_of(run.first.mark))


def mark_time(row: MarkRow) -> str:
    """The time of a mark as exactly as the race is told."""
    return row.mark.time.show(row.running.course.digits)


def against_marks(board: Board, runner: Runner) -> str:
    """How far behind each run somebody is, or ahead of it, where last timed; nothing before that."""
    known = ((run, run.first.running.gap(runner)) for run in mark_runs(board.marks))
    told = [f"{mark_title(run)} {stretch_text(gap, '+')}" for run, gap in known if gap is not None]
    return f"against the marks: {', '.join(told)}" if told else ""
